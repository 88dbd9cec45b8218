"""Whether words take an offer and say nothing else: only then is it ordered at once.

Like :mod:`agents.plain_wish` from the other side: a part of the text has to consist of the acceptance, of what is
offered, and of words that add nothing. 没钱成交 and "why would I order it" have a word more, and are asked back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from agents.short_answer import SUITS
from kit.text import NUMERAL, PIECE, fold, stem

_PART = re.compile(
    r"(?:(?<!\d)\.|\.(?!\d)|[!。！;；,，、:：\n~…])+|(?<=[?？])|[^\w\s\x20-\x7e\u3000-\u9fff\uff00-\uffef£€¥’‘]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])"
    r"|\b(?:and|so|then)\b|对了|然后|并且?|顺便",
    re.IGNORECASE,
)
_NOUN = (
    r"(?<!\bmy\s)(?<!\bour\s)(?<!\bthe\s)(?<!\bthis\s)(?<!\bthat\s)(?<!\byour\s)(?<!\ban\s)"
    r"(?<!\blast\s)(?<!\bsame\s)"
)
_WILL = (
    r"(?:'?ll|\swill|(?:'?d|\swould)\s(?:like|love)(?:\sto)?|\swant(?:\sto)?|\swanna"
    r"|'?\s?a?m\s(?:happy|going|ready)\sto)"
)
_THEM = r"(?:it|them|those|these|this|that|both|all|everything|the\s(?:lot|offer|order))"
TAKE_EN = re.compile(
    r"\b(?:can|could|will|would)\s(?:you|u)\s(?:please\s|pls\s|just\s)?(?:place|order|put|do\s(?:it|that)|go\sahead|process|book)\b"
    r"|\b(?:place|make|put\s(?:in|through)|confirm|process|complete|submit)\s(?:(?:the|my|our|this|that|an|a)\s)?order\b"
    rf"|\b(?:i|we){_WILL}?\s(?:just\s)?(?:take|buy|ordr|order|purchase|accept|go\s(?:with|for)|go\sahead(?:\swith)?)\b"
    rf"|\b(?:i|we){_WILL}\s(?:just\s)?(?:have|get)\b|\b(?:let'?s|let\sus)\s(?:go|do|order|take|buy)\b"
    rf"|{_NOUN}\b(?:order(?:ing)?(?!\s?(?:no\b|number|#)?\s?#?[a-z_]*\d{{5,}})|ordr|oder|buy|purchase|accept(?:ed)?|agreed|book)\b|(?<!well\s)\bdone\b(?!\swith)|\bproceed\b|\bplease\sdo\b|\bplace\sit\b"
    r"|(?<!good\s)(?<!great\s)(?<!better\s)(?<!best\s)(?<!nice\s)\bdeal\b(?!\swith)|\bgo\s(?:ahead|for\sit|with\s(?:it|that|them|those))\b"
    r"|\bdo\s(?:it|that|so)\b|\bsign\s(?:me|us)\sup\b|\bput\s(?:me|us)\sdown\b|\bcount\s(?:me|us)\sin\b|\btake\b",
    re.IGNORECASE,
)
TAKE_ZH = re.compile(
    r"成交|下(?:一下|一?个|定|好|了)?[订]?[单單]|拍(?![照摄图视片])下?了?|下了?(?=吧|啊|哈|呀|呗)|要了|买了|买下来?|买(?=吧|$)|订了|订购|定了|定下来?|来吧|来一?单|整(?=吧)|安排(?:上|起来)?"
    r"|走起|接受|拿下|收了|就(?:按|照)?(?:这|你)个?(?:价格?|报价)|就?这[样么](?:定|来)|就?[按照]这[个样]?(?:来|办|做|下|走)"
)
_WEAK_EN = re.compile(
    rf"\b(?:{SUITS})\b|\b(?:that|it|this|which)(?:'?s|\sis|\swill|'ll)?\s(?:works?|suits?|ok(?:ay)?|fine|good|great|do)\b"
    rf"|\b(?:i|we)(?:'m|\sam|'re|\sare)\s(?:in|happy|sold)\b|\b(?:i|we)(?:\sdo|'?d)?\s(?:want|need|like|fancy|take)\s{_THEM}\b",
    re.IGNORECASE,
)
_WEAK_ZH = re.compile(r"就?要?[它他]了?|[都全]要|就?要[这那][个款些]?|就[这那]个|就这样|就这么办?")
_EN = frozenset(
    """
    ok okay okey okok k yes yeah yep yup yh ya sure fine great good gd perfect cool lovely brilliant excellent alright
    right well awesome super wonderful please pls plz kindly thanks thank thx ty cheers ta sir madam mate dear hi hello
    hey folks now just jus today immediately asap straight away i we me us my our mine for it its it's them those these
    this that both all everything lot whole the a an of at with on to up is as quoted offered discussed too also then
    so you u your offer offers price prices quote quotation rate total pieces pcs units boxes box packs pack sets set
    order ll s m let lets go ahead happy stands last final okok lah
    """.split()
)
"""Words that add nothing to an acceptance, in English."""
_ZH = re.compile(
    r"请|麻烦|劳驾|帮忙?|给|替|我们?|咱们?|你们?|您|亲爱的|亲|老板娘?|客服|掌柜|店家|姐|哥|好的?|行吧?|可以|嗯|成|中|没问题|对|是|那|就|先"
    r"|直接|马上|现在|立刻|立即|赶紧|今天|确认|确定|都|全部?|一起|[这那](?:[款些样么]|个(?!月))?|按|照|以|报价|价格|价钱|价|一下|谢谢|多谢"
    r"|感谢|辛苦|吧|了|啊|呀|哈|哦|噢|喔|嘛|哒|滴|咯|哟|呗|嘞|哎|唉|诶|的|来|要|买|拿|订|定|把|付款|两[个款种样]|订?单|货|吗$"
)
_COUNT = re.compile(rf"{NUMERAL}\s?(?:{PIECE}|箱|盒|包|份|boxes|packs)?", re.IGNORECASE)
_MONEY = re.compile(r"[£$€¥]\s?[\d.,]+|\d+(?:\.\d+)?\s?(?:元|块|pounds?)")
_ASKS = re.compile(
    r"^\W*(?:(?:so|ok(?:ay)?|and|well)\W+)*(?:do\s(?!it\b|that\b|so\b)|(?:did|does|have|has|had|am|are|is|was|will|would|shall|should|can|could|may|might|must|why|how|what|when|who|where)\s)"
    r"|[?？]\s*$|[吗么嘛]\s*$",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^\W*(?:(?:so|ok(?:ay)?|and|well|hi|hello)\W+)*(?:can|could|will|would)\s(?:you|u)\b|^\W*(?:好的?|行|嗯)?[,，]?(?:能|可以|能不能|可不可以)?(?:麻烦|帮)"
)
_POLITE_ZH = re.compile(r"(?:能不能|可不可以|能否|能|可以)(?=麻烦|帮)")
_WANT_COUNT = re.compile(
    rf"(?:^(?=.*\bpl(?:ease|s|z)\b)|\b(?:i|we)(?:'?ll|\swill|\sneed|\swant|'?d\slike|\swould\slike)?\s|\bjust\s|\bgive\s(?:me|us)\s|\bmake\sit\s)(?:take\s|have\s)?{NUMERAL}|[要来拿买订]\s?{NUMERAL}",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]+(?:'s)?|\d+", re.IGNORECASE)
_DEAR = re.compile(
    r"贵是贵了?一?点?|(?:有一?点|太|好|真|是)?(?:小)?贵了?一?点?|(?:a\s(?:bit|little)\s)?(?:pricey|expensive|dear|steep)"
)


def parts_of(text: str) -> list[str]:
    """Give the parts of a text that speak for themselves, folded and in lower case; a question keeps its mark."""
    return [one.strip() for one in _PART.split(fold(text).lower()) if one and one.strip()]


def takes_plainly(text: str, names: Collection[str] = ()) -> bool:
    """Tell whether some part of a text orders and says nothing else; what is offered may be named and counted.

    Args:
        text: As written.
        names: Titles and SKUs of what is offered.

    Example:
        >>> [takes_plainly(one) for one in ("ok 下单", "没钱成交", "gd, ordr it", "why would I order it at that price")]
        [True, False, True, False]
    """
    return any(_is_take(part, names) for part in parts_of(text))


def counts_plainly(text: str, names: Collection[str] = ()) -> bool:
    """Tell whether some part of a text asks for so many pieces and says nothing else: 要 300个, "I'll have 60".

    Example:
        >>> counts_plainly("要300个"), counts_plainly("要300个的价格表"), counts_plainly("60 please")
        (True, False, True)
    """
    parts = [*parts_of(text), *_PART.split(re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=\d)", "", fold(text).lower()))]
    return any(_WANT_COUNT.search(part) and not _asks(part) and not any(_rest(part, names)) for part in parts if part)


def agrees_weakly(text: str) -> bool:
    """Tell whether some part of a text is content with what is offered, without ordering it: "that works", 就要这个.

    Example:
        >>> agrees_weakly("sure, that works"), agrees_weakly("does that work?")
        (True, False)
    """
    found = (part for part in parts_of(text) if not _asks(part))
    return any(
        (_WEAK_EN.search(part) and not any(_rest(_WEAK_EN.sub(" ", part), ())))
        or (_WEAK_ZH.search(part) and not any(_rest(_WEAK_ZH.sub(" ", part), ())))
        for part in found
    )


def only_takes(text: str, names: Collection[str] = ()) -> bool:
    """Tell whether all parts of a text take the offer, agree, thank, or say that it is dear and nothing else.

    Example:
        >>> only_takes("贵是贵了点 但是行吧 下单"), only_takes("再便宜点 下单")
        (True, False)
    """
    said = (_DEAR.sub(" ", re.sub(r"但是?|不过|\bbut\b", " ", part)) for part in parts_of(text))
    return all(_is_take(part, names) or not any(_rest(part, names)) for part in said)


def beside(text: str, names: Collection[str] = ()) -> str:
    """Give what a text says beside the parts that take the offer."""
    return ", ".join(part for part in parts_of(text) if not _is_take(part, names) and any(_rest(part, names)))


def ends_in_take(text: str, names: Collection[str] = ()) -> bool:
    """Tell whether the last part of a text that says anything takes the offer."""
    said = [part for part in parts_of(text) if any(_rest(part, names)) or _is_take(part, names)]
    return bool(said) and _is_take(said[-1], names)


def _is_take(part: str, names: Collection[str]) -> bool:
    if _asks(part) or not (TAKE_EN.search(part) or TAKE_ZH.search(part)):
        return False
    part = _POLITE_ZH.sub(" ", part)
    return not any(_rest(TAKE_ZH.sub(" ", TAKE_EN.sub(" ", part)), names))


def _asks(part: str) -> bool:
    return bool(_ASKS.search(part)) and not _POLITE.search(part)


def _rest(part: str, names: Collection[str]) -> Iterator[str]:
    """Give the words of a part that are neither offered, nor counted, nor known to add nothing."""
    known = {stem(word) for name in names for word in _LATIN.findall(fold(name).lower())}
    chars = {char for name in names for char in _HAN.findall(name)}
    part = _COUNT.sub(" ", _MONEY.sub(" ", part.rstrip("?？")))
    yield from (one for one in _LATIN.findall(part) if one not in _EN and stem(one) not in known)
    yield from (one for one in _HAN.findall(_ZH.sub("", part)) if one not in chars)
