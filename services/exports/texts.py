"""The words on exported sheets, in one language."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services import messages
from services.messages import Language


@dataclass(frozen=True, slots=True)
class Texts:
    """Gives the texts of sheets and the names of accounts in one language."""

    language: Language

    def __call__(self, key: str, **facts: object) -> str:
        """Give a text of the section ``sheet``."""
        return messages.text(self.language, f"sheet.{key}", **facts)

    def option(self, section: str, value: object) -> str:
        """Give the word for one value of a closed choice."""
        return messages.option(self.language, section, value)

    def day(self, value: date) -> str:
        """Write a day."""
        return messages.day(self.language, value)

    def month(self, value: str) -> str:
        """Write a month."""
        return messages.month(self.language, value)

    def name(self, named: Any) -> str:  # noqa: ANN401 - whatever has a name in both languages
        """Give the name of an account or a row."""
        return str(named.name_zh if self.language == "zh" else named.name_en)

    def account(self, named: Any) -> str:  # noqa: ANN401 - whatever names an account
        """Write an account as the rules ask: its code and its name, never the code alone."""
        return f"{named.account} {self.name(named)}"
