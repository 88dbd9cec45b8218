"""Policies in numbers: the same run twice, levers really replaced, limits kept, engines that learn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import PCG64, Generator, SeedSequence

from decisions.board.board import EngineBoard
from decisions.board.stocking import StockPlan
from decisions.day_view import DayActs, DayView
from decisions.not_enough import NotEnough
from scenarios.array_shop import ArrayShop, run_numbers
from scenarios.contest import Kind, Player, days_to_stall, play, policy_of
from scenarios.levers import LEVERS, Composed
from scenarios.numbers_rule import NumbersRule
from scenarios.oracle.board import OracleBoard, OracleKnobs
from scenarios.oracle.search import ORACLES
from scenarios.rules import RuleTerms
from scenarios.world import LoadedWorld, load_world


@pytest.fixture(scope="module")
def world() -> LoadedWorld:
    return load_world("sixteen-tune-01")


@pytest.mark.parametrize("kind", ["engines", "oracle", "rule"])
def test_the_same_player_earns_the_same_twice(world: LoadedWorld, kind: str) -> None:
    first, second = (play(world, 3, 12, Player(kind)) for _ in range(2))  # type: ignore[arg-type]
    assert first.contribution.tolist() == second.contribution.tolist()


def test_engines_and_oracle_ask_for_nothing_beyond_their_limits(world: LoadedWorld) -> None:
    """Prices stay in the day's range, bids under theirs, orders within the credit, arrays of the right length."""
    for board in ("engines", "oracle"):
        shop = ArrayShop(world, 5, 12)
        own = EngineBoard(np.random.default_rng(1)) if board == "engines" else OracleBoard(shop.hidden())
        policy = Composed(own)
        for _ in range(12):
            view = shop.view()
            acts = policy.decide(view)
            _check(view, acts)
            shop.play(acts)


def _check(view: DayView, acts: DayActs) -> None:
    if acts.prices is not None:
        assert ((acts.prices >= view.price_low) & (acts.prices <= view.price_high)).all()
    if acts.bids is not None:
        assert ((acts.bids >= 0) & (acts.bids <= np.maximum(view.bid_high, 1))).all()
    if acts.order is not None:
        assert (acts.order >= 0).all()
        assert int(acts.order @ view.terms.cost) <= view.credit
    assert len(acts.quotes) == len(view.inquiries.id)


def test_a_lever_that_is_replaced_is_the_others(world: LoadedWorld) -> None:
    shop = ArrayShop(world, 2, 12)
    engines, oracle = EngineBoard(np.random.default_rng(1)), OracleBoard(shop.hidden())
    view = shop.view()
    mixed = Composed(engines, {"ads": oracle}).decide(view)
    assert mixed.bids is not None
    expected = oracle.ads(view).bids
    assert expected is not None
    assert mixed.bids.tolist() == expected.tolist()
    assert len({play(world, 2, 12, Player("engines", from_oracle=(lever,))).profit for lever in LEVERS[:3]}) == 3


def test_an_oracle_that_leaves_all_levers_to_the_engines_earns_what_they_earn(world: LoadedWorld) -> None:
    """So the engines are among the oracle's candidates, and taking a lever back that it left changes nothing."""
    engines = play(world, 2, 12, Player("engines")).profit
    knobs = OracleKnobs(from_engines=LEVERS)
    assert knobs in ORACLES
    assert play(world, 2, 12, Player("oracle", knobs=knobs)).profit == engines
    assert play(world, 2, 12, Player("engines", knobs=knobs, from_oracle=("price",))).profit == engines


def test_what_is_hidden_never_reaches_the_engines(world: LoadedWorld) -> None:
    """Engines are handed views alone: another run of theirs with the hidden side taken away does the same."""
    with_truth = play(world, 4, 8, Player("engines"))
    board = EngineBoard(Generator(PCG64(SeedSequence([4, 17]))))
    without = run_numbers(world, 4, 8, lambda _terms: Composed(board))
    assert with_truth.contribution.tolist() == without.contribution.tolist()


def test_engines_learn_a_slope_from_their_own_moves_and_earn_more_than_the_plain_rule(world: LoadedWorld) -> None:
    board = EngineBoard(np.random.default_rng(1))
    earned = run_numbers(world, 1, 60, lambda _terms: Composed(board)).profit
    plain = run_numbers(world, 1, 60, lambda _terms: NumbersRule()).profit
    assert earned > 1.1 * plain
    assert board.belief is not None
    assert board.belief.spread[0] < 1.0


def test_a_shop_without_visits_is_said_to_be_not_enough_and_its_prices_stay(world: LoadedWorld) -> None:
    quiet = replace(
        world,
        spec=world.spec.model_copy(
            update={
                "traffic": world.spec.traffic.model_copy(update={"search_visits": 0.0}),
                "loyalty": world.spec.loyalty.model_copy(update={"known_rate_scale": 1e-9}),
                "ads": world.spec.ads.model_copy(update={"keywords": ()}),
            }
        ),
    )
    board, seen = EngineBoard(np.random.default_rng(1)), []

    def watch(view: DayView, acts: DayActs, _outcome: object) -> None:
        seen.append(acts.prices)

    run_numbers(quiet, 1, 6, lambda _terms: Composed(board), on_day=watch)
    assert any("not enough to decide" in one for one in board.missing)
    assert all(prices is None for prices in seen)


def test_bids_stay_where_the_owner_put_them_until_somebody_has_clicked(world: LoadedWorld) -> None:
    """No click is no evidence, however far the priors are from the owner's bids; clicks move them."""
    words = world.spec.ads.model_copy(
        update={"keywords": tuple(one.model_copy(update={"searches": 0.0}) for one in world.spec.ads.keywords)}
    )
    nobody = replace(world, spec=world.spec.model_copy(update={"ads": words}))
    for shop_world, moves in ((nobody, False), (world, True)):
        bids: list[list[int]] = []

        def watch(view: DayView, acts: DayActs, _outcome: object, bids: list[list[int]] = bids) -> None:
            assert acts.bids is not None
            bids += [view.bids.tolist(), acts.bids.tolist()]

        run_numbers(shop_world, 1, 12, lambda _terms: Composed(EngineBoard(np.random.default_rng(1))), on_day=watch)
        assert bids[0] == bids[1] == [one.bid for one in world.spec.ads.keywords]
        assert any(row != bids[0] for row in bids) is moves


def test_three_days_of_sales_are_not_enough_for_a_stock_level_and_a_week_is(world: LoadedWorld) -> None:
    """Until then goods are ordered by the cover that the owner states; without that word nothing is."""
    shop, board = ArrayShop(world, 1, 60), EngineBoard(np.random.default_rng(1))
    policy, plans = Composed(board), []
    for day in range(12):
        view = shop.view()
        acts = policy.decide(view)
        plans.append(board.stock_plan(view))
        if day == 3:
            assert isinstance(plans[3], NotEnough) and plans[3].needs == ("7 open days of sales (3 there)",)
            by_cover = board.plan_or_cover(view)
            assert isinstance(by_cover, StockPlan) and by_cover.lacking == plans[3]
            silent = replace(view, terms=replace(view.terms, cover_days=0))
            unknown = board.plan_or_cover(silent)
            assert isinstance(unknown, NotEnough) and unknown.needs[1].startswith("or your word")
            assert board.stock(silent).order is None and str(unknown) in board.missing[-1]
        shop.play(acts)
    known = [isinstance(plan, StockPlan) for plan in plans]
    assert known == [False] * 7 + [True] * 5


@pytest.mark.parametrize("kind", ["engines", "rule", "oracle"])
def test_nobody_orders_goods_that_would_come_after_the_last_day_they_were_told(world: LoadedWorld, kind: Kind) -> None:
    ordered: dict[int, int] = {}
    days, lead = 40, world.spec.factory.lead_time_days
    shop = ArrayShop(world, 1, days)
    policy = policy_of(Player(kind), 1, shop.hidden)
    for _ in range(days):
        view = shop.view()
        acts = policy.decide(view)
        ordered[view.day] = 0 if acts.order is None else int(acts.order.sum())
        shop.play(acts)
    assert sum(ordered.values()) > 0
    assert sum(pieces for day, pieces in ordered.items() if days - day <= lead) == 0


@given(st.integers(1, 90), st.integers(-5, 200), st.integers(1, 30))
def test_a_rules_cover_is_never_longer_than_goods_are_sold(cover: int, left: int, lead: int) -> None:
    up_to, below = RuleTerms(cover_days=cover).cover(left, lead)
    assert 0 <= below <= up_to <= max(0, left)
    assert (up_to > 0) is (left > lead)
    assert RuleTerms(cover_days=cover).cover(10_000, lead) == RuleTerms(cover_days=cover).cover(None, lead)


@pytest.mark.parametrize(
    ("days", "stall"),
    [([], 0), ([5] * 30, 30), ([-5] * 30, 0), ([5] * 20 + [-5] * 30, 20), ([5] * 40 + [-9] * 5 + [5] * 40, 85)],
)
def test_a_shop_stalls_when_it_earns_no_more(days: list[int], stall: int) -> None:
    assert days_to_stall(days) == stall
