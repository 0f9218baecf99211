"""``show`` and ``claims`` on the demo: tables for people, and the API's own JSON."""

from pathlib import Path

import anyio
import httpx
import orjson
import pytest

from services.api.app import create_app
from services.demo.tokens import create_demo_tokens
from services.service import Service, open_service
from services.settings import Settings
from tests.services.cli.shell import union_ledger


@pytest.mark.parametrize(
    ("arguments", "address"),
    [
        (("card", "M1001", "--ledger", "company"), "ledgers/company/members/M1001/card"),
        (("account", "M0601", "--ledger", "school"), "ledgers/school/members/M0601/account"),
        (("balances", "--ledger", "city", "--tree"), "ledgers/city/balances?tree=true"),
        (("totals", "--ledger", "company", "--year", "2015"), "ledgers/company/annual-totals/2015"),
        (
            ("events", "--ledger", "school", "--type", "dues.paid", "--limit", "2"),
            "ledgers/school/events?type=dues.paid&limit=2",
        ),
        (("ledgers",), "ledgers"),
        (("bank-accounts", "--ledger", "plant", "--period", "2025-09"), "ledgers/plant/bank/2025-09/accounts"),
        (
            ("bank-reconciliation", "--ledger", "plant", "--period", "2025-09", "--account", "10201"),
            "ledgers/plant/bank/2025-09/reconciliation?account=10201",
        ),
        (
            ("card", "M0601", "--ledger", "school", "--as-of-position", "200"),
            "ledgers/school/members/M0601/card?as_of_position=200",
        ),
        (("balances", "--ledger", "city", "--as-of-day", "2015-06-30"), "ledgers/city/balances?as_of_day=2015-06-30"),
        (
            ("events", "--ledger", "city", "--as-of", "2100-01-01T00:00:00Z"),
            "ledgers/city/events?as_of=2100-01-01T00:00:00Z",
        ),
    ],
)
def test_json_is_what_the_api_answers(demo_url: str, arguments: tuple[str, ...], address: str) -> None:
    done = union_ledger(demo_url, "show", *arguments, "--json")

    assert done.exit_code == 0
    with open_service(demo_url, Settings(database_url=demo_url)) as service:
        with service.datastore.get_connection() as connection:
            create_demo_tokens(connection, service.clock())
        answer = anyio.run(answer_of_the_api, service, address)
    assert answer.status_code == 200
    assert orjson.loads(done.out) == answer.json()


async def answer_of_the_api(service: Service, address: str) -> httpx.Response:
    api = httpx.ASGITransport(app=create_app(service))
    async with httpx.AsyncClient(transport=api, base_url="http://demo") as client:
        return await client.get(f"/api/v1/{address}", headers={"Authorization": "Bearer demo-auditor"})


@pytest.mark.parametrize(
    ("arguments", "shown"),
    [
        (("card", "M1001", "--ledger", "company"), ("会员1001（化名）", "M1001-02", "250.00")),
        (("account", "M0601", "--ledger", "school"), ("195.60", "2015-12", "16.30")),
        (("balances", "--ledger", "company"), ("534280.00", "505920.00")),
        (("programmes", "--ledger", "company"), ("MUTUAL_AID", "29000.00", "7200.00")),
        (("totals", "--ledger", "school", "--year", "2015"), ("14001.60", "dues")),
        (
            ("events", "--ledger", "school", "--type", "dues.paid", "--newest-first", "--limit", "1"),
            ("2015-12-10", "dues.paid"),
        ),
        (("members", "--ledger", "school", "--standing", "retired"), ("M0661", "M0664")),
        (("branches", "--ledger", "company"), ("U231", "U384")),
        (("debtors", "--ledger", "school"), ()),
        (("ledgers",), ("company", "county")),
    ],
)
def test_tables_show_the_figures(demo_url: str, arguments: tuple[str, ...], shown: tuple[str, ...]) -> None:
    done = union_ledger(demo_url, "show", *arguments)

    assert done.exit_code == 0
    assert [figure for figure in shown if figure not in done.out] == []


def test_a_member_who_is_not_there_is_refused(demo_url: str) -> None:
    done = union_ledger(demo_url, "show", "card", "M9999", "--ledger", "company")

    assert done.exit_code == 1
    assert "M9999" in done.err


def test_a_ledger_that_is_not_there_is_refused(demo_url: str) -> None:
    for arguments in (("show", "balances"), ("claims",)):
        done = union_ledger(demo_url, *arguments, "--ledger", "nowhere")
        assert done.exit_code == 1
        assert "nowhere" in done.err


def test_claims_are_held_against_the_log(demo_url: str) -> None:
    done = union_ledger(demo_url, "claims", "--ledger", "company", "--family", "aid", "--json")

    assert done.exit_code == 0
    found = {claim["claim_id"]: claim for claim in orjson.loads(done.out)}
    assert len(found) == 12
    assert {name for name, claim in found.items() if claim["verdict"] != claim["expected_verdict"]} == set()
    assert (found["CO-17"]["value"], found["CO-17"]["rule_id"]) == ("600", "PT-1")
    assert (found["CO-28"]["numerator"], found["CO-28"]["denominator"]) == (1416, 12)


def test_claims_are_shown_as_a_table(demo_url: str) -> None:
    done = union_ledger(demo_url, "claims", "--ledger", "city")

    assert done.exit_code == 0
    assert "26/41 = 6341.46" in done.out
    assert "[9505, 9515)" in done.out


def test_claims_by_payment_contradict_the_person_times(demo_url: str) -> None:
    done = union_ledger(demo_url, "claims", "--ledger", "company", "--person-times", "PT-2")

    assert "1894 (PT-2)" in done.out


def test_a_claims_file_that_cannot_be_read_is_refused_with_its_line(demo_url: str, tmp_path: Path) -> None:
    header = (
        "claim_id,report,family,subject_zh,subject_en,measure,unit,"
        "period_from,period_to,qualifier,lower,upper,expected_verdict,note\n"
    )
    good = "X-1,city,aid,a,b,count,persons,2015-01-01,2015-12-31,exact,1,2,supported,metric=aid_households\n"
    file = tmp_path / "claims.csv"
    file.write_text(header + good + good.replace("2015-12-31", "2015-13-31"))

    done = union_ledger(demo_url, "claims", "--ledger", "city", file)

    assert done.exit_code == 1
    assert "line 3: period_to" in done.err
