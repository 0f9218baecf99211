"""Awards (表彰): programmes of a year, nominations, selection, and honours conferred or revoked.

A recipient is named by a pseudonymous id of the right kind and need not be a member: federations
honour people and households whose unions keep other ledgers.
"""

from typing import Final

from domain.activities.award.commands import (
    CloseSelection,
    ConferAward,
    FileNomination,
    OpenAward,
    RecordHonour,
    ReviewInnovation,
    RevokeAward,
)
from domain.activities.award.deciding import (
    close_selection,
    confer_award,
    file_nomination,
    open_award,
    record_honour,
    review_innovation,
    revoke_award,
)
from domain.activities.award.events import (
    AwardConferred,
    AwardProgrammeOpened,
    AwardRevoked,
    Event,
    HonourReceived,
    InnovationReviewed,
    NominationFiled,
    SelectionClosed,
)
from domain.activities.award.refusals import (
    AlreadyNominated,
    AwardAlreadyConferred,
    AwardAlreadyOpen,
    AwardNotConferred,
    AwardProjectWrong,
    AwardSelectionClosed,
    AwardSelectionOpen,
    AwardSubjectWrong,
    AwardUnknown,
    HonourAlreadyRecorded,
    InnovationAlreadyReviewed,
    InnovationFiledLater,
    NotNominated,
)
from domain.activities.award.states import (
    AwardEvent,
    AwardState,
    Conferral,
    DocumentState,
    award_of_year,
    honour,
    innovation,
)
from domain.activities.budget import of_project, within_budget
from domain.activities.fund import fund
from domain.deciding import APPROVER, OFFICER, Activity, CommandType, EventType, Stream

__all__ = [
    "ACTIVITY",
    "AlreadyNominated",
    "AwardAlreadyConferred",
    "AwardAlreadyOpen",
    "AwardConferred",
    "AwardEvent",
    "AwardNotConferred",
    "AwardProgrammeOpened",
    "AwardProjectWrong",
    "AwardRevoked",
    "AwardSelectionClosed",
    "AwardSelectionOpen",
    "AwardState",
    "AwardSubjectWrong",
    "AwardUnknown",
    "CloseSelection",
    "ConferAward",
    "Conferral",
    "DocumentState",
    "Event",
    "FileNomination",
    "HonourAlreadyRecorded",
    "HonourReceived",
    "InnovationAlreadyReviewed",
    "InnovationFiledLater",
    "InnovationReviewed",
    "NominationFiled",
    "NotNominated",
    "OpenAward",
    "RecordHonour",
    "ReviewInnovation",
    "RevokeAward",
    "SelectionClosed",
    "award_of_year",
    "honour",
    "innovation",
]

Command = OpenAward | FileNomination | CloseSelection | ConferAward | RevokeAward


def _award(named: AwardEvent | Command) -> Stream[AwardState | None]:
    return award_of_year(named.award, named.year)


ACTIVITY: Final = Activity(
    name="award",
    events=(
        EventType(name="award.programme_opened", event=AwardProgrammeOpened, stream=_award),
        EventType(name="award.nomination_filed", event=NominationFiled, stream=_award),
        EventType(name="award.selection_closed", event=SelectionClosed, stream=_award),
        EventType(name="award.conferred", event=AwardConferred, stream=_award),
        EventType(name="award.revoked", event=AwardRevoked, stream=_award),
        EventType(name="award.honour_received", event=HonourReceived, stream=lambda event: honour(event.document_no)),
        EventType(
            name="award.innovation_reviewed",
            event=InnovationReviewed,
            stream=lambda event: innovation(event.document_no),
        ),
    ),
    commands=(
        CommandType(
            name="open-award",
            command=OpenAward,
            roles=OFFICER,
            streams=lambda command: (_award(command),),
            decide=open_award,
        ),
        CommandType(
            name="file-nomination",
            command=FileNomination,
            roles=OFFICER,
            streams=lambda command: (_award(command),),
            decide=file_nomination,
        ),
        CommandType(
            name="close-selection",
            command=CloseSelection,
            roles=OFFICER,
            streams=lambda command: (_award(command),),
            decide=close_selection,
        ),
        within_budget(
            CommandType(
                name="confer-award",
                command=ConferAward,
                roles=APPROVER,
                streams=lambda command: (_award(command), fund("restricted", command.project)),
                decide=confer_award,
            ),
            of_project,
        ),
        within_budget(
            CommandType(
                name="revoke-award",
                command=RevokeAward,
                roles=APPROVER,
                streams=lambda command: (_award(command), fund("restricted", command.project)),
                decide=revoke_award,
            ),
            of_project,
        ),
        CommandType(
            name="record-honour",
            command=RecordHonour,
            roles=OFFICER,
            streams=lambda command: (honour(command.document_no),),
            decide=record_honour,
        ),
        CommandType(
            name="review-innovation",
            command=ReviewInnovation,
            roles=OFFICER,
            streams=lambda command: (innovation(command.document_no),),
            decide=review_innovation,
        ),
    ),
)
