"""How the edge says no: text that is not JSON, JSON that is not what was asked for."""

from dataclasses import dataclass
from typing import NamedTuple

from domain.errors import LedgerError


class FieldError(NamedTuple):
    """What is wrong with one field: where it stands, as a JSON pointer, and what is allowed there."""

    path: str
    detail: str


@dataclass(eq=False, kw_only=True)
class MalformedJson(LedgerError):
    """A text is not JSON."""

    code = "malformed_json"
    kind = "invalid"
    text = "This is not JSON: {reason} at line {line}, column {column}. Send JSON text in UTF-8."

    line: int
    column: int
    reason: str


@dataclass(eq=False, kw_only=True)
class InvalidInput(LedgerError):
    """Values that can never be right: every one of them is named with what is allowed."""

    code = "invalid_input"
    kind = "invalid"
    text = "{count} field(s) are not as they must be; the first: {first}."

    errors: tuple[FieldError, ...]

    def facts(self) -> dict[str, str | int | list[str] | None]:
        """Count the errors and show the first; all of them stand in ``errors``."""
        path, detail = self.errors[0]
        return {"count": len(self.errors), "first": f"{path or '/'} {detail.rstrip('.')}"}


@dataclass(eq=False, kw_only=True)
class UnknownCommand(LedgerError):
    """There is no command of this name."""

    code = "unknown_command"
    kind = "not_found"
    text = "There is no command “{name}”. The commands are listed in /openapi.json."

    name: str
