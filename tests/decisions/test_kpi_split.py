"""Why GMV and profit moved: each part is what its formula says, and the parts add up to the change exactly."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import permutations
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.kpi_split import BRIDGE, Funnel, Period, SkuPeriod, bridge, sku_causes, split_gmv, whole_parts


@st.composite
def funnels(draw: st.DrawFn) -> Funnel:
    """Draw a span of a shop, also one without visitors, orders or money."""
    orders = draw(st.integers(0, 5000))
    gmv = draw(st.integers(0, 10**11)) if orders else 0
    return Funnel(visitors=draw(st.integers(0, 10**6)), orders=orders, gmv=gmv)


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Draw a span with some of four SKUs."""
    units = st.integers(0, 500)
    rows = {
        sku: SkuPeriod(units=count, revenue=draw(st.integers(0, 10**7)) if count else 0, unit_cost=draw(units))
        for sku in draw(st.sets(st.sampled_from("ABCD")))
        if (count := draw(units)) is not None
    }
    return Period(
        skus=rows,
        freight=draw(st.integers(0, 10**6)),
        ads=draw(st.integers(-(10**4), 10**6)),
        refunds=draw(st.integers(0, 10**6)),
        pick_pack=draw(st.integers(0, 30)),
        fee_rate=draw(st.decimals(0, Decimal("0.3"), places=3)),
    )


@given(funnels(), funnels())
def test_the_parts_of_gmv_add_up_to_the_minor_unit(before: Funnel, now: Funnel) -> None:
    split = split_gmv(before, now)
    assert split.change == now.gmv - before.gmv
    assert split.visitors + split.purchase_rate + split.order_value == split.change


@given(funnels(), funnels())
def test_the_way_back_is_the_way_there_with_the_signs_turned(before: Funnel, now: Funnel) -> None:
    """LMDI passes time reversal; rounding may leave a unit."""
    there, back = split_gmv(before, now), split_gmv(now, before)
    for name in ("visitors", "purchase_rate", "order_value"):
        assert abs(getattr(there, name) + getattr(back, name)) <= 1


@given(st.lists(st.integers(1, 10**5), min_size=6, max_size=6))
def test_each_part_is_the_logarithmic_mean_times_the_growth_of_its_factor(numbers: list[int]) -> None:
    visits0, orders0, gmv0, visits1, orders1, gmv1 = numbers
    split = split_gmv(
        Funnel(visitors=visits0, orders=orders0, gmv=gmv0), Funnel(visitors=visits1, orders=orders1, gmv=gmv1)
    )
    mean = (gmv1 - gmv0) / log(gmv1 / gmv0) if gmv1 != gmv0 else gmv0
    rates, values = (orders0 / visits0, orders1 / visits1), (gmv0 / orders0, gmv1 / orders1)
    assert split.visitors == pytest.approx(mean * log(visits1 / visits0), abs=1.5)
    assert split.purchase_rate == pytest.approx(mean * log(rates[1] / rates[0]), abs=1.5)
    assert split.order_value == pytest.approx(mean * log(values[1] / values[0]), abs=1.5)


def test_without_visitors_nothing_is_said_about_them() -> None:
    split = split_gmv(Funnel(visitors=0, orders=4, gmv=4000), Funnel(visitors=100, orders=8, gmv=8000))
    assert (split.traffic_known, split.visitors, split.purchase_rate, split.order_value) == (False, 0, 4000, 0)


@pytest.mark.parametrize(
    ("now", "part"),
    [
        (Funnel(visitors=0, orders=0, gmv=0), "visitors"),
        (Funnel(visitors=90, orders=0, gmv=0), "purchase_rate"),
        (Funnel(visitors=90, orders=3, gmv=0), "order_value"),
    ],
)
def test_a_day_without_sales_is_put_down_to_the_first_zero(now: Funnel, part: str) -> None:
    split = split_gmv(Funnel(visitors=100, orders=4, gmv=4000), now)
    assert (getattr(split, part), split.change) == (-4000, -4000)


@given(periods(), periods())
def test_the_bridge_adds_up_to_the_change_of_profit(before: Period, now: Period) -> None:
    found = bridge(before, now)
    assert list(found.parts) == list(BRIDGE)
    assert sum(found.parts.values()) == found.change == now.profit - before.profit


def sku_by_sku(before: Period, now: Period) -> tuple[dict[str, Fraction], int]:
    """Give the parts of a bridge before they are rounded, and the change, as the formula says: SKU by SKU."""

    def margin(period: Period, sku: str) -> Fraction:
        one = period.skus[sku]
        return one.revenue * (1 - Fraction(period.fee_rate)) - one.units * (one.unit_cost + period.pick_pack)

    def profit(period: Period, margins: Fraction) -> int:
        return round(margins - period.refunds * (1 - Fraction(period.fee_rate)) - period.freight - period.ads)

    old_kept, kept = 1 - Fraction(before.fee_rate), 1 - Fraction(now.fee_rate)
    margins = [sum((margin(period, sku) for sku in period.skus), Fraction(0)) for period in (before, now)]
    old_units, units = (sum(one.units for one in period.skus.values()) for period in (before, now))
    parts = dict.fromkeys(BRIDGE, Fraction(0))
    parts["ads"] = Fraction(before.ads - now.ads)
    parts["after_sale"] = before.refunds * old_kept - now.refunds * kept
    whole, standard = margins[0] - before.freight, Fraction(0)
    for sku, new in now.skus.items():
        old = before.skus.get(sku)
        if old is None or not old.units or not new.units:
            standard += margin(now, sku)
            continue
        at_old_price = new.units * Fraction(old.revenue, old.units) * old_kept
        parts["price"] += new.revenue * kept - at_old_price
        parts["cost"] -= new.units * (new.unit_cost + now.pick_pack - old.unit_cost - before.pick_pack)
        standard += at_old_price - new.units * (old.unit_cost + before.pick_pack)
    if old_units and units:
        at_old_freight = units * Fraction(before.freight, old_units)
        parts["volume"] = (units - old_units) * whole / old_units
        parts["mix"] = standard - at_old_freight - whole - parts["volume"]
        parts["cost"] -= now.freight - at_old_freight
    else:
        parts |= {"volume": margins[1] - now.freight - whole, "price": Fraction(0), "cost": Fraction(0)}
    return parts, profit(now, margins[1]) - profit(before, margins[0])


@given(periods(), periods())
def test_the_bridge_is_what_its_formula_gives_sku_by_sku(before: Period, now: Period) -> None:
    found = bridge(before, now)
    parts, change = sku_by_sku(before, now)
    assert found.change == change
    assert list(found.parts.values()) == whole_parts(list(parts.values()), change)


def test_each_pier_of_the_bridge_takes_what_it_alone_moved() -> None:
    base = {"A": SkuPeriod(units=10, revenue=1000, unit_cost=40), "B": SkuPeriod(units=10, revenue=2000, unit_cost=120)}
    before = Period(skus=base, freight=100, ads=50, refunds=30)

    def moved(**change: object) -> dict[str, int]:
        parts = bridge(before, before.model_copy(update=change)).parts
        return {name: part for name, part in parts.items() if part}

    assert moved() == {}
    assert moved(skus=base | {"A": SkuPeriod(units=10, revenue=1100, unit_cost=40)}) == {"price": 100}
    assert moved(skus=base | {"A": SkuPeriod(units=10, revenue=1000, unit_cost=45)}) == {"cost": -50}
    assert moved(ads=80) == {"ads": -30}
    assert moved(refunds=90) == {"after_sale": -60}
    twice = {sku: SkuPeriod(units=20, revenue=2 * one.revenue, unit_cost=one.unit_cost) for sku, one in base.items()}
    assert moved(skus=twice, freight=200) == {"volume": 1300}
    other = {"A": SkuPeriod(units=5, revenue=500, unit_cost=40), "B": SkuPeriod(units=15, revenue=3000, unit_cost=120)}
    assert moved(skus=other) == {"mix": 100}


@given(st.lists(st.fractions(-(10**6), 10**6, max_denominator=999), min_size=1, max_size=6))
def test_rounding_moves_no_part_by_a_unit_and_keeps_the_sum(parts: list[Fraction]) -> None:
    total = round(sum(parts))
    whole = whole_parts(parts, total)
    assert sum(whole) == total
    assert all(abs(one - part) <= 1.5 for one, part in zip(whole, parts, strict=True))


def test_parts_that_miss_their_sum_are_an_error_and_not_rounded_away() -> None:
    for parts in permutations([10.0, 20.0, 30.0]):
        with pytest.raises(ValueError, match="add up to 60"):
            whole_parts(parts, 63)


def test_the_goods_that_moved_most_come_first() -> None:
    before = Period(skus={"A": SkuPeriod(units=1, revenue=100, unit_cost=10)})
    now = Period(
        skus={"A": SkuPeriod(units=1, revenue=90, unit_cost=10), "B": SkuPeriod(units=1, revenue=500, unit_cost=9)}
    )
    assert sku_causes(before, now) == [("B", 491), ("A", -10)]
