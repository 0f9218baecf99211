"""The edge: how values look as JSON, what is admitted from outside, and what is shown.

Amounts are decimal strings in yuan under the field's name without ``_fen``; dates are ISO days.
"""

from services.wire.answers import answer_model, shown_type, to_wire, wire_name
from services.wire.errors import FieldError, InvalidInput, MalformedJson, UnknownCommand
from services.wire.json_text import read_json
from services.wire.parsing import admitted_schema, example, parse, parse_command, parse_item, parse_line, request_model

__all__ = [
    "FieldError",
    "InvalidInput",
    "MalformedJson",
    "UnknownCommand",
    "admitted_schema",
    "answer_model",
    "example",
    "parse",
    "parse_command",
    "parse_item",
    "parse_line",
    "read_json",
    "request_model",
    "shown_type",
    "to_wire",
    "wire_name",
]
