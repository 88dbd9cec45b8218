"""Rules of the array market: books that balance, luck that is the same for all, laws that cannot be cheated."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields, replace
from datetime import timedelta
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decisions.day_view import NO_STEP, DayActs, DayView
from kit.errors import BadInput
from scenarios.array_shop import ArrayShop, Figures, figures, run_numbers
from scenarios.market.auctions import Auctions, hold
from scenarios.market.choice import Pull, Shelf, shelf_prices, tastes, usual_quantities
from scenarios.market.crowd import segment_sizes
from scenarios.market.kernel.demand import buying, meet_stock, wanted_utility
from scenarios.market.kernel.demand import shelf_prices as shelf_prices_of_day
from scenarios.market.opening import ladder
from scenarios.market.rhythm import season_progress
from scenarios.market.streams import scatter
from scenarios.world import LoadedWorld, load_world
from shops.models import Tier
from tests.support.numbers import PlainRule, ladder_quotes


@pytest.fixture(scope="module")
def sixteen() -> LoadedWorld:
    """Give a world of the family for tuning."""
    return load_world("sixteen-tune-01")


def changed(world: LoadedWorld, table: str, **values: object) -> LoadedWorld:
    """Give the world with some parameters of one table changed."""
    part = getattr(world.spec, table).model_copy(update=values)
    return replace(world, spec=world.spec.model_copy(update={table: part}))


def plenty(world: LoadedWorld) -> LoadedWorld:
    """Give the world with stock that never ends, to see demand alone."""
    return changed(world, "stock", short_share=0.0, cover_days_low=4000.0, cover_days_high=4100.0)


def idle(view: DayView) -> DayActs:
    """Do nothing but refuse what must be answered."""
    return DayActs(quotes=np.zeros(len(view.inquiries.id), dtype=np.int64), grants=np.zeros(len(view.refunds.id), bool))


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 30)), max_size=40),
    st.lists(st.integers(0, 60), min_size=4, max_size=4),
    st.lists(st.integers(1, 5), min_size=4, max_size=4),
)
def test_stock_is_met_as_one_line_after_the_other_would(
    lines: list[tuple[int, int]], stock: list[int], moq: list[int]
) -> None:
    left, expected = list(stock), []
    for sku, pieces in lines:
        pieces = max(pieces, moq[sku])
        got = min(pieces, left[sku])
        got = got if got >= moq[sku] else 0
        left[sku] -= got
        expected.append(got)
    sku = np.array([one for one, _ in lines], dtype=np.int64)
    wanted = np.array([max(pieces, moq[one]) for one, pieces in lines], dtype=np.int64)
    assert meet_stock(sku, wanted, np.array(stock), np.array(moq)).tolist() == expected


@given(st.data())
def test_auctions_are_those_of_a_plain_loop_and_never_above_the_budget(data: st.DataObject) -> None:
    count, batches = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 6))
    numbers = st.lists(st.integers(0, 5), min_size=count * batches, max_size=count * batches)
    willing = np.array(data.draw(numbers)).reshape(count, batches)
    rivals = np.array(data.draw(numbers), dtype=float).reshape(count, batches) * 7 + 3
    bids = np.array(data.draw(st.lists(st.integers(0, 40), min_size=count, max_size=count)))
    campaign = np.array(data.draw(st.lists(st.integers(0, 1), min_size=count, max_size=count)))
    budgets = np.array(data.draw(st.lists(st.integers(0, 200), min_size=2, max_size=2)))
    won = hold(Auctions(willing + 1, willing, rivals), bids, campaign, budgets)
    left, clicks, shown, keyword, number, seen = budgets.tolist(), [0] * count, [0] * count, [], [], 0
    for batch in range(batches):
        for row in range(count):
            price = int(np.ceil(rivals[row, batch]))
            if bids[row] >= price <= left[campaign[row]]:
                paid = min(int(willing[row, batch]), left[campaign[row]] // price)
                left[campaign[row]] -= paid * price
                clicks[row] += paid
                shown[row] += int(willing[row, batch]) + 1
                keyword += [row] * paid
                number += range(seen, seen + paid)
            seen += int(willing[row, batch])
    assert won.clicks.tolist() == clicks
    assert won.impressions.tolist() == shown
    assert [won.keyword.tolist(), won.number.tolist()] == [keyword, number]
    assert all(one >= 0 for one in left)


def test_scattered_luck_is_uniform_and_belongs_to_its_row() -> None:
    rows = np.arange(4000)
    luck = scatter(3, "rule", rows=rows, columns=5)
    assert np.array_equal(scatter(3, "rule", rows=rows[::-7], columns=5), luck[::-7])
    assert abs(luck.mean() - 0.5) < 0.01 and abs(luck.var() - 1 / 12) < 0.003
    assert np.abs(np.corrcoef(luck.T) - np.eye(5)).max() < 0.06
    assert np.abs(np.corrcoef(luck[:-1, 0], luck[1:, 0])[0, 1]) < 0.06


def test_the_same_seed_gives_the_same_path_in_a_fresh_process(sixteen: LoadedWorld) -> None:
    code = (
        "from scenarios.array_shop import run_numbers; from scenarios.world import load_world;"
        "from tests.support.numbers import PlainRule;"
        "print(run_numbers(load_world('sixteen-tune-01'), 5, 40, PlainRule).summary())"
    )
    here = str(run_numbers(sixteen, 5, 40, PlainRule).summary())
    fresh = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "77"}
    )
    assert fresh.stdout.strip() == here
    assert str(run_numbers(sixteen, 6, 40, PlainRule).summary()) != here


def test_a_policy_does_not_move_the_luck_of_what_it_does_not_touch(sixteen: LoadedWorld) -> None:
    """Who pauses all ads has the same visits by the search and the same inquiries."""
    seen: list[list[tuple[int, list[int]]]] = []
    for bid in (0.0, 1.0):
        path: list[tuple[int, list[int]]] = []
        world = changed(sixteen, "reviews", weight=0.0)
        run_numbers(
            changed(world, "loyalty", rank_speed=1e-9),
            4,
            12,
            partial(PlainRule, bid=bid),
            on_day=lambda view, _acts, outcome, path=path: path.append(  # type: ignore[misc]
                (int(outcome.visits[1]), view.inquiries.quantity[view.inquiries.asked == view.day].tolist())
            ),
        )
        seen.append(path)
    assert seen[0] == seen[1]


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 10_000), st.floats(0.7, 1.5), st.floats(0.0, 1.0))
def test_pieces_and_money_are_kept_every_day(seed: int, mark_up: float, evidence: float) -> None:
    """`ArrayShop.play` checks stock, cash and sales against the flows each evening, whatever the policy does."""
    run_numbers(load_world("sixteen-tune-02"), seed, 25, partial(PlainRule, mark_up=mark_up, evidence=evidence))


def test_a_dearer_shop_sells_less_and_a_cut_is_followed(sixteen: LoadedWorld) -> None:
    def run(mark_up: float) -> tuple[Figures, float]:
        shop = ArrayShop(plenty(sixteen), 3, 40)
        rule = PlainRule(shop.terms, mark_up=mark_up)
        while shop.body.day < 40:
            shop.play(rule.decide(shop.view()))
        return figures(shop), float(shop.body.rivals.mean())

    (dear, _), (cheap, followed) = run(1.15), run(0.88)
    assert dear.orders.sum() < 0.8 * cheap.orders.sum()
    assert followed < -0.01


def test_prices_and_bids_move_as_far_as_they_may(sixteen: LoadedWorld) -> None:
    shop = ArrayShop(sixteen, 1, 30)
    first = shop.view()
    for _ in range(29):
        view = shop.view()
        shop.play(replace(idle(view), prices=view.tier_prices[:, 0] * 9, bids=view.bids * 9, ladder=None))
        after = shop.view()
        assert (after.tier_prices[:, 0] <= np.floor(view.tier_prices[:, 0] * 1.05)).all()
        assert (np.diff(after.tier_prices, axis=1) <= 0).all()
    assert (shop.view().tier_prices[:, 0] <= first.tier_prices[:, 0] * 1.15).all()
    assert (shop.view().bids <= sixteen.spec.moves.bid_most).all()


def test_goods_are_bought_with_money_that_is_there(sixteen: LoadedWorld) -> None:
    poor = changed(sixteen, "money", cash=20_000, credit=0)
    shop = ArrayShop(poor, 1, 5)
    view = shop.view()
    assert view.credit == 20_000
    outcome = shop.play(replace(idle(view), order=np.full(len(view.stock), 5000)))
    assert 0 < int((outcome.ordered * shop.terms.cost).sum()) <= 20_000


def test_the_factory_takes_no_more_than_one_lead_time(sixteen: LoadedWorld) -> None:
    shop = ArrayShop(changed(sixteen, "money", cash=None), 1, 5)
    outcome = shop.play(replace(idle(shop.view()), order=np.full(16, 100_000)))
    assert outcome.ordered.sum() == shop.terms.capacity * shop.terms.lead_days
    assert outcome.due == 2 * shop.terms.lead_days - 1


@pytest.mark.parametrize(
    ("acts", "named"),
    [
        ({"prices": np.ones(3, dtype=np.int64)}, "prices"),
        ({"order": np.full(16, -1)}, "order"),
        ({"bids": np.full(10, np.nan)}, "bids"),
        ({"coupon": 100}, "coupon"),
        ({"quotes": np.ones(99, dtype=np.int64)}, "quotes"),
    ],
)
def test_acts_that_make_no_sense_are_named(sixteen: LoadedWorld, acts: dict[str, Any], named: str) -> None:
    shop = ArrayShop(sixteen, 1, 5)
    with pytest.raises(BadInput, match=named):
        shop.play(replace(idle(shop.view()), **acts))


def test_better_goods_keep_more_buyers(sixteen: LoadedWorld) -> None:
    """Quality is felt by who has bought: first orders are the same, more buyers stay."""

    def run(lift: float) -> tuple[int, int]:
        shop = ArrayShop(changed(sixteen, "reviews", weight=0.0), 2, 60)
        shop.params.quality[:] = lift
        rule = PlainRule(shop.terms)
        first = 0
        for _ in range(60):
            outcome = shop.play(rule.decide(shop.view()))
            first = first or len(outcome.sales.order)
        return first, int(shop.body.buyers.alive.sum())

    (bad_first, bad), (good_first, good) = run(-1.0), run(1.0)
    assert bad_first == good_first
    assert good > 1.08 * bad


def test_a_quote_at_the_reservation_is_taken_half_the_time(sixteen: LoadedWorld) -> None:
    shop = ArrayShop(plenty(changed(sixteen, "inquiries", per_day=60.0)), 1, 10)
    taken = asked = 0
    for _ in range(10):
        view, body = shop.view(), shop.body
        quotes = np.where(view.inquiries.asked == view.day, np.rint(body.asks.reservation), 0).astype(np.int64)
        asked += int((quotes > 0).sum())
        shop.play(replace(idle(view), quotes=quotes))
        taken += len(shop.view().accepted)
    assert taken / asked == pytest.approx(0.5, abs=0.08)


def test_a_view_holds_copies_and_nothing_hidden(sixteen: LoadedWorld) -> None:
    """Whatever a policy writes into its view, the market goes on as if it had not."""

    class Vandal(PlainRule):
        def decide(self, view: DayView) -> DayActs:
            acts = super().decide(view)
            for part in (view, view.lines, view.ads, view.inquiries, view.refunds, view.verdicts, view.terms):
                for one in fields(part):
                    value = getattr(part, one.name)
                    if isinstance(value, np.ndarray) and value.flags.writeable:
                        value[...] = 0
            return acts

    honest = run_numbers(sixteen, 2, 1, PlainRule).summary()
    assert run_numbers(sixteen, 2, 1, Vandal).summary() == honest
    view = ArrayShop(sixteen, 2, 3).view()
    names = {one.name for part in (view, view.inquiries, view.refunds) for one in fields(part)}
    assert not names & {"reservation", "luck", "genuine", "alive", "rate", "quality", "rank", "war"}


def test_ladder_quotes_are_the_ladders_prices(sixteen: LoadedWorld) -> None:
    view = ArrayShop(sixteen, 9, 3).view()
    assert len(ladder_quotes(view)) == len(view.inquiries.id)


@pytest.mark.parametrize("name", ["fridge-magnets", "giftware", "sixteen-tune-03"])
def test_slots_and_whole_days_choose_by_the_same_law(name: str) -> None:
    """The market that writes texts slot by slot and the array market give a visit the same chance to order."""
    shop = ArrayShop(load_world(name), 3, 40)
    params, body = shop.params, shop.body
    luck = np.random.default_rng(1)
    body.tiers = np.maximum(1, np.rint(body.tiers * luck.uniform(0.8, 1.2, (params.articles, 1)))).astype(np.int64)
    body.stock[luck.random(params.articles) < 0.2] = 0
    body.day, ladders = 5, body.tiers
    tiers = tuple(
        tuple(
            Tier(min_quantity=since, unit_price=price)
            for since, price in zip(params.tier_from[row].tolist(), ladders[row].tolist(), strict=True)
            if since < NO_STEP
        )
        for row in range(params.articles)
    )
    usual = usual_quantities(params.goods, segment_sizes(params.crowd, len(params.spec.segments)))
    start = shelf_prices([ladder(article) for article in params.world.articles], usual)
    listed = np.ones(params.articles, dtype=bool)
    autumn = season_progress(
        params.spec.shop.start + timedelta(days=5),
        params.spec.catalogue.season_from,
        params.spec.catalogue.season_until,
    )
    pull = Pull(params.shocks.trend(5, params.articles), np.full(3, -params.shocks.war[5]))
    slot = tastes(
        params.spec,
        params.goods,
        Shelf(tiers, shelf_prices(tiers, usual), listed, body.stock),
        start=start,
        intent=params.intent,
        autumn=autumn,
        pull=pull,
    )
    utility = wanted_utility(params, body, shelf_prices_of_day(params, body), 5)
    assert np.allclose(buying(params, body, utility, body.stock > 0), slot.buy, rtol=1e-12)
