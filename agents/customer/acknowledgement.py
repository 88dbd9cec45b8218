"""Short words after an act or an answer of the shop's (好的, "yes that's right", "leave it"): they ask for nothing."""

from __future__ import annotations

import re

from agents.customer.asked_back import act_asked
from agents.customer.change_words import STAYS
from agents.customer.inquiry import Inquiry
from agents.customer.inquiry_offer import Reply
from agents.customer.wording import TEXTS, Language
from agents.job import JobContext
from agents.short_answer import UNSURE, answer_of, said_in, thinks_it_over
from kit.facts import Fact
from kit.text import NUMERAL, fold, stem, tokens

_AGAIN = re.compile(
    r"\b(?:remove|drop|cancel|change|refund|do|send|update|swap|replace|reduce)\s(?:it|them|that|those|this|so)\b"
    rf"|\b(?:all|both)(?:\s(?:of\s)?(?:them|these|those))?(?:\s{NUMERAL})?\b|\b(?:of|set)\b|去掉|取消|改|退|换|减|删"
)
"""How what was done is called once more: yes remove it."""
_YES_FIRST = re.compile(r"(?:yes|yeah|yep|right|correct|是|对|嗯)", re.IGNORECASE)
_WORD = re.compile(r"[\w-]+", re.ASCII)
_DONE = re.compile(
    r"\b(?:is\snow|is\scancelled|now\sgoes|(?:has|have)\sbeen\srefunded|will\sbe\sreplaced|colleague\sdecides)\b"
    r"|现为|已取消|已改为|已退款|会补发|需要同事决定"
    r"|^(?:Very well\.|You are welcome\.|好的。|不客气。)$"
)
"""Says that something was done, or waits for a person."""
_YES_OR_NO = re.compile(r"[吗呢]\s*[?？]$|还是[^?？]*[?？]$|\b(?:shall|would|is|are|could)\b[^.?!]*\?$", re.IGNORECASE)
WELL: dict[Language, str] = {"en": "Very well.", "zh": "好的。"}
_CHINESE = re.compile(r"[吗呢]\s*[?？]|要下单吗")
_PLEASE: dict[Language, str] = {"en": "Please answer with yes or no. {asked}", "zh": "请直接回复“是”或“不是”。{asked}"}


def acknowledge(ctx: JobContext, reply: Reply, inquiry: Inquiry) -> bool:
    """Add the short word for a text that only takes note of the shop's last words; tell whether it does.

    What the shop has asked before an act is put again to who thanks or is glad, and rests where they let it (算了,
    "leave it"); other questions that want a yes or no are not answered by it.

    Example:
        "好的" after 订单 … 现为 …: 好的。; "yes remove it" after "Order … is now …": "Very well."
    """
    if (word := _word(ctx, reply, inquiry)) is None:
        return False
    reply.say(word)
    return True


def _word(ctx: JobContext, reply: Reply, inquiry: Inquiry) -> str | None:
    last, language, understood = inquiry.last_answer, inquiry.language, inquiry.understood
    if thinks_it_over(inquiry.text) and not (understood.topics or act_asked(last)):
        return TEXTS["later"][language]
    if not last or understood.topics or understood.suspicious:
        return None
    answer = answer_of(inquiry.text)
    if answer == "rests":
        return STAYS["none"][language]
    if asked := act_asked(last):
        if answer not in UNSURE:
            return None
        reply.facts.append(Fact(id="asked", text=asked, source=f"shop:thread/{inquiry.thread_id}"))
        return _PLEASE["zh" if _CHINESE.search(asked) else "en"].format(asked=asked)
    if _YES_OR_NO.search(last.rstrip()) or (inquiry.is_blank and last.rstrip().endswith(("?", "？"))):
        return None
    found = said_in(inquiry.text)
    if _DONE.search(last) and not found:
        found = said_in(_without_goods(ctx, inquiry, fold(inquiry.text).strip()), _AGAIN)
    if not found - {"beside"} or answer == "no":
        return None
    return TEXTS["welcome"][language] if "thanks" in found else WELL[language]


def _without_goods(ctx: JobContext, inquiry: Inquiry, folded: str) -> str:
    """Give a text that begins with a yes without the words of the goods that it names."""
    slots = inquiry.understood.slots
    if not inquiry.names_goods or not _YES_FIRST.match(folded):
        return folded
    named = (slots.sku,) if slots.sku else slots.sku_candidates
    title = {stem(one) for sku in named for one in tokens(fold(ctx.reads.shop.get_variant(sku).title))}
    return _WORD.sub(lambda word: " " if stem(word[0].lower()) in title else word[0], folded)
