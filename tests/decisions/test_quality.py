"""Quality: one complaint stops nothing but what is unsafe; several beyond chance do."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.quality import CHANCE, SkuQuality, advise_quality, chance_of_loss, pareto, tail

OTHERS = SkuQuality(sku="others", lines=400, complaints=2, buyers=2)


def goods(**fields: Any) -> SkuQuality:
    """Give twenty lines sold of a lamp without a complaint."""
    return SkuQuality(**({"sku": "lamp", "lines": 20, "complaints": 0, "buyers": 0} | fields))


def held(*rows: SkuQuality) -> list[str]:
    """Give the SKUs to stop."""
    return [one.sku for one in advise_quality(rows).holds]


def test_repeated_complaints_of_several_buyers_stop_the_goods_and_only_them() -> None:
    (one,) = advise_quality([goods(complaints=4, buyers=4), OTHERS]).holds
    assert one.sku == "lamp" and one.chance < CHANCE and "4/20" in one.why and "4/20" in one.why_zh


@pytest.mark.parametrize("fields", [{"complaints": 1, "buyers": 1, "lines": 1}, {"complaints": 6, "buyers": 1}])
def test_one_complaint_or_one_complainer_stops_nothing(fields: dict[str, int]) -> None:
    assert held(goods(**fields), OTHERS) == []


def test_one_complaint_about_safety_stops_the_goods() -> None:
    assert held(goods(complaints=1, buyers=1, is_unsafe=True), OTHERS) == ["lamp"]
    assert held(goods(is_unsafe=True), OTHERS) == []


def test_goods_like_all_others_are_not_stopped() -> None:
    alike = [goods(sku=f"s{number}", lines=100, complaints=3, buyers=3) for number in range(6)]
    assert held(*alike) == []


def test_goods_that_pay_for_their_faults_are_watched_and_those_that_lose_are_stopped() -> None:
    """Every fifth line is complained about, beyond chance: whether that loses money is a matter of what is at stake."""
    bears, loses = ({"lines": 100, "complaints": 20, "buyers": 20, "kept": kept, "lost": 40.0} for kept in (16.0, 4.0))
    advice = advise_quality([goods(**bears), OTHERS])
    assert advice.holds == () and [one.sku for one in advice.watched] == ["lamp"]
    assert "bears 40%" in advice.watched[0].why and "可承受 40%" in advice.watched[0].why_zh
    assert held(goods(**loses), OTHERS) == ["lamp"]
    assert held(goods(**bears, is_unsafe=True), OTHERS) == ["lamp"], "safety has no price"


@given(st.integers(1, 400), st.floats(0.001, 0.2), st.floats(0.1, 50), st.floats(0.1, 200), st.data())
def test_a_loss_is_surer_the_more_complaints_and_the_less_a_line_leaves(
    lines: int, share: float, kept: float, lost: float, data: st.DataObject
) -> None:
    less = data.draw(st.integers(0, lines - 1))
    few, many = (goods(lines=lines, complaints=count, kept=kept, lost=lost) for count in (less, less + 1))
    assert 0 <= chance_of_loss(few, share) <= chance_of_loss(many, share) + 1e-12 <= 1 + 1e-9
    assert chance_of_loss(few.model_copy(update={"kept": kept / 2}), share) >= chance_of_loss(few, share) - 1e-12
    assert chance_of_loss(few.model_copy(update={"kept": 0.0}), share) == 1.0


def test_the_tail_is_the_exact_binomial() -> None:
    assert tail(2, 2, 0.1) == pytest.approx(0.01)
    assert tail(1, 10, 0.01) == pytest.approx(1 - 0.99**10)
    assert tail(0, 5, 0.5) == 1.0


@given(st.integers(1, 300), st.floats(0.001, 0.5), st.data())
def test_more_complaints_are_never_likelier(lines: int, share: float, data: st.DataObject) -> None:
    less = data.draw(st.integers(0, lines - 1))
    assert tail(less, lines, share) >= tail(less + 1, lines, share) >= 0


def test_reasons_stand_by_weight_with_their_running_share() -> None:
    rows = [goods(reasons=("broken", "quality")), goods(sku="b", reasons=("broken", "broken"))]
    assert pareto(rows) == [("broken", 3, 0.75), ("quality", 1, 1.0)]
    assert pareto([]) == []
