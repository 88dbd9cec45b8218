"""The handle, the rows and the two indexes together: isolation, erasure, repair, one owner."""

from __future__ import annotations

import inspect
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.errors import Unavailable
from memory import index
from memory.notes import KINDS, Note
from memory.shop_memory import MemoryStore, ShopMemory

ROOT = Path(__file__).parents[2]
Opener = Callable[[], MemoryStore]
WORDS = ["red", "blue", "tin", "lid", "退货", "蓝色", "parcel"]


@pytest.fixture(autouse=True, scope="module")
def _many() -> Iterator[None]:
    """Take few rows for many, so that every answer comes from both indexes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("memory.recall.FEW", 0)
        yield


def fill(store: MemoryStore, shops: int = 2, count: int = 20) -> None:
    """Remember ``count`` episodes in each shop."""
    for shop in range(shops):
        memory = store.handle(f"shop-{shop}", "customer")
        for number in range(count):
            text = f"{WORDS[number % 7]} {WORDS[number % 5]} {WORDS[number % 3]} number {number}"
            memory.remember(
                Note(kind="episode", subject=f"customer:{number % 4}", text=text, source="tool", event=f"ef_{number}")
            )


def answers(store: MemoryStore) -> list[object]:
    """Ask every shop a few words, one of them misspelt, with few and with many answers."""
    handles = [store.handle(f"shop-{shop}", "customer") for shop in range(2)]
    words = [*WORDS[::3], "parcle"]
    return [memory.recall(word, limit=limit) for memory in handles for word in words for limit in (1, 30)]


def spoil_nothing(folder: Path) -> None:
    """Leave the folder as it is."""


def delete_all(folder: Path) -> None:
    """Delete the whole folder."""
    shutil.rmtree(folder)


def delete_vectors(folder: Path) -> None:
    """Delete Chroma's folder."""
    shutil.rmtree(folder / "vectors")


def delete_words(folder: Path) -> None:
    """Delete the full-text file."""
    (folder / "words.db").unlink()


def damage_words(folder: Path) -> None:
    """Overwrite the full-text file."""
    (folder / "words.db").write_bytes(b"not a database" * 400)


@pytest.mark.parametrize("spoil", [spoil_nothing, delete_all, delete_vectors, delete_words, damage_words])
def test_an_index_that_is_gone_or_damaged_mends_itself_and_answers_the_same(
    open_store: Opener, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    store = open_store()
    fill(store)
    before = answers(store)
    store.close()
    spoil(tmp_path / "index")
    again = open_store()
    assert answers(again) == before
    counts = again.counts()
    assert counts.live == counts.words == counts.vectors == 40


def test_an_index_of_other_rows_mends_itself_even_if_it_has_as_many(open_store: Opener, tmp_path: Path) -> None:
    """Rule: restoring an older database under a newer index loses nothing from recall."""
    store = open_store()
    fill(store)
    before = answers(store)
    store.close()
    shutil.copy(tmp_path / "memory.db", tmp_path / "backup.db")
    store = open_store()
    memory = store.handle("shop-0", "customer")
    for number in range(memory.forget("customer:1")):
        memory.remember(Note(kind="fact", subject="shop", text=f"New {number}", source="tool", event=f"n_{number}"))
    store.drain()
    store.close()
    shutil.copy(tmp_path / "backup.db", tmp_path / "memory.db")
    assert answers(open_store()) == before


def test_a_rebuild_answers_the_same(store: MemoryStore) -> None:
    fill(store)
    before = answers(store)
    assert store.rebuild() == store.counts()
    assert answers(store) == before


def test_remembering_waits_for_no_index(store: MemoryStore, tmp_path: Path) -> None:
    fill(store)
    assert not (tmp_path / "index").exists()
    assert store.drain() == 80
    assert store.drain() == 0


def test_forgetting_erases_rows_and_entries_and_a_rebuild_the_bytes(store: MemoryStore, tmp_path: Path) -> None:
    memory = store.handle("shop-1", "customer")
    for number, colour in enumerate(("turquoise", "mauve")):
        memory.remember(
            Note(
                kind="preference",
                subject="customer:17850",
                predicate="colour",
                text=f"Likes {colour} tins",
                source="employee",
                event=f"task_{number}",
            )
        )
    memory.remember(Note(kind="fact", subject="shop", text="Sells tins", source="owner", event="task_3"))
    store.drain()
    assert memory.forget("customer:17850") == 2
    assert memory.get("customer:17850", "colour") is None
    assert [found.text for found in memory.recall("mauve tins")] == ["Sells tins"]
    assert store.rebuild()[:4] == (1, 1, 1, 1)
    store.close()
    files = [path.read_bytes() for path in sorted((tmp_path / "index").rglob("*")) if path.is_file()]
    assert not any(word in data for data in files for word in (b"mauv", b"turquois", b"17850"))


def test_forgetting_a_subject_leaves_the_same_subject_of_another_shop(store: MemoryStore) -> None:
    fill(store)
    assert store.handle("shop-0", "customer").forget("customer:1") == 5
    assert len(store.handle("shop-1", "customer").recall("number", subject="customer:1", limit=30)) == 5


def test_no_parameter_of_a_handle_names_a_shop() -> None:
    methods = [method for name, method in inspect.getmembers(ShopMemory, inspect.isfunction) if name[0] != "_"]
    parameters = {name for method in methods for name in inspect.signature(method).parameters}
    assert parameters == {"self", "note", "query", "subject", "kinds", "limit", "min_trust", "predicate"}


subjects = st.sampled_from(["customer:1", "customer:2", "sku:A", "shop"])
operations = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["remember", "remember", "remember", "recall", "get", "forget"]),
        subjects,
        st.sampled_from(WORDS),
    ),
    max_size=25,
)


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(operations)
def test_two_shops_never_see_each_others_rows(store: MemoryStore, operations: list[tuple[int, str, str, str]]) -> None:
    """Law: whatever is done in any order, everything a handle gives was written through that shop's handles."""
    # each example has two shops of its own among all those of the examples before
    pair = store.counts().rows
    handles = [store.handle(f"shop-{side}-{pair}-{operations!r}", "customer") for side in (0, 1)]
    for number, (side, act, subject, word) in enumerate(operations):
        memory = handles[side]
        if act == "remember":
            note = Note(
                kind="fact",
                subject=subject,
                predicate=word,
                text=f"{word} tin",
                value=side,
                source="tool",
                event=f"ef_{number}",
            )
            memory.remember(note)
        elif act == "forget":
            memory.forget(subject)
            assert memory.recall("tin", subject=subject) == []
        elif act == "get":
            found = memory.get(subject, word)
            assert found is None or found.value == side
        assert all(found.value == side for found in memory.recall(f"{word} tim", kinds=KINDS, limit=50))


def run(script: str, tmp_path: Path, *, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a script in another process, with ``store`` opened on the same home."""
    opened = f"""
import os, signal
from datetime import UTC, datetime
from pathlib import Path
from kit.clock import SetClock
from kit.errors import Unavailable
from memory.notes import Note
from memory.shop_memory import MemoryStore
home = Path({tmp_path.as_posix()!r})
store = MemoryStore(f"sqlite:///{{home}}/memory.db", home / "index", SetClock(datetime(2011, 9, 1, 8, tzinfo=UTC)))
memory = store.handle("shop-0", "customer")
"""
    return subprocess.run(
        [sys.executable, "-c", opened + script], cwd=ROOT, check=check, capture_output=True, text=True
    )


def test_a_second_process_remembers_reads_and_searches_while_the_first_is_open(
    store: MemoryStore, tmp_path: Path
) -> None:
    fill(store)
    store.drain()
    told = run(
        """
memory.remember(Note(kind="fact", subject="shop", predicate="x", text="Told elsewhere", source="tool", event="ef_9"))
print(memory.get("shop", "x").text)
print([found.text for found in memory.recall("elsewhere", limit=1)])
print(memory.forget("customer:1"))
""",
        tmp_path,
    ).stdout
    assert told == "Told elsewhere\n['Told elsewhere']\n5\n"
    memory = store.handle("shop-0", "customer")
    assert [found.text for found in memory.recall("elsewhere", limit=1)] == ["Told elsewhere"]
    assert memory.recall("number", subject="customer:1") == []


def test_processes_that_search_at_the_same_time_wait_for_each_other_and_find_all(
    store: MemoryStore, tmp_path: Path
) -> None:
    fill(store)
    script = """
import memory.recall
memory.recall.FEW = 0
handle = store.handle("shop-0", "customer")
print(sum(len(handle.recall(f"parcle {n}", limit=50)) > 0 for n in range(4)))
"""
    with ThreadPoolExecutor(2) as pool:
        others = [pool.submit(run, script, tmp_path) for _ in range(2)]
        mine = store.handle("shop-0", "customer")
        found = 0
        while not all(one.done() for one in others):
            found += len(mine.recall("parcle 1", limit=50)) > 0
            sleep(0.02)
    assert [one.result().stdout for one in others] == ["4\n", "4\n"]
    assert found
    counts = store.counts()
    assert counts.live == counts.words == counts.vectors and counts.waiting_words == counts.waiting_vectors == 0


def test_a_process_that_keeps_the_indexes_too_long_is_told_of_and_nothing_is_lost(
    open_store: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store()
    memory = store.handle("shop-0", "customer")
    memory.remember(Note(kind="fact", subject="shop", text="Told before", source="tool", event="ef_1"))
    monkeypatch.setattr(index, "WAIT_S", 0.1)
    holder = index.Indexes(tmp_path / "index")
    holder.take()
    with pytest.raises(Unavailable, match="used by another process for 0.1 seconds"):
        memory.recall("told")
    holder.rest()
    assert [one.text for one in memory.recall("told")] == ["Told before"]


def test_two_stores_of_one_process_take_turns(open_store: Opener) -> None:
    first, second = open_store(), open_store()
    fill(first)
    assert first.drain() > 0
    assert second.drain() == 0
    assert first.counts() == second.counts()


def test_killed_between_row_and_index_the_vector_is_only_late(open_store: Opener, tmp_path: Path) -> None:
    killed = run(
        """
memory.remember(Note(kind="fact", subject="shop", text="Indexed before", source="tool", event="ef_1"))
store.drain()
memory.remember(Note(kind="fact", subject="shop", text="Written before the kill", source="tool", event="ef_2"))
os.kill(os.getpid(), signal.SIGKILL)
""",
        tmp_path,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    store = open_store()
    assert [found.text for found in store.handle("shop-0", "customer").recall("kill", limit=1)] == [
        "Written before the kill"
    ]
    store.drain()
    assert store.counts()[:4] == (2, 2, 2, 2)


def test_killed_while_indexing_nothing_is_lost(open_store: Opener, tmp_path: Path) -> None:
    store = open_store()
    fill(store)
    before = answers(store)
    store.close()
    shutil.rmtree(tmp_path / "index")
    script = """
from threading import Thread
def kill_when_vectors_come():
    while not (home / "index" / "vectors" / "chroma.sqlite3").exists():
        pass
    os.kill(os.getpid(), signal.SIGKILL)
Thread(target=kill_when_vectors_come).start()
store.rebuild()
"""
    assert run(script, tmp_path, check=False).returncode == -signal.SIGKILL
    again = open_store()
    assert answers(again) == before
    assert again.counts()[1:4] == (40, 40, 40)
