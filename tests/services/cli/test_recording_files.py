"""``union-ledger record``: all or nothing, once, and every bad line named."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from services.cli import command_files
from services.cli.command_files import MOST_ERRORS, read_commands
from services.recording import TooManyCommands
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


def bad_lines(file: Path) -> list[dict[str, Any]]:
    return [orjson.loads(text) for text in file.read_bytes().splitlines()]


def test_good_lines_are_recorded_and_bad_ones_written_with_their_reasons(opened: str, tmp_path: Path) -> None:
    flying = line("fly-away")
    file = written(tmp_path, [MEMBERS[0], flying, MEMBERS[0], line("enrol-member", member_no="M 3"), MEMBERS[1]])
    with file.open("ab") as more:
        more.write(b"\xff{\n")

    done = recorded(opened, file, "officer", "--skip-bad")

    assert done.exit_code == 0
    assert "2 events recorded in ledger test, up to position 3" in done.err
    assert "4 lines were left out" in done.err
    found = bad_lines(tmp_path / "commands.ndjson.bad.ndjson")
    assert [item["line"] for item in found] == [2, 3, 4, 6]
    assert orjson.loads(found[0]["text"]) == flying
    assert found[0]["reasons"] == ["There is no command “fly-away”. The commands are listed in /openapi.json."]
    assert "M1" in found[1]["reasons"][0]
    assert [reason.split()[0] for reason in found[2]["reasons"]] == ["/data/member_no", "/data/person"]
    assert found[3]["text"] == "\ufffd{"


def test_what_was_left_out_stays_written_when_the_file_is_given_again(opened: str, tmp_path: Path) -> None:
    file, bad = written(tmp_path, [*MEMBERS, MEMBERS[0]]), tmp_path / "left-out"
    options = ("--skip-bad", "--bad", str(bad))

    recorded(opened, file, "officer", *options)
    first = bad.read_bytes()
    again = recorded(opened, file, "officer", *options)

    assert "was recorded before" in again.err
    assert [item["line"] for item in bad_lines(bad)] == [3]
    assert bad.read_bytes() == first
    assert position(opened) == 3


def test_a_file_without_bad_lines_leaves_none_out(opened: str, tmp_path: Path) -> None:
    done = recorded(opened, written(tmp_path, MEMBERS), "officer", "--skip-bad")

    assert "0 lines were left out" in done.err
    assert (tmp_path / "commands.ndjson.bad.ndjson").read_bytes() == b""


@pytest.mark.parametrize(
    "lines",
    [[line("fly-away")], [OPENING[0] | {"command": "retire-member"}], [line("retire-member", member_no="M9")] * 2],
)
def test_a_file_without_good_lines_records_nothing(opened: str, tmp_path: Path, lines: list[dict[str, Any]]) -> None:
    done = recorded(opened, written(tmp_path, lines), "officer", "--skip-bad")

    assert done.exit_code == 1
    assert "nothing was recorded" in done.err
    assert "commands.ndjson:1: " in done.err
    assert position(opened) == 1


def test_nothing_is_recorded_where_the_bad_lines_cannot_be_written(opened: str, tmp_path: Path) -> None:
    file = written(tmp_path, [*MEMBERS, MEMBERS[0]])

    done = recorded(opened, file, "officer", "--skip-bad", "--bad", str(tmp_path / "nowhere" / "bad"))

    assert done.exit_code != 0
    assert "nowhere" in done.err
    assert position(opened) == 1


def test_the_file_itself_is_not_where_bad_lines_go(opened: str, tmp_path: Path) -> None:
    file = written(tmp_path, MEMBERS)

    for options in (("--skip-bad", "--bad", str(file)), ("--bad", str(tmp_path / "bad"))):
        assert recorded(opened, file, "officer", *options).exit_code == 2
    assert position(opened) == 1


def test_bad_lines_are_listed_up_to_a_thousand(opened: str, tmp_path: Path) -> None:
    done = recorded(opened, written(tmp_path, [line("fly-away")] * (MOST_ERRORS + 5)))

    assert "at least 1,000 line(s) must change" in done.err
    assert done.err.count("There is no command") == MOST_ERRORS
    assert position(opened) == 1


def test_a_file_of_more_lines_than_a_request_may_hold_commands_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_files, "MOST_COMMANDS", 2)

    assert len(read_commands(written(tmp_path, MEMBERS), "officer", skip_bad=False).commands) == 2
    for third in (MEMBERS[0], line("fly-away")):
        with pytest.raises(TooManyCommands):
            read_commands(written(tmp_path, [*MEMBERS, third]), "officer", skip_bad=True)
