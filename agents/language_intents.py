"""Which intents a text has: what its cues say and what the second reader finds likely, added up; not what is denied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from agents import language_guess as guess
from agents import language_patterns as patterns
from agents.language_patterns import Intent
from agents.language_slots import blanked

Writer = Literal["buyer", "owner"]
Hits = dict[Intent, tuple[int, bool]]
"""Intents found: where first, and whether without a strong cue."""
STRONG, WEAK, NONE = 2.0, 0.0, -1.0
"""What a cue, or that there is none, adds to the second reader's logit."""
BAR, ORDERS, ALONE = 0.0, 1.0, -3.0
"""An intent is taken above BAR, an order of the owner's without a strong cue above ORDERS. Where nothing is taken, the
likeliest is if it is above ALONE. Chosen, as what cues add, on messages of authors that were not learnt from."""
PER_PART, PARTS = 0.15, 3
"""By so much BAR sinks with each part of a text after its first, three times at most: who writes in parts asks more."""
INSTEAD, OTHER, DOUBT = -0.85, -1.4, -0.4
"""A strong cue speaks alone where the second reader finds nothing above INSTEAD. A cue below DOUBT, or an intent
that is left out though it is above OTHER, makes the whole unsure."""
SURE_BY_CUE = {Intent.GREETING, Intent.THANKS}
"""What needs no second reader."""
RIGHTS = {Intent.OPT_OUT}
"""What a writer may demand in one word: no second reader drops it."""
OWNERS = {*patterns.BARRED, Intent.REPORT, Intent.PLAN} - {Intent.PREFERENCE}
"""What owners ask of their staff and no buyer asks of a shop."""
TO_STAFF, OWNERS_BUYING, BUYERS_RULING = 2.0, -3.0, -4.0
"""What is added to the second reader's logit if the owner writes, for what is asked of staff and for what only buyers
want; and if a buyer writes, for what only owners want. Chosen as BAR is."""
_PART = re.compile(r"[,，、;；。！？!?\n]|\.\s|\b(?:and|also|plus)\b|另外|还有|顺便")
_SENTENCE = re.compile(r"(?:[^。！？!?;；\n.]|\.(?!\s|$))+[。！？!?;；\n.]?")


def find_intents(
    text: str, told: str, barred: Sequence[Intent], writer: Writer | None = None, *, known: bool
) -> tuple[Hits, bool]:
    """Give what is asked for, and whether it is doubted; the second reader reads only a ``known`` language.

    What is denied or already known is left out, and what others are quoted with unless nothing else is said.
    """
    own = [match.span() for match in patterns.DENIED.finditer(text)]
    quoted = [match.span() for match in patterns.QUOTED.finditer(text)]
    for spans in (own + quoted, own) if quoted else (own,):
        hits, doubted = _asked(blanked(text, spans), blanked(told, spans), barred, writer, guesses=known and not barred)
        if hits:
            break
    return hits, doubted


def _asked(
    text: str, told: str, barred: Sequence[Intent], writer: Writer | None, *, guesses: bool
) -> tuple[Hits, bool]:
    cues: Hits = {}
    spans = [match.span() for match in _SENTENCE.finditer(text)]
    for start, end in spans:
        for intent, (place, weak) in _sentence(text[start:end], barred).items():
            before = cues.get(intent, (start + place, True))
            cues[intent] = (before[0], before[1] and weak)
    found, doubted = _weighed(cues, told, spans, writer) if guesses else (cues, False)
    if found.get(Intent.ORDER, (0, False))[1] and any(winner in found for winner in patterns.BUYING_YIELDS):
        del found[Intent.ORDER]
    return found, doubted


def _weighed(cues: Hits, told: str, spans: Sequence[tuple[int, int]], writer: Writer | None) -> tuple[Hits, bool]:
    """Give what cues and the second reader together find, and whether they differ."""
    # a text of one sentence is read once
    read = [(span, guess.logits(told[slice(*span)])) for span in dict.fromkeys([(0, len(told)), *spans])]
    best: dict[Intent, tuple[tuple[int, int], dict[Intent, float]]] = {
        intent: max(read, key=lambda one: one[1][intent]) for intent in guess.INTENTS if intent != Intent.UNKNOWN
    }
    likely = {intent: logits[intent] + _prior(intent, writer) for intent, (_, logits) in best.items()}
    total = {intent: logit + _cue(cues.get(intent)) for intent, logit in likely.items()}
    if max(likely.values()) < INSTEAD:
        total |= {intent: max(total[intent], BAR + 0.01) for intent, hit in cues.items() if not hit[1]}
    bar = BAR - PER_PART * min(PARTS, len(_PART.findall(told.rstrip("。.!！?？ "))))
    taken: list[Intent] = [intent for intent, logit in total.items() if _is_asked(intent, cues.get(intent), logit, bar)]
    if not set(taken) - SURE_BY_CUE:
        first = max(total, key=lambda intent: total[intent])
        bar = ORDERS + NONE if first in patterns.BARRED else ALONE
        taken += [first] if first not in taken and total[first] > bar and not (taken and first in SURE_BY_CUE) else []
    found: Hits = {intent: cues.get(intent, (best[intent][0][0], True)) for intent in taken}
    missed = any(logit > OTHER and intent not in found for intent, logit in likely.items())
    doubted = missed or any(intent not in cues or likely[intent] < DOUBT for intent in found.keys() - SURE_BY_CUE)
    return found, doubted


def _prior(intent: Intent, writer: Writer | None) -> float:
    if writer == "owner":
        staff, neither = intent in OWNERS or intent == Intent.WHY, intent in SURE_BY_CUE
        return TO_STAFF if staff else 0.0 if neither else OWNERS_BUYING
    return BUYERS_RULING if writer == "buyer" and intent in OWNERS else 0.0


def _cue(hit: tuple[int, bool] | None) -> float:
    return NONE if hit is None else WEAK if hit[1] else STRONG


def _is_asked(intent: Intent, hit: tuple[int, bool] | None, logit: float, bar: float) -> bool:
    if hit and (intent in RIGHTS or (intent in SURE_BY_CUE and not hit[1])):
        return True
    return logit > (ORDERS if intent in patterns.BARRED and (hit is None or hit[1]) else bar)


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
