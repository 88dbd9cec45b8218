"""Words of the report that many parts share: states, ends, origins, reasons in one language, durations, shares."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from kit.text import Language, language
from shopstaff.report.words import ENGLISH, Words, mark

STATES = {
    "done": ("✓", mark("done")),
    "held": ("○", mark("waits for you")),
    "rejected": ("✗", mark("rejected")),
    "denied": ("⊘", mark("denied by the rules")),
    "expired": ("◌", mark("expired unanswered")),
    "superseded": ("◌", mark("replaced by a newer answer")),
    "unknown": ("?", mark("outcome unknown")),
    "applying": ("?", mark("outcome unknown")),
    "partial": ("◐", mark("done in part")),
    "refused": ("✗", mark("refused by the shop")),
    "unsupported": ("✗", mark("not possible on this platform")),
    "needs_person": ("⚠", mark("needs a person")),
}
"""By state of an effect: a sign that plain text fonts have, and words, so that colour is never the only signal."""
ENDS = {
    "done": mark("done"),
    "held": mark("held for the owner"),
    "refused": mark("refused"),
    "budget_exhausted": mark("model budget used up"),
    "no_progress": mark("no progress"),
    "stopped": mark("stopped"),
    "open": mark("open"),
}
ORIGINS = {
    "owner": mark("the owner"),
    "schedule": mark("the clock"),
    "shop": mark("the shop"),
    "buyer": mark("a buyer"),
}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_PART = re.compile(r"[\d.,]+$")


def state_words(state: str, say: Words = ENGLISH) -> str:
    """Write a state with its sign, ``"✓ done"``."""
    sign, words = STATES.get(state, ("?", state))
    return f"{sign} {say(words)}"


def end_words(end: str | None, say: Words) -> str:
    """Say how a task ended."""
    return say(ENDS.get(end or "open", end or "open"))


def duration(seconds: float | None, say: Words = ENGLISH) -> str:
    """Write seconds as people read them, ``"3 h 57 min"``."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return say("{hours} h {minutes} min", hours=hours, minutes=minutes)
    return say("{minutes} min {rest} s", minutes=minutes, rest=rest) if minutes else say("{rest} s", rest=rest)


def percent(value: float | None) -> str:
    """Write a share of one, ``"5.96 %"``."""
    return "–" if value is None else f"{value * 100:.2f} %"


def shorten(text: str, length: int) -> str:
    """Cut a text after ``length`` characters, marked by an ellipsis; a number is not cut in two."""
    return text if len(text) <= length else _PART.sub("", text[: length - 1]).rstrip() + "…"


def one_language(text: str, reader: Language) -> str:
    """Leave out a line whose twin in the reader's language stands beside it: English, then Chinese, same numbers.

    Most engines store a reason in both. A line without such a twin stays, whatever its language.

    Example:
        >>> one_language("best price ¥4.60\\n最优价 ¥4.60", "zh")
        '最优价 ¥4.60'
    """
    lines, kept = text.splitlines(), []
    while lines:
        line = lines.pop(0)
        if lines and _are_twins(line, lines[0]):
            line = (line, lines.pop(0))[reader == "zh"]
        kept.append(line)
    return "\n".join(kept)


def reason_words(reason: str, reader: Language) -> str:
    """Say a stored reason in the reader's language where it is kept in both or its pattern is known.

    Example:
        >>> reason_words("ladder price at 30 pieces, open for 7 days", "zh")
        '30 件的阶梯价,有效 7 天'
    """
    left = one_language(reason, reader)
    return _chinese(left) or left if reader == "zh" else left


def _chinese(reason: str) -> str:
    """Say an English reason in Chinese: as a whole, else part by part where each of its parts is known."""
    if whole := _said(_reasons()["whole"], reason):
        return whole
    parts = [_said(_reasons()["parts"], part) for part in reason.split("; ")]
    return ";".join(parts) if all(parts) else ""


def _said(patterns: list[tuple[str, str]], text: str) -> str:
    for pattern, chinese in patterns:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            return chinese.format(*(_terms(group) for group in found.groups()))
    return ""


def _terms(text: str) -> str:
    """Say words of ours that stand alone, or in a list with figures; anything else stays."""
    terms = _reasons()["terms"]
    words = [one.partition(" ") for one in text.split(", ")]
    return ", ".join(f"{terms.get(word, word)}{space}{rest}" for word, space, rest in words)


@cache
def _reasons() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("reasons.zh.toml").read_text(encoding="utf-8"))


def _are_twins(line: str, following: str) -> bool:
    numbers = sorted(_NUMBER.findall(line))
    return (
        bool(numbers)
        and language(line) == "en"
        and language(following) == "zh"
        and numbers == sorted(_NUMBER.findall(following))
    )
