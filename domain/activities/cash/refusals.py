"""How cash says no."""

from dataclasses import dataclass
from datetime import date

from domain.errors import LedgerError
from domain.values import DocumentNo, FundClass, ProjectId


@dataclass(eq=False, kw_only=True)
class AdvanceOfOtherMoney(LedgerError):
    """What an advance was paid from is what is spent of it. Source: 财会〔2021〕7号 第二十二条."""

    code = "advance_of_other_money"
    text = "Advance {advance_no} is {fund_class} money, project: {project}. Settle it as such."

    advance_no: DocumentNo
    fund_class: FundClass
    project: ProjectId | None


@dataclass(eq=False, kw_only=True)
class SettlementDisagrees(LedgerError):
    """Whoever takes a settlement back states what it was made from."""

    code = "settlement_disagrees"
    text = "Settlement {document_no} is of advance {advance_no}, booked on {paid_on}. State it as it was booked."

    document_no: DocumentNo
    advance_no: DocumentNo
    paid_on: date


@dataclass(eq=False, kw_only=True)
class CashAlreadyCounted(LedgerError):
    """A count has a document of its own."""

    code = "cash_already_counted"
    text = "Count {document_no} was recorded on {counted_on}. Use another number for another count."

    document_no: DocumentNo
    counted_on: date


@dataclass(eq=False, kw_only=True)
class CashOutcomeWrong(LedgerError):
    """Cash that was short becomes a claim or an expense, cash that was over a debt or income.

    Source: 财会〔2021〕7号 account note 182; 财会〔2009〕7号 account note 101.
    """

    code = "cash_outcome_wrong"
    kind = "invalid"
    text = "The difference of count {count_no} cannot become “{outcome}”. It can become one of: {outcomes}."

    count_no: DocumentNo
    outcome: str
    outcomes: tuple[str, ...]


@dataclass(eq=False, kw_only=True)
class CashPersonMissing(LedgerError):
    """A claim and a debt are somebody's."""

    code = "cash_person_missing"
    kind = "invalid"
    text = "Name the person whose claim or debt the difference of count {count_no} becomes."

    count_no: DocumentNo
