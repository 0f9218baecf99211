"""The unions whose years are lived: of either level, under either chart, and across the change of charts."""

from dataclasses import dataclass
from typing import Final

from domain.accounting.books import ClosingMode
from domain.accounting.charts import CHART_2021_FROM
from domain.values import ChartVersion, Level


@dataclass(frozen=True, kw_only=True)
class Union:
    """A union and the year that it lives; it may have a bank account of its own for money in custody."""

    name: str
    level: Level
    year: int
    closing_mode: ClosingMode = "monthly"
    parts_custody: bool = False

    @property
    def chart(self) -> ChartVersion:
        """The chart of the year."""
        return "2021" if self.year >= CHART_2021_FROM.year else "2009"

    @property
    def changes_charts(self) -> bool:
        """Whether the year after it has another chart."""
        return self.year == CHART_2021_FROM.year - 1


UNIONS: Final = (
    Union(name="shop", level="grassroots", year=2024),
    Union(name="county", level="county", year=2024, closing_mode="statement_only", parts_custody=True),
    Union(name="school", level="grassroots", year=2018, closing_mode="statement_only"),
    Union(name="mine", level="grassroots", year=2021, parts_custody=True),
    Union(name="city", level="county", year=2021),
)
