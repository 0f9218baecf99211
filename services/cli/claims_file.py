"""Files of claims: a CSV row for each figure that a report states."""

import csv
from collections.abc import Iterable, Mapping
from typing import Final

from pydantic import TypeAdapter, ValidationError

from projections.claims import Claim
from services.cli.failures import CommandLineError

COLUMNS: Final = (
    "claim_id",
    "report",
    "family",
    "subject_zh",
    "subject_en",
    "measure",
    "unit",
    "period_from",
    "period_to",
    "qualifier",
    "lower",
    "upper",
    "expected_verdict",
    "note",
)
METRIC: Final = "metric="
"""Leads the note, up to its first semicolon, and names how the figure is counted."""


CLAIM: Final = TypeAdapter(Claim)


class ClaimsFileWrong(CommandLineError):
    """A file of claims cannot be read."""

    def __init__(self, reason: str) -> None:
        """Say where and why."""
        super().__init__(f"the claims file cannot be read: {reason}. Nothing was judged.")


def read_claims(lines: Iterable[str]) -> list[Claim]:
    """Read claims from the lines of a CSV file with a header.

    Raises:
        ClaimsFileWrong: a column is missing, or a row's values are not what they must be.
    """
    reader = csv.DictReader(lines, strict=True)
    try:
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            message = f"it has no column {', '.join(missing)}"
            raise ClaimsFileWrong(message)
        return [_claim(row) for row in reader]
    except ValidationError as problem:
        first = problem.errors()[0]
        message = f"line {reader.line_num}: {first['loc'][0]} {first['msg'].lower()}"
        raise ClaimsFileWrong(message) from problem
    except (UnicodeDecodeError, csv.Error) as problem:
        message = f"line {reader.line_num}: {problem}"
        raise ClaimsFileWrong(message) from problem


def _claim(row: Mapping[str, str | None]) -> Claim:
    values: dict[str, str | None] = {column: row[column] or None for column in COLUMNS}
    note = values.pop("note") or ""
    return CLAIM.validate_python({**values, "metric": note.partition(";")[0].removeprefix(METRIC).strip()})
