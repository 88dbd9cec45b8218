"""The closed world of a message: what is said beside what the records hold must be made of harmless words.

A list of bad words never ends; a list of harmless ones does. After the finders of :mod:`authority.claims` have taken
out what the evidence supports (names, amounts, days, states), every clause that states something may only consist of
words in ``config/harmless_words.toml``. A question, a condition, a request, a denial and the announcement of a
colleague state nothing of the shop, and are read by the finders alone.
"""

from __future__ import annotations

# ruff: noqa: E501  (a list of words is read along, not across)
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import config
from authority import claim_patterns as say

_HAN = r"\u3400-\u9fff"
_WORD = re.compile(rf"[a-z]+(?:'[a-z]+)?|[{_HAN}]+", re.IGNORECASE)


class Stated(NamedTuple):
    """A clause as it stands, what is left of it without what the evidence supports, and how its sentence ends.

    ``is_borne`` tells that an amount, a day, a count or a state of the clause is held by the records.
    """

    words: str
    left: str
    mark: str
    is_last: bool
    is_borne: bool = False


def unknown_words(clause: Stated) -> Iterator[re.Match[str]]:
    """Give the words of a statement that are not harmless, with their places in ``left``."""
    then = _after_condition(clause)
    if _states_nothing(clause, then):
        return
    left = _without_phrases(clause.left)
    open_end = _LEFT_OPEN.search(left)
    if not clause.is_borne and (done := _DONE.search(left)) and not _DONE_IN_TALK.search(left):
        yield done
    for match in _WORD.finditer(left, then or 0, open_end.start() if open_end else len(left)):
        if not is_harmless(match[0].lower()):
            yield match


def _without_phrases(left: str) -> str:
    for pattern in _phrases():
        left = pattern.sub(lambda match: " " * len(match[0]), left)
    return left


@cache
def _phrases() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = tomllib.loads((Path(config.__file__).parent / "harmless_words.toml").read_text(encoding="utf-8"))["phrases"]
    english = rf"\b(?:{'|'.join(data['en'])})\b"
    return re.compile(english, re.IGNORECASE), re.compile("|".join(data["zh"]))


_DONE = re.compile(
    r"\b(?:i|we)(?:'ve| have) (?:\w+ )?\w+|\b(?:i|we) (?:just |already )?(?:got|made|changed|took|did|gave|found|placed|added|accepted)\b"
    r"|\b(?:has|have) been \w+|(?:已经?|都|我们?|给您|帮您|帮你|为您)[^,，。]{0,8}?[改换付算减取选加报做到查][^,，。]{0,3}?了"
    r"|(?<![为除])了(?![解])(?=一点|一些|$).{0,0}(?<=[改换付算减取选加报低]了)",
    re.IGNORECASE,
)
"""Something told as done: it needs a record, however harmless its words are."""
_DONE_IN_TALK = re.compile(
    r"\b(?:noted|understood|seen|read|asked|told|answered|explained|mentioned|shown|sorry|forwarded|passed|rounded|question|message|wish|request|offer|quote|quotation)\b"
    r"|久等|明白|了解|理解|收到|记下|记录|转给|转达|反馈|登记|备注|消息|问题|意思|需求|诉求|要求|心情|不了|麻烦|辛苦|看到|没有?",
    re.IGNORECASE,
)
"""What is told as done is talk itself: a question noted, a wish passed on, a message read."""


def is_harmless(word: str) -> bool:
    """Tell whether an English word, or a run of Chinese characters, is made of harmless words."""
    return _is_plain_english(word) if word[0].isascii() else _is_plain_chinese(word)


def states_nothing(clause: Stated) -> bool:
    """Tell whether a clause asks, leaves open, requests, denies, or announces a colleague."""
    return _states_nothing(clause, _after_condition(clause))


def _states_nothing(clause: Stated, then: int | None) -> bool:
    words = clause.words.strip(" \x01")
    if say.HANDOVER.search(words):
        return True
    if asks(False, clause.mark, words) or ("?" in clause.mark and clause.is_last):
        return True
    if _REQUEST.search(words) or then == 0:
        return True
    # most clauses hold no denial, nor anything that looks like one
    denies = not then and _DENIES.search(words) and _DENIES.search(_NO_DENIAL.sub(" ", words))
    return bool(denies)


def _after_condition(clause: Stated) -> int | None:
    """Give the place where what holds under a condition begins ("if you order today | I will add a dozen").

    0 where nothing is said to hold, None where there is no condition.
    """
    if not _CONDITION.search(clause.words.strip(" \x01")):
        return None
    then = _THEN.search(clause.left)
    return max(then.start(name) for name in ("then", "zh", "act")) if then else 0


_THEN = re.compile(
    r"(?<=\s)(?<!\bif )(?<!\bwhen )(?<!\bonce )(?<!\buntil )(?P<then>\b(?:i|we)(?:'ll|'d|\s+(?:will|shall|can|would|could))\b.*)"
    r"|的话[,，]?(?P<zh>.+)$|(?<=.)(?P<act>(?:我们?|咱们?|这边|店里)[^,，。]{0,6}?(?:给|送|帮|替|让|减|返|补|退|赔|加|掏).*)",
    re.IGNORECASE,
)


def asks(asked: bool, mark: str, words: str) -> bool:
    """Tell whether a clause asks: by how it begins, in a sentence that ends with a question mark."""
    return asked or ("?" in mark and bool(_ASKS.search(words.strip(" \x01"))))


_ASKS = re.compile(
    r"^(?:and |or |but |so |also )?(?:could|can|would|will|may|might|shall|should|do|does|did|is|are|was|has|have|which|"
    r"what|when|where|how|who|why|any|anything|whether)\b|[吗呢么]|什么|哪|多少|几|怎么|是否|可否|能否|有没有|要不要",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(r"\b(?:whether|(?:see|check|find out|know) if)\b|是否|能不能|可不可以|能否|可否", re.IGNORECASE)
"""What follows is asked, not stated."""
_REQUEST = re.compile(
    r"^(?:and |then |so |or |but |just )?(?:please|kindly|feel free|let (?:me|us) know|do let|tell (?:me|us)|send (?:me|us)"
    r"|take a look|have a look|give (?:me|us) a (?:shout|moment|minute))\b|^\W*(?:那|就|也|再|先|还)?(?:请|麻烦|烦请|劳烦|辛苦您|"
    r"欢迎|方便的话|您可以|您也可以|可以先|有需要|如有|如需)",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^(?:and |or |but |so )?(?:if|once|when|whenever|until|unless|as soon as|in case|whether|should you|provided)\b"
    r"|^\W*(?:您|你|我们|咱们)?(?:如果|若|如|假如|一旦|等到?|待|要是|万一|只要|只有|除非|越)|的话|(?:以|之)后$|时$|的时候$",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:cannot|can not|unable|not|neither|nor|never)\b|n't\b|\bno (?:longer|such|way)\b|\bnothing (?:else|is|was|has been|more|left)\b|不|没|无法|尚未|还未|并未|暂未|暂无|勿",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(
    r"\bnot (?:only|to worry|long|just|a problem)\b|\bno (?:worries|problem|doubt|need)\b|\b(?:can't|cannot) wait\b|\bdon't (?:worry|"
    r"forget|hesitate|mention)\b|\bneed(?: not|n't)\b|\bwhy not\b|没问题|没关系|没事|没毛病|不用|不必|不需要|不错|不过|不久|不但|不仅|不只|不光|不卖|"
    r"差不多|不好意思|对不起|忍不住|免不了|不一会|不客气|不谢|不瞒|不骗|要不|没多久|没几天|不出意外|不早了",
    re.IGNORECASE,
)
"""Look like a denial and deny nothing."""


@cache
def _lists() -> tuple[frozenset[str], dict[int, frozenset[str]]]:
    """Read the harmless words: English ones, and Chinese ones by length."""
    data = tomllib.loads((Path(config.__file__).parent / "harmless_words.toml").read_text(encoding="utf-8"))
    english = frozenset(word for text in data["en"].values() for word in text.split())
    chinese = {word for text in data["zh"].values() for word in text.split()}
    return english, {size: frozenset(one for one in chinese if len(one) == size) for size in {*map(len, chinese)}}


def _is_plain_english(word: str) -> bool:
    english = _lists()[0]
    stem = word.removesuffix("'s").removesuffix("'ll").removesuffix("'re").removesuffix("'ve").removesuffix("'d")
    stem = "i" if stem == "i'm" else stem
    return any(form in english for form in (word, stem, stem.removesuffix("s"), stem.removesuffix("es")))


@cache
def _is_plain_chinese(run: str) -> bool:
    """Tell whether a run of characters can be parted into harmless words altogether."""
    by_length = _lists()[1]
    reached = {0}
    for end in range(1, len(run) + 1):
        if any(end - size in reached and run[end - size : end] in words for size, words in by_length.items()):
            reached.add(end)
    return len(run) in reached
