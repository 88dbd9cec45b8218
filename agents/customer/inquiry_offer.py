"""The offer in a reply: the ladder's price for goods and pieces, when they leave, what is asked where one lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from agents.asides import asks_why_so_dear
from agents.consent import agrees, stance
from agents.customer.agreed_terms import Agreed, agreed_terms
from agents.customer.bargain_words import AND, CONDITIONS, STILL
from agents.customer.inquiry import Inquiry
from agents.customer.wording import Language, date_words, day, say
from agents.evidence import lead_days, money
from agents.job import Call, JobContext
from agents.language_patterns import Intent
from decisions.bargain import OPEN_DAYS, Condition
from decisions.quotes import VALID_DAYS, QuoteAdvice, advise_quote
from kit.facts import Fact
from shops.about import articles
from shops.models import Quote, QuoteLine, QuoteStatus, Variant
from shops.terms import ladder_price

RENEWED = timedelta(days=1)
"""An offer with less time left is made anew rather than named again."""


@dataclass
class Reply:
    """A reply in the making: sentences, the facts behind them, calls before it is sent, a person's notes after it.

    ``without_offer`` are the sentences to say instead if the offer could not be made; ``asked`` says that one of them
    asks the buyer which goods or order are meant; ``worth`` is the sum of the offer in it, minor units;
    ``named_again`` is the id of an offer that stands and is named.
    """

    language: Language
    sentences: list[str] = field(default_factory=list)
    without_offer: list[str] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    asked: bool = False
    worth: int = 0
    named_again: str = ""

    def add(self, name: str, **values: object) -> None:
        """Add a sentence."""
        self.sentences.append(say(name, self.language, **values))
        self.without_offer.append(self.sentences[-1])

    def say(self, words: str) -> None:
        """Add a sentence that is made already."""
        self.sentences.append(words)
        self.without_offer.append(words)

    def offer(self, name: str, **values: object) -> None:
        """Add the sentence of an offer, and the one that gives the price alone."""
        self.sentences.append(say(name, self.language, **values))
        self.without_offer.append(say("price_only", self.language, **values))


def make_offer(ctx: JobContext, reply: Reply, inquiry: Inquiry) -> None:
    """Quote when product and quantity are known, and ask for what is missing."""
    slots = inquiry.understood.slots
    quantity = slots.quantity
    if inquiry.understood.items:
        _offer_several(ctx, reply, inquiry)
        return
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
    if (custom := _custom_offer(ctx, inquiry, variant.sku)) is not None:
        _name_custom(ctx, reply, variant, *custom)
        return
    advice = _advise(ctx, variant, quantity)
    if advice is None:
        reply.add("confirm", title=variant.title)
        reply.notes.append(f"no offer can be made by the rules (floor or capacity) for {quantity} × {variant.sku}")
        return
    _quote(ctx, reply, inquiry, variant, advice)


def withdraw_untold(ctx: JobContext, inquiry: Inquiry) -> list[Call]:
    """Take back the staff's offers in this conversation that no message has told of: the new answer speaks for all."""
    since, made_now = inquiry.answered_at, {one.task for one in ctx.settled}
    quotes = ctx.reads.quotes.list_quotes(customer_id=inquiry.customer_id) if ctx.reads.quotes else ()
    untold = {
        one.id
        for one in quotes
        if one.thread_id == inquiry.thread_id
        and one.status is QuoteStatus.OPEN
        and one.valid_until > ctx.now
        and (since is None or one.created_at > since)
    }
    if not untold:
        return []
    rows = ctx.log.list_effects(kinds=("create_quote",), states=("done",))
    ours = [row.outcome["object_id"] for row in rows if row.task not in made_now]
    reason = "the answer with it has not left; a newer one takes its place"
    return [
        _call("withdraw_quote", quote_id=one, customer_id=inquiry.customer_id, reason=reason)
        for one in ours
        if one in untold
    ]


def withdraw_replaced(reply: Reply, inquiry: Inquiry, *, needs: str | None) -> list[Call]:
    """Take back the offers in whose place the buyer wants others, once what needs to be made is made."""
    args = {"customer_id": inquiry.customer_id, "reason": "the buyer wants other goods or pieces"}
    ids = inquiry.change.replaces if inquiry.change else ()
    dead = [one for one in ids if one != reply.named_again]
    return [Call(tool="withdraw_quote", args={"quote_id": one, **args}, needs=needs) for one in dead]


def _advise(ctx: JobContext, variant: Variant, quantity: int) -> QuoteAdvice | None:
    return advise_quote(
        variant,
        quantity,
        ctx.reads.shop.get_stock([variant.sku])[variant.sku],
        ctx.limits.floor,
        now=ctx.now,
        promise_hours=ctx.info.ship_promise_hours,
        lead_days=lead_days(ctx),
        capacity_per_day=ctx.reads.factory.terms().capacity_per_day if ctx.reads.factory else None,
    )


def _offer_several(ctx: JobContext, reply: Reply, inquiry: Inquiry) -> None:
    """Make one offer of all the goods that are named, each at its own count; a person decides if one cannot be made."""
    goods = [(ctx.reads.shop.get_variant(one.sku), one) for one in inquiry.understood.items]
    items = [(variant, one.quantity * (variant.pack if one.unit == "box" else 1)) for variant, one in goods]
    advices = [(variant, quantity, _advise(ctx, variant, quantity)) for variant, quantity in items]
    offered = [(variant, quantity, advice) for variant, quantity, advice in advices if advice is not None]
    if len(offered) < len(items):
        reply.add("confirm", title=", ".join(variant.title for variant, _ in items))
        asked = ", ".join(f"{quantity} × {variant.sku}" for variant, quantity in items)
        reply.notes.append(f"no offer can be made by the rules (floor or capacity) for all of {asked}")
        return
    until, is_new = _offer(ctx, reply, inquiry, [one for _, _, one in offered])
    for variant, quantity, one in offered:
        reply.facts += [_price_fact(ctx, variant, one.quantity), _leaves(variant, one)]
        price, total = money(ctx, one.unit_price), money(ctx, one.total)
        reply.offer("quote_line", title=variant.title, sku=variant.sku, quantity=one.quantity, price=price, total=total)
        if quantity != one.quantity:
            _say_rounded(reply, variant, one)
    reply.worth = sum(one.total for _, _, one in offered)
    whole = Fact(id="offer.total", text=f"{money(ctx, reply.worth)} in all", value=reply.worth, source="engine:quotes")
    reply.facts.append(whole)
    reply.sentences.append(
        say("quote_sum" if is_new else "quote_sum_again", reply.language, total=money(ctx, reply.worth), until=until)
    )
    latest = max(one.ships_at for _, _, one in offered)
    from_stock = all(one.from_stock for _, _, one in offered)
    reply.add("stock" if from_stock else "made", date=day(latest, ctx.zone, reply.language))
    if Intent.DELIVERY in inquiry.understood.intents or inquiry.understood.slots.city is not None:
        reply.add("carrier_time")
    if _would_order(inquiry):
        _ask_to_order(ctx, reply, [(variant, one) for variant, _, one in offered])
    wanted = inquiry.understood.slots.date
    if wanted is not None and latest.astimezone(ctx.zone).date() > wanted:
        reply.add("too_late", date=date_words(wanted, reply.language))


def _offer(
    ctx: JobContext,
    reply: Reply,
    inquiry: Inquiry,
    advices: list[QuoteAdvice],
    conditions: tuple[Condition, ...] = (),
) -> tuple[str, bool]:
    """Make one offer of all lines, or name the one again that stands; give its last day and whether it is new."""
    if (standing := _standing(ctx, inquiry, advices, conditions)) is not None:
        until = day(standing.valid_until, ctx.zone, reply.language)
        sums = ", ".join(money(ctx, one.total) for one in advices)
        text, source = f"{standing.id}: {sums}, open until {until}", f"shop:quote/{standing.id}"
        reply.facts.append(Fact(id="offer", text=text, value=standing.id, source=source))
        reply.named_again = standing.id
        return until, False
    days = OPEN_DAYS if conditions else VALID_DAYS
    given = {"conditions": [str(one) for one in conditions]} if conditions else {}
    price = f"ladder price at {advices[0].quantity} pieces" if len(advices) == 1 else "ladder prices at these pieces"
    reply.calls.append(
        _call(
            "create_quote",
            customer_id=inquiry.customer_id,
            thread_id=inquiry.thread_id,
            lines=[{"sku": one.sku, "quantity": one.quantity, "unit_price": one.unit_price} | given for one in advices],
            valid_days=days,
            reason=f"{'agreed terms' if conditions else price}, open for {days} days",
        )
    )
    return day(ctx.now + timedelta(days=days), ctx.zone, reply.language), True


def _standing(
    ctx: JobContext, inquiry: Inquiry, advices: list[QuoteAdvice], conditions: tuple[Condition, ...]
) -> Quote | None:
    """Give the offer of just these lines that this conversation was told of and that is open for another day.

    One that is given for conditions is never open for longer, and is named as long as it stands.
    """
    quotes = ctx.reads.quotes.list_quotes(customer_id=inquiry.customer_id) if ctx.reads.quotes else ()
    lines = [
        QuoteLine(sku=one.sku, quantity=one.quantity, unit_price=one.unit_price, conditions=conditions)
        for one in advices
    ]
    found = [
        one
        for one in quotes
        if one.thread_id == inquiry.thread_id
        and one.status is QuoteStatus.OPEN
        and one.valid_until > (ctx.now if conditions else ctx.now + RENEWED)
        and inquiry.answered_at is not None
        and one.created_at <= inquiry.answered_at
        and list(one.lines) == lines
    ]
    return found[-1] if found else None


def _custom_offer(ctx: JobContext, inquiry: Inquiry, sku: str) -> tuple[Quote, QuoteLine] | None:
    """Give the open offer of this conversation with custom work on an article: a plain one would undercut it.

    Words that name other pieces ask for another offer.
    """
    named = ctx.understand(inquiry.text).slots.quantity
    quotes = ctx.reads.quotes.list_quotes(customer_id=inquiry.customer_id) if ctx.reads.quotes else ()
    open_here = [one for one in quotes if one.thread_id == inquiry.thread_id and one.status is QuoteStatus.OPEN]
    lines = ((one, line) for one in reversed(open_here) if one.valid_until > ctx.now for line in one.lines)
    found = ((one, line) for one, line in lines if line.custom and line.sku == sku)
    return next(((one, line) for one, line in found if named in (None, line.quantity)), None)


def _name_custom(ctx: JobContext, reply: Reply, variant: Variant, quote: Quote, line: QuoteLine) -> None:
    price, total = money(ctx, line.unit_price), money(ctx, line.unit_price * line.quantity)
    until = day(quote.valid_until, ctx.zone, reply.language)
    reply.facts.append(Fact(id="offer", text=f"{quote.id}: {total}", value=quote.id, source=f"shop:quote/{quote.id}"))
    reply.named_again = quote.id
    values = {"title": variant.title, "sku": variant.sku, "process": line.custom, "quantity": line.quantity}
    reply.add("custom_again", **values, price=price, total=total, until=until)


def _leaves(variant: Variant, advice: QuoteAdvice) -> Fact:
    return Fact(
        id=f"ships.{variant.sku}",
        text=f"{advice.quantity} pieces leave by {advice.ships_at:%Y-%m-%d}",
        value=advice.ships_at.isoformat(),
        source=f"engine:quotes variant/{variant.sku}",
    )


def _quote(ctx: JobContext, reply: Reply, inquiry: Inquiry, variant: Variant, advice: QuoteAdvice) -> None:
    price, total = money(ctx, advice.unit_price), money(ctx, advice.total)
    reply.facts += [_price_fact(ctx, variant, advice.quantity), _leaves(variant, advice)]
    agreed = _agreed(ctx, inquiry, variant, advice.quantity)
    if agreed is not None:
        advice = advice.model_copy(
            update={"unit_price": agreed.unit_price, "total": agreed.unit_price * advice.quantity}
        )
        price, total = money(ctx, advice.unit_price), money(ctx, advice.total)
        text = f"{variant.title}: {price} at {advice.quantity} pieces, as agreed in this conversation"
        source = "engine:bargain"
        reply.facts.append(Fact(id=f"agreed.{variant.sku}", text=text, value=advice.unit_price, source=source))
    conditions = agreed.conditions if agreed is not None else ()
    until, is_new = _offer(ctx, reply, inquiry, [advice], conditions)
    reply.worth = advice.total
    values = {"title": variant.title, "sku": variant.sku, "quantity": advice.quantity, "price": price}
    reply.offer("quote" if is_new else "quote_again", **values, total=total, until=until)
    if conditions:
        joined = AND[reply.language].join(CONDITIONS[one][reply.language] for one in conditions)
        reply.add("conditions", conditions=joined)
    slots = inquiry.understood.slots
    if slots.quantity is not None and slots.quantity != advice.quantity:
        _say_rounded(reply, variant, advice)
    reply.add("stock" if advice.from_stock else "made", date=day(advice.ships_at, ctx.zone, reply.language))
    if Intent.DELIVERY in inquiry.understood.intents or slots.city is not None:
        reply.add("carrier_time")
    if slots.date is not None and advice.ships_at.astimezone(ctx.zone).date() > slots.date:
        reply.add("too_late", date=date_words(slots.date, reply.language))
    if advice.next_tier is not None:
        reply.facts.append(_price_fact(ctx, variant, advice.next_tier[0], name="next"))
        reply.add("next_tier", quantity=advice.next_tier[0], price=money(ctx, advice.next_tier[1]))
    named_a_price = slots.price_minor is not None and slots.price_minor < advice.unit_price
    bargains = Intent.BARGAIN in inquiry.understood.intents or asks_why_so_dear(inquiry.text)
    if bargains or named_a_price or inquiry.understood.suspicious:
        reply.add("ladder")
    if _would_order(inquiry):
        _ask_to_order(ctx, reply, [(variant, advice)])


def _would_order(inquiry: Inquiry) -> bool:
    """Tell whether the buyer would order, but other goods or pieces than were offered."""
    if inquiry.change is not None:
        return inquiry.change.would_order
    wants = stance(inquiry.text) == "take" or agrees(inquiry.text)
    return Intent.ORDER in inquiry.understood.intents and wants


def _ask_to_order(ctx: JobContext, reply: Reply, offered: Sequence[tuple[Variant, QuoteAdvice]]) -> None:
    zh = reply.language == "zh"
    item = "{1}({2}){0} 件,单价 {3}" if zh else "{0} pieces of {1} ({2}) at {3} each"
    listed = (";" if zh else ", ").join(
        item.format(one.quantity, variant.title, variant.sku, money(ctx, one.unit_price)) for variant, one in offered
    )
    total = money(ctx, sum(one.total for _, one in offered))
    reply.sentences.append(STILL["sure"][reply.language].format(list=listed, total=total))


def _agreed(ctx: JobContext, inquiry: Inquiry, variant: Variant, quantity: int) -> Agreed | None:
    if ctx.reads.messages is None:
        return None
    return agreed_terms(ctx, ctx.reads.messages.get_thread(inquiry.thread_id), variant, quantity)


def _ask_which(ctx: JobContext, reply: Reply, inquiry: Inquiry) -> None:
    """Ask for the product, with the candidates or the prices of what sells most at that quantity."""
    slots, zh = inquiry.understood.slots, reply.language == "zh"
    if len(inquiry.understood.goods) > 1 and not reply.asked:
        named = [ctx.reads.shop.get_variant(sku) for sku in inquiry.understood.goods]
        reply.add("each", names=("、" if zh else ", ").join(f"{one.title} ({one.sku})" for one in named))
        return
    candidates = slots.sku_candidates or inquiry.understood.hints
    titles = [f"{ctx.reads.shop.get_variant(sku).title} ({sku})" for sku in candidates]
    names = (":" if zh else ": ") + "; ".join(titles) if titles else ""
    if not reply.asked:
        reply.add("which", names=names)
    if slots.quantity is not None:
        variants = [ctx.reads.shop.get_variant(sku) for sku in candidates] or articles(ctx.reads, ctx.now)[:3]
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


def _say_rounded(reply: Reply, variant: Variant, advice: QuoteAdvice) -> None:
    """Say why the pieces are not those asked for."""
    text, source = f"packs of {variant.pack}, at least {variant.moq} pieces", f"shop:variant/{variant.sku}"
    reply.facts.append(Fact(id=f"pack.{variant.sku}", text=text, value=[variant.pack, variant.moq], source=source))
    reply.add("rounded" if advice.quantity > variant.moq else "moq", pack=variant.pack, moq=variant.moq)


def _price_fact(ctx: JobContext, variant: Variant, quantity: int, name: str = "ladder") -> Fact:
    price = ladder_price(variant.tiers, quantity)
    return Fact(
        id=f"{name}.{variant.sku}",
        text=f"{variant.title}: {money(ctx, price)} at {quantity} pieces",
        value=price,
        source=f"shop:variant/{variant.sku}",
    )


def _call(tool: str, **args: object) -> Call:
    return Call(tool=tool, args=args)
