"""推广 · ads order 停投: the owner has ads stopped, or those run again that were stopped on such an order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.job import ASKS, Brief, Call, JobContext, job
from agents.owner_orders import OwnerOrder, wants_more
from agents.promotion.ad_figures import NO_ADS, keywords
from agents.trigger import OnIntent
from authority.tasks import Origin
from kit.facts import Fact
from kit.text import fold
from shops.models import Keyword

_COMMON = re.compile(
    r"\b(?:stop|pause|halt|suspend|kill|end|cancel|disable|turn|switch|shut|off|down|resume|restart|reactivate|re-?enable"
    r"|un-?pause|unfreeze|start|bring|put|back|on|again|please|now|all|every|of|the|our|my|ads?|advert\w*|campaigns?"
    r"|keywords?|running|immediately|today|for|can|could|will|would|you|me|us|at|once|just|shop|store)\b"
    r"|停止|停掉|停用|停|暂停|关闭|关掉|关|中止|叫停|冻结|撤掉|撤下|恢复|重新|重启|继续|打开|开启|启动|启用|取消暂停|开|投放|投|打|推"
    r"|所有|全部|全|都|一切|广告|推广|直通车|关键词|店里|店铺|本店|我们|我|的|了|吧|先|请|马上|立刻|立即|赶紧|现在|今天|一下|下|把|将|给|帮"
    r"|目前|在跑|正在|别|不要|再|可以|能不能|能|吗|好|掉|来|起|回|麻烦|谢谢|辛苦|劳驾|您|你|那个|\bthanks?\b|\bcheers\b",
    re.IGNORECASE | re.ASCII,
)
"""Words of an order that means all ads; where others are left, it means some of them."""
_WORDS = {
    "which": (
        "Which ads? I know none by those words, so nothing was done. Name a keyword, a campaign or an article "
        "({names}), or say “stop all ads”.",
        "是哪些广告?按这句话没有找到,所以什么都没有做。请说出关键词、计划或商品({names}),或说“停掉所有广告”。",
    ),
    "none_runs": ("No such keyword runs, so nothing was done.", "没有在投放的此类关键词,所以什么都没有做。"),
    "none_stopped": (
        "No such keyword stands still on your order, so nothing was done. What the staff has stopped itself runs again "
        "with `shopstaff undo ID`; `shopstaff audit` lists the ids.",
        "没有因您的要求而暂停的此类关键词,所以什么都没有做。"
        "店员自己暂停的可用 `shopstaff undo ID` 恢复,编号见 `shopstaff audit`。",
    ),
    "stop": (
        "Keywords to stop: {number}. “Resume the ads” runs them again; that the staff starts none meanwhile, say with "
        '`shopstaff stop --action ads --why "TEXT"`.',
        "要暂停的关键词:{number} 个。说“恢复广告”即可重新投放;如要店员期间也不再开新词,请运行 "
        '`shopstaff stop --action ads --why "原因"`。',
    ),
    "run": (
        "Keywords to run again, those stopped on your order: {number}.",
        "要恢复投放的关键词(因您的要求而暂停的):{number} 个。",
    ),
}


@job(
    "promotion",
    "Ads order",
    "停投",
    OnIntent((OwnerOrder.ADS,)),
    tools=("set_keyword_paused",),
    action="ads",
    speaks=True,
    lane="conversation",
)
def ads_order(ctx: JobContext) -> Brief:
    """Stop the ads that the owner names, or run those again that stand still on such an order."""
    text = ctx.task.input["text"]
    understood = ctx.understand(text, "owner")
    zh, again = understood.language == "zh", bool(wants_more(OwnerOrder.ADS, text))

    def say(name: str, **values: object) -> Brief:
        figures = {ASKS: name} if name == "which" else {}
        return Brief(draft=_WORDS[name][zh].format(**values), language=understood.language, figures=figures)

    if ctx.reads.ads is None:
        return Brief(draft=NO_ADS, language=understood.language)
    known = ctx.reads.ads.list_keywords()
    named = _named(ctx, text, known, understood.slots.sku)
    if named is None:
        return say("which", names=", ".join(one.text for one in known))
    meant = _stopped_by_owner(ctx, named) if again else [one for one in keywords(ctx) if one in named]
    if not meant:
        return say("none_stopped" if again else "none_runs")
    facts = tuple(Fact(id=one.id, text=f"{one.text} ({one.id})", source=f"shop:keyword/{one.id}") for one in meant)
    number = Fact(id="ads.meant", text=f"keywords meant: {len(meant)}", value=len(meant), source="shop:keywords")
    reason = f"the owner asked for it: {text}"
    calls = tuple(
        Call(
            tool="set_keyword_paused",
            args={"keyword_id": one.id, "paused": not again, "cause": "other", "reason": reason},
        )
        for one in meant
    )
    made = say("run" if again else "stop", number=len(meant))
    return made.model_copy(update={"facts": (number, *facts), "calls": calls})


def _named(ctx: JobContext, text: str, known: Sequence[Keyword], sku: str | None) -> list[Keyword] | None:
    """Give the keywords meant: those named by word, id, campaign or article, all where none is; None if unclear."""
    assert ctx.reads.ads is not None
    folded = fold(text).lower()
    if sku is not None:
        return [one for one in known if sku in one.skus]
    campaigns = {
        one.id for one in ctx.reads.ads.list_campaigns() if _stands_in(one.name, folded) or _stands_in(one.id, folded)
    }
    found = [one for one in known if _stands_in(one.text, folded) or _stands_in(one.id, folded)]
    # 杯垫 names the keyword 杯垫 定制, and 软胶冰箱贴批发 the one of both words, not all that hold 批发
    shared = {one.id: sum(_stands_in(word, folded) for word in one.text.split() if len(word) > 1) for one in known}
    most = max(shared.values(), default=0)
    found = found or [one for one in known if most and shared[one.id] == most]
    found = found or [one for one in known if one.campaign_id in campaigns]
    # what is left over of the words names something that is not known here
    return found or (None if re.search(r"\w", _COMMON.sub(" ", folded)) else list(known))


def _stands_in(name: str, text: str) -> bool:
    name = fold(name).lower()
    return bool(re.search(rf"(?<![a-z0-9-]){re.escape(name)}(?![a-z0-9-])", text))


def _stopped_by_owner(ctx: JobContext, named: list[Keyword]) -> list[Keyword]:
    """Give those keywords that stand still since the owner had them stopped."""
    last: dict[str, bool] = {}
    rows = ctx.log.list_effects(kinds=("set_keyword_paused",), states=("done",))
    for row in sorted(rows, key=lambda row: (row.settled_at or row.submitted_at, row.ordinal)):
        last[row.payload["keyword_id"]] = row.payload["paused"] and row.origin == Origin.OWNER
    return [one for one in named if one.paused and last.get(one.id)]
