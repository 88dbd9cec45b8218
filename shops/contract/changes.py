"""The rules of the optional port of changes: an order that has not left can be cancelled or altered, its money follows.

A kind that the platform cannot do is skipped here once it has answered ``unsupported``.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from shops.buyers import Draft, DraftLine
from shops.changes import ChangeKind, ChangeReader, ChangeState, ChangeWrites, ItemWish
from shops.contract.bench import ADDRESS, DONE, REFUSED, START, Bench, ContractBase, needed, port, repeat, retried
from shops.models import FulfilmentStatus, Order, Outcome, OutcomeStatus, PaymentStatus, QuoteLine, RefundStatus
from shops.promotions import Coupon, PromotionPlan

DAY = timedelta(days=1)
PERTH = ADDRESS.model_copy(update={"street": "2 Mill Street", "city": "Perth"})


class ChangeRules(ContractBase):
    """Cancelling, address, items, payment method, and paying later."""

    def test_a_cancelled_order_gives_its_money_and_its_goods_back(self, tmp_path: Path) -> None:
        """Every line is refunded what is left of it, nothing stays reserved, and no day has sold it."""
        bench, reads, writes = self._changing(tmp_path, ChangeKind.CANCEL)
        order = bench.order(("mug", 10), ("tin", 2))
        bench.shop.writes.shop.refund(order.id, order.lines[0].id, 400, reason="late", key="k1")
        made = repeat(lambda: writes.cancel_order(order.id, reason="changed mind", key="k2"))
        after = bench.again(order)
        assert (after.fulfilment, after.refund) == (FulfilmentStatus.CANCELLED, RefundStatus.FULL)
        assert [line.refunded for line in after.lines] == [line.paid for line in order.lines]
        given = bench.shop.reads.shop.list_refunds(order.id)
        assert [one.amount for one in given] == [400, 3000 - 400, 600]
        assert (bench.stock("mug"), bench.stock("tin")) == ((100, 0, 0), (50, 0, 0))
        assert not bench.shop.reads.shop.list_sales(since=START.date(), until=START.date() + DAY)
        (change,) = reads.list_changes(order.id)
        assert (change.id, change.kind, change.difference) == (made.object_id, ChangeKind.CANCEL, -3200)
        assert bench.events("order.cancelled") == [order.id]

    def test_nothing_more_happens_to_a_cancelled_order(self, tmp_path: Path) -> None:
        """It is not shipped, refunded, changed, paid or cancelled again, and no list of open orders has it."""
        bench, _, writes = self._changing(tmp_path, ChangeKind.CANCEL)
        order, unpaid = bench.order(("mug", 10)), bench.order(("tin", 2), paid=False)
        for number, one in enumerate((order, unpaid)):
            assert writes.cancel_order(one.id, reason="", key=f"k{number}").status is DONE
        assert bench.again(unpaid).refund is RefundStatus.NONE
        assert bench.ship(order, 10, key="k3") is REFUSED
        assert bench.shop.writes.shop.refund(order.id, order.lines[0].id, 1, reason="", key="k4").status is REFUSED
        assert writes.cancel_order(order.id, reason="", key="k5").status is REFUSED
        if ChangeKind.ADDRESS in port(bench.shop.reads.changes, "changes").change_kinds():
            assert writes.change_address(order.id, PERTH, key="k6").status is REFUSED
        assert not bench.market.pay_order(unpaid.id, at=START)
        waiting = (FulfilmentStatus.UNSHIPPED, FulfilmentStatus.PARTIAL)
        assert bench.shop.reads.shop.list_orders(fulfilment=waiting).items == ()

    def test_an_order_that_has_partly_left_is_not_changed_as_a_whole(self, tmp_path: Path) -> None:
        """Every kind is refused, and nothing has moved."""
        bench, reads, writes = self._changing(tmp_path, ChangeKind.CANCEL)
        order = bench.order(("mug", 10))
        assert bench.ship(order, 4, key="k1") is DONE
        before = bench.again(order), bench.stock("mug")
        for kind in sorted(reads.change_kinds()):
            assert _change(writes, order, kind, key=f"r-{kind}").status is REFUSED
        assert (bench.again(order), bench.stock("mug")) == before and not reads.list_changes(order.id)

    def test_what_is_not_there_or_not_possible_changes_nothing(self, tmp_path: Path) -> None:
        """An unknown order or SKU is the caller's to correct."""
        bench, reads, writes = self._changing(tmp_path, ChangeKind.CANCEL)
        order = bench.order(("mug", 1))
        for number, kind in enumerate(sorted(reads.change_kinds())):
            with retried():
                _change(writes, order.model_copy(update={"id": "nowhere"}), kind, key=f"k{number}")
        with retried():
            reads.list_changes("nowhere")
        with retried():
            bench.market.pay_change("nowhere", at=START)
        if ChangeKind.ITEMS in reads.change_kinds():
            with retried():
                reads.price_items(order.id, [ItemWish(sku="pot", quantity=1)])
        assert bench.again(order) == order

    def test_a_new_address_is_the_one_it_goes_to(self, tmp_path: Path) -> None:
        """Money and lines stay."""
        bench, reads, writes = self._changing(tmp_path, ChangeKind.ADDRESS)
        order = bench.order(("mug", 10))
        repeat(lambda: writes.change_address(order.id, PERTH, key="k1"))
        assert bench.again(order) == order.model_copy(update={"address": PERTH})
        assert [change.kind for change in reads.list_changes(order.id)] == [ChangeKind.ADDRESS]
        assert bench.events("order.changed") == [order.id]

    def test_fewer_items_are_priced_by_the_ladder_and_the_rest_is_given_back(self, tmp_path: Path) -> None:
        """12 mugs at 250 become 10 at 300: nothing is saved by ordering many and keeping few."""
        bench, reads, writes = self._changing(tmp_path, ChangeKind.ITEMS)
        order = bench.order(("mug", 12), ("tin", 4))
        price = reads.price_items(order.id, [ItemWish(sku="mug", quantity=10)])
        assert ([line.unit_price for line in price.lines], price.difference) == ([300], 3000 - 3000 - 1200)
        repeat(lambda: _items(writes, order, -1200, ("mug", 10), key="k1"))
        after = bench.again(order)
        assert [(line.id, line.quantity, line.paid) for line in after.lines] == [(order.lines[0].id, 10, 3000)]
        assert (bench.stock("mug"), bench.stock("tin")) == ((100, 10, 0), (50, 0, 0))
        sales = bench.shop.reads.shop.list_sales(since=START.date(), until=START.date() + DAY)
        assert [(one.sku, one.units, one.revenue) for one in sales] == [("mug", 10, 3000)]

    def test_more_items_are_due_until_the_buyer_pays(self, tmp_path: Path) -> None:
        """The order stays as it was; paid in time it is changed, once."""
        bench, reads, writes = self._changing(tmp_path, ChangeKind.ITEMS)
        order = bench.order(("mug", 10))
        made = needed(_items(writes, order, 1200, ("mug", 10), ("tin", 4), key="k1").object_id)
        assert bench.again(order) == order and reads.list_changes(order.id)[0].state is ChangeState.DUE
        assert bench.market.pay_change(made, at=START + DAY) and not bench.market.pay_change(made, at=START + DAY)
        assert [(line.sku, line.paid) for line in bench.again(order).lines] == [("mug", 3000), ("tin", 1200)]
        assert bench.stock("tin") == (50, 4, 0) and reads.list_changes(order.id)[0].state is ChangeState.DONE

    def test_a_difference_that_is_paid_too_late_or_for_goods_that_are_gone_lapses(self, tmp_path: Path) -> None:
        """So does one of an order that was cancelled or shipped; no money and no piece moves."""
        bench, reads, writes = self._changing(tmp_path, ChangeKind.ITEMS)
        for number, spoil in enumerate(("late", "gone", "shipped", "cancelled")):
            bench.shop.writes.shop.set_stock("tin", 50, key=f"full{number}")
            order_id = needed(bench.place(("mug", 1), minutes=number))
            order = bench.shop.reads.shop.get_order(order_id)
            made = needed(_items(writes, order, 900, ("mug", 1), ("tin", 3), key=f"k{number}").object_id)
            at = START + (3 * DAY if spoil == "late" else DAY)
            if spoil == "gone":
                bench.shop.writes.shop.set_stock("tin", 2, key="count")
            if spoil == "shipped":
                assert bench.ship(order, 1, key="ship") is DONE
            if spoil == "cancelled":
                writes.cancel_order(order_id, reason="", key="cancel")
            assert not bench.market.pay_change(made, at=at), spoil
            assert reads.list_changes(order_id)[0].state is ChangeState.LAPSED
            assert [line.sku for line in bench.shop.reads.shop.get_order(order_id).lines] == ["mug"]

    def test_items_that_cannot_be_had_are_refused_and_nothing_is_guessed(self, tmp_path: Path) -> None:
        """None, one SKU twice, too many, the same as before, another difference than stated, or a refunded line."""
        bench, reads, writes = self._changing(tmp_path, ChangeKind.ITEMS)
        order = bench.order(("mug", 10))
        tries: tuple[list[tuple[str, int]], ...] = (
            [],
            [("mug", 1), ("mug", 2)],
            [("mug", 101)],
            [("jar", 1)],
            [("mug", 10)],
        )
        for number, lines in enumerate(tries):
            wishes = [ItemWish(sku=sku, quantity=quantity) for sku, quantity in lines]
            price = reads.price_items(order.id, wishes)
            assert price.faults, lines
            assert _items(writes, order, price.difference, *lines, key=f"k{number}").status is REFUSED
        assert _items(writes, order, -2999, ("mug", 1), key="k7").status is REFUSED
        assert bench.again(order) == order
        bench.shop.writes.shop.refund(order.id, order.lines[0].id, 100, reason="late", key="k8")
        assert _items(writes, order, -2700, ("mug", 1), key="k9").status is REFUSED

    def test_an_order_may_take_what_it_has_reserved_itself(self, tmp_path: Path) -> None:
        """All 100 mugs are its own."""
        bench, reads, _ = self._changing(tmp_path, ChangeKind.ITEMS)
        order = bench.order(("mug", 60))
        assert not reads.price_items(order.id, [ItemWish(sku="mug", quantity=100)]).faults

    def test_a_quoted_price_holds_for_what_was_quoted(self, tmp_path: Path) -> None:
        """Other pieces are the ladder's; a cancelled order's offer is used and not open again."""
        bench, reads, writes = self._changing(tmp_path, ChangeKind.ITEMS)
        quotes = port(bench.shop.writes.quotes, "quotes")
        line = QuoteLine(sku="mug", quantity=20, unit_price=200)
        made = quotes.create_quote("b1", [line], valid_until=START + DAY, thread_id=None, key="q1").object_id
        order_id = needed(bench.market.accept_quote(needed(made), ADDRESS, at=START))
        kept = reads.price_items(order_id, [ItemWish(sku="mug", quantity=20), ItemWish(sku="tin", quantity=1)])
        fewer = reads.price_items(order_id, [ItemWish(sku="mug", quantity=12)])
        assert [line.unit_price for line in kept.lines + fewer.lines] == [200, 300, 250]
        assert writes.cancel_order(order_id, reason="", key="k1").status is DONE
        assert bench.market.accept_quote(needed(made), ADDRESS, at=START) is None

    def test_promotions_are_used_by_the_order_as_it_is_in_the_end(self, tmp_path: Path) -> None:
        """A coupon counts as free for its own order, and is free again when the order is cancelled or too small."""
        bench, reads, writes = self._changing(tmp_path, ChangeKind.ITEMS)
        promotions = port(bench.shop.writes.promotions, "promotions")
        coupon = Coupon(code="HELLO", save=100, min_spend=600)
        plan = PromotionPlan(title="sale", discount=coupon, starts_at=START, ends_at=START + DAY, max_uses=1)
        assert promotions.publish_promotion(plan, key="p1").status is DONE
        draft = Draft(
            customer_id="b1", lines=(DraftLine(sku="tin", quantity=4),), address=ADDRESS, at=START, coupon="HELLO"
        )
        order = bench.shop.reads.shop.get_order(needed(bench.market.place_orders([draft])[0]))
        assert order.lines[0].paid == 1100
        used = [self._coupon_used(bench)]
        assert reads.price_items(order.id, [ItemWish(sku="tin", quantity=3)]).difference == 800 - 1100
        for key, difference, quantity in (("k1", -300, 3), ("k2", -500, 1)):
            assert _items(writes, order, difference, ("tin", quantity), key=key).status is DONE
            used.append(self._coupon_used(bench))
        assert used == [1, 1, 0]
        assert bench.shop.reads.shop.get_order(needed(bench.market.place_orders([draft])[0])).id == order.id
        again = draft.model_copy(update={"at": START + timedelta(minutes=1)})
        other = needed(bench.market.place_orders([again])[0])
        assert self._coupon_used(bench) == 1
        assert writes.cancel_order(other, reason="", key="k3").status is DONE
        assert self._coupon_used(bench) == 0

    def test_the_payment_method_is_chosen_before_payment(self, tmp_path: Path) -> None:
        """One that is not there is refused, and so is any once the order is paid."""
        bench, reads, writes = self._changing(tmp_path, ChangeKind.PAYMENT)
        order, method = bench.order(("mug", 2), paid=False), reads.payment_methods()[0]
        assert reads.payment_method(order.id) == ""
        repeat(lambda: writes.change_payment(order.id, method, key="k1"))
        assert reads.payment_method(order.id) == method
        assert writes.change_payment(order.id, "cowrie", key="k2").status is REFUSED
        assert bench.market.pay_order(order.id, at=START + timedelta(hours=1))
        assert writes.change_payment(order.id, method, key="k3").status is REFUSED

    def test_an_order_paid_later_is_as_one_paid_at_once(self, tmp_path: Path) -> None:
        """It reserves, has a promise from then on and is sold; it is paid once, and only what is in the house."""
        bench, _, _ = self._changing(tmp_path, ChangeKind.PAYMENT)
        order, too_many = bench.order(("mug", 60), paid=False), bench.order(("mug", 90), paid=False)
        later = START + timedelta(hours=1)
        assert bench.market.pay_order(order.id, at=later) and not bench.market.pay_order(order.id, at=later)
        after = bench.again(order)
        assert (after.payment, after.lines[0].paid) == (PaymentStatus.PAID, 60 * 250)
        assert after.ship_by == later + timedelta(hours=48) and bench.stock("mug") == (100, 60, 0)
        assert bench.events("order.paid") == [order.id] and not bench.market.pay_order(too_many.id, at=later)

    def test_a_change_whose_answer_was_lost_can_be_probed_and_happens_once(self, tmp_path: Path) -> None:
        """The money goes back once."""
        bench, _, _ = self._changing(tmp_path, ChangeKind.CANCEL)
        losing = port(self.connect_losing_answers(tmp_path, bench.clock), "way to lose answers")
        order = bench.order(("mug", 10))
        writes = port(losing.writes.changes, "changes")
        assert writes.cancel_order(order.id, reason="", key="k1").status is OutcomeStatus.UNKNOWN
        found = needed(bench.shop.writes.shop.probe("k1"))
        assert found.status is DONE and writes.cancel_order(order.id, reason="", key="k1") == found
        assert [one.amount for one in bench.shop.reads.shop.list_refunds(order.id)] == [3000]

    def _changing(self, home: Path, kind: ChangeKind) -> tuple[Bench, ChangeReader, ChangeWrites]:
        bench = self.bench(home)
        reads, writes = port(bench.shop.reads.changes, "changes"), port(bench.shop.writes.changes, "changes")
        if kind not in reads.change_kinds():
            order = bench.order(("mug", 1))
            assert _change(writes, order, kind, key="lacks").status is OutcomeStatus.UNSUPPORTED
            port(None, f"change of kind {kind}")
        return bench, reads, writes

    def _coupon_used(self, bench: Bench) -> int:
        return port(bench.shop.reads.promotions, "promotions").list_promotions()[0].used


def _items(writes: ChangeWrites, order: Order, difference: int, *lines: tuple[str, int], key: str) -> Outcome:
    wishes = [ItemWish(sku=sku, quantity=quantity) for sku, quantity in lines]
    return writes.change_items(order.id, wishes, difference=difference, pay_until=START + 2 * DAY, key=key)


def _change(writes: ChangeWrites, order: Order, kind: ChangeKind, *, key: str) -> Outcome:
    if kind is ChangeKind.CANCEL:
        return writes.cancel_order(order.id, reason="", key=key)
    if kind is ChangeKind.ADDRESS:
        return writes.change_address(order.id, PERTH, key=key)
    if kind is ChangeKind.PAYMENT:
        return writes.change_payment(order.id, "card", key=key)
    return _items(writes, order, -300, ("mug", 9), key=key)
