"""An exchange of goods in an order that waits, as one change: what goes and what comes, asked about with their sums."""

from __future__ import annotations

from agents.customer.change_plan import Plan, listed, sure_items
from agents.customer.change_words import SUMS
from agents.customer.swapped_goods import Swap
from agents.evidence import money
from agents.job import JobContext
from decisions.order_changes import ChangeAdvice, pieces_of, whole_packs
from shops.changes import ItemWish
from shops.models import Order
from shops.terms import ladder_price


def swap_plan(ctx: JobContext, order: Order, swap: Swap) -> Plan:
    """Ask whether goods of an order shall be exchanged, or which; it is never done at once."""
    assert ctx.reads.changes is not None
    if swap.open_ones:
        return Plan(ChangeAdvice(verdict="ask", code="which_line"), more=(("goods", listed(ctx, swap.open_ones)),))
    if len(swap.into) > 1:
        title = ctx.reads.shop.get_variant(swap.out).title
        more = (("title", title), ("sku", swap.out), ("goods", listed(ctx, swap.into)))
        return Plan(ChangeAdvice(verdict="ask", code="which_instead"), more=more)
    (into,), held = swap.into, pieces_of(order)
    variant = ctx.reads.shop.get_variant(into)
    comes = swap.comes
    if swap.goes % ctx.reads.shop.get_variant(swap.out).pack == 0:
        # a question names whole packs, the nearest; single pieces were bought as such
        comes = min(whole_packs(comes, variant.pack, variant.moq), key=lambda one: (abs(one - swap.comes), -one))
    ends = held | {swap.out: held[swap.out] - swap.goes, into: held.get(into, 0) + comes}
    wishes = tuple(ItemWish(sku=sku, quantity=count) for sku, count in ends.items() if count)
    price = ctx.reads.changes.price_items(order.id, wishes)
    if price.faults:
        return Plan(ChangeAdvice(verdict="refuse", code="goods"))
    changed = [ItemWish.model_construct(sku=sku, quantity=ends[sku]) for sku in (swap.out, into)]
    asked = sure_items(ctx, changed)
    sums = _sums(ctx, order, swap, into, comes)
    return Plan(ChangeAdvice(verdict="ask", code="sure_swap"), more=(*asked.more, ("sums", sums)))


def _sums(ctx: JobContext, order: Order, swap: Swap, into: str, comes: int) -> str:
    """Give what comes at its published price, and what the line that goes was."""
    variant = ctx.reads.shop.get_variant(into)
    price = ladder_price(variant.tiers, comes)
    said = SUMS["comes"][ctx.language].format(
        count=comes, title=variant.title, sku=into, price=money(ctx, price), net=money(ctx, price * comes)
    )
    lines = [line for line in order.lines if line.sku == swap.out]
    if len(lines) == 1 and swap.goes == lines[0].quantity:
        net = money(ctx, lines[0].quantity * lines[0].unit_price)
        said += SUMS["goes"][ctx.language].format(
            count=swap.goes, title=lines[0].title, sku=swap.out, order=order.id, net=net
        )
    return said
