"""A real server on a real database, asked over HTTP."""

import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Final

import httpx
import pytest
import uvicorn

from domain.activities.branch import OpenBranch
from domain.activities.ledger import OpenLedger
from domain.activities.membership import EnrolMember
from domain.deciding import Role
from domain.values import ActorId, BranchId, LedgerId, MemberNo, PersonalData, Text
from services.api.app import create_app
from services.database import create_database, database_url, drop_database
from services.identity import create_token
from services.recording import Request
from services.service import Service, open_service
from services.settings import Settings

OTHER = LedgerId("other-union")
NOW = datetime(2026, 6, 1, 4, tzinfo=UTC)
OPENED = date(2026, 1, 1)
ROLES: tuple[Role, ...] = ("officer", "reviewer", "approver", "cashier", "bookkeeper", "auditor", "admin")

OPEN_DEMO = OpenLedger(name=Text("Demo"), level="grassroots", chart="2021", effective_on=OPENED)
OPEN_B01 = OpenBranch(branch_id=BranchId("B01"), name=Text("One"), level=2, effective_on=OPENED)
ENROL_WANG = EnrolMember(
    member_no=MemberNo("M0001"),
    person=PersonalData(name=Text("王芳"), phone=Text("13900000000")),
    branch_id=BranchId("B01"),
    effective_on=OPENED,
)


def clock() -> datetime:
    return NOW


class Caller:
    """Asks a server as the holder of a token."""

    def __init__(self, address: str, ledger: LedgerId, token: str | None) -> None:
        self.ledger = ledger
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.Client(base_url=address, headers=headers, timeout=60)

    def command(self, name: str, data: object, *, ledger: str | None = None, key: str | None = None) -> httpx.Response:
        headers = {"Idempotency-Key": key} if key else {}
        return self.http.post(f"/api/v1/ledgers/{ledger or self.ledger}/commands/{name}", json=data, headers=headers)

    def raw(self, name: str, text: str | bytes, content_type: str = "application/json") -> httpx.Response:
        headers = {"Content-Type": content_type}
        return self.http.post(f"/api/v1/ledgers/{self.ledger}/commands/{name}", content=text, headers=headers)

    def batch(self, text: str | bytes, content_type: str = "application/x-ndjson") -> httpx.Response:
        headers = {"Content-Type": content_type}
        return self.http.post(f"/api/v1/ledgers/{self.ledger}/commands:batch", content=text, headers=headers)

    def get(self, path: str, *, ledger: str | None = None, **query: str | int) -> httpx.Response:
        return self.http.get(f"/api/v1/ledgers/{ledger or self.ledger}{path}", params=query or None)

    def events(self) -> int:
        """How many events the ledger holds."""
        return len(self.get("/events", limit=1000).json()["data"])


SEPARATE: Final[dict[Role, str]] = {"reviewer": "rita", "bookkeeper": "bea", "auditor": "odo", "admin": "ada"}
"""Who holds a role that may not stand beside others."""


class Calls:
    """A running service, a ledger of this test's own in it, and callers in every role."""

    def __init__(self, service: Service, address: str) -> None:
        self.service = service
        self.address = address
        self.ledger = LedgerId(f"demo-{uuid.uuid4().hex[:12]}")
        self._callers: list[Caller] = []

    def caller(self, role: Role, *, scope: frozenset[LedgerId] | None = None, actor: str | None = None) -> Caller:
        named = actor or SEPARATE.get(role, "ann")
        with self.service.datastore.get_connection() as connection:
            token = create_token(
                connection, name=uuid.uuid4().hex, actor=ActorId(named), role=role, ledger_ids=scope, now=NOW
            )
        return self.with_token(token)

    def with_token(self, token: str | None) -> Caller:
        caller = Caller(self.address, self.ledger, token)
        self._callers.append(caller)
        return caller

    def record(self, *commands: object) -> None:
        asked = Request(ledger_id=self.ledger, request_id=uuid.uuid4().hex, actor=ActorId("given"), commands=commands)
        receipt = self.service.recording.record(asked)
        self.service.projecting.wake()
        reached = self.caller("auditor").get("/branches", min_position=receipt.position)
        assert reached.status_code == 200, reached.text

    def close(self) -> None:
        for caller in self._callers:
            caller.http.close()


@contextmanager
def serving(service: Service) -> Iterator[str]:
    """Serve on a free port of this machine; give the address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(create_app(service), log_config=None, access_log=False, lifespan="off", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def running(url: str, settings: Settings) -> Iterator[Calls]:
    """Run the whole service on a database."""
    with open_service(url, settings, clock) as service:
        service.projector.prepare()
        with service.projecting.running(), serving(service) as address:
            calls = Calls(service, address)
            try:
                yield calls
            finally:
                calls.close()


@pytest.fixture(scope="session")
def served(server_url: str, template: str) -> Iterator[Calls]:
    """One service for all tests that leave each other's ledgers alone."""
    name = f"test_{uuid.uuid4().hex}"
    create_database(server_url, name, template=template)
    url = database_url(server_url, name)
    with running(url, Settings(database_url=url)) as calls:
        yield calls
    drop_database(server_url, name)


@contextmanager
def demo_ledger(served: Calls) -> Iterator[Calls]:
    """A ledger that has a branch and a member: three events."""
    calls = Calls(served.service, served.address)
    calls.record(OPEN_DEMO, OPEN_B01, ENROL_WANG)
    yield calls
    calls.close()


@pytest.fixture
def calls(served: Calls) -> Iterator[Calls]:
    """A ledger of the test's own."""
    with demo_ledger(served) as calls:
        yield calls


@pytest.fixture
def officer(calls: Calls) -> Caller:
    return calls.caller("officer")


@pytest.fixture
def cashier(calls: Calls) -> Caller:
    return calls.caller("cashier")


@pytest.fixture
def admin(calls: Calls) -> Caller:
    return calls.caller("admin")
