"""What buyers complained about in their messages: one row a conversation, as the words are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from agents.complaints import COUNTED
from agents.job import JobContext
from agents.language_patterns import Intent
from agents.safety_words import tells_of_harm
from agents.topics import Topic, find_reason, find_topics
from kit.text import fold
from shops.models import Message

OUTRIGHT = {Topic.COMPLAINT, Topic.THREAT}
"""Said in so many words; a wish for money or goods is a complaint if something was wrong."""
WANTED = {Topic.REFUND, Topic.RETURN_GOODS, Topic.EXCHANGE, Topic.MISSING}
WRONG = (*COUNTED, "missing", "late")
HARM = "harm"
"""Reason of a complaint that tells of harm to people."""


@dataclass(frozen=True)
class Complaint:
    """A conversation in which a buyer complained.

    Attributes:
        thread: Id of the conversation.
        buyer: Id of the buyer.
        at: When the first complaint in it was written.
        order: The order it is about, if the words or the conversation name one.
        reasons: What was wrong, e.g. ``("broken",)``; empty where the buyer does not say.
        threatens: The buyer threatens with a lawyer, an authority or the press.
    """

    thread: str
    buyer: str
    at: datetime
    order: str | None
    reasons: tuple[str, ...]
    threatens: bool

    @property
    def is_about_goods(self) -> bool:
        """Tell whether the goods themselves are complained about."""
        return any(one in (*COUNTED, HARM) for one in self.reasons)


def complaints_since(ctx: JobContext, since: datetime) -> list[Complaint]:
    """Give the conversations with a complaint written since a moment, oldest first; none where nobody can write."""
    if ctx.reads.messages is None:
        return []
    found = []
    for thread in ctx.reads.messages.list_threads():
        # a platform may list conversations without their messages
        messages = thread.messages or ctx.reads.messages.get_thread(thread.id).messages
        written = [one for one in messages if one.author == "buyer" and one.at >= since]
        rows = [(one, *told) for one in written if (told := _complaint(ctx, one)) is not None]
        if rows:
            orders = [order for _, _, order, _ in rows if order]
            found.append(
                Complaint(
                    thread=thread.id,
                    buyer=thread.customer_id,
                    at=rows[0][0].at,
                    order=orders[0] if orders else thread.order_id,
                    reasons=_once(reason for _, reasons, _, _ in rows for reason in reasons),
                    threatens=any(threatens for *_, threatens in rows),
                )
            )
    return sorted(found, key=lambda one: (one.at, one.thread))


def _complaint(ctx: JobContext, message: Message) -> tuple[tuple[str, ...], str | None, bool] | None:
    """Give reasons, order and whether a threat is in it; None of a message that complains of nothing."""
    folded = fold(message.text)
    harm = tells_of_harm(message.text)
    if not harm and not OUTRIGHT & {*find_topics(folded)} and find_reason(folded) not in WRONG:
        return None
    read = ctx.understand(message.text)
    topics, reason = {*read.topics}, read.slots.reason
    is_wrong = reason in WRONG and (bool(topics & WANTED) or Intent.AFTER_SALE in read.intents)
    if not harm and not topics & OUTRIGHT and not is_wrong:
        return None
    reasons = (*((HARM,) if harm else ()), *((reason,) if reason in WRONG else ()))
    return tuple(map(str, reasons)), read.slots.order, Topic.THREAT in topics


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
