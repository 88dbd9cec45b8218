"""What was stored gives the same effects and verdicts again; what was changed shows; another engine is said."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

import authority.rules
from authority import records
from authority.kept_limits import kept_limits
from authority.records import plain, read_snapshot
from authority.rows import EffectRow, LedgerRow, LimitsRow, PayloadRow, open_staff_database
from config.settings import load_settings
from kit.errors import Refused
from kit.ids import canonical, stable_id
from shopstaff import replay as replaying
from shopstaff.house import House, open_house
from shopstaff.replay import replay
from tests.shopstaff.conftest import ran  # noqa: F401  (fixtures are found by name)
from tests.support.fixtures import open_shop, own_settings, stocked_home  # noqa: F401
from tests.support.gift_shop import GiftShop
from tests.support.scripts import calls, script, text


@pytest.fixture(scope="module")
def house(ran: tuple[Path, dict[str, Any]]) -> Iterator[House]:  # noqa: F811
    opened = open_house(load_settings(home=ran[0]), "giftware")
    yield opened
    opened.close()


@pytest.fixture
def shop(open_shop: Any) -> GiftShop:  # noqa: F811
    return open_shop()


def body_of(shop: GiftShop, row: EffectRow, kind: str) -> PayloadRow:
    with shop.house.database.session() as session:
        query = select(LedgerRow.seq).where(LedgerRow.effect == row.id, LedgerRow.kind == kind)
        found = session.get(PayloadRow, (shop.house.shop, session.exec(query).first()))
    assert found is not None
    return found


def tamper(shop: GiftShop, row: EffectRow, kind: str, change: Any) -> None:
    stored = body_of(shop, row, kind)
    body = json.loads(stored.body)
    change(body)
    with shop.house.database.session() as session:
        session.merge(PayloadRow(shop=stored.shop, seq=stored.seq, salt=stored.salt, body=canonical(body)))


def test_every_effect_and_every_task_of_a_demo_replays_equal(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    effects = [replay(house, row.id) for row in house.log.list_effects()]
    tasks = [replay(house, row.id) for row in house.tasks.list_tasks()]
    assert [one.differences for one in effects + tasks if one.result != "equal"] == []
    verdicts = sum(one.compared["verdicts"] for one in effects)
    replies = sum(one.compared["replies"] for one in tasks)
    assert len(effects) > 50 and verdicts >= len(effects) and replies > 20
    with capsys.disabled():
        print(f"\nreplayed equal: {len(effects)} effects, {verdicts} verdicts, {len(tasks)} tasks, {replies} replies")


def test_a_replay_changes_nothing(house: House) -> None:
    before = house.verify()
    for row in house.tasks.list_tasks()[:5]:
        replay(house, row.id)
    assert house.verify() == before


def test_a_stored_snapshot_is_read_as_it_was_judged(house: House) -> None:
    for row in house.log.list_effects()[:40]:
        for entry in house.log.history(row.id):
            if entry["kind"] == "verdict":
                assert canonical(plain(read_snapshot(entry["body"]["snapshot"]))) == canonical(
                    entry["body"]["snapshot"]
                )


def test_a_snapshot_that_was_changed_differs(shop: GiftShop) -> None:
    (row,) = shop.effects(shop.owner("Raise the white hanging heart by 2%"))
    assert replay(shop.house, row.id).result == "equal"
    tamper(shop, row, "verdict", lambda body: body["snapshot"]["prices"]["85123A"].update(cost=9999))
    found = replay(shop.house, row.id)
    assert found.result == "differs" and found.differences[0]["replayed"]["rule"] == "floor"
    assert shop.house.verify().faults


def test_a_snapshot_that_cannot_be_read_differs(shop: GiftShop) -> None:
    (row,) = shop.effects(shop.owner("Raise the white hanging heart by 2%"))
    tamper(shop, row, "verdict", lambda body: body["snapshot"].update(now="yesterday"))
    assert replay(shop.house, row.id).result == "differs"


def test_a_row_that_was_changed_differs_in_effect_and_task(shop: GiftShop) -> None:
    task = shop.owner("Raise the white hanging heart by 2%")
    (row,) = shop.effects(task)
    with shop.house.database.session() as session:
        stored = session.get(EffectRow, row.id)
        assert stored is not None
        stored.payload = {**stored.payload, "sku": "22423"}
        session.add(stored)
    assert replay(shop.house, row.id).result == replay(shop.house, task.id).result == "differs"


def test_a_stored_reply_that_was_changed_differs(shop: GiftShop) -> None:
    task = shop.owner("Raise the white hanging heart by 2%")
    assert replay(shop.house, task.id).result == "equal"
    with shop.house.database.session() as session:
        session.connection().exec_driver_sql("UPDATE staff_turn SET body = replace(body, '85123A', '22423')")
    assert replay(shop.house, task.id).result == "differs"


def test_another_engine_version_is_said_and_not_called_equal(shop: GiftShop) -> None:
    (row,) = shop.effects(shop.owner("Raise the white hanging heart by 2%"))
    tamper(shop, row, "verdict", lambda body: body.update(engine="0.0.9+0123456789abcdef"))
    found = replay(shop.house, row.id)
    assert (found.result, found.engines) == ("another engine version", {"0.0.9+0123456789abcdef"})
    assert found.compared["verdicts"] == 0


def test_an_endpoints_replies_are_taken_as_recorded_and_their_effects_compared(shop: GiftShop) -> None:
    args = {"sku": "85123A", "ladder": [{"min_quantity": 1, "unit_price": 296}], "reason": "asked for"}
    model = script(calls(("get_price", {"sku": "85123A"}), ("set_price", args)), text("Done."))
    task = shop.owner("Raise the white hanging heart by 2%", model)
    shop.pass_time(days=3)
    found = replay(shop.house, task.id)
    assert (found.result, found.recorded["replies"], found.compared["replies"]) == ("equal", 2, 0)
    assert found.compared["effects"] == 3


def test_a_verdict_is_judged_by_the_limits_of_its_time(shop: GiftShop) -> None:
    (row,) = shop.effects(shop.owner("Raise the white hanging heart by 8%"))
    assert row.state == "held"
    (shop.house.folder / "limits.toml").write_text('[price]\nmove_24h = "0.5"\nmove_30d = "0.5"\n', encoding="utf-8")
    assert replay(shop.house, row.id).result == "equal"
    shop.house.desk.approve(row.id, by="owner")
    found = replay(shop.house, row.id)
    assert (found.result, found.compared["verdicts"]) == ("equal", 2)


def as_first_release(shop: GiftShop) -> str:
    """Store the limits in force as a release did that knew no currency, and give the digest they had."""
    body = shop.house.limits().model_dump(mode="json")
    del body["currency"], body["unstated"]
    digest = stable_id("limits", canonical(body))
    with shop.house.database.session() as session:
        session.add(LimitsRow(shop=shop.house.shop, digest=digest, body=body, version=1))
    return digest


def test_limits_stored_before_they_named_a_currency_are_replayed_in_the_shops(shop: GiftShop) -> None:
    """Their row is upgraded by a stated step when it is read, and stays as it is."""
    (row,) = shop.effects(shop.owner("Raise the white hanging heart by 8%"))
    digest = as_first_release(shop)
    tamper(shop, row, "verdict", lambda body: body.update(limits=digest))
    found = replay(shop.house, row.id)
    assert (found.result, found.compared["verdicts"]) == ("equal", 1)
    with shop.house.database.session() as session:
        assert kept_limits(session, shop.house.shop, digest, currency="CNY").currency == "CNY"
        kept = session.get(LimitsRow, (shop.house.shop, digest))
        assert kept is not None and (kept.version, "currency" in kept.body) == (1, False)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"version": 2}, "cannot be read by this release: currency"),
        ({"body": {"price": {"move_24h": "9"}}}, "are not limits_"),
    ],
    ids=["lacking", "changed"],
)
def test_limits_that_were_changed_or_lack_a_field_are_no_limits(
    shop: GiftShop, change: dict[str, Any], said: str
) -> None:
    digest = as_first_release(shop)
    with shop.house.database.session() as session:
        row = session.get(LimitsRow, (shop.house.shop, digest))
        assert row is not None
        for name, value in change.items():
            setattr(row, name, value)
        session.add(row)
    with shop.house.database.session() as session, pytest.raises(Refused, match=said):
        kept_limits(session, shop.house.shop, digest, currency="GBP")
    with shop.house.database.session() as session, pytest.raises(Refused, match="not stored"):
        kept_limits(session, shop.house.shop, "limits_0", currency="GBP")


def test_the_migration_tells_rows_without_a_currency_from_the_others(tmp_path: Path) -> None:
    path = tmp_path / "staff.sqlite"
    open_staff_database(f"sqlite:///{path}").engine.dispose()
    with closing(sqlite3.connect(path)) as old, old:
        old.execute("ALTER TABLE staff_limits DROP COLUMN version")
        old.execute("DROP INDEX ix_staff_effect_shop_decided_as")
        old.execute("UPDATE version_authority SET version_num = '0006'")
        for digest, body in (("a", "{}"), ("b", '{"currency": "GBP"}')):
            old.execute("INSERT INTO staff_limits (shop, digest, body) VALUES ('s', ?, ?)", (digest, body))
    with open_staff_database(f"sqlite:///{path}").session() as session:
        assert {row.digest: row.version for row in session.exec(select(LimitsRow))} == {"a": 1, "b": 2}


def test_every_field_of_a_snapshot_is_written_in_one_order_whatever_the_hash_seed() -> None:
    assert plain(frozenset({"b", "a", "c"})) == ["a", "b", "c"]


def test_the_engine_names_release_and_source() -> None:
    release, _, source = records.engine().partition("+")
    assert release and len(source) == 16
    parts = records._parts("authority.kernel")  # noqa: SLF001
    rules = {f"authority.rules.{path.stem}" for path in Path(authority.rules.__file__).parent.glob("[a-z]*.py")}
    assert rules | {"authority.kernel", "authority.verdict", "authority.state", "shops.terms"} <= set(parts)
    assert replaying.engine() == records.engine()
