"""The bank reconciliation (银行存款余额调节表) as a sheet: books on the left, bank on the right."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from domain.activities.bank import OpenEntry, OpenLine
from projections.bank import ReconciliationSheet
from services.exports.made import signatures
from services.exports.sheets import Column, Row, Sheet
from services.exports.texts import Texts

Half = tuple[str, int | None]


def reconciliation(t: Texts, union: str, found: ReconciliationSheet) -> Sheet:
    """Lay out a reconciliation; amounts that went out are below zero, and each side adds up."""
    return Sheet(
        name=t("reconciliation"),
        title=f"{t('reconciliation')} {t.account(found)}",
        union=union,
        when=t.day(found.day),
        unit=t("unit"),
        columns=(
            Column(heading=t("books_side"), type="text", width=46),
            Column(heading=t("amount"), type="amount", width=18),
            Column(heading=t("bank_side"), type="text", width=46),
            Column(heading=t("amount"), type="amount", width=18),
        ),
        rows=tuple(_rows(t, found)),
        signatures=signatures(t),
        notes=(_confirmed(t, found),),
        landscape=True,
    )


def _rows(t: Texts, found: ReconciliationSheet) -> Iterator[Row]:
    yield Row((t("book_balance"), found.book_fen, t("bank_balance"), found.bank_fen), "total")
    yield from _beside(
        (t("received_by_bank"), [_line(t, line) for line in found.received_by_bank]),
        (t("received_in_books"), [_entry(t, entry) for entry in found.received_in_books]),
    )
    yield from _beside(
        (t("paid_by_bank"), [_line(t, line) for line in found.paid_by_bank]),
        (t("paid_in_books"), [_entry(t, entry) for entry in found.paid_in_books]),
    )
    yield Row((t("adjusted"), found.adjusted_book_fen, t("adjusted"), found.adjusted_bank_fen), "total")


def _beside(books: tuple[str, Sequence[Half]], bank: tuple[str, Sequence[Half]]) -> Iterator[Row]:
    yield Row((books[0], None, bank[0], None), "heading")
    nothing: Half = ("", None)
    for left, right in zip_longest(books[1], bank[1], fillvalue=nothing):
        yield Row((*left, *right))


def _line(t: Texts, line: OpenLine) -> Half:
    words = (t.day(line.day), line.reference, line.counterparty or "")
    return " ".join(word for word in words if word), line.change_fen


def _entry(t: Texts, entry: OpenEntry) -> Half:
    return f"{t.day(entry.day)} {entry.document_no or entry.source}", entry.change_fen


def _confirmed(t: Texts, found: ReconciliationSheet) -> str:
    if not found.is_confirmed or found.confirmed_on is None:
        return t("not_confirmed")
    return t("confirmed", actor=found.confirmed_by, day=t.day(found.confirmed_on))
