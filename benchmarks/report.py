"""How figures are printed: aligned tables, and lines that a program can read."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Cell = str | float | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A figure that there is a goal for. ``at_least`` or ``at_most`` is the goal; neither means for information."""

    name: str
    value: float
    at_least: float | None = None
    at_most: float | None = None

    @property
    def goal(self) -> str:
        """Write the goal as people do."""
        if self.at_least is not None:
            return f"≥ {shown(self.at_least)}"
        return "" if self.at_most is None else f"≤ {shown(self.at_most)}"

    @property
    def verdict(self) -> str:
        """Say whether the goal was reached, and if not, by what part of it it was missed."""
        if self.at_least is not None:
            return "reached" if self.value >= self.at_least else f"missed by {1 - self.value / self.at_least:.0%}"
        if self.at_most is not None:
            return "reached" if self.value <= self.at_most else f"missed by {self.value / self.at_most - 1:.0%}"
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a benchmark went; ``stolen_seconds`` of its processor time went to others on the machine's host."""

    name: str
    seconds: float
    stolen_seconds: float
    failed: bool


def shown(value: Cell) -> str:
    """Write a cell: numbers with as many digits as they are worth, nothing for None."""
    match value:
        case None:
            return ""
        case str():
            return value
        case int():
            return f"{value:,}"
        case _ if abs(value) >= 100:
            return f"{value:,.0f}"
        case _:
            return f"{value:.3g}" if abs(value) < 10 else f"{value:.1f}"


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Lay rows out under their headings: the first column to the left, figures to the right."""
    cells = [tuple(head), *(tuple(shown(cell) for cell in row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "  ".join(text.ljust(width) if column == 0 else text.rjust(width) for column, (text, width) in pairs).rstrip()
        for pairs in (list(enumerate(zip(row, widths, strict=True))) for row in cells)
    ]
    rule = "-" * max(map(len, lines))
    return "\n".join((f"\n{title}", rule, lines[0], rule, *lines[1:]))


def ratio_lines(ratios: Sequence[Ratio]) -> str:
    """Write the lines that a benchmark ends with."""
    return "\n".join(f"RATIO {ratio.name} {ratio.value:.4g}" for ratio in ratios)


def summary(ratios: Sequence[Ratio]) -> str:
    """Set all figures of a run against their goals."""
    rows = [(ratio.name, ratio.value, ratio.goal, ratio.verdict) for ratio in ratios]
    return table("Figures and goals", ("figure", "value", "goal", ""), rows)


def durations(outcomes: Sequence[Outcome]) -> str:
    """List how long each benchmark took, how much processor time the host kept, and which failed."""
    rows = [
        (outcome.name, outcome.seconds, outcome.stolen_seconds, "FAILED" if outcome.failed else "")
        for outcome in outcomes
    ]
    rows.append(("all", sum(each.seconds for each in outcomes), sum(each.stolen_seconds for each in outcomes), ""))
    return table("How long it took", ("benchmark", "seconds", "kept by the host", ""), rows)


def save(path: Path, figures: object) -> None:
    """Keep figures for whoever draws or writes about them later."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
