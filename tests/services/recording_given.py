"""A ledger to record into, and the commands that tests of recording send."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Final

from eventsourcing.postgres import PostgresDatastore

from domain.activities.branch import OpenBranch
from domain.activities.dues import PayDues
from domain.activities.ledger import OpenLedger
from domain.activities.membership import EnrolMember
from domain.values import ActorId, BranchId, Fen, LedgerId, MemberNo, Month, PersonalData, Text
from services.recording import Recording, Request
from services.store import LedgerLog

SCHOOL: Final = LedgerId("school")
NOON: Final = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)
DAY: Final = date(2026, 3, 2)
OPEN_LEDGER: Final = OpenLedger(name=Text("School"), level="grassroots", chart="2021", effective_on=date(2026, 1, 1))
OPEN_BRANCH: Final = OpenBranch(branch_id=BranchId("B1"), name=Text("Branch"), level=2, effective_on=DAY)

_NUMBERS: Final = count(1)


def clock() -> datetime:
    return NOON


def enrol(member_no: str) -> EnrolMember:
    return EnrolMember(member_no=MemberNo(member_no), person=PersonalData(name=Text("会员")), effective_on=DAY)


def pay(member_no: str, period: str) -> PayDues:
    return PayDues(
        member_no=MemberNo(member_no), period=Month(period), amount_fen=Fen(2500), method="cash", effective_on=DAY
    )


def request(
    *commands: object, request_id: str | None = None, actor: str = "ann", ledger_id: LedgerId = SCHOOL
) -> Request:
    key = request_id or f"request-{next(_NUMBERS)}"
    return Request(ledger_id=ledger_id, request_id=key, actor=ActorId(actor), commands=commands)


def recording_in_open_ledger(datastore: PostgresDatastore, *more: object) -> Recording:
    """Return a recording whose ledger is open (position 1), with what ``more`` leads to behind it."""
    recording = Recording(LedgerLog(datastore), clock)
    recording.record(request(OPEN_LEDGER, *more, request_id="given"))
    return recording


class Count:
    """An observer that counts."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.conflicts = self.retries = self.repeats = 0

    def recorded(self, names: Sequence[str], seconds: float) -> None:
        assert seconds >= 0
        self.names.extend(names)

    def conflict(self) -> None:
        self.conflicts += 1

    def retry(self) -> None:
        self.retries += 1

    def repeated(self) -> None:
        self.repeats += 1
