"""The oracle's laws: what it expects of a day is what the market brings, and both of its forms agree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from authority.limits import load_limits
from decisions.board.stocking import StockPlan, order_up_to
from decisions.board.supply import factory_rate, lead_now, supply_a_day
from decisions.choice_prices import expected_pieces
from decisions.day_view import CHANNELS, QUOTE, DayView, Inquiries
from scenarios.array_shop import ArrayShop
from scenarios.market.truth import SlotTruth
from scenarios.numbers_rule import NumbersRule
from scenarios.oracle.answers import expected_gains, true_quotes
from scenarios.oracle.board import OracleBoard
from scenarios.oracle.laws import buyer_worth, click_worth, clicks_a_day, expect, parts, shelf_of
from scenarios.world import load_world
from tests.scenarios.conftest import Run
from tools.shop_look import ShopLook


@pytest.fixture(scope="module")
def shop() -> ArrayShop:
    return ArrayShop(load_world("sixteen-tune-02"), 1, 60)


def test_what_is_expected_of_many_days_is_what_they_bring() -> None:
    """With shelves that never empty, pieces and orders of 45 days lie within 15 % of what the laws say."""
    shop, rule = ArrayShop(load_world("sixteen-tune-02"), 1, 60), NumbersRule()
    foreseen, came = np.zeros(2), np.zeros(2)
    for day in range(45):
        view, law = shop.view(), shop.hidden().truth(day)
        acts = rule.decide(view)
        shop.body.stock[:] = 10**6
        outcome = shop.play(acts)
        prices = view.tier_prices[:, 0].astype(float)
        cost = (view.terms.cost + view.terms.pick_pack).astype(float)
        one = expect(law, shelf_of(view, law), prices, cost, np.ones(16), float(outcome.visits[2]))
        visits = np.column_stack([law.known, law.search, outcome.visits[2] * law.mix])
        foreseen += [one.pieces.sum(), (visits * one.chances).sum()]
        mine = outcome.lines.channel != QUOTE
        came += [outcome.lines.quantity[mine].sum(), len(np.unique(outcome.lines.order[mine]))]
    assert foreseen == pytest.approx(came, rel=0.15)


def test_the_laws_told_at_the_desk_are_those_of_the_slots(start: Callable[..., Run]) -> None:
    """Orders and pieces of 14 days of a built shop whose shelves never empty lie within 15 % of what its laws say."""
    run = start(5)
    first, reads = run.first_day, run.shop.reads
    look = ShopLook(reads, load_limits(currency="GBP"), start=first, horizon=14, salvage=0.6)
    truth, foreseen = SlotTruth(run.market.hidden, look.terms), np.zeros(2)
    prices = look.ladders()[:, 0].astype(float)
    view = cast(DayView, SimpleNamespace(terms=look.terms, tier_prices=look.ladders()))
    for day in range(14):
        law = truth.truth(day)
        run.days(1, before_evening=lambda run: run.ship(), start=day)
        clicks = float(law.ad_worth @ look.ads(day).clicks)
        one = expect(law, shelf_of(view, law), prices, np.zeros_like(prices), np.ones_like(prices), clicks)
        visits = np.column_stack([law.known, law.search, clicks * law.mix])
        foreseen += [one.pieces.sum(), (visits * one.chances).sum()]
    lines = [line for order in run.orders() if order.channel in CHANNELS[:3] for line in order.lines]
    came = [sum(line.quantity for line in lines), len({order.id for order in run.orders()})]
    assert foreseen == pytest.approx(came, rel=0.15)


def test_the_pieces_expected_are_those_that_prices_are_set_for(shop: ArrayShop) -> None:
    view, law = shop.view(), shop.hidden().truth(3)
    prices, cost = view.tier_prices[:, 0] * 1.1, (view.terms.cost + view.terms.pick_pack).astype(float)
    shelf, kept = shelf_of(view, law), np.full(16, 0.95)
    one = expect(law, shelf, prices, cost, kept, 20.0)
    found = parts(law, shelf, cost, kept, 20.0, np.zeros((len(law.slope), 3)))
    assert expected_pieces(found, prices) == pytest.approx(one.pieces)


def test_a_click_is_worth_less_when_goods_cost_more_and_more_bids_buy_more_clicks(shop: ArrayShop) -> None:
    view, law = shop.view(), shop.hidden().truth(0)
    prices, cost = view.tier_prices[:, 0].astype(float), (view.terms.cost + view.terms.pick_pack).astype(float)
    nothing = np.zeros(len(law.slope))
    cheap, dear = (
        click_worth(law, shelf_of(view, law), prices, cost * factor, np.ones(16), nothing) for factor in (1.0, 1.3)
    )
    assert (dear <= cheap).all()
    low, high = clicks_a_day(law, np.full(len(cheap), 50.0)), clicks_a_day(law, np.full(len(cheap), 90.0))
    assert (low[0] <= high[0]).all()
    assert (low[1] <= high[1]).all()
    assert (high[1] <= high[0] * 90 + 1e-9).all(), "a click never costs more than its bid"


def test_a_buyer_is_worth_more_the_more_days_are_left_and_nothing_on_the_last(shop: ArrayShop) -> None:
    view, law = shop.view(), shop.hidden().truth(0)
    prices, cost = view.tier_prices[:, 0].astype(float), (view.terms.cost + view.terms.pick_pack).astype(float)
    day = expect(law, shelf_of(view, law), prices, cost, np.full(16, 0.97), 1.0)
    won = [buyer_worth(law, day, days, view.terms.freight_per_order)[0] for days in (0, 30, 90)]
    assert won[0] == pytest.approx(np.zeros(len(law.slope)))
    assert (won[1] >= 0).all()
    assert (won[2] >= won[1]).all()


def test_goods_are_ordered_by_urgency_within_capacity_and_money_and_none_that_come_too_late(shop: ArrayShop) -> None:
    view = shop.view()
    daily = np.full((16, 60), 30.0)
    plan = StockPlan(daily, np.full(16, 30.0), np.full(16, 100.0), 0.98)
    pieces = order_up_to(view, plan)
    room = view.terms.capacity * view.terms.lead_days
    assert 0 < pieces.sum() <= room
    assert int(pieces @ view.terms.cost) <= view.credit
    assert ((pieces == 0) | (pieces >= view.terms.min_batch)).all()
    object.__setattr__(view, "day", 58)
    assert order_up_to(view, plan).sum() == 0


def test_supply_is_never_above_what_the_factory_makes_and_a_full_queue_takes_longer(shop: ArrayShop) -> None:
    view = shop.view()
    assert factory_rate(view) <= view.terms.capacity
    assert 0 < supply_a_day(view)
    assert lead_now(view) >= view.terms.lead_days


def test_a_quote_is_held_against_the_first_ladder_and_a_named_price_narrows_it(shop: ArrayShop) -> None:
    """A dearer ladder makes nobody pay more; one above a named price is near enough to be answered."""
    view, law = shop.view(), shop.hidden().truth(0)
    first, nobody = view.tier_prices, np.zeros(0, dtype=np.int64)
    listed = int(first[0, 0])

    def quote(ladder: float, target: int = 0, refused: int = 0) -> int:
        one = [np.array([value]) for value in (7, -1, 0, 1, target, 0, 0, 0, refused)]
        asked = replace(view, tier_prices=np.rint(first * ladder).astype(np.int64), inquiries=Inquiries(*one))
        return int(true_quotes(asked, law, first, np.zeros(1))[0])

    assert len(true_quotes(replace(view, inquiries=Inquiries(*[nobody] * 9)), law, first, np.zeros(0))) == 0
    plain, dear = quote(1.0), quote(1.4)
    assert 0 < plain <= listed and plain <= dear < 1.15 * plain
    named = quote(1.4, target=listed)
    assert named <= (1 + law.counter_within) * listed / 0.9
    answer = quote(1.4, target=listed, refused=round(listed * 1.05))
    assert 0 < answer < 1.05 * listed * 0.99


def test_the_price_quoted_earns_most_of_all_over_buyers_who_answer_a_near_miss(shop: ArrayShop) -> None:
    """Drawn buyers, each with a limit and one luck: no other first price brings more, a second one in it."""
    law, luck = shop.hidden().truth(0), np.random.default_rng(3)
    limits = law.reservation[0] * np.exp(law.reservation[1] * luck.standard_normal(4000)) * 1000
    prices, lucks = np.linspace(750, 1000, 26), luck.random(4000)
    margins = prices - 600
    taken = lucks < 1 / (1 + np.exp(law.quote_slope * (prices[:, None] / limits - 1)))
    near = (prices[:, None] > limits) & (prices[:, None] <= limits * (1 + law.counter_within))
    # the second price is the best that a shop could name which knows the limit, not the luck
    chances = 1 / (1 + np.exp(law.quote_slope * (prices[:, None] / limits - 1)))
    came = []
    for place in range(len(prices)):
        left = chances - chances[place]
        best = (margins[:, None] * np.maximum(left, 0)).argmax(axis=0)
        again = near[place] & ~taken[place] & taken[best, np.arange(len(limits))] & (left.max(axis=0) > 0)
        came.append((margins[place] * taken[place] + margins[best] * again).mean())
    gains = expected_gains(law, np.quantile(limits, (np.arange(41) + 0.5) / 41), prices, margins, 0.0)
    assert gains == pytest.approx(np.array(came), rel=0.1, abs=8)


def test_where_goods_run_short_a_quote_costs_what_the_shelf_would_have_earned(shop: ArrayShop) -> None:
    """The same inquiry is quoted where there is plenty, and nothing is let off where it would empty the shelf."""
    view, board = shop.view(), OracleBoard(shop.hidden())
    asks = Inquiries(*(np.array([value]) for value in (7, -1, 0, 120, 0, 0, 0, 0, 0)))
    plenty, short = (replace(view, inquiries=asks, stock=np.full(16, pieces)) for pieces in (10**5, 130))
    board.watch(plenty)
    free, dear = (int(board.service(one).quotes[0]) for one in (plenty, short))
    assert free > 0
    assert dear == 0 or dear >= free
