"""商品 · stock sync and oversell guard 库存同步与防超卖: nothing is listed that is promised or not in the house."""

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter

from agents.evidence import daily_units, open_promises, sales, shelved
from agents.job import Brief, Call, JobContext, job
from agents.trigger import OnHandoff, at
from decisions.oversell import OfferAdvice, OfferCase, advise_offers
from kit.facts import Fact

TIMES = ("06:15", "12:00", "15:00", "18:00")
LONGEST_GAP_HOURS = 12.25
"""From the evening's look to the morning's."""


@job(
    "product",
    "Stock sync",
    "库存同步",
    at(*TIMES),
    OnHandoff(),
    tools=("set_offered", "get_stock"),
    action="stock",
    work=lambda ctx: [f"sku:{one.sku}" for one in _advice(ctx)],
)
def stock_guard(ctx: JobContext) -> Brief:
    """Cap or take down what would be sold although it is promised or gone; list again what has come back."""
    advice, zh = _advice(ctx), ctx.language == "zh"
    facts = tuple(
        Fact(id=f"offer.{one.sku}", text=one.reason, value=one.pieces, source=f"engine:oversell variant/{one.sku}")
        for one in advice
    )
    calls = tuple(
        Call(
            tool="set_offered",
            args={"sku": one.sku, "reason": f"{one.reason}\n{one.reason_zh}"}
            | ({} if one.pieces is None else {"pieces": one.pieces}),
        )
        for one in advice
    )
    named = "; ".join(one.reason_zh if zh else one.reason for one in advice)
    draft = (f"上架数量:{named}。" if zh else f"Listed quantities: {named}.") if named else _nothing(zh)
    return Brief(facts=facts, calls=calls, draft=draft, figures={"changed": len(advice)}, language=ctx.language)


def _nothing(zh: bool) -> str:
    return "上架数量无需改动。" if zh else "No listed quantity has to change."


def _advice(ctx: JobContext) -> list[OfferAdvice]:
    """Ask the engine about the SKUs that are promised, or whose listed quantity is a number; of others none changes.

    What waits for the owner is not asked for again, and goods that are off the shelf are left to who took them off.
    """
    promised = open_promises(ctx)
    stock = ctx.reads.shop.get_stock()
    asked = {row.payload["sku"] for row in ctx.log.list_effects(kinds=("set_offered",), states=("held",))}
    wanted = {sku for sku, one in stock.items() if one.offered is not None or promised[sku]} - asked
    if not wanted:
        return []
    before, sold, on_shelf = _lowered(ctx), sales(ctx, 28), shelved(ctx)
    cases = []
    for sku in sorted(wanted & on_shelf):
        have = stock[sku]
        units = daily_units(ctx, sold.get(sku, []), sold_out=have.available <= 0, days=28)
        cases.append(
            OfferCase(
                sku=sku,
                available=have.available,
                promised=promised[sku],
                offered=have.offered,
                before=before.get(sku),
                is_lowered=sku in before,
                daily_units=tuple(one for one in units if one is not None),
            )
        )
    return advise_offers(cases, hours=LONGEST_GAP_HOURS)


def _lowered(ctx: JobContext) -> dict[str, int | None]:
    """Give the SKUs whose listed quantity is one that the staff has set, with what stood before it began."""
    found: dict[str, int | None] = {}
    since = ctx.now - timedelta(days=365)
    rows = ctx.log.pick(
        *("payload", "submitted_at", "settled_at", "task", "turn", "ordinal"),
        since=since,
        kinds=("set_offered",),
        states=("done", "unknown"),
    )
    order = attrgetter("submitted_at", "ordinal", "task", "turn")
    # what the owner approved later was done later than what was asked for after it
    for row in sorted(rows, key=lambda row: (row.settled_at or row.submitted_at, *order(row))):
        sku, pieces, before = row.payload["sku"], row.payload.get("pieces"), row.payload.get("before")
        first = found.get(sku, before)
        if pieces is None or pieces == first:
            found.pop(sku, None)
        else:
            found[sku] = first
    return found
