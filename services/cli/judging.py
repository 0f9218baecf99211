"""``claims``: figures that a report states, held against the log."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Final

import psycopg
import typer
from psycopg.rows import DictRow

from domain.errors import LedgerNotOpen
from domain.values import LedgerId, Text
from projections.claims import Claim, Finding, Verdict, decimal_text, judge
from projections.evidence import Evidence, PersonTimeRule
from projections.fold import Recorded
from services.cli.claims_file import read_claims
from services.cli.failures import CommandLineError
from services.cli.opening import opened, read_settings
from services.cli.options import JsonOption, LedgerOption
from services.cli.output import show_json, show_table
from services.demo import CLAIMS_FILE
from services.store import read_recorded

BATCH_EVENTS: Final = 10_000
NOTHING: Final = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimAnswer:
    """A claim and what the log says, as JSON shows it.

    ``value`` is a decimal string in the claim's unit (money in fen, ratios in basis points); a quotient
    also shows its two numbers.
    """

    claim_id: str
    family: str
    subject_zh: Text
    subject_en: Text
    metric: str
    unit: str
    value: str | None
    numerator: int | None
    denominator: int | None
    rule_id: str | None
    lower: int | None
    upper: int | None
    verdict: Verdict
    expected_verdict: Verdict | None


class UnreadableLog(CommandLineError):
    """An event of the ledger cannot be read, so no figure of it can be vouched for."""


def claims(  # noqa: PLR0913 - a command's options
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV file of claims; without it the demo's."),
    ] = CLAIMS_FILE,
    *,
    ledger: LedgerOption,
    family: Annotated[list[str] | None, typer.Option(help="Only claims of this family; may be repeated.")] = None,
    person_times: Annotated[PersonTimeRule, typer.Option(help="One person-time a grant, or a payment.")] = "PT-1",
    known_by: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d"], help="Ignore what was recorded after this instant (UTC)."
        ),
    ] = None,
    json: JsonOption = False,
) -> None:
    """Hold the figures that a report states against the log: value, interval and verdict of each."""
    with file.open(encoding="utf-8", newline="") as lines:
        stated = [claim for claim in read_claims(lines) if _asked_for(claim, ledger, family)]
    if not stated:
        message = f"{file} holds no claim of report {ledger} in these families. Check --ledger and --family."
        raise CommandLineError(message)
    known = None if known_by is None else known_by.replace(tzinfo=UTC)
    with opened(read_settings()) as service, service.datastore.get_connection() as connection:
        evidence = Evidence(_recorded(connection, ledger), known_by=known)
    found = [_answer(finding) for finding in judge(stated, evidence, person_times)]
    if json:
        show_json(found)
    else:
        _show(ledger, found)


def _asked_for(claim: Claim, ledger: LedgerId, family: list[str] | None) -> bool:
    return claim.report == ledger and (not family or claim.family in family)


def _recorded(connection: psycopg.Connection[DictRow], ledger_id: LedgerId) -> Iterator[Recorded]:
    position = 0
    while True:
        batch = read_recorded(connection, ledger_id, after=position, limit=BATCH_EVENTS)
        yield from batch.events
        if batch.unreadable is not None:
            message = f"event {batch.unreadable.position} of {ledger_id} cannot be read: {batch.unreadable.reason}"
            raise UnreadableLog(message)
        if not batch.events:
            break
        position = batch.events[-1].position
    if position == 0:
        raise LedgerNotOpen(ledger_id=ledger_id)


def _answer(finding: Finding) -> ClaimAnswer:
    claim, measured = finding.claim, finding.measured
    return ClaimAnswer(
        claim_id=claim.claim_id,
        family=claim.family,
        subject_zh=claim.subject_zh,
        subject_en=claim.subject_en,
        metric=claim.metric,
        unit=claim.unit,
        value=None if finding.value is None else decimal_text(finding.value),
        numerator=None if measured is None else measured.numerator,
        denominator=None if measured is None else measured.denominator,
        rule_id=None if measured is None else measured.rule_id,
        lower=claim.lower,
        upper=claim.upper,
        verdict=finding.verdict,
        expected_verdict=claim.expected_verdict,
    )


def _show(ledger: LedgerId, found: list[ClaimAnswer]) -> None:
    columns = ("claim", "subject", "value#", "unit", "interval", "verdict", "expected")
    rows = [
        (
            answer.claim_id,
            answer.subject_zh,
            _shown_value(answer),
            answer.unit,
            _interval(answer),
            answer.verdict,
            answer.expected_verdict,
        )
        for answer in found
    ]
    show_table(f"Claims of {ledger}", columns, rows)


def _shown_value(answer: ClaimAnswer) -> str:
    if answer.value is None:
        return NOTHING
    quotient = "" if answer.denominator == 1 else f"{answer.numerator}/{answer.denominator} = "
    rule = "" if answer.rule_id is None else f" ({answer.rule_id})"
    return f"{quotient}{answer.value}{rule}"


def _interval(answer: ClaimAnswer) -> str:
    if answer.lower is None:
        return NOTHING
    return f"[{answer.lower}, {'∞' if answer.upper is None else answer.upper})"
