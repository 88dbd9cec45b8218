"""A shop that is arrays alone: a market kernel around a policy in numbers, with the books checked every evening.

No database, no desk, no texts: for engines, rules and the oracle, thousands of shop-days at a time. The same day can
be brought into a built-in shop (:mod:`scenarios.built_day`), which then stands where this one does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from decisions.day_view import DayActs, DayView, Ints, ShopTerms
from scenarios.market.kernel import Body, DayOutcome, Params, make_params, open_body, step
from scenarios.market.kernel.books import check_day, contributions
from scenarios.market.kernel.service import new_inquiries
from scenarios.market.kernel.truth import KernelTruth
from scenarios.market.kernel.view import see, shop_terms
from scenarios.numbers import Hidden, NumbersPolicy
from scenarios.world import LoadedWorld

MakePolicy = Callable[[ShopTerms], NumbersPolicy]
"""Makes a policy for a shop."""
MakeOracle = Callable[[ShopTerms, Hidden], NumbersPolicy]
"""Makes a policy that knows the laws of its market."""
Watch = Callable[[DayView, DayActs, DayOutcome], None]


@dataclass
class ArrayShop:
    """One shop in one market.

    Args:
        world: The loaded world.
        seed: All luck follows from it, by process and day.
        days: Days of the run.

    Example:
        >>> from scenarios.world import load_world
        >>> shop = ArrayShop(load_world("fridge-magnets"), 1, 3)
        >>> shop.play(DayActs(grants=np.zeros(0, dtype=bool), quotes=np.zeros(len(shop.view().inquiries.id), int))).day
        0
    """

    world: LoadedWorld
    seed: int
    days: int
    params: Params = field(init=False)
    body: Body = field(init=False)
    terms: ShopTerms = field(init=False)
    yesterday: DayOutcome | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.params = make_params(self.world, self.seed, self.days)
        self.body = open_body(self.params)
        self.terms = shop_terms(self.params)
        new_inquiries(self.params, self.body)

    def view(self) -> DayView:
        """Give what the shop sees this morning."""
        return see(self.params, self.body, self.terms, self.yesterday)

    def hidden(self) -> Hidden:
        """Give what only the oracle may hold."""
        return KernelTruth(self.params, self.body)

    def play(self, acts: DayActs) -> DayOutcome:
        """Let the day pass with these acts, and check its books.

        Raises:
            BadInput: Acts that make no sense.
        """
        before, cash = self.body.stock.copy(), self.body.cash
        self.yesterday = step(self.params, self.body, acts)
        check_day(self.params, before, cash, self.body, self.yesterday)
        return self.yesterday


@dataclass(frozen=True)
class Figures:
    """What a run came to, by day, minor units.

    Attributes:
        contribution: As :class:`scenarios.kpi.Kpi` defines it, less penalties and custom work.
        gmv, spend, orders, visitors, refunded, penalties, cash: Sums by day.
        write_down: What the goods left at the end, in the house and on the way, are worth less than they cost.
    """

    world: str
    seed: int
    days: int
    contribution: Ints
    gmv: Ints
    spend: Ints
    orders: Ints
    visitors: Ints
    refunded: Ints
    penalties: Ints
    cash: Ints
    write_down: int

    @property
    def profit(self) -> int:
        """Give the profit of the run: contributions less the write-down."""
        return int(self.contribution.sum()) - self.write_down

    def summary(self) -> dict[str, Any]:
        """Give the sums, for a table or JSON."""
        return {
            "world": self.world,
            "seed": self.seed,
            "days": self.days,
            "profit": self.profit,
            **{name: int(getattr(self, name).sum()) for name in ("contribution", "gmv", "spend", "orders", "visitors")},
            **{name: int(getattr(self, name).sum()) for name in ("refunded", "penalties")},
            "write_down": self.write_down,
        }


def run_numbers(
    world: LoadedWorld,
    seed: int,
    days: int,
    policy: MakePolicy,
    *,
    on_day: Watch | None = None,
) -> Figures:
    """Run a policy in numbers for some days in a shop of arrays; the books are checked every evening.

    Args:
        world: The loaded world.
        seed: All luck follows from it.
        days: Whole days from the world's first day, at least 1.
        policy: Makes the policy.
        on_day: Told of each day that has passed.

    Raises:
        BadInput: The policy does what makes no sense.
    """
    shop = ArrayShop(world, seed, days)
    return _play(shop, policy(shop.terms), on_day)


def run_oracle(world: LoadedWorld, seed: int, days: int, oracle: MakeOracle, *, on_day: Watch | None = None) -> Figures:
    """Run a clairvoyant policy: it is told the laws of its market, through the same acts, limits and luck."""
    shop = ArrayShop(world, seed, days)
    return _play(shop, oracle(shop.terms, shop.hidden()), on_day)


def _play(shop: ArrayShop, player: NumbersPolicy, on_day: Watch | None) -> Figures:
    for _ in range(shop.days):
        view = shop.view()
        acts = player.decide(view)
        outcome = shop.play(acts)
        if on_day is not None:
            on_day(view, acts, outcome)
    return figures(shop)


def figures(shop: ArrayShop) -> Figures:
    """Give the figures of a shop as it stands."""
    params, body = shop.params, shop.body
    books = body.books
    coming = body.arriving[body.day :].sum(axis=0)
    left = int(((body.stock + coming) * params.goods.cost).sum())
    return Figures(
        world=shop.world.name,
        seed=shop.seed,
        days=body.day,
        contribution=contributions(params, body),
        gmv=books.gmv,
        spend=books.spend,
        orders=books.orders,
        visitors=books.visitors,
        refunded=books.refunded,
        penalties=books.penalties,
        cash=books.cash,
        write_down=left - int(left * params.spec.money.salvage),
    )
