"""Inquiries: who writes, what they want, and the text of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import numpy as np
from numpy.random import Generator

from kit.money import format_minor
from scenarios.market import phrases
from scenarios.market.laws import rounded_quantity
from scenarios.market.opening import ladder
from scenarios.market.places import city, is_chinese, named_in, person
from scenarios.market.rhythm import interval
from scenarios.market.state import Ask, Inquiry, State
from scenarios.market.streams import stream
from scenarios.world_people import Language, Lines
from shops.terms import ladder_price

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def draw_inquiries(state: State, day: date, slot: int) -> list[Inquiry]:
    """Draw the new inquiries of a slot, by time, and keep their hidden side.

    What a buyer would pay at most hangs on the ladder of the start: nobody pays more because the shop asks more.
    """
    terms = state.world.spec.inquiries
    mean = terms.per_day * state.boost(day) * state.shares[slot]
    count = int(stream(state.seed, "inquiries", day, slot).poisson(mean))
    drawn = [_inquiry(state, day, slot, number) for number in range(count)]
    for _, ask in drawn:
        state.asks[ask.id] = ask
    return sorted((inquiry for inquiry, _ in drawn), key=lambda inquiry: (inquiry.at, inquiry.id))


def counter_inquiry(state: State, ask: Ask, window: tuple[datetime, datetime]) -> Inquiry:
    """Write the buyer's counter-offer to a quote slightly above the reservation, in the same thread."""
    luck = stream(state.seed, "counter", ask.id)
    price = format_minor(int(ask.reservation * luck.uniform(0.97, 1.0)), state.world.spec.shop.currency)
    text = str(luck.choice(_lines(state, "counter", ask.language))).format(price=price)
    start, end = window
    at = (start + (end - start) * luck.random()).replace(microsecond=0)
    return Inquiry(f"{ask.id}-counter", at, ask.customer_id, text, ask.thread_id)


def _inquiry(state: State, day: date, slot: int, number: int) -> tuple[Inquiry, Ask]:
    luck = stream(state.seed, "inquiry", day, slot, number)
    terms, crowd = state.world.spec.inquiries, state.crowd
    weight = crowd.rate[: crowd.real] / crowd.rate[: crowd.real].sum()
    kind, known = int(luck.choice(crowd.real, p=weight)), luck.random() < terms.known_share
    key = f"Q{day:%y%m%d}{slot}{number:02d}"
    customer_id = crowd.ids[kind] if known and crowd.alive[kind] else key.replace("Q", "I")
    appeal = np.exp(state.goods.alpha / 2)
    article = int(luck.choice(len(state.goods.skus), p=appeal / appeal.sum()))
    quantity = int(rounded_quantity(terms, float(luck.standard_normal()), float(luck.random())))
    start, end = interval(day, slot, state.zone)
    at = (start + (end - start) * luck.random()).replace(microsecond=0)
    days = luck.uniform(terms.deadline_days_low, terms.deadline_days_high)
    reserve = terms.reservation_median * np.exp(terms.reservation_spread * luck.standard_normal())
    ask = Ask(
        id=key,
        customer_id=customer_id,
        kind=kind,
        language="zh" if crowd.chinese[kind] else "en",
        sku=state.goods.skus[article],
        quantity=quantity,
        reservation=ladder_price(ladder(state.world.articles[article]), quantity) * float(reserve),
        deadline=at + timedelta(days=float(days)),
        luck=float(luck.random()),
    )
    return Inquiry(key, at, customer_id, _text(state, ask, article, luck), None), ask


def _text(state: State, ask: Ask, article: int, luck: Generator) -> str:
    """Write the message; states on the way what the buyer prefers, and that a delivery question wants no quote."""
    terms, language = state.world.spec.inquiries, ask.language
    places = state.world.spec.places
    town = city(places, ask.customer_id, state.crowd.country[ask.kind])
    slots = {
        "count": f"{ask.quantity} pcs",
        "quantity": _quantity_words(ask.quantity, language, luck),
        "product": _product_words(state, article, language, luck),
        "city": named_in(language, town, places.other_names),
        "date": _date_words(ask.deadline.astimezone(state.zone).date(), language),
    }
    draws = luck.random(5)
    only_delivery = draws[0] < terms.delivery_share
    template = _pick(state, "delivery" if only_delivery else "price", language, luck)
    parts = [_pick(state, "greeting", language, luck), template.format(**slots)]
    if only_delivery:
        ask.sku = None
    elif draws[1] < terms.custom_share:
        parts.append(_pick(state, "custom", language, luck))
    elif draws[2] < terms.bargain_share:
        price = format_minor(int(ask.reservation * luck.uniform(0.9, 1.0)), state.world.spec.shop.currency)
        parts.append(_pick(state, "bargain", language, luck).format(price=price))
    if draws[3] < terms.preference_share:
        parts.append(_preference(state, ask, luck))
    if draws[4] < terms.hostile_share:
        parts.append(_pick(state, "hostile", language, luck))
    name = person(ask.customer_id, chinese=language == "zh")
    parts.append(_pick(state, "sign", language, luck).format(name=name))
    return _sentences([part for part in parts if part], language)


def _sentences(parts: Sequence[str], language: str) -> str:
    if language == "zh":
        return "".join(parts)
    text = " ".join(parts)
    return text if text.startswith(("Hi", "Hello", "Good", "Dear")) else text[0].upper() + text[1:]


def _preference(state: State, ask: Ask, luck: Generator) -> str:
    if luck.random() < 0.5:
        ask.prefers_language = "zh" if luck.random() < 0.5 else "en"
        return phrases.LANGUAGE[ask.language][ask.prefers_language]
    asked = state.world.spec.carriers.asked
    written = tuple(asked)[int(luck.integers(len(asked)))]
    ask.prefers_carrier = asked[written]
    return _pick(state, "carrier", ask.language, luck).format(carrier=written)


def _pick(state: State, topic: str, language: Language, luck: Generator) -> str:
    lines = _lines(state, topic, language)
    return lines[int(luck.integers(len(lines)))]


def _lines(state: State, topic: str, language: Language) -> tuple[str, ...]:
    """Give the world's own phrases of a topic, or the usual ones."""
    own: Lines = getattr(state.world.spec.phrases, topic)
    return own.get(language) or phrases.USUAL[topic][language]


def _quantity_words(quantity: int, language: str, luck: Generator) -> str:
    draw = luck.random()
    if language == "zh":
        if quantity in phrases.HUNDREDS and draw < 0.6:
            return phrases.HUNDREDS[quantity]
        if quantity % 12 == 0 and draw < 0.3:
            return f"{quantity // 12}打"
        return f"{quantity}{'个' if draw < 0.7 else '件'}"
    if quantity % 12 == 0 and draw < 0.3:
        return f"{quantity // 12} dozen"
    return f"{quantity} {'pcs of' if draw < 0.5 else 'units of' if draw < 0.7 else 'x'}"


def _product_words(state: State, article: int, language: Language, luck: Generator) -> str:
    """Name the article: its name, its code, both, or what it is called in short."""
    sku, name, short = (names[article] for names in (state.goods.skus, state.goods.names, state.goods.nicknames))
    draw = luck.random()
    if is_chinese(name) is not (language == "zh"):
        return _foreign_words(state, sku, name, language, draw)
    if language == "zh":
        return short if draw < 0.45 else f"{name}（{sku}）" if draw < 0.75 else f"货号{sku}" if draw < 0.9 else name
    if draw < 0.4:
        return name.lower()
    return f"{name} ({sku})" if draw < 0.75 else f"item {sku}" if draw < 0.9 else " ".join(name.lower().split()[-3:])


def _foreign_words(state: State, sku: str, name: str, language: Language, draw: float) -> str:
    """Name an article whose name is in the other language."""
    called = state.world.spec.names.called
    short = next((word for words, word in called if words in name.lower()), None)
    if language == "en":
        return f"{short} (item {sku})" if short and draw < 0.5 else f"item {sku}"
    if short and draw < 0.5:
        return f"货号{sku}的{short}"
    return f"货号{sku}" if draw < 0.7 else f"{name}（{sku}）"


def _date_words(day: date, language: str) -> str:
    return f"{day.month}月{day.day}日" if language == "zh" else f"{day.day} {_MONTHS[day.month - 1]}"
