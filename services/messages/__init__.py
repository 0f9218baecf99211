"""What people read: one catalogue of texts in English and Chinese, and how figures and days are written."""

from services.messages.catalogue import (
    DEFAULT_LANGUAGE,
    LANGUAGES,
    TEXTS,
    negotiate,
    option,
    text,
)
from services.messages.facts import finding_text
from services.messages.formats import Language, amount, day, instant, money, month, number, percent
from services.messages.refusals import error_text
from services.messages.sentences import event_name, sentence, total_name

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "TEXTS",
    "Language",
    "amount",
    "day",
    "error_text",
    "event_name",
    "finding_text",
    "instant",
    "money",
    "month",
    "negotiate",
    "number",
    "option",
    "percent",
    "sentence",
    "text",
    "total_name",
]
