"""`shopstaff import`: what is a fault, that a fault imports nothing, and what an import changes."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from authority.desk import Requester
from authority.effects.set_price import SetPrice
from config.settings import Settings, load_settings
from kit.clock import SetClock
from kit.errors import BadInput, Misconfigured, Retry
from kit.money import format_minor
from shops.buyers import DraftLine, PastOrder
from shops.embedded.platform import open_embedded
from shops.models import Product, Tier
from shops.port import ShopReader
from shopstaff.cli import app
from shopstaff.commands.import_files import Done, import_files
from shopstaff.house import CLOCK_FILE, open_house
from shopstaff.importing.cells import money
from shopstaff.importing.columns import NAMES, Kind, recognise
from shopstaff.importing.ladders import read_ladder
from shopstaff.importing.loading import load_plan, undone_on_error
from shopstaff.importing.plan import Counts, Plan

NOW = datetime(2026, 9, 1, 4, 0, tzinfo=UTC)
DOCS = Path(__file__).parents[2] / "docs"
SAMPLES = [DOCS / "samples" / f"{name}.csv" for name in ("products", "products-zh", "customers", "orders")]
PRODUCTS = "sku,title,price,cost,stock\nA1,Mug,12.80,6.10,96\nB1,Bowl,5.60,2.40,50\n"
CUSTOMERS = "customer,name\nC1,Harbour Gifts\nC2,青木茶馆\n"
ORDERS = "order,date,customer,sku,quantity,unit_price\n"


def write(folder: Path, **texts: str | bytes) -> list[Path]:
    """Write files named by the keywords."""
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        paths.append(path)
    return paths


def bring(home: Path, files: Sequence[Path], currency: str = "CNY") -> Done:
    """Import files into the shop `own` at a fixed time."""
    return import_files(files, Settings(home=home / "home", shop="own"), SetClock(NOW), currency=currency)


def shop_of(home: Path) -> ShopReader:
    """Read the shop that :func:`bring` filled."""
    return open_embedded("own", home / "home", SetClock(NOW)).reads.shop


def faults_of(home: Path, **texts: str | bytes) -> list[str]:
    """Give the faults of files in a new shop, of which nothing is left."""
    with pytest.raises(BadInput) as caught:
        bring(home, write(home, **texts))
    assert caught.value.exit_code == 2 and str(caught.value).startswith("nothing was imported")
    assert not (home / "home").exists()
    return caught.value.faults


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the shop of PRODUCTS and CUSTOMERS, to be copied."""
    home = tmp_path_factory.mktemp("filled")
    bring(home, write(home, products=PRODUCTS, customers=CUSTOMERS))
    return home


@pytest.fixture
def own(filled: Path, tmp_path: Path) -> Path:
    """A copy of the filled home."""
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    return tmp_path


def dump(home: Path) -> list[str]:
    """Give every row of the shop's database as text."""
    with sqlite3.connect(home / "home" / "own" / "shop.sqlite") as database:
        return list(database.iterdump())


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("A2,Cup,-2.50,1,5", "price -2.50 is below 0; give a price above 0"),
        ("A2,Cup,0.00,1,5", "price 0.00 is not above 0; give a price above 0"),
        ("A2,Cup,2.955,1,5", "price 2.955 has more decimals than the 2 of CNY; round it"),
        ('A2,Cup,"2,95",1,5', "price 2,95 is not an amount in CNY, the shop's currency; write decimals with a point"),
        ("A2,Cup,$2.95,1,5", "price $2.95 is not an amount in CNY, the shop's currency; write a number such as 12.00"),
        ("A2,Cup,1e3,1,5", "price 1e3 is not an amount in CNY, the shop's currency; write a number such as 12.00"),
        ("A2,Cup,99999999.00,1,5", "price 99999999.00 is too large; check it"),
        ("A2,Cup,,1,5", "price is missing; fill it in"),
        ("A2,,2.50,1,5", "title is missing; fill it in"),
        (",Cup,2.50,1,5", "sku is missing; fill it in"),
        ("A2,Cup,2.50,0,5", "cost 0 is not above 0; give a cost above 0, or nothing if it is not known"),
        ("A2,Cup,2.50,1,-5", "stock -5 is below 0; give a whole number of at least 0"),
        ("A2,Cup,2.50,1,some", "stock some is not a whole number; give a whole number of at least 0"),
        ("A1,Cup,2.50,1,5", "sku A1 is in products.csv line 2 already; keep one of the two rows"),
        ("A2,Cup,2.50,1,5,7", "6 cells under 5 columns; put a text that has the separator in it in quotes"),
        ('A2,"Cup"x,2.50,1,5', "this is not CSV (',' expected after '\"'); mend the quotes of this line"),
    ],
)
def test_a_bad_product_row_is_a_fault_of_its_line(row: str, fault: str, tmp_path: Path) -> None:
    assert faults_of(tmp_path, products=PRODUCTS + row + "\n") == [f"products.csv line 4: {fault}"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("12.00,10,13.00,,", "the price from 10 pieces must not be above the price before it"),
        ("12.00,10,11.00,10,10.00", "the step from 10 pieces must start above 10"),
        ("12.00,1,11.00,,", "the step from 1 pieces must start above 1"),
        ("12.00,,11.00,,", "tier2_min is missing; fill it in"),
        ("12.00,10,,,", "tier2_price is missing; fill it in"),
    ],
)
def test_a_ladder_that_is_none_is_a_fault(row: str, fault: str, tmp_path: Path) -> None:
    text = "sku,title,price,tier2_min,tier2_price,tier3_min,tier3_price\nA1,Mug," + row + "\n"
    assert faults_of(tmp_path, products=text) == [f"products.csv line 2: {fault}"]


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("1:2.95;12:3.00", "the price from 12 pieces must not be above the price before it"),
        ("2.95", "ladder 2.95 is not a ladder; write quantity:price, such as 1:2.95;12:2.55"),
        ("1:-2", "ladder 1:-2 has a step 1:-2 that is below 0; give a price above 0"),
        (";".join(f"{n}:9.00" for n in range(1, 12)), "the ladder has 11 steps; the shop takes at most 10"),
    ],
)
def test_a_bad_ladder_cell_is_a_fault(cell: str, fault: str, tmp_path: Path) -> None:
    assert faults_of(tmp_path, p=f"sku,title,ladder\nA1,Mug,{cell}\n") == [f"p.csv line 2: {fault}"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("1,2026-08-01,C1,A9,1,5", "sku A9 is unknown; add it to a file of products or correct it"),
        ("1,2026-08-01,C9,A1,1,5", "customer C9 is unknown; add it to a file of customers or correct it"),
        ("1,01/08/2026,C1,A1,1,5", "date 01/08/2026 is not a date; write 2011-09-01 or 2011-09-01 10:30"),
        ("1,2026-02-30,C1,A1,1,5", "date 2026-02-30 is not a date; write 2011-09-01 or 2011-09-01 10:30"),
        ("1,0001-01-01,C1,A1,1,5", "date 0001-01-01 is not a date; write 2011-09-01 or 2011-09-01 10:30"),
        ("1,2026-09-01 12:01,C1,A1,1,5", "date 2026-09-01 12:01 is in the future; history has past days only"),
        ("1,2026-08-01,C1,A1,0,5", "quantity 0 is below 1; give a whole number of at least 1"),
        ("1,2026-08-01,C1,A1,1.5,5", "quantity 1.5 is not a whole number; give a whole number of at least 1"),
        ("1,2026-08-01,C1,A1,1,0", "unit_price 0 is not above 0; give a price above 0"),
        ("1,2026-08-01,C1,A1,1,", "unit_price is missing; fill it in"),
        ("0,2026-08-01,C2,A1,1,5", "order 0 is of customer C1 in line 2, here of C2; correct one of them"),
        ("0,2026-08-02,C1,A1,1,5", "order 0 is of another day in line 2; correct one of them"),
    ],
)
def test_a_bad_order_row_is_a_fault_of_its_line(row: str, fault: str, tmp_path: Path) -> None:
    orders = f"{ORDERS}0,2026-08-01,C1,A1,1,5\n{row}\n"
    found = faults_of(tmp_path, orders=orders, customers=CUSTOMERS, products=PRODUCTS)
    assert found == [f"orders.csv line 3: {fault}"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "p.csv: the file is empty; put a header and rows into it, or leave it out"),
        ("\n \n", "p.csv: the file is empty; put a header and rows into it, or leave it out"),
        ("sku,title,price\n", "p.csv: there are no rows below the header; add some, or leave the file out"),
        (
            b"sku,title,price\nA1,Caf\xe9,1\n",
            "p.csv: the encoding is neither UTF-8 nor GB18030; save the file as CSV UTF-8",
        ),
        (
            "sku,title\nA1,Mug\n".encode("utf-16"),
            "p.csv: the encoding is neither UTF-8 nor GB18030; save the file as CSV UTF-8",
        ),
        (b"PK\x03\x04...", "p.csv: this is a workbook, not CSV; save the sheet as CSV UTF-8 and import that"),
        (
            "sku,title,cost\nA1,Mug,2\n",
            "p.csv line 1: a file of products needs a column price (价格 or 单价), or a column ladder; "
            "found sku, title, cost; add it",
        ),
        (
            "sku,title,price,单价\nA1,Mug,2,2\n",
            "p.csv line 1: the columns price and 单价 both mean price; keep one of them",
        ),
        (
            "sku,title,price,currency\nA1,Mug,2,GBP\n",
            "p.csv line 2: currency GBP is not the shop's, CNY; convert the amounts",
        ),
        ("id,name,language\nC1,Jo,fr\n", "p.csv line 2: language fr is not a language of the staff; write zh or en"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_fault(text: str | bytes, fault: str, tmp_path: Path) -> None:
    assert faults_of(tmp_path, p=text) == [fault]


def test_a_file_of_no_known_kind_names_what_was_found(tmp_path: Path) -> None:
    assert faults_of(tmp_path, p="foo,bar\n1,2\n")[0].startswith(
        "p.csv line 1: these columns are of no known kind: foo"
    )


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        bring(tmp_path, [tmp_path / "none.csv"])
    assert caught.value.faults == [
        "none.csv: the file cannot be read: No such file or directory; give the path of a CSV file"
    ]


def test_an_unreadable_file_does_not_make_others_names_unknown(tmp_path: Path) -> None:
    found = faults_of(tmp_path, products=b"PK\x03\x04", orders=f"{ORDERS}1,2026-08-01,C1,A1,1,5\n")
    assert len(found) == 1 and found[0].startswith("products.csv: this is a workbook")


def test_faults_come_in_the_order_of_files_and_lines_and_at_most_fifty(tmp_path: Path) -> None:
    orders = ORDERS + "".join(f"{n},2026-08-01,C1,X{n},1,5\n" for n in range(58))
    found = faults_of(tmp_path, orders=orders, products=PRODUCTS.replace("12.80", "-1"), customers=CUSTOMERS)
    assert [line.split(":")[0] for line in found[:2]] == ["orders.csv line 2", "orders.csv line 3"]
    assert len(found) == 51 and found[-1] == "… and 9 more"


def test_a_new_shop_needs_products(tmp_path: Path) -> None:
    assert faults_of(tmp_path, customers=CUSTOMERS) == []


def test_a_fault_changes_no_row_of_a_shop(own: Path) -> None:
    before = dump(own)
    files = write(own, products="sku,title,price\nA1,Mug,13.80\n", stock="sku,stock\nA1,7\nX,1\n")
    with pytest.raises(BadInput) as caught:
        bring(own, files)
    assert caught.value.faults == ["stock.csv line 3: sku X is unknown; add it to a file of products or correct it"]
    assert dump(own) == before


def test_a_load_that_breaks_off_changes_no_row_of_a_shop(own: Path) -> None:
    before = dump(own)
    shop = open_embedded("own", own / "home", SetClock(NOW))
    bad = PastOrder(id="1", customer_id="C1", placed_at=NOW, lines=(DraftLine(sku="none", quantity=1, unit_price=1),))
    assert shop.market is not None
    with pytest.raises(Retry):
        load_plan(Plan(stock={"A1": 1}, orders=[bad]), shop.market, at=NOW, new=None)
    assert dump(own) == before


def test_a_new_shop_that_breaks_off_leaves_only_what_was_there(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "limits.toml").write_text("", encoding="utf-8")
    for folder in (kept, tmp_path / "fresh"):
        with pytest.raises(Retry), undone_on_error(folder):
            (folder / "index").mkdir(parents=True)
            (folder / "shop.sqlite").write_text("", encoding="utf-8")
            raise Retry
    assert [path.name for path in kept.iterdir()] == ["limits.toml"]
    assert not (tmp_path / "fresh").exists()


CHINESE = (
    "货号;商品名称;单价(元);成本价;库存数量;起批量;每箱数量;阶梯2数量;阶梯2价格\n"
    "A1;搪瓷杯;¥12.80;6.10;96;2;6;48;11.50元\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_chinese_headers_are_read_in_every_encoding(encoding: str, separator: str, newline: str, own: Path) -> None:
    text = CHINESE.replace(";", separator).replace("\n", newline)
    bring(own, write(own, products=text.encode(encoding)))
    variant = shop_of(own).get_variant("A1")
    assert (variant.title, variant.base_price, variant.cost, variant.moq, variant.pack) == ("搪瓷杯", 1280, 610, 2, 6)
    assert variant.tiers == (Tier(min_quantity=1, unit_price=1280), Tier(min_quantity=48, unit_price=1150))


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("SKU,Title,Unit Price", Kind.PRODUCTS),
        ("货号,库存", Kind.STOCK),
        ("sku,qty", Kind.STOCK),
        ("客户编号,客户名称,国家", Kind.CUSTOMERS),
        ("订单号,下单时间,买家,货号,数量,单价", Kind.ORDERS),
        ("invoice,invoice_date,customer_id,stock_code,quantity,price", Kind.ORDERS),
    ],
)
def test_a_kind_is_recognised_by_its_columns(header: str, kind: Kind) -> None:
    columns = recognise(header.split(","))
    assert (columns.kind, columns.faults, columns.unused) == (kind, [], [])


def test_history_is_loaded_in_the_shops_time_zone(own: Path) -> None:
    rows = (
        "1,2026-08-01 07:30,C1,A1,48,11.50\n2,2026/8/2,C2,B1,1,5\n"
        "1,2026-08-01 07:30,C1,B1,2,5.60\n3,2026-08-03T00:00:00Z,C2,B1,1,5\n"
    )
    done = bring(own, write(own, orders=ORDERS + rows))
    orders = {order.id: order for order in shop_of(own).list_orders().items}
    assert done.plan.counts[Kind.ORDERS] == Counts(new=3)
    assert orders["1"].placed_at == datetime(2026, 7, 31, 23, 30, tzinfo=UTC)
    assert orders["2"].placed_at == datetime(2026, 8, 1, 16, 0, tzinfo=UTC)
    assert orders["3"].placed_at == datetime(2026, 8, 3, tzinfo=UTC)
    assert [(line.sku, line.quantity, line.unit_price) for line in orders["1"].lines] == [
        ("A1", 48, 1150),
        ("B1", 2, 560),
    ]
    assert shop_of(own).get_stock(["A1"])["A1"].on_hand == 96


def test_the_same_files_again_change_nothing(own: Path) -> None:
    files = write(own, products=PRODUCTS, customers=CUSTOMERS, orders=f"{ORDERS}1,2026-08-01,C1,A1,1,5\n")
    bring(own, files)
    before = dump(own)
    done = bring(own, files)
    assert [done.plan.counts[kind] for kind in Kind] == [Counts(unchanged=n) for n in (2, 2, 2, 1)]
    assert dump(own) == before


def test_an_import_changes_what_differs_and_counts_it(own: Path) -> None:
    products = "sku,title,price,stock\nA1,Mug,13.80,96\nB1,Bowl,5.60,40\nA2,Cup,3.00,5\n"
    done = bring(own, write(own, products=products, customers="id,name,country\nC1,Harbour Gifts,UK\nC3,Jo,UK\n"))
    shop = shop_of(own)
    assert done.plan.counts[Kind.PRODUCTS] == Counts(new=1, changed=1, unchanged=1)
    assert done.plan.counts[Kind.STOCK] == Counts(new=1, changed=1, unchanged=1)
    assert done.plan.counts[Kind.CUSTOMERS] == Counts(new=1, changed=1)
    change = shop.list_price_changes(since=NOW, skus=["A1"])[-1]
    assert (change.old[0].unit_price, change.new[0].unit_price) == (1280, 1380)
    assert shop.get_stock(["B1"])["B1"].on_hand == 40
    assert shop.get_customer("C2").language == "zh"


def test_an_absent_column_leaves_what_the_shop_holds(own: Path) -> None:
    bring(own, write(own, products="sku,title,price,cost\nA1,Mug,12.80,\n"))
    assert shop_of(own).get_variant("A1").cost == 610
    assert shop_of(own).get_stock(["A1"])["A1"].on_hand == 96


def test_a_file_of_stock_sets_the_pieces_and_leaves_the_product(own: Path) -> None:
    before: Product = shop_of(own).get_product("A1")
    bring(own, write(own, stock="sku,stock\nA1,7\n"))
    assert shop_of(own).get_stock(["A1"])["A1"].on_hand == 7
    assert shop_of(own).get_product("A1") == before


def test_stock_given_twice_is_a_fault(tmp_path: Path) -> None:
    found = faults_of(tmp_path, products=PRODUCTS, stock="sku,stock\nA1,7\n")
    assert found == ["stock.csv line 2: sku A1 is in products.csv line 2 already; keep one of the two rows"]


def test_variants_of_a_product_stay_when_one_of_them_is_imported(own: Path) -> None:
    header = "sku,title,price,product\n"
    bring(own, write(own, products=header + "V1,Red vase,9,VASE\nV2,Blue vase,9,VASE\n"))
    bring(own, write(own, products=header + "V2,Blue vase,8,\nV3,Green vase,9,VASE\n"))
    product = shop_of(own).get_product("VASE")
    assert [(one.sku, one.base_price, one.listed) for one in product.variants] == [
        ("V1", 900, True),
        ("V2", 800, True),
        ("V3", 900, True),
    ]
    with pytest.raises(BadInput) as caught:
        bring(own, write(own, products=header + "V1,Red vase,9,JAR\n"))
    assert "a SKU does not move" in caught.value.faults[0]


def test_what_is_doubtful_is_a_warning(own: Path) -> None:
    text = "sku,title,price,cost,tier2_min,tier2_price,colour\nN1,New,5.00,,,,red\nN2,New too,5.00,4.50,10,4.00,red\n"
    assert bring(own, write(own, products=text)).warnings == [
        "products.csv: 2 new SKUs come without stock, so none is on hand; import a file of sku and stock",
        "products.csv line 1: column colour is not used",
        "products.csv line 2: SKU N1 has no cost, so no floor: "
        "the staff will not sell or quote it until a cost is given",
        "products.csv line 3: SKU N2: cost ¥4.50 is above the price ¥4.00 from 10 pieces on",
    ]


@pytest.mark.parametrize(("currency", "zone"), [("CNY", "Asia/Shanghai"), ("gbp", "UTC")])
def test_a_new_shop_is_set_up_with_the_documented_assumptions(currency: str, zone: str, tmp_path: Path) -> None:
    bring(tmp_path, write(tmp_path, products=PRODUCTS), currency=currency)
    connection = open_embedded("own", tmp_path / "home", SetClock(NOW))
    info, factory = connection.reads.shop.info(), connection.reads.factory
    assert (info.currency, info.time_zone, info.ship_promise_hours) == (currency.upper(), zone, 48)
    assert factory is not None and factory.terms().model_dump() == {
        "capacity_per_day": 1000,
        "lead_time_days": 7,
        "min_batch": 1,
    }


def test_a_simulated_shop_takes_no_import(own: Path) -> None:
    (own / "home" / "own" / CLOCK_FILE).write_text("2026-01-01T00:00:00.000000Z", encoding="utf-8")
    before = dump(own)
    with pytest.raises(Misconfigured, match="own is a simulated shop"):
        bring(own, write(own, products=PRODUCTS))
    assert dump(own) == before


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**7)), min_size=1, max_size=5))
def test_a_ladder_reads_back_as_it_was_written(steps: list[tuple[int, int]]) -> None:
    text = ";".join(f"{quantity}:{format_minor(price, 'CNY')}" for quantity, price in steps)
    assert read_ladder(text, "CNY") == tuple(Tier(min_quantity=quantity, unit_price=price) for quantity, price in steps)


@given(st.integers(1, 10**9), st.sampled_from(["CNY", "GBP", "JPY", "CHF"]))
def test_an_amount_reads_back_as_people_write_it(amount: int, currency: str) -> None:
    assert money(currency)(format_minor(amount, currency)) == amount


def test_the_documented_columns_are_those_there_are() -> None:
    text = (DOCS / "import.md").read_text(encoding="utf-8")
    assert [name for names in NAMES.values() for name in names if f"`{name}`" not in text] == []


def test_a_shop_in_a_currency_without_amounts_is_told_so_and_its_money_waits_for_the_owner(tmp_path: Path) -> None:
    env = {"SHOPSTAFF_HOME": str(tmp_path / "home"), "SHOPSTAFF_SHOP": "yen"}

    def call(*arguments: str) -> str:
        return CliRunner().invoke(app, list(arguments), env=env).output

    said = json.loads(call("import", *map(str, SAMPLES), "--currency", "SEK", "--json"))
    assert ["SEK" in warning and "limits set" in warning for warning in said["warnings"]] == [True]
    doctor = call("doctor")
    assert "no limits are stated in SEK" in doctor and "refund.per_day" in doctor and "limits set" in doctor
    house = open_house(load_settings(home=tmp_path / "home"), "yen")
    by = Requester(task="t1", turn=1, ordinal=1, employee="product", origin="owner")
    variant = next(one for one in house.connection.reads.shop.list_variants() if one.cost)
    receipt = house.desk.submit(SetPrice(sku=variant.sku, tiers=variant.tiers), by)
    house.close()
    assert (receipt.state, receipt.rule) == ("held", "limits.unstated")


def test_an_imported_shop_works(tmp_path: Path) -> None:
    """The commands of a shop run on one that was imported from the documented samples."""

    def call(*arguments: str) -> str:
        result = CliRunner().invoke(app, list(arguments), env={"SHOPSTAFF_HOME": str(tmp_path / "home")})
        assert result.exit_code == 0, result.output
        return result.stdout

    said = json.loads(call("import", *map(str, SAMPLES), "--json"))
    assert said.pop("warnings") == []
    assert said == {
        "shop": "my-shop",
        **{
            name: {"new": new, "changed": 0, "unchanged": 0}
            for name, new in (("products", 8), ("stock", 8), ("customers", 3), ("orders", 5))
        },
    }
    assert "0 new, 2 changed, 0 unchanged" in call("import", str(DOCS / "samples" / "stock.csv"))
    answer = json.loads(call("chat", "How much for 300 white enamel mugs?", "--as", "buyer:C001", "--json"))
    assert "¥10.20" in answer["answer"] and "create_quote" in {effect["kind"] for effect in answer["effects"]}
    assert json.loads(call("jobs", "--json")) and "my-shop (real)" in call("doctor")
    call("work", "--once")
    assert "verified" in call("audit", "verify")


def test_a_fault_ends_the_command_with_exit_code_two(tmp_path: Path) -> None:
    (path,) = write(tmp_path, products=PRODUCTS.replace("12.80", "-2.50"))
    result = CliRunner().invoke(app, ["import", str(path)], env={"SHOPSTAFF_HOME": str(tmp_path / "home")})
    assert isinstance(result.exception, BadInput) and result.exception.exit_code == 2
    assert not (tmp_path / "home").exists()
