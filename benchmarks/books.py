"""A year of 100,000 vouchers in one ledger: what its steps take, and how soon statements and balances stand."""

import csv
import http.client
import random
import re
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.books_year import DONE_ON, FIRST_DAY, MONTHS, SEED, YEAR, Bank, entries, in_requests, opening
from benchmarks.harness import Bench, PeerMissing, Round, in_turns, seconds_of
from benchmarks.open_loop import percentile
from benchmarks.peers.plain_text import hledger_program
from benchmarks.report import Cell
from benchmarks.service import OK, served
from benchmarks.workload import PATIENT_SECONDS, settle
from domain.activities.bank import ConfirmBankReconciliation, MatchBankLines
from domain.activities.closing import CarryResults, ClosePeriod
from domain.activities.voucher import PostVouchers, PrepareVouchers, ReviewVouchers, SignVouchers
from domain.catalogue import COMMAND_TYPE_OF
from domain.values import FEN_PER_YUAN, ActorId, LedgerId, Month, last_day_of
from projections.ledgers import trial_balance
from services.exports.hledger import hledger_journal
from services.recording import Request
from services.service import Service, open_service
from services.settings import Settings

LEDGER: Final = LedgerId("books")
NOON: Final = datetime(DONE_ON.year, DONE_ON.month, DONE_ON.day, 4, tzinfo=UTC)
ENTRIES_IN_A_REQUEST: Final = 3_000
DAYS_OF_A_YEAR: Final = 365
FORMS: Final = ("balance_sheet", "income_statement")
STATEMENT: Final = "statement of a month"
TRIAL_BALANCE: Final = "trial balance at a past day"
AS_RECORDED: Final = "trial balance as recorded at half the log"
PROJECTING: Final = "read models follow all of these"
CLOSING: Final = "close-period"
OURS: Final = "union ledger, read model at hand"
COLD: Final = "union ledger, read model built from the log"
HLEDGER: Final = "hledger, journal at hand"
MILLISECONDS: Final = 1_000
CODE: Final = re.compile(r"(?<=:)\d+(?= )")

Taken = dict[str, dict[Month, float]]
"""The seconds that each step took, by month."""
Balances = dict[str, Decimal]
"""What stands on each account in yuan, debits above zero; accounts without a balance are left out."""


class BalancesDiffer(Exception):
    """hledger came to other balances: then its time says nothing."""


def books(bench: Bench) -> None:
    """A year of 100,000 vouchers in one ledger: the steps of a month, statements, trial balances."""
    a_month = bench.size(8_334, 100)
    with bench.fresh_database() as url:
        settings = Settings(database_url=url, statement_timeout_seconds=PATIENT_SECONDS)
        with open_service(url, settings, lambda: NOON) as service:
            service.projector.prepare()
            _report_steps(bench, _work_off(service, a_month), a_month)
            settle(url)
            _report_answers(bench, url, service.log.heads()[LEDGER])
            _beside_hledger(bench, service)


class Office:
    """Those who keep the books: they ask, and what they wait for is taken down by month and step."""

    def __init__(self, service: Service) -> None:
        """Work with a service."""
        self.taken: Taken = defaultdict(partial(defaultdict, float))
        self._service = service
        self._requests = 0

    def ask(self, period: Month, actor: str, *commands: object) -> None:
        """Record a request; the read models follow it, as the projector beside a service has them do."""
        self._requests += 1
        request = Request(
            ledger_id=LEDGER, request_id=f"{self._requests}", actor=ActorId(actor), commands=tuple(commands)
        )
        step = COMMAND_TYPE_OF[type(commands[0])].name
        self.taken[step][period] += seconds_of(partial(self._service.recording.record, request))
        self.taken[PROJECTING][period] += seconds_of(partial(self._service.projector.catch_up, LEDGER))


def _work_off(service: Service, a_month: int) -> Taken:
    """Take twelve months from their entries to their close; return the seconds of each step by month."""
    office, bank = Office(service), Bank()
    for command in opening():
        office.ask(MONTHS[0], "bookkeeper", command)
    for period in MONTHS:
        recorded, last = entries(period, a_month), last_day_of(period)
        for request in in_requests(recorded, ENTRIES_IN_A_REQUEST):
            office.ask(period, "officer", *request)
        office.ask(period, "bookkeeper", CarryResults(effective_on=last))
        office.ask(period, "officer", PrepareVouchers(period=period, effective_on=last))
        office.ask(period, "reviewer", ReviewVouchers(period=period, effective_on=last))
        office.ask(period, "cashier", SignVouchers(period=period, effective_on=last))
        office.ask(period, "bookkeeper", PostVouchers(period=period, effective_on=last))
        office.ask(period, "officer", bank.statement(period, recorded))
        office.ask(period, "officer", MatchBankLines(effective_on=DONE_ON))
        office.ask(period, "reviewer", ConfirmBankReconciliation(period=period, effective_on=DONE_ON))
        close = ClosePeriod(period=period, effective_on=DONE_ON, accruals_done=period == MONTHS[-1])
        office.ask(period, "bookkeeper", close)
    return office.taken


def _report_steps(bench: Bench, taken: Taken, a_month: int) -> None:
    rows: list[tuple[Cell, ...]] = [
        (step, months[MONTHS[1]], months[MONTHS[-1]], max(months.values()))
        for step, months in taken.items()
        if MONTHS[-1] in months
    ]
    head = ("", "February s", "December s", "slowest month s")
    bench.table(f"A month of {a_month:,} vouchers, in a year of {12 * a_month:,}", head, rows)
    bench.ratio("books_close_period_s", max(taken[CLOSING].values()), at_most=5)


def _report_answers(bench: Bench, url: str, size: int) -> None:
    """Ask the served API, one question after another, each time for another month, day or position."""
    paths = _paths(bench.size(200, 20), size)
    with served(url) as service:
        connection, token = service.connect(), service.token("auditor")
        figures = {name: sorted(_get(connection, token, path) for path in asked) for name, asked in paths.items()}
    rows: list[tuple[Cell, ...]] = [
        (name, len(seconds), *(percentile(seconds, percent) * MILLISECONDS for percent in (50, 99, 100)))
        for name, seconds in figures.items()
    ]
    bench.table("GET from the served API", ("", "asked", "p50 ms", "p99 ms", "worst ms"), rows)
    bench.ratio("books_statement_ms", figures[STATEMENT][-1] * MILLISECONDS, at_most=200)
    bench.ratio("books_trial_balance_ms", figures[TRIAL_BALANCE][-1] * MILLISECONDS, at_most=500)


def _paths(many: int, size: int) -> dict[str, list[str]]:
    choose = random.Random(SEED)  # noqa: S311 - picks what to ask for
    ledger = f"/api/v1/ledgers/{LEDGER}"
    days = [FIRST_DAY + timedelta(days=choose.randrange(DAYS_OF_A_YEAR)) for _ in range(many)]
    return {
        STATEMENT: [f"{ledger}/statements/{choose.choice(FORMS)}?period={choose.choice(MONTHS)}" for _ in range(many)],
        TRIAL_BALANCE: [f"{ledger}/trial-balance?day={day}" for day in days],
        AS_RECORDED: [f"{ledger}/trial-balance?as_of_position={size // 2}"],
    }


def _get(connection: http.client.HTTPConnection, token: str, path: str) -> float:
    """Ask, and return the seconds until the whole answer was there."""

    def ask() -> None:
        connection.request("GET", path, headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != OK:
            message = f"{path}: {answer.status}: {body.decode()[:500]}"
            raise RuntimeError(message)

    return seconds_of(ask)


def _beside_hledger(bench: Bench, service: Service) -> None:
    """Let hledger compute the balances at a day in July from the same vouchers, and compare them to the fen."""
    day, journal = date(YEAR, 7, 20), bench.folder / "books.journal"
    with service.datastore.get_connection() as connection:
        journal.write_text(hledger_journal(connection, LEDGER, YEAR), encoding="utf-8")
    answers: dict[str, Balances] = {}
    rounds: dict[str, Round] = {
        OURS: partial(_timed, answers, OURS, partial(_ours, service, day)),
        COLD: partial(_timed, answers, COLD, partial(_ours_from_the_log, service, day)),
        **dict(_hledger(answers, journal, day)),
    }
    seconds = in_turns(rounds, 1)
    if any(answer != answers[OURS] for answer in answers.values()):
        message = f"balances at {day} differ"
        raise BalancesDiffer(message)
    rows = [(name, took, took / seconds[OURS]) for name, took in seconds.items()]
    bench.table(f"Balances of {len(answers[OURS])} accounts at {day}", ("", "seconds", "time ÷ first"), rows)
    if HLEDGER in seconds:
        bench.ratio("books_trial_balance_vs_hledger", seconds[HLEDGER] / seconds[OURS], at_least=5)
        bench.ratio("books_cold_trial_balance_vs_hledger", seconds[HLEDGER] / seconds[COLD])


def _timed(answers: dict[str, Balances], name: str, work: Callable[[], Balances]) -> float:
    def answer() -> None:
        answers[name] = work()

    return seconds_of(answer)


def _ours(service: Service, day: date) -> Balances:
    with service.datastore.get_connection() as connection:
        rows = trial_balance(connection, LEDGER, day=day).rows
    return {row.account: Decimal(row.balance_fen) / FEN_PER_YUAN for row in rows if row.balance_fen}


def _ours_from_the_log(service: Service, day: date) -> Balances:
    service.projector.rebuild(["books"])
    return _ours(service, day)


def _hledger(answers: dict[str, Balances], journal: Path, day: date) -> Iterator[tuple[str, Round]]:
    try:
        work = partial(_hledger_balances, hledger_program(), journal, day)
    except PeerMissing as missing:
        print(f"\n{HLEDGER} is left out: {missing}")
    else:
        yield HLEDGER, partial(_timed, answers, HLEDGER, work)


def _hledger_balances(program: str, journal: Path, day: date) -> Balances:
    """Let hledger add up the journal; its accounts are paths, whose last code names the account of the chart."""
    arguments = ["balance", "--end", f"{day + timedelta(days=1)}", "--flat", "--no-total", "--output-format", "csv"]
    done = subprocess.run([program, "--file", str(journal), *arguments], capture_output=True, text=True, check=True)
    balances: Balances = defaultdict(Decimal)
    for row in csv.DictReader(done.stdout.splitlines()):
        *_, account = CODE.findall(row["account"])
        balances[account] += Decimal(row["balance"].removesuffix(" CNY"))
    return {account: balance for account, balance in balances.items() if balance}
