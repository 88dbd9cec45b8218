"""How many pieces of which goods an order shall have in the end, read part by part: 柠檬减10个,山竹加10个.

The goods are those of the order: who names what stands in it means that, whatever else the shop sells.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace

from agents.customer.changed_pieces import PIECES_TO
from agents.customer.goods_of_order import (
    ALL_BUT,
    lines_of_part,
    names_goods,
    names_other_goods,
    parts_of,
    stays,
)
from agents.customer.refund_talk import MONEY_BACK
from agents.customer.wish_words import (
    CORRECTS,
    ELSEWHERE,
    FROM_TO,
    GOES,
    HALF,
    LESS,
    MORE,
    OUT,
    OVER,
    REFUSES,
    SET,
    WHOLE,
    WHY,
    Wish,
    as_meant,
    count_before,
    count_of,
    says_not_but,
    wish_of,
)
from agents.job import JobContext
from agents.plain_wish import is_told, left_over, reports
from agents.topics import UNWANTED
from agents.wish_mood import Mood, mood_of
from decisions.order_changes import pieces_of
from kit.text import NUMERAL, PIECE, fold, stem
from shops.models import Order

MOST_LEFT = 3
"""Words or signs that a part may have beside its wish to be asked back; with more it is about other things."""
_SAYS = (FROM_TO, OUT, LESS, MORE, OVER, SET, HALF, ALL_BUT, *PIECES_TO, UNWANTED, *MONEY_BACK)
_AMOUNTS = re.compile(
    rf"{NUMERAL}\s?(?:{PIECE})?|\b(?:by|from|to|down|too|many|pieces?|pcs|quantity|amount|number|items?|one|ones|there|send|hold|as"
    r"|before|possible|any|anymore|more|longer|wanted|required|them|those|needed|each|x|n|rather|than|instead|is|are|only|half|changed|mind"
    r"|bought|can|could|will|do|fine|ok|still|goods|don|t|reduc\w*|cut|lower|decreas\w*|increas\w*|add|chang\w*|make|updat\w*|less|fewer|extra|another|swap)\b"
    r"|从|由|到|[成为至]|减|少|多|再|只|就|那|这|款|数量|里的?|[个件只张块片]|够|其[他它余]的?|别的|不变|发货?|寄|各|每|[样种]|变|换|改|加|砍"
    r"|[拍买订下]成|拍|重|数|手滑|支付宝|微信|银行卡|原路|钱|货|按|俩|两|急|宝|咯|呢|赶快|不?想?等|留|照|正常|用|完|另外|剩下|光|单|来|发",
    re.IGNORECASE | re.ASCII,
)
"""What adds nothing to a wish for other pieces."""
_EACH = re.compile(r"各|每|都|全|均|\b(?:each|both|all)\b", re.IGNORECASE)
_ONLY = re.compile(r"[只就光单仅](?:要|留|发|买|需要)|\b(?:just|only)\s(?:send|want|need|keep|the)\b", re.IGNORECASE)
_CHANGED = re.compile(r"改|换|调|\bchange|\binstead", re.IGNORECASE)
_REST = re.compile(r"其[他它余]|别的|剩下|\b(?:others?|rest|everything\selse)\b", re.IGNORECASE)
_JOINS = re.compile(
    r"\b(?:from|off|out\sof|in|of)\s(?:(?:my|the|this|that)\s)?(?:order\b\s?(?:no\.?\s|number\s|#)?(?:\w*\d\w*)?|(?:o(?:rder)?_)\w+)"
    r"|\b(?:the|both|too|also|those|these|that|my|all|of|as\swell|please|pls|plz|thanks|thx|ones?|x|and)\b|[也都和跟与那这个的款两俩把]|谢谢",
    re.IGNORECASE,
)
_NO_GOODS = re.compile(
    r"\b(?:address|card|account|money|refund|difference|day|best|luck|hurry|quick\w*|soon|sorry|apolog\w*)\b|地址|钱|款|差价|单|抱歉|歉|快|急"
)
_NUMBERED = re.compile(r"[a-z]*-?\d[\da-z-]*", re.ASCII)
_WORD, _HAN = re.compile(r"[a-z]+|\d+"), re.compile(r"[\u3400-\u9fff]")


@dataclass
class Reading:
    """What a text wants of an order.

    Attributes:
        ends: Pieces in the end, by SKU, of the goods that change.
        before: Pieces that the text says there are now, by SKU.
        open_ones: SKUs of which one is meant, and not which.
        whole: The order as a whole is wished away.
        left: Words beside the wishes, most of one part.
        is_weak: It is guessed, and never done at once.
        is_guess: It may be goods to buy, and is asked about even where it gives nothing back.
        unread: A part names goods, and what it wants of them was not read.
    """

    ends: dict[str, int] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)
    open_ones: dict[str, None] = field(default_factory=dict)
    whole: bool = False
    left: int = 0
    is_weak: bool = False
    unread: bool = False
    is_guess: bool = False


@dataclass(frozen=True)
class _Part:
    """A part of a text: which goods of the order it can mean, what it wants, and the words beside that.

    ``is_names``: it names goods and says nothing else. ``other``: it names goods that are not in the order. ``count``:
    the pieces at its end or its beginning. ``is_near``: one sign of a name is wrong.
    """

    text: str
    hits: tuple[str, ...]
    wish: Wish | None
    left: int
    is_names: bool
    other: bool
    count: int | None
    is_near: bool = False


def read_wishes(ctx: JobContext, order: Order, text: str) -> Reading | None:
    """Read what a text wants of an order; None where it wants nothing of it, or what cannot be.

    Example:
        An order of 40 lemons and 20 mangosteens, 山竹不要,柠檬改30: ``ends`` 0 and 30.
    """
    meant = as_meant(text, [line.title for line in order.lines])
    parts = [_joined(_part(ctx, order, one), meant) for one in parts_of(meant)]
    if names_other_goods(ctx, order, text):
        return None
    reader = _Reader(order)
    for at, part in enumerate(parts):
        if not reader.take(part, parts[at + 1 :]):
            return None
    read = reader.end()
    if read is not None:
        money = read.whole and MONEY_BACK[0].search(text)
        bare = bool(money and not (WHY.search(text) or UNWANTED.search(text)))
        # at the beginning there is nothing yet to take back
        takes_back = any(one.start() for one in CORRECTS.finditer(text.strip()))
        read.is_weak = read.is_weak or bare or takes_back or read.unread or read.is_guess or says_not_but(text)
    return read


def lines_wished(ctx: JobContext, order: Order, text: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """Give the pieces that goods of an order shall have in the end, and SKUs of which one is meant but not which."""
    read = read_wishes(ctx, order, text)
    return (read.ends, tuple(read.open_ones)) if read and not read.whole else ({}, ())


def is_half_cancelled(ctx: JobContext, order: Order, text: str) -> bool:
    """Tell whether a text wants goods of an order away, and says of others what was not read."""
    read = read_wishes(ctx, order, text)
    return read is not None and read.unread and not read.whole


def wished_plainly(ctx: JobContext, order: Order, text: str) -> bool:
    """Tell whether a text says what an order shall hold, or that it shall end, and nothing else."""
    read = read_wishes(ctx, order, text)
    return read is not None and not read.left and not read.is_weak and mood(text) == "plain" and not is_told(text)


def mood(text: str) -> Mood:
    """Tell how plainly other pieces of an order are wished."""
    return mood_of(as_meant(text, []), goes_by(text), LESS, SET, *PIECES_TO)


def goes_by(text: str) -> re.Pattern[str]:
    """Give what says that something shall go: a verb, or a bare "off" where there is none."""
    return GOES if GOES.search(as_meant(text, [])) else OUT


def _part(ctx: JobContext, order: Order, text: str) -> _Part:
    part = _read_part(ctx, order, text)
    if part.hits or part.other or not part.left or (named := nearest_name(order, text)) is None:
        return part
    wrong, right = named
    again = _read_part(ctx, order, text.replace(wrong, right))
    is_near = len(again.hits) == 1 and again.wish and again.left < part.left
    return replace(again, is_near=True) if is_near else part


def nearest_name(order: Order, text: str) -> tuple[str, str] | None:
    """Give a stretch of a text that is the Chinese name of one article of an order but for one sign, and that name.

    Example:
        An order of 亚克力冰箱贴 橘猫, 橘锚不要了: 橘锚 and 橘猫; none where another of its articles is as near.
    """
    names = {line.title.split()[-1] for line in order.lines if line.title.strip()}
    found = {
        (text[at : at + len(name)], name)
        for name in names
        if len(name) > 1 and len(_HAN.findall(name)) == len(name)
        for at in range(len(text) - len(name) + 1)
        if sum(one != other for one, other in zip(text[at : at + len(name)], name, strict=True)) == 1
    }
    # the sign that is wrong means nothing by itself: 麻烦 is no 麻将
    strange = [
        (wrong, name)
        for wrong, name in found
        if all(one == other or left_over(one, *_SAYS, _AMOUNTS) for one, other in zip(wrong, name, strict=True))
        and left_over(wrong, *_SAYS, _AMOUNTS, names=[name])
    ]
    return strange[0] if len({name for _, name in strange}) == 1 else None


def _read_part(ctx: JobContext, order: Order, text: str) -> _Part:
    names = [name for line in order.lines for name in (line.title, line.sku)]
    # the number of an article is no count
    skus = {one.sku.lower() for one in ctx.reads.shop.list_variants()} | {line.sku.lower() for line in order.lines}
    bare = _NUMBERED.sub(lambda word: " " if word[0] in skus else word[0], text)
    wish = wish_of(bare)
    left = len(left_over(text, *_SAYS, _AMOUNTS, names=names)) + MOST_LEFT * reports(text)
    refused = REFUSES.search(text) if wish and wish.way == "out" else None
    if ELSEWHERE.search(text) or (refused and not _goes_whole(text, refused, names)):
        wish = None  # 不要磨砂的: how goods shall be, not that they shall go
    wish, hits = (wish if left <= MOST_LEFT else None), lines_of_part(ctx, order, text)
    other = not hits and bool(names_goods(ctx, text))
    is_names = bool(hits) and wish is None and _only_names(text, names)
    return _Part(text, hits, wish, left, is_names, other, count_of(bare) or count_before(bare))


def _joined(part: _Part, text: str) -> _Part:
    """Give a part as one that names goods which nobody knows, where an "and" joins little else to what is wished."""
    said = part.text.strip()
    is_short = len(_WORD.findall(said)) <= MOST_LEFT and len(_HAN.findall(said)) <= 2 * MOST_LEFT
    if part.hits or part.wish or not part.left or not is_short or stays(said) or _NO_GOODS.search(said):
        return part
    is_joined = re.search(rf"(?:\band\s|&\s?|[和跟与及]\s?){re.escape(said)}", text)
    return replace(part, other=True) if is_joined else part


def _goes_whole(text: str, refused: re.Match[str], names: Collection[str]) -> bool:
    """Tell whether what follows a refusal is goods and no more about them: "no bunting please", 不要醒狮了."""
    after = text[refused.end() :]
    if refused[0].strip() == "no":
        return _only_names(after, names)
    return not left_over(after, *_SAYS, _AMOUNTS, names=names)


def _only_names(text: str, names: Collection[str]) -> bool:
    """Tell whether a text has words of titles, and what joins them, and no others."""
    titles = [fold(name).lower() for name in names]
    known = {stem(word) for title in titles for word in _WORD.findall(title)}
    words = [stem(word) for word in _WORD.findall(_JOINS.sub(" ", text))]
    strange = [one for one in words if not any(one == each or (len(one) > MOST_LEFT and one in each) for each in known)]
    return not strange and all(sign in "".join(titles) for sign in _HAN.findall(_JOINS.sub(" ", text)))


class _Reader:
    """Takes the parts of a text one after the other."""

    def __init__(self, order: Order) -> None:
        self.held, self.read = pieces_of(order), Reading()
        self.last: tuple[str, ...] = tuple(self.held) if len(self.held) == 1 else ()
        self.waiting: list[str] = []  # named before their wish: 柠檬跟麻将都不要了
        self.kept: dict[str, None] = {}
        self.before: Wish | None = None
        self.except_, self.rest, self.only, self.away, self.over = False, False, False, False, 0
        self.keeping = False
        self.left = 0
        self.guesses, self.is_sure = False, False

    def take(self, part: _Part, after: list[_Part]) -> bool:
        """Take a part; tells False where what it wants cannot be."""
        if self._is_kept(part):
            return True
        self.read.unread, self.keeping = self.read.unread or part.other, False
        wish, self.left = part.wish, max(self.left, part.left)
        if wish is None:
            self._named(part, after)
            return True
        self.read.left = max(self.read.left, part.left)
        hits, shared = part.hits, self.waiting
        self.waiting, self.before, self.read.is_weak = [], wish, self.read.is_weak or part.is_near
        self.guesses, self.is_sure = self.guesses or wish.is_guess, self.is_sure or not wish.is_guess
        if len(hits) > 1 and not _EACH.search(part.text):
            self.read.open_ones |= dict.fromkeys(hits)
            return True
        goods = tuple(dict.fromkeys((*shared, *hits)))
        if len(goods) > 1 and wish.way != "out" and not _EACH.search(part.text) and hits:
            self.read.open_ones |= dict.fromkeys(goods)
            return True
        if not goods and wish.way == "out" and not self.over:
            return self._bare_out(part)
        goods = goods or self._of_count(wish) or self.last
        self.last = goods
        return bool(goods) and all(self._end(sku, wish) for sku in goods)

    def _of_count(self, wish: Wish) -> tuple[str, ...]:
        """Give the goods of which there are as many as is said: 从8改成6."""
        found = tuple(sku for sku, count in self.held.items() if count == wish.before)
        return found if len(found) == 1 else ()

    def _is_kept(self, part: _Part) -> bool:
        """Note goods that stay, or that all others go."""
        is_out = part.wish is not None and part.wish.way == "out"
        if part.wish is not None and not is_out:
            return False
        but = bool(ALL_BUT.search(part.text))
        if but or (self.except_ and part.is_names):
            self.kept |= dict.fromkeys(part.hits)
            self.except_, self.rest = True, self.rest or is_out
        elif is_out and _REST.search(part.text) and not part.hits:
            self.rest = True
        elif not is_out and (stays(part.text) or _ONLY.search(part.text) or (self.keeping and part.is_names)):
            self.kept |= dict.fromkeys(part.hits)
            self.only, self.keeping = self.only or bool(_ONLY.search(part.text)), bool(part.hits)
        else:
            return False
        self.left, self.before = max(self.left, part.left * (but or is_out)), None
        self.read.left = max(self.read.left, part.left * (but or is_out))
        return True

    def _named(self, part: _Part, after: list[_Part]) -> None:
        """Keep goods that are named without a wish: for the one before, or for one that comes."""
        if self.before and self.before.way in ("less", "more") and len(part.hits) == 1 and not part.left and part.count:
            # “drop 3 of the bags and 5 of the tins”; 柠檬减10个 山竹5个 may be so many in the end
            self._end(part.hits[0], Wish(self.before.way, part.count))
            self.read.is_weak = self.read.is_weak or count_before(part.text) is None
        elif part.count is not None and len(part.hits) == 1 and not part.left and self._is_changed([part, *after]):
            self._end(part.hits[0], Wish("set", part.count))
            self.before = Wish("set")
        elif part.is_names and self.before == Wish("out") and not (after and after[0].wish and not after[0].hits):
            self.last = part.hits if len(part.hits) == 1 else ()
            self.read.open_ones |= dict.fromkeys(part.hits) if len(part.hits) > 1 else {}
            self._end(part.hits[0], Wish("out")) if len(part.hits) == 1 else None
        else:
            self.read.unread = self.read.unread or bool(part.hits and not part.is_names)
            shares = part.is_names and len(part.hits) == 1
            self.waiting = [*self.waiting, *part.hits] if shares else []
            self.last = part.hits if part.hits else self.last
            self.before = self.before if part.is_names else None

    def _is_changed(self, after: list[_Part]) -> bool:
        return self.before is not None or any(_CHANGED.search(one.text) or (one.wish and one.hits) for one in after)

    def _bare_out(self, part: _Part) -> bool:
        """Take a wish that something goes and names nothing: what was named, else the order as a whole."""
        if self.last and not any(sku in self.read.ends for sku in self.last) and len(self.held) > 1:
            return all(self._end(sku, Wish("out")) for sku in self.last) if len(self.last) == 1 else False
        if not self.read.ends and not self.read.open_ones:
            self.away = self.away or bool(WHOLE.search(part.text))
            self.read.is_weak = self.read.is_weak or not WHOLE.search(part.text)
        return True

    def _end(self, sku: str, wish: Wish) -> bool:
        """Note the pieces of goods in the end; tells False where there are not so many."""
        now = self.read.ends.get(sku, self.held[sku])
        if wish.way == "over":
            self.over, self.last = wish.pieces, (sku,)
            self.read.ends[sku], self.read.is_weak = now - wish.pieces, True
            return now > wish.pieces
        if wish.way == "out" and self.over:
            self.over, self.read.is_weak = 0, False  # 多拍了10个 减掉吧
            return True
        if wish.way == "half":
            self.read.ends[sku] = now // 2
            return now % 2 == 0
        if wish.before is not None:
            self.read.before[sku] = wish.before
        ends = {"out": 0, "less": now - wish.pieces, "more": now + wish.pieces, "set": wish.pieces}
        self.read.ends[sku] = ends[wish.way]
        return ends[wish.way] >= 0

    def end(self) -> Reading | None:
        """Give what was read when all parts are taken."""
        read, out = self.read, {sku for sku, count in self.read.ends.items() if not count}
        read.unread = read.unread or bool(self.waiting)
        read.is_guess = self.guesses and not self.is_sure  # 22423去掉,85123A要12个 is none
        if out & self.kept.keys():
            return None
        others = [sku for sku in self.held if sku not in self.kept]
        if self.rest or (self.only and self.kept and (self.away or read.is_weak)):
            if not self.kept or read.ends:
                return None
            read.ends, read.is_weak, self.away = dict.fromkeys(others, 0), False, False
        if self.kept and not read.ends:
            return None
        if self.away and not read.ends and not read.open_ones:
            read.whole, read.left = True, self.left
        read.whole = read.whole or bool(read.ends) and all(not read.ends.get(sku, 1) for sku in self.held)
        return read if read.ends or read.open_ones or read.whole else None
