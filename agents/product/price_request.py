"""商品 · price request 改价: the owner names a product and a price or a percentage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from agents.evidence import money, today, waiting_like
from agents.job import ASKS, Brief, Call, JobContext, job
from agents.language import Slots, Understanding
from agents.language_patterns import Intent
from agents.owner_goods import goods_named
from agents.owner_spans import span_asked
from agents.product.goods_together import BETWEEN, goods_together
from agents.product.price_wish import PriceWish, moved, prices_left, says_only_that, settled, wishes
from agents.product.prices_each import prices_each
from agents.trigger import OnIntent
from kit.facts import Fact
from kit.numerals import NUMERAL, number
from kit.text import fold
from shops.models import Tier, Variant
from shops.terms import floor_price

_FROM = re.compile(
    rf"({NUMERAL})\s?(?:个|件|只|套|箱|张)?(?:以上|起批?|起订)|满\s?({NUMERAL})\s?(?:个|件|只|套|箱|张)"
    rf"|\b(?:from|at)\s({NUMERAL})\s(?:pieces|pcs|units)\b"
    rf"|\b({NUMERAL})\s?(?:\+|(?:pieces|pcs|units)?\s?(?:and|or)\s(?:up|more|over|above)\b)",
    re.IGNORECASE | re.ASCII,
)
_BULK = re.compile(
    r"\b(?:bulk|wholesale|volume|quantity)\s(?:prices?|steps?|tiers?)\b|(?:批量|大货|阶梯|批发)价", re.IGNORECASE
)
"""Only some steps of the ladder: 20个以上的价, the price from 24 pieces, the bulk price."""
_STEPS = re.compile(f"{_FROM.pattern}|{_BULK.pattern}", re.IGNORECASE | re.ASCII)
_AHEAD = re.compile(r"\b(?:will|would|if|should|lose)\b|会|如果|要是|亏", re.IGNORECASE)
"""Asked of days to come: what a change of price would do is no question of its own."""
_FOR_ALL = re.compile(
    r"\b(?:set|make|price[sd]?|change|put|sell|at|to|all|both|each|every)\b|[改调定设标卖挂都各全均每]|统一",
    re.IGNORECASE,
)
"""A price beside several goods that is said of all of them: silk fan 0.85, harmonica may have lost its second."""
_BUT = re.compile(r"\b(?:except|excluding|but\snot|other\sthan|apart\sfrom)\b|除了?|以外", re.IGNORECASE)
"""The goods named are those that shall stay as they are."""
_ASKED = (Intent.REPORT, Intent.PLAN)
AGAIN = "again"
_WORDS = {
    "price": ("To what? Please give a price or a percentage.", "要改成多少?请给出价格或百分比。"),
    "way": (
        "Up or down, by that or to that? It is not said, so nothing was done. Please say e.g. “raise {sku} by AMOUNT” "
        "or “set {sku} to AMOUNT”.",
        "是涨还是降?是涨降这么多,还是改成这个价?没有说清楚,所以什么都没有做。"
        "请这样说:“{sku} 涨 金额”或“{sku} 改成 金额”。",
    ),
    "low": (
        "That would leave {title} no price above nothing, so nothing was done. What shall it cost?",
        "这样 {title} 就没有价格了,所以什么都没有做。要卖多少?",
    ),
    "from": (
        "{title} ({sku}) costs {old}, not what you say it comes from, so nothing was done. Which price is meant?",
        "{title}({sku})现价是 {old},和您说的原价不一样,所以什么都没有做。请确认是哪个商品、改成多少。",
    ),
    "step": (
        "{title} has no such step; nothing was done. Its ladder: {ladder}.",
        "{title} 没有这一档,什么都没有做。现有阶梯:{ladder}。",
    ),
    "ladder": (
        "More pieces would cost more each ({ladder}), so nothing was done. Move the steps before it too.",
        "这样买得多反而更贵({ladder}),什么都没有做。请连前面的价一起改。",
    ),
    "plain": (
        "You say more than one change of a price, and I act only on that alone, so nothing was done. Is this meant: "
        "{title} from {old} to {new}? Then write: “{plain}”.",
        "您的话里不只是一个改价指令,我只执行单独说清楚的,所以什么都没有做。是要把 {title} 从 {old} 改到 {new} 吗?"
        "要改请写:“{plain}”。",
    ),
    "again": (
        "{title} to {new} waits for your decision already; nothing was asked for a second time. "
        "`shopstaff approvals list` shows it. [{id}]",
        "{title} 改到 {new} 已在等您决定,没有重复提交。请看 `shopstaff approvals list`。[{id}]",
    ),
    "change": ("{title}: {old} to {new}.", "{title}:{old} → {new}。"),
}


@job(
    "product",
    "Price request",
    "改价",
    OnIntent((Intent.SET_PRICE,)),
    tools=("set_price", "get_price"),
    action="price",
    model_use="words",
    speaks=True,
    lane="conversation",
)
def price_request(ctx: JobContext) -> Brief:
    """Change the price that the owner names, through the desk; say what became of it and why.

    Words that say anything beside that change are told what would be done, and how to say it.
    """
    text = ctx.task.input["text"]
    understood = ctx.understand(text, "owner")
    zh = understood.language == "zh"
    skus = goods_named(understood.slots, text, ctx.reads.shop.list_variants())
    if _BUT.search(understood.beside):
        return Brief(draft=_which(ctx, Slots(), zh), language=understood.language, figures={ASKS: "which"})
    if own := prices_each(text, partial(_read, ctx), ctx.reads.shop.list_variants(), ctx.info.currency):
        made = _together([_changed(ctx, one.read, one.variant) for one in own if not one.stays], zh=zh)
        stays = ", ".join(f"{one.variant.title} ({one.variant.sku})" for one in own if one.stays)
        left = (f"\n{stays} 不动。" if zh else f"\nLeft as it is: {stays}.") if stays and made.calls else ""
        return made.model_copy(update={"draft": made.draft + left, "language": understood.language})
    several = goods_together(text, partial(_read, ctx), ctx.reads.shop.list_variants())
    asked = wishes(understood.beside, ctx.info.currency)
    is_said = not asked or asked[0].kind != "to" or _FOR_ALL.search(understood.beside)
    if len(several) > 1 and len(asked) < 2 and is_said:
        return _together([_changed(ctx, understood, one, several) for one in several], zh=zh)
    if len(skus) != 1 or (understood.slots.sku is None and understood.slots.sku_candidates):
        return Brief(draft=_which(ctx, understood.slots, zh), language=understood.language, figures={ASKS: "which"})
    return _changed(ctx, understood, ctx.reads.shop.get_variant(skus[0]))


def _read(ctx: JobContext, part: str) -> Understanding:
    return ctx.understand(part, "owner")


def _together(briefs: Sequence[Brief], *, zh: bool) -> Brief:
    """Make one of the changes of several prices: all of them, or none, and then why."""
    left = [one for one in briefs if not one.calls and not one.figures.get(AGAIN)]
    if left:
        more = (
            f"({len(briefs)} 个商品一起说的,都没有改)"
            if zh
            else f" ({len(briefs)} goods were named; none was changed.)"
        )
        number = Fact(id="goods.named", text=f"{len(briefs)} goods were named", value=len(briefs), source="shop:goods")
        return left[0].model_copy(update={"draft": left[0].draft + more, "facts": (*left[0].facts, number)})
    facts = [
        fact.model_copy(update={"id": f"{fact.id}.{place}"}) if not one.figures.get(AGAIN) else fact
        for place, one in enumerate(briefs, 1)
        for fact in one.facts
    ]
    calls = tuple(call for one in briefs for call in one.calls)
    draft = "\n".join(one.draft for one in briefs)
    return briefs[0].model_copy(update={"facts": tuple(facts), "calls": calls, "draft": draft, "figures": {}})


def _changed(ctx: JobContext, understood: Understanding, variant: Variant, beside: Sequence[Variant] = ()) -> Brief:
    """Give the change of one price that the words wish, or why there is none; ``beside`` of several all goods named."""
    text, zh = ctx.task.input["text"], understood.language == "zh"

    def say(name: str, *facts: Fact, **values: object) -> Brief:
        figures = (
            {ASKS: name}
            if name in ("price", "way", "low", "step", "from")
            else {AGAIN: True}
            if name == "again"
            else {}
        )
        return Brief(
            facts=facts, draft=_WORDS[name][zh].format(**values), language=understood.language, figures=figures
        )

    steps = _steps(understood.beside, variant.tiers)
    if not steps:
        return say("step", title=variant.title, ladder=_ladder(ctx, variant.tiers))
    asked = wishes(understood.beside, ctx.info.currency, understood.slots.price_minor)
    if not asked or not asked[-1].value:
        return say("price")
    now = variant.tiers[steps[0]].unit_price
    asked[-1] = settled(asked[-1], now)
    if any(price != now for price in prices_left(understood.beside, ctx.info.currency)):
        return say(
            "from",
            _facts(ctx, variant, steps[0], variant.tiers)[0],
            title=variant.title,
            old=money(ctx, now),
            sku=variant.sku,
        )
    moving = moved(variant.tiers[steps[0] :], asked[-1])
    if moving is None:
        is_clear = asked[-1].kind == "to" or (asked[-1].kind and asked[-1].sign)
        return say("low" if is_clear else "way", sku=variant.sku, title=variant.title)
    tiers = (*variant.tiers[: steps[0]], *moving)
    if any(later.unit_price > step.unit_price for step, later in pairwise(tiers)):
        return say("ladder", ladder=_ladder(ctx, tiers))
    facts, first = _facts(ctx, variant, steps[0], tiers), steps[0]
    values = {"title": variant.title, "old": money(ctx, variant.tiers[first].unit_price)}
    values["new"] = money(ctx, tiers[first].unit_price)
    aside, said, titles = partial(_is_aside, ctx), understood.beside, variant.title
    if beside:
        said, titles = BETWEEN.sub(" ", said), " ".join(one.title for one in beside)
    if len(asked) > 1 or not says_only_that(said, titles, _STEPS, aside):
        least = variant.tiers[first].min_quantity if first else None
        wanted = Fact(
            id="price.asked",
            text=f"{variant.title} would cost {values['new']}",
            value=tiers[first].unit_price,
            source=f"engine:ladder variant/{variant.sku}",
        )
        return say("plain", *facts, wanted, **values, plain=_plainly(ctx, variant.sku, asked[-1], least, zh=zh))
    ladder = [tier.model_dump() for tier in tiers]
    if (row := waiting_like(ctx, "set_price", sku=variant.sku, tiers=ladder)) is not None:
        return say("again", *facts, Fact(id=row.id, text=row.summary, source=f"ledger:{row.id}"), **values, id=row.id)
    args = {"sku": variant.sku, "ladder": ladder, "reason": f"the owner asked for it: {text}"}
    return say("change", *facts, **values).model_copy(update={"calls": (Call(tool="set_price", args=args),)})


def _facts(ctx: JobContext, variant: Variant, first: int, tiers: Sequence[Tier]) -> tuple[Fact, ...]:
    now = variant.tiers[first].unit_price
    text = f"{variant.title} costs {money(ctx, now)} now"
    facts = (Fact(id="price.now", text=text, value=now, source=f"shop:variant/{variant.sku}"),)
    if variant.cost is None:
        return facts
    lowest = floor_price(variant.cost, tiers[0].min_quantity, ctx.limits.floor)
    source = f"engine:floor variant/{variant.sku}"
    floor = Fact(id="floor", text=f"its floor is {money(ctx, lowest)}", value=lowest, source=source, secret=True)
    return (*facts, floor)


def _is_aside(ctx: JobContext, sentence: str) -> bool:
    """Tell whether a sentence asks for the figures of days or for the plan, not about a change of price."""
    read = ctx.understand(sentence, "owner")
    if Intent.SET_PRICE in read.intents or not set(read.intents) & set(_ASKED) or _AHEAD.search(sentence):
        return False
    return Intent.PLAN in read.intents or span_asked(sentence, today(ctx)).named


def _plainly(ctx: JobContext, sku: str, wish: PriceWish, least: int | None, *, zh: bool) -> str:
    """Write a change of price so that it says nothing else."""
    value = f"{wish.value.normalize():f}%" if wish.kind == "percent" else money(ctx, int(wish.value))
    if zh:
        verb = "改成" if wish.kind == "to" else "涨" if wish.sign > 0 else "降"
        return f"{sku} {f'{least}个以上' if least else ''}{verb} {value}"
    way = f"set {sku} to" if wish.kind == "to" else f"{'raise' if wish.sign > 0 else 'lower'} {sku} by"
    return f"{way} {value}{f' from {least} pieces' if least else ''}"


def _steps(text: str, tiers: tuple[Tier, ...]) -> tuple[int, ...]:
    """Give the steps meant, by their places: all, those from the pieces named, or for bulk all but the first."""
    folded = fold(text)
    if (named := _FROM.search(folded)) is not None:
        least = number(next(one for one in named.groups() if one))
        return tuple(place for place, tier in enumerate(tiers) if least is not None and tier.min_quantity >= least)
    return tuple(range(1 if _BULK.search(folded) else 0, len(tiers)))


def _ladder(ctx: JobContext, tiers: tuple[Tier, ...]) -> str:
    return ", ".join(f"{tier.min_quantity}+: {money(ctx, tier.unit_price)}" for tier in tiers)


def _which(ctx: JobContext, slots: Slots, zh: bool) -> str:
    if not slots.sku_candidates:
        return "请说明是哪个商品(名称或 SKU)。" if zh else "Which product? Please give its name or SKU."
    names = "; ".join(f"{ctx.reads.shop.get_variant(sku).title} ({sku})" for sku in slots.sku_candidates)
    if len(slots.sku_candidates) == 1:
        return (
            f"您说的可能是 {names}。如果是,请回复它的 SKU。"
            if zh
            else f"That may be {names}. If you mean it, answer with its SKU."
        )
    return f"有几个商品符合,请选一个:{names}" if zh else f"Several products fit, please pick one: {names}"
