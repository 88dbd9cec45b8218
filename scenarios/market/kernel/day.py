"""One day of the market: the shop acts in the morning, buyers come, parcels and goods arrive, the books are closed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from decisions.day_view import DIRECT, AdRows, DayActs, Ints, OrderLines
from scenarios.market.auctions import Won, draw, hold
from scenarios.market.kernel.acts import apply_acts, order_goods
from scenarios.market.kernel.body import Body, Parcels, joined
from scenarios.market.kernel.books import close_books
from scenarios.market.kernel.demand import Baskets, Visits, draw_visits, fill_baskets, see_coupon
from scenarios.market.kernel.memory import deliver, move_rank, move_rivals, show_claims
from scenarios.market.kernel.params import Params
from scenarios.market.kernel.sales import Sales, sell
from scenarios.market.kernel.service import (
    Paid,
    answer_claims,
    close_inquiries,
    consider_quotes,
    decide_disputes,
    evidence,
    new_inquiries,
)
from scenarios.market.streams import scatter, stream


@dataclass(frozen=True)
class DayOutcome:
    """What happened on a day, so that a built shop can be brought to the same state.

    Attributes:
        day: Number of the day.
        lines: What was sold.
        sales: The orders with what was wanted, in the order of time.
        granted, awarded: Money back by the shop, and by the platform.
        ads: The ad report.
        visits: ``[3]`` direct, search, ads; ``returning`` distinct known buyers.
        ordered: ``[J]`` pieces ordered from the factory; ``due`` the evening on which they are said to come.
        arrived: ``[J]`` pieces that came in the evening; ``arrived_from`` the days on which they were ordered.
        missed: ``[J]`` lines that were wanted and could not be had.
    """

    day: int
    lines: OrderLines
    sales: Sales
    granted: Paid
    awarded: Paid
    ads: AdRows
    visits: Ints
    returning: int
    ordered: Ints
    due: int
    arrived: Ints
    arrived_from: Ints
    missed: Ints


def step(params: Params, body: Body, acts: DayActs) -> DayOutcome:
    """Let one day pass; ``body`` is moved on. All luck follows from the seed, the process and the day.

    The order of events: the morning's acts; quotes taken; visits and orders of the day; parcels and decisions; goods
    from the factory in the evening; rank, rivals and books.
    """
    day = body.day
    apply_acts(params, body, acts)
    ordered, due = order_goods(params, body, acts)
    granted, wrong = answer_claims(params, body, acts.grants)
    taken = consider_quotes(params, body, acts.quotes)
    luck = stream(params.seed, "auctions", day)
    won = hold(
        draw(params.spec.ads, luck, params.boost[day], params.spec.ads.batches),
        body.bids,
        params.campaign,
        body.budgets,
    )
    invited = see_coupon(params, body, acts.coupon, acts.coupon_after)
    visits = draw_visits(params, body, won, invited, acts.coupon / 100)
    stock = body.stock.copy()
    np.subtract.at(body.stock, body.asks.sku[taken.rows], body.asks.quantity[taken.rows])
    baskets = fill_baskets(params, body, visits, invited, acts)
    body.stock = stock
    sales = sell(params, body, taken, baskets, acts.coupon)
    body.parcels = joined(body.parcels, _send(params, body, sales))
    deliver(params, body)
    awarded, penalties = decide_disputes(params, body)
    move_rank(params, body, wrong=wrong)
    close_inquiries(body)
    move_rivals(params, body)
    arrived = body.arriving[day].copy()
    body.stock += arrived
    body.queue -= int(arrived.sum())
    outcome = DayOutcome(
        day=day,
        lines=sales.lines,
        sales=sales,
        granted=granted,
        awarded=awarded,
        ads=_report(sales.lines, won, params.keywords),
        visits=np.bincount(visits.origin, minlength=3),
        returning=int((visits.origin == DIRECT).sum()),
        ordered=ordered,
        due=due,
        arrived=arrived,
        arrived_from=np.flatnonzero(body.comes == day),
        missed=baskets.missed,
    )
    close_books(params, body, outcome, penalties)
    body.day += 1
    show_claims(body)
    new_inquiries(params, body)
    return outcome


def _report(lines: OrderLines, won: Won, keywords: int) -> AdRows:
    """Count the orders and the money that each keyword brought."""
    by_ad = lines.keyword >= 0
    keyword, first = lines.keyword[by_ad], np.unique(lines.order[by_ad], return_index=True)[1]
    return AdRows(
        impressions=won.impressions,
        clicks=won.clicks,
        spend=won.spend,
        orders=np.bincount(keyword[first], minlength=keywords),
        sales=np.bincount(keyword, lines.paid[by_ad], minlength=keywords).astype(np.int64),
    )


def _send(params: Params, body: Body, sales: Sales) -> Parcels:
    """Send the day's orders, and draw what will be wrong with them: about one line of an order at most."""
    terms, lines, count = params.spec.aftersale, sales.lines, len(sales.order)
    luck = scatter(params.seed, "parcel", body.day, rows=sales.luck_key, columns=7)
    kind = body.buyers.kind[sales.buyer]
    transit = 1 + np.searchsorted(params.transit, luck[:, 0], side="right")
    transit = transit + np.where(params.abroad[kind], params.spec.carriers.abroad_days, 0)
    firsts = np.searchsorted(lines.order, sales.order)
    sizes = np.diff(np.append(firsts, len(lines.order)))
    place = np.minimum((luck[:, 1] * sizes).astype(np.int64), sizes - 1)
    row = firsts + place
    sku, pieces = lines.sku[row], lines.quantity[row]
    genuine = params.defect[sku] + terms.broken_share + terms.missing_share
    fault = np.where(luck[:, 2] < genuine, 1, np.where(luck[:, 2] < genuine + terms.false_share, 2, 0))
    asked = np.clip(np.rint(pieces * luck[:, 3] * terms.most_pieces), 1, None).astype(np.int64)
    shown = np.zeros(count)
    shown[fault > 0] = evidence(params, fault[fault > 0], luck[fault > 0, 4])
    quality = np.bincount(np.repeat(np.arange(count), sizes), params.quality[lines.sku], minlength=count)
    due = body.day + transit
    return Parcels(
        due=due,
        order=sales.order,
        buyer=sales.buyer,
        placed=np.full(count, body.day),
        missing=sales.missing,
        quality=quality / np.maximum(1, sizes),
        fault=fault,
        line=place,
        sku=sku,
        amount=lines.paid[row] * asked // np.maximum(1, pieces),
        paid=lines.paid[row],
        evidence=shown,
        asks=due + 1 + (terms.delay_days * luck[:, 5]).astype(np.int64),
    )


__all__ = ["Baskets", "DayOutcome", "Visits", "step"]
