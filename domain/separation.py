"""Separation of duties (不相容岗位分离): which roles one person may not hold together in one ledger."""

from dataclasses import dataclass
from typing import Final

from domain.deciding import Role
from domain.errors import LedgerError

_CASHIER: Final = "会计法 (2024) 第三十五条; 会计基础工作规范 第十二条"
_BOOKKEEPER: Final = "会计法 (2024) 第二十五条（一）"
_AUDITOR: Final = "工会法 第四十五条"
_ADMIN: Final = "good practice: who administers does not post"

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
