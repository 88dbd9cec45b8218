"""Listing health: facts mend, nothing is invented, and what is wrong is named."""

from __future__ import annotations

from decisions.listing_health import Health, Listing, advise_listings, width
from shops.models import Tier

PEERS = [
    Listing(
        product_id=f"p{number}",
        title=f"Mug number {number}",
        category="Mugs",
        attributes={"material": value, "sample_set_up": "0"},
        images=1,
    )
    for number, value in enumerate(["clay", "glass", "clay", "steel", "bone china", "china"])
]


def health(**listing: object) -> Health:
    one = Listing(**{"product_id": "x", "title": "A plain mug", "category": "Mugs", "images": 1} | listing)
    found = advise_listings([*PEERS, one], lambda text: "best" not in text.lower())
    return Health(
        fixes=tuple(fix for fix in found.fixes if fix.product_id == "x"),
        findings=tuple(line for line in found.findings if line.product_id == "x"),
    )


def kinds(**listing: object) -> list[str]:
    return [one.kind for one in health(**listing).findings]


def test_an_attribute_is_filled_in_only_from_the_title() -> None:
    (fix,) = health(title="Mug of bone china").fixes
    assert (fix.attributes, fix.title) == ({"material": "bone china"}, None)
    for title in ("A plain mug", "Mug of clay and glass", "Mug with clayey finish"):
        assert health(title=title).fixes == () and kinds(title=title) == ["missing_attributes"]


def test_what_few_listings_have_and_what_no_buyer_reads_is_not_missed() -> None:
    assert kinds(category="Plates") == []
    assert kinds(attributes={"material": "clay"}) == []


def test_a_forbidden_word_is_taken_out_if_a_title_is_left() -> None:
    good = {"attributes": {"material": "clay"}}
    (fix,) = health(title="Best mug of the house", banned=("best",), **good).fixes
    assert fix.title == "mug of the house" and "广告法" in fix.reason_zh
    assert health(title="Best mug", banned=("best",), **good).fixes == ()
    assert kinds(title="Best mug", banned=("best",), **good) == ["banned_words"]
    assert health(title="Best and bestest mug", banned=("and",), **good).fixes == ()


def test_each_fault_that_only_the_owner_can_mend_is_named() -> None:
    good = {"attributes": {"material": "clay"}}
    assert kinds(images=0, **good) == ["no_picture"]
    assert kinds(title="冰" * 31, **good) == ["title_length"] and kinds(title="冰" * 30, **good) == []
    assert kinds(title="Mug", **good) == ["title_length"]
    steps = (Tier(min_quantity=1, unit_price=9), Tier(min_quantity=10, unit_price=8))
    assert kinds(ladders={"a": (steps, 10)}, **good) == ["ladder"] and kinds(ladders={"a": (steps, 9)}, **good) == []
    assert kinds(ladders={"a": ((), 1)}, **good) == ["ladder"]
    assert kinds(orders=0, **good) == ["no_orders"] and kinds(orders=None, **good) == []
    assert kinds(impressions=0, **good) == ["no_impressions"] and kinds(impressions=1, **good) == []


def test_a_chinese_character_is_two_wide() -> None:
    assert width("冰箱贴 A") == 8
