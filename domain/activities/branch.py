"""Branches (分会) of a grassroots union: second-level ones under the union, third-level ones under those."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from domain.deciding import OFFICER, Activity, Asked, CommandType, EventType, Stream, StreamKind
from domain.errors import LedgerError
from domain.values import BranchId, Text

BranchLevel = Literal[2, 3]
THIRD_LEVEL: Final[BranchLevel] = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchOpened:
    """A branch was set up. A third-level branch names the second-level branch it belongs to."""

    branch_id: BranchId
    name: Text
    level: BranchLevel
    parent_branch_id: BranchId | None
    effective_on: date


Event = BranchOpened


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBranch:
    """Set up a branch."""

    branch_id: BranchId
    name: Text
    level: BranchLevel
    effective_on: date
    parent_branch_id: BranchId | None = None


@dataclass(eq=False, kw_only=True)
class BranchAlreadyOpen(LedgerError):
    """A branch id is used once."""

    code = "branch_already_open"
    text = "Branch {branch_id} exists already. Choose another id."

    branch_id: BranchId


@dataclass(eq=False, kw_only=True)
class BranchUnknown(LedgerError):
    """A command named a branch that was never opened."""

    code = "branch_unknown"
    text = "There is no branch {branch_id} in this ledger. Open it first with open-branch, or check the id."

    branch_id: BranchId


@dataclass(eq=False, kw_only=True)
class BranchParentWrong(LedgerError):
    """A second-level branch has no parent; a third-level branch has a second-level one."""

    code = "branch_parent_wrong"
    kind = "invalid"
    text = (
        "Branch {branch_id} of level {level} cannot stand under {parent_branch_id}. "
        "A third-level branch names an open second-level branch; a second-level branch names none."
    )

    branch_id: BranchId
    level: int
    parent_branch_id: BranchId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BranchState:
    """A branch that is open."""

    level: BranchLevel


def evolve(state: BranchState | None, event: Event) -> BranchState | None:  # noqa: ARG001 - nothing comes before a first event
    """Say what the branch is after the event."""
    return BranchState(level=event.level)


INITIAL: Final[BranchState | None] = None
BRANCH: Final = StreamKind(category="branch", initial=INITIAL, evolve=evolve)


def branch(branch_id: BranchId | None) -> Stream[BranchState | None]:
    """Name a branch's stream; no branch at all is a stream that stays empty."""
    return BRANCH.at(branch_id or "")


def open_branch(
    asked: Asked, command: OpenBranch, existing: BranchState | None, parent: BranchState | None
) -> Sequence[Event]:
    """Set up a branch under the union or under a second-level branch."""
    if existing is not None:
        raise BranchAlreadyOpen(branch_id=command.branch_id)
    named = command.parent_branch_id is not None
    if named != (command.level == THIRD_LEVEL) or (named and (parent is None or parent.level == THIRD_LEVEL)):
        raise BranchParentWrong(
            branch_id=command.branch_id, level=command.level, parent_branch_id=command.parent_branch_id
        )
    asked.check_day(command.effective_on)
    return [
        BranchOpened(
            branch_id=command.branch_id,
            name=command.name,
            level=command.level,
            parent_branch_id=command.parent_branch_id,
            effective_on=command.effective_on,
        )
    ]


ACTIVITY: Final = Activity(
    name="branch",
    events=(EventType(name="branch.opened", event=BranchOpened, stream=lambda event: branch(event.branch_id)),),
    commands=(
        CommandType(
            name="open-branch",
            command=OpenBranch,
            roles=OFFICER,
            streams=lambda command: (branch(command.branch_id), branch(command.parent_branch_id)),
            decide=open_branch,
        ),
    ),
)
