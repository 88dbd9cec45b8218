"""Rules of a policy in numbers in a built shop: it sees what the array shop shows, and acts inside the limits."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from authority.limits import load_limits
from config.settings import load_settings
from scenarios.array_shop import ArrayShop
from scenarios.at_desk.talks import named_price, read_wish
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


@pytest.mark.parametrize(
    ("text", "pieces", "price"),
    [
        ("群里团购，M03大概228个，什么价？9月28日前到南京。¥2.26一个行不行？", 228, 226),
        ("请报个价：货号M03，数量15打，9月8日前要到。", 180, 0),
        ("M03要两百个，9月3日前用", 200, 0),
        ("price for 24 dozen M03 please, by 3 May", 288, 0),
        ("M03 什么价格？", None, 0),
    ],
)
def test_inquiries_are_read_by_plain_rules(text: str, pieces: int | None, price: int, tmp_path: Path) -> None:
    array = ArrayShop(load_world("sixteen-tune-01"), 1, 2)
    variants = BuiltShop(array, tmp_path).shop.reads.shop.list_variants()
    variant, read = read_wish(text, variants)
    assert variant is not None and variant.sku == "M03"
    assert (read, named_price(text)) == (pieces, price)


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
