"""Questions about the shop and not about one product: what sells, what there is, the least order, the carrier.

:mod:`agents.customer.shop_answers` answers them from the shop's own records.
"""

from __future__ import annotations

import re
from typing import Literal

from agents.language_patterns import compiled
from kit.text import fold

Kind = Literal["best", "cheapest", "range", "wants", "promotions", "moq", "wholesale", "courier"]

_NOW = (
    r"(?:\s(?:on|going|running|available))?(?:\s(?:at\sthe\smoment|right\snow|now|today|this\s\w+|currently|for\s\w+))?"
)
QUESTIONS: dict[Kind, re.Pattern[str]] = {
    "best": compiled(
        r"推荐|安利|爆款|热销|畅销|热卖|好卖|(?:卖得?|销量|走量|走货)空{0,3}(?:最好|比较好|好的|高的|最高|最多|最快|快的|不错的|多的)|(?:什么|啥|哪[个些款种])空{0,4}(?:卖得?好|好卖|走得?(?:快|好)|销量|受欢迎|热门)|(?:选|进|卖)(?:什么|啥|哪)空{0,3}好|(?:该|不知道|不晓得)(?:进|卖|选|拿)(?:什么|啥|哪)",
        r"\b(?:what|which)\b[^.?!\n]{0,25}\b(?:sells?|selling|sold|goes|go|moves?)\s(?:the\s)?(?:best|most|well|fastest)\b",
        r"\b(?:best|top|hot|fast(?:est)?|good)[\s-]?sell\w+\b|\b(?:most|what'?s|whats|what\sis|which\s(?:is|are))\s(?:\w+\s)?popular\b",
        r"\b(?:recommend\w*|suggest(?:ions?)?|ideas?)\b(?=[^.!\n]{0,40}\?)|\b(?:any|some|got)\s(?:\w+\s)?(?:recommendations?|suggestions?|ideas?)\b",
        r"\b(?:can|could|would|do|what\swould)\s(?:you|u)\s(?:recommend|suggest)\b",
    ),
    "cheapest": compiled(
        r"最便宜的|便宜[一点些]*的空{0,3}(?:推荐|款|有)|(?:哪[个些款种]|什么|啥)空{0,3}(?:最|比较)?便宜",
        r"\bcheapest\b|\b(?:least|lowest)[\s-](?:expensive|priced?)\b",
    ),
    "range": compiled(
        r"新款|新品|新货|新到|上新|(?:有|出)空{0,3}新的|(?:产品|商品|款式?)?(?:目录|图册|价目表|价格表|报价单|产品册|清单)(?!里|上空{0,4}[这那])|(?:都|还|一共|总共)?有(?:什么|啥|哪些)(?:款式?|产品|商品|东西|种类|花色|图案|货(?!号))|都有(?:什么|啥|哪)|有(?:哪些|哪几款)空{0,2}(?:[?？]|$)|(?:几|多少)[款种](?:可选|产品|商品|图案|花色)?(?:[?？]|$|可以选)",
        r"\b(?:price\s?list|pricelist|catalog(?:ue)?|brochure|line\ssheet|look\s?book|full\s(?:range|list))\b",
        rf"\b(?:new|latest)\s(?:stuff|stock|in|lines?|designs?|products?|items?|arrivals?|ranges?|goods|things?|ones?)\b{_NOW}(?=[^.!\n]{{0,20}}(?:\?|$))|\banything\snew\b|\bwhat'?s\snew\b",
        r"\b(?:what|which)\s(?:kinds?|sorts?|types?|styles?)\sof\b[^.!\n]{0,40}\b(?:sell|have|got|stock|offer|make|do)\b",
        r"\bwhat\s(?:do|else\sdo)\s(?:you|u)\s(?:sell|have|stock|make|do)\b(?!\s(?:\w+\s){0,3}(?:in\sstock|left))|\bwhat\s(?:products|goods|designs|items|kinds)\b[^.!\n]{0,25}\b(?:sell|have|got|stock|offer|make)\b",
    ),
    "wants": compiled(
        r"(?:想|要|打算|准备|计划|来|需要)空{0,2}(?:进|拿|采购|批发?|买|订购?|找|看看?|了解)(?:一?[点些批下])|求购|(?:看看|了解一?下|想看|想找|寻)(?!空{0,6}(?:单|快递|物流|进度))",
        r"\b(?:looking|searching|hunting)\s(?:for|to\s(?:buy|stock|order|source|get))\b|\binterested\sin\b|\b(?:want|wanting|like|love|need|hoping)\sto\s(?:buy|stock|order|source|get|sell|see)\b(?!\s(?:it|them|that|this|my|the\sorder|\d))|\bin\sthe\smarket\sfor\b",
    ),
    "promotions": compiled(
        r"(?:什么|啥|有没有|有无|有|搞|做)空{0,3}(?:优惠)?(?:活动|促销|满减|优惠券|特价)空{0,4}(?:[吗么嘛没呢]|$|[?？])|(?:活动|促销|满减|大促)空{0,3}(?:吗|么|没有?|呢|[?？]|什么时候)|优惠券空{0,3}(?:[吗么没]|[?？]|有)",
        rf"\b(?:any|got\sany|are\sthere(?:\sany)?|have\s(?:you|u)(?:\sgot)?\sany)\s(?:\w+\s)?(?:special\s)?(?:offers?|deals?|sales?|promos?|promotions?|specials?|vouchers?|coupons?|discount\scodes?){_NOW}\s*(?:\?|$)",
        rf"\b(?:do|are)\s(?:you|u)\s(?:have|run|running|doing)\s(?:any\s|a\s)?(?:\w+\s)?(?:offers?|deals?|sales?|promos?|promotions?|vouchers?|coupons?){_NOW}\s*(?:\?|$)",
    ),
    "moq": compiled(
        r"起[订批拿定]量|(?:最[少低小]|多少|几[个件只套]?)空{0,4}起[订批拿卖定]|起[订批拿]空{0,2}(?:多少|几)|最[少低小]空{0,3}(?:要|得|拿|买|订|批)空{0,3}(?:多少|几)|(?:多少|几[个件])空{0,2}(?:才|能|就能?|可以)空{0,3}(?:批|拿货|批发价|起批)",
        r"\bMOQ\b|\bmin(?:imum|\.)?\s(?:order|quantit\w+|qty|spend|purchase|amount)\b|\b(?:smallest|least)\s(?:order|amount|quantity)\b|\bhow\smany\s(?:do|must|have)\s(?:i|we)\s(?:have\s|need\s)?to\s(?:buy|order|take)\b",
    ),
    "wholesale": compiled(
        r"(?:做|是|有|可以|能|支持|搞)空{0,2}批发(?!价)|批发空{0,2}(?:[吗么嘛]|[?？])",
        r"\b(?:do|are|can)\s(?:you|u|i|we)\s(?:\w+\s)?(?:do|offer|sell|buy|supply|get)?\s?(?:at\s)?(?:wholesale|trade|in\sbulk)\b(?!\s(?:me|us))|\b(?:wholesale|trade)\s(?:account|customers?|terms?)\b",
    ),
    "courier": compiled(
        r"(?:发|走|用|寄|默认)空{0,3}(?:什么|啥|哪[个家种些]?|的是?什么)空{0,2}(?:快递|物流|快运)|(?:什么|啥|哪[家个])(?:快递|物流)空{0,3}(?:发货|发的?|送|$|[?？])|(?:快递|物流)空{0,2}(?:是|发|用|走)空{0,2}(?:哪[家个]|什么|啥)"
        r"|(?:默认|一般|平时|通常)空{0,3}(?:什么|啥|哪[家个])?(?:快递|物流)|(?:发|走|寄|用)空{0,2}(?:顺丰|中通|圆通|申通|韵达|极兔|邮政|京东|德邦)空{0,2}(?:[吗么嘛不]|[?？])",
        r"\b(?:which|what)\s(?:courier|carrier|delivery\s(?:company|service|firm)|shipping\s(?:company|service))\b|\bwho\s(?:do|will|would)\s(?:you|u)\s(?:ship|send|deliver|post)\b[^.!\n]{0,10}\bwith\b|\bwho\s(?:delivers|is\s(?:your|the)\scourier)\b",
    ),
}
"""What is asked of the shop, by kind; searched in folded text."""
_PIECES = re.compile(r"\d")


def shop_questions_of(text: str) -> tuple[Kind, ...]:
    """Give the kinds of questions about the shop in a text.

    Example:
        >>> shop_questions_of("有没有新款,最近有什么活动吗"), shop_questions_of("What's your minimum order?")
        (('range', 'promotions'), ('moq',))
    """
    folded = fold(text)
    found = tuple(kind for kind, cue in QUESTIONS.items() if cue.search(folded))
    # who names pieces wants an offer of these, not the shop's list
    return tuple(one for one in found if one != "range" or not _PIECES.search(folded))
