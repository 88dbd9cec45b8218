"""Keyword set: which of the words that buyers type are worth a keyword of their own, and which only cost.

A typed term has clicks, orders and spend under the keyword that caught it. Of :data:`LEAST_CLICKS` clicks or more it is
worth a keyword when P(a click pays for itself) is :data:`SURE` or more, and is named as a cost when it is below
:data:`decisions.stop_loss.LEAST_CHANCE`; the chance is that of :func:`decisions.stop_loss.chance_of_profit`, the
conversion shrunk to the shop's. The first bid is what a click of it has cost, never above that of the keyword that
caught it: the bid job takes it from there. Thresholds are ours.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from decisions.bids import PRIOR_CLICKS, PRIOR_RATE, KeywordCase
from decisions.stop_loss import LEAST_CHANCE, chance_of_profit
from kit.money import format_minor

LEAST_CLICKS = 30
SURE = 0.8
MOST_ADDED = 5


class TermCase(BaseModel):
    """A typed term: what it did as a case of its own (``bid`` is that of ``keyword_id``, which caught it)."""

    model_config = ConfigDict(frozen=True)

    term: str
    keyword_id: str
    figures: KeywordCase


class TermAdvice(BaseModel):
    """A term to bid on, or (``bid`` None) one that only costs."""

    model_config = ConfigDict(frozen=True)

    term: str
    keyword_id: str
    bid: int | None
    chance: float
    reason: str
    reason_zh: str


def advise_terms(cases: Sequence[TermCase], known: Sequence[str]) -> list[TermAdvice]:
    """Judge the typed terms, the surest first; those whose figures cannot be are left out.

    Args:
        cases: All terms of the shop over the window, since they share a prior.
        known: Words that the shop bids on already, stopped ones too: what was stopped does not come back as a new one.
    """
    cases = [case for case in cases if case.figures.lacking() is None]
    clicks = sum(case.figures.clicks for case in cases)
    orders = sum(case.figures.orders for case in cases)
    common = (orders + PRIOR_RATE * PRIOR_CLICKS) / (clicks + PRIOR_CLICKS)
    have = {one.strip().lower() for one in known}
    added: list[TermAdvice] = []
    costs: list[TermAdvice] = []
    for case in cases:
        if case.figures.clicks < LEAST_CLICKS or case.term.strip().lower() in have:
            continue
        chance = chance_of_profit(case.figures, common)
        if chance >= SURE and case.figures.orders:
            paid = math.ceil(case.figures.spend / case.figures.clicks)
            added.append(_advice(case, chance, max(1, min(paid, case.figures.bid))))
        elif chance < LEAST_CHANCE:
            costs.append(_advice(case, chance, None))
    added.sort(key=lambda one: (-one.chance, one.term))
    return added[:MOST_ADDED] + sorted(costs, key=lambda one: (one.chance, one.term))


def _advice(case: TermCase, chance: float, bid: int | None) -> TermAdvice:
    seen = case.figures
    spend = format_minor(seen.spend, seen.currency)
    return TermAdvice(
        term=case.term,
        keyword_id=case.keyword_id,
        bid=bid,
        chance=round(chance, 4),
        reason=f"{case.term!r}: {seen.clicks} clicks for {spend}, {seen.orders} orders: P(a click pays) = {chance:.2f}",
        reason_zh=f"“{case.term}”:{seen.clicks} 次点击花费 {spend},{seen.orders} 单:单次点击有利润的概率 {chance:.2f}",
    )
