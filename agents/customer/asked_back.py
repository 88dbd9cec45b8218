"""What the shop has asked before it does what cannot be undone, and whether the buyer's answer is yes or no."""

from __future__ import annotations

import re

from agents.customer.change_words import SURE_ASKED, TAKEN_OUT_ASKED
from agents.customer.refund_words import REFUND_ASKED
from agents.language import Understanding
from agents.language_patterns import Intent
from agents.topics import Topic
from kit.text import fold
from shops.models import Thread

_YES = re.compile(
    r"(?:yes|yep|yeah|yup|ok(?:ay)?|sure|correct|right|please|thanks|thank\syou|go\sahead|do\s(?:it|so|that)|confirm(?:ed)?|cancel(?:\s(?:it|the\sorder|my\sorder))?|that'?s"
    r"|是|对|好|可以|行|嗯|的|谢谢|确定|确认|没错|取消|去掉|退|那?就|吧|了|要|这么办|麻烦|请|您|[\s,，.。!！~])+",
    re.IGNORECASE,
)
_AFFIRMS = re.compile(
    r"\b(?:yes|yep|yeah|yup|ok(?:ay)?|sure|correct|right|please|go\sahead|do\s(?:it|so|that)|confirm(?:ed)?|cancel)\b"
    r"|[是对好行嗯退]|可以|确[定认]|没错|取消|去掉|这么办",
    re.IGNORECASE,
)
"""What a yes has in it: thanks alone are none."""
_NO = re.compile(
    r"(?:(?:no|nope|nah|not\snow|never\s?mind|leave\sit|keep\sit|don'?t)\b|不用|不要|不了|先不|算了|别|不是|不$|不[,，。\s]|留着|我?没(?:有|说|想|要)).{0,40}",
    re.IGNORECASE,
)
_RESTS = re.compile(
    r"(?:(?:ok(?:ay)?|fine|well|alright|all\sright|right|sure|then|oh|hmm+|thanks|thank\syou|i\ssee|好|的|那|行|嗯|哦|知道了|明白了)[\s,，.。!！]*)+"
    r"(?:just\s|please\s)?(?:leave\s(?:it|everything|the\sorder)|keep\s(?:it|everything|the\sorder|my\sorder)|never\s?mind|forget\sit|don'?t|no\b"
    r"|算了|不用|留着|保持|先?不[取退去改换]|别[取退去改换])",
    re.IGNORECASE,
)


def last_said(thread: Thread) -> str:
    """Give what the shop wrote last; empty where it has not."""
    return next((one.text for one in reversed(thread.messages) if one.author != "buyer"), "")


def order_asked_about(thread: Thread) -> tuple[str, Topic] | None:
    """Give the order that the shop has just asked to cancel, to take a line out of or to refund, and which of them."""
    last = last_said(thread)
    asked = ((SURE_ASKED, Topic.CANCEL), (TAKEN_OUT_ASKED, Topic.CHANGE_ITEMS), (REFUND_ASKED, Topic.REFUND))
    for pattern, topic in asked:
        if found := pattern.search(last):
            return found["zh"] or found["en"], topic
    return None


def skus_asked_about(thread: Thread) -> tuple[str, ...]:
    """Give the SKUs that the shop has just asked to take out of an order."""
    found = TAKEN_OUT_ASKED.search(last_said(thread))
    return tuple(re.findall(r"\(([\w-]+)\)", found[0])) if found else ()


def is_yes(text: str) -> bool:
    """Tell whether a text says yes and nothing else: 好的, 取消吧, yes please."""
    folded = fold(text).strip()
    return bool(_YES.fullmatch(folded) and _AFFIRMS.search(folded)) and not is_no(text)


def is_no(text: str) -> bool:
    """Tell whether a text says no first, or takes note and lets the matter rest: fine, leave it."""
    folded = fold(text).strip()
    return bool(_NO.match(folded) or _RESTS.match(folded))


def answers_sure(thread: Thread, text: str) -> bool:
    """Tell whether a text says yes or no to what the shop has asked back."""
    return order_asked_about(thread) is not None and (is_yes(text) or is_no(text))


def as_confirmed(thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read with the wish that the shop has asked back about, where the text answers it."""
    asked = order_asked_about(thread)
    if asked is None or understood.suspicious or not answers_sure(thread, text):
        return understood
    order, topic = asked
    if understood.slots.order not in (None, order) or set(understood.topics) - {topic, Topic.CANCEL}:
        return understood
    slots = understood.slots.model_copy(update={"order": order})
    return understood.model_copy(update={"slots": slots, "intents": (Intent.AFTER_SALE,), "topics": (topic,)})
