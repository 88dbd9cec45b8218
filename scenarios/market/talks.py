"""What becomes of inquiries: buyers read the replies and quotes, accept, counter, order at the ladder, or give up."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from scenarios.market.choice import Shelf
from scenarios.market.inquiries import counter_inquiry
from scenarios.market.laws import reply_factor, take_chance
from scenarios.market.loyalty import drop_out, remember_order
from scenarios.market.places import address, business
from scenarios.market.state import Ask, Experience, Inquiry, State
from shops.buyers import Draft, DraftLine
from shops.models import Customer, Message, Quote, QuoteStatus
from shops.terms import ladder_price

_HAN = re.compile(r"[\u4e00-\u9fff]")
_PATIENCE = timedelta(hours=3)


def deliver(state: State, inquiry: Inquiry) -> str:
    """Write an inquiry into the shop and give its thread; a buyer unknown to the shop is registered first."""
    ask = state.asks.get(inquiry.id.removesuffix("-counter"))
    if ask is None:  # about an order or a sample: the answer is an effect, not a quote
        return state.side.send_message(inquiry.customer_id, inquiry.text, at=inquiry.at, thread_id=inquiry.thread_id)
    if ask.customer_id not in state.crowd.place and inquiry.thread_id is None:
        state.side.register(
            [
                Customer(
                    id=ask.customer_id,
                    name=business(state.world.spec.places, ask.customer_id),
                    country=state.crowd.country[ask.kind],
                    language=ask.language,
                    created_at=inquiry.at,
                )
            ]
        )
    thread = state.side.send_message(inquiry.customer_id, inquiry.text, at=inquiry.at, thread_id=inquiry.thread_id)
    if ask.thread_id is None:
        ask.thread_id, ask.asked_at = thread, inquiry.at
        if ask.prefers_language:
            state.crowd.wants_language[ask.customer_id] = ask.prefers_language
        if ask.prefers_carrier:
            state.crowd.wants_carrier[ask.customer_id] = ask.prefers_carrier
    return thread


def react_to_replies(state: State, shelf: Shelf, now: datetime, window: tuple[datetime, datetime]) -> list[Inquiry]:
    """Let every buyer with an open inquiry react to what the shop has written since.

    Args:
        state: The market.
        shelf: What is in stock.
        now: The end of the slot.
        window: Start and end of the next slot, when counter-offers are written.

    Returns:
        Counter-offers of the next slot.
    """
    asks = [ask for ask in state.asks.values() if not ask.closed and ask.thread_id is not None]
    news = _read_news(state, asks, now)
    counters: list[Inquiry] = []
    for ask in asks:
        quote = news.quotes.get(ask.id)
        replies = _replies(state, ask, quote, news)
        _note_reply(state, ask, replies, quote)
        if ask.sku is not None and now < ask.deadline:
            if quote is not None and quote.id != ask.declined:
                counters += _consider(state, ask, quote, replies, (now, window))
            elif quote is None and _wants_ladder(state, shelf, ask, now):
                _order_at_ladder(state, ask, now)
        if ask.ordered or now >= ask.deadline:
            _close(state, ask)
    return counters


def language_of(text: str) -> str:
    """Tell Chinese (``zh``) from English: Chinese if at least a tenth of the characters are Han."""
    return "zh" if 10 * len(_HAN.findall(text)) >= max(1, len(text)) else "en"


def acceptance(state: State, ask: Ask, quote: Quote, replies: Sequence[Message]) -> float:
    """Give the probability that the buyer takes a quote: logistic in price over reservation, times the factors."""
    terms = state.world.spec.inquiries
    lines = [line for line in quote.lines if line.sku == ask.sku]
    pieces = sum(line.quantity for line in lines)
    if not pieces:
        return 0.0
    price = sum(line.quantity * line.unit_price for line in lines) / pieces
    chance = float(take_chance(terms.price_slope, price, ask.reservation))
    if abs(pieces - ask.quantity) > 0.25 * ask.quantity:
        chance *= 0.4
    wanted = state.crowd.wants_language.get(ask.customer_id)
    if wanted and replies and language_of(replies[-1].text) != wanted:
        chance *= terms.wrong_preference
    carrier, last = state.crowd.wants_carrier.get(ask.customer_id), state.crowd.last_carrier.get(ask.customer_id)
    if carrier and last and carrier.lower() not in last.lower():
        chance *= terms.wrong_preference
    return chance * reply_factor(_waited(ask))


@dataclass(frozen=True)
class _News:
    """What the shop has written: threads still unanswered, the newest open quote for each inquiry."""

    unanswered: frozenset[str]
    quotes: dict[str, Quote]


def _read_news(state: State, asks: Sequence[Ask], now: datetime) -> _News:
    if not asks or state.reads.messages is None:
        return _News(frozenset(), {})
    unanswered = frozenset(thread.id for thread in state.reads.messages.list_threads(unanswered=True))
    if state.reads.quotes is None:
        return _News(unanswered, {})
    since = min(ask.asked_at for ask in asks if ask.asked_at is not None)
    quotes: dict[str, list[Quote]] = {}
    for quote in state.reads.quotes.list_quotes(since=since):
        if quote.status is QuoteStatus.OPEN and quote.valid_until >= now:
            quotes.setdefault(quote.customer_id, []).append(quote)
    newest: dict[str, Quote] = {}
    for ask in asks:
        for quote in quotes.get(ask.customer_id, ()):
            if any(line.sku == ask.sku for line in quote.lines) and quote.created_at >= (ask.asked_at or now):
                newest[ask.id] = quote
    return _News(unanswered, newest)


def _consider(
    state: State, ask: Ask, quote: Quote, replies: Sequence[Message], when: tuple[datetime, tuple[datetime, datetime]]
) -> list[Inquiry]:
    """Take the quote or not; gives a counter-offer if the price was nearly right."""
    now, window = when
    if ask.luck < acceptance(state, ask, quote, replies):
        place = address(state.world.spec.places, ask.customer_id, state.crowd.country[ask.kind])
        order_id = state.side.accept_quote(quote.id, place, at=now)
        if order_id is not None:
            _ordered(state, ask, order_id, now)
        return []
    ask.declined = quote.id
    price = max(line.unit_price for line in quote.lines)
    near = ask.reservation < price <= ask.reservation * (1 + state.world.spec.inquiries.counter_within)
    if near and not ask.countered and window[0] < ask.deadline:
        ask.countered = True
        return [counter_inquiry(state, ask, window)]
    return []


def _replies(state: State, ask: Ask, quote: Quote | None, news: _News) -> list[Message]:
    """The shop's messages since the inquiry; read only if they can matter now."""
    if state.reads.messages is None or ask.thread_id is None or ask.asked_at is None:
        return []
    first = ask.replied_at is None and ask.thread_id not in news.unanswered
    if not first and (quote is None or quote.id == ask.declined):
        return []
    messages = state.reads.messages.get_thread(ask.thread_id).messages
    return [message for message in messages if message.author == "shop" and message.at >= ask.asked_at]


def _note_reply(state: State, ask: Ask, replies: Sequence[Message], quote: Quote | None) -> None:
    moments = [message.at for message in replies[:1]] + ([quote.created_at] if quote else [])
    if ask.replied_at is not None or not moments or ask.asked_at is None:
        return
    ask.replied_at = min(moments)
    factor = reply_factor(_waited(ask))
    state.today.replies.append(factor)
    state.crowd.reply[ask.customer_id] = (ask.asked_at, factor)


def _waited(ask: Ask) -> float | None:
    """Hours until the first answer."""
    if ask.replied_at is None or ask.asked_at is None:
        return None
    return (ask.replied_at - ask.asked_at) / timedelta(hours=1)


def _wants_ladder(state: State, shelf: Shelf, ask: Ask, now: datetime) -> bool:
    """Whether a buyer who got words but no quote orders at the ladder's price, some hours after the reply."""
    if ask.replied_at is None or now - ask.replied_at < _PATIENCE or ask.sku is None:
        return False
    row = state.place[ask.sku]
    if shelf.available[row] < ask.quantity or not shelf.listed[row]:
        return False
    terms = state.world.spec.inquiries
    price = ladder_price(shelf.ladders[row], ask.quantity)
    chance = float(take_chance(terms.price_slope, float(price), ask.reservation))
    return ask.luck < chance * terms.order_without_quote * reply_factor(_waited(ask))


def _order_at_ladder(state: State, ask: Ask, now: datetime) -> None:
    assert ask.sku is not None
    draft = Draft(
        id=f"O{ask.id[1:]}Q",
        customer_id=ask.customer_id,
        lines=(DraftLine(sku=ask.sku, quantity=ask.quantity),),
        address=address(state.world.spec.places, ask.customer_id, state.crowd.country[ask.kind]),
        at=now,
    )
    (order_id,) = state.side.place_orders([draft])
    if order_id is not None:
        _ordered(state, ask, order_id, now)


def _ordered(state: State, ask: Ask, order_id: str, now: datetime) -> None:
    ask.ordered = True
    remember_order(state, order_id, Experience(ask.customer_id, now), kind=ask.kind)


def _close(state: State, ask: Ask) -> None:
    """An inquiry that was never answered may cost the buyer."""
    ask.closed = True
    if ask.replied_at is None:
        state.today.replies.append(0.0)
        drop_out(state, ask.customer_id, -state.world.spec.loyalty.reply_gain, key=ask.id)
