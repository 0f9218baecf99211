"""One member's life: enrolled in 2025, moved, retired, withdrew, came back; three cards on the way."""

from datetime import date
from typing import Final

from domain.activities.membership import (
    CardCancelled,
    CardIssued,
    CardReplaced,
    CardReportedLost,
    MemberEnrolled,
    MemberProfileChanged,
    MemberReadmitted,
    MemberRetired,
    MemberTransferred,
    MemberWithdrawn,
)
from domain.values import CardNo, MemberNo, PersonalData, Text
from tests.samples.branch import SECOND_LEVEL, THIRD_LEVEL

MEMBER: Final = MemberNo("M0601")
FIRST_CARD: Final = CardNo("M0601-01")
SECOND_CARD: Final = CardNo("M0601-02")
PERSON: Final = PersonalData(name=Text("会员甲"))
PERSON_IN_FULL: Final = PersonalData(
    name=Text("会员甲"),
    identity_number=Text("110101199001010015"),
    phone=Text("13800000000"),
    address=Text("某市某路1号"),
    bank_account=Text("6222000000000000000"),
)

ENROLLED: Final = MemberEnrolled(
    member_no=MEMBER, person=PERSON, branch_id=SECOND_LEVEL, basis="admitted", effective_on=date(2025, 2, 10)
)
PROFILE_CHANGED: Final = MemberProfileChanged(member_no=MEMBER, person=PERSON_IN_FULL, effective_on=date(2025, 2, 12))
CARD_ISSUED: Final = CardIssued(member_no=MEMBER, card_no=FIRST_CARD, effective_on=date(2025, 3, 1))
CARD_REPORTED_LOST: Final = CardReportedLost(member_no=MEMBER, card_no=FIRST_CARD, effective_on=date(2025, 4, 1))
CARD_REPLACED: Final = CardReplaced(
    member_no=MEMBER, card_no=SECOND_CARD, replaced_card_no=FIRST_CARD, effective_on=date(2025, 4, 8)
)
TRANSFERRED: Final = MemberTransferred(
    member_no=MEMBER, from_branch_id=SECOND_LEVEL, to_branch_id=THIRD_LEVEL, effective_on=date(2025, 5, 1)
)
RETIRED: Final = MemberRetired(member_no=MEMBER, branch_id=SECOND_LEVEL, effective_on=date(2025, 6, 15))
WITHDRAWN: Final = MemberWithdrawn(
    member_no=MEMBER,
    branch_id=SECOND_LEVEL,
    was_retired=False,
    reason=Text("moved abroad"),
    effective_on=date(2025, 8, 20),
)
CARD_CANCELLED: Final = CardCancelled(
    member_no=MEMBER, card_no=FIRST_CARD, reason=Text("moved abroad"), effective_on=date(2025, 8, 20)
)
READMITTED: Final = MemberReadmitted(member_no=MEMBER, branch_id=None, effective_on=date(2025, 11, 3))

SAMPLES: Final = (
    ENROLLED,
    PROFILE_CHANGED,
    CARD_ISSUED,
    CARD_REPORTED_LOST,
    CARD_REPLACED,
    TRANSFERRED,
    RETIRED,
    WITHDRAWN,
    CARD_CANCELLED,
    READMITTED,
)
