"""Payroll files (工资代扣会费): what an employer withheld for each member and month."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from domain.activities.dues_control import Withheld
from domain.errors import LedgerError
from services.imports.columns import AMOUNT, MEMBER_NO, MONTH_KIND, Column, Values, read_rows, refuse
from services.imports.refusals import ImportMemberRepeated
from services.imports.tables import read_table

COLUMNS: Final = (
    Column(name="member_no", headings=("会员编号", "member no"), kind=MEMBER_NO),
    Column(name="name", headings=("姓名", "name"), kind=None, required=False),
    Column(name="branch", headings=("分会", "部门", "branch"), kind=None, required=False),
    Column(name="period", headings=("月份", "所属月份", "month"), kind=MONTH_KIND),
    Column(name="amount", headings=("会费", "扣缴会费", "代扣会费", "amount"), kind=AMOUNT),
    Column(name="wage_base", headings=("会费基数", "wage base"), kind=AMOUNT, required=False),
)


def read_payroll(file: Path) -> list[Withheld]:
    """Read what was withheld, one row for each member and month.

    Raises:
        ImportRefused: with every fault of the file, up to 1,000.
    """
    rows, problems = read_rows(read_table(file), COLUMNS)
    problems += _repeated(rows)
    refuse(problems)
    return [
        Withheld(
            row=row.row,
            member_no=row.of["member_no"],
            period=row.of["period"],
            amount_fen=row.of["amount"],
            base_fen=row.of.get("wage_base"),
        )
        for row in rows
    ]


def _repeated(rows: Sequence[Values]) -> Iterator[LedgerError]:
    seen: dict[tuple[object, object], int] = {}
    for row in rows:
        first_row = seen.setdefault((row.of["member_no"], row.of["period"]), row.row)
        if first_row != row.row:
            yield ImportMemberRepeated(row=row.row, first_row=first_row)
