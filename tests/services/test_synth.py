"""The made-up workload is a history that the domain would have made."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Any, Final

import psycopg
import pytest
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import dict_row

from domain.activities.dues import (
    AssessDues,
    DeclareWageBase,
    DuesAssessed,
    DuesPaid,
    DuesRefunded,
    DuesReversed,
    DuesWaived,
    PayDues,
    RefundDues,
    ReverseDuesEntry,
    WageBaseDeclared,
    WaiveDues,
)
from domain.catalogue import EVENT_TYPE_OF
from projections.balances import ledger_balance, member_account
from services.projector import Projector
from services.store import LedgerLog, decode
from services.synth import SynthBatch, load_synth, synth, synth_ledger
from tests.domain.given import History

TODAY: Final = date(2026, 1, 5)
EVENTS: Final = 6_000
DUES_COMMANDS: Final[dict[type, type]] = {
    WageBaseDeclared: DeclareWageBase,
    DuesAssessed: AssessDues,
    DuesPaid: PayDues,
    DuesRefunded: RefundDues,
    DuesWaived: WaiveDues,
}


def made_up(seed: int = 7) -> list[SynthBatch]:
    return list(synth(events=EVENTS, ledgers=2, members=60, seed=seed))


def read(batches: Iterable[SynthBatch]) -> list[Any]:
    return [decode(stored.topic, stored.state) for batch in batches for stored in batch.events]


def asked_for(event: Any) -> object:  # noqa: ANN401 - any event of dues
    """Name the command that leads to an event of dues."""
    if isinstance(event, DuesReversed):
        return ReverseDuesEntry(
            member_no=event.member_no,
            period=event.period,
            entry_no=event.reversed_entry_no,
            reason=event.reason,
            effective_on=event.effective_on,
        )
    command = DUES_COMMANDS[type(event)]
    return command(**{field.name: getattr(event, field.name) for field in fields(command)})


def test_the_same_seed_makes_the_same_history_and_another_seed_another() -> None:
    assert made_up() == made_up()
    assert read(made_up()) != read(made_up(seed=8))


def test_one_ledger_of_a_history_is_the_same_made_up_alone() -> None:
    alone = list(synth_ledger(1, events=EVENTS, ledgers=2, members=60, seed=1))

    assert alone == [batch for batch in made_up(seed=1) if batch.ledger_id == alone[0].ledger_id]


def test_there_are_as_many_events_and_ledgers_as_asked_for() -> None:
    batches = made_up()
    assert Counter(batch.ledger_id for batch in batches).keys() == {"synth-0001", "synth-0002"}
    assert sum(len(batch.events) for batch in batches) == EVENTS


def test_nine_events_in_ten_are_dues_and_the_rest_is_aid_membership_and_awards() -> None:
    kinds = Counter(
        {"card": "member", "fund": "aid"}.get(kind, kind)
        for batch in made_up()
        for kind in (stored.topic.partition(".")[0] for stored in batch.events)
    )
    parts = {kind: 100 * kinds[kind] / EVENTS for kind in ("dues", "aid", "member", "award")}
    assert parts == pytest.approx(
        {"dues": 90, "aid": 4, "member": 4, "award": 2}, abs=2
    )  # one award is half a hundredth


def test_versions_follow_one_another_and_events_stand_in_the_stream_that_is_theirs() -> None:
    versions: defaultdict[tuple[str, str], int] = defaultdict(int)
    for batch in made_up():
        for stored in batch.events:
            event = decode(stored.topic, stored.state)
            assert stored.originator_id == EVENT_TYPE_OF[type(event)].stream(event).id
            versions[batch.ledger_id, str(stored.originator_id)] += 1
            assert stored.originator_version == versions[batch.ledger_id, str(stored.originator_id)]


def test_nothing_is_recorded_before_it_happened_or_out_of_order() -> None:
    last: dict[str, date] = {}
    for batch in made_up():
        recorded_on = batch.recorded_at.date()
        assert recorded_on >= last.get(batch.ledger_id, date.min)
        assert all(decode(stored.topic, stored.state).effective_on <= recorded_on for stored in batch.events)
        last[batch.ledger_id] = recorded_on


def test_every_dues_event_is_what_the_domain_decides_on_the_history_before_it() -> None:
    history = History(ledger=None)
    checked: Counter[type] = Counter()
    for event in read(batch for batch in made_up() if batch.ledger_id == "synth-0001"):
        if type(event) in DUES_COMMANDS or isinstance(event, DuesReversed):
            assert history.ask(asked_for(event), today=TODAY) == [event]
            checked[type(event)] += 1
        else:
            history.happened(event)
    assert checked.keys() == {*DUES_COMMANDS, DuesReversed}


def test_numbers_that_cannot_make_a_history_are_refused() -> None:
    with pytest.raises(ValueError, match="events a ledger"):
        next(synth(events=10, ledgers=1, members=5, seed=1))
    with pytest.raises(ValueError, match="members are too few"):
        next(synth(events=1_000_000, ledgers=1, members=10, seed=1))


def test_the_read_models_of_a_loaded_workload_agree_with_its_events(datastore: PostgresDatastore, url: str) -> None:
    batches = made_up()
    log = LedgerLog(datastore)
    assert load_synth(log, batches) == EVENTS
    assert sum(log.heads().values()) == EVENTS

    projector = Projector(datastore)
    projector.prepare()
    projector.run_until_idle()

    entries = (DuesAssessed, DuesPaid, DuesRefunded, DuesWaived, DuesReversed)
    first = read(batch for batch in batches if batch.ledger_id == "synth-0001")
    arrears = sum(event.arrears_change_fen for event in first if isinstance(event, entries))
    prepaid = sum(event.prepaid_change_fen for event in first if isinstance(event, entries))
    with psycopg.connect(url, row_factory=dict_row) as connection:
        balance = ledger_balance(connection, batches[0].ledger_id)
        account = member_account(connection, batches[0].ledger_id, first[-1].member_no)
    assert (balance.arrears_fen, balance.prepaid_fen) == (arrears, prepaid)
    assert balance.assessed_fen - balance.waived_fen - balance.paid_fen == arrears - prepaid
    assert account is not None
    assert account.arrears_fen == sum(month.arrears_fen for month in account.months)
