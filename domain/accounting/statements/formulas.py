"""How a row of a statement is computed: a sum of terms, written as the regulations write it.

``bal(101)`` is the balance of account 101, ``open(321)`` what stood on 321 when the year began, ``turn(401)`` the
turnover of 401 without closing entries, ``result(restricted)`` income less expense of that money as far as no
closing entry has carried it yet, and ``A02`` another row of the same form.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final, Literal, NamedTuple, assert_never, cast

from domain.accounting.statements.sums import Sums
from domain.values import Fen, FundClass

TermKind = Literal["bal", "open", "turn", "result", "row"]
Moment = Literal["opening", "closing"]
"""When a balance is looked at: as the span of days begins, or as it ends."""

TERM: Final = re.compile(r"\s*([+-]?)\s*(?:(bal|open|turn|result)\((\w+)\)|([A-Z][0-9]{2,3}))")


class Term(NamedTuple):
    """One term: its sign, what it is, and of which account, class of money or row."""

    sign: Literal[1, -1]
    kind: TermKind
    name: str


Formula = tuple[Term, ...]


class FormulaUnreadable(ValueError):
    """A row of a statement's definition holds a formula that is none."""


def read_formula(text: str) -> Formula:
    """Read a formula; an empty one has no terms.

    Raises:
        FormulaUnreadable: it is none.
    """
    terms: list[Term] = []
    at = 0
    while at < len(text.rstrip()):
        found = TERM.match(text, at)
        if found is None or (not found[1] and terms):
            raise FormulaUnreadable(text)
        terms.append(Term(-1 if found[1] == "-" else 1, cast("TermKind", found[2] or "row"), found[3] or found[4]))
        at = found.end()
    return tuple(terms)


def evaluate(formulas: Mapping[str, Formula], sums: Sums, moment: Moment) -> dict[str, Fen]:
    """Compute every row of a form; rows may name other rows in any order, but not themselves."""
    done: dict[str, Fen] = {}

    def value_of(row: str) -> Fen:
        if row not in done:
            done[row] = Fen(sum(term.sign * _term(term, sums, moment, value_of) for term in formulas[row]))
        return done[row]

    return {row: value_of(row) for row in formulas}


def _term(term: Term, sums: Sums, moment: Moment, value_of: Callable[[str], Fen]) -> Fen:
    match term.kind:
        case "bal":
            return sums.opening(term.name) if moment == "opening" else sums.closing(term.name)
        case "open":
            return sums.opening(term.name)
        case "turn":
            return sums.turnover(term.name)
        case "result":
            fund_class = cast("FundClass", term.name)
            return sums.result_opening(fund_class) if moment == "opening" else sums.result_closing(fund_class)
        case "row":
            return value_of(term.name)
        case _:
            assert_never(term.kind)


def leaves(formulas: Mapping[str, Formula], row: str, sign: Literal[1, -1] = 1) -> Formula:
    """Take a row apart into terms of accounts and classes of money, through all the rows that it adds up."""
    found: list[Term] = []
    for term in formulas[row]:
        together: Literal[1, -1] = 1 if term.sign == sign else -1
        if term.kind == "row":
            found.extend(leaves(formulas, term.name, together))
        else:
            found.append(term._replace(sign=together))
    return tuple(found)
