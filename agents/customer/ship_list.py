"""客户 · ship list 待发货: paid orders leave in the order of their promise."""

from __future__ import annotations

from agents.customer.held_back import buyers_who_wait
from agents.evidence import open_orders, waiting_changes
from agents.job import Brief, Call, JobContext, job
from agents.trigger import OnHandoff, at
from decisions.shipping import ShipAdvice, advise_shipping
from kit.facts import Fact
from kit.ids import stable_id
from shops.carriers import usual_carrier


@job(
    "customer",
    "Ship list",
    "待发货",
    at("10:00", "13:00", "16:30"),
    OnHandoff(),
    tools=("ship_order", "get_order"),
    action="fulfilment",
    lane="orders",
    work=lambda ctx: [f"order:{order.id}" for order in open_orders(ctx)],
)
def ship_list(ctx: JobContext) -> Brief:
    """Hand every paid order to a carrier as far as its goods are in the house, the nearest promise first."""
    waiting, held_back = waiting_changes(ctx), buyers_who_wait(ctx)
    orders = [one for one in open_orders(ctx) if one.id not in waiting and one.customer_id not in held_back]
    skus = sorted({line.sku for order in orders for line in order.lines})
    on_hand = {sku: stock.on_hand for sku, stock in ctx.reads.shop.get_stock(skus).items()} if skus else {}
    advice = advise_shipping(orders, on_hand, now=ctx.now)
    facts, calls = [], []
    for one in advice:
        carrier, why = _carrier(ctx, one)
        # the shop's own block of waybills, one for each parcel
        first = one.together[0]
        number = len(ctx.reads.shop.list_shipments(first)) + 1
        waybill = stable_id("WB", first, number).upper()
        lines = [{"line_id": parcel.line_id, "quantity": parcel.quantity} for parcel in one.parcels]
        merged = f"; in one parcel with {_others(one)}" if len(one.together) > 1 else ""
        reason = f"{one.hours_left:.0f} hours left of the promise; {why}{merged}"
        calls.append(
            Call(
                tool="ship_order",
                args={
                    "order_id": one.order_id,
                    "lines": lines,
                    "carrier": carrier,
                    "tracking": waybill,
                    "reason": reason,
                },
            )
        )
        facts.append(
            Fact(
                id=f"ship.{one.order_id}",
                text=f"{one.pieces} pieces, {reason}",
                value=one.pieces,
                source=f"engine:shipping order/{one.order_id}",
            )
        )
    late = sum(one.hours_left < 0 for one in advice)
    stuck = len(orders) - len(advice)
    figures = {"orders": len(orders), "leaving": len(advice), "late": late, "without_goods": stuck}
    draft = (
        f"待发 {len(orders)} 单,现发 {len(advice)} 单;超时 {late} 单,缺货 {stuck} 单。"
        if ctx.language == "zh"
        else f"{len(advice)} of {len(orders)} open orders leave now; {late} past their promise, {stuck} without goods."
    )
    return Brief(facts=tuple(facts), calls=tuple(calls), draft=draft, figures=figures, language=ctx.language)


def _others(one: ShipAdvice) -> str:
    return ", ".join(order for order in one.together if order != one.order_id)


def _carrier(ctx: JobContext, one: ShipAdvice) -> tuple[str, str]:
    wish = ctx.memory.get(f"customer:{one.customer_id}", "prefers.carrier")
    if wish is not None:
        return str(wish.value), f"the buyer prefers {wish.value} [{wish.id}]"
    return usual_carrier(one.country, ctx.info), f"to {one.country}"
