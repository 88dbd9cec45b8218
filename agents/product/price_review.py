"""商品 · price review 价格检查: every morning the shelf is walked towards its best prices; below the floor at once."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from agents.evidence import bears_promotions, money, promotions_on, sellable
from agents.job import Brief, Call, JobContext, job
from agents.product.resting import resting_skus
from agents.product.slow_goods import slow_cases
from agents.trigger import at
from decisions.board.reasons import price_reason
from decisions.ladder_move import Bounds, ladder_at, raise_to_bear
from decisions.not_enough import NotEnough
from kit.facts import Fact
from shops.models import Tier, Variant
from shops.terms import floor_price, raise_to_floor
from tools.shop_look import ShopLook

SMALLEST_MOVE = 0.04
"""A price so near the best one stays, also for the rest of a walk: at the top of a hill of slope 3 that costs about two
thousandths of the takings, the best price itself is known no better, and who reorders finds the price of last time."""
OWNERS = "owner:"
"""What the subject of a line for the owner begins with; its SKU follows."""
TOLD_DAYS = 7
"""That no price bears a promotion is said to the owner once in so many days."""


class Move(NamedTuple):
    """A ladder to set, and why in English and Chinese; None where no price helps and only the owner can."""

    variant: Variant
    tiers: tuple[Tier, ...] | None
    reason: str
    reason_zh: str


def skus_due(ctx: JobContext) -> Sequence[str]:
    """List the SKUs whose price the engines would move by more than a trifle, and those below their floor."""
    moves = list(_moves(ctx))
    owners = {f"{OWNERS}{one.variant.sku}" for one in moves if one.tiers is None}
    new = owners - _told(ctx) if owners else owners
    return [*(f"sku:{one.variant.sku}" for one in moves if one.tiers is not None), *sorted(new)]


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
    wanted = {name.partition(":")[2] for name in ctx.task.subject}
    found = list(_moves(ctx, wanted))
    moves = [(one, one.tiers) for one in found if one.tiers is not None]
    raised = sum(tiers[0].unit_price >= one.variant.tiers[0].unit_price for one, tiers in moves)
    board = ctx.morning()
    facts = [_fact(ctx, one) for one in found]
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
                "ladder": [tier.model_dump() for tier in tiers],
                "reason": f"{one.reason}\n{one.reason_zh}",
            },
        )
        for one, tiers in moves
    ]
    lowered, owners = len(moves) - raised, [one for one in found if one.tiers is None]
    draft = f"Looked at {len(wanted)} SKUs: {raised} prices raised, {lowered} lowered, the rest left."
    draft = "\n".join([draft, *(one.reason_zh if ctx.language == "zh" else one.reason for one in owners)])
    figures = {
        "looked_at": len(wanted),
        "raised": raised,
        "lowered": lowered,
        "owner": [one.variant.sku for one in owners],
    }
    return Brief(facts=tuple(facts), calls=tuple(calls), draft=draft, figures=figures)


def _moves(ctx: JobContext, wanted: Container[str] | None = None) -> Iterator[Move]:
    """Give what is to be set, of the SKUs wanted or of all; goods that do not move are slow stock's.

    Slow stock lowers what this would raise again.
    """
    left = resting_skus(ctx)
    morning = ctx.morning()
    prices = None
    if not isinstance(morning, NotEnough):
        board, view, look = morning.board, morning.view, morning.look
        prices = board.price(view).prices
    if prices is not None:
        scarce, bounds, slow = board.scarce(view), _bounds(ctx, look), {case.sku for case in slow_cases(ctx)}
    for variant in sellable(ctx):
        assert variant.cost is not None
        if variant.sku in left or (wanted is not None and variant.sku not in wanted):
            continue
        if _below_floor(ctx, variant):
            yield _raised(ctx, variant)
        elif prices is not None and variant.sku not in slow:
            row = look.place[variant.sku]
            if (tiers := _towards(ctx, variant, int(prices[row]), bounds[variant.sku])) is not None:
                yield Move(variant, tiers, *price_reason(board, view, row, scarce))


def _bounds(ctx: JobContext, look: ShopLook) -> Mapping[str, Bounds]:
    return ctx.keep(("price_bounds", ctx.now, ctx.limits.price), lambda: look.price_bounds(ctx.now))


def _raised(ctx: JobContext, variant: Variant) -> Move:
    """Give the step to the floor, and as far above it as the promotions that run take off; moved too far it is held."""
    assert variant.cost is not None
    beside = promotions_on(ctx, variant.sku)
    if not beside:
        plain = raise_to_floor(variant.tiers, variant.cost, ctx.limits.floor)
        return Move(variant, plain, "raised to the floor", "提到底价")
    tiers = raise_to_bear(variant.sku, variant.tiers, variant.cost, ctx.limits.floor, beside)
    titles = ", ".join(one.title for one in beside)
    if tiers is None:
        name = f"{variant.title} ({variant.sku})"
        reason = f"{name} is below its floor, and no price mends that beside {titles}: end it, or leave it out of it"
        return Move(variant, None, reason, f"{name} 低于底价,且在 {titles} 期间调价无法补救:请结束该活动或将其排除")
    return Move(variant, tiers, f"raised to the floor beside {titles}", f"提到底价(含活动 {titles})")


def _told(ctx: JobContext) -> set[str]:
    """Give the subjects of the lines that the owner was told lately."""
    rows = ctx.tasks.of_job("price_review", since=ctx.now - timedelta(days=TOLD_DAYS))
    return {name for row in rows if row.id != ctx.task.id for name in row.subject if name.startswith(OWNERS)}


def _towards(ctx: JobContext, variant: Variant, wanted: int, bounds: Bounds) -> tuple[Tier, ...] | None:
    """Give a day's step towards the wanted price; None for a trifle, or where no lawful ladder is nearer to it."""
    first = variant.tiers[0].unit_price
    # where the owner lets a price move less than that a day, nearly a whole day's step is still one to take
    if abs(wanted / first - 1) < min(SMALLEST_MOVE, 0.8 * float(ctx.limits.price.move_24h)):
        return None
    assert variant.cost is not None
    tiers = ladder_at(variant.tiers, wanted, variant.cost, ctx.limits.floor, bounds=bounds)
    if tiers is None or tiers[0].unit_price == first or not bears_promotions(ctx, variant, tiers):
        return None
    return tiers


def _below_floor(ctx: JobContext, variant: Variant) -> bool:
    assert variant.cost is not None
    return any(
        tier.unit_price < floor_price(variant.cost, tier.min_quantity, ctx.limits.floor) for tier in variant.tiers
    )


def _fact(ctx: JobContext, move: Move) -> Fact:
    variant = move.variant
    old, new = variant.tiers[0].unit_price, move.tiers[0].unit_price if move.tiers else None
    change = "" if new is None else f"{variant.title}: {money(ctx, old)} to {money(ctx, new)}; "
    return Fact(
        id=f"price.{variant.sku}",
        text=f"{change}{move.reason}",
        value=new,
        source=f"engine:choice_prices variant/{variant.sku}",
        secret=True,
    )
