"""Where an order shall go: an address that is all a buyer writes, and the answer to the question for one."""

from __future__ import annotations

import re

from agents import evidence
from agents.customer.change_words import ADDRESS_ASKED, ADDRESS_TOLD
from agents.customer.goods_of_order import parts_of
from agents.customer.offer_answer import standing_offers, talk_order
from agents.evidence import thread_here
from agents.job import JobContext
from agents.language import Slots, Understanding
from agents.language_patterns import Intent
from agents.plain_wish import names_another, says_only
from agents.short_answer import last_said
from agents.topics import Topic
from agents.written_address import WrittenAddress, find_address, find_recipient
from kit.text import fold
from shops.models import FulfilmentStatus, Order, Thread

MOST = 4
"""Messages of a buyer in which the rest of an address is looked for."""
_BESIDE = {Intent.AFTER_SALE, Intent.UNKNOWN, Intent.THANKS, Intent.GREETING, Intent.DELIVERY, Intent.ORDER_STATUS}
"""What an address by itself is taken for."""
_CUE = re.compile(
    r"\x01|\b(?:address|postcode|go(?:es)?\sto|sent\sto|send|ship|deliver\w*|name|phone|tel|mobile|attn|recipient)\b|地址|收[货件]人?|寄到?|发到|送到|电话|手机|邮编|姓名|联系人",
    re.IGNORECASE,
)
TO_AN_ADDRESS = re.compile(
    r"\b(?:send|ship|deliver|post|go(?:es)?)\b[^.?!\n]{0,30}?\bto\b|\baddress\b|地址|[寄发送]到", re.IGNORECASE
)
"""Says that something shall go somewhere."""
_POSTCODE = re.compile(r"\bpost\s?code\b|\bzip(?:\s?code)?\b|邮[政]?编码?", re.IGNORECASE)
_CORRECTS = re.compile(
    r"\b(?:wrong|incorrect|mistake|mistyped|typo|meant|should\s(?:be|have\sbeen|read)|chang\w*|updat\w*|correct\w*|amend\w*|fix\w*|not\sright|(?:it'?s|it\sis|is)\snow)\b"
    r"|[写填打弄输]错|错了|不对|改[成为到]?|应该?是|更正",
    re.IGNORECASE,
)
_CODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[ABD-HJLNP-UW-Z]{2}\b|(?<!\d)\d{6}(?!\d)", re.IGNORECASE | re.ASCII)
_DENIES = re.compile(r"别|不[要用]|\b(?:do\snot|don'?t|never)\b", re.IGNORECASE)
_OLD = re.compile(r"(?:\b(?:not|from|instead\sof|was|old|rather\sthan)\s|不是|原来是?|从)\s*$", re.IGNORECASE)
"""Stands before the postcode that was wrong."""
_ASKS = re.compile(
    r"^(?!.*\b(?:can|could|would)\s(?:you|u|i|we)\b|.*(?:能|可以|帮)).*(?:\?|[吗么])\s*$", re.IGNORECASE | re.DOTALL
)
_AROUND = re.compile(
    r"[\x01\w-]*\x01[\w-]*|\b(?:new|old|wrong|not|should|correct|right|actual|instead|different|delivery|shipping|here|change\w*|update\w*)\b"
    r"|新|旧|不是|错|写|填|改|换|成|到|为|下面|以下|如下|按|快递|包裹|货",
    re.IGNORECASE,
)
"""Words that add nothing to an address."""
_SAMPLE = re.compile(r"\bsamples?\b|样品|打样", re.IGNORECASE)
"""Speaks of a sample: an address after it is where that goes, and not the order that happens to wait."""


def postcode_corrected(text: str) -> str | None:
    """Give the postcode that a text puts in the place of a wrong one; None where it says none, or asks about one.

    Example:
        >>> [postcode_corrected(one) for one in ("wrong postcode, its ls14dy", "do you deliver to LS1 4DY?")]
        ['LS1 4DY', None]
    """
    folded = fold(text)
    if not _POSTCODE.search(folded) or not _CORRECTS.search(folded) or _ASKS.search(folded):
        return None
    if _DENIES.search(folded) or names_another(folded):
        return None
    found = [one for one in _CODE.finditer(folded) if not _OLD.search(folded[: one.start()])]
    if len(found) != 1:
        return None
    code = found[0][0].upper().replace(" ", "")
    return code if code.isdigit() else f"{code[:-3]} {code[-3:]}"


def as_address(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read with the wish that an order goes to the address that is written, where nothing else is said.

    It is the order that the shop has asked about, that the words or the conversation name, or the only one that waits.
    An address is never a complaint.
    """
    address, topics = understood.slots.address, set(understood.topics)
    asked, told = ADDRESS_ASKED.search(last_said(thread)), ADDRESS_TOLD.search(last_said(thread))
    if understood.suspicious or topics - {Topic.CHANGE_ADDRESS}:
        return understood
    if postcode_corrected(text) and (waits := _waiting_order(ctx, thread, understood)) is not None:
        return _changing(understood, waits)
    order = understood.slots.order or ((asked["zh"] or asked["en"]) if asked else None)
    if asked and (address or any(find_recipient(fold(text)).model_dump().values())):
        return _changing(understood, order)
    if told and (find_recipient(fold(text)).name or find_recipient(fold(text)).phone) and not topics:
        return _changing(understood, told["zh"] or told["en"])
    if address is None or topics or not set(understood.intents) <= _BESIDE or not _is_all(text, address):
        return understood
    waiting = [
        one.id for one in evidence.orders_of(ctx, thread.customer_id) if one.fulfilment is FulfilmentStatus.UNSHIPPED
    ]
    newest = talk_order(ctx, thread)
    order = order or thread.order_id or (newest.id if newest else waiting[0] if len(waiting) == 1 else None)
    about_else = standing_offers(ctx, thread) or (_SAMPLE.search(last_said(thread)) and not thread.order_id)
    if (about_else and not understood.slots.order) or not (waiting or order):
        others = tuple(one for one in understood.intents if one is not Intent.AFTER_SALE) or (Intent.UNKNOWN,)
        return understood.model_copy(update={"intents": others})
    return _changing(understood, order)


def _waits(order: Order) -> bool:
    return order.fulfilment is FulfilmentStatus.UNSHIPPED


def _waiting_order(ctx: JobContext, thread: Thread, understood: Understanding) -> str | None:
    """Give the order that is named, of the conversation, of its newest offer, or the only one that waits."""
    mine = evidence.orders_of(ctx, thread.customer_id)
    waiting = [one.id for one in mine if _waits(one)]
    newest = talk_order(ctx, thread)
    # six digits may be a postcode
    said = understood.slots.order if any(one.id == understood.slots.order for one in mine) else None
    named = said or thread.order_id or (newest.id if newest else None)
    return named or (waiting[0] if len(waiting) == 1 else None)


def without_address(text: str, address: WrittenAddress) -> str:
    """Give the parts of a text that say nothing of where something goes.

    Example:
        >>> without_address("drop the tins and send it to 5 Mill Lane, York", find_address("ship to 5 Mill Lane, York"))
        'drop the tins'
    """
    rest = fold(text)
    for part in filter(None, (address.street, address.city, address.postcode, address.phone, address.name)):
        rest = rest.replace(part, "\x01")
    return ", ".join(part.strip() for part in parts_of(rest) if "\x01" not in part and not _CUE.fullmatch(part.strip()))


def address_wished(ctx: JobContext, slots: Slots, text: str) -> WrittenAddress | None:
    """Give the address of a text; what it leaves out is of the messages before, where the shop has asked for it."""
    thread = thread_here(ctx)
    if thread is None or not (ADDRESS_ASKED.search(last_said(thread)) or ADDRESS_TOLD.search(last_said(thread))):
        return slots.address
    written = [one.text for one in thread.messages if one.author == "buyer"][-MOST:]
    earlier = [found for one in written if (found := find_address(fold(one))) is not None]
    parts: dict[str, str] = {}
    for found in (*earlier, slots.address, find_recipient(fold(text))):
        parts |= found.model_dump(exclude_none=True) if found else {}
    return WrittenAddress(**parts) if parts else None


def _changing(understood: Understanding, order: str | None) -> Understanding:
    slots = understood.slots.model_copy(update={"order": order})
    return understood.model_copy(
        update={"slots": slots, "intents": (Intent.AFTER_SALE,), "topics": (Topic.CHANGE_ADDRESS,)}
    )


def _is_all(text: str, address: WrittenAddress) -> bool:
    """Tell whether a text says where something goes and nothing beside it."""
    rest = fold(text)
    for part in filter(None, (address.street, address.city, address.postcode, address.phone, address.name)):
        rest = rest.replace(part, "\x01")
    rest = re.sub(r"(?:[\u4e00-\u9fff]{2,3}省|[\u4e00-\u9fff]{2,6}自治区)\s*(?=\x01)", "\x01", rest)
    rest = re.sub(r"\x01(?:[\s,，]*\x01)+", "\x01", rest)
    return all(says_only(one, _CUE, beside=_AROUND) for one in re.split(r"[\n,，。;；]", rest))
