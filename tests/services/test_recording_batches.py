"""A request of 100,000 commands is one append: all of it is there, or nothing."""

from dataclasses import replace

import pytest
from eventsourcing.postgres import PostgresDatastore

from services.recording import CommandsRefused
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
