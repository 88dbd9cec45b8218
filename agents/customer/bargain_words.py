"""The words of bargaining and of a buyer's acceptance, in both languages; only prices of offers made are named."""

from __future__ import annotations

import re

from agents.customer.wording import Language
from decisions.bargain import Condition

CONDITIONS: dict[Condition, dict[Language, str]] = {
    Condition.PAY_NOW: {"en": "you order and pay while the offer is open", "zh": "在报价有效期内下单付款"},
    Condition.LEAD_TIME: {"en": "you can wait longer for the goods", "zh": "接受晚些发货"},
    Condition.REPURCHASE: {"en": "you order it from us again", "zh": "以后继续采购该商品"},
}
SAID: dict[Condition, re.Pattern[str]] = {
    Condition.PAY_NOW: re.compile(
        r"\bpa(?:y|id|ying)\b[^.?!\n]{0,25}\b(?:now|today|upfront|in advance|straight ?away|immediately)\b"
        r"|\bprepa(?:y|id)\w*|\border today\b"
        r"|(?:今天|马上|立刻|现在|立即|当天)[^,。!?]{0,6}(?:下单|付款|打款|拍|付|定|订)|预付|全款|现款|款到发货",
        re.IGNORECASE | re.ASCII,
    ),
    Condition.LEAD_TIME: re.compile(
        r"\b(?:no (?:rush|hurry)|not urgent|can wait|don't mind waiting|whenever you can)\b"
        r"|不急|不着急|可以等|能等|晚(?:点|几天)(?:发|到|也)|交期[^,。]{0,4}(?:宽|不急|可以)",
        re.IGNORECASE | re.ASCII,
    ),
    Condition.REPURCHASE: re.compile(
        r"\b(?:order|buy)\b[^.?!\n]{0,20}\b(?:every (?:month|week|quarter)|regularly|again)\b"
        r"|\blong[- ]term\b|\bregular (?:orders|buyer)|\brepeat orders?\b"
        r"|长期(?:合作|拿货|采购|订)?"
        r"|每[个]?[月周季][^,。]{0,8}[拿订买进采]|复购|回头客|以后[^,。]{0,6}(?:都|继续|常|还)",
        re.IGNORECASE | re.ASCII,
    ),
}
"""What a buyer says when they bring up a condition themselves."""
OFFER: dict[Language, str] = {
    "en": "{title} ({sku}): {quantity} pieces at {price} each, {total} in all. The offer is open until {until}. "
    "It is for you if {conditions}; it is the same for every buyer.",
    "zh": "{title}({sku}):{quantity} 件,单价 {price},合计 {total}。本报价有效期至 {until}。"
    "只有{conditions}才适用此价格;对所有买家一致。",
}
TIER: dict[Language, str] = {
    "en": " From {quantity} pieces on the price is {price} each.",
    "zh": "{quantity} 件起单价 {price}。",
}
STANDS: dict[str, dict[Language, str]] = {
    "met": {
        "en": "Our offer is open: {quantity} pieces of {title} ({sku}) at {price} each.",
        "zh": "我们的报价仍在有效期内:{title}({sku}){quantity} 件,单价 {price}。",
    },
    "final": {
        "en": "We cannot go lower. Our offer is open: {quantity} pieces of {title} ({sku}) at {price} each.",
        "zh": "价格不能再低了。我们的报价仍在有效期内:{title}({sku}){quantity} 件,单价 {price}。",
    },
    "firm": {
        "en": "We cannot go lower for {title} ({sku}): our published price at {quantity} pieces is {price} each; "
        "it is the same for every buyer.",
        "zh": "{title}({sku})的价格不能再低了:{quantity} 件的公开单价为 {price},对所有买家一致。",
    },
}
ACCEPTED: dict[str, dict[Language, str]] = {
    "plain": {
        "en": "Our offer {quote}: {list}, {total} in all. The offer is open until {until}. Please place the order.",
        "zh": "我们的报价 {quote}:{list},合计 {total}。本报价有效期至 {until}。请直接下单付款。",
    },
    "with": {
        "en": "Our offer {quote}: {list}, {total} in all. The offer is open until {until}. "
        "It is for you if {conditions}. Please place the order.",
        "zh": "我们的报价 {quote}:{list},合计 {total}。本报价有效期至 {until}。"
        "只有{conditions}才适用此价格。请直接下单付款。",
    },
}
ORDERED: dict[str, dict[Language, str]] = {
    "ordered": {
        "en": "Your order {order}: {list}, {total} in all; {status}.",
        "zh": "您的订单 {order}:{list},合计 {total};{status}。",
    },
    "again": {
        "en": "You have this order, {order}: {list}, {total} in all; {status}.",
        "zh": "已经下单。您的订单 {order}:{list},合计 {total};{status}。",
    },
}
PLACED: dict[Language, str] = {
    "en": "Order {order} is placed already, {total} in all. We cannot go lower for it.",
    "zh": "订单 {order} 已下单,合计 {total};下单后价格不再变动。",
}
"""To who bargains about an order that they have placed."""
STILL: dict[str, dict[Language, str]] = {
    "stands": {
        "en": "Nothing is ordered yet. Our offer is open until {until}: {list}, {total} in all. "
        "To order it, write “order it”.",
        "zh": "目前没有下单。本报价有效期至 {until}:{list},合计 {total}。要下单请回复“下单”。",
    },
    "how": {
        "en": "To order it, write “order it”. Our offer is open until {until}: {list}, {total} in all.",
        "zh": "要下单请回复“下单”。本报价有效期至 {until}:{list},合计 {total}。",
    },
    "sure": {
        "en": "Shall it be ordered: {list}, {total} in all?",
        "zh": "请问要下单吗:{list},合计 {total}?",
    },
}
SURE_ASKED = re.compile(r"Shall it be ordered: |请问要下单吗:")
"""How the question after an order is known again."""
SHORT: dict[Language, str] = {
    "en": "We do not have that many in stock now; a colleague will confirm your order.",
    "zh": "目前库存不够,稍后由同事确认您的订单。",
}
NO_OFFER: dict[Language, str] = {
    "en": "Which product do you mean, and how many pieces?",
    "zh": "请问您要哪一款商品、多少件?",
}
HELD: dict[Language, str] = {
    "en": "A colleague decides about your price proposal and will answer you.",
    "zh": "您的还价需要同事决定,稍后由同事回复您。",
}
NOT_POSSIBLE: dict[Language, str] = {
    "en": "We cannot make another offer for {title} ({sku}) now.",
    "zh": "{title}({sku})暂时无法另行报价。",
}
AND: dict[Language, str] = {"en": " and ", "zh": "并"}
