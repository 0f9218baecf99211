"""How HTTP itself says no: refusals that have nothing to do with a rule of the books."""

from dataclasses import dataclass

from domain.activities.membership import MemberUnknown
from domain.deciding import Role
from domain.errors import LedgerError
from domain.values import LedgerId


@dataclass(eq=False, kw_only=True)
class NotAuthenticated(LedgerError):
    """Nobody can be told from the request."""

    code = "not_authenticated"
    kind = "forbidden"
    text = "Send a valid token as “Authorization: Bearer <token>”. Ask your administrator for one."


@dataclass(eq=False, kw_only=True)
class LedgerOutOfScope(LedgerError):
    """The token does not open the ledger, whether or not there is such a ledger."""

    code = "ledger_out_of_scope"
    kind = "forbidden"
    text = "This token does not open ledger {ledger_id}. Use a token that does."

    ledger_id: LedgerId


@dataclass(eq=False, kw_only=True)
class TreeOutOfScope(LedgerError):
    """A sum over a tree is for those who may see every ledger that it is made of."""

    code = "tree_out_of_scope"
    kind = "forbidden"
    text = (
        "This token does not open every ledger under {ledger_id}. Ask without tree, or use a token that opens them all."
    )

    ledger_id: LedgerId


@dataclass(eq=False, kw_only=True)
class RoleNotAllowed(LedgerError):
    """The token's role may not ask for this command: duties are kept apart, by the rule that is named."""

    code = "role_not_allowed"
    kind = "forbidden"
    text = "The role {role} may not ask for {command} ({rule}). Use a token of one of these roles: {allowed}."

    role: Role
    command: str
    allowed: str
    rule: str


@dataclass(eq=False, kw_only=True)
class AddressUnknown(LedgerError):
    """There is nothing at the address."""

    code = "address_unknown"
    kind = "not_found"
    text = "There is nothing at this address. The addresses are listed in /openapi.json."


@dataclass(eq=False, kw_only=True)
class MethodNotAllowed(LedgerError):
    """The address answers other methods."""

    code = "method_not_allowed"
    kind = "invalid"
    text = "This address answers {allowed}, not {method}."

    method: str
    allowed: str


@dataclass(eq=False, kw_only=True)
class ContentTypeNotRead(LedgerError):
    """The body is of a type that the address does not read."""

    code = "content_type_not_read"
    kind = "invalid"
    text = "This address reads {allowed}. Name one of them as Content-Type, without Content-Encoding."

    allowed: str


@dataclass(eq=False, kw_only=True)
class BodyTooLarge(LedgerError):
    """The body is longer than the address reads."""

    code = "body_too_large"
    kind = "invalid"
    text = "The body is longer than {limit_bytes} bytes, which is all that is read here. Send less at a time."

    limit_bytes: int


@dataclass(eq=False, kw_only=True)
class RequestRefused(LedgerError):
    """The request is not HTTP as it is spoken here."""

    code = "request_refused"
    kind = "invalid"
    text = "This request cannot be read. Check how it is written against /openapi.json."


@dataclass(eq=False, kw_only=True)
class MemberNotFound(MemberUnknown):
    """A reader asks for a member who is not there: said as a command is told, but the thing asked for is missing."""

    kind = "not_found"


@dataclass(eq=False, kw_only=True)
class PastOfOneLedger(LedgerError):
    """A reader asks for an earlier point of a whole tree, which has no one log."""

    code = "past_of_one_ledger"
    text = "An earlier point can be asked of one ledger only. Leave out tree, and ask each ledger."


@dataclass(eq=False, kw_only=True)
class PositionNotRecorded(LedgerError):
    """A reader waits for a position that the ledger does not have."""

    code = "position_not_recorded"
    text = "Ledger {ledger_id} has no position {min_position}; its last is {last_position}. Ask for one from a receipt."

    ledger_id: LedgerId
    min_position: int
    last_position: int


@dataclass(eq=False, kw_only=True)
class PositionNotReached(LedgerError):
    """What a reader waits for is recorded and not yet reflected."""

    code = "position_not_reached"
    text = "The answer reflects position {position} and not yet {min_position}. Ask again in a moment."

    position: int
    min_position: int


@dataclass(eq=False, kw_only=True)
class ServiceUnavailable(LedgerError):
    """The database is gone or too slow."""

    code = "service_unavailable"
    text = (
        "The database does not answer in time. Try again in a moment; "
        "repeat a command under the same Idempotency-Key, because it may have been recorded."
    )


@dataclass(eq=False, kw_only=True)
class InternalFault(LedgerError):
    """The program is at fault."""

    code = "internal_fault"
    text = "Something went wrong inside the service. Tell your administrator the request id {request_id}."

    request_id: str
