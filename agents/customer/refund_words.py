"""What the buyer reads about a refund or return, in Chinese and English; each is true of what was done, no more."""

from __future__ import annotations

import re

from agents.customer.wording import Language

DONE: dict[str, dict[Language, str]] = {
    "refund_only": {
        "en": "We are sorry about the {title}. {money} has been refunded for it in order {order}.",
        "zh": "抱歉。订单 {order} 的 {title} 已退款 {money}。",
    },
    "cancel": {
        "en": "Order {order} is cancelled, and {money} has been refunded.",
        "zh": "订单 {order} 已取消,已退款 {money}。",
    },
}
DONE |= {
    "return_refund": {
        "en": "Please send the {pieces} pieces of {title} in order {order} back to us. The price of them is {money}.",
        "zh": "请把订单 {order} 的 {pieces} 件 {title} 寄回给我们。这些货的价格是 {money}。",
    },
    "exchange": {
        "en": "Please send the {pieces} pieces of {title} in order {order} back to us; they are exchanged.",
        "zh": "请把订单 {order} 的 {pieces} 件 {title} 寄回给我们,可以换货。",
    },
    "resend": {
        "en": "We are sorry about the {title}. {pieces} pieces of order {order} will be replaced.",
        "zh": "抱歉。订单 {order} 的 {title} 会补发 {pieces} 件。",
    },
}
HELD: dict[Language, str] = {
    "en": "A colleague decides about your request for order {order} and will tell you.",
    "zh": "订单 {order} 的售后申请需要同事决定,结果会告诉您。",
}
REFUSED: dict[str, dict[Language, str]] = {
    "settled": {
        "en": "Of that item of order {order}, {back} has been refunded before. It is not done a second time.",
        "zh": "订单 {order} 的这件商品已处理过:已退款 {back},不能重复申请。",
    },
    "open": {
        "en": "Your request for that item of order {order} is noted, and we are looking at it.",
        "zh": "订单 {order} 我们正在看,请稍等。",
    },
    "unpaid": {
        "en": "Order {order} is not paid.",
        "zh": "订单 {order} 尚未付款。",
    },
    "too_much": {
        "en": "The price of that item was {paid}; not more than that is possible.",
        "zh": "这件商品的价格是 {paid},不能超出。",
    },
    "too_many": {
        "en": "Order {order} does not hold so many pieces of it; please tell us how many are concerned.",
        "zh": "订单 {order} 里没有那么多件,请告知实际有问题的件数。",
    },
    "too_late": {
        "en": "Order {order}: the first week is over, so it cannot come back without a reason.",
        "zh": "订单 {order} 现在不能无理由退货。",
    },
    "not_arrived": {
        "en": "Order {order} has not been shipped. If you do not want it any more, tell us and we look into it.",
        "zh": "订单 {order} 尚未发货。如不再需要,请告诉我们。",
    },
    "on_its_way": {
        "en": "Order {order} is with the carrier. Please write to us when you have it.",
        "zh": "订单 {order} 在快递那里,请您拿到后再联系我们。",
    },
    "not_yours": {
        "en": "We do not find that order among yours. Please check its number.",
        "zh": "您名下没有找到这个订单,请核对订单号。",
    },
    "not_possible": {
        "en": "That is not possible for order {order}; it stays as it is.",
        "zh": "订单 {order} 不能这样处理,保持原样。",
    },
}
SUM: dict[str, dict[Language, str]] = {
    "pieces": {
        "en": "{back} has been refunded for {count} of {title} ({sku}) in order {order}: the price of them. "
        "If it should be more, please tell us why; a colleague decides about it.",
        "zh": "订单 {order} 的 {title}({sku})已退款 {back},是 {count} 件的价格。如有异议请告诉我们,由同事决定。",
    },
    "other": {
        "en": "{back} has been refunded for {title} ({sku}) in order {order}. "
        "If it should be more, please tell us why; a colleague decides about it.",
        "zh": "订单 {order} 的 {title}({sku})已退款 {back}。如有异议请告诉我们,由同事决定。",
    },
}
"""Said to who finds it too little; who says so again gets a person."""
SUM_TOLD = re.compile(r"如有异议请告诉我们|If it should be more, please tell us why")
OTHER_WAY: dict[Language, str] = {
    "en": "That is not possible for order {order}. Please write to us and we look for another way.",
    "zh": "订单 {order} 不能这样处理。请联系我们,我们看看别的办法。",
}
"""A request of a kind that the table does not have for its reason."""
ASK: dict[str, dict[Language, str]] = {
    "which_order": {
        "en": "Which order do you mean? Please send us its number.",
        "zh": "请问是哪个订单?请告知订单号。",
    },
    "which_item": {
        "en": "Which product of order {order} is it? Please name it.",
        "zh": "请问是订单 {order} 的哪件商品?",
    },
    "not_in_order": {
        "en": "We do not find that product in order {order}. Which product of it is it?",
        "zh": "订单 {order} 里没有这款商品,请问是哪一款?",
    },
    "which_way": {
        "en": "Would you like the {title} of order {order} again, or its price?",
        "zh": "请问订单 {order} 的 {title} 您要货,还是要钱?",
    },
    "photo": {
        "en": "Could you send us a photo of it, please? Then we can decide about order {order} at once.",
        "zh": "订单 {order} 的问题,请发一张照片给我们看看,好吗?",
    },
    "pieces": {
        "en": "How many pieces of order {order} are concerned?",
        "zh": "请问订单 {order} 有几件有问题?",
    },
    "pieces_each": {
        "en": "How many pieces of each are concerned in order {order}: {goods}?",
        "zh": "请问订单 {order} 里各有几件有问题:{goods}?",
    },
    "sure": {
        "en": "Shall the price of {goods} in order {order} come back to you?",
        "zh": "请问订单 {order} 的 {goods},要按价格退回吗?",
    },
    "reason": {
        "en": "What is wrong with it? Please tell us what happened, with a photo if you can.",
        "zh": "请问是什么问题?请说明情况。",
    },
}
COUNT_ASKED = re.compile(r"有几件有问题|各有几件有问题|\bHow many pieces of (?:each|order)\b")
"""How the question for the pieces of a complaint is known again."""
REFUND_ASKED = re.compile(
    r"请问订单 (?P<zh>\S+) 的 (?P<zh_goods>.+?),要按价格退回吗"
    r"|\bShall the price of (?P<en_goods>.+?) in order (?P<en>\S+) come back to you\?"
)
"""How the question before money goes back is known again."""
GOODS_ASKED = re.compile(r"\((?P<zh>[\w-]+)\)(?P<zh_count>\d+) 件|(?P<en_count>\d+) of [^()]*?\((?P<en>[\w-]+)\)")
"""One of the goods in it, and how many."""
GOODS: dict[Language, str] = {"en": "{count} of {title} ({sku})", "zh": "{title}({sku}){count} 件"}
PERSON: dict[str, dict[Language, str]] = {
    "carrier": {
        "en": "the parcel is late on its way: a claim against the carrier, or money back",
        "zh": "包裹在途延误:向承运商索赔,或退款",
    },
    "came_late": {
        "en": "the parcel came late: whether there is something to make good",
        "zh": "包裹送达晚了:是否需要补偿",
    },
    "several": {
        "en": "several goods of one order, and not all by the table",
        "zh": "一个订单里有几款商品有问题,不能都按规则处理",
    },
    "sum": {"en": "the buyer wants more than was refunded", "zh": "买家认为退款金额太少"},
    "no_money": {
        "en": "the buyer wants no money back, and the goods cannot be sent again here",
        "zh": "买家不要退款,而这里无法补发",
    },
    "often": {"en": "this buyer asks more often than others", "zh": "该买家的售后申请多于一般买家"},
    "not_here": {
        "en": "no way of settling it is open here; it is done in the platform's workbench",
        "zh": "这里没有可用的处理方式,请在平台后台操作",
    },
    "safety": {
        "en": "harm to people is reported: call the buyer; what is to be paid is yours to decide",
        "zh": "买家反映有人受伤:请致电买家,赔付由您决定",
    },
    "dispute": {
        "en": "the buyer threatens or complains: a dispute is always a person's",
        "zh": "买家威胁或投诉:纠纷一律由人工处理",
    },
}
CARD: dict[Language, str] = {
    "en": "after-sale request about order {order}: {why}",
    "zh": "订单 {order} 的售后申请:{why}",
}
"""What a person is told."""
