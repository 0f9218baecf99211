"""``union-ledger record``: all or nothing, once, and every bad line named."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from services.service import open_service
from services.settings import Settings
from tests.services.cli.shell import Done, union_ledger


def line(command: str, **data: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON values
    return {"command": command, "data": {"effective_on": "2020-01-06", **data}}


OPENING = [line("open-ledger", name="测试工会", level="grassroots", chart="2009")]
MEMBERS = [line("enrol-member", member_no=f"M{number}", person={"name": "会员（化名）"}) for number in (1, 2)]


def written(folder: Path, lines: list[dict[str, Any]], name: str = "commands.ndjson") -> Path:
    file = folder / name
    file.write_bytes(b"".join(orjson.dumps(item) + b"\n" for item in lines))
    return file


def recorded(url: str, file: Path, role: str = "officer", *options: str) -> Done:
    return union_ledger(url, "record", file, "--ledger", "test", "--actor", f"{role}-1", "--role", role, *options)


def position(url: str) -> int:
    with open_service(url, Settings(database_url=url)) as service:
        return service.log.heads().get("test", 0)  # type: ignore[call-overload,no-any-return] # the test's own ledger id


@pytest.fixture
def opened(url: str, tmp_path: Path) -> str:
    assert recorded(url, written(tmp_path, OPENING, "opening.ndjson"), "admin").exit_code == 0
    return url


def test_a_file_is_recorded_once_however_often_it_is_given(opened: str, tmp_path: Path) -> None:
    file = written(tmp_path, MEMBERS)

    first, second = (recorded(opened, file) for _ in range(2))

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "2 events recorded in ledger test, up to position 3" in first.err
    assert "was recorded before" in second.err
    assert position(opened) == 3
    card = union_ledger(opened, "show", "card", "M1", "--ledger", "test", "--json")
    assert orjson.loads(card.out)["data"]["standing"] == "active"


def test_the_receipt_is_shown_as_the_api_shows_it(opened: str, tmp_path: Path) -> None:
    done = recorded(opened, written(tmp_path, MEMBERS), "officer", "--json", "--key", "first-members")

    receipt = orjson.loads(done.out)
    assert (receipt["ledger_id"], receipt["position"], receipt["request_id"]) == ("test", 3, "first-members")
    assert receipt["events"][0] == {"position": 2, "type": "member.enrolled", "stream": "member/M1"}


def test_every_line_that_is_no_command_is_named_and_nothing_is_recorded(opened: str, tmp_path: Path) -> None:
    file = written(tmp_path, [*MEMBERS, line("enrol-member", member_no="M 3", colour="red"), line("fly-away")])
    with file.open("ab") as more:
        more.write(b"\n{oh dear\n")

    done = recorded(opened, file)

    assert done.exit_code == 1
    assert f"{file}:3: /data/member_no must be" in done.err
    assert f"{file}:3: /data/person is missing" in done.err
    assert f"{file}:3: /data/colour is not a field here" in done.err
    assert f"{file}:4: There is no command “fly-away”" in done.err
    assert f"{file}:6: This is not JSON" in done.err
    assert "Traceback" not in done.err
    assert position(opened) == 1


def test_every_line_that_a_rule_refuses_is_named_and_nothing_is_recorded(opened: str, tmp_path: Path) -> None:
    file = written(tmp_path, [MEMBERS[0], MEMBERS[0], MEMBERS[1], line("retire-member", member_no="M9")])

    done = recorded(opened, file)

    assert done.exit_code == 1
    assert f"{file}:2: " in done.err
    assert f"{file}:4: " in done.err
    assert f"{file}:3: " not in done.err
    assert position(opened) == 1


def test_a_role_records_only_its_own_commands(opened: str, tmp_path: Path) -> None:
    done = recorded(opened, written(tmp_path, MEMBERS), "cashier")

    assert done.exit_code == 1
    assert "enrol-member needs the role officer, not cashier" in done.err
    assert position(opened) == 1


def test_a_key_names_one_file_for_ever(opened: str, tmp_path: Path) -> None:
    first = recorded(opened, written(tmp_path, MEMBERS[:1], "first"), "officer", "--key", "members")

    done = recorded(opened, written(tmp_path, MEMBERS[1:], "second"), "officer", "--key", "members")

    assert first.exit_code == 0, first.err
    assert done.exit_code == 1
    assert "The key members was used" in done.err
    assert position(opened) == 2


def test_a_ledger_that_nobody_opened_takes_nothing(url: str, tmp_path: Path) -> None:
    done = recorded(url, written(tmp_path, MEMBERS[:1]))

    assert done.exit_code == 1
    assert "There is no ledger test" in done.err


def test_an_empty_file_is_refused(url: str, tmp_path: Path) -> None:
    done = recorded(url, written(tmp_path, []))

    assert done.exit_code == 1
    assert "holds no command" in done.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--ledger", "Not A Ledger"), "--ledger"),
        (("--actor", "two words"), "--actor"),
        (("--role", "king"), "--role"),
        (("--key", "\x01"), "--key"),
    ],
)
def test_options_that_the_api_would_not_take_are_wrong_usage(
    url: str, tmp_path: Path, options: tuple[str, str], said: str
) -> None:
    done = recorded(url, written(tmp_path, MEMBERS), "officer", *options)

    assert done.exit_code == 2
    assert said in done.err
