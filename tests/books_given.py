"""The company union's year in a database of its own, only to be read: whole modules of tests share it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Final

import psycopg
from eventsourcing.postgres import PostgresDatastore
from psycopg.rows import DictRow

from domain.activities.voucher import VoucherPosted, VoucherPrepared
from domain.values import ActorId, Count, DocumentNo, Month, RuleId, Text, VoucherId
from services.database import create_database, database_url, drop_database, open_datastore
from services.projector import Projector
from services.settings import Settings
from tests.company_year import COMPANY, company_year, pair
from tests.projections.logs import Log

VOUCHER: Final = VoucherId("2025-01-31.general.D1")
PREPARED: Final = VoucherPrepared(
    voucher_id=VOUCHER,
    source=VOUCHER,
    rule_id=RuleId("general"),
    document_no=DocumentNo("D1"),
    period=Month("2025-01"),
    day=date(2025, 1, 31),
    type="receipt",
    kind="ordinary",
    summary=Text("会费"),
    lines=pair("102", "401", 505_920_00),
    events=Count(1),
    attachments=Count(2),
    corrects=None,
    approved_by=(),
    prepared_by=ActorId("bella"),
    effective_on=date(2025, 2, 1),
)
POSTED: Final = VoucherPosted(
    voucher_id=VOUCHER,
    type="receipt",
    period=Month("2025-01"),
    number=Count(1),
    posted_by=ActorId("boris"),
    effective_on=date(2025, 2, 2),
)


@contextmanager
def company_database(server_url: str, template: str) -> Iterator[str]:
    """A database with the year, its results carried, and one voucher of January's dues."""
    name = f"books_{uuid.uuid4().hex}"
    create_database(server_url, name, template=template)
    url = database_url(server_url, name)
    with open_datastore(url, Settings(database_url=url)) as datastore:
        record_company(datastore)
    yield url
    drop_database(server_url, name)


def record_company(datastore: PostgresDatastore) -> None:
    """Record the year and project it."""
    projector = Projector(datastore)
    projector.prepare()
    Log(datastore).append(*company_year(), PREPARED, POSTED, ledger_id=COMPANY)
    projector.run_until_idle()


@contextmanager
def company_books(server_url: str, template: str) -> Iterator[psycopg.Connection[DictRow]]:
    """A connection to such a database."""
    with (
        company_database(server_url, template) as url,
        open_datastore(url, Settings(database_url=url)) as datastore,
        datastore.get_connection() as connection,
    ):
        yield connection
