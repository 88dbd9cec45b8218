"""One article of an order for another: 西湖拍错了换成鼓浪屿, swap the red for the blue one; what goes, what comes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agents.customer.change_words import INSTEAD_ASKED
from agents.customer.goods_of_order import lines_of_part, names_goods
from agents.customer.offer_change import same_kind
from agents.customer.wish_words import count_before
from agents.job import JobContext
from agents.plain_wish import is_told, names_another
from agents.short_answer import last_said
from agents.wish_mood import mood_of
from decisions.order_changes import pieces_of
from kit.text import fold, quantities, stem, tokens
from shops.models import Order, Thread

_FOR = (
    r"(?:换|改|调|更换|替换)(?:成|为|做|要|拿)|应该是|换(?!货|个|一|新|掉|[了下吗]|$)",
    r"\b(?:swap|exchange|change|switch|replace|trade)(?:ing)?\s(?P<out>[^.?!\n]{2,60}?)\s(?:for|with|w/|to|into|against)\s(?P<in>[^.?!\n]{2,60})",
    r"(?P<rather>[^.?!\n]{2,60}?)\s(?:instead\sof|rather\sthan)\s(?P<than>[^.?!\n]{2,60})",
    r"(?:要|是)的?(?:应?该?是)?(?P<meant>[^,，。;；!！?？\n\s]{2,20})[,，\s]?(?:而)?不是(?P<not>[^,，。;；!！?？\n\s]{2,20})",
    r"[.,!;\s]\s?(?:(?:i|we)\s)?(?:really\s|actually\s)?(?:want(?:ed)?|need(?:ed)?|meant|(?:can|could|may)\s(?:i|we)\s(?:have|get)|(?:it\s)?should\s(?:be|have\sbeen)"
    r"|(?:please\s|pls\s)?(?:send|make\sit|give\sme))\s(?P<wanted>[^.?!,\n]{2,60})",
    r"(?:拍|买|下|选|点|订)错了?[,，\s]+(?:我)?(?:想?要|应该是)(?:的是)?(?P<right>[^,，。;；!！?？\n]{2,20})",
)
_PIVOT, _EN, _INSTEAD, _NOT, _WANTED, _RIGHT = (re.compile(one, re.IGNORECASE) for one in _FOR)
_WRONG = re.compile(
    r"\b(?:wrong|mistake|by\saccident|instead|meant|mixed\sup)\b|[拍买下选点订]错|弄错|搞错", re.IGNORECASE
)
_CUE = re.compile(
    r"换|[改调][成要拿]|下错|[拍买下选点订]错|\b(?:swap|exchange|change|switch|replace|trade|instead|rather\sthan|wrong|mistake|meant)",
    re.IGNORECASE,
)
_NO_GOODS = re.compile(
    r"(?:(?:my|the|this|our)\s)?(?:order|address|delivery|shipping|quantit\w+|numbers?|payments?|dates?|names?|postcode|pieces)\b",
    re.IGNORECASE,
)
"""What is changed to something and is no article."""
_CAME = re.compile(
    r"收到|到货|寄来|发来|发错|\b(?:received|arrived|came|got|delivered|you(?:'ve|\shave)?\ssent|sent\s(?:me|us))\b",
    re.IGNORECASE,
)
"""Tells of goods that have come."""
_MONEY = re.compile(r"[£$€¥]|\d\s?(?:元|块)|多少钱|便宜|\b(?:price|cost|cheap\w*|discount)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Swap:
    """What goes of an order and what comes in its place.

    Attributes:
        out: SKU that goes.
        goes: Its pieces that go.
        into: SKUs of which one comes; one where that is plain.
        comes: Pieces that come.
        open_ones: SKUs of the order of which one goes, where that is not plain.
        unread: Something else is wished beside it.
    """

    out: str = ""
    goes: int = 0
    into: tuple[str, ...] = ()
    comes: int = 0
    open_ones: tuple[str, ...] = ()
    unread: bool = False


def swap_wished(ctx: JobContext, order: Order, thread: Thread | None, text: str) -> Swap | None:
    """Give what a text wants exchanged of an order; None where it wants nothing of the kind."""
    folded, held = fold(text).lower(), pieces_of(order)
    if asked := INSTEAD_ASKED.search(last_said(thread)):
        return _answered(ctx, order, asked, text)
    if not _CUE.search(folded) or _CAME.search(folded) or _MONEY.search(folded):
        return None
    if mood_of(folded, _CUE) in ("denied", "open") or is_told(folded) or names_another(folded):
        return None
    sides = _sides(folded)
    if sides is None:
        return None
    before, after, beside = sides
    goes = lines_of_part(ctx, order, before)
    if not goes and names_goods(ctx, before) and not _WRONG.search(before):
        return None
    near = [sku for sku in goes or held if sku not in _named(ctx, after)]
    into = _into(ctx, near, after) if near else ()
    if not into or (len(near) == 1 and into == (near[0],)):
        return None
    if len(near) != 1:
        return Swap(into=into, open_ones=tuple(near))
    out = near[0]
    said = _count(before)
    away = said if said and said <= held[out] else held[out]
    comes = _count(after) or ctx.understand(after).slots.quantity
    comes = None if str(comes) in into else comes  # the number of an article
    return Swap(out, away, into, comes or away, unread=bool(names_goods(ctx, beside)))


def _sides(folded: str) -> tuple[str, str, str] | None:
    """Give what is said of the goods that go and of those that come, and what stands beside both."""
    found = _EN.search(folded)
    if found and not _NO_GOODS.match(found["out"]):
        comes = re.split(r"\b(?:and|but|then|also|plus)\b|[,;]", found["in"], maxsplit=1)
        return found["out"], comes[0], " , ".join((folded[: found.start()], *comes[1:], folded[found.end() :]))
    if found := _INSTEAD.search(folded):
        return found["than"], found["rather"], folded[found.end() :]
    if found := _NOT.search(folded):
        return found["not"], found["meant"], folded[found.end() :]
    if found := _PIVOT.search(folded):
        before, after = folded[: found.start()], re.split(r"[,，。;；!！?？\n]", folded[found.end() :], maxsplit=1)
        return before, after[0], "".join(after[1:])
    for pattern, name in ((_WANTED, "wanted"), (_RIGHT, "right")):
        found = pattern.search(folded)
        if found and _WRONG.search(folded):
            return folded[: found.start()], found[name], ""
    return None


def _count(side: str) -> int | None:
    """Give the pieces that are said of the goods that go, or of those that come."""
    return next((one.value for one in quantities(side)), None) or count_before(side)


def _named(ctx: JobContext, text: str) -> tuple[str, ...]:
    """Give the SKUs that a text names for sure."""
    slots = ctx.understand(text).slots
    return (slots.sku,) if slots.sku else ()


def _into(ctx: JobContext, near: list[str], text: str) -> tuple[str, ...]:
    """Give the goods that shall come: those named, of several the ones most like what goes."""
    slots = ctx.understand(text).slots
    if slots.sku:
        return (slots.sku,)
    like = [title for sku in near for title in _words(ctx.reads.shop.get_variant(sku).title)]
    found = [one for one in names_goods(ctx, text) if one not in near]
    if not found:
        other = same_kind(ctx, near[0], text) if len(near) == 1 else None
        return (other,) if other else ()
    rated = {sku: len(_words(ctx.reads.shop.get_variant(sku).title) & set(like)) for sku in found}
    said = {sku: len(_words(ctx.reads.shop.get_variant(sku).title) & _words(text)) for sku in found}
    best = max((said[sku], rated[sku]) for sku in found)
    return tuple(sku for sku in found if (said[sku], rated[sku]) == best)


def _answered(ctx: JobContext, order: Order, asked: re.Match[str], text: str) -> Swap | None:
    """Read the answer to the question which goods shall come."""
    out = asked["zh_out"] or asked["en_out"]
    held, offered = pieces_of(order), re.findall(r"\(([\w-]+)\)", asked["zh_in"] or asked["en_in"])
    if order.id != (asked["zh"] or asked["en"]) or out not in held:
        return None
    slots = ctx.understand(text).slots
    named = [sku for sku in offered if sku in (slots.sku, *slots.sku_candidates) or sku.lower() in fold(text).lower()]
    if len(named) != 1:
        said = {sku: len(_words(ctx.reads.shop.get_variant(sku).title) & _words(text)) for sku in offered}
        most = max(said.values(), default=0)
        named = [sku for sku in offered if most and said[sku] == most]
    return Swap(out, held[out], (named[0],), slots.quantity or held[out]) if len(named) == 1 else None


def _words(text: str) -> set[str]:
    return {stem(one) for one in tokens(fold(text).lower()) if len(one) > 1}
