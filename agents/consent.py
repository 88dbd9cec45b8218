"""Whether words order what is offered: a denial, a later time, a condition or a question is no order.

Every act that takes an offer as ordered asks :func:`stance`; what is not plain is answered or asked back.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal

from agents.plain_take import agrees_weakly, ends_in_take, takes_plainly
from agents.short_answer import said_in
from kit.text import fold

Stance = Literal["take", "sure", "no", "later", "condition", "how", "asked"]
"""Orders it; would order it, but not plainly; does not; not now; only if something is given that is named; asks how it
is ordered; asks whether it has been ordered."""


def _compile(*parts: str) -> re.Pattern[str]:
    # 空 stays inside a clause, GAP inside a sentence
    text = "|".join(parts).replace("GAP", r"[^.?!\n]").replace("空", r"[^,，。.;；?!？！\n]")
    text = text.replace(r"\W", r"[^\w\u4e00-\u9fff]")
    return re.compile(text, re.IGNORECASE | re.ASCII)


_YES = r"(?:ok(?:ay)?|yes|yep|yeah|fine|great|good|alright|right|sure|perfect|cool|好|行|可以|嗯|成)"
TAKES = _compile(
    r"(?:^|[,.!;\n]\s*|\b(?:ok|okay|yes|fine|great|good|alright)\b[,.!]?\s*)(?:(?:it'?s\s)?a?\s?deal|done|agreed)\s*(?:[.!,]|then|$)",
    r"\b(?:i|we)(?:'ll|\swill|\swould)?\s(?:accept|take|agree\sto|go\s(?:with|for))\s(?:it|them|that|this|the|your)\b",
    r"\b(?:go\sahead|proceed)\s(?:with|and)\s(?:the|my|our|this|place|order)\b|\bplease\sproceed\b|\b(?:let'?s|please)\splace\sthe\sorder\b",
    r"\b(?:i|we)(?:'ll|\swill)\s(?:take|have|buy|order)\s(?:both|those|these|all)\b|\border\s(?:it|them|those|both)\b",
    r"\bplace\s(?:the|my|our|this)\sorder\b|\bplace\sit\b|\b(?:you(?:'ve|\shave)\s(?:got\s)?|it(?:'s|\sis)\s|we\shave\s)a\sdeal\b",
    r"(?<![能可])成交(?!价|量|额|率)|(?:就)?(?:按|照)(?:这|你)个?(?:价|报价)空{0,4}(?:下单|来|定|做|拿|走)|(?:就)?这么定|接受(?:你们?的?|这个|该)?报价|(?:我|就|那|好|行|帮|给)空{0,4}下单(?:吧|了|付款|$)|^\W*下单(?:吧|了)?\W*$|(?:我|就)要了",
    rf"{_YES}\W{{0,3}}(?:那)?就(?:这个?价|这样|按这个|这么)(?:格|钱)?(?:吧|了|来|拿|下单|定)?(?=\W|$)",
)
"""Words that order what is offered, as far as nothing beside them says otherwise."""
_AT_THIS = _compile(
    rf"(?:就|按|照)(?:这|你)个?(?:价|报价)|\bat\s(?:that|this|the)\s(?:price|rate|offer)\b|(?:^|\W){_YES}(?:的|吧|呀|啊|,|，|\s|$)|\b(?:i|we)(?:'ll|\swill)\s(?:take|have)\b|就要"
)
"""Agrees to what was said: beside pieces that are offered it orders them."""
_ACT = r"(?:下单|成交|下定|定下来|定了|订购|购买|拍下|付款|付钱|打款|买|要了)"
_ACT_EN = (
    r"(?:order(?:ing)?(?!s)|buy(?:ing)?|purchase|accept|proceed|go\sahead|commit|place|take\s(?:it|them|that|this))"
)
_NO = _compile(
    rf"(?:别|甭|勿|暂不|先不|不用|不要|不想|不能|不会|不打算|没有?(?:要|想|说|打算|点|让|叫)|(?<![要行好可])不)空{{0,3}}(?<!错)(?:{_ACT}|定)(?!空{{0,4}}[吗么嘛])",
    rf"\b(?:not|don'?t|do\snot|won'?t|wouldn'?t|can'?t|cannot|never|isn'?t|without)\b[^.?!,;\n]{{0,25}}\b{_ACT_EN}\b",
    r"^\W*(?:no|nope|nah|not?\s(?:thanks?|thank\syou)|no,\s?(?:thanks?|thank\syou)|不|不了|不用了?|不要)\W*$|\bno\s(?:deal|order)\b|\bnot\sconvinced\b|\bwhy\s(?:would|should)\s(?:i|we|anyone|anybody)\b|\bcan'?t\safford\b|\bnot\s(?:yet|now|agreed|a\sdeal)\b|\bhold\soff\b|\bdon'?t\swant\s(?:it|them)\b",
    rf"没钱|没预算|买不起|谁会?空{{0,3}}{_ACT}|(?:先|暂时)?[不别没]拍|(?:我|这|那|觉得|认为|还是|说)空{{0,2}}(?<![行可])不(?:行|可以|合适|划算)(?:吧|了|啊|的)?\W*$",
    r"(?:老板|老公|老婆|领导|合伙人|他|她|家里人?|我们?|说|觉得)空{0,3}(?:先|都|还是)?不(?:要|买|订|定|用|下)了?\W*$",
    r"(?:^|[,，\s])(?:那就?|还是|要不|就|好吧)?(?:算了|不要了|不买了|不用了|不考虑了|没必要)|(?:去|找|换)(?:(?:别|另一|另外一?)家|隔壁)|\b(?:go|buy|look|try)\s(?:it\s)?elsewhere\b|\banother\ssupplier\b",
)
_LATER = _compile(
    rf"(?:再|等|才|到时候?|改天|回头|以后|之后|过[两几一]?[天会]|晚[点些]|稍后|明[天日早]|后天|今晚|下(?:周|个?月|次)|月底|年[底前后]|周[一二三四五六日末])(?:(?!发货|发出|寄|送|到货|能发|发)空){{0,6}}(?:{_ACT}|联系|找你|来找|下定|拍)",
    r"再(?:考虑|想|看|商量|比较|说|对比|等)|考虑(?:一?下|考虑)|没想好|想(?:一?想|一下)|商量(?:一?下|商量)|问(?:一?下|问)(?:老板|领导|老婆|合伙|经理)|先(?:问问|看看|了解|比较)",
    rf"\b{_ACT_EN}\b[^.?!,;\n]{{0,25}}\b(?:tomorrow|later|tonight|next\s(?:week|month)|on\s(?:mon|tues|wednes|thurs|fri|satur|sun)day|after|once|when)\b",
    rf"\b(?:tomorrow|later|next\s(?:week|month)|soon)\b[^.?!;\n]{{0,20}}\b{_ACT_EN}\b",
    r"\b(?:think|sleep|mull)\s(?:it\s|about\s|on\s|over)|\blet\s(?:me|us)\s(?:think|check|ask|see)\b|\bget\sback\sto\syou\b|\b(?:check|talk|speak)\swith\smy\b|\bnot\ssure\b|\bmaybe\b|\bperhaps\b|\bin\stwo\sminds\b",
)
_CONDITION = _compile(
    rf"(?<![不还可])行我们?就(?:{_ACT}|定|拍)|如果|要是|假如|假设|的话|若是|只要|除非|前提|条件是",
    rf"(?:(?:^|[,，。;；!！\s])(?!(?:那|我们?|你们?|好的?|行|可以|嗯|ok|现在|今天|马上|直接|这个?价格?|按这个价?|照这个价?|没问题|也|\s)*就)[^,，。;；!！?？\s]{{2,}}[,，\s]?(?:我们?|咱们?)?(?:就|立马|马上就)(?:{_ACT}|定|拍))",
    r"\b(?:if|unless|provided|assuming|as\slong\sas|on\s(?:the\s)?condition|subject\sto|only\s(?:if|when)|whether|suppose|in\scase)\b",
    r"\b(?:includ\w+|throw\w*\sin|with\sfree|free|cheaper|lower|discount\w*|knock\w*|make\sit|drop\w*|waive|add\sin|do\sit\sfor|for)\b[^.?!\n]{1,50}(?:,|\band\b|\bthen\b|-|—)\s?(?:then\s)?(?:i(?:'ll|\swill|\sorder|\sbuy|\stake)|we(?:'ll|\swill|\shave)|it(?:'s|\sis)|you(?:'ve|\shave)|deal\b)",
    r"\bbut\b|但(?:是|要|得)?|不过",
)
_HOW = _compile(
    r"(?:怎么|怎样|咋|如何|在?哪(?:里|儿)?)(?:去|才能)?(?:下单|付款|拍|买|订购?|付钱|成交)|(?:付款|支付|下单)(?:的)?(?:链接|方式|二维码)|链接(?:发|给)",
    r"\bhow\s(?:do|can|shall|should|would)\s(?:i|we)\s(?:\w+\s)?(?:order|pay|buy|accept|place)\b|\bhow\sto\s(?:order|pay|buy)\b|\bwhere\s(?:do|can)\s(?:i|we)\s(?:order|pay|buy)\b|\bpay(?:ment)?\slink\b",
)
_ASKED = _compile(
    r"(?:下(?:好|了|完)单|下单(?:成功)?(?:了|好了?))(?:吗|没有?|么|嘛)|(?:已经?|是不是|都|有没有)(?:下|拍|订|买)(?:好|成功)?了?(?:吗|没有?|么|嘛)\W*$|(?:下|拍)(?:好|成功)了?(?:吗|没有?|么|嘛)|(?:单子?|订单)(?:下|生成)(?:好|成功)?了?(?:吗|没有?|么)",
    r"\b(?:is|was|has|are|were)\s(?:it|that|this|the\sorder|they|my\sorder)\s(?:now\s|been\s|already\s)*(?:ordered|placed|confirmed|booked)\b|\bdid\s(?:you|it|the\sorder)\b[^.?!\n]{0,20}\b(?:order|place\w*|go\sthrough)\b|\bhave\s(?:you|i)\s(?:ordered|placed)\b",
)
_NOT_SENT = _compile(
    r"(?:怎么|咋|为什么|为啥|为何|到现在)[^。！!?？]{0,4}(?:没|不)有?(?:给?[我咱]?们?)?(?:发|寄|送|出库|动静|消息|下文)",
    r"\bwhy\b[^.?!]{0,20}\b(?:hasn'?t|haven'?t|not|isn'?t|didn'?t)\b[^.?!]{0,20}\b(?:ship\w*|sent|dispatch\w*|left|gone|come|arrived)\b"
    r"|\bstill\b[^.?!]{0,12}\bnot\s(?:shipped|sent|dispatched)\b",
)
_AGREED = _compile(
    r"(?:成交|下单|下了单|说好|拍|订|付款|买|定)好?了|\b(?:agreed|accepted|ordered|bought|placed|paid|took|was|had|said|did)\b"
)
"""Tells of an order that the writer takes for done, and asks where its goods are."""
_QUESTION = re.compile(r"[?？]\s*$|(?:吗|么|嘛|吧?呢|行不行|可不可以|能不能|好不好)\s*[?？]?\s*$")
_SPEAKS = _compile(r"下单|\b(?:order|buy)\sthe\b|\bdeal\b(?!\swith)|\bplace\s(?:the|an|my)\sorder\b")
"""Speaks of ordering without doing it."""
_WHAT_IF = _compile(
    r"下单(?:后|之后|以后|了?的话|前|之前)|成交(?:后|之后|以后|前)|\b(?:after|before)\s(?:i\s|we\s)?order"
)
_CLAUSE = re.compile(r"[^,，。;；!！?？\n.]+(?:\.(?=\d)[^,，。;；!！?？\n.]+)*[?？]?")
_HAN_GAP = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_BUT = _compile(r"\bbut\b|但(?:是|要|得)?|不过")
_BOTH = _compile(r"\b(?:both|all\sof\s(?:them|it)|everything)\b|都要|全都?要|两[个款种样]")


def stance(text: str, names: Collection[str] = ()) -> Stance | None:
    """Tell how a text stands to an offer; None where it does not speak of taking one.

    Args:
        text: As written.
        names: Titles and SKUs of what is offered, which an acceptance may name.

    Example:
        >>> [stance(one) for one in ("好吧成交", "先别下单", "明天再下单吧", "包邮就成交", "怎么下单", "多少钱")]
        ['take', 'no', 'later', 'condition', 'how', None]
    """
    folded = _HAN_GAP.sub("，", fold(text))
    if _NOT_SENT.search(folded) and _AGREED.search(folded) and (TAKES.search(folded) or _SPEAKS.search(folded)):
        return "asked"
    found: set[Stance] = set()
    for clause in _CLAUSE.findall(folded):
        found |= _of_clause(clause.strip(), names)
    if not found and TAKES.search(folded):
        found.add("sure")
    if "take" in found and _CONDITION.search(folded):
        # a condition in another clause binds as well; "but" leaves in doubt what is wanted, unless the order comes last
        bound = _CONDITION.search(_BUT.sub(" ", folded))
        if bound or not ends_in_take(folded, names):
            found.add("condition" if bound else "sure")
            found.discard("take")
    if not found and agrees_weakly(folded):
        found.add("sure")
    order: tuple[Stance, ...] = ("no", "later", "condition", "take", "sure", "how", "asked")
    return next((one for one in order if one in found), None)


def _of_clause(clause: str, names: Collection[str]) -> set[Stance]:
    """Tell how one clause stands to an offer."""
    if _NO.search(clause):
        return {"no"}
    if _HOW.search(clause):
        return {"how"}
    if _ASKED.search(clause):
        return {"asked"}
    takes = takes_plainly(clause, names)
    speaks = takes or TAKES.search(clause) or _SPEAKS.search(clause)
    if speaks and _CONDITION.search(clause):
        but = _BUT.search(clause)
        return {"take" if but and ends_in_take(clause, names) else "sure" if but else "condition"}
    if _LATER.search(clause):
        return {"later"}
    return {"take" if takes else "sure"} if speaks else set()


def agrees(text: str) -> bool:
    """Tell whether a text agrees to a price that was named, beside pieces: 行 就这个价 来100个."""
    return bool(_AT_THIS.search(fold(text)))


def wants_all(text: str) -> bool:
    """Tell whether a text takes several things at once: both, 两个都要."""
    return bool(_BOTH.search(fold(text)))


def says_all(text: str) -> bool:
    """Tell whether a text says that all is wanted, and nothing else: “ok both then”, 还是两个都要吧."""
    return "act" in said_in(text, _BOTH)
