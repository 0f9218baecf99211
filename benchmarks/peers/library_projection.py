"""The eventsourcing library's projection runner, as its documentation sets it up, on PostgreSQL.

It maps events with our own mapper and keeps less than our read models do: what each member owes, and
dues paid by year. So what differs is how projections run.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from eventsourcing.application import Application
from eventsourcing.persistence import StoredEvent, Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL

from domain.activities.dues import DuesAssessed, DuesPaid
from services.store import LedgerMapper, Placed

EVENTS_OF_A_SAVE: Final = 500
PATIENT_SECONDS: Final = 600.0

CREATE_OWED: Final = SQL("CREATE TABLE IF NOT EXISTS owed (member_no text PRIMARY KEY, fen bigint NOT NULL)")
CREATE_PAID: Final = SQL("CREATE TABLE IF NOT EXISTS paid (year integer PRIMARY KEY, fen bigint NOT NULL)")
ADD_OWED: Final = SQL("""
INSERT INTO owed VALUES (%(member_no)s, %(fen)s)
ON CONFLICT (member_no) DO UPDATE SET fen = owed.fen + EXCLUDED.fen
""")
ADD_PAID: Final = SQL("""
INSERT INTO paid VALUES (%(year)s, %(fen)s)
ON CONFLICT (year) DO UPDATE SET fen = paid.fen + EXCLUDED.fen
""")


class Ledgers(Application[str]):
    """The application whose events are projected."""

    def construct_mapper(self) -> Any:  # noqa: ANN401 - the library's signature
        """Map events as our log stores them."""
        return LedgerMapper()


class OwedView(PostgresTrackingRecorder):
    """Two small tables, each changed in the transaction that moves the position."""

    def __init__(self, datastore: PostgresDatastore, **kwargs: Any) -> None:  # noqa: ANN401 - the library's signature
        """Have the tables made with the library's own."""
        super().__init__(datastore, **kwargs)
        self.sql_create_statements.extend((CREATE_OWED.format(), CREATE_PAID.format()))

    def change(self, tracking: Tracking, statements: Sequence[tuple[SQL, dict[str, Any]]]) -> None:
        """Run statements and note the position."""
        with self.datastore.transaction(commit=True) as cursor:
            for statement, values in statements:
                cursor.execute(statement, values, prepare=True)
            self._insert_tracking(cursor, tracking)


class OwedProjection(Projection[OwedView]):
    """Sums what members owe and what was paid."""

    name = "owed"

    def process_event(self, domain_event: Placed, tracking: Tracking) -> None:
        """Project one event."""
        event = domain_event.event
        match event:
            case DuesAssessed():
                owed = {"member_no": event.member_no, "fen": event.amount_fen}
                self.view.change(tracking, [(ADD_OWED, owed)])
            case DuesPaid():
                owed = {"member_no": event.member_no, "fen": -event.amount_fen}
                paid = {"year": event.effective_on.year, "fen": event.amount_fen}
                self.view.change(tracking, [(ADD_OWED, owed), (ADD_PAID, paid)])
            case _:
                self.view.change(tracking, [])


@contextmanager
def filled(url: str, events: Sequence[StoredEvent]) -> Iterator[dict[str, str]]:
    """Put events into the library's own log; give the environment to open it with."""
    parts = conninfo_to_dict(url)
    environment = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "ORIGINATOR_ID_TYPE": "text",
        "POSTGRES_DBNAME": str(parts["dbname"]),
        "POSTGRES_HOST": str(parts["host"]),
        "POSTGRES_PORT": str(parts.get("port", 5432)),
        "POSTGRES_USER": str(parts["user"]),
        "POSTGRES_PASSWORD": "none",  # a socket asks for none, but the library insists on one
    }
    application = Ledgers(environment)
    for start in range(0, len(events), EVENTS_OF_A_SAVE):
        application.recorder.insert_events(events[start : start + EVENTS_OF_A_SAVE])
    application.close()
    yield environment


def project_all(environment: dict[str, str], events: int) -> None:
    """Project all events from the beginning."""
    with ProjectionRunner(
        application_class=Ledgers, projection_class=OwedProjection, view_class=OwedView, env=environment
    ) as runner:
        runner.wait(events, timeout=PATIENT_SECONDS)
