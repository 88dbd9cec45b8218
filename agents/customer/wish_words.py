"""How buyers say that goods of an order shall go, be fewer, be more, or be so many: 减10个, 改成20, "down to 6"."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from agents.customer.changed_pieces import pieces_changed
from agents.language_plain import plain, spelled
from kit.text import NUMERAL, PIECE, fold, number

_N = rf"(?P<n>{NUMERAL})"
_COUNTED = rf"\s?(?:{PIECE})?(?!\s?(?:下|直|起|号|日|天|月|元|块|毛|折|点|%|percent|days?|weeks?|箱|盒))"
_C = rf"{NUMERAL}{_COUNTED}"
_VERB = (
    r"(?:remov(?:e|ing)|drop|take\s(?:off|out|away)|take\b(?=[^.?!,\n]{0,60}\b(?:off|out|away)\b)|lose|delete|leave\sout"
    r"|scrap|skip|ditch|scratch|bin|omit|get\srid\sof|swap(?=\s[\w\s-]{2,40}\sout\b)|cancel|refund|return(?=\s(?:the|my|both|all|this|that|these|those)\b)"
    r"|(?:do\snot|don'?t)\s(?:send|ship|include|pack|need|want)(?!\s\w+\s(?:to\sbe\s|to\s)?cancel)|no\slonger\s(?:need|want))"
)
_OFF = r"(?<=[a-z])\soff\b(?:\s(?:of\s)?(?:the|my|this)\sorder)?(?=\W*(?:please|pls|plz|thx|thanks|refund|$))"
_OUT_EN = (
    rf"\b{_VERB}\b|^\s*no\s(?!longer|more|need|problem|rush|worr)(?=[a-z])"
    r"|\b(?:not|aren'?t|isn'?t|no\slonger)\s(?=(?:needed|wanted|required)\b)"
)
_OUT_ZH = (
    r"去[掉了除]|删[掉除了]?|不要了?(?!紧|退|取消|去掉|删|改|减|少|给我退)|不用(?!了?$|退|取消|改|急)|不需要|[减拿撤划砍剔]掉|[减拿划]了"
    r"|撤[了下]?(?=$|吧|哈|这|单)|剔除|不想要|取消|[别不]用?[发寄](?!错|漏|少|货|票|快|慢|太|出|重|坏|破)"
    r"|退(?:掉|了(?!多|几|一半|半)|给我|我|一下|下|款|钱|货)?(?=$|[吧哈啊呀哦呗咯啦,，。!！\s]|谢|我|给|钱|这|那|一下|订?单)"
)
GOES = re.compile(rf"{_OUT_EN}|{_OUT_ZH}", re.IGNORECASE | re.ASCII)
"""Says with a verb that something shall go."""
OUT = re.compile(rf"{_OUT_EN}|{_OFF}|{_OUT_ZH}", re.IGNORECASE | re.ASCII)
"""Says that something shall go."""
REFUSES = re.compile(
    r"不要了?|不用|不需要|不想要|[别不]用?[发寄]|\b(?:do\snot|don'?t)\s(?:send|ship|include|pack|need|want)\b|^\s*no\s",
    re.IGNORECASE,
)
"""Says that something shall go, or how it shall not be: 不要磨砂的."""
WHOLE = re.compile(
    r"\bcancel|\brefund|\border\b|\bit\b|\beverything\b|\ball\b|单|取消|退|不要了?|不买了|不想要|[别不]用?[发寄]|全部?|都",
    re.IGNORECASE,
)
"""Words for the end of an order of which nothing is named."""
ELSEWHERE = re.compile(
    r"别[人家](?!再)|人家|上[次回]|以前|下[次回]|怎么|为什么|为啥|凭什么|\b(?:last|next)\s(?:time|year|order)\b|\bwhy\b|\bhow\scome\b",
    re.IGNORECASE,
)
"""Speaks of another shop, another time, or asks why: no wish for this order."""
WHY = re.compile(
    r"取消|撤|[别不]用?[发寄]|等|错|重|手滑|后悔|掉|不买|\b(?:cancel|mistake|accident|changed|wrong)", re.IGNORECASE
)
"""Beside a wish for money back: that the order shall end, and why."""
CORRECTS = re.compile(
    r"\bno\b\s?[:,.;!]|\b(?:actually|i\smean\w*|correction|wait,)\b|不对|说错|写错|打错字|更正|\binstead\sof\sthat\b",
    re.IGNORECASE,
)
"""Takes back what was said before it."""
LESS = re.compile(
    rf"\b{_VERB}\s(?:just\s|only\s|about\s|me\s)?{_N}\b(?!\s(?:set|pack|box)\sof)"
    rf"|\b(?:reduc\w+|cut|lower|drop|decreas\w+)\b[^.?!\n]{{0,40}}\bby\s(?P<by>{NUMERAL})"
    rf"|\b(?P<over>{NUMERAL})\s(?:[\w-]+\s){{0,5}}?(?:fewer|less|too\smany)\b"
    rf"|(?:减少?|少(?:给我)?(?:要|[拿来发订买拍])?|减掉|去掉|删[掉去除]?|不要|退掉?|撤掉|拿掉|取消|砍掉?)了?\s?(?P<zh>{_C})"
    rf"|(?P<spare>{_C})\s?(?:不要了?|去掉|取消|退掉|减掉|拿掉)",
    re.IGNORECASE | re.ASCII,
)
OVER = re.compile(
    rf"(?:多[拍买下订点选弄写要]了?|[拍买下订点]多了?|[拍买下订点]重了?)\s?(?P<n>{_C})|(?P<spare>{_C})多了", re.ASCII
)
"""So many too many: to be taken off where the words then say so."""
MORE = re.compile(
    rf"\badd(?:ing)?\s(?:another\s|an\sextra\s)?{_N}\b|\banother\s(?P<another>{NUMERAL})\b|\b(?P<extra>{NUMERAL})\s(?:more|extra|additional)\b"
    rf"|\bincreas\w+\b[^.?!\n]{{0,40}}\bby\s(?P<by>{NUMERAL})"
    rf"|(?:(?:再|另外|额外|多)\s?(?:加|要|来|拿|订|添|补|追加|增加)|加|追加|增加|添|(?<=[\u4e00-\u9fff])(?<![最差好不太很许])多)\s?(?P<zh>{_C})",
    re.IGNORECASE | re.ASCII,
)
_MOVE = (
    r"(?:bump|bring|take|put|get|knock|trim|drop|cut|reduc\w*|lower|rais\w*|up|increas\w*|decreas\w*|chang\w*|mak\w*|updat\w*"
    r"|switch|set|amend)"
)
SET = re.compile(
    rf"\b(?:only|just)\s(?:need|want|take|keep|send)?\s?{_N}\b|\b(?:need|want|take|keep|send)\s(?:only|just)\s(?P<only>{NUMERAL})\b"
    rf"|\bx\s?(?P<times>\d+)\sonly\b|\b(?P<will>{NUMERAL})\s(?:[a-z-]+\s){{0,5}}?(?:will\sdo|(?:is|are)\s(?:enough|plenty|fine))\b"
    rf"|\bmake\s(?:it\s|that\s|(?:the\s)?[a-z\s-]{{2,40}}?\s)?(?P<made>{NUMERAL})\b"
    rf"|\b{_MOVE}\b[^.?!\n£$€]{{0,50}}?\bto\s(?P<to>{NUMERAL})\b|(?<=[a-z])\s(?:(?:down|up)\s)?to\s(?P<down>{NUMERAL})(?=\s?(?:please|pls|plz|pcs|pieces|thanks|thx|$))"
    rf"|(?:[改换变调减降砍弄做增缩加][少加多整低小]?[成为到至回]|改(?:一下)?(?:要|发)?|数量)\s?(?P<zh>{_C})"
    rf"|(?:[只就光单仅各]|总共|一共)(?:要|留|需要|拿|来|发|买|订|买)\s?(?P<just>{_C})"
    rf"|[要来留发拿]?(?P<enough>{_C})\s?[就便]?(?:够了?|[就便](?:行|好|可以|OK|成))",
    re.IGNORECASE | re.ASCII,
)
FROM_TO = re.compile(
    rf"(?P<old>{NUMERAL})\s?(?:{PIECE})?\s?(?:down\s|up\s)?to\s(?P<new>{NUMERAL})(?![\d.])"
    rf"|\bmake\s(?:the\s|those\s|my\s)?(?P<had>{NUMERAL})\s(?:into\s)?(?P<be>{NUMERAL})\b"
    rf"|\b(?P<but>{NUMERAL})\s(?:[a-z-]+\s){{0,5}}?(?:not|instead\sof|rather\sthan)\s(?P<not>{NUMERAL})\b",
    re.IGNORECASE | re.ASCII,
)
"""So many there are, and so many there shall be."""
_SIDES = (("old", "had", "not"), ("new", "be", "but"))
HALF = re.compile(
    r"(?:减|砍|退|取消|去掉|只要|留|要)了?掉?一半|\b(?:cut|reduce|drop|cancel|take\soff|only|just)?\s?half\s(?:of\s)?(?:the|my|that)\b",
    re.IGNORECASE,
)
_WANTS = re.compile(
    rf"(?<=.)(?<![我们不想还再又另只就光单仅各共给])要\s?(?P<n>{_C})\s*(?:吧|哈|啊|谢谢)?\s*$", re.ASCII
)
_BARE = re.compile(rf"(?P<n>{NUMERAL})\s?(?:{PIECE})?\s*(?:吧|please|pls)?\s*$", re.IGNORECASE | re.ASCII)
_FIRST = re.compile(
    rf"\s*(?:also\s)?(?P<n>{NUMERAL})\s(?:of\s)?(?=(?:the\s|my\s|those\s)?[a-z])", re.IGNORECASE | re.ASCII
)
"""A count at the end, which says how many only beside other words for it: 西湖40个 醒狮20个 按这个改."""
LATER = re.compile(
    r"再问问|问一?下?(?:他|她|我[妈爸妹姐哥弟老])|再想想|再看看|再商量|商量一?下|(?:朋友|同事|闺蜜|邻居)(?:上次|以前|之前|说)"
    r"|\bmight\s(?:\w+\s)?(?:cancel|drop|remove|return|want|need)|\blet\s(?:you|u)\sknow\b|\bnot\ssure\s(?:yet|if|whether)"
    r"|\b(?:will|'ll|gonna)\sdecide\b|\b(?:i|we)\s(?:told|said\sto)\smy\b|\b(?:should|could|would)\s(?:have|of)\s(?:got|ordered|bought|had)\b",
    re.IGNORECASE,
)
"""Tells of another person, or of what will be decided later: no wish, and no question whether it is one."""
_TWO = re.compile(r"(?<![你我他她它咱])([俩仨])(?=改|换|退|不|$|[,，\s])")
_ARROW = re.compile(
    rf"(?P<old>{NUMERAL})?\s?(?:{PIECE})?\s?(?:-{{1,3}}>|=+>|→|➡|➔|(?<=\d)\s>(?=\s?\d))\s?(?P<new>{NUMERAL})",
    re.IGNORECASE | re.ASCII,
)
_NOT_BUT = re.compile(
    rf"(?:就|只|是|要|应该)*\s?(?P<be>{_C})[\s,，、]*(?:而)?不是\s?(?P<not>{_C})(?:吧|啊|呀|哦)?"
    rf"|(?<![是要])不是\s?(?P<no>{_C})[\s,，、]*(?:而)?(?:应该)?(?:是|要)\s?(?P<but>{_C})",
    re.ASCII,
)
"""So many, and not so many: 就一个 不是两个."""
_LISTED = re.compile(
    rf"(?<=[改换变][成为到])\s?(?:[\u4e00-\u9fff]{{2,8}}?\s?{_C}[\s,，、和]*){{2,}}", re.IGNORECASE | re.ASCII
)
_ONE_LISTED = re.compile(rf"([\u4e00-\u9fff]{{2,8}}?\s?{_C})[\s,，、和]*", re.IGNORECASE | re.ASCII)
_NEITHER = re.compile(
    r"\b(?:(?:do\snot|don'?t|dont)\s(?:want|need|send|ship|include|pack)|no\slonger\s(?:want|need)|neither)\b[^.?!,;\n]*?\sor\s(?!\d)"
)
"""Two things of which neither is wanted: “I don't need the X or the Y”."""
_BOX = re.compile(rf"({NUMERAL})\s?盒", re.IGNORECASE | re.ASCII)
_TELLS = re.compile(r"\b(?:is|are|was|were|be|been|went|go(?:es)?|turn\w*|c[ao]me|f[ae]ll|gets?|got)\b")
Way = Literal["out", "less", "more", "set", "half", "over"]


class Wish(NamedTuple):
    """What a part of a text wants done to a line: out of the order, so many less, so many more, half, or so many.

    ``before`` are the pieces that it says there are now; ``is_guess``: it may be goods to buy (礼盒要4盒).
    """

    way: Way
    pieces: int = 0
    before: int | None = None
    is_guess: bool = False

    def __repr__(self) -> str:
        """Write it short."""
        said = [repr(self.way), *([str(self.pieces)] if self.pieces else [])]
        return f"Wish({', '.join(said)})"


def as_meant(text: str, titles: list[str]) -> str:
    """Give a text folded, with 俩, arrows and 一盒 of goods that are boxes themselves written as counts of pieces.

    Example:
        >>> as_meant("礼盒改一盒就行", ["手绘城市冰箱贴礼盒 6枚装"]), as_meant("俩改一个", []), as_meant("13 -> 10", [])
        ('礼盒改一个就行', '两个改一个', '13 to 10')
    """
    folded = _NEITHER.sub(lambda said: said[0].replace(" or ", " and "), fold(text).lower())
    folded = _ARROW.sub(
        lambda said: f"{said['old']} to {said['new']}" if said["old"] else f" make it {said['new']}", folded
    )
    folded = _NOT_BUT.sub(lambda said: f"从{said['not'] or said['no']}改成{said['be'] or said['but']}", folded)
    folded = _LISTED.sub(lambda said: _ONE_LISTED.sub(r"\1,", said[0]), folded)
    folded = _TWO.sub(lambda two: f"{'两三'['俩仨'.index(two[1])]}个", plain(spelled(folded))).lower()
    if any("盒" in one for one in titles):
        folded = _BOX.sub(r"\1个", folded)
    return folded


def count_before(part: str) -> int | None:
    """Give the pieces that a part of a folded text begins with.

    Example:
        >>> count_before("5 of the lunch bags"), count_before("the lunch bags")
        (5, None)
    """
    found = _FIRST.match(part)
    return _whole(found["n"]) if found else None


def says_not_but(text: str) -> bool:
    """Tell whether a text says how many it is and how many not, which may be asked: 就一个 不是两个吧."""
    return bool(_NOT_BUT.search(fold(text)))


def count_of(part: str) -> int | None:
    """Give the pieces that a part of a folded text ends with.

    Example:
        >>> count_of("西湖40个"), count_of("西湖")
        (40, None)
    """
    bare = _BARE.search(part)
    return _whole(bare["n"]) if bare else None


def wish_of(part: str) -> Wish | None:
    """Give what a part of a folded text wants done to goods of an order; None where it wants nothing.

    Example:
        >>> wish_of("柠檬减10个"), wish_of("drop 10 of the bunting"), wish_of("醒狮那个帮我去掉")
        (Wish('less', 10), Wish('less', 10), Wish('out'))
    """
    before, after = pieces_changed(part)
    if after is None and (both := FROM_TO.search(part)):
        old, new = next((old, new) for old, new in zip(*(both.group(*names) for names in _SIDES), strict=True) if old)
        before, after = _whole(old), _whole(new)
    if after is not None:
        return Wish("set", after, before)
    if HALF.search(part):
        return Wish("half")
    ways: tuple[tuple[Way, re.Pattern[str]], ...] = (("set", SET), ("over", OVER), ("less", LESS), ("more", MORE))
    for way, pattern in ways:
        if found := pattern.search(part):
            count = _whole(next(filter(None, found.groups())))
            return Wish(way, count) if count is not None else None
    if (wants := _WANTS.search(part)) and (count := _whole(wants["n"])):
        return Wish("set", count, is_guess=True)
    tells = not GOES.search(part) and _TELLS.search(part)  # the lights went off
    return Wish("out") if OUT.search(part) and not tells else None


def _whole(written: str) -> int | None:
    found = re.match(NUMERAL, written.strip(), re.IGNORECASE | re.ASCII)
    value = number(found[0]) if found else None
    return int(value) if value is not None and value == int(value) and value > 0 else None
