"""Running a policy in a market: days of a simulated clock, one thread, everything in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from authority.docket import Docket
from authority.ledger import Audit
from authority.limits import Limits
from kit.clock import SetClock
from kit.errors import Misconfigured
from scenarios.auditor import AuditTerms, Violation, audit
from scenarios.foreign.documents import MarketFailed
from scenarios.income import Income, income
from scenarios.kpi import DayKpi, Kpi, daily, kpis
from scenarios.market import Inquiry, Market
from scenarios.market.rhythm import SLOTS
from scenarios.market.state import Lost
from scenarios.owner import Owner
from scenarios.policy import Opening, Policy, Premises
from scenarios.world import LoadedWorld
from shops.buyers import MarketSide
from shops.port import Reads

EVENING = timedelta(minutes=30)
"""The evening's books are closed this long after the last slot."""


@dataclass(frozen=True)
class Result:
    """What a run came to.

    Attributes:
        effects: All effects of the run, in order.
        figures: What the policy says of itself.
        stopped: Why the market could not go on, with ``days`` the days it did; None for a whole run.
        left_cost: What the goods that are left, in the house and on the way, have cost; minor units.
        income: Where the profit was made and lost; the levers add up to :attr:`profit`.
    """

    world: str
    seed: int
    days: int
    start: date
    kpi: Kpi
    daily: list[DayKpi]
    violations: list[Violation]
    audit: Audit
    effects: list[Docket]
    figures: dict[str, Any]
    income: Income
    stopped: str | None = None
    left_cost: int = 0

    @property
    def profit(self) -> int:
        """Give the contribution less what the goods left at the end are worth less than they cost, minor units."""
        return self.income.profit


class AnyMarket(Protocol):
    """All that happens around a shop, in the runner's rhythm; :class:`scenarios.market.Market` is the usual one."""

    zone: ZoneInfo

    def set_up(self, at: datetime, *, shop_id: str) -> list[Inquiry]:
        """Open the shop; gives the inquiries of the first slot."""

    def morning(self, day: date) -> list[Inquiry]:
        """Begin a day; gives inquiries of it that no slot before has given."""

    def slot_interval(self, day: date, slot: int) -> tuple[datetime, datetime]:
        """Give the start and end of a slot in UTC."""

    def slot(self, day: date, slot: int) -> list[Inquiry]:
        """Let a slot that has ended happen; gives the inquiries of the next one, or of the next day."""

    def deliver_inquiry(self, inquiry: Inquiry) -> str:
        """Write an inquiry into the shop."""

    def evening(self, day: date) -> None:
        """Close a day."""

    def lost(self) -> Lost | None:
        """Give the demand lost to empty shelves so far, for people to read; None where the market does not tell."""

    def close(self) -> None:
        """The run is over."""


MakeMarket = Callable[[LoadedWorld, int, MarketSide, Reads], AnyMarket]


@dataclass
class _Timeline:
    """What is still to happen, by time; equal times in the order they were put in."""

    heap: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)

    def put(self, at: datetime, what: Callable[[], None]) -> None:
        heapq.heappush(self.heap, (at.astimezone(UTC), next(self.order), what))

    def run(self, clock: SetClock, until: datetime) -> None:
        """Let everything up to ``until`` happen; what comes later stays."""
        while self.heap and self.heap[0][0] <= until:
            at, _, what = heapq.heappop(self.heap)
            clock.set(max(at, clock.now()))
            what()


def run(
    world: LoadedWorld,
    seed: int,
    days: int,
    *,
    premises: Callable[[SetClock], Premises],
    opening: Opening,
    on_day: Callable[[int], None] = lambda _: None,
    owner: Owner | None = None,
    market: MakeMarket = Market,
) -> Result:
    """Run a policy in a world for some days.

    Args:
        world: The world.
        seed: All luck of the market follows from it.
        days: Whole days from the world's first day.
        premises: Opens an empty shop with its desk on the clock given.
        opening: Makes the policy once the shop stands.
        on_day: Called with the number of days done.
        owner: Answers what is held; the usual one if None.
        market: Makes what happens around the shop.

    Raises:
        MarketFailed: A market by others failed before a day was done; later the result tells what it had come to.
    """
    start = world.spec.shop.start
    clock = SetClock(datetime(start.year, start.month, start.day, tzinfo=UTC))
    place = premises(clock)
    if place.connection.market is None:
        raise Misconfigured("a market can only live in a built-in shop; use the platform `embedded`")
    around = market(world, seed, place.connection.market, place.connection.reads)
    began, done, stopped = clock.now(), 0, None
    try:
        with _closed(around):
            fresh = around.set_up(clock.now(), shop_id=place.connection.shop_id)
            policy = opening(place)
            line = _Timeline()
            _expect(line, around, policy, clock, fresh)
            for number in range(days):
                day = start + timedelta(days=number)
                _expect(line, around, policy, clock, around.morning(day))
                _plan_day(line, day, around, policy, place, owner or Owner())
                line.run(clock, around.slot_interval(day, len(SLOTS) - 1)[1] + EVENING)
                done = number + 1
                on_day(done)
    except MarketFailed as failed:
        if not done:
            raise
        stopped = str(failed)
    return _result(world, seed, done, place, policy, began=began, stopped=stopped, lost=around.lost())


@contextmanager
def _closed(market: AnyMarket) -> Iterator[None]:
    """Close a market at the end; of several failures the first is told."""
    try:
        yield
    except BaseException:
        with suppress(MarketFailed):
            market.close()
        raise
    market.close()


def _result(
    world: LoadedWorld,
    seed: int,
    days: int,
    place: Premises,
    policy: Policy,
    *,
    began: datetime,
    stopped: str | None,
    lost: Lost | None,
) -> Result:
    """Measure the days that were done."""
    start, reads, clock = world.spec.shop.start, place.connection.reads, place.clock
    end, left = start + timedelta(days=days), _left_cost(reads)
    write_down = round(left * (1 - world.spec.money.salvage))
    earned = income(reads, start, end, costs=world.spec.costs, write_down=write_down)
    if lost is not None:
        earned = earned.model_copy(update={"lost_orders": lost.orders, "lost_pieces": lost.units})
    return Result(
        world=world.name,
        seed=seed,
        days=days,
        start=start,
        kpi=kpis(reads, start, end, costs=world.spec.costs),
        daily=daily(reads, start, end, costs=world.spec.costs),
        violations=audit(reads, audit_terms(place.limits()), since=began, until=clock.now() + EVENING),
        audit=place.verify(),
        effects=place.log.list_effects(),
        figures=policy.figures(),
        income=earned,
        stopped=stopped,
        left_cost=left,
    )


def _left_cost(reads: Reads) -> int:
    """Give the cost of all goods that are not sold, minor units; those of unknown cost count with none."""
    stock = reads.shop.get_stock()
    return sum(
        max(0, stock[one.sku].on_hand + stock[one.sku].incoming) * (one.cost or 0)
        for one in reads.shop.list_variants()
        if one.sku in stock
    )


def audit_terms(limits: Limits) -> AuditTerms:
    """Give the owner's limits as the plain numbers that the auditor takes."""
    floor = limits.floor
    return AuditTerms(
        pick_pack=floor.pick_pack,
        freight_per_order=floor.freight_per_order,
        freight_min_pieces=floor.freight_min_pieces,
        after_sale_rate=floor.after_sale_rate,
        fee_rates=floor.platform_fee_rate + floor.tax_rate + floor.commission_rate,
        min_margin_rate=floor.min_margin_rate,
        price_move_day=limits.price.move_24h,
        price_move_month=limits.price.move_30d,
        production_per_30d=limits.production.per_30d,
    )


def _plan_day(line: _Timeline, day: date, market: AnyMarket, policy: Policy, place: Premises, owner: Owner) -> None:
    """Put the day's slots, policy times, owner's hours and evening on the timeline.

    What happened up to a moment has happened when somebody looks at that moment, so slots come first.
    """
    clock = place.clock
    for slot in range(len(SLOTS)):
        line.put(market.slot_interval(day, slot)[1], partial(_end_slot, line, market, policy, clock, (day, slot)))
    for at in policy.times(day):
        line.put(at, lambda: policy.wake(clock.now()))
    for at in owner.times(day, market.zone):
        line.put(at, lambda: _answer(owner, policy, place))
    line.put(market.slot_interval(day, len(SLOTS) - 1)[1] + EVENING, lambda: market.evening(day))


def _end_slot(line: _Timeline, market: AnyMarket, policy: Policy, clock: SetClock, when: tuple[date, int]) -> None:
    fresh = market.slot(*when)
    policy.wake(clock.now())
    _expect(line, market, policy, clock, fresh)


def _expect(line: _Timeline, market: AnyMarket, policy: Policy, clock: SetClock, fresh: list[Inquiry]) -> None:
    """Put inquiries on the timeline; each is answered, or not, before the next thing happens."""
    for inquiry in fresh:
        line.put(inquiry.at, partial(_write, market, policy, clock, inquiry))


def _write(market: AnyMarket, policy: Policy, clock: SetClock, inquiry: Inquiry) -> None:
    market.deliver_inquiry(inquiry)
    policy.wake(clock.now())


def _answer(owner: Owner, policy: Policy, place: Premises) -> None:
    """Let the owner read the inbox and decide."""
    place.desk.expire()
    week = place.clock.now() - timedelta(days=7)
    bought = place.log.list_effects(since=week, kinds=("order_production",), states=("done", "partial", "unknown"))
    held = place.log.list_effects(states=("held",))
    for decision in owner.decide(held, sum(row.money_out for row in bought), place.clock.now()):
        if decision.approve:
            place.desk.approve(decision.effect_id, by="owner")
        else:
            place.desk.reject(decision.effect_id, by="owner", why=decision.why)
        policy.told(decision.effect_id)
