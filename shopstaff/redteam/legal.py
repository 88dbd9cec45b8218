"""What the staff does of its own accord must pass: verdicts on the effects of scenario runs with the rules model.

Every verdict that an effect got before anybody decided is read from the ledger. A denial is a fault, and so is a hold
that neither the level asks for nor a limit that is the owner's by its own words: every production order, the first
discount of a kind, a bundle that every buyer may take, more ad money, a buyer's wish (:data:`WISHES`).
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from authority.docket import Docket
from authority.limits import Limits
from authority.tasks import Origin
from config.settings import Settings
from kit.clock import Stopwatch
from scenarios.world import LoadedWorld, load_world
from shops.terms import floor_price
from shopstaff.house import House, open_house
from shopstaff.scenario import run_crew

WISHES = {
    "concession.rate": "a price beyond the schedule that a buyer names, taken to the owner as asked",
    "refund.amount": "a buyer's claim above what is given back at once",
    "refund.buyer": "a buyer with many refunds",
    "refund.day": "a day of many claims",
    "change.again": "an order that its buyer changes a second time",
    "change.amount": "a cancelled order that was worth much",
    "change.country": "an order that its buyer sends abroad",
    "change.day": "a day of many cancellations",
    "request.again": "a buyer who asks twice for the same pieces",
    "resend.amount": "goods of worth that a buyer asks for again",
    "resend.day": "a day of many goods sent again",
    "sample.amount": "a dear sample that a buyer asks for",
    "sample.30d": "a month of many samples",
    "sample.free": "a buyer who asks for a second free sample",
}
"""Holds that are right where a buyer's words set the effect off: a wish that only the owner may grant.

An engine that proposes such a thing by itself wastes the owner's time, and that is a fault."""
DAYS = 10


@dataclass
class Legal:
    """What the runs showed.

    Attributes:
        judged: Effects judged.
        verdicts: Effects by ruling and rule.
        faults: Effects that were stopped and should not have been, as lines.
        seeds: The runs.
        wall_s: Seconds it took.
    """

    judged: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seeds: list[int] = field(default_factory=list)
    wall_s: float = 0.0


def run_legal(
    effects: int,
    *,
    seed: int,
    world: str = "giftware",
    days: int = DAYS,
    on_effects: Callable[[int], None] = lambda _: None,
) -> Legal:
    """Run the crew with the rules model over as many seeds as it takes, and count what stopped its effects.

    Args:
        effects: At least so many are judged.
        seed: The first seed; the next runs take the next ones.
        world: The scenario.
        days: Days of each run.
        on_effects: Told how many have been judged, for a progress bar.
    """
    legal, watch, loaded = Legal(), Stopwatch(), load_world(world)
    while legal.judged < effects:
        legal.seeds.append(seed + len(legal.seeds))
        with tempfile.TemporaryDirectory() as home:
            _one_run(Path(home), loaded, legal.seeds[-1], days, legal)
        on_effects(legal.judged)
    legal.wall_s = watch.seconds()
    return legal


def _one_run(home: Path, world: LoadedWorld, seed: int, days: int, legal: Legal) -> None:
    settings = Settings(home=home)
    run_crew(settings, world, seed=seed, days=days, shop=world.name)
    house = open_house(settings, world.name)
    count(house, seed, legal)
    house.close()


def count(house: House, seed: int, legal: Legal) -> None:
    """Count the first verdict of every effect of a run."""
    limits, granted, refused = house.limits(), _Granted(), _Refused()
    for row in house.log.list_effects():
        # what the owner changed on the way is his; the crew's own effects are judged as they were asked for
        first = next(one["body"] for one in house.log.history(row.id) if one["kind"] == "verdict")
        legal.judged += 1
        ruling, rule = str(first["ruling"]), str(first["rule"])
        legal.verdicts[f"{ruling} {rule}"] += 1
        right = granted.is_new(first, row) if rule == "promotion.new" else is_right(first, row, limits)
        if refused.is_again(first, row) or not right:
            legal.faults.append(f"seed {seed}: {row.kind} {ruling} by {rule}: {first['why']} ({row.summary[:80]})")


def is_right(verdict: dict[str, Any], row: Docket, limits: Limits) -> bool:
    """Tell whether a legal effect got the verdict it should: allowed, or held by the level or an owner's limit."""
    ruling, rule = verdict["ruling"], verdict["rule"]
    if ruling != "hold":
        return bool(ruling == "allow")
    if rule == "level.propose":
        return limits.levels.get(row.action) in (None, 1) or "lowered by measured error" in verdict["why"]
    if rule == "production.order":
        return row.money_out > limits.production.auto_per_order
    if rule == "ads.raise":
        # asked once where a campaign runs out and has paid; asked again after a no it is a fault
        return True
    if rule == "promotion.audience":
        # a pair of goods cannot be offered to a few buyers only, and its job asks the owner
        return (verdict["exposure"]["deal"] or {}).get("type") == "bundle"
    if rule == "price.move_24h":
        return _is_forced(verdict, limits)
    # a request after the sale is a buyer's, also where the clock has it answered
    return rule in WISHES and (row.origin == Origin.BUYER or row.object_id.startswith("request:"))


class _Refused:
    """What the owner has said no to in a run: to ask for it again is a fault."""

    def __init__(self) -> None:
        self._noes = set[tuple[str, str]]()

    def is_again(self, verdict: dict[str, Any], row: Docket) -> bool:
        """Tell whether a request after the sale, or more ad money, is held that was refused before."""
        asked = row.kind, row.object_id
        before = asked in self._noes
        if row.state == "rejected":
            self._noes.add(asked)
        asks = verdict["rule"] == "ads.raise" or row.object_id.startswith("request:")
        return before and asks and verdict["ruling"] == "hold"


class _Granted:
    """Discounts that the owner has granted in a run: the same type, as deep or less, is the staff's from then on."""

    def __init__(self) -> None:
        self._asked: list[tuple[str, Decimal, Docket]] = []

    def is_new(self, verdict: dict[str, Any], row: Docket) -> bool:
        """Tell whether nothing like a discount that is held was granted before it was asked for."""
        kind, depth = verdict["exposure"]["deal"]["type"], Decimal(verdict["exposure"]["deal"]["depth"])
        like = [one for name, deep, one in self._asked if name == kind and deep >= depth]
        self._asked.append((kind, depth, row))
        yes = [one.settled_at for one in like if one.decided_by and one.state == "done"]
        return not any(at is not None and at <= row.submitted_at for at in yes)


def _is_forced(verdict: dict[str, Any], limits: Limits) -> bool:
    """Tell whether every ladder that moves has a step below its floor: no legal ladder is within a small move then."""
    prices = verdict["snapshot"]["prices"]
    return all(
        any(
            step["unit_price"] < floor_price(prices[move["sku"]]["cost"], step["min_quantity"], limits.floor)
            for step in prices[move["sku"]]["now"]
        )
        for move in verdict["exposure"]["ladders"]
    )
