"""What the owner asks an employee about: goods, ads, buyers, what waits. Cues only; the answer is the employee's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from agents.language_patterns import Intent
from agents.owner_orders import OwnerOrder, is_doubted, is_forbidden, is_question, orders_of
from kit import text as writing


class OwnerTopic(StrEnum):
    """A question of the owner's that one employee answers from the shop's own tables; ``PRODUCTION`` is an order."""

    STOCK_LEFT = "stock_left"
    SELLERS = "sellers"
    ADS = "ads"
    OFFERS = "offers"
    WAITING = "waiting"
    BUYERS = "buyers"
    GIVEN_BACK = "given_back"
    COMPLAINTS = "complaints"
    DECISIONS = "decisions"
    PRODUCTION = "production"


ORDERS_FIRST = (Intent.WHY, Intent.SET_PRICE, Intent.STOP, Intent.RESUME, Intent.APPROVE, Intent.LIMIT, Intent.PLAN)
"""What the owner wants done, or the reason of something, is never taken for a question about figures."""

_SWITCHES = (Intent.STOP, Intent.RESUME, Intent.APPROVE)
"""Of a question these are what is asked about, not an order."""
_CARRIED_OUT = (Intent.SET_PRICE, Intent.LIMIT, OwnerTopic.PRODUCTION)
"""Orders that have a job of their own."""

_T = OwnerTopic
_MANY = r"(?:\d[\d,.]*\s?(?:k|千|万|百)?|[零一二两三四五六七八九十百千万]+)\s?"
_CUES: dict[OwnerTopic, str] = {
    _T.STOCK_LEFT: (
        r"库存|存货|缺货|断货|补货|有货|现货|还剩|剩多少|够卖|够不够|卖完|"
        r"\bin stock\b|\bstock\b|\bsold out\b|\brun(?:ning)? (?:out|low)\b|\bleft\b|\brestock|\binventory\b|\bcover\b"
    ),
    _T.SELLERS: (
        r"卖得最|最好卖|好卖|畅销|热销|爆款|销量(?:最|排)|排行|滞销|卖不动|不好卖|"
        r"\bbest[\s-]?sell|\btop (?:products?|sellers?|goods|items?)|\bwhat sold\b|\bslow(?:est)?[\s-](?:sell|mov)|"
        r"\b(?:sold|sells?|selling) (?:best|most|well|worst)\b|\b(?:which|what) (?:products?|goods)\b.{0,20}\bsell"
    ),
    _T.ADS: (
        r"广告|推广费|推广花|直通车|投放|关键词|点击|出价|投产|\bROAS\b|\bROI\b|\bads?\b|\badvert|\bcampaigns?\b|\bkeywords?\b|"
        r"\bclicks?\b|\bbids?\b"
    ),
    _T.OFFERS: r"优惠券|优惠|活动|满减|促销|折扣码|\bcoupons?\b|\bpromo(?:tion)?s?\b|\bvouchers?\b|\bdiscount codes?\b",
    _T.WAITING: (
        r"待发货?|没发货|未发货|要发的|等着发|没回复?|未回复?|待回复?|待处理|排队|谁在等|(?:客户|买家|几个人|多少人).{0,4}在?等|"
        r"\b(?:orders?|parcels?|buyers?|customers?|messages?|conversations?)\b.{0,20}\b(?:wait|open|unshipped|unanswered|pending)|"
        r"\bunshipped\b|\bunanswered\b|\b(?:to|left to) (?:ship|send|answer)\b|"
        r"\bto be (?:shipped|sent|answered)\b|\bwho(?:'s| is) waiting\b|\bbacklog\b"
    ),
    _T.BUYERS: (
        r"老客|回头客|复购|大客户|(?:谁|哪[个些](?:客户|买家)).{0,6}(?:买|订|下单)|客户.{0,4}(?:最多|排)|买得最多|"
        r"\b(?:top|best|biggest|regular|repeat|returning) (?:buyers?|customers?|clients?)\b|\brepurchase\b|"
        r"\bwho (?:ordered|buys?|bought|spent|orders)\b|\b(?:buyers?|customers?)\b.{0,20}\b(?:come|came|coming) back\b"
    ),
    _T.PRODUCTION: (
        r"\b(?:order|make|produce|manufacture|commission|build)\b[^.?!\n]{0,60}"
        r"\b(?:from|at|with|by|to) (?:the |our |your )?factory\b|"
        r"\b(?:have|let|tell|get|ask) (?:the |our )?factory\b[^.?!\n]{0,12}\b(?:make|produce|manufacture|build)\b|"
        r"\b(?:place|put in|raise) (?:a |another )?(?:production|factory) order\b|"
        r"\b(?:produce|manufacture|reorder|restock)\b (?:me |us |another |some )?\d|"
        r"(?:向|跟|给|让|叫|找|通知|请)(?:我们)?(?:的)?工厂空{0,8}(?:下单|下订单|订|生产|做|加工|排产|返单|加单|备货)|工厂空{0,4}下单|"
        rf"(?:生产|排产|投产|返单|加单|补货|备货|再做|追加)空{{0,6}}{_MANY}[件个只套箱打]|下单生产|安排生产"
    ),
    _T.GIVEN_BACK: (r"退款|退货|售后|纠纷|\brefund(?:s|ed)?\b|\breturns\b|\bafter[\s-]sales?\b|\bdisputes?\b"),
    _T.DECISIONS: (
        r"待(?:我|您|你|老板)?(?:来)?(?:审批|审核|批准|批复|批|决定|拍板)|(?:要|需要?|等着?|等待|有)(?:我|老板)(?:来|去)?"
        r"(?:审批|审核|批准|批|审|决定|拍板|点头|确认|签字)|(?:哪些|什么|几[个项件])空{0,6}(?:审批|要批|需要批|待批)|审批(?:列表|清单)|"
        r"[没未]批|"
        r"\b(?:what|anything|something|which|any|list|show)\b[^.?!\n]{0,30}\b(?:to|for|my|needs?|requires?|pending|open)\s(?:an?\s|my\s)?"
        r"(?:approve|approvals?|decide|decisions?|sign[\s-]?off)\b|\bdecisions?\b[^.?!\n]{0,12}\b(?:wait\w*|pending|open|left)\b|"
        r"\b(?:pending|open|waiting) (?:approvals?|decisions?|requests)\b|"
        r"\bapprovals? (?:list|queue|inbox|waiting|pending)\b|"
        r"\b(?:wait\w*|pending|held|open) (?:for|on) (?:me|my)\b(?! to (?:reply|answer|respond|ship|send|write))|"
        r"\bneeds? my (?:ok|okay|approval|decision|go[\s-]ahead|attention)\b"
    ),
    _T.COMPLAINTS: (
        r"投诉|差评|抱怨|(?:质量|品质)问题|\bcomplain(?:ts?|ed|ing)?\b|\bunhappy\b|"
        r"\b(?:quality|faulty) (?:issues?|problems?)\b"
    ),
}
_PATTERNS = {
    topic: re.compile(cue.replace("空", r"[^,，。.;；?？!！\n]"), re.IGNORECASE | re.ASCII)
    for topic, cue in _CUES.items()
}
_ASKS = re.compile(
    r"^\W*(?:did|does|do|has|have we|is|are|was|were|when|how|what|which|who|why)\b|"
    r"多少|几[件个]|什么|哪|为何|为啥|吗|呢|没有|了没|是否|(?:下单|生产|备货|补货)了",
    re.IGNORECASE | re.ASCII,
)
"""A question about production is no order to the factory."""
_BOUND = re.compile(
    r"\b(?:limit\w*|caps?|capped|ceiling|budget|max\w*|most|tops?|over|above|below|under|beyond|more than"
    r"|less than|up to|unless|without|ask|first)\b|[限顶超最别]|以[上下内]|[低高多少]于"
    r"|[过先再才][^,，。]{0,4}(?:问|找|我)|预算",
    re.IGNORECASE,
)
"""No limit is set without a word of bounds."""
_BID = re.compile(r"\bbids?\b|[出竞]价", re.IGNORECASE)
_PRICING = re.compile(
    r"\b(?:pric|rais|lower|reduc|increas|cheap|discount|mark|cut|drop|put|set|chang|up\b|down\b)|[价涨降调改折%]",
    re.IGNORECASE,
)
"""No price is set without one of these words."""
_PLAN = re.compile(r"\bplan|\bto-?do\b|\bagenda\b|\btoday\b|计划|安排|日程|晨会|今天|今日|要做", re.IGNORECASE)


_SPANS = {
    7: re.compile(r"\bweek|\bseven days|[周]|星期|礼拜|七天|7 ?天", re.IGNORECASE),
    2: re.compile(r"\byesterday|昨[天日儿]", re.IGNORECASE),
    1: re.compile(r"\btoday|今[天日儿]", re.IGNORECASE),
}


def days_asked(text: str) -> int:
    """Give the days that the owner's words look back on: the longest span that they name, else four weeks.

    Example:
        >>> days_asked("昨天和今天有退款吗"), days_asked("any refunds?")
        (2, 28)
    """
    return next((days for days, named in _SPANS.items() if named.search(text)), 28)


def topics_of(text: str) -> tuple[OwnerTopic, ...]:
    """Give the topics that the owner's words name, in the order of their first cue.

    Example:
        >>> [str(one) for one in topics_of("库存还够吗?广告花了多少钱")]
        ['stock_left', 'ads']
    """
    folded = writing.fold(text)
    found = {topic: match.start() for topic, pattern in _PATTERNS.items() if (match := pattern.search(folded))}
    if _ASKS.search(folded):
        found.pop(OwnerTopic.PRODUCTION, None)
    return tuple(sorted(found, key=lambda topic: (found[topic], topic)))


def wanted_of_owner(text: str, intents: Sequence[str], *, names: str | None = None) -> tuple[str, ...]:
    """Give what the owner wants, first what jobs are looked up by: a command, then a topic, then other intents.

    Args:
        text: The owner's words.
        intents: Intents found in them.
        names: What the words name beside, ``product`` or ``order``: with no topic, the question is about that.

    Example:
        >>> wanted_of_owner("why did the ads stop?", ("why",))[0], wanted_of_owner("how are the ads?", ("report",))[0]
        ('why', 'ads')
    """
    asked = is_question(text)
    commands = [one for one in intents if one in ORDERS_FIRST and not (asked and one in _SWITCHES)]
    if orders := orders_of(text):
        # the second reader takes the sums of an order for a limit, and a bid or several sums back for a price
        no_price = OwnerOrder.REFUND in orders and not _PRICING.search(text)
        guessed = {Intent.LIMIT: not _BOUND.search(text), Intent.SET_PRICE: no_price or bool(_BID.search(text))}
        commands = [one for one in commands if not guessed.get(Intent(one))]
    topics: list[str] = [*topics_of(text)]
    if OwnerTopic.DECISIONS in topics and not orders_of(text):
        topics.remove(OwnerTopic.DECISIONS)
        topics.insert(0, OwnerTopic.DECISIONS)
        commands = []
    elif topics and not _PLAN.search(text):
        # "what is running low?" asks for no plan
        commands = [one for one in commands if one != Intent.PLAN]
    if OwnerTopic.PRODUCTION in topics and Intent.WHY not in intents:
        commands = [OwnerTopic.PRODUCTION, *commands]
    if is_forbidden(text):
        commands = [OwnerOrder.FORBIDDEN]
    elif is_doubted(text):
        commands = [OwnerOrder.DOUBTED]
    elif Intent.WHY not in intents:
        commands = [*_ordered(text, commands), *commands]
    if names and not topics:
        topics = [f"one_{names}"]
    return (*commands, *topics, *(one for one in intents if one not in commands))


def is_order(text: str, intents: Sequence[str]) -> bool:
    """Tell whether the owner wants something done, not told; what the day brings is told.

    Example:
        >>> is_order("stop the ads", ("stop",)), is_order("how are the ads?", ("report",))
        (True, False)
    """
    return wanted_of_owner(text, intents)[0] in (*OwnerOrder, *_SWITCHES, *_CARRIED_OUT)


def _ordered(text: str, commands: Sequence[str]) -> tuple[str, ...]:
    """Give the order in the words, if it goes before the commands; several at once are one that is not taken."""
    orders = orders_of(text)
    others = [one for one in commands if one in _CARRIED_OUT]
    if OwnerOrder.OTHER in orders:
        return () if others or Intent.PLAN in commands else orders
    if Intent.LIMIT in commands:
        return ()
    several = len(orders) > 1 or (orders and others)
    return (OwnerOrder.OTHER,) if several else orders
