"""How one fact of an event or a refusal is shown to people, by its name and type."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from typing import Any, Final

from domain.activities.closing import Finding
from domain.values import Subject
from services.messages.catalogue import REFUSALS, TEXTS, option, text
from services.messages.formats import Language, day, money, month, percent

MONTHS: Final = frozenset({"period", "valid_from", "first_due", "last_period", "closed_through", "missing", "follows"})
"""Fields that hold a month."""
STEPS: Final = frozenset({"earlier", "step", "command"})
"""Fields that hold a command's name, or another word for a step."""
SECTIONS: Final[Mapping[str, str]] = {
    "reversed_kind": "entry_kind",
    "first_kind": "entry_kind",
    "expected": "subject_kind",
    "given": "subject_kind",
    "needed": "stage",
    "need": "purpose",
    "once_a_year": "purpose",
    "voucher_needed": "voucher_state",
    "voucher_kind": "kind",
}
"""Fields whose words stand under another name in the catalogue."""


def shown_facts(language: Language, value: Any) -> dict[str, str]:  # noqa: ANN401 - any event or refusal
    """Return every field of an event or a refusal as people read it; ``amount_fen`` becomes ``amount``."""
    return {
        field.name.removesuffix("_fen"): shown(language, field.name, getattr(value, field.name))
        for field in fields(value)
    }


def shown(language: Language, name: str, value: object) -> str:  # noqa: PLR0911 - one return for each kind of fact
    """Write one fact."""
    match value:
        case bool():
            return option(language, name, "yes" if value else "no")
        case int() if name.endswith("_fen"):
            return money(language, value)
        case int() if name.endswith("_basis_points"):
            return percent(language, value)
        case date():
            return day(language, value)
        case Subject():
            return text(language, f"subject.{value.kind}", id=value.id)
        case str() if name in MONTHS:
            return month(language, value)
        case str() if name in STEPS:
            return TEXTS[language].get(f"command.{value}") or option(language, "step", value)
        case str() if name == "allowed":
            return text(language, "site.and").join(option(language, "role", part) for part in value.split(", "))
        case list() | tuple() | frozenset():
            return _listed(language, name, value)
        case _:
            return option(language, SECTIONS.get(name, name.removesuffix("_fen")), value)


def finding_text(language: Language, finding: Finding) -> str:
    """Say what a check of a close found."""
    if language == "en":
        return finding.text
    return REFUSALS[f"finding.{finding.check}"].format(where=finding.where)


def _listed(language: Language, name: str, items: Iterable[object]) -> str:
    """Write several facts: words in a row, or what the checks of a close found, each in a sentence."""
    findings = [item for item in items if isinstance(item, Finding)]
    if findings:
        return "；".join(finding_text(language, finding) for finding in findings)
    words = (option(language, SECTIONS.get(name, name), item) for item in items)
    return text(language, "site.and").join(sorted(words))
