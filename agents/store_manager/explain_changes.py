"""店长 · explain changes 为什么: why something was done, from what was stored when it was decided."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from agents.books import midnight
from agents.evidence import days_asked, today
from agents.job import Brief, JobContext, job
from agents.language import Slots
from agents.language_patterns import DIRECTIONS, Intent
from agents.owner_goods import goods_named
from agents.owner_spans import Span
from agents.store_manager.told_changes import change_of, newest_price, together, told
from agents.trigger import OnIntent
from authority.docket import Docket
from kit.facts import Fact
from kit.text import fold

MOST, MOST_GOODS = 8, 3
LOOK_BACK = timedelta(days=28)
_OFF = re.compile(r"off (?:the )?shelf|stop(?:ped)? sell|停售|下架|停卖|不卖了", re.IGNORECASE)
_ON = re.compile(r"\bon (?:the )?shelf|relist|上架|恢复", re.IGNORECASE)
_TOPICS = (
    # what is asked about, the effect kinds that answer it, and its name in both languages; the first that fits
    (
        re.compile(r"o(?:ff|n) (?:the )?shelf|relist|stop(?:ped)? sell|停售|下架|上架|停卖|不卖了", re.IGNORECASE),
        ("set_listed",),
        "stops and starts of goods",
        "上下架",
    ),
    (
        re.compile(r"paus(?:e|ed)|stop(?:ped)?\b.*\b(?:keyword|ad)s?\b|暂停|停投|关键词.{0,4}停", re.IGNORECASE),
        ("set_keyword_paused",),
        "stops and starts of keywords",
        "关键词启停",
    ),
    (re.compile(r"\bbids?\b|keyword|\bads?\b|出价|推广|广告|关键词", re.IGNORECASE), ("set_bid",), "bids", "出价"),
    (
        re.compile(r"reorder|restock|replenish|produc(?:e|tion)|补货|生产|备货", re.IGNORECASE),
        ("order_production",),
        "production orders",
        "生产订单",
    ),
    (re.compile(r"refund|退款", re.IGNORECASE), ("issue_refund",), "refunds", "退款"),
    (re.compile(r"\bship|deliver|发货|发出", re.IGNORECASE), ("ship_order",), "shipments", "发货"),
    (
        re.compile(r"price|raise|lower|reduc|increas|expensive|cheap|价|涨|降|贵|便宜", re.IGNORECASE),
        ("set_price",),
        "price moves",
        "价格变动",
    ),
)


@job(
    "store_manager",
    "Explain changes",
    "为什么",
    OnIntent((Intent.WHY,)),
    tools=("get_price", "recall"),
    action="care",
    model_use="words",
    speaks=True,
    lane="conversation",
)
def explain_changes(ctx: JobContext) -> Brief:
    """Say why something was done on the day asked about, from the stored reasons, or that it was not done."""
    understood = ctx.understand(ctx.task.input["text"], "owner")
    slots, zh = understood.slots, understood.language == "zh"
    named = goods_named(slots, ctx.task.input["text"], ctx.reads.shop.list_variants())
    slots = slots.model_copy(update={"sku": named[0]}) if len(named) == 1 else slots
    ways = [name for name, cue in DIRECTIONS.items() if cue.search(fold(ctx.task.input["text"]))]
    topic = next((one for one in _TOPICS if one[0].search(ctx.task.input["text"])), None)
    if topic is None and named and ways:
        topic = _TOPICS[-1]
    if topic is None:
        return Brief(draft=_what_can_be_asked(zh), language=understood.language)
    _, kinds, name_en, name_zh = topic
    asked = days_asked(ctx, ctx.task.input["text"])
    day: date | Span = asked if asked.named else slots.date or today(ctx)
    skus = (slots.sku,) if slots.sku else named if len(named) <= MOST_GOODS else ()
    if kinds == ("set_price",) and skus and not asked.named and slots.date is None:
        way = slots.direction or (ways[0] if len(ways) == 1 else None)
        return together([newest_price(ctx, sku, way, zh=zh) for sku in skus])
    found = _found(ctx, slots, kinds, *_span(ctx, day))
    if not found and isinstance(day, date) and slots.date is None and slots.sku is not None:
        # of an article that did not change today, the last change is meant
        found = _found(ctx, slots, kinds, _span(ctx, day - LOOK_BACK)[0], ctx.now)
        if found:
            day = max(row.submitted_at for row, _ in found).astimezone(ctx.zone).date()
            found = _found(ctx, slots, kinds, *_span(ctx, day))
    found.sort(key=lambda pair: (pair[0].state != "done", -abs(pair[1]), pair[0].id))
    facts = tuple(told(ctx, row, change, zh) for row, change in found[:MOST])
    draft = _words(day, facts, found, name_zh if zh else name_en, zh)
    counted = Fact(
        id="changes",
        text=f"{day}: {len(found)} {name_en}, {sum(row.state == 'done' for row, _ in found)} carried out, "
        f"{len(found) - len(facts)} not listed",
        value=len(found),
        source=f"ledger:{kinds[0]} day/{day}",
    )
    return Brief(facts=(*facts, counted), draft=draft, language=understood.language)


def _found(
    ctx: JobContext, slots: Slots, kinds: tuple[str, ...], since: datetime, until: datetime
) -> list[tuple[Docket, float]]:
    """Give the effects of a span that are asked about, each with its change of a price."""
    rows = ctx.log.list_effects(since=since, until=until, kinds=kinds)
    found = [(row, change_of(ctx, row)) for row in rows if slots.sku is None or _is_about(ctx, row, slots.sku)]
    ways = [name for name, cue in DIRECTIONS.items() if cue.search(fold(ctx.task.input["text"]))]
    way = slots.direction or (ways[0] if len(ways) == 1 else None)
    if kinds == ("set_price",) and way is not None:
        found = [(row, change) for row, change in found if way == ("up" if change > 0 else "down")]
    if kinds == ("set_listed",) and len(sides := _sides(ctx.task.input["text"])) == 1:
        found = [(row, change) for row, change in found if bool(row.payload["listed"]) in sides]
    return found


def _span(ctx: JobContext, day: date | Span) -> tuple[datetime, datetime]:
    first, last = (day.first, day.last) if isinstance(day, Span) else (day, day)
    return midnight(ctx, first), midnight(ctx, last + timedelta(days=1))


def _sides(text: str) -> set[bool]:
    """Tell whether words ask about goods put on the shelf, taken off it, or both."""
    return {listed for listed, cue in ((True, _ON), (False, _OFF)) if cue.search(text)}


def _is_about(ctx: JobContext, row: Docket, sku: str) -> bool:
    """Tell whether an effect is about a SKU or its product; one that names no goods may be."""
    if "product_id" in row.payload:
        return bool(row.payload["product_id"] == ctx.reads.shop.get_variant(sku).product_id)
    return bool(row.payload.get("sku", sku) == sku)


def _words(day: date | Span, facts: tuple[Fact, ...], found: list[tuple[Docket, float]], name: str, zh: bool) -> str:
    if not found:
        return f"{day}没有这样的{name}。" if zh else f"There were no such {name} on {day}."
    done = sum(row.state == "done" for row, _ in found)
    head = (
        f"{day}{name} {len(found)} 项(已执行 {done} 项):"
        if zh
        else f"{day}, {name}: {len(found)} ({done} carried out):"
    )
    more = len(found) - len(facts)
    rest = [f"…另有 {more} 项" if zh else f"… and {more} more"] if more else []
    return "\n".join([head, *(f"- {fact.text} [{fact.id}]" for fact in facts), *rest])


def _what_can_be_asked(zh: bool) -> str:
    if zh:
        return "可以问价格、出价、停售、停投、生产、发货或退款为什么变动;其他决定请用 `shopstaff explain ID` 查看。"
    return (
        "I can say why prices, bids, stops of goods or keywords, production orders, shipments or refunds came about; "
        "`shopstaff explain ID` shows any other decision."
    )
