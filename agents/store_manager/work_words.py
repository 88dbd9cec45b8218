"""What an employee did, in words: kinds and states of effects in both languages, counted."""

from __future__ import annotations

from collections.abc import Mapping

from authority.docket import Docket
from authority.verdict_words import effect_words, rule_words

KINDS = {
    "set_price": ("prices", "改价"),
    "set_bid": ("bids", "出价"),
    "set_ad_budgets": ("ad budgets", "推广预算"),
    "add_keyword": ("keywords added", "新增关键词"),
    "set_keyword_paused": ("keywords stopped or started", "关键词启停"),
    "create_quote": ("quotes", "报价"),
    "withdraw_quote": ("quotes withdrawn", "撤回报价"),
    "send_message": ("messages", "回复"),
    "write_first": ("first messages", "主动消息"),
    "open_case": ("cases for a person", "转人工个案"),
    "stop_offers": ("buyers not to be disturbed", "免打扰登记"),
    "hand_over": ("hand-overs to a person", "转人工"),
    "take_back": ("conversations taken back", "收回会话"),
    "order_production": ("production orders", "生产订单"),
    "ship_order": ("shipments", "发货"),
    "issue_refund": ("refunds", "退款"),
    "cancel_order": ("cancellations", "取消订单"),
    "change_address": ("changes of address", "改地址"),
    "change_items": ("changes of items", "改商品"),
    "change_payment": ("changes of payment", "改付款"),
    "offer_sample": ("samples", "样品"),
    "credit_sample": ("sample credits", "样品费抵扣"),
    "set_listed": ("goods on or off the shelf", "上下架"),
    "set_offered": ("goods offered or not", "是否可售"),
    "edit_listing": ("listings edited", "改标题详情"),
    "start_creative_test": ("creative tests begun", "开始主图标题测试"),
    "stop_creative_test": ("creative tests ended", "结束主图标题测试"),
    "open_request": ("requests opened", "售后登记"),
    "agree_request": ("requests agreed to", "同意售后"),
    "refuse_request": ("requests refused", "拒绝售后"),
    "confirm_back": ("returns received", "退货签收"),
    "send_replacement": ("replacements sent", "补发换货"),
    "publish_promotion": ("promotions", "促销"),
    "end_promotion": ("promotions ended", "结束促销"),
}
"""Plural name of each effect kind; one that a plug-in brings is called by its own name."""
STATES = {
    "done": ("done", "已执行"),
    "held": ("waiting", "待审批"),
    "denied": ("denied", "被规则拒绝"),
    "rejected": ("rejected", "老板未同意"),
    "expired": ("expired", "已过期"),
    "superseded": ("replaced by newer ones", "已被取代"),
    "refused": ("refused by the shop", "平台拒绝"),
    "unknown": ("of unknown outcome", "结果未知"),
}


def kind_words(kind: str) -> tuple[str, str]:
    """Name an effect kind in English and Chinese."""
    return KINDS.get(kind, (kind.replace("_", " "),) * 2)


def what_done(row: Docket) -> tuple[str, str]:
    """Say what an effect does, in English and Chinese."""
    return row.summary, effect_words(row.kind, row.summary, "zh")


def why_ruled(row: Docket) -> tuple[str, str]:
    """Say why a rule ruled on an effect as it did, in English and Chinese."""
    return row.why, rule_words(row.rule, row.why, "zh")


def work_words(counted: Mapping[tuple[str, str], int]) -> tuple[str, str]:
    """Say how many effects there are of each kind and state, most first, in English and Chinese.

    Example:
        >>> work_words({("set_price", "done"): 3})[0]
        '3 prices done'
    """
    english, chinese = [], []
    for (kind, state), number in sorted(counted.items(), key=lambda one: (-one[1], one[0])):
        name, name_zh = kind_words(kind)
        how, how_zh = STATES.get(state, (state, state))
        english.append(f"{number} {name} {how}")
        chinese.append(f"{name_zh} {number} 项{how_zh}")
    return ", ".join(english), "、".join(chinese)
