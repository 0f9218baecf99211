"""What events and totals are called, and what each event says as a sentence."""

from typing import Any

from services.messages.catalogue import TEXTS, text
from services.messages.facts import shown_facts
from services.messages.formats import Language


def event_name(language: Language, name: str) -> str:
    """Return what people call an event, as ``dues.paid``; a stored name without a text stands for itself."""
    return TEXTS[language].get(f"event.{name}", name)


def sentence(language: Language, name: str, event: Any) -> str:  # noqa: ANN401 - any event of the catalogue
    """Say what an event of this stored name says."""
    return text(language, f"sentence.{name}", **shown_facts(language, event))


def total_name(language: Language, kind: str, programme: str) -> str:
    """Return what a kind of annual total is called, with its programme or what else divides the kind."""
    texts = TEXTS[language]
    part = texts.get(f"total.{kind}_of.{programme}", programme)
    return texts.get(f"total.{kind}", kind).format(programme=part)
