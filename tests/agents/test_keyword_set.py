"""The keyword set in a real shop: on Wednesdays, from what buyers typed; what was stopped for loss stays stopped."""

from __future__ import annotations

from datetime import timedelta

from shops.search_terms import SearchTermDay
from shopstaff.intake import tick, work
from tests.support.gift_shop import GiftShop


def typed(shop: GiftShop, term: str, *, keyword: str = "k2", **counts: int) -> None:
    """Report what buyers typed yesterday."""
    day = (shop.clock.now() - timedelta(days=1)).date()
    shop.market.record_search_terms([SearchTermDay(keyword_id=keyword, term=term, day=day, impressions=0, **counts)])


def wednesday(shop: GiftShop) -> tuple[list[str], list[str]]:
    """Let a quarter past eight of the next Wednesday come; gives what was added, and the answers."""
    shop.clock.set((shop.clock.now() + timedelta(days=1)).replace(hour=7, minute=20))
    assert shop.clock.now().weekday() == 2
    opened = [one for one in tick(shop.crew(), shop.clock.now()) if shop.house.tasks.get(one).job == "keyword_set"]
    work(shop.crew(), shop.clock.now())
    rows = [row for one in opened for row in shop.house.log.of_task(one)]
    return [f"{row.payload['text']} {row.state}" for row in rows], [shop.house.tasks.get(one).answer for one in opened]


def test_a_typed_word_that_pays_becomes_a_keyword_of_the_same_goods(shop: GiftShop) -> None:
    typed(shop, "Red Bunting", clicks=100, orders=12, spend=4000, sales=36_000)
    typed(shop, "free bunting", clicks=300, orders=0, spend=27_000, sales=0)
    added, (answer,) = wednesday(shop)
    assert added == ["red bunting done"] and "only cost, exclude them at the platform: free bunting" in answer
    ads = shop.house.connection.reads.ads
    assert ads is not None
    (new,) = [one for one in ads.list_keywords() if one.text == "red bunting"]
    assert (new.campaign_id, new.bid, new.skus, new.paused) == ("c1", 40, ("47566",), False)


def test_what_stop_loss_has_stopped_does_not_come_back_as_a_new_word(shop: GiftShop) -> None:
    shop.job("stop_loss")  # k1, "cake stand", cost £90 for nothing
    typed(shop, "cake stand", keyword="k1", clicks=100, orders=12, spend=4000, sales=36_000)
    assert wednesday(shop) == ([], [])


def test_a_platform_that_reports_no_words_has_no_task(shop: GiftShop) -> None:
    assert wednesday(shop) == ([], [])
