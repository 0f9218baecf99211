"""The library's own demands on a recorder, as shipped in its wheel, unchanged."""

from uuid import uuid4

import pytest
from eventsourcing.postgres import PostgresDatastore
from eventsourcing.tests import persistence as library

from domain.values import LedgerId
from services.store import LedgerRecorder


class TestApplicationRecorder(library.ApplicationRecorderTestCase[LedgerRecorder]):
    """One ledger of a fresh database is all that an application is to the library."""

    @pytest.fixture(autouse=True)
    def _fresh(self, datastore: PostgresDatastore) -> None:
        self.datastore = datastore

    def create_recorder(self) -> LedgerRecorder:
        return LedgerRecorder(self.datastore, LedgerId("school"))

    def new_originator_id(self) -> str:
        return f"member/{uuid4().hex}"

    def test_insert_subscribe(self) -> None:
        self.optional_test_insert_subscribe()


class TestNonInterleavingNotificationIDs(library.NonInterleavingNotificationIDsBaseCase):
    """Two appends of 1,000 events that race do not mix."""

    @pytest.fixture(autouse=True)
    def _fresh(self, datastore: PostgresDatastore) -> None:
        self.datastore = datastore

    def create_recorder(self) -> LedgerRecorder:
        return LedgerRecorder(self.datastore, LedgerId("school"))

    def new_originator_id(self) -> str:
        return f"member/{uuid4().hex}"
