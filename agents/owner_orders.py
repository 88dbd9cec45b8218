"""Orders that the owner gives in words: to stop or run ads, to put goods on or off the shelf, to refund, or others.

Cues only. What is ordered goes to the job that carries it out or says that nothing was done; a question is no order.
"""

from __future__ import annotations

import re
from enum import StrEnum

from kit.text import fold


class OwnerOrder(StrEnum):
    """What the owner wants done.

    ``OTHER`` is an order that the staff does not take in a chat; those after it are none yet
    (:mod:`agents.owner_reserves`).
    """

    ADS = "order_ads"
    SHELF = "order_shelf"
    REFUND = "order_refund"
    OTHER = "order_other"
    DOUBTED = "order_doubted"
    FORBIDDEN = "order_forbidden"
    WEIGHED = "order_weighed"
    LATER = "order_later"
    FOR_SOME = "order_for_some"


_EN = (
    r"(?:^|[.,;:!\n]|\b(?:and|then|also)\b)\W*(?:(?:please|pls|kindly|now|ok(?:ay)?|just|hi|hello|hey"
    r"|immediately|i\s(?:want|need)\syou\sto|you\s(?:must|should|have\sto)|let'?s|go\sahead\sand)\b[\s,]+)*"
)
_ZH = (
    r"(?:^|[,，。.;；:!\n])\s*(?:请|麻烦|帮(?:我|忙)|给我|替我|立刻|立即|马上|赶紧|现在|今天|先|然后|再|都|你"
    r"|您|店长|客服|同时|并且?|也|就|快|我要|我想|直接|\s)*"
)
_PUT = r"(?:把|将)空{0,40}?"
_ADS_EN = r"\b(?:ads?|advert\w*|campaigns?|keywords?)\b"
_ADS_ZH = r"(?:广告|推广(?!费)|直通车|投放|关键词)"
_HALT_EN = r"(?:stop|pause|halt|suspend|kill|end|cancel|disable|(?:turn|switch|shut)\s(?:off|down))\b"
_HALT_ZH = (
    r"(?:停(?:止|掉|了|用|一下|下)?|暂停|关(?:闭|掉|了|停|上)?|中止|叫停|冻结|撤(?:掉|下)|(?:别"
    r"|不要)(?:再)?(?:投|打|推))"
)
_RUN_EN = (
    r"(?:resume|restart|unpause|un-pause|reactivate|re-?enable|unfreeze|(?:turn|switch)\s(?:back\s)?on"
    r"|start\s(?!an?\b|new))"
)
_RUN_ZH = r"(?:恢复|重新?(?:开|启|投|打开|启动|启用|开启)|重启|继续|打开|开启|启动|取消暂停)"
_OFF_EN = (
    r"(?:(?:de-?|un-?)list\b|stop\sselling\b|take\b(?!\s(?:another\s|a\sfurther\s)?[£$€¥]?\d[\d.]*\s?(?:%|p\b|pence|per\s?cent|pounds?|quid|yuan|off\b))GAP{1,60}?\b(?:off\b(?!\s(?:the\s)?ads?\b)|down\b(?!\s(?:to|by)\s?[£$€¥]?\d))|pull\bGAP{1,60}?\b(?:off"
    r"|from)\b|hide\b)"
)
_OFF_ZH = r"(?:下架(?!的|了的|商品|货品|原因|情况|记录)|停售(?!的)|停止?(?:销售|售卖|卖)|(?:别|不要|不)(?:再)?卖)"
_ON_EN = (
    r"(?:re-?list\b|un-?hide\b|list\bGAP{1,60}?\bagain\b|sell\bGAP{1,60}?\bagain\b|resume\ssel"
    r"|(?:put|bring)\bGAP{1,60}?\bback\s*$|(?:put|bring)\bGAP{1,60}?\b(?:back|on)\b(?=GAP{0,20}\b(?:sale|shelf|shelves|shop|store|market)\b)"
    r"|(?:lift|release|remove)\bGAP{0,40}\bhold\b)"
)
_ON_ZH = (
    r"(?:(?:重新|恢复|再)?上架|恢复(?:销售|售卖|在售)|重新(?:卖|销售|售卖)|放回货架|解除空{0,8}(?:下架|质检|质量|停售))"
)
_PAY_EN = (
    r"(?:(?:refund|reimburse)\b|(?:issue|make|give|send)\bGAP{1,30}\brefund\b|(?:give|pay"
    r"|send)\bGAP{1,40}\bback\b(?!\s(?:on\b(?!\s(?:order\s)?[a-z_]*\d)|to\s(?:me|us)\b)))"
)
_PAY_ZH = (
    r"(?:给空{1,48}退|退(?:款|还|钱)?(?:给|\s?[¥￥$£]?\s?[\d一二两三四五六七八九十百千])"
    r"|(?:全额|部分|同意|整单|全部?)退)"
)
_OTHER_EN = (
    r"(?:cancel|ship|dispatch|deliver|message|email|e-?mail|text|contact|call|notify|inform|reply\sto|answer|write\sto"
    r"|tell\s(?!me\b|us\b)|send\s(?!me\b|us\b)|give\s(?!me\b|us\b)|delete|remove|block|ban|unblock|create|add|launch|publish|rename"
    r"|edit|set\s(?!of\b)|update\s(?!on\b|me\b|us\b|about\b|of\b|for\b)|change\s(?!in\b|of\b|since\b|from\b)|correct\s|replace|resend|re-?send|reship|issue"
    r"|start\s(?:an?\b|new\b)|stop|pause|halt|suspend|disable|enable|end\s(?:the|all|this|that)|run\s(?:an?|the|another)\b"
    r"|undo|revert|reverse|raise|lower|increase|reduce|cut|double|hire|fire|forget\s|move\s|transfer|pay\s|buy\s|book\s|schedule\s|turn\so)\b"
)
_OTHER_ZH = (
    r"(?:取消(?!率|了|的)|撤销|发货(?!了|的|量|率|多少|情况)|补发|补寄|重发|寄(?!了|的)|发(?:消息|短信|邮件|优惠券?|券|一?[张条封])|通知|告诉(?!我)|转告|回复(?!率|了|的)"
    r"|联系|删(?:除|掉)|拉黑|屏蔽|新建|创建|添加|加(?:上|一个)|修改|更改|改(?:成|为|一下|掉)|设(?:置|为|成|定)|发布|结束|送(?!达|货)|赠"
    r"|换货|清仓(?!了|的|原因|情况|价)|甩卖|关(?:闭|掉)|打开|开启|停(?:止|掉|用)|暂停|恢复|提高|降低|上调|下调|调(?:高|低|整)|增加|减少|执行|撤回|回滚|开除|打款|付款|转账|上新|安排发)"
)
_NEW_VERB_EN = (
    r"^\W*(?:(?:please|pls|kindly|now|just|then)\s+)*"
    r"(?!(?:show|list|check|give|tell|get|see|look|report|explain|compare|summari[sz]e|count|find|review|describe|print|read"
    r"|analy[sz]e|display|help|remind|name|say|let|update|open|include|exclude|per|about|for|from|with|within|without|of|on|in|at|by|to"
    r"|and|or|but|not|no|only|also|any|all|both|during|after|before|since|until|regarding|concerning|across|among|between|over"
    r"|under|behind|around|like|than|i|we|you|they|he|she|it|im|am|be|can|could|would|will|may|might|must|have|had|stock|revenue"
    r"|profit|traffic|margin|cost|spend|price|plan|summary|overview|performance|top|best|worst|good|great|where|why|what|who"
    r"|whose|which|how|when|do|did|does|is|are|was|were|if|because|think|thank|hope|know|want|need|understand|explore|browse)\b)"
    r"[a-z]+(?:-[a-z]+)?(?<![a-rt-z]s)(?<!ing)(?<!ed)(?<!ly)\s(?:up\s|off\s|out\s|down\s)?"
    r"(?:(?:all|the|our|my|every|these|those)\s(?:\w+\s){0,2}?)"
    r"(?:ads?|keywords?|campaigns?|orders?|goods|products?|articles?|items?|listings?|buyers?|customers?|coupons?|promotions?"
    r"|shop|store|warehouse|parcels?)\b"
)
"""A verb that no list has, before things of the shop: nuke all ads."""
_ASK_ZH = (
    r"(?:给我|给我们|我)(?:看|讲|说|列|查|发|汇报|介绍)|看看|看一下|告诉我|列出|汇报|说明|解释|总结|分析|比较|对比"
)


def compiled(*parts: str) -> re.Pattern[str]:
    """Compile alternatives: GAP stays in a sentence, which the point of a number does not end, 空 in a clause."""
    text = "|".join(parts).replace("GAP", r"(?:[^.?!\n]|\.(?=\d))").replace("空", r"[^,，。;；?!\n]")
    return re.compile(text, re.IGNORECASE | re.ASCII)


_CUES: dict[OwnerOrder, tuple[re.Pattern[str], re.Pattern[str]]] = {
    OwnerOrder.ADS: (
        compiled(
            rf"{_EN}{_RUN_EN}\s?GAP{{0,40}}?{_ADS_EN}",
            rf"{_EN}(?:turn|switch|bring|put|start)\bGAP{{0,30}}?{_ADS_EN}GAP{{0,10}}?\b(?:on|back|again)\b",
            rf"(?:{_ZH}|{_PUT}){_RUN_ZH}空{{0,12}}{_ADS_ZH}",
            rf"(?:{_ZH}|{_PUT})空{{0,14}}{_ADS_ZH}空{{0,6}}(?:{_RUN_ZH}(?!了多|情况)|开起来|开回来)",
        ),
        compiled(
            rf"{_EN}{_HALT_EN}GAP{{0,40}}?{_ADS_EN}",
            rf"{_EN}(?:turn|switch|shut)\b(?!\s(?:back\s)?on\b)GAP{{0,30}}?{_ADS_EN}GAP{{0,10}}?\b(?:off|down)\b",
            rf"(?:{_ZH}|{_PUT}){_HALT_ZH}空{{0,12}}{_ADS_ZH}",
            rf"(?:{_ZH}|{_PUT})停投(?!了|的)空|{_PUT}{_ADS_ZH}空{{0,6}}{_HALT_ZH}",
            rf"{_ADS_ZH}空{{0,6}}(?:停(?:掉|止|下)|全停|暂停|关(?:掉|闭|了吧)|停了吧)(?!了?的|情况|原因)",
        ),
    ),
    OwnerOrder.SHELF: (
        compiled(rf"{_EN}{_ON_EN}", rf"(?:{_ZH}|{_PUT}){_ON_ZH}", rf"{_ZH}空{{1,24}}?(?:重新上架|恢复销售|重新销售)"),
        compiled(
            rf"{_EN}{_OFF_EN}",
            rf"(?:{_ZH}|{_PUT}){_OFF_ZH}",
            rf"{_ZH}空{{1,24}}?下架(?!了|的|商品|货品|原因|情况|记录)",
        ),
    ),
}
TAKE_BACK = compiled(
    r"\b(?:put|change|set|move|bring|turn|switch)\s(?:it|that|them|the\sprices?)\sback\s(?:to\s|how\s|as\s)(?:\w+\s){0,2}"
    r"(?:was|were|before|old|previous|original|price)\b|\b(?:change|set|move)\s(?:it|that|them|the\sprices?)\sback\b|\bundo\b|\brevert\b|\breverse\b",
    r"(?:^|[,，。.;；!\s])(?:刚才|刚刚|我)?(?:涨|降|改|调|弄|搞|停|下架)错了|[改调换涨降]回(?:去|来|原)|恢复(?:成)?原(?:价|来的?价|状)|撤销|撤回|回滚",
)
"""What was done shall be as before: the words of it stand beside what was meant (涨错了 是柴犬不是橘猫)."""
_ID = r"^\W*(?:订单)?\s?[A-Za-z_]*\d[\w-]*\s?的?"
_NAME = r"(?:[A-Za-z]{1,3}_?\d[\w-]{2,}|order_\w{6,}|\d{5,}[\w-]*)"
"""An order or a buyer by its id."""
_PAY = compiled(
    rf"{_ID}{_PAY_ZH}",
    rf"(?:{_ZH}|{_PUT})退(?:款|还|掉|了)?(?:给|掉)?\s?(?:订单|买家|客户|客人)?\s?{_NAME}",
    rf"^\W*(?:订单|买家|客户)?\s?{_NAME}(?:(?![要想说问申请求让叫能可该已过没未别不吗么])空){{1,24}}?(?:全退|全额退款?|退掉|退款|退了?吧|退[^,，。;；?!\n]{{1,12}}的[钱款])\s*[。.!]*\s*$",
    rf"^GAP{{0,60}}?\b{_NAME}\bGAP{{0,60}}?\brefund\s(?:of\s)?(?:[£$€¥]\s?)?\d",
    rf"^GAP{{0,60}}?\b{_NAME}\bGAP{{0,60}}?\bmoney\sback\b|^\W*(?:order\s)?{_NAME}\s(?:please\s|pls\s)?refund\s(?:the|them|him|her|it|all)\b|{_EN}money\sback\bGAP{{0,60}}?\b{_NAME}\b",
    r"^\W*(?:订单)?\s?[A-Za-z_]*\d[\w-]*(?:(?![要想说问申请求让叫能可该已过没未别不吗么])空){1,24}?"
    r"退(?:款|还|钱)?(?:给|\s?[¥￥$£]?\s?[\d一二两三四五六七八九十百千])",
    rf"{_EN}{_PAY_EN}",
    rf"(?:{_ZH}|{_PUT}){_PAY_ZH}",
    rf"{_PUT}退(?:款(?!空{{0,4}}(?:上限|限额|额度|率))|还|给|掉|了)",
)
_OTHER = compiled(
    rf"{_ID}(?:[帮给替]空{{0,6}}?)?(?:取消|作废|补发|换货)",
    rf"{_EN}take\bGAP{{1,60}}?\boff\s(?:the\s)?(?:ads?|campaigns?)\b",
    rf"{_EN}{_OTHER_EN}",
    _NEW_VERB_EN,
    TAKE_BACK.pattern,
    rf"(?:{_ZH}|{_PUT}){_OTHER_ZH}",
    rf"{_ZH}(?:把|将)空{{2,}}|{_ZH}给空{{1,48}}?(?:发(?!了|的)|送|寄|打|补|换|改|取消)",
)
_MERELY_ASKS = compiled(_ASK_ZH)
POLITE = compiled(r"^\W*(?:can|could|would|will)\syou\b(?:\splease)?", r"^\s*(?:能不能|可不可以|能否|可否|可以|能)")
_TAG = compiled(r"[,，\s]*(?:好吗|好不好|行吗|行不行|可以吗|ok|okay|please|谢谢|吧)?\s*[?!.。]*\s*$")
_QUESTION = compiled(
    r"^\W*(?:did|does|do|has|have(?!\s(?:(?:the|our)\sfactory|[\d#]|another\b))|is|are|was|were|should|shall|when|how|what|which|who|why|where)\b",
    r"[?]\s*$|多少|几[件个单张]|什么|[啥咋谁哪]|为何|为啥|怎么|吗|呢|有没有|没有|了没|是否|是不是|([涨降停退发卖调改])没\1|原因|情况|怎样|如何",
)


def is_question(text: str) -> bool:
    """Tell whether words ask for something to be told; a polite order ("could you stop …?") is none.

    Example:
        >>> is_question("did you stop the ads?"), is_question("能不能把广告停了吗?")
        (True, False)
    """
    return bool(_QUESTION.search(plain(text)))


def orders_of(text: str) -> tuple[OwnerOrder, ...]:
    """Give what the owner orders, each kind once; nothing of a question. ``OTHER`` is given alone.

    Example:
        >>> [str(one) for one in orders_of("停掉所有广告")], orders_of("广告花了多少钱")
        (['order_ads'], ())
    """
    words = plain(text)
    if _QUESTION.search(words):
        return ()
    found = tuple(order for order in _CUES if wants_more(order, text) is not None)
    found += (OwnerOrder.REFUND,) if _PAY.search(words) else ()
    return found or ((OwnerOrder.OTHER,) if _OTHER.search(words) and not _MERELY_ASKS.search(words) else ())


def wants_more(order: OwnerOrder, text: str) -> bool | None:
    """Tell whether ads shall run (goods be sold) again, or stop; None where the words order neither.

    Example:
        >>> wants_more(OwnerOrder.SHELF, "relist SKU-14"), wants_more(OwnerOrder.ADS, "stop all ads")
        (True, False)
    """
    words, (more, less) = plain(text), _CUES[order]
    return True if more.search(words) else False if less.search(words) else None


def plain(text: str) -> str:
    """Give folded words without what makes a polite question of an order."""
    folded = fold(text).strip()
    polite = POLITE.match(folded)
    if not polite:
        return folded if folded.endswith("?") and not re.search(r"[吗行好]\s*\?$", folded) else _TAG.sub("", folded)
    return re.sub(r"吗$", "", _TAG.sub("", folded[polite.end() :].strip()))
