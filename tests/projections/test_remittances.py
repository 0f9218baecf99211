"""What one union sent another, and what is in transit."""

from dataclasses import replace

import psycopg
from psycopg.rows import DictRow

from projections.remittances import RemittanceInTransit, in_transit
from tests.projections.logs import SCHOOL, Projected
from tests.samples.ledger import LEDGER_OPENED
from tests.samples.remittance import CITY, CONFIRMED, RECEIVED, REVERSED, SENT, WITHDRAWN

Connection = psycopg.Connection[DictRow]
CITY_OPENED = replace(LEDGER_OPENED, ledger_id=CITY, level="county", parent_ledger_id=None)
ON_ITS_WAY = RemittanceInTransit(
    correlation_id=SENT.correlation_id,
    remittance_kind="upstream",
    remittance_no=SENT.remittance_no,
    from_ledger_id=SCHOOL,
    to_ledger_id=CITY,
    amount_fen=SENT.amount_fen,
    sent_on=SENT.effective_on,
)


def test_what_was_sent_is_in_transit_until_the_sender_knows_that_it_arrived(
    projected: Projected, connection: Connection
) -> None:
    projected(LEDGER_OPENED, SENT)
    assert in_transit(connection, SCHOOL) == [ON_ITS_WAY]

    projected(CONFIRMED)
    assert in_transit(connection, SCHOOL) == []

    projected(WITHDRAWN)
    assert in_transit(connection, SCHOOL) == [ON_ITS_WAY]

    projected(REVERSED)
    assert in_transit(connection, SCHOOL) == []


def test_over_a_tree_it_is_in_transit_until_the_receiving_ledger_has_booked_it(
    projected: Projected, connection: Connection
) -> None:
    projected(LEDGER_OPENED, SENT)
    projected(CITY_OPENED, ledger_id=CITY)
    assert in_transit(connection, CITY, tree=True) == [ON_ITS_WAY]
    assert in_transit(connection, CITY) == []

    projected(RECEIVED, ledger_id=CITY)
    assert in_transit(connection, CITY, tree=True) == []
