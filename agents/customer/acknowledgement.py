"""Short words after an act or an answer of the shop's (好的, "yes that's right", "leave it"): they ask for nothing."""

from __future__ import annotations

import re

from agents.customer.change_words import STAYS
from agents.customer.inquiry import Inquiry
from agents.customer.wording import TEXTS, Language
from agents.job import JobContext
from agents.language_patterns import Intent
from kit.text import NUMERAL, fold, stem, tokens

_YES = (
    r"yes|yeah|yep|yup|ok(?:ay)?|k|right|correct|sure|fine|good|great|perfect|lovely|super|brilliant|cool|alright|all\sright"
    r"|exactly|agreed|understood|noted|got\sit|i\ssee|no\sproblem|no\sworries|that'?s|that\sis|that\swas|it'?s|it\sis|all\sgood"
    r"|by\sme|with\sme|for\sme|what\si\s(?:want(?:ed)?|meant|asked\sfor)|works?|will\sdo|then|now|please|and|so|well|oh|it|me|a"
    r"|thanks?|thank\syou|thx|ty|cheers|very\smuch|a\slot|for\s(?:the|your)\s(?:help|info|answer|reply)|the\s(?:one|ones)|lot"
    r"|是这?样?|对|没错|没问题|好|可以|行|嗯+|哦+|噢|喔|知道|明白|了解|清楚|收到|懂|成|妥|那|就|先|这样|这么办|吧|的|了|呢|啦|哈+|呀|啊|嘞|滴|哒|谢谢|多谢|感谢|辛苦|您|你|亲"
)
_LEAVE = (
    r"(?:just\s)?(?:leave|keep)\s(?:it|them|that|everything|things)(?:\s(?:as\s(?:it\sis|is|it\swas|they\sare)|like\sthat|alone|be))?"
    r"|never\s?mind|forget\s(?:it|that|about\sit)|no\sneed|don'?t\s(?:bother|worry)|doesn'?t\smatter|let\sit\sbe"
    r"|算了|不用了?|不必了?|没事了?|不改了?|不换了?|不退了?|不取消了?|保持(?:原样|不变)|维持原样|照旧|(?:就)?(?:原来|原样)"
)
_AGAIN = (
    r"(?:remove|drop|cancel|change|refund|do|send|update|swap|replace|reduce)\s(?:it|them|that|those|this|so)"
    rf"|(?:all|both)(?:\s(?:of\s)?(?:them|these|those))?(?:\s{NUMERAL})?|the|of|set|去掉|取消|改|退|换|减|删"
)
_YES_FIRST = re.compile(r"(?:yes|yeah|yep|right|correct|是|对|嗯)", re.IGNORECASE)
_WORD = re.compile(r"[\w-]+", re.ASCII)
_SIGNS = r"[\s,，.。!！~…]"
_PLAIN = re.compile(rf"(?:(?:{_YES})(?![a-z])|{_SIGNS})+", re.IGNORECASE)
_LEAVES = re.compile(rf"(?:(?:{_YES}|{_LEAVE})(?![a-z])|{_SIGNS})+", re.IGNORECASE)
_REPEATS = re.compile(rf"(?:(?:{_YES}|{_AGAIN})(?![a-z])|{_SIGNS})+", re.IGNORECASE)
_LEFT = re.compile(_LEAVE, re.IGNORECASE)
_DONE = re.compile(
    r"\b(?:is\snow|is\scancelled|now\sgoes|(?:has|have)\sbeen\srefunded|will\sbe\sreplaced|colleague\sdecides)\b"
    r"|现为|已取消|已改为|已退款|会补发|需要同事决定"
    r"|^(?:Very well\.|You are welcome\.|好的。|不客气。)$"
)
"""Says that something was done, or waits for a person."""
_YES_OR_NO = re.compile(r"[吗呢]\s*[?？]$|还是[^?？]*[?？]$|\b(?:shall|would|is|are|could)\b[^.?!]*\?$", re.IGNORECASE)
WELL: dict[Language, str] = {"en": "Very well.", "zh": "好的。"}


def acknowledgement(ctx: JobContext, inquiry: Inquiry) -> str | None:
    """Give the short word for a text that only takes note of the shop's last words; None for any other text.

    What the shop has asked to be answered with yes or no is not taken note of: only who lets the matter rest (算了,
    "leave it") answers it here.

    Example:
        "好的" after 订单 … 现为 …: 好的。; "yes remove it" after "Order … is now …": "Very well."
    """
    folded, last = fold(inquiry.text).strip(), inquiry.last_answer
    understood = inquiry.understood
    if not last or understood.topics or understood.suspicious or not any(sign.isalnum() for sign in folded):
        return None
    if _LEAVES.fullmatch(folded) and _LEFT.search(folded):
        return STAYS["none"][inquiry.language]
    if _YES_OR_NO.search(last.rstrip()):
        return None
    repeats = _DONE.search(last) and _REPEATS.fullmatch(_without_goods(ctx, inquiry, folded))
    if _PLAIN.fullmatch(folded) or (repeats and any(sign.isalpha() for sign in repeats[0])):
        thanks = Intent.THANKS in understood.intents
        return TEXTS["welcome"][inquiry.language] if thanks else WELL[inquiry.language]
    return None


def _without_goods(ctx: JobContext, inquiry: Inquiry, folded: str) -> str:
    """Give a text that begins with a yes without the words of the goods that it names."""
    slots = inquiry.understood.slots
    if not inquiry.names_goods or not _YES_FIRST.match(folded):
        return folded
    named = (slots.sku,) if slots.sku else slots.sku_candidates
    title = {stem(one) for sku in named for one in tokens(fold(ctx.reads.shop.get_variant(sku).title))}
    return _WORD.sub(lambda word: " " if stem(word[0].lower()) in title else word[0], folded)
