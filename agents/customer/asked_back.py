"""What the shop has asked before it does what cannot be undone, and whether the buyer's answer is yes or no."""

from __future__ import annotations

import re

from agents.customer.bargain_words import SURE_ASKED as ORDER_ASKED
from agents.customer.change_words import ITEMS_ASKED, ONE_OF_ITEMS, PIECES_ASKED, SURE_ASKED, TAKEN_OUT_ASKED
from agents.customer.refund_words import REFUND_ASKED
from agents.language import Understanding
from agents.language_patterns import Intent
from agents.sample_words import OPT_OUT_ASKED, SAMPLE_ASKED
from agents.short_answer import is_no, is_yes, last_said
from agents.topics import Topic
from shops.models import Thread

_ASKED = (
    (Topic.CANCEL, SURE_ASKED),
    (Topic.CHANGE_ITEMS, TAKEN_OUT_ASKED),
    (Topic.CHANGE_ITEMS, ITEMS_ASKED),
    (Topic.REFUND, REFUND_ASKED),
)
_REPEATS = {
    Topic.CANCEL: re.compile(
        r"\b(?:cancel|end|refund)(?:\s(?:it|(?:the|my|this)\sorder))?\b|取消|退(?:款|钱|回|给我)?"
    ),
    Topic.CHANGE_ITEMS: re.compile(
        r"\b(?:cancel|remove|drop|take|delete|change|make|update)(?:\s(?:it|them|that|those))?(?:\s(?:out|off))?\b|取消|[去拿删减]掉|去除|退|改"
    ),
    Topic.REFUND: re.compile(r"\brefund(?:\s(?:it|them|me))?\b|\bmoney\sback\b|退(?:款|钱|回|给我)?"),
}
"""How the act that is asked about is called in a yes to it: 取消吧, “yes take it out”."""
_SENTENCE_BEFORE = re.compile(r"[^.。?？]+[.。]\s*$")
_OTHERS_ASKED = (PIECES_ASKED, ORDER_ASKED, SAMPLE_ASKED, OPT_OUT_ASKED)


def act_asked(last: str) -> str:
    """Give the question that the shop has put before an act, with the sentence that names its goods; empty for none."""
    asked = (*(pattern for _, pattern in _ASKED), *_OTHERS_ASKED)
    found = next((found for one in asked if (found := one.search(last))), None)
    if found is None:
        return ""
    goods = _SENTENCE_BEFORE.search(last[: found.start()]) if found.re is PIECES_ASKED else None
    return last[goods.start() if goods else found.start() :].strip()


def order_asked_about(thread: Thread) -> tuple[str, Topic] | None:
    """Give the order that the shop has just asked to cancel, to take a line out of or to refund, and which of them."""
    last = last_said(thread)
    for topic, pattern in _ASKED:
        if found := pattern.search(last):
            return found["zh"] or found["en"], topic
    return None


def skus_asked_about(thread: Thread) -> tuple[str, ...]:
    """Give the SKUs that the shop has just asked to take out of an order."""
    found = TAKEN_OUT_ASKED.search(last_said(thread))
    return tuple(re.findall(r"\(([\w-]+)\)", found[0])) if found else ()


def items_asked_about(thread: Thread) -> dict[str, int]:
    """Give the pieces in the end by SKU that the shop has just asked about, where it was about several goods."""
    asked = ITEMS_ASKED.search(last_said(thread))
    goods = ONE_OF_ITEMS.finditer(asked["zh_items"] or asked["en_items"]) if asked else ()
    return {
        one["zh"] or one["en"] or one["zh_out"] or one["en_out"]: int(one["zh_count"] or one["count"] or 0)
        for one in goods
    }


def names_asked(thread: Thread | None, text: str) -> bool:
    """Tell whether a text says yes to pieces of several goods that the shop has just named."""
    return thread is not None and bool(items_asked_about(thread)) and agrees(text, Topic.CHANGE_ITEMS)


def agrees(text: str, topic: Topic) -> bool:
    """Tell whether a text says yes to a question before an act, and nothing else: 好的, 取消吧, “yes please”."""
    return is_yes(text, _REPEATS[topic])


def answers_sure(thread: Thread, text: str) -> bool:
    """Tell whether a text says yes or no to what the shop has asked back."""
    asked = order_asked_about(thread)
    return asked is not None and (agrees(text, asked[1]) or is_no(text))


def as_confirmed(thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read with the wish that the shop has asked back about, where the text answers it."""
    asked = order_asked_about(thread)
    if asked is None or understood.suspicious or not answers_sure(thread, text):
        return understood
    order, topic = asked
    if understood.slots.order not in (None, order) or set(understood.topics) - {topic, Topic.CANCEL, Topic.ACCEPT}:
        return understood
    slots = understood.slots.model_copy(update={"order": order})
    return understood.model_copy(update={"slots": slots, "intents": (Intent.AFTER_SALE,), "topics": (topic,)})
