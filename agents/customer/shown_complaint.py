"""A picture with words that say what is wrong is a complaint about goods that came: 小夜灯不亮 [图片]."""

from __future__ import annotations

import re

from agents.language import Understanding
from agents.language_patterns import Intent
from agents.topics import Topic
from kit.text import fold

_BESIDE = {Intent.UNKNOWN, Intent.GREETING, Intent.THANKS, Intent.ORDER, Intent.STOCK, Intent.AFTER_SALE}
"""What such words are taken for by themselves."""
_ONE = re.compile(
    r"(?<!the\s)(?<!this\s)(?<!that\s)(?<!which\s)(?<!new\s)(?<!wrong\s)(?<!other\s)(?<!no\s)(?<!any)(?<!some)(?<!every)"
    r"\bone\s(?!(?:day|week|month|more|another|thing|question|from|is\sfor)\b)[a-z]|(?:只?有|其中|里面?)?一[个只件张盏枚块](?![都也])",
    re.IGNORECASE,
)
_PIECES = re.compile(
    r"\b(?:lids?|handles?|straps?|zips?|hooks?|base|bottom|corners?|edges?|clasps?|hinges?|switch(?:es)?|packaging|wrapping|legs?|stems?)\b",
    re.IGNORECASE,
)
"""Pieces of goods, which may stand in titles of others: the lid of a tin."""


def as_shown(understood: Understanding) -> Understanding:
    """Give what was read as a complaint, where a picture came with what is wrong and nothing else is wished."""
    slots = understood.slots
    if (
        understood.suspicious
        or understood.topics
        or not slots.evidence
        or slots.reason in (None, "changed_mind", "late")
    ):
        return understood
    if not set(understood.intents) <= _BESIDE:
        return understood
    topics = (Topic.MISSING,) if slots.reason == "missing" else ()
    return understood.model_copy(update={"intents": (Intent.AFTER_SALE,), "topics": topics})


def says_one(text: str) -> bool:
    """Tell whether a complaint is about one piece and says no other count.

    Example:
        >>> [says_one(one) for one in ("one kitchen scale broken", "the new one is broken", "一个不亮")]
        [True, False, True]
    """
    return len(_ONE.findall(fold(text))) == 1


def without_pieces(text: str) -> str:
    """Give a complaint without the pieces of goods that it names.

    Example:
        >>> without_pieces("lid cracked")
        '  cracked'
    """
    return _PIECES.sub(" ", text)
