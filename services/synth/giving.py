"""Aid and awards in a made-up ledger, told as whole cases and whole awards."""

from datetime import date
from itertools import count
from random import Random
from typing import Final

from domain.activities.aid import (
    ApproveAid,
    CloseAidCase,
    DisburseAid,
    OpenAidProgramme,
    RecordAidFunds,
    RequestAid,
    ReverseAid,
)
from domain.activities.award import CloseSelection, ConferAward, FileNomination, OpenAward, RecordHonour
from domain.values import (
    CaseNo,
    Count,
    DocumentNo,
    Fen,
    HouseholdId,
    ProgrammeCode,
    Subject,
    SubjectId,
    Text,
    Year,
)
from services.synth.history import APPROVER, CASHIER, History
from services.synth.people import Person

BUDGET_FEN: Final = Fen(50_000_000_000)
CAP_FEN: Final = Fen(5_000_000)
"""Far above what chance gives to anybody in a year."""
PAYMENTS_FEN: Final = (30_000, 50_000, 100_000, 200_000)
NOMINEES: Final = 12
"""Few enough that an award's stream stays short."""


class Giving:
    """A ledger's aid and awards. Programmes are opened anew each year."""

    def __init__(self, history: History, random: Random) -> None:
        """Give to the members of a history."""
        self._history = history
        self._random = random
        self._numbers = count(1)
        self._awards = count(1)
        self._year = 0
        self._single = ProgrammeCode("")
        self._capped = ProgrammeCode("")

    def help_one(self, people: list[Person], month_begins: date) -> None:
        """Tell one case, from the request to its end. Opens the year's programmes when it is the first."""
        if month_begins.year != self._year:
            self._open_programmes(month_begins)
        person = self._random.choice(people)
        programme = self._random.choice((self._single, self._capped))
        self._tell(programme, person, month_begins, self._random.random())

    def _tell(self, programme: ProgrammeCode, person: Person, month: date, chance: float) -> None:
        case_no = CaseNo(f"A{self._year}-{next(self._numbers):06d}")
        subject = Subject(kind="person", id=SubjectId(person.member_no))
        amount_fen = Fen(self._random.choice(PAYMENTS_FEN))
        request = RequestAid(
            case_no=case_no,
            programme=programme,
            subject=subject,
            amount_fen=Fen(2 * amount_fen),
            household_id=HouseholdId(f"H{person.member_no[1:]}") if chance < 0.5 else None,  # noqa: PLR2004 - every other
            effective_on=month.replace(day=5),
        )
        self._history.ask(request)
        if chance < 0.05:  # noqa: PLR2004 - one case in twenty
            self._close(case_no, month, declined=True)
            return
        self._history.ask(
            ApproveAid(case_no=case_no, amount_fen=Fen(2 * amount_fen), effective_on=month.replace(day=10)), APPROVER
        )
        instalments = 1 if programme == self._single else 2
        payments = [
            DisburseAid(
                case_no=case_no,
                programme=programme,
                subject=subject,
                instalment=Count(number),
                amount_fen=amount_fen,
                effective_on=month.replace(day=12 + number),
            )
            for number in range(1, instalments + 1)
        ]
        for payment in payments:
            self._history.ask(payment, CASHIER)
        if chance > 0.98:  # noqa: PLR2004 - one case in fifty
            self._pay_again(payments[-1], month)
        self._close(case_no, month, declined=False)

    def _pay_again(self, payment: DisburseAid, month: date) -> None:
        """Take the last payment back and make it again."""
        reversal = ReverseAid(
            case_no=payment.case_no,
            programme=payment.programme,
            subject=payment.subject,
            instalment=payment.instalment,
            disbursed_on=payment.effective_on,
            reason=Text("退回重付"),
            effective_on=month.replace(day=16),
        )
        self._history.ask(reversal, CASHIER)
        again = DisburseAid(
            case_no=payment.case_no,
            programme=payment.programme,
            subject=payment.subject,
            instalment=payment.instalment,
            amount_fen=payment.amount_fen,
            effective_on=month.replace(day=18),
        )
        self._history.ask(again, CASHIER)

    def _close(self, case_no: CaseNo, month: date, *, declined: bool) -> None:
        command = CloseAidCase(
            case_no=case_no,
            outcome="declined" if declined else "completed",
            reason=Text("不符合条件" if declined else "已发放"),
            effective_on=month.replace(day=20),
        )
        self._history.ask(command)
        self._history.forget_stream(f"aid-case/{case_no}")

    def _open_programmes(self, day: date) -> None:
        self._year = day.year
        self._history.forget("aid-")
        self._history.forget("fund/")
        self._single = ProgrammeCode(f"WARMTH_{day.year}")
        self._capped = ProgrammeCode(f"HARDSHIP_{day.year}")
        self._history.ask(
            OpenAidProgramme(
                programme=self._single,
                name=Text(f"{day.year}年送温暖"),
                purpose="warmth",
                fund_source="union",
                budget_fen=BUDGET_FEN,
                effective_on=day,
            )
        )
        self._history.ask(
            OpenAidProgramme(
                programme=self._capped,
                name=Text(f"{day.year}年困难帮扶"),
                fund_source="superior_subsidy",
                budget_fen=BUDGET_FEN,
                cap_fen=CAP_FEN,
                restricted=True,
                instalments=Count(2),
                effective_on=day,
            )
        )
        funds = RecordAidFunds(
            programme=self._capped,
            receipt_no=CaseNo(f"R{day.year}"),
            fund_source="superior_subsidy",
            amount_fen=BUDGET_FEN,
            effective_on=day,
        )
        self._history.ask(funds, CASHIER)

    def honour(self, people: list[Person], month_begins: date) -> None:
        """Tell one award: announced, nominations, selection, and most nominees honoured."""
        number, year = next(self._awards), Year(month_begins.year)
        award = ProgrammeCode(f"ADVANCED_{number:05d}")
        self._history.ask(
            OpenAward(
                award=award,
                year=year,
                name=Text(f"{year}年先进个人（第{number}批）"),
                subject_kind="person",
                needs_nomination=True,
                effective_on=month_begins,
            )
        )
        chosen = self._random.sample(people, min(NOMINEES, len(people)))
        nominees = [Subject(kind="person", id=SubjectId(person.member_no)) for person in chosen]
        for nominee in nominees:
            self._history.ask(
                FileNomination(award=award, year=year, nominee=nominee, effective_on=month_begins.replace(day=8))
            )
        self._history.ask(CloseSelection(award=award, year=year, effective_on=month_begins.replace(day=15)))
        for rank, recipient in enumerate(nominees[: 1 + len(nominees) * 3 // 4]):
            prize_fen = Fen(100_000 if rank == 0 else 20_000)
            conferral = ConferAward(
                award=award,
                year=year,
                recipient=recipient,
                prize_fen=prize_fen,
                effective_on=month_begins.replace(day=20),
            )
            self._history.ask(conferral, APPROVER)
        self._history.forget_stream(f"award/{award}/{year}")

    def receive(self, day: date) -> None:
        """Record an honour that the union itself received."""
        document_no = DocumentNo(f"H-{next(self._awards):05d}")
        command = RecordHonour(
            document_no=document_no, title=Text("模范职工之家"), granted_by=Text("市总工会"), effective_on=day
        )
        self._history.ask(command)
        self._history.forget_stream(f"honour/{document_no}")
