"""A buyer who is forgotten leaves no byte in the home; orders, money and the ledger's chain stay."""

from pathlib import Path

import pytest

from authority.task import Task
from shops.models import Customer
from shopstaff.commands import forget_buyer
from tests.support.fixtures import *  # noqa: F403  (fixtures are found by name)
from tests.support.gift_shop import GiftShop

NAME, MESSAGE, NOTE, STREET = "Zyxomark-Name", "zyxomark-message", "Zyxomark-Note", "Zyxomark-Street"
MARK = b"zyxomark"


def files_with_mark(home: Path) -> list[str]:
    return [str(path) for path in sorted(home.rglob("*")) if path.is_file() and MARK in path.read_bytes().lower()]


def planted(shop: GiftShop) -> Task:
    """Let a buyer with a marked name write a marked message with a preference, and order to a marked address."""
    register = shop.market.register
    register([Customer(id="14911", name=NAME, country="United Kingdom", created_at=shop.clock.now())])
    task = shop.buyer("14911", f"I prefer {MESSAGE} wrapping, please. Please answer in English.")
    order = shop.place("14911", ("85123A", 12))
    shop.pass_time(minutes=5)
    shop.buyer("14911", f"What is the price of 240 jumbo bag red retrospot? {MESSAGE}")
    shop.owner(f"What did the buyer {NAME} ask for? {NOTE}")
    engine = shop.house.connection.market._store._engine  # type: ignore[union-attr]  # noqa: SLF001
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE shop_order SET note = '{NOTE}' WHERE id = '{order}'")
        connection.exec_driver_sql(
            f"UPDATE shop_order SET address = replace(address, '2 Mill Street', '{STREET}') WHERE id = '{order}'"
        )
    return task


def forget(shop: GiftShop, monkeypatch: pytest.MonkeyPatch, buyer: str = "14911") -> None:
    settings = shop.house.settings
    monkeypatch.setenv("SHOPSTAFF_HOME", str(settings.home))
    shop.house.close()
    forget_buyer.run(buyer, None, False)


def test_no_byte_of_the_buyer_is_left_in_any_file_and_the_chain_verifies(
    open_shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shop = open_shop()
    planted(shop)
    home = shop.house.settings.home
    assert {Path(name).name.split("-")[0] for name in files_with_mark(home)} >= {"shop.sqlite", "staff.sqlite"}
    orders = shop.house.connection.reads.shop.list_orders(customer_id="14911").items
    forget(shop, monkeypatch)
    assert files_with_mark(home) == []
    assert "verified" in capsys.readouterr().out
    again = open_shop()
    audit = again.house.verify()
    assert not audit.faults and audit.erased > 0
    kept = again.house.connection.reads.shop.list_orders(customer_id="14911").items
    assert [order.total for order in kept] == [order.total for order in orders]
    assert {order.address.name for order in kept} == {""} and {order.address.country for order in kept} != {""}


def test_amounts_stay_for_the_sums_and_another_buyer_stays_as_it_was(
    open_shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = open_shop()
    planted(shop)
    other = shop.buyer("17850", "What is the price of 240 jumbo bag red retrospot?")
    money = [row.money_out for row in shop.effects()]
    before = [(row.id, row.payload) for row in shop.effects(other)]
    forget(shop, monkeypatch)
    again = open_shop()
    assert [row.money_out for row in again.effects()] == money
    assert [(row.id, row.payload) for row in again.effects(other)] == before


def test_a_held_effect_of_the_buyer_is_rejected_and_forgetting_again_changes_nothing(
    open_shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = open_shop()
    own = shop.house.folder / "limits.toml"
    own.write_text("[levels]\nmessage = 1\n", encoding="utf-8")
    task = planted(shop)
    held = [row.id for row in shop.effects(task) if row.state == "held"]
    assert held
    forget(shop, monkeypatch)
    forget_buyer.run("14911", None, True)
    again = open_shop()
    assert {again.house.log.get(one).state for one in held} == {"rejected"}
    assert not again.house.verify().faults


def test_an_unknown_buyer_is_a_clear_no(open_shop, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Exception, match="nobody"):
        forget(open_shop(), monkeypatch, "nobody")
