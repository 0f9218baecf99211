"""What a union did in a year: amount, occurrences, person-times, distinct persons and households of each kind.

The year is that of the event's ``effective_on``. A correction counts against the year in which it is
made. A refund of dues lowers the amount only; a reversal takes back the occurrence with the amount.
Distinct persons and households are those with more occurrences than were taken back in that year.
Person-times of aid follow rule PT-1 and are carried by the events.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, assert_never, get_args

import psycopg
from psycopg.rows import DictRow, class_row, scalar_row

from domain.activities import aid, award, branch, dues, establishment, governance, ledger, membership
from domain.values import Fen, LedgerId, Subject, Year
from projections.fold import Changes, Entry, ReadModel, Table, Tally
from projections.of_the_books import OfTheBooks
from projections.organisation import reach

DuesCorrection = dues.DuesRefunded | dues.DuesReversed | dues.DuesTurnInReversed
Dues = dues.DuesTurnedIn | DuesCorrection
Aid = aid.AidDisbursed | aid.AidReversed | aid.AidFundsRaised | aid.AidFundsReversed | aid.AidCaseClosed
Award = award.AwardConferred | award.AwardRevoked | award.NominationFiled
Member = (
    membership.MemberEnrolled
    | membership.MemberRetired
    | membership.MemberWithdrawn
    | membership.MemberReadmitted
    | membership.CardIssued
    | membership.CardReplaced
)
Occasion = (
    award.HonourReceived | award.InnovationReviewed | branch.BranchOpened | establishment.Event | governance.Event
)
Handled = Dues | Aid | Award | Member | Occasion
Ignored = (
    ledger.Event
    | OfTheBooks
    | membership.MemberProfileChanged
    | membership.MemberTransferred
    | membership.CardReportedLost
    | membership.CardCancelled
    | dues.DuesPolicyAdopted
    | dues.WageBaseDeclared
    | dues.DuesAssessed
    | dues.DuesWaived
    | aid.AidProgrammeOpened
    | aid.AidPolicyAdopted
    | aid.AidNeedClaimed
    | aid.AidBudgetAmended
    | aid.AidRequested
    | aid.AidApproved
    | aid.AidBudgetCharged
    | aid.AidCapCharged
    | award.AwardProgrammeOpened
    | award.SelectionClosed
)

ANNUAL_TOTAL: Final = Table(
    name="annual_total",
    key={"year": "integer", "kind": "text", "programme": "text"},
    sums=("amount_fen", "occurrences", "person_times"),
)
AMOUNT, OCCURRENCES, PERSON_TIMES = range(len(ANNUAL_TOTAL.sums))
ANNUAL_SUBJECT: Final = Table(
    name="annual_subject",
    key={"year": "integer", "kind": "text", "programme": "text", "subject_kind": "text", "subject_id": "text"},
    sums=("occurrences",),
    tally=Tally(name="annual_reach", key=("year", "kind", "programme", "subject_kind")),
)


def sum_paid(entries: Sequence[Entry], rows: Changes) -> None:
    """Count payments of dues: nearly half of all events."""
    totals, subjects = rows[ANNUAL_TOTAL.name], rows[ANNUAL_SUBJECT.name]
    for _, event in entries:
        year = event.effective_on.year
        total = totals[year, "dues", ""]
        total[AMOUNT] += event.amount_fen
        total[OCCURRENCES] += 1
        total[PERSON_TIMES] += 1
        subjects[year, "dues", "", "person", event.member_no][0] += 1


def fold(event: Handled, _position: int, rows: Changes) -> None:
    """Count what happened in the year in which it happened."""
    match event:
        case dues.DuesRefunded() | dues.DuesReversed() | dues.DuesTurnedIn() | dues.DuesTurnInReversed():
            _fold_dues(event, rows)
        case (
            aid.AidDisbursed() | aid.AidReversed() | aid.AidFundsRaised() | aid.AidFundsReversed() | aid.AidCaseClosed()
        ):
            _fold_aid(event, rows)
        case award.AwardConferred() | award.AwardRevoked() | award.NominationFiled():
            _fold_award(event, rows)
        case (
            membership.MemberEnrolled()
            | membership.MemberRetired()
            | membership.MemberWithdrawn()
            | membership.MemberReadmitted()
            | membership.CardIssued()
            | membership.CardReplaced()
        ):
            rows.add(ANNUAL_TOTAL, (event.effective_on.year, *_member_kind(event)), occurrences=1, person_times=1)
            _reach(rows, (event.effective_on.year, *_member_kind(event)), "person", event.member_no)
        case _:
            rows.add(ANNUAL_TOTAL, (event.effective_on.year, *_occasion_kind(event)), occurrences=1)


def _fold_dues(event: DuesCorrection | dues.DuesTurnedIn, rows: Changes) -> None:
    kind = (event.effective_on.year, "dues", "")
    match event:
        case dues.DuesRefunded():
            rows.add(ANNUAL_TOTAL, kind, amount_fen=-event.amount_fen)
        case dues.DuesReversed(reversed_kind="refunded"):
            rows.add(ANNUAL_TOTAL, kind, amount_fen=event.amount_fen)
        case dues.DuesReversed(reversed_kind="paid"):
            rows.add(ANNUAL_TOTAL, kind, amount_fen=-event.amount_fen, occurrences=-1, person_times=-1)
            _reach(rows, kind, "person", event.member_no, -1)
        case dues.DuesReversed():
            pass
        case dues.DuesTurnedIn():
            turned_in = (event.effective_on.year, "dues_turned_in", "")
            rows.add(ANNUAL_TOTAL, turned_in, amount_fen=event.amount_fen, occurrences=1)
        case dues.DuesTurnInReversed():
            turned_in = (event.effective_on.year, "dues_turned_in", "")
            rows.add(ANNUAL_TOTAL, turned_in, amount_fen=-event.amount_fen, occurrences=-1)
        case _:
            assert_never(event)


def _fold_aid(event: Aid, rows: Changes) -> None:
    year = event.effective_on.year
    match event:
        case aid.AidDisbursed():
            _pay_aid(rows, event, 1)
        case aid.AidReversed():
            _pay_aid(rows, event, -1)
        case aid.AidFundsRaised():
            rows.add(
                ANNUAL_TOTAL, (year, "aid_funds_raised", event.programme), amount_fen=event.amount_fen, occurrences=1
            )
        case aid.AidFundsReversed():
            rows.add(
                ANNUAL_TOTAL, (year, "aid_funds_raised", event.programme), amount_fen=-event.amount_fen, occurrences=-1
            )
        case aid.AidCaseClosed():
            _reach_subject(rows, (year, "aid_case_closed", event.outcome), event.subject, 1)
        case _:
            assert_never(event)


def _pay_aid(rows: Changes, event: aid.AidDisbursed | aid.AidReversed, sign: int) -> None:
    kind = (event.effective_on.year, "aid", event.programme)
    rows.add(
        ANNUAL_TOTAL,
        kind,
        amount_fen=sign * event.amount_fen,
        occurrences=sign,
        person_times=sign * event.person_times,
    )
    _reach(rows, kind, event.subject.kind, event.subject.id, sign)
    if event.household_id is not None and event.subject.kind != "household":
        _reach(rows, kind, "household", event.household_id, sign)


def _fold_award(event: Award, rows: Changes) -> None:
    year = event.effective_on.year
    match event:
        case award.AwardConferred():
            _reach_subject(rows, (year, "award", event.award), event.recipient, 1, event.prize_fen)
        case award.AwardRevoked():
            _reach_subject(rows, (year, "award", event.award), event.recipient, -1, event.prize_fen)
        case award.NominationFiled():
            _reach_subject(rows, (year, "nomination", event.award), event.nominee, 1)
        case _:
            assert_never(event)


def _reach_subject(rows: Changes, kind: tuple[int, str, str], subject: Subject, sign: int, amount_fen: int = 0) -> None:
    person_times = sign if subject.kind == "person" else 0
    rows.add(ANNUAL_TOTAL, kind, amount_fen=sign * amount_fen, occurrences=sign, person_times=person_times)
    _reach(rows, kind, subject.kind, subject.id, sign)


def _reach(rows: Changes, kind: tuple[int, str, str], subject_kind: str, subject_id: str, sign: int = 1) -> None:
    rows.add(ANNUAL_SUBJECT, (*kind, subject_kind, subject_id), occurrences=sign)


def _member_kind(event: Member) -> tuple[str, str]:
    match event:
        case membership.MemberEnrolled():
            return "enrolment", event.basis
        case membership.CardIssued():
            return "card_issued", ""
        case membership.CardReplaced():
            return "card_replaced", ""
        case membership.MemberRetired():
            return "retirement", ""
        case membership.MemberWithdrawn():
            return "withdrawal", ""
        case membership.MemberReadmitted():
            return "readmission", ""
        case _:
            assert_never(event)


def _occasion_kind(event: Occasion) -> tuple[str, str]:  # noqa: PLR0911 - one line for each kind of occasion
    match event:
        case award.HonourReceived():
            return "honour_received", ""
        case award.InnovationReviewed():
            return "innovation_reviewed", ""
        case branch.BranchOpened():
            return "branch_opened", f"level_{event.level}"
        case establishment.EnterpriseSurveyed():
            return "enterprise_surveyed", "has_union" if event.has_union else "no_union"
        case establishment.EstablishmentRequired():
            return "establishment_required", ""
        case establishment.EstablishmentApplied():
            return "establishment_applied", ""
        case establishment.EstablishmentApproved():
            return "establishment_approved", ""
        case governance.ReportPresented():
            return "report_presented", event.kind
        case governance.PolicyAdopted():
            return "policy_adopted", ""
        case _:
            assert_never(event)


ANNUAL_TOTALS: Final = ReadModel(
    name="annual_totals",
    version=1,
    tables=(ANNUAL_TOTAL, ANNUAL_SUBJECT),
    folds={Handled: fold},
    sums={dues.DuesPaid: sum_paid},
    ignores=frozenset(get_args(Ignored)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualTotal:
    """What happened of one kind in one year. Over a tree, persons and households are counted in each ledger."""

    kind: str
    programme: str
    amount_fen: Fen
    occurrences: int
    person_times: int
    persons: int
    households: int


SELECT_TOTALS: Final = """
WITH total AS (
    SELECT kind, programme, sum(amount_fen)::bigint AS amount_fen, sum(occurrences)::bigint AS occurrences,
           sum(person_times)::bigint AS person_times
    FROM read_model.annual_total
    WHERE ledger_id = ANY(%(ledger_ids)s) AND year = %(year)s
    GROUP BY kind, programme
), reached AS (
    SELECT kind, programme,
           coalesce(sum(subjects) FILTER (WHERE subject_kind = 'person'), 0)::bigint AS persons,
           coalesce(sum(subjects) FILTER (WHERE subject_kind = 'household'), 0)::bigint AS households
    FROM read_model.annual_reach
    WHERE ledger_id = ANY(%(ledger_ids)s) AND year = %(year)s
    GROUP BY kind, programme
)
SELECT kind, programme, amount_fen, occurrences, person_times,
       coalesce(persons, 0) AS persons, coalesce(households, 0) AS households
FROM total
LEFT JOIN reached USING (kind, programme)
ORDER BY kind, programme
"""

SELECT_YEARS: Final = """
SELECT DISTINCT year FROM read_model.annual_total WHERE ledger_id = ANY(%(ledger_ids)s) ORDER BY year
"""


def annual_totals(
    connection: psycopg.Connection[DictRow], ledger_id: LedgerId, year: int, *, tree: bool = False
) -> list[AnnualTotal]:
    """List a ledger's totals of a year by kind and programme, with ``tree`` those of all ledgers under it too."""
    with connection.cursor(row_factory=class_row(AnnualTotal)) as cursor:
        asked = {"ledger_ids": reach(connection, ledger_id, tree=tree), "year": year}
        return cursor.execute(SELECT_TOTALS, asked).fetchall()


def years(connection: psycopg.Connection[DictRow], ledger_id: LedgerId, *, tree: bool = False) -> list[Year]:
    """List the years of which there are totals."""
    with connection.cursor(row_factory=scalar_row) as cursor:
        asked = {"ledger_ids": reach(connection, ledger_id, tree=tree)}
        return cursor.execute(SELECT_YEARS, asked).fetchall()
