"""How plainly a buyer wishes a sample, or no more messages: only then is one sent, or writing stopped, at once."""

from __future__ import annotations

import re
from collections.abc import Collection

from agents.language import Understanding
from agents.language_patterns import Intent, compiled
from agents.plain_wish import names_another, says_only
from agents.short_answer import is_yes, last_said
from agents.wish_mood import mood_of
from kit.text import fold
from shops.models import Thread

SAMPLE = compiled(r"\bsamples?\b|\bswatch(?:es)?\b|(?<![这那怎一同各照么多])样(?![子式])")
_WHETHER = re.compile(
    r"\b(?:do|does|did|have|has)\s(?:you|u|they|we|i)\b|\b(?:is|are)\sthere\b|\b(?:got|received)\sthe\b", re.IGNORECASE
)
"""Asks whether there are samples, or what they take."""
_TD = re.compile(r"\W*(?:td|stop|t)\W*", re.IGNORECASE)
SAMPLE_ASKED = re.compile(
    r"Shall we send you one sample of .+? \((?P<en>[\w-]+)\)\?|要给您寄一件 .+?\((?P<zh>[\w-]+)\)样品吗\?"
)
OPT_OUT_ASKED = re.compile(r"Shall we no longer write to you about offers\?|以后不再给您发推广消息,可以吗\?")
"""How the questions before a sample, and before no more offers are written about, are known again."""
_SEND = re.compile(r"\b(?:send|post)(?:\s(?:it|one))?\b|\bone\b|[寄发来](?:一[件个])?|一[件个]")
_END = re.compile(r"\b(?:stop|unsubscribe)(?:\s(?:it|them|writing))?\b|退订|停")
"""How the act that is asked about is called in a yes to it."""
_BESIDE = compiled(
    r"\b(?:sends?|post|mail|ship(?:ping)?|have|get|give|order(?:ing)?|buy(?:ing)?|try|pick|see|look|show|check|feel|touch|test"
    r"|pieces?|pcs?|units?|each|free|first|might|any|chance|possible|quality|before|bulk|big|arrange|supply|provide|request"
    r"|hand|over|more|one|two|three|per|sku|item|code|small|mean|commit(?:ting)?|designs?|colou?rs?|fabric|prints?|actual"
    r"|real|physical|photos?|loads)\b",
    r"[寄发拿来看品件本打做先再买订要给个只一两块片张套送过免费大货之前我们你手感质量料子版试摸搞弄到出小份每各挑留确认封产]"
    r"|司|质检部|[瞧瞅眼否呗咯嘛也货号效果实物釉]",
)
"""What is said of a sample beside the wish for one."""
_MAILS = compiled(
    r"推送|广告|群发|群里|短信|促销|营销|推销|推广|推荐|活动|新品|上新|快报|福利群|名单|消息|私信|不[想]?收|打扰|骚扰|联系我|订阅|退订",
    r"\b(?:un)?subs?cri\w*|\b(?:newsletters?|promos?|promotion\w*|mailing|marketing|lists?|offers|emails?|texts?|texting|txting|mails?|inbox"
    r"|broadcasts?|catalogues?|catalogs?|flyers?|ads|messages|messaging|message|deals|spam\w*|pinging|contact\w*\s(?:me|us)|opt\w*\s?out|telephoning|new\s(?:product|arrival)s?)\b",
)
_STOP = compiled(
    r"别(?!停|取消|关)|勿|不(?:要|用|需要|想|收)|莫|停|取消|关[了掉闭]|退订|回T|去掉|划掉|删|屏蔽|拉黑|放过|唔好|举报",
    r"(?<!n't\s)(?<!not\s)\b(?:stop|quit|cease|remove|strike|close|erase|unsubs?cri\w*|refrain|don'?t|do\snot|no\smore|no\sneed|no\spoint|off|alone|rather\snot"
    r"|pack\sit\sin|opt\w*)\b",
)
"""What is written about offers, and what ends it: words with both want no more of them."""


def asks_for_sample(text: str) -> bool:
    """Tell whether a text has a word for a sample."""
    return bool(SAMPLE.search(text))


def wishes_sample(text: str, names: Collection[str] = ()) -> bool:
    """Tell whether a text asks for a sample and for nothing else in some part of it; goods and places may be named.

    Example:
        >>> [wishes_sample(one) for one in ("能寄个样品吗", "下单的话送样品吗", "please send a sample")]
        [True, False, True]
    """
    if not asks_for_sample(text) or _WHETHER.search(fold(text)):
        return False
    plain = says_only(text, SAMPLE, names=names, beside=_BESIDE)
    return plain and mood_of(text, SAMPLE) in ("plain", "asked")


def wishes_no_messages(text: str) -> bool:
    """Tell whether a text says that what is written about offers shall end; one that asks, or names another, does not.

    Example:
        >>> [wishes_no_messages(one) for one in ("退订", "stop the emails", "both of my messages please", "怎么退订")]
        [True, True, False, False]
    """
    folded = fold(text)
    if _TD.fullmatch(folded):
        return True
    if names_another(folded):
        return False
    return bool(_MAILS.search(folded) and _STOP.search(folded)) and mood_of(folded, _STOP) in ("plain", "denied")


def small_wish_confirmed(last: str, text: str) -> tuple[Intent, str | None] | None:
    """Give the sample, with its SKU, or the end of offers that the shop has asked about where a text says yes to it.

    Args:
        last: What the shop wrote last.
        text: The buyer's answer.

    Example:
        >>> small_wish_confirmed("Shall we send you one sample of Jumbo Bag (85099B)?", "yes please")
        (<Intent.SAMPLE: 'sample'>, '85099B')
    """
    if found := SAMPLE_ASKED.search(last):
        return (Intent.SAMPLE, found["en"] or found["zh"]) if is_yes(text, _SEND) else None
    return (Intent.OPT_OUT, None) if OPT_OUT_ASKED.search(last) and is_yes(text, _END) else None


def as_small_wish(thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read with the sample or the end of offers that was asked about, where the text says yes to it."""
    found = small_wish_confirmed(last_said(thread), text)
    if found is None or understood.suspicious:
        return understood
    wish, sku = found
    slots = understood.slots.model_copy(update={"sku": sku, "sku_candidates": ()} if sku else {})
    return understood.model_copy(update={"slots": slots, "intents": (wish,), "topics": ()})
