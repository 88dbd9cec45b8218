"""The oracle's levers: prices by exact gradient, truthful bids, base stock of the expected demand, true posteriors.

Method: notes of the market, section 4, on nested logits with baskets. It is the best policy known here, not a proven
optimum: its weights are set by backtest on seeds of their own (:mod:`scenarios.oracle.search`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import betaln, ndtri

from decisions.choice_prices import Part, prices_within
from scenarios.engines.scarce import scarcity
from scenarios.engines.service import list_prices
from scenarios.engines.stocking import StockPlan, order_up_to
from scenarios.engines.supply import supply_a_day
from scenarios.levers import Lever
from scenarios.numbers import QUOTE, Bools, DayActs, DayView, Floats, Hidden, Ints, Truth
from scenarios.oracle.laws import (
    buyer_worth,
    click_worth,
    clicks_a_day,
    order_margins,
    parts,
    pieces_a_day,
    pieces_spread,
)

EACH = 7
"""Days after which prices are solved again, if no shock changed before."""
CUSTOM_WORTH = 1.5
AHEAD = 9
"""Days beyond the lead time for which the laws are asked one by one; after that their mean holds on."""


@dataclass(frozen=True)
class OracleKnobs:
    """Weights that a formula does not give: see :mod:`scenarios.oracle.search`.

    Attributes:
        buyer_weight: Share of a buyer's worth that prices count.
        click_weight: The same for bids.
        factor: Of all prices, over the solved ones.
        scarce: How much prices answer to stock that runs short.
        service: Fractile of stock at most.
    """

    buyer_weight: float = 0.25
    click_weight: float = 1.0
    factor: float = 1.0
    scarce: float = 1.0
    service: float = 0.985


class OracleBoard:
    """All levers of the oracle.

    Args:
        hidden: The laws of the market.
        knobs: The weights.
    """

    def __init__(self, hidden: Hidden, knobs: OracleKnobs | None = None) -> None:
        self._hidden, self._knobs = hidden, knobs or OracleKnobs()
        self._target: Floats | None = None
        self._shadow = 0.0
        self._shock: tuple[float, ...] = ()
        self._law: Truth | None = None
        self._quoted = np.zeros(0)
        self._expected: tuple[int, Floats] | None = None

    def watch(self, view: DayView) -> None:
        """Ask for the laws of today, and count what quotes sell."""
        self._law = self._hidden.truth(view.day)
        if not len(self._quoted):
            self._quoted = np.zeros(len(view.terms.skus))
        lines = view.lines
        mine = lines.channel == QUOTE
        taken = np.bincount(lines.sku[mine], lines.quantity[mine].astype(float), len(self._quoted))
        self._quoted = self._quoted + 0.04 * (taken - self._quoted)

    def lever(self, name: str) -> Lever:
        """Give one lever."""
        levers: dict[str, Lever] = {
            "price": self.price,
            "stock": self.stock,
            "ads": self.ads,
            "service": self.service,
            "refunds": self.refunds,
        }
        return levers[name]

    def price(self, view: DayView) -> DayActs:
        """Walk towards the best prices; they are solved weekly and when a shock comes or goes."""
        law = self._today()
        shock = tuple(np.round([*(law.appeal[0] - law.appeal[0].mean()), *law.logit0], 1))
        if self._target is None or view.day % EACH == 0 or shock != self._shock:
            self._shock = shock
            found = self._parts(view, law)
            low = np.maximum(law.ref * 0.5, 1.02 * found[0][1].cost / np.maximum(found[0][1].kept, 0.3))
            high = np.maximum(law.ref * 2.5, 1.01 * low)
            start = np.clip(view.tier_prices[:, 0].astype(float), low, high)
            solved = prices_within(found, low, high, self._supply(view), start=start, shadow=self._shadow)
            self._target, self._shadow = solved.prices, solved.shadow
        dearer = np.exp(scarcity(view, self._ahead(view, law), float(law.mix @ law.slope), self._knobs.scarce))
        wanted = np.rint(self._target * self._knobs.factor * dearer)
        return DayActs(prices=np.clip(wanted, view.price_low, view.price_high).astype(np.int64))

    def stock(self, view: DayView) -> DayActs:
        """Order up to the fractile of what is expected until the next order arrives."""
        if view.day % 2:
            return DayActs()
        law, prices = self._today(), view.tier_prices[:, 0].astype(float)
        daily, found = self._ahead(view, law), self._parts(view, law, np.zeros((len(law.slope), 3)))
        margin = np.mean([part.kept * prices - part.cost for _, part in found], axis=0)
        sd = np.sqrt(pieces_spread(found, prices) ** 2 + 100 * self._quoted)
        plan = StockPlan(daily, sd, np.maximum(margin, 1.0), self._knobs.service)
        return DayActs(order=order_up_to(view, plan))

    def ads(self, view: DayView) -> DayActs:
        """Bid what a click is worth; budgets are wide enough for it."""
        law, prices = self._today(), view.tier_prices[:, 0].astype(float)
        worth = self._worth(view, law, prices, self._knobs.click_weight)
        values = click_worth(law, self._scarce(self._parts(view, law, worth)), prices)
        bids = np.clip(np.floor(values), 1, view.bid_high).astype(np.int64)
        spend = clicks_a_day(law, bids.astype(float))[1]
        need = np.bincount(view.terms.campaign, 3 * spend + 10 * bids, len(view.terms.campaigns))
        return DayActs(bids=bids, budgets=np.maximum(need, view.budgets).astype(np.int64))

    def service(self, view: DayView) -> DayActs:
        """Quote by the true law of what buyers would pay."""
        return DayActs(quotes=self._quotes(view, self._today()))

    def refunds(self, view: DayView) -> DayActs:
        """Give money back where the true posterior says that refusing costs more."""
        return DayActs(grants=self._grants(view, self._today()))

    def _ahead(self, view: DayView, law: Truth) -> Floats:
        """Give ``[J, days]`` pieces expected on each day until the last one, at the prices that stand."""
        if self._expected is not None and self._expected[0] == view.day:
            return self._expected[1]
        prices, left = view.tier_prices[:, 0].astype(float), max(1, view.terms.horizon - view.day)
        nothing, days = np.zeros((len(law.slope), 3)), []
        for number in range(min(left, view.terms.lead_days + view.announced_delay + AHEAD)):
            later = self._hidden.truth(view.day + number)
            days.append(pieces_a_day(self._parts(view, later, nothing), prices) + self._quoted)
        days += [np.mean(days, axis=0)] * (left - len(days))
        self._expected = view.day, np.array(days).T
        return self._expected[1]

    def _supply(self, view: DayView) -> float:
        """Give the pieces a day that may be sold other than by quotes, brought to today's season."""
        return max(1.0, supply_a_day(view) - float(self._quoted.sum()))

    def _parts(self, view: DayView, law: Truth, worth: Floats | None = None) -> list[Part]:
        """Give the parts of a day; without ``worth`` with that of prices at today's."""
        clicks = float(clicks_a_day(law, view.bids.astype(float))[0].sum())
        if worth is None:
            worth = self._worth(view, law, view.tier_prices[:, 0].astype(float), self._knobs.buyer_weight)
        return parts(view, law, clicks, worth, _refund_share(law))

    def _worth(self, view: DayView, law: Truth, prices: Floats, weight: float) -> Floats:
        """Give ``[S, 3]`` what an order is worth beyond itself, by segment and origin."""
        nothing = np.zeros((len(law.slope), 3))
        found = parts(view, law, 1.0, nothing, _refund_share(law))
        margins, chances = order_margins(self._scarce(found), prices)
        left = max(0, view.terms.horizon - view.day - 3)
        won, known = buyer_worth(law, margins, chances, left, view.terms.freight_per_order)
        return weight * np.column_stack([known, won, won])

    def _scarce(self, found: list[Part]) -> list[Part]:
        """Let every piece cost what it would earn elsewhere."""
        return [(taste, replace(problem, cost=problem.cost + self._shadow)) for taste, problem in found]

    def _quotes(self, view: DayView, law: Truth) -> Ints:
        asks, terms = view.inquiries, view.terms
        custom = asks.custom_cost
        listed = list_prices(view) + CUSTOM_WORTH * custom
        cost = terms.cost[asks.sku] + terms.pick_pack + custom + terms.freight_per_order / np.maximum(asks.quantity, 1)
        cost = cost + self._shadow
        luck = (np.arange(41) + 0.5) / 41
        found = np.zeros(len(asks.id), dtype=np.int64)
        for row in range(len(found)):
            if asks.target[row] > 0:
                limits = asks.target[row] / (0.9 + 0.1 * luck)
            else:
                limits = law.reservation[0] * np.exp(law.reservation[1] * _normals(luck)) * list_prices(view)[row]
                limits = limits + CUSTOM_WORTH * custom[row]
            floor = cost[row] / (1 - terms.fee_rate) * 1.05
            high = min(listed[row], asks.refused_price[row] * 0.985 if asks.refused_price[row] else np.inf)
            if high < floor:
                continue
            prices = np.linspace(max(floor, 0.75 * high), high, 26)
            chance = (1 / (1 + np.exp(np.clip(law.quote_slope * (prices[:, None] / limits - 1), -40, 40)))).mean(axis=1)
            gain = (prices * (1 - terms.fee_rate) - cost[row]) * chance
            found[row] = round(float(prices[int(gain.argmax())]))
        return found

    def _grants(self, view: DayView, law: Truth) -> Bools:
        asks = view.refunds
        if not len(asks.id):
            return np.zeros(0, dtype=bool)
        (a, b), (c, d) = law.genuine
        e = np.clip(asks.evidence, 1e-4, 1 - 1e-4)
        true = law.defect[asks.sku] * _beta(e, a, b)
        chance = true / np.maximum(true + law.false_share * _beta(e, c, d), 1e-12)
        prices = view.tier_prices[:, 0].astype(float)
        goodwill = float(self._worth(view, law, prices, 1.0)[:, 1].mean())
        return np.asarray(asks.amount < chance * (asks.amount + 0.3 * asks.paid.mean() + 0.5 * goodwill))

    def _today(self) -> Truth:
        assert self._law is not None
        return self._law


def _refund_share(law: Truth) -> Floats:
    """Give ``[J]`` the share of sales that goes back: about a tenth of a line's money for each fault."""
    return np.clip(0.15 * law.defect, 0.0, 0.3)


def _beta(x: Floats, a: float, b: float) -> Floats:
    return np.asarray(np.exp((a - 1) * np.log(x) + (b - 1) * np.log1p(-x) - betaln(a, b)))


def _normals(uniform: Floats) -> Floats:
    return np.asarray(ndtri(uniform))
