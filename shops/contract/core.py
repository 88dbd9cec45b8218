"""The rules of the ports that every platform has."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from kit.clock import SetClock
from shops.buyers import DraftLine, PastOrder
from shops.contract.bench import DONE, LADDER, LOWER, REFUSED, START, STOCK, ContractBase, needed, port, repeat, retried
from shops.models import FulfilmentStatus, Order, OutcomeStatus, Parcel, PaymentStatus, RefundStatus, Tier


class CoreRules(ContractBase):
    """Catalogue, prices, stock, orders, shipments, refunds, sales, events."""

    def test_every_variant_has_a_ladder_in_minor_units_of_the_shop(self, tmp_path: Path) -> None:
        """Quantities rise, prices do not."""
        variants = self.bench(tmp_path).shop.reads.shop.list_variants()
        assert [variant.sku for variant in variants] == sorted(STOCK)
        for variant in variants:
            quantities = [tier.min_quantity for tier in variant.tiers]
            prices = [tier.unit_price for tier in variant.tiers]
            assert quantities == sorted(set(quantities)) and prices == sorted(prices, reverse=True)

    def test_an_id_that_is_not_there_is_the_callers_to_correct(self, tmp_path: Path) -> None:
        """Each get raises Retry with a remedy."""
        shop = self.bench(tmp_path).shop
        reads = shop.reads.shop
        gets: list[Callable[[str], object]] = [
            reads.get_product,
            reads.get_variant,
            reads.get_customer,
            reads.get_order,
            reads.list_shipments,
            reads.list_refunds,
            lambda sku: reads.get_stock([sku]),
            lambda sku: shop.writes.shop.set_price(sku, LADDER, key="absent"),
        ]
        for get in gets:
            with retried():
                get("nowhere")
        assert shop.writes.shop.probe("absent") is None

    def test_a_price_is_the_ladders_at_the_moment_of_ordering(self, tmp_path: Path) -> None:
        """An order keeps its prices when the ladder changes afterwards."""
        bench = self.bench(tmp_path)
        order = bench.order(("mug", 12), ("tin", 2))
        bench.shop.writes.shop.set_price("mug", LOWER, key="k1")
        assert [line.unit_price for line in order.lines] == [250, 300] and order.total == 12 * 250 + 2 * 300
        assert bench.shop.reads.shop.get_order(order.id) == order
        assert bench.shop.reads.shop.get_variant("mug").tiers == LOWER

    def test_price_changes_are_kept_from_the_first_load_on(self, tmp_path: Path) -> None:
        """The first change has no old ladder."""
        bench = self.bench(tmp_path)
        bench.clock.set(START + timedelta(days=1))
        bench.shop.writes.shop.set_price("mug", LOWER, key="k1")
        changes = bench.shop.reads.shop.list_price_changes(since=START, skus=["mug"])
        assert [(change.at, change.old, change.new) for change in changes] == [
            (START, (), LADDER),
            (START + timedelta(days=1), LADDER, LOWER),
        ]

    def test_what_is_no_ladder_is_refused(self, tmp_path: Path) -> None:
        """Empty, or rising with the quantity."""
        bench = self.bench(tmp_path)
        rising = (Tier(min_quantity=1, unit_price=100), Tier(min_quantity=5, unit_price=200))
        assert bench.shop.writes.shop.set_price("mug", rising, key="k1").status is REFUSED
        assert bench.shop.writes.shop.set_price("mug", (), key="k2").status is REFUSED
        assert bench.shop.reads.shop.get_variant("mug").tiers == LADDER

    def test_a_repeated_key_gives_the_first_answer_and_does_nothing(self, tmp_path: Path) -> None:
        """For every core write; a second effect would show in the stock or the money."""
        bench = self.bench(tmp_path)
        order = bench.order(("mug", 10))
        writes = bench.shop.writes.shop
        line = order.lines[0].id
        parcels = [Parcel(line_id=line, quantity=3)]
        repeat(lambda: writes.set_price("tin", LOWER, key="k1"))
        repeat(lambda: writes.set_stock("jar", 7, key="k2"))
        repeat(lambda: writes.set_listed("p-jar", False, key="k3"))
        repeat(lambda: writes.ship(order.id, parcels, carrier="RM", tracking="T", key="k4"))
        repeat(lambda: writes.refund(order.id, line, 100, reason="late", key="k5"))
        after = bench.shop.reads.shop.get_order(order.id).lines[0]
        assert (after.shipped, after.refunded) == (3, 100)
        assert bench.stock("mug") == (97, 7, 0)
        assert len(bench.shop.reads.shop.list_shipments(order.id)) == 1

    def test_a_key_is_for_one_write(self, tmp_path: Path) -> None:
        """The same key with other arguments is refused, and the first answer can still be probed."""
        bench = self.bench(tmp_path)
        first = bench.shop.writes.shop.set_stock("mug", 10, key="k1")
        assert bench.shop.writes.shop.set_stock("mug", 11, key="k1").status is REFUSED
        assert bench.shop.writes.shop.set_listed("p-mug", False, key="k1").status is REFUSED
        assert bench.stock("mug")[0] == 10
        assert bench.shop.writes.shop.probe("k1") == first

    def test_an_unknown_key_never_arrived(self, tmp_path: Path) -> None:
        """Probing it gives None."""
        assert self.connect(tmp_path, SetClock(START)).writes.shop.probe("never") is None

    def test_a_write_whose_answer_was_lost_can_be_probed(self, tmp_path: Path) -> None:
        """The caller sees unknown; the probe and a repetition tell what became of it; it happened once."""
        bench = self.bench(tmp_path)
        losing = port(self.connect_losing_answers(tmp_path, bench.clock), "way to lose answers")
        order = bench.order(("mug", 10))
        line = order.lines[0].id
        assert losing.writes.shop.refund(order.id, line, 100, reason="late", key="k1").status is OutcomeStatus.UNKNOWN
        found = needed(bench.shop.writes.shop.probe("k1"))
        assert found.status is DONE
        assert losing.writes.shop.refund(order.id, line, 100, reason="late", key="k1") == found
        assert bench.shop.reads.shop.get_order(order.id).lines[0].refunded == 100

    def test_a_paid_order_reserves_its_pieces_and_an_unpaid_one_does_not(self, tmp_path: Path) -> None:
        """Only a paid order has a promise and raises order.paid."""
        bench = self.bench(tmp_path)
        paid, unpaid = bench.order(("mug", 10)), bench.order(("tin", 10), paid=False)
        assert (paid.payment, unpaid.payment) == (PaymentStatus.PAID, PaymentStatus.UNPAID)
        assert (bench.stock("mug"), bench.stock("tin")) == ((100, 10, 0), (50, 0, 0))
        assert (paid.ship_by, unpaid.ship_by) == (START + timedelta(hours=48), None)
        assert (paid.lines[0].paid, unpaid.lines[0].paid) == (3000, 0)
        assert bench.events("order.paid") == [paid.id]

    def test_nothing_is_sold_that_is_not_available(self, tmp_path: Path) -> None:
        """Lines are clipped to what is there, in the order given; an order of nothing is not placed."""
        bench = self.bench(tmp_path)
        assert [line.quantity for line in bench.order(("mug", 80), ("mug", 80), ("jar", 5)).lines] == [80, 20]
        assert bench.place(("mug", 1), minutes=1) is None
        bench.shop.writes.shop.set_listed("p-tin", False, key="k1")
        assert bench.place(("tin", 1), minutes=2) is None

    def test_no_more_is_sold_than_is_listed_and_the_listed_quantity_sinks_with_each_order(self, tmp_path: Path) -> None:
        """Without one the shop offers what is available; below zero is refused."""
        bench = self.bench(tmp_path)
        writes, reads = bench.shop.writes.shop, bench.shop.reads.shop
        writes.set_offered("mug", 30, key="k1")
        assert [line.quantity for line in bench.order(("mug", 20)).lines] == [20]
        found = reads.get_stock(["mug"])["mug"]
        assert (found.offered, found.shown, found.available) == (10, 10, 80)
        assert [line.quantity for line in bench.order(("mug", 25)).lines] == [10]
        assert bench.place(("mug", 1), minutes=2) is None
        writes.set_offered("mug", None, key="k2")
        assert reads.get_stock(["mug"])["mug"].shown == 70
        assert writes.set_offered("mug", -1, key="k3").status is REFUSED

    def test_a_listing_shows_what_it_was_given_and_keeps_what_it_had(self, tmp_path: Path) -> None:
        """A blank title and an edit that changes nothing are refused."""
        bench = self.bench(tmp_path)
        edit, before = bench.shop.writes.shop.edit_listing, bench.shop.reads.shop.get_product("p-mug")
        assert edit("p-mug", title="Mug, blue", attributes={"material": "clay"}, key="k1").status is DONE
        after = bench.shop.reads.shop.get_product("p-mug")
        assert (after.title, after.attributes) == ("Mug, blue", before.attributes | {"material": "clay"})
        assert edit("p-mug", title=None, attributes={"material": "clay"}, key="k2").status is REFUSED
        assert edit("p-mug", title=" ", attributes={}, key="k3").status is REFUSED

    def test_an_order_placed_twice_is_one_order(self, tmp_path: Path) -> None:
        """The same draft gives the same id and reserves once."""
        bench = self.bench(tmp_path)
        assert bench.place(("mug", 5)) == bench.place(("mug", 5))
        assert bench.stock("mug") == (100, 5, 0)

    def test_shipping_moves_pieces_out_and_the_axis_on(self, tmp_path: Path) -> None:
        """Unshipped, partial, shipped, delivered: delivered when the last parcel has arrived."""
        bench = self.bench(tmp_path)
        order = bench.order(("mug", 10), ("tin", 4))
        steps = [(order.fulfilment, bench.stock("mug"))]
        for key, pieces in (("k1", (6, 0)), ("k2", (4, 4))):
            assert bench.ship(order, *pieces, key=key) is DONE
            steps.append((bench.again(order).fulfilment, bench.stock("mug")))
        unshipped, partial, shipped, delivered, _ = FulfilmentStatus
        assert steps == [(unshipped, (100, 10, 0)), (partial, (94, 4, 0)), (shipped, (90, 0, 0))]
        first, second = (shipment.id for shipment in bench.shop.reads.shop.list_shipments(order.id))
        bench.market.deliver([first], at=START + timedelta(days=2))
        assert bench.again(order).fulfilment is shipped and bench.events("order.delivered") == []
        for _ in range(2):
            bench.market.deliver([first, second], at=START + timedelta(days=3))
        assert bench.again(order).fulfilment is delivered and bench.events("order.delivered") == [order.id]

    def test_what_was_sent_is_listed_for_all_orders_from_a_moment_on(self, tmp_path: Path) -> None:
        """Each parcel once, in the order of leaving; the moment itself belongs to the list."""
        bench = self.bench(tmp_path)
        orders = [bench.order(("mug", pieces)) for pieces in (2, 3)]
        for number, order in enumerate(orders):
            assert bench.ship(order, 2 + number, key=f"k{number}") is DONE
        reads = bench.shop.reads.shop
        apart = [sent for order in orders for sent in reads.list_shipments(order.id)]
        at = apart[0].shipped_at
        assert list(reads.list_sent(since=at)) == apart
        assert not reads.list_sent(since=at + timedelta(seconds=1))

    def test_shipping_is_refused_unpaid_over_the_order_or_over_the_house(self, tmp_path: Path) -> None:
        """A refusal changes nothing."""
        bench = self.bench(tmp_path)
        paid, unpaid = bench.order(("mug", 10)), bench.order(("tin", 1), paid=False)
        assert bench.ship(unpaid, 1, key="k1") is REFUSED
        assert bench.ship(paid, 11, key="k2") is REFUSED
        assert bench.ship(paid, key="k3") is REFUSED
        bench.shop.writes.shop.set_stock("mug", 4, key="k4")
        assert bench.ship(paid, 5, key="k5") is REFUSED
        assert bench.stock("mug") == (4, 10, 0) and not bench.shop.reads.shop.list_shipments(paid.id)
        assert bench.ship(paid, 4, key="k6") is DONE

    def test_a_line_is_never_refunded_beyond_what_was_paid(self, tmp_path: Path) -> None:
        """The refund axis goes none, partial, full and leaves the other two alone."""
        bench = self.bench(tmp_path)
        order = bench.order(("mug", 2), ("tin", 1))
        refund = bench.shop.writes.shop.refund
        mug, tin = (line.id for line in order.lines)
        assert refund(order.id, mug, 601, reason="all and more", key="k1").status is REFUSED
        assert refund(order.id, mug, 0, reason="nothing", key="k2").status is REFUSED
        assert refund(order.id, mug, 400, reason="broken", key="k3").status is DONE
        assert bench.again(order).refund is RefundStatus.PARTIAL
        assert refund(order.id, mug, 201, reason="broken", key="k4").status is REFUSED
        assert refund(order.id, mug, 200, reason="broken", key="k5").status is DONE
        assert refund(order.id, tin, 300, reason="broken", key="k6").status is DONE
        after = bench.again(order)
        assert after.refund is RefundStatus.FULL
        assert (after.payment, after.fulfilment) == (order.payment, order.fulfilment)
        assert [one.amount for one in bench.shop.reads.shop.list_refunds(order.id)] == [400, 200, 300]

    def test_paging_has_no_gaps_and_no_doubles(self, tmp_path: Path) -> None:
        """Orders of one moment and of several, in pages of any size."""
        bench = self.bench(tmp_path)
        placed = [bench.place(("mug", 1 + number), minutes=number // 3) for number in range(9)]
        whole = bench.shop.reads.shop.list_orders().items
        assert sorted(order.id for order in whole) == sorted(map(needed, placed))
        assert [(order.placed_at, order.id) for order in whole] == sorted((o.placed_at, o.id) for o in whole)
        for limit in (1, 2, 4, 9, 10):
            pages, cursor = list[Order](), None
            while True:
                page = bench.shop.reads.shop.list_orders(cursor=cursor, limit=limit)
                pages, cursor = [*pages, *page.items], page.next_cursor
                if cursor is None:
                    break
            assert tuple(pages) == whole

    def test_orders_are_found_by_time_buyer_and_fulfilment(self, tmp_path: Path) -> None:
        """``until`` is exclusive."""
        bench = self.bench(tmp_path)
        early, late = (bench.place(("mug", 1), minutes=minutes) for minutes in (0, 5))
        orders = bench.shop.reads.shop.list_orders
        five = START + timedelta(minutes=5)
        assert [order.id for order in orders(until=five).items] == [early]
        assert [order.id for order in orders(since=five).items] == [late]
        assert orders(customer_id="b2").items == () and len(orders(customer_id="b1").items) == 2
        bench.ship(orders(since=five).items[0], 1, key="k1")
        assert [order.id for order in orders(fulfilment=[FulfilmentStatus.SHIPPED]).items] == [late]

    def test_sales_are_paid_orders_by_the_shops_own_day(self, tmp_path: Path) -> None:
        """23:30 UTC in summer is the next day in London."""
        bench = self.bench(tmp_path)
        bench.place(("mug", 12), ("mug", 1))
        bench.place(("mug", 2), minutes=15 * 60 + 30)
        bench.place(("tin", 2), paid=False)
        sales = bench.shop.reads.shop.list_sales(since=date(2011, 9, 1), until=date(2011, 9, 3))
        rows = [(one.day.day, one.sku, one.orders, one.units, one.revenue) for one in sales]
        assert rows == [(1, "mug", 1, 13, 3300), (2, "mug", 1, 2, 600)]
        assert not bench.shop.reads.shop.list_sales(since=date(2011, 9, 2), until=date(2011, 9, 2))

    def test_buyers_days_are_paid_orders_that_stand_by_the_shops_own_day(self, tmp_path: Path) -> None:
        """One row for a buyer and a day, whatever was ordered on it."""
        bench = self.bench(tmp_path)
        bench.place(("mug", 12), ("tin", 1))
        bench.place(("mug", 1), minutes=5)
        bench.place(("mug", 2), minutes=15 * 60 + 30)
        bench.place(("tin", 2), paid=False)
        rows = bench.shop.reads.shop.list_buyer_days(since=date(2011, 9, 1), until=date(2011, 9, 3))
        assert [(one.day.day, one.customer_id, one.orders, one.paid) for one in rows] == [
            (1, "b1", 2, 3600),
            (2, "b1", 1, 600),
        ]
        assert not bench.shop.reads.shop.list_buyer_days(since=date(2011, 9, 2), until=date(2011, 9, 2))

    def test_history_is_delivered_and_touches_neither_stock_nor_events(self, tmp_path: Path) -> None:
        """Loading it again adds nothing."""
        bench = self.bench(tmp_path)
        line = DraftLine(sku="mug", quantity=500, unit_price=99)
        past = PastOrder(id="h1", customer_id="b1", placed_at=START - timedelta(days=30), lines=(line,))
        for _ in range(2):
            bench.market.load_history([past])
        order = bench.shop.reads.shop.get_order("h1")
        assert (order.fulfilment, order.total, order.lines[0].unshipped) == (FulfilmentStatus.DELIVERED, 49500, 0)
        assert bench.stock("mug") == (100, 0, 0) and not bench.shop.events.list_events()

    def test_visitors_of_a_day_add_up(self, tmp_path: Path) -> None:
        """By channel."""
        bench = self.bench(tmp_path)
        for _ in range(2):
            bench.market.record_traffic(date(2011, 9, 1), {"direct": 3, "ads": 1})
        rows = bench.shop.reads.shop.list_traffic(since=date(2011, 9, 1), until=date(2011, 9, 2))
        assert [(row.channel, row.visitors) for row in rows] == [("ads", 2), ("direct", 6)]

    def test_events_stay_until_they_are_acknowledged(self, tmp_path: Path) -> None:
        """In order, once each; acknowledging twice is the same as once."""
        bench = self.bench(tmp_path)
        for minutes in range(3):
            bench.place(("mug", 1), minutes=minutes)
        first, second, third = bench.shop.events.list_events()
        assert [event.id for event in bench.shop.events.list_events(limit=2)] == [first.id, second.id]
        for _ in range(2):
            bench.shop.events.acknowledge([first.id, third.id])
        assert [event.id for event in bench.shop.events.list_events()] == [second.id]
