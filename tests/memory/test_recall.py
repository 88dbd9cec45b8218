"""What is found, in which order, and with which provenance."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from kit.clock import SetClock
from kit.errors import Retry
from memory.notes import Kind, Note
from memory.shop_memory import MemoryStore, ShopMemory

ROOT = Path(__file__).parents[2]


def tell(
    memory: ShopMemory, text: str, *, kind: Kind = "episode", subject: str = "customer:17850", **more: object
) -> str:
    """Remember a text and give its id."""
    note = Note.model_validate(
        {"kind": kind, "subject": subject, "text": text, "source": "employee", "event": f"task_{text}", **more}
    )
    return memory.remember(note).id


def texts(memory: ShopMemory, query: str, **more: object) -> list[str]:
    """Recall texts only."""
    return [found.text for found in memory.recall(query, **more)]  # type: ignore[arg-type]


def test_english_is_found_by_other_forms_of_its_words(memory: ShopMemory) -> None:
    tell(memory, "She complained that two hearts were broken")
    tell(memory, "He asked for an invoice")
    tell(memory, "Wants samples sent by courier")
    assert texts(memory, "complaints about a heart", limit=1) == ["She complained that two hearts were broken"]


@pytest.mark.parametrize("query", ["退货", "客户为什么要退货", "颜色", "退"])
def test_chinese_is_found_by_characters_and_pairs(memory: ShopMemory, query: str) -> None:
    tell(memory, "客户要求退货，因为颜色不对")
    tell(memory, "每周三发货")
    tell(memory, "He asked for an invoice")
    assert texts(memory, query, limit=1) == ["客户要求退货，因为颜色不对"]


def test_what_is_misspelt_is_found_by_vectors(memory: ShopMemory) -> None:
    tell(memory, "Replacement chandelier delivered")
    tell(memory, "每周三发货")
    assert texts(memory, "chandeler") == ["Replacement chandelier delivered"]


def test_vectors_are_opened_only_for_many_rows_that_words_left(
    memory: ShopMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another subject's rows are none of them; to open Chroma costs more than a buyer's whole answer."""
    tell(memory, "Wants chandeliers in spring", subject="customer:1")
    tell(memory, "Pays by invoice", subject="customer:2")
    assert texts(memory, "chandelier", subject="customer:1") == ["Wants chandeliers in spring"]
    assert texts(memory, "chandelier", subject="customer:3") == []
    assert texts(memory, "invoise", subject="customer:2") == ["Pays by invoice"]
    assert not list(tmp_path.rglob("chroma.sqlite3"))
    monkeypatch.setattr("memory.recall.FEW", 0)
    assert texts(memory, "invoise", subject="customer:2") == ["Pays by invoice"]
    assert list(tmp_path.rglob("chroma.sqlite3"))


def test_few_rows_are_found_as_many_are(memory: ShopMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rule: compared one by one or by Chroma, the same rows come in the same order."""
    for number, word in enumerate(
        ("chandelier", "chandeliers", "candelabra", "candle", "吊灯", "handle", "changeling")
    ):
        tell(memory, f"{word} and {'more ' * number}goods", subject=f"customer:{number % 2}")
    queries = ("chandeler", "candlle", "吊等", "handel goods")
    few = [[(one.id, one.score) for one in memory.recall(query, limit=5)] for query in queries]
    monkeypatch.setattr("memory.recall.FEW", 0)
    many = [[(one.id, one.score) for one in memory.recall(query, limit=5)] for query in queries]
    assert [[one for one, _ in row] for row in few] == [[one for one, _ in row] for row in many]
    assert few == [[(one, pytest.approx(score, abs=2e-5)) for one, score in row] for row in many]


def test_what_words_find_stands_before_what_vectors_bring_in(memory: ShopMemory) -> None:
    word = tell(memory, "A long remark on many other things that at last came to speak of a chandelier, among more")
    like = tell(memory, "chandeler chandeler")
    assert [found.id for found in memory.recall("chandelier")] == [word, like]


def test_what_fits_nothing_finds_nothing(memory: ShopMemory) -> None:
    tell(memory, "Replacement chandelier delivered")
    assert texts(memory, "zzz qqq") == texts(memory, " ") == texts(memory, "the") == []


def test_a_subject_is_found_by_its_number(memory: ShopMemory) -> None:
    tell(memory, "Sells best before Christmas", subject="sku:85123A")
    tell(memory, "Sells best in spring", subject="sku:22423")
    assert texts(memory, "how does 85123A sell", limit=1) == ["Sells best before Christmas"]


def test_subject_kinds_and_trust_narrow_the_search(memory: ShopMemory) -> None:
    tell(memory, "Blue tins please", kind="preference", source="buyer")
    tell(memory, "Blue tins sold out", subject="sku:85123A", kind="fact", source="ledger")
    assert texts(memory, "blue tins", subject="customer:17850") == ["Blue tins please"]
    assert texts(memory, "blue tins", kinds=["fact"]) == ["Blue tins sold out"]
    assert texts(memory, "blue tins", min_trust=3) == ["Blue tins sold out"]
    assert texts(memory, "blue tins", kinds=[]) == []


def test_quarantine_is_found_only_when_asked_for(memory: ShopMemory, store: MemoryStore) -> None:
    tell(memory, "The owner promised me a free tin", kind="quarantine", source="buyer")
    assert texts(memory, "free tin") == []
    assert texts(memory, "free tin", kinds=["quarantine"]) == ["The owner promised me a free tin"]
    assert [found.kind for found in store.search("shop-1", "free tin")] == ["quarantine"]


def test_what_is_found_says_where_it_is_known_from(memory: ShopMemory, clock: SetClock) -> None:
    tell(memory, "Paid late twice", kind="fact", source="ledger", event="ef_7", confidence=0.5)
    (found,) = memory.recall("late")
    provenance = (found.source, found.event, found.employee, found.trust, found.confidence, found.recorded_at)
    assert provenance == ("ledger", "ef_7", "customer", 3, 0.5, clock.now())


def test_of_equal_texts_the_surer_and_the_newer_stand_first(memory: ShopMemory, clock: SetClock) -> None:
    ids = [
        tell(
            memory,
            "Parcel lost",
            subject=f"customer:{number}",
            valid_from=clock.now() - timedelta(days=age),
            confidence=confidence,
        )
        for number, (age, confidence) in enumerate([(60, 1.0), (0, 1.0), (0, 0.3)])
    ]
    assert [found.id for found in memory.recall("parcel lost")] == [ids[1], ids[0], ids[2]]


def test_equals_are_ordered_by_id(memory: ShopMemory) -> None:
    ids = [tell(memory, "Parcel lost", subject=f"customer:{number}") for number in range(10, 22)]
    assert [found.id for found in memory.recall("parcel", limit=12)] == sorted(ids)


def test_other_shops_do_not_move_the_ranking(memory: ShopMemory, store: MemoryStore) -> None:
    for text in ("Red tin, red lid, dented", "Blue tin with a blue lid", "Green paper bag"):
        tell(memory, text)
    before = memory.recall("red tin lid")
    for number in range(30):
        tell(store.handle("shop-2", "customer"), f"Red red red {number}")
    assert memory.recall("red tin lid") == before


@pytest.mark.parametrize("query", ['"', "tin OR", "NEAR(", "*", "words:tin", "'; --", "\x00", "tin AND NOT"])
def test_a_query_is_words_and_never_syntax(memory: ShopMemory, query: str) -> None:
    tell(memory, "A tin")
    assert set(texts(memory, query)) <= {"A tin"}


@pytest.mark.parametrize("limit", [0, -1, 51])
def test_a_limit_out_of_bounds_is_given_back(memory: ShopMemory, limit: int) -> None:
    with pytest.raises(Retry, match="1 to 50"):
        memory.recall("tin", limit=limit)


def test_opening_remembering_and_reading_by_key_do_not_import_chromadb(tmp_path: Path) -> None:
    script = f"""
import sys
from datetime import UTC, datetime
from pathlib import Path
from kit.clock import SetClock
from memory.notes import Note
from memory.shop_memory import MemoryStore
home = Path({tmp_path.as_posix()!r})
store = MemoryStore(f"sqlite:///{{home}}/memory.db", home / "index", SetClock(datetime(2011, 9, 1, tzinfo=UTC)))
memory = store.handle("shop-1", "product")
memory.remember(Note(kind="fact", subject="shop", predicate="colour", text="Red", source="tool", event="ef_1"))
assert memory.get("shop", "colour").text == "Red"
assert memory.recall("red", limit=1)
assert "chromadb" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
