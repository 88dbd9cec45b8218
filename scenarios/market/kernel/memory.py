"""What buyers remember: parcels arrive, some have faults, some buyers never come back, stars and rank move."""

from __future__ import annotations

import numpy as np

from decisions.day_view import Floats, Ints
from scenarios.market.kernel.body import Body, Claims, Parcels, joined, picked
from scenarios.market.kernel.params import Params
from scenarios.market.laws import drop_chance, next_rank, next_rivals, reply_gain, stars_given
from scenarios.market.streams import scatter, stream

REPLY_DAYS = 30
"""Days for which a buyer remembers how fast a question was answered."""


def leave(params: Params, body: Body, occasion: str, buyers: Ints, z: Floats) -> None:
    """Let buyers decide whether to stay away for good; ``occasion`` names what made them think."""
    if not len(buyers):
        return
    luck = scatter(params.seed, "drop", occasion, body.day, rows=buyers, columns=1)[:, 0]
    body.buyers.alive[buyers[luck < drop_chance(params.spec.loyalty.drop, z)]] = False


def deliver(params: Params, body: Body) -> None:
    """Bring the parcels that are due; buyers judge the order, and find what is wrong with it."""
    due = body.parcels.due <= body.day
    if due.any():
        came = picked(body.parcels, due)
        body.parcels = picked(body.parcels, ~due)
        _judge(params, body, came)
        _review(params, body, came)
        faulty = came.fault > 0
        if faulty.any():
            _complain(body, picked(came, faulty))


def _judge(params: Params, body: Body, came: Parcels) -> None:
    terms, people = params.spec.loyalty, body.buyers
    z = terms.on_time_gain - terms.missing_loss * came.missing + came.quality
    lately = body.day - people.asked[came.buyer] <= REPLY_DAYS
    z = z + np.where(lately, reply_gain(terms, people.reply[came.buyer]), 0.0)
    leave(params, body, "order", came.buyer, z)


def _review(params: Params, body: Body, came: Parcels) -> None:
    terms = params.spec.reviews
    writes = scatter(params.seed, "review", rows=came.order, columns=1)[:, 0] < terms.share
    stars = stars_given(terms, (came.fault == 1).astype(float), came.missing, came.quality)
    body.stars += float(stars[writes].sum())
    body.reviews += int(writes.sum())


def _complain(body: Body, came: Parcels) -> None:
    first = body.claims_made
    body.claims_made += len(came.order)
    fresh = Claims(
        id=np.arange(first, body.claims_made),
        order=came.order,
        line=came.line,
        buyer=came.buyer,
        placed=came.placed,
        sku=came.sku,
        amount=came.amount,
        paid=came.paid,
        evidence=came.evidence,
        genuine=came.fault == 1,
        until=came.asks,
    )
    body.coming = joined(body.coming, fresh)


def show_claims(body: Body) -> None:
    """Put the requests whose day has come before the shop."""
    ripe = body.coming.until <= body.day
    if ripe.any():
        body.claims = joined(body.claims, picked(body.coming, ripe))
        body.coming = picked(body.coming, ~ripe)


def move_rank(params: Params, body: Body, *, wrong: float) -> None:
    """Move the shop's rank: orders all leave on the day, replies are those to inquiries that ended today."""
    ended = len(body.closed_taken) + len(body.closed_lost)
    answered = body.asks.tried[np.isin(body.asks.id, body.closed_lost)] > 0
    reply = (len(body.closed_taken) + int(answered.sum())) / ended if ended else None
    terms = params.spec.loyalty
    body.rank = next_rank(terms, body.rank, on_time=1.0, reply=reply, wrong=params.spec.disputes.rank * wrong)


def move_rivals(params: Params, body: Body) -> None:
    """Let rivals follow our cuts part of the way and move a little of their own; look at their prices, with error."""
    terms = params.spec.rivals
    luck = stream(params.seed, "rivals", body.day).standard_normal((2, params.articles))
    body.rivals = next_rivals(terms, body.rivals, body.tiers[:, 0] / params.first_tiers[:, 0] - 1, luck[0])
    war = params.shocks.war[body.day] / float(params.slope.mean())
    seen = params.goods.ref * (1 + body.rivals - war) * np.exp(terms.look_error * luck[1])
    body.market_look = np.maximum(1, np.rint(seen)).astype(np.int64)
