"""Whether words say a wish and nothing beside it: what moves money is done at once only for such words.

No list of what keeps a wish from being an order is ever whole (my wife wants to cancel, 我哪里说要取消了). So the wish
is looked for from the other side: a part of the text has to consist of the wish, of what names its object, and of words
that add nothing to it. Any other word leaves it in doubt, and it is asked back.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from kit.text import fold, stem

MOST_OF_A_SYLLABLE = 3
"""Letters of a word up to which it is no part of another by itself."""
_ID = re.compile(r"(?:\b[a-z]{0,3}\d{5,}\b|\bo(?:rder)?_\w+)", re.ASCII)
_PART = re.compile(
    r"[.?!。？！;；,，、:：\n~…]+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])"
    r"|\b(?:and|but|because|cos|coz|cuz|as|since|so|or)\b|因为|由于|所以|但是?|然后|并且?|顺便",
    re.IGNORECASE,
)
_EN = frozenset(
    """
    please pls plz kindly thanks thank thx ty cheers ta sir madam mate dear hi hello hey ok okay yes yeah yep well then
    sorry actually oh also just jus now today right away immediately asap straight instantly first
    i we me us my our mine ours you u your it its this that these those them the a an all both whole entire full
    complete completely lot rest order orders purchase parcel number no nr id
    of in for from on off up with at by is be are am m im have ve got get made must can could may will ll would d want
    wanted like need wish to go ahead someone let lets do else
    mistake error accident accidentally mistakenly money back refund remove drop
    before gets gotten picked packed sent ships while last latest newest most recent above placed bought
    ordered yesterday morning afternoon evening everything
    """.split()
)
"""Words that add nothing to a wish, in English."""
_ZH = re.compile(
    r"不好意思|对不起|抱歉|算了|请予?|求|麻烦|劳驾|帮忙?|给|替|我们?|咱们?|你们?|您|亲爱的|亲"
    r"|(?:老板娘?|客服|掌柜|店家|店主|姐|哥|师傅)(?![要让叫说不想给催逼])"
    r"|不想要|不要|不需要|用不[上着]|[拍买下点选弄填搞订]错|[拍买下订][重多]|重复|手滑|后悔"
    r"|想要?|需要|希望|申请|要求|要|现在|马上|立即|立刻|赶紧|赶快|尽快|直接|全部|所有|全都?|整个?|都|一起|一并"
    r"|这个?|那个?|这[笔张]|那[笔张]|刚刚|剛剛|刚才|刚|昨天|今天|早上|下午|晚上|[下买拍订定]的?|的|了|吧|啊|呀|哈|哦|噢|喔|嘛|哒|滴|咯|哟|呗|嘞|哎|唉"
    r"|[订訂]?[单單]子?号?|[张張]|编号|号|把|将|就|那|先|谢[谢啦]|多谢|感谢|啦|辛苦|好的?|行|能不能|可不可以|可以|嗯|对|是|掉|一下|去|个|能|吗|么|款|退款|退钱|退货款|里面?|还?没有?发货?"
)
"""The same in Chinese; with the reasons that are given in one breath."""
_REPORTS = re.compile(r"^(?!.*(?:帮|给|请|麻烦|替)).*[消销单款]了(?!吧)")
"""Tells that it was done: 你取消了我的订单."""
_TOLD = re.compile(
    r"说|讲|告诉|没听|[让叫逼劝]我|(?<![不需想])要我|没门|休想|想得美|不可能|还是要|做梦|玩笑|逗你|\b(?:said|says?|saying|told|telling|lol|haha\w*|joking|kidding|laughed)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"(?<!dear\s)(?<!hi\s)(?<!hello\s)(?<!hey\s)(?<!dear\smy\s)(?<!hello\smy\s)(?<!hi\smy\s)"
    r"\b(?:(?:girl|boy)?friends?|neighbou?rs?|sisters?|brothers?|sis|colleagues?|co-?workers?|(?:work|flat|house|room|class)?mates"
    r"|(?:flat|house|room|class)mate|wife|husband|hubby|missus|fianc[eé]e?|mums?|moms?|mother|dad|father|parents?|sons?|daughters?"
    r"|cousins?|aunt(?:ie|y)?|uncle|gran(?:ny|ma|dad)?|nan|in-?laws?|my\s(?:mate|boss|manager|partner|kids?|lad|tenant|lodger))\b"
    r"|(?<!亲爱的)朋友(?!圈)|闺蜜|邻居|同[事学]|室友|舍友|老[婆公妈爸]|媳妇|爱人|对象|丈夫|妻子|先生让|男票|女票|丈母娘|岳[父母]|婆婆|公公|亲戚|家里?人|孩子他?[爸妈]"
    r"|(?:我|俺|咱)们?(?:的|家)?(?:老板|领导|经理|主管|大?姐|妹|大?哥|弟|妈|爸|娘|爹|儿子|女儿|闺女|姑|姨|舅|叔|奶奶|爷爷|外婆|外公|合伙人|店员)",
    re.IGNORECASE,
)
"""Whose wish, or whose goods, it may be instead; 老板 by itself and “dear friend” are the one who is spoken to."""
_WANTS = re.compile(
    r"说|讲|[让叫]|(?<!需)要|想|嫌|催|逼|\b(?:says?|said|saying|wants?|wanted|told|tells?|telling|thinks?|asks?|asked|wishes|wish|insists|would\slike"
    r"|decided|needs|prefers)\b",
    re.IGNORECASE,
)
_WITH_ME = re.compile(r"\s?(?:and|&)\s(?:i|me|we|myself)\b|\s?[和跟与]我", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:i|we)(?:\s(?:also|really|do|would|just))?\s?(?:'d|want|wish|need|like|agree)|\b(?:please|pls|plz|can\syou|could\syou)\b"
    r"|我们?(?:自己|本人|也|同意|就|是|要|想)|帮我|麻烦|请",
    re.IGNORECASE,
)
"""The writer's own wish."""
_CLAUSES = re.compile(
    r"[,，。;；.!！?？\n]|\bbut\b|\bso\b|但是?|所以|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", re.IGNORECASE
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]+|\d+", re.IGNORECASE)


def says_only(
    text: str, *wishes: re.Pattern[str], names: Collection[str] = (), beside: re.Pattern[str] | None = None
) -> bool:
    """Tell whether some part of a text says a wish and nothing beside it, or the wish stands nowhere in it.

    Args:
        text: As written, politeness and conditions that the shop looks at anyway taken out.
        *wishes: What the wish is called, searched in folded text.
        names: Titles of goods that the wish may name.
        beside: More words that add nothing to wishes of this kind.

    Example:
        >>> cue = re.compile(r"cancel(?:led)?|取消")
        >>> [says_only(one, cue) for one in ("please cancel my order", "my wife wants to cancel", "我哪里说要取消了")]
        [True, False, False]
    """
    parts = [one for one in parts_of(text) if any(wish.search(one) for wish in wishes)]
    said = (*wishes, *filter(None, [beside]))
    return not parts or any(not reports(one) and not left_over(one, *said, names=names) for one in parts)


def is_told(text: str) -> bool:
    """Tell whether a text tells what somebody says, or jests: a plain part of it may be another's wish.

    Example:
        >>> is_told("取消地垫 我跟我妈说不行"), is_told("取消地垫")
        (True, False)
    """
    return bool(_TOLD.search(fold(text)))


def names_another(text: str) -> bool:
    """Tell whether a text speaks of somebody else, whose wish or whose goods may be meant.

    Example:
        >>> [names_another(one) for one in ("我同事想退订", "my boss wants it", "老板 退订", "dear friend, stop")]
        [True, True, False, False]
    """
    return bool(_PEOPLE.search(fold(text).lower()))


def is_anothers(text: str) -> bool:
    """Tell whether a wish is only told as somebody else's: 礼盒我妹说要退, “my sister says to cancel it”.

    Example:
        >>> [is_anothers(one) for one in ("我妹说要退", "my wife says cancel it", "my wife and I want it", "取消吧")]
        [True, True, False, False]
    """
    clauses = [one for one in _CLAUSES.split(fold(text).lower()) if one.strip()]
    people = [(one, found) for one in clauses if (found := _PEOPLE.search(one))]
    told = [one for one, found in people if _WANTS.search(one, found.end()) and not _WITH_ME.match(one, found.end())]
    return bool(told) and not any(_OWN.search(one) for one in clauses if one not in told)


def reports(part: str) -> bool:
    """Tell whether a part of a text tells that something was done: 你取消了我的订单.

    Example:
        >>> reports("你取消了我的订单"), reports("取消吧")
        (True, False)
    """
    return bool(_REPORTS.search(part))


def parts_of(text: str) -> list[str]:
    """Give the parts of a text, folded and in small letters: sentences, clauses, what an “and” or a 但是 joins."""
    return [one for one in _PART.split(fold(text).lower()) if one and not one.isspace()]


def left_over(part: str, *said: re.Pattern[str], names: Collection[str] = ()) -> list[str]:
    """Give what a part of a text says beside some wishes, names of goods, and words that add nothing.

    Example:
        >>> left_over("my wife wants to cancel it", re.compile("cancel"))
        ['wife', 'wants']
    """
    known = {stem(word) for name in names for word in _LATIN.findall(fold(name).lower())}
    chars = {char for name in names for char in _HAN.findall(name)}
    for pattern in (*said, _ID):
        part = pattern.sub(" ", part)
    latin = [one for one in _LATIN.findall(part) if one not in _EN and not _is_name(stem(one), known)]
    return latin + [one for one in _HAN.findall(_ZH.sub("", part)) if one not in chars]


def _is_name(word: str, known: set[str]) -> bool:
    """Tell whether a word is one of a title, or a part of one: the stand of a cakestand."""
    return word in known or (len(word) > MOST_OF_A_SYLLABLE and any(word in one for one in known))
