"""The promotion engine: the best set of offers, against trying them all."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.not_enough import NotEnough
from decisions.promotion_mix import MixAdvice, MixTerms, Offer, advise_mix

MONEY = st.integers(-50, 200)


def offer(sku: str, depth: float, extra: float, given_away: float = 10, **more: object) -> Offer:
    values = {"price": 100, "floor": 80, **more}
    return Offer(sku=sku, depth=depth, extra=extra, given=given_away, **values)  # type: ignore[arg-type]


def advise(offers: list[Offer], *, budget: float = 1000, losses: object = None, **more: object) -> MixAdvice:
    found = advise_mix(offers, MixTerms(currency="CNY", budget=budget, **more), losses)  # type: ignore[arg-type]
    assert isinstance(found, MixAdvice)
    return found


def tried(offers: list[Offer], budget: float, most: int, losses: dict[tuple[str, str], float]) -> float:
    """Give the best value of all subsets that keep the rules."""
    best = 0.0
    for size in range(1, len(offers) + 1):
        for chosen in combinations(sorted(offers, key=lambda one: one.sku), size):
            groups = [one.group for one in chosen if one.group]
            if (
                len({one.sku for one in chosen}) < size
                or len(set(groups)) < len(groups)
                or size > most
                or sum(one.given for one in chosen) > budget
            ):
                continue
            lost = sum(losses.get((one.sku, other.sku), 0.0) for one, other in combinations(chosen, 2))
            best = max(best, sum(one.extra for one in chosen) - lost)
    return best


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(MONEY, st.integers(0, 60)), min_size=1, max_size=8),
    st.integers(0, 150),
    st.integers(0, 4),
    st.integers(0, 80),
)
def test_the_set_is_the_best_of_all_sets(rows: list[tuple[int, int]], budget: int, most: int, loss: int) -> None:
    offers = [
        offer(f"S{place // 2}", 0.05 * (place % 2 + 1), extra, given_away, group="G" if place // 2 in (0, 3) else "")
        for place, (extra, given_away) in enumerate(rows)
    ]
    losses = {("S0", "S1"): float(loss), ("S1", "S2"): loss / 2}
    found = advise(offers, budget=budget, most=most, losses=losses)
    assert found.extra == pytest.approx(tried(offers, budget, most, losses), abs=1e-6)
    assert found.given <= budget + 1e-6
    assert found.behind >= -1e-6
    assert found.alternative is None or set(found.alternative) != set(found.offers)


def test_no_sku_has_two_depths_and_what_loses_is_not_promoted() -> None:
    found = advise([offer("A", 0.05, 30), offer("A", 0.1, 40), offer("B", 0.05, -1)])
    assert [(one.sku, one.depth) for one in found.offers] == [("A", 0.1)]


def test_an_offer_that_a_stacked_coupon_would_sell_below_the_floor_is_left_out() -> None:
    offers = [offer("A", 0.1, 90, price=88), offer("B", 0.05, 30, price=95)]
    assert [one.sku for one in advise(offers).offers] == ["A", "B"]
    stacked = advise(offers, stacked=0.1)
    assert [one.sku for one in stacked.offers] == ["B"]
    assert stacked.below_floor == ("A",)


def test_the_alternative_is_the_next_best_and_says_how_far_behind() -> None:
    found = advise([offer("A", 0.1, 40), offer("B", 0.1, 35)], most=1)
    assert [one.sku for one in found.alternative or ()] == ["B"]
    assert found.behind == pytest.approx(5)


def test_a_larger_budget_never_earns_less() -> None:
    offers = [offer(f"S{place}", 0.1, 20 + 7 * place % 13, 15 + place) for place in range(9)]
    earned = [advise(offers, budget=budget).extra for budget in range(0, 200, 20)]
    assert earned == sorted(earned)


def test_without_offers_it_says_what_it_needs() -> None:
    assert isinstance(advise_mix([], MixTerms(currency="CNY", budget=1)), NotEnough)


def test_a_value_that_is_no_number_is_refused_when_the_offer_is_made() -> None:
    with pytest.raises(ValueError, match="finite"):
        offer("A", 0.1, float("nan"))


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -1.0])
def test_a_budget_or_loss_that_cannot_be_is_refused_by_name(bad: float) -> None:
    with pytest.raises(ValueError, match="budget"):
        MixTerms(currency="CNY", budget=bad)
    with pytest.raises(ValueError, match="the loss of A and B"):
        advise([offer("A", 0.1, 10), offer("B", 0.1, 10)], losses={("A", "B"): bad})


def test_a_loss_of_skus_in_the_wrong_order_is_not_passed_over() -> None:
    with pytest.raises(ValueError, match="alphabetical order, not B and A"):
        advise([offer("A", 0.1, 10), offer("B", 0.1, 10)], losses={("B", "A"): 100.0})
