"""Closing entries (结账分录): how the results of a period are carried to net assets, under either chart.

Source: 财会〔2021〕7号 附录1, notes on 321, 322, 331, 332 and 401; 财会〔2009〕7号, note on 331.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from domain.accounting.lines import Line
from domain.values import AccountCode, ChartVersion, Fen, FundClass, ProjectId


class Cell(NamedTuple):
    """Where money stands: an account, the class of the money, and its project."""

    account: AccountCode
    fund_class: FundClass
    project: ProjectId | None


Balances = Mapping[Cell, int]
"""What stands in each cell: debits less credits, in fen."""


_Move = Callable[[Cell], Cell | None]


class ClosingEntry(NamedTuple):
    """One closing entry: the step of the closing that it belongs to, and its lines."""

    step: str
    lines: tuple[Line, ...]


RESULTS_OF: Final[dict[ChartVersion, dict[FundClass, AccountCode]]] = {
    "2021": {
        "fiscal": AccountCode("33103"),
        "restricted": AccountCode("32103"),
        "unrestricted": AccountCode("32203"),
    },
    "2009": {
        "fiscal": AccountCode("331"),
        "restricted": AccountCode("331"),
        "unrestricted": AccountCode("331"),
    },
}
"""Steps 1 to 3: what income and expense of each class of money are carried to."""

CARRIED_FORWARD: Final = {"321": AccountCode("32104"), "331": AccountCode("33104")}
SURPLUS: Final = {"322": AccountCode("32205"), "332": AccountCode("33205")}
FINISHED: Final = {
    AccountCode("32104"): AccountCode("32204"),
    AccountCode("33104"): AccountCode("33204"),
}
"""Step 5: what is left of a finished project becomes surplus."""
LEFT_AFTER_YEAR_END: Final = frozenset({"32104", "32205", "33104", "33205"})
"""The only details of 321, 322, 331 and 332 that may hold a balance after a year-end closing."""


def is_result(account: AccountCode) -> bool:
    """Say whether an account takes income or expense: its digits begin with 4 or 5 in both charts."""
    return account[0] in "45"


def results_carried(chart: ChartVersion, balances: Balances) -> Iterator[ClosingEntry]:
    """Carry income and expense of each class of money to net assets: steps 1 to 3, income first."""
    for fund_class, target in RESULTS_OF[chart].items():
        for kind, name in (("4", "income"), ("5", "expense")):
            cells = [cell for cell in balances if cell.fund_class == fund_class and cell.account.startswith(kind)]
            lines = _carried(((cell, _target(cell, target)) for cell in cells), balances)
            if lines:
                yield ClosingEntry(f"{fund_class}.{name}", lines)


def year_end(balances: Balances, finished: frozenset[ProjectId]) -> Iterator[ClosingEntry]:
    """Carry the details of a year to the accumulated ones, chart 2021: steps 4 to 6, on balances after steps 1 to 3."""
    present = dict(balances)
    steps: tuple[tuple[str, _Move], ...] = (
        ("carried_forward", _to_accumulated(CARRIED_FORWARD)),
        ("finished_projects", lambda cell: _finished(cell, finished)),
        ("surplus", _to_accumulated(SURPLUS)),
    )
    for step, moves in steps:
        pairs = [(cell, target) for cell in present if (target := moves(cell)) is not None]
        lines = _carried(pairs, present)
        if lines:
            yield ClosingEntry(step, lines)
            present = after(present, lines)


def after(balances: Balances, lines: Iterable[Line]) -> dict[Cell, int]:
    """Say what the balances are after some lines."""
    present = dict(balances)
    for line in lines:
        cell = Cell(line.account, line.fund_class, line.project)
        present[cell] = present.get(cell, 0) + line.debit_fen - line.credit_fen
    return present


def _target(cell: Cell, account: AccountCode) -> Cell:
    """Keep the project with restricted money: what is left of it is known by project."""
    return Cell(account, cell.fund_class, cell.project if cell.fund_class == "restricted" else None)


def _to_accumulated(accounts: Mapping[str, AccountCode]) -> _Move:
    def move(cell: Cell) -> Cell | None:
        target = accounts.get(cell.account[:3])
        return None if target is None or target == cell.account else cell._replace(account=target)

    return move


def _finished(cell: Cell, finished: frozenset[ProjectId]) -> Cell | None:
    target = FINISHED.get(cell.account)
    if target is None or cell.project not in finished:
        return None
    return Cell(target, "fiscal" if cell.fund_class == "fiscal" else "unrestricted", None)


def _carried(pairs: Iterable[tuple[Cell, Cell]], balances: Balances) -> tuple[Line, ...]:
    """Empty each cell into another one; lines into the same cell and side are one."""
    emptied: list[Line] = []
    filled: dict[tuple[Cell, bool], int] = {}
    for cell, target in pairs:
        balance_fen = balances[cell]
        if not balance_fen:
            continue
        emptied.append(Line(cell.account, "C" if balance_fen > 0 else "D", Fen(abs(balance_fen)), *cell[1:]))
        key = (target, balance_fen > 0)
        filled[key] = filled.get(key, 0) + abs(balance_fen)
    targets = [
        Line(target.account, "D" if is_debit else "C", Fen(amount_fen), *target[1:])
        for (target, is_debit), amount_fen in filled.items()
    ]
    return (*emptied, *targets)
