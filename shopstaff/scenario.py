"""Bringing the crew, or another policy, into a scenario: what the runner of `scenarios/` is handed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from agents.crew import Crew
from agents.roster import jobs
from agents.trigger import At
from authority.limits import SeasonPlan
from authority.model_spend import add_up
from authority.rows import ModelCallRow
from authority.task import Task
from authority.tasks import Origin
from config.settings import Settings
from decisions.day_view import ShopTerms
from kit.clock import SetClock
from kit.errors import BadInput
from kit.garbage import seldom_collected
from scenarios.at_desk import AtDesk, Wish
from scenarios.contest import Player, policy_of
from scenarios.market import Market
from scenarios.market.truth import SlotTruth
from scenarios.numbers import Hidden
from scenarios.policy import Policy, Premises
from scenarios.rules import PLAIN, FixedRule, RuleTerms
from scenarios.runner import AnyMarket, MakeMarket, Result, run
from scenarios.world import LoadedWorld
from shops.buyers import MarketSide
from shops.port import Reads
from shopstaff.crewing import reader_of
from shopstaff.house import House, clear_simulated, mark_simulated, open_house
from shopstaff.intake import take_events, tell_decision, tick, work


class CrewPolicy:
    """The crew as a policy: events, ticks and decisions become tasks, and what is due is run.

    Args:
        crew: The crew of the premises.
        house: Its house.
    """

    def __init__(self, crew: Crew, house: House) -> None:
        self._crew, self._house = crew, house

    def times(self, day: date) -> list[datetime]:
        """Wake at every time that a job names."""
        times = sorted({t for job in jobs().values() for one in job.triggers if isinstance(one, At) for t in one.times})
        return [datetime.combine(day, moment, self._crew.job_zone) for moment in times]

    def wake(self, now: datetime) -> None:
        """Take in what happened and what is due, and do it."""
        take_events(self._crew, self._house.connection.events)
        tick(self._crew, now)
        work(self._crew, now)

    def told(self, effect_id: str) -> None:
        """Learn of a decision at once."""
        tell_decision(self._crew, effect_id)
        work(self._crew, self._crew.clock.now())

    def figures(self) -> dict[str, Any]:
        """Count tasks by employee and end, and model calls."""
        rows = self._crew.tasks.list_tasks()
        return {
            "tasks": {
                "total": len(rows),
                "by_employee": _count(row.employee for row in rows),
                "by_end": _count(row.end or "open" for row in rows),
                "by_job": _count(row.job for row in rows),
            },
            "model_calls": sum(row.model_calls for row in rows if row.model != "rules"),
            "rules_calls": sum(row.model_calls for row in rows if row.model == "rules"),
            "prompt_bytes": sum(row.prompt_bytes for row in rows),
            "models": count_models(rows, self._crew.purse.book.list_calls()),
            "remembered": {row.id: read for row in rows if (read := self._remembered(row.id))},
        }

    def _remembered(self, task_id: str) -> list[dict[str, Any]]:
        """Give what of the memory a task has read for its briefs."""
        briefs = [turn.body for turn in self._crew.tasks.turns(task_id) if turn.kind == "brief"]
        return [one for body in briefs for one in body.get("remembered", ())]


def count_models(tasks: Sequence[Task], calls: Sequence[ModelCallRow]) -> dict[str, Any]:
    """Count calls of models that are not free: those for buyers' messages apart, and what all cost.

    A hand-off's calls count for the message that set it off, since it has its origin.
    """
    origins = {task.id: task.origin for task in tasks}
    spent = add_up(calls)
    return {
        "calls": spent.calls,
        "failed": spent.failed,
        "buyer_messages": sum(task.origin == Origin.BUYER and task.parent is None for task in tasks),
        "buyer_calls": sum(origins.get(call.task) == Origin.BUYER for call in calls),
        "input_tokens": spent.input_tokens,
        "output_tokens": spent.output_tokens,
        "estimated": spent.estimated,
        "cost_micro": spent.money,
        "unpriced": spent.unpriced,
    }


def run_crew(
    settings: Settings,
    world: LoadedWorld,
    *,
    seed: int,
    days: int,
    shop: str,
    on_day: Callable[[int], None] = lambda _: None,
    market: MakeMarket = Market,
) -> Result:
    """Run the crew in a world; the shop stays in the home, to be asked and looked at.

    Raises:
        Misconfigured: A real shop of that name is in the home.
    """

    def opening(house: House) -> Policy:
        return CrewPolicy(house.crew(), house)

    return _run(settings, world, seed=seed, days=days, shop=shop, opening=opening, on_day=on_day, market=market)


def run_rule(
    settings: Settings,
    world: LoadedWorld,
    *,
    seed: int,
    days: int,
    shop: str,
    terms: RuleTerms = PLAIN,
    on_day: Callable[[int], None] = lambda _: None,
    market: MakeMarket = Market,
) -> Result:
    """Run a fixed rule, the plain one if not said, in a world, through the same desk and with the same owner."""

    def opening(house: House) -> Policy:
        return FixedRule(_premises(house), terms)

    return _run(settings, world, seed=seed, days=days, shop=shop, opening=opening, on_day=on_day, market=market)


def run_numbers(
    settings: Settings,
    world: LoadedWorld,
    player: Player,
    *,
    seed: int,
    days: int,
    shop: str,
    on_day: Callable[[int], None] = lambda _: None,
    market: MakeMarket = Market,
) -> Result:
    """Run engines or oracle in a built shop, through the same desk and with the same owner as everybody.

    What is hidden of the market is handed to the oracle alone.

    Raises:
        BadInput: The oracle is asked to play in a market by others, whose laws nobody has told it.
    """
    made: list[AnyMarket] = []

    def remembered(world: LoadedWorld, seed: int, side: MarketSide, reads: Reads) -> AnyMarket:
        made.append(market(world, seed, side, reads))
        return made[-1]

    def opening(house: House) -> Policy:
        def hidden(terms: ShopTerms) -> Hidden:
            (around,) = made
            if not isinstance(around, Market):
                raise BadInput("the oracle knows the laws of the world's own market alone; leave it, or --market")
            return SlotTruth(around.hidden, terms)

        return AtDesk(
            _premises(house),
            world,
            days,
            make=lambda terms: policy_of(player, seed, lambda: hidden(terms)),
            read=_reader_of_wishes(house),
        )

    return _run(settings, world, seed=seed, days=days, shop=shop, opening=opening, on_day=on_day, market=remembered)


def _run(
    settings: Settings,
    world: LoadedWorld,
    *,
    seed: int,
    days: int,
    shop: str,
    opening: Callable[[House], Policy],
    on_day: Callable[[int], None],
    market: MakeMarket,
) -> Result:
    clear_simulated(settings, shop)
    salts = random.Random(f"{world.name}/{seed}/{shop}")  # noqa: S311  (a demo is to be repeatable, not secret)
    houses: list[House] = []

    def premises(clock: SetClock) -> Premises:
        house = open_house(
            settings,
            shop,
            clock=clock,
            salt=lambda: f"{salts.getrandbits(128):032x}",
            floor=world.spec.floor,
            season=_season(world, days),
        )
        mark_simulated(house)
        houses.append(house)
        return _premises(house)

    try:
        with seldom_collected():
            return run(
                world,
                seed,
                days,
                premises=premises,
                opening=lambda _place: opening(houses[0]),
                on_day=on_day,
                market=market,
            )
    finally:
        for house in houses:
            house.close()


def _reader_of_wishes(house: House) -> Callable[[str], Wish]:
    """Read what a buyer asks for as the crew does, so that whoever sits at the desk understands the same."""
    understand = reader_of(house)
    packs = {one.sku: one.pack for one in house.connection.reads.shop.list_variants()}

    def read(text: str) -> Wish:
        said = understand(text).slots
        boxes = said.boxes * packs.get(said.sku, 1) if said.boxes and said.sku else None
        return Wish(None if said.order else said.sku, said.quantity or boxes, said.price_minor or 0)

    return read


def _season(world: LoadedWorld, days: int) -> SeasonPlan:
    """Give what the owner plans for: whoever runs the shop is told the last day, and the dates of the calendar."""
    spec = world.spec
    return SeasonPlan(
        ends=spec.shop.start + timedelta(days=days),
        left_worth=Decimal(str(spec.money.salvage)),
        dates={one.name: one.day for one in spec.events},
    )


def _premises(house: House) -> Premises:
    assert isinstance(house.clock, SetClock)
    return Premises(
        connection=house.connection,
        desk=house.desk,
        log=house.log,
        limits=house.limits,
        clock=house.clock,
        verify=house.verify,
    )


def _count(names: Any) -> dict[str, int]:
    counted: dict[str, int] = {}
    for name in names:
        counted[name] = counted.get(name, 0) + 1
    return dict(sorted(counted.items()))
