"""Duplicates, superseding and disputes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.clock import SetClock
from memory.notes import Note
from memory.shop_memory import MemoryStore, ShopMemory

LeadTime = Callable[..., Note]


def current(memory: ShopMemory) -> object:
    """Give the lead time that stands."""
    found = memory.get("sku:85123A", "lead_time_days")
    return None if found is None else found.value


def test_the_same_text_of_another_event_is_one_row_with_more_support(memory: ShopMemory, lead_time: LeadTime) -> None:
    first = memory.remember(lead_time(12, "ef_1"))
    again = memory.remember(lead_time(12, "ef_2"))
    assert (again.id, again.outcome) == (first.id, "confirmed")
    assert [found.support for found in memory.recall("factory")] == [2]


def test_the_same_event_says_a_thing_once(memory: ShopMemory, lead_time: LeadTime) -> None:
    notes = [lead_time(12, "ef_1"), lead_time(12, "ef_2"), lead_time(15, "ef_3")]
    before = [memory.remember(note).id for note in notes]
    again = [memory.remember(note) for note in notes]
    assert [(one.id, one.outcome) for one in again] == [(id, "known") for id in before]
    assert current(memory) == 15


def test_a_better_witness_becomes_the_provenance(memory: ShopMemory, lead_time: LeadTime) -> None:
    memory.remember(lead_time(12, "task_1", source="employee"))
    memory.remember(lead_time(12, "ef_2", source="ledger"))
    memory.remember(lead_time(12, "task_3", source="employee"))
    (found,) = memory.recall("factory", min_trust=3)
    assert (found.source, found.event, found.trust, found.support) == ("ledger", "ef_2", 3, 3)


def test_a_newer_value_supersedes(memory: ShopMemory, lead_time: LeadTime, clock: SetClock) -> None:
    memory.remember(lead_time(12, "ef_1"))
    clock.set(clock.now() + timedelta(days=1))
    assert memory.remember(lead_time(15, "ef_2")).outcome == "superseded"
    assert current(memory) == 15
    assert [found.value for found in memory.recall("factory")] == [15]


def test_of_two_values_of_one_moment_the_later_written_stands(memory: ShopMemory, lead_time: LeadTime) -> None:
    for days in (12, 15, 9):
        memory.remember(lead_time(days, f"ef_{days}"))
    assert current(memory) == 9


def test_late_news_of_an_older_value_is_history(
    memory: ShopMemory, lead_time: LeadTime, store: MemoryStore, clock: SetClock
) -> None:
    memory.remember(lead_time(15, "ef_2"))
    late = memory.remember(lead_time(12, "ef_1", valid_from=clock.now() - timedelta(days=3)))
    assert late.outcome == "late"
    assert current(memory) == 15
    assert (store.counts().rows, store.counts().live) == (2, 1)


def test_lower_trust_never_supersedes_higher(memory: ShopMemory, lead_time: LeadTime) -> None:
    memory.remember(lead_time(12, "ef_1", source="ledger"))
    disputed = memory.remember(lead_time(3, "task_2", source="employee"))
    assert disputed.outcome == "quarantined"
    assert current(memory) == 12
    assert [found.value for found in memory.recall("factory")] == [12]
    assert [found.value for found in memory.recall("factory", kinds=["quarantine"])] == [3]


def test_one_dispute_told_twice_is_one_row(memory: ShopMemory, lead_time: LeadTime) -> None:
    memory.remember(lead_time(12, "ef_1", source="ledger"))
    told = [memory.remember(lead_time(3, event, source="employee")) for event in ("task_2", "task_3", "task_2")]
    assert [one.outcome for one in told] == ["quarantined", "quarantined", "known"]
    assert len({one.id for one in told}) == 1


def test_what_is_not_keyed_is_never_superseded(memory: ShopMemory) -> None:
    for number in range(3):
        said = Note(
            kind="episode",
            subject="customer:17850",
            predicate="complaint",
            text=f"Parcel {number} broke",
            source="employee",
            event=f"task_{number}",
        )
        memory.remember(said)
    assert len(memory.recall("parcel")) == 3
    assert memory.get("customer:17850", "complaint") is None


def test_a_buyers_wish_does_not_hide_the_ledgers_fact(memory: ShopMemory) -> None:
    fact = Note(
        kind="fact",
        subject="customer:17850",
        predicate="credit",
        text="Credit 0",
        value=0,
        source="ledger",
        event="ef_1",
    )
    wish = Note(
        kind="preference",
        subject="customer:17850",
        predicate="credit",
        text="Credit 900",
        value=900,
        source="buyer",
        event="task_2",
    )
    memory.remember(fact)
    assert memory.remember(wish).outcome == "new"
    found = memory.get("customer:17850", "credit")
    assert found is not None and (found.value, found.trust) == (0, 3)


steps = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 5), st.sampled_from(["employee", "tool", "ledger", "owner"])),
    max_size=12,
)


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_the_current_value_is_the_newest_that_no_higher_trust_stood_against(
    store: MemoryStore, lead_time: LeadTime, clock: SetClock, steps: list[tuple[int, int, str]]
) -> None:
    """Law: replaying the notes naively over (valid_from, trust) gives what get() gives."""
    count = store.counts().rows
    memory = store.handle(f"shop-{count}-{len(steps)}-{steps!r}", "product")
    trust = {"employee": 1, "tool": 2, "ledger": 3, "owner": 4}
    chain: list[tuple[int, int, int]] = []
    for number, (days, day, source) in enumerate(steps):
        moment = clock.now() - timedelta(days=10 - day)
        memory.remember(lead_time(days, f"ef_{number}", source=source, valid_from=moment))
        stands = chain[-1] if chain else None
        if stands is not None and stands[1] == days:
            chain[-1] = (stands[0], days, max(stands[2], trust[source]))
            continue
        older = [entry for entry in chain if entry[0] <= day]
        if older and older[-1][2] > trust[source]:
            continue
        chain.insert(len(older), (day, days, trust[source]))
    assert current(memory) == (chain[-1][1] if chain else None)


def test_threads_that_write_at_once_leave_one_current_value_and_lose_no_support(
    open_store: Callable[[], MemoryStore], lead_time: LeadTime
) -> None:
    stores = [open_store() for _ in range(4)]

    def write(number: int) -> None:
        memory = stores[number].handle("shop-1", "product")
        for turn in range(8):
            memory.remember(lead_time(turn * 4 + number, f"ef_{number}_{turn}"))
            memory.remember(
                Note(kind="episode", subject="shop", text="Busy", source="tool", event=f"t_{number}_{turn}")
            )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    counts = stores[0].counts()
    assert (counts.rows, counts.live) == (33, 2)
    (busy,) = stores[0].handle("shop-1", "product").recall("busy", limit=1)
    assert busy.support == 32
