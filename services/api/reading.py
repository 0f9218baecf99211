"""Answering questions: one unchanging view of the database, and the position that it reflects."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final, TypeVar

import anyio
import orjson
from starlette.requests import Request
from starlette.responses import Response

from domain.values import ChartVersion, LedgerId, Level, Text
from projections.organisation import ledgers
from projections.progress import position
from projections.tables import Statement
from services.api.access import check_scope, check_tree, identify
from services.api.bodies import JSON
from services.api.commands import Endpoint
from services.api.crossing import Crossing
from services.api.parameters import parameters
from services.api.past import as_asked, check_recorded, is_of_the_past
from services.api.queries import Connection, Query
from services.api.refusals import PositionNotReached
from services.service import Service
from services.store.sending import is_sound, send, transaction
from services.wire import to_wire

Answer = TypeVar("Answer")

WAIT_SECONDS: Final = 5.0
FIRST_PAUSE_SECONDS: Final = 0.01
LONGEST_PAUSE_SECONDS: Final = 0.25

SNAPSHOT: Final = Statement("snapshot", b"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", [])


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLedgerRow:
    """A ledger that is open to the token, and the position that its name and level reflect."""

    ledger_id: LedgerId
    name: Text
    level: Level
    parent_ledger_id: LedgerId | None
    chart: ChartVersion
    opened_on: date
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledgers:
    """The ledgers that are open to the token."""

    data: tuple[OpenLedgerRow, ...]


def query_endpoint(service: Service, crossing: Crossing, query: Query) -> Endpoint:
    """Answer requests for one question."""

    def work(request: Request) -> dict[str, Any]:
        with service.datastore.get_connection() as connection:
            principal = identify(connection, request)
            asked = parameters(query.asked, request)
            check_scope(principal, asked.ledger_id)
            if getattr(asked, "tree", False):
                check_tree(connection, principal, asked.ledger_id)
            return _answer(connection, query, asked)

    async def answer(request: Request) -> Response:
        return _shown(await when_reached(crossing, partial(work, request)))

    return answer


def ledgers_endpoint(service: Service, crossing: Crossing) -> Endpoint:
    """Answer requests for the ledgers in scope."""

    def work(request: Request) -> dict[str, Any]:
        with service.datastore.get_connection() as connection:
            principal = identify(connection, request)
            parameters(Nothing, request)
            return _ledgers(connection, None if principal.ledger_ids is None else sorted(principal.ledger_ids))

    async def answer(request: Request) -> Response:
        return _shown(await crossing.over(partial(work, request)))

    return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """A question without parameters."""


async def when_reached(crossing: Crossing, answer: Callable[[], Answer]) -> Answer:
    """Ask again, in growing pauses, until the answer reflects what the reader waits for, but not for ever.

    No thread and no connection is held during a pause.
    """
    deadline = anyio.current_time() + WAIT_SECONDS
    pause_seconds = FIRST_PAUSE_SECONDS
    while True:
        try:
            return await crossing.over(answer)
        except PositionNotReached:
            if anyio.current_time() + pause_seconds > deadline:
                raise
        await anyio.sleep(pause_seconds)
        pause_seconds = min(2 * pause_seconds, LONGEST_PAUSE_SECONDS)


def answer_query(service: Service, query: Query, asked: Any) -> dict[str, Any]:  # noqa: ANN401 - as the query says
    """Answer a question from one unchanging view, with the position that the answer reflects.

    Raises:
        LedgerNotOpen, PositionNotRecorded, PositionNotReached: there is nothing to answer from, or not yet.
    """
    with service.datastore.get_connection() as connection:
        return _answer(connection, query, asked)


def list_ledgers(service: Service, ledger_ids: Sequence[LedgerId] | None) -> dict[str, Any]:
    """List the open ledgers among those named, or all of them, each with the position that is reflected."""
    with service.datastore.get_connection() as connection:
        return _ledgers(connection, ledger_ids)


def _answer(connection: Connection, query: Query, asked: Any) -> dict[str, Any]:  # noqa: ANN401 - as the query says
    with reflecting(connection, query, asked) as (view, reached):
        return _answered(view, query, asked, reached)


@contextmanager
def reflecting(
    connection: Connection,
    query: Query,
    asked: Any,  # noqa: ANN401 - as the query says
) -> Iterator[tuple[Connection, int]]:
    """Give one unchanging view that answers a question, of now or of the past, and the position that it reflects.

    Raises:
        LedgerNotOpen, PositionNotRecorded, PositionNotReached: there is nothing to answer from, or not yet.
    """
    if is_of_the_past(asked):
        with as_asked(connection, query, asked) as past_and_position:
            yield past_and_position  # the log up to there never changes, and what it came to is this session's own
        return
    with _snapshot(connection):
        reached = min(position(connection, name, asked.ledger_id) for name in query.read_models)
        if reached < asked.min_position or reached == 0:
            _say_why_not(connection, asked.ledger_id, reached, asked.min_position)
        yield connection, reached


def _answered(connection: Connection, query: Query, asked: Any, reached: int) -> dict[str, Any]:  # noqa: ANN401 - as the query says
    answered: dict[str, Any] = {"ledger_id": asked.ledger_id, "position": reached}
    if query.cursor is None:
        return {**answered, "data": to_wire(query.answer(connection, asked))}
    rows = query.answer(connection, replace(asked, limit=asked.limit + 1))
    page = rows[: asked.limit]
    following = query.cursor(page[-1]) if len(rows) > len(page) else None
    return {**answered, "data": to_wire(page), "next": following}


def _say_why_not(connection: Connection, ledger_id: LedgerId, reached: int, asked: int) -> None:
    """Refuse to answer if the ledger, or the position that is asked for, is not there or not reflected yet."""
    check_recorded(connection, ledger_id, asked)
    if reached < asked:
        raise PositionNotReached(position=reached, min_position=asked)


def _ledgers(connection: Connection, ledger_ids: Sequence[LedgerId] | None) -> dict[str, Any]:
    with _snapshot(connection):
        return {
            "data": [
                {**to_wire(row), "position": position(connection, "organisation", row.ledger_id)}
                for row in ledgers(connection, ledger_ids)
            ]
        }


@contextmanager
def _snapshot(connection: Connection) -> Iterator[None]:
    with transaction(connection):
        send(connection, [SNAPSHOT])
        try:
            yield
        finally:
            if is_sound(connection):  # also when what was asked for is not there
                connection.commit()


def _shown(answer: dict[str, Any]) -> Response:
    return Response(orjson.dumps(answer), 200, media_type=JSON)
