from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.books_given import company_database
from tests.services.cli.shell import union_ledger


@pytest.fixture(scope="module")
def company_url(server_url: str, template: str) -> Iterator[str]:
    with company_database(server_url, template) as url:
        yield url


def test_a_statement_is_written_to_a_file(company_url: str, tmp_path: Path) -> None:
    wanted = tmp_path / "sheet.csv"
    done = union_ledger(
        company_url, "export", "balance-sheet", "--ledger", "company", "--year", "2025", "--format", "csv", "-o", wanted
    )

    assert done.exit_code == 0, done.err
    assert "As of position 33." in done.err
    assert "A20,资产总计,2786500.00,4008701.96" in wanted.read_text(encoding="utf-8-sig")


def test_a_journal_for_hledger_goes_to_stdout(company_url: str) -> None:
    done = union_ledger(company_url, "export", "hledger", "--ledger", "company", "--year", "2025", "-o", "-")

    assert done.exit_code == 0, done.err
    assert "income:401 会费收入:unrestricted  -505920.00 CNY" in done.out


def test_what_cannot_be_exported_is_refused_and_nothing_is_written(company_url: str, tmp_path: Path) -> None:
    wanted = tmp_path / "nothing"
    done = union_ledger(company_url, "export", "vouchers", "--ledger", "company", "--format", "hledger", "-o", wanted)

    assert (done.exit_code, wanted.exists()) == (1, False)
    assert "vouchers is not exported as hledger. Ask for xlsx, csv." in done.err
