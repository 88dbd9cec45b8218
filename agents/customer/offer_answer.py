"""What a buyer's words say to the offers of their conversation: which one they order, or why none.

The reply, the job that answers it and the button that a chat presses all ask :func:`answer_to_offer`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from agents import evidence
from agents.asides import asides_of
from agents.consent import Stance, agrees, stance
from agents.customer.bargain_words import SURE_ASKED
from agents.customer.offer_change import names_of, offer_change, skus_named
from agents.job import JobContext
from agents.language import Understanding
from agents.language_patterns import Intent
from agents.plain_take import agrees_weakly, counts_plainly, only_takes
from agents.sample_words import asks_for_sample
from agents.short_answer import AGREEING, answer_of, last_said, said_in
from agents.topics import Topic
from kit.text import fold
from shops.models import Order, Quote, QuoteLine, QuoteStatus, Thread

Kind = Literal["take", "ordered", "again", "sure", "stands", "how", "which"]
"""Orders the offer; it has just been ordered; was ordered before; is asked back; the offer stands and nothing is
ordered; how it is ordered; no offer is there to be ordered."""
_OTHER = {Intent.PRICE, Intent.BARGAIN, Intent.AFTER_SALE, Intent.SAMPLE, Intent.CUSTOM, Intent.STOCK}
"""Who asks for one of these beside does not just put the order off."""
_UNWANTED = {Topic.CANCEL, Topic.REFUND, Topic.CHANGE_ITEMS}
"""What words that do not want an offer are taken for by themselves, as if they were about an order."""
_CHEAPER = re.compile(
    r"便宜|优惠|折|降|让|抹|少[点些算]|低[点些]|能少|可以少|\b(?:cheaper|discount\w*|lower|better|reduc\w+|knock|off|best|drop)\b",
    re.IGNORECASE,
)
_OF_ORDER = re.compile(
    r"退(?:款|钱|我|给我|一下)|[别不]用?[发寄]|不想?等了|我的?订?单|单子?(?:给我|帮我|请)?(?:取消|退|撤)|\brefund|\bmoney\sback\b|\bcancel\w*\s(?:my|the)\sorder\b"
    r"|\b(?:do\snot|don'?t)\s(?:send|ship|post)\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(r"\bnot\b|\bmeant\b|\binstead\b|\bwrong\b|\bswap\b|不[要是]|换|错", re.IGNORECASE)
_BOTH_OF_THEM = re.compile(r"(?:两|2)[个款种样](?=都|全|一起)|(?:两|2)个(?:不同)?的?(?=地址|仓库|地方)")
"""Two things that are no pieces."""


@dataclass(frozen=True)
class OfferAnswer:
    """How a buyer's words stand to the offers of a conversation, the offer meant, and the newest order of an offer."""

    kind: Kind
    offer: Quote | None = None
    order: Order | None = None


def open_offers(quotes: Sequence[Quote], now: datetime) -> list[Quote]:
    """Give the offers that can be accepted now, oldest first."""
    return [one for one in quotes if one.status is QuoteStatus.OPEN and one.valid_until > now]


def offers_of(ctx: JobContext, thread: Thread) -> list[Quote]:
    """Give the offers of a conversation, oldest first."""
    every = ctx.reads.quotes.list_quotes(customer_id=thread.customer_id) if ctx.reads.quotes else ()
    return [one for one in every if one.thread_id == thread.id]


def talk_order(ctx: JobContext, thread: Thread) -> Order | None:
    """Give the newest order that came of an offer of this conversation."""
    taken = {one.id for one in offers_of(ctx, thread) if one.status is QuoteStatus.ACCEPTED}
    orders = evidence.orders_of(ctx, thread.customer_id) if taken else []
    return next((one for one in reversed(orders) if one.quote_id in taken), None)


def standing_offers(ctx: JobContext, thread: Thread, named: str | None = None) -> list[Quote]:
    """Give the open offers of a conversation that it was told of since its newest order, oldest first.

    Who names an article means an older offer of it too.
    """
    told = max((one.at for one in thread.messages if one.author != "buyer"), default=None)
    order, still = talk_order(ctx, thread), open_offers(offers_of(ctx, thread), ctx.now)
    return [
        one
        for one in still
        if told is not None
        and one.created_at <= told
        and (order is None or one.created_at > order.placed_at or named in {line.sku for line in one.lines})
    ]


def answer_to_offer(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> OfferAnswer | None:
    """Tell what a buyer's words say to the offers of their conversation; None where they speak of something else."""
    order, still = talk_order(ctx, thread), standing_offers(ctx, thread, understood.slots.sku)
    if understood.suspicious or thread.with_person:
        return None
    if offer_change(ctx, thread, still, understood, text) is not None:
        return None
    understood = _without_both(understood, text)
    said = _stance(ctx, thread, understood, text, still)
    if said in ("take", None) and order is not None and order.placed_at >= thread.messages[-1].at:
        # the words have pressed the button already
        return OfferAnswer("ordered", order=order)
    if said is None:
        return None
    meant = _meant(ctx, _named_last(thread, still), understood) or _meant(ctx, still, understood)
    if meant is None and said in ("no", "later", "condition") and still and understood.slots.sku is None:
        meant = still[-1]
    if said == "take" and meant is None:
        counted = understood.slots.quantity is not None or understood.slots.price_minor is not None
        if still or counted:
            return None  # other pieces or goods than are offered: a new offer
        return OfferAnswer("again", order=order) if order is not None else OfferAnswer("which")
    if said == "asked" and order is not None:
        return OfferAnswer("again", order=order)
    if said == "how":
        if not (meant or order or still) and "payment_ways" in asides_of(text):
            return None  # nothing is offered that it could be asked of
        return OfferAnswer("how", meant, order) if meant or order else OfferAnswer("which")
    if meant is None:
        return OfferAnswer("again", order=order) if order is not None and answer_of(text) in AGREEING else None
    if said == "take" and _talked_away(ctx, thread, meant, understood):
        said = "sure"
    kinds: dict[str, Kind] = {"take": "take", "sure": "sure"}
    return OfferAnswer(kinds.get(said, "stands"), meant, order)


def as_answer(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read with the wish that the words have for an offer of this conversation, and no other for it.

    The words count by themselves: pieces that the conversation filled in are not named.
    """
    bare = ctx.understand(text)
    if set(understood.topics) - set(bare.topics):
        return understood  # they answer what was asked back about an order
    answer = answer_to_offer(ctx, thread, bare, text)
    topics = tuple(one for one in understood.topics if one not in (Topic.ACCEPT, Topic.HESITATE))
    if answer is None or (answer.kind == "which" and answer_of(text) and not _asks(last_said(thread))):
        takes_other = Topic.ACCEPT in understood.topics and bool(standing_offers(ctx, thread))
        if not takes_other:
            return understood.model_copy(update={"topics": topics}) if answer_of(text) else understood
        return understood.model_copy(update={"topics": topics, "intents": _with(understood.intents, Intent.ORDER)})
    wish = Topic.ACCEPT if answer.kind in ("take", "ordered", "again") else Topic.HESITATE
    intents = understood.intents
    if answer.kind == "stands":
        topics = tuple(one for one in topics if one not in _UNWANTED)
    if answer.kind not in ("how", "which"):
        intents = tuple(one for one in intents if one is not Intent.BARGAIN)
    if answer.kind == "sure" and (answer_of(text) in AGREEING or agrees_weakly(text)):
        intents = tuple(one for one in intents if one not in (Intent.PRICE, Intent.THANKS))
    if not asks_for_sample(text):
        intents = tuple(one for one in intents if one is not Intent.SAMPLE)
    if not topics and answer.kind != "again":
        intents = tuple(one for one in intents if one is not Intent.AFTER_SALE)
    return understood.model_copy(update={"topics": (*topics, wish), "intents": intents or (Intent.ORDER,)})


def _asks(last: str) -> bool:
    return last.rstrip().endswith(("?", "？"))


def _with(intents: tuple[Intent, ...], one: Intent) -> tuple[Intent, ...]:
    return (*(each for each in intents if each not in (one, Intent.UNKNOWN)), one)


def _stance(
    ctx: JobContext, thread: Thread, understood: Understanding, text: str, still: Sequence[Quote]
) -> Stance | None:
    """Give the stance of the words, read with what was offered and asked last."""
    names = names_of(ctx, still)
    said, others = stance(text, names), set(understood.topics) - {Topic.ACCEPT, Topic.HESITATE}
    wants_none = others and others <= _UNWANTED and understood.slots.order is None
    if said == "no" and still and wants_none and not speaks_of_order(text):
        return "no"  # what is not wanted is what was offered last
    if said == "take":
        return None if _bargains(understood, still, text, names) else "take"
    if others:
        return None
    asked = SURE_ASKED.search(last_said(thread))
    if said in (None, "sure") and answer_of(text):
        return None if _told_of_order(ctx, thread, still) else _stance_of_answer(text, last_said(thread))
    if said == "sure" and asked and agrees_weakly(text):
        return "take"
    if _bargains(understood, still, text, names):
        return None
    other = (
        _OTHER
        - {Intent.BARGAIN}
        - ({Intent.AFTER_SALE} if said and understood.slots.reason in (None, "changed_mind") else set())
    )
    other -= {Intent.PRICE} if said == "sure" and agrees_weakly(text) else set()
    other -= {Intent.SAMPLE} if said and not asks_for_sample(text) else set()
    asks = bool(set(understood.intents) & other)
    if said in (None, "sure") and still and not asks and _counts(ctx, still, understood):
        # so many pieces as are offered: ordered where the words say so plainly, else asked back
        plain = agrees(text) or counts_plainly(text, names)
        return "take" if plain else "sure" if said or Intent.ORDER in understood.intents else None
    return said if said in ("how", "asked") or not asks else None


def speaks_of_order(text: str) -> bool:
    """Tell whether words are about an order and no offer: what was offered is neither paid nor sent."""
    return bool(_OF_ORDER.search(fold(text)))


def _told_of_order(ctx: JobContext, thread: Thread, still: Sequence[Quote]) -> bool:
    """Tell whether the shop's last words are about an order of the buyer's and no offer: a short yes is to them."""
    last = last_said(thread)
    if SURE_ASKED.search(last) or any(f"({line.sku})" in last for one in still for line in one.lines):
        return False
    return any(one.id in last for one in evidence.orders_of(ctx, thread.customer_id))


def _stance_of_answer(text: str, last: str) -> Stance | None:
    """Give the stance of a short answer: of thanks only to the question whether it shall be ordered."""
    answer = answer_of(text)
    if SURE_ASKED.search(last):
        stances: dict[str | None, Stance] = {"yes": "take", "joy": "sure", "noted": "later", "thanks": "later"}
        return stances.get(answer)
    if answer not in AGREEING or "thanks" in said_in(text) or _asks(last):
        return None
    return "later" if answer == "noted" else "sure"


def _talked_away(ctx: JobContext, thread: Thread, offer: Quote, understood: Understanding) -> bool:
    """Tell whether other goods or pieces were spoken of since an offer was last told, and these words name none."""
    slots, skus = understood.slots, {line.sku for line in offer.lines}
    if slots.sku is not None or slots.quantity is not None:
        return False
    ends = [at for at, one in enumerate(thread.messages) if one.author != "buyer"]
    told = [at for at in ends if all(f"({line.sku})" in thread.messages[at].text for line in offer.lines)]
    between = thread.messages[told[-1] : ends[-1]] if told else ()
    for one in between:
        if one.author != "buyer":
            continue
        read = ctx.understand(one.text)
        named = {read.slots.sku, *read.slots.sku_candidates[:1], *read.goods, *(item.sku for item in read.items)} - {
            None
        }
        counted = read.slots.quantity
        if named - skus or (counted and not any(_are_so_many(ctx, line, counted) for line in offer.lines)):
            return True
        if (
            len(skus_named(ctx, offer.lines, one.text)) == 1
            and stance(one.text) != "take"
            and _CORRECTS.search(one.text)
        ):
            return True
    return False


def _without_both(understood: Understanding, text: str) -> Understanding:
    """Give what was read without a count that counts no pieces: 两个都要, 两个地址."""
    if understood.slots.quantity != 2 or not _BOTH_OF_THEM.search(fold(text)):
        return understood
    return understood.model_copy(update={"slots": understood.slots.model_copy(update={"quantity": None})})


def _bargains(understood: Understanding, still: Sequence[Quote], text: str, names: Collection[str]) -> bool:
    """Tell whether a lower price is asked for beside: what only calls it dear and takes it all the same does not."""
    if Intent.BARGAIN not in understood.intents or _pays(understood, still) or only_takes(text, names):
        return False
    slots = understood.slots
    return slots.price_minor is not None or slots.percent is not None or bool(_CHEAPER.search(fold(text)))


def _pays(understood: Understanding, still: Sequence[Quote]) -> bool:
    """Tell whether the price that is named is that of the newest offer, or above it."""
    named = understood.slots.price_minor
    return named is not None and bool(still) and named >= _dearest(still[-1])


def _counts(ctx: JobContext, still: Sequence[Quote], understood: Understanding) -> bool:
    return understood.slots.quantity is not None and _meant(ctx, still, understood) is not None


def _named_last(thread: Thread, still: Sequence[Quote]) -> list[Quote]:
    """Give the offers whose goods and pieces the shop's last answer names: they are meant before newer ones."""
    last = last_said(thread)
    return [
        one
        for one in still
        if all(
            f"({line.sku})" in last and re.search(rf"(?<!\d){line.quantity} (?:件|pieces)", last) for line in one.lines
        )
    ]


def _meant(ctx: JobContext, still: Sequence[Quote], understood: Understanding) -> Quote | None:
    """Give the newest open offer of the goods, pieces and price that are named, as far as they are.

    Pieces in full packs are those that were asked for.
    """
    slots = understood.slots
    for one in reversed(still):
        skus = {line.sku for line in one.lines}
        if (slots.sku is not None and slots.sku not in skus) or not skus.issuperset(slots.sku_candidates[:1]):
            continue
        if slots.quantity is not None and not any(_are_so_many(ctx, line, slots.quantity) for line in one.lines):
            continue
        return None if slots.price_minor is not None and slots.price_minor < _dearest(one) else one
    return None


def _are_so_many(ctx: JobContext, line: QuoteLine, wanted: int) -> bool:
    variant = ctx.reads.shop.get_variant(line.sku)
    return line.quantity in (wanted, -(-max(wanted, variant.moq) // variant.pack) * variant.pack)


def _dearest(offer: Quote) -> int:
    return max(line.unit_price for line in offer.lines)
