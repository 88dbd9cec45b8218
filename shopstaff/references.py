"""Where each number of an answer comes from: a fact of its task, an effect, or the words that were asked.

A reference is what ``shopstaff explain`` opens: ``task_12…#now`` is one fact of a task, ``task_12…#asked`` what came
with the task, ``ef_12…`` an effect with its entries in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from authority.docket import Docket
from authority.task import Task
from decisions.said_numbers import Footing, Source
from kit.facts import Fact
from shopstaff.brief_facts import facts_of
from shopstaff.house import House
from shopstaff.report.data import Names
from shopstaff.report.telling import tell

ASKED = "asked"
MESSAGES = ("send_message", "write_first")
"""Effects whose words are answers themselves: no number comes from them."""


class Reference(NamedTuple):
    """One number of an answer with its place in it and what it comes from; ``ref`` is None if nothing holds it."""

    number: str
    start: int
    ref: str | None


def references(house: House, task: Task, effects: Sequence[Docket], answer: str) -> list[Reference]:
    """Give every number of an answer with its reference, in order.

    Args:
        house: Of the shop.
        task: The task that the answer ends.
        effects: Its effects and those of its hand-offs.
        answer: The words, as they are shown.
    """
    family = [task, *(row for row in house.tasks.list_tasks() if row.parent == task.id)]
    sources = [*(one for row in family for one in fact_sources(row.id, facts_of(house.tasks, row.id)))]
    names = names_of(house)
    sources += [Source(row.id, effect_words(row, names)) for row in effects if row.kind not in MESSAGES]
    sources.append(Source(f"{task.id}#{ASKED}", str(task.input.get("text", ""))))
    return [
        Reference(answer[figure.start : figure.end], figure.start, ref) for figure, ref in Footing(sources).of(answer)
    ]


def fact_sources(task_id: str, facts: Iterable[Fact]) -> list[Source]:
    """Give facts as what numbers may come from; a name with a number in it, such as a SKU, counts as well."""
    return [Source(f"{task_id}#{fact.id}", f"{fact.text} {fact.id} {fact.source}", fact.id) for fact in facts]


def by_reference(found: Iterable[Reference]) -> dict[str | None, list[str]]:
    """Give the numbers by what they come from, each once, in the order of the answer."""
    groups: dict[str | None, list[str]] = {}
    for one in found:
        numbers = groups.setdefault(one.ref, [])
        if one.number not in numbers:
            numbers.append(one.number)
    return groups


def effect_words(row: Docket, names: Names) -> str:
    """Give what an effect holds in words, with its sums and with days as the shop's people count them."""
    told = tell(row, names)
    return "\n".join([told.line, *told.parts, row.summary, row.reason, row.why])


def names_of(house: House) -> Names:
    """Give how things are called in a shop, as far as effects name them."""
    reads = house.connection.reads
    info = reads.shop.info()
    return Names(
        currency=info.currency,
        zone=ZoneInfo(info.time_zone),
        titles={variant.sku: variant.title for variant in reads.shop.list_variants()},
        keywords={keyword.id: keyword.text for keyword in reads.ads.list_keywords()} if reads.ads else {},
        buyers={},
        old_ladders={},
    )
