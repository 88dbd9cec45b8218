"""推广 · ads order 停投: the owner has ads stopped, or those run again that were stopped on such an order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.job import ASKS, Brief, Call, JobContext, job
from agents.language import Slots
from agents.owner_acts import Act, act_of, last_done, refused_since
from agents.owner_goods import goods_named, most_like, stands_in
from agents.owner_orders import OwnerOrder, wants_more
from agents.promotion.ad_figures import NO_ADS, keywords
from agents.trigger import OnIntent
from authority.tasks import Origin
from kit.facts import Fact
from kit.text import fold
from shops.models import Keyword

_ALL = re.compile(r"\b(?:all|every\w*)\b|所有|全|都|一切|统统|通通", re.IGNORECASE)
_SOURCE = "shop:keyword/"
_NO_NAME = re.compile(r"广告|关键词|推广|计划|投放|[的个这那]词")
_CAMPAIGN = re.compile(r"\bcampaigns?\b|计划", re.IGNORECASE)
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
    "still": (" Already standing still: {still}.", "本来就没有在投放的:{still}。"),
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
    zh, act = understood.language == "zh", act_of(ctx, understood.slots)
    is_plain = act is not None and act.order == OwnerOrder.ADS
    again = act.more if act is not None and is_plain else bool(wants_more(OwnerOrder.ADS, text))

    def say(name: str, **values: object) -> Brief:
        figures = {ASKS: name} if name == "which" else {}
        return Brief(draft=_WORDS[name][zh].format(**values), language=understood.language, figures=figures)

    if ctx.reads.ads is None:
        return Brief(draft=NO_ADS, language=understood.language)
    known = ctx.reads.ads.list_keywords()
    named = _named(ctx, act if is_plain else None, known, understood.slots)
    if named is None:
        return say("which", names=", ".join(one.text for one in known))
    if act is not None and act.bare and refused_since(ctx):
        return say("it", names=_ids(named))
    meant = _stopped_by_owner(ctx, named) if again else [one for one in keywords(ctx) if one in named]
    still = [one for one in named if one.paused and not again]
    if not meant:
        return say("none_stopped") if again else say("none_runs", still=_ids(named))
    if not is_plain:
        ids = _ids(meant)
        plainly = _PLAINLY[again][zh].format("" if len(named) == len(known) else ids).strip()
        return say("doubt_run" if again else "doubt_stop", names=ids, plainly=plainly)
    facts = tuple(Fact(id=one.id, text=f"{one.text} ({one.id})", source=_SOURCE + one.id) for one in meant)
    facts += tuple(Fact(id=one.id, text=f"{one.text} ({one.id}) is paused", source=_SOURCE + one.id) for one in still)
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
    draft = made.draft + (_WORDS["still"][zh].format(still=_ids(still)) if still else "")
    return made.model_copy(update={"draft": draft, "facts": (number, *facts), "calls": calls})


def _ids(found: Sequence[Keyword]) -> str:
    return ", ".join(one.id for one in found)


def _named(ctx: JobContext, act: Act | None, known: Sequence[Keyword], slots: Slots) -> list[Keyword] | None:
    """Give the keywords meant: those named by word, id, campaign or article, all where none is; None if unclear."""
    assert ctx.reads.ads is not None
    if act is not None and act.bare:
        last = {row.payload.get("keyword_id") for row in last_done(ctx.log, ctx.now)}
        return [one for one in known if one.id in last]
    folded = fold(act.said if act else ctx.task.input["text"]).lower()
    said = _NO_NAME.sub(" ", folded)
    all_campaigns = ctx.reads.ads.list_campaigns()
    campaigns = {one.id for one in all_campaigns if stands_in(one.name, folded) or stands_in(one.id, folded)}
    if found := [one for one in known if stands_in(one.text, folded) or stands_in(one.id, folded)]:
        return found
    if _CAMPAIGN.search(folded):
        # the kitchen campaign is “Kitchen and bags”
        campaigns = campaigns or set(most_like({one.id: one.name for one in all_campaigns}, said))
        if campaigns:
            return [one for one in known if one.campaign_id in campaigns]
    if slots.sku is not None:
        return [one for one in known if slots.sku in one.skus]
    alike = most_like({one.id: one.text for one in known}, said)
    found = [one for one in known if one.id in alike]
    found = found or [one for one in known if one.campaign_id in campaigns]
    skus = () if found else goods_named(slots, folded, ctx.reads.shop.list_variants())
    if found or skus:
        return found or [one for one in known if set(skus) & set(one.skus)]
    is_all = _ALL.search(folded) if act is None else not act.names_some
    return list(known) if is_all else None


def _stopped_by_owner(ctx: JobContext, named: list[Keyword]) -> list[Keyword]:
    """Give those keywords that stand still since the owner had them stopped."""
    last: dict[str, bool] = {}
    rows = ctx.log.list_effects(kinds=("set_keyword_paused",), states=("done",))
    for row in sorted(rows, key=lambda row: (row.settled_at or row.submitted_at, row.ordinal)):
        last[row.payload["keyword_id"]] = row.payload["paused"] and row.origin == Origin.OWNER
    return [one for one in named if one.paused and last.get(one.id)]
