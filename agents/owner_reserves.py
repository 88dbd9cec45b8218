"""What keeps the owner's words from being an order: denied, doubted, weighed, for later, for some buyers only.

An order is carried out at once and for everybody, or not at all; whose words leave that open is told so.
"""

from __future__ import annotations

from agents.language_patterns import LOWER
from agents.owner_orders import POLITE, OwnerOrder, compiled, is_question, orders_of
from kit.text import fold

_ASKED_IN = compiled(r"\b(?:what|how|which|who|why|when|where|any|whether)\b|[了没过]")
_NO_VERB = compiled(
    r"^\W*[\w-]+\s(?:of|in|for)\b"
    r"|^\W*[\w-]+\s(?:rates?|dates?|times?|days?|loss|figures?|requests?|ratios?|totals?|sums?|lists?|polic\w+|limits?|caps?"
    r"|status|amounts?|reasons?|cases?)\b|率|额|情况|原因|记录|申请"
)
"""A question about what a verb names: refund rate this week?"""

_PRICE = compiled(r"\bprices?\b|\b(?:by|to)\s(?:[£$€¥]\s?)?\d|%|percent\b|[涨降]价?|改价|调价")
_MOVES = compiled(r"\b(?:rais|lower|increas|reduc|cut|drop|mark|put)\w*\b|[涨降提调改]")
_BOUNDED = compiled(
    r"\b(?:more|less)\sthan\b|\b(?:over|above|below|under|beyond|without|unless)\b|超|以[上下内]|[高低多少]于"
)
_NOT = compiled(
    r"\b(?:do\snot|don'?t|never|no\sneed\sto)\s+",
    r"先?(?:别|(?<!要)不要|不用|不必|不许|不准|勿|甭)(?:再|先|急着|给我|去)*+(?![投打推卖发])",
)
"""别投广告 orders that ads stop; 别停广告 orders nothing."""
_NO_ORDER = compiled(
    r"^\W*(?:please\s|pls\s)?(?:do\snot|don'?t|never)\s"
    r"(?!(?:forget|worry|know|think|understand|see|have|care|mind|let|hesitate|be|you|we|i|they|it|the)\b)[a-z]+\s",
    r"^\W*(?:请|麻烦)?先?(?:别|(?<!要)不要|不许|不准|不得|勿)(?![的说忘急怕人处墅名])",
)
"""Begins with what shall not be done: don't ship O1109, 别给德国发货."""
_PAST = compiled(
    r"^\W*(?:did|have|has|had|were|was)\bGAP*\b(?:rais|lower|increas|reduc|cut|drop|pric|chang)\w*\b",
    r"(?:[涨降调改]价?|贵|便宜)[了过](?:吗|没|么)|有没有[涨降调改变]|是不是空{0,4}(?:[涨降调改变贵]|便宜)|([涨降调改变贵])没\1"
    r"|价格?空{0,3}[变动][了过](?:吗|没|么)|[变动][了过]价(?:吗|没|么)|[涨降调]价没有?(?=\W*$)",
)
_WENT = compiled(
    r"^\W*(?:(?:why|when|how\s(?:much|far))\s)?(?:did|have|has|had|is|are|was|were)\b(?=GAP{1,60}?\b(?:go|gone|going|went|come|came|got(?:ten)?"
    r"|get|becom\w+|became|move|moved|is|are|was|were|has|have|any)\b)GAP{1,80}?\b(?:up|down|dearer|cheaper|pricier|more\sexpensive)\b"
)
"""Asks of goods whether their price went up or down."""
_FIGURE = compiled(
    r"\b(?:sales|sell\w*|sold|orders?|revenue|turnover|takings|profits?|margins?|visit\w*|traffic|clicks?|stock|refunds?|complain\w*|views"
    r"|spend\w*|spent|costs?|ratings?|bids?|ads?)\b",
    r"销量|销售|营业|流水|利润|毛利|订单|单量|访客|流量|点击|库存|成本|出价|预算|花费|退款|投诉|广告|评分|转化|卖得",
)
"""What else goes up and down."""
_CUES = {
    OwnerOrder.WEIGHED: compiled(
        r"^\W*(?:should|shall)\s(?:we|i|you|the)\b|\bwhat\s(?:if|happens|would\shappen)\b|\bdo\syou\sthink\b|\bif\s(?:we|i|you|it|the)\b",
        r"要不要|该不该|应不应该|(?:是不是|是否)(?:该|应该|要|可以)|会怎么?样|会如何|如果|要是|假如|万一",
    ),
    OwnerOrder.LATER: compiled(
        r"\b(?:tomorrow|tonight|later|next\s(?:week|month|year|time|mon|tues|wednes|thurs|fri|satur|sun)\w*)\b"
        r"|\b(?:on|from|by|after|until|till|before)\s(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
        r"|\b(?:on|from|after|until|till|before)\s(?:the\s(?:weekend|holidays?|\d)|christmas|easter|new\syear|black\sfriday)"
        r"|\bin\s(?:\d+|an?|one|two|three|a\sfew)\s(?:minutes?|hours?|days?|weeks?|months?)\b"
        r"|\bat\s(?:\d{1,2}(?::\d\d)?\s?[ap]m|noon|midnight)\b",
        r"明[天日早晚]|后天|下(?:个)?(?:周|星期|礼拜|月)|[一二两三四五六七八九十几\d]\s?(?:天|小时|周|个月)(?:之|以)?后|过[几两三]天|到时候?"
        r"|(?:国庆|春节|中秋|元旦|双十[一二]|双11|618|节)(?:之|以)?(?:后|前|期间|开始|再)|从(?:下|周|星期)|月[底初末](?:再|开始|前|后)"
        r"|(?<![每上本这一])(?:周|星期|礼拜)[一二三四五六日天末](?![次回共])",
    ),
    OwnerOrder.FOR_SOME: compiled(
        r"卖给|\bsell(?:ing)?\bGAP{1,60}?\sto\s(?!me\b)",
        r"\b(?:for|to)\s(?:\w+\s){0,2}(?:customers?|buyers?|clients?|members?|wholesalers?|retailers?)\b",
        r"(?:对|给|向)空{0,12}?(?:客户|买家|老客|新客|会员|批发商)",
    ),
}
"""Should we raise it? / raise it tomorrow / raise it for new buyers."""


def reserve_of(text: str, *, ordered: bool, production: bool = False) -> OwnerOrder | None:
    """Give what keeps words from being carried out, None where nothing does or where they order nothing anyhow.

    Args:
        text: The owner's words.
        ordered: Whether they are read as an order of a price, of production or of a limit.
        production: Whether it is production, which has a date of its own.

    Example:
        >>> asked, said = "should we raise SKU-14 by 2%?", "raise SKU-14 by 2%"
        >>> str(reserve_of(asked, ordered=True)), reserve_of(said, ordered=True)
        ('order_weighed', None)
    """
    if is_forbidden(text):
        return OwnerOrder.FORBIDDEN
    if is_doubted(text):
        return OwnerOrder.DOUBTED
    folded = fold(text).strip()
    for reserve, cue in _CUES.items():
        found = cue.search(folded)
        if found is None or (production and reserve is OwnerOrder.LATER):
            continue
        others = f"{folded[: found.start()]} {folded[found.end() :]}".strip()
        does = "卖给" in folded or acts(folded) if reserve is OwnerOrder.FOR_SOME else acts(others)
        if ordered or (does and not (is_question(text) and reserve is not OwnerOrder.WEIGHED)):
            return reserve
    return None


def asks_of_the_past(text: str) -> bool:
    """Tell whether a question is after a price that was moved: did you raise it? 橘猫涨价了吗?"""
    folded = fold(text).strip()
    return is_question(text) and bool(_PAST.search(folded)) and not _FIGURE.search(folded)


def asks_if_moved(text: str) -> bool:
    """Tell whether a question that names goods is after the way their price went.

    Example:
        >>> asks_if_moved("did the caramel one go up?"), asks_if_moved("did sales of the caramel one go up?")
        (True, False)
    """
    folded = fold(text).strip()
    return bool(_WENT.search(folded)) and not _FIGURE.search(folded)


def is_forbidden(text: str) -> bool:
    """Tell whether words deny an order: what they say not to do would be an order without the denial. A bound is none.

    Example:
        >>> is_forbidden("别下架SKU-14"), is_forbidden("别投广告了"), is_forbidden("don't refund more than £5")
        (True, False, False)
    """
    folded = fold(text).strip()
    if _BOUNDED.search(folded):
        return False
    wishes = [f"{folded[: match.start()]}{folded[match.end() :]}" for match in _NOT.finditer(folded)]
    if any(acts(wish) or acts(f"{wish}掉") for wish in wishes if not is_question(wish)):
        return True
    return bool(_NO_ORDER.search(folded)) and set(orders_of(text)) <= {OwnerOrder.OTHER} and not is_question(text)


def is_doubted(text: str) -> bool:
    """Tell whether words order ads, goods, a refund or a price, and end in a question mark with no word of a question.

    Example:
        >>> is_doubted("Stop all ads?"), is_doubted("Raise SKU-14 by 3%?"), is_doubted("did the ads stop?")
        (True, True, False)
    """
    folded = fold(text).strip()
    bare = folded.rstrip("?").strip()
    if bare == folded or "?" in bare or POLITE.match(folded) or _ASKED_IN.search(bare) or _NO_VERB.search(bare):
        return False
    ordered = orders_of(bare)
    return bool(_PRICE.search(bare)) if OwnerOrder.OTHER in ordered else bool(ordered)


def acts(text: str) -> bool:
    """Tell whether words have a price moved, or order ads, goods or a refund."""
    ordered = orders_of(text)
    priced = _PRICE.search(text) and (OwnerOrder.OTHER in ordered or _MOVES.search(text))
    return bool(priced or LOWER.search(text) or set(ordered) - {OwnerOrder.OTHER})
