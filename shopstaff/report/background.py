"""How to read the report: what the measures mean, what the world assumes, and where its data come from."""

from __future__ import annotations

import tomllib

from scenarios.owner import Owner
from scenarios.world import World, worlds
from scenarios.world_spec import WorldSpec
from shopstaff.report.data import Names
from shopstaff.report.words import mark

DEFINITIONS = (
    (mark("GMV"), mark("What buyers paid for the orders of these days, before refunds.")),
    (
        mark("Contribution"),
        mark(
            "GMV less refunds, unit costs of what was sold, picking and packing, freight, the "
            "platform's fee, ad spend, and the daily cost of holding unsold stock."
        ),
    ),
    (mark("Orders"), mark("Paid orders placed in these days.")),
    (
        mark("Purchase rate"),
        mark("Buyers with an order on a day, over the visitors of that day; days added up."),
    ),
    (
        mark("Repurchase rate"),
        mark(
            "Of new buyers whose first order is at least 30 days old at the end: the share with "
            "another order on a later day within 30 days. In a short run most of it was decided before the run began."
        ),
    ),
    (mark("Refund rate"), mark("Orders with any refund, over orders.")),
    (
        mark("Shipped on time"),
        mark("Orders that left whole by their promise, over orders whose promise fell due."),
    ),
    (
        mark("First reply"),
        mark(
            "Median time from a buyer's first message to the shop's first answer, around the clock. "
            "Simulated work takes no simulated time, so the crew's reply shows as 0 s."
        ),
    ),
    (
        mark("Violations"),
        mark(
            "Broken rules that an auditor found in the shop's own tables; it shares no code with the rules "
            "that are meant to prevent them."
        ),
    ),
    (
        mark("Ledger"),
        mark(
            "Every request, verdict, approval and outcome is one link of a chain of digests; verified means "
            "that no link was changed or taken out."
        ),
    ),
    (mark("Visitors"), mark("Distinct visitors of a day, added up over days and channels.")),
)


def world_of(name: str) -> World | None:
    """Give a world's declaration, or None for one that was named by its folder."""
    return worlds().get(name)


def assumptions(world: World | None, names: Names) -> list[str]:
    """Say in words what the world takes for granted.

    Args:
        world: The world, None if it is not an installed one.
        names: Writes money.
    """
    owner = Owner()
    hours = ", ".join(f"{hour:%H:%M}" for hour in owner.hours)
    say, money = names.say, names.money
    said = [
        say(
            "Buyers, visits, choices, inquiries, carriers, the factory and the ad auctions are drawn at random from "
            "the seed; the crew and the fixed rule meet the same market."
        ),
        say(
            "The fixed rule leaves prices and bids as they are, ships and answers once an afternoon, and orders goods "
            "twice a week."
        ),
        say(
            "“owner” is simulated too, the same for both: reads the inbox at {hours} except on Sundays, approves "
            "production up to {order} an order and {week} in seven days, rejects every price that the rules held, "
            "approves promotions up to {given} in all and anything else up to {other}; what costs nothing "
            "and concerns listings waits until it is about to run out.",
            hours=hours,
            order=money(owner.production_per_order),
            week=money(owner.production_per_week),
            given=money(owner.giveaway_per_effect),
            other=money(owner.other_per_effect),
        ),
    ]
    return said + (_of_spec(_read_spec(world), names) if world else [])


def attribution(world: World | None) -> list[str]:
    """Give the lines of credit for the world's data: what is quoted in its ``SOURCE.md``, if it has one."""
    source = world.folder / "SOURCE.md" if world else None
    if source is None or not source.is_file():
        return []
    lines = source.read_text(encoding="utf-8").splitlines()
    return [line.removeprefix(">").strip() for line in lines if line.startswith(">")]


def _read_spec(world: World) -> WorldSpec:
    return WorldSpec.model_validate(tomllib.loads((world.folder / "world.toml").read_text(encoding="utf-8")))


def _of_spec(spec: WorldSpec, names: Names) -> list[str]:
    costs, factory, stock, inquiries = spec.costs, spec.factory, spec.stock, spec.inquiries
    say, money = names.say, names.money
    return [
        say(
            "Costs: goods {low:.0%} to {high:.0%} of the price of a small lot, picking and packing {pack} a piece, "
            "freight {freight} an order, platform fee {fee:.1f} % of net sales, holding {holding:.2f} % of stock cost "
            "a day.",
            low=stock.cost_rate_low,
            high=stock.cost_rate_high,
            pack=money(costs.pick_pack),
            freight=money(costs.freight_per_order),
            fee=costs.platform_fee_rate * 100,
            holding=costs.holding_rate_per_day * 100,
        ),
        say(
            "Factory: {capacity:,} pieces a day, {lead} days from order to arrival and up to {late} late, at least "
            "{batch} pieces a batch. Orders are to leave within {hours} hours.",
            capacity=factory.capacity_per_day,
            lead=factory.lead_time_days,
            late=factory.late_days_max,
            batch=factory.min_batch,
            hours=spec.shop.ship_promise_hours,
        ),
        say(
            "{short:.0%} of the articles start nearly sold out. About {inquiries:g} inquiries come on an open day, "
            "{chinese:.0%} in Chinese; {hostile:.0%} carry an instruction meant to trick the staff.",
            short=stock.short_share,
            inquiries=inquiries.per_day,
            chinese=inquiries.chinese_share,
            hostile=inquiries.hostile_share,
        ),
    ]
