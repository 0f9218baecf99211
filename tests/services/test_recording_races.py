"""Several people record at the same moment: what is decided is decided on what is true."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest
from eventsourcing.postgres import PostgresDatastore

from domain.activities.membership import MemberAlreadyEnrolled
from domain.errors import LedgerError
from services.recording import Receipt, Recording, Request, TooManyConflicts
from services.recording.recording import MOST_ATTEMPTS
from services.store import LedgerLog
from tests.services import recording_given as given
from tests.services.recording_given import NOON, enrol, pay, request
from tests.services.store.given import places

RACERS = 16


def race(recording: Recording, requests: list[Request]) -> list[Receipt | LedgerError]:
    """Record all at once; return each one's answer."""
    start = Barrier(len(requests))

    def answer(asked: Request) -> Receipt | LedgerError:
        start.wait()
        try:
            return recording.record(asked)
        except LedgerError as refusal:
            return refusal

    with ThreadPoolExecutor(len(requests)) as threads:
        return list(threads.map(answer, requests))


def test_identical_requests_that_race_are_recorded_once_and_answered_alike(datastore: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(datastore)

    for number in range(5):
        answers = race(recording, [request(enrol(f"M{number}"), request_id=f"r{number}")] * RACERS)

        receipts = [answer for answer in answers if isinstance(answer, Receipt)]
        assert len(receipts) == RACERS, answers
        assert len({replace(receipt, repeated=True) for receipt in receipts}) == 1
        assert [receipt.repeated for receipt in receipts].count(False) == 1
        assert len(places(datastore)) == number + 2


def test_of_different_requests_for_the_same_thing_one_is_recorded(datastore: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(datastore)

    answers = race(recording, [request(enrol("M1")) for _ in range(RACERS)])

    assert sum(isinstance(answer, Receipt) for answer in answers) == 1
    assert sum(isinstance(answer, MemberAlreadyEnrolled) for answer in answers) == RACERS - 1


def test_requests_that_meet_on_one_stream_are_all_recorded(datastore: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(datastore, enrol("M1"))

    answers = race(recording, [request(pay("M1", "2026-03")) for _ in range(8)])

    assert all(isinstance(answer, Receipt) for answer in answers), answers
    versions = [version for _, stream_id, version in places(datastore) if stream_id == "dues/M1/2026"]
    assert versions == list(range(1, 9))


def recording_with_rival(
    datastore: PostgresDatastore, rival: Callable[[int], None], observer: given.Count
) -> Recording:
    """Return a recording whose clock, read between reading and appending, lets a rival in each time."""
    attempts = 0

    def interrupted() -> datetime:
        nonlocal attempts
        attempts += 1
        rival(attempts)
        return NOON

    return Recording(LedgerLog(datastore), interrupted, observer, pause=lambda _: None)


def test_a_request_is_decided_anew_when_a_rival_was_faster(datastore: PostgresDatastore) -> None:
    others = given.recording_in_open_ledger(datastore, enrol("M1"))
    counted = given.Count()

    def once(attempt: int) -> None:
        if attempt == 1:
            others.record(request(pay("M1", "2026-03")))

    receipt = recording_with_rival(datastore, once, counted).record(request(pay("M1", "2026-03")))

    assert receipt.position == 4
    assert (counted.conflicts, counted.retries) == (1, 1)


def test_a_rival_may_make_what_is_asked_impossible(datastore: PostgresDatastore) -> None:
    others = given.recording_in_open_ledger(datastore)

    def enrols_first(attempt: int) -> None:
        if attempt == 1:
            others.record(request(enrol("M1")))

    with pytest.raises(MemberAlreadyEnrolled):
        recording_with_rival(datastore, enrols_first, given.Count()).record(request(enrol("M1")))


def test_the_same_request_by_a_rival_is_the_answer(datastore: PostgresDatastore) -> None:
    others = given.recording_in_open_ledger(datastore)
    asked = request(enrol("M1"))
    first: list[Receipt] = []
    counted = given.Count()

    def sends_it_too(_: int) -> None:
        first.append(others.record(asked))

    receipt = recording_with_rival(datastore, sends_it_too, counted).record(asked)

    assert receipt == replace(first[0], repeated=True)
    assert (counted.conflicts, counted.repeats) == (1, 1)


def test_trying_again_has_an_end(datastore: PostgresDatastore) -> None:
    others = given.recording_in_open_ledger(datastore, enrol("M1"))
    counted = given.Count()

    def always(_: int) -> None:
        others.record(request(pay("M1", "2026-03")))

    with pytest.raises(TooManyConflicts):
        recording_with_rival(datastore, always, counted).record(request(pay("M1", "2026-03")))

    assert (counted.conflicts, counted.retries) == (MOST_ATTEMPTS, MOST_ATTEMPTS - 1)
