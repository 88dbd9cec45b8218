"""The rules of the optional ports: messages, quotes, ads, factory. A port that is None skips its rules."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from shops.contract.bench import ADDRESS, DONE, REFUSED, START, Bench, ContractBase, needed, port, repeat, retried
from shops.custom import ATTRIBUTE, CustomProcess
from shops.models import Campaign, Keyword, KeywordDay, Outcome, QuoteLine, QuoteStatus
from shops.production import ProductionLine
from shops.search_terms import SearchTermDay
from shops.writes import QuoteWrites

WEEK = timedelta(days=7)
DAY = date(2011, 9, 1)
WORK: dict[str, Any] = {"area_cm2": 20, "max_colours": 2, "min_line_mm": 0, "set_up_cost": 0, "unit_cost": 0}
WORK |= {"proof_days": 3}


class PortRules(ContractBase):
    """Conversations, binding offers, keyword ads, production."""

    def test_a_buyers_message_waits_in_its_thread_until_it_is_answered(self, tmp_path: Path) -> None:
        """It raises message.received with the thread as its subject."""
        bench = self.bench(tmp_path)
        reads, writes = port(bench.shop.reads.messages, "messages"), port(bench.shop.writes.messages, "messages")
        thread = bench.market.send_message("b1", "Is the mug in stock?", at=START)
        assert bench.events("message.received") == [thread]
        assert [one.id for one in reads.list_threads(unanswered=True)] == [thread]
        repeat(lambda: writes.send_message(thread, "Yes, 100 pieces.", key="k1"))
        assert not reads.list_threads(unanswered=True)
        bench.market.send_message("b1", "Thanks", at=START + timedelta(hours=1), thread_id=thread)
        assert [one.author for one in reads.get_thread(thread).messages] == ["buyer", "shop", "buyer"]
        assert not reads.list_threads(customer_id="b2") and len(reads.list_threads(customer_id="b1")) == 1

    def test_the_staff_is_silent_in_a_thread_that_a_person_has(self, tmp_path: Path) -> None:
        """After hand_over a message is refused."""
        bench = self.bench(tmp_path)
        reads, writes = port(bench.shop.reads.messages, "messages"), port(bench.shop.writes.messages, "messages")
        thread = bench.market.send_message("b1", "A person, please", at=START)
        repeat(lambda: writes.hand_over(thread, key="k1"))
        assert reads.get_thread(thread).with_person
        assert writes.send_message(thread, "Me again", key="k2").status is REFUSED
        with retried():
            reads.get_thread("nowhere")

    def test_a_thread_that_is_taken_back_is_answered_again(self, tmp_path: Path) -> None:
        """After take_back the staff may write."""
        bench = self.bench(tmp_path)
        reads, writes = port(bench.shop.reads.messages, "messages"), port(bench.shop.writes.messages, "messages")
        thread = bench.market.send_message("b1", "A person, please", at=START)
        writes.hand_over(thread, key="k1")
        repeat(lambda: writes.take_back(thread, key="k2"))
        assert not reads.get_thread(thread).with_person
        assert writes.send_message(thread, "Me again", key="k3").status is DONE
        with retried():
            writes.take_back("nowhere", key="k4")

    def test_a_first_message_opens_a_conversation_that_waits_for_nobody(self, tmp_path: Path) -> None:
        """It is about an order of the buyer's, or about none; an empty one and another buyer's order are refused."""
        bench = self.bench(tmp_path)
        reads, writes = port(bench.shop.reads.messages, "messages"), port(bench.shop.writes.messages, "messages")
        order = bench.order(("mug", 2)).id
        made = repeat(lambda: writes.open_thread("b1", "It is late.", is_offer=False, order_id=order, key="k1"))
        thread = reads.get_thread(needed(made.object_id))
        assert (thread.customer_id, thread.order_id, thread.with_person) == ("b1", order, False)
        assert [(one.author, one.text) for one in thread.messages] == [("shop", "It is late.")]
        assert not reads.list_threads(unanswered=True)
        assert writes.open_thread("b1", " ", is_offer=True, key="k2").status is REFUSED
        assert writes.open_thread("b2", "Yours?", is_offer=False, order_id=order, key="k3").status is REFUSED
        with retried():
            writes.open_thread("nobody", "Hello", is_offer=True, key="k4")
        with retried():
            writes.open_thread("b1", "Hello", is_offer=False, order_id="nowhere", key="k5")

    def test_a_buyer_who_wants_no_offers_gets_news_only(self, tmp_path: Path) -> None:
        """Whoever noted the wish, shop or buyer, it outlives a new registration until the buyer takes it back."""
        bench = self.bench(tmp_path)
        shop, writes = bench.shop.reads.shop, port(bench.shop.writes.messages, "messages")
        assert writes.open_thread("b1", "New mugs", is_offer=True, key="k1").status is DONE
        repeat(lambda: writes.stop_offers("b1", key="k2"))
        bench.market.register([shop.get_customer("b1").model_copy(update={"no_offers": False, "name": "Ann"})])
        assert (shop.get_customer("b1").no_offers, shop.get_customer("b1").name) == (True, "Ann")
        assert writes.open_thread("b1", "New mugs", is_offer=True, key="k3").status is REFUSED
        assert writes.open_thread("b1", "It is late", is_offer=False, key="k4").status is DONE
        bench.market.want_offers("b1", True)
        bench.market.want_offers("b2", False)
        assert [shop.get_customer(one).no_offers for one in ("b1", "b2")] == [False, True]
        with retried():
            writes.stop_offers("nobody", key="k5")

    def test_a_case_is_with_a_person_from_the_start_and_says_nothing(self, tmp_path: Path) -> None:
        """The staff is silent in it."""
        bench = self.bench(tmp_path)
        reads, writes = port(bench.shop.reads.messages, "messages"), port(bench.shop.writes.messages, "messages")
        order = bench.order(("mug", 2)).id
        made = repeat(lambda: writes.open_case("b1", order_id=order, key="k1"))
        thread = reads.get_thread(needed(made.object_id))
        assert (thread.customer_id, thread.order_id, thread.with_person, thread.messages) == ("b1", order, True, ())
        assert writes.send_message(thread.id, "Hello", key="k2").status is REFUSED
        assert writes.open_case("b2", order_id=order, key="k3").status is REFUSED
        with retried():
            writes.open_case("nobody", key="k4")

    def test_a_forgotten_buyers_words_and_address_are_blank_and_the_money_stays(self, tmp_path: Path) -> None:
        """Forgetting twice is as forgetting once; another buyer stays."""
        bench = self.bench(tmp_path)
        reads = port(bench.shop.reads.messages, "messages")
        order = bench.order(("mug", 2))
        thread = bench.market.send_message("b1", "Ann here", at=START)
        other = bench.market.send_message("b2", "And me", at=START)
        for _ in range(2):
            bench.market.forget_customer("b1")
        kept = bench.again(order)
        assert (kept.lines, kept.address.country) == (order.lines, ADDRESS.country)
        assert (kept.address.name, kept.address.street, kept.note) == ("", "", "")
        assert [one.text for one in reads.get_thread(thread).messages] == [""]
        assert [one.text for one in reads.get_thread(other).messages] == ["And me"]
        assert [bench.shop.reads.shop.get_customer(one).name for one in ("b1", "b2")] == ["", "b2"]
        with retried():
            bench.market.forget_customer("nobody")

    def test_a_withdrawn_quote_is_not_accepted(self, tmp_path: Path) -> None:
        """And an accepted one is not withdrawn."""
        bench, quote_id = self._quoted(tmp_path)
        writes: QuoteWrites = port(bench.shop.writes.quotes, "quotes")
        repeat(lambda: writes.withdraw_quote(quote_id, key="k2"))
        assert needed(bench.shop.reads.quotes).get_quote(quote_id).status is QuoteStatus.WITHDRAWN
        assert bench.market.accept_quote(quote_id, ADDRESS, at=START) is None
        line = QuoteLine(sku="mug", quantity=1, unit_price=200)
        made = writes.create_quote("b1", [line], valid_until=START + WEEK, thread_id=None, key="k3")
        other = needed(made.object_id)
        needed(bench.market.accept_quote(other, ADDRESS, at=START))
        assert writes.withdraw_quote(other, key="k4").status is REFUSED
        with retried():
            writes.withdraw_quote("nowhere", key="k5")

    def test_a_quote_is_accepted_once_at_its_prices(self, tmp_path: Path) -> None:
        """It makes a paid order and raises quote.accepted and order.paid."""
        bench, quote_id = self._quoted(tmp_path)
        order_id = needed(bench.market.accept_quote(quote_id, ADDRESS, at=START))
        assert bench.market.accept_quote(quote_id, ADDRESS, at=START) is None
        order = bench.shop.reads.shop.get_order(order_id)
        assert (order.total, order.quote_id, bench.stock("mug")) == (40 * 200, quote_id, (100, 40, 0))
        assert (bench.events("quote.accepted"), bench.events("order.paid")) == ([quote_id], [order_id])
        assert needed(bench.shop.reads.quotes).get_quote(quote_id).status is QuoteStatus.ACCEPTED

    def test_a_quote_out_of_date_or_out_of_stock_is_not_accepted(self, tmp_path: Path) -> None:
        """It stays open and nothing is reserved."""
        bench, quote_id = self._quoted(tmp_path)
        assert bench.market.accept_quote(quote_id, ADDRESS, at=START + WEEK + timedelta(seconds=1)) is None
        bench.shop.writes.shop.set_stock("mug", 39, key="k2")
        assert bench.market.accept_quote(quote_id, ADDRESS, at=START) is None
        assert bench.stock("mug") == (39, 0, 0)
        bench.shop.writes.shop.set_stock("mug", 40, key="k3")
        assert bench.market.accept_quote(quote_id, ADDRESS, at=START + WEEK) is not None

    def test_a_quote_that_is_out_of_date_at_once_or_empty_is_refused(self, tmp_path: Path) -> None:
        """And one to nobody is the caller's to correct."""
        bench, quote_id = self._quoted(tmp_path)
        create = port(bench.shop.writes.quotes, "quotes").create_quote
        line = QuoteLine(sku="mug", quantity=1, unit_price=100)
        assert create("b1", [line], valid_until=START, thread_id=None, key="k2").status is REFUSED
        assert create("b1", [], valid_until=START + WEEK, thread_id=None, key="k3").status is REFUSED
        with retried():
            create("nobody", [line], valid_until=START + WEEK, thread_id=None, key="k4")
        quotes = needed(bench.shop.reads.quotes)
        assert [quote.id for quote in quotes.list_quotes(customer_id="b1", since=START)] == [quote_id]
        assert not quotes.list_quotes(customer_id="b2")

    def test_custom_work_is_quoted_only_as_the_product_offers_it(self, tmp_path: Path) -> None:
        """Other work, or fewer pieces than it takes, is refused; the order says what was ordered."""
        bench = self.bench(tmp_path)
        writes: QuoteWrites = port(bench.shop.writes.quotes, "quotes")
        product = bench.shop.reads.shop.get_product("p-mug")
        offered = CustomProcess(name="print", set_up_fee=400, unit_fee=20, min_quantity=20, **WORK)
        said = {ATTRIBUTE: json.dumps([offered.model_dump(mode="json")])}
        bench.market.load_products([product.model_copy(update={"attributes": said})], {}, at=START)
        line = QuoteLine(sku="mug", quantity=20, unit_price=290, custom="print")
        wrong = [line.model_copy(update=one) for one in ({"custom": "glaze"}, {"quantity": 19}, {"sku": "tin"})]
        until = START + WEEK
        for number, one in enumerate(wrong):
            refused = writes.create_quote("b1", [one], valid_until=until, thread_id=None, key=f"w{number}")
            assert refused.status is REFUSED
        made = needed(writes.create_quote("b1", [line], valid_until=until, thread_id=None, key="k1").object_id)
        assert needed(bench.shop.reads.quotes).get_quote(made).lines == (line,)
        order = bench.shop.reads.shop.get_order(needed(bench.market.accept_quote(made, ADDRESS, at=START)))
        assert "print" in order.lines[0].title and order.total == 20 * 290

    def test_bids_and_pauses_are_set_by_keyword(self, tmp_path: Path) -> None:
        """A bid of nothing is refused."""
        bench = self._advertised(tmp_path)
        reads, writes = port(bench.shop.reads.ads, "ads"), port(bench.shop.writes.ads, "ads")
        repeat(lambda: writes.set_bid("w1", 55, key="k1"))
        repeat(lambda: writes.set_keyword_paused("w1", True, key="k2"))
        assert writes.set_bid("w1", 0, key="k3").status is REFUSED
        (keyword,) = reads.list_keywords(campaign_id="c1")
        assert (keyword.bid, keyword.paused, keyword.skus) == (55, True, ("mug",))
        assert [campaign.id for campaign in reads.list_campaigns()] == ["c1"]
        with retried():
            writes.set_bid("nowhere", 1, key="k4")

    def test_budgets_are_set_together_or_not_at_all(self, tmp_path: Path) -> None:
        """One of nothing, or of no campaign, leaves all as they were."""
        bench = self._advertised(tmp_path)
        reads, writes = port(bench.shop.reads.ads, "ads"), port(bench.shop.writes.ads, "ads")
        bench.market.load_ads([Campaign(id="c2", name="Tins", daily_budget=900, currency="GBP")], [])

        def budgets() -> list[int]:
            return [campaign.daily_budget for campaign in reads.list_campaigns()]

        repeat(lambda: writes.set_budgets({"c1": 1500, "c2": 1400}, key="k1"))
        assert budgets() == [1500, 1400]
        set_by = [(one.campaign_id, one.new) for one in reads.list_budget_changes(since=START) if one.key == "k1"]
        assert set_by == [("c1", 1500), ("c2", 1400)]
        assert writes.set_budgets({"c1": 1, "c2": 0}, key="k2").status is REFUSED
        assert writes.set_budgets({}, key="k3").status is REFUSED
        with retried():
            writes.set_budgets({"c1": 1, "nowhere": 5}, key="k4")
        assert budgets() == [1500, 1400]

    def test_the_ad_report_of_a_day_adds_up(self, tmp_path: Path) -> None:
        """``until`` is exclusive."""
        bench = self._advertised(tmp_path)
        row = KeywordDay(keyword_id="w1", day=DAY, impressions=10, clicks=2, spend=80, orders=1, sales=300)
        for _ in range(2):
            bench.market.record_keywords([row])
        reads = port(bench.shop.reads.ads, "ads")
        (report,) = reads.keyword_report(since=DAY, until=DAY + timedelta(days=1))
        assert (report.impressions, report.clicks, report.spend, report.sales) == (20, 4, 160, 600)
        assert not reads.keyword_report(since=DAY, until=DAY)

    def test_what_buyers_typed_adds_up_and_a_word_is_bid_on_once(self, tmp_path: Path) -> None:
        """``until`` is exclusive; a word that is there, a blank one and a bid of nothing are refused."""
        bench = self._advertised(tmp_path)
        reads, writes = port(bench.shop.reads.ads, "ads"), port(bench.shop.writes.ads, "ads")
        row = SearchTermDay(
            keyword_id="w1", term="mug", day=DAY, impressions=9, clicks=2, spend=80, orders=1, sales=300
        )
        for _ in range(2):
            bench.market.record_search_terms([row])
        (found,) = reads.search_terms(since=DAY, until=DAY + timedelta(days=1))
        assert (found.clicks, found.spend) == (4, 160) and not reads.search_terms(since=DAY, until=DAY)
        repeat(lambda: writes.add_keyword("c1", "Blue mug", 70, ["mug"], key="k1"))
        (made,) = [one for one in reads.list_keywords() if one.text == "Blue mug"]
        assert (made.campaign_id, made.bid, made.skus, made.paused) == ("c1", 70, ("mug",), False)
        assert writes.add_keyword("c1", "blue MUG", 70, ["mug"], key="k2").status is REFUSED
        assert writes.add_keyword("c1", " ", 70, ["mug"], key="k3").status is REFUSED
        assert writes.add_keyword("c1", "cup", 0, ["mug"], key="k4").status is REFUSED
        with retried():
            writes.add_keyword("nowhere", "cup", 70, ["mug"], key="k5")

    def test_production_arrives_once(self, tmp_path: Path) -> None:
        """Ordered pieces are incoming until they arrive."""
        bench = self.bench(tmp_path)
        line = ProductionLine(sku="jar", quantity=60, unit_cost=90)
        writes, reads = port(bench.shop.writes.factory, "factory"), port(bench.shop.reads.factory, "factory")
        made = needed(repeat(lambda: writes.order_production([line], key="k1")).object_id)
        assert bench.stock("jar") == (0, 0, 60)
        (order,) = reads.list_production(open_only=True)
        assert (order.id, order.total) == (made, 5400)
        assert order.due_at >= START + timedelta(days=reads.terms().lead_time_days)
        bench.market.name_suppliers(["Ning Kilns", " Aster ", ""])
        assert reads.suppliers() == ["Aster", "Ning Kilns"]
        for _ in range(2):
            bench.market.finish_production(made, at=order.due_at)
        assert bench.stock("jar") == (60, 0, 0) and bench.events("production.arrived") == [made]
        assert not reads.list_production(open_only=True) and len(reads.list_production()) == 1

    def test_the_factory_makes_no_more_than_it_can(self, tmp_path: Path) -> None:
        """Refused over its capacity or below its smallest batch; a longer queue is due later."""
        bench = self.bench(tmp_path)
        writes, reads = port(bench.shop.writes.factory, "factory"), port(bench.shop.reads.factory, "factory")

        def make(quantity: int, key: str) -> Outcome:
            return writes.order_production([ProductionLine(sku="jar", quantity=quantity, unit_cost=90)], key=key)

        assert make(reads.terms().min_batch - 1, "k1").status is REFUSED
        assert make(10_000_000, "k2").status is REFUSED
        assert [make(150, "k3").status, make(150, "k4").status] == [DONE, DONE]
        first, second = reads.list_production()
        assert first.due_at < second.due_at and bench.stock("jar") == (0, 0, 300)

    def _quoted(self, home: Path) -> tuple[Bench, str]:
        bench = self.bench(home)
        writes: QuoteWrites = port(bench.shop.writes.quotes, "quotes")
        line = QuoteLine(sku="mug", quantity=40, unit_price=200)
        made = repeat(lambda: writes.create_quote("b1", [line], valid_until=START + WEEK, thread_id=None, key="k1"))
        return bench, needed(made.object_id)

    def _advertised(self, home: Path) -> Bench:
        bench = self.bench(home)
        port(bench.shop.reads.ads, "ads")
        campaign = Campaign(id="c1", name="Mugs", daily_budget=2000, currency="GBP")
        keyword = Keyword(id="w1", campaign_id="c1", text="red mug", bid=40, skus=("mug",))
        bench.market.load_ads([campaign], [keyword])
        return bench
