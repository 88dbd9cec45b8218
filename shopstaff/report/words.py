"""The page's words in the reader's language: English stands in the code and is its own key, Chinese in a catalogue."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from markupsafe import Markup

from kit.text import Language

CATALOGUE = Path(__file__).parent / "words.zh.toml"


def mark(text: str) -> str:
    """Give a text back as it is; marks one that a table holds and that is said later, so that a test finds it."""
    return text


WEEKDAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))


@dataclass(frozen=True)
class Words:
    """Says the page's texts; ``chinese`` is the catalogue, English text to Chinese.

    Example:
        >>> words_of("zh")("{count} messages", count=3), words_of("en")("{count} messages", count=3)
        ('3 条消息', '3 messages')
    """

    language: Language = "en"
    chinese: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __call__(self, text: str, /, **values: object) -> str:
        """Say a text with its values; one without Chinese, such as a name that a plug-in brings, is said as it is."""
        said = self._choose(text)
        return said.format(**values) if values else said

    def markup(self, text: str, /, **values: object) -> Markup:
        """Say a text for a template: what comes from outside is escaped, what is markup already stays."""
        return Markup(self._choose(text)).format(**values)

    def pick(self, english: str, chinese: str) -> str:
        """Choose between two texts of one thing, such as a title and its ``title_zh``; the other one if it is empty."""
        return (chinese or english) if self.language == "zh" else (english or chinese)

    def day(self, day: date) -> str:
        """Write a day for an axis, ``"5 Nov"``."""
        return f"{day.month}月{day.day}日" if self.language == "zh" else f"{day.day} {day:%b}"

    def weekday(self, day: date) -> str:
        """Name the day of the week, ``"Mon"``."""
        return self(WEEKDAYS[day.weekday()])

    def _choose(self, text: str) -> str:
        return self.chinese.get(text, text) if self.language == "zh" else text


ENGLISH = Words()


@cache
def words_of(language: Language) -> Words:
    """Give the words of a language."""
    if language == "en":
        return ENGLISH
    return Words(language, tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["words"])
