"""What the owner asks an employee about: goods, ads, buyers, what waits. Cues only; the answer is the employee's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from agents.language_patterns import Intent
from agents.owner_orders import TAKE_BACK, OwnerOrder, is_question, orders_of
from agents.owner_reserves import acts, asks_if_moved, asks_of_the_past, reserve_of
from agents.owner_spans import beside_days
from agents.product.price_wish import moves_price
from agents.product.prices_each import names_prices, without_stays
from kit import text as writing


class OwnerTopic(StrEnum):
    """A question of the owner's that one employee answers from the shop's own tables; ``PRODUCTION`` is an order."""

    STOCK_LEFT = "stock_left"
    SELLERS = "sellers"
    SHELVED = "shelved"
    MARGIN = "margin"
    ADS = "ads"
    OFFERS = "offers"
    WAITING = "waiting"
    BUYERS = "buyers"
    ONE_BUYER = "one_buyer"
    LAPSED = "lapsed"
    UNPAID = "unpaid"
    GIVEN_BACK = "given_back"
    COMPLAINTS = "complaints"
    DECISIONS = "decisions"
    SHIPPED = "shipped"
    ASKED = "asked"
    PRODUCTION = "production"


NAMED = ("product", "order", "buyer", "keyword")
"""What words may be about with no topic."""
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
        r"库存|存货|缺货|[没无]货|断货|补货|有货|现货|还剩|剩多少|够卖|够不够|卖完|"
        r"要补|该补|\bre-?order\b|\breplenish|"
        r"\bin stock\b|\bstock\b|\bsold out\b|\brun(?:ning)? (?:out|low)\b|\bleft\b|\brestock|\binventory\b|\bcover\b"
    ),
    _T.SELLERS: (
        r"哪[个款种些]?[^,，。]{0,6}卖得?(?:更|比较)?好|卖得?(?:最|不好|差)|卖不(?:动|掉|出去)|没(?:人买|卖|销量|有?动销)|最好卖|好卖|畅销|热销|爆款|销量(?:最|排)|排行|滞销|压货|"
        r"\b(?:best|worst|poor|least)(?:st)?[\s-]?sell|\b(?:best|top|worst)\s(?:\w+\s){1,2}(?:sellers?|products?|goods|items?|articles?)\b|"
        r"(?:n't|\bnot|\bnever|\bno longer|\bhardly)\s(?:been\s)?(?:sell(?:ing)?|sold|mov(?:e|ing))\b|\bdead stock\b|"
        r"\btop (?:products?|sellers?|goods|items?)|\bwhat sold\b|\bslow(?:est)?[\s-](?:sell|mov)|"
        r"\b(?:sold|sells?|selling) (?:best|most|well|worst)\b|\b(?:which|what) (?:products?|goods)\b.{0,20}\bsell"
    ),
    _T.SHELVED: (
        r"在售|(?:多少|几|哪些|哪几)[个款种]?(?:商品|产品|货|东西)?(?:在卖|上架|下架|停售)|(?:下架|停售)了?的?(?:商品|产品|货)?(?:有|是)?(?:多少|几|哪些|什么)|"
        r"\b(?:how many|which|what)\b[^.?!\n]{0,30}\b(?:(?:on|for|off) sale|listed|delisted|(?:on|off) the shelf)\b"
    ),
    _T.ADS: (
        r"哪[个些]词|广告|推广费|推广花|直通车|投放|关键词|点击|出价|投产|\bROAS\b|\bROI\b|\bads?\b|\badvert|\bcampaigns?\b|\bkeywords?\b|"
        r"\bclicks?\b|\bbids?\b"
    ),
    _T.OFFERS: r"优惠券|优惠|活动|满减|促销|折扣码|\bcoupons?\b|\bpromo(?:tion)?s?\b|\bvouchers?\b|\bdiscount codes?\b",
    _T.MARGIN: (
        r"成本|毛利|净利率|利润率|进价|(?:卖一[件个]|单件|每[件个]).{0,4}(?:赚|利润)|"
        r"\bmargins?\b|\bunit (?:cost|profit)s?\b|\bcost price\b|"
        r"\b(?:what|how much) (?:does|do|did|is|are)\b.{1,60}\bcost (?:us|me)\b|"
        r"\bcosts? of\b"
    ),
    _T.UNPAID: (
        r"[没未](?:有)?(?:付|给|打)(?:款|钱|清)|(?:待|未)(?:付款?|支付|收款?)|欠(?:我|我们|咱们?|着|款|钱|账)|谁.{0,4}欠|赊账|应收|补(?:差价|差额)|"
        r"\bunpaid\b|\b(?:has|have|had|did)(?:n'?t|\s(?:not|never))(?:\s\w+)?\s(?:pay|paid)\b|"
        r"\bnot (?:been |yet )?paid\b|"
        r"\bowes?\b|\bowed\b|\bowing\b|\b(?:outstanding|overdue|open|awaiting) (?:payments?|invoices?|balances?)\b|"
        r"\bpayments? (?:due|outstanding)\b"
    ),
    _T.LAPSED: (
        r"(?:客户|客人|买家|老客|谁|哪[个些]).{0,8}(?:好久|很久|好长时间|一直|多久)?(?:没(?:有)?(?:再)?|不再?)(?:来|下单|复购|回购|光顾|买)(?!多少)|"
        r"流失|沉睡|"
        r"\b(?:buyers?|customers?|clients?|who)\b.{0,30}"
        r"(?:n't|\bnot|\bnever|\bno longer|\bstopped)\s(?:been\s)?(?:\w+\s)?"
        r"(?:order|bought|buy|come|came|return|back)|"
        r"\blapsed\b|\binactive\b|\bdormant\b|\bchurn"
    ),
    _T.WAITING: (
        r"(?:几|多少|哪些?)[单个件]?[^,，。]{0,4}[没未]发|[没未]发(?:出|的)|待发货?|没发货|未发货|要发的|(?:要|得|该|必须|需要?)发(?:货|出|哪|的|几|多少)|(?:发货|订单|单子?).{0,6}(?:超时|逾期|延误|晚|迟)|"
        r"(?:超时|逾期|延误|晚发|迟发).{0,8}(?:单|货)|等着发|没回复?|未回复?|待回复?|待处理|排队|谁在等|(?:客户|买家|几个人|多少人).{0,4}在?等|"
        r"\b(?:orders?|parcels?|buyers?|customers?|messages?|conversations?)\b.{0,20}\b(?:wait|open|unshipped|unanswered|pending)|"
        r"\b(?:orders?|parcels?|shipments?)\b.{0,24}\b(?:late|overdue|delayed)\b|"
        r"\b(?:late|overdue|delayed)\s(?:orders?|parcels?|shipments?)\b|"
        r"\b(?:must|need to|needs to|have to|has to|should|to|do we) "
        r"(?:ship|be shipped|leave|go out|dispatch|send out)\b|"
        r"\b(?:orders?|parcels?)\b.{0,12}\bdue\b|"
        r"\b(?:orders?|parcels?)\b[^.?!\n]{0,12}(?:n't|\bnot)\s(?:yet\s)?(?:been\s)?(?:shipped|ship|sent|left|gone|dispatched)\b|"
        r"\bunshipped\b|\bunanswered\b|\b(?:to|left to) (?:ship|send|answer)\b|"
        r"\bto be (?:shipped|sent|answered)\b|\bwho(?:'s| is) waiting\b|\bbacklog\b"
    ),
    _T.BUYERS: (
        r"老客|回头客|复购|大客户|(?:谁|哪[个些](?:客户|买家)).{0,6}(?:买|订|下单)|客户.{0,4}(?:最多|排)|买得最多|"
        r"\b(?:top|best|biggest|regular|repeat|returning) (?:buyers?|customers?|clients?)\b|\brepurchase\b|"
        r"谁.{0,8}(?:买|订|拿)(?:了|过|的|走)|(?:买|订)(?:了|过).{1,12}(?:的)?(?:是谁|有谁|客户有|有哪些(?:人|客户|买家))|"
        r"\b(?:who|which (?:buyers?|customers?)) "
        r"(?:ordered|buys?|bought|spent|spends|orders|has bought|has ordered|took)\b|"
        r"\b(?:buyers|customers) (?:of|for)\b|\b(?:buyers?|customers?)\b.{0,20}\b(?:come|came|coming) back\b"
    ),
    _T.PRODUCTION: (
        r"\b(?:order|make|produce|manufacture|commission|build)\b[^.?!\n]{0,60}"
        r"\b(?:from|at|with|by|to) (?:the |our |your )?factory\b|"
        r"\b(?:have|let|tell|get|ask) (?:the |our )?factory\b[^.?!\n]{0,12}\b(?:make|produce|manufacture|build)\b|"
        r"\b(?:need|want|get|have) (?:another |some |me |us )?\d[\d,]*\b[^.?!\n]{1,60}\bmade\b|"
        r"^\W*(?:the |our )?(?:factory|工厂)\s?[:,](?=[^.?!\n]*\d)|"
        r"\b(?:place|put in|raise) (?:a |another )?(?:production|factory) order\b|"
        r"\b(?:produce|manufacture|reorder|restock|make)\b (?:me |us |another |some )?\d[\d,]*"
        r"(?![\d.]*\s?%|[\d,]*(?!pcs|pieces|units|k\b)[a-z]|[\d,]*\s(?:to |at )?[£$€¥]|[\d,]*\s\d+p\b)|"
        r"(?:向|跟|给|让|叫|找|通知|请)(?:我们)?(?:的)?工厂空{0,8}(?:下单|下订单|订|生产|做|加工|排产|返单|加单|备货)|工厂空{0,4}下单|"
        rf"(?:生产|排产|投产|返单|加单|补货|备货|做|追加)空{{0,6}}{_MANY}[件个只套箱打]|下单生产|安排生产"
    ),
    _T.SHIPPED: (
        r"发(?:货|出)?(?:去|掉)?[了过](?:几|多少)(?![张条券])|(?:发货|发出)(?:量|[了的]?(?:几|多少)(?!天|钱|[张条券]))|"
        r"\bhow (?:many|much) (?:orders?|parcels?|shipments?|packages?)\b"
        r"(?![^.?!\n]*(?:n't|\bnot\b|\bnever\b|\byet\b|\bto be\b))[^.?!\n]{0,20}\b"
        r"(?:did (?:we|you) (?:ship|send|dispatch|post)"
        r"|(?:have|were|was|got|been) (?:we |you |been )?(?:shipped|sent|dispatched)|shipped|left|went out"
        r"|dispatched)\b"
    ),
    _T.ASKED: (
        r"(?:几|多少)[个位]?(?:买家|客户|顾客|人|客人)[^,，。]{0,4}(?:问|咨询|询价|询盘|聊)|"
        r"(?:咨询|询价|询盘|问价|来问)的?(?:量|人数|[了的]?(?:人|买家|客户)?有?(?:几|多少))|"
        r"\bhow many (?:buyers|customers|people|enquiries|inquiries|messages|conversations|chats)\b[^.?!\n]{0,24}"
        r"\b(?:wrote|write|asked|contact(?:ed)?|messaged?|enquired|inquired|came in|got in touch"
        r"|did we (?:get|have|receive)|have we had|today|yesterday|received)\b"
    ),
    _T.GIVEN_BACK: (
        r"退款|退货|售后|纠纷|退[了过](?:几|多少)|退[了出过]?[^,，。]{0,4}[款钱]|"
        r"\brefund(?:s|ed)?\b|\breturns\b|\bafter[\s-]sales?\b|\bdisputes?\b"
    ),
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
_CUES[_T.ONE_BUYER] = (
    r"\bwhat (?:did|does|has|had|have)\b"
    r"(?!\s(?:we|i|you|they|he|she|it|everyone|everybody|anyone|people|buyers|customers|the)\b)"
    r"\s.{1,40}?\b(?:buy|buys|bought|order|orders|ordered)\b"
)
_OF_BUYER = re.compile(
    rf"{_CUES[_T.ONE_BUYER]}|\b(?:orders|purchases|order history) (?:of|from|by|for)\s\S"
    r"|\w'?s (?:orders|purchases|order history)\b"
    r"|(?:买|订|拿|下)(?:过|了)|(?:有|下过)(?:哪些|什么|几个|多少)(?:订单|单)|的(?:所有|全部|历史)?订单",
    re.IGNORECASE,
)
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
_CLAUSES = re.compile(r"(?<=[?？])|[,，。;；!！\n]|\.\s|\band\b|另外|顺便")
_BOUND = re.compile(
    r"\b(?:limit\w*|caps?|capped|ceiling|budget|max\w*|most|tops?|over|above|below|under|beyond|more than"
    r"|less than|up to|unless|without|ask|first)\b|[限顶超最别]|以[上下内]|[低高多少]于"
    r"|[过先再才][^,，。]{0,4}(?:问|找|我)|预算",
    re.IGNORECASE,
)
"""No limit is set without a word of bounds."""
_BID = re.compile(r"\bbids?\b|[出竞]价", re.IGNORECASE)
_BUDGET = re.compile(r"\bbudgets?\b|预算", re.IGNORECASE)
"""Of money for ads, never of a price."""
_PRICING = re.compile(
    r"\b(?:pric|rais|lower|reduc|increas|cheap|discount|mark|cut|drop|put|set|chang|up\b|down\b)|[价涨降调改折%]",
    re.IGNORECASE,
)
"""No price is set without one of these words."""
_REPRICES = re.compile(
    r"(?:单价|价格|售价|定价)\s?[::]?\s?[¥£]?\d|贵\s?[\d一二两三四五六七八九]|打\s?[\d一二三四五六七八九.]+\s?折"
    r"|[五六七八九][一二三四五六七八九]?折|\bput\s(?:[£$€¥]\s?)?\d\S*\son\b",
    re.IGNORECASE | re.ASCII,
)
"""Beside goods alone these order a price; what else is said there is looked at before it is done."""
_PRICE = re.compile(r"\bpric|(?<![出竞])价", re.IGNORECASE)
_PLAN = re.compile(r"\bplan|\bto-?do\b|\bagenda\b|计划|安排|日程|晨会|要做", re.IGNORECASE)
_MOVED = re.compile(
    r"(?:[涨降调改]价?了?|变了?|[动变]过)(?:几|哪|多少|什么)[^,，。]{0,4}(?:价|商品|产品|款|东西|SKU)?"
    r"|(?:几|哪|多少|什么)[^,，。]{0,6}(?:[涨降调改]了?价|(?:价格?|售价)[^,，。]{0,2}[涨降调改变]|[涨降]了)"
    r"|[涨降调改]了?价(?:了|过)?的(?:商品|产品|款|东西|货|有|是)"
    r"|价格?[^,，。]{0,3}(?:改|调|变|动)[了过](?:几|哪|什么|多少)"
    r"|\b(?:what|which|how many|any)\b[^.?!\n]{0,24}\bprices?\b[^.?!\n]{0,24}"
    r"\b(?:chang|mov|rais|rose|went|gone|go|up|down|lower|cut|drop|increas|reduc|adjust|put)\w*"
    r"|\b(?:what|which|how many)\b[^.?!\n]{0,20}\b(?:went|gone|got)\b[^.?!\n]{0,10}\b(?:up|down|dearer|cheaper)\b"
    r"[^.?!\n]{0,10}\bprice",
    re.IGNORECASE,
)
"""Asks which prices were moved."""
_TO_COME = re.compile(r"\b(?:should|could|can|will|shall|would|to)\b|要|该|能|可以|会|如果|应", re.IGNORECASE)
_FIGURES = re.compile(
    r"\b(?:average|mean|typical)\s(?:order|basket)\s?(?:value|size)?\b|\bAOV\b|\border value\b|客单价"
    r"|最[贵大高](?:额|金额)?的?(?:那|前)?\w{0,2}个?(?:大?订?单|笔)"
    r"|\b(?:biggest|largest|highest|dearest|most\s(?:expensive|valuable))\s(?:\w+\s)?(?:orders?|sales?)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"哪一?(?:天|周|个?星期|个?月)|\b(?:which|what|best|worst)\s(?:day|week|month)\b", re.IGNORECASE)
"""Asks which days sold most, not which goods."""
_SEVERAL = re.compile(r"[比和跟]|各|\b(?:vs|versus|and|or|than|against|compared)\b", re.IGNORECASE)
_OF_DAYS = re.compile(
    r"\b(?:orders?|sales|sold|sells?|revenue|turnover|takings?|figures|numbers|totals?|gmv|profit|business|money|and|or|vs|versus|against|compared?|to"
    r"|with|than|which|what|was|were|is|did|do|does|we|it|how|much|many|more|most|better|best|worst|worse|day|days|each|per|in|on|of|for|the|from|till|until|by|so|far|a|our|shop|show|me|give|please|pls|made?|make|take|took|get|got|s)\b"
    r"|营业额|销售额|成交额?|业绩|流水|销量|数据|数字|情况|利润|订单|下单|单[数量子]?|收入|生意|一共|总共|共|合计|多少|几|怎么样|如何|咋样|哪个?|一?[天周月个年]|[卖做有是了的得好差多少最更比较对和与跟及从到至各分别呢吗吧呀啊看下钱额数来出给我店里只每]",
    re.IGNORECASE | re.ASCII,
)
"""Beside days alone these ask for their figures."""
_TODAY = re.compile(r"\btoday\b|今天|今日", re.IGNORECASE)


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


def is_of_a_buyer(text: str) -> bool:
    """Tell whether words may ask what one buyer ordered, if a buyer is named in them.

    Example:
        >>> is_of_a_buyer("what did Foster Home buy today"), is_of_a_buyer("广告花了多少钱")
        (True, False)
    """
    return bool(_OF_BUYER.search(writing.fold(text)))


def wanted_of_owner(
    text: str, intents: Sequence[str], *, names: str | None = None, beside: str | None = None
) -> tuple[str, ...]:
    """Give what the owner wants, first what jobs are looked up by: a command, then a topic, then other intents.

    Args:
        text: The owner's words.
        intents: Intents found in them.
        names: What the words name beside, ``product``, ``order`` or ``buyer``: with no topic, or of a buyer with none
            but buyers, the question is about that.
        beside: The words without the goods that they name; the words themselves if None.

    Example:
        >>> wanted_of_owner("why did the ads stop?", ("why",))[0], wanted_of_owner("how are the ads?", ("report",))[0]
        ('why', 'ads')
    """
    asked = is_question(text)
    commands: list[str] = _commands(text, intents, names, text if beside is None else beside)
    topics: list[str] = [one for one in topics_of(text) if names or one != OwnerTopic.SELLERS or not _WHEN.search(text)]
    if (
        commands == [Intent.PLAN]
        and not topics
        and not _PLAN.search(text)
        and _SEVERAL.search(text)
        and _asks_of_days(text)
    ):
        commands = []
    if OwnerTopic.DECISIONS in topics and not orders_of(text):
        topics.remove(OwnerTopic.DECISIONS)
        topics.insert(0, OwnerTopic.DECISIONS)
        commands = []
    elif (
        (topics or names == "buyer" or (names == "product" and beside_days(text) is not None))
        and not _PLAN.search(text)
        and (asked or not _TODAY.search(text))
    ):
        # "what is running low?" asks for no plan, nor "what did B0404 buy today?"
        commands = [one for one in commands if one != Intent.PLAN]
    if names == "keyword":  # 冰箱贴计划 is a campaign
        commands = [one for one in commands if one != Intent.PLAN]
    if OwnerTopic.PRODUCTION in topics and Intent.WHY not in intents:
        commands = [OwnerTopic.PRODUCTION, *commands]
    if not topics and (
        asks_of_the_past(text)
        or (names == "product" and asks_if_moved(text))
        or (asked and _MOVED.search(text) and not _TO_COME.search(text))
    ):
        commands = [Intent.WHY]
    elif (reserve := reserve_of_owner(text, commands)) is not None:
        return (reserve,)
    elif Intent.WHY not in intents:
        commands = [*_ordered(text, commands), *commands]
    if names and (not topics or (names == "buyer" and set(topics) <= {OwnerTopic.BUYERS, OwnerTopic.ONE_BUYER})):
        topics = [f"one_{names}"]
    asks_figures = not topics and not commands and (_FIGURES.search(text) or _asks_of_days(text))
    told = [Intent.REPORT] if asks_figures else []
    return (*commands, *topics, *told, *(one for one in intents if one not in (*commands, *told)))


def _commands(text: str, intents: Sequence[str], names: str | None, said: str) -> list[str]:
    """Give the intents that are commands, a price where a change of it is said beside goods; none that is a guess.

    Args:
        text: The owner's words.
        intents: Intents found in them.
        names: What they name.
        said: The words without goods.
    """
    commands = [one for one in intents if one in ORDERS_FIRST and not (is_question(text) and one in _SWITCHES)]
    unbound = set(commands) <= {Intent.LIMIT} and not _BOUND.search(said)
    if (
        names == "product"
        and unbound
        and not is_question(text)
        and (moves_price(said) or _REPRICES.search(writing.fold(said)) or names_prices(text, said))
    ):
        # “Hand over the chocolate sign” bounds nothing
        commands = [Intent.SET_PRICE]
    if Intent.SET_PRICE in commands and _BUDGET.search(text) and not _PRICE.search(text):
        commands = [Intent.LIMIT, *(one for one in commands if one not in (Intent.SET_PRICE, Intent.LIMIT))]
    if orders := orders_of(text):
        # the second reader takes the sums of an order for a limit, and a bid or several sums back for a price
        no_price = OwnerOrder.REFUND in orders and not _PRICING.search(text)
        folded = writing.fold(text)
        back = TAKE_BACK.search(folded) and not writing.prices(folded) and not writing.percents(folded)
        guessed = {
            Intent.LIMIT: not _BOUND.search(text),
            Intent.SET_PRICE: no_price or bool(_BID.search(text) or back),
        }
        commands = [one for one in commands if not guessed.get(Intent(one))]
    return list(commands)


def _asks_of_days(text: str) -> bool:
    """Tell whether words name days, and beside them only what figures are called."""
    beside = beside_days(text)
    return beside is not None and not any(map(str.isalnum, _OF_DAYS.sub("", beside)))


def reserve_of_owner(text: str, wanted: Sequence[str]) -> OwnerOrder | None:
    """Give what keeps the owner's words from being carried out, of all that they are read as; None where nothing does.

    Example:
        >>> str(reserve_of_owner("明天把SKU-14涨价2%", ("set_price",))), reserve_of_owner("明天的计划", ("plan",))
        ('order_later', None)
    """
    if (rest := without_stays(text)) is not None:
        # what says of some goods that their price shall stay forbids no change of others
        text = rest
    ordered = [one for one in wanted if one in _CARRIED_OUT] if Intent.WHY not in wanted else []
    reserve = reserve_of(text, ordered=bool(ordered), production=OwnerTopic.PRODUCTION in ordered)
    acting = [part for part in _CLAUSES.split(text) if acts(part) or _PATTERNS[OwnerTopic.PRODUCTION].search(part)]
    weighed = set(ordered) - {Intent.LIMIT} and any(map(is_question, acting or [text]))
    return reserve or (OwnerOrder.WEIGHED if weighed else None)


def is_order(text: str, intents: Sequence[str]) -> bool:
    """Tell whether the owner wants something done, not told; what the day brings is told.

    Example:
        >>> is_order("stop the ads", ("stop",)), is_order("how are the ads?", ("report",))
        (True, False)
    """
    first = wanted_of_owner(text, intents)[0]
    return first in (*OwnerOrder, *_CARRIED_OUT) or (first in _SWITCHES and not is_question(text))


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
