"""Membership in a made-up ledger: people join, hold cards, move, retire, leave and come back."""

from datetime import date
from random import Random
from typing import Final

from domain.activities.branch import OpenBranch
from domain.activities.membership import (
    ChangeMemberProfile,
    EnrolMember,
    IssueCard,
    ReadmitMember,
    ReplaceCard,
    ReportCardLost,
    RetireMember,
    TransferMember,
    WithdrawMember,
)
from domain.activities.membership.events import EnrolmentBasis
from domain.values import BranchId, PersonalData, Text
from services.synth.history import History
from services.synth.people import Person

MEMBERS_OF_A_BRANCH: Final = 50
MOST_BRANCHES: Final = 40
LEAST_STAYING: Final = 0.5
"""The part of all who ever joined that stays active, whatever happens."""


class Membership:
    """Who is a member. ``active`` is in no order that means anything."""

    def __init__(self, history: History, random: Random, most: int) -> None:
        """Begin with nobody; at most ``most`` people ever join."""
        self._history = history
        self._random = random
        self._most = most
        self._branches = [BranchId(f"B{n + 1:02d}") for n in range(min(MOST_BRANCHES, 1 + most // MEMBERS_OF_A_BRANCH))]
        self._withdrawn: list[Person] = []
        self._joined = 0
        self.active: list[Person] = []

    def open_branches(self, day: date) -> None:
        """Set the branches up."""
        for branch_id in self._branches:
            self._history.ask(
                OpenBranch(branch_id=branch_id, name=Text(f"第{branch_id[1:]}分会"), level=2, effective_on=day)
            )

    @property
    def may_join(self) -> bool:
        """Say whether there is anybody left to join."""
        return self._joined < self._most

    def join(self, day: date, basis: EnrolmentBasis = "admitted") -> Person:
        """Take the next person in and hand out a card."""
        self._joined += 1
        person = Person(self._joined, self._random.choice(self._branches))
        self._history.ask(
            EnrolMember(
                member_no=person.member_no,
                person=self._personal_data(person),
                branch_id=person.branch_id,
                basis=basis,
                effective_on=day,
            )
        )
        self._history.ask(IssueCard(member_no=person.member_no, effective_on=day))
        self.active.append(person)
        return person

    def change_something(self, day: date) -> None:
        """Let one thing happen to one member."""
        chance = self._random.random()
        if chance < 0.05 and self._withdrawn:  # noqa: PLR2004 - parts of all changes, here and below
            self._readmit(day)
        elif chance < 0.15 and len(self.active) > self._joined * LEAST_STAYING:  # noqa: PLR2004 - as above
            self._leave(day, retire=chance < 0.11)  # noqa: PLR2004 - as above
        elif chance < 0.35:  # noqa: PLR2004 - as above
            self._replace_card(day)
        elif chance < 0.65 and len(self._branches) > 1:  # noqa: PLR2004 - as above
            self._transfer(day)
        else:
            self.change_profile(day)

    def change_profile(self, day: date) -> None:
        """Let a member have a new telephone number: one event, whoever it is."""
        person = self._random.choice(self.active)
        self._history.ask(
            ChangeMemberProfile(member_no=person.member_no, person=self._personal_data(person), effective_on=day)
        )

    def _personal_data(self, person: Person) -> PersonalData:
        number = self._random.randrange(10**8)
        return PersonalData(name=Text(f"会员{person.member_no[1:]}（化名）"), phone=Text(f"000{number:08d}"))

    def _replace_card(self, day: date) -> None:
        person = self._random.choice(self.active)
        self._history.ask(ReportCardLost(member_no=person.member_no, effective_on=day))
        self._history.ask(ReplaceCard(member_no=person.member_no, effective_on=day))

    def _transfer(self, day: date) -> None:
        person = self._random.choice(self.active)
        person.branch_id = self._random.choice([branch for branch in self._branches if branch != person.branch_id])
        self._history.ask(TransferMember(member_no=person.member_no, to_branch_id=person.branch_id, effective_on=day))

    def _leave(self, day: date, *, retire: bool) -> None:
        chosen = self._random.randrange(len(self.active))
        self.active[chosen], self.active[-1] = self.active[-1], self.active[chosen]
        person = self.active.pop()
        if retire:
            self._history.ask(RetireMember(member_no=person.member_no, effective_on=day))
            return
        self._history.ask(WithdrawMember(member_no=person.member_no, reason=Text("调离"), effective_on=day))
        self._withdrawn.append(person)

    def _readmit(self, day: date) -> None:
        person = self._withdrawn.pop(self._random.randrange(len(self._withdrawn)))
        person.branch_id = self._random.choice(self._branches)
        self._history.ask(ReadmitMember(member_no=person.member_no, branch_id=person.branch_id, effective_on=day))
        self._history.ask(IssueCard(member_no=person.member_no, effective_on=day))
        self.active.append(person)
