"""What a buyer has been let off in a conversation: it holds at other pieces of the goods too, and is not taken back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agents.customer.offer_answer import standing_offers
from agents.job import JobContext
from agents.language import Understanding
from agents.language_patterns import Intent
from decisions.bargain import Condition, conceded_price, reserve_price
from kit.text import fold
from shops.models import Thread, Variant
from shops.terms import floor_price, ladder_price

_PLEA = re.compile(
    r"\bcome\son\b|\bfor\s(?:\w+\s)?years\b|\b(?:loyal|regular|old|long-?standing|good)\s(?:customer|client|buyer)s?\b"
    r"|\b(?:very\s)?(?:best|lowest|final)\s(?:possible\s)?price\b|\bbest\sand\sfinal\b"
    r"|老(?:客户|顾客|朋友|主顾)|多年|痛快|爽快|诚[心意]|实在价|最低(?:多少|价|几)|底价|一口价|给个价",
    re.IGNORECASE,
)
_PLAIN = {Intent.UNKNOWN, Intent.PRICE, Intent.GREETING, Intent.THANKS, Intent.ORDER, Intent.BARGAIN}
"""What a plea for a lower price is taken for by itself."""


@dataclass(frozen=True)
class Agreed:
    """A unit price below the ladder's, in minor units, and what it is given for."""

    unit_price: int
    conditions: tuple[Condition, ...]


def agreed_terms(ctx: JobContext, thread: Thread, variant: Variant, quantity: int) -> Agreed | None:
    """Give the price that a conversation's open offer of these goods carries to so many pieces; None without one.

    At the same pieces it is the offer's own, at others what its conditions let off there.
    """
    plain = [one for one in standing_offers(ctx, thread) if len(one.lines) == 1 and not one.lines[0].custom]
    lower = [
        one.lines[0]
        for one in plain
        if one.lines[0].sku == variant.sku
        and one.lines[0].unit_price < ladder_price(variant.tiers, one.lines[0].quantity)
    ]
    if not lower or variant.cost is None:
        return None
    same = [line for line in lower if line.quantity == quantity]
    line = min(same, key=lambda one: one.unit_price) if same else lower[-1]
    conditions = tuple(Condition(one) for one in line.conditions)
    if same:
        return Agreed(line.unit_price, conditions)
    listed = ladder_price(variant.tiers, quantity)
    reserve = reserve_price(
        listed, floor_price(variant.cost, quantity, ctx.limits.floor), ctx.limits.concession.max_rate
    )
    if reserve >= listed or not conditions:
        return None
    price = conceded_price(listed, reserve, conditions, ctx.limits.conditions.model_dump())
    return Agreed(price, conditions) if price < listed else None


def as_plea(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read with the wish for a lower price, where an offer stands and no other goods or pieces are named.

    Such are "we've been buying for years" and 给个痛快价.
    """
    slots, intents = understood.slots, understood.intents
    named = slots.sku or slots.sku_candidates or slots.quantity or slots.boxes or slots.order or understood.items
    if named or understood.topics or understood.suspicious or not set(intents) <= _PLAIN:
        return understood
    if not _PLEA.search(fold(text)) or not standing_offers(ctx, thread):
        return understood
    others = tuple(one for one in intents if one in (Intent.GREETING, Intent.THANKS))
    return understood.model_copy(update={"intents": (*others, Intent.BARGAIN)})
