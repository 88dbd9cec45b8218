"""The words of replies to buyers, in both languages, made of facts only."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from shops.models import Order

Language = Literal["zh", "en"]

TEXTS: dict[str, dict[Language, str]] = {
    "hello": {"en": "Hello, thank you for your message.", "zh": "您好,感谢您的询问。"},
    "quote": {
        "en": "{title} ({sku}): {quantity} pieces at {price} each, {total} in all. The offer is open until {until}.",
        "zh": "{title}({sku}):{quantity} 件,单价 {price},合计 {total}。本报价有效期至 {until}。",
    },
    "quote_line": {
        "en": "{title} ({sku}): {quantity} pieces at {price} each, {total}.",
        "zh": "{title}({sku}):{quantity} 件,单价 {price},合计 {total}。",
    },
    "quote_sum": {
        "en": "In all {total}. The offer is open until {until}.",
        "zh": "总计 {total}。本报价有效期至 {until}。",
    },
    "quote_again": {
        "en": "{title} ({sku}): {quantity} pieces at {price} each, {total} in all. Our offer stays open until {until}.",
        "zh": "{title}({sku}):{quantity} 件,单价 {price},合计 {total}。此前的报价仍然有效,有效期至 {until}。",
    },
    "custom_again": {
        "en": "{title} ({sku}) with {process}: {quantity} pieces at {price} each, {total} in all. "
        "Our offer stays open until {until}.",
        "zh": "{title}({sku}){process}:{quantity} 件,单价 {price},合计 {total}。此前的报价仍然有效,有效期至 {until}。",
    },
    "quote_sum_again": {
        "en": "In all {total}. Our offer stays open until {until}.",
        "zh": "总计 {total}。此前的报价仍然有效,有效期至 {until}。",
    },
    "price_only": {
        "en": "{title} ({sku}): our published price at {quantity} pieces is {price} each; a colleague will confirm it.",
        "zh": "{title}({sku}):{quantity} 件的公开单价为 {price},稍后由同事确认。",
    },
    "confirm": {
        "en": "A colleague will confirm the price of {title} to you.",
        "zh": "{title} 的价格稍后由同事向您确认。",
    },
    "stock": {
        "en": "It is in stock and leaves our house by {date} if you order today.",
        "zh": "现货,今天下单最晚 {date} 发出。",
    },
    "made": {
        "en": "We do not have that many in stock now; made to order they leave our house by {date}.",
        "zh": "目前库存不够,按订单生产最晚 {date} 发出。",
    },
    "next_tier": {
        "en": "From {quantity} pieces on the price is {price} each.",
        "zh": "{quantity} 件起单价 {price}。",
    },
    "ladder": {
        "en": "This is our published price for that quantity; it is the same for every buyer.",
        "zh": "这是该数量的公开阶梯价,对所有买家一致。",
    },
    "conditions": {
        "en": "It is for you if {conditions}; it is the same for every buyer.",
        "zh": "只有{conditions}才适用此价格;对所有买家一致。",
    },
    "rounded": {
        "en": "It is sold in packs of {pack}, so we have rounded your quantity up.",
        "zh": "该商品按每包 {pack} 件销售,已为您向上取整。",
    },
    "moq": {
        "en": "Our minimum for it is {moq} pieces.",
        "zh": "该商品 {moq} 件起订。",
    },
    "carrier_time": {
        "en": "The carrier's time to you comes on top.",
        "zh": "承运商运输时间另计。",
    },
    "too_late": {
        "en": "Please note that this is after the {date} you named.",
        "zh": "请注意,这晚于您要求的 {date}。",
    },
    "price_from": {
        "en": "{title}: {price} each, from {quantity} on.",
        "zh": "{title}:单价 {price},{quantity} 件起。",
    },
    "which": {
        "en": "Which product do you mean? Please give its name or number{names}.",
        "zh": "请问您要哪一款?请告知名称或货号{names}。",
    },
    "prices": {"en": "For orientation, our prices: {list}.", "zh": "供参考,价格:{list}。"},
    "invite": {
        "en": "Tell us which you would like and how many pieces, and we make you an offer.",
        "zh": "告诉我们款式和数量,即可为您报价。",
    },
    "examples": {
        "en": "For orientation, our prices at {quantity} pieces: {list}.",
        "zh": "供参考,{quantity} 件时的价格:{list}。",
    },
    "each": {
        "en": "For how many pieces of each may we quote: {names}?",
        "zh": "请问每款各要多少件:{names}?",
    },
    "mixed": {
        "en": "Several designs can be in one order; the price of each is by its own pieces.",
        "zh": "可以几款一起下单,每款按各自的数量计价。",
    },
    "how_many": {"en": "For how many pieces may we quote?", "zh": "请问需要多少件?"},
    "plain": {
        "en": "This price does not include the customisation (logo); we quote it separately.",
        "zh": "以上价格不含logo等定制,定制部分单独报价。",
    },
    "told": {"en": "{title} ({sku}): {facts}.", "zh": "{title}({sku}):{facts}。"},
    "person": {
        "en": "A colleague will answer you about this: {topics}.",
        "zh": "关于{topics},稍后由同事人工回复您。",
    },
    "noted": {"en": "We have noted your wish for your future orders.", "zh": "您的偏好已记录,以后照此办理。"},
    "dispatch": {
        "en": "What is in stock leaves our house within {hours} hours of payment; the carrier's time comes on top.",
        "zh": "现货付款后 {hours} 小时内发出,不含承运商运输时间。",
    },
    "order": {
        "en": "Your order {order}: {status}.",
        "zh": "您的订单 {order}:{status}。",
    },
    "shipped": {
        "en": "handed to {carrier} on {date}, tracking {tracking}",
        "zh": "已于 {date} 交 {carrier},单号 {tracking}",
    },
    "partly": {
        "en": "partly handed to {carrier} on {date}, tracking {tracking}; the rest follows",
        "zh": "部分已于 {date} 交 {carrier},单号 {tracking},其余随后发出",
    },
    "waiting": {"en": "paid, to leave our house by {date}", "zh": "已付款,最晚 {date} 发出"},
    "delivered": {"en": "delivered", "zh": "已送达"},
    "cancelled": {"en": "cancelled", "zh": "已取消"},
    "unpaid": {"en": "not paid yet", "zh": "尚未付款"},
    "welcome": {"en": "You are welcome.", "zh": "不客气。"},
    "later": {"en": "Very well. We are here when you are ready.", "zh": "好的,您考虑好了随时联系我们。"},
    "here": {"en": "How can we help you?", "zh": "在的,请问需要什么帮助?"},
    "blank": {
        "en": "Your message has no words that we can read. How can we help you?",
        "zh": "您的消息里没有文字。请问需要什么帮助?",
    },
    "foreign": {
        "en": "Please write in English or Chinese if you can; a colleague will answer you.",
        "zh": "请用中文或英文留言,稍后由同事回复您。",
    },
    "unclear": {
        "en": "We did not understand your question for certain; a colleague will answer you.",
        "zh": "您的问题我们还没有完全理解,稍后由同事回复您。",
    },
}

TOPICS: dict[str, dict[Language, str]] = {
    "custom": {"en": "customisation (logo)", "zh": "定制(logo)"},
    "sample": {"en": "samples", "zh": "打样"},
    "freight": {"en": "freight", "zh": "运费"},
    "invoice": {"en": "the invoice", "zh": "发票"},
    "after_sale": {"en": "your complaint", "zh": "售后"},
    "complaint": {"en": "your complaint", "zh": "您的投诉"},
    "hold_order": {"en": "holding your order back", "zh": "延后发货"},
    "person": {"en": "your wish to speak with a person", "zh": "转人工"},
    "threat": {"en": "the legal side of it", "zh": "法律方面的问题"},
    "opt_out": {"en": "your contact wishes", "zh": "联系方式偏好"},
    "media": {"en": "your picture, recording or file", "zh": "您发来的图片、语音或文件"},
    "long": {"en": "the rest of your long message", "zh": "您消息的其余部分"},
    "value": {"en": "this large order", "zh": "这笔大额采购"},
    "bargain": {"en": "your price proposal", "zh": "您的还价"},
    "beside": {"en": "what you ask beside", "zh": "您另外问的事"},
    "size": {"en": "the size", "zh": "尺寸"},
    "weight": {"en": "the weight", "zh": "重量"},
    "material": {"en": "the material", "zh": "材质"},
    "magnet": {"en": "the strength of the magnet", "zh": "磁力"},
    "quality": {"en": "the quality", "zh": "质量"},
    "report": {"en": "test reports and certificates", "zh": "检测报告和认证"},
    "sample_time": {"en": "how long a sample takes", "zh": "打样时间"},
    "returns": {"en": "returns and exchanges", "zh": "退换货规定"},
    "payment_terms": {"en": "payment terms", "zh": "账期"},
    "payment_ways": {"en": "ways to pay", "zh": "付款方式"},
    "dropship": {"en": "shipping to your own customers", "zh": "一件代发"},
    "tax": {"en": "taxes", "zh": "税费"},
}

_STATES: dict[str, tuple[str, str]] = {
    "unpaid": ("unpaid", "未付款"),
    "paid": ("paid", "已付款"),
    "unshipped": ("unshipped", "未发货"),
    "partial": ("partly shipped", "部分发货"),
    "shipped": ("shipped", "已发货"),
    "delivered": ("delivered", "已送达"),
    "cancelled": ("cancelled", "已取消"),
}
_REFUNDS: dict[str, tuple[str, str]] = {
    "none": ("no refund", "无退款"),
    "partial": ("partly refunded", "部分退款"),
    "full": ("refunded in full", "全额退款"),
}


def states(order: Order, language: Language) -> tuple[str, str, str]:
    """Name how an order stands for the owner: payment, fulfilment, refund, e.g. ``("已付款", "未发货", "无退款")``."""
    zh = language == "zh"
    return _STATES[order.payment][zh], _STATES[order.fulfilment][zh], _REFUNDS[order.refund][zh]


def say(name: str, language: Language, **values: object) -> str:
    """Give a sentence with its values filled in."""
    return TEXTS[name][language].format(**values)


def day(moment: datetime, zone: ZoneInfo, language: Language) -> str:
    """Write the shop's day of a moment, e.g. ``3 September 2011`` or ``2011年9月3日``."""
    return date_words(moment.astimezone(zone).date(), language)


def date_words(when: date, language: Language) -> str:
    """Write a date, e.g. ``3 September 2011`` or ``2011年9月3日``."""
    if language == "zh":
        return f"{when.year}年{when.month}月{when.day}日"
    return f"{when.day} {when.strftime('%B %Y')}"


def join(parts: list[str], language: Language) -> str:
    """Put sentences together, blank-separated in English."""
    return ("" if language == "zh" else " ").join(part for part in parts if part)
