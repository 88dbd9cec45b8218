"""The built-in shop keeps the contract, and some rules of its own."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from kit.clock import SetClock
from kit.errors import BadInput, Misconfigured, Retry
from kit.find import find, instances_of
from kit.store import Database, UtcTime
from shops.aftersales import RequestKind
from shops.contract import ShopContract
from shops.contract.aftersales import Case
from shops.contract.bench import ADDRESS, LADDER, START, STOCK, Bench
from shops.embedded import tables
from shops.embedded.messages import written_language
from shops.embedded.platform import SHOP, open_embedded
from shops.embedded.store import MIGRATIONS
from shops.models import Outcome, OutcomeStatus, Parcel, Product, QuoteLine, ShopInfo, Variant
from shops.port import Connection, Reads, Shop
from shops.production import FactoryTerms, ProductionLine
from shops.writes import Writes


class TestEmbedded(ShopContract):
    """The contract kit, on the built-in shop."""

    def connect(self, home: Path, clock: SetClock) -> Connection:
        return open_embedded("contract", home, clock)

    def connect_losing_answers(self, home: Path, clock: SetClock) -> Connection:
        return open_embedded("contract", home, clock, lambda operation, key: OutcomeStatus.UNKNOWN)


class WithoutOptionalPorts(ShopContract):
    """A platform that has the core ports alone."""

    def connect(self, home: Path, clock: SetClock) -> Connection:
        shop = open_embedded("contract", home, clock)
        return replace(shop, reads=Reads(shop.reads.shop), writes=Writes(shop.writes.shop))


class WithoutMarket(ShopContract):
    """A platform that cannot be set up from here."""

    def connect(self, home: Path, clock: SetClock) -> Connection:
        return replace(open_embedded("contract", home, clock), market=None)


def test_the_contract_skips_what_a_platform_lacks(tmp_path: Path) -> None:
    core = WithoutOptionalPorts()
    core.test_a_key_is_for_one_write(tmp_path / "core")
    for rule in (core.test_production_arrives_once, core.test_the_ad_report_of_a_day_adds_up):
        with pytest.raises(pytest.skip.Exception, match="has no"):
            rule(tmp_path / rule.__name__)
    with pytest.raises(pytest.skip.Exception, match="market side"):
        WithoutMarket().test_a_key_is_for_one_write(tmp_path / "market")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return TestEmbedded().bench(tmp_path)


def info(shop_id: str, **changes: object) -> ShopInfo:
    fields = {"id": shop_id, "name": "S", "platform": "embedded", "currency": "GBP", "time_zone": "Europe/London"}
    return ShopInfo.model_validate({**fields, "ship_promise_hours": 48, **changes})


TERMS = FactoryTerms(capacity_per_day=100, lead_time_days=5)


def test_the_platform_is_found_by_being_there() -> None:
    assert find("shops", instances_of(Shop), lambda shop: shop.platform, "shopstaff.platforms")["embedded"] is SHOP


def test_the_migration_makes_the_tables_that_the_code_declares(tmp_path: Path) -> None:
    open_embedded("one", tmp_path, SetClock(START))
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'one' / 'shop.sqlite'}")
    declared = sa.MetaData()
    for name in vars(tables):
        thing = vars(tables)[name]
        if isinstance(thing, sa.Table):
            thing.to_metadata(declared)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": same_type, "include_object": lambda o, n, *_: n != "version_embedded"}
        )
        assert compare_metadata(context, declared) == []


def same_type(_context: object, _have: object, _want: object, have: object, want: object) -> bool:
    """Tell whether a column's type differs; our UTC time is a plain date-time to the database."""
    plain = sa.DateTime() if isinstance(want, UtcTime) else want
    return isinstance(have, sa.DateTime) != isinstance(plain, sa.DateTime)


def test_a_second_open_migrates_nothing(tmp_path: Path) -> None:
    open_embedded("one", tmp_path, SetClock(START))
    with sqlite3.connect(tmp_path / "one" / "shop.sqlite") as file:
        before = file.execute("PRAGMA schema_version").fetchone()
        open_embedded("one", tmp_path, SetClock(START))
        assert file.execute("PRAGMA schema_version").fetchone() == before


def test_several_that_open_a_fresh_home_at_once_all_get_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        shops = list(pool.map(lambda _: open_embedded("one", tmp_path, SetClock(START)), range(6)))
    assert all(shop.reads.shop.list_variants() == [] for shop in shops)


def test_a_migration_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    """The home is migrated as if nothing had been tried."""
    url, folder = f"sqlite:///{tmp_path / 'shop.sqlite'}", tmp_path / "embedded" / "migrations"
    shutil.copytree(MIGRATIONS / "versions", folder / "versions", ignore=shutil.ignore_patterns("__pycache__"))
    newest = max(path.name[:4] for path in (folder / "versions").glob("[0-9]*.py"))
    broken = folder / "versions" / "9999_broken.py"
    broken.write_text(f"revision, down_revision = '9999', '{newest}'\ndef upgrade(): raise ZeroDivisionError\n")
    with pytest.raises(ZeroDivisionError):
        Database(url, folder)
    broken.unlink()
    assert sa.inspect(Database(url, folder).engine).has_table("shop_info")


def test_a_home_from_before_changes_knows_what_its_lines_cost_and_used(tmp_path: Path) -> None:
    """A paid line cost what was paid, an unpaid one its pieces at its price; an item discount counted pieces."""
    url, folder = f"sqlite:///{tmp_path / 'one' / 'shop.sqlite'}", tmp_path / "embedded" / "migrations"
    (tmp_path / "one").mkdir()
    for path in MIGRATIONS.glob("versions/000[12]_*.py"):
        (folder / "versions").mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder / "versions")
    Database(url, folder).engine.dispose()
    line = "INSERT INTO shop_order_line VALUES ('one', 'o1', {0}, 'o1.{0}', 'mug', 'Mug', 4, 300, {1}, 0, 0, NULL)"
    sale = "INSERT INTO shop_promotion VALUES ({0}, 'one', 'p{0}', 't', '{1}', '2011-09-01', '2011-09-02', 9, 4)"
    with sqlite3.connect(tmp_path / "one" / "shop.sqlite") as file:
        file.execute(line.format(1, 1080))
        file.execute(line.format(2, 0))
        file.execute(sale.format(1, '{"kind": "item", "skus": ["mug"], "percent": 10}'))
        file.execute(sale.format(2, '{"kind": "threshold", "spend": 3000, "save": 300}'))
        file.executemany("INSERT INTO shop_promotion_use VALUES ('one', ?, 'o1', 'b1')", [("p1",), ("p2",)])
    open_embedded("one", tmp_path, SetClock(START))
    with sqlite3.connect(tmp_path / "one" / "shop.sqlite") as file:
        assert file.execute("SELECT net FROM shop_order_line ORDER BY position").fetchall() == [(1080,), (1200,)]
        assert file.execute("SELECT uses FROM shop_promotion_use ORDER BY promotion_id").fetchall() == [(8,), (1,)]


def test_a_home_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    open_embedded("one", tmp_path, SetClock(START))
    with sqlite3.connect(tmp_path / "one" / "shop.sqlite") as file:
        file.execute("UPDATE version_embedded SET version_num = '9999'")
    with pytest.raises(Misconfigured, match="newer release"):
        open_embedded("one", tmp_path, SetClock(START))


def test_a_home_that_cannot_be_written_is_the_operators_to_correct(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(Misconfigured, match="SHOPSTAFF_HOME"):
        open_embedded("one", tmp_path / "file", SetClock(START))


@pytest.mark.parametrize("shop_id", ["", "../other", "a/b", ".hidden"])
def test_a_shop_id_never_leaves_the_home(tmp_path: Path, shop_id: str) -> None:
    with pytest.raises(Misconfigured, match="folder"):
        open_embedded(shop_id, tmp_path, SetClock(START))


def test_a_shop_that_was_not_set_up_says_so(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="has not been set up"):
        open_embedded("one", tmp_path, SetClock(START)).reads.shop.info()


def test_two_shops_of_one_home_do_not_see_each_other(tmp_path: Path, bench: Bench) -> None:
    other = open_embedded("other", tmp_path, SetClock(START))
    assert other.reads.shop.list_variants() == [] and len(bench.shop.reads.shop.list_variants()) == 3


def test_what_was_written_is_there_after_opening_again(tmp_path: Path, bench: Bench) -> None:
    order = bench.order(("mug", 3))
    again = open_embedded("contract", tmp_path, SetClock(START))
    assert again.reads.shop.get_order(order.id) == order
    assert again.reads.shop.get_product("p-mug") == bench.shop.reads.shop.get_product("p-mug")
    assert [event.subject for event in again.events.list_events()] == [order.id]


@pytest.mark.parametrize("status", [OutcomeStatus.REFUSED, OutcomeStatus.NEEDS_PERSON])
def test_an_injected_no_writes_nothing(tmp_path: Path, bench: Bench, status: OutcomeStatus) -> None:
    seen = []

    def faults(operation: str, key: str) -> OutcomeStatus | None:
        seen.append((operation, key))
        return status

    shop = open_embedded("contract", tmp_path, SetClock(START), faults)
    assert shop.writes.shop.set_stock("mug", 1, key="k1").status is status
    assert (bench.stock("mug"), shop.writes.shop.probe("k1")) == ((100, 0, 0), None)
    assert seen == [("set_stock", "k1")]
    assert bench.shop.writes.shop.set_stock("mug", 1, key="k1").status is OutcomeStatus.DONE


def test_a_key_that_several_threads_write_at_once_is_carried_out_once(tmp_path: Path, bench: Bench) -> None:
    """Each thread has a connection of its own, as each worker process has."""
    order = bench.order(("mug", 50))
    parcels = [Parcel(line_id=order.lines[0].id, quantity=5)]

    def ship(number: int) -> Outcome:
        shop = open_embedded("contract", tmp_path, SetClock(START))
        return shop.writes.shop.ship(order.id, parcels, carrier="RM", tracking="T", key=f"k{number % 4}")

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(ship, range(16)))
    assert len({outcome.object_id for outcome in outcomes}) == 4
    assert bench.stock("mug") == (80, 30, 0)


def test_a_line_below_the_minimum_order_quantity_is_left_out(bench: Bench) -> None:
    product = bench.shop.reads.shop.get_product("p-tin")
    tin = product.variants[0].model_copy(update={"moq": 6})
    bench.market.load_products([product.model_copy(update={"variants": (tin,)})], {}, at=START)
    assert [line.sku for line in bench.order(("tin", 5), ("mug", 1)).lines] == ["mug"]
    assert bench.order(("tin", 6)).lines[0].quantity == 6


def test_an_unknown_sku_places_nothing(bench: Bench) -> None:
    with pytest.raises(Retry, match="list variants"):
        bench.place(("mug", 1), ("nowhere", 1))
    assert bench.stock("mug") == (100, 0, 0)


def test_a_product_loaded_again_keeps_reservations_and_shelves_lost_skus(bench: Bench) -> None:
    bench.order(("mug", 10))
    cup = Variant(sku="cup", product_id="p-mug", title="Cup", tiers=LADDER, base_price=300)
    product = Product(id="p-mug", title="Cup", variants=(cup,), currency="GBP", updated_at=START)
    bench.market.load_products([product], {"mug": 80, "cup": 5}, at=START + timedelta(days=1))
    assert bench.stock("mug") == (80, 10, 0) and bench.stock("cup") == (5, 0, 0)
    listed = {variant.sku: variant.listed for variant in bench.shop.reads.shop.list_variants()}
    assert listed == {"cup": True, "jar": True, "mug": False, "tin": True}
    changes = bench.shop.reads.shop.list_price_changes(since=START + timedelta(hours=1))
    assert [(change.sku, change.old) for change in changes] == [("cup", ())]


def test_faulty_products_are_all_named_and_none_is_loaded(bench: Bench) -> None:
    def product(sku: str, currency: str) -> Product:
        variant = Variant(sku=sku, product_id="p-new", title="N", tiers=(), base_price=1)
        return Product(id="p-new", title="N", variants=(variant,), currency=currency, updated_at=START)

    with pytest.raises(BadInput) as caught:
        bench.market.load_products([product("new", "EUR")], {"new": 1}, at=START)
    assert len(caught.value.faults) == 2
    with pytest.raises(BadInput, match="nowhere"):
        bench.market.load_products([], {"nowhere": 1, "mug": -1}, at=START)
    assert sorted(bench.shop.reads.shop.get_stock()) == sorted(STOCK)


def test_a_shop_with_orders_keeps_its_currency_and_time_zone(bench: Bench) -> None:
    bench.market.set_up(info("contract", currency="EUR"), TERMS)
    bench.market.set_up(info("contract"), TERMS)
    bench.order(("mug", 1))
    bench.market.set_up(info("contract", name="New name"), TERMS)
    assert bench.shop.reads.shop.info().name == "New name"
    for changes in ({"currency": "EUR"}, {"time_zone": "Asia/Shanghai"}):
        with pytest.raises(Misconfigured, match="open a new shop"):
            bench.market.set_up(info("contract", **changes), TERMS)


@pytest.mark.parametrize("wrong", [info("other"), info("contract", time_zone="Europe/Nowhere")])
def test_a_wrong_set_up_is_the_operators_to_correct(bench: Bench, wrong: ShopInfo) -> None:
    with pytest.raises(Misconfigured):
        bench.market.set_up(wrong, TERMS)


def test_production_is_worked_off_one_order_after_the_other(bench: Bench) -> None:
    """Capacity 100 a day, lead time 5 days: the 150th piece is due on day 6, the 300th on day 7."""
    factory = bench.shop.writes.factory
    assert factory is not None and bench.shop.reads.factory is not None
    for key, quantity in (("k1", 150), ("k2", 150), ("k3", 201)):
        factory.order_production([ProductionLine(sku="jar", quantity=quantity, unit_cost=1)], key=key)
    due = [(order.due_at - START).days for order in bench.shop.reads.factory.list_production()]
    assert due == [6, 7]


def test_one_message_arriving_twice_is_one_message(bench: Bench) -> None:
    threads = {bench.market.send_message("b1", "Hello?", at=START) for _ in range(2)}
    assert len(threads) == 1 and bench.events("message.received") == sorted(threads)
    bench.market.send_message("b1", "Anyone?", at=START, thread_id=threads.pop())
    assert len(bench.events("message.received")) == 2


def test_a_thread_belongs_to_its_buyer(bench: Bench) -> None:
    thread = bench.market.send_message("b1", "Hello", at=START)
    with pytest.raises(Retry, match="another buyer"):
        bench.market.send_message("b2", "Hello", at=START, thread_id=thread)


def test_a_buyers_language_is_the_one_written_in_last(bench: Bench) -> None:
    languages = []
    for text in ("你好,有货吗?", "85123A", "how much is it", "3 x 5"):
        bench.market.send_message("b1", text, at=START)
        languages.append(bench.shop.reads.shop.get_customer("b1").language)
    assert languages == ["zh", "zh", "en", "en"] and written_language("?") is None


def test_a_cursor_of_ones_own_making_is_the_callers_to_correct(bench: Bench) -> None:
    with pytest.raises(Retry, match="next_cursor"):
        bench.shop.reads.shop.list_orders(cursor="page 2")
    with pytest.raises(Retry, match="at least 1"):
        bench.shop.reads.shop.list_orders(limit=0)


def test_products_are_paged_by_id(bench: Bench) -> None:
    first = bench.shop.reads.shop.list_products(limit=2)
    second = bench.shop.reads.shop.list_products(limit=2, cursor=first.next_cursor)
    assert [product.id for product in first.items + second.items] == ["p-jar", "p-mug", "p-tin"]
    assert second.next_cursor is None


def test_an_accepted_quote_goes_to_the_address_given(bench: Bench) -> None:
    quotes = bench.shop.writes.quotes
    assert quotes is not None
    line = QuoteLine(sku="mug", quantity=1, unit_price=250)
    made = quotes.create_quote("b2", [line], valid_until=START + timedelta(days=1), thread_id=None, key="k1")
    order_id = bench.market.accept_quote(str(made.object_id), ADDRESS, at=START)
    order = bench.shop.reads.shop.get_order(str(order_id))
    assert (order.address, order.customer_id) == (ADDRESS, "b2")


def test_a_forgotten_buyers_requests_say_nothing_more(tmp_path: Path) -> None:
    """The words go, the deed and its money stay."""
    case = Case(TestEmbedded().bench(tmp_path))
    made = case.asked(RequestKind.REFUND)
    case.writes.refuse_request(made, reason="Ann asked before", key="k1")
    case.bench.market.forget_customer("b1")
    request = case.now(made)
    assert (request.words, request.answer, request.amount) == ("", "", 600)
    assert b"Ann asked before" not in (tmp_path / "contract" / "shop.sqlite").read_bytes()
