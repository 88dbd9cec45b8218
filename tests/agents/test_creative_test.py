"""The creative test in a real shop: begun from facts with the owner's word, ended by what visitors did."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agents.promotion.creative_test import LESSON, REST_DAYS
from decisions.creative_test import MOST_DAYS
from shops.creatives import CreativeReader, CreativeView, variant_of
from shops.models import Image
from shopstaff.intake import tick, work
from tests.support.gift_shop import GiftShop

HEART = "P-85123A"
THURSDAY = 3


@pytest.fixture
def plain(shop: GiftShop) -> GiftShop:
    """Give the shop with nothing known of its goods beside their titles."""
    products = shop.house.connection.reads.shop.list_products(limit=100).items
    bare = [
        one.model_copy(
            update={"variants": tuple(each.model_copy(update={"pack": 1}) for each in one.variants), "category": ""}
        )
        for one in products
    ]
    shop.market.load_products(bare, {}, at=shop.clock.now())
    return shop


@pytest.fixture
def known(plain: GiftShop) -> GiftShop:
    """Give that shop with a finish of the hearts that their title does not say, and two pictures of them."""
    hearts = plain.house.connection.reads.shop.get_product(HEART)
    facts = {"attributes": {"finish": "matt white"}, "images": (Image(url="a.jpg"), Image(url="b.jpg"))}
    plain.market.load_products([hearts.model_copy(update=facts)], {}, at=plain.clock.now())
    return plain


def morning(shop: GiftShop, *, days: int = 1) -> list[str]:
    """Let a quarter past eight come after so many days; gives kinds and states of what was asked for."""
    shop.clock.set((shop.clock.now() + timedelta(days=days)).replace(hour=7, minute=20))
    opened = [one for one in tick(shop.crew(), shop.clock.now()) if shop.house.tasks.get(one).job == "creative_test"]
    work(shop.crew(), shop.clock.now())
    return [f"{row.kind} {row.state}" for one in opened for row in shop.house.log.of_task(one)]


def begin(shop: GiftShop) -> CreativeReader:
    """Let the next Thursday come and the owner approve the test."""
    away = (THURSDAY - shop.clock.now().weekday() - 1) % 7 + 1
    assert morning(shop, days=away) == ["start_creative_test held"]
    (row,) = shop.house.log.list_effects(kinds=("start_creative_test",))
    assert shop.house.desk.approve(row.id, by="owner").state == "done"
    reads = shop.house.connection.reads.creatives
    assert reads is not None
    return reads


def visit(shop: GiftShop, reads: CreativeReader, **share: float) -> None:
    """Let 3,000 visitors see the test and open each variant with its share."""
    (test,) = reads.list_tests(open_only=True)
    views = []
    for number in range(3000):
        who = f"v{number}"
        opens = number % 100 < 100 * share[variant_of(test, who)]
        views.append(CreativeView(test_id=test.id, visitor=who, clicked=opens))
    shop.market.record_views(views)


def test_a_version_from_the_facts_is_tested_and_the_one_that_is_opened_more_is_kept(known: GiftShop) -> None:
    reads = begin(known)
    (test,) = reads.list_tests()
    stood = known.house.connection.reads.shop.get_product(HEART).title
    assert [one.title for one in test.variants] == [stood, f"{stood}, matt white", stood]
    assert [one.image for one in test.variants] == ["a.jpg", "a.jpg", "b.jpg"]
    assert morning(known) == []
    visit(known, reads, A=0.15, B=0.23, C=0.15)
    assert morning(known) == ["stop_creative_test held"]
    assert morning(known) == [], "what waits is not asked again"
    (row,) = known.house.log.list_effects(kinds=("stop_creative_test",))
    assert "B is opened more often" in row.reason and "B 点击率更高" in row.reason
    known.house.desk.approve(row.id, by="owner")
    assert known.house.connection.reads.shop.get_product(HEART).title == f"{stood}, matt white"
    lesson = known.house.memory.handle(known.house.shop, "promotion").get(f"product:{HEART}", LESSON, min_trust=3)
    assert lesson is not None and lesson.value["state"] == "winner"


def test_a_test_that_cannot_tell_ends_in_its_time_and_the_listing_stays(known: GiftShop) -> None:
    reads = begin(known)
    visit(known, reads, A=0.15, B=0.15, C=0.16)
    assert morning(known, days=MOST_DAYS - 2) == []
    assert morning(known, days=2) == ["stop_creative_test held"]
    (row,) = known.house.log.list_effects(kinds=("stop_creative_test",))
    assert row.payload["keep"] == "A" and "not enough" in row.reason


def test_a_tested_product_rests(known: GiftShop) -> None:
    reads = begin(known)
    (test,) = reads.list_tests()
    writes = known.house.connection.writes.creatives
    assert writes is not None
    writes.stop_test(test.id, "A", key="owner")
    assert morning(known, days=7) == []
    assert REST_DAYS > 7


def test_what_the_owner_refused_is_not_asked_again_the_week_after(known: GiftShop) -> None:
    assert morning(known, days=(THURSDAY - known.clock.now().weekday() - 1) % 7 + 1) == ["start_creative_test held"]
    (row,) = known.house.log.list_effects(states=("held",))
    known.house.desk.reject(row.id, by="owner", why="not now")
    assert morning(known, days=7) == []


def test_a_listing_whose_facts_say_no_more_is_not_tested(plain: GiftShop) -> None:
    away = (THURSDAY - plain.clock.now().weekday() - 1) % 7 + 1
    assert morning(plain, days=away) == []
