"""Buyers who want to see one first: they ask for a sample, pay its fee, and some order in bulk when it has come."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from scenarios.market.loyalty import remember_order
from scenarios.market.places import address
from scenarios.market.rhythm import interval
from scenarios.market.state import Experience, Inquiry, State
from scenarios.market.streams import stream
from shops.buyers import Draft, DraftLine
from shops.samples import Sample, SampleStatus

ASK = {
    "en": ("Could you send me a sample of {sku}?", "I'd like a sample of item {sku} before we order."),
    "zh": ("{sku}能寄个样品吗？", "货号{sku}想先打个样看看。"),
}


def sample_wishes(state: State, day: date, slot: int) -> list[Inquiry]:
    """Draw the requests for samples of a slot: known buyers, articles alike; the same for every policy."""
    terms, crowd = state.world.spec.samples, state.crowd
    if not terms.per_day:
        return []
    luck = stream(state.seed, "samples", day, slot)
    start, end = interval(day, slot, state.zone)
    wishes = []
    for number in range(int(luck.poisson(terms.per_day * state.shares[slot]))):
        row, article = int(luck.integers(crowd.real)), int(luck.integers(len(state.goods.skus)))
        language = "zh" if crowd.chinese[row] else "en"
        text = ASK[language][int(luck.integers(len(ASK[language])))].format(sku=state.goods.skus[article])
        at = (start + (end - start) * luck.random()).replace(microsecond=0)
        wishes.append(Inquiry(f"S{day:%y%m%d}{slot}{number:02d}", at, crowd.ids[row], text))
    return wishes


def react_to_samples(state: State, now: datetime) -> None:
    """Pay fees that are due, and let those who have their sample order in bulk, once, or not."""
    if state.reads.samples is None:
        return
    terms = state.world.spec.samples
    for sample in state.reads.samples.list_samples(since=now - timedelta(days=60)):
        luck = stream(state.seed, "sample", sample.customer_id, sample.at)
        pays, follows, size = luck.random(3)
        if sample.status is SampleStatus.DUE and pays < terms.pays_share:
            state.side.pay_sample(sample.id, at=now)
        arrived = sample.ready_at + timedelta(days=terms.decide_days)
        if sample.status is SampleStatus.SENT and now >= arrived and sample.id not in state.sampled:
            state.sampled.add(sample.id)
            if follows < terms.bulk_share:
                _order(state, sample, round(sample.credit_from * (1 + size)), now)


def _order(state: State, sample: Sample, pieces: int, now: datetime) -> None:
    row = state.crowd.place.get(sample.customer_id)
    if row is None:
        return
    draft = Draft(
        customer_id=sample.customer_id,
        lines=(DraftLine(sku=sample.sku, quantity=pieces),),
        address=address(state.world.spec.places, sample.customer_id, state.crowd.country[row]),
        at=now,
    )
    (order_id,) = state.side.place_orders([draft])
    if order_id is not None:
        remember_order(state, order_id, Experience(sample.customer_id, now), kind=row)
