"""The books over HTTP: statements, ledgers, their way down to events, and files."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from domain.values import ActorId
from services.identity import create_token
from services.service import open_service
from services.settings import Settings
from tests.books_given import VOUCHER, company_database
from tests.services.api.conftest import NOW, clock, serving

OF_COMPANY = "/api/v1/ledgers/company"


@pytest.fixture(scope="module")
def auditor(server_url: str, template: str) -> Iterator[httpx.Client]:
    """Someone who asks a service with the company's year."""
    with (
        company_database(server_url, template) as url,
        open_service(url, Settings(database_url=url), clock) as service,
        serving(service) as address,
        service.datastore.get_connection() as connection,
    ):
        token = create_token(
            connection, name="auditor", actor=ActorId("anna"), role="auditor", ledger_ids=None, now=NOW
        )
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=address + OF_COMPANY, headers=headers, timeout=60) as asking:
            yield asking


def asked(auditor: httpx.Client, path: str) -> Any:  # noqa: ANN401 - a JSON value
    answer = auditor.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def test_a_statement_comes_with_its_layout_its_lines_and_its_checks(auditor: httpx.Client) -> None:
    found = asked(auditor, "/statements/income_statement?year=2025")
    dues = next(line for line in found["statement"]["lines"] if line["row"] == "R06")

    assert (found["statement"]["version"], found["statement"]["first_column"]) == ("2021.1", "year")
    assert (dues["name_zh"], dues["first"], dues["second"]) == ("（一）会费收入", "505920.00", None)
    assert {check["check"]: check["state"] for check in found["checks"]}["X1"] == "passed"


def test_from_a_figure_the_way_leads_to_entries_vouchers_and_the_positions_of_events(auditor: httpx.Client) -> None:
    cell = asked(auditor, "/statements/income_statement/rows/R06?year=2025")
    (part,) = cell["parts"]
    days = f"from_day={part['from_day']}&to_day={part['day']}"
    entry = asked(auditor, f"/accounts/{part['account']}/entries?{days}")[0]
    (event,) = asked(auditor, f"/sources/{entry['source']}/events")

    assert (cell["amount"], part["amount"], entry["credit"]) == ("505920.00", "505920.00", "505920.00")
    assert entry["vouchers"] == [{"voucher_id": VOUCHER, "type": "receipt", "number": 1}]
    assert (event["position"], event["type"], event["data"]["document_no"]) == (3, "entry.recorded", "D1")


def test_a_figure_or_a_month_that_is_not_there_is_not_found(auditor: httpx.Client) -> None:
    for path, code in (
        ("/statements/balance_sheet/rows/Z99?year=2025", "row_unknown"),
        ("/periods/2025-01/comparison", "period_not_closed"),
        ("/exports/voucher?voucher_id=2025-01-31.general.D99", "voucher_not_found"),
    ):
        answer = auditor.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, code)


def test_the_trial_balance_is_of_any_day_and_of_any_recorded_position(auditor: httpx.Client) -> None:
    on_a_day = asked(auditor, "/trial-balance?day=2025-01-31")
    at_a_position = asked(auditor, "/trial-balance?day=2025-01-31&as_of_position=3")

    def balances(found: Any) -> dict[str, str]:  # noqa: ANN401 - a JSON value
        return {row["account"]: row["balance"] for row in found["rows"]}

    assert balances(on_a_day)["102"] == "6572049.68"
    assert (balances(at_a_position)["102"], balances(at_a_position)["401"]) == ("2942420.00", "-505920.00")
    assert at_a_position["balance"] == "0.00"


def test_the_general_and_the_subsidiary_ledgers_and_the_report_are_answered(auditor: httpx.Client) -> None:
    (bank,) = asked(auditor, "/general-ledger/2025?account=102")
    custodial = asked(auditor, "/accounts/221/balances?by=project")
    report = asked(auditor, "/finance-report/2025")

    assert bank["months"][-1]["balance"] == "3645901.96"
    assert {row["key"]: row["balance"] for row in custodial} == {"P-MUTUAL": "-88140.00", "P-SURVIVOR": "0.00"}
    assert report["income"][-1]["amount"] == "2853574.30"


@pytest.mark.parametrize(
    "path",
    [
        "/bank/2025-01/reconciliation?account=10201",
        "/bank/2025-01/lines?account=101",
        "/bank/open-items?account=50102",
        "/exports/reconciliation?period=2025-01&account=10201",
    ],
)
def test_nothing_is_answered_about_what_is_no_bank_account(auditor: httpx.Client, path: str) -> None:
    answer = auditor.get(path)
    assert (answer.status_code, answer.json()["code"]) == (409, "bank_account_unknown")


def test_a_reconciliation_names_its_account(auditor: httpx.Client) -> None:
    named = asked(auditor, "/bank/2025-01/reconciliation?account=102")
    assert named == asked(auditor, "/bank/2025-01/reconciliation")
    assert (named["account"], named["name_zh"], named["book"]) == ("102", "银行存款", "6572049.68")
    assert [row["account"] for row in asked(auditor, "/bank/2025-01/accounts")] == ["102"]


@pytest.mark.parametrize(
    ("path", "media_type", "begins"),
    [
        ("/exports/balance-sheet?year=2025", "application/vnd.openxmlformats", b"PK"),
        ("/exports/trial-balance?day=2025-06-30&format=csv&lang=en", "text/csv", b"\xef\xbb\xbfAccount"),
        ("/exports/hledger?year=2025", "text/plain", b"; company 2025"),
        ("/exports/trial-balance?as_of_position=3", "application/vnd.openxmlformats", b"PK"),
        ("/exports/reconciliation?period=2025-01", "application/vnd.openxmlformats", b"PK"),
    ],
)
def test_files_are_handed_over_under_a_name_with_the_position_they_reflect(
    auditor: httpx.Client, path: str, media_type: str, begins: bytes
) -> None:
    file = auditor.get(path)

    assert file.status_code == 200
    assert file.headers["Content-Type"].startswith(media_type)
    assert file.content.startswith(begins)
    assert int(file.headers["Reflects-Position"]) == (3 if "as_of" in path else 33)
    assert "filename*=UTF-8''company-" in file.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/exports/nothing", 422),
        ("/exports/journal?format=pdf", 422),
        ("/exports/hledger?format=csv", 409),
        ("/exports/reconciliation", 409),
    ],
)
def test_what_cannot_be_exported_is_refused(auditor: httpx.Client, path: str, status: int) -> None:
    assert auditor.get(path).status_code == status


def test_a_month_a_voucher_s_events_and_an_archive_are_asked_for_as_they_were(auditor: httpx.Client) -> None:
    prepared = auditor.get("/vouchers").json()["position"] - 1
    before = f"as_of_position={prepared - 1}"

    first = asked(auditor, f"/periods/2025-01?{before}")["findings"][0]
    assert (first["check"], first["where"]) == ("not_on_a_voucher", VOUCHER)
    assert not any(each["where"] == VOUCHER for each in asked(auditor, "/periods/2025-01")["findings"])
    assert asked(auditor, f"/vouchers/{VOUCHER}/events?{before}") == []
    assert [event["position"] for event in asked(auditor, f"/vouchers/{VOUCHER}/events?as_of_position={prepared}")] == [
        3
    ]
    assert asked(auditor, f"/archive/2025?{before}")["vouchers"] == []
    assert len(asked(auditor, "/archive/2025")["vouchers"]) == 1


def test_what_a_check_found_is_said_in_both_languages(auditor: httpx.Client) -> None:
    found = {(each["check"], each["where"]): each for each in asked(auditor, "/periods/2025-01")["findings"]}
    dues = found["results_not_carried", "401"]
    assert dues["text_zh"] == "科目 401 尚未结转"
    assert dues["text_en"] == "the result on account 401 is not carried to net assets"
