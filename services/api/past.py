"""Questions of the past: up to where the log is looked at, and what cannot be asked so."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from domain.errors import LedgerNotOpen
from domain.values import LedgerId
from projections.catalogue import READ_MODELS
from services.api.queries import Connection, Query
from services.api.refusals import PastOfOneLedger, PositionNotRecorded
from services.as_of import Point, as_of, known_by

READ_MODEL_NAMED: Final = {model.name: model for model in READ_MODELS}
HEAD: Final = "SELECT size FROM ledger.ledger_head WHERE ledger_id = %(ledger_id)s"


def is_of_the_past(asked: Any) -> bool:  # noqa: ANN401 - as the query says
    """Say whether an earlier point is asked for."""
    return asked.as_of_position is not None or asked.as_of is not None or _day(asked) is not None


@contextmanager
def as_asked(
    connection: Connection,
    query: Query,
    asked: Any,  # noqa: ANN401 - as the query says
) -> Iterator[tuple[Connection, int]]:
    """Give a connection that answers as of the point that is asked for, and its position.

    Raises:
        LedgerNotOpen: the ledger is not there, or was not then.
        PositionNotRecorded: the ledger has no such position.
        PastOfOneLedger: a whole tree has no one log to look at.
        PastUnreadable: an event up to there cannot be read.
    """
    if getattr(asked, "tree", False):
        raise PastOfOneLedger
    point = _point(connection, asked)
    if point.position == 0:
        raise LedgerNotOpen(ledger_id=asked.ledger_id)
    member_no = asked.member_no if query.of_member else None
    read_models = [READ_MODEL_NAMED[name] for name in query.read_models]
    with as_of(connection, read_models, point, member_no) as past:
        yield past, point.position


def check_recorded(connection: Connection, ledger_id: LedgerId, asked: int) -> int:
    """Return a ledger's last position.

    Raises:
        LedgerNotOpen: there is no such ledger.
        PositionNotRecorded: the position that is asked for is behind its last.
    """
    head = connection.execute(HEAD, {"ledger_id": ledger_id}).fetchone()
    if head is None:
        raise LedgerNotOpen(ledger_id=ledger_id)
    last_position: int = head["size"]
    if asked > last_position:
        raise PositionNotRecorded(ledger_id=ledger_id, min_position=asked, last_position=last_position)
    return last_position


def _point(connection: Connection, asked: Any) -> Point:  # noqa: ANN401 - as the query says
    last = check_recorded(connection, asked.ledger_id, max(asked.min_position, asked.as_of_position or 0))
    if asked.as_of_position is not None:
        last = asked.as_of_position
    if asked.as_of is not None:
        last = min(last, known_by(connection, asked.ledger_id, asked.as_of))
    return Point(ledger_id=asked.ledger_id, position=last, day=_day(asked))


def _day(asked: Any) -> Any:  # noqa: ANN401 - as the query says
    return getattr(asked, "as_of_day", None)
