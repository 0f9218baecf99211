"""What a newcomer does: start the demo, make the README's calls as written, stop it, start it again."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import orjson
import pytest

ROOT = Path(__file__).parent.parent
PATIENCE_SECONDS = 120
ADDRESS = "127.0.0.1:8000"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_demo(data_directory: Path) -> Iterator[str]:
    address = f"127.0.0.1:{free_port()}"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(data_directory),
        "UNION_LEDGER_DATA_DIRECTORY": str(data_directory),
        "UNION_LEDGER_PORT": address.rpartition(":")[2],
    }
    union_ledger = Path(sys.executable).parent / "union-ledger"
    with (data_directory / "demo.out").open("ab") as output:
        demo = subprocess.Popen([union_ledger, "demo"], env=environment, stdout=output, stderr=output)
        try:
            wait_until_ready(demo, address, data_directory / "demo.out")
            yield address
        finally:
            demo.send_signal(signal.SIGINT)
            demo.wait(timeout=PATIENCE_SECONDS)


def wait_until_ready(demo: subprocess.Popen[bytes], address: str, output: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and demo.poll() is None:
        try:
            if httpx.get(f"http://{address}/readyz").is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"the demo did not come up:\n{output.read_text()}")


def first_calls(readme: str) -> str:
    block = re.search(r"```sh\n(# 1\..*?)```", (ROOT / readme).read_text(), re.DOTALL)
    assert block is not None
    return block.group(1)


def answers(readme: str, address: str) -> list[dict[str, object]]:
    script = "set -e\n" + re.sub(r"(?m)^curl", "echo; curl", first_calls(readme).replace(ADDRESS, address))
    done = subprocess.run(["/bin/bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return [orjson.loads(line) for line in done.stdout.splitlines() if line.strip()]


def demo_size(address: str) -> dict[str, object]:
    answer = httpx.get(
        f"http://{address}/api/v1/ledgers/company/events?limit=1",
        headers={"Authorization": "Bearer demo-auditor"},
    )
    return {"position": answer.json()["position"]}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("newcomer")
    for parent in (folder, folder.parent, folder.parent.parent):
        parent.chmod(0o755)  # the embedded server's own user has to pass when root runs the tests
    return folder


def test_the_readme_works_as_written_and_a_second_start_records_nothing_again(home: Path) -> None:
    with running_demo(home) as address:
        ledgers, receipt, account, totals, events = answers("README.md", address)
        again = answers("README.zh-CN.md", address)
        size = demo_size(address)

    assert {row["ledger_id"] for row in ledgers["data"]} == {"city", "company", "county", "plant", "school"}  # type: ignore[attr-defined]
    assert receipt["ledger_id"] == "school"
    assert again[1] == receipt, "the same key is the same payment"
    assert account["position"] >= receipt["position"]  # type: ignore[operator]
    assert totals["data"]
    assert len(events["data"]) == 5  # type: ignore[arg-type]

    with running_demo(home) as address:
        assert demo_size(address) == size
    assert not list(home.rglob("postmaster.pid")), "the database stops with the demo"
