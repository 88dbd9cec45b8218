"""The task book: one task per cause, one record per step, and nothing of another shop."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authority.rows import open_staff_database
from authority.tasks import End, NewTask, Origin, TaskBook, TurnKey
from kit.errors import Retry
from kit.store import Database
from shops.contract.bench import START

EVENT = ("inquiry", "event 1")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """Give an empty staff database."""
    return open_staff_database(f"sqlite:///{tmp_path / 'staff.sqlite'}")


@pytest.fixture
def book(database: Database) -> TaskBook:
    """Give the tasks of shop a."""
    return TaskBook(database, "a")


@pytest.fixture
def other(database: Database) -> TaskBook:
    """Give the tasks of shop b, in the same database."""
    return TaskBook(database, "b")


def new(cause: str = "event 1", **more: Any) -> NewTask:
    """Make a task that is due at the start."""
    fields = {"job": "inquiry", "employee": "customer", "origin": Origin.BUYER, "due_at": START, **more}
    return NewTask(cause=cause, **fields)


def test_one_cause_opens_one_task_however_often_it_comes(book: TaskBook) -> None:
    first = book.open(new(input={"text": "first"}), now=START)
    again = book.open(new(input={"text": "second"}, employee="product"), now=START + timedelta(days=1))
    assert first == again and book.known([EVENT, ("inquiry", "event 2")]) == {EVENT}
    assert book.get(first).input == {"text": "first"}
    assert book.get(first).created_at == START
    assert len(book.list_tasks()) == 1


def test_another_job_or_another_cause_is_another_task(book: TaskBook) -> None:
    ids = {book.open(one, now=START) for one in (new(), new(job="refund"), new("event 2"))}
    assert len(ids) == 3


def test_one_cause_opened_by_many_at_once_is_one_task(database: Database, tmp_path: Path) -> None:
    barrier, ids, errors = threading.Barrier(4), [], []

    def open_many() -> None:
        mine = TaskBook(open_staff_database(f"sqlite:///{tmp_path / 'staff.sqlite'}"), "a")
        barrier.wait()
        for number in range(25):
            try:
                ids.append(mine.open(new(f"event {number}"), now=START))
                mine.record(TurnKey("t", number, 1, "reply"), {"n": number})
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=open_many) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert errors == []
    assert (len(ids), len(set(ids))) == (100, 25)


def test_due_tasks_come_by_time_and_then_by_id(book: TaskBook) -> None:
    late = book.open(new("late", due_at=START + timedelta(hours=1)), now=START)
    same = sorted(book.open(new(f"same {number}"), now=START) for number in range(5))
    early = book.open(new("early", due_at=START - timedelta(hours=1)), now=START)
    assert book.due(START) == [early, *same]
    assert book.due(START + timedelta(hours=1)) == [early, *same, late]
    assert book.due(START - timedelta(hours=2)) == []


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 5)), max_size=12))
def test_the_order_of_opening_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, wanted: list[tuple[int, int]]
) -> None:
    database = open_staff_database(f"sqlite:///{tmp_path_factory.mktemp('tasks') / 'staff.sqlite'}")
    books = [TaskBook(database, shop) for shop in ("a", "b")]
    tasks = {f"event {number}": new(f"event {number}", due_at=START + timedelta(hours=hour)) for hour, number in wanted}
    for book, order in zip(books, (list(tasks.values()), list(tasks.values())[::-1]), strict=True):
        for task in order:
            book.open(task, now=START)
    causes = [[book.get(task_id).due_at for task_id in book.due(START + timedelta(days=1))] for book in books]
    assert causes[0] == causes[1] == sorted(causes[0])
    database.engine.dispose()


def test_a_task_that_ended_or_waits_inside_its_parent_is_not_due(book: TaskBook) -> None:
    ended, parent = book.open(new("ended"), now=START), book.open(new("parent"), now=START)
    book.open(new("child", parent=parent, hops=1), now=START)
    book.finish(ended, End.DONE, "", now=START, used={})
    assert book.due(START) == [parent]


def test_a_task_ends_once(book: TaskBook) -> None:
    task = book.open(new(), now=START)
    used = {"model": "rules", "model_calls": 1, "prompt_bytes": 7}
    book.finish(task, End.HELD, "first", now=START, used=used)
    book.finish(task, End.DONE, "second", now=START + timedelta(hours=1), used={"model_calls": 9})
    row = book.get(task)
    assert (row.end, row.answer, row.ended_at) == (End.HELD, "first", START)
    assert (row.model, row.model_calls, row.prompt_bytes) == ("rules", 1, 7)


def test_what_was_recorded_first_stays(book: TaskBook) -> None:
    key = TurnKey("t1", 1, 1, "reply")
    assert book.recorded(key) is None
    assert book.record(key, {"text": "first"}) == {"text": "first"}
    assert book.record(key, {"text": "second"}) == {"text": "first"}
    assert book.recorded(key) == {"text": "first"}


def test_each_turn_ordinal_and_kind_has_a_record_of_its_own(book: TaskBook) -> None:
    keys = [TurnKey("t1", *rest) for rest in ((1, 0, "brief"), (1, 1, "reply"), (1, 1, "read"), (2, 1, "reply"))]
    for number, key in enumerate(keys):
        book.record(key, {"n": number})
    assert [row.body["n"] for row in book.turns("t1")] == [0, 1, 2, 3]


def test_another_shops_tasks_and_records_are_not_there(book: TaskBook, other: TaskBook) -> None:
    task = book.open(new(), now=START)
    key = TurnKey(task, 1, 1, "reply")
    book.record(key, {"text": "secret"})
    assert other.known([EVENT]) == set()
    assert other.due(START) == []
    assert other.list_tasks() == []
    assert other.recorded(key) is None
    assert other.turns(task) == []
    for touch in (
        lambda: other.get(task),
        lambda: other.assign(task, "refund", "customer"),
        lambda: other.finish(task, End.DONE, "", now=START, used={}),
        lambda: other.record(key, {"text": "theirs"}),
    ):
        with pytest.raises(Retry):
            touch()
    assert book.get(task).end is None
    assert other.open(new(), now=START) != task


def test_an_unknown_task_is_a_retry_that_says_where_to_look(book: TaskBook) -> None:
    with pytest.raises(Retry, match="jobs"):
        book.get("task_unheard")


def test_a_routed_task_keeps_its_id(book: TaskBook) -> None:
    task = book.open(new(job="owner_message"), now=START)
    assert book.assign(task, "price_review", "product").id == task
    assert (book.get(task).job, book.get(task).employee) == ("price_review", "product")
    assert book.open(new(job="owner_message"), now=START) == task


def test_tasks_are_listed_newest_first_since_a_time_and_by_job(book: TaskBook) -> None:
    first, second, third = (
        book.open(new(f"event {number}", due_at=START + timedelta(hours=number), job=job), now=START)
        for number, job in enumerate(("inquiry", "refund", "inquiry"))
    )
    assert [row.id for row in book.list_tasks()] == [third, second, first]
    assert [row.id for row in book.list_tasks(since=START + timedelta(hours=1))] == [third, second]
    assert [row.id for row in book.list_tasks(job="inquiry", limit=1)] == [third]
