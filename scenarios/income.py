"""Where a run's profit was made and lost, read from the shop's own tables: by lever, and between two policies.

A profit is the sum of its five levers to the minor unit (:class:`Income`), and so is the difference of two
(:func:`bridge`), whose shop sales are split once more into what prices did and what pieces did:
``Δ(p·q) = Δp·q̄ + p̄·Δq`` with means of both ends, by article; source: price and volume variances of management
accounting (Horngren, Datar and Rajan, "Cost Accounting"), at the midpoint so that neither end is favoured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from kit.money import share
from scenarios.kpi import Books, read_books
from scenarios.world_spec import CostTerms
from shops.models import Order
from shops.port import Reads

SOURCES = ("shop", "ads", "service")
"""Where an order came from: at the listed price by known buyers and the market's search; by an ad; by a quote."""
LEVERS = ("shop", "ads", "service", "refunds", "keeping")
"""Parts of a profit, in the order in which they are shown."""
BRIDGE = ("price", "pieces", "ads", "service", "refunds", "keeping")
"""Parts of a difference of two profits."""


class Sold(BaseModel):
    """Pieces that were sold, the money paid for them before refunds, and what their goods cost; minor units."""

    model_config = ConfigDict(frozen=True)

    pieces: int = 0
    money: int = 0
    goods: int = 0


class Income(BaseModel):
    """A run's profit by lever, minor units.

    Attributes:
        levers: ``shop``: orders at the listed price less goods, freight, packing and the platform's fee; ``ads``: the
            same of orders that ads brought, less ad spend; ``service``: the same of quotes, less samples;
            ``refunds``: money back less its fee, and goods sent again, below zero; ``keeping``: holding goods, and
            what those left at the end are worth less than they cost, below zero.
        skus: What the shop sold of each article at the listed price.
        fee_rate: Share of net sales that is the platform's.
        lost_orders, lost_pieces: What buyers wanted and empty shelves did not give, for people to read; the market
            tells it and no policy sees it. None where the market does not tell.
    """

    model_config = ConfigDict(frozen=True)

    levers: dict[str, int]
    skus: dict[str, Sold]
    fee_rate: float
    lost_orders: float | None = None
    lost_pieces: int | None = None

    @property
    def profit(self) -> int:
        """Give the sum of the levers."""
        return sum(self.levers.values())


def income(reads: Reads, since: date, until: date, *, costs: CostTerms, write_down: int) -> Income:
    """Read the income of the local days from ``since`` to ``until`` (exclusive).

    Args:
        reads: The shop.
        since, until: The days.
        costs: The rates that the measures of a shop take (:func:`scenarios.kpi.kpis`).
        write_down: What goods left at the end are worth less than they cost.

    Returns:
        Levers that add up to :attr:`scenarios.kpi.Kpi.contribution` of those days less ``write_down``.
    """
    books = read_books(reads, since, until)
    orders = [order for one in books.orders.values() for order in one]
    by_source: dict[str, list[Order]] = {name: [] for name in SOURCES}
    for order in orders:
        by_source[_source(order)].append(order)
    rate = costs.platform_fee_rate.as_integer_ratio()
    margins = {name: _margin(mine, books, costs) for name, mine in by_source.items()}
    paid = {name: sum(line.paid for one in mine for line in one.lines) for name, mine in by_source.items()}
    fees = {name: share(paid[name], *rate) for name in ("ads", "service")}
    back = sum(line.refunded for one in orders for line in one.lines)
    fee = sum(share(_net(mine), *rate) for mine in books.orders.values())
    # what rounding leaves of the fee stays with the largest lever
    fees["shop"] = fee + share(back, *rate) - sum(fees.values())
    again = sum(
        cost + pieces * costs.pick_pack + costs.freight_per_order
        for day, sent in books.resent.items()
        if since <= day < until
        for cost, pieces in sent
    )
    holding = costs.holding_rate_per_day.as_integer_ratio()
    levers = {name: margins[name] - fees[name] for name in SOURCES}
    levers["ads"] -= sum(books.spend.values())
    levers["service"] -= sum(cost for day, cost in books.samples.items() if since <= day < until)
    levers["refunds"] = share(back, *rate) - back - again
    levers["keeping"] = -sum(share(cost, *holding) for cost in books.stock_cost.values()) - write_down
    skus = _by_article(by_source["shop"], books.costs)
    return Income(levers=levers, skus=skus, fee_rate=float(costs.platform_fee_rate))


def bridge(ours: Income, theirs: Income) -> dict[str, int]:
    """Give by part of :data:`BRIDGE` what ours earned more than theirs; the parts add up to the whole difference.

    ``price`` is what the same pieces brought at other prices, the mix of order sizes in it; ``pieces`` is the rest of
    shop sales: more or fewer buyers, goods that were there or not. Both are of one shop: its fee rate is the same.
    """
    price = 0.0
    for sku in ours.skus.keys() & theirs.skus.keys():
        one, other = ours.skus[sku], theirs.skus[sku]
        if one.pieces and other.pieces:
            price += (one.money / one.pieces - other.money / other.pieces) * (one.pieces + other.pieces) / 2
    parts = {name: ours.levers[name] - theirs.levers[name] for name in LEVERS}
    by_price = round(price * (1 - ours.fee_rate))
    shop = parts.pop("shop")
    return {"price": by_price, "pieces": shop - by_price, **parts}


def _source(order: Order) -> str:
    return "service" if order.quote_id else "ads" if order.channel == "ads" else "shop"


def _margin(orders: Sequence[Order], books: Books, costs: CostTerms) -> int:
    """Give what orders brought less goods, packing and freight."""
    lines = [line for order in orders for line in order.lines]
    pieces = sum(line.quantity for line in lines)
    goods = sum(line.quantity * books.costs.get(line.sku, 0) for line in lines)
    money = sum(line.paid for line in lines)
    return money - goods - pieces * costs.pick_pack - len(orders) * costs.freight_per_order


def _net(orders: Sequence[Order]) -> int:
    return sum(line.paid - line.refunded for order in orders for line in order.lines)


def _by_article(orders: Sequence[Order], costs: Mapping[str, int]) -> dict[str, Sold]:
    found: dict[str, Sold] = {}
    for line in (line for order in orders for line in order.lines):
        so_far = found.get(line.sku, Sold())
        found[line.sku] = Sold(
            pieces=so_far.pieces + line.quantity,
            money=so_far.money + line.paid,
            goods=so_far.goods + line.quantity * costs.get(line.sku, 0),
        )
    return dict(sorted(found.items()))
