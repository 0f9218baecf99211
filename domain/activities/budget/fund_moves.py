"""The budget stabilisation fund (预算稳定调节基金) of unions at county level and above.

Source: 财会〔2021〕7号 附录1, notes on 341, 411 and 521.
"""

from collections.abc import Sequence
from typing import Final, assert_never

from domain.accounting.lines import Line, Posting
from domain.accounting.posting import OpenDay, open_day, posting, taken_back
from domain.activities.budget.commands import MoveBudgetFund, ReverseBudgetFundMove
from domain.activities.budget.events import BudgetFundMoved, BudgetFundMoveReversed, Event
from domain.activities.budget.refusals import BudgetFundDocumentUsed, BudgetFundMoveUnknown, BudgetFundNotKept
from domain.deciding import Asked, Stream, StreamKind
from domain.errors import SamePerson
from domain.values import DocumentNo, PostingKind, PostingPart

FUND: Final = PostingPart("fund")

Move = tuple[BudgetFundMoved, bool] | None
"""A move of the fund, and whether it still stands."""


def _evolve(state: Move, event: BudgetFundMoved | BudgetFundMoveReversed) -> Move:
    match event:
        case BudgetFundMoved():
            return event, True
        case BudgetFundMoveReversed():
            return None if state is None else (state[0], False)
        case _:
            assert_never(event)


NO_MOVE: Final[Move] = None
MOVE: Final = StreamKind(category="budget-fund", initial=NO_MOVE, evolve=_evolve)


def budget_fund_move(document_no: DocumentNo) -> Stream[Move]:
    """Name the stream of a move."""
    return MOVE.at(document_no)


def move_budget_fund(asked: Asked, command: MoveBudgetFund, existing: Move) -> Sequence[Event]:
    """Use the fund as income of the year, or provide for it as an expense of the year."""
    if asked.known_ledger.level == "grassroots":
        raise BudgetFundNotKept
    if existing is not None:
        raise BudgetFundDocumentUsed(document_no=command.document_no, moved_on=existing[0].effective_on)
    asked.check_day(command.effective_on)
    return [
        BudgetFundMoved(
            document_no=command.document_no,
            move=command.move,
            amount_fen=command.amount_fen,
            approved_by=asked.actor,
            posting=_posting(open_day(asked, command.effective_on), command),
            effective_on=command.effective_on,
        )
    ]


def _posting(on: OpenDay, command: MoveBudgetFund) -> Posting:
    used = command.move == "use"
    rule = on.rule(PostingKind("budget_fund_used" if used else "budget_fund_provided"))
    fund = on.code(rule, FUND)
    result = on.code(rule, PostingPart("income" if used else "expense"))
    debited, credited = (fund, result) if used else (result, fund)
    lines = [Line(debited, "D", command.amount_fen), Line(credited, "C", command.amount_fen)]
    return posting(on, rule.rule_id, lines, command.document_no)


def reverse_budget_fund_move(asked: Asked, command: ReverseBudgetFundMove, existing: Move) -> Sequence[Event]:
    """Take back a move, once, by somebody who did not make it."""
    if existing is None or not existing[1] or existing[0].effective_on != command.moved_on:
        raise BudgetFundMoveUnknown(document_no=command.document_no, moved_on=command.moved_on)
    moved, _ = existing
    if moved.approved_by == asked.actor:
        raise SamePerson(actor=asked.actor, earlier="move-budget-fund", step="reverse-budget-fund-move")
    asked.check_day_since(command.effective_on, moved.effective_on)
    return [
        BudgetFundMoveReversed(
            document_no=command.document_no,
            move=moved.move,
            amount_fen=moved.amount_fen,
            approved_by=moved.approved_by,
            moved_on=moved.effective_on,
            reason=command.reason,
            posting=taken_back(open_day(asked, command.effective_on), moved.posting, moved.effective_on),
            effective_on=command.effective_on,
        )
    ]
