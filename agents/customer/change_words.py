"""The words of changed orders, in both languages: said when it is done, when a person decides, and when it cannot be.

What waits is not called by its name: "cancelled" and 取消 are claims, and hold only once the shop shows it.
"""

from __future__ import annotations

import re

from agents.customer.wording import Language
from shops.changes import ChangeKind
from shops.models import FulfilmentStatus, Order

HELD: dict[Language, str] = {
    "en": "A colleague decides about your wish for order {order} and will tell you.",
    "zh": "您对订单 {order} 的要求需要同事决定,结果会告诉您。",
}
HELD_PIECES: dict[Language, str] = {
    "en": "A colleague decides about the other pieces of order {order} and will tell you.",
    "zh": "您对订单 {order} 的其余要求需要同事决定,结果会告诉您。",
}
"""After the word that the order goes elsewhere, which is done."""

DONE: dict[str, dict[Language, str]] = {
    "cancel": {
        "en": "Order {order} is cancelled, and {money} has been refunded.",
        "zh": "订单 {order} 已取消,已退款 {money}。",
    },
    "cancel_unpaid": {
        "en": "Order {order} is cancelled.",
        "zh": "订单 {order} 已取消。",
    },
    "address": {
        "en": "Order {order} now goes to the new address in {city}.",
        "zh": "订单 {order} 的收货地址已改为 {city} 的新地址。",
    },
    "postcode": {
        "en": "Order {order} now goes to {address}.",
        "zh": "订单 {order} 的收货地址现为 {address}。",
    },
    "items_less": {
        "en": "Order {order} is now {items}. The difference of {money} is yours and is settled the way the order was.",
        "zh": "订单 {order} 现为:{items}。差额 {money} 归您,按原方式结算。",
    },
    "items_more": {
        "en": "For {items} in order {order} the difference is {money}. The order is changed once that is settled.",
        "zh": "订单 {order} 改为 {items},需补差额 {money},补齐后即按新内容执行。",
    },
    "items_same": {
        "en": "Order {order} is now {items}, at the same total.",
        "zh": "订单 {order} 现为:{items},总额不变。",
    },
    "items_unpaid": {
        "en": "Order {order} is now {items}, {money} in all.",
        "zh": "订单 {order} 现为:{items},合计 {money}。",
    },
    "payment": {
        "en": "Order {order} can now be settled by {method}.",
        "zh": "订单 {order} 的结算方式已改为 {method}。",
    },
}

REFUSED: dict[str, dict[Language, str]] = {
    "ended": {
        "en": "Order {order} is cancelled and cannot be changed any more; please place a new one.",
        "zh": "订单 {order} 已取消,不能再改;如需要请重新下单。",
    },
    "has_left": {
        "en": "Order {order} has been shipped, so it stays as it is; when it is with you, write to us.",
        "zh": "订单 {order} 已发货,不能再改;到您手上后如有需要请联系我们。",
    },
    "has_arrived": {
        "en": "Order {order} has been delivered, so it stays as it is; if something is wrong with it, write to us.",
        "zh": "订单 {order} 已送达,不能再改;如有问题请告诉我们。",
    },
    "is_paid": {
        "en": "Order {order} is paid, so the payment method cannot be changed any more.",
        "zh": "订单 {order} 已付款,付款方式不能再改。",
    },
    "not_possible": {
        "en": "Order {order} cannot be changed in this way; it stays as it is.",
        "zh": "订单 {order} 不能这样修改,保持原样。",
    },
    "packs_only": {
        "en": "{title} ({sku}) is sold in packs of {pack}. Order {order} stays as it is.",
        "zh": "{title}({sku})按每包 {pack} 件销售。订单 {order} 保持不变。",
    },
    "goods": {
        "en": "Order {order} stays as it is: so many cannot be had now, or it is below the minimum.",
        "zh": "订单 {order} 保持原样:所需数量目前不够,或低于起订量。",
    },
}

ASK: dict[str, dict[Language, str]] = {
    "which_order": {
        "en": "Which order do you mean? Please send us its number.{names}",
        "zh": "请问是哪个订单?请告知订单号。{names}",
    },
    "which_address": {
        "en": "Where shall order {order} go? Please send name, street, city and country.",
        "zh": "订单 {order} 要寄到哪里?请提供收件人、街道、城市和国家。",
    },
    "which_items": {
        "en": "What shall order {order} hold in the end? Please name each product and its pieces.",
        "zh": "订单 {order} 最终要哪些商品、各多少件?请告知。",
    },
    "which_payment": {
        "en": "How would you like to settle order {order}? There is {methods}.",
        "zh": "订单 {order} 想用哪种方式结算?可选:{methods}。",
    },
    "packs": {
        "en": "{title} ({sku}) is sold in packs of {pack}. Shall order {order} hold {options}?",
        "zh": "{title}({sku})按每包 {pack} 件销售。请问订单 {order} 要改到 {options}呢?",
    },
    "other_count": {
        "en": "There are {count} pieces of {title} ({sku}) in order {order}. Shall order {order} hold {options}?",
        "zh": "订单 {order} 里是 {count} 件 {title}({sku})。请问订单 {order} 要改到 {options}吗?",
    },
    "sure": {
        "en": "That is possible: {title} ({sku}). Shall order {order} hold {options}?",
        "zh": "{title}({sku})可以改。请问订单 {order} 要改到 {options}吗?",
    },
    "no_order": {
        "en": "We find no order of yours. If you would like to order, please name the product and the pieces.",
        "zh": "没有查到您的订单。想订购的话,请告知商品和数量。",
    },
    "which_cancel": {"en": "Shall order {order} end?", "zh": "确定不要订单 {order} 了吗?"},
    "sure_cancel": {
        "en": "Order {order} has not been shipped. "
        "Shall order {order} be cancelled, and its total of {money} come back to you?",
        "zh": "订单 {order} 尚未发货,合计 {money}。要取消订单 {order} 并全额退回吗?",
    },
    "sure_end": {
        "en": "Order {order} has not been shipped. Shall order {order} be cancelled?",
        "zh": "订单 {order} 尚未发货。要取消订单 {order} 吗?",
    },
    "sure_drop": {
        "en": "Shall {goods} be taken out of order {order}?",
        "zh": "请问要从订单 {order} 去掉 {goods} 吗?",
    },
    "sure_items": {
        "en": "Shall order {order} be changed to {items}?",
        "zh": "请问订单 {order} 要改为:{items}吗?",
    },
    "sure_swap": {
        "en": "{sums} Shall order {order} be changed to {items}?",
        "zh": "{sums}请问订单 {order} 要改为:{items}吗?",
    },
    "sure_packs": {
        "en": "{packs}. Shall order {order} be changed to {items}?",
        "zh": "{packs}。请问订单 {order} 要改为:{items}吗?",
    },
    "which_instead": {
        "en": "Which of these shall take the place of {title} ({sku}) in order {order}: {goods}?",
        "zh": "请问订单 {order} 里的 {title}({sku})要换成哪一款:{goods}?",
    },
    "which_line": {
        "en": "Which of these in order {order} do you mean: {goods}?",
        "zh": "请问是订单 {order} 里的哪一款:{goods}?",
    },
    "not_in_order": {
        "en": "We do not find that product in order {order}. Which of its products do you mean?",
        "zh": "订单 {order} 里没有这款商品,请问是哪一款?",
    },
}
ITEM: dict[Language, str] = {"en": "{count} pieces of {title} ({sku})", "zh": "{title}({sku}){count} 件"}
GONE: dict[Language, str] = {"en": "none of {title} ({sku})", "zh": "去掉 {title}({sku})"}
AND_ITEM: dict[Language, str] = {"en": ", ", "zh": "和"}
AND_GONE: dict[Language, str] = {"en": ", ", "zh": "并"}
"""Goods with their pieces in a question before several of them are changed; what goes is named last, in one clause."""
SUMS: dict[str, dict[Language, str]] = {
    "comes": {
        "en": "{count} pieces of {title} ({sku}) at {price} each are {net} in all.",
        "zh": "{title}({sku}){count} 件,单价 {price},合计 {net}。",
    },
    "goes": {
        "en": " {count} pieces of {title} ({sku}) in order {order} were {net}.",
        "zh": "订单 {order} 里的 {title}({sku}){count} 件是 {net}。",
    },
}
"""What comes and what goes, before an exchange."""
IN_PACKS: dict[Language, str] = {
    "en": "{title} ({sku}) is sold in packs of {pack}",
    "zh": "{title}({sku})按每包 {pack} 件销售",
}
STAYS: dict[str, dict[Language, str]] = {
    "one": {"en": "Order {order} stays as it is.", "zh": "订单 {order} 保持不变。"},
    "none": {"en": "Nothing is changed.", "zh": "好的,保持原样。"},
    "anothers": {
        "en": "Order {order} stays as it is: that has to be your own wish. If it is, please say so and what to change.",
        "zh": "订单 {order} 保持不变。需要改的话,请您本人直接告诉我们。",
    },
}
"""Said to who does not want a change."""
SURE_ASKED = re.compile(r"要取消订单 (?P<zh>\S+) |\bShall order (?P<en>\S+) be cancelled\b")
TAKEN_OUT_ASKED = re.compile(r"请问要从订单 (?P<zh>\S+) 去掉 .+? 吗\?|\bShall .+? be taken out of order (?P<en>\S+)\?")
ITEMS_ASKED = re.compile(
    r"请问订单 (?P<zh>\S+) 要改为:(?P<zh_items>.+?)吗\?|\bShall order (?P<en>\S+) be changed to (?P<en_items>.+?)\?"
)
ONE_OF_ITEMS = re.compile(
    r"(?P<count>\d+) pieces of [^()]*?\((?P<en>[\w-]+)\)|none of [^()]*?\((?P<en_out>[\w-]+)\)"
    r"|去掉 [^()]*?\((?P<zh_out>[\w-]+)\)|\((?P<zh>[\w-]+)\)(?P<zh_count>\d+) 件"
)
"""How the questions before what cannot be undone are known again, and which order and items it was."""

INSTEAD_ASKED = re.compile(
    r"请问订单 (?P<zh>\S+) 里的 [^()]*?\((?P<zh_out>[\w-]+)\)要换成哪一款:(?P<zh_in>.+)\?"
    r"|\bshall take the place of [^()]*?\((?P<en_out>[\w-]+)\) in order (?P<en>\S+): (?P<en_in>.+)\?"
)
"""How the question which goods shall come instead is known again."""
ADDRESS_ASKED = re.compile(r"订单 (?P<zh>\S+) 要寄到哪里|\bWhere shall order (?P<en>\S+) go\?")
"""How the question for an address is known again."""
ADDRESS_TOLD = re.compile(r"订单 (?P<zh>\S+) 的收货地址已改为|\bOrder (?P<en>\S+) now goes to the new address")
"""How the word that it was changed is."""
PIECES_ASKED = re.compile(r"请问订单 (?P<zh>\S+) 要改到 |\bShall order (?P<en>\S+) hold ")
"""How the questions after the pieces of an order are known again, and which order it was."""

PERSON: dict[str, dict[Language, str]] = {
    "not_here": {
        "en": "this platform cannot change that; it is done in its workbench",
        "zh": "本平台接口不能这样改,请在平台后台操作",
    },
    "partly_left": {
        "en": "a part of the order has left; what is left of it is refunded or resent by a person",
        "zh": "订单已部分发出,余下部分由人工退款或补发",
    },
}
UNREAD: dict[Language, str] = {
    "en": "Please say again what else you wish. ",
    "zh": "其余的请再说一遍。",
}
"""Before a question or an answer about a part of what was wished."""
PHONE: dict[Language, str] = {"en": "A colleague will add the phone number.", "zh": "电话号码由同事处理。"}
"""An address of an order has no place for one."""
PHONE_CARD: dict[Language, str] = {
    "en": "order {order}: the buyer's new phone number {phone} has no field in the shop's address; tell the carrier",
    "zh": "订单 {order}:买家给了新的电话 {phone},店铺地址里没有电话字段,请告知快递",
}
WISHES: dict[ChangeKind, dict[Language, str]] = {
    ChangeKind.CANCEL: {"en": "cancel", "zh": "取消"},
    ChangeKind.ADDRESS: {"en": "address", "zh": "改地址"},
    ChangeKind.ITEMS: {"en": "items", "zh": "改商品或数量"},
    ChangeKind.PAYMENT: {"en": "payment", "zh": "改付款方式"},
}
CARD: dict[Language, str] = {"en": "{wish} of order {order}: {why}", "zh": "订单 {order} {wish}:{why}"}
"""What a person is told."""

METHODS: dict[str, dict[Language, str]] = {
    "alipay": {"en": "Alipay", "zh": "支付宝"},
    "bank_transfer": {"en": "bank transfer", "zh": "银行转账"},
    "card": {"en": "card", "zh": "银行卡"},
    "wechat_pay": {"en": "WeChat Pay", "zh": "微信支付"},
}

METHOD_CUES = {
    "alipay": re.compile(r"alipay|支付宝", re.IGNORECASE),
    "bank_transfer": re.compile(r"bank|transfer|wire|转账|对公|汇款", re.IGNORECASE),
    "card": re.compile(r"\b(?:credit |debit )?card\b|刷卡|信用卡|银行卡", re.IGNORECASE),
    "wechat_pay": re.compile(r"wechat|微信", re.IGNORECASE),
}
"""How a buyer names a payment method."""


def method_name(method: str, language: Language) -> str:
    """Give a payment method's name; one that is not in the list is shown as the platform writes it."""
    return METHODS.get(method, {"en": method, "zh": method})[language]


def open_orders(mine: list[Order], language: Language) -> str:
    """List the buyer's orders that can still change, at most five."""
    waiting = [order.id for order in mine if order.fulfilment is FulfilmentStatus.UNSHIPPED][:5]
    if not waiting:
        return ""
    return f"(可改的订单:{'、'.join(waiting)})" if language == "zh" else f" Open: {', '.join(waiting)}."
