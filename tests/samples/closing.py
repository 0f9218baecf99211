"""Results are carried to net assets."""

from datetime import date
from typing import Final

from domain.accounting.lines import Line, Posting
from domain.activities.closing import ResultsCarried
from domain.values import AccountCode, Fen, RuleId

RESULTS_CARRIED: Final = ResultsCarried(
    step="unrestricted.income",
    posting=Posting(
        RuleId("closing.unrestricted.income"),
        (Line(AccountCode("401"), "D", Fen(1630)), Line(AccountCode("331"), "C", Fen(1630))),
    ),
    effective_on=date(2015, 3, 31),
)

SAMPLES: Final = (RESULTS_CARRIED,)
