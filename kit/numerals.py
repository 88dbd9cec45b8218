"""Numerals as people write them, Arabic, Chinese and English, and the plain form of signs."""

from __future__ import annotations

import re
from decimal import Decimal

from kit.traditional import SIMPLIFIED, TRADITIONAL

# the full-width comma keeps its form: it parts clauses, never thousands
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != 0xFF0C}
_FOLD |= {0x3000: 0x20, 0xFFE5: ord("¥"), 0xFFE1: ord("£"), 0x2019: ord("'"), 0xA0: 0x20}
_FOLD |= {ord(old): ord(new) for old, new in zip(TRADITIONAL, SIMPLIFIED, strict=True)}


_FORMAL = re.compile(
    "[壹贰叁肆伍陆柒捌玖拾佰仟万]{2,}|[壹贰叁肆伍陆柒捌玖](?=[元块角个箱件张只])|(?<=[元块])[壹贰叁肆伍陆柒捌玖]"
)
_FORMAL_SIGNS = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
"""The numerals of cheques, which also stand in names: read as such in a row or before a unit."""
_UNPLAIN = re.compile(f"[{re.escape(''.join(map(chr, {*_FOLD, *_FORMAL_SIGNS})))}]")


def fold(text: str) -> str:
    """Write full-width forms, traditional characters and numerals of cheques (贰佰) plainly, in the same length."""
    if not _UNPLAIN.search(text):
        return text
    return _FORMAL.sub(lambda match: match[0].translate(_FORMAL_SIGNS), text.translate(_FOLD))


_HAN_DIGIT = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_UNIT = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_PLAIN_DIGIT = "[零〇一二两三四五六七八九]"
_ABOUT = re.compile(
    rf"(?<!{_PLAIN_DIGIT})(?:一(?=[二两])|[二两](?=三)|三(?=[四五])|四(?=五)|五(?=六)|六(?=七)|七(?=八)|八(?=九)).(?!{_PLAIN_DIGIT})"
)
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORD = {word: value for value, word in enumerate(f"{_ONES} seventeen eighteen nineteen".split())}
_WORD |= {word: 10 * value for value, word in enumerate(_TENS.split(), 2)}
_SCALE = {"dozen": 12, "hundred": 100, "gross": 144, "thousand": 1000}
_SHORT = {"": 1, "k": 1000, "w": 10000} | _SCALE

DIGITS = r"(?:(?<![块元毛角])\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(?:\.\d{1,9})?"
"""Pattern of digits with a point or thousands; no groups. After 块 no thousands follow: 4块8,200个."""
PLAIN = rf"(?<![A-Za-z0-9_.])(?:(?<!\d,)|(?<=[块元毛角]\d,))(?:{DIGITS})"
"""Pattern of digits that stand alone, or after a comma that parts no thousands: 橘猫,300个; no groups."""
_BEFORE_HAN = r"(?=(?-i:[\u4e00-\u9fff]))"
"""Where there is no case, none is ignored: else a pattern that holds this is compiled sign by sign, 20,000 of them."""
_SUFFIX = rf"\s?k\b|[kw]{_BEFORE_HAN}|[百千万亿]+|\s(?:dozen|hundred|thousand|gross)\b"
_HAN = r"[零〇一二两三四五六七八九十百千万亿]{1,16}(?:点[零〇一二三四五六七八九]{1,9})?|半(?=打)"
_ANY = "|".join([*sorted(_WORD, key=len, reverse=True), *_SCALE])
_MANY = rf"(?:{_ANY})(?:(?:\s+and\s+|[\s-]+)(?:{_ANY})){{0,8}}"
WORDS = (
    r"\bhalf\s+a\s+dozen\b|\ba\s+dozen\s+and\s+a\s+half\b|\ba\s+couple\s+of\s+(?:dozen|hundred|thousand)\b"
    rf"|\b(?:an?\s+(?=(?:{'|'.join(_SCALE)})\b))?{_MANY}\b"
)
"""Pattern of an English numeral in words; no groups."""
BEGIN_NUMERAL = r"[0-9零〇一二两三四五六七八九十百千万亿半]|\b[adefghnostz]"
"""Pattern of where a numeral begins. A long pattern that looks here first is not tried at every sign."""
NUMERAL = rf"(?:{PLAIN}(?:{_SUFFIX})?|(?-i:{_HAN})|{WORDS})"
"""Pattern of one numeral as :func:`number` reads it, Arabic, Chinese or English; no groups."""


def number(text: str) -> Decimal | None:
    """Read a text that is one numeral, Arabic, Chinese or English; None if it is not, or longer than 40 characters.

    Example:
        >>> [str(number(text)) for text in ("三百", "1.5万", "2k", "一百二", "three dozen")]
        ['300', '15000.0', '2000', '120', '36']
    """
    text = fold(text).strip().lower() if len(text) <= 40 else ""
    if match := re.fullmatch(rf"({DIGITS})\s?(k|w|[百千万亿]+|[a-z]+)?", text):
        suffix = match[2] or ""
        factor = _han("一" + suffix) if suffix[:1] in _HAN_UNIT else _SHORT.get(suffix)
        return None if factor is None else Decimal(match[1].replace(",", "")) * factor
    if text in ("半", "half a dozen"):
        return Decimal("0.5") if text == "半" else Decimal(6)
    if text == "a dozen and a half":
        return Decimal(18)
    if text.startswith("a couple of "):
        return Decimal(2 * _SCALE[text.split()[-1]])
    if re.fullmatch(_HAN, text):
        whole, _, decimals = text.partition("点")
        return Decimal(f"{_han(whole)}.{''.join(str(_HAN_DIGIT[char]) for char in decimals) or 0}").normalize() + 0
    return _english(text) if re.fullmatch(WORDS, text) else None


def _han(text: str) -> int:
    # 七八个 is 7 or 8, 两三百 is 200 or 300: the low end
    text = _ABOUT.sub(lambda match: match[0][0], text)
    if not set(text) & set("十百千万亿"):
        return int("".join(str(_HAN_DIGIT[char]) for char in text))
    total = section = digit = 0
    unit = 1
    for char in text:
        if char in _HAN_DIGIT:
            digit = _HAN_DIGIT[char]
            unit = unit if digit else 1
            continue
        unit = _HAN_UNIT[char]
        if unit < 10**4:
            section += (digit or 1) * unit
        elif unit == 10**4:
            total, section = total + (section + digit or 1) * unit, 0
        else:
            total, section = (total + section + digit or 1) * unit, 0
        digit = 0
    # 一百二 is 120 in speech, 一百零二 is 102
    return total + section + digit * max(1, unit // 10)


def _english(text: str) -> Decimal:
    total = part = 0
    for word in re.findall(r"[a-z]+", text):
        if word == "thousand":
            total, part = total + (part or 1) * 1000, 0
        elif word in _SCALE:
            part = (part or 1) * _SCALE[word]
        else:
            part += _WORD.get(word, 0)
    return Decimal(total + part)
