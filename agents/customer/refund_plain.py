"""Whether a complaint is plain enough for money to go back at once: its goods, what is wrong with them, how many.

A complaint tells a story, and what stands in it beside may turn it (就是我朋友那个碎了). So one part of the words has
to say what is wrong and nothing else; any other is asked back with the goods.
"""

from __future__ import annotations

import re
from typing import get_args

from agents.customer.refund_talk import MONEY_BACK
from agents.customer.refund_words import GOODS_ASKED, REFUND_ASKED
from agents.plain_wish import names_another, says_only
from agents.short_answer import last_said
from agents.topics import Topic, cue_of, cue_of_reason
from decisions.refunds import Reason
from kit.text import NUMERAL, PIECE, fold, number
from shops.models import Order, Thread

WRONG = tuple(cue_of_reason(one) for one in get_args(Reason))
"""What says that something is wrong with goods."""
GOODS_BACK = tuple(cue_of(one) for one in (Topic.RETURN_GOODS, Topic.EXCHANGE, Topic.MISSING))
_BESIDE = re.compile(
    rf"https?://\S+|[£$€¥]\s?\d[\d.,]*|\d[\d.,]*\s?(?:元|块|p\b)|{NUMERAL}\s?(?:{PIECE}|盒|箱)?(?![\d])|[俩仨]"
    r"|\b(?:c[ao]me|arriv\w+|receiv\w+|got|opened|unpacked|found|box|parcel|package|delivery|packaging|inside|yesterday"
    r"|morning|unfortunately|sadly|sorry|badly|completely|totally|pretty|some|few|several|pieces?|pcs|items?|ones?|was"
    r"|were|has|had|been|when|they|there|here|see|look|attached|attach|photos?|pictures?|pics?|proof|transit|during|post"
    r"|courier|carrier|shipping|delivered|half|part|too|again|only|still|out|really|very|so|sent|show\w*|as|you|full"
    r"|price|amount|back|s|t|re|ve|hope|happy|compensat\w+|could|their|arrival|what|do|does|shall|happens?|smell\w*|worth|photos?|pics?|below|sets?|bags?)\b"
    r"|收到货?|收货|到货|货到|货|到|开箱|打开|拆开|一看|看|发现|结果|里面?|包裹|快递|箱子?|盒子?|路上|运输|途中|今天|昨天|有|只有?"
    r"|是|在|照片|图片?|视频|拍|发|你|已|全|真的?|居然|竟然|还|又|也|才|然后|处|严重|很|几|些|多|少|怎么办|怎么赔|怎么处理|求|退|赔|钱|款"
    r"|咋[整办弄]?|怎么[样说]?|赔不赔|这?批|再|次|挑|边|环|扣子?|贴纸?|垫子?|磁铁?|盖子?|角|一?半|颜色|[附上]图?|件|个|只|张|块|片|质量|问题|订单|东西|商品|产品|冰箱贴|钥匙扣|我|你们?家",
    re.IGNORECASE | re.ASCII,
)
"""What a complaint tells beside that does not turn it."""
_OTHERS = re.compile(
    r"\b(?:(?:an)?other\s(?:shop|seller|store)|somewhere\selse|my\sfault"
    r"|(?:i|we)\s(?:\w+\s)?(?:dropped|broke|smashed|bent|tore|knocked))\b"
    r"|别[家人]|人家|他家|她家|那家|哪家|另一家|我自己|自己[摔弄打碰]|我[摔弄打碰]|不小心",
    re.IGNORECASE,
)
"""Another shop's goods, or whose doing it may be instead; said in a part of its own."""
_PICTURE = re.compile(r"\[[^\]]*\]")
_ASKS = re.compile(r"[吗么]\s*[?？]?\s*$|[?？]\s*$")
_SENTENCE = re.compile(r"[^.?!。？！\n]*[.?!。？！\n]?")
_CORRECTED = re.compile(
    r"(?:\bactually|\bsorry|\bno,?\s?wait|\bi\smean\w*|\bmake\s(?:that|it)|\bcorrection|不对|说错了?|写错了?|打错了?|数错了?|更正|其实)"
    rf"[\s,，:：-]*(?:it'?s\s|it\swas\s|they\swere\s|that'?s\s|应该)?(?:是|有|碎了?|坏了?)?\s?(?P<pieces>{NUMERAL})",
    re.IGNORECASE | re.ASCII,
)
_EVERY = r"all(?:\sof\s(?:them|it|those))?|every(?:\ssingle)?\sone|the\s(?:whole\s)?lot|全部|全都?|都|所有"
_ALL = re.compile(rf"(?:{_EVERY})(?:是|的|有问题|坏了?|碎了?|[\s,，.。!！]|please)*", re.IGNORECASE)
_COUNT_ONLY = re.compile(
    rf"(?:(?:{_EVERY}|just|only|about|it'?s|is|the|them|of|please|就|只|大概|共|一共|总共|有|是|的|坏了?|碎了?|{NUMERAL}\s?(?:{PIECE})?)[\s,，.。!！]*)+",
    re.IGNORECASE | re.ASCII,
)
_OUT_OF = re.compile(
    rf"\b(?P<some>{NUMERAL})\b(?:\s[a-z'-]+){{0,6}}\s(?:out\s)?of\s(?:the\s|my\s|our\s)?(?:{NUMERAL})\b",
    re.IGNORECASE | re.ASCII,
)
_SUM = re.compile(
    rf"(?:[退赔返补]还?给?(?:我|咱|一下|个)?了?|(?:赔偿|补偿|退款|退钱)我?)\s?(?P<sum>\d+(?:\.\d+)?)(?!\d|\s?(?:{PIECE}|盒|箱|单|天))",
    re.ASCII,
)
"""A bare number after the word for money back: 退我50."""


def is_plain(order: Order, text: str) -> bool:
    """Tell whether a part of a complaint says what is wrong and nothing else, and one that asks for money only that."""
    names = [name for line in order.lines for name in (line.title, line.sku)]
    folded = _PICTURE.sub(" , ", fold(text))
    if names_another(folded) or _OTHERS.search(folded):
        return False
    told = _SENTENCE.sub(_told, folded)
    if any(cue.search(folded) for cue in WRONG) and not any(cue.search(told) for cue in WRONG):
        return False
    wishes = (*WRONG, *MONEY_BACK)
    return says_only(told, *WRONG, names=names, beside=_either((*MONEY_BACK, *GOODS_BACK))) and says_only(
        folded, *MONEY_BACK, names=names, beside=_either(wishes)
    )


def _told(sentence: re.Match[str]) -> str:
    """Give a sentence that tells something; one that asks whether something is wrong says nothing."""
    asks = _ASKS.search(sentence[0]) and not any(cue.search(sentence[0]) for cue in MONEY_BACK)
    return " . " if asks else sentence[0]


def _either(cues: tuple[re.Pattern[str], ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one.pattern})" for one in (*cues, _BESIDE)), re.IGNORECASE | re.ASCII)


def only_counts(text: str) -> bool:
    """Tell whether a text is a count and nothing else: all 10, 就2个, "all of them"."""
    return bool(_COUNT_ONLY.fullmatch(fold(text).strip()))


def means_all(text: str) -> bool:
    """Tell whether the newest of a buyer's messages says that all pieces are meant."""
    return bool(_ALL.fullmatch(fold(text).split("\n")[-1].strip()))


def pieces_meant(text: str) -> int | None:
    """Give the pieces that a text says last where it corrects itself, or says of how many they are some.

    Example:
        >>> [pieces_meant(one) for one in ("2 frames cracked, actually 3", "one bag out of 30 ripped", "2 cracked")]
        [3, 1, None]
    """
    written = [one["pieces"] for one in _CORRECTED.finditer(fold(text))]
    written = written or [one["some"] for one in _OUT_OF.finditer(fold(text))]
    pieces = number(written[-1]) if written else None
    return int(pieces) if pieces else None


def sum_wanted(text: str) -> str | None:
    """Give the bare number that a text wants back as money, as written.

    Example:
        >>> sum_wanted("牛油果碎了 能不能退我50"), sum_wanted("退我2个")
        ('50', None)
    """
    found = _SUM.search(fold(text))
    return found["sum"] if found else None


def goods_asked(thread: Thread | None) -> dict[str, int | None]:
    """Give the goods, with pieces, for which the shop has just asked whether money shall go back."""
    asked = REFUND_ASKED.search(last_said(thread)) if thread else None
    goods = GOODS_ASKED.finditer(asked["zh_goods"] or asked["en_goods"]) if asked else ()
    return {one["zh"] or one["en"]: int(one["zh_count"] or one["en_count"]) for one in goods}
