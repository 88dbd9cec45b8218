"""Questions beside what a buyer wants: what goods are like, reports, returns, sample time, how one pays, tax.

None of them is a complaint; :mod:`agents.customer.inquiry_asides` answers them.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from agents.language import Understanding
from agents.language_patterns import CUES, Intent, compiled
from agents.topics import Topic, find_reason
from kit.text import fold

ASIDES: dict[str, re.Pattern[str]] = {
    "size": compiled(
        r"尺寸(?!空{0,3}[不错])空{0,3}(?:是|有|多|呢|吗|[?？]|$)|多大(?:尺寸|[啊呀的]|[,，?？。\s]|$)|几厘米|多少厘米|多少公分|几公分|多高(?:多宽)?|多宽|规格(?:是|呢|[?？]|$)",
        r"\bwhat\s(?:is|are|'s)?\s?(?:the|its|their)?\s?(?:exact\s)?(?:size|sizes|dimensions|measurements)\b|\bwhat\ssize\b",
        r"\bhow\s(?:big|large|tall|wide|thick)\b|\b(?:dimensions|measurements)\b(?=[^.?!\n]{0,20}(?:\?|$))",
    ),
    "weight": compiled(
        r"多重|重量(?!空{0,3}[不错])空{0,3}(?:是|多|几|呢|吗|[?？]|$)|克重|几克|多少克|净重",
        r"\bhow\sheavy\b|\bhow\smuch\sdo(?:es)?\sGAP{0,40}\bweigh\b|\bwhat\sdo(?:es)?\sGAP{0,40}\bweigh\b",
        r"\b(?:what|its?|their|the|each|unit|product|gross|net|shipping)\s(?:is\s(?:the|its)\s)?weight\b",
    ),
    "material": compiled(
        r"(?:什么|啥)(?:材质|材料|料子)|材质(?!空{0,3}[不错])空{0,3}(?:是|呢|[?？]|$)|是空{0,4}(?:什么|啥)(?:做的|料)",
        r"\b(?:what|which)\smaterials?\b|\bmade\s(?:out\s)?of\b(?=[^.?!\n]{0,12}\?)|\bwhat\s(?:is|are)\s(?:it|they|the\s\w+)\smade\b",
    ),
    "magnet": compiled(
        r"(?:磁力|磁性|吸力|磁铁|磁)空{0,4}(?:强不强|强吗|强么|够不够|够强|大不大|多大|大吗|怎么样|怎样|如何|好不好|牢不牢|牢吗|咋样)|吸得?(?:牢不牢|住吗|牢吗|紧吗|稳吗)",
        r"\bhow\sstrong\b|\b(?:is|are)\s(?:the\s)?magnets?\s(?:strong|powerful)\b|\bmagnets?\sstrong\senough\b",
    ),
    "quality": compiled(
        r"(?:会不会|会|容不容易|容易|易|是不是会|怕不怕)空{0,2}(?:掉[色漆磁毛]|褪色|碎|坏|裂|断|生锈|变形|脱[落胶]|起球|发霉|老化|刮花|摔)空{0,3}(?:[吗么嘛啊呢]|[?？]|$)|质量空{0,2}(?:怎么样|怎样|如何|咋样|好不好|好吗|行不行|过关吗|可以吗|稳定吗|有保[证障]吗|能保[证障]吗)|(?:防水|防摔|耐用|耐磨|结实|环保|安全)空{0,2}(?:[吗么嘛]|[?？])|保质期|能用多久",
        r"\b(?:will|would|do|does|can|could)\s(?:the|it|they|these|those|this|your)\b[^.?!\n]{0,25}\b(?:fade|break|rust|peel|chip|crack|last|tarnish|shrink|run|leak)\b(?=[^.!\n]{0,30}(?:\?|$))",
        r"\b(?:is|are)\s(?:it|they|this|these|the|your)\b[^.?!\n]{0,25}\b(?:good\squality|durable|sturdy|strong|well\smade|waterproof|washable|dishwasher\ssafe|food\ssafe|safe\sfor|fade\w*|hard\swearing|breakable|fragile)\b(?=[^.!\n]{0,30}(?:\?|$))|\bhow\s(?:durable|good\sis\sthe\squality|is\sthe\squality)\b",
    ),
    "report": compiled(
        r"(?:检测|质检|检验|测试|环保|产品)空{0,4}(?:报告|证书|认证)|质检单|合格证|(?:有|做过?|过)空{0,6}认证|(?:3C|CE|EN\s?71|ROHS|REACH)空{0,4}(?:认证|报告|证书)",
        r"\b(?:test|lab|safety|inspection|compliance)\s(?:report|certificate)s?\b|\bcertificat\w+\b|\bEN\s?71\b|\bROHS\b|\bREACH\scompli\w+|\bCE\smark\w*",
    ),
    "sample_time": compiled(
        r"(?:打样|样品|做样|出样|寄样|样)空{0,4}(?:几天|多久|多长时间|多少天|周期|时间)|(?:几天|多久)空{0,3}(?:出样|打样|寄样)",
        r"\bhow\slong\b[^.?!\n]{0,30}\bsamples?\b|\bsamples?\b[^.?!\n]{0,25}\b(?:how\slong|lead\s?time|take)\b|\bwhen\b[^.?!\n]{0,25}\bsamples?\b",
    ),
    "returns": compiled(
        r"支持空{0,6}(?:退换?货?|换货|退款|无理由)空{0,3}(?:吗|么|嘛|不|没|[?？]|$)|(?:退换货?|退货|换货)(?:政策|规则|规定|条款)",
        r"不满意空{0,4}(?:能|可以|给|可)空{0,3}(?:退|换)空{0,3}(?:吗|么|嘛|不|[?？]|$)|包(?:退换?|换)(?:吗|么|嘛|不|[?？])",
        r"\b(?:returns?|exchange|refund)\spolic\w+|\bdo\s(?:you|u)\s(?:accept|take|offer|allow|support)\s(?:\w+\s)?(?:returns?|exchanges?|refunds?)\b",
        r"\b(?:can|could|may)\s(?:i|we)\s(?:return|exchange)\sGAP{1,25}\bif\b",
    ),
    "payment_terms": compiled(
        r"账期|月结|赊[账购]|先货后款|货到付款",
        r"\bnet\s?(?:7|14|30|45|60|90)\b|\b(?:payment|credit)\sterms?\b|\bcredit\saccount\b|\bpay\s(?:later|in\s\d+\sdays)\b",
    ),
    "payment_ways": compiled(
        r"(?:付款|支付|结算)(?:方式|方法)空{0,3}(?:有|是|都|怎|呢|[吗么?？]|$)|(?:怎么|如何|咋)(?:付款|付钱|支付|打款|转账)|(?:支持|能用|可以用|收|能刷|走)空{0,3}(?:支付宝|微信|花呗|信用卡|对公|公账|银行卡)空{0,6}(?:[吗么嘛不]|[?？]|$)",
        r"\b(?:how|where)\s(?:can|do|could|should|would)\s(?:i|we)\spay\b|\bhow\sto\spay\b|\b(?:payment|paying)\s(?:methods?|options?)\b",
        r"\b(?:do|can|could)\s(?:you|u|i|we)\s(?:take|accept|pay\s(?:by|with|via)|use)\s(?:\w+\s)?(?:paypal|cards?|visa|mastercard|amex|klarna|bank\stransfers?|apple\spay|cheques?|bacs)\b",
    ),
    "dropship": compiled(
        r"(?<![请麻烦])(?:一件|[能可]以?|支持|做)空{0,4}代发(?!货)|代发空{0,3}(?:[吗么嘛不]|[?？]|$|费)|直接发给?空{0,3}(?:我的?|我们的?)?(?:客户|顾客|买家)",
        r"\bdrop\s?-?ship\w*|\b(?:ship|send|post|deliver)\w*\s(?:\w+\s)?(?:direct(?:ly)?|straight)\sto\s(?:my|our|the)\s(?:end\s)?(?:customers?|clients?|buyers?)\b",
    ),
    "tax": compiled(
        r"含税|不含税|税点|(?:加|要|收)空{0,3}(?:几个)?税",
        r"\b(?:inc(?:l|lud\w*)?\.?|ex(?:cl|clud\w*)?\.?|plus|without|with|before|after)\s(?:the\s)?(?:vat|tax(?:es)?)\b(?=[^.!\n]{0,20}(?:\?|$))|\bvat\s(?:included|inclusive|exclusive|free)\b|\b(?:import|customs)\s(?:duty|duties|charges|tax(?:es)?)\b",
    ),
}
"""What is asked beside the price, by kind; searched in folded text."""
_NAMED = {
    "size": compiled(r"\b(?:sizes?|dimensions|measurements)\b|尺寸|规格|大小"),
    "weight": compiled(r"\bweights?\b|重量|克重|净重"),
    "material": compiled(r"\bmaterials?\b|材质|材料|料子"),
}
_EN = r"(?:the\s|its\s|their\s)?(?:sizes?|dimensions|measurements|weights?|materials?)"
_ZH = r"(?:尺寸|规格|大小|重量|克重|净重|材质|材料|料子)"
_LIST = compiled(
    rf"\b(?:what|which|how\sabout|what\sabout|tell\sme|know)\b(?:'s|\sis|\sare)?\s{_EN}(?:(?:\s?,\s?|\s)(?:(?:and|or|&)\s)?{_EN})+\b",
    rf"{_ZH}(?:(?:[、,，]|和|及|跟|与|还有|以及)\s?{_ZH})+(?:空{{0,3}}(?:多[少大重高]|呢|吗|么|什么|啥|怎|如何)|\s?(?:[?？]|$))",
)
"""Several kinds asked in one go, of which one alone has the words of a question: what size and material."""
_DEAR = compiled(
    r"(?:为什么|为啥|为何|凭什么)空{0,8}(?:便宜|优惠|降价|少一?点|打折|贵)|怎么空{0,4}(?:这么|那么|还是?|恁)贵",
    r"\bwhy\b[^.?!\n]{0,25}\b(?:cheaper|expensive|lower|discount|so\s(?:dear|much))\b",
)
"""Asks why it does not cost less."""
MIXED = compiled(
    r"混[色款批搭装]|(?:几|多|不同|各)款(?:一起|混|拼)|拼[款单着]",
    r"\b(?:mix|assort)\w*\s(?:\w+\s)?(?:colou?rs|designs|styles|patterns|goods|items|and\smatch)\b|\bmix(?:ed)?\s(?:and|&|n)\smatch\b",
)
"""Asks whether several designs go together in one order."""
_SAMPLE = compiled(
    r"(?<![么怎咋一这那多同各花])样(?![子式])|\bsamples?\b|寄我|寄给|寄到|寄一|发我|发一|先[拿买来]|\b(?:send|mail|post|ship)\s(?:me|us|one)\b"
)
"""Asks for a sample, where it stands outside the question how long one takes."""
_RETURNING = {Topic.RETURN_GOODS, Topic.EXCHANGE, Topic.REFUND}


def asides_of(text: str) -> tuple[str, ...]:
    """Give the kinds of questions in a text that are asked beside others.

    Example:
        >>> asides_of("锦鲤50个多少钱,多重?有检测报告吗"), asides_of("What size and material?")
        (('weight', 'report'), ('size', 'material'))
    """
    folded = fold(text)
    lists = " ".join(found[0] for found in _LIST.finditer(folded))
    listed = [kind for kind, name in _NAMED.items() if name.search(lists)]
    return tuple(kind for kind, cue in ASIDES.items() if kind in listed or cue.search(folded))


def asks_why_so_dear(text: str) -> bool:
    """Tell whether a text asks why goods do not cost less."""
    return bool(_DEAR.search(fold(text)))


def asides_about(text: str, words: Collection[str]) -> set[str]:
    """Give the kinds whose question in a text holds one of these words, or is held by one."""
    folded, asked = fold(text), [fold(one).lower() for one in words]
    hits = {kind: hit[0].lower() for kind, cue in ASIDES.items() if (hit := cue.search(folded))}
    return {kind for kind, hit in hits.items() if any(one in hit or ASIDES[kind].search(one) for one in asked)}


def as_questions(understood: Understanding, text: str, *, order: str | None) -> Understanding:
    """Give what was read without the complaint, or the wish for a sample or a price, that a question is taken for.

    Args:
        understood: What was read.
        text: The buyer's words.
        order: The order that the conversation is about; with one it is what became of goods that is asked.
    """
    slots, asked = understood.slots, asides_of(text)
    if not asked:
        return understood
    dropped, topics = set[Intent](), understood.topics
    beside = ASIDES["sample_time"].sub(" ", fold(text))
    if "quality" in asked and slots.reason and not find_reason(ASIDES["quality"].sub(" ", fold(text))):
        # what goods may come to is no complaint of what they came to
        slots = slots.model_copy(update={"reason": None})
        understood = understood.model_copy(update={"slots": slots})
    if not _SAMPLE.search(beside):
        dropped.add(Intent.SAMPLE)
    if "sample_time" in asked and not CUES[Intent.DELIVERY].search(beside):
        dropped.add(Intent.DELIVERY)
    if "payment_terms" in asked and not CUES[Intent.STOCK].search(fold(text)):
        dropped.add(Intent.STOCK)
    of_goods = order or slots.order or slots.reason or slots.evidence
    if not of_goods and set(topics) <= (_RETURNING if "returns" in asked else set()):
        dropped, topics = dropped | {Intent.AFTER_SALE}, ()
    intents = tuple(one for one in understood.intents if one not in dropped)
    return understood.model_copy(update={"intents": intents or (Intent.UNKNOWN,), "topics": topics})
