"""Annual totals and every member's balance from a cold log, beside hledger and beancount on the same postings."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Final

import psycopg
from psycopg.rows import dict_row

from benchmarks.harness import Bench, PeerMissing, in_turns, seconds_of
from benchmarks.peers.plain_text import beancount_python, beancount_totals, hledger_program, hledger_totals
from benchmarks.peers.postings import Movement, movements, owed, write_beancount, write_hledger
from benchmarks.workload import Workload, made_up, synthetic
from domain.values import FEN_PER_YUAN
from projections.annual_totals import annual_totals, years
from services.projector import Projector

OURS: Final = "union ledger, rebuild and read"
HLEDGER: Final = "hledger"
BEANCOUNT: Final = "beancount"
MONEY_PART: Final = 0.85
"""About this part of the workload's events moves money, as two postings each."""

SELECT_BALANCES: Final = """
SELECT ledger_id, member_no, arrears_fen - prepaid_fen AS owed_fen
FROM read_model.member_balance
"""


Answer = dict[str, Decimal]
"""Balances in yuan, by account."""


class AnswersDiffer(Exception):
    """Two contenders came to different sums: then their times say nothing."""


def totals(bench: Bench) -> None:
    """Annual totals and every member's balance from about 1 M postings, beside hledger and beancount."""
    events = int(bench.size(1_000_000, 10_000) / 2 / MONEY_PART)
    moved = list(movements(made_up(events)))
    answers: dict[str, Answer] = {}
    with synthetic(bench, events) as workload:
        ours = partial(_timed, answers, OURS, partial(_ours, Projector(workload.datastore), workload))
        seconds = in_turns({OURS: ours}, bench.size(3, 1))
    for name, work in _peers(bench, moved):
        seconds[name] = _timed(answers, name, work)  # once: a fresh process has nothing that could be warm
    _check_same(answers)
    rows = [(name, took, len(moved) / took, took / seconds[OURS]) for name, took in seconds.items()]
    bench.table(f"{2 * len(moved):,} postings", ("", "seconds", "movements/s", "time ÷ ours"), rows)
    for peer, name in ((HLEDGER, "totals_vs_hledger"), (BEANCOUNT, "totals_vs_beancount")):
        if peer in seconds:
            bench.ratio(name, seconds[peer] / seconds[OURS], at_least=5)


def _timed(answers: dict[str, Answer], name: str, work: Callable[[], Answer]) -> float:
    def answer() -> None:
        answers[name] = work()

    return seconds_of(answer)


def _ours(projector: Projector, workload: Workload) -> Answer:
    """Build both read models anew from the log, then read every total of every year and every balance."""
    projector.rebuild(["balances", "annual_totals"])
    with psycopg.connect(workload.url, row_factory=dict_row) as connection:
        for ledger_id in workload.ledger_ids:
            for year in years(connection, ledger_id):
                annual_totals(connection, ledger_id, year)
        return {
            owed("U" + row["ledger_id"].rpartition("-")[2], row["member_no"]): Decimal(row["owed_fen"]) / FEN_PER_YUAN
            for row in connection.execute(SELECT_BALANCES)
        }


def _peers(bench: Bench, moved: list[Movement]) -> Iterator[tuple[str, Callable[[], Answer]]]:
    journal, ledger = bench.folder / "postings.journal", bench.folder / "postings.beancount"
    try:
        hledger_program()
        write_hledger(journal, moved)
        yield HLEDGER, partial(hledger_totals, journal)
    except PeerMissing as missing:
        print(f"\n{HLEDGER} is left out: {missing}")
    try:
        python = beancount_python()
        write_beancount(ledger, moved)
        yield BEANCOUNT, partial(beancount_totals, python, ledger)
    except PeerMissing as missing:
        print(f"\n{BEANCOUNT} is left out: {missing}")


def _check_same(answers: dict[str, Answer]) -> None:
    """See that all came to the same balance of every member."""
    ours = {account: amount for account, amount in answers[OURS].items() if amount}
    for name, answer in answers.items():
        theirs = {account: amount for account, amount in answer.items() if ":Owed:" in account and amount}
        if theirs != ours:
            message = f"{name} and {OURS} do not agree on what members owe"
            raise AnswersDiffer(message)
