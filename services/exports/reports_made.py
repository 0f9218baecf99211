"""From statements, their checks and the yearly report to sheets."""

from collections.abc import Iterator
from typing import Final

from domain.accounting.statements import Check, Statement, StatementLine
from projections.ledgers import ComparedBalance, Correction, PeriodComparison
from projections.statements import Cell, CheckedStatement, FinanceReport, ReportLine
from services.exports.made import signatures
from services.exports.sheets import Column, Row, Sheet
from services.exports.texts import Texts

COMPARED: Final = ("reported", "now", "unexplained", "corrected", "known")
"""The columns of a closed month as reported then and as known now."""


def statement_sheets(t: Texts, union: str, found: CheckedStatement) -> Iterator[Sheet]:
    """Lay out a statement and, on a sheet of its own, its checks."""
    when = t("year", year=found.period[:4]) if found.yearly else t.month(found.period)
    if found.statement.form == "balance_sheet":
        yield _two_halves(t, union, t.day(found.day), found.statement, yearly=found.yearly)
    else:
        yield _one_column(t, union, when, found.statement)
    yield _checks(t, union, when, found)


def _one_column(t: Texts, union: str, when: str, statement: Statement) -> Sheet:
    return Sheet(
        name=t(statement.form),
        title=t(statement.form),
        union=union,
        when=when,
        unit=t("unit"),
        columns=(
            Column(heading=t("row"), type="text", width=7),
            Column(heading=t("item"), type="text", width=44),
            Column(heading=t(f"column_{statement.first_column}"), type="amount", width=20),
            Column(heading=t(f"column_{statement.second_column}"), type="amount", width=20),
        ),
        rows=tuple(
            Row(
                (line.row, t.name(line), *_figures(line)),
                "plain" if line.kind == "figure" else "total",
            )
            for line in statement.lines
        ),
        signatures=signatures(t),
        notes=(t("of_version", version=statement.version, chart=statement.chart),),
    )


def _two_halves(t: Texts, union: str, when: str, statement: Statement, *, yearly: bool) -> Sheet:
    """Lay out 工会01表: assets on the left; liabilities and net assets on the right, its total beside the assets'."""
    closing = t("closing_of_year") if yearly else t("closing")
    half = (
        Column(heading=t("row"), type="text", width=6),
        Column(heading=t("item"), type="text", width=26),
        Column(heading=t("opening_of_year"), type="amount", width=18),
        Column(heading=closing, type="amount", width=18),
    )
    left, right = halves(statement)
    return Sheet(
        name=t("balance_sheet"),
        title=t("balance_sheet"),
        union=union,
        when=when,
        unit=t("unit"),
        columns=(*half, *half),
        rows=tuple(
            Row((*_half(t, one), *_half(t, other)), "total" if _stands_out(one) and _stands_out(other) else "plain")
            for one, other in zip(left, right, strict=True)
        ),
        signatures=signatures(t),
        notes=(t("of_version", version=statement.version, chart=statement.chart),),
        landscape=True,
    )


def halves(statement: Statement) -> tuple[list[StatementLine | None], list[StatementLine | None]]:
    """Split a balance sheet into its halves of equal length, the last total of each on the same line."""
    left: list[StatementLine | None] = [line for line in statement.lines if line.row.startswith("A")]
    right: list[StatementLine | None] = [line for line in statement.lines if not line.row.startswith("A")]
    length = max(len(left), len(right))
    return _padded(left, length), _padded(right, length)


def _padded(lines: list[StatementLine | None], length: int) -> list[StatementLine | None]:
    return [*lines[:-1], *([None] * (length - len(lines))), *lines[-1:]]


def _half(t: Texts, line: StatementLine | None) -> tuple[str, str, int | None, int | None]:
    return ("", "", None, None) if line is None else (line.row, t.name(line), *_figures(line))


def _figures(line: StatementLine) -> tuple[int | None, int | None]:
    """Give the figures of a line; rows of unused accounts stay empty. Source: 财会〔2021〕7号 附录1 第四部分."""
    used = line.first_fen or line.second_fen or line.kind == "total"
    return (line.first_fen, line.second_fen) if used else (None, None)


def _stands_out(line: StatementLine | None) -> bool:
    return line is not None and line.kind != "figure"


def _checks(t: Texts, union: str, when: str, found: CheckedStatement) -> Sheet:
    return Sheet(
        name=t("checks"),
        title=t("checks"),
        union=union,
        when=when,
        unit=t("unit"),
        columns=(
            Column(heading=t("check"), type="text", width=8),
            Column(heading=t("what"), type="text", width=60),
            Column(heading=t("result"), type="text", width=12),
            Column(heading=t("row"), type="text", width=14),
            Column(heading=t("one_figure"), type="amount", width=18),
            Column(heading=t("other_figure"), type="amount", width=18),
        ),
        rows=tuple(
            Row((made.check, t.option("check", made.check), t.option("check_state", made.state), *figures))
            for made in found.checks
            for figures in _compared(t, made)
        ),
        landscape=True,
    )


def _compared(t: Texts, made: Check) -> Iterator[tuple[str, int | None, int | None]]:
    """Give the figures of a check; where others are there, those that are zero on both sides are left out."""
    told = [each for each in made.comparisons if each.left_fen or each.right_fen] or made.comparisons[:1]
    for each in told:
        yield t.option("comparison", each.what), each.left_fen, each.right_fen
    if not told:
        yield "", None, None


def report_sheets(t: Texts, union: str, report: FinanceReport) -> Iterator[Sheet]:
    """Lay out the yearly report: the figures with the rows they stand in, the projects, and the largest expenses."""
    when = t("year", year=report.year)
    yield Sheet(
        name=t("finance_report"),
        title=t("finance_report"),
        union=union,
        when=when,
        unit=t("unit"),
        columns=(
            Column(heading=t("item"), type="text", width=44),
            Column(heading=t("this_year"), type="amount", width=20),
            Column(heading=t("last_year"), type="amount", width=20),
            Column(heading=t("stands_in"), type="text", width=18),
        ),
        rows=tuple(_report_rows(t, report)),
        signatures=signatures(t),
        notes=(t("of_chart", chart=report.chart),),
    )
    yield Sheet(
        name=t("projects"),
        title=t("projects"),
        union=union,
        when=when,
        unit=t("unit"),
        columns=(
            Column(heading=t("project"), type="text", width=30),
            *(Column(heading=t(name), type="amount", width=20) for name in ("income", "expense", "left")),
        ),
        rows=tuple(Row((each.project, each.income_fen, each.expense_fen, each.left_fen)) for each in report.projects),
    )
    yield Sheet(
        name=t("largest"),
        title=t("largest"),
        union=union,
        when=when,
        unit=t("unit"),
        columns=(
            Column(heading=t("account_name"), type="text", width=44),
            Column(heading=t("expense"), type="amount", width=20),
        ),
        rows=tuple(Row((t.account(each), each.amount_fen)) for each in report.largest),
    )


def _report_rows(t: Texts, report: FinanceReport) -> Iterator[Row]:
    parts: tuple[tuple[str, tuple[ReportLine, ...]], ...] = (
        ("report_opening", report.opening),
        ("income", report.income),
        ("expense", report.expense),
        ("report_difference", report.difference),
        ("report_closing", report.closing),
        ("report_position", report.position),
    )
    for name, lines in parts:
        if lines:
            yield Row((t(name), None, None, ""), "heading")
        for line in lines:
            yield Row((t.name(line), line.amount_fen, line.last_year_fen, f"{t(f'short_{line.form}')} {line.row}"))


def cell_sheet(t: Texts, union: str, cell: Cell) -> Sheet:
    """Lay out what a figure of a statement is made from."""
    return Sheet(
        name=t("cell"),
        title=f"{t(f'short_{cell.form}')} {cell.row} {t.name(cell)}",
        union=union,
        when=t(f"column_{cell.column}"),
        unit=t("unit"),
        columns=(
            Column(heading=t("account_name"), type="text", width=40),
            Column(heading=t("fund_class"), type="text", width=12),
            Column(heading=t("measure"), type="text", width=12),
            Column(heading=t("to_day"), type="day", width=12),
            Column(heading=t("amount"), type="amount", width=20),
        ),
        rows=(
            *(
                Row(
                    (
                        t.account(part),
                        t.option("fund_class", part.fund_class),
                        t.option("measure", part.measure),
                        part.day,
                        part.amount_fen,
                    )
                )
                for part in cell.parts
            ),
            Row((t("total"), "", "", None, cell.amount_fen), "total"),
        ),
    )


def _of_chart(t: Texts, row: ComparedBalance | Correction, found: PeriodComparison) -> str:
    """Name an account, and its chart if that is another than the period's."""
    return t.account(row) if row.chart == found.chart else f"{t.account(row)} ({row.chart})"


def comparison_sheets(t: Texts, union: str, found: PeriodComparison) -> Iterator[Sheet]:
    """Lay out a closed month as reported then and as known now, and the corrections between the two."""
    when = t.month(found.period)
    yield Sheet(
        name=t("comparison"),
        title=t("comparison"),
        union=union,
        when=when,
        unit=t("unit"),
        columns=(
            Column(heading=t("account_name"), type="text", width=36),
            *(Column(heading=t(name), type="amount", width=18) for name in COMPARED),
        ),
        rows=tuple(
            Row(
                (
                    _of_chart(t, row, found),
                    row.reported_fen,
                    row.now_fen,
                    row.unexplained_fen,
                    row.corrected_fen,
                    row.known_fen,
                )
            )
            for row in found.rows
        ),
        notes=(t("debit_above_zero"),),
        landscape=True,
    )
    yield Sheet(
        name=t("corrections"),
        title=t("corrections"),
        union=union,
        when=when,
        unit=t("unit"),
        columns=(
            Column(heading=t("day"), type="day", width=12),
            Column(heading=t("what"), type="text", width=34),
            Column(heading=t("account_name"), type="text", width=30),
            Column(heading=t("corrects"), type="text", width=34),
            Column(heading=t("amount"), type="amount", width=18),
        ),
        rows=tuple(
            Row((each.day, each.summary or each.source, _of_chart(t, each, found), each.corrects, each.change_fen))
            for each in found.corrections
        ),
        landscape=True,
    )
