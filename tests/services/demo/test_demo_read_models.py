"""The demo's totals, balances and cards, as the read models show them."""

from typing import Any

import psycopg
import pytest
from psycopg.rows import DictRow

from domain.values import LedgerId, MemberNo
from projections.annual_totals import AnnualTotal, annual_totals, years
from projections.balances import debtors, ledger_balance, member_account, programme_balances
from projections.member_cards import member_card, members
from projections.organisation import branches, ledgers
from services.service import Service

CITY, COMPANY, SCHOOL = LedgerId("city"), LedgerId("company"), LedgerId("school")
COUNTY, PLANT = LedgerId("county"), LedgerId("plant")


@pytest.fixture(scope="module")
def connection(demo: Service) -> Any:  # noqa: ANN401 - a generator of a connection
    with demo.datastore.get_connection() as opened:
        yield opened


Connection = psycopg.Connection[DictRow]


def totals(connection: Connection, ledger_id: LedgerId, *, tree: bool = False) -> dict[tuple[str, str], AnnualTotal]:
    rows = annual_totals(connection, ledger_id, 2015, tree=tree)
    return {(row.kind, row.programme): row for row in rows}


def test_the_school_stands_under_the_city_the_plant_under_the_county_and_the_company_alone(
    connection: Connection,
) -> None:
    parents = {row.ledger_id: row.parent_ledger_id for row in ledgers(connection, None)}
    assert parents == {CITY: None, COMPANY: None, SCHOOL: CITY, COUNTY: None, PLANT: COUNTY}


def test_the_schools_dues_are_paid_in_full(connection: Connection) -> None:
    balance = ledger_balance(connection, SCHOOL)

    assert (balance.assessed_fen, balance.paid_fen) == (1_400_160, 1_400_160)
    assert (balance.arrears_fen, balance.prepaid_fen, balance.prizes_fen) == (0, 0, 90_000)
    assert debtors(connection, SCHOOL, after=None, limit=10) == []
    dues = totals(connection, SCHOOL)["dues", ""]
    assert (dues.amount_fen, dues.occurrences, dues.persons) == (1_400_160, 720, 60)


@pytest.mark.parametrize(("member_no", "month_fen"), [("M0601", 1_630), ("M0644", 1_990), ("M0660", 2_360)])
def test_a_member_of_the_school_pays_by_the_wage_base(
    connection: Connection, member_no: MemberNo, month_fen: int
) -> None:
    account = member_account(connection, SCHOOL, member_no)

    assert account is not None
    assert [month.paid_fen for month in account.months] == [month_fen] * 12


def test_four_members_of_the_school_are_retired_and_pay_nothing(connection: Connection) -> None:
    retired = members(connection, SCHOOL, standing="retired")

    assert [row.member_no for row in retired] == ["M0661", "M0662", "M0663", "M0664"]
    account = member_account(connection, SCHOOL, retired[0].member_no)
    assert account is None or (account.assessed_fen, account.paid_fen) == (0, 0)


def test_the_companys_branches_turn_in_their_dues(connection: Connection) -> None:
    turned_in = totals(connection, COMPANY)["dues_turned_in", ""]

    assert (turned_in.amount_fen, turned_in.occurrences) == (50_592_000, 31 * 12)
    assert ledger_balance(connection, COMPANY).turned_in_fen == 50_592_000
    assert [row.level for row in branches(connection, COMPANY)] == [2] * 31 + [3] * 84


def test_the_companys_aid_is_534280_yuan_to_600_person_times(connection: Connection) -> None:
    aid = {programme: row for (kind, programme), row in totals(connection, COMPANY).items() if kind == "aid"}

    assert sum(row.amount_fen for row in aid.values()) == 53_428_000
    assert sum(row.person_times for row in aid.values()) == 600
    assert sum(row.occurrences for row in aid.values()) == 1_894
    assert (aid["WARMTH"].amount_fen, aid["WARMTH"].persons, aid["WARMTH"].households) == (5_280_000, 201, 201)
    assert (aid["SURVIVOR_BENEFIT"].persons, aid["SURVIVOR_BENEFIT"].occurrences) == (122, 1_416)
    assert ledger_balance(connection, COMPANY).aid_spent_fen == 53_428_000


def test_what_is_left_of_the_companys_warmth_fund_is_its_restricted_remainder(connection: Connection) -> None:
    warmth = next(row for row in programme_balances(connection, COMPANY) if row.programme == "WARMTH")

    assert (warmth.raised_fen, warmth.spent_fen, warmth.left_fen, warmth.restricted) == (
        6_000_000,
        5_280_000,
        720_000,
        True,
    )


def test_the_company_enrols_members_and_issues_cards(connection: Connection) -> None:
    year = totals(connection, COMPANY)

    assert year["enrolment", "brought_forward"].occurrences == 4_032
    assert year["enrolment", "admitted"].occurrences == 204
    assert year["card_issued", ""].occurrences == 4_236
    assert year["card_replaced", ""].occurrences == 37
    assert year["award", "CHIEF_EMPLOYEE"].amount_fen == 1_400_000
    assert year["nomination", "CHIEF_EMPLOYEE"].persons == 23
    assert year["award", "CIVILISED_FAMILY"].households == 20
    assert year["aid_case_closed", "terminated"].occurrences == 5


def test_the_city_aids_students_since_2012(connection: Connection) -> None:
    assert years(connection, CITY)[0] == 2012
    by_year = {
        year: next(row for row in annual_totals(connection, CITY, year) if row.programme == "AUTUMN_STUDY")
        for year in (2012, 2013, 2014)
    }
    study = totals(connection, CITY)["aid", "AUTUMN_STUDY"]

    assert [row.amount_fen for row in by_year.values()] == [4_500_000, 6_700_000, 8_400_000]
    assert (study.amount_fen, study.persons, study.households) == (7_400_000, 39, 39)
    warmth = totals(connection, CITY)["aid_funds_raised", "WARMTH"]
    assert (warmth.amount_fen, warmth.occurrences) == (13_020_000, 3)


def test_the_citys_totals_roll_up_the_school(connection: Connection) -> None:
    alone, tree = totals(connection, CITY), totals(connection, CITY, tree=True)

    assert ("dues", "") not in alone
    assert tree["dues", ""].amount_fen == 1_400_160
    assert tree["aid", "WARMTH"] == alone["aid", "WARMTH"]
    assert ledger_balance(connection, CITY, tree=True).paid_fen == 1_400_160


def test_a_chief_employees_card_shows_the_honour_and_the_card_held(connection: Connection) -> None:
    card = member_card(connection, COMPANY, MemberNo("M1921"))

    assert card is not None
    assert card.person.name == "会员1921（化名）"
    assert [(honour.award, honour.prize_fen) for honour in card.honours] == [("CHIEF_EMPLOYEE", 100_000)]
    assert [(held.card_no, held.status) for held in card.cards] == [("M1921-01", "valid")]


def test_an_aided_members_card_shows_the_aid_and_the_replaced_card(connection: Connection) -> None:
    card = member_card(connection, COMPANY, MemberNo("M1001"))

    assert card is not None
    assert (card.aid_fen, card.aid_times, card.standing) == (25_000, 1, "active")
    assert [(held.card_no, held.status) for held in card.cards] == [("M1001-01", "replaced"), ("M1001-02", "valid")]
