"""What a union did in a year."""

from dataclasses import replace
from datetime import date
from operator import attrgetter
from typing import Final

import psycopg
from psycopg.rows import DictRow

from domain.values import Count, Fen, LedgerId, MemberNo, Subject, SubjectId
from projections.annual_totals import AnnualTotal, annual_totals, years
from tests.projections.logs import SCHOOL, Projected
from tests.samples import aid, award, establishment, governance
from tests.samples.branch import SECOND_LEVEL_OPENED, THIRD_LEVEL_OPENED
from tests.samples.dues import ASSESSED, PAID_IN_PART, REFUNDED, TURN_IN_REVERSED, TURNED_IN, WAIVER_REVERSED
from tests.samples.ledger import LEDGER_OPENED
from tests.samples.membership import (
    CARD_ISSUED,
    CARD_REPLACED,
    ENROLLED,
    READMITTED,
    RETIRED,
    WITHDRAWN,
)


def total(  # noqa: PLR0913 - a row of figures
    kind: str,
    programme: str = "",
    *,
    amount_fen: int = 0,
    occurrences: int = 1,
    person_times: int = 0,
    persons: int = 0,
    households: int = 0,
) -> AnnualTotal:
    """Write the row that is expected."""
    return AnnualTotal(
        kind=kind,
        programme=programme,
        amount_fen=Fen(amount_fen),
        occurrences=occurrences,
        person_times=person_times,
        persons=persons,
        households=households,
    )


COUNTED: Final = (
    (PAID_IN_PART, total("dues", amount_fen=20_00, person_times=1, persons=1)),
    (TURNED_IN, total("dues_turned_in", amount_fen=1210_00)),
    (aid.DISBURSED, total("aid", aid.STUDY, amount_fen=2_000_00, person_times=1, persons=1, households=1)),
    (aid.FUNDS_RAISED, total("aid_funds_raised", aid.STUDY, amount_fen=20_200_00)),
    (aid.CLOSED, total("aid_case_closed", "terminated", person_times=1, persons=1)),
    (award.CONFERRED, total("award", award.CHIEF_EMPLOYEE, amount_fen=1_000_00, person_times=1, persons=1)),
    (award.NOMINATED, total("nomination", award.CHIEF_EMPLOYEE, person_times=1, persons=1)),
    (award.HONOUR, total("honour_received")),
    (award.INNOVATION, total("innovation_reviewed")),
    (ENROLLED, total("enrolment", "admitted", person_times=1, persons=1)),
    (RETIRED, total("retirement", person_times=1, persons=1)),
    (WITHDRAWN, total("withdrawal", person_times=1, persons=1)),
    (READMITTED, total("readmission", person_times=1, persons=1)),
    (CARD_ISSUED, total("card_issued", person_times=1, persons=1)),
    (CARD_REPLACED, total("card_replaced", person_times=1, persons=1)),
    (SECOND_LEVEL_OPENED, total("branch_opened", "level_2")),
    (THIRD_LEVEL_OPENED, total("branch_opened", "level_3")),
    (establishment.SURVEYED, total("enterprise_surveyed", "no_union")),
    (establishment.REQUIRED, total("establishment_required")),
    (establishment.APPLIED, total("establishment_applied")),
    (establishment.APPROVED, total("establishment_approved")),
    (governance.PRESENTED, total("report_presented", "UNION_FINANCE")),
    (governance.ADOPTED, total("policy_adopted")),
)


def test_what_happened_counts_in_its_year_under_its_kind(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(*(event for event, _ in COUNTED))
    for year in (2015, 2025):
        of_year = [row for event, row in COUNTED if event.effective_on.year == year]
        assert annual_totals(connection, SCHOOL, year) == sorted(of_year, key=attrgetter("kind", "programme"))
    assert years(connection, SCHOOL) == [2015, 2025]


def test_what_is_only_owed_is_no_activity(projected: Projected, connection: psycopg.Connection[DictRow]) -> None:
    projected(ASSESSED, WAIVER_REVERSED)
    assert years(connection, SCHOOL) == []


def test_a_refund_lowers_the_amount_and_a_reversal_the_count_too(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    reversed_payment = replace(WAIVER_REVERSED, reversed_kind="paid", amount_fen=Fen(20_00))
    projected(PAID_IN_PART, REFUNDED)
    assert annual_totals(connection, SCHOOL, 2025) == [total("dues", amount_fen=12_00, person_times=1, persons=1)]
    projected(replace(WAIVER_REVERSED, reversed_kind="refunded", amount_fen=Fen(8_00)), reversed_payment)
    assert annual_totals(connection, SCHOOL, 2025) == [total("dues", occurrences=0)]


def test_what_was_recorded_wrongly_and_taken_back_adds_up_to_nothing(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(TURNED_IN, TURN_IN_REVERSED, aid.FUNDS_RAISED, aid.FUNDS_REVERSED)

    sums = [*annual_totals(connection, SCHOOL, 2025), *annual_totals(connection, SCHOOL, 2015)]
    assert {(row.kind, row.amount_fen, row.occurrences) for row in sums} == {
        ("dues_turned_in", 0, 0),
        ("aid_funds_raised", 0, 0),
    }


def test_a_correction_counts_against_the_year_in_which_it_is_made(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    projected(award.CONFERRED, replace(award.REVOKED, effective_on=date(2016, 1, 8)))
    award_of_2015 = total("award", award.CHIEF_EMPLOYEE, amount_fen=1_000_00, person_times=1, persons=1)
    taken_back = total("award", award.CHIEF_EMPLOYEE, amount_fen=-1_000_00, occurrences=-1, person_times=-1)
    assert annual_totals(connection, SCHOOL, 2015) == [award_of_2015]
    assert annual_totals(connection, SCHOOL, 2016) == [taken_back]


def test_a_person_reached_twice_is_one_person_until_both_are_taken_back(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    again = replace(aid.DISBURSED, instalment=Count(2), person_times=Count(0))
    reached = []
    for event in (aid.DISBURSED, again, replace(aid.REVERSED, person_times=Count(0)), aid.REVERSED, aid.DISBURSED):
        projected(event)
        (row,) = annual_totals(connection, SCHOOL, 2015)
        reached.append((row.occurrences, row.person_times, row.persons, row.households))
    assert reached == [(1, 1, 1, 1), (2, 1, 1, 1), (1, 1, 1, 1), (0, 0, 0, 0), (1, 1, 1, 1)]


def test_a_household_that_is_the_subject_is_counted_once(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    household = Subject(kind="household", id=SubjectId(aid.HOUSEHOLD))
    projected(replace(aid.DISBURSED, subject=household))
    (row,) = annual_totals(connection, SCHOOL, 2015)
    assert (row.persons, row.households) == (0, 1)


def test_a_federation_sums_the_ledgers_under_it_and_counts_persons_in_each(
    projected: Projected, connection: psycopg.Connection[DictRow]
) -> None:
    city = LedgerId("city")
    opened = replace(LEDGER_OPENED, ledger_id=city, level="county", parent_ledger_id=None)
    projected(opened, ENROLLED, ledger_id=city)
    projected(LEDGER_OPENED, ENROLLED, replace(ENROLLED, member_no=MemberNo("M2")))
    assert annual_totals(connection, city, 2025, tree=True) == [
        total("enrolment", "admitted", occurrences=3, person_times=3, persons=3)
    ]
    assert years(connection, city, tree=True) == [2025]
