"""How the money of aid gets into the books: whose money it is, and which rule says where it goes.

What the employer pays itself (health checks, insurance money) never passes through the union's accounts, so a
programme of this source posts nothing. Custodial money (代管经费) is neither income nor expense.
Source: 财会〔2021〕7号 附录1, notes on 221, 403 to 405, 408, 501 to 505; 财会〔2009〕7号, notes on 231, 403 to 408.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, assert_never

from domain.accounting.charts import chart_on
from domain.accounting.lines import Posting
from domain.accounting.posting import Dimensions, before_books, open_day, paid, received, taken_back
from domain.activities.aid.commands import DisburseAid, RecordAidFunds
from domain.activities.aid.events import AidPurpose
from domain.activities.aid.refusals import AidFundsCustodial
from domain.activities.aid.states import AidProgramme
from domain.activities.fund import FundMoved, fund, move_funds
from domain.deciding import Asked, Stream
from domain.values import Fen, FundClass, PartyId, PostingKind, ProgrammeCode, ProjectId

CUSTODIAL: Final = PostingKind("custodial")
SUBSIDY_FOR: Final[dict[AidPurpose, PostingKind]] = {
    "hardship": PostingKind("superior_subsidy.assistance"),
    "warmth": PostingKind("superior_subsidy.warmth"),
    "study": PostingKind("superior_subsidy.assistance"),
    "model_worker": PostingKind("superior_subsidy.special"),
    "condolence": PostingKind("superior_subsidy.special"),
    "hospital": PostingKind("superior_subsidy.special"),
    "mutual_aid_top_up": PostingKind("superior_subsidy.special"),
}
"""What a superior union gives for a purpose. Source: 财会〔2009〕7号, note on 403; 财会〔2021〕7号, note on 40302."""


def funds_of_programme(programme: ProgrammeCode) -> tuple[Stream[Fen], Stream[Fen]]:
    """Name the streams of what is left of a programme's restricted and of its custodial money."""
    return fund("restricted", ProjectId(programme)), fund("custodial", ProjectId(programme))


def fund_moves(
    day: date, posting: Posting | None, programme: ProgrammeCode, restricted_fen: Fen, custodial_fen: Fen
) -> Sequence[FundMoved]:
    """Move the programme's money as far as it has a purpose.

    Raises:
        FundInsufficient: it does not reach.
    """
    project = ProjectId(programme)
    return move_funds(day, posting, {("restricted", project): restricted_fen, ("custodial", project): custodial_fen})


def paid_out(asked: Asked, command: DisburseAid, terms: AidProgramme) -> Posting | None:
    """Post a payment by the ledger's own rule for the programme, or else by the rule of its purpose.

    Raises:
        PeriodClosed: the day's month is closed.
    """
    day = command.effective_on
    if terms.fund_source == "employer" or before_books(asked, day):
        return None
    dimensions = _money_of(command.programme, terms)._replace(party=PartyId(command.subject.id))
    kind = _kind_of_payment(asked, command, terms)
    return paid(open_day(asked, day), kind, command.amount_fen, command.place, dimensions)


def came_in(asked: Asked, command: RecordAidFunds, terms: AidProgramme) -> Posting | None:
    """Post a receipt as income by its source; whatever comes for a custodial programme is custodial.

    Raises:
        AidFundsCustodial: the money is custodial and the programme is not.
        PeriodClosed: the day's month is closed.
    """
    day, kind = command.effective_on, _kind_of_receipt(command, terms)
    if kind is None or terms.fund_source == "employer" or before_books(asked, day):
        return None
    dimensions = _money_of(command.programme, terms)
    return received(open_day(asked, day), kind, command.amount_fen, command.place, dimensions)


def undone(asked: Asked, day: date, posting: Posting | None, posted_on: date) -> Posting | None:
    """Post what takes an earlier posting back; None if there was none.

    Raises:
        PeriodClosed: the day's month is closed.
    """
    return None if posting is None else taken_back(open_day(asked, day), posting, posted_on)


def _money_of(programme: ProgrammeCode, terms: AidProgramme) -> Dimensions:
    fund_class = _fund_class(terms)
    return Dimensions(fund_class, None if fund_class == "unrestricted" else ProjectId(programme))


def _fund_class(terms: AidProgramme) -> FundClass:
    if terms.fund_source == "custodial":
        return "custodial"
    return "restricted" if terms.restricted else "unrestricted"


def _kind_of_payment(asked: Asked, command: DisburseAid, terms: AidProgramme) -> PostingKind:
    if terms.fund_source == "custodial":
        return CUSTODIAL
    own = PostingKind(f"aid.{command.programme}")
    day = command.effective_on
    adopted = asked.books.rule(own, chart_on(day), day)
    return PostingKind(f"aid.{terms.purpose}") if adopted is None else own


def _kind_of_receipt(command: RecordAidFunds, terms: AidProgramme) -> PostingKind | None:
    """Say what a receipt is; None for the union's own money, which only changes hands inside."""
    if command.fund_source == "union":
        return None
    if terms.fund_source == "custodial":
        return CUSTODIAL
    match command.fund_source:
        case "superior_subsidy":
            return SUBSIDY_FOR[terms.purpose] if terms.restricted else PostingKind("superior_subsidy.general")
        case "government_subsidy":
            return PostingKind("government_subsidy")
        case "donation":
            return PostingKind("donation")
        case "employer":
            return PostingKind("employer_subsidy")
        case "custodial":
            raise AidFundsCustodial(programme=command.programme)
        case _:
            assert_never(command.fund_source)
