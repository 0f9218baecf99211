"""The domain's rules as sentences: given what happened, when something is asked, then this follows.

    given(ENROLLED, DUES_PAID_FOR_MAY).when(PAY_MAY_AGAIN).refused(DuesAlreadyPaid)

Given events find their streams by the catalogue, as recorded ones do; there is no database.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any, Final

from domain.accounting.books import Books
from domain.accounting.charts import CHARTS, chart_on
from domain.accounting.lines import Posting
from domain.accounting.sources import CLOSING, OPENING
from domain.activities.budget import budget_line, is_expense
from domain.catalogue import COMMAND_TYPE_OF, EVENT_TYPE_OF
from domain.deciding import Asked, LedgerState, Stream
from domain.errors import LedgerError
from domain.values import ActorId, LedgerId, Text

TODAY: Final = date(2026, 1, 5)
LEDGER: Final = LedgerState(
    ledger_id=LedgerId("school"),
    name=Text("Primary school union"),
    level="grassroots",
    parent_ledger_id=None,
    chart="2009",
    opened_on=date(2015, 1, 1),
    books=Books(kept_from=date(2015, 1, 1)),
)
COUNTY_LEDGER: Final = LedgerState(
    ledger_id=LedgerId("city"),
    name=Text("City federation"),
    level="county",
    parent_ledger_id=None,
    chart="2009",
    opened_on=date(2015, 1, 1),
    books=Books(kept_from=date(2015, 1, 1)),
)


def keeping(ledger: LedgerState = LEDGER, **books: Any) -> LedgerState:  # noqa: ANN401 - any field of the books
    """Give a ledger whose books differ, as ``keeping(closed_through=Month("2025-05"))``."""
    return replace(ledger, books=replace(ledger.books, **books))


@dataclass(slots=True)
class History:
    """The streams of one ledger, in memory. ``ledger`` is None before it is opened."""

    ledger: LedgerState | None = LEDGER
    states: dict[str, Any] = field(default_factory=dict)

    def state(self, stream: Stream[Any]) -> Any:  # noqa: ANN401 - every kind of stream has its own state
        """Say what a stream comes to."""
        start = self.ledger if stream.id == "ledger/self" else stream.kind.initial
        return self.states.get(stream.id, start)

    def happened(self, event: object) -> None:
        """Take an event into its stream; of a growing stream only the last event counts."""
        stream = EVENT_TYPE_OF[type(event)].stream(event)
        before = stream.kind.initial if stream.kind.growing else self.state(stream)
        self.states[stream.id] = stream.kind.evolve(before, event)
        if stream.id == "ledger/self":
            self.ledger = self.states[stream.id]

    def ask(
        self, command: object, *, actor: str = "ann", today: date = TODAY, evidence: object = None
    ) -> Sequence[object]:
        """Decide on a command and take in what follows, which must fit the streams that the command names.

        ``evidence`` is what the command must know of the whole ledger, if it names a class of such.
        """
        kind = COMMAND_TYPE_OF[type(command)]
        ledger_id = self.ledger.ledger_id if self.ledger else LEDGER.ledger_id
        recorded_at = datetime.combine(today, time(4), UTC)
        asked = Asked(
            ledger_id=ledger_id, actor=ActorId(actor), recorded_at=recorded_at, today=today, ledger=self.ledger
        )
        assert kind.evidence is None or isinstance(evidence, kind.evidence), f"{kind.name} needs its evidence"
        known = () if kind.evidence is None else (evidence,)
        streams = kind.streams(command, *known)
        events = kind.decide(asked, command, *(self.state(stream) for stream in streams), *known)
        assert events, f"{kind.name} decided nothing"
        named = {stream.id for stream in streams}
        for event in events:
            written = EVENT_TYPE_OF[type(event)].stream(event).id
            assert written in named, f"{kind.name} wrote to {written}, which it does not read"
            missed = {budget_line(year, line).id for year, line in executed_lines(event)} - named
            assert not missed, f"{kind.name} posts an expense without being within the budget: {missed}"
            self.happened(event)
        return events


def executed_lines(event: Any) -> Iterator[tuple[int, str]]:  # noqa: ANN401 - any event
    """Name the budget lines, planned or not, on which an event executes an expense: prescribed accounts, projects."""
    posting: Posting | None = getattr(event, "posting", None)
    if posting is None or posting.rule_id.startswith((OPENING, CLOSING)):
        return
    chart, year = chart_on(event.effective_on), event.effective_on.year
    for line in posting.lines:
        if is_expense(chart, line.account):
            yield from ((year, code) for code in CHARTS[chart].accounts if line.account.startswith(code))
            if line.project:
                yield year, line.project


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command came to: events, or a refusal."""

    events: tuple[object, ...] = ()
    refusal: LedgerError | None = None

    def then(self, *expected: object) -> None:
        """Expect exactly these events."""
        if self.refusal is not None:
            raise self.refusal
        assert list(self.events) == list(expected)

    def refused(self, reason: type[LedgerError], **facts: object) -> None:
        """Expect this refusal, and any facts named (as on the wire: amounts as yuan strings)."""
        assert self.refusal is not None, f"not refused: {self.events}"
        assert type(self.refusal) is reason, f"refused for another reason: {self.refusal!r}"
        assert str(self.refusal)
        told = self.refusal.facts()
        assert {name: told.get(name) for name in facts} == facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A history that something is asked of."""

    events: tuple[object, ...]
    ledger: LedgerState | None

    def when(self, command: object, *, actor: str = "ann", today: date = TODAY, evidence: object = None) -> Outcome:
        """Ask for one thing. The history stays as it was, so that it can be asked again."""
        history = History(ledger=self.ledger)
        for event in self.events:
            history.happened(event)
        try:
            return Outcome(events=tuple(history.ask(command, actor=actor, today=today, evidence=evidence)))
        except LedgerError as refusal:
            return Outcome(refusal=refusal)


def given(*events: object, ledger: LedgerState | None = LEDGER) -> Given:
    """Begin a sentence with what happened so far, in a grassroots ledger opened on 2015-01-01."""
    return Given(events=events, ledger=ledger)
