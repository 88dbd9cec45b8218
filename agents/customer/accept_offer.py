"""客户 · accept offer 成交: a buyer takes an offer, or not yet; what is ordered is named, or which offer stands."""

from __future__ import annotations

from agents.customer.bargain_words import ACCEPTED, AND, CONDITIONS, NO_OFFER, ORDERED, SHORT, STILL
from agents.customer.offer_answer import OfferAnswer, answer_to_offer, offers_of, open_offers
from agents.customer.order_words import status_of
from agents.customer.wording import day
from agents.evidence import money
from agents.job import Brief, Call, JobContext, job
from agents.topics import Topic
from agents.trigger import OnBuyerIntent, OnHandoff
from decisions.bargain import Condition
from kit.facts import Fact
from shops.models import Order, Quote, Thread


@job(
    "customer",
    "Accept offer",
    "成交",
    OnBuyerIntent((Topic.ACCEPT, Topic.HESITATE)),
    OnHandoff(),
    tools=("withdraw_quote",),
    action="quote",
    model_use="never",
    lane="conversation",
)
def accept_offer(ctx: JobContext) -> Brief:
    """Name the order of a buyer who takes an offer; say which offer stands where nothing is ordered, and ask back."""
    threads = [one.removeprefix("thread:") for one in ctx.task.subject if one.startswith("thread:")]
    if ctx.reads.quotes is None or ctx.reads.messages is None or ctx.task.buyer is None or not threads:
        return Brief(language=ctx.language)
    thread, text = ctx.reads.messages.get_thread(threads[0]), str(ctx.task.input.get("goal", ""))
    answer = answer_to_offer(ctx, thread, ctx.understand(text), text)
    if answer is None or answer.kind == "which":
        words = "" if open_offers(offers_of(ctx, thread), ctx.now) else NO_OFFER[ctx.language]
        return Brief(draft=words, figures={"reply": {"ask": words}} if words else {}, language=ctx.language)
    if answer.order is not None and (answer.kind in ("ordered", "again") or answer.offer is None):
        return _ordered(ctx, thread, answer, answer.order)
    assert answer.offer is not None
    fact = Fact(id="offer", text=_lines(ctx, answer.offer), value=answer.offer.id, source=_source(answer.offer))
    if answer.kind != "take":
        words = _fill(ctx, STILL[answer.kind][ctx.language], answer.offer)
        figures = {"reply": {"ask" if answer.kind == "sure" else "said": words}, "quote": answer.offer.id}
        return Brief(facts=(fact,), draft=words, figures=figures, language=ctx.language)
    return _to_be_ordered(ctx, answer.offer, fact)


def _ordered(ctx: JobContext, thread: Thread, answer: OfferAnswer, order: Order) -> Brief:
    """Name the order that came of the talk, and take back what was offered of its goods before it."""
    template = ORDERED["again" if answer.kind == "again" else "ordered"][ctx.language]
    listed = _join(ctx, [(line.sku, line.title, line.quantity, line.unit_price) for line in order.lines])
    status, total = status_of(ctx, order, ctx.language), money(ctx, order.total)
    words = template.format(order=order.id, list=listed, total=total, status=status)
    skus = {line.sku for line in order.lines}
    calls = tuple(
        withdrawal(one, f"order {order.id} has taken its place")
        for one in open_offers(offers_of(ctx, thread), ctx.now)
        if one.created_at <= order.placed_at and skus & {line.sku for line in one.lines}
    )
    fact = Fact(
        id="order", text=f"order {order.id}: {listed}, {status}", value=order.id, source=f"shop:order/{order.id}"
    )
    reply = dict.fromkeys(("done", "said", "held", "refused"), words)
    return Brief(
        facts=(fact,), calls=calls, draft=words, figures={"reply": reply, "order": order.id}, language=ctx.language
    )


def _to_be_ordered(ctx: JobContext, offer: Quote, fact: Fact) -> Brief:
    """Ask for the order of an offer, where the platform's button has not been pressed yet or could not be."""
    wanted: dict[str, int] = {}
    for line in offer.lines:
        wanted[line.sku] = wanted.get(line.sku, 0) + line.quantity
    stock = ctx.reads.shop.get_stock(list(wanted))
    given = {one for line in offer.lines for one in line.conditions}
    conditions = AND[ctx.language].join(CONDITIONS[one][ctx.language] for one in Condition if one in given)
    words = _fill(ctx, ACCEPTED["with" if conditions else "plain"][ctx.language], offer, conditions=conditions)
    figures: dict[str, object] = {"reply": {"said": words}, "quote": offer.id}
    if any(pieces > stock[sku].available for sku, pieces in wanted.items()):
        words = SHORT[ctx.language]
        note = f"要下单的报价 {offer.id} 库存不够" if ctx.language == "zh" else f"takes {offer.id}, which stock lacks"
        figures = {"reply": {"said": words}, "quote": offer.id, "person": note}
    return Brief(facts=(fact,), draft=words, figures=figures, language=ctx.language)


def withdrawal(offer: Quote, reason: str, *, needs: str | None = None) -> Call:
    """Give the call that takes an offer back."""
    args = {"quote_id": offer.id, "customer_id": offer.customer_id, "reason": reason}
    return Call(tool="withdraw_quote", args=args, needs=needs)


def _source(offer: Quote) -> str:
    return f"shop:quote/{offer.id}"


def _lines(ctx: JobContext, offer: Quote) -> str:
    titles = {line.sku: ctx.reads.shop.get_variant(line.sku).title for line in offer.lines}
    return _join(ctx, [(line.sku, titles[line.sku], line.quantity, line.unit_price) for line in offer.lines])


def _join(ctx: JobContext, lines: list[tuple[str, str, int, int]]) -> str:
    if ctx.language == "zh":
        return ";".join(f"{title}({sku}){pieces} 件,单价 {money(ctx, price)}" for sku, title, pieces, price in lines)
    return ", ".join(
        f"{pieces} pieces of {title} ({sku}) at {money(ctx, price)} each" for sku, title, pieces, price in lines
    )


def _fill(ctx: JobContext, text: str, offer: Quote, conditions: str = "") -> str:
    return text.format(
        quote=offer.id,
        list=_lines(ctx, offer),
        total=money(ctx, sum(line.unit_price * line.quantity for line in offer.lines)),
        until=day(offer.valid_until, ctx.zone, ctx.language),
        conditions=conditions,
    )
