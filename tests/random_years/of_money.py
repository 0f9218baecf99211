"""Deeds with money from outside: contributions, the preparatory levy, remittances, income, money in custody."""

from datetime import date
from typing import Any

from domain.activities.appropriation import (
    AccrueAppropriation,
    CollectAccrual,
    ReceivePreparatoryLevy,
    RecordAppropriation,
    RefundPreparatoryLevy,
    ReverseAppropriation,
    SettlePreparatoryLevy,
)
from domain.activities.income import (
    IncomeKind,
    PayCustodialFunds,
    ReceiveCustodialFunds,
    RecordIncome,
    ReverseIncome,
)
from domain.activities.remittance import (
    ConfirmRemittance,
    ReceiveRemittance,
    RemittanceKind,
    ReverseRemittance,
    ReverseRemittanceReceipt,
    SendRemittance,
    WithdrawRemittanceConfirmation,
)
from domain.values import DocumentNo, EnterpriseId, ProjectId
from tests.random_years.world import (
    ABOVE,
    BELOW,
    BOOKKEEPER,
    CASHIER,
    COMP,
    MUTUAL,
    OTHERS,
    WHY,
    Deed,
    Purse,
    Step,
    Undo,
    World,
)

PROJECT = ProjectId(MUTUAL)
HALF = 0.5
ENTERPRISES = (EnterpriseId("E7"), EnterpriseId("E8"))
OWN, FOR_COMP, FISCAL = Purse(), Purse("restricted", COMP), Purse("fiscal")
INCOME: tuple[tuple[IncomeKind, Purse], ...] = (
    ("superior_general", OWN),
    ("superior_rebate", OWN),
    ("superior_special", FOR_COMP),
    ("superior_relief", FOR_COMP),
    ("government_subsidy", OWN),
    ("fiscal_appropriation", FISCAL),
    ("employer_subsidy", OWN),
    ("employer_subsidy", FOR_COMP),
    ("affiliated_remittance", OWN),
    ("investment_income", OWN),
    ("preparatory_levy_refund", OWN),
    ("interest", OWN),
    ("donation", FOR_COMP),
    ("other_income", OWN),
)
FROM_ABOVE: tuple[tuple[RemittanceKind, Purse], ...] = (
    ("passed_down", OWN),
    ("general", OWN),
    ("rebate", OWN),
    ("special", FOR_COMP),
    ("warmth", FOR_COMP),
)


def _undo_appropriation(document_no: DocumentNo, **moved: Any) -> Undo:  # noqa: ANN401 - which fund or item it moved
    def undo(day: date) -> Step:
        return Step(BOOKKEEPER, ReverseAppropriation(document_no=document_no, reason=WHY, effective_on=day, **moved))

    return undo


def receive_appropriation(world: World) -> Deed:
    """Take in an employer's contribution, by its payroll or its total, now and then for a project."""
    document_no, purse = world.number("BJ"), world.chance.choice((OWN, OWN, FOR_COMP))
    by_payroll, fen = world.chance.random() < HALF, world.fen(900_000_00)
    received = RecordAppropriation(
        document_no=document_no,
        payer=world.chance.choice(OTHERS),
        payroll_fen=fen if by_payroll else None,
        total_fen=None if by_payroll else fen,
        route=world.chance.choice(("self_collected", "tax")),
        place="bank",
        fund_class=purse.fund_class,
        project=purse.project,
        effective_on=world.day,
    )
    return Deed(
        itself=Step(CASHIER, received),
        undo=_undo_appropriation(document_no, fund_class=purse.fund_class, project=purse.project),
    )


def _accrual(world: World, document_no: DocumentNo) -> Step:
    accrued = AccrueAppropriation(
        document_no=document_no,
        side=world.chance.choice(("collecting", "receiving")),
        party=world.chance.choice(OTHERS),
        total_fen=world.fen(),
        effective_on=world.day,
    )
    return Step(BOOKKEEPER, accrued)


def accrue_appropriation(world: World) -> Deed:
    """Book a contribution that is due; from 2022 on in December only."""
    document_no = world.number("YS")
    return Deed(itself=_accrual(world, document_no), undo=_undo_appropriation(document_no, accrual_no=document_no))


def collect_accrual(world: World) -> Deed:
    """Take in a part of what was due."""
    accrual_no, document_no = world.number("YS"), world.number("SK")
    accrued = _accrual(world, accrual_no)
    assert isinstance(accrued.command, AccrueAppropriation)
    most = accrued.command.total_fen
    assert most is not None
    collected = CollectAccrual(
        document_no=document_no, accrual_no=accrual_no, amount_fen=world.fen(most), effective_on=world.day
    )
    return Deed(
        before=[accrued],
        itself=Step(CASHIER, collected),
        undo=_undo_appropriation(document_no, accrual_no=accrual_no),
    )


def _levy(world: World, document_no: DocumentNo, enterprise_id: EnterpriseId) -> Step:
    received = ReceivePreparatoryLevy(
        document_no=document_no, enterprise_id=enterprise_id, total_fen=world.fen(), effective_on=world.day
    )
    return Step(CASHIER, received)


def receive_levy(world: World) -> Deed:
    """Take in the levy of an enterprise without a union."""
    document_no, enterprise_id = world.number("CB"), world.chance.choice(ENTERPRISES)
    return Deed(
        itself=_levy(world, document_no, enterprise_id),
        undo=_undo_appropriation(document_no, enterprise_id=enterprise_id),
    )


def settle_levy(world: World) -> Deed:
    """Divide a little of a levy that is held between the levels."""
    document_no, enterprise_id = world.number("CJ"), world.chance.choice(ENTERPRISES)
    settled = SettlePreparatoryLevy(
        document_no=document_no, enterprise_id=enterprise_id, amount_fen=world.fen(3_00), effective_on=world.day
    )
    return Deed(
        before=[_levy(world, world.number("CB"), enterprise_id)],
        itself=Step(BOOKKEEPER, settled),
        undo=_undo_appropriation(document_no, enterprise_id=enterprise_id),
    )


def refund_levy(world: World) -> Deed:
    """Pay a little of a levy that is held to the new union."""
    document_no, enterprise_id = world.number("CT"), world.chance.choice(ENTERPRISES)
    refunded = RefundPreparatoryLevy(
        document_no=document_no, enterprise_id=enterprise_id, amount_fen=world.fen(3_00), effective_on=world.day
    )
    return Deed(
        before=[_levy(world, world.number("CB"), enterprise_id)],
        itself=Step(CASHIER, refunded),
        undo=_undo_appropriation(document_no, enterprise_id=enterprise_id),
    )


def _sending(world: World, remittance_no: DocumentNo) -> SendRemittance:
    upward: tuple[RemittanceKind, Purse] = ("upstream", OWN)
    kind, purse = world.chance.choice((upward, *(FROM_ABOVE if world.union.level == "county" else ())))
    return SendRemittance(
        remittance_no=remittance_no,
        remittance_kind=kind,
        to_ledger_id=ABOVE if kind == "upstream" else BELOW,
        amount_fen=world.fen(),
        fund_class=purse.fund_class,
        project=purse.project,
        effective_on=world.day,
    )


def send_remittance(world: World) -> Deed:
    """Send contributions up, or money down."""
    sent = _sending(world, world.number("HK"))
    return Deed(
        itself=Step(CASHIER, sent),
        undo=lambda day: Step(
            CASHIER,
            ReverseRemittance(
                remittance_no=sent.remittance_no,
                reason=WHY,
                effective_on=day,
                fund_class=sent.fund_class,
                project=sent.project,
            ),
        ),
    )


def confirm_remittance(world: World) -> Deed:
    """Send money and hear that it arrived."""
    sent = _sending(world, world.number("HK"))
    number, day = sent.remittance_no, world.day
    return Deed(
        before=[Step(CASHIER, sent)],
        itself=Step(
            BOOKKEEPER, ConfirmRemittance(remittance_no=number, received_fen=sent.amount_fen, effective_on=day)
        ),
        undo=lambda later: Step(
            BOOKKEEPER, WithdrawRemittanceConfirmation(remittance_no=number, reason=WHY, effective_on=later)
        ),
    )


def receive_remittance(world: World) -> Deed:
    """Take in money from above, or contributions from below."""
    upward: tuple[RemittanceKind, Purse] = ("upstream", OWN)
    kind, purse = world.chance.choice((*FROM_ABOVE, *((upward,) if world.union.level == "county" else ())))
    remittance_no, sender, amount_fen = world.number("LK"), BELOW if kind == "upstream" else ABOVE, world.fen()
    received = ReceiveRemittance(
        remittance_no=remittance_no,
        remittance_kind=kind,
        from_ledger_id=sender,
        sent_on=world.day,
        sent_fen=amount_fen,
        amount_fen=amount_fen,
        fund_class=purse.fund_class,
        project=purse.project,
        effective_on=world.day,
    )
    return Deed(
        itself=Step(CASHIER, received),
        undo=lambda day: Step(
            CASHIER,
            ReverseRemittanceReceipt(
                remittance_no=remittance_no,
                from_ledger_id=sender,
                reason=WHY,
                effective_on=day,
                fund_class=purse.fund_class,
                project=purse.project,
            ),
        ),
    )


def _undo_income(document_no: DocumentNo, purse: Purse) -> Undo:
    def undo(day: date) -> Step:
        return Step(
            CASHIER,
            ReverseIncome(
                document_no=document_no,
                reason=WHY,
                effective_on=day,
                fund_class=purse.fund_class,
                project=purse.project,
            ),
        )

    return undo


def receive_income(world: World) -> Deed:
    """Take in income of a kind."""
    document_no, (kind, purse) = world.number("SR"), world.chance.choice(INCOME)
    received = RecordIncome(
        document_no=document_no,
        income_kind=kind,
        amount_fen=world.fen(),
        place=world.place(),
        fund_class=purse.fund_class,
        project=purse.project,
        party=world.chance.choice((None, *OTHERS)),
        effective_on=world.day,
    )
    return Deed(itself=Step(CASHIER, received), undo=_undo_income(document_no, purse))


def receive_custodial(world: World) -> Deed:
    """Take money into custody."""
    document_no = world.number("DG")
    received = ReceiveCustodialFunds(
        document_no=document_no,
        project=PROJECT,
        amount_fen=world.fen(),
        place=world.place(),
        effective_on=world.day,
    )
    return Deed(itself=Step(CASHIER, received), undo=_undo_income(document_no, Purse("custodial", PROJECT)))


def pay_custodial(world: World) -> Deed:
    """Pay money in custody out."""
    document_no = world.number("DF")
    paid = PayCustodialFunds(
        document_no=document_no,
        project=PROJECT,
        amount_fen=world.fen(500_00),
        place=world.place(),
        effective_on=world.day,
    )
    return Deed(itself=Step(CASHIER, paid), undo=_undo_income(document_no, Purse("custodial", PROJECT)))


OF_MONEY = (
    receive_appropriation,
    accrue_appropriation,
    collect_accrual,
    receive_levy,
    settle_levy,
    refund_levy,
    send_remittance,
    confirm_remittance,
    receive_remittance,
    receive_income,
    receive_income,
    receive_custodial,
    pay_custodial,
)
