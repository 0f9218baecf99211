"""What is true for all histories of all commands."""

from dataclasses import fields
from datetime import date
from random import Random
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.activities.aid import ApproveAid, OpenAidProgramme, RequestAid
from domain.activities.award import OpenAward
from domain.activities.branch import OpenBranch
from domain.activities.dues import AdoptDuesPolicy, DeclareWageBase
from domain.activities.membership import EnrolMember
from domain.catalogue import COMMAND_TYPES
from domain.errors import LedgerError
from domain.values import (
    BranchId,
    CaseNo,
    Count,
    Fen,
    MemberNo,
    Month,
    PersonalData,
    ProgrammeCode,
    RuleId,
    Subject,
    SubjectId,
    Text,
    Year,
)
from tests.domain import any_command
from tests.domain.given import History

DAY: Final = date(2025, 11, 1)
MONTH: Final = Month("2025-11")
MEMBER: Final = MemberNo("M1")
CODE: Final = ProgrammeCode("P1")
NAME: Final = Text("甲")
OPEN_PROGRAMME: Final = OpenAidProgramme(
    programme=CODE,
    name=NAME,
    fund_source="union",
    budget_fen=Fen(10000_00),
    instalments=Count(2),
    effective_on=DAY,
)
ONE_CASE: Final = RequestAid(
    case_no=CaseNo("C1"),
    programme=CODE,
    subject=Subject(kind="person", id=SubjectId("M1")),
    amount_fen=Fen(5000_00),
    effective_on=DAY,
)
WORLD: Final = (
    ("ann", OpenBranch(branch_id=BranchId("U1"), name=NAME, level=2, effective_on=DAY)),
    ("ann", EnrolMember(member_no=MEMBER, person=PersonalData(name=NAME), effective_on=DAY)),
    ("ann", AdoptDuesPolicy(rule_id=RuleId("R1"), valid_from=MONTH, effective_on=DAY)),
    ("ann", DeclareWageBase(member_no=MEMBER, base_fen=Fen(5000_00), valid_from=MONTH, effective_on=DAY)),
    ("ann", OPEN_PROGRAMME),
    ("ann", ONE_CASE),
    ("bob", ApproveAid(case_no=CaseNo("C1"), amount_fen=Fen(5000_00), effective_on=DAY)),
    ("ann", OpenAward(award=CODE, year=Year(2025), name=NAME, subject_kind="person", effective_on=DAY)),
)
"""What random commands need to be accepted now and then."""

ANY_COMMANDS: Final = any_command.of(*(kind.command for kind in COMMAND_TYPES if kind.evidence is None))
"""Commands that rest on the whole ledger have histories of their own, on a real log: see tests/services."""
ANY_CHANCE: Final = st.randoms(use_true_random=True)
"""A source of long histories, named by its seed: drawing hundreds of commands one by one would be too slow."""
HISTORY_LENGTH: Final = 300
RANDOM: Final = settings(max_examples=40, deadline=None)


def lived_through(chance: Random) -> tuple[History, list[object], list[LedgerError]]:
    """Give what random commands come to in the small world: the state, all events, and the refusals.

    Asking checks that a decision writes only to streams it names, and that ``evolve`` takes it in.
    """
    history, happened, refusals = History(), list[object](), list[LedgerError]()
    for actor, command in WORLD:
        happened.extend(history.ask(command, actor=actor))
    for command in chance.choices(ANY_COMMANDS, k=HISTORY_LENGTH):
        try:
            happened.extend(history.ask(command, actor=chance.choice(["bob", "eve"])))
        except LedgerError as refusal:
            refusals.append(refusal)
    return history, happened, refusals


@given(ANY_CHANCE)
@RANDOM
def test_events_belong_to_the_streams_their_command_names_and_every_refusal_says_why(chance: Random) -> None:
    _, _, refusals = lived_through(chance)
    for refusal in refusals:
        assert str(refusal)


@given(ANY_CHANCE)
@RANDOM
def test_the_events_alone_come_to_the_same_state(chance: Random) -> None:
    history, happened, _ = lived_through(chance)
    again = History()
    for event in happened:
        again.happened(event)
    assert again.states == history.states


def test_every_refusal_tells_only_facts_that_it_has() -> None:
    for refusal in _all_refusals(LedgerError):
        names = [field.name.removesuffix("_fen") for field in fields(refusal)]
        assert refusal.text.format(**dict.fromkeys(names, "fact"))


def test_every_refusal_has_a_code_of_its_own() -> None:
    codes = [refusal.code for refusal in _all_refusals(LedgerError)]
    assert sorted(codes) == sorted(set(codes))


def _all_refusals(of: type[LedgerError]) -> list[type[LedgerError]]:
    """List the domain's refusals; classes of other folders may be loaded beside them."""
    found = [each for child in of.__subclasses__() for each in (child, *_all_refusals(child))]
    return [refusal for refusal in found if refusal.__module__.startswith("domain.")]
