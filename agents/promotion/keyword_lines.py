"""Lines for the owner about keywords: what those that are named cost and brought, or which cost or brought most."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.owner_goods import stands_in
from agents.owner_spans import Span
from agents.promotion.ad_figures import by_keyword
from agents.report_lines import Lines, counted
from kit.text import fold
from shops.models import Keyword, KeywordDay

MOST = 5
_RANKED = re.compile(
    r"哪[个些]?(?:关键)?词|(?:每|各)个?(?:关键)?词|关键词.{0,6}(?:最|排|分别|明细)|最.{0,6}关键词"
    r"|\b(?:which|what|each|every|by|top|best|worst)\s(?:\w+\s){0,3}keywords?\b|\bkeywords?\b[^.?!\n]{0,30}\b(?:most|best|worst|least|ranked)\b",
    re.IGNORECASE,
)
_BROUGHT = re.compile(
    r"成交|带来|出单|效果|卖得|赚|\b(?:sales|sells?|sold|orders|brings?|brought|earns?|best|converts?)\b", re.IGNORECASE
)


def keywords_named(text: str, known: Sequence[Keyword]) -> list[Keyword]:
    """Give the keywords that words name by id or by all their words."""
    return [one for one in known if stands_in(one.id, text) or stands_in(one.text, text)]


def asks_by_keyword(text: str) -> bool:
    """Tell whether words ask which keyword costs or brings most.

    Example:
        >>> asks_by_keyword("哪个关键词最费钱"), asks_by_keyword("广告花了多少钱")
        (True, False)
    """
    return bool(_RANKED.search(fold(text)))


def say_keywords(lines: Lines, span: Span, text: str, known: Sequence[Keyword], rows: Sequence[KeywordDay]) -> None:
    """Show what keywords cost and brought in a span: those named, else those of most money first."""
    of, named = by_keyword(rows), keywords_named(text, known)
    brought = bool(_BROUGHT.search(text))
    source = f"shop:keyword_report/{span}"
    days = lines.fact("keywords.days", span, source)
    worth = {one.id: sum(row.sales if brought else row.spend for row in of[one.id]) for one in known}
    ranked = sorted(named or known, key=lambda one: (-worth[one.id], one.id))[: MOST if not named else None]
    if named:
        lines.say(f"{days}, what the keyword cost and brought:", f"{days},关键词花费与成交:", "keywords")
    elif brought:
        lines.say(f"{days}, keywords by what they brought:", f"{days},按成交排列的关键词:", "keywords")
    else:
        lines.say(f"{days}, keywords by what they cost:", f"{days},按花费排列的关键词:", "keywords")
    for one in ranked:
        _say_one(lines, one, of[one.id], source)


def _say_one(lines: Lines, one: Keyword, rows: Sequence[KeywordDay], source: str) -> None:
    name, spend, sold = f"keyword_{one.id}", sum(row.spend for row in rows), sum(row.sales for row in rows)
    word = lines.fact(f"{name}.keyword", f"{one.text} ({one.id})", source)
    cost = lines.money(f"{name}.spend", spend, source)
    clicks = lines.fact(f"{name}.clicks", sum(row.clicks for row in rows), source)
    orders = lines.fact(f"{name}.orders", sum(row.orders for row in rows), source)
    sales = lines.money(f"{name}.sales", sold, source)
    roas = lines.fact(f"{name}.roas", f"{sold / spend:.2f}" if spend else "–", source)
    off, off_zh = (" (paused now)", "(现已停投)") if one.paused else ("", "")
    lines.say(
        f"{word}{off}: spent {cost} on {counted(clicks, 'click')}; {counted(orders, 'order')} for {sales}, ROAS {roas}",
        f"{word}{off_zh}:花费 {cost},点击 {clicks} 次;{orders} 单,成交 {sales},投产比 {roas}",
        name,
    )
