"""What a refusal says: English comes from its class, Chinese from the catalogue by its code."""

from dataclasses import fields

from domain.errors import LedgerError
from services.messages.catalogue import REFUSALS
from services.messages.facts import shown
from services.messages.formats import Language


def error_text(language: Language, error: LedgerError) -> str:
    """Say what is wrong and what to do.

    Raises:
        KeyError: the refusal has no Chinese text.
    """
    if language == "en":
        return str(error)
    facts: dict[str, object] = {**error.facts()}
    for field in fields(error):
        name = field.name.removesuffix("_fen")
        if name in facts:
            facts[name] = shown(language, field.name, getattr(error, field.name))
    return REFUSALS[error.code].format(**facts)
