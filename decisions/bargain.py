"""Bargaining: a published schedule of concessions, each against something, above a reserve, in at most three rounds.

What a buyer is let off the ladder follows from the conditions they take on alone, never from what they ask or who they
are: the same conditions give every buyer the same share.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

MAX_ROUNDS = 3
KAPPA = Decimal("0.02")
"""What must be left above the floor, as a share of it. An assumption; the floor has the owner's least margin in it."""


class Condition(StrEnum):
    """What a buyer gives for a lower price, in the order in which it is proposed.

    Source of the form: prepayment, lead time and a contract are what quantity buyers give for price.
    """

    PAY_NOW = "pay_now"
    LEAD_TIME = "lead_time"
    REPURCHASE = "repurchase"


OPEN_DAYS = 1
"""Days that an offer is open whose condition is to pay now."""


class Standing(BaseModel):
    """Where a bargaining stands, all of it read from the conversation and the offers. Money in minor units a piece.

    Attributes:
        listed: The ladder's price at the quantity.
        floor: The lowest price at the quantity (:func:`shops.terms.floor_price`).
        rounds: Offers below the ladder made to this buyer for these goods since their last order of them.
        last: The lowest of those that is for this quantity and still open; None if there is none.
        asked: What the buyer wants to pay; None if they name no price.
        given: Conditions that the buyer brings up themselves.
    """

    model_config = ConfigDict(frozen=True)

    listed: int = Field(gt=0)
    floor: int = Field(gt=0)
    rounds: int = Field(ge=0)
    last: int | None = None
    asked: int | None = None
    given: frozenset[Condition] = frozenset()


class BargainAdvice(BaseModel):
    """What to answer.

    Attributes:
        verdict: ``offer`` a new price; ``met``: the open offer is as low as what is asked; ``final``: the open offer
            stands, nothing more is given; ``firm``: there is no room below the ladder; ``owner``: what is asked is
            above the reserve's floor but beyond the schedule, which only the owner may grant.
        unit_price: The price to offer, or the one that stands.
        conditions: What it is given for.
    """

    model_config = ConfigDict(frozen=True)

    verdict: Literal["offer", "met", "final", "firm", "owner"]
    unit_price: int
    conditions: tuple[Condition, ...] = ()


def reserve_price(listed: int, floor: int, max_rate: Decimal) -> int:
    """Give the lowest price that bargaining may end at: floor and κ, and within ``max_rate`` of the ladder.

    Example:
        >>> reserve_price(1000, 700, Decimal("0.03"))
        970
    """
    return max(_up(floor * (1 + KAPPA)), _up(listed * (1 - max_rate)))


Shares = Mapping[str, Decimal]
"""Published: what a condition lets off, as a share of the ladder's price (``[conditions]`` of the limits)."""


def conceded_price(listed: int, reserve: int, conditions: Collection[Condition], shares: Shares) -> int:
    """Give the price for conditions: the ladder's less their published shares, never below the reserve."""
    share = sum((shares[one] for one in set(conditions)), Decimal(0))
    return max(reserve, _up(listed * (1 - share)))


def advise_bargain(standing: Standing, max_rate: Decimal, shares: Shares) -> BargainAdvice:
    """Decide the next step of a bargaining.

    Args:
        standing: Where it stands.
        max_rate: Largest share of the ladder's price that may be let off (``concession.max_rate``).
        shares: What each condition lets off.
    """
    listed, last = standing.listed, standing.last
    now = listed if last is None else last
    reserve = reserve_price(listed, standing.floor, max_rate)
    if reserve >= listed:
        return BargainAdvice(verdict="firm", unit_price=listed)
    if standing.asked is not None and standing.asked >= now:
        return BargainAdvice(verdict="met", unit_price=now)
    conditions = _conditions(standing)
    price = conceded_price(listed, reserve, conditions, shares)
    if standing.rounds >= MAX_ROUNDS or price >= now:
        return _last_word(standing, now)
    return BargainAdvice(verdict="offer", unit_price=price, conditions=conditions)


def _conditions(standing: Standing) -> tuple[Condition, ...]:
    """Give what the next offer asks for: all that the buyer brings up, and one condition more each round."""
    order = list(Condition)
    offered = sorted(order, key=lambda one: (one not in standing.given, order.index(one)))
    return tuple(sorted(offered[: max(len(standing.given), standing.rounds + 1)], key=order.index))


def _last_word(standing: Standing, now: int) -> BargainAdvice:
    bearable = standing.asked is not None and standing.asked >= _up(standing.floor * (1 + KAPPA))
    if bearable and standing.asked is not None:
        return BargainAdvice(verdict="owner", unit_price=standing.asked)
    return BargainAdvice(verdict="final", unit_price=now)


def _up(amount: Decimal | int) -> int:
    return int(Decimal(amount).to_integral_value(ROUND_CEILING))
