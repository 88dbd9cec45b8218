"""A buyer's bare word that they have paid (付了, “paid now”): it is looked up, and how the order stands is told."""

from __future__ import annotations

import re

from agents import evidence
from agents.customer.offer_answer import standing_offers, talk_order
from agents.customer.order_meant import last_named
from agents.job import JobContext
from agents.language import Understanding
from agents.language_patterns import Intent
from kit.text import fold
from shops.models import FulfilmentStatus, PaymentStatus, Thread

_PAID = re.compile(
    r"付(?:款|钱)?(?:过|好|完)?(?:款|钱)?了|(?:打|转)(?:款|钱|账)?(?:过|好|完)?(?:过去|给你们?)?了|已(?:经)?(?:付|支付|打款|转账)"
    r"|\bpaid\b|\bpayment\s(?:is\s|has\sbeen\s)?(?:made|sent|done|through)\b|\btransferred\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"付|打|转|支付|过去|款|钱|账|亲|老板|你们?|您|好|我们?|已经?|刚刚?|刚才|都|货款|订?单子?|这|那|个|全款|尾款|过|完|给|了|哈|啊|呢|哦|噢|的|吧|呀|啦|麻烦|请|查|一下|看|谢谢"
    r"|支付宝|微信|银行卡?|昨天|今天|早上|o(?:rder)?_\w+"
    r"|\b(?:hi|hello|hey|ok|okay|yes|done|just|all|i'?ve|i|we'?ve|we|have|has|it'?s|that'?s|is|it|that|this|now|already|been|paid|for|the|my|order|payment|made|sent|through"
    r"|transferred|money|today|yesterday|morning|thanks|thank|you|please|pls|check|by|via|card|bank|paypal|in|full|up)\b|[\s,，。.!！~]",
    re.IGNORECASE,
)
"""Adds nothing to it."""
_FREE = {Intent.UNKNOWN, Intent.ORDER, Intent.THANKS, Intent.GREETING, Intent.APPROVE, Intent.ORDER_STATUS}


def as_paid(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read as a question how the order stands that is said to be paid; an offer that stands is none."""
    said = fold(text)
    if understood.suspicious or understood.topics or not set(understood.intents) <= _FREE or not _PAID.search(said):
        return understood
    if _BESIDE.sub("", said) or standing_offers(ctx, thread):
        return understood
    mine = {
        one.id: one
        for one in evidence.orders_of(ctx, thread.customer_id)
        if one.fulfilment is not FulfilmentStatus.CANCELLED
    }
    if not mine:
        return understood
    talked = talk_order(ctx, thread)
    owed = [one.id for one in mine.values() if one.payment is PaymentStatus.UNPAID]
    named = understood.slots.order or last_named(thread, list(mine)) or (talked.id if talked else None)
    order = named or (owed or list(mine))[-1]
    # no goods or pieces of the talk are meant
    meant = understood.slots.model_copy(
        update={"order": order, "sku": None, "sku_candidates": (), "quantity": None, "boxes": None}
    )
    return understood.model_copy(update={"slots": meant, "intents": (Intent.ORDER_STATUS,), "items": ()})
