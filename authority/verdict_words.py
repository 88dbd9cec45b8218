"""Verdicts, states and what effects do in words, Chinese and English.

Numbers come from the stored verdict, never from a calculation.
The words stand in ``verdict_words.toml``. The English is the stored one; the Chinese is made of its parts.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("verdict_words.toml").read_text(encoding="utf-8"))


def label(name: str, language: str) -> str:
    """Give a word of the explanation; one without a translation as it is."""
    return str(_words()["labels"].get(name, (name, name))[language == "zh"])


def state_words(state: str, language: str) -> str:
    """Say a state of an effect."""
    return str(_words()["states"].get(state, (state, state))[language == "zh"])


def rule_words(rule: str, why: str, language: str) -> str:
    """Say why a rule ruled as it did, with the numbers of the stored reason; one that is not known stays beside it.

    Example:
        >>> rule_words("refund.amount", "£25.00 is above £20.00 per refund", "zh")
        '£25.00 超过单笔退款上限 £20.00'
    """
    words = _words()["rules"].get(rule)
    if words is None or language != "zh":
        return why or (words["en"] if words else "")
    if rule == "claims" and why:
        return f"{words['zh']}:{';'.join(_claim(part) for part in why.split('; '))}"
    if said := _said(words.get("says", ()), why):
        return said
    return str(words["zh"]) if not why or rule in ("within_limits", "approved") else f"{words['zh']}({why})"


def effect_words(kind: str, summary: str, language: str) -> str:
    """Say what an effect does by its stored summary; a plug-in's kind without Chinese words stays as it is.

    Example:
        >>> effect_words("set_keyword_paused", "pause keyword kw-1", "zh")
        '停投关键词 kw-1'
    """
    if language == "zh":
        for pattern, chinese in _words()["effects"].get(kind, ()):
            summary = re.sub(pattern, chinese, summary)
    return summary


def _claim(fault: str) -> str:
    """Say a fault of a message, ``“words”: why``; the words stay as they are."""
    quoted, _, why = fault.rpartition("”: ")
    said = _said(_words()["claims"]["says"], why) or why
    return f"{quoted}”:{said}" if quoted else said


def _said(says: list[tuple[str, str]], why: str) -> str:
    for pattern, chinese in says:
        if found := re.search(pattern, why):
            terms = _words()["terms"]
            return chinese.format(*(terms.get(part, part) for part in found.groups()))
    return ""
