"""Random histories: sample events, bent to a few members, months and days so that they meet in rows."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any, Final

from hypothesis import strategies as st

from domain.values import Fen, LedgerId, MemberNo, Month, Subject, SubjectId
from projections.fold import Entry
from tests.samples import (
    aid,
    asset,
    award,
    bank,
    branch,
    budget,
    dues,
    establishment,
    expense,
    fund,
    governance,
    inventory,
    ledger,
    membership,
)

SAMPLES: Final[tuple[Any, ...]] = (
    *(ledger.SAMPLES + bank.SAMPLES + branch.SAMPLES + membership.SAMPLES + dues.SAMPLES),
    *(aid.SAMPLES + award.SAMPLES + establishment.SAMPLES + governance.SAMPLES + fund.SAMPLES),
    *(expense.SAMPLES + budget.SAMPLES + asset.SAMPLES + inventory.SAMPLES),
)
LEDGER: Final = LedgerId("school")
RECORDED_AT: Final = datetime(2025, 6, 30, 4, tzinfo=UTC)

BENT: Final[dict[str, st.SearchStrategy[Any]]] = {
    "member_no": st.sampled_from([MemberNo("M0601"), MemberNo("M0602"), MemberNo('M"\\,{}')]),
    "period": st.sampled_from([Month("2025-05"), Month("2025-06")]),
    "effective_on": st.sampled_from([date(2024, 12, 31), date(2025, 1, 1), date(2025, 6, 1)]),
    "amount_fen": st.integers(1, 10**6).map(Fen),
    "arrears_change_fen": st.integers(-100, 100).map(Fen),
    "reversed_kind": st.sampled_from(["assessed", "paid", "refunded", "waived"]),
    "branch_id": st.sampled_from(["U201", "U301"]),
    "subject": st.builds(
        Subject,
        kind=st.sampled_from(["person", "household"]),
        id=st.sampled_from([SubjectId("M0601"), SubjectId("B001")]),
    ),
}


@st.composite
def events(draw: st.DrawFn) -> object:
    """One sample event, some of its fields bent."""
    sample = draw(st.sampled_from(SAMPLES))
    names = [field.name for field in fields(sample) if field.name in BENT]
    return replace(sample, **{name: draw(BENT[name]) for name in names})


HISTORIES: Final = st.lists(events(), max_size=40)


def entries(history: Sequence[object]) -> list[Entry]:
    """Give events the places that they would have in a ledger of their own."""
    return list(enumerate(history, start=1))
