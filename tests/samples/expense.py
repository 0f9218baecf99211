"""One event of each kind of expense: training from restricted money, by an approval, paid and taken back."""

from datetime import date
from typing import Final

from domain.accounting.lines import Line, Posting
from domain.activities.expense import (
    ApprovalDrawn,
    Event,
    ExpenseApproved,
    ExpensePaid,
    ExpensePolicyAdopted,
    ExpenseReversed,
)
from domain.values import AccountCode, ActorId, Count, DocumentNo, EconomicClass, Fen, ProjectId, RuleId, Text
from tests.postings import red

APPROVAL: Final = DocumentNo("AP-2025-07")
DOCUMENT: Final = DocumentNo("INV-2025-0193")
PROJECT: Final = ProjectId("P-TRAIN")
TRAINING: Final = AccountCode("50501")
BANK: Final = AccountCode("102")
PAID_ON: Final = date(2025, 3, 20)
POSTING: Final = Posting(
    RuleId("2021.expense.training"),
    (
        Line(TRAINING, "D", Fen(800_00), "restricted", PROJECT, None, EconomicClass("30216")),
        Line(BANK, "C", Fen(800_00), "restricted", PROJECT, None, EconomicClass("30216")),
    ),
    DOCUMENT,
)

POLICY_ADOPTED: Final = ExpensePolicyAdopted(
    rule_id=RuleId("EXP-2025"),
    unapproved_up_to_fen=Fen(500_00),
    valid_from=date(2025, 1, 1),
    source=Text("resolution 12 of the committee"),
    effective_on=date(2025, 1, 2),
)
APPROVED: Final = ExpenseApproved(
    approval_no=APPROVAL,
    expense_kind="training",
    ceiling_fen=Fen(1_000_00),
    purpose=Text("course for union officers"),
    project=PROJECT,
    requested_by=ActorId("olga"),
    approved_by=ActorId("pavel"),
    effective_on=date(2025, 3, 10),
)
PAID: Final = ExpensePaid(
    document_no=DOCUMENT,
    expense_kind="training",
    amount_fen=Fen(800_00),
    purpose=Text("course fees"),
    place="bank",
    fund_class="restricted",
    project=PROJECT,
    approval_no=APPROVAL,
    approved_by=ActorId("pavel"),
    unapproved_by=None,
    attachments=Count(2),
    paid_by=ActorId("carl"),
    posting=POSTING,
    effective_on=PAID_ON,
)
DRAWN: Final = ApprovalDrawn(
    approval_no=APPROVAL,
    document_no=DOCUMENT,
    drawn_fen=Fen(800_00),
    left_fen=Fen(200_00),
    effective_on=PAID_ON,
)
REVERSED: Final = ExpenseReversed(
    document_no=DOCUMENT,
    expense_kind="training",
    amount_fen=Fen(800_00),
    fund_class="restricted",
    project=PROJECT,
    approved_by=ActorId("pavel"),
    paid_on=PAID_ON,
    reason=Text("paid to a wrong account"),
    posting=red(PAID),
    effective_on=date(2025, 3, 25),
)

SAMPLES: Final[tuple[Event, ...]] = (POLICY_ADOPTED, APPROVED, PAID, DRAWN, REVERSED)
