"""Random years of a union's books: what its people do from day to day, how each month ends, and the next January.

Everything is asked of the product's own service, on a real log; what it refuses is not done. A year is named by its
union and a seed, so that a year in which something fails can be lived again.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from services.database import create_database, database_url, drop_database
from services.service import Service, open_service
from services.settings import Settings
from tests.services.recording_given import clock


@contextmanager
def service_of_years(server_url: str, template: str) -> Iterator[Service]:
    """Open a service on a database of its own, for whole modules of tests: each union has a ledger for itself."""
    name = f"years_{uuid.uuid4().hex}"
    create_database(server_url, name, template=template)
    url = database_url(server_url, name)
    with open_service(url, Settings(database_url=url), clock) as service:
        service.projector.prepare()
        yield service
    drop_database(server_url, name)


__all__ = ["service_of_years"]
