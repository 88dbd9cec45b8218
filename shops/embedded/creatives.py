"""Creative tests of the built-in shop: beginning, ending, and counting who saw which version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from kit.ids import stable_id
from shops.creatives import Creative, CreativeFigures, CreativePlan, CreativeTest, CreativeView, variant_of
from shops.embedded.catalogue import get_product_row
from shops.embedded.creative_tables import CREATIVE_TEST, CREATIVE_VIEW
from shops.embedded.kept import kept
from shops.embedded.rows import add_rows, as_dicts, change_rows, find_as, find_row, find_rows, put_rows
from shops.embedded.store import ShopStore, absent
from shops.embedded.tables import PRODUCT
from shops.embedded.writes import WriteJournal, done, refused
from shops.models import Outcome


class EmbeddedCreativeReader:
    """Reads creative tests and their figures."""

    def __init__(self, store: ShopStore) -> None:
        self._store = store

    @kept
    def list_tests(self, *, open_only: bool = False) -> Sequence[CreativeTest]:
        """List tests, oldest first."""
        with self._store.reading() as connection:
            found = _read(connection, self._store.shop_id)
        return [one for one in found if not open_only or one.ended_at is None]

    def test_figures(self, test_id: str) -> Sequence[CreativeFigures]:
        """Give the figures of every variant of a test, by name; an unknown test is a Retry."""
        view = CREATIVE_VIEW.c
        query = (
            sa.select(
                view.variant,
                sa.func.count().label("shown"),
                sa.func.sum(sa.cast(view.clicked, sa.Integer)).label("clicks"),
                sa.func.sum(sa.cast(view.ordered, sa.Integer)).label("orders"),
            )
            .where(view.shop_id == self._store.shop_id, view.test_id == test_id)
            .group_by(view.variant)
        )
        with self._store.reading() as connection:
            test = _find(connection, self._store.shop_id, test_id)
            counted = {row["variant"]: row for row in as_dicts(connection.execute(query).all())}
        return [CreativeFigures(**counted.get(name, {"variant": name})) for name in test.names]


class EmbeddedCreativeWrites:
    """Begins and ends creative tests."""

    def __init__(self, journal: WriteJournal) -> None:
        self._journal = journal
        self._store = journal.store

    def start_test(self, plan: CreativePlan, *, key: str) -> Outcome:
        """Begin a test; see :meth:`shops.creatives.CreativeWrites.start_test`."""
        shop_id = self._store.shop_id

        def act(connection: sa.Connection) -> Outcome:
            row = get_product_row(connection, shop_id, plan.product_id)
            own = Creative(title=row.title, image=row.images[0]["url"] if row.images else None)
            if why := _faults(plan, own, {one["url"] for one in row.images}):
                return refused(why)
            if any(one.product_id == plan.product_id and one.ended_at is None for one in _read(connection, shop_id)):
                return refused("a test of this product runs; stop it first")
            test_id = stable_id("creative", shop_id, key)
            variants = [own, *(_whole(one, own) for one in plan.variants)]
            test = {
                "shop_id": shop_id,
                "id": test_id,
                "product_id": plan.product_id,
                "variants": [one.model_dump() for one in variants],
                "started_at": self._store.clock.now(),
                "ended_at": None,
                "kept": None,
            }
            add_rows(connection, CREATIVE_TEST, [test])
            return done(test_id)

        return self._journal.once("start_test", key, plan.model_dump(mode="json"), act)

    def stop_test(self, test_id: str, keep: str, *, key: str) -> Outcome:
        """End a test, or change what is kept of one; see :meth:`shops.creatives.CreativeWrites.stop_test`."""
        shop_id = self._store.shop_id

        def act(connection: sa.Connection) -> Outcome:
            test = _find(connection, shop_id, test_id)
            if keep not in test.names:
                return refused(f"the test has no variant {keep!r}; it has {', '.join(test.names)}")
            ended = test.ended_at or self._store.clock.now()
            change_rows(connection, CREATIVE_TEST, shop_id, {"id": test_id}, ended_at=ended, kept=keep)
            self._show(connection, test, test.variant(keep))
            return done(test_id)

        return self._journal.once("stop_test", key, {"test_id": test_id, "keep": keep}, act)

    def _show(self, connection: sa.Connection, test: CreativeTest, shown: Creative) -> None:
        """Let the listing show a variant: its title, and its picture first."""
        row = get_product_row(connection, self._store.shop_id, test.product_id)
        first = [one for one in row.images if one["url"] == shown.image]
        images = [*first, *(one for one in row.images if one["url"] != shown.image)]
        if (row.title, row.images) == (shown.title, images):
            return
        new = {"title": shown.title, "images": images, "updated_at": self._store.clock.now()}
        change_rows(connection, PRODUCT, self._store.shop_id, {"id": test.product_id}, **new)


def record_views(store: ShopStore, views: Sequence[CreativeView]) -> None:
    """Count visitors who met a tested listing; see :meth:`shops.buyers.MarketSide.record_views`."""
    if not views:
        return
    with store.writing() as connection:
        tests = {one.id: one for one in _read(connection, store.shop_id) if one.ended_at is None}
        mine = [one for one in views if one.test_id in tests]
        before = _seen(connection, store.shop_id, mine)
        rows: dict[tuple[str, str], dict[str, Any]] = {}
        for one in mine:
            key = (one.test_id, one.visitor)
            clicked, ordered = (rows[key]["clicked"], rows[key]["ordered"]) if key in rows else before.get(key, (0, 0))
            rows[key] = {
                "shop_id": store.shop_id,
                "test_id": one.test_id,
                "visitor": one.visitor,
                "variant": variant_of(tests[one.test_id], one.visitor),
                "clicked": bool(clicked) or one.clicked or one.ordered,
                "ordered": bool(ordered) or one.ordered,
            }
        put_rows(connection, CREATIVE_VIEW, list(rows.values()))


def _seen(
    connection: sa.Connection, shop_id: str, views: Sequence[CreativeView]
) -> dict[tuple[str, str], tuple[bool, bool]]:
    tests, visitors = sorted({one.test_id for one in views}), sorted({one.visitor for one in views})
    found = find_rows(connection, CREATIVE_VIEW, shop_id, order=("test_id", "visitor"), test_id=tests, visitor=visitors)
    return {(row.test_id, row.visitor): (row.clicked, row.ordered) for row in found}


def _read(connection: sa.Connection, shop_id: str) -> list[CreativeTest]:
    return find_as(CreativeTest, connection, CREATIVE_TEST, shop_id)


def _find(connection: sa.Connection, shop_id: str, test_id: str) -> CreativeTest:
    row = find_row(connection, CREATIVE_TEST, shop_id, "id", test_id)
    if row is None:
        raise absent("creative test", test_id, "list the tests")
    return CreativeTest.model_validate({name: getattr(row, name) for name in CreativeTest.model_fields})


def _whole(one: Creative, own: Creative) -> Creative:
    return one if one.image is not None else one.model_copy(update={"image": own.image})


def _faults(plan: CreativePlan, own: Creative, pictures: set[str]) -> str:
    for one in plan.variants:
        if not one.title.strip():
            return "a title cannot be blank"
        if one.image is not None and one.image not in pictures:
            return f"the product has no picture {one.image!r}; name one of its own"
        if _whole(one, own) == own:
            return f"{one.title!r} is what the listing shows already; change title or picture"
    return ""
