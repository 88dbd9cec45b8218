"""Gaps of knowledge: what buyers asked and the staff could not answer; one question counts once a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from pydantic import BaseModel, ConfigDict
from rapidfuzz import fuzz

ALIKE = 60
"""From this similarity on two questions of no known wish are one (rapidfuzz partial ratio, 0 to 100); by hand."""


class Question(BaseModel):
    """A question that went to a person: the wishes read in it, the buyer's words, and what the person answered."""

    model_config = ConfigDict(frozen=True)

    thread_id: str
    wishes: tuple[str, ...]
    words: str
    answer: str = ""


class Gap(BaseModel):
    """Questions that are one: ``asks`` are words that all of them hold, ``answer`` the newest that a person gave."""

    model_config = ConfigDict(frozen=True)

    wishes: tuple[str, ...]
    questions: tuple[Question, ...]
    asks: str
    answer: str

    @property
    def threads(self) -> int:
        """Give in how many conversations it was asked."""
        return len({one.thread_id for one in self.questions})


def find_gaps(questions: Sequence[Question]) -> list[Gap]:
    """Put questions together that ask the same: of equal wishes, and where none was read, of similar words.

    Returns:
        The most asked first, then those that a person has answered; ties in the order they were asked.
    """
    groups: list[list[Question]] = []
    for one in questions:
        home = next((group for group in groups if _is_alike(group[0], one)), None)
        if home is None:
            groups.append([one])
        else:
            home.append(one)
    gaps = [
        Gap(
            wishes=group[0].wishes,
            questions=tuple(group),
            asks=shared_words([one.words for one in group]),
            answer=next((one.answer for one in reversed(group) if one.answer), ""),
        )
        for group in groups
    ]
    return sorted(gaps, key=lambda gap: (-gap.threads, not gap.answer))


def shared_words(texts: Sequence[str]) -> str:
    """Give the longest words that every text holds, ends trimmed; the first text if they share nothing of two signs.

    Example:
        >>> shared_words(["能开专票吗", "请问开专票多少税点"])
        '开专票'
    """
    shared = texts[0]
    for text in texts[1:]:
        match = SequenceMatcher(None, shared.lower(), text.lower(), autojunk=False).find_longest_match()
        shared = shared[match.a : match.a + match.size]
    shared = shared.strip(" ,，。.?？!！吗呢")
    return shared if len(shared) >= 2 else texts[0].strip()


def _is_alike(one: Question, other: Question) -> bool:
    if one.wishes != other.wishes:
        return False
    return bool(one.wishes) or fuzz.partial_ratio(one.words.lower(), other.words.lower()) >= ALIKE
