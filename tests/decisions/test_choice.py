"""The choice model: what it learns is what was planted, and its prices are those of closed forms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime
from scipy.special import lambertw

from decisions.choice import (
    LOG_B_PRIOR,
    ChoiceBelief,
    ChoiceRows,
    Taste,
    _Data,
    _information,
    _objective,
    _pack,
    fit_choice,
)
from decisions.choice_prices import (
    PriceProblem,
    advise_prices,
    best_prices,
    contribution,
    expected_pieces,
    prices_within,
)
from decisions.not_enough import NotEnough

PLANTED = Taste(np.array([1.0, 0.4, 0.0, -0.3, -0.6, -0.5]), 4.0, 0.5, np.array([-2.0, -3.2]))


def seen(
    days: int = 90, *, seed: int = 1, taste: Taste = PLANTED, moves: float = 0.12, gone: float = 0.0
) -> ChoiceRows:
    """Play a shop: prices drift apart, articles are sold out for whole days, two origins of visits."""
    luck = np.random.default_rng(seed)
    articles = len(taste.appeal)
    rows = []
    for day in range(days):
        move = luck.uniform(-moves, moves, articles)
        there = (luck.random(articles) >= gone).astype(float)
        for group, count in enumerate((60, 400)):
            visits = luck.poisson(count)
            orders = luck.binomial(visits, taste.buys(move, there)[group])
            lines = luck.multinomial(3 * orders, taste.shares(move, there)) if there.any() else np.zeros(articles)
            rows.append((group, visits, orders, lines, move, there, days - day - 1))
    group, visits, orders, lines, move, there, age = (np.array(values) for values in zip(*rows, strict=True))
    return ChoiceRows(group, visits * 1.0, orders * 1.0, lines * 1.0, move, there, age * 1.0)


def fitted(rows: ChoiceRows) -> ChoiceBelief:
    belief = fit_choice(rows)
    assert isinstance(belief, ChoiceBelief)
    return belief


def problem(articles: int, **more: object) -> PriceProblem:
    values = {
        "ref": np.full(articles, 100.0),
        "cost": np.full(articles, 50.0),
        "kept": np.ones(articles),
        "pieces": np.ones(articles),
        "available": np.ones(articles),
        "visits": np.array([1.0]),
        "lines": np.ones(1),
        "worth": np.zeros(1),
    }
    return PriceProblem(**{**values, **more})  # type: ignore[arg-type]


def test_what_was_planted_is_found_within_its_own_error() -> None:
    belief = fitted(seen())
    slope, nest = belief.spread
    assert abs(belief.taste.slope - PLANTED.slope) < 3 * slope < 0.9
    assert abs(belief.taste.nest - PLANTED.nest) < 3 * nest
    assert belief.taste.base == pytest.approx(PLANTED.base, abs=0.15)
    appeal = belief.taste.appeal - belief.taste.appeal.mean()
    assert appeal == pytest.approx(PLANTED.appeal - PLANTED.appeal.mean(), abs=0.12)


def test_articles_that_were_sold_out_are_not_taken_for_unwanted() -> None:
    """Sold out on half of the days at random: the appeal is found all the same, and not if it is held for there."""
    only_first = seen(gone=0.0)
    there = np.ones_like(only_first.open)
    there[::2, 0] = there[1::2, 0] = np.random.default_rng(2).random(90) > 0.5
    luck = np.random.default_rng(3)
    lines = np.array(
        [luck.multinomial(int(3 * orders), PLANTED.shares(move, free))
         for orders, move, free in zip(only_first.orders, only_first.move, there, strict=True)]
    ).astype(float)  # fmt: skip
    told = fitted(replace(only_first, open=there, lines=lines)).taste.appeal
    blind = fitted(replace(only_first, lines=lines)).taste.appeal
    true = PLANTED.appeal[0] - PLANTED.appeal[1:].mean()
    assert told[0] - told[1:].mean() == pytest.approx(true, abs=0.1)
    assert blind[0] - blind[1:].mean() < true - 0.4


def test_the_gradient_of_the_posterior_is_that_of_finite_differences() -> None:
    data = _Data.of(seen(20, gone=0.2), 2, 0.99)
    taste, weeks = Taste(np.linspace(-1, 1, 6), 2.5, 0.7, np.array([-2.5, -3.0])), [0.2, -0.1]
    at = np.concatenate([_pack(taste), weeks])
    exact = _objective(at, data, (1.3, 2.0))[1]
    tried = approx_fprime(at, lambda x: _objective(x, data, (1.3, 2.0))[0], 1e-6)
    assert exact == pytest.approx(tried, rel=1e-3, abs=0.02)


def test_the_information_is_the_curvature_where_the_data_are_what_the_model_expects() -> None:
    rows = seen(20, gone=0.2)
    chance = np.array([PLANTED.buys(move, there)[group] for move, there, group in zip(rows.move, rows.open, rows.group, strict=True)])  # noqa: E501  # fmt: skip
    orders = rows.visits * chance
    exact = replace(rows, orders=orders, lines=3 * orders[:, None] * PLANTED.shares(rows.move, rows.open))
    data, at = _Data.of(exact, 2, 1.0), np.concatenate([_pack(PLANTED), np.zeros(2)])
    rows_of = [
        approx_fprime(at, lambda x, place=place: _objective(x, data, (1, 1))[1][place], 1e-6)
        for place in range(len(at))
    ]
    assert _information(at, data, (1, 1)) == pytest.approx(np.array(rows_of), rel=1e-2, abs=0.5)


def test_a_level_that_falls_by_itself_while_prices_rise_is_not_taken_for_what_they_did() -> None:
    """Visits order less from week to week while prices go up and down; else t is found too low, and days too wild."""
    luck, articles = np.random.default_rng(4), len(PLANTED.appeal)
    rows = seen()
    count, there = len(rows.age), np.ones(articles)
    move = np.where(((rows.age // 10) % 2 == 0)[:, None], 0.12, 0.0) + luck.uniform(-0.05, 0.05, (count, articles))
    logit = np.log([PLANTED.buys(one, there)[group] for one, group in zip(move, rows.group, strict=True)])
    orders = luck.poisson(rows.visits * np.exp(logit + 0.012 * rows.age)).astype(float)
    lines = [luck.multinomial(int(3 * n), PLANTED.shares(one)) for n, one in zip(orders, move, strict=True)]
    belief = fitted(
        replace(rows, orders=orders, lines=np.array(lines, dtype=float), move=move, open=np.ones_like(move))
    )
    assert belief.taste.nest == pytest.approx(PLANTED.nest, abs=2 * belief.spread[1])
    assert belief.over[0] < 1.3


def test_buyers_far_steeper_than_the_prior_are_believed() -> None:
    belief = fitted(seen(taste=replace(PLANTED, slope=10.0)))
    assert belief.taste.slope == pytest.approx(10.0, abs=2.5 * belief.spread[0])


def test_a_price_that_never_moved_teaches_nothing_of_price() -> None:
    belief = fitted(seen(moves=0.0))
    assert belief.taste.slope == pytest.approx(np.exp(LOG_B_PRIOR[0]), abs=0.01)
    assert belief.spread[0] == pytest.approx(LOG_B_PRIOR[1] * belief.taste.slope, rel=0.01)


def test_draws_lie_around_the_mode_and_are_those_of_the_seed() -> None:
    belief = fitted(seen())
    draws = [belief.draw(np.random.default_rng(seed)).slope for seed in range(200)]
    assert np.std(draws) == pytest.approx(belief.spread[0], rel=0.2)
    assert np.mean(draws) == pytest.approx(belief.taste.slope, abs=3 * belief.spread[0] / 14)
    assert belief.draw(np.random.default_rng(5)).slope == belief.draw(np.random.default_rng(5)).slope


@pytest.mark.parametrize("fault", ["visits", "lines", "move"])
def test_what_is_no_number_is_refused(fault: str) -> None:
    rows = seen(10)
    values = getattr(rows, fault).copy()
    values.flat[3] = np.nan
    assert isinstance(fit_choice(replace(rows, **{fault: values})), NotEnough)


def test_three_days_or_no_sales_are_not_enough_and_one_article_is() -> None:
    quiet = seen(3)
    assert isinstance(fit_choice(replace(quiet, orders=quiet.orders * 0)), NotEnough)
    single = fitted(seen(60, taste=Taste(np.zeros(1), 4.0, 0.5, np.array([-2.0, -3.0]))))
    assert np.isfinite(single.taste.base).all()
    assert single.taste.shares(np.zeros(1)) == pytest.approx([1.0])


@pytest.mark.parametrize("slope", [2.0, 5.0])
def test_with_one_class_and_equal_slopes_the_mark_up_is_lamberts(slope: float) -> None:
    """t = 1 and one line: p − c = (1 + W(sum_j exp(a_j − b c_j − 1)))/b and W/b a visit, b per unit of money."""
    luck = np.random.default_rng(7)
    cost, taste = luck.uniform(20, 60, 5), Taste(luck.normal(1, 0.8, 5), slope, 1.0, np.array([0.4]))
    b = slope / 100
    # ln of the outside option is 0 when the base is taken into the utilities
    a = taste.appeal + 0.4 - np.log(np.exp(taste.appeal).sum()) + slope
    w = float(lambertw(np.exp(a - b * cost - 1).sum()).real)
    prices, profit = best_prices(taste, problem(5, cost=cost), np.full(5, 1.0), np.full(5, 1000.0))
    assert prices - cost == pytest.approx((1 + w) / b, rel=1e-3)
    assert profit == pytest.approx(w / b, rel=1e-6)


def test_with_different_slopes_in_money_the_adjusted_mark_up_is_the_same_for_all() -> None:
    """p_j − c_j − 1/b_j is the profit a visit for every article (Anderson and de Palma), b_j = b/ref_j."""
    luck = np.random.default_rng(8)
    ref, cost = luck.uniform(80, 200, 6), luck.uniform(30, 70, 6)
    taste = Taste(luck.normal(0, 0.5, 6), 4.0, 1.0, np.array([-0.5]))
    prices, profit = best_prices(taste, problem(6, ref=ref, cost=cost), ref * 0.1, ref * 10)
    assert prices - cost - ref / 4 == pytest.approx(np.full(6, profit), rel=1e-3)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.1, 1.2))
def test_the_gradient_of_the_contribution_is_that_of_finite_differences(seed: int, nest: float) -> None:
    luck = np.random.default_rng(seed)
    taste = Taste(luck.normal(0, 1, 4), luck.uniform(1, 8), nest, luck.normal(-2, 1, 3))
    case = problem(
        4,
        cost=luck.uniform(30, 80, 4),
        kept=luck.uniform(0.7, 1, 4),
        pieces=luck.uniform(1, 20, 4),
        available=np.array([1, 1, 0.5, 0]),
        visits=luck.uniform(1, 100, 3),
        lines=luck.uniform(1, 5, 3),
        worth=luck.uniform(-10, 300, 3),
    )
    prices = luck.uniform(60, 160, 4)
    value, gradient = contribution(prices, taste, case)
    tried = approx_fprime(prices, lambda p: contribution(p, taste, case)[0], 1e-4)
    assert gradient == pytest.approx(tried, rel=1e-3, abs=1e-4 * (1 + abs(value)))


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.floats(5, 40), st.floats(1, 200))
def test_dearer_goods_are_never_priced_lower_and_a_worthier_order_never_higher(
    seed: int, dearer: float, worth: float
) -> None:
    luck = np.random.default_rng(seed)
    taste = Taste(luck.normal(0, 0.6, 4), luck.uniform(2, 6), luck.uniform(0.3, 1.1), np.array([-2.0]))
    low, high = np.full(4, 60.0), np.full(4, 300.0)
    plain = problem(4)
    base, _ = best_prices(taste, plain, low, high)
    costly, _ = best_prices(taste, replace(plain, cost=plain.cost + dearer), low, high)
    worthy, _ = best_prices(taste, replace(plain, worth=np.array([worth])), low, high)
    assert (costly >= base - 0.2).all()
    assert (worthy <= base + 0.2).all()


def test_a_recommended_price_keeps_to_floor_band_and_largest_move() -> None:
    belief, now = fitted(seen()), (100, 100, 60, 140, 100, 95)
    floor = (70, 70, 70, 70, 110, 70)
    advice = advise_prices(
        belief, problem(6, visits=np.array([60.0, 400.0]), lines=np.ones(2), worth=np.zeros(2)), now, floor,
        band=(0.9, 1.2), largest_move=0.05, currency="CNY",
    )  # fmt: skip
    for price, stand, least in zip(advice.prices, now, floor, strict=True):
        assert price >= least
        assert price == least or abs(price - stand) <= 0.05 * stand + 1
    assert all(max(least, 90) <= target <= max(least, 120) for target, least in zip(advice.target, floor, strict=True))
    assert advice.then >= advice.now
    assert advice.alternatives["leave"] == pytest.approx(advice.now)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.2, 1.5))
def test_prices_within_a_supply_want_no_more_than_there_is_and_are_the_best_of_all_where_it_is_ample(
    seed: int, share: float
) -> None:
    luck = np.random.default_rng(seed)
    taste = Taste(luck.normal(0, 0.5, 4), luck.uniform(2, 5), luck.uniform(0.4, 1.0), np.array([-2.0]))
    part = (taste, problem(4, visits=np.array([300.0]), pieces=np.full(4, 5.0)))
    low, high, start = np.full(4, 55.0), np.full(4, 900.0), np.full(4, 100.0)
    free, _ = best_prices(*part, low, high)
    wanted = float(expected_pieces([part], free).sum())
    found = prices_within([part], low, high, share * wanted, start=start)
    assert found.pieces <= share * wanted * 1.03
    assert found.shadow >= 0
    if share >= 1.03:
        assert found.prices == pytest.approx(free, rel=0.01)
        assert found.shadow == 0
    if share < 0.97:
        assert (found.prices >= free - 0.5).all()
        assert found.shadow > 0


@given(st.lists(st.floats(-0.3, 0.5), min_size=6, max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
def test_what_is_chosen_together_is_the_nested_logit_written_out(move: list[float], there: list[bool]) -> None:
    prices, open_ = np.array(move), np.array(there, dtype=float)
    shares, chance = PLANTED.choose(prices, open_)
    weight = open_ * np.exp(PLANTED.appeal - PLANTED.slope * prices)
    total, at_ref = weight.sum(), np.exp(PLANTED.appeal).sum()
    assert shares == pytest.approx(weight / total if total > 0 else np.zeros(6))
    above = np.log(max(total, 1e-13) / at_ref)
    assert chance == pytest.approx(1 / (1 + np.exp(-(PLANTED.base + PLANTED.nest * above))))
    assert np.array_equal(shares, PLANTED.shares(prices, open_)) and np.array_equal(chance, PLANTED.buys(prices, open_))


def test_rows_with_more_orders_than_visits_say_nothing_and_alone_are_not_enough() -> None:
    rows = seen(60)
    none = fit_choice(replace(rows, visits=np.zeros_like(rows.visits)))
    assert isinstance(none, NotEnough) and "counted visits (0 there)" in str(none)
    odd = np.arange(len(rows.visits)) % 20 == 3
    broken = fitted(replace(rows, visits=np.where(odd, 0.0, rows.visits)))
    kept = ChoiceRows(**{name: values[~odd] for name, values in vars(rows).items()})
    assert broken.taste.slope == pytest.approx(fitted(kept).taste.slope, rel=0.02)
    assert broken.orders == pytest.approx(fitted(kept).orders)


@pytest.mark.parametrize("odd", [np.nan, np.inf])
@pytest.mark.parametrize("name", ["cost", "kept", "pieces", "available", "visits", "lines", "worth", "ref"])
def test_prices_are_not_set_by_what_is_no_number(name: str, odd: float) -> None:
    taste, asked = Taste(np.zeros(3), 4.0, 0.5, np.array([-2.0])), problem(3)
    values = getattr(asked, name).copy()
    values[-1] = odd
    with pytest.raises(ValueError, match=f"{name} must be finite numbers, not {odd}"):
        best_prices(taste, replace(asked, **{name: values}), np.full(3, 50.0), np.full(3, 200.0))


@pytest.mark.parametrize("name", ["appeal", "slope", "nest", "base", "low", "high"])
def test_nor_by_a_taste_or_bounds_that_are_none(name: str) -> None:
    bounds = {"low": np.full(3, 50.0), "high": np.full(3, 200.0)}
    taste = Taste(np.zeros(3), 4.0, 0.5, np.array([-2.0]))
    if name in bounds:
        bounds[name][1] = np.nan
    else:
        taste = replace(taste, **{name: getattr(taste, name) * np.nan})
    with pytest.raises(ValueError, match=f"{name} must be (a finite number|finite numbers), not nan"):
        best_prices(taste, problem(3), **bounds)
