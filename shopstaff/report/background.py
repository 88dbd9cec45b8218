"""How to read the report: what the measures mean, what the world assumes, and where its data come from."""

from __future__ import annotations

import tomllib

from scenarios.owner import Owner
from scenarios.world import World, worlds
from scenarios.world_spec import WorldSpec
from shopstaff.report.data import Names

DEFINITIONS = (
    ("GMV 成交额", "What buyers paid for the orders of these days, before refunds."),
    (
        "Contribution 毛利贡献",
        "GMV less refunds, unit costs of what was sold, picking and packing, freight, the "
        "platform's fee, ad spend, and the daily cost of holding unsold stock.",
    ),
    ("Orders 订单数", "Paid orders placed in these days."),
    ("Purchase rate 进店购买率", "Buyers with an order on a day, over the visitors of that day; days added up."),
    (
        "Repurchase rate 复购率",
        "Of new buyers whose first order is at least 30 days old at the end: the share with "
        "another order on a later day within 30 days. In a short run most of it was decided before the run began.",
    ),
    ("Refund rate 退款率", "Orders with any refund, over orders."),
    ("Shipped on time 准时发货率", "Orders that left whole by their promise, over orders whose promise fell due."),
    (
        "First reply 首次响应",
        "Median time from a buyer's first message to the shop's first answer, around the clock. "
        "Simulated work takes no simulated time, so the crew's reply shows as 0 s.",
    ),
    (
        "Violations 违规",
        "Broken rules that an auditor found in the shop's own tables; it shares no code with the rules "
        "that are meant to prevent them.",
    ),
    (
        "Ledger 账本",
        "Every request, verdict, approval and outcome is one link of a chain of digests; verified means "
        "that no link was changed or taken out.",
    ),
    ("Visitors 访客", "Distinct visitors of a day, added up over days and channels."),
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
    said = [
        "Buyers, visits, choices, inquiries, carriers, the factory and the ad auctions are drawn at random from the "
        "seed; the crew and the fixed rule meet the same market.",
        "The fixed rule leaves prices and bids as they are, ships and answers once an afternoon, and orders goods "
        "twice a week.",
        f"“owner” is simulated too, the same for both: reads the inbox at {hours} except on Sundays, approves "
        f"production up to {names.money(owner.production_per_order)} an order and "
        f"{names.money(owner.production_per_week)} in seven days, rejects every price that the rules held, and "
        f"approves anything else up to {names.money(owner.other_per_effect)}.",
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
    costs, factory, stock = spec.costs, spec.factory, spec.stock
    return [
        f"Costs: goods {stock.cost_rate_low:.0%} to {stock.cost_rate_high:.0%} of the price of a small lot, picking "
        f"and packing {names.money(costs.pick_pack)} a piece, freight {names.money(costs.freight_per_order)} an order, "
        f"platform fee {costs.platform_fee_rate * 100:.1f} % of net sales, holding "
        f"{costs.holding_rate_per_day * 100:.2f} % of stock cost a day.",
        f"Factory: {factory.capacity_per_day:,} pieces a day, {factory.lead_time_days} days from order to arrival and "
        f"up to {factory.late_days_max} late, at least {factory.min_batch} pieces a batch. Orders are to leave within "
        f"{spec.shop.ship_promise_hours} hours.",
        f"{stock.short_share:.0%} of the articles start nearly sold out. About {spec.inquiries.per_day:g} inquiries "
        f"come on an open day, {spec.inquiries.chinese_share:.0%} in Chinese; {spec.inquiries.hostile_share:.0%} carry "
        "an instruction meant to trick the staff.",
    ]
