"""Separation of duties (不相容岗位分离): roles that one person may not hold together, and steps of one voucher."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from domain.deciding import Role
from domain.errors import FOUR_EYES, LedgerError, SamePerson

_CASHIER: Final = "会计法 (2024) 第三十五条; 会计基础工作规范 第十二条"
_BOOKKEEPER: Final = "会计法 (2024) 第二十五条（一）"
_AUDITOR: Final = "工会法 第四十五条"
_ADMIN: Final = "good practice: who administers does not post"
_HANDLED: Final = "财会〔2024〕12号 第二十一条（二）"

APPROVAL: Final = "approval"
"""What somebody did who approved a payment that a voucher takes up, whichever command that was."""

FORBIDDEN_PAIRS: Final[dict[frozenset[Role], str]] = {
    frozenset({"cashier", "reviewer"}): _CASHIER,
    frozenset({"cashier", "bookkeeper"}): _CASHIER,
    frozenset({"bookkeeper", "officer"}): _BOOKKEEPER,
    frozenset({"bookkeeper", "approver"}): _BOOKKEEPER,
    frozenset({"auditor", "officer"}): _AUDITOR,
    frozenset({"auditor", "reviewer"}): _AUDITOR,
    frozenset({"auditor", "approver"}): _AUDITOR,
    frozenset({"auditor", "cashier"}): _AUDITOR,
    frozenset({"auditor", "bookkeeper"}): _AUDITOR,
    frozenset({"admin", "officer"}): _ADMIN,
    frozenset({"admin", "reviewer"}): _ADMIN,
    frozenset({"admin", "approver"}): _ADMIN,
    frozenset({"admin", "cashier"}): _ADMIN,
    frozenset({"admin", "bookkeeper"}): _ADMIN,
}
"""Pairs of roles and the rule that parts them."""


def rule_between(role: Role, others: Iterable[Role]) -> str:
    """Name the rule that keeps a role from what is for others: the one that parts it from one of them, if there is one.

    Otherwise it is the rule that the steps of an item (经办, 审核, 审批) have people of their own.
    """
    parted = (FORBIDDEN_PAIRS.get(frozenset({role, other})) for other in sorted(others))
    return next((rule for rule in parted if rule is not None), _HANDLED)


PARTED_STEPS: Final[dict[frozenset[str], str]] = {
    frozenset({"prepare-vouchers", "review-voucher"}): _HANDLED,
    frozenset({"prepare-vouchers", "sign-voucher"}): _HANDLED,
    frozenset({"prepare-vouchers", "post-voucher"}): _BOOKKEEPER,
    frozenset({"review-voucher", "sign-voucher"}): _CASHIER,
    frozenset({"review-voucher", "post-voucher"}): _HANDLED,
    frozenset({"sign-voucher", "post-voucher"}): _CASHIER,
    frozenset({APPROVAL, "prepare-vouchers"}): _HANDLED,
    frozenset({APPROVAL, "review-voucher"}): _HANDLED,
    frozenset({APPROVAL, "sign-voucher"}): FOUR_EYES,
    frozenset({APPROVAL, "post-voucher"}): _BOOKKEEPER,
}
"""Pairs of steps that two people take on one voucher, and the rule that parts them."""


@dataclass(eq=False, kw_only=True)
class RolesNotTogether(LedgerError):
    """One person would hold two roles that a rule parts."""

    code = "roles_not_together"
    kind = "forbidden"
    text = "{actor} is {held} and may not be {role} too ({rule}). Give the role to somebody else."

    actor: str
    held: Role
    role: Role
    rule: str


def check_separation(actor: str, role: Role, held: frozenset[Role]) -> None:
    """Refuse a role that may not stand beside one that the person holds in the same ledger.

    Raises:
        RolesNotTogether: a rule parts the two.
    """
    for other in sorted(held):
        rule = FORBIDDEN_PAIRS.get(frozenset({role, other}))
        if rule is not None:
            raise RolesNotTogether(actor=actor, held=other, role=role, rule=rule)


def check_steps(actor: str, step: str, earlier: Iterable[tuple[str, str]]) -> None:
    """Refuse a step on a voucher to whoever took one of the earlier ones, which are given with those who took them.

    Raises:
        SamePerson: a rule parts the two steps.
    """
    for taken, other in earlier:
        if other == actor:
            raise SamePerson(actor=actor, earlier=taken, step=step, rule=PARTED_STEPS[frozenset({taken, step})])
