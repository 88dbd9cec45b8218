"""Whether the owner's words order money back and nothing else, and which lines of an order they name."""

from __future__ import annotations

import re
from collections.abc import Collection

from agents.owner_acts import holds_back
from agents.plain_wish import left_over, parts_of
from kit.text import NUMERAL, fold, percents, prices

_PAY = re.compile(
    r"\b(?:refund(?:ed|s)?|reimburse|repay|give|pay|send|issue|make|return|back|again|another|more|second|money|sum|in\sfull|full(?:y)?|partial|line|goods)\b"
    r"|退?[款钱还回]?给\s*(?:客户|客人|买家|顾客|他们?|她们?|人家)|全额|整单|部分|同意|再|又|还要|退[款钱还给回掉了]?|返还|返|补偿?|[给还向帮替]\s*(?:客户|客人|买家|顾客|他们?|她们?|人家)"
    r"|\b(?:to|for)\s(?:the\s)?(?:customer|buyer|client|him|her|them)\b|\b(?:him|her|them|their)\b|的钱|货款|商品|那笔|这笔|上面|里面?的?|[和跟及与]|元|块"
)
_SIGN = " \ue000 "
"""Stands for what is named, so that a clause is not parted there."""
_REPORTS = re.compile(r"^(?!.*(?:[把将帮请替]|麻烦)).*退(?:款|掉|还|回)?(?:给\S{1,8}?)?了\s*$")
"""Tells that it was given back: 那单的钱退了."""
_ELSE = re.compile(
    r"换|补[发寄]|重发|再发|寄|取消|\b(?:exchange|replac\w+|resend|send|cancel|ship|swap|instead|or)\b|或|还是",
    re.IGNORECASE,
)
"""Another wish beside the money, or instead of it."""
LAST = re.compile(
    r"\b(?:last|latest|newest|most\srecent)\s(?:order|one|purchase)\b|(?:最后|最近|上|最新)的?(?:那|这)?(?:一)?[个张]?(?:订?单|笔)",
    re.IGNORECASE,
)
"""The newest order of a buyer."""


def says_refund_only(text: str, names: Collection[str]) -> bool:
    """Tell whether a part of the words orders money back and nothing else, and no other part takes that back.

    Args:
        text: The owner's words.
        names: What they may name: titles of goods, SKUs, ids of orders and buyers, names of buyers.

    Example:
        >>> [says_refund_only(one, ["B0158"]) for one in ("给B0158退5块钱", "B0158说要我退5块钱")]
        [True, False]
    """
    words = LAST.sub(" ", fold(text))
    spans = [(one.start, one.end) for one in prices(words)] + [(one.start, one.end) for one in percents(words)]
    for start, end in sorted(spans, reverse=True):
        words = f"{words[:start]}{_SIGN}{words[end:]}"
    for name in sorted(names, key=len, reverse=True):
        if any(map(str.isdigit, name)):
            words = re.sub(
                rf"(?<![A-Za-z0-9]){re.escape(name)}(?:'s)?(?![A-Za-z0-9])", _SIGN, words, flags=re.IGNORECASE
            )
    words = re.sub(rf"[£$€¥]|(?<![a-z]){NUMERAL}\s*(?:元|块钱?)?(?![a-z])", _SIGN, words, flags=re.IGNORECASE)
    plain = False
    if re.search(r"\bor\b|或者|还是", words, re.IGNORECASE):
        return False
    for part in parts_of(words):
        left = left_over(part, _PAY, names=names)
        names_goods = left_over(part, names=names) != left_over(part)
        if _PAY.search(part) and not left and not _REPORTS.search(part):
            plain = True
        elif holds_back(part) or "退" in part or (left and names_goods) or _ELSE.search(part):
            return False
    return plain
