"""The API's JSON answers drawn as tables: rows of one shape, or the fields of one thing."""

import re
from typing import Any, Final

from services.cli.output import say, show_table

AMOUNT: Final = re.compile(r"-?[0-9]+\.[0-9]{2}")
NOTHING: Final = "–"


def show_answer(title: str, answer: dict[str, Any]) -> None:
    """Draw the data of an answer; say which position it reflects and where its next page begins."""
    _draw(title, answer["data"])
    if "position" in answer:
        say(f"As of position {answer['position']}.")
    if answer.get("next") is not None:
        say(f"There is more: --after {answer['next']}")


def _draw(title: str, data: Any) -> None:  # noqa: ANN401 - a JSON value
    match data:
        case []:
            say(f"{title}: none.")
        case list() if isinstance(data[0], dict):
            _draw_rows(title, data)
        case dict():
            _draw_fields(title, data)
        case _:
            say(f"{title}: {_cell(data)}")


def _draw_rows(title: str, rows: list[dict[str, Any]]) -> None:
    columns = [f"{name}#" if _is_number(value) else name for name, value in rows[0].items()]
    show_table(title, columns, [[_cell(value) for value in row.values()] for row in rows])


def _draw_fields(title: str, fields: dict[str, Any]) -> None:
    """Draw the plain fields of one thing, then each list in it as a table of its own."""
    plain = [(name, _cell(value)) for name, value in fields.items() if not isinstance(value, list)]
    show_table(title, ("field", "value"), plain)
    for name, value in fields.items():
        if isinstance(value, list):
            _draw(name, value)


def _is_number(value: object) -> bool:
    return isinstance(value, int) or (isinstance(value, str) and AMOUNT.fullmatch(value) is not None)


def _cell(value: Any) -> str:  # noqa: ANN401 - a JSON value
    match value:
        case None:
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case dict():
            return ", ".join(f"{name} {_cell(inner)}" for name, inner in value.items() if inner is not None)
        case list():
            return "; ".join(map(_cell, value))
        case _:
            return str(value)
