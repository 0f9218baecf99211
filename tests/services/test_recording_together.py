"""Requests for one ledger that come at the same moment share an append; each has the answer it would have alone."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import count
from threading import Event
from typing import Final

import psycopg
import pytest
from eventsourcing.postgres import PostgresDatastore
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from domain.activities.membership import MemberAlreadyEnrolled, MemberUnknown
from domain.errors import LedgerError
from domain.values import LedgerId
from services.database import open_datastore
from services.recording import (
    CommandsRefused,
    IdempotencyKeyReused,
    LedgerUnavailable,
    Receipt,
    Recording,
    Request,
)
from services.settings import Settings
from services.store import LedgerLog, UnreadableEvent
from tests.processes import until
from tests.services import recording_given
from tests.services.recording_given import NOON, OPEN_LEDGER, SCHOOL, clock, enrol, pay, request
from tests.services.store.given import places, stored

Recorded = list[Future[Receipt]]
BUSY: Final = LedgerId("busy")
EXAMPLES: Final = count()


class Gate:
    """A clock that stops those who read it, between reading and appending, until the gate is opened."""

    def __init__(self) -> None:
        self.reached, self._open = Event(), Event()
        self.rounds = 0

    def __call__(self) -> datetime:
        self.rounds += 1
        self.reached.set()
        assert self._open.wait(30)
        return NOON

    def open(self) -> None:
        self._open.set()


def waiting(recording: Recording, ledger_id: LedgerId = SCHOOL) -> int:
    return len(recording._lines._lines.get(ledger_id, ()))


@contextmanager
def held(recording: Recording, gate: Gate, first: Request, *others: Request) -> Iterator[Recorded]:
    """Let the first lead and stop at the gate, with the others in line behind it, in their order."""
    with ThreadPoolExecutor(len(others) + 1) as threads:
        try:
            futures = [threads.submit(recording.record, first)]
            assert gate.reached.wait(30)
            for number, other in enumerate(others, start=1):
                futures.append(threads.submit(recording.record, other))
                until(lambda number=number: waiting(recording) == number)  # type: ignore[misc] # bound early
            yield futures
        finally:
            gate.open()


def answers(recording: Recording, gate: Gate, first: Request, *others: Request) -> list[Receipt | BaseException]:
    with held(recording, gate, first, *others) as futures:
        gate.open()
        return [future.exception() or future.result() for future in futures]


def test_requests_that_wait_for_a_ledger_are_appended_together(datastore: PostgresDatastore) -> None:
    recording_given.recording_in_open_ledger(datastore)
    gate = Gate()

    found = answers(Recording(LedgerLog(datastore), gate), gate, *(request(enrol(f"M{number}")) for number in range(9)))

    assert gate.rounds == 2, "the first alone, then all that waited for it"
    assert [receipt.position for receipt in found if isinstance(receipt, Receipt)] == list(range(2, 11))
    assert [place[:2] for place in places(datastore)[1:]] == [(number + 2, f"member/M{number}") for number in range(9)]


def test_each_is_decided_on_after_the_ones_before_it(datastore: PostgresDatastore) -> None:
    recording_given.recording_in_open_ledger(datastore)
    gate = Gate()
    enrolled, twice, paid, unknown = (
        request(c) for c in (enrol("M1"), enrol("M1"), pay("M1", "2026-03"), pay("M2", "2026-03"))
    )

    found = answers(Recording(LedgerLog(datastore), gate), gate, request(enrol("M0")), enrolled, twice, paid, unknown)

    kinds = [type(answer) for answer in found]
    assert kinds == [Receipt, Receipt, MemberAlreadyEnrolled, Receipt, MemberUnknown]
    assert [place[1] for place in places(datastore)] == ["ledger/self", "member/M0", "member/M1", "dues/M1/2026"]


def test_what_a_refused_request_decided_first_does_not_count(datastore: PostgresDatastore) -> None:
    recording_given.recording_in_open_ledger(datastore)
    gate = Gate()
    refused = request(enrol("M1"), pay("M9", "2026-03"))

    found = answers(Recording(LedgerLog(datastore), gate), gate, request(enrol("M0")), refused, request(enrol("M1")))

    assert [type(answer) for answer in found] == [Receipt, CommandsRefused, Receipt]
    assert [place[1] for place in places(datastore)] == ["ledger/self", "member/M0", "member/M1"]


def test_a_key_is_one_request_also_among_those_that_wait(datastore: PostgresDatastore) -> None:
    recording_given.recording_in_open_ledger(datastore, enrol("M1"))
    gate = Gate()
    asked = request(enrol("M2"))
    other = request(enrol("M3"), request_id=asked.request_id)
    earlier = request(OPEN_LEDGER, enrol("M1"), request_id="given")

    _, first, again, reused, repeat = answers(
        Recording(LedgerLog(datastore), gate), gate, request(enrol("M0")), asked, asked, other, earlier
    )

    assert isinstance(first, Receipt)
    assert again == replace(first, repeated=True)
    assert isinstance(reused, IdempotencyKeyReused)
    assert isinstance(repeat, Receipt)
    assert (repeat.position, repeat.repeated) == (2, True)


def test_the_key_of_a_refused_request_is_free_for_the_next_in_line(datastore: PostgresDatastore) -> None:
    recording_given.recording_in_open_ledger(datastore, enrol("M1"))
    gate = Gate()
    refused = request(enrol("M1"))

    _, first, second = answers(
        Recording(LedgerLog(datastore), gate),
        gate,
        request(enrol("M0")),
        refused,
        request(enrol("M2"), request_id=refused.request_id),
    )

    assert isinstance(first, MemberAlreadyEnrolled)
    assert isinstance(second, Receipt)


def test_a_rival_elsewhere_who_was_faster_costs_nobody_an_answer(datastore: PostgresDatastore) -> None:
    rival = recording_given.recording_in_open_ledger(datastore)
    gate = Gate()
    recording = Recording(LedgerLog(datastore), gate, pause=lambda _: None)
    repeated = request(enrol("M3"))

    with held(recording, gate, request(enrol("M1")), request(enrol("M2")), repeated, request(enrol("M4"))) as futures:
        first = rival.record(repeated)
        rival.record(request(enrol("M1")))
        gate.open()
        found = [future.exception() or future.result() for future in futures]

    assert [type(answer) for answer in found] == [MemberAlreadyEnrolled, Receipt, Receipt, Receipt]
    assert found[2] == replace(first, repeated=True)


def test_a_stream_that_cannot_be_read_fails_only_who_needs_it(datastore: PostgresDatastore) -> None:
    recording_given.recording_in_open_ledger(datastore)
    spoilt = replace(stored("member/M2"), topic="member.vanished")
    LedgerLog(datastore).recorder(SCHOOL).insert_events([spoilt])
    gate = Gate()

    found = answers(
        Recording(LedgerLog(datastore), gate), gate, *(request(enrol(f"M{number}")) for number in (1, 2, 3))
    )

    assert [type(answer) for answer in found] == [Receipt, UnreadableEvent, Receipt]


def test_a_database_that_fails_is_told_to_all_who_were_not_recorded(url: str, settings: Settings) -> None:
    hasty = settings.model_copy(update={"statement_timeout_seconds": 0.3, "pool_timeout_seconds": 1.0})
    with open_datastore(url, hasty) as datastore:
        recording_given.recording_in_open_ledger(datastore)
        gate = Gate()
        recording = Recording(LedgerLog(datastore), gate)
        requests = [request(enrol(f"M{number % 3}")) for number in range(4)]

        with psycopg.connect(url) as holder, held(recording, gate, *requests) as futures:
            holder.execute("SELECT FROM ledger.ledger_head FOR UPDATE")
            gate.open()
            found = [future.exception() for future in futures]

        assert [type(answer) for answer in found] == [LedgerUnavailable] * 4
        assert len({id(answer) for answer in found}) == 4
        assert len(places(datastore)) == 1
        assert [recording.record(asked).position for asked in requests[:3]] == [2, 3, 4]


def test_those_in_line_hold_no_connection(url: str, settings: Settings) -> None:
    with open_datastore(url, settings.model_copy(update={"pool_size": 2})) as datastore:
        recording_given.recording_in_open_ledger(datastore)
        gate = Gate()
        recording = Recording(LedgerLog(datastore), gate)

        with held(recording, gate, *(request(enrol(f"M{number}")) for number in range(8))), ExitStack() as both:
            for _ in range(2):
                both.enter_context(datastore.get_connection())

        assert len(places(datastore)) == 9


def test_waiting_in_line_has_an_end(datastore: PostgresDatastore) -> None:
    recording_given.recording_in_open_ledger(datastore)
    gate = Gate()
    recording = Recording(LedgerLog(datastore), gate, longest_wait_seconds=0.2)

    with held(recording, gate, request(enrol("M1")), request(enrol("M2"))) as futures:
        with pytest.raises(LedgerUnavailable, match="busy"):
            futures[1].result()
        assert waiting(recording) == 0
        gate.open()
        assert futures[0].result().position == 2

    assert len(places(datastore)) == 2
    assert recording.record(request(enrol("M2"))).position == 3


def test_nobody_waits_for_another_ledger(datastore: PostgresDatastore) -> None:
    recording_given.recording_in_open_ledger(datastore)
    gate = Gate()
    recording = Recording(LedgerLog(datastore), gate)

    with held(recording, gate, request(enrol("M1"))), ThreadPoolExecutor(1) as elsewhere:
        there = elsewhere.submit(recording.record, request(OPEN_LEDGER, ledger_id=BUSY))
        until(lambda: gate.rounds == 2)
        gate.open()
        assert there.result().position == 1


SEQUENCES = st.lists(
    st.tuples(st.sampled_from(["enrol", "pay"]), st.sampled_from(["M1", "M2", "M3"]), st.integers(0, 5)),
    min_size=1,
    max_size=12,
)


@pytest.mark.filterwarnings("ignore:Do not use the `random` module")  # the pool of connections does, in threads
@hypothesis_settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=SEQUENCES)
def test_together_or_one_by_one_makes_no_difference(
    datastore: PostgresDatastore, steps: list[tuple[str, str, int]]
) -> None:
    """The same requests in the same order lead to the same answers and the same log; keys repeat now and then."""
    apart, together = (LedgerId(f"{name}-{next(EXAMPLES)}") for name in ("apart", "together"))
    commands = [enrol(member) if step == "enrol" else pay(member, "2026-03") for step, member, _ in steps]

    def requests(ledger_id: LedgerId) -> list[Request]:
        keys = [f"key-{key}" for _, _, key in steps]
        return [request(c, request_id=k, ledger_id=ledger_id) for c, k in zip(commands, keys, strict=True)]

    log = LedgerLog(datastore)
    for ledger_id in (apart, together):
        Recording(log, clock).record(request(OPEN_LEDGER, ledger_id=ledger_id))
    one_by_one = [_answer(Recording(log, clock), asked) for asked in requests(apart)]
    gate = Gate()
    recording = Recording(log, gate)
    with ThreadPoolExecutor(len(steps) + 1) as threads:
        leader = threads.submit(recording.record, request(OPEN_LEDGER, ledger_id=together))
        assert gate.reached.wait(30)
        futures = []
        for number, asked in enumerate(requests(together), start=1):
            futures.append(threads.submit(_answer, recording, asked))
            until(lambda number=number: waiting(recording, together) == number)  # type: ignore[misc] # bound early
        gate.open()
        assert isinstance(leader.exception(), LedgerError), "the ledger is open already"
        at_once = [future.result() for future in futures]

    assert at_once == one_by_one
    assert places(datastore, together) == places(datastore, apart)
    assert gate.rounds == 2


def _answer(recording: Recording, asked: Request) -> object:
    try:
        receipt = recording.record(asked)
    except LedgerError as refusal:
        return type(refusal), refusal.facts() | {"ledger_id": ""}
    return receipt.position, receipt.events, receipt.repeated, receipt.request_id
