"""商品 · price review 价格检查: every morning the shelf is walked towards its best prices; below the floor at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agents.day_board import Morning
from agents.evidence import bears_promotions, money, sellable
from agents.job import Brief, Call, JobContext, job
from agents.product.resting import resting_skus
from agents.product.slow_goods import slow_cases
from agents.trigger import at
from decisions.board.reasons import price_reason
from decisions.ladder_move import Bounds, ladder_at
from decisions.not_enough import NotEnough
from kit.facts import Fact
from shops.models import Tier, Variant
from shops.terms import floor_price, raise_to_floor

SMALLEST_MOVE = 0.01
"""A smaller change is not worth an edit."""


class Move(NamedTuple):
    """A ladder to set, and why in English and Chinese."""

    variant: Variant
    tiers: tuple[Tier, ...]
    reason: str
    reason_zh: str


def skus_due(ctx: JobContext) -> Sequence[str]:
    """List the SKUs whose price the engines would move by more than a trifle, and those below their floor."""
    return [f"sku:{one.variant.sku}" for one in _moves(ctx)]


@job(
    "product",
    "Price review",
    "价格检查",
    at("06:30"),
    tools=("set_price", "get_price", "get_stock"),
    action="price",
    work=skus_due,
)
def price_review(ctx: JobContext) -> Brief:
    """Walk the prices of the SKUs named towards the best ones together, one day's step."""
    wanted = {name.removeprefix("sku:") for name in ctx.task.subject}
    moves = [one for one in _moves(ctx) if one.variant.sku in wanted]
    raised = sum(one.tiers[0].unit_price >= one.variant.tiers[0].unit_price for one in moves)
    board = ctx.morning()
    facts = [_fact(ctx, one) for one in moves]
    if isinstance(board, NotEnough):
        facts.append(Fact(id="prices.needs", text=str(board), source="engine:choice"))
    elif (advice := board.board.weigh_prices(board.view)) is not None:
        text = f"{advice.reason}\n{advice.reason_zh}"
        facts.append(Fact(id="prices.together", text=text, value=round(advice.then), source="engine:choice_prices"))
    calls = [
        Call(
            tool="set_price",
            # one line a language: `explain` and the chat pick theirs
            args={
                "sku": one.variant.sku,
                "ladder": [tier.model_dump() for tier in one.tiers],
                "reason": f"{one.reason}\n{one.reason_zh}",
            },
        )
        for one in moves
    ]
    lowered = len(moves) - raised
    draft = f"Looked at {len(wanted)} SKUs: {raised} prices raised, {lowered} lowered, the rest left."
    return Brief(facts=tuple(facts), calls=tuple(calls), draft=draft, figures={"raised": raised, "lowered": lowered})


def _moves(ctx: JobContext) -> Iterator[Move]:
    """Give what is to be set; goods that do not move are slow stock's, which lowers what this would raise again."""
    left = resting_skus(ctx)
    morning = ctx.morning()
    prices = None if isinstance(morning, NotEnough) else morning.board.price(morning.view).prices
    slow = {case.sku for case in slow_cases(ctx)} if prices is not None else set()
    bounds = {} if isinstance(morning, NotEnough) else morning.look.price_bounds(ctx.now)
    for variant in sellable(ctx):
        assert variant.cost is not None
        if variant.sku in left:
            continue
        if _below_floor(ctx, variant):
            tiers = raise_to_floor(variant.tiers, variant.cost, ctx.limits.floor)
            yield Move(variant, tiers, "raised to the floor", "提到底价")
        elif prices is not None and not isinstance(morning, NotEnough) and variant.sku not in slow:
            wanted = int(prices[morning.look.place[variant.sku]])
            if (found := _towards(ctx, morning, variant, wanted, bounds[variant.sku])) is not None:
                yield found


def _towards(ctx: JobContext, morning: Morning, variant: Variant, wanted: int, bounds: Bounds) -> Move | None:
    """Give a day's step towards the wanted price; None for a trifle, or where no lawful ladder is nearer to it."""
    first = variant.tiers[0].unit_price
    if abs(wanted / first - 1) < SMALLEST_MOVE:
        return None
    assert variant.cost is not None
    tiers = ladder_at(variant.tiers, wanted, variant.cost, ctx.limits.floor, bounds=bounds)
    if tiers is None or tiers[0].unit_price == first or not bears_promotions(ctx, variant, tiers):
        return None
    reason, zh = price_reason(morning.board, morning.view, morning.look.place[variant.sku])
    return Move(variant, tiers, reason, zh)


def _below_floor(ctx: JobContext, variant: Variant) -> bool:
    assert variant.cost is not None
    return any(
        tier.unit_price < floor_price(variant.cost, tier.min_quantity, ctx.limits.floor) for tier in variant.tiers
    )


def _fact(ctx: JobContext, move: Move) -> Fact:
    variant = move.variant
    old, new = money(ctx, variant.tiers[0].unit_price), money(ctx, move.tiers[0].unit_price)
    return Fact(
        id=f"price.{variant.sku}",
        text=f"{variant.title}: {old} to {new}; {move.reason}",
        value=move.tiers[0].unit_price,
        source=f"engine:choice_prices variant/{variant.sku}",
        secret=True,
    )
