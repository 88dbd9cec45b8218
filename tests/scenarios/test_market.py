"""Rules of the market, on a real built-in shop: calibrated, repeatable, and it answers what the shop does."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest

from scenarios.market.rhythm import season_factor
from scenarios.world import LoadedWorld
from shops.models import QuoteLine, QuoteStatus
from shops.production import ProductionLine
from shops.terms import ladder_price, scale_ladder

Start = Callable[..., Any]


def changed(world: LoadedWorld, table: str, **values: object) -> LoadedWorld:
    """Give the world with some parameters of one table changed."""
    part = getattr(world.spec, table).model_copy(update=values)
    return replace(world, spec=world.spec.model_copy(update={table: part}))


def test_demand_is_near_the_calibration(start: Start, stocked: LoadedWorld) -> None:
    """Orders a day, lines and value of an order come within 15 % of the data while all is shipped each day."""
    rates, orders = [], []
    for seed in (11, 12):
        run = start(seed).days(10, before_evening=lambda run: run.ship())
        season = mean(season_factor(stocked.spec.traffic.season, run.first_day + timedelta(n)) for n in range(10))
        orders += run.orders()
        rates.append(len(run.orders()) / 8 / season)  # Saturdays are closed
    target = stocked.calibration
    assert mean(rates) == pytest.approx(target.daily_orders["selected_last_13_weeks"].mean_per_open_day, rel=0.15)
    assert mean(len(order.lines) for order in orders) == pytest.approx(7.88, rel=0.15)  # mean of orders.csv.gz
    values = target.order_shape["kept"].value_selected_lines
    assert median(order.total for order in orders) == pytest.approx(values["p50"], rel=0.15)


def test_the_same_seed_gives_the_same_path(start: Start) -> None:
    first, second = (start(5).days(2, before_evening=lambda run: run.ship()) for _ in range(2))
    assert [order.model_dump() for order in first.orders()] == [order.model_dump() for order in second.orders()]
    assert first.inquiries == second.inquiries
    window = {"since": first.first_day, "until": first.first_day + timedelta(days=2)}
    assert first.shop.reads.ads.keyword_report(**window) == second.shop.reads.ads.keyword_report(**window)


def test_another_seed_gives_another_path(start: Start) -> None:
    first, second = (start(seed).days(1).orders() for seed in (5, 6))
    assert [order.total for order in first] != [order.total for order in second]


def test_a_dearer_article_sells_less(start: Start) -> None:
    def sold(factor: str) -> int:
        run = start(3)
        skus = [article.sku for article in run.world.articles[:10]]
        for sku in skus:
            tiers = scale_ladder(run.shop.reads.shop.get_variant(sku).tiers, Decimal(factor))
            run.shop.writes.shop.set_price(sku, tiers, key=f"price-{sku}")
        run.days(4)
        return sum(line.sku in skus for order in run.orders() for line in order.lines)

    assert sold("1.3") < 0.7 * sold("1")


def test_empty_shelves_lose_orders(start: Start) -> None:
    def orders(keep: int) -> int:
        run = start(3)
        for article in run.world.articles[keep:]:
            run.shop.writes.shop.set_stock(article.sku, 0, key=f"stock-{article.sku}")
        return len(run.days(4).orders())

    few, all_of_them = orders(30), orders(180)
    assert few < 0.8 * all_of_them


def test_late_parcels_drive_buyers_away(start: Start) -> None:
    """Buyers served late drop out more often; the luck is the same, so nobody drops out for being served in time."""
    prompt = start(4).days(9, before_evening=lambda run: run.ship())
    late = start(4).days(9, before_evening=lambda run: run.ship(older_than=timedelta(days=4)))
    gone = [int((~run.market.hidden.crowd.alive).sum()) for run in (prompt, late)]
    assert gone[1] > 1.5 * gone[0]
    assert late.market.hidden.rank < prompt.market.hidden.rank


def test_fast_replies_win_more_quotes(start: Start, stocked: LoadedWorld) -> None:
    world = changed(stocked, "inquiries", per_day=25.0, delivery_share=0.0)
    world = changed(world, "traffic", search_visits=0.0)

    def won(wait: timedelta) -> int:
        def answer(run: Any) -> None:
            for ask in list(run.market.hidden.asks.values()):
                if ask.asked_at is None or run.clock.now() - ask.asked_at < wait:
                    continue
                tiers = run.shop.reads.shop.get_variant(ask.sku).tiers
                line = QuoteLine(
                    sku=ask.sku, quantity=ask.quantity, unit_price=int(0.93 * ladder_price(tiers, ask.quantity))
                )
                run.shop.writes.quotes.create_quote(
                    ask.customer_id,
                    [line],
                    valid_until=ask.asked_at + timedelta(days=14),
                    thread_id=ask.thread_id,
                    key=f"quote-{ask.id}",
                )

        run = start(8, world).days(4, after_slot=answer)
        return sum(quote.status is QuoteStatus.ACCEPTED for quote in run.shop.reads.quotes.list_quotes())

    assert won(timedelta(0)) > 1.4 * won(timedelta(hours=20))


def test_ads_never_spend_more_than_the_budget(start: Start) -> None:
    run = start(2)
    for keyword in run.shop.reads.ads.list_keywords():
        run.shop.writes.ads.set_bid(keyword.id, 900, key=f"bid-{keyword.id}")
    run.days(2)
    budgets = {campaign.id: campaign.daily_budget for campaign in run.shop.reads.ads.list_campaigns()}
    homes = {keyword.id: keyword.campaign_id for keyword in run.shop.reads.ads.list_keywords()}
    report = run.shop.reads.ads.keyword_report(since=run.first_day, until=run.first_day + timedelta(days=2))
    for campaign, budget in budgets.items():
        for day in {row.day for row in report}:
            spent = sum(row.spend for row in report if row.day == day and homes[row.keyword_id] == campaign)
            assert 0.9 * budget < spent <= budget


def test_paused_keywords_bring_nobody(start: Start) -> None:
    run = start(2)
    for keyword in run.shop.reads.ads.list_keywords():
        run.shop.writes.ads.set_keyword_paused(keyword.id, True, key=f"pause-{keyword.id}")
    run.days(1)
    until = run.first_day + timedelta(days=1)
    rows = run.shop.reads.shop.list_traffic(since=run.first_day, until=until)
    traffic = {row.channel: row.visitors for row in rows}
    assert traffic["ads"] == 0 < traffic["search"]


def test_ad_clicks_are_the_visitors_of_the_channel(start: Start) -> None:
    run = start(2).days(1)
    window = {"since": run.first_day, "until": run.first_day + timedelta(days=1)}
    clicks = sum(row.clicks for row in run.shop.reads.ads.keyword_report(**window))
    traffic = {row.channel: row.visitors for row in run.shop.reads.shop.list_traffic(**window)}
    assert traffic["ads"] == clicks > 0


def test_production_arrives_after_it_is_due(start: Start) -> None:
    run = start(2)
    sku = run.world.articles[0].sku
    run.shop.writes.factory.order_production([ProductionLine(sku=sku, quantity=100, unit_cost=250)], key="make")
    run.days(8)
    (production,) = run.shop.reads.factory.list_production()
    assert production.arrived_at is not None
    assert timedelta(0) <= production.arrived_at - production.due_at < timedelta(days=2, hours=12)


def test_hidden_numbers_are_nowhere_in_the_shop(start: Start, tmp_path: Path) -> None:
    """Neither the seed nor any hidden figure of buyers, inquiries or ads can be read in the shop's files."""
    seed = 987_654_321_123
    run = start(seed).days(2)
    state = run.market.hidden
    secrets = [str(seed)] + [repr(float(value)) for value in state.crowd.rate[:50]]
    secrets += [repr(value) for ask in state.asks.values() for value in (ask.reservation, ask.luck)]
    dump = "".join(text for path in sorted(tmp_path.rglob("*.sqlite")) for text in sqlite3.connect(path).iterdump())
    assert len(dump) > 100_000
    assert not [secret for secret in secrets if secret in dump]


def test_hidden_names_are_in_no_model_of_the_shop(start: Start) -> None:
    run = start(3).days(1)
    seen = json.dumps([order.model_dump(mode="json") for order in run.orders()])
    seen += json.dumps([thread.model_dump(mode="json") for thread in run.shop.reads.messages.list_threads()])
    assert not [word for word in ("reservation", "segment", "luck", "alive", "price_slope") if word in seen]


def test_rivals_follow_a_cut_and_take_some_of_what_it_wins(start: Start, stocked: LoadedWorld) -> None:
    def run(follow: float) -> tuple[float, int]:
        world = changed(stocked, "rivals", weight=0.8, follow=follow, speed=0.5)
        run = start(3, world)
        for article in run.world.articles[:60]:
            tiers = scale_ladder(run.shop.reads.shop.get_variant(article.sku).tiers, Decimal("0.8"))
            run.shop.writes.shop.set_price(article.sku, tiers, key=f"price-{article.sku}")
        run.days(4)
        return float(run.market.hidden.mood.rivals.min()), len(run.orders())

    (still, alone), (moved, fought) = run(0.0), run(1.0)
    assert still == 0 and moved < -0.15
    assert fought < alone


def test_faults_cost_stars_and_newcomers(start: Start, stocked: LoadedWorld) -> None:
    world = changed(stocked, "reviews", weight=0.5, share=1.0)
    good = start(4, world).days(4, before_evening=lambda run: run.ship())
    bad = start(4, changed(world, "aftersale", broken_share=0.9)).days(4, before_evening=lambda run: run.ship())
    moods = [run.market.hidden.mood for run in (good, bad)]
    assert min(mood.reviews for mood in moods) > world.spec.reviews.count
    assert moods[1].stars / moods[1].reviews < moods[0].stars / moods[0].reviews - 0.3
