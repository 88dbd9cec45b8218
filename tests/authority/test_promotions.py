"""Promotions under authority: no reachable price below the floor, no discount for many, nothing beyond the budget."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from authority.desk import Receipt
from authority.effects.create_quote import CreateQuote
from authority.effects.end_promotion import EndPromotion
from authority.effects.publish_promotion import PublishPromotion
from authority.effects.send_message import SendMessage
from authority.effects.set_price import SetPrice
from shops.buyers import DraftLine, PastOrder
from shops.contract.bench import START
from shops.models import QuoteLine, Tier
from shops.promotions import Coupon, CrossShop, Discount, ItemDiscount, Promotion, Threshold
from tests.authority.conftest import Place
from tests.support.promotions import plan

# mugs, tins and jars cost 100 and sell at 300, from twelve pieces at 250; their floor is 119 to 113
SMALL = Coupon(code="HELLO", save=20, min_spend=900, audience=("b1",))


def publish(place: Place, discount: Discount, *, max_uses: int = 10) -> Receipt:
    """Ask for a promotion of a week."""
    return place.submit(PublishPromotion(plan=plan(discount, max_uses=max_uses)), employee="promotion")


def running(place: Place) -> list[Promotion]:
    """Give what runs or will run."""
    assert place.shop.reads.promotions is not None
    return list(place.shop.reads.promotions.list_promotions(open_only=True))


ANY_DEPTH = {f"{one}_depth": "1" for one in ("coupon", "threshold", "bundle", "item")}


def allow_all(place: Place) -> None:
    """Let discounts be for everyone, and large."""
    place.limit(promotion={"max_audience_share": "1"} | ANY_DEPTH, giveaway={"per_day": 10_000_000})


def known_buyers(place: Place, number: int) -> None:
    """Let so many buyers have bought in the weeks before."""
    for one in range(number):
        customer = f"n{one}"
        place.bench.market.register(
            [place.shop.reads.shop.get_customer("b1").model_copy(update={"id": customer, "name": customer})]
        )
        line = DraftLine(sku="mug", quantity=1)
        past = PastOrder(id=f"h{one}", customer_id=customer, placed_at=START - timedelta(days=9), lines=(line,))
        place.bench.market.load_history([past])


def test_a_small_coupon_for_few_within_the_budget_is_published_and_shown(place: Place) -> None:
    known_buyers(place, 5)
    place.limit(promotion=ANY_DEPTH)
    receipt = publish(place, SMALL)
    assert (receipt.state, receipt.rule) == ("done", "within_limits")
    assert [one.discount for one in running(place)] == [SMALL]
    row = place.log.get(receipt.id)
    assert (row.budget, row.money_out) == ("giveaway", 200)


@pytest.mark.parametrize("discount", [Threshold(spend=9000, save=90), ItemDiscount(skus=("mug",), percent=5)])
def test_a_discount_for_everyone_is_a_price_change_and_the_owners(place: Place, discount: Discount) -> None:
    known_buyers(place, 5)
    receipt = publish(place, discount)
    assert (receipt.state, receipt.rule) == ("held", "promotion.audience")
    assert place.log.get(receipt.id).approver == "owner"
    assert running(place) == []


def test_a_coupon_for_a_larger_share_of_the_buyers_is_held(place: Place) -> None:
    known_buyers(place, 4)
    assert publish(place, SMALL).rule == "promotion.audience"
    place.limit(promotion={"max_audience_share": Decimal("0.25")} | ANY_DEPTH)
    assert publish(place, SMALL).state == "done"


def test_what_all_uses_would_give_away_counts_against_the_days_budget(place: Place) -> None:
    """2000 a day: 81 uses of 20 are within, together with what another promotion may give away they are not."""
    known_buyers(place, 5)
    place.limit(giveaway={"per_day": 2000}, promotion=ANY_DEPTH)
    assert publish(place, SMALL, max_uses=81).state == "done"
    other = SMALL.model_copy(update={"code": "OTHER"})
    assert publish(place, other, max_uses=20).rule == "giveaway.day"
    assert publish(place, other, max_uses=19).rule == "giveaway.day", "what is held counts too"


def test_no_promotion_reaches_below_the_floor_even_when_approved(place: Place) -> None:
    """340 off 550 leaves 114 of a mug of 300; its floor is 119."""
    allow_all(place)
    receipt = publish(place, Threshold(spend=550, save=340))
    assert (receipt.state, receipt.rule) == ("denied", "floor")
    assert running(place) == []


def test_promotions_that_are_fine_alone_are_denied_together(place: Place) -> None:
    """40 % off leaves 150; a third off an order alone leaves 166; both leave 100."""
    allow_all(place)
    item, threshold = ItemDiscount(skus=("mug",), percent=40), Threshold(spend=3000, save=1000)
    first = publish(place, item)
    assert first.state == "done"
    assert publish(place, threshold).rule == "floor"
    assert place.submit(EndPromotion(promotion_id=first.object_id or "")).state == "done"
    assert publish(place, threshold).state == "done"
    assert publish(place, item).rule == "floor"


def test_the_platforms_threshold_is_counted_and_cannot_be_published(place: Place) -> None:
    allow_all(place)
    place.bench.market.announce([plan(CrossShop(spend=3000, save=1400))])
    assert publish(place, Threshold(spend=9000, save=2000)).rule == "floor"
    assert publish(place, Threshold(spend=9000, save=90)).state == "done"
    far = publish(place, CrossShop(spend=9000, save=8900))
    assert (far.state, far.rule) == ("denied", "exposure.unbounded")


def test_a_promotion_on_goods_of_unknown_cost_is_denied(place: Place) -> None:
    allow_all(place)
    place.set_cost("tin", None)
    assert publish(place, Threshold(spend=9000, save=90)).rule == "floor.unknown_cost"
    assert publish(place, ItemDiscount(skus=("mug",), percent=5)).state == "done"


def test_a_price_is_judged_under_the_promotions_that_run(place: Place) -> None:
    """240 is fine by itself; half of it is not, and before and after the promotion it is allowed."""
    allow_all(place)
    lower = SetPrice(sku="mug", tiers=(Tier(min_quantity=1, unit_price=290), Tier(min_quantity=12, unit_price=240)))
    promotion = publish(place, ItemDiscount(skus=("mug",), percent=52))
    assert promotion.state == "done"
    assert place.submit(lower).rule == "floor"
    assert place.submit(lower.model_copy(update={"sku": "tin"})).state == "done"
    place.submit(EndPromotion(promotion_id=promotion.object_id or ""))
    assert place.submit(lower).state == "done"


def test_a_held_promotion_is_judged_again_under_what_runs_when_it_is_approved(place: Place) -> None:
    threshold = Threshold(spend=3000, save=1000)
    held = publish(place, threshold)
    assert held.state == "held"
    writes = place.shop.writes.promotions
    assert writes is not None
    writes.publish_promotion(plan(ItemDiscount(skus=("mug",), percent=40)), key="owner")
    assert place.desk.approve(held.id, by="owner").rule == "floor"


def test_a_promotion_that_contradicts_a_running_one_is_refused_by_the_shop(place: Place) -> None:
    allow_all(place)
    publish(place, Threshold(spend=9000, save=90))
    receipt = publish(place, Threshold(spend=9000, save=80))
    assert (receipt.state, receipt.verdict) == ("refused", "allow")


def test_a_promotion_is_ended_even_under_the_kill_switch(place: Place) -> None:
    made = place.promotion()
    place.desk.stop("shop", why="a test")
    assert publish(place, SMALL).rule == "stopped"
    assert place.submit(EndPromotion(promotion_id=made)).state == "done"
    assert running(place) == []


def test_a_quote_is_final_and_judged_without_the_promotions(place: Place) -> None:
    """At 245 it stays 245, whatever runs."""
    allow_all(place)
    publish(place, ItemDiscount(skus=("mug",), percent=50))
    place.limit(concession={"max_rate": "1"})
    line = QuoteLine(sku="mug", quantity=20, unit_price=245)
    offer = CreateQuote(customer_id="b1", thread_id=None, lines=(line,), valid_until=START + timedelta(days=2))
    receipt = place.submit(offer)
    assert receipt.state == "done"
    order_id = place.bench.market.accept_quote(receipt.object_id or "", place.bench.order(("tin", 1)).address, at=START)
    assert place.shop.reads.shop.get_order(order_id or "").lines[0].paid == 20 * 245


def test_a_platform_without_promotions_says_so(place: Place) -> None:
    allow_all(place)
    effect = PublishPromotion(plan=plan(Threshold(spend=9000, save=90)))
    receipt = place.desk_without("promotions").submit(effect, place.requester(1))
    assert receipt.state == "unsupported"


def test_a_coupon_may_be_told_to_whom_it_is_for(place: Place) -> None:
    """The message is of the shop's records while the coupon runs, and only to its buyers."""
    known_buyers(place, 5)
    place.limit(promotion=ANY_DEPTH)
    words = "With the code HELLO you save £0.20 on orders over £9.00."
    before = place.submit(SendMessage(thread_id=place.thread(), text=words))
    publish(place, SMALL)
    place.clock.set(place.clock.now() + timedelta(hours=2))
    mine = place.submit(SendMessage(thread_id=place.thread("Any offers?"), text=words))
    others = place.submit(SendMessage(thread_id=place.thread("Any offers?", buyer="b2"), text=words))
    assert [(one.state, one.rule) for one in (before, mine, others)] == [
        ("held", "claims"),
        ("done", "within_limits"),
        ("held", "claims"),
    ]


def test_the_first_of_a_type_and_depth_is_the_owners_and_later_ones_are_not(place: Place) -> None:
    """20 off 900 is 3 %; what the owner approved, the staff may repeat as deep, of that type and for that time."""
    known_buyers(place, 5)
    first = publish(place, SMALL)
    assert (first.state, first.rule) == ("held", "promotion.new")
    assert place.log.get(first.id).approver == "owner"
    assert place.desk.approve(first.id, by="owner").state == "done"
    again = SMALL.model_copy(update={"code": "AGAIN", "save": 27})
    assert publish(place, again).state == "done"
    deeper = SMALL.model_copy(update={"code": "DEEPER", "save": 28})
    assert publish(place, deeper).rule == "promotion.new"
    place.limit(promotion={"max_audience_share": "1"}, giveaway={"per_day": 10_000_000})
    assert publish(place, Threshold(spend=9000, save=90)).rule == "promotion.new"
    place.clock.set(START + timedelta(days=181))
    old = PublishPromotion(plan=plan(SMALL.model_copy(update={"code": "LATE"}), start=timedelta(days=181)))
    assert place.submit(old, employee="promotion").rule == "promotion.new"


def test_what_the_owner_refused_opens_no_door(place: Place) -> None:
    known_buyers(place, 5)
    first = publish(place, SMALL)
    place.desk.reject(first.id, by="owner", why="no coupons")
    assert publish(place, SMALL.model_copy(update={"code": "AGAIN"})).rule == "promotion.new"
