"""Rules of worlds: found by being there, checked before anything runs."""

from __future__ import annotations

import gzip
import hashlib
import re
import shutil
from pathlib import Path

import pytest

from kit.errors import BadInput
from scenarios.world import LoadedWorld, load_world, worlds
from scenarios.worlds.make_fridge_magnets import make
from scenarios.worlds.sixteen.draw import world_text


@pytest.fixture
def copy(giftware: LoadedWorld, tmp_path: Path) -> Path:
    """Give a copy of the world's folder that a test may spoil."""
    return Path(shutil.copytree(giftware.folder, tmp_path / "copy"))


def test_giftware_is_found_with_its_data(giftware: LoadedWorld) -> None:
    assert "giftware" in worlds()
    assert giftware.spec.shop.currency == "GBP"
    assert len(giftware.articles) == 180
    assert len(giftware.buyers) >= 1500


def test_a_world_loads_by_path(copy: Path, giftware: LoadedWorld) -> None:
    assert load_world(copy).spec == giftware.spec


def test_an_unknown_world_lists_the_known_ones() -> None:
    with pytest.raises(BadInput, match="nowhere.*giftware"):
        load_world("nowhere")


def test_a_wrong_parameter_names_file_and_key(copy: Path) -> None:
    toml = copy / "world.toml"
    toml.write_text(toml.read_text().replace("lead_time_days = 5", "lead_time_days = -5").replace("[costs]", "[cots]"))
    with pytest.raises(BadInput) as caught:
        load_world(copy)
    faults = "\n".join(caught.value.faults)
    assert "world.toml: factory.lead_time_days" in faults
    assert "world.toml: costs: Field required" in faults
    assert "world.toml: cots: there is no such key; did you mean 'costs'?" in faults


def test_a_wrong_cell_names_file_line_and_column(copy: Path) -> None:
    table = copy / "catalogue.csv"
    lines = table.read_text().splitlines()
    lines[3] = lines[3].replace(",1275,", ",-1,")
    table.write_text("\n".join(lines))
    with pytest.raises(BadInput, match="catalogue.csv line 4: price_small"):
        load_world(copy)


@pytest.mark.parametrize("number", ["inf", "nan"])
def test_a_number_without_end_names_file_and_key(copy: Path, number: str) -> None:
    toml = copy / "world.toml"
    text = re.sub(r"(?m)^search_visits = .*$", f"search_visits = {number}", toml.read_text())
    assert f"search_visits = {number}" in text
    toml.write_text(text)
    with pytest.raises(BadInput, match=r"world\.toml: \w+\.search_visits: .*finite number"):
        load_world(copy)


def test_an_article_that_stands_there_twice_and_a_file_of_another_encoding_are_faults(copy: Path) -> None:
    table = copy / "catalogue.csv"
    lines = table.read_text().splitlines()
    table.write_text("\n".join([*lines, lines[1]]))
    with pytest.raises(BadInput, match=r"article '\w+' stands there twice"):
        load_world(copy)
    (copy / "world.toml").write_bytes("name = 'café'".encode("latin-1"))
    with pytest.raises(BadInput, match=r"world\.toml is not UTF-8 .*save it as UTF-8"):
        load_world(copy)


def test_a_keyword_without_articles_is_a_fault(copy: Path) -> None:
    toml = copy / "world.toml"
    toml.write_text(toml.read_text().replace('words = "jumbo bag"', 'words = "garden gnome"'))
    with pytest.raises(BadInput, match="garden gnome"):
        load_world(copy)


def test_a_world_needs_all_its_files(copy: Path) -> None:
    (copy / "buyers.csv").unlink()
    with pytest.raises(BadInput, match=r"world\.toml: there is no \[\[buyers\]\] in it and no buyers\.csv beside it"):
        load_world(copy)
    (copy / "orders.csv.gz").write_bytes(b"no gzip")
    shutil.copy(worlds()["giftware"].folder / "buyers.csv", copy)
    with pytest.raises(BadInput, match=r"orders\.csv\.gz is no gzip file .*pack it with gzip"):
        load_world(copy)
    (copy / "orders.csv.gz").unlink()
    (copy / "calibration.json").write_text("{")
    with pytest.raises(BadInput, match=r"calibration\.json is not JSON: .*correct that place"):
        load_world(copy)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (r'currency = "\w+"', 'currency = "XYZ"', r"shop\.currency: 'XYZ' is no currency of ISO 4217; "),
        (
            r"qty_p75 = \d+",
            "qty_p75 = 1",
            r"\[\[articles\]\] number 1: qty_p75: 1 must be no less than qty_median, \d+",
        ),
        (
            r"search_visits = [\d.]+",
            "search_visits = 1e300",
            r"traffic\.search_visits: .*less than or equal to 1000000",
        ),
        (
            r"cash = \d+",
            "cash = 9999999999999",
            r"money\.cash: .* is too large; write a number up to 1,000,000,000,000",
        ),
        (r"weekdays = .*", "weekdays = {}", r"rhythm\.weekdays: .*at least one day"),
        (r"tier2_price = \d+", "", r"number 1: tier2_min_qty and tier2_price belong together"),
        (r"price_small = \d+", "price_small = 1", r"number 1: price_small: 1 must be no less than tier2_price, \d+"),
        (
            r"last_order = [-\d]+",
            "last_order = 2031-01-01",
            r"\[\[buyers\]\]: buyer B0001: last_order: 2031-01-01 is after",
        ),
        (r"buyer = \"B0001\"", 'buyer = "B0002"', r"\[\[buyers\]\]: buyer 'B0002' stands there twice"),
        (r'segment = "\w+"', 'segment = "king"', r"\[\[buyers\]\]: buyer B0001: segment: there is no 'king'; known: "),
        (r'sku = "M01"', 'sku = "M02"', r"\[\[articles\]\]: article 'M02' stands there twice"),
        (r"\[\[buyers\]\]", "[[buyer]]", r"mine\.toml: there is no \[\[buyers\]\] in it and no buyers\.csv beside it"),
    ],
)
def test_a_fault_of_a_world_of_one_file_names_that_file_and_the_key(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    file = tmp_path / "mine.toml"
    text = world_text("sixteen-tune-01")
    spoiled = re.sub(old, new, text, count=0 if "buyers" in old else 1)
    assert spoiled != text
    file.write_text(spoiled, encoding="utf-8")
    with pytest.raises(BadInput, match=said) as caught:
        load_world(file)
    shown = str(caught.value)
    assert "mine.toml" in shown and "catalogue.csv" not in shown
    assert "buyers.csv" not in shown or "no buyers.csv beside it" in shown


def test_fridge_magnets_is_a_chinese_shop_with_custom_work_and_four_kinds_of_buyers() -> None:
    world = load_world("fridge-magnets")
    assert world.spec.shop.currency == "CNY"
    assert {buyer.segment for buyer in world.buyers} == {"一人公司", "团长", "一件代发", "礼品店"}
    assert all(article.cost and article.price_small > article.cost for article in world.articles)
    assert all(article.tier3_price and article.tier2_price for article in world.articles)


def test_the_tables_of_fridge_magnets_are_made_by_rule(tmp_path: Path) -> None:
    """The same seed gives the same tables, so nobody has edited them by hand."""
    make(tmp_path)
    kept = worlds()["fridge-magnets"].folder
    for name in ("catalogue.csv", "buyers.csv"):
        assert (tmp_path / name).read_bytes() == (kept / name).read_bytes()
    # the head of a packed file differs between versions of Python
    assert gzip.decompress((tmp_path / "orders.csv.gz").read_bytes()) == gzip.decompress(
        (kept / "orders.csv.gz").read_bytes()
    )


def test_a_drawn_world_is_the_same_bytes_for_ever_and_tuning_shares_none_with_measuring() -> None:
    """Figures measured on `sixteen-test-…` are of these worlds; other bytes are other worlds and need another name."""
    assert hashlib.sha256(world_text("sixteen-test-01").encode()).hexdigest()[:16] == "c2ae9cd51bf9a39f"
    tune, test = load_world("sixteen-tune-01"), load_world("sixteen-test-01")
    assert len(test.articles) == 16 and test.spec.traffic.search_visits != tune.spec.traffic.search_visits
    assert not {one.cost for one in tune.articles} == {one.cost for one in test.articles}
    with pytest.raises(ValueError, match="sixteen-tune-01"):
        world_text("sixteen-final-1")
