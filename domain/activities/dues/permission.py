"""What holds for every step with dues: which ledger takes them, how much, and how far ahead."""

from domain.activities.dues.refusals import DuesAmountNotPositive, DuesMonthTooFarAhead, DuesOnlyInGrassroots
from domain.deciding import Asked
from domain.values import NO_FEN, Fen, Month, year_of


def check_grassroots(asked: Asked) -> None:
    """Refuse a ledger that takes no dues.

    Raises:
        DuesOnlyInGrassroots: the ledger is not a grassroots union's.
    """
    if asked.ledger is not None and asked.ledger.level != "grassroots":
        raise DuesOnlyInGrassroots(ledger_id=asked.ledger_id)


def check_amount(amount_fen: Fen) -> None:
    """Refuse an amount that moves nothing.

    Raises:
        DuesAmountNotPositive: the amount is zero or below.
    """
    if amount_fen <= NO_FEN:
        raise DuesAmountNotPositive(amount_fen=amount_fen)


def check_not_too_far(asked: Asked, period: Month) -> None:
    """Refuse a month after the end of next year.

    Raises:
        DuesMonthTooFarAhead: the month is later than that.
    """
    last_year = asked.today.year + 1
    if year_of(period) > last_year:
        raise DuesMonthTooFarAhead(period=period, last_period=Month(f"{last_year:04d}-12"))
