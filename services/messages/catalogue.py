"""The texts, read once from one file for each language; everything else asks for them by key."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from services.messages.formats import Language

LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
DEFAULT_LANGUAGE: Final[Language] = "zh"
FOLDER: Final = Path(__file__).parent
NOTHING: Final = "_none"
"""Stands for no value in a section of values; no identifier begins with an underscore."""


def _flat(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, str):
            yield above + name, value
        else:
            yield from _flat(value, f"{above}{name}.")


def _load(language: Language) -> dict[str, str]:
    return dict(_flat(tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))))


REFUSALS: Final = dict(_flat(tomllib.loads((FOLDER / "refusals.zh.toml").read_text(encoding="utf-8"))))
"""What each refusal says in Chinese, by its code. English stands in the refusals' own classes."""
TEXTS: Final[Mapping[Language, Mapping[str, str]]] = {language: _load(language) for language in LANGUAGES}
"""Every text by language and dotted key, as ``TEXTS["en"]["event.dues.paid"]``."""


def text(language: Language, key: str, **facts: object) -> str:
    """Return a text with its facts filled in.

    Raises:
        KeyError: there is no such text, or it asks for a fact that was not given.
    """
    return TEXTS[language][key].format(**facts)


def option(language: Language, section: str, value: object) -> str:
    """Return the word for one value of a closed choice, as ``option("en", "level", "county")``.

    Nothing chosen has a word too. A value without a word of its own stands for itself.
    """
    texts = TEXTS[language]
    if value is None:
        return texts.get(f"value.{section}.{NOTHING}", texts[f"value.{NOTHING}"])
    return texts.get(f"value.{section}.{value}", str(value))


def negotiate(accept_language: str | None) -> Language:
    """Choose the language of an ``Accept-Language`` header (RFC 9110 §12.5.4); Chinese when it names neither."""
    wanted = sorted(_ranges(accept_language or ""), key=lambda pair: -pair[1])
    for tag, weight in wanted:
        for language in LANGUAGES:
            if weight > 0 and tag.partition("-")[0] == language:
                return language
    return DEFAULT_LANGUAGE


def _ranges(header: str) -> Iterator[tuple[str, float]]:
    for item in header.split(","):
        tag, _, weight = item.partition(";")
        try:
            yield tag.strip().lower(), float(weight.strip().removeprefix("q=") or 1)
        except ValueError:
            continue
