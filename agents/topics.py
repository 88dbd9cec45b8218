"""What a buyer wants done, beyond a question: cancel, change, refund, a person … and what they say about it.

A topic is taken up by the job that waits for it (:class:`agents.trigger.OnBuyerIntent`). It is a wish of the writer's,
never an order. Patterns are searched in folded text (:func:`kit.text.fold`), without regard to case.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Literal

from agents.consent import TAKES

Reason = Literal["broken", "missing", "quality", "not_as_described", "changed_mind", "late"]


class Topic(StrEnum):
    """A wish that needs more than an answer."""

    CANCEL = "cancel"
    CHANGE_ADDRESS = "change_address"
    CHANGE_ITEMS = "change_items"
    CHANGE_PAYMENT = "change_payment"
    REFUND = "refund"
    RETURN_GOODS = "return_goods"
    EXCHANGE = "exchange"
    MISSING = "missing"
    COMPLAINT = "complaint"
    PERSON = "person"
    THREAT = "threat"
    ACCEPT = "accept"
    HESITATE = "hesitate"
    HOLD_ORDER = "hold_order"


def _compile(*parts: str) -> re.Pattern[str]:
    # 空 stays inside a clause, GAP inside a sentence
    text = "|".join(parts).replace("GAP", r"[^.?!\n]").replace("空", r"[^,，。.;；?!？！\n]")
    return re.compile(text, re.IGNORECASE | re.ASCII)


_N = r"\d+|[一二两三四五六七八九十百千]+"
_ID = r"(?:[a-z]{0,3}\d{5,}|o(?:rder)?_\w+)"
_ORDER = r"(?:order|purchase|订单|这单|那单|单子)"
_CUES: dict[Topic, re.Pattern[str]] = {
    Topic.CANCEL: _compile(
        r"\bcancel(?:s|led|ling|lation)?\b(?!\s+(?:fee|polic))",
        r"\b(?:call|calling)\s(?:it\s)?off\b|\bdon'?t\s(?:want|need)\sGAP{0,20}\border\b",
        r"取消(?!订阅|暂停|关注)|撤单|撤销空{0,4}单|(?:订单|这单|那单|单子)空{0,6}(?:不要了|退掉|作废)|不要这(?:个)?单",
    ),
    Topic.CHANGE_ADDRESS: _compile(
        r"\b(?:chang|updat|correct|amend|edit|switch|modif)\w*\bGAP{0,40}\b(?:address|ship[\s-]to|recipient|postcode)\b",
        r"\b(?:wrong|different|new|another)\s(?:\w+\s)?address\b|\baddress\b\s(?:is|was)\swrong|\bmoved\b\s(?:to|house|office)",
        r"\b(?:send|ship|deliver)\s(?:it|them|this|the\sorder|my\sorder)\sto\sGAP{3,60}\binstead\b",
        r"改(?:一?下)?空{0,6}地址|地址空{0,8}(?:改|换|变|写错|填错|错了|不对)|(?:换|更换|更改|修改|变更)空{0,6}地址|改(?:寄|发|送)(?:到|去)?|收[件货](?:人|电话)空{0,6}(?:改|换|变|[写填弄]错|错了|不对)",
    ),
    Topic.CHANGE_ITEMS: _compile(
        rf"\b(?:chang|reduc|increas|lower|rais|cut|updat|amend)\w*\bGAP{{0,30}}\b(?:quantit\w+|pieces|items?|number)\bGAP{{0,30}}\b{_ORDER}",
        rf"\b(?:chang|amend|updat|edit|modif)\w*\s(?:my|the|our|this)\s{_ORDER}\b(?!GAP{{0,20}}\baddress)GAP{{0,40}}\bto\b",
        rf"\b(?:add|remove|swap|drop|take)\bGAP{{1,50}}\b(?:to|from|in|on|off|out\sof)\s(?:(?:my|the|our|this|that)\s(?:\w+\s)?{_ORDER}\b|order\s(?:no\.?\s?|number\s)?#?[\w-]*\d{{4,}})",
        rf"(?<![\w£$€]){_ID}\b\W{{1,3}}GAP{{0,20}}\b(?:make|remove|drop|add|swap|take\s(?:out|off))\b(?!\s(?:sure|an?\s(?:note|invoice|label)))",
        rf"\b(?:make|remove|drop|add|swap|take)\bGAP{{1,50}}\b(?:to|from|in|on|off|out\sof|for)\s(?:order\s)?{_ID}\b",
        r"\b(?:keep|leave)\s(?:all\s)?(?:the\s(?:rest|others?)|everything\selse)\b|\b(?:the\s(?:rest|others?)|everything\selse)\s(?:is|are|can|should|stays?|as)\b(?=GAP{0,20}\b(?:fine|ok|stays?|ship|come|is|it\sis)\b)",
        r"(?:不要|取消|去掉|删掉|退掉)[^。;；?!？！\n]{0,8}(?:其[他它余]|别的|剩下)空{0,6}(?:照发|照旧|照常|不变|正常|发|留|要|保留)",
        rf"{_ID}空{{0,8}}(?:加|追加|多要|少要|减)\s?(?:{_N})(?![.\d]*\s?(?:元|块|折|急|%))",
        r"(?:订单|这单|那单|单子)空{0,14}(?:改成|改为|改到|加到|减到|再加|少要|多要|加上|去掉|换成|数量)|改(?:一?下)?空{0,4}数量|数量空{0,4}改|加到空{0,8}(?:订单|单子)里|\d{5,}空{0,12}(?:改[成为到]|换成|减到|加到|去掉)",
    ),
    Topic.CHANGE_PAYMENT: _compile(
        r"\b(?:chang|switch|us)\w*\bGAP{0,30}\b(?:payment|paying|pay)\b(?:\s(?:method|by|with|via|option))",
        r"\bpay\s(?:by|with|via|through)\sGAP{3,30}\binstead\b|\b(?:different|another|other)\s(?:way\sto\spay|payment)",
        r"(?:改|换|更换|修改|变更)空{0,6}(?:支付|付款)(?:方式)?|(?:支付|付款)方式空{0,6}(?:改|换)|(?:改|换)(?:成|用)空{0,6}(?:支付宝|微信|对公|转账|银行卡)",
    ),
    Topic.REFUND: _compile(
        r"\brefund\w*|\bmoney\sback\b|\breimburs\w*|\bgive\s(?:me|us)\sback\sGAP{0,15}money",
        r"退款|退钱|退我?空{0,3}钱|仅退款|赔(?:我|钱|偿|付)|退空{0,4}(?:元|块)",
    ),
    Topic.RETURN_GOODS: _compile(
        r"\breturn(?:ing)?\s(?:it|them|the|this|these|those|my|our|some|\d)|\bsend(?:ing)?\sGAP{0,25}\bback\b|\bhow\s(?:do|can)\s(?:i|we)\sreturn\b",
        r"\bwant\sto\sreturn\b|退货|寄回|退回(?!空{0,4}款)|退掉",
    ),
    Topic.EXCHANGE: _compile(
        r"\bexchang\w+\b(?!\srate)|\breplacements?\b|\breplace\b(?!GAP{0,20}\b(?:address|order)\b)|\bsend\s(?:me|us)\s(?:a\s)?new\sones?\b",
        r"换货|换一?个(?:新|好)|换新|重(?:新)?发一|给我?换",
    ),
    Topic.MISSING: _compile(
        r"\bmissing\b|\bshort\s(?:of|by|deliver\w*|\d)|\b(?:only|just)\s(?:got|received|arrived)\b|\b(?:not|n't)\sin\sthe\s(?:box|parcel)\b",
        r"少了|少发|漏发|缺件|缺了|补发|补寄|少收|只收到|(?<!多)少件",
    ),
    Topic.COMPLAINT: _compile(
        r"\bcomplain\w*|\b(?:terrible|awful|appalling|disgusting|unacceptable|ridiculous|disgraceful)\b|\bvery\s(?:disappointed|unhappy)\b|\bworst\b|\bfed\sup\b",
        r"没有?[收拿见]到[^\n]{0,24}(?:签收|送达|妥投)|(?:签收|送达|妥投)[^\n]{0,16}没有?[收拿见]到",
        r"(?:\bnot|n't|\bnever)\s(?:been\s|have\s)?(?:receiv\w+|arriv\w+|got|gotten|get|had|seen)\b[^\n]{0,60}\b(?:says?|shows?|marked|shown|as)\s(?:as\s|it\swas\s)?(?:delivered|signed)\b",
        r"\b(?:says?|shows?|marked|shown)\s(?:as\s|it\swas\s)?(?:delivered|signed\sfor)\b[^\n]{0,40}(?:\bnot|n't|\bnever)\s(?:been\s|have\s)?(?:receiv\w+|arriv\w+|got|gotten|get|had|seen|here)\b",
        r"投诉|太差劲|太失望|气死|垃圾|什么玩意|差评|坑人|忽悠|骗(?:子|人)|受不了|太过分",
    ),
    Topic.PERSON: _compile(
        r"\b(?:speak|talk|chat|connect\w*|put\s(?:me|us)\sthrough|get\s(?:me|us))\b\s?(?:me\s|us\s)?(?:to|with)?\s?(?:a\s|an\s|the\s|your\s|some)?(?:real\s|actual\s|live\s)?(?:human|person|someone|somebody|agent|colleague|manager|supervisor|boss|representative)\b",
        r"\b(?:real|actual|live)\s(?:human|person|agent)\b|\bhuman\s(?:being|please|agent)\b|\bare\syou\sa\s(?:bot|robot|machine)\b",
        r"人工|真人|转接|找空{0,4}(?:客服|经理|老板|负责人)|叫空{0,4}(?:经理|老板|负责人)空{0,2}来|不想?(?:跟|和)机器人",
    ),
    Topic.THREAT: _compile(
        r"\b(?:lawyers?|solicitors?|attorney|sue|suing|lawsuit|legal\s(?:action|steps)|small\sclaims|trading\sstandards|report\syou|go\sto\s(?:the\s)?(?:police|press|court))\b",
        r"起诉|律师|法院|12315|工商局|消协|举报你|曝光你|报警|告你们",
    ),
    Topic.ACCEPT: TAKES,
    Topic.HOLD_ORDER: _compile(
        r"\b(?:do\snot|don'?t|not\sto)\s(?:ship|send|dispatch|post)\b(?:\s(?:it|them|this|that|anything|(?:my|the|our|this|that)\s(?:\w+\s)?\w+))?(?:\sout|\soff)?\s(?:yet|until|till|before)\b",
        r"\b(?:wait|hang\son)\s(?:with\s(?:my|the|our|this|sending|shipping|posting|dispatch\w*)|before\s(?:you\s)?(?:send|ship|post|dispatch)\w*|to\s(?:send|ship|post))\b",
        r"\bhold\s(?:off\s|back\s|on\sto\s)?(?:on\s)?(?:(?:my|the|our|this|that)\s(?:\w+\s)?(?:order|parcel|shipment|delivery|goods|dispatch)|it\b|ship\w*|send\w*|dispatch\w*|posting)",
        r"\b(?:please|pls|can|could|would|to)\s(?:you\s|u\s)?(?:please\s)?(?:delay|postpone|pause|put\soff|push\sback)\bGAP{0,25}\b(?:order|ship\w*|dispatch\w*|send\w*|deliver\w*|it)\b",
        r"(?:先|暂时?|暂且|请|麻烦|那单|这单|订单)空{0,6}(?:别|不要|不用|勿|不)急?着?(?:给我)?(?:发货|寄出?|发出|安排发货)(?![单票图])|先(?:别|不要|不用|不)(?:急着?)?(?:给我)?发(?=$|[,，。\s了啊哈哦吧])",
        r"等我?空{0,6}(?:通知|消息|信儿?|回复|电话|说|确认|再说)空{0,3}(?:再|才|后)?空{0,2}(?:发|寄)(?!票)|[先再]?(?:压|放|留|缓|搁)(?:着|一下|[几一两二三]天)空{0,6}(?:不|别|再|先不)(?:给我)?(?:发|寄)(?!票)",
        r"(?:晚|迟|缓|压|拖|推迟|延后|延迟|推后|暂缓|暂停)(?:[几一两二三四五六七八九十\d]?个?[天周日]|点|些)?再?(?:发货|发出|寄出?|发(?!票|现))|发货空{0,4}(?:推迟|延后|延迟|推后|晚[几一两三点些])",
    ),
}
_REASONS: dict[Reason, re.Pattern[str]] = {
    "broken": _compile(
        r"\bbroken?\b|\bdamag\w+|\bcrack\w*|\bsmash\w*|\bshatter\w*|\bchipped\b|\bbent\b|\btorn\b|\bcrushed\b|\bin\s(?:pieces|bits)\b"
        r"|\bripp?ed\b|\bdent(?:s|ed)?\b|\bsquash\w*|\bsnapp(?:ed|ing)\b|\bbust(?:ed)?\b|\bruined\b|\bscratched\b",
        r"破损|损坏|破了|碎(?!花)|坏了?的?|裂|压扁|摔|断了",
    ),
    "missing": _CUES[Topic.MISSING],
    "not_as_described": _compile(
        r"\bwrong\s(?:item|colou?r|size|product|one|goods|model|design)s?\b|\bnot\sas\s(?:described|shown|pictured)\b|\bdifferent\s(?:from|to|than)\b|\bnot\swhat\s(?:i|we)\sordered\b",
        r"发错|错发|错货|不符|货不对|(?:颜色|尺寸|型号|款式)不(?:对|符)|跟?(?:图片?|照片|描述|样品)空{0,4}不(?:一样|同)",
    ),
    "quality": _compile(
        r"\bfaulty\b|\bdefect\w*|\b(?:poor|bad|terrible)\squality\b|\bleak\w*|\bfell\s(?:apart|off)\b|\b(?:doesn't|don't|does\snot|do\snot|not|stopped)\s(?:work|stick|hold)\w*\b|\bpeel\w*",
        r"\b(?:won'?t|will\snot|can'?t|cannot|doesn'?t|does\snot|don'?t|do\snot|didn'?t)\s(?:even\s)?(?:turn|switch|light|power|charge|start|close|shut|glow|work|stick|stay|come)\b(?!\s(?:with|in)\b)",
        r"\b(?:not|stopped)\s(?:lighting|turning|charging|closing|working)\b|\b(?:is|are|was|were|came|arrived|completely|totally)\s(?:dead|mou?ldy|smelly|warped|wonky|stained)\b|\bdead\son\sarrival\b",
        r"\brust(?:y|ed)\b(?!GAP{0,12}\?)|\bsmell(?:s|y|ing)\b(?!GAP{0,12}\?)|(?<=s)\ssmell\b(?!GAP{0,12}\?)|\bstinks?\b|\bmou?ldy?\b(?!GAP{0,12}\?)|\bno\slight\b",
        r"质量|瑕疵|掉漆|褪色|漏水|吸不住|粘不牢|不粘|不能用|用不了|开胶|毛刺|划痕|烫手|漏电",
        r"(?<!亮)不[会能]?亮(?![吗么嘛])|亮不(?:了|起来)|没亮|不发光|(?<![会防不])(?<!防止)生了?锈(?![吗么嘛])|(?<!生)锈了|锈[迹斑]|(?<![没无])有(?:股|一股|点|很大的?|很重的?)?(?:怪|异|臭|霉|刺鼻|塑料|橡胶|胶)?味道?(?![道吗么嘛不])",
        r"味道?(?:很|太|好|特别|有点)(?:大|重|冲|怪|难闻)(?![吗么嘛])|刺鼻|难闻|[发长]霉|(?<![没无有])异味|[好很太]臭|没反应|不转|不响|开不了机|打不开|[关合]不[上拢]|充不[了进]电|不通电|接触不良|失灵|不好使|[夹卡吸粘]不[住紧牢稳]|[起脱]皮|变形|翘边",
    ),
    "late": _compile(
        r"\btoo\slate\b|\b(?:still|yet)\snot\s(?:arrived|here|come)\b|\bhas(?:n't|\snot)\s(?:arrived|come|shipped)\b|\boverdue\b|\btaking\stoo\slong\b",
        r"太慢|太晚|迟迟|一直没(?:发|到|收)|还没(?:发|到|收)|超时|等不及",
    ),
    "changed_mind": _compile(
        r"\bchanged\s(?:my|our)\smind\b|\bno\slonger\s(?:need|want)\b|\bdon'?t\s(?:want|need|like)\b|\bby\smistake\b|\bordered\stwice\b",
        r"不想要|不需要了|不要了|不喜欢|拍错|买错|下错|买多|重复",
    ),
}
_PARTS = re.compile(r"[,，。;；!！?？\n]|\.\s")
_NO_ORDER = _compile(
    r"\b(?:newsletters?|e-?mails?|mailing|texts?|sms|subscriptions?|adverts?|promo\w*|quotes?|quotation|offer|samples?|invoices?|appointment|reminders?)\b",
    r"短信|群发|推送|广告|营销|订阅|会员|报价|样品|打样|发票|提醒|消息",
)
"""What can be cancelled and is no order."""
_NAMES_ORDER = _compile(rf"\b{_ORDER}s?\b|订单|[这那]单|单子|一单|{_ID}")
UNWANTED = _REASONS["changed_mind"]
"""What says that goods are not wanted any more."""
_EVIDENCE = re.compile(
    r"\[(?:图片|照片|视频|photo|image|picture|video)[^\]]*\]|https?://\S+\.(?:jpe?g|png|webp|mp4)\b", re.IGNORECASE
)


def find_topics(text: str) -> tuple[Topic, ...]:
    """Give the wishes in a folded text in order of appearance.

    Example:
        >>> [str(one) for one in find_topics("Please cancel order o_12ab and give me my money back")]
        ['cancel', 'refund']
    """
    found = {topic: match.start() for topic, cue in _CUES.items() if (match := cue.search(text))}
    if Topic.CANCEL in found and not _cancels_an_order(text):
        found.pop(Topic.CANCEL)
    if Topic.CANCEL in found:
        found.pop(Topic.HOLD_ORDER, None)
    if Topic.CHANGE_ADDRESS in found:
        found.pop(Topic.CHANGE_ITEMS, None)
    return tuple(sorted(found, key=lambda topic: (found[topic], topic)))


def wants(topic: Topic, text: str) -> bool:
    """Tell whether a folded text has a wish; most texts are told by its own cue alone."""
    return _CUES[topic].search(text) is not None and topic in find_topics(text)


def _cancels_an_order(text: str) -> bool:
    """Tell whether something else than messages, an offer or a sample is cancelled in some part of a text."""
    parts = [part for part in _PARTS.split(text) if _CUES[Topic.CANCEL].search(part)]
    return not parts or any(not _NO_ORDER.search(part) or _NAMES_ORDER.search(part) for part in parts)


def cue_of(topic: Topic) -> re.Pattern[str]:
    """Give what a wish is known by, searched in folded text."""
    return _CUES[topic]


def find_reason(text: str) -> Reason | None:
    """Give why a buyer is not content; None if it is not said. The first that is named counts."""
    found = [(match.start(), reason) for reason, cue in _REASONS.items() if (match := cue.search(text))]
    return min(found)[1] if found else None


def cue_of_reason(reason: Reason) -> re.Pattern[str]:
    """Give what a reason is known by, searched in folded text."""
    return _REASONS[reason]


def find_evidence(text: str) -> tuple[str, ...]:
    """Give the marks or links of pictures that came with a text, e.g. ``("[图片]",)``."""
    return tuple(match[0] for match in _EVIDENCE.finditer(text))
