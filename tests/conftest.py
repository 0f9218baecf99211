"""What every test may ask for: a database of its own on a real PostgreSQL."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from eventsourcing.postgres import PostgresDatastore

from services.database import create_database, database_url, drop_database, migrate, open_datastore
from services.embedded import embedded_server
from services.settings import Settings

hypothesis.settings.register_profile("unhurried", hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("unhurried")  # no test asserts how long anything takes


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A PostgreSQL server: the one that ``TEST_DATABASE_URL`` names, or one started for this run."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
        return
    with tempfile.TemporaryDirectory(prefix="union-ledger-test-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        with embedded_server(home) as url:
            yield url


@pytest.fixture(scope="session")
def template(server_url: str) -> Iterator[str]:
    """A migrated database that every test's own is copied from."""
    name = f"template_{uuid.uuid4().hex}"
    create_database(server_url, name)
    migrate(database_url(server_url, name))
    yield name
    drop_database(server_url, name)


@pytest.fixture
def url(server_url: str, template: str) -> Iterator[str]:
    """The URL of a migrated, empty database that belongs to this test alone."""
    name = f"test_{uuid.uuid4().hex}"
    create_database(server_url, name, template=template)
    yield database_url(server_url, name)
    drop_database(server_url, name)


@pytest.fixture
def settings(url: str) -> Settings:
    """The settings of a service on this test's database."""
    return Settings(database_url=url)


@pytest.fixture
def datastore(url: str, settings: Settings) -> Iterator[PostgresDatastore]:
    """The service's pool on this test's database."""
    with open_datastore(url, settings) as opened:
        yield opened
