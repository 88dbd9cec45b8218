"""Rules of a policy in numbers in a built shop: it sees what the array shop shows, and acts inside the limits."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from authority.limits import load_limits
from config.settings import load_settings
from scenarios.array_shop import ArrayShop
from scenarios.contest import Kind, Player
from scenarios.market.built_day import MORNING, local
from scenarios.owner import Owner
from scenarios.world import load_world
from shopstaff.scenario import run_numbers
from tests.scenarios.test_agreement import Busy
from tests.support.built import BuiltShop
from tools.shop_look import ShopLook


def test_a_built_shop_shows_what_the_array_shop_shows(tmp_path: Path) -> None:
    """Ladders, stock, goods on the way, visits, ads and yesterday's lines are the same numbers, read from tables."""
    array = ArrayShop(load_world("sixteen-tune-01"), 4, 8)
    built, rule = BuiltShop(array, tmp_path), Busy(array.terms)
    start = array.params.spec.shop.start
    limits = load_limits(currency="CNY")
    look = ShopLook(built.shop.reads, limits, start=start, horizon=8, salvage=0.6)
    for name in (
        "skus",
        "cost",
        "pack",
        "moq",
        "tier_from",
        "keywords",
        "keyword_skus",
        "lead_days",
        "capacity",
        "cover_days",
    ):
        assert np.array_equal(getattr(look.terms, name), getattr(array.terms, name)), name
    for day in range(8):
        ads = look.ads(day - 1)
        view = array.view()
        assert np.array_equal(look.ladders(), view.tier_prices)
        assert np.array_equal(look.stock(), view.stock)
        built.clock.set(local(array.params, day, MORNING))
        assert look.due(built.clock.now()).sum() == view.due.sum()
        if day:
            assert np.array_equal(look.visits(day - 1), view.visits)
            for name in ("impressions", "clicks", "spend", "orders", "sales"):
                assert np.array_equal(getattr(ads, name), getattr(view.ads, name)), name
            lines = look.lines(day - 1, ads)
            for name in ("order", "sku", "quantity", "unit_price", "paid"):
                assert np.array_equal(getattr(lines, name), getattr(view.lines, name)), name
            plain = view.lines.channel != 3  # an order by quote came as a draft here, without a quote of the shop
            assert np.array_equal(lines.channel[plain], view.lines.channel[plain])
        built.play(rule.decide(view))


@pytest.mark.parametrize("kind", ["engines", "oracle"])
def test_numbers_at_the_desk_stay_inside_the_limits_and_their_levers_are_the_profit(kind: Kind, tmp_path: Path) -> None:
    world = load_world("sixteen-tune-01")
    result = run_numbers(load_settings(home=tmp_path), world, Player(kind), seed=1, days=6, shop="s")
    lost = round(result.left_cost * (1 - world.spec.money.salvage))
    assert result.profit == sum(result.income.levers.values()) == result.kpi.contribution - lost
    assert result.income.levers["refunds"] <= 0 and result.income.levers["keeping"] < 0
    states = Counter((row.kind, row.verdict) for row in result.effects)
    assert not [kind for kind, verdict in states if verdict == "deny"]
    assert not result.violations
    done = Counter(row.kind for row in result.effects if row.state == "done")
    assert done["set_price"] > 5 and done["set_bid"] > 5 and done["ship_order"] > 20
    assert result.kpi.orders > 20


@pytest.mark.parametrize("kind", ["engines", "oracle"])
def test_who_asks_is_quoted_when_asking_and_the_owner_is_asked_for_less_after_a_no(kind: Kind, tmp_path: Path) -> None:
    """Only goods not there wait; no quote is held for a concession, more ad money is at most half the last no."""
    world = load_world("fridge-magnets")
    effects = run_numbers(load_settings(home=tmp_path), world, Player(kind), seed=2, days=9, shop="s").effects
    asked: dict[str, datetime] = {}
    quoted: dict[str, datetime] = {}
    for row in effects:
        found = {"send_message": asked, "create_quote": quoted}.get(row.kind)
        if found is not None:
            found.setdefault(row.payload["thread_id"], row.submitted_at)
    assert len(quoted) > 15
    assert sum(asked[thread] == at for thread, at in quoted.items()) > 0.6 * len(quoted)
    assert not [row for row in effects if row.rule.startswith("concession")]
    rises = [row for row in effects if row.kind == "set_ad_budgets" and row.money_out]
    for place, row in enumerate(rises):
        refused = [one.money_out for one in rises[:place] if one.state == "rejected"]
        assert row.money_out <= min(refused, default=row.money_out * 2) / 2


def test_after_the_owners_no_the_next_order_of_goods_costs_half_and_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scenarios.runner.Owner", partial(Owner, production_per_order=600_000))
    world = load_world("sixteen-tune-01")
    result = run_numbers(load_settings(home=tmp_path), world, Player("oracle"), seed=1, days=14, shop="s")
    orders = [row for row in result.effects if row.kind == "order_production"]
    refused = [place for place, row in enumerate(orders[:-1]) if row.state == "rejected"]
    assert refused
    assert all(orders[place + 1].money_out <= orders[place].money_out / 2 for place in refused)
    assert any(row.state == "done" for row in orders)
