"""The list of commands: all of them for help, only the one that is called for work."""

import subprocess
import sys

from services.cli.app import COMMANDS
from tests.services.cli.shell import union_ledger

SHOW_WHAT_IS_LOADED = """
import atexit, sys
sys.argv = ["union-ledger", "record", "--help"]
atexit.register(lambda: print(*sys.modules, sep="\\n", file=sys.stderr))
from services.cli import main
main()
"""


def test_help_lists_every_command() -> None:
    done = union_ledger(None, "--help")

    assert done.exit_code == 0
    listed = [line.split()[0] for line in done.out.partition("Commands:")[2].splitlines() if line[2:3].strip()]
    assert listed == list(COMMANDS)


def test_a_slip_of_the_pen_is_answered_with_the_command_that_was_meant() -> None:
    done = union_ledger(None, "recrod")

    assert done.exit_code == 2
    assert "Did you mean 'record'?" in done.err


def test_what_other_commands_need_is_not_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", SHOW_WHAT_IS_LOADED], capture_output=True, text=True, check=True)

    loaded = set(done.stderr.splitlines())
    assert "services.cli.recording" in loaded
    assert not loaded & {"services.cli.serving", "services.web", "uvicorn", "jinja2"}
