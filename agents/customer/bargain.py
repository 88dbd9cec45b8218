"""客户 · bargain 议价: a lower price for published conditions, never below the reserve, in at most three rounds.

Where a bargaining stands is read from the conversation and the buyer's offers; nothing else is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from agents.customer.accept_offer import withdrawal
from agents.customer.bargain_words import AND, CONDITIONS, HELD, NOT_POSSIBLE, OFFER, PLACED, SAID, STANDS, TIER
from agents.customer.bargained_order import order_bargained
from agents.customer.inquiry import in_context
from agents.customer.offer_answer import open_offers
from agents.customer.wording import day
from agents.evidence import money, thread_here
from agents.job import Brief, Call, JobContext, job
from agents.trigger import OnBuyerIntent, OnHandoff
from decisions.bargain import OPEN_DAYS, BargainAdvice, Standing, advise_bargain
from decisions.quotes import VALID_DAYS
from kit.facts import Fact
from kit.text import fold
from shops.models import Quote, QuoteLine, QuoteStatus, Variant
from shops.terms import floor_price, ladder_price

SPAN = timedelta(days=30)
"""How far back offers belong to the same bargaining."""


@dataclass(frozen=True)
class Deal:
    """What is bargained about: goods, pieces, and the buyer's offers for them, oldest first."""

    variant: Variant
    quantity: int
    offers: tuple[Quote, ...]

    @property
    def listed(self) -> int:
        """Give the ladder's price."""
        return ladder_price(self.variant.tiers, self.quantity)


@job(
    "customer",
    "Bargain",
    "议价",
    OnBuyerIntent(("bargain",)),
    OnHandoff(),
    tools=("create_quote", "withdraw_quote", "get_price"),
    action="quote",
    model_use="never",
    lane="conversation",
)
def bargain(ctx: JobContext) -> Brief:
    """Answer a buyer who wants a lower price: the next published condition and what it lets off, or the last word."""
    if ctx.reads.quotes is None or ctx.task.buyer is None:
        return Brief(language=ctx.language)
    if (told := _placed(ctx)) is not None:
        return told
    deal = _deal(ctx)
    if deal is None:
        return Brief(language=ctx.language)
    if deal.variant.cost is None:
        return _said(ctx, "refused", NOT_POSSIBLE[ctx.language], deal)
    words = fold(str(ctx.task.input.get("goal", "")))
    standing = _standing(ctx, deal, words)
    shares = ctx.limits.conditions.model_dump()
    advice = advise_bargain(standing, ctx.limits.concession.max_rate, shares)
    facts = (_fact(ctx, deal, standing, advice), _ladder_fact(ctx, deal))
    if advice.verdict == "owner":
        return _offer(ctx, deal, advice, "beyond the schedule, as the buyer asks").model_copy(update={"facts": facts})
    if advice.verdict != "offer":
        said = _said(ctx, "refused", STANDS[_stands(deal, standing, advice)][ctx.language], deal, advice.unit_price)
        return said.model_copy(update={"facts": facts})
    return _offer(ctx, deal, advice, f"round {standing.rounds + 1}").model_copy(update={"facts": facts})


def _placed(ctx: JobContext) -> Brief | None:
    """Say that the price of an order stays to who bargains about one that is placed."""
    thread = thread_here(ctx)
    order = order_bargained(ctx, thread, str(ctx.task.input.get("goal", ""))) if thread else None
    if order is None:
        return None
    words = PLACED[ctx.language].format(order=order.id, total=money(ctx, order.total))
    fact = Fact(id="order", text=words, value=order.id, source=f"shop:order/{order.id}")
    return Brief(facts=(fact,), draft=words, figures={"reply": {"said": words}}, language=ctx.language)


def _deal(ctx: JobContext) -> Deal | None:
    """Give what is bargained about; None as long as the buyer has no offer for it: then the ladder's comes first."""
    assert ctx.reads.messages is not None and ctx.reads.quotes is not None
    threads = [one.removeprefix("thread:") for one in ctx.task.subject if one.startswith("thread:")]
    if not threads:
        return None
    thread = ctx.reads.messages.get_thread(threads[0])
    mine = ctx.reads.quotes.list_quotes(customer_id=ctx.task.buyer, since=ctx.now - SPAN)
    plain = [one for one in mine if len(one.lines) == 1 and not one.lines[0].custom]
    here = [one.lines[0] for one in plain if one.thread_id == thread.id]
    said = in_context(ctx, thread, ctx.understand(str(ctx.task.input.get("goal", "")))).slots
    sku = said.sku or (here[-1].sku if here and not said.sku_candidates else None)
    quoted = [line for line in here if line.sku == sku]
    if sku is None or not quoted:
        return None
    variant = ctx.reads.shop.get_variant(sku)
    return Deal(variant, _pieces(ctx, variant, quoted[-1]), tuple(one for one in plain if one.lines[0].sku == sku))


def _pieces(ctx: JobContext, variant: Variant, last: QuoteLine) -> int:
    """Give the pieces of these words, in full packs, else those of the last offer."""
    slots = ctx.understand(str(ctx.task.input.get("goal", ""))).slots
    wanted = slots.quantity or (slots.boxes or 0) * variant.pack
    return -(-max(wanted, variant.moq) // variant.pack) * variant.pack if wanted else last.quantity


def _standing(ctx: JobContext, deal: Deal, words: str) -> Standing:
    taken = max((one.created_at for one in deal.offers if one.status is QuoteStatus.ACCEPTED), default=None)
    made = [one for one in deal.offers if taken is None or one.created_at > taken]
    lower = [one for one in made if one.lines[0].unit_price < ladder_price(deal.variant.tiers, one.lines[0].quantity)]
    still = [
        one.lines[0].unit_price
        for one in lower
        if one.status is QuoteStatus.OPEN and one.valid_until > ctx.now and one.lines[0].quantity == deal.quantity
    ]
    assert deal.variant.cost is not None
    return Standing(
        listed=deal.listed,
        floor=floor_price(deal.variant.cost, deal.quantity, ctx.limits.floor),
        rounds=len(lower),
        last=min(still, default=None),
        asked=_asked(ctx, deal, words),
        given=frozenset(one for one, cue in SAID.items() if cue.search(words)),
    )


def _asked(ctx: JobContext, deal: Deal, words: str) -> int | None:
    """Give the unit price that the buyer names, or what is left of the ladder's after the percent they name."""
    slots = ctx.understand(words).slots
    if slots.price_minor is not None:
        # "£90 for the 36" is a sum
        whole = slots.price_minor >= deal.listed * max(2, deal.quantity) * 0.5
        return slots.price_minor // deal.quantity if whole else slots.price_minor
    if slots.percent is not None and 0 < slots.percent < 100:
        return int(deal.listed * (1 - slots.percent / 100))
    return None


def _offer(ctx: JobContext, deal: Deal, advice: BargainAdvice, why: str) -> Brief:
    days = OPEN_DAYS if advice.conditions else VALID_DAYS
    values = {"until": day(ctx.now + timedelta(days=days), ctx.zone, ctx.language)}
    values["conditions"] = AND[ctx.language].join(CONDITIONS[one][ctx.language] for one in advice.conditions)
    done = _fill(ctx, OFFER[ctx.language], deal, advice.unit_price, **values)
    better = next((tier for tier in deal.variant.tiers if tier.min_quantity > deal.quantity), None)
    if better is not None:
        done += TIER[ctx.language].format(quantity=better.min_quantity, price=money(ctx, better.unit_price))
    conditions = ", ".join(advice.conditions) or "none"
    line: dict[str, object] = {"sku": deal.variant.sku, "quantity": deal.quantity, "unit_price": advice.unit_price}
    line |= {"conditions": [str(one) for one in advice.conditions]} if advice.conditions else {}
    reason = f"bargaining, {why}: {money(ctx, deal.listed)} on the ladder; conditions: {conditions}"
    thread = next(one.removeprefix("thread:") for one in ctx.task.subject if one.startswith("thread:"))
    args = {"customer_id": ctx.task.buyer, "thread_id": thread, "lines": [line], "valid_days": days, "reason": reason}
    refused = _fill(ctx, NOT_POSSIBLE[ctx.language], deal, advice.unit_price)
    said = {"done": done, "held": HELD[ctx.language], "refused": refused}
    lapsed = [
        withdrawal(one, "a newer round takes its place", needs="create_quote")
        for one in open_offers(deal.offers, ctx.now)
        if one.thread_id == thread and one.lines[0].quantity == deal.quantity
    ]
    calls = (Call(tool="create_quote", args=args), *lapsed)
    figures = {"reply": said, "conditions": [str(one) for one in advice.conditions]}
    return Brief(calls=calls, draft=done, figures=figures, language=ctx.language)


def _stands(deal: Deal, standing: Standing, advice: BargainAdvice) -> str:
    """Choose the words: an offer can only be said to be open where there is one."""
    return "firm" if advice.verdict == "firm" or standing.last is None else advice.verdict


def _said(ctx: JobContext, kind: str, text: str, deal: Deal, price: int = 0) -> Brief:
    words = _fill(ctx, text, deal, price)
    return Brief(draft=words, figures={"reply": {kind: words}}, language=ctx.language)


def _fill(ctx: JobContext, text: str, deal: Deal, price: int, **values: str) -> str:
    return text.format(
        title=deal.variant.title,
        sku=deal.variant.sku,
        quantity=deal.quantity,
        price=money(ctx, price),
        total=money(ctx, price * deal.quantity),
        **values,
    )


def _fact(ctx: JobContext, deal: Deal, standing: Standing, advice: BargainAdvice) -> Fact:
    asked = money(ctx, standing.asked) if standing.asked is not None else "no price"
    text = f"asked {asked}, ladder {money(ctx, deal.listed)}, {standing.rounds} rounds so far: {advice.verdict}"
    return Fact(id=f"bargain.{deal.variant.sku}", text=text, value=advice.unit_price, source="engine:bargain")


def _ladder_fact(ctx: JobContext, deal: Deal) -> Fact:
    steps = ", ".join(f"{money(ctx, tier.unit_price)} from {tier.min_quantity}" for tier in deal.variant.tiers)
    sku = deal.variant.sku
    return Fact(id=f"ladder.{sku}", text=f"{deal.variant.title}: {steps}", source=f"shop:variant/{sku}")
