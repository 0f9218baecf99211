"""The real application, served on a real database, and readers of its pages."""

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from services.database import create_database, database_url, drop_database
from services.service import Service, open_service
from services.settings import Settings
from tests.services.api.conftest import serving
from tests.services.web.history import FOR_CITY_AND_SCHOOL, FOR_EVERY_UNION, HISTORY, clock, create_tokens, record


class Served:
    """A service that serves its pages, and browsers that read them in English."""

    def __init__(self, service: Service, address: str, browsers: ExitStack) -> None:
        self.service = service
        self.address = address
        self._browsers = browsers

    def visitor(self) -> httpx.Client:
        """A browser that has not signed in."""
        headers = {"Accept": "text/html", "Accept-Language": "en"}
        return self._browsers.enter_context(
            httpx.Client(base_url=self.address, headers=headers, follow_redirects=True, timeout=60)
        )

    def reader(self, token: str = FOR_CITY_AND_SCHOOL) -> httpx.Client:
        """A browser that has signed in."""
        visitor = self.visitor()
        answer = visitor.post("/sign-in", data={"token": token, "next": "/"})
        assert (answer.status_code, answer.url.path) == (200, "/")
        return visitor


@contextmanager
def served(url: str) -> Iterator[Served]:
    with open_service(url, Settings(database_url=url), clock) as service, ExitStack() as browsers:
        service.projector.prepare()
        create_tokens(service)
        with serving(service) as address:
            yield Served(service, address, browsers)


@pytest.fixture(scope="session")
def history(server_url: str, template: str) -> Iterator[Served]:
    """The small history, only to be read: all tests share it."""
    name = f"web_{uuid.uuid4().hex}"
    create_database(server_url, name, template=template)
    with served(database_url(server_url, name)) as shared:
        record(shared.service, *HISTORY)
        yield shared
    drop_database(server_url, name)


@pytest.fixture
def empty(url: str) -> Iterator[Served]:
    """A service of this test's own, in which nothing was recorded."""
    with served(url) as own:
        yield own


@pytest.fixture
def own(empty: Served) -> Served:
    """A service of this test's own, with the history."""
    record(empty.service, *HISTORY)
    return empty


@pytest.fixture
def reader(history: Served) -> httpx.Client:
    """Someone who may see the city and the school, and not the third union."""
    return history.reader()


@pytest.fixture
def overseer(history: Served) -> httpx.Client:
    """Someone who may see every union."""
    return history.reader(FOR_EVERY_UNION)
