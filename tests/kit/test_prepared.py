"""A statement compiled once does what SQLAlchemy would do with it, on a file and on a server."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from kit.prepared import Prepared

MUG = sa.Table("mug", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("said", sa.JSON))


@pytest.fixture
def connection() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://")
    MUG.metadata.create_all(engine)
    with engine.connect() as opened:
        yield opened


def test_every_value_of_a_statement_has_its_place_on_a_server_too() -> None:
    """Rule: values that are written into a statement, as a limit is, are named like those that are given."""
    query = Prepared(sa.select(MUG.c.said).where(MUG.c.id > sa.bindparam("least"), MUG.c.id != 7).limit(1))
    made = query._for(postgresql.dialect())  # type: ignore[no-untyped-call]  # noqa: SLF001
    places = re.findall(r"%\((\w+)\)s", made.text)
    assert sorted(places) == sorted(made.names)
    assert set(places) - set(made.fixed) == {"least"}
    assert sorted(made.fixed.values()) == [1, 7]


def test_rows_come_back_as_they_were_given(connection: sa.Connection) -> None:
    """One row and many, all columns and some: with Python's types, and counted."""
    add, brief = Prepared(sa.insert(MUG)), Prepared(sa.insert(MUG), ("id",))
    assert add.run(connection, {"id": 1, "said": {"blue": [1, None]}}) == 1
    assert add.run(connection, {"id": 2, "said": []}, {"id": 3, "said": "x"}) == 2
    assert brief.run(connection, {"id": 4}) == 1
    every = Prepared(sa.select(MUG).where(MUG.c.id < sa.bindparam("most")).order_by(MUG.c.id))
    assert [tuple(row) for row in every.rows(connection, {"most": 4})] == [
        (1, {"blue": [1, None]}),
        (2, []),
        (3, "x"),
    ]
    assert Prepared(sa.select(MUG.c.said).where(MUG.c.id == 4)).raw(connection, {}) == [(None,)]


def test_an_error_of_the_driver_is_sqlalchemys(connection: sa.Connection) -> None:
    add = Prepared(sa.insert(MUG))
    for rows in ([{"id": 1, "said": 1}] * 2, [{"id": 5, "said": 1}]):
        with pytest.raises(sa.exc.IntegrityError):
            add.run(connection, *rows)
            add.run(connection, *rows)
