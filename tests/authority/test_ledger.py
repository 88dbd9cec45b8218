"""The ledger: one chain per shop that shows every later change, and from which a buyer can be erased."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from authority.effects.issue_refund import IssueRefund
from authority.effects.set_price import SetPrice
from authority.ledger import GENESIS, Ledger, changed_rows, verify
from authority.rows import EffectRow, LedgerRow, PayloadRow, open_staff_database
from kit.errors import Refused, Retry
from kit.store import Database
from shops.contract.bench import START
from shops.models import Order, OutcomeStatus, Tier
from tests.authority.conftest import SHOP, Place

KINDS = ("intent", "verdict", "approval", "outcome")
LINK_TEXTS = ("at", "kind", "effect", "digest", "previous", "link")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """Give an empty staff database."""
    return open_staff_database(f"sqlite:///{tmp_path / 'staff.sqlite'}")


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """Give a database in which every example takes a shop of its own."""
    return open_staff_database(f"sqlite:///{tmp_path_factory.mktemp('ledger') / 'staff.sqlite'}")


def write(database: Database, shop: str, number: int) -> None:
    """Write so many links."""
    salts = count()
    ledger = Ledger(shop, salt=lambda: f"{next(salts):032x}")
    with database.writing() as connection:
        for step in range(number):
            ledger.append(connection, KINDS[step % 4], f"ef_{step // 4}", {"n": step, "text": "a word"}, at=START)


def run(database: Database, statement: str, **values: Any) -> None:
    """Change rows behind the ledger's back."""
    with database.engine.begin() as connection:
        assert connection.execute(sa.text(statement), values).rowcount == 1


def test_an_untouched_chain_verifies(database: Database) -> None:
    write(database, "a", 9)
    audit = verify(database, "a")
    assert (audit.entries, audit.erased, audit.faults) == (9, 0, ())
    assert audit.head not in ("", GENESIS)


def test_an_empty_chain_verifies(database: Database) -> None:
    assert verify(database, "a").head == GENESIS
    assert verify(database, "a").faults == ()


def test_two_shops_have_chains_of_their_own(database: Database) -> None:
    write(database, "a", 3)
    write(database, "b", 5)
    before = verify(database, "a")
    run(database, "UPDATE staff_payload SET body = 'x' WHERE shop = 'b' AND seq = 2")
    assert verify(database, "a") == before
    assert (before.entries, before.faults) == (3, ())
    assert len(verify(database, "b").faults) == 1


def test_the_same_body_leaves_another_digest_each_time(database: Database) -> None:
    salts = iter(("01", "02"))
    ledger = Ledger("a", salt=lambda: next(salts))
    with database.writing() as connection:
        for _ in range(2):
            ledger.append(connection, "intent", "ef_1", {"buyer": "Ann"}, at=START)
    with database.session() as session:
        assert len({row.digest for row in session.exec(select(LedgerRow))}) == 2


@pytest.mark.parametrize("seq", [1, 4, 6])
@pytest.mark.parametrize("column", LINK_TEXTS)
def test_a_changed_column_of_a_link_is_named(database: Database, column: str, seq: int) -> None:
    write(database, "a", 6)
    run(database, f"UPDATE staff_ledger SET {column} = {column} || '0' WHERE seq = :seq", seq=seq)
    assert any(f"entry {seq} " in fault for fault in verify(database, "a").faults)


@pytest.mark.parametrize("seq", [1, 4, 6])
@pytest.mark.parametrize("column", ["salt", "body"])
def test_a_changed_payload_is_named(database: Database, column: str, seq: int) -> None:
    write(database, "a", 6)
    run(database, f"UPDATE staff_payload SET {column} = {column} || ' ' WHERE seq = :seq", seq=seq)
    faults = verify(database, "a").faults
    assert len(faults) == 1
    assert f"entry {seq} " in faults[0]
    assert "payload" in faults[0]


@pytest.mark.parametrize("table", ["staff_ledger", "staff_payload"])
@pytest.mark.parametrize("seq", [1, 4, 6])
def test_a_row_that_was_moved_is_named(database: Database, table: str, seq: int) -> None:
    write(database, "a", 6)
    run(database, f"UPDATE {table} SET seq = 9 WHERE seq = :seq", seq=seq)
    assert any("9" in fault for fault in verify(database, "a").faults)


@pytest.mark.parametrize("seq", [1, 4, 6])
def test_a_missing_link_is_named_as_long_as_its_payload_or_a_later_link_is_there(database: Database, seq: int) -> None:
    write(database, "a", 6)
    run(database, "DELETE FROM staff_ledger WHERE seq = :seq", seq=seq)
    assert any("missing" in fault and str(seq) in fault for fault in verify(database, "a").faults)


def test_links_missing_with_their_payloads_are_named(database: Database) -> None:
    write(database, "a", 6)
    for seq in (3, 4):
        for table in ("staff_ledger", "staff_payload"):
            run(database, f"DELETE FROM {table} WHERE seq = :seq", seq=seq)
    assert "entries 3 to 4 are missing" in verify(database, "a").faults[0]


def test_a_link_that_was_made_anew_does_not_fit_the_next_one(database: Database, tmp_path: Path) -> None:
    forged = open_staff_database(f"sqlite:///{tmp_path / 'forged.sqlite'}")
    write(database, "a", 4)
    write(forged, "a", 2)
    with forged.session() as session:
        Ledger("a", salt=lambda: "00").append(session.connection(), "approval", "ef_0", {"by": "owner"}, at=START)
    assert verify(forged, "a").faults == ()
    with forged.session() as session, database.session() as target:
        for kind in (LedgerRow, PayloadRow):
            row = session.get(kind, ("a", 3))
            assert row is not None
            target.merge(kind.model_validate(row.model_dump()))
    faults = verify(database, "a").faults
    assert len(faults) == 1
    assert "entry 4 " in faults[0]


def test_a_link_given_to_another_shop_is_missed_here_and_strange_there(database: Database) -> None:
    write(database, "a", 3)
    run(database, "UPDATE staff_ledger SET shop = 'b' WHERE seq = 3")
    assert verify(database, "a").faults
    assert verify(database, "b").faults


def test_two_links_that_changed_places_are_named(database: Database) -> None:
    write(database, "a", 4)
    for old, new in ((2, 9), (3, 2), (9, 3)):
        run(database, "UPDATE staff_ledger SET seq = :new WHERE seq = :old", old=old, new=new)
    assert len(verify(database, "a").faults) >= 2


def test_a_chain_that_was_cut_off_has_another_head(database: Database) -> None:
    write(database, "a", 4)
    head = verify(database, "a").head
    for table in ("staff_ledger", "staff_payload"):
        run(database, f"DELETE FROM {table} WHERE seq = 4")
    assert verify(database, "a").head != head


def test_erased_payloads_are_counted_and_the_chain_still_verifies(database: Database) -> None:
    write(database, "a", 8)
    before = verify(database, "a")
    with database.session() as session:
        for row in session.exec(select(PayloadRow).where(PayloadRow.seq <= 3)):
            session.delete(row)
    after = verify(database, "a")
    assert (after.entries, after.head, after.erased, after.faults) == (before.entries, before.head, 3, ())
    with database.reading() as connection:
        entries = Ledger("a", salt=str).entries(connection, "ef_0")
    assert [body is None for _, body in entries] == [True, True, True, False]


def test_the_links_of_an_effect_come_in_order_with_their_bodies(database: Database) -> None:
    write(database, "a", 8)
    with database.reading() as connection:
        entries = Ledger("a", salt=str).entries(connection, "ef_1")
    assert [row.kind for row, _ in entries] == list(KINDS)
    assert [json.loads(body or "")["n"] for _, body in entries] == [4, 5, 6, 7]


def test_what_is_rolled_back_leaves_no_link(database: Database) -> None:
    write(database, "a", 2)
    with pytest.raises(RuntimeError), database.writing() as connection:
        Ledger("a", salt=lambda: "00").append(connection, "intent", "ef_9", {}, at=START)
        raise RuntimeError
    assert verify(database, "a").entries == 2


SHOPS = (f"shop-{number}" for number in count())


@settings(max_examples=60)
@given(
    number=st.integers(1, 8),
    which=st.integers(0, 7),
    place=st.integers(0, 200),
    letter=st.sampled_from("0fZ{ "),
    column=st.sampled_from([*LINK_TEXTS, "salt", "body"]),
)
def test_any_changed_letter_anywhere_is_named(
    shared: Database, number: int, which: int, place: int, letter: str, column: str
) -> None:
    shop, seq = next(SHOPS), which % number + 1
    write(shared, shop, number)
    table = "staff_payload" if column in ("salt", "body") else "staff_ledger"
    key = {"shop": shop, "seq": seq}
    with shared.engine.begin() as connection:
        old = connection.execute(sa.text(f"SELECT {column} FROM {table} WHERE shop = :shop AND seq = :seq"), key)
        text = str(old.scalar_one())
    at = place % len(text)
    new = text[:at] + letter + text[at + 1 :]
    run(shared, f"UPDATE {table} SET {column} = :new WHERE shop = :shop AND seq = :seq", new=new, **key)
    faults = verify(shared, shop).faults
    assert bool(faults) == (new != text)
    assert new == text or f"entry {seq} " in faults[0]


# every effect leaves its trace

Step = tuple[str, int, int]
walks = st.lists(
    st.tuples(
        st.sampled_from(
            ["refund", "refund", "price", "again", "approve", "reject", "stop", "resume", "settle", "late"]
        ),
        st.integers(0, 3),
        st.sampled_from([1, 90, 400, 2100]),
    ),
    max_size=12,
)


@settings(max_examples=20)
@given(walks, st.sampled_from([None, OutcomeStatus.UNKNOWN, OutcomeStatus.REFUSED]))
def test_after_any_walk_the_chain_verifies_and_the_shop_shows_what_the_ledger_says(
    open_place: Callable[[Path], Place], walk: list[Step], fault: OutcomeStatus | None
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = open_place(Path(folder))
        orders = [place.bench.order(("mug", pieces), ("tin", 2)) for pieces in (12, 3)]
        for number, step in enumerate(walk):
            if fault and number % 3 == 1:
                place.faults["refund"] = fault
            take(place, orders, step)
            place.faults.clear()
        place.desk.settle()
        check(place, orders)
        place.database.engine.dispose()


def take(place: Place, orders: list[Order], step: Step) -> None:
    """Take one step; what the desk will not do is part of the walk."""
    kind, which, amount = step
    order = orders[which % 2]
    refund = IssueRefund(order_id=order.id, line_id=order.lines[which // 2].id, amount=amount, reason="broken")
    held = place.log.list_effects(states=["held"])
    if kind in ("refund", "again"):
        with suppress(Retry):  # another payload at the same place is refused
            place.submit(refund, **({"ordinal": 1} if kind == "again" else {}))
    elif kind == "price":
        place.submit(SetPrice(sku="tin", tiers=(Tier(min_quantity=1, unit_price=amount),)))
    elif kind in ("approve", "reject") and held:
        decide(place, kind, held[which % len(held)].id)
    elif kind == "stop":
        place.desk.stop("action:refund", why="look into it")
    elif kind == "resume":
        place.desk.resume("action:refund")
    elif kind == "settle":
        place.desk.settle()
    elif kind == "late":
        place.later(hours=50)


def decide(place: Place, kind: str, effect_id: str) -> None:
    """Approve or reject; too late is part of the walk."""
    try:
        if kind == "approve":
            place.desk.approve(effect_id, by="ann")
        else:
            place.desk.reject(effect_id, by="ann", why="no")
    except Refused:
        assert place.desk.receipt(effect_id).state == "expired"


def check(place: Place, orders: list[Order]) -> None:
    """Compare chain, effects and shop."""
    audit = verify(place.database, SHOP)
    assert (audit.faults, audit.erased) == ((), 0)
    shown = Counter[str]()
    for effect in place.log.list_effects():
        kinds = [link["kind"] for link in place.log.history(effect.id)]
        assert kinds[:2] == ["intent", "verdict"]
        assert ("outcome" in kinds) == (effect.state in ("done", "refused"))
        assert effect.state in ("done", "held", "denied", "rejected", "expired", "refused")
        if effect.kind == "issue_refund" and effect.state == "done":
            shown[effect.payload["line_id"]] += effect.payload["amount"]
    for order in orders:
        for line in place.bench.again(order).lines:
            assert line.refunded == shown[line.id] <= line.paid
    with place.database.session() as session:
        # the switch pulled and released stands in the chain too, and is about no effect
        switched = session.exec(select(LedgerRow).where(col(LedgerRow.kind).in_(("stop", "resume")))).all()
    of_effects = sum(len(place.log.history(effect.id)) for effect in place.log.list_effects())
    assert audit.entries == of_effects + len(switched)


@pytest.mark.parametrize("change", [{"payload": {}}, {"kind": "set_bid"}, {"outcome": {"status": "refused"}}, None])
def test_an_effect_row_that_is_not_what_the_ledger_says_is_named(place: Place, change: dict[str, Any] | None) -> None:
    tiers = place.bench.shop.reads.shop.get_variant("tin").tiers
    done = place.submit(SetPrice(sku="tin", tiers=tiers))
    assert done.state == "done"
    assert changed_rows(place.database, SHOP) == ()
    with place.database.session() as session:
        row = session.get(EffectRow, done.id)
        assert row is not None
        if change is None:
            session.delete(row)
        else:
            for name, value in change.items():
                setattr(row, name, value)
            session.add(row)
    (fault,) = changed_rows(place.database, SHOP)
    assert done.id in fault
