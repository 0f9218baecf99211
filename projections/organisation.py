"""Who there is: the ledgers of unions, how they stand under one another, and the branches of each.

Every ledger's row stands in its own ledger, so the tree is known as far as ledgers have been opened:
a parent that is named but not open yet simply has no row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, assert_never, get_args

import psycopg
from psycopg.rows import DictRow, class_row, scalar_row

from domain.activities import aid, award, branch, dues, establishment, governance, ledger, membership
from domain.values import BranchId, ChartVersion, LedgerId, Level, Text
from projections.fold import Changes, ReadModel, Table
from projections.of_the_books import OfTheBooks

Handled = ledger.LedgerOpened | branch.BranchOpened
Ignored = (
    ledger.AccountAdded
    | ledger.PostingRuleDrafted
    | ledger.PostingRuleApproved
    | ledger.PeriodClosed
    | membership.Event
    | dues.Event
    | aid.Event
    | award.Event
    | establishment.Event
    | governance.Event
    | OfTheBooks
)

LEDGER: Final = Table(
    name="organisation_ledger",
    key={},
    values={"name": "text", "level": "text", "parent_ledger_id": "text", "chart": "text", "opened_on": "date"},
)
BRANCH: Final = Table(
    name="branch",
    key={"branch_id": "text"},
    values={"name": "text", "level": "integer", "parent_branch_id": "text", "opened_on": "date"},
)


def fold(event: Handled, _position: int, rows: Changes) -> None:
    """Keep what a ledger and its branches were opened as."""
    match event:
        case ledger.LedgerOpened():
            rows.put(
                LEDGER,
                (),
                name=event.name,
                level=event.level,
                parent_ledger_id=event.parent_ledger_id,
                chart=event.chart,
                opened_on=event.effective_on,
            )
        case branch.BranchOpened():
            rows.put(
                BRANCH,
                (event.branch_id,),
                name=event.name,
                level=event.level,
                parent_branch_id=event.parent_branch_id,
                opened_on=event.effective_on,
            )
        case _:
            assert_never(event)


ORGANISATION: Final = ReadModel(
    name="organisation",
    version=1,
    tables=(LEDGER, BRANCH),
    folds={Handled: fold},
    ignores=frozenset(get_args(Ignored)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """A ledger that is open, and the ledger it reports to."""

    ledger_id: LedgerId
    name: Text
    level: Level
    parent_ledger_id: LedgerId | None
    chart: ChartVersion
    opened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchRow:
    """A branch of a ledger; ``level`` is 2 or 3, and a branch of level 3 has a parent."""

    branch_id: BranchId
    name: Text
    level: int
    parent_branch_id: BranchId | None
    opened_on: date


LEDGERS: Final = """
SELECT ledger_id, name, level, parent_ledger_id, chart, opened_on
FROM read_model.organisation_ledger
WHERE %(ledger_ids)s::text[] IS NULL OR ledger_id = ANY(%(ledger_ids)s::text[])
ORDER BY ledger_id
"""

LEDGERS_UNDER: Final = """
WITH RECURSIVE tree (ledger_id) AS (
    SELECT %(ledger_id)s::text COLLATE "C"
    UNION
    SELECT child.ledger_id
    FROM read_model.organisation_ledger AS child
    JOIN tree ON child.parent_ledger_id = tree.ledger_id
)
SELECT ledger_id FROM tree ORDER BY ledger_id
"""

BRANCHES: Final = """
SELECT branch_id, name, level, parent_branch_id, opened_on
FROM read_model.branch
WHERE ledger_id = %(ledger_id)s
ORDER BY branch_id
"""


def ledgers(connection: psycopg.Connection[DictRow], ledger_ids: Sequence[LedgerId] | None) -> list[LedgerRow]:
    """List the open ledgers among those named, or all of them, by id."""
    with connection.cursor(row_factory=class_row(LedgerRow)) as cursor:
        named = None if ledger_ids is None else list(ledger_ids)
        return cursor.execute(LEDGERS, {"ledger_ids": named}).fetchall()


def ledgers_under(connection: psycopg.Connection[DictRow], ledger_id: LedgerId) -> list[LedgerId]:
    """List a ledger and all that report to it, directly or through others. A loop of parents is walked once."""
    with connection.cursor(row_factory=scalar_row) as cursor:
        return cursor.execute(LEDGERS_UNDER, {"ledger_id": ledger_id}).fetchall()


def reach(connection: psycopg.Connection[DictRow], ledger_id: LedgerId, *, tree: bool) -> list[LedgerId]:
    """List the ledgers that an answer covers: the one asked for, or its whole tree."""
    return ledgers_under(connection, ledger_id) if tree else [ledger_id]


def branches(connection: psycopg.Connection[DictRow], ledger_id: LedgerId) -> list[BranchRow]:
    """List a ledger's branches by id."""
    with connection.cursor(row_factory=class_row(BranchRow)) as cursor:
        return cursor.execute(BRANCHES, {"ledger_id": ledger_id}).fetchall()
