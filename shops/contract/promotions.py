"""The rules of the optional port of promotions: they lower what is paid while they run, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from shops.buyers import Draft, DraftLine
from shops.contract.bench import ADDRESS, DONE, REFUSED, START, Bench, ContractBase, needed, port, repeat, retried
from shops.models import Order, QuoteLine
from shops.promotions import Coupon, CrossShop, Discount, ItemDiscount, PromotionPlan, PromotionWrites, Threshold

DAY = timedelta(days=1)
MUG = ItemDiscount(skus=("mug",), percent=10)
SAVE = Threshold(spend=3000, save=300)


class PromotionRules(ContractBase):
    """Item discounts, thresholds, coupons, and the platform's own."""

    def test_a_running_promotion_lowers_what_is_paid_and_ends(self, tmp_path: Path) -> None:
        """``unit_price`` is after the item discount, ``paid`` is the net; the end is exclusive."""
        bench, writes = self._shop(tmp_path)
        made = needed(repeat(lambda: writes.publish_promotion(_plan(MUG), key="k1")).object_id)
        assert writes.publish_promotion(_plan(SAVE), key="k2").status is DONE
        line = _buy(bench, "mug", 20).lines[0]
        assert (line.unit_price, line.paid) == (225, 20 * 225 - 300)
        sales = bench.shop.reads.shop.list_sales(since=START.date(), until=START.date() + DAY)
        assert [(one.units, one.revenue) for one in sales] == [(20, 4200)]
        assert _buy(bench, "mug", 12, minutes=1440).lines[0].paid == 12 * 250
        repeat(lambda: writes.end_promotion(made, key="k3"))
        assert _buy(bench, "mug", 12, minutes=1).lines[0].paid == 12 * 250 - 300
        reads = port(bench.shop.reads.promotions, "promotions")
        assert [one.id for one in reads.list_promotions()][0] == made
        assert made not in [one.id for one in reads.list_promotions(open_only=True)]

    def test_a_coupon_is_used_by_whom_it_is_for_and_as_often_as_it_says(self, tmp_path: Path) -> None:
        """A code that does not apply does nothing."""
        bench, writes = self._shop(tmp_path)
        coupon = Coupon(code="HELLO", save=100, min_spend=600, audience=("b1",))
        assert writes.publish_promotion(_plan(coupon), key="k1").status is DONE
        paid = [
            _buy(bench, "tin", 2, minutes=number, buyer=buyer, coupon=code).lines[0].paid
            for number, (buyer, code) in enumerate([("b2", "HELLO"), ("b1", "NONE"), ("b1", "HELLO"), ("b1", "HELLO")])
        ]
        assert paid == [600, 600, 500, 600]
        (shown,) = port(bench.shop.reads.promotions, "promotions").list_promotions()
        assert (shown.used, shown.discount) == (1, coupon)

    def test_a_promotion_is_over_when_it_was_used_up(self, tmp_path: Path) -> None:
        """Orders for a threshold; also within one batch of orders."""
        bench, writes = self._shop(tmp_path)
        assert writes.publish_promotion(_plan(SAVE, max_uses=2), key="k1").status is DONE
        drafts = [_draft("mug", 12, minutes=number) for number in range(3)]
        orders = [bench.shop.reads.shop.get_order(needed(one)) for one in bench.market.place_orders(drafts)]
        assert [order.lines[0].paid for order in orders] == [2700, 2700, 3000]
        assert not port(bench.shop.reads.promotions, "promotions").list_promotions(open_only=True)

    def test_a_promotion_that_contradicts_a_running_one_is_refused(self, tmp_path: Path) -> None:
        """So is one of the past, one on a SKU that is not there, and the platform's kind."""
        bench, writes = self._shop(tmp_path)
        assert writes.publish_promotion(_plan(MUG), key="k1").status is DONE
        cheap = ItemDiscount(skus=("mug",), new_price=200)
        refused = [_plan(cheap), _plan(CrossShop(spend=2, save=1)), _plan(SAVE, days=-2)]
        for number, plan in enumerate(refused):
            outcome = writes.publish_promotion(plan, key=f"r{number}")
            assert outcome.status is REFUSED and outcome.message
        with retried():
            writes.publish_promotion(_plan(ItemDiscount(skus=("pot",), percent=5)), key="k2")
        with retried():
            writes.end_promotion("nowhere", key="k3")
        assert len(port(bench.shop.reads.promotions, "promotions").list_promotions()) == 1

    def test_the_platforms_threshold_comes_last_and_is_not_the_shops_to_end(self, tmp_path: Path) -> None:
        """It counts what the shop's own discounts left."""
        bench, writes = self._shop(tmp_path)
        for _ in range(2):
            bench.market.announce([_plan(CrossShop(spend=2700, save=200))])
        assert writes.publish_promotion(_plan(SAVE), key="k1").status is DONE
        assert _buy(bench, "mug", 12).lines[0].paid == 3000 - 300 - 200
        found = port(bench.shop.reads.promotions, "promotions").list_promotions()
        (cross,) = [one for one in found if isinstance(one.discount, CrossShop)]
        assert writes.end_promotion(cross.id, key="k2").status is REFUSED

    def test_a_quoted_price_is_final(self, tmp_path: Path) -> None:
        """No promotion stacks on a quote, nor on a line that was placed at a price of its own."""
        bench, writes = self._shop(tmp_path)
        quotes = port(bench.shop.writes.quotes, "quotes")
        discounts: tuple[Discount, ...] = (MUG, SAVE)
        for number, discount in enumerate(discounts):
            assert writes.publish_promotion(_plan(discount), key=f"k{number}").status is DONE
        line = QuoteLine(sku="mug", quantity=20, unit_price=240)
        made = quotes.create_quote("b1", [line], valid_until=START + DAY, thread_id=None, key="q1").object_id
        order = bench.shop.reads.shop.get_order(needed(bench.market.accept_quote(needed(made), ADDRESS, at=START)))
        assert [(one.unit_price, one.paid) for one in order.lines] == [(240, 4800)]
        assert _buy(bench, "mug", 20, price=240).lines[0].paid == 4800

    def _shop(self, home: Path) -> tuple[Bench, PromotionWrites]:
        bench = self.bench(home)
        return bench, port(bench.shop.writes.promotions, "promotions")


def _plan(discount: Discount, *, max_uses: int = 100, days: int = 0) -> PromotionPlan:
    start = START + timedelta(days=days)
    return PromotionPlan(title="sale", discount=discount, starts_at=start, ends_at=start + DAY, max_uses=max_uses)


def _draft(
    sku: str, quantity: int, *, minutes: int = 0, buyer: str = "b1", coupon: str | None = None, price: int | None = None
) -> Draft:
    line = DraftLine(sku=sku, quantity=quantity, unit_price=price)
    at = START + timedelta(minutes=minutes)
    return Draft(customer_id=buyer, lines=(line,), address=ADDRESS, at=at, coupon=coupon)


def _buy(bench: Bench, sku: str, quantity: int, **more: object) -> Order:
    (order_id,) = bench.market.place_orders([_draft(sku, quantity, **more)])  # type: ignore[arg-type]
    return bench.shop.reads.shop.get_order(needed(order_id))
