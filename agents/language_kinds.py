"""A text with the kinds of things in place of the things it names, so that one form stands for all of them.

``300个橘猫贴多少钱`` and ``2箱平安符多少钱`` are then the same question.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from agents import language_places as places
from agents.language_guess import KINDS
from agents.lexicon import Mention
from kit import text as writing

_LONG = re.compile(r"(?<![\d.])\d{6,}(?![\d.])", re.ASCII)
_NUMBER = re.compile(rf"{writing.PLAIN}(?:k\b)?|[一二两三四五六七八九十百千万]{{2,}}", re.IGNORECASE | re.ASCII)
_CITY = re.compile("|".join([*places.CITIES_HAN, places.CITY_LATIN.pattern]), re.IGNORECASE)


def kinds(text: str, mentions: Sequence[Mention], order: tuple[int, int] | None, today: dt.date) -> str:
    """Write its kind (:data:`agents.language_guess.KINDS`) over every sign of a thing; the length stays the same."""
    signs = list(text)
    for kind, start, end in _things(text, mentions, order, today):
        if all(sign < "\ue000" for sign in signs[start:end]):
            signs[start:end] = KINDS[kind] * (end - start)
    return "".join(signs)


def _things(
    text: str, mentions: Sequence[Mention], order: tuple[int, int] | None, today: dt.date
) -> Iterator[tuple[str, int, int]]:
    yield from (("p", mention.start, mention.end) for mention in mentions)
    yield from [("o", *order)] if order else []
    yield from (("o", *match.span()) for match in _LONG.finditer(text))
    yield from (("d", day.start, day.end) for day in writing.dates(text, today))
    yield from (("%", one.start, one.end) for one in writing.percents(text))
    yield from (("m", one.start, one.end) for one in writing.prices(text))
    yield from (("u", one.start, one.end) for one in writing.quantities(text))
    yield from (("c", *match.span()) for match in _CITY.finditer(text))
    yield from (("n", *match.span()) for match in _NUMBER.finditer(text))
