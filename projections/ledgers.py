"""The ledgers (账簿) made from the books: trial balance, general and subsidiary ledgers, cash and bank journals.

They read the tables of the read model ``books``, at any effective day. Balances stand on the debit side: a credit
balance is below zero. Turnover (发生额) leaves closing entries (结转) out, which stand in columns of their own.
Accounts are named by code and name together; a ledger's own detail accounts are read from its own stream.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final, Literal, LiteralString

import psycopg
from psycopg.rows import DictRow

from domain.accounting.charts import CHARTS, FIRST_LEVEL_DIGITS, chart_on
from domain.values import (
    AccountCode,
    ChartVersion,
    Fen,
    FundClass,
    LedgerId,
    Month,
    PartyId,
    ProjectId,
    Year,
    last_day_of,
)

Connection = psycopg.Connection[DictRow]
Dimension = Literal["party", "project", "fund_class"]
"""What a subsidiary ledger (明细账) is kept by."""
DECEMBER: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountName:
    """What an account is called in both languages."""

    name_zh: str
    name_en: str


Names = Mapping[AccountCode, AccountName]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBalanceRow:
    """An account in the trial balance: ``opening + debit - credit + carried_debit - carried_credit = balance``."""

    chart: ChartVersion
    account: AccountCode
    name_zh: str
    name_en: str
    opening_fen: Fen
    debit_fen: Fen
    credit_fen: Fen
    carried_debit_fen: Fen
    carried_credit_fen: Fen
    balance_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBalance:
    """The trial balance (发生额及余额表) from one day to another: its accounts by code, and what they sum up to.

    ``opening_fen`` and ``balance_fen`` are 0 in books that balance, and debits equal credits.
    """

    chart: ChartVersion
    from_day: date
    day: date
    opening_fen: Fen
    debit_fen: Fen
    credit_fen: Fen
    carried_debit_fen: Fen
    carried_credit_fen: Fen
    balance_fen: Fen
    rows: tuple[TrialBalanceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralLedgerMonth:
    """A month of an account in the general ledger, with the turnover of the year so far and the balance at its end."""

    period: Month
    debit_fen: Fen
    credit_fen: Fen
    carried_debit_fen: Fen
    carried_credit_fen: Fen
    year_debit_fen: Fen
    year_credit_fen: Fen
    balance_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralLedgerAccount:
    """A first-level account in the general ledger (总账): what it opened with (上年结转), and its months."""

    chart: ChartVersion
    account: AccountCode
    name_zh: str
    name_en: str
    opening_fen: Fen
    months: tuple[GeneralLedgerMonth, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAccount:
    """An account by code and name."""

    account: AccountCode
    name_zh: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherMark:
    """A voucher that an entry stands on. ``number`` is None until it is posted."""

    voucher_id: str
    type: str
    number: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """A line of a ledger or journal: what the events of one source moved on an account, and the balance after it.

    ``line_no`` counts the lines from the first day that was asked for. ``day_debit_fen`` and ``day_credit_fen`` stand
    on the last line of a day: the day's totals (本日合计). ``against`` are the other accounts of the same source.
    """

    line_no: int
    day: date
    source: str
    rule_id: str
    document_no: str | None
    summary: str | None
    vouchers: tuple[VoucherMark, ...]
    account: AccountCode
    name_zh: str
    name_en: str
    against: tuple[NamedAccount, ...]
    fund_class: FundClass
    project: ProjectId | None
    party: PartyId | None
    debit_fen: Fen
    credit_fen: Fen
    balance_fen: Fen
    day_debit_fen: Fen | None
    day_credit_fen: Fen | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidiaryRow:
    """What one party, project or class of money has on an account; ``''`` is what names none."""

    key: str
    chart: ChartVersion
    account: AccountCode
    name_zh: str
    name_en: str
    opening_fen: Fen
    debit_fen: Fen
    credit_fen: Fen
    balance_fen: Fen


OWN_ACCOUNTS: Final = """
SELECT convert_from(state, 'UTF8')::json ->> 'account' AS account, convert_from(state, 'UTF8')::json ->> 'name' AS name
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND stream_id = 'ledger/self'
  AND split_part(topic, '/', 1) = 'ledger.account_added'
  AND convert_from(state, 'UTF8')::json ->> 'chart' = %(chart)s
"""

UNION_NAME: Final = """
SELECT convert_from(state, 'UTF8')::json ->> 'name' AS name
FROM ledger.ledger_event
WHERE ledger_id = %(ledger_id)s AND stream_id = 'ledger/self' AND split_part(topic, '/', 1) = 'ledger.opened'
"""

TRIAL_BALANCE: Final = """
SELECT account,
       sum(CASE WHEN day < %(first)s THEN opening_fen + debit_fen - credit_fen ELSE opening_fen END)::bigint
           AS opening_fen,
       coalesce(sum(debit_fen - carried_debit_fen) FILTER (WHERE day >= %(first)s), 0)::bigint AS debit_fen,
       coalesce(sum(credit_fen - carried_credit_fen) FILTER (WHERE day >= %(first)s), 0)::bigint AS credit_fen,
       coalesce(sum(carried_debit_fen) FILTER (WHERE day >= %(first)s), 0)::bigint AS carried_debit_fen,
       coalesce(sum(carried_credit_fen) FILTER (WHERE day >= %(first)s), 0)::bigint AS carried_credit_fen,
       sum(opening_fen + debit_fen - credit_fen)::bigint AS balance_fen
FROM read_model.account_day
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND day <= %(last)s
GROUP BY account
ORDER BY account
"""

GENERAL_LEDGER: Final = """
SELECT left(account, 3) AS account,
       CASE WHEN day < %(first)s THEN '' ELSE to_char(day, 'YYYY-MM') END AS period,
       sum(opening_fen)::bigint AS opening_fen,
       sum(opening_fen + debit_fen - credit_fen)::bigint AS moved_fen,
       sum(debit_fen - carried_debit_fen)::bigint AS debit_fen,
       sum(credit_fen - carried_credit_fen)::bigint AS credit_fen,
       sum(carried_debit_fen)::bigint AS carried_debit_fen,
       sum(carried_credit_fen)::bigint AS carried_credit_fen
FROM read_model.account_day
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND day <= %(last)s
  AND starts_with(account, %(account)s)
GROUP BY 1, 2
ORDER BY 1, 2
"""

OPENING_OF_ACCOUNT: Final = """
SELECT coalesce(sum(opening_fen + debit_fen - credit_fen), 0)::bigint AS opening_fen
FROM read_model.account_day
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND starts_with(account, %(account)s) AND day < %(first)s
  AND (%(fund_class)s::text IS NULL OR fund_class = %(fund_class)s::text)
  AND (%(project)s::text IS NULL OR project = %(project)s::text)
"""

OPENING_OF_PARTY: Final = """
SELECT coalesce(sum(opening_fen + debit_fen - credit_fen), 0)::bigint AS opening_fen
FROM read_model.entry_line
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND starts_with(account, %(account)s) AND day < %(first)s
  AND (%(fund_class)s::text IS NULL OR fund_class = %(fund_class)s::text)
  AND (%(project)s::text IS NULL OR project = %(project)s::text)
  AND party = %(party)s::text
"""

ENTRIES: Final = """
SELECT page.*, coalesce(source.rule_id, 'opening') AS rule_id, nullif(source.document_no, '') AS document_no,
       coalesce(source.summary, made.summary) AS summary, coalesce(made.vouchers, '[]'::jsonb) AS vouchers,
       coalesce(other.accounts, ARRAY[]::text[]) AS against
FROM (
    SELECT *
    FROM (
        SELECT row_number() OVER stand AS line_no, day, source, account, fund_class,
               nullif(project, '') AS project, nullif(party, '') AS party, debit_fen, credit_fen,
               (%(opening)s + sum(opening_fen + debit_fen - credit_fen) OVER stand)::bigint AS balance_fen,
               CASE WHEN row_number() OVER (PARTITION BY day ORDER BY source DESC, account DESC, fund_class DESC,
                                            project DESC, party DESC, economic_class DESC) = 1
                    THEN sum(debit_fen) OVER (PARTITION BY day)::bigint END AS day_debit_fen,
               CASE WHEN row_number() OVER (PARTITION BY day ORDER BY source DESC, account DESC, fund_class DESC,
                                            project DESC, party DESC, economic_class DESC) = 1
                    THEN sum(credit_fen) OVER (PARTITION BY day)::bigint END AS day_credit_fen
        FROM read_model.entry_line
        WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND starts_with(account, %(account)s)
          AND day BETWEEN %(first)s AND %(last)s
          AND (%(fund_class)s::text IS NULL OR fund_class = %(fund_class)s::text)
          AND (%(project)s::text IS NULL OR project = %(project)s::text)
          AND (%(party)s::text IS NULL OR party = %(party)s::text)
          AND (opening_fen <> 0 OR debit_fen <> 0 OR credit_fen <> 0)
        WINDOW stand AS (ORDER BY day, source, account, fund_class, project, party, economic_class)
    ) AS line
    WHERE line_no > %(after)s
    ORDER BY line_no
    LIMIT %(limit)s
) AS page
LEFT JOIN read_model.source AS source
  ON source.ledger_id = %(ledger_id)s AND source.day = page.day
 AND page.source = concat_ws('.', source.day::text, source.rule_id, nullif(source.document_no, ''))
LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('voucher_id', voucher_id, 'type', type, 'number', number)
                     ORDER BY prepared_at) AS vouchers,
           min(summary) AS summary
    FROM read_model.voucher
    WHERE ledger_id = %(ledger_id)s AND voucher.source = page.source AND state <> 'discarded'
) AS made ON true
LEFT JOIN LATERAL (
    SELECT array_agg(DISTINCT account ORDER BY account) AS accounts
    FROM read_model.entry_line AS others
    WHERE ledger_id = %(ledger_id)s AND others.day = page.day AND others.source = page.source
      AND left(others.account, 3) <> left(page.account, 3)
) AS other ON true
ORDER BY line_no
"""

_BY_KEY: Final[LiteralString] = """
SELECT key_column AS key, account,
       sum(CASE WHEN day < %(first)s THEN opening_fen + debit_fen - credit_fen ELSE opening_fen END)::bigint
           AS opening_fen,
       coalesce(sum(debit_fen) FILTER (WHERE day >= %(first)s), 0)::bigint AS debit_fen,
       coalesce(sum(credit_fen) FILTER (WHERE day >= %(first)s), 0)::bigint AS credit_fen,
       sum(opening_fen + debit_fen - credit_fen)::bigint AS balance_fen
FROM read_model.source_table
WHERE ledger_id = %(ledger_id)s AND chart = %(chart)s AND day <= %(last)s AND starts_with(account, %(account)s)
GROUP BY 1, 2
ORDER BY 1, 2
"""
SUBSIDIARY: Final[Mapping[Dimension, LiteralString]] = {
    "party": _BY_KEY.replace("key_column", "party").replace("source_table", "entry_line"),
    "project": _BY_KEY.replace("key_column", "project").replace("source_table", "account_day"),
    "fund_class": _BY_KEY.replace("key_column", "fund_class").replace("source_table", "account_day"),
}
"""Parties stand on entries only; for the others the days of an account are fewer rows to read."""

DAYS_WITH_ENTRIES: Final = """
SELECT min(day) AS first, max(day) AS last FROM read_model.account_day WHERE ledger_id = %(ledger_id)s
"""


def first_of_year(day: date) -> date:
    """Name the first day of a day's year."""
    return date(day.year, 1, 1)


def account_names(connection: Connection, ledger_id: LedgerId, chart: ChartVersion) -> Names:
    """Give the names of all accounts of a chart, with those that the ledger added."""
    own = connection.execute(OWN_ACCOUNTS, {"ledger_id": ledger_id, "chart": chart}).fetchall()
    return {
        **{
            code: AccountName(name_zh=account.name_zh, name_en=account.name_en)
            for code, account in CHARTS[chart].accounts.items()
        },
        **{AccountCode(row["account"]): AccountName(name_zh=row["name"], name_en=row["name"]) for row in own},
    }


def union_name(connection: Connection, ledger_id: LedgerId) -> str:
    """Give the name of the union whose books these are (编制单位)."""
    row = connection.execute(UNION_NAME, {"ledger_id": ledger_id}).fetchone()
    return ledger_id if row is None else row["name"]


def days_with_entries(connection: Connection, ledger_id: LedgerId) -> tuple[date, date] | None:
    """Give the first and the last day on which anything stands in the books; None for empty books."""
    row = connection.execute(DAYS_WITH_ENTRIES, {"ledger_id": ledger_id}).fetchone()
    return None if row is None or row["first"] is None else (row["first"], row["last"])


def trial_balance(
    connection: Connection, ledger_id: LedgerId, *, day: date, from_day: date | None = None
) -> TrialBalance:
    """Make the trial balance at the end of a day; its turnover begins on ``from_day``, or else with the year.

    A span that begins under an earlier chart begins with the chart of ``day``.
    """
    chart = chart_on(day)
    first = first_of_year(day) if from_day is None else from_day
    names = account_names(connection, ledger_id, chart)
    asked = {"ledger_id": ledger_id, "chart": chart, "first": first, "last": day}
    rows = tuple(TrialBalanceRow(chart=chart, **_named(names, row)) for row in connection.execute(TRIAL_BALANCE, asked))
    return TrialBalance(
        chart=chart,
        from_day=first,
        day=day,
        opening_fen=Fen(sum(row.opening_fen for row in rows)),
        debit_fen=Fen(sum(row.debit_fen for row in rows)),
        credit_fen=Fen(sum(row.credit_fen for row in rows)),
        carried_debit_fen=Fen(sum(row.carried_debit_fen for row in rows)),
        carried_credit_fen=Fen(sum(row.carried_credit_fen for row in rows)),
        balance_fen=Fen(sum(row.balance_fen for row in rows)),
        rows=rows,
    )


def general_ledger(
    connection: Connection, ledger_id: LedgerId, year: Year, *, account: AccountCode | None = None
) -> list[GeneralLedgerAccount]:
    """Make the general ledger of a year, of one first-level account if it is named: months in which it moved."""
    first, last = date(year, 1, 1), date(year, DECEMBER, 31)
    chart = chart_on(last)
    names = account_names(connection, ledger_id, chart)
    asked = {"ledger_id": ledger_id, "chart": chart, "first": first, "last": last, "account": account or ""}
    rows = connection.execute(GENERAL_LEDGER, asked).fetchall()
    return [_general(chart, names, code, list(months)) for code, months in groupby(rows, lambda row: row["account"])]


def _general(
    chart: ChartVersion, names: Names, code: str, rows: Sequence[Mapping[str, int | str]]
) -> GeneralLedgerAccount:
    account = AccountCode(code)
    opening_fen = sum(int(row["opening_fen"] if row["period"] else row["moved_fen"]) for row in rows)
    balance_fen, debit_fen, credit_fen, months = opening_fen, 0, 0, []
    for row in rows:
        if not row["period"]:
            continue
        balance_fen += int(row["moved_fen"]) - int(row["opening_fen"])
        debit_fen += int(row["debit_fen"])
        credit_fen += int(row["credit_fen"])
        months.append(
            GeneralLedgerMonth(
                period=Month(str(row["period"])),
                debit_fen=Fen(int(row["debit_fen"])),
                credit_fen=Fen(int(row["credit_fen"])),
                carried_debit_fen=Fen(int(row["carried_debit_fen"])),
                carried_credit_fen=Fen(int(row["carried_credit_fen"])),
                year_debit_fen=Fen(debit_fen),
                year_credit_fen=Fen(credit_fen),
                balance_fen=Fen(balance_fen),
            )
        )
    name = name_of(names, account)
    return GeneralLedgerAccount(
        chart=chart,
        account=account,
        name_zh=name.name_zh,
        name_en=name.name_en,
        opening_fen=Fen(opening_fen),
        months=tuple(months),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesAsked:
    """Which entries of a ledger: of an account and those below it, between two days of one chart."""

    account: AccountCode
    from_day: date
    to_day: date
    fund_class: FundClass | None = None
    project: ProjectId | None = None
    party: PartyId | None = None


def opening_of(connection: Connection, ledger_id: LedgerId, asked: EntriesAsked) -> Fen:
    """Give the balance before the first day that is asked for."""
    query = OPENING_OF_ACCOUNT if asked.party is None else OPENING_OF_PARTY
    row = connection.execute(query, _entries_asked(ledger_id, asked)).fetchone()
    return Fen(0 if row is None else row["opening_fen"])


def ledger_entries(
    connection: Connection, ledger_id: LedgerId, asked: EntriesAsked, *, after: int = 0, limit: int = 100
) -> list[LedgerEntry]:
    """List entries in the order of day and source, each with the balance after it (明细账, 日记账)."""
    names = account_names(connection, ledger_id, chart_on(asked.to_day))
    values = {
        **_entries_asked(ledger_id, asked),
        "opening": opening_of(connection, ledger_id, asked),
        "after": after,
        "limit": limit,
    }
    return [_entry(names, row) for row in connection.execute(ENTRIES, values, prepare=False)]


def _entries_asked(ledger_id: LedgerId, asked: EntriesAsked) -> dict[str, object]:
    return {
        "ledger_id": ledger_id,
        "chart": chart_on(asked.to_day),
        "account": asked.account,
        "first": asked.from_day,
        "last": asked.to_day,
        "fund_class": asked.fund_class,
        "project": asked.project,
        "party": asked.party,
    }


def _entry(names: Names, row: DictRow) -> LedgerEntry:
    return LedgerEntry(
        **{
            **_named(names, row),
            "vouchers": tuple(VoucherMark(**voucher) for voucher in row["vouchers"]),
            "against": tuple(NamedAccount(**_named(names, {"account": code})) for code in row["against"]),
        }
    )


def subsidiary_balances(  # noqa: PLR0913 - what is kept by what, of which accounts, between which days
    connection: Connection,
    ledger_id: LedgerId,
    by: Dimension,
    *,
    account: AccountCode,
    day: date,
    from_day: date | None = None,
) -> list[SubsidiaryRow]:
    """List what each party, project or class of money has on an account and those below it (明细账余额)."""
    chart = chart_on(day)
    names = account_names(connection, ledger_id, chart)
    asked = {
        "ledger_id": ledger_id,
        "chart": chart,
        "account": account,
        "first": first_of_year(day) if from_day is None else from_day,
        "last": day,
    }
    rows = connection.execute(SUBSIDIARY[by], asked)
    return [SubsidiaryRow(chart=chart, **_named(names, row)) for row in rows]


def name_of(names: Names, account: AccountCode) -> AccountName:
    """Name an account; one that has no name stands under that of the account above it."""
    code = account
    while code not in names and len(code) > FIRST_LEVEL_DIGITS:
        code = AccountCode(code[:-2])
    return names.get(code, AccountName(name_zh=account, name_en=account))


def _named(names: Names, row: DictRow) -> DictRow:
    name = name_of(names, row["account"])
    return {**row, "name_zh": name.name_zh, "name_en": name.name_en}


CLOSED_PERIOD: Final = """
SELECT position, closed_on FROM read_model.closed_period WHERE ledger_id = %(ledger_id)s AND period = %(period)s
"""
REPORTED: Final = """
SELECT account, balance_fen FROM read_model.closed_balance WHERE ledger_id = %(ledger_id)s AND period = %(period)s
"""
CLOSED_PERIODS: Final = """
SELECT period FROM read_model.closed_period WHERE ledger_id = %(ledger_id)s ORDER BY period
"""

CORRECTIONS: Final = """
SELECT line.source, line.day, line.chart, line.account, line.fund_class, nullif(line.project, '') AS project,
       line.debit_fen - line.credit_fen AS change_fen, source.summary,
       CASE WHEN source.rule_id LIKE 'correction.%%' THEN 'voucher' ELSE 'event' END AS corrected,
       line.corrects, line.corrected_day
FROM read_model.correction_line AS line
JOIN read_model.source AS source
  ON source.ledger_id = %(ledger_id)s AND source.day = line.day
 AND line.source = concat_ws('.', source.day::text, source.rule_id, nullif(source.document_no, ''))
WHERE line.ledger_id = %(ledger_id)s AND line.corrected_day <= %(last)s AND line.day > %(last)s
  AND line.debit_fen <> line.credit_fen
ORDER BY line.day, line.source, line.corrects, line.chart, line.account, line.fund_class, project
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedBalance:
    """What a closed period reported of an account, what its days come to now, and what later corrections change.

    ``known_fen`` is ``now_fen`` with the corrections: what the period would have reported had all been known.
    ``unexplained_fen`` is what no correction explains, ``now_fen`` less ``reported_fen``: a closed period takes no
    postings, so it is 0. A correction in a year of the next chart stands on an account of that chart.
    """

    chart: ChartVersion
    account: AccountCode
    name_zh: str
    name_en: str
    reported_fen: Fen
    now_fen: Fen
    corrected_fen: Fen
    known_fen: Fen
    unexplained_fen: Fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A line, dated after a period, that puts right what the period's books say; ``corrects`` names what it corrects.

    That is a voucher or a source, of ``corrected_day``.
    """

    source: str
    day: date
    chart: ChartVersion
    account: AccountCode
    name_zh: str
    name_en: str
    fund_class: FundClass
    project: ProjectId | None
    change_fen: Fen
    corrected: Literal["voucher", "event"]
    corrects: str
    corrected_day: date
    summary: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodComparison:
    """A closed period as reported then and as known now, account by account, with the corrections between the two."""

    period: Month
    chart: ChartVersion
    closed_on: date
    closed_at_position: int
    rows: tuple[ComparedBalance, ...]
    corrections: tuple[Correction, ...]


_ByAccount = Mapping[tuple[ChartVersion, AccountCode], Fen]


def closed_periods(connection: Connection, ledger_id: LedgerId) -> list[Month]:
    """List the months that were closed."""
    return [Month(row["period"]) for row in connection.execute(CLOSED_PERIODS, {"ledger_id": ledger_id})]


def period_comparison(connection: Connection, ledger_id: LedgerId, period: Month) -> PeriodComparison | None:
    """Compare what a closed period reported with what is known of it now; None if it is not closed."""
    last = last_day_of(period)
    chart = chart_on(last)
    asked = {"ledger_id": ledger_id, "period": period}
    closed = connection.execute(CLOSED_PERIOD, asked).fetchone()
    if closed is None:
        return None
    names: dict[ChartVersion, Names] = {each: account_names(connection, ledger_id, each) for each in CHARTS}
    corrections = [
        Correction(**_named(names[row["chart"]], row))
        for row in connection.execute(CORRECTIONS, {"ledger_id": ledger_id, "last": last})
    ]
    then: _ByAccount = {(chart, row["account"]): row["balance_fen"] for row in connection.execute(REPORTED, asked)}
    known_now = trial_balance(connection, ledger_id, day=last)
    now: _ByAccount = {(chart, row.account): row.balance_fen for row in known_now.rows}
    return PeriodComparison(
        period=period,
        chart=chart,
        closed_on=closed["closed_on"],
        closed_at_position=closed["position"],
        rows=tuple(_compared(names, then, now, corrections)),
        corrections=tuple(corrections),
    )


def _compared(
    names: Mapping[ChartVersion, Names], then: _ByAccount, now: _ByAccount, corrections: Sequence[Correction]
) -> Iterable[ComparedBalance]:
    corrected: dict[tuple[ChartVersion, AccountCode], int] = defaultdict(int)
    for each in corrections:
        corrected[each.chart, each.account] += each.change_fen
    for chart, account in sorted({*then, *now, *corrected}):
        name = name_of(names[chart], account)
        reported_fen, now_fen = then.get((chart, account), Fen(0)), now.get((chart, account), Fen(0))
        corrected_fen = corrected.get((chart, account), 0)
        yield ComparedBalance(
            chart=chart,
            account=account,
            name_zh=name.name_zh,
            name_en=name.name_en,
            reported_fen=reported_fen,
            now_fen=now_fen,
            corrected_fen=Fen(corrected_fen),
            known_fen=Fen(now_fen + corrected_fen),
            unexplained_fen=Fen(now_fen - reported_fen),
        )
