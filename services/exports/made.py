"""From ledgers, journals and vouchers to sheets: which columns each has and what stands in its rows."""

from collections.abc import Iterator, Sequence

from domain.accounting.capitals import in_capitals
from domain.accounting.sources import OPENING
from projections.activity_feed import FeedEntry
from projections.ledgers import GeneralLedgerAccount, LedgerEntry, TrialBalance
from projections.printed_vouchers import PrintedVoucher
from services.exports.sheets import Column, Row, Sheet
from services.exports.texts import Texts


def trial_balance_sheet(t: Texts, union: str, found: TrialBalance) -> Sheet:
    """Lay out a trial balance."""
    amounts = ("opening", "debit", "credit", "carried_debit", "carried_credit", "balance")
    return Sheet(
        name=t("trial_balance"),
        title=t("trial_balance"),
        union=union,
        when=t("from_to", first=t.day(found.from_day), last=t.day(found.day)),
        unit=t("unit"),
        columns=(
            Column(heading=t("account"), type="text", width=10),
            Column(heading=t("account_name"), type="text", width=28),
            *(Column(heading=t(name), type="amount", width=17) for name in amounts),
        ),
        rows=(
            *(
                Row(
                    (
                        row.account,
                        t.name(row),
                        row.opening_fen,
                        row.debit_fen,
                        row.credit_fen,
                        row.carried_debit_fen,
                        row.carried_credit_fen,
                        row.balance_fen,
                    )
                )
                for row in found.rows
            ),
            Row(
                (
                    t("total"),
                    "",
                    found.opening_fen,
                    found.debit_fen,
                    found.credit_fen,
                    found.carried_debit_fen,
                    found.carried_credit_fen,
                    found.balance_fen,
                ),
                "total",
            ),
        ),
        signatures=signatures(t),
        notes=(t("debit_above_zero"), t("of_chart", chart=found.chart)),
        landscape=True,
    )


def general_ledger_sheets(t: Texts, union: str, when: str, accounts: Sequence[GeneralLedgerAccount]) -> Iterator[Sheet]:
    """Lay out the general ledger, one sheet for each first-level account."""
    for account in accounts:
        yield Sheet(
            name=t.account(account),
            title=f"{t('general_ledger')} {t.account(account)}",
            union=union,
            when=when,
            unit=t("unit"),
            columns=(
                Column(heading=t("account_name"), type="text", width=26),
                Column(heading=t("month"), type="text", width=14),
                Column(heading=t("what"), type="text", width=14),
                Column(heading=t("debit"), type="amount", width=17),
                Column(heading=t("credit"), type="amount", width=17),
                Column(heading=t("balance"), type="amount", width=17),
            ),
            rows=tuple(_general_rows(t, account)),
            notes=(t("debit_above_zero"),),
            landscape=True,
        )


def _general_rows(t: Texts, account: GeneralLedgerAccount) -> Iterator[Row]:
    name = t.account(account)
    yield Row((name, "", t("brought_forward"), None, None, account.opening_fen))
    for month in account.months:
        when = t.month(month.period)
        yield Row((name, when, t("turnover"), month.debit_fen, month.credit_fen, None))
        if month.carried_debit_fen or month.carried_credit_fen:
            yield Row((name, when, t("carried"), month.carried_debit_fen, month.carried_credit_fen, None))
        yield Row(
            (name, when, t("year_so_far"), month.year_debit_fen, month.year_credit_fen, month.balance_fen), "total"
        )


def entries_sheet(
    t: Texts, union: str, heading: tuple[str, str], opening_fen: int, entries: Sequence[LedgerEntry]
) -> Sheet:
    """Lay out a detail ledger or a journal under its title and its days, with each day's totals below the day."""
    title, when = heading
    return Sheet(
        name=title,
        title=title,
        union=union,
        when=when,
        unit=t("unit"),
        columns=(
            Column(heading=t("day"), type="day", width=11),
            Column(heading=t("voucher"), type="text", width=12),
            Column(heading=t("what"), type="text", width=30),
            Column(heading=t("account_name"), type="text", width=24),
            Column(heading=t("against"), type="text", width=24),
            Column(heading=t("fund_class"), type="text", width=10),
            Column(heading=t("project"), type="text", width=12),
            Column(heading=t("party"), type="text", width=12),
            Column(heading=t("debit"), type="amount", width=16),
            Column(heading=t("credit"), type="amount", width=16),
            Column(heading=t("balance"), type="amount", width=16),
        ),
        rows=(_opening_row(t, opening_fen), *(row for entry in entries for row in _entry_rows(t, entry))),
        signatures=signatures(t),
        notes=(t("debit_above_zero"),),
        landscape=True,
    )


def _opening_row(t: Texts, opening_fen: int) -> Row:
    return Row((None, "", t("brought_forward"), "", "", "", "", "", None, None, opening_fen))


def _entry_rows(t: Texts, entry: LedgerEntry) -> Iterator[Row]:
    yield Row(
        (
            entry.day,
            "、".join(voucher_mark(t, mark.type, mark.number) for mark in entry.vouchers),
            _what(t, entry),
            t.account(entry),
            "、".join(t.account(other) for other in entry.against),
            t.option("fund_class", entry.fund_class),
            entry.project or "",
            entry.party or "",
            entry.debit_fen or None,
            entry.credit_fen or None,
            entry.balance_fen,
        )
    )
    if entry.day_debit_fen is not None:
        day = (entry.day, "", t("day_total"), "", "", "", "", "", entry.day_debit_fen, entry.day_credit_fen)
        yield Row((*day, entry.balance_fen), "total")


def _what(t: Texts, entry: LedgerEntry) -> str:
    """Say what an entry is for: its summary, or else the rule that posted it and the document it rests on."""
    if entry.rule_id == OPENING:
        return t("brought_in")
    return entry.summary or " ".join(part for part in (entry.rule_id, entry.document_no) if part)


def voucher_mark(t: Texts, voucher_type: str, number: int | None) -> str:
    """Write a voucher's type and number (凭证字号), as 收-3."""
    return f"{t.option('voucher_word', voucher_type)}-{'' if number is None else number}"


def voucher_list_sheet(t: Texts, union: str, when: str, vouchers: Sequence[PrintedVoucher]) -> Sheet:
    """Lay out vouchers one below the other, one row for each line."""
    return Sheet(
        name=t("vouchers"),
        title=t("vouchers"),
        union=union,
        when=when,
        unit=t("unit"),
        columns=(
            Column(heading=t("voucher"), type="text", width=8),
            Column(heading=t("day"), type="day", width=11),
            Column(heading=t("summary"), type="text", width=30),
            Column(heading=t("account"), type="text", width=9),
            Column(heading=t("account_name"), type="text", width=22),
            Column(heading=t("fund_class"), type="text", width=9),
            Column(heading=t("project"), type="text", width=11),
            Column(heading=t("debit"), type="amount", width=16),
            Column(heading=t("credit"), type="amount", width=16),
            Column(heading=t("attachments"), type="count", width=6),
            *(Column(heading=t(who), type="text", width=9) for who in ("preparer", "reviewer", "cashier", "poster")),
            Column(heading=t("state"), type="text", width=9),
        ),
        rows=tuple(row for voucher in vouchers for row in _voucher_rows(t, voucher)),
        landscape=True,
    )


def _voucher_rows(t: Texts, voucher: PrintedVoucher) -> Iterator[Row]:
    for line in voucher.lines:
        yield Row(
            (
                voucher_mark(t, voucher.type, voucher.number),
                voucher.day,
                voucher.summary,
                line.account,
                t.name(line),
                t.option("fund_class", line.fund_class),
                line.project or "",
                line.amount_fen if line.side == "D" else None,
                line.amount_fen if line.side == "C" else None,
                voucher.attachments,
                voucher.prepared_by,
                voucher.reviewed_by or "",
                voucher.signed_by or "",
                voucher.posted_by or "",
                t.option("voucher_state", voucher.state),
            )
        )


def voucher_sheet(t: Texts, union: str, voucher: PrintedVoucher) -> Sheet:
    """Lay out one voucher as it is printed. Source: 规范 第五十一、五十二条."""
    mark = voucher_mark(t, voucher.type, voucher.number)
    return Sheet(
        name=mark,
        title=t.option("voucher_type", voucher.type),
        union=union,
        when=f"{t.day(voucher.day)}  {mark}  {t('attached', count=voucher.attachments)}",
        unit=t("unit"),
        columns=(
            Column(heading=t("summary"), type="text", width=30),
            Column(heading=t("account_name"), type="text", width=36),
            Column(heading=t("fund_class"), type="text", width=12),
            Column(heading=t("project"), type="text", width=14),
            Column(heading=t("debit"), type="amount", width=17),
            Column(heading=t("credit"), type="amount", width=17),
        ),
        rows=(
            *(
                Row(
                    (
                        voucher.summary,
                        t.account(line),
                        t.option("fund_class", line.fund_class),
                        line.project or "",
                        line.amount_fen if line.side == "D" else None,
                        line.amount_fen if line.side == "C" else None,
                    )
                )
                for line in voucher.lines
            ),
            Row((t("total"), in_capitals(voucher.total_fen), "", "", voucher.total_fen, voucher.total_fen), "total"),
        ),
        signatures=tuple(
            t("signed", who=t(who), actor=actor or "")
            for who, actor in (
                ("preparer", voucher.prepared_by),
                ("reviewer", voucher.reviewed_by),
                ("cashier", voucher.signed_by),
                ("poster", voucher.posted_by),
                ("accounting_head", None),
            )
        ),
        landscape=True,
    )


def source_sheet(t: Texts, union: str, source: str, events: Sequence[tuple[FeedEntry, str]]) -> Sheet:
    """Lay out the events of a source, each with its position in the log and what it says."""
    return Sheet(
        name=t("source"),
        title=t("source"),
        union=union,
        when=source,
        unit="",
        columns=(
            Column(heading=t("position"), type="count", width=10),
            Column(heading=t("day"), type="day", width=12),
            Column(heading=t("event"), type="text", width=70),
            Column(heading=t("prepared_by"), type="text", width=14),
        ),
        rows=tuple(Row((entry.position, entry.effective_on, says, entry.actor)) for entry, says in events),
        landscape=True,
    )


def signatures(t: Texts) -> tuple[str, ...]:
    """Say who signs: the legal representative, who is in charge of accounting, its head, and who prepared it."""
    return tuple(
        t("signed", who=t(who), actor="")
        for who in ("legal_representative", "accounting_chief", "accounting_head", "prepared_by")
    )
