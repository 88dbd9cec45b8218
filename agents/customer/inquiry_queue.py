"""客户 · inquiry queue 询盘队列: what waits is answered, or told to the person it waits for, the most urgent first."""

from __future__ import annotations

from datetime import datetime, timedelta

from agents.evidence import margin_rate, money
from agents.job import Brief, Call, JobContext, job
from agents.trigger import OnHandoff, at
from authority.docket import Docket
from decisions.inquiry_queue import Place, Waiting, base_rate, rank_waiting
from kit.facts import Fact
from shops.models import QuoteStatus, Thread
from shops.terms import ladder_price

ANSWER_HOURS = 24
"""A person's answer is due a day after the buyer's words; an assumption until the owner says otherwise."""
REST = timedelta(minutes=10)
"""A message this young is being answered."""
FRESH = timedelta(hours=20)
"""Longer waits were told before: the queue is told again when somebody new waits."""
WINDOW = timedelta(days=90)
CASE_DAYS = timedelta(days=30)
MOST = 20


@job(
    "customer",
    "Inquiry queue",
    "询盘队列",
    at("09:15", "14:15"),
    OnHandoff(),
    tools=("hand_off",),
    action="care",
    model_use="never",
    lane="conversation",
    work=lambda ctx: [
        *(f"thread:{one.id}" for one in _waiting(ctx) if ctx.now - _since(one) <= FRESH),
        *(row.object_id for row in _cases(ctx, FRESH)),
    ],
)
def inquiry_queue(ctx: JobContext) -> Brief:
    """Have missed messages answered; tell who waits for a person, by time left and by what it may bring."""
    zh = ctx.language == "zh"
    if ctx.settled:
        done = sum(one.end == "done" for one in ctx.settled)
        draft = f"补回复 {done} 条漏接的消息。" if zh else f"{done} missed messages were answered."
        return Brief(draft=draft, figures={"answered": done}, language=ctx.language)
    threads = _waiting(ctx)
    missed = [one for one in threads if _is_missed(ctx, one)]
    waiting = [one for one in threads if one not in missed]
    places = rank_waiting([_case(ctx, one) for one in waiting], base=_base(ctx), now=ctx.now)[:MOST]
    calls = [
        Call(
            tool="hand_off",
            args={"job": "inquiry_reply", "goal": one.messages[-1].text, "subject": [f"thread:{one.id}"]},
        )
        for one in missed
    ]
    facts = tuple(
        Fact(id=f"waiting.{one.thread_id}", text=_line(ctx, one, zh=zh), value=one.value, source="engine:inquiry_queue")
        for one in places
    )
    cases = tuple(
        Fact(id=row.id, text=str(row.payload["note"]), value=row.payload["customer_id"], source=f"ledger:{row.id}")
        for row in _cases(ctx, CASE_DAYS)[:MOST]
    )
    head = (
        f"等人工回复 {len(places)} 个会话,待处理个案 {len(cases)} 个,漏接 {len(missed)} 个。"
        if zh
        else f"{len(places)} conversations and {len(cases)} cases wait for a person, {len(missed)} were missed."
    )
    return Brief(
        facts=(*facts, *cases),
        calls=tuple(calls),
        draft="\n".join([head, *(fact.text for fact in (*facts, *cases))]),
        figures={"waiting": [one.thread_id for one in places], "missed": [one.id for one in missed]},
        language=ctx.language,
    )


def _waiting(ctx: JobContext) -> list[Thread]:
    """Give the conversations whose last words are a buyer's and no longer quite new, the longest waiting first."""
    every = ctx.reads.messages.list_threads(unanswered=True) if ctx.reads.messages else ()
    return sorted(
        (one for one in every if ctx.now - one.messages[-1].at >= REST), key=lambda one: (_since(one), one.id)
    )


def _cases(ctx: JobContext, within: timedelta) -> list[Docket]:
    """Give the matters without a conversation that were put before a person lately and that nobody has taken up."""
    rows = ctx.log.list_effects(kinds=("open_case",), states=("done",), since=ctx.now - within)
    if not rows or ctx.reads.messages is None:
        return []
    return [row for row in rows if _is_untouched(ctx.reads.messages.get_thread(str((row.outcome or {})["object_id"])))]


def _is_untouched(thread: Thread) -> bool:
    return thread.with_person and not thread.messages


def _since(thread: Thread) -> datetime:
    """Give the moment since which the buyer waits: their first message after the shop's last."""
    since = thread.messages[-1].at
    for message in reversed(thread.messages):
        if message.author != "buyer":
            break
        since = message.at
    return since


def _is_missed(ctx: JobContext, thread: Thread) -> bool:
    """Tell whether neither a person has it nor a reply of the staff's waits for one."""
    if thread.with_person:
        return False
    held = ctx.log.list_effects(kinds=("send_message",), states=("held",))
    return not any(row.payload.get("thread_id") == thread.id for row in held)


def _case(ctx: JobContext, thread: Thread) -> Waiting:
    understood = ctx.understand("\n".join(one.text for one in thread.messages if one.author == "buyer")[-2000:])
    slots, since = understood.slots, _since(thread)
    quotes = ctx.reads.quotes.list_quotes(customer_id=thread.customer_id) if ctx.reads.quotes else ()
    still = [one for one in quotes if one.status is QuoteStatus.OPEN and one.valid_until > ctx.now]
    value = sum(line.quantity * line.unit_price for one in still[-1:] for line in one.lines)
    if not value and slots.sku:
        variant = ctx.reads.shop.get_variant(slots.sku)
        pieces = max(slots.quantity or variant.moq, 1)
        value = pieces * ladder_price(variant.tiers, pieces)
    page = ctx.reads.shop.list_orders(customer_id=thread.customer_id, limit=1)
    return Waiting(
        thread_id=thread.id,
        since=since,
        deadline=since + timedelta(hours=ANSWER_HOURS),
        known=bool(page.items),
        named=slots.sku is not None,
        counted=slots.quantity is not None,
        offered=bool(still),
        worth=max(0, round(value * margin_rate(ctx))),
    )


def _base(ctx: JobContext) -> float:
    """Give how often a conversation of the last 90 days was followed by an order of its buyer within a week."""
    since, week = ctx.now - WINDOW, timedelta(days=7)
    every = ctx.reads.messages.list_threads() if ctx.reads.messages else ()
    asked = [one for one in every if one.messages and since <= one.messages[0].at <= ctx.now - week]
    orders = ctx.reads.shop.list_orders(since=since, limit=1000).items if asked else ()
    placed: dict[str, list[datetime]] = {}
    for order in orders:
        placed.setdefault(order.customer_id, []).append(order.placed_at)
    won = sum(
        any(one.messages[0].at <= at <= one.messages[0].at + week for at in placed.get(one.customer_id, ()))
        for one in asked
    )
    return base_rate(won, len(asked))


def _line(ctx: JobContext, one: Place, *, zh: bool) -> str:
    chance = f"{one.probability:.0%}"
    if zh:
        left = f"还剩 {one.hours_left:g} 小时" if one.hours_left >= 0 else f"已超时 {-one.hours_left:g} 小时"
        return f"{one.thread_id}:{left},成交概率 {chance},预期贡献 {money(ctx, one.value)}"
    left = f"{one.hours_left:g} hours left" if one.hours_left >= 0 else f"{-one.hours_left:g} hours overdue"
    return f"{one.thread_id}: {left}, chance of an order {chance}, expected contribution {money(ctx, one.value)}"
