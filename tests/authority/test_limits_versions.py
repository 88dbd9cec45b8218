"""Versions of the limits: every change is checked and kept, and after a fault the old ones stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from authority.ledger import Ledger, verify
from authority.limits import amounts, load_limits
from authority.limits_versions import LimitsBook, below_floor
from kit.errors import Misconfigured
from tests.authority.conftest import SHOP, Place


@pytest.fixture
def book(place: Place) -> LimitsBook:
    """Give the limits of the small shop."""
    made = book_of(place)
    made.sync()
    return made


def book_of(place: Place, currency: Callable[[], str | None] = lambda: "GBP") -> LimitsBook:
    """Give the limits of the small shop as if it sold in a currency."""
    return LimitsBook(
        place.database,
        Ledger(SHOP, salt=lambda: "00"),
        place.home / "limits.toml",
        place.clock,
        currency=currency,
        shelf=place.shop.reads.shop.list_variants,
    )


def own(place: Place) -> Path:
    """Give the shop's file."""
    return place.home / "limits.toml"


def test_a_change_is_written_kept_and_in_the_ledger(place: Place, book: LimitsBook) -> None:
    limits = book.set("refund.auto_per_effect", "5000", why="busy season")
    assert limits.refund.auto_per_effect == 5000
    assert book.current() == load_limits(own(place)) == limits
    newest, first = book.history()
    assert (newest.number, newest.by, newest.why, newest.change) == (
        2,
        "owner",
        "busy season",
        "refund.auto_per_effect = 5000",
    )
    assert (first.number, first.text, newest.digest) == (1, "", limits.digest)
    assert [link["kind"] for link in place.log.history(limits.digest)] == ["limits"]
    assert verify(place.database, SHOP).faults == ()


def test_what_stood_in_the_file_stays_comments_too(place: Place, book: LimitsBook) -> None:
    own(place).write_text("# ours\n[refund]\nper_day = 1  # a cent\n[levels]\nprice = 1\n", encoding="utf-8")
    book.set("refund.auto_per_effect", "7", why="x")
    book.set("refund.per_day", "9", why="x")
    book.set("price.move_24h", "0.01", why="x")
    book.set("approval_hours", "24", why="x")
    text = own(place).read_text(encoding="utf-8")
    limits = load_limits(own(place))
    assert "# ours" in text
    assert (limits.refund.auto_per_effect, limits.refund.per_day, limits.levels["price"]) == (7, 9, 1)
    assert (str(limits.price.move_24h), limits.approval_hours) == ("0.01", 24)


@pytest.mark.parametrize(
    ("key", "value", "remedy"),
    [
        ("refund.auto_per_efect", "1", "refund.auto_per_effect"),
        ("refnud.per_day", "1", "refund.per_day"),
        ("per_day", "1", "limits show"),
        ("refund", "1", "limits show"),
        ("version", "2", "limits show"),
        ("refund.per_day", "£50", "minor units"),
        ("refund.per_day", "50.00", "minor units"),
        ("refund.per_day", "-1", "minor units"),
        ("price.move_24h", "5%", "0.05"),
        ("price.move_24h", "5", "0.05"),
        ("price.move_24h", "nan", "0.05"),
        ("message.quiet_from", "25:00", "22:00"),
        ("levels.price", "4", "0 to 3"),
        ("levels.prices", "1", "levels.prices"),
        ("floor.tax_rate", "0.95", "nothing of the price"),
        ("approval_hours", "0", "approval_hours"),
        ("words.allow", 'a"b', "without quotes"),
    ],
)
def test_after_a_fault_the_old_limits_stay(place: Place, book: LimitsBook, key: str, value: str, remedy: str) -> None:
    before = book.current()
    with pytest.raises(Misconfigured) as caught:
        book.set(key, value, why="x")
    assert remedy in str(caught.value) and key.split(".")[0] in str(caught.value)
    assert book.current() == before and not own(place).exists() and len(book.history()) == 1


def test_strings_and_times_are_set_as_such(book: LimitsBook) -> None:
    assert book.set("words.allow", "gifts.example.com, DHL.com", why="x").words.allow == (
        "gifts.example.com",
        "DHL.com",
    )
    assert book.set("message.quiet_from", "9:30", why="x").message.quiet_from.hour == 9


def test_the_day_until_which_goods_are_sold_is_set_as_a_day(book: LimitsBook) -> None:
    assert book.current().season.ends is None
    assert book.set("season.ends", "2026-12-31", why="the lease ends").season.ends == date(2026, 12, 31)
    assert book.set("season.ends", "2027-03-31", why="it was prolonged").season.ends == date(2027, 3, 31)
    with pytest.raises(Misconfigured, match="a day is written as 2026-12-31"):
        book.set("season.ends", "never", why="no end")


def test_a_file_broken_by_hand_leaves_the_last_good_version_in_force(place: Place, book: LimitsBook) -> None:
    good = book.set("refund.per_day", "77", why="x")
    own(place).write_text("[refund]\nper_dya = 1\n", encoding="utf-8")
    assert book.current() == good
    assert "per_dya" in str(book.fault())
    book.sync()
    assert len(book.history()) == 2
    with pytest.raises(Misconfigured, match="per_dya"):
        book.set("refund.per_day", "78", why="x")


def test_a_good_change_by_hand_becomes_a_version(place: Place, book: LimitsBook) -> None:
    own(place).write_text("[refund]\nper_day = 5\n", encoding="utf-8")
    book.sync()
    book.sync()
    assert [(row.number, row.by) for row in book.history()] == [(2, "file"), (1, "file")]
    assert book.current().refund.per_day == 5


def test_a_floor_above_a_price_written_by_hand_is_refused_with_its_line_and_the_old_limits_stay(
    place: Place, book: LimitsBook
) -> None:
    before = book.current()
    own(place).write_text("# dearer\n[floor]\npick_pack = 200\n", encoding="utf-8")
    assert book.current() == before
    fault = str(book.fault())
    assert "line 3: floor.pick_pack = 200" in fault and "is below the floor of" in fault and "--anyway" in fault
    book.sync()
    assert len(book.history()) == 1
    own(place).write_text("", encoding="utf-8")
    assert book.set("floor.pick_pack", "200", why="known").floor.pick_pack == 200  # the command has asked the owner
    assert book.fault() is None and book.current().floor.pick_pack == 200


def test_a_shop_without_a_preset_holds_what_exposes_money_until_the_last_amount_is_stated(place: Place) -> None:
    book = book_of(place, lambda: "SEK")
    missing = book.current().unstated
    assert set(missing) == {f"{table}.{name}" for table, names in amounts().items() for name in names}
    for number, key in enumerate(missing, 1):
        assert book.set(key, "7", why="ours").unstated == missing[number:]
    assert book.current().refund.per_day == 7 and book.current().currency == "SEK"


def test_a_shop_that_is_not_set_up_has_no_version_of_its_limits_yet(place: Place) -> None:
    currency: list[str | None] = [None]
    book = book_of(place, lambda: currency[0])
    book.sync()
    assert book.history() == []
    currency[0] = "CNY"
    assert book.current().refund.auto_per_effect == 20000
    book.set("refund.per_day", "5", why="x")
    assert [row.change for row in book.history()] == ["refund.per_day = 5", ""]


def test_ladders_below_a_floor_are_listed(place: Place) -> None:
    variants = place.shop.reads.shop.list_variants()
    assert below_floor(place.limits, variants) == []
    place.limit(floor={"pick_pack": 200})
    assert any(line.startswith("mug from 12: 250 is below the floor") for line in below_floor(place.limits, variants))
