"""With what a union begins: its policies, its programmes, and the balances that it brings along."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import get_args

from domain.accounting.charts import chart_on, successor
from domain.accounting.closing import Balances, Cell
from domain.accounting.lines import Side
from domain.accounting.posting import place_of
from domain.activities.aid import FundSource, OpenAidProgramme
from domain.activities.appropriation import AdoptAppropriationPolicy
from domain.activities.appropriation.events import AppropriationRoute
from domain.activities.asset import RegisterAsset
from domain.activities.award import OpenAward
from domain.activities.branch import OpenBranch
from domain.activities.budget import AdoptBudget, PlannedLine
from domain.activities.dues import AdoptDuesPolicy, DeclareWageBase
from domain.activities.entry import EntryLine, RecordOpeningBalance
from domain.activities.expense import AdoptExpensePolicy
from domain.activities.ledger import AddAccount, ApprovePostingRule, DraftPostingRule, OpenLedger
from domain.activities.membership import EnrolMember
from domain.values import (
    AccountCode,
    BasisPoints,
    Count,
    DocumentNo,
    Fen,
    FundClass,
    Month,
    PersonalData,
    PostingKind,
    ProgrammeCode,
    ProjectId,
    RuleId,
    Year,
    month_of,
)
from tests.random_years.of_members import BRANCH
from tests.random_years.of_people import HARDSHIP, MODEL, SKILL, WARMTH
from tests.random_years.of_spending import NO_APPROVAL_UP_TO_FEN
from tests.random_years.unions import Union
from tests.random_years.world import ABOVE, ADMIN, APPROVER, BOOKKEEPER, COMP, MEMBERS, MUTUAL, OFFICER, WHY, Step

PLENTY = Fen(1_000_000_00)
CUSTODIAL = ProjectId(MUTUAL)
CUSTODY_BANK = AccountCode("10201")
FIRST_ASSET = DocumentNo("GD-0")
COST_FEN, DEPRECIATED_FEN = Fen(36_000_00), Fen(6_000_00)
Brought = tuple[str, Side, Fen, FundClass, ProjectId | None]

PROGRAMMES: tuple[tuple[ProgrammeCode, FundSource, bool, Fen | None], ...] = (
    (HARDSHIP, "union", False, Fen(2_000_00)),
    (WARMTH, "superior_subsidy", True, None),
    (MUTUAL, "custodial", False, None),
)
NET_ASSETS: dict[FundClass, AccountCode] = {
    "unrestricted": AccountCode("32205"),
    "restricted": AccountCode("32104"),
    "fiscal": AccountCode("33104"),
}
"""What stood on the one 331 of the old chart, by class of money."""
STOCK, STOCK_FUND = AccountCode("141"), AccountCode("30101")


def opening_steps(union: Union) -> Iterator[Step]:
    """Open the ledger and everything that a year rests on."""
    first = date(union.year, 1, 1)
    yield Step(
        ADMIN,
        OpenLedger(
            name=WHY,
            level=union.level,
            chart=union.chart,
            parent_ledger_id=ABOVE,
            closing_mode=union.closing_mode,
            effective_on=first,
        ),
    )
    if union.parts_custody:
        yield from account_of_custody(first)
    yield Step(BOOKKEEPER, RecordOpeningBalance(lines=_brought_along(union), effective_on=first))
    yield Step(OFFICER, _card(union, first))
    yield from _policies(first)
    yield from _programmes(union, first)
    if union.level == "grassroots":
        yield from _members(first)


def account_of_custody(first: date) -> Iterator[Step]:
    """Keep the money in custody on a bank account of its own, under the chart of a day."""
    chart = chart_on(first)
    rule_id = RuleId(f"custody-{chart}")
    yield Step(BOOKKEEPER, AddAccount(chart=chart, account=CUSTODY_BANK, name=WHY, effective_on=first))
    drafted = DraftPostingRule(
        rule_id=rule_id,
        posting_kind=PostingKind("bank.custodial"),
        account=CUSTODY_BANK,
        valid_from=first,
        source=WHY,
        effective_on=first,
    )
    yield Step(BOOKKEEPER, drafted)
    yield Step(APPROVER, ApprovePostingRule(rule_id=rule_id, effective_on=first))


def _brought_along(union: Union) -> tuple[EntryLine, ...]:
    """Bring money of every kind, an asset, and, above the grassroots, a budget fund."""
    comp_fen, custodial_fen, cash_fen = Fen(5_000_00), Fen(4_000_00), Fen(20_000_00)
    under_2021 = union.chart == "2021"
    depreciated: tuple[Brought, ...] = (("163", "C", DEPRECIATED_FEN, "unrestricted", None),) if under_2021 else ()
    worth_fen = Fen(COST_FEN - DEPRECIATED_FEN) if under_2021 else COST_FEN
    brought: tuple[Brought, ...] = (
        ("101", "D", cash_fen, "unrestricted", None),
        ("102", "D", PLENTY, "unrestricted", None),
        ("102", "D", comp_fen, "restricted", COMP),
        (CUSTODY_BANK if union.parts_custody else "102", "D", custodial_fen, "custodial", CUSTODIAL),
        ("162", "D", COST_FEN, "unrestricted", None),
        *depreciated,
        ("30104" if under_2021 else "301", "C", worth_fen, "unrestricted", None),
        ("221" if under_2021 else "231", "C", custodial_fen, "custodial", CUSTODIAL),
        ("32104" if under_2021 else "331", "C", comp_fen, "restricted", COMP),
        ("32205" if under_2021 else "331", "C", Fen(PLENTY + cash_fen), "unrestricted", None),
    )
    return tuple(_line(AccountCode(code), side, fen, of, project) for code, side, fen, of, project in brought)


def _line(
    account: AccountCode, side: Side, amount_fen: Fen, fund_class: FundClass, project: ProjectId | None
) -> EntryLine:
    return EntryLine(account=account, side=side, amount_fen=amount_fen, fund_class=fund_class, project=project)


def _card(union: Union, first: date) -> RegisterAsset:
    return RegisterAsset(
        asset_no=FIRST_ASSET,
        category="office",
        name=WHY,
        cost_fen=COST_FEN,
        depreciated_fen=DEPRECIATED_FEN if union.chart == "2021" else Fen(0),
        in_use_from=Month(f"{union.year - 1}-03"),
        life_months=Count(60),
        location=WHY,
        effective_on=first,
    )


def _policies(first: date) -> Iterator[Step]:
    for route in get_args(AppropriationRoute):
        divided = AdoptAppropriationPolicy(
            rule_id=RuleId(f"split.{route}"),
            route=route,
            own_basis_points=BasisPoints(5_000),
            up_basis_points=BasisPoints(3_500),
            down_basis_points=BasisPoints(1_500),
            valid_from=first,
            effective_on=first,
        )
        yield Step(ADMIN, divided)
    yield Step(
        ADMIN,
        AdoptExpensePolicy(
            rule_id=RuleId("small"),
            unapproved_up_to_fen=NO_APPROVAL_UP_TO_FEN,
            valid_from=first,
            source=WHY,
            effective_on=first,
        ),
    )
    yield Step(
        ADMIN, AdoptBudget(year=Year(first.year), document_no=DocumentNo("YS-0"), lines=_plan(), effective_on=first)
    )


def _plan() -> tuple[PlannedLine, ...]:
    return (
        PlannedLine(planned_fen=Fen(3_000_00), account=AccountCode("501"), control="refuse"),
        PlannedLine(planned_fen=Fen(200_00), account=AccountCode("50101"), control="warn"),
        PlannedLine(planned_fen=PLENTY, project=COMP, control="refuse"),
        PlannedLine(planned_fen=PLENTY, account=AccountCode("401")),
    )


def _programmes(union: Union, first: date) -> Iterator[Step]:
    for programme, source, restricted, cap_fen in PROGRAMMES:
        opened = OpenAidProgramme(
            programme=programme,
            name=WHY,
            fund_source=source,
            budget_fen=PLENTY,
            cap_fen=cap_fen,
            restricted=restricted,
            requires_membership=False,
            effective_on=first,
        )
        yield Step(ADMIN, opened)
    for award, project in ((MODEL, None), (SKILL, COMP)):
        yield Step(
            OFFICER,
            OpenAward(
                award=award,
                year=Year(union.year),
                name=WHY,
                subject_kind="person",
                project=project,
                effective_on=first,
            ),
        )


def _members(first: date) -> Iterator[Step]:
    period = month_of(first)
    yield Step(ADMIN, AdoptDuesPolicy(rule_id=RuleId("dues"), valid_from=period, effective_on=first))
    yield Step(OFFICER, OpenBranch(branch_id=BRANCH, name=WHY, level=2, effective_on=first))
    for number, member_no in enumerate(MEMBERS):
        yield Step(OFFICER, EnrolMember(member_no=member_no, person=PersonalData(name=WHY), effective_on=first))
        base = DeclareWageBase(
            member_no=member_no, base_fen=Fen(2_987_65 + 1_000_00 * number), valid_from=period, effective_on=first
        )
        yield Step(OFFICER, base)


def transfer_worksheet(balances: Balances) -> tuple[EntryLine, ...]:
    """Move the balances of the old chart to the new one, account by account (新旧科目转账表).

    Source: 财会〔2021〕16号 二; goods in stock come to stand against their own fund.
    """
    moved: dict[Cell, int] = defaultdict(int)
    for cell, balance_fen in balances.items():
        moved[cell._replace(account=_account_of_2021(cell))] += balance_fen
    in_stock_fen = sum(fen for cell, fen in moved.items() if cell.account == STOCK)
    moved[Cell(STOCK_FUND, "unrestricted", None)] -= in_stock_fen
    moved[Cell(NET_ASSETS["unrestricted"], "unrestricted", None)] += in_stock_fen
    return tuple(
        _line(cell.account, "D" if fen > 0 else "C", Fen(abs(fen)), cell.fund_class, cell.project)
        for cell, fen in moved.items()
        if fen
    )


def _account_of_2021(cell: Cell) -> AccountCode:
    if place_of(cell.account) is not None:
        return cell.account
    if cell.account == "331":
        return NET_ASSETS[cell.fund_class]
    found = successor(cell.account)
    assert found is not None, f"{cell.account} has no place in the chart of 2021"
    return found
