"""How changes are told: an effect with its verdict and reason, and the newest change of one price, whoever made it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from agents.books import midnight
from agents.evidence import money, today
from agents.job import Brief, JobContext
from agents.store_manager.work_words import what_done, why_ruled
from authority.docket import Docket
from kit.facts import Fact
from shops.models import PriceChange

MOST, LOOK_BACK = 5, 28
_SOON = timedelta(minutes=10)
"""Within which the shop records a change after the staff's effect."""
_STATES_ZH = {
    "done": "已执行",
    "held": "待审批",
    "denied": "已拒绝",
    "rejected": "老板未同意",
    "expired": "已过期",
    "superseded": "已被更新的回复取代",
}


class _Event(NamedTuple):
    """A change of a price, or one that was wished and not made; ``row`` is None of one that the staff did not make."""

    at: datetime
    share: float
    row: Docket | None
    change: PriceChange | None


def newest_price(ctx: JobContext, sku: str, way: str | None, *, zh: bool) -> Brief:
    """Tell the newest change of a price, and what was wished since; asked after a rise or a fall, also its last one.

    Args:
        ctx: The job's.
        sku: The goods.
        way: ``"up"`` or ``"down"`` where that is asked for.
        zh: Whether to answer in Chinese.
    """
    variant, events = ctx.reads.shop.get_variant(sku), _events(ctx, sku)
    named = f"{variant.title} ({sku})"
    now = Fact(
        id="price.now",
        text=f"{named}: {money(ctx, variant.tiers[0].unit_price)}",
        value=variant.tiers[0].unit_price,
        source=f"shop:variant/{sku}",
    )
    window = Fact(id="window", text=f"{LOOK_BACK} days", value=LOOK_BACK, source="clock")
    made = [one for one in events if one.change is not None]
    shown = [one for one in events if not made or one.at >= made[-1].at][-MOST:][::-1]
    facts = [_told_event(ctx, one, named, zh) for one in shown]
    price = money(ctx, variant.tiers[0].unit_price)
    if not made:
        none = (
            f"{named} 近 {LOOK_BACK} 天没有改过价,现价 {price}。"
            if zh
            else (f"{named} has had no change of price in {LOOK_BACK} days; it costs {price} now.")
        )
        lines = [none]
    else:
        day, up = made[-1].at.astimezone(ctx.zone).date(), made[-1].share > 0
        lines = [
            f"{day} 最近一次改价是{'涨价' if up else '降价'}:{named} 现价 {price}。"
            if zh
            else f"{day}, the newest change of price, a {'rise' if up else 'fall'}: {named} costs {price} now."
        ]
    lines += [f"- {fact.text} [{fact.id}]" for fact in facts]
    if made and way is not None and (made[-1].share > 0) != (way == "up"):
        last = next((one for one in reversed(made) if (one.share > 0) == (way == "up")), None)
        if last is None:
            none_zh = f"近 {LOOK_BACK} 天没有{'涨' if way == 'up' else '降'}过价。"
            lines.append(none_zh if zh else f"No {'rise' if way == 'up' else 'fall'} in {LOOK_BACK} days.")
        else:
            facts.append(_told_event(ctx, last, named, zh))
            before = (
                f"此前最近一次{'涨' if way == 'up' else '降'}价:"
                if zh
                else f"Its last {'rise' if way == 'up' else 'fall'}:"
            )
            lines += [before, f"- {facts[-1].text} [{facts[-1].id}]"]
    return Brief(facts=(now, window, *facts), draft="\n".join(lines), language="zh" if zh else "en")


def together(briefs: Sequence[Brief]) -> Brief:
    """Make one answer of those of several goods."""
    facts = [
        fact.model_copy(update={"id": f"{fact.id}.{place}"})
        if place > 1 and not fact.source.startswith("ledger")
        else fact
        for place, one in enumerate(briefs, 1)
        for fact in one.facts
    ]
    return briefs[0].model_copy(update={"facts": tuple(facts), "draft": "\n".join(one.draft for one in briefs)})


def _events(ctx: JobContext, sku: str) -> list[_Event]:
    """Give what became of a price in the last weeks, oldest first: changes, and effects that changed nothing."""
    since = midnight(ctx, today(ctx) - timedelta(days=LOOK_BACK))
    rows = [row for row in ctx.log.list_effects(since=since, kinds=("set_price",)) if row.payload["sku"] == sku]
    left, found = list(rows), list[_Event]()
    for change in ctx.reads.shop.list_price_changes(since=since, skus=[sku]):
        if not change.old:
            continue
        mine = [row for row in left if row.state == "done" and _made(row, change)]
        row = min(mine, key=lambda one: abs((one.settled_at or one.submitted_at) - change.at), default=None)
        left = [one for one in left if one is not row]
        share = change.new[0].unit_price / change.old[0].unit_price - 1
        found.append(_Event(change.at, share, row, change))
    found += [_Event(row.submitted_at, change_of(ctx, row), row, None) for row in left if row.state != "done"]
    return sorted(found, key=lambda one: one.at)


def _made(row: Docket, change: PriceChange) -> bool:
    """Tell whether an effect made a change of the shop's: the same price at the same time."""
    prices = [step["unit_price"] for step in row.payload["tiers"]]
    at = row.settled_at or row.submitted_at
    return prices == [tier.unit_price for tier in change.new] and abs(at - change.at) <= _SOON


def _told_event(ctx: JobContext, one: _Event, named: str, zh: bool) -> Fact:
    day = one.at.astimezone(ctx.zone).date()
    if one.row is not None:
        fact = told(ctx, one.row, one.share, zh)
        return fact.model_copy(update={"text": f"{day}: {fact.text}"})
    assert one.change is not None
    old, new = (money(ctx, tiers[0].unit_price) for tiers in (one.change.old, one.change.new))
    who = "不是店员改的" if zh else "not by the staff"
    text = f"{day}: {named} {one.share:+.1%}, {old} → {new}, {who}"
    return Fact(id=f"change.{day}", text=text, value=one.change.new[0].unit_price, source=f"shop:price/{one.change.at}")


def change_of(ctx: JobContext, row: Docket) -> float:
    """Give the relative change of a price's first step against the ladder before it; 0 for what is no price."""
    if row.kind != "set_price":
        return 0.0
    new = int(row.payload["tiers"][0]["unit_price"])
    changes = ctx.reads.shop.list_price_changes(since=row.submitted_at, skus=[row.payload["sku"]])
    done = [change for change in changes if change.new[0].unit_price == new and change.old]
    old = done[0].old[0] if done else ctx.reads.shop.get_variant(row.payload["sku"]).tiers[0]
    return new / old.unit_price - 1


def told(ctx: JobContext, row: Docket, change: float, zh: bool) -> Fact:
    """Tell an effect with its verdict, and the reason that was stored when it was decided."""
    reason = (row.reason.splitlines() or [""])[-1 if zh else 0]
    state = _STATES_ZH.get(row.state, row.state) if zh else row.state
    verdict = state if row.verdict == "allow" else f"{state}, {row.rule}: {why_ruled(row)[zh]}"
    what, value = what_done(row)[zh], row.money_out
    if row.kind == "set_listed":
        title = ctx.reads.shop.get_product(row.payload["product_id"]).title
        state_words = ("上架", "停售") if zh else ("back on the shelf", "off the shelf")
        what = f"{title}: {state_words[not row.payload['listed']]}"
    if row.kind == "set_price":
        value = row.payload["tiers"][0]["unit_price"]
        variant = ctx.reads.shop.get_variant(row.payload["sku"])
        what = f"{variant.title} ({variant.sku}) {change:+.1%} → {money(ctx, value)}"
    return Fact(id=row.id, text=f"{what}, {verdict}. {reason}", value=value, source=f"ledger:{row.id}")
