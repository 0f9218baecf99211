"""How the domain says no: one class per reason, with a stable code, its facts and what to do.

The API's problem details, the command line and the pages are all made from these classes; a text
in another language is looked up by ``code`` and filled with the same ``facts()``.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import ClassVar, Final, Literal

from domain.values import LedgerId, yuan

FOUR_EYES: Final = "会计法 (2024) 第二十五条; 财会〔2024〕12号 第二十一条（二）"
"""The rule that parts two steps on one item where no other does."""
Kind = Literal["conflict", "invalid", "forbidden", "not_found"]


@dataclass(eq=False, kw_only=True)
class LedgerError(Exception):
    """A refusal. Subclasses are dataclasses whose fields are the facts; amounts end in ``_fen``.

    ``kind`` says what sort of answer it is: ``conflict`` (the ledger's present state forbids it),
    ``invalid`` (the request can never be right), ``forbidden`` (this actor may not), ``not_found``.
    ``text`` is the English message, with the facts in braces; a fact ``amount_fen`` is shown in
    yuan by ``{amount}``.
    """

    code: ClassVar[str]
    kind: ClassVar[Kind] = "conflict"
    text: ClassVar[str]

    def facts(self) -> dict[str, str | int | list[str] | None]:
        """Return the facts as they go on the wire: amounts as yuan strings without the ``_fen``."""
        return dict(_fact(field.name, getattr(self, field.name)) for field in fields(self))

    def __str__(self) -> str:
        """Say what is wrong and what to do, in English."""
        return self.text.format(**self.facts())


def _fact(name: str, value: object) -> tuple[str, str | int | list[str] | None]:
    match value:
        case int() if name.endswith("_fen"):
            return name.removesuffix("_fen"), yuan(value)
        case None | bool() | int() | str():
            return name, value
        case list() | tuple() | frozenset():
            return name, sorted(str(item) for item in value)
        case _:
            return name, str(value)


@dataclass(eq=False, kw_only=True)
class LedgerNotOpen(LedgerError):
    """A command named a ledger that nobody opened."""

    code = "ledger_not_open"
    kind = "not_found"
    text = "There is no ledger {ledger_id}. Open it first with open-ledger, or check the id."

    ledger_id: LedgerId


@dataclass(eq=False, kw_only=True)
class DateBeforeLedger(LedgerError):
    """A business date lies before the ledger's first day."""

    code = "date_before_ledger"
    kind = "invalid"
    text = "{effective_on} is before this ledger opened on {opened_on}. Use a date from then on."

    effective_on: date
    opened_on: date


@dataclass(eq=False, kw_only=True)
class DateInFuture(LedgerError):
    """A business date lies after today in Asia/Shanghai: what has not happened is not recorded."""

    code = "date_in_future"
    kind = "invalid"
    text = "{effective_on} has not come yet; today is {today} in Asia/Shanghai. Record it on the day."

    effective_on: date
    today: date


@dataclass(eq=False, kw_only=True)
class DateBeforeEarlierStep(LedgerError):
    """A step is not dated before the one that it follows or corrects."""

    code = "date_before_earlier_step"
    kind = "invalid"
    text = "{effective_on} is before {earlier_on}, the day of the step before it. Use a date from then on."

    effective_on: date
    earlier_on: date


@dataclass(eq=False, kw_only=True)
class SamePerson(LedgerError):
    """Four eyes: one person may not do both of two steps on one item; ``rule`` is the one that parts them."""

    code = "same_person"
    kind = "forbidden"
    text = "{actor} did the step “{earlier}” on this item and may not do “{step}” too ({rule}). Ask another person."

    actor: str
    earlier: str
    step: str
    rule: str = FOUR_EYES
