"""The demo is recorded once, by people in their own roles."""

from collections import defaultdict
from datetime import date

import pytest

from domain.activities.aid import (
    AidApproved,
    AidDisbursed,
    AidInstalmentAlreadyPaid,
    AidNeedCovered,
    AidRequested,
    DisburseAid,
    RequestAid,
)
from domain.catalogue import COMMAND_TYPE_OF
from domain.values import ActorId, CaseNo, Fen, LedgerId, ProgrammeCode, Subject, SubjectId
from services.demo import ACTORS, STORIES, demo_requests, record_demo, record_story
from services.demo.tokens import SECRETS, create_demo_tokens
from services.identity import find_principal, tokens
from services.recording import Request
from services.service import open_service
from services.settings import Settings
from services.store import read_recorded

COUNTY = LedgerId("county")
COMPANY = LedgerId("company")
AFTER_FEBRUARY = 40
"""Requests of the county's story."""


def test_a_second_run_records_nothing(demo_url: str) -> None:
    with open_service(demo_url, Settings(database_url=demo_url)) as service:
        heads = service.log.heads()
        told: list[tuple[int, int]] = []

        recorded = record_demo(service.log, service.recording, lambda done, commands: told.append((done, commands)))

        assert recorded.recorded_now == 0
        assert service.log.heads() == heads
        assert told[-1] == (recorded.commands, recorded.commands)


def test_a_run_that_was_cut_short_is_taken_up_where_it_stopped(url: str, settings: Settings) -> None:
    with open_service(url, settings) as service:
        service.projector.prepare()
        for request in demo_requests(COUNTY)[:AFTER_FEBRUARY]:
            service.recording.record(request)
        before = service.log.heads()[COUNTY]

        first, second = (list(record_story(service.log, service.recording, COUNTY)) for _ in range(2))

        assert 0 < before < service.log.heads()[COUNTY]
    assert [is_new for _, is_new in first] == [number >= AFTER_FEBRUARY for number in range(len(first))]
    assert not any(is_new for _, is_new in second)


def test_a_second_request_for_a_need_that_is_covered_is_refused_by_the_rule(demo_url: str) -> None:
    second = RequestAid(
        case_no=CaseNo("AUTUMN_STUDY-2015-M1345-2"),
        programme=ProgrammeCode("AUTUMN_STUDY"),
        subject=Subject(kind="person", id=SubjectId("M1345")),
        amount_fen=Fen(2_000_00),
        effective_on=date(2015, 9, 1),
    )
    with (
        open_service(demo_url, Settings(database_url=demo_url)) as service,
        pytest.raises(AidNeedCovered) as refused,
    ):
        service.recording.record(Request(ledger_id=COMPANY, request_id="K5", actor=ActorId("olga"), commands=(second,)))
    assert refused.value.facts() == {
        "subject_id": "M1345",
        "need": "study",
        "year": 2015,
        "case_no": "AUTUMN_STUDY-2015-M1345",
        "rule_id": "BF-2015-01",
    }


def test_the_requests_of_the_demo_are_the_same_every_time() -> None:
    for ledger_id in STORIES:
        first, second = (list(demo_requests.__wrapped__(ledger_id)) for _ in range(2))
        assert [request.digest() for request in first] == [request.digest() for request in second]
        assert len({request.request_id for request in first}) == len(first)


def test_every_command_of_the_demo_is_given_in_the_role_it_needs() -> None:
    role_of = {actor: role for role, actor in ACTORS.items()}
    for ledger_id in STORIES:
        for request in demo_requests(ledger_id):
            for command in request.commands:
                assert role_of[request.actor] in COMMAND_TYPE_OF[type(command)].roles


def test_what_rests_on_the_whole_ledger_goes_alone() -> None:
    for ledger_id in STORIES:
        for request in demo_requests(ledger_id):
            resting = [command for command in request.commands if COMMAND_TYPE_OF[type(command)].evidence is not None]
            assert not resting or len(request.commands) == 1


def test_a_payment_of_mutual_aid_that_is_submitted_twice_is_made_once(demo_url: str) -> None:
    paid = next(
        command
        for request in demo_requests(LedgerId("company"))
        for command in request.commands
        if isinstance(command, DisburseAid) and command.subject.id == "M1702"
    )
    again = Request(ledger_id=LedgerId("company"), request_id="again", actor=ACTORS["cashier"], commands=(paid,))
    with open_service(demo_url, Settings(database_url=demo_url)) as service, pytest.raises(AidInstalmentAlreadyPaid):
        service.recording.record(again)


def test_four_eyes_saw_every_aid_case(demo_url: str) -> None:
    with open_service(demo_url, Settings(database_url=demo_url)) as service:
        with service.datastore.get_connection() as connection:
            events = read_recorded(connection, LedgerId("city"), after=0, limit=10**6).events
        actors: defaultdict[str, set[str]] = defaultdict(set)
        steps: defaultdict[str, set[type]] = defaultdict(set)
        for recorded in events:
            if isinstance(recorded.event, AidRequested | AidApproved | AidDisbursed):
                actors[recorded.event.case_no].add(recorded.actor)
                steps[recorded.event.case_no].add(type(recorded.event))
    assert len(actors) == 240 + 11 + 51
    assert {len(seen) for seen in actors.values()} == {3}
    assert {len(done) for done in steps.values()} == {3}


def test_the_demos_tokens_open_the_demos_ledgers_only_and_are_made_once(demo_url: str) -> None:
    settings = Settings(database_url=demo_url)
    with open_service(demo_url, settings) as service, service.datastore.get_connection() as connection:
        create_demo_tokens(connection, service.clock())
        create_demo_tokens(connection, service.clock())

        assert len(tokens(connection)) == len(SECRETS)
        cashier = find_principal(connection, "demo-cashier")
    assert cashier is not None
    assert (cashier.role, cashier.actor, cashier.ledger_ids) == ("cashier", ACTORS["cashier"], frozenset(STORIES))
