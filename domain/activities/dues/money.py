"""How the money of dues gets into the books: income of the union (会费收入), never for a purpose.

What a branch takes or gives back posts nothing: the branch turns the money in later, and that posts.
Source: 财会〔2021〕7号 附录1, note on 401; 财会〔2009〕7号, note on 401.
"""

from datetime import date
from typing import Final

from domain.accounting.lines import Posting
from domain.accounting.posting import PLAIN, Dimensions, before_books, open_day, received, taken_back
from domain.activities.dues.accounts import Account
from domain.activities.dues.commands import RefundDues
from domain.activities.dues.refusals import DuesRefundOverYears
from domain.deciding import Asked
from domain.values import Fen, MoneyPlace, PaymentMethod, PostingKind

DUES: Final = PostingKind("dues")
PLACE_OF_METHOD: Final[dict[PaymentMethod, MoneyPlace | None]] = {
    "payroll": "bank",
    "transfer": "bank",
    "cash": "cash",
    "branch": None,
}
"""Where the union's money comes in or goes out by each method; None where it is not in the union's hands yet."""


def taken_in(
    asked: Asked, day: date, amount_fen: Fen, place: MoneyPlace | None, dimensions: Dimensions = PLAIN
) -> Posting | None:
    """Post dues that came in; None if they did not come to the union, or before its books.

    Raises:
        PeriodClosed: the day's month is closed.
    """
    if place is None or before_books(asked, day):
        return None
    return received(open_day(asked, day), DUES, amount_fen, place, dimensions)


def given_back(asked: Asked, command: RefundDues, account: Account) -> Posting | None:
    """Post a refund: this year's income shrinks by red lines, that of an earlier year by a prior-year adjustment.

    It takes back the last payment for the month, though it may be more or less than that.

    Raises:
        PeriodClosed: the day's month is closed.
        DuesRefundOverYears: the refund is more than what this year took in, and that is not nothing.
    """
    day, place = command.effective_on, PLACE_OF_METHOD[command.method]
    if place is None or before_books(asked, day):
        return None
    on = open_day(asked, day)
    this_year_fen = account.paid_in(day.year, command.period)
    if 0 < this_year_fen < command.amount_fen:
        raise DuesRefundOverYears(
            member_no=command.member_no,
            period=command.period,
            paid_fen=this_year_fen,
            amount_fen=command.amount_fen,
        )
    days_paid = account.days_paid(command.period)
    of_years = [paid_on for paid_on in days_paid if (paid_on.year == day.year) == bool(this_year_fen)]
    paid_on = max(of_years, default=day)
    return taken_back(on, received(on, DUES, command.amount_fen, place), paid_on)


def undone(asked: Asked, day: date, posting: Posting | None, posted_on: date) -> Posting | None:
    """Post what takes an entry's own posting back; None if it posted nothing.

    Raises:
        PeriodClosed: the day's month is closed.
    """
    return None if posting is None else taken_back(open_day(asked, day), posting, posted_on)
