"""Verdicts and states in words, Chinese and English. Numbers come from the stored verdict, never from a calculation.

A rule has a sentence in both languages. Where its stored reason has numbers or names, a pattern takes them out for the
Chinese sentence; the English one is the stored reason itself.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Words(NamedTuple):
    """How a rule is said: what it demands in English and Chinese, a pattern of its reason, and the Chinese with it."""

    en: str
    zh: str
    pattern: str = ""
    zh_filled: str = ""


RULES: dict[str, Words] = {
    "within_limits": Words("it is inside every limit", "在所有限度之内"),
    "approved": Words("a person approved it and no rule denies it", "已经人工批准,且没有规则禁止"),
    "exposure.undeclared": Words("what it risks is not declared", "没有说明风险,需人工决定"),
    "exposure.unbounded": Words(
        "what it sells, prices or spends cannot be told, so no limit can be judged", "无法得知金额,因此无法核对限额"
    ),
    "exposure.money": Words("refunds are declared as money that leaves", "退款必须申报为支出"),
    "exposure.orders": Words("handled orders are named", "所处理的订单必须写明"),
    "stopped": Words("the kill switch is pulled", "急停开关已拉下", r"stopped: (\S+)", "急停开关已拉下({0})"),
    "level.watch": Words("this kind of work is watch only", "此类工作只能观察"),
    "level.propose": Words("this kind of work is proposed, a person decides", "此类工作只能提议,由人决定"),
    "floor.unknown_cost": Words(
        "unknown cost means no floor",
        "成本未知,没有底价,不能出售",
        r"the cost of (\S+) is",
        "{0} 成本未知,没有底价,不能出售",
    ),
    "floor": Words(
        "no price below the floor",
        "价格不得低于底价",
        r"(.+) at (\d+) pieces: (\S+) is below the floor of (\S+)",
        "{0} 数量 {1} 件时单价 {2},低于底价 {3}",
    ),
    "ladder": Words("quantities rise, prices do not", "阶梯价:数量递增,单价不增"),
    "price.move_24h": Words(
        "a price moves little in 24 hours",
        "24 小时内调价幅度超限",
        r"(.+) would move ([\d.]+%) in .*limit is ([\d.]+%)",
        "{0} 在 24 小时内将变动 {1},上限 {2}",
    ),
    "price.move_30d": Words(
        "a price moves little in 30 days",
        "30 天内调价幅度超限",
        r"(.+) would move ([\d.]+%) in .*limit is ([\d.]+%)",
        "{0} 在 30 天内将变动 {1},上限 {2}",
    ),
    "price.unequal": Words("like buyers pay the same", "同等买家同等价格"),
    "quote.term": Words("an offer has an end", "报价必须有期限", r"within (\d+) days", "报价必须在 {0} 天内到期"),
    "refund.line": Words(
        "the refunded line exists", "订单中没有这一行", r"order (\S+) has no line (\S+)", "订单 {0} 没有 {1} 这一行"
    ),
    "refund.sum": Words(
        "never more than was paid",
        "退款不得超过已付金额",
        r"line (\S+): (\S+) asked, (\S+) left",
        "{0}:要求退 {1},最多还可退 {2}",
    ),
    "refund.amount": Words(
        "a large refund is approved", "单笔退款超限", r"(\S+) is above (\S+) per", "{0} 超过单笔退款上限 {1}"
    ),
    "refund.buyer": Words(
        "few refunds to one buyer", "该买家退款次数过多", r"had (\d+) refunds", "该买家 30 天内已退款 {0} 次"
    ),
    "refund.day": Words("the day's refunds are bounded", "当日退款总额超限", r"would pass (\S+)", "当日退款将超过 {0}"),
    "ship.line": Words(
        "the shipped line exists", "订单中没有这一行", r"order (\S+) has no line (\S+)", "订单 {0} 没有 {1} 这一行"
    ),
    "ship.unpaid": Words(
        "only paid orders are shipped", "未付款不发货", r"order (\S+) is not paid", "订单 {0} 未付款,不发货"
    ),
    "ship.refunded": Words("what was refunded stays", "已全额退款,不发货", r"line (\S+) was", "{0} 已全额退款,不发货"),
    "ship.twice": Words(
        "nothing is shipped twice", "不得重复发货", r"line (\S+) has (-?\d+) left", "{0} 只剩 {1} 件未发"
    ),
    "ship.stock": Words("only what is in the house", "库存不足", r"(.+): (-?\d+) in the house", "{0} 库存只有 {1} 件"),
    "ads.bid": Words(
        "a bid stays in its range", "出价超出范围", r"bid of (\S+) is above (\S+)", "出价 {0} 超出上限 {1} 或低于下限"
    ),
    "ads.step": Words(
        "bids move in steps",
        "单次调价过大",
        r"(\S+) to (\S+) is more than one step of (\S+)",
        "{0} 到 {1} 超过一步 {2}",
    ),
    "ads.day": Words("daily ad budgets are bounded", "日推广预算超限", r"are above (\S+)", "日推广预算超过 {0}"),
    "production.30d": Words(
        "30 days' production is bounded", "30 天备货金额超限", r"would be above (\S+)", "30 天备货将超过 {0}"
    ),
    "production.order": Words(
        "production orders are the owner's", "备货由老板决定", r"^(\S+): ", "备货 {0},由老板决定"
    ),
    "promotion.audience": Words(
        "a discount for many is a price change",
        "面向过多买家的优惠等于调价",
        r"for ([\d.]+%)",
        "优惠面向 {0} 的买家,等于调价",
    ),
    "promotion.new": Words(
        "the first discount of a type and depth is the owner's",
        "新的优惠类型或力度由老板决定",
        r"^(\S+) of ([\d.]+%)",
        "优惠类型 {0}、力度 {1} 尚未批准过",
    ),
    "giveaway.day": Words(
        "the day's giveaways are bounded", "当日赠送超限", r"would be above (\S+)", "当日赠送将超过 {0}"
    ),
    "concession.rate": Words(
        "a concession is small", "让价幅度超限", r"(.+): more than ([\d.]+%)", "{0} 让价超过阶梯价的 {1}"
    ),
    "concession.condition": Words(
        "a condition gives its published share",
        "让价超过条件对应的公开幅度",
        r"(.+): (.+) give no more than ([\d.]+%)",
        "{0}:条件 {1} 最多让价 {2}",
    ),
    "concession.30d": Words("concessions are bounded", "30 天让价超限", r"would be above (\S+)", "30 天让价将超过 {0}"),
    "money.negative": Words("no negative amount", "金额不能为负"),
    "money.budget": Words("money that leaves names its budget", "支出必须写明预算"),
    "buyer.scope": Words("a buyer's message touches only that buyer's own", "买家消息只能涉及该买家自己的事"),
    "like_effect": Words("the same was done lately", "近期已做过同样的事", r"lately: (\S+)", "近期已做过同样的事:{0}"),
    "message.rate": Words("a buyer is not flooded", "消息过于频繁", r"^(\d+) messages", "一小时内已发 {0} 条消息"),
    "message.quiet": Words("quiet hours", "免打扰时段"),
    "words.secret": Words("no buyer is told who supplies the shop", "不向买家透露供应商"),
    "limits.currency": Words("the limits are amounts in another currency", "限额的币种与店铺不同"),
    "limits.unstated": Words("the owner has not stated amounts in this currency yet", "老板尚未按本店币种设定限额"),
    "words.leads_out": Words("only configured contacts and payment details", "只能发送已配置的联系方式与收款信息"),
    "words.banned": Words("banned words are looked at", "含违禁词,需人工查看"),
    "claims": Words("words match facts and ledger", "所说内容与事实或账本不符"),
    "limits.owner": Words("limits are the owner's", "限度由老板决定"),
}

STATES: dict[str, tuple[str, str]] = {
    "intent": ("written down", "已记录"),
    "applying": ("being carried out", "执行中"),
    "held": ("waits for a decision", "待审批"),
    "denied": ("denied", "被禁止"),
    "rejected": ("rejected by a person", "被人工否决"),
    "expired": ("ran out without a decision", "已过期,未获审批"),
    "done": ("done", "已执行"),
    "partial": ("done in part", "部分执行"),
    "refused": ("refused by the shop", "平台拒绝"),
    "unsupported": ("not possible on this platform", "平台不支持"),
    "needs_person": ("a person has to finish it", "需要人工完成"),
    "unknown": ("the outcome is not known yet", "结果未知"),
}

LABELS: dict[str, tuple[str, str]] = {
    "because": ("because", "理由"),
    "verdict": ("verdict", "裁决"),
    "limits": ("limits", "限度版本"),
    "now": ("now", "现状"),
    "decided": ("decided by", "决定人"),
    "undone": ("undone by", "已撤销于"),
    "undoes": ("takes back", "撤销的是"),
    "approver": ("least class that may approve", "至少需要的审批人"),
    "expires": ("expires", "过期时间"),
    "fact": ("fact", "事实"),
    "more": ("more facts (--json shows all)", "条更多事实(--json 显示全部)"),
    "from": ("from", "来源"),
    "due": ("due", "时间"),
    "model": ("model", "模型"),
    "entry": ("ledger entry", "账本条目"),
    "erased": ("erased with its buyer", "已随买家信息删除"),
    "allow": ("allowed", "允许"),
    "hold": ("held", "待人工决定"),
    "deny": ("denied", "禁止"),
    "intent": ("asked for", "提出"),
    "verdict_entry": ("judged", "裁决"),
    "approval": ("decided", "审批"),
    "outcome": ("outcome", "结果"),
    "owner": ("owner", "老板"),
    "manager": ("manager", "店长"),
}


def label(name: str, language: str) -> str:
    """Give a word of the explanation; one without a translation as it is."""
    return LABELS.get(name, (name, name))[language == "zh"]


def state_words(state: str, language: str) -> str:
    """Say a state of an effect."""
    return STATES.get(state, (state, state))[language == "zh"]


def rule_words(rule: str, why: str, language: str) -> str:
    """Say why a rule ruled as it did, with the numbers of the stored reason.

    Example:
        >>> rule_words("refund.amount", "£25.00 is above £20.00 per refund", "zh")
        '£25.00 超过单笔退款上限 £20.00'
    """
    words = RULES.get(rule)
    if words is None or language != "zh":
        return why or (words.en if words else "")
    found = re.search(words.pattern, why) if words.pattern else None
    if found:
        return words.zh_filled.format(*found.groups())
    return words.zh if not why or rule in ("within_limits", "approved") else f"{words.zh}({why})"
