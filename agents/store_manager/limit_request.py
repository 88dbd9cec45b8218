"""店长 · limit request 限额: asked for another limit, the owner is given the command; nothing is changed here."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from agents.job import Brief, JobContext, job
from agents.language_patterns import DIRECTIONS, Intent
from agents.trigger import OnIntent
from authority.limits import amounts
from kit.facts import Fact
from kit.money import format_minor, parse_minor
from kit.text import fold

_KEYS = (
    (
        r"refund.{0,20}(?:day|daily)|(?:day|daily).{0,20}refund"
        r"|(?:每[日天]|当[日天]).{0,6}退款|退款.{0,6}每[日天]",
        "refund.per_day",
    ),
    (r"refund|退款", "refund.auto_per_effect"),
    (r"\bbids?\b|出价", "ads.max_bid"),
    (r"\bads?\b|advert|广告|推广", "ads.per_day"),
    (r"giveaway|gift|赠", "giveaway.per_day"),
    (r"concession|discount|让价|优惠|折扣", "concession.per_30d"),
    (r"production|factory|生产|采购", "production.auto_per_order"),
    (r"price|价格|调价|涨价|降价", "price.move_24h"),
    (r"message|消息|短信", "message.per_thread_hour"),
    (r"quote|报价", "quote.max_valid_days"),
)
_SHARE = re.compile(r"\d\s?%|\bper ?cent\b|百分之|\d\s?个点|[一二三四五六七八九\d]折", re.IGNORECASE)
_RATES = ("price.move_24h", "concession.max_rate")
_COUNTS = ("message.per_thread_hour", "quote.max_valid_days")
_TO = re.compile(
    r"(?:\b(?:to|under|below|within|at|than|of)|到|至|成|为|在|过|于)\s*([£¥$€]?\s?\d[\d,]*(?:\.\d+)?)\s*(%|percent)?",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"\b(?:under|below|within|at most|no(?:t)? more than|max\w*|cap)\b|以内|以下|不超过?|别超过?|最多|上限|低于",
    re.IGNORECASE,
)
_BUDGET = re.compile(r"\bbudgets?\b|预算", re.IGNORECASE)
_ONE_CAMPAIGN = re.compile(r"\bcampaigns?\b|(?:广告|推广|投放)(?:的)?计划|[那这]个计划", re.IGNORECASE)
_HELD_ALREADY = (
    "Words in a chat change no limit, and none is needed: {key} is {now} already, so no discount off the ladder "
    "goes above that.",
    "聊天里的话不会改动任何限额;这里也不用改:{key} 现在就是 {now},让价不会超过它。",
)
_EN = (
    "Words in a chat change no limit, so I have done nothing. {key} is {now} now; to change it run: "
    'shopstaff limits set {key} {value} --why "TEXT"'
)
_ZH = (
    "聊天里的话不会改动任何限额,我什么都没有改。{key} 现在是 {now};"
    '要改请运行:shopstaff limits set {key} {value} --why "原因"'
)
_CAMPAIGN = (
    "I changed nothing: the daily budget of one campaign cannot be set in a chat. {names}. The staff splits the ads' "
    "money among the campaigns; ads.per_day ({cap}) caps the ads of the whole shop, so do not set it to one "
    "campaign's budget. Set that on the ads platform; the staff goes on from what it finds there.",
    "我什么都没有改:聊天里不能改单个推广计划的日预算。{names}。店员会在各计划之间分配推广费;ads.per_day({cap})是全店广告的"
    "每日上限,请不要改成一个计划的预算。单个计划的预算请在推广后台设置,店员会按那里的状态继续。",
)
_OTHER_WAY = (
    "I changed nothing: {key} is {now} now, and {value} would move it the other way than you say. `shopstaff limits "
    "show` lists every limit.",
    "我什么都没有改:{key} 现在是 {now},改成 {value} 与您说的方向相反。各项限额见 `shopstaff limits show`。",
)
_EN_WHICH = (
    "Words in a chat change no limit, so I have done nothing. `shopstaff limits show` lists every limit by its key."
)
_ZH_WHICH = "聊天里的话不会改动任何限额,我什么都没有改。各项限额及名称见 `shopstaff limits show`。"


@job(
    "store_manager",
    "Limit request",
    "限额",
    OnIntent((Intent.LIMIT,)),
    action="care",
    speaks=True,
    lane="conversation",
)
def limit_request(ctx: JobContext) -> Brief:
    """Say which command changes the limit that was asked for; a limit is the owner's to change, never yours."""
    text = ctx.task.input["text"]
    language = ctx.understand(text, "owner").language
    if (brief := _of_a_campaign(ctx, text, language)) is not None:
        return brief
    key = next((key for pattern, key in _KEYS if re.search(pattern, text, re.IGNORECASE)), None)
    # a share of a price is another limit than the money of 30 days
    key = "concession.max_rate" if key == "concession.per_30d" and _SHARE.search(text) else key
    if key is None:
        return Brief(draft=_ZH_WHICH if language == "zh" else _EN_WHICH, language=language)
    table, name = key.split(".")
    now = ctx.limits.model_dump(mode="json")[table][name]
    value = _value(ctx, key, text)
    shown = format_minor(now, ctx.limits.currency) if name in amounts().get(table, ()) else now
    fact = Fact(id=f"limit.{key}", text=f"{key} is {shown}", value=now, source=f"limits:{ctx.limits.digest}")
    asked = Fact(
        id="limit.asked", text=f"asked for: {key} {value}, as the limits are written", source=f"task:{ctx.task.id}"
    )
    draft = (_ZH if language == "zh" else _EN).format(key=key, now=shown, value=value)
    if (
        key == "concession.max_rate"
        and value != "VALUE"
        and _AT_MOST.search(text)
        and Decimal(str(now)) <= Decimal(value)
    ):
        draft = _HELD_ALREADY[language == "zh"].format(key=key, now=shown)
    elif value != "VALUE" and _is_other_way(text, Decimal(value) - Decimal(str(now))):
        wanted = format_minor(int(value), ctx.limits.currency) if shown != now else value
        draft = _OTHER_WAY[language == "zh"].format(key=key, now=shown, value=wanted)
    return Brief(facts=(fact, asked), draft=draft, language=language)


def _of_a_campaign(ctx: JobContext, text: str, language: Literal["zh", "en"]) -> Brief | None:
    """Answer words about the budget of one campaign: no limit is the place for it; None of other words."""
    if ctx.reads.ads is None or not _BUDGET.search(text):
        return None
    said = fold(text).lower()
    every = ctx.reads.ads.list_campaigns()
    named = [one for one in every if fold(one.name).lower() in said]
    if not named and not _ONE_CAMPAIGN.search(text):
        return None
    facts = tuple(
        Fact(
            id=f"campaign.{one.id}",
            text=f"{one.name}: {format_minor(one.daily_budget, one.currency)}",
            value=one.daily_budget,
            source=f"ads:campaign/{one.id}",
        )
        for one in named or every
    )
    cap = format_minor(ctx.limits.ads.per_day, ctx.limits.currency)
    limit = Fact(id="limit.ads.per_day", text=f"ads.per_day is {cap}", source=f"limits:{ctx.limits.digest}")
    draft = _CAMPAIGN[language == "zh"].format(names="; ".join(fact.text for fact in facts), cap=cap)
    return Brief(facts=(*facts, limit), draft=draft, language=language)


def _is_other_way(text: str, change: Decimal) -> bool:
    """Tell whether a change of a limit goes the other way than the only one that the words name."""
    up, down = (bool(cue.search(re.sub("[加增]到", "涨到", fold(text)))) for cue in DIRECTIONS.values())
    return up != down and ((change < 0) if up else (change > 0))


def _value(ctx: JobContext, key: str, text: str) -> str:
    """Write the amount named as the limits do: minor units, a share of 1, or a count; VALUE if none was named."""
    found = _TO.search(text)
    if found is None:
        return "VALUE"
    plain = re.sub(r"[£¥$€,\s]", "", found[1])
    if key in _RATES:
        return str(Decimal(plain) / 100) if found[2] else plain
    if key in _COUNTS:
        return plain
    try:
        return str(parse_minor(plain, ctx.info.currency))
    except ValueError:
        return "VALUE"
