"""What a request comes to: facts in the log and a receipt, or a refusal and nothing at all."""

from dataclasses import replace
from datetime import timedelta

import pytest
from eventsourcing.postgres import PostgresDatastore

from domain.activities.aid import ApproveAid, DisburseAid, OpenAidProgramme, RequestAid
from domain.activities.branch import BranchAlreadyOpen, BranchParentWrong
from domain.activities.membership import MemberAlreadyEnrolled
from domain.errors import LedgerNotOpen
from domain.values import BranchId, CaseNo, Count, Fen, LedgerId, ProgrammeCode, Subject, SubjectId, Text
from services.recording import (
    CommandsRefused,
    IdempotencyKeyReused,
    NothingAsked,
    Receipt,
    ReceiptEvent,
    Recording,
)
from services.recording.decisions import MOST_REFUSALS
from services.store import LedgerLog, read_recorded
from tests.services import recording_given as given
from tests.services.recording_given import DAY, NOON, OPEN_BRANCH, OPEN_LEDGER, SCHOOL, clock, enrol, request
from tests.services.store.given import places

THIRD_LEVEL = replace(OPEN_BRANCH, branch_id=BranchId("B11"), level=3, parent_branch_id=BranchId("B1"))


def test_a_receipt_says_what_was_recorded_and_where(datastore: PostgresDatastore) -> None:
    recording = Recording(LedgerLog(datastore), clock)

    receipt = recording.record(request(OPEN_LEDGER, request_id="r1"))

    assert receipt == Receipt(
        ledger_id=SCHOOL,
        request_id="r1",
        recorded_at=NOON,
        position=1,
        events=(ReceiptEvent(1, "ledger.opened", "ledger/self"),),
        repeated=False,
    )


def test_every_event_carries_its_request(datastore: PostgresDatastore) -> None:
    given.recording_in_open_ledger(datastore).record(request(OPEN_BRANCH, request_id="r2", actor="bob"))

    with datastore.get_connection() as connection:
        *_, recorded = read_recorded(connection, SCHOOL, after=0, limit=10).events
    assert (recorded.position, recorded.stream_id, recorded.version) == (2, "branch/B1", 1)
    assert (recorded.recorded_at, recorded.actor, recorded.request_id) == (NOON, "bob", "r2")
    assert recorded.event.name == "Branch"


def test_a_repeat_gets_the_first_answer_and_changes_nothing(datastore: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(datastore)
    asked = request(OPEN_BRANCH, THIRD_LEVEL, request_id="r2")
    first = recording.record(asked)

    # a new request of this kind would be refused: nothing is checked before the repeat is recognised
    repeat = recording.record(asked)

    assert repeat == replace(first, repeated=True)
    assert len(places(datastore)) == 3


def test_a_receipt_carries_the_instant_that_the_log_gave(datastore: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(datastore)
    slow = Recording(LedgerLog(datastore), lambda: NOON - timedelta(minutes=1))
    asked = request(OPEN_BRANCH)

    first, repeat = slow.record(asked), recording.record(asked)

    assert first.recorded_at == repeat.recorded_at == NOON


def test_a_key_is_not_used_for_another_request(datastore: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(datastore)
    recording.record(request(OPEN_BRANCH, request_id="r2"))

    for other in ((THIRD_LEVEL,), (OPEN_BRANCH, THIRD_LEVEL), (enrol("M1"),)):
        with pytest.raises(IdempotencyKeyReused):
            recording.record(request(*other, request_id="r2"))
    assert len(places(datastore)) == 2


def test_a_key_of_one_ledger_is_free_in_another(datastore: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(datastore)

    receipt = recording.record(replace(request(OPEN_LEDGER, request_id="given"), ledger_id=LedgerId("city")))

    assert not receipt.repeated


def test_nothing_is_recorded_in_a_ledger_that_is_not_open(datastore: PostgresDatastore) -> None:
    recording = Recording(LedgerLog(datastore), clock)

    with pytest.raises(LedgerNotOpen):
        recording.record(request(OPEN_BRANCH))

    assert LedgerLog(datastore).heads() == {}


def test_a_refused_command_records_nothing_and_leaves_its_key_free(datastore: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(datastore, OPEN_BRANCH)

    with pytest.raises(BranchAlreadyOpen):
        recording.record(request(OPEN_BRANCH, request_id="r2"))

    assert recording.record(request(THIRD_LEVEL, request_id="r2")).position == 3


def test_a_request_asks_for_something(datastore: PostgresDatastore) -> None:
    with pytest.raises(NothingAsked):
        Recording(LedgerLog(datastore), clock).record(request())


def test_each_command_is_decided_on_what_the_ones_before_it_led_to(datastore: PostgresDatastore) -> None:
    recording = Recording(LedgerLog(datastore), clock)

    receipt = recording.record(request(OPEN_LEDGER, OPEN_BRANCH, THIRD_LEVEL))

    assert [(event.position, event.stream_id) for event in receipt.events] == [
        (1, "ledger/self"),
        (2, "branch/B1"),
        (3, "branch/B11"),
    ]


def test_of_several_commands_all_are_recorded_or_none_and_every_refusal_is_told(datastore: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(datastore, enrol("M1"))

    with pytest.raises(CommandsRefused) as caught:
        recording.record(request(OPEN_BRANCH, enrol("M1"), enrol("M2"), replace(THIRD_LEVEL, level=2)))

    assert [(index, type(refusal)) for index, refusal in caught.value.refusals] == [
        (1, MemberAlreadyEnrolled),
        (3, BranchParentWrong),
    ]
    assert str(caught.value).startswith("2 commands")
    assert len(places(datastore)) == 2


def test_refusals_are_told_up_to_a_thousand(datastore: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(datastore, enrol("M1"))

    with pytest.raises(CommandsRefused) as caught:
        recording.record(request(*[enrol("M1")] * (MOST_REFUSALS + 5)))

    assert len(caught.value.refusals) == MOST_REFUSALS


def test_of_a_growing_stream_the_last_event_is_the_state(datastore: PostgresDatastore) -> None:
    """Three payments from a budget of 300: decided in one request, in the next, and refused beyond it."""
    programme, subject = ProgrammeCode("WINTER"), Subject(kind="person", id=SubjectId("P1"))
    case = RequestAid(
        case_no=CaseNo("2026-1"),
        programme=programme,
        subject=subject,
        amount_fen=Fen(30000),
        instalments=Count(3),
        effective_on=DAY,
    )
    opened = OpenAidProgramme(
        programme=programme,
        name=Text("Winter"),
        fund_source="union",
        budget_fen=Fen(30000),
        requires_membership=False,
        effective_on=DAY,
    )
    payments = [
        DisburseAid(
            case_no=case.case_no,
            programme=programme,
            subject=subject,
            instalment=Count(number),
            amount_fen=Fen(10000),
            effective_on=DAY,
        )
        for number in (1, 2, 3)
    ]
    recording = given.recording_in_open_ledger(datastore, opened, case)
    granted = ApproveAid(case_no=case.case_no, amount_fen=Fen(30000), effective_on=DAY)
    recording.record(request(granted, actor="bob"))

    recording.record(request(*payments[:2], actor="cho"))
    recording.record(request(payments[2], actor="cho"))

    with datastore.get_connection() as connection:
        events = read_recorded(connection, SCHOOL, after=0, limit=100).events
    charged = [(event.version, event.event.spent_fen) for event in events if event.name == "aid.budget_charged"]
    assert [spent for _, spent in charged] == [10000, 20000, 30000]
    assert [version for version, _ in charged] == list(range(charged[0][0], charged[0][0] + 3))


def test_an_observer_is_told(datastore: PostgresDatastore) -> None:
    counted = given.Count()
    recording = Recording(LedgerLog(datastore), clock, observer=counted)
    asked = request(OPEN_LEDGER, OPEN_BRANCH)

    recording.record(asked)
    recording.record(asked)

    assert counted.names == ["ledger.opened", "branch.opened"]
    assert (counted.repeats, counted.conflicts, counted.retries) == (1, 0, 0)
