"""Stated figures held against the log: a claim's interval, what the log says, and a verdict.

A work report claims that so many were aided in such a time; wording like “more than” is an interval.
The verdict says whether the recorded events bear it out.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Final, Literal, assert_never

from domain.values import CODE_PATTERN, Text
from projections.evidence import Evidence, PersonTimeRule, Scope
from projections.measures import CODED_METRICS, METRICS, Measured, Metric

Measure = Literal["count", "amount_fen", "ratio", "mean"]
"""``ratio`` is compared in basis points, ``mean`` rounded half up to a whole number."""
Verdict = Literal["supported", "contradicted", "unsupported", "self_contradictory", "not_measurable"]
"""``not_measurable``: no records of this kind can be made yet, so nothing is said."""

BASIS_POINTS: Final = 10_000
CODED_METRIC: Final = re.compile(rf"(\w+)\(({CODE_PATTERN})\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure that a report states. ``lower`` is included, ``upper`` is not; no ``upper`` is no bound."""

    claim_id: str
    report: str
    family: str
    subject_zh: Text
    subject_en: Text
    measure: Measure
    unit: str
    metric: str
    period_from: date
    period_to: date
    qualifier: str
    lower: int | None
    upper: int | None
    expected_verdict: Verdict | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the log says about a claim; ``value`` is None where there is nothing to say."""

    claim: Claim
    value: Fraction | None
    measured: Measured | None
    verdict: Verdict


def judge(claims: Iterable[Claim], evidence: Evidence, person_times: PersonTimeRule = "PT-1") -> Iterator[Finding]:
    """Hold each claim against the evidence of the ledger that it speaks of."""
    for claim in claims:
        scope = Scope(period_from=claim.period_from, period_to=claim.period_to, person_times=person_times)
        metric = metric_named(claim.metric)
        measured = None if metric is None else metric(evidence, scope)
        value = None if measured is None else _value(claim.measure, measured)
        finding = Finding(claim=claim, value=value, measured=measured, verdict="not_measurable")
        yield replace(finding, verdict=_verdict(finding, measurable=metric is not None))


def metric_named(name: str) -> Metric | None:
    """Find how a figure is counted; None if it cannot be counted yet, which is never guessed."""
    if name in METRICS:
        return METRICS[name]
    coded = CODED_METRIC.fullmatch(name)
    if coded is None or coded[1] not in CODED_METRICS:
        return None
    return partial(_of_code, coded[1], coded[2])


def decimal_text(value: Fraction) -> str:
    """Write a value for people: a whole number as it is, any other rounded half up to two decimals."""
    if value.denominator == 1:
        return str(value.numerator)
    whole, rest = divmod(half_up(value * 100), 100)
    return f"{whole}.{rest:02d}"


def half_up(value: Fraction) -> int:
    """Round to a whole number, a half upwards."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def _of_code(name: str, code: str, evidence: Evidence, scope: Scope) -> Measured | None:
    return CODED_METRICS[name](evidence, scope, code)


def _value(measure: Measure, measured: Measured) -> Fraction:
    exact = Fraction(measured.numerator, measured.denominator)
    match measure:
        case "count" | "amount_fen":
            return exact
        case "ratio":
            return exact * BASIS_POINTS
        case "mean":
            return Fraction(half_up(exact))
        case _:
            assert_never(measure)


def _verdict(finding: Finding, *, measurable: bool) -> Verdict:
    lower, upper = finding.claim.lower, finding.claim.upper
    if lower is None:
        return "unsupported"
    if upper is not None and lower >= upper:
        return "self_contradictory"
    if not measurable:
        return "not_measurable"
    if finding.value is None:
        return "unsupported"
    return "supported" if lower <= finding.value and (upper is None or finding.value < upper) else "contradicted"
