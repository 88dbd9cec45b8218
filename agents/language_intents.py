"""Which intents a text has: by its cues, by the second reader where they find none; not what is denied or quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents import language_guess as guess
from agents import language_patterns as patterns
from agents.language_patterns import Intent

Hits = dict[Intent, tuple[int, bool]]
"""Intents found: where first, and whether only by a weak cue or by the second reader."""
VETO, INSTEAD, OTHER, DOUBT, ALONE, ADD = 0.1, 0.3, 0.2, 0.4, 0.25, 0.6
"""What the second reader's scores mean, chosen on the fresh messages of part A.

Below VETO a cue is dropped, a strong one if something else is above INSTEAD. Above ALONE an intent is taken where no
cue was found, above ADD beside one and for an order of the owner's. A cue below DOUBT, or another intent above OTHER,
makes the whole unsure.
"""
SURE_BY_CUE = {Intent.GREETING, Intent.THANKS}
"""What needs no second reader."""
NAMED = {Intent.LIMIT}
"""What a strong cue names by its word: the second reader, which knows few such texts, does not drop it."""
RIGHTS = {Intent.OPT_OUT}
"""What a writer may demand in one word: no second reader drops it."""
_SENTENCE = re.compile(r"(?:[^。！？!?;；\n.]|\.(?!\s|$))+[。！？!?;；\n.]?")
_PART = re.compile(r"[,，\s]+(?=[\u4e00-\u9fff\ue000-\ue007])|[,，]")


def find_intents(text: str, told: str, barred: Sequence[Intent], *, known: bool) -> tuple[Hits, bool]:
    """Give what is asked for, and whether it is doubted; the second reader reads only a ``known`` language.

    What is denied or already known is left out, and what others are quoted with unless nothing else is said.
    """
    own = [match.span() for match in patterns.DENIED.finditer(text)]
    quoted = [match.span() for match in patterns.QUOTED.finditer(text)]
    for spans in (own + quoted, own) if quoted else (own,):
        hits, doubted = _asked(_blanked(text, spans), _blanked(told, spans), barred, guesses=known and not barred)
        if hits:
            break
    return hits, doubted


def _asked(text: str, told: str, barred: Sequence[Intent], *, guesses: bool) -> tuple[Hits, bool]:
    found: Hits = {}
    guessed: Hits = {}
    doubted = False
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        hits = _sentence(match[0], barred)
        if guesses:
            hits, more, doubts = _weighed(hits, told[start:end])
            guessed |= {intent: (start, True) for intent in more if intent not in guessed}
            doubted = doubted or doubts
        for intent, (place, weak) in hits.items():
            before = found.get(intent, (start + place, True))
            found[intent] = (before[0], before[1] and weak)
    if guesses and not found.keys() | guessed.keys():
        guessed = {intent: (0, True) for intent in _likeliest(told, ALONE)}
    doubted = doubted or bool(guessed.keys() - found.keys())
    found = guessed | found
    if found.get(Intent.ORDER, (0, False))[1] and any(winner in found for winner in patterns.BUYING_YIELDS):
        del found[Intent.ORDER]
    return found, doubted


def _weighed(hits: Hits, told: str) -> tuple[Hits, list[Intent], bool]:
    """Give a sentence's cues that the second reader finds possible, what it finds besides, and whether it doubts."""
    likely = guess.scores(told)
    best = max(likely.values())
    kept = {
        intent: hit
        for intent, hit in hits.items()
        if intent in SURE_BY_CUE | RIGHTS
        or likely[intent] >= VETO
        or (not hit[1] and (best < INSTEAD or intent in NAMED))
    }
    more = [] if kept.keys() - SURE_BY_CUE else _likeliest(told, ALONE)
    sides = {loser for loser, winners in patterns.YIELDS if any(one in kept and not kept[one][1] for one in winners)}
    more += [intent for intent in _above(likely, ADD) if intent not in (*more, *kept, *sides)]
    missed = any(intent not in kept for intent in _above(likely, OTHER))
    return kept, more, missed or any(likely[intent] < DOUBT for intent in kept.keys() - SURE_BY_CUE)


def _above(likely: dict[Intent, float], bar: float) -> list[Intent]:
    return [intent for intent, score in likely.items() if score >= bar and intent is not Intent.UNKNOWN]


def _likeliest(told: str, bar: float) -> list[Intent]:
    """Give the one intent that is likeliest and above the bar, of the whole or of a part between commas or blanks."""
    for parts in ([told], _PART.split(told)):
        scored = [(score, intent) for part in parts if part for intent, score in guess.scores(part).items()]
        best = max(scored, default=(0.0, Intent.UNKNOWN))
        if best[0] >= (ADD if best[1] in patterns.BARRED else bar) and best[1] is not Intent.UNKNOWN:
            return [best[1]]
        bar = ADD
    return []


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _sentence(sentence: str, barred: Sequence[Intent]) -> Hits:
    hits: Hits = {}
    for weak, cues in ((True, {} if barred else patterns.WEAK_CUES), (False, patterns.CUES)):
        found = {intent: cue.search(sentence) for intent, cue in cues.items() if intent not in barred}
        hits |= {intent: (match.start(), weak) for intent, match in found.items() if match}
    if not barred and Intent.SET_PRICE not in hits and (match := patterns.LOWER.search(sentence)):
        hits[Intent.BARGAIN if patterns.ASKS.search(sentence) else Intent.SET_PRICE] = (match.start(), False)
    freights = [match.span() for match in patterns.CUES[Intent.FREIGHT].finditer(sentence)]
    # "how much" in "how much is the shipping" asks no price
    asked = [match.start() for match in patterns.CUES[Intent.PRICE].finditer(sentence)]
    if asked and all(any(start <= place < end for start, end in freights) for place in asked):
        hits.pop(Intent.PRICE, None)
    if Intent.WHY in hits and Intent.AFTER_SALE in hits:
        del hits[Intent.WHY if patterns.MINE.search(sentence) else Intent.AFTER_SALE]
    if not _customised(sentence):
        hits.pop(Intent.CUSTOM, None)
    if patterns.IF.search(sentence):
        hits.pop(Intent.ORDER, None)
    for loser, winners in patterns.YIELDS:
        if loser in hits and any(winner in hits and not hits[winner][1] for winner in winners):
            del hits[loser]
    for loser, winners in patterns.WEAK_YIELDS.items():
        if loser in hits and hits[loser][1] and any(winner in hits for winner in winners):
            del hits[loser]
    return hits


def _customised(text: str) -> bool:
    return any(not patterns.WITHOUT.search(text[: cue.start()]) for cue in patterns.CUES[Intent.CUSTOM].finditer(text))
