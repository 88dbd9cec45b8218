"""推广 · ads order 停投: the owner has ads stopped, or those run again that were stopped on such an order."""

from __future__ import annotations

from collections.abc import Sequence

from agents.job import ASKS, Brief, Call, JobContext, job
from agents.owner_acts import act_of, refused_since
from agents.owner_orders import OwnerOrder, wants_more
from agents.promotion.ad_figures import NO_ADS, keywords
from agents.promotion.ads_named import Standing, keywords_named, standing_still
from agents.trigger import OnIntent
from authority.tasks import Origin
from kit.facts import Fact
from shops.models import Keyword

_SOURCE = "shop:keyword/"
_PLAINLY = {False: ("pause the ads {}", "停投广告 {}"), True: ("resume the ads {}", "恢复广告 {}")}
_WORDS = {
    "which": (
        "Which ads? I know none by those words, so nothing was done. Name a keyword, a campaign or an article "
        "({names}), or say “stop all ads”.",
        "是哪些广告?按这句话没有找到,所以什么都没有做。请说出关键词、计划或商品({names}),或说“停掉所有广告”。",
    ),
    "doubt_stop": (
        "Keywords that would stop: {names}. Your words say more than that, so nothing was done. To have it done, write "
        "“{plainly}”.",
        "听起来要停投 {names},但话里还有别的意思,所以什么都没有做。要做请直接写:“{plainly}”。",
    ),
    "doubt_run": (
        "Keywords that would run again: {names}. Your words say more than that, so nothing was done. To have it done, "
        "write “{plainly}”.",
        "听起来要恢复投放 {names},但话里还有别的意思,所以什么都没有做。要做请直接写:“{plainly}”。",
    ),
    "it": (
        "That may mean what you ordered just now or {names} before it, so nothing was done. Please name which.",
        "可能是指您刚才说的,也可能是之前的 {names},所以什么都没有做。请说出是哪个。",
    ),
    "none_runs": (
        "All of these stand still already, so nothing was done: {still}.",
        "这些关键词本来就没有在投放,所以什么都没有做:{still}。",
    ),
    "campaign": (
        "No campaign is called that: {campaigns} are. By those words I know the keywords {names}; to name them, write "
        "“{plainly}”. Nothing was done.",
        "没有叫这个名字的计划,计划有:{campaigns}。按这句话找到的是关键词 {names},要指它们请写:“{plainly}”。"
        "目前什么都没有做。",
    ),
    "no_campaign": (
        "Which campaign? There are {campaigns}. Name one of these, or keywords ({names}). Nothing was done.",
        "是哪个计划?计划有:{campaigns}。请说出其中一个,或关键词({names})。目前什么都没有做。",
    ),
    "none_stopped": (
        "No keyword stands still on your order, so nothing was done. To run what the staff has stopped, name its "
        "keyword, campaign or article.",
        "没有因您的要求而暂停的关键词,所以什么都没有做。店员自己暂停的,要恢复请说出关键词、计划或商品。",
    ),
    "none_named": (
        "None of these keywords can run again: nothing was done.",
        "这些关键词没有可以恢复的,所以什么都没有做。",
    ),
    "run_already": ("All of these run: {names}. Nothing was done.", "这些关键词都在投放:{names},所以什么都没有做。"),
    "stop": (
        "Keywords to stop: {number}. “Resume the ads” runs them again; that the staff starts none meanwhile, say with "
        '`shopstaff stop --action ads --why "TEXT"`.',
        "要暂停的关键词:{number} 个。说“恢复广告”即可重新投放;如要店员期间也不再开新词,请运行 "
        '`shopstaff stop --action ads --why "原因"`。',
    ),
    "still": (" Already standing still: {still}.", "本来就没有在投放的:{still}。"),
    "run": ("Keywords to run again: {number}.", "要恢复投放的关键词:{number} 个。"),
    "by_staff": (" Of these the staff had stopped: {names}.", "其中店员暂停的:{names}。"),
    "stays": (" Still standing still: {names}.", "仍然暂停的:{names}。"),
}
_WHY = {
    "loss": ("the staff stopped it: it loses money", "店员因亏损暂停"),
    "pace": ("the staff stopped it: the day's budget must last", "店员为当日预算暂停"),
    "goods": ("its goods are off the shelf", "商品已下架"),
    "other": ("the staff stopped it", "店员暂停"),
    "elsewhere": ("not stopped by the staff: start it where it was stopped", "不是店员暂停的,请在暂停的地方恢复"),
    "campaign": ("its campaign stands still on the platform", "所属计划在平台上是暂停的"),
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
    zh, act = understood.language == "zh", act_of(ctx, understood.slots)
    is_plain = act is not None and act.order == OwnerOrder.ADS
    again = act.more if act is not None and is_plain else bool(wants_more(OwnerOrder.ADS, text))

    def say(name: str, **values: object) -> Brief:
        figures = {ASKS: name} if name == "which" else {}
        return Brief(draft=_WORDS[name][zh].format(**values), language=understood.language, figures=figures)

    if ctx.reads.ads is None:
        return Brief(draft=NO_ADS, language=understood.language)
    known = ctx.reads.ads.list_keywords()
    named = keywords_named(ctx, act if is_plain else None, known, understood.slots)
    if named.found is None:
        campaigns = ", ".join(one.name for one in ctx.reads.ads.list_campaigns())
        plainly = _PLAINLY[again][zh].format(_ids(named.likely))
        name = "which" if not named.campaign else "campaign" if named.likely else "no_campaign"
        names = _ids(named.likely) or ", ".join(one.text for one in known)
        return say(name, campaigns=campaigns, names=names, plainly=plainly)
    if act is not None and act.bare and refused_since(ctx):
        return say("it", names=_ids(named.found))
    still = standing_still(ctx, named.found, wholly=named.wholly)
    meant = [one.keyword for one in still if one.runs] if again else _running(ctx, named.found)
    if not meant:
        none = ("none_stopped" if named.wholly else "none_named" if still else "run_already") if again else "none_runs"
        return _with_stays(say(none, names=_ids(named.found), still=_ids(named.found)), still, again=again, zh=zh)
    if not is_plain:
        ids = _ids(meant)
        plainly = _PLAINLY[again][zh].format("" if len(named.found) == len(known) else ids).strip()
        return say("doubt_run" if again else "doubt_stop", names=ids, plainly=plainly)
    facts = tuple(Fact(id=one.id, text=f"{one.text} ({one.id})", source=_SOURCE + one.id) for one in meant)
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
    made = made.model_copy(update={"facts": (number, *facts), "calls": calls})
    return _with_stays(made, still, again=again, zh=zh)


def _running(ctx: JobContext, named: Sequence[Keyword]) -> list[Keyword]:
    return [one for one in keywords(ctx) if one in named]


def _with_stays(made: Brief, still: Sequence[Standing], *, again: bool, zh: bool) -> Brief:
    """Add which keywords stood still already, or still do and why, and which that run again the staff had stopped."""
    draft = made.draft
    stays = [one for one in still if not one.runs or not again]
    if again:
        by_staff = [one for one in still if one.runs and one.by is not None and one.by.origin != Origin.OWNER]
        draft += _WORDS["by_staff"][zh].format(names=_whys(by_staff, zh)) if by_staff else ""
        draft += _WORDS["stays"][zh].format(names=_whys(stays, zh)) if stays else ""
    elif stays and made.calls:
        draft += _WORDS["still"][zh].format(still=_ids([one.keyword for one in stays]))
    facts = tuple(
        Fact(
            id=one.keyword.id,
            text=f"{one.keyword.text} ({one.keyword.id}) is paused: {_WHY[one.why][0]}",
            source=f"ledger:{one.by.id}" if one.by else _SOURCE + one.keyword.id,
        )
        for one in stays
    )
    return made.model_copy(update={"draft": draft, "facts": (*made.facts, *facts)})


def _whys(some: Sequence[Standing], zh: bool) -> str:
    return ", ".join(f"{one.keyword.id} ({_WHY[one.why][zh]})" for one in some)


def _ids(found: Sequence[Keyword]) -> str:
    return ", ".join(one.id for one in found)
