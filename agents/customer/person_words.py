"""The words of the card that a person gets with a conversation: why it is theirs, and what the buyer wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agents.customer.wording import Language, date_words
from agents.evidence import money
from agents.job import JobContext
from agents.language import Slots, Understanding

NAMES: dict[str, tuple[str, str]] = {
    "price": ("price", "价格"),
    "stock": ("stock", "库存"),
    "delivery": ("delivery time", "交期"),
    "custom": ("customisation", "定制"),
    "sample": ("samples", "打样"),
    "freight": ("freight", "运费"),
    "invoice": ("invoice", "发票"),
    "bargain": ("a lower price", "还价"),
    "order_status": ("how an order stands", "订单进度"),
    "after_sale": ("after-sale", "售后"),
    "order": ("an order", "下单"),
    "preference": ("a lasting wish", "偏好"),
    "greeting": ("greeting", "问候"),
    "thanks": ("thanks", "致谢"),
    "opt_out": ("no more offers", "不再接收推广"),
    "why": ("a reason", "原因"),
    "set_price": ("another price", "改价"),
    "report": ("figures", "数据"),
    "plan": ("a plan", "计划"),
    "stop": ("to stop something", "停止"),
    "resume": ("to go on", "恢复"),
    "approve": ("consent", "同意"),
    "limit": ("a limit", "限额"),
    "unknown": ("not recognised, see the words", "未能识别,见原话"),
    "cancel": ("to cancel", "取消订单"),
    "change_address": ("another address", "改地址"),
    "change_items": ("other items in an order", "改商品或数量"),
    "change_payment": ("another payment method", "改付款方式"),
    "refund": ("refund", "退款"),
    "return_goods": ("to return goods", "退货"),
    "exchange": ("to exchange goods", "换货"),
    "missing": ("missing goods", "少件漏发"),
    "complaint": ("complaint", "投诉"),
    "hold_order": (
        "that the order waits: the staff ships this buyer nothing until you give the conversation back",
        "延后发货:您交还会话之前,店员不给这位买家发货",
    ),
    "person": ("to speak with a person", "转人工"),
    "threat": ("the legal side", "法律问题"),
    "accept": ("to accept an offer", "接受报价"),
    "hesitate": ("not to order yet, or asks how", "暂不下单或询问如何下单"),
    "beside": ("something beside the order, see the words", "下单之外的事,见原话"),
    "size": ("size", "尺寸"),
    "weight": ("weight", "重量"),
    "material": ("material", "材质"),
    "magnet": ("strength of the magnet", "磁力"),
    "sample_time": ("how long a sample takes", "打样时间"),
    "quality": ("the quality before buying", "买前问质量"),
    "returns": ("returns and exchanges", "退换货规定"),
    "payment_ways": ("ways to pay", "付款方式"),
    "dropship": ("shipping to their own customers", "一件代发"),
    "tax": ("taxes", "税费"),
    "payment_terms": ("payment terms", "账期"),
}
"""What is asked about or wanted, English and Chinese, by intent, topic and kind of question; see :data:`OWN`."""
OWN: dict[str, tuple[str, str]] = {"report": ("test reports", "检测报告")}
"""Kinds of questions that are called as an intent is and mean something else."""
REASONS: dict[str, tuple[str, str]] = {
    "media": ("sent a picture, recording or file", "发来图片、语音或文件"),
    "long": ("wrote more than is read", "消息过长"),
    "foreign": ("writes in another language", "用中英文以外的语言留言"),
    "twice": ("was asked back twice", "追问两次仍不清楚"),
    "value": ("a large order", "大额采购"),
}
"""Why a person takes a conversation, beside what is asked."""
TROUBLES: dict[str, tuple[str, str]] = {
    "broken": ("broken", "破损"),
    "missing": ("missing", "缺少"),
    "quality": ("poor quality", "质量问题"),
    "not_as_described": ("not as described", "与描述不符"),
    "changed_mind": ("changed their mind", "不想要了"),
    "late": ("late", "太慢"),
}


def why_a_person(asked: Sequence[str], reasons: Sequence[str], language: Language) -> str:
    """Say why a person has to answer.

    Example:
        >>> why_a_person(["weight"], ["foreign"], "en"), why_a_person(["weight", "returns"], [], "zh")
        ('asks about weight; writes in another language', '询问重量、退换货规定')
    """
    zh = language == "zh"
    parts = [REASONS[one][zh] for one in reasons]
    if asked:
        names = [(OWN.get(one) or NAMES[one])[zh] for one in asked]
        parts.insert(0, f"询问{'、'.join(names)}" if zh else f"asks about {', '.join(names)}")
    elif not parts:
        parts.append("有内容没有完全理解" if zh else "asks about something not understood")
    return (";" if zh else "; ").join(parts)


def wants(ctx: JobContext, understood: Understanding, language: Language) -> str:
    """Say what a buyer wants and has named, e.g. ``price; 50 pieces, SKU-05`` or ``价格;50 件,SKU-05``."""
    zh = language == "zh"
    wished = [NAMES[one][zh] for one in dict.fromkeys(map(str, (*understood.topics, *understood.intents)))]
    goods = [f"{one.quantity} x {one.sku}" for one in understood.items]
    named = [*goods, *_named(ctx, understood.slots, language)]
    parts = [("、" if zh else ", ").join(wished), ("," if zh else ", ").join(named)]
    return (";" if zh else "; ").join(part for part in parts if part)


def _named(ctx: JobContext, slots: Slots, language: Language) -> Iterator[str]:
    zh = language == "zh"
    if slots.quantity is not None:
        yield f"{slots.quantity} 件" if zh else f"{slots.quantity} pieces"
    if slots.boxes is not None:
        yield f"{slots.boxes} 箱" if zh else f"{slots.boxes} boxes"
    if slots.sku:
        yield slots.sku
    if slots.sku_candidates:
        yield (" 或 " if zh else " or ").join(slots.sku_candidates)
    if slots.order:
        yield f"订单 {slots.order}" if zh else f"order {slots.order}"
    if slots.price_minor is not None:
        yield money(ctx, slots.price_minor)
    if slots.percent is not None:
        yield f"{slots.percent}%"
    if slots.date is not None:
        yield date_words(slots.date, language)
    place = " ".join(part for part in (slots.city, slots.country) if part)
    if place:
        yield f"寄往 {place}" if zh else f"to {place}"
    if slots.address is not None:
        yield " ".join(str(part) for part in slots.address.model_dump(exclude_none=True).values())
    if slots.reason is not None:
        yield TROUBLES[slots.reason][zh]
    if slots.evidence:
        yield f"附图 {len(slots.evidence)} 张" if zh else f"{len(slots.evidence)} pictures"
