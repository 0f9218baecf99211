"""Money between unions (经费往来): what each ledger sent and received, and what is in transit (在途).

Either side stands in its own ledger under the correlation id that links the two. A remittance is in transit until
its sender knows that it arrived, or its receiver's ledger, where the answer reaches that too, has booked it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never, get_args

import psycopg
from psycopg.rows import DictRow, class_row

from domain.activities import remittance
from domain.activities.remittance import CorrelationId, RemittanceKind
from domain.catalogue import EVENT_TYPES
from domain.values import DocumentNo, Fen, LedgerId
from projections.fold import Changes, ReadModel, Table
from projections.organisation import reach

Connection = psycopg.Connection[DictRow]

REMITTANCE: Final = Table(
    name="remittance",
    key={"side": "text", "correlation_id": "text"},
    values={
        "remittance_kind": "text",
        "remittance_no": "text",
        "from_ledger_id": "text",
        "to_ledger_id": "text",
        "amount_fen": "bigint",
        "booked_on": "date",
        "is_confirmed": "boolean",
    },
)
"""A remittance that stands, on the side that the ledger is. ``is_confirmed`` is what its sender knows."""


def fold(event: remittance.Event, _position: int, rows: Changes) -> None:
    """Keep what stands."""
    match event:
        case remittance.RemittanceSent():
            _booked(event, "sent", rows)
        case remittance.RemittanceReceived():
            _booked(event, "received", rows)
        case remittance.RemittanceConfirmed():
            rows.put(REMITTANCE, ("sent", event.correlation_id), is_confirmed=True)
        case remittance.RemittanceConfirmationWithdrawn():
            rows.put(REMITTANCE, ("sent", event.correlation_id), is_confirmed=False)
        case remittance.RemittanceReversed():
            rows.drop(REMITTANCE, (event.side, event.correlation_id))
        case _:
            assert_never(event)


def _booked(event: remittance.RemittanceSent | remittance.RemittanceReceived, side: str, rows: Changes) -> None:
    rows.put(
        REMITTANCE,
        (side, event.correlation_id),
        remittance_kind=event.remittance_kind,
        remittance_no=event.remittance_no,
        from_ledger_id=event.from_ledger_id,
        to_ledger_id=event.to_ledger_id,
        amount_fen=event.amount_fen,
        booked_on=event.effective_on,
        is_confirmed=False,
    )


REMITTANCES: Final = ReadModel(
    name="remittances",
    version=1,
    tables=(REMITTANCE,),
    folds={remittance.Event: fold},
    ignores=frozenset(kind.event for kind in EVENT_TYPES) - frozenset(get_args(remittance.Event)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemittanceInTransit:
    """Money that left one union and is not known to have reached the other."""

    correlation_id: CorrelationId
    remittance_kind: RemittanceKind
    remittance_no: DocumentNo
    from_ledger_id: LedgerId
    to_ledger_id: LedgerId
    amount_fen: Fen
    sent_on: date


IN_TRANSIT: Final = """
SELECT sent.correlation_id, sent.remittance_kind, sent.remittance_no, sent.from_ledger_id, sent.to_ledger_id,
       sent.amount_fen, sent.booked_on AS sent_on
FROM read_model.remittance AS sent
WHERE sent.ledger_id = ANY(%(ledger_ids)s::text[]) AND sent.side = 'sent' AND NOT sent.is_confirmed
  AND NOT EXISTS (
      SELECT FROM read_model.remittance AS received
      WHERE received.ledger_id = ANY(%(ledger_ids)s::text[]) AND received.side = 'received'
        AND received.correlation_id = sent.correlation_id
  )
ORDER BY sent.booked_on, sent.correlation_id
"""


def in_transit(connection: Connection, ledger_id: LedgerId, *, tree: bool = False) -> list[RemittanceInTransit]:
    """List what a ledger sent that is in transit, with ``tree`` what every ledger under it sent too, oldest first."""
    with connection.cursor(row_factory=class_row(RemittanceInTransit)) as cursor:
        return cursor.execute(IN_TRANSIT, {"ledger_ids": reach(connection, ledger_id, tree=tree)}).fetchall()
