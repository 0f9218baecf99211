"""A request of 100,000 commands is one append: all of it is there, or nothing."""

from dataclasses import replace

import pytest
from eventsourcing.postgres import PostgresDatastore

from domain.activities.membership import MemberAlreadyEnrolled
from services.recording import MOST_COMMANDS, CommandsRefused, Refusals, TooManyCommands
from services.recording.decisions import COMMANDS_IN_A_READ
from services.store import LedgerLog
from services.store.streams import STREAMS_IN_A_READ
from tests.services import recording_given as given
from tests.services.recording_given import SCHOOL, enrol, pay, request

MANY = 100_000


def test_a_hundred_thousand_commands_are_recorded_and_a_repeat_gets_the_same_receipt(
    datastore: PostgresDatastore,
) -> None:
    recording = given.recording_in_open_ledger(datastore)
    asked = request(*(enrol(f"M{number:06d}") for number in range(MANY)))

    receipt = recording.record(asked)
    repeat = recording.record(asked)

    assert [event.position for event in receipt.events] == list(range(2, MANY + 2))
    assert [event.stream_id for event in receipt.events] == [f"member/M{number:06d}" for number in range(MANY)]
    assert receipt.position == LedgerLog(datastore).heads()[SCHOOL] == MANY + 1
    assert repeat == replace(receipt, repeated=True)


def test_one_refused_command_among_a_hundred_thousand_keeps_all_out(datastore: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(datastore, enrol("M099999"))
    asked = request(*(enrol(f"M{number:06d}") for number in range(MANY)))

    with pytest.raises(CommandsRefused) as caught:
        recording.record(asked)

    assert [index for index, _ in caught.value.refusals] == [MANY - 1]
    assert LedgerLog(datastore).heads() == {SCHOOL: 2}


def test_what_is_known_is_read_in_several_pieces_when_there_is_much_of_it(datastore: PostgresDatastore) -> None:
    members = [f"M{number:06d}" for number in range(STREAMS_IN_A_READ + 10)]
    recording = given.recording_in_open_ledger(datastore, *map(enrol, members))

    receipt = recording.record(request(*(pay(member, "2026-03") for member in members)))

    assert len(receipt.events) == len(members)


def test_what_the_first_commands_led_to_is_known_to_the_last_ones(datastore: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(datastore)
    between = [enrol(f"M{number:06d}") for number in range(3 * COMMANDS_IN_A_READ)]
    first, again = enrol("M-FIRST"), enrol("M-FIRST")

    with pytest.raises(CommandsRefused) as caught:
        recording.record(request(first, *between, again))
    receipt = recording.record(request(first, *between, pay("M-FIRST", "2026-03")))

    assert [(index, type(refusal)) for index, refusal in caught.value.refusals] == [
        (len(between) + 1, MemberAlreadyEnrolled)
    ]
    assert len(receipt.events) == len(between) + 2


def test_the_size_of_a_request_has_an_end(datastore: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(datastore)

    with pytest.raises(TooManyCommands):
        recording.record(request(*[enrol("M1")] * (MOST_COMMANDS + 1)))


def test_what_is_refused_is_told_before_the_rest_is_recorded(datastore: PostgresDatastore) -> None:
    recording = given.recording_in_open_ledger(datastore, enrol("M1"))
    asked = request(*(enrol(f"M{number}") for number in (0, 1, 2, 2, *range(3, 40))))
    told: list[tuple[Refusals, int]] = []

    def report(refusals: Refusals) -> None:
        told.append((refusals, LedgerLog(datastore).heads()[SCHOOL]))

    receipt = recording.record_good(asked, report)
    repeat = recording.record_good(asked, report)

    ((refusals, head),) = told
    assert [(index, type(refusal)) for index, refusal in refusals] == [
        (1, MemberAlreadyEnrolled),
        (3, MemberAlreadyEnrolled),
    ]
    assert head == 2
    assert len(receipt.events) == 39
    assert repeat == replace(receipt, repeated=True)


@pytest.mark.parametrize("commands", [1, 2, 30])
def test_nothing_is_recorded_where_no_command_is_good_or_the_bad_ones_cannot_be_told(
    datastore: PostgresDatastore, commands: int
) -> None:
    recording = given.recording_in_open_ledger(datastore, enrol("M1"))

    def fails(_: Refusals) -> None:
        raise OSError

    with pytest.raises(CommandsRefused) as caught:
        recording.record_good(request(*[enrol("M1")] * commands), fails)
    with pytest.raises(OSError):  # noqa: PT011 - the very one
        recording.record_good(request(*[enrol("M2")] * commands), fails)

    assert len(caught.value.refusals) == commands
    assert LedgerLog(datastore).heads() == {SCHOOL: 2}
