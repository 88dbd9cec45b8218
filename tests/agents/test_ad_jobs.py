"""The promotion employee's jobs in a real shop: what loses is stopped, what is stopped stays stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from authority.desk import Receipt
from authority.tasks import End
from decisions.not_enough import NotEnough
from shops.models import Campaign, Keyword, KeywordDay
from tests.support.gift_shop import GiftShop
from tools.tool import tools


def keywords(shop: GiftShop) -> dict[str, Keyword]:
    ads = shop.house.connection.reads.ads
    assert ads is not None
    return {one.id: one for one in ads.list_keywords()}


def figures(shop: GiftShop, keyword: str, *, days_ago: int = 1, **counts: int) -> None:
    """Add to the ad report of a day."""
    day = (shop.clock.now() - timedelta(days=days_ago)).date()
    row = {"impressions": 0, "clicks": 0, "spend": 0, "orders": 0, "sales": 0} | counts
    shop.market.record_keywords([KeywordDay(keyword_id=keyword, day=day, **row)])


def test_a_keyword_that_brought_nothing_for_its_money_is_stopped(shop: GiftShop) -> None:
    """k1 had 200 clicks for £90 and no order, k2 thirty orders."""
    task = shop.job("stop_loss")
    assert (task.end, [(row.kind, row.state) for row in shop.effects(task)]) == (
        End.DONE,
        [("set_keyword_paused", "done")],
    )
    assert {name: one.paused for name, one in keywords(shop).items()} == {"k1": True, "k2": False}
    (row,) = shop.effects(task)
    assert "200 clicks for £90.00, 0 orders" in row.reason and "200 次点击" in row.reason


def test_what_is_stopped_is_not_stopped_again_nor_bid_for(shop: GiftShop) -> None:
    shop.job("stop_loss")
    assert shop.effects(shop.job("stop_loss", cause="again")) == []
    bids = shop.effects(shop.job("keyword_bids"))
    assert {row.payload["keyword_id"] for row in bids} <= {"k2"}


def test_before_a_day_of_sales_is_known_no_keyword_is_judged_by_its_money(shop: GiftShop) -> None:
    """Four weeks without a sale on record: no margin is known, and a worth of nothing would stop every keyword."""
    shop.pass_time(days=60)
    figures(shop, "k1", days_ago=0, impressions=900, clicks=40, spend=900)
    figures(shop, "k2", days_ago=0, impressions=900, clicks=40, spend=900, orders=2, sales=9000)
    assert shop.effects(shop.job("stop_loss")) == []


def test_a_report_without_any_order_is_not_believed(shop: GiftShop) -> None:
    """The orders of k2 are ten days old, and since yesterday nothing came from 2,000 clicks."""
    shop.pass_time(days=9)
    figures(shop, "k2", clicks=2000, spend=9000)
    task = shop.job("stop_loss")
    assert shop.effects(task) == []
    assert "not believed" in task.answer


def test_the_ad_money_moves_to_the_campaign_whose_next_unit_brings_more(shop: GiftShop) -> None:
    """The sum of the budgets stays; a fresh split is left alone for some days."""
    shop.market.load_ads(
        [Campaign(id="c2", name="Bags", daily_budget=3000, currency="GBP")],
        [Keyword(id="k3", campaign_id="c2", text="bag", bid=60, skus=("85099B",))],
    )
    for day in range(1, 15):
        spend = 3000 if day != 2 else 2600  # else more money would be asked for
        figures(shop, "k2", days_ago=day, impressions=900, clicks=50, spend=spend, orders=6 + day % 2, sales=21_000)
        figures(shop, "k3", days_ago=day, impressions=900, clicks=50, spend=3000 - 300 * (day % 2), orders=0, sales=0)
    task = shop.job("budget_split")
    (row,) = shop.effects(task)
    assert (row.kind, row.state) == ("set_ad_budgets", "done")
    ads = shop.house.connection.reads.ads
    assert ads is not None
    budgets = {one.id: one.daily_budget for one in ads.list_campaigns()}
    assert budgets == {"c1": 3600, "c2": 2400}
    assert shop.effects(shop.job("budget_split", cause="again")) == []


def test_more_ad_money_is_asked_for_where_it_runs_out_and_a_no_rests(shop: GiftShop) -> None:
    def spend_all(days: int) -> None:
        for day in range(1, days):
            figures(shop, "k2", days_ago=day, impressions=900, clicks=50, spend=3000, orders=6, sales=42_000)

    spend_all(15)
    (row,) = shop.effects(shop.job("budget_split"))
    assert (row.kind, row.state, row.rule) == ("set_ad_budgets", "held", "ads.raise")
    assert 3000 < row.payload["budgets"]["c1"] <= 3600
    assert "ran out" in row.reason and "每天用完" in row.reason
    shop.house.desk.reject(row.id, by="owner", why="not now")
    shop.pass_time(days=5)
    spend_all(5)
    assert shop.effects(shop.job("budget_split", cause="later")) == []
    shop.pass_time(days=3)
    spend_all(4)
    (again,) = shop.effects(shop.job("budget_split", cause="a week later"))
    assert 0 < again.money_out <= row.money_out // 2, "half of what was too much"


def test_more_is_asked_for_again_once_a_whole_day_has_used_the_last_raise_up(shop: GiftShop) -> None:
    def spend(amount: int, *days_ago: int) -> None:
        for day in days_ago:
            figures(shop, "k2", days_ago=day, impressions=900, clicks=50, spend=amount, orders=6, sales=42_000)

    spend(3000, *range(1, 15))
    (first,) = shop.effects(shop.job("budget_split"))
    assert shop.house.desk.approve(first.id, by="owner").state == "done"
    raised = first.payload["budgets"]["c1"]
    shop.pass_time(days=1)
    spend(3000, 1)
    assert shop.effects(shop.job("budget_split", cause="next day")) == [], "the raise began that day"
    shop.pass_time(days=1)
    spend(3000, 1)
    assert shop.effects(shop.job("budget_split", cause="left over")) == [], "the day left money over"
    shop.pass_time(days=1)
    spend(raised, 1, 2)
    (second,) = shop.effects(shop.job("budget_split", cause="used up"))
    assert second.payload["budgets"]["c1"] > raised


def test_raising_the_sum_of_the_ad_money_is_the_owners(shop: GiftShop) -> None:
    ctx = shop.crew().tool_context(shop.house.tasks.get(shop.open_job("budget_split")), 1, 1)
    receipt = tools()["set_ad_budgets"].call(ctx, {"budgets": {"c1": 3001}, "reason": "more"})
    assert isinstance(receipt, Receipt)
    assert (receipt.state, receipt.rule) == ("held", "ads.raise")


@pytest.mark.parametrize(("off", "moved"), [(0.98, False), (0.96, False), (0.85, True), (1.1, True)])
def test_a_bid_near_to_what_a_click_is_worth_stays(shop: GiftShop, off: float, moved: bool) -> None:
    morning = shop.crew().job_context(shop.house.tasks.get(shop.open_job("keyword_bids"))).morning()
    assert not isinstance(morning, NotEnough)
    wanted = morning.board.ads(replace(morning.view, bid_high=np.full(len(morning.view.bids), 10_000))).bids
    assert wanted is not None
    row = [one.id for one in morning.look.keywords].index("k2")
    best = min(int(wanted[row]), morning.limits.ads.max_bid)
    writes = shop.house.connection.writes.ads
    assert writes is not None
    writes.set_bid("k2", round(best * off), key="by hand")
    bids = shop.effects(shop.job("keyword_bids", cause="near"))
    assert ("k2" in {one.payload["keyword_id"] for one in bids}) is moved
