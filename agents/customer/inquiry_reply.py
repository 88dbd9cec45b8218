"""客户 · inquiry reply 询盘首响: understand, quote from the ladder, answer from facts, hand over what is not known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from agents.customer.inquiry import Inquiry, read_inquiry
from agents.customer.wording import TOPICS, Language, date_words, day, join, say
from agents.evidence import lead_days, money, sales
from agents.job import Brief, Call, JobContext, job
from agents.language_patterns import Intent
from agents.trigger import OnEvent
from decisions.quotes import VALID_DAYS, QuoteAdvice, advise_quote
from kit.facts import Fact
from memory.notes import Note
from shops.models import FulfilmentStatus, Order, PaymentStatus, Variant
from shops.terms import ladder_price

QUOTABLE = {Intent.PRICE, Intent.BARGAIN, Intent.ORDER, Intent.STOCK, Intent.DELIVERY, Intent.CUSTOM}
VALID = timedelta(days=VALID_DAYS)
FOR_A_PERSON = (Intent.CUSTOM, Intent.SAMPLE, Intent.FREIGHT, Intent.INVOICE, Intent.AFTER_SALE, Intent.OPT_OUT)


@dataclass
class Reply:
    """A reply in the making: sentences, the facts behind them, calls before it is sent, a person's notes after it.

    ``without_offer`` are the sentences to say instead if the offer could not be made.
    """

    language: Language
    sentences: list[str] = field(default_factory=list)
    without_offer: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, name: str, **values: object) -> None:
        """Add a sentence."""
        self.sentences.append(say(name, self.language, **values))
        self.without_offer.append(self.sentences[-1])

    def offer(self, **values: object) -> None:
        """Add the sentence of an offer, and the one that gives the price alone."""
        self.sentences.append(say("quote", self.language, **values))
        self.without_offer.append(say("price_only", self.language, **values))


@job(
    "customer",
    "Inquiry reply",
    "询盘首响",
    OnEvent("message.received"),
    tools=("create_quote", "send_message", "hand_over", "get_price", "get_stock", "recall"),
    action="message",
    model_use="words",
    lane="conversation",
)
def inquiry_reply(ctx: JobContext) -> Brief:
    """Answer a buyer: quote the ladder's price, say when the goods leave, hand over what no fact answers."""
    inquiry = read_inquiry(ctx)
    if inquiry is None:
        return Brief(draft="A person has this conversation; nothing was sent.")
    reply = Reply(inquiry.language)
    reply.facts += inquiry.facts
    reply.add("hello")
    wanted = set(inquiry.understood.intents)
    if inquiry.order is not None and wanted & {Intent.ORDER_STATUS, Intent.DELIVERY}:
        _order_status(ctx, reply, inquiry.order)
    elif wanted & QUOTABLE or _names_goods(inquiry):
        _offer(ctx, reply, inquiry)
    elif wanted & {Intent.THANKS}:
        reply.add("welcome")
    if inquiry.learnt:
        reply.add("noted")
    topics = [intent for intent in FOR_A_PERSON if intent in wanted]
    unclear = len(reply.sentences) == 1 and not topics
    if topics:
        names = [TOPICS[topic][inquiry.language] for topic in topics]
        reply.add("person", topics=("、" if inquiry.language == "zh" else ", ").join(names))
    if unclear:
        reply.add("unclear")
    text, plain = join(reply.sentences, inquiry.language), join(reply.without_offer, inquiry.language)
    sources = ", ".join(fact.id for fact in reply.facts) or "no facts"
    message = {"thread_id": inquiry.thread_id, "text": text, "reason": f"from {sources}"}
    offered = "create_quote" if reply.calls else None
    sending = Call(tool="send_message", args=message, needs=offered, otherwise=message | {"text": plain})
    calls = [*reply.calls, sending]
    if topics or unclear:
        reply.notes.append(f"asks about {', '.join(topics) or 'something not understood'}: {inquiry.text[:300]}")
    if reply.notes:
        # after the message: the staff is silent in a conversation that a person has
        note = {"thread_id": inquiry.thread_id, "note": "; ".join(reply.notes)}
        calls.append(Call(tool="hand_over", args=note, needs=offered, otherwise=note))
    return Brief(
        facts=tuple(reply.facts),
        calls=tuple(calls),
        draft=text,
        learnt=(*inquiry.learnt, *_flags(ctx, inquiry)),
        language=inquiry.language,
        figures={"intents": [str(intent) for intent in inquiry.understood.intents]},
    )


def _names_goods(inquiry: Inquiry) -> bool:
    """Tell whether a text that asks for nothing known names goods and pieces: that is answered with the ladder."""
    slots = inquiry.understood.slots
    pieces = slots.quantity or slots.boxes
    asks_for_nothing = set(inquiry.understood.intents) <= {
        Intent.UNKNOWN,
        Intent.PREFERENCE,
        Intent.GREETING,
        Intent.APPROVE,
    }
    return asks_for_nothing and slots.sku is not None and pieces is not None


def _offer(ctx: JobContext, reply: Reply, inquiry: Inquiry) -> None:
    """Quote when product and quantity are known, and ask for what is missing."""
    slots = inquiry.understood.slots
    quantity = slots.quantity
    if slots.sku is None:
        _ask_which(ctx, reply, inquiry)
        return
    variant = ctx.reads.shop.get_variant(slots.sku)
    if quantity is None and slots.boxes is not None:
        quantity = slots.boxes * variant.pack
    if quantity is None:
        price = money(ctx, variant.tiers[0].unit_price)
        reply.facts.append(_price_fact(ctx, variant, variant.moq))
        reply.add("price_from", title=variant.title, quantity=variant.moq, price=price)
        reply.add("how_many")
        return
    stock = ctx.reads.shop.get_stock([variant.sku])[variant.sku]
    advice = advise_quote(
        variant,
        quantity,
        stock,
        ctx.limits.floor,
        now=ctx.now,
        promise_hours=ctx.info.ship_promise_hours,
        lead_days=lead_days(ctx),
        capacity_per_day=ctx.reads.factory.terms().capacity_per_day if ctx.reads.factory else None,
    )
    if advice is None:
        reply.add("confirm", title=variant.title)
        reply.notes.append(f"no offer can be made by the rules (floor or capacity) for {quantity} × {variant.sku}")
        return
    _quote(ctx, reply, inquiry, variant, advice)


def _quote(ctx: JobContext, reply: Reply, inquiry: Inquiry, variant: Variant, advice: QuoteAdvice) -> None:
    price, total = money(ctx, advice.unit_price), money(ctx, advice.total)
    until = day(ctx.now + VALID, ctx.zone, reply.language)
    reply.facts += [
        _price_fact(ctx, variant, advice.quantity),
        Fact(
            id=f"ships.{variant.sku}",
            text=f"{advice.quantity} pieces leave by {advice.ships_at:%Y-%m-%d}",
            value=advice.ships_at.isoformat(),
            source=f"engine:quotes variant/{variant.sku}",
        ),
    ]
    reason = f"ladder price at {advice.quantity} pieces, open for {VALID_DAYS} days"
    line = {"sku": variant.sku, "quantity": advice.quantity, "unit_price": advice.unit_price}
    reply.calls.append(
        _call(
            "create_quote",
            customer_id=inquiry.customer_id,
            thread_id=inquiry.thread_id,
            lines=[line],
            valid_days=VALID_DAYS,
            reason=reason,
        )
    )
    reply.offer(title=variant.title, sku=variant.sku, quantity=advice.quantity, price=price, total=total, until=until)
    slots = inquiry.understood.slots
    if slots.quantity is not None and slots.quantity != advice.quantity:
        reply.add("rounded" if advice.quantity > variant.moq else "moq", pack=variant.pack, moq=variant.moq)
    reply.add("stock" if advice.from_stock else "made", date=day(advice.ships_at, ctx.zone, reply.language))
    if Intent.DELIVERY in inquiry.understood.intents or slots.city is not None:
        reply.add("carrier_time")
    if slots.date is not None and advice.ships_at.astimezone(ctx.zone).date() > slots.date:
        reply.add("too_late", date=date_words(slots.date, reply.language))
    if advice.next_tier is not None:
        reply.add("next_tier", quantity=advice.next_tier[0], price=money(ctx, advice.next_tier[1]))
    named_a_price = slots.price_minor is not None and slots.price_minor < advice.unit_price
    if Intent.BARGAIN in inquiry.understood.intents or named_a_price or inquiry.understood.suspicious:
        reply.add("ladder")


def _ask_which(ctx: JobContext, reply: Reply, inquiry: Inquiry) -> None:
    """Ask for the product, with the candidates or the prices of what sells most at that quantity."""
    slots, zh = inquiry.understood.slots, reply.language == "zh"
    titles = [f"{ctx.reads.shop.get_variant(sku).title} ({sku})" for sku in slots.sku_candidates]
    names = (":" if zh else ": ") + "; ".join(titles) if titles else ""
    reply.add("which", names=names)
    if slots.quantity is not None:
        variants = [ctx.reads.shop.get_variant(sku) for sku in slots.sku_candidates] or _best_sellers(ctx)
        listed = "; ".join(
            f"{one.title} ({one.sku}) {money(ctx, ladder_price(one.tiers, slots.quantity))}" for one in variants
        )
        reply.facts += [_price_fact(ctx, one, slots.quantity) for one in variants]
        reply.add("examples", quantity=slots.quantity, list=listed)
    if Intent.DELIVERY in inquiry.understood.intents:
        hours = ctx.info.ship_promise_hours
        text = f"ships within {hours} h of payment"
        reply.facts.append(Fact(id="promise", text=text, value=hours, source="shop:info"))
        reply.add("dispatch", hours=hours)


def _order_status(ctx: JobContext, reply: Reply, order: Order) -> None:
    shipments = ctx.reads.shop.list_shipments(order.id)
    if shipments:
        last = shipments[-1]
        part = "partly" if order.fulfilment == FulfilmentStatus.PARTIAL else "shipped"
        status = say(
            part,
            reply.language,
            carrier=last.carrier,
            tracking=last.tracking,
            date=day(last.shipped_at, ctx.zone, reply.language),
        )
    elif order.fulfilment == FulfilmentStatus.DELIVERED:
        status = say("delivered", reply.language)
    elif order.fulfilment == FulfilmentStatus.CANCELLED:
        status = say("cancelled", reply.language)
    elif order.payment == PaymentStatus.PAID and order.ship_by:
        status = say("waiting", reply.language, date=day(order.ship_by, ctx.zone, reply.language))
    else:
        status = say("unpaid", reply.language)
    reply.facts.append(Fact(id="order", text=f"{order.id}: {status}", value=order.id, source=f"shop:order/{order.id}"))
    reply.add("order", order=order.id, status=status)


def _best_sellers(ctx: JobContext) -> list[Variant]:
    sold = {sku: sum(row.revenue for row in rows) for sku, rows in sales(ctx, 28).items()}
    best = sorted(sold, key=lambda sku: (-sold[sku], sku))[:3]
    return [ctx.reads.shop.get_variant(sku) for sku in best]


def _price_fact(ctx: JobContext, variant: Variant, quantity: int) -> Fact:
    price = ladder_price(variant.tiers, quantity)
    return Fact(
        id=f"ladder.{variant.sku}",
        text=f"{variant.title}: {money(ctx, price)} at {quantity} pieces",
        value=price,
        source=f"shop:variant/{variant.sku}",
    )


def _flags(ctx: JobContext, inquiry: Inquiry) -> tuple[Note, ...]:
    if not inquiry.understood.suspicious:
        return ()
    text = "flagged: " + "; ".join(inquiry.understood.suspicious)
    return (
        Note(
            kind="quarantine", subject=f"customer:{inquiry.customer_id}", text=text, source="buyer", event=ctx.task.id
        ),
    )


def _call(tool: str, **args: object) -> Call:
    return Call(tool=tool, args=args)
