"""Which keywords the owner's words mean, by word, campaign or article, and which of them an order runs again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from agents.evidence import shelved
from agents.job import JobContext
from agents.language import Slots
from agents.owner_acts import Act, campaign_names, last_done
from agents.owner_goods import goods_named, most_like, stands_in
from authority.docket import Docket
from authority.tasks import Origin
from kit.text import fold
from shops.models import Campaign, Keyword

_ALL = re.compile(r"\b(?:all|every\w*)\b|所有|全|都|一切|统统|通通", re.IGNORECASE)
_NO_NAME = re.compile(r"广告|关键词|推广|计划|投放|[的个这那]词")
_CAMPAIGN = re.compile(r"\bcampaigns?\b|计划", re.IGNORECASE)
_SEVERAL = re.compile(r"\bcampaigns\b", re.IGNORECASE)
Why = Literal["loss", "pace", "goods", "other", "elsewhere", "campaign"]


class Named(NamedTuple):
    """The keywords meant; None where that is unclear, then ``likely`` those of which a word may be meant.

    ``wholly`` where words name none of them, but all; ``campaign`` where they name one that is not known.
    """

    found: list[Keyword] | None
    likely: tuple[Keyword, ...] = ()
    wholly: bool = False
    campaign: bool = False


class Standing(NamedTuple):
    """A keyword that stands still, why, and whether an order that names it runs it again; ``by`` the effect."""

    keyword: Keyword
    why: Why
    by: Docket | None
    runs: bool


def keywords_named(ctx: JobContext, act: Act | None, known: Sequence[Keyword], slots: Slots) -> Named:
    """Give the keywords meant: those named by word, id, campaign or article, all where none is; None if unclear.

    A campaign is all its keywords, but for words that name some of them beside it; those of others are added.
    """
    assert ctx.reads.ads is not None
    if act is not None and act.bare:
        last = {row.payload.get("keyword_id") for row in last_done(ctx.log, ctx.now)}
        return Named([one for one in known if one.id in last])
    folded = fold(act.said if act else ctx.task.input["text"]).lower()
    whole = [one for one in known if stands_in(one.text, folded) or stands_in(one.id, folded)]
    left = _without(folded, [name for one in whole for name in (one.text, one.id)])
    campaigns = _campaigns(ctx.reads.ads.list_campaigns(), left)
    if campaigns:
        of_these = [one for one in known if one.campaign_id in campaigns]
        left = _without(left, [name for one in campaigns.values() for name in campaign_names(one)])
        beside = whole or _alike(known, left) or _showing(ctx, known, left)
        some = [one for one in beside if one.campaign_id in campaigns]
        others = [one for one in beside if one.campaign_id not in campaigns]
        return Named([one for one in known if one in (some or of_these) or one in others])
    alike = _alike(known, left)
    if whole:
        return Named([one for one in known if one in whole or one in alike])
    if _CAMPAIGN.search(folded):
        likely = alike or _showing(ctx, known, left)
        are_all = bool(_ALL.search(folded) or _SEVERAL.search(folded))
        is_one = len(ctx.reads.ads.list_campaigns()) == 1 and act is not None
        if likely or (act is not None and act.names_some) or not (are_all or is_one):
            return Named(None, tuple(likely), campaign=True)
    if slots.sku is not None:
        return Named([one for one in known if slots.sku in one.skus])
    parts = most_like({one.id: " ".join(campaign_names(one)) for one in ctx.reads.ads.list_campaigns()}, left)
    skus = {*goods_named(slots, left, ctx.reads.shop.list_variants())}
    found = alike or [one for one in known if one.campaign_id in parts]
    found = found or [one for one in known if skus & {*one.skus}]
    if found or skus:
        return Named(found)
    is_all = _ALL.search(folded) if act is None else not act.names_some
    return Named(list(known), wholly=True) if is_all else Named(None)


def _campaigns(known: Sequence[Campaign], said: str) -> dict[str, Campaign]:
    """Give the campaigns that stand in words by name or id; beside “campaign” a part of a name will do."""
    found = {one.id: one for one in known if stands_in(one.name, said) or stands_in(one.id, said)}
    if not found and _CAMPAIGN.search(said):
        # the kitchen campaign is “Kitchen and bags”
        parts = most_like({one.id: " ".join(campaign_names(one)) for one in known}, _NO_NAME.sub(" ", said))
        found = {one.id: one for one in known if one.id in parts}
    return found


def _without(said: str, names: Sequence[str]) -> str:
    """Blank names, and the words of them, in folded words."""
    for name in sorted((fold(one).lower() for one in names), key=len, reverse=True):
        parts = (name, *name.split()) if name.isascii() else (name,)
        for part in parts:
            bound = rf"(?<![a-z0-9-]){re.escape(part)}(?![a-z0-9-])" if part.isascii() else re.escape(part)
            said = re.sub(bound, " ", said)
    return said


def _alike(known: Sequence[Keyword], said: str) -> list[Keyword]:
    alike = most_like({one.id: one.text for one in known}, _NO_NAME.sub(" ", said))
    return [one for one in known if one.id in alike]


def _showing(ctx: JobContext, known: Sequence[Keyword], said: str) -> list[Keyword]:
    """Give the keywords of goods that words name for certain."""
    sure = Slots(sku=ctx.understand(said, "owner").slots.sku)
    skus = {*goods_named(sure, said, ctx.reads.shop.list_variants())}
    return [one for one in known if skus & {*one.skus}]


def standing_still(ctx: JobContext, named: Sequence[Keyword], *, wholly: bool) -> list[Standing]:
    """Give those of some keywords that stand still, and whether they run again.

    Those that the owner stopped do; where they are named, by themselves or by campaign or article, those too that the
    staff stopped, but for goods that are off the shelf. What was stopped elsewhere, nobody here starts.
    """
    last: dict[str, Docket] = {}
    rows = ctx.log.list_effects(kinds=("set_keyword_paused",), states=("done",))
    for row in sorted(rows, key=lambda row: (row.settled_at or row.submitted_at, row.ordinal)):
        last[row.payload["keyword_id"]] = row
    resting = {one.id for one in ctx.reads.ads.list_campaigns() if one.paused} if ctx.reads.ads else set()
    found = []
    for one in named:
        by = last.get(one.id)
        by = by if by is not None and by.payload["paused"] else None
        if not one.paused:
            found += [Standing(one, "campaign", None, runs=False)] if one.campaign_id in resting else []
            continue
        why: Why = "elsewhere" if by is None else by.payload["cause"]
        if by is not None and by.origin != Origin.OWNER and why == "goods" and {*one.skus} <= shelved(ctx):
            why = "other"
        owners = by is not None and by.origin == Origin.OWNER
        found.append(Standing(one, why, by, runs=owners or (by is not None and not wholly and why != "goods")))
    return found
