"""Addresses that a text gives, Chinese or English, as far as they are written: nothing is added.

Patterns are searched in folded text (:func:`kit.text.fold`), without regard to case.
"""

from __future__ import annotations

import re

from pydantic import BaseModel

from agents.language_places import COUNTRIES
from kit.text import quantities


class WrittenAddress(BaseModel, frozen=True):
    """An address as far as it was written; what was not found is None, nothing is added."""

    name: str | None = None
    street: str | None = None
    city: str | None = None
    postcode: str | None = None
    country: str | None = None
    phone: str | None = None


_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b|\b\d{5,6}\b")
_EN_ADDRESS = re.compile(
    r"(?:address\b[^:\n]{0,40}?(?:\bis\b|\bto\b|:)"
    r"|\b(?:send|ship|deliver)\s(?:(?:it|them|this|the order|my order)\s)?to\b"
    r"|\b(?:sent|shipped|delivered|go|goes|going|redirected|forwarded|bring|brought)\s(?:out\s)?to\b)"
    r"\s*:?\s*(?P<all>[^\n?!]+)",
    re.IGNORECASE,
)
_STREETS = (
    r"(?:road|rd|street|st|lane|ln|avenue|ave|drive|dr|close|court|ct|square|sq|way|crescent|terrace|place|hill|row"
    r"|gardens?|park|grove|mews|walk|view|green|gate|parade)"
)
_EN_BARE = re.compile(
    r"(?<![\w£$€.,/-])(?P<all>(?:(?:flat|unit|suite)\s\w+,\s?)?"
    rf"\d+[a-z]?\s(?:[\w'-]+\s){{1,3}}{_STREETS}\b[^\n?!]*)",
    re.IGNORECASE,
)
"""A house number and a street by themselves; with a postcode they are an address."""
_NAME_BEFORE = re.compile(r"(?:^|[\n.:;])\s*(?P<name>[A-Z][\w'-]+(?:\s[A-Z][\w'.-]*){1,3}),\s*$")
_UK_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", re.IGNORECASE)
_ZH_BARE = re.compile(
    r"(?P<all>(?:[\u4e00-\u9fff]{2,7}?(?:省|自治区)\s*)?[\u4e00-\u9fff]{2,7}?[市州][^。;；!！?？\n]{2,30}?\d+\s?(?:号|室|栋|幢|楼|弄|村|单元|座|组)[^。;；!！?？\n]*)"
)
"""City, street and number by themselves."""
_NUMBERED = re.compile(
    r"(?:(?:flat|unit|suite)\s*)?\d+\s?[a-z]?\b(?:[\s/-]+\d+)?\s+[a-z]|(?:flat|unit|suite)\s*\d", re.IGNORECASE
)
_NO_CITY = re.compile(
    r"^(?:not|please|and|by|for|but|as|the|my|or|if|can|on|in|it|is|we|i|thanks?|instead|from|with|so)\b|\d",
    re.IGNORECASE,
)
_ZH_ADDRESS = re.compile(
    r"(?:地址[^,，。:：\n]{0,8}?(?:[:：]|是|为|到|成)|改(?:寄|发|送)?到|寄到|送到|发到|改成|换成)\s*(?P<all>[^。;；!！?？\n]+)"
)
_PHONE = re.compile(
    r"(?<![\d-])(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)|(?<![\w-])(?:\+\d{1,3}|0)\d{2,4}[\s-]?\d{3,4}[\s-]?\d{3,4}(?!\d)"
)
_EN_NAME = re.compile(
    r"\b(?:attn|attention|c/o|recipient|name)\b\s?(?:is|of|:|\.)?\s*(?P<name>[A-Za-z][\w'.-]*(?:\s[A-Za-z][\w'.-]*){0,3})",
    re.IGNORECASE,
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    "叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔"
    "贺赖龚文欧"
)
_NO_NAME = re.compile(
    r"谢谢|多谢|麻烦|尽快|拜托|其[他它余]|不变|快点|电话|手机|就行|可以|地址|订单|改|收件|收货|方便|高兴|万分|常规|白天"
)
_ZH_NAME = re.compile(r"(?:收件人|收货人|联系人|姓名)\s*(?:[:：是为]|[改换][成为])?\s*(?P<name>[\u4e00-\u9fff]{2,4})")
_ZH_CITY = re.compile(
    r"(?:[\u4e00-\u9fff]{2,7}?(?:省|自治区))?\s*(?P<city>[\u4e00-\u9fff]{2,7}?[市州])\s*(?P<street>.+)"
)
_PHONE_SIGNS = re.compile(r"[\s-]")
_ZH_STREET = re.compile(r"[路街道巷弄号村镇区栋室楼园]")


def find_address(text: str) -> WrittenAddress | None:
    """Give a new address as far as it was written; None if there is none.

    Example:
        >>> find_address("Please change the address to: 5 Mill Lane, York YO1 6AB").city
        'York'
    """
    for match in _ZH_ADDRESS.finditer(text):
        # 数量改成20个 地址改成杭州市…: the first cue is about something else
        inner = _ZH_ADDRESS.search(match["all"])
        written = inner["all"] if inner and _chinese(match["all"][: inner.start()], text) is None else match["all"]
        if (found := _chinese(written, text)) is not None:
            return found
    if (bare := _ZH_BARE.search(text)) is not None and (found := _chinese(bare["all"], text)) is not None:
        return found
    english = () if _ZH_ADDRESS.search(text) else _EN_ADDRESS.finditer(text)
    for match in english:
        if (found := _english(match["all"])) is not None:
            return found
    bare = _EN_BARE.search(text)
    if bare is None or not _UK_POSTCODE.search(bare["all"]):
        return None
    beside = _NAME_BEFORE.search(text[: bare.start()])
    return _english(f"{beside['name']}, {bare['all']}" if beside else bare["all"])


def find_recipient(text: str) -> WrittenAddress:
    """Give name, phone and country as far as a text that answers a question for an address says them.

    Example:
        >>> find_recipient("Name: Sam Hill, England").country
        'United Kingdom'
    """
    name, phone = _EN_NAME.search(text) or _ZH_NAME.search(text), _PHONE.search(text)
    country = next((one for one, known in COUNTRIES.items() if known.search(text)), None)
    return WrittenAddress(
        name=name["name"].split(",")[0].strip() if name else None,
        country=country,
        phone=_PHONE_SIGNS.sub("", phone[0]) if phone else None,
    )


def _country(parts: list[str]) -> str | None:
    """Give the country of the parts after a city: by its own name where it is known, else as it was written."""
    known = [name for part in parts for name, cue in COUNTRIES.items() if cue.fullmatch(part)]
    written = [part for part in parts if not _NO_CITY.search(part)]
    return next(iter(known or written), None)


def _chinese(written: str, text: str) -> WrittenAddress | None:
    phone = _PHONE.search(text)
    found = _ZH_CITY.search(_PHONE.sub(" ", written))
    street, *after = re.split(r"[,，;；\s]", found["street"].strip()) if found else [""]
    if not found or not _ZH_STREET.search(street):
        return None
    labelled = _ZH_NAME.search(text)
    # 李四 beside the address, as one writes on a parcel
    before = re.split(r"[,，;；\s]", written[: found.start("city")])
    alone = [one for one in (*after, *before) if _is_name(one.removesuffix("收"), beside_phone=phone is not None)]
    name = labelled["name"] if labelled else alone[0].removesuffix("收") if alone else None
    return WrittenAddress(
        name=name, street=street, city=found["city"].strip(), phone=_PHONE_SIGNS.sub("", phone[0]) if phone else None
    )


def _is_name(word: str, *, beside_phone: bool) -> bool:
    """Tell whether a word that stands alone beside an address is a person's name."""
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", word) or _NO_NAME.search(word):
        return False
    return beside_phone or (word[0] in _SURNAMES and len(word) < 4)


def _english(written: str) -> WrittenAddress | None:
    phone, named = _PHONE.search(written), _EN_NAME.search(written)
    written = _EN_NAME.sub(" ", _PHONE.sub(" ", written))
    postcode = _POSTCODE.search(written)
    plain = re.sub(r"\b(?:phone|tel|mobile|number|no)\b[.:]?", " ", _POSTCODE.sub(" ", written)).rstrip(". ")
    parts = [
        part for one in plain.split(",") if (part := re.sub(r"\s+(?:please|instead|thanks?)\b.*$", "", one).strip())
    ]
    at = next((place for place, part in enumerate(parts) if _NUMBERED.match(part)), None)
    if at is None or at + 1 >= len(parts) or _NO_CITY.search(parts[at + 1]) or quantities(parts[at]):
        return None
    after = parts[at + 1 :]
    return WrittenAddress(
        name=named["name"] if named else parts[at - 1].rpartition(":")[2].strip() if at else None,
        street=parts[at],
        city=after[0],
        postcode=postcode[0] if postcode else None,
        country=_country(after[1:]),
        phone=_PHONE_SIGNS.sub("", phone[0]) if phone else None,
    )
