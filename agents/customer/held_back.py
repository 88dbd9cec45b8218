"""Buyers whose goods wait at their own wish: nothing leaves while a person has that conversation."""

from __future__ import annotations

from datetime import timedelta

from agents.job import JobContext
from agents.topics import Topic, wants
from kit.text import fold

LOOK_BACK = timedelta(days=14)


def buyers_who_wait(ctx: JobContext) -> set[str]:
    """Give the buyers who have asked that their order waits, as long as a person has that conversation."""
    threads = ctx.reads.messages.list_threads() if ctx.reads.messages else ()
    said = (
        (thread.customer_id, one.text)
        for thread in threads
        if thread.with_person
        for one in thread.messages
        if one.author == "buyer" and one.at >= ctx.now - LOOK_BACK
    )
    return {buyer for buyer, text in said if wants(Topic.HOLD_ORDER, fold(text))}
