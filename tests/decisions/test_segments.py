"""Segments: each buyer is in one group, by recency in the shop's usual gap, orders and money."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from decisions.repurchase import NotEnough
from decisions.segments import NAMES, Buys, Segments, order_rates, segment
from scenarios.world import load_world

BEGIN = date(2026, 1, 1)
TODAY = BEGIN + timedelta(days=100)


def buys(buyer: str, *days: int, money: int = 1000) -> Buys:
    """Give a buyer's orders on days counted from the begin."""
    return Buys(buyer, tuple((BEGIN + timedelta(days=day), money) for day in days))


def crowd() -> list[Buys]:
    """Give twenty buyers who order every twenty days: the usual gap is twenty."""
    return [buys(f"x{place}", *range(place % 20, 100, 20)) for place in range(20)]


def group(*mine: Buys) -> Segments:
    found = segment([*crowd(), *mine], BEGIN, TODAY)
    assert isinstance(found, Segments) and found.usual_gap == 20
    return found


def test_each_group_is_what_its_threshold_says() -> None:
    found = group(
        buys("once", 90),
        buys("asleep", 20, 59),
        buys("lost", 20, 40),
        buys("core", 60, 80, 95, money=90_000),
        buys("more", 40, 60, 80, 99),
        buys("same", 20, 40, 70, 90, money=500),
    )
    wanted = {"once": "new", "asleep": "asleep", "lost": "lost", "core": "core", "more": "growing", "same": "regular"}
    assert {buyer: found.of[buyer] for buyer in wanted} == wanted
    assert sum(found.counts().values()) == len(found.of) and list(found.counts()) == list(NAMES)


def test_too_few_second_orders_tell_no_usual_gap() -> None:
    found = segment([buys("a", 1, 20), buys("b", 3)], BEGIN, TODAY)
    assert isinstance(found, NotEnough) and "there are 1" in found.missing[0]


def test_on_the_real_wholesalers_orders_the_core_comes_back_most_and_sleepers_least() -> None:
    """Giftware, development part: the groups of one month foretell who orders in the next four weeks."""
    world = load_world("giftware")
    cut = world.spec.shop.start - timedelta(days=28)
    past: dict[str, dict[date, int]] = {}
    came = set()
    for row in world.history:
        day = row.placed_at.date()
        if day >= cut:
            came.add(row.buyer)
        else:
            mine = past.setdefault(row.buyer, {})
            mine[day] = mine.get(day, 0) + row.quantity * row.unit_price
    begin = min(min(mine) for mine in past.values())
    found = segment([Buys(buyer, tuple(mine.items())) for buyer, mine in past.items()], begin, cut)
    assert isinstance(found, Segments)
    rates = order_rates(found, frozenset(came))
    assert rates["core"] > rates["regular"] > rates["asleep"]
    assert rates["growing"] > rates["new"]


@given(st.lists(st.lists(st.integers(0, 99), min_size=1, max_size=9), min_size=0, max_size=12))
def test_every_buyer_with_an_order_is_in_exactly_one_group(days: list[list[int]]) -> None:
    """And the order in which buyers are given changes nothing."""
    mine = [buys(f"b{place}", *some) for place, some in enumerate(days)]
    found, again = group(*mine), segment([*mine, *crowd()], BEGIN, TODAY)
    assert found == again
    assert set(found.of) == {one.buyer for one in (*crowd(), *mine)}
    assert sum(found.paid.values()) == sum(money for one in (*crowd(), *mine) for _, money in one.orders)
