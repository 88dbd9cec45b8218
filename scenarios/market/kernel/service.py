"""Bulk inquiries and money back: what buyers make of quotes and refusals, and what the platform decides later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from decisions.day_view import Bools, Floats, Ints, Verdicts
from scenarios.market.kernel.body import Asks, Body, Claims, empty, joined, picked
from scenarios.market.kernel.memory import leave
from scenarios.market.kernel.params import Params
from scenarios.market.laws import reply_gain, rounded_quantity, take_chance
from scenarios.market.streams import scatter, stream


@dataclass(frozen=True)
class Taken:
    """Quotes taken, one row each: rows of the open inquiries, and the price a piece."""

    rows: Ints
    price: Ints


@dataclass(frozen=True)
class Paid:
    """Money back, one row each: number of the order, place of the line, money, the day of the order."""

    order: Ints
    line: Ints
    amount: Ints
    placed: Ints


def new_inquiries(params: Params, body: Body) -> None:
    """Add the inquiries that have come since yesterday; who only asks about delivery wants no quote."""
    terms, seed, day = params.spec.inquiries, params.seed, body.day
    if day >= params.days:
        return
    luck = stream(seed, "inquiries", day)
    count = int(luck.poisson(terms.per_day * (1 - terms.delivery_share) * params.boost[day]))
    if not count:
        return
    draws, normals = luck.random((10, count)), luck.standard_normal((2, count))
    real = params.crowd.real
    weight, appeal = np.cumsum(params.crowd.rate[:real]), np.cumsum(np.exp(params.goods.alpha / 2))
    kind = np.searchsorted(weight, draws[0] * weight[-1])
    sku = np.searchsorted(appeal, draws[1] * appeal[-1])
    known = (draws[2] < terms.known_share) & body.buyers.alive[kind]
    quantity = rounded_quantity(terms, normals[0], draws[3])
    work = params.spec.haggling
    share = work.custom_cost_low + draws[5] * (work.custom_cost_high - work.custom_cost_low)
    custom = np.where(draws[4] < terms.custom_share, np.rint(params.goods.cost[sku] * share), 0)
    step = np.maximum((quantity[:, None] >= params.tier_from[sku]).sum(axis=1) - 1, 0)
    worth = params.first_tiers[sku, step] * (1 + params.spec.rivals.weight * body.rivals[sku])
    reservation = worth * terms.reservation_median * np.exp(terms.reservation_spread * normals[1])
    reservation = reservation + work.custom_worth * custom
    names_price = draws[6] < terms.bargain_share
    days = terms.deadline_days_low + draws[8] * (terms.deadline_days_high - terms.deadline_days_low)
    first = body.asks_made
    body.asks_made += count
    fresh = Asks(
        id=np.arange(first, first + count),
        buyer=np.where(known, kind, -1),
        kind=kind,
        number=np.arange(count),
        sku=sku,
        quantity=quantity,
        target=np.where(names_price, (reservation * (0.9 + 0.1 * draws[7])).astype(np.int64), 0),
        deadline=day + days.astype(np.int64),
        custom_cost=custom.astype(np.int64),
        asked=np.full(count, day),
        refused_price=np.zeros(count, dtype=np.int64),
        reservation=reservation,
        luck=draws[9],
        tried=np.zeros(count, dtype=np.int64),
    )
    body.asks = joined(body.asks, fresh)


def consider_quotes(params: Params, body: Body, quotes: Ints) -> Taken:
    """Let buyers take the quotes of the morning, as far as the stock reaches; keeps what is still open.

    A quote that was not taken tells the buyer's limit when it was near, and counts as one of the few that they read.
    """
    asks, terms, haggling = body.asks, params.spec.inquiries, params.spec.haggling
    quoted = np.flatnonzero(quotes > 0)
    price = quotes[quoted].astype(float)
    willing = asks.luck[quoted] < take_chance(terms.price_slope, price, asks.reservation[quoted])
    takes = _in_stock(asks, quoted[willing], body.stock)
    missed = quoted[~willing]
    dear = quotes[missed]
    near = (dear > asks.reservation[missed]) & (dear <= asks.reservation[missed] * (1 + terms.counter_within))
    hint = scatter(params.seed, "counter", rows=asks.id[missed], columns=1)[:, 0]
    asks.target[missed[near]] = (asks.reservation[missed] * (0.97 + 0.03 * hint)).astype(np.int64)[near]
    asks.refused_price[missed] = dear
    asks.tried[quoted] += 1
    over = asks.deadline <= body.day
    over[missed] |= asks.tried[missed] >= haggling.most_quotes
    over[takes] = True
    _note_replies(params, body, over)
    lost = over.copy()
    lost[takes] = False
    body.closed_taken, body.closed_lost = asks.id[takes], asks.id[lost]
    return Taken(takes, quotes[takes])


def close_inquiries(body: Body) -> None:
    """Forget the inquiries that were closed today."""
    gone = np.concatenate([body.closed_taken, body.closed_lost])
    if len(gone):
        body.asks = picked(body.asks, ~np.isin(body.asks.id, gone))


def answer_claims(params: Params, body: Body, grants: Bools) -> tuple[Paid, float]:
    """Pay what is granted and take the rest to the platform.

    Returns:
        What was paid, and the share of the answers that refused a buyer who was right.
    """
    claims, terms = body.claims, params.spec.aftersale
    if not len(claims.id):
        return _paid(claims), 0.0
    refused = ~grants
    wronged = refused & claims.genuine
    leave(params, body, "settled", claims.buyer[grants], np.full(int(grants.sum()), terms.settled_gain))
    leave(params, body, "refused", claims.buyer[wronged], np.full(int(wronged.sum()), -terms.unsettled_loss))
    body.stars += float(wronged.sum() * (5 - params.spec.reviews.refused))
    body.reviews += int(wronged.sum())
    later = picked(claims, refused)
    later.until = np.full(len(later.id), body.day + params.spec.disputes.days)
    body.disputes = joined(body.disputes, later)
    body.claims = empty(Claims)
    return _paid(picked(claims, grants)), float(wronged.mean())


def decide_disputes(params: Params, body: Body) -> tuple[Paid, int]:
    """Let the platform decide what is due; gives what it awarded and the penalties."""
    due = body.disputes.until <= body.day
    if not due.any():
        body.verdicts = Verdicts(*(np.zeros(0, dtype=kind) for kind in (np.int64, float, bool, np.int64)))
        return _paid(empty(Claims)), 0
    claims, terms = picked(body.disputes, due), params.spec.disputes
    errs = scatter(params.seed, "dispute", rows=claims.id, columns=1)[:, 0] >= terms.accuracy
    right = claims.genuine ^ errs
    cost = np.where(right, claims.amount + terms.penalty, 0)
    body.verdicts = Verdicts(claims.id, claims.evidence, right, cost)
    body.disputes = picked(body.disputes, ~due)
    return _paid(picked(claims, right)), int(right.sum()) * terms.penalty


def evidence(params: Params, fault: Ints, luck: Floats) -> Floats:
    """Give how well the evidence speaks for each buyer: Beta, by whether the fault is genuine (1) or not (2)."""
    terms = params.spec.disputes
    true, false = terms.evidence_genuine, terms.evidence_false
    first, second = np.where(fault == 1, true[0], false[0]), np.where(fault == 1, true[1], false[1])
    return np.asarray(betaincinv(first, second, luck), dtype=np.float64)


def _in_stock(asks: Asks, rows: Ints, stock: Ints) -> Ints:
    """Give those of the rows, in order, whose whole quantity is there after those before them."""
    left, found = stock.copy(), []
    for row in rows.tolist():  # a handful a day
        if asks.quantity[row] <= left[asks.sku[row]]:
            left[asks.sku[row]] -= asks.quantity[row]
            found.append(row)
    return np.array(found, dtype=np.int64)


def _note_replies(params: Params, body: Body, over: Bools) -> None:
    """Remember how known buyers whose inquiry is over were answered; who never was may not come back."""
    asks, people = body.asks, body.buyers
    known = over & (asks.buyer >= 0)
    answered = asks.tried > 0
    people.asked[asks.buyer[known]] = body.day
    people.reply[asks.buyer[known]] = answered[known].astype(float)
    ignored = asks.buyer[known & ~answered]
    leave(params, body, "ignored", ignored, np.full(len(ignored), -2 * reply_gain(params.spec.loyalty, 1.0)))


def _paid(claims: Claims) -> Paid:
    return Paid(claims.order, claims.line, claims.amount, claims.placed)
