"""The owner's answer to what an employee asked back: read together with the words that it completes."""

from __future__ import annotations

import re
from datetime import datetime

from agents.crew import Crew
from agents.job import ASKS
from agents.language_patterns import Intent
from agents.owner_orders import orders_of
from agents.owner_topics import topics_of
from agents.prompt import CONVERSATION
from authority.task import Task
from authority.tasks import Origin
from kit.text import fold

_OWN_WISH = re.compile(
    r"[涨降停投做产下架退卖改]|\b(?:rais|lower|stop|paus|mak|produc|refund|sell|tak|put|chang|cancel|ship)\w*\b",
    re.IGNORECASE,
)
"""A verb of its own: such words complete nothing."""


def with_question(crew: Crew, text: str, now: datetime) -> str:
    """Put the owner's words behind those before them, if these were answered with a question and the words fill a gap.

    "Order 3000 pieces from the factory" … "which article?" … "SKU-58" is one order, and so with words of one title.
    Words that want something of their own stay as they are.
    """
    read = crew.understand(text, "owner")
    if set(read.intents) != {Intent.UNKNOWN} or topics_of(text) or orders_of(text) or _OWN_WISH.search(fold(text)):
        return text
    before = _last_words(crew, now)
    if before is None or not _asked_back(crew, before):
        return text
    slots = read.slots
    fills = (slots.sku, *slots.sku_candidates, slots.order, slots.quantity, slots.percent, slots.price_minor)
    told = text if any(one is not None for one in fills) else _titled(crew, text)
    return f"{before.input['text']}\n{told}" if told else text


def _titled(crew: Crew, text: str) -> str | None:
    """Give the SKU of the only article whose title holds all these words."""
    words = fold(text).lower().split()
    titles = {one.sku: fold(one.title).lower() for one in crew.reads.shop.list_variants()}
    found = [sku for sku, title in titles.items() if all(word in title for word in words)]
    return found[0] if words and len(found) == 1 else None


def _last_words(crew: Crew, now: datetime) -> Task | None:
    rows = crew.tasks.list_tasks(since=now - CONVERSATION)
    return next(
        (row for row in rows if row.origin == Origin.OWNER and row.parent is None and "text" in row.input), None
    )


def _asked_back(crew: Crew, task: Task) -> bool:
    briefs = [step.body for step in crew.tasks.turns(task.id) if step.kind == "brief"]
    return bool(briefs and briefs[-1].get("figures", {}).get(ASKS))
