"""Prizes as they stand in the books."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.accounting.lines import merged
from domain.accounting.posting import Dimensions
from domain.accounting.refusals import FundInsufficient, PeriodClosed
from domain.activities.award import AwardProjectWrong, ConferAward, OpenAward, RevokeAward
from domain.activities.fund import FundMoved
from domain.values import Fen, MoneyPlace, Month, PartyId, ProjectId, Subject, SubjectId, SubjectKind
from tests.domain.given import COUNTY_LEDGER, Outcome, given, keeping
from tests.postings import against_prior_year, posted, red
from tests.samples.award import CHIEF_EMPLOYEE, CONFERRED, NOMINEE, OPENED, REVOKED, TO_NOMINEE, YEAR

P_COMP = ProjectId("P-COMP")
PLAIN = replace(OPENED, needs_nomination=False)
WITH_PROJECT = replace(PLAIN, project=P_COMP)
FROM_PROJECT = Dimensions("restricted", P_COMP, PartyId(NOMINEE.id))
NEXT_YEAR = date(2016, 1, 4)
MARCH_CLOSED = keeping(closed_through=Month("2015-03"))
CONFER = ConferAward(
    award=CHIEF_EMPLOYEE,
    year=YEAR,
    recipient=NOMINEE,
    prize_fen=Fen(1_000_00),
    effective_on=CONFERRED.effective_on,
)
REVOKE = RevokeAward(
    award=CHIEF_EMPLOYEE, year=YEAR, recipient=NOMINEE, reason=REVOKED.reason, effective_on=REVOKED.effective_on
)
CONFER_FROM_PROJECT = replace(CONFER, project=P_COMP)
REVOKE_FROM_PROJECT = replace(REVOKE, project=P_COMP)


def left(amount_fen: int, *, change_fen: int, on: date) -> FundMoved:
    return FundMoved(
        project=P_COMP,
        fund_class="restricted",
        change_fen=Fen(change_fen),
        left_fen=Fen(amount_fen),
        effective_on=on,
    )


FUNDED = left(1_500_00, change_fen=1_500_00, on=date(2015, 3, 1))


def money(outcome: Outcome) -> tuple[Any, list[object]]:
    """Give the posting of an honour or its revocation, and the funds that it moved."""
    if outcome.refusal is not None:
        raise outcome.refusal
    first, *moves = outcome.events
    return first.posting, moves  # type: ignore[attr-defined] # a money event


@pytest.mark.parametrize(
    ("kind", "of_2009", "of_2021"),
    [
        ("person", "prize.competition 50304", "prize.competition 50301"),
        ("team", "prize.competition 50304", "prize.competition 50301"),
        ("branch", "prize.competition 50304", "prize.competition 50301"),
        ("household", "prize.family 50304", "prize.family 50106"),
    ],
)
def test_the_recipient_and_the_day_say_where_a_prize_goes(kind: SubjectKind, of_2009: str, of_2021: str) -> None:
    recipient = Subject(kind=kind, id=SubjectId("X1"))
    for chart, where, day in (("2009", of_2009, CONFER.effective_on), ("2021", of_2021, date(2025, 3, 27))):
        rule, account = where.split()
        prize = given(replace(PLAIN, subject_kind=kind)).when(replace(CONFER, recipient=recipient, effective_on=day))
        assert money(prize) == (
            posted(f"{chart}.{rule}", account, "102", 1_000_00, Dimensions(party=PartyId("X1"))),
            [],
        )


def test_a_county_union_has_no_account_of_member_activities() -> None:
    family = Subject(kind="household", id=SubjectId("H1"))
    prize = replace(CONFER, recipient=family, effective_on=date(2025, 3, 27))
    posting, _ = money(given(replace(PLAIN, subject_kind="household"), ledger=COUNTY_LEDGER).when(prize))
    assert posting == posted("2021.prize.family", "502", "102", 1_000_00, Dimensions(party=PartyId("H1")))


@pytest.mark.parametrize(("place", "account"), [("cash", "101"), ("bank", "102")])
def test_a_prize_is_paid_from_where_the_money_lies(place: MoneyPlace, account: str) -> None:
    posting, _ = money(given(PLAIN).when(replace(CONFER, place=place)))
    assert posting == posted("2009.prize.competition", "50304", account, 1_000_00, TO_NOMINEE)


def test_an_honour_without_a_prize_posts_nothing_even_in_a_closed_month() -> None:
    assert money(given(PLAIN, ledger=MARCH_CLOSED).when(replace(CONFER, prize_fen=Fen(0)))) == (None, [])


def test_a_prize_before_the_books_is_evidence() -> None:
    assert money(given(WITH_PROJECT, ledger=keeping(kept_from=NEXT_YEAR)).when(CONFER_FROM_PROJECT)) == (None, [])


def test_no_prize_is_paid_in_a_closed_period() -> None:
    given(PLAIN, ledger=MARCH_CLOSED).when(CONFER).refused(
        PeriodClosed, effective_on="2015-03-27", closed_through="2015-03"
    )


class TestProject:
    def test_an_award_is_announced_with_a_project(self) -> None:
        opened = OpenAward(
            award=CHIEF_EMPLOYEE,
            year=YEAR,
            name=OPENED.name,
            subject_kind="person",
            project=P_COMP,
            effective_on=OPENED.effective_on,
        )
        given().when(opened).then(WITH_PROJECT)

    def test_its_prizes_are_paid_from_the_projects_restricted_money(self) -> None:
        assert money(given(WITH_PROJECT, FUNDED).when(CONFER_FROM_PROJECT)) == (
            posted("2009.prize.competition", "50304", "102", 1_000_00, FROM_PROJECT),
            [left(500_00, change_fen=-1_000_00, on=CONFER.effective_on)],
        )

    def test_they_do_not_go_beyond_it(self) -> None:
        spent = left(999_99, change_fen=-500_01, on=date(2015, 3, 26))
        given(WITH_PROJECT, FUNDED, spent).when(CONFER_FROM_PROJECT).refused(
            FundInsufficient, project="P-COMP", left="999.99", asked="1000.00"
        )

    @pytest.mark.parametrize(
        ("announced", "step", "expected", "named"),
        [
            (WITH_PROJECT, CONFER, "P-COMP", "-"),
            (WITH_PROJECT, REVOKE, "P-COMP", "-"),
            (PLAIN, CONFER_FROM_PROJECT, "-", "P-COMP"),
            (PLAIN, REVOKE_FROM_PROJECT, "-", "P-COMP"),
        ],
    )
    def test_an_honour_and_its_revocation_name_the_project(
        self, announced: object, step: object, expected: str, named: str
    ) -> None:
        given(announced, FUNDED).when(step).refused(AwardProjectWrong, expected=expected, given=named)


class TestRevocation:
    def test_in_the_same_year_red_lines_restore_every_account(self) -> None:
        posting, moves = money(given(PLAIN, CONFERRED).when(REVOKE))
        assert CONFERRED.posting is not None
        assert (posting, moves) == (red(CONFERRED), [])
        assert merged((*CONFERRED.posting.lines, *posting.lines)) == ()

    def test_the_projects_money_is_back(self) -> None:
        conferred = given(WITH_PROJECT, FUNDED).when(CONFER_FROM_PROJECT).events
        _, moves = money(given(WITH_PROJECT, FUNDED, *conferred).when(REVOKE_FROM_PROJECT))
        assert moves == [left(1_500_00, change_fen=1_000_00, on=REVOKE.effective_on)]

    def test_in_a_later_year_it_goes_through_net_assets(self) -> None:
        assert money(given(PLAIN, CONFERRED).when(replace(REVOKE, effective_on=NEXT_YEAR))) == (
            against_prior_year(
                "2009.prior_year", "102", "331", 1_000_00, TO_NOMINEE, corrects="2015-03-27.2009.prize.competition"
            ),
            [],
        )

    def test_an_honour_without_a_prize_is_taken_back_without_a_posting(self) -> None:
        bare = replace(CONFERRED, prize_fen=Fen(0), posting=None)
        assert money(given(PLAIN, bare).when(REVOKE)) == (None, [])

    def test_no_prize_is_taken_back_in_a_closed_period(self) -> None:
        may_closed = keeping(closed_through=Month("2015-05"))
        given(PLAIN, CONFERRED, ledger=may_closed).when(REVOKE).refused(PeriodClosed)
