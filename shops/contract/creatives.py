"""The rules of the optional port of creative tests: one version a visitor, counted once, and the kept one is shown."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from pydantic import ValidationError

from shops.contract.bench import DONE, REFUSED, Bench, ContractBase, needed, port, repeat, retried
from shops.creatives import Creative, CreativePlan, CreativeReader, CreativeView, CreativeWrites, variant_of
from shops.models import Image

OTHER = Creative(title="Mug of stoneware, blue")
PICTURES = (Image(url="https://shop.example/front.jpg"), Image(url="https://shop.example/side.jpg"))


class CreativeRules(ContractBase):
    """Creative tests."""

    def test_each_visitor_sees_one_version_and_counts_once(self, tmp_path: Path) -> None:
        """Figures add up to the visitors; a click or an order that is told later joins the same visitor."""
        bench, reads, writes = self._creatives(tmp_path)
        made = needed(repeat(lambda: writes.start_test(self._plan(), key="k1")).object_id)
        (test,) = reads.list_tests(open_only=True)
        assert (test.id, test.product_id, test.variants[1].title) == (made, "p-mug", OTHER.title)
        visitors = [f"v{number}" for number in range(200)]
        bench.market.record_views([CreativeView(test_id=made, visitor=one) for one in visitors])
        bench.market.record_views([CreativeView(test_id=made, visitor=one, clicked=True) for one in visitors[:50]])
        bench.market.record_views([CreativeView(test_id=made, visitor=one, ordered=True) for one in visitors[:9]])
        bench.market.record_views([CreativeView(test_id=made, visitor=one) for one in visitors])
        found = {one.variant: one for one in reads.test_figures(made)}
        assert sum(one.shown for one in found.values()) == 200
        assert sum(one.clicks for one in found.values()) == 50
        assert sum(one.orders for one in found.values()) == 9
        by_hash = [variant_of(test, one) for one in visitors]
        assert [found[name].shown for name in test.names] == [by_hash.count(name) for name in test.names]
        assert min(one.shown for one in found.values()) > 60

    def test_the_listing_stays_while_it_is_tested_and_shows_what_is_kept(self, tmp_path: Path) -> None:
        """Of an ended test another variant can be kept; nobody is counted any more."""
        bench, reads, writes = self._creatives(tmp_path)
        before = bench.shop.reads.shop.get_product("p-mug")
        made = needed(writes.start_test(self._plan(), key="k1").object_id)
        assert bench.shop.reads.shop.get_product("p-mug").title == before.title
        repeat(lambda: writes.stop_test(made, "B", key="k2"))
        assert bench.shop.reads.shop.get_product("p-mug").title == OTHER.title
        bench.market.record_views([CreativeView(test_id=made, visitor="late")])
        assert sum(one.shown for one in reads.test_figures(made)) == 0
        assert writes.stop_test(made, "A", key="k3").status is DONE
        assert bench.shop.reads.shop.get_product("p-mug").title == before.title
        (test,) = reads.list_tests()
        assert test.kept == "A" and test.ended_at is not None and reads.list_tests(open_only=True) == []

    def test_a_picture_that_is_kept_comes_first(self, tmp_path: Path) -> None:
        """The product keeps all its pictures."""
        bench, _, writes = self._creatives(tmp_path)
        mug = bench.shop.reads.shop.get_product("p-mug")
        bench.market.load_products([mug.model_copy(update={"images": PICTURES})], {}, at=bench.clock.now())
        side = Creative(title=mug.title, image=PICTURES[1].url)
        made = needed(writes.start_test(CreativePlan(product_id="p-mug", variants=(side,)), key="k1").object_id)
        assert writes.stop_test(made, "B", key="k2").status is DONE
        assert bench.shop.reads.shop.get_product("p-mug").images == PICTURES[::-1]

    def test_a_test_that_could_tell_nothing_is_refused(self, tmp_path: Path) -> None:
        """A second one of the product, what stands already, a foreign picture, a variant that is not there."""
        bench, _, writes = self._creatives(tmp_path)
        own = bench.shop.reads.shop.get_product("p-mug").title
        for number, wrong in enumerate((Creative(title=own), Creative(title=" "), Creative(title=own, image="x"))):
            outcome = writes.start_test(CreativePlan(product_id="p-mug", variants=(wrong,)), key=f"w{number}")
            assert outcome.status is REFUSED and outcome.message
        made = needed(writes.start_test(self._plan(), key="k1").object_id)
        assert writes.start_test(self._plan("Another mug"), key="k2").status is REFUSED
        assert writes.stop_test(made, "C", key="k3").status is REFUSED
        with retried():
            writes.stop_test("nowhere", "A", key="k4")
        with retried():
            writes.start_test(CreativePlan(product_id="p-nothing", variants=(OTHER,)), key="k5")
        bench.clock.set(bench.clock.now() + timedelta(days=1))
        assert writes.stop_test(made, "A", key="k6").status is DONE
        assert writes.start_test(self._plan("Another mug"), key="k7").status is DONE

    def test_versions_that_are_the_same_are_no_plan(self) -> None:
        """Nor are more than a visitor could be shared among."""
        for variants in ((OTHER, OTHER), (), tuple(Creative(title=f"t{number}") for number in range(4))):
            try:
                CreativePlan(product_id="p-mug", variants=variants)
            except ValidationError:
                continue
            raise AssertionError(f"{len(variants)} variants were taken")

    def _plan(self, title: str = OTHER.title) -> CreativePlan:
        return CreativePlan(product_id="p-mug", variants=(Creative(title=title),))

    def _creatives(self, home: Path) -> tuple[Bench, CreativeReader, CreativeWrites]:
        bench = self.bench(home)
        reads = port(bench.shop.reads.creatives, "creatives")
        return bench, reads, port(bench.shop.writes.creatives, "creatives")
