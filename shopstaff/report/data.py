"""What the report reads from the shop's house once the run is over: names, tasks with their facts, conversations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from authority.docket import Docket
from authority.task import Task
from kit.facts import Fact
from kit.money import format_minor
from shops.models import Customer, PriceChange, ShopInfo, Thread
from shopstaff.brief_facts import facts_of
from shopstaff.house import House
from shopstaff.report.words import ENGLISH, Words

MOST_EFFECTS = 1500
"""Effects shown in full: the newest whole days up to this many, so that a long run stays a small file."""
MOST_THREADS = 200
"""Conversations shown, the newest."""
OUTCOMES_OF_NOTE = ("unknown", "partial", "refused", "unsupported", "needs_person", "expired", "applying")


@dataclass(frozen=True)
class Names:
    """How things are called on the page, and how money, days and times are written.

    Attributes:
        titles: Title by SKU.
        keywords: Text by keyword id.
        buyers: Name by thread id.
        old_ladders: The price change that an effect made, by (SKU, moment).
        say: The page's words in the reader's language.
    """

    currency: str
    zone: ZoneInfo
    titles: dict[str, str]
    keywords: dict[str, str]
    buyers: dict[str, str]
    old_ladders: dict[tuple[str, datetime], PriceChange]
    say: Words = ENGLISH

    def money(self, amount: int) -> str:
        """Write minor units as people read them."""
        return format_minor(amount, self.currency)

    def sku(self, sku: str) -> str:
        """Write a SKU with its title, ``"Spotty Bunting (23298)"``."""
        title = self.titles.get(sku)
        return f"{title} ({sku})" if title else sku

    def day(self, moment: datetime) -> date:
        """Give the shop's day of a moment."""
        return moment.astimezone(self.zone).date()

    def clock(self, moment: datetime) -> str:
        """Write the shop's time of a moment, ``"08:30"``."""
        return f"{moment.astimezone(self.zone):%H:%M}"


@dataclass(frozen=True)
class Evidence:
    """All that was read.

    Attributes:
        first_day: First day whose decisions are shown in full.
        tasks: All tasks, oldest first.
        facts: Facts of the briefs by task id, for tasks from ``first_day`` on and for older ones that the page quotes:
            those with an effect of note, and the last of each job.
        places: Entries of the ledger by effect id: number and kind.
        flags: What was suspicious in a buyer's words, by thread id.
        threads: The newest conversations, oldest first; ``all_threads`` is how many there are.
        customers: Buyers of these conversations by id.
        history: Ledger entries of the effects that were of note, by effect id.
    """

    info: ShopInfo
    names: Names
    first_day: date
    tasks: list[Task]
    facts: dict[str, tuple[Fact, ...]]
    flags: dict[str, tuple[str, ...]]
    threads: list[Thread]
    all_threads: int
    customers: dict[str, Customer]
    history: dict[str, list[dict[str, Any]]]
    places: dict[str, list[tuple[int, str]]]


def gather(
    house: House,
    effects: Sequence[Docket],
    *,
    currency: str,
    say: Words = ENGLISH,
    most_effects: int = MOST_EFFECTS,
) -> Evidence:
    """Read what the report needs of a shop and its staff.

    Args:
        house: The house of the shop.
        effects: All effects of the run, in order.
        currency: ISO 4217 code of the shop's money.
        say: The words of the reader's language.
        most_effects: How many effects are shown in full at most, the last day's apart.
    """
    reads = house.connection.reads
    info = reads.shop.info()
    zone = ZoneInfo(info.time_zone)
    every = list(reads.messages.list_threads()) if reads.messages else []
    threads = every[-MOST_THREADS:]
    wanted = sorted({thread.customer_id for thread in threads})
    customers = {customer_id: reads.shop.get_customer(customer_id) for customer_id in wanted}
    since = min((row.submitted_at for row in effects), default=house.clock.now())
    names = Names(
        currency=currency,
        zone=zone,
        titles={variant.sku: variant.title for variant in reads.shop.list_variants()},
        keywords={keyword.id: keyword.text for keyword in reads.ads.list_keywords()} if reads.ads else {},
        buyers={thread.id: customers[thread.customer_id].name for thread in threads},
        old_ladders={(change.sku, change.at): change for change in reads.shop.list_price_changes(since=since)},
        say=say,
    )
    first = first_shown_day(effects, names, most=most_effects)
    tasks = house.tasks.list_tasks()[::-1]
    quoted = {task.job: task.id for task in tasks if task.answer}.values()
    named = {*quoted, *(row.task for row in effects if is_of_note(row))}
    named |= {task.id for task in tasks if names.day(task.due_at) >= first}
    facts = {task.id: tuple(facts_of(house.tasks, task.id)) for task in tasks if task.id in named}
    return Evidence(
        info=info,
        names=names,
        first_day=first,
        tasks=tasks,
        facts=facts,
        flags=_flags(facts.values()),
        threads=threads,
        all_threads=len(every),
        customers=customers,
        history={row.id: house.log.history(row.id) for row in effects if is_of_note(row)},
        places=house.log.places(),
    )


def is_of_note(row: Docket) -> bool:
    """Tell whether the owner has, or had, something to do with an effect: held, denied, or not done as asked."""
    return row.approver is not None or row.verdict in ("hold", "deny") or row.state in OUTCOMES_OF_NOTE


def first_shown_day(effects: Sequence[Docket], names: Names, *, most: int) -> date:
    """Give the earliest day from which on at most ``most`` effects stand; the last day is shown whatever it holds."""
    counts: dict[date, int] = {}
    for row in effects:
        day = names.day(row.submitted_at)
        counts[day] = counts.get(day, 0) + 1
    first, total = max(counts, default=date.min), 0
    for day in sorted(counts, reverse=True):
        total += counts[day]
        if total > most and day != max(counts):
            break
        first = day
    return first if first != min(counts, default=date.min) else date.min


def _flags(facts: Iterable[tuple[Fact, ...]]) -> dict[str, tuple[str, ...]]:
    flags: dict[str, tuple[str, ...]] = {}
    for fact in (one for group in facts for one in group if one.id == "flag"):
        thread = re.sub("^shop:thread/", "", fact.source)
        flags[thread] = tuple(dict.fromkeys((*flags.get(thread, ()), *fact.text.split("; "))))
    return flags
