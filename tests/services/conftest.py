"""The demo unions, recorded once for the whole run."""

import uuid
from collections.abc import Iterator

import pytest

from services.clock import now
from services.database import create_database, database_url, drop_database
from services.demo import record_demo
from services.service import Service, open_service
from services.settings import Settings


@pytest.fixture(scope="session")
def demo_template(server_url: str, template: str) -> Iterator[str]:
    """A database with the demo recorded and projected, to copy."""
    name = f"demo_{uuid.uuid4().hex}"
    create_database(server_url, name, template=template)
    url = database_url(server_url, name)
    with open_service(url, Settings(database_url=url), now) as service:
        service.projector.prepare()
        record_demo(service.log, service.recording, lambda done, commands: None)  # noqa: ARG005 - nobody watches
        service.projector.run_until_idle()
    yield name
    drop_database(server_url, name)


@pytest.fixture(scope="session")
def demo(server_url: str, demo_template: str) -> Iterator[Service]:
    """The demo's service, only to be asked: all tests share it."""
    name = f"demo_{uuid.uuid4().hex}"
    create_database(server_url, name, template=demo_template)
    url = database_url(server_url, name)
    with open_service(url, Settings(database_url=url), now) as service:
        yield service
    drop_database(server_url, name)


@pytest.fixture
def demo_url(server_url: str, demo_template: str) -> Iterator[str]:
    """A copy of the demo that belongs to this test alone."""
    name = f"demo_{uuid.uuid4().hex}"
    create_database(server_url, name, template=demo_template)
    yield database_url(server_url, name)
    drop_database(server_url, name)
