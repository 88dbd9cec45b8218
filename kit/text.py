"""What people write, Chinese and English: language, numerals, quantities, percents, prices, dates, search tokens.

Every finder returns small tuples with the span ``[start, end)`` in the text it was given, in order, never overlapping.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Literal, NamedTuple, TypeVar

from kit.days import Day as Day
from kit.days import dates as dates
from kit.days import either_dates as either_dates
from kit.numerals import BEGIN_NUMERAL as BEGIN_NUMERAL
from kit.numerals import DIGITS, WORDS
from kit.numerals import NUMERAL as NUMERAL
from kit.numerals import PLAIN as PLAIN
from kit.numerals import fold as fold
from kit.numerals import number as number
from kit.tokens import stem as stem
from kit.tokens import tokens as tokens

Language = Literal["zh", "en"]


_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-zÀ-ž]+")
_OTHER = re.compile(r"[^\W\d_A-Za-zÀ-ž\u3400-\u9fff]")
_ENGLISH = frozenset(
    "a an and are at be by for from have i in is it of on our that the this to we will with you your".split()
)
_FOREIGN = (
    frozenset(
        "au aux avec ce dans des du est et la le les nous pour que sur une vous votre "
        "con de del el en es esta este los las para por que su una usted y "
        "auf das dem den der ein eine für ist mit nicht sie und von wir zu "
        "che di gli il non sono un uma da não os para seu".split()
    )
    - _ENGLISH
)
"""Little words of French, Spanish, German, Italian and Portuguese; a text is theirs if it has more of them."""
_PLAINLY_FOREIGN = frozenset(
    "bonjour bonsoir merci combien voudrais souhaite pouvez veuillez coûte coûtent livraison prix commande "
    "hola gracias cuánto cuanto cuesta cuestan quiero quisiera precio envío pedido necesito "
    "guten danke bitte möchte wieviel kostet kosten lieferung preis brauche "
    "buongiorno grazie vorrei quanto prezzo spedizione olá obrigado obrigada preço gostaria quero".split()
)
"""Words of theirs that buyers write and English has not; one weighs as much as two little ones."""
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa](?<!の)")


class Quantity(NamedTuple):
    """A count of goods in pieces (a dozen is 12) or in boxes of unknown content."""

    value: int
    unit: Literal["piece", "box"]
    start: int
    end: int


class Percent(NamedTuple):
    """A percentage; 八折 (pay 80 %) is read as 20."""

    value: Decimal
    start: int
    end: int


class Price(NamedTuple):
    """An amount in major units; ``currency`` is an ISO 4217 code, None where the text names none (元 and 块 do not)."""

    amount: Decimal
    currency: str | None
    start: int
    end: int


Found = TypeVar("Found", Quantity, Percent, Price)


def is_japanese(text: str) -> bool:
    """Tell whether a text is Japanese: kana stand among its characters, more than a の or a name in a Chinese text has.

    Example:
        >>> is_japanese("磁石50個の値段を教えてください"), is_japanese("幸福の味道多少钱")
        (True, False)
    """
    kana = len(_KANA.findall(text))
    return kana >= 2 and 3 * kana >= len(_HAN.findall(text))


def language(text: str) -> Language:
    """Give ``zh`` from half as many Chinese characters as Latin words, ``en`` for any other language.

    Words in capitals are names and codes.
    """
    if is_japanese(text):
        return "en"
    han = len(re.findall(r"[\u3400-\u4dbf\u4e00-\u9fff]", text))
    words = len(re.findall(r"[A-Z]*[a-z]+", text))
    return "zh" if han and 2 * han >= words else "en"


def is_in(text: str, language: str) -> bool:
    """Tell whether a text can pass as Chinese (``zh``) or English (``en``); names of goods may be in the other one.

    Example:
        >>> is_in("36 件 White Hanging Heart,每件 £2.55", "zh"), is_in("Bonjour, le prix est de 2 € pour vous", "en")
        (True, False)
    """
    han, words = len(_HAN.findall(text)), [word.lower() for word in _LATIN.findall(text)]
    others = len(_OTHER.findall(text))
    if others > han + len("".join(words)) // 2 or is_japanese(text):
        return False
    if language == "zh":
        return han >= 2 or len(words) < 3
    foreign, english = sum(word in _FOREIGN for word in words), sum(word in _ENGLISH for word in words)
    foreign += 2 * sum(word in _PLAINLY_FOREIGN for word in words)
    return han <= 2 * len(words) and (foreign < 2 or english >= foreign)


PIECE = (
    r"个(?!月|星期|小时|工作日|点|百分|礼拜|问题|人|地方|颜色|朋友|字|款|季|客户|电话)|件(?!代发)|只(?!要|有|能|是)|支(?!持|付)"
    r"|条|套|把|张(?!发票|收据|增值|专票|普票)|台|包(?!邮|装)|瓶|本|顶|双|对(?!吗|不)|片|根|枚|粒|串|盏|册|卷"
    r"|(?:pcs?|pieces?|units?|items?|sets?|packs?|pairs?|samples?|ea)\b"
)
"""Pattern of the units that count single goods; no groups."""
_BOX = r"箱|盒|(?:box(?:es)?|cartons?|cases?|ctns?)\b"
_QUANTITY = re.compile(
    rf"(?={BEGIN_NUMERAL}|[俩仨])(?:"
    rf"(?<!第)(?P<n>{NUMERAL})(?:\s*(?:-|~|到|至|to|or)\s*{NUMERAL})?\s*[多来余]?\s*"
    rf"(?:(?P<piece>{PIECE})|(?P<box>{_BOX})|(?P<dozen>打(?P<half>半)?(?![折样包印])))"
    rf"|(?P<score>{PLAIN}\s+dozen(?=s?\b)|{WORDS})(?<=dozen)s?\b|(?<![你我他她它咱])(?P<few>[俩仨])(?!人))",
    re.IGNORECASE | re.ASCII,
)


def quantities(text: str) -> list[Quantity]:
    """Find counts with a unit: 三百个, 2箱, 1打 (12 pieces), ``300 pcs``, ``three dozen``; of a range, its low end."""
    return _found(_QUANTITY, fold(text), _quantity)


def _quantity(match: re.Match[str]) -> Quantity | None:
    if match["few"]:
        return Quantity(2 if match["few"] == "俩" else 3, "piece", match.start(), match.end())
    count = number(match["n"] or match["score"])
    before, after = match.string[: match.start()], match.string[match.end() : match.end() + 4]
    asks_unit_price = count == 1 and (
        re.search(r"(?:多少|几)[钱米块毛元]?$|[卖价]$", before) or re.match(r"多少|怎么卖", after)
    )
    if count is None or asks_unit_price or re.search(r"每[箱盒包]$|\b(?:set|pack|box)s?\s+of\s$", before[-12:], re.I):
        return None
    count = count * 12 + (6 if match["half"] else 0) if match["dozen"] else count
    unit: Literal["piece", "box"] = "box" if match["box"] else "piece"
    return Quantity(int(count), unit, match.start(), match.end()) if count == int(count) and count > 0 else None


_PERCENT = re.compile(
    rf"(?={BEGIN_NUMERAL}|half)(?:"
    rf"(?P<n>{NUMERAL})\s*(?:%|percent\b|per\s?cent\b|pct\b|个百分点|个点|(?:percentage\s+)?points?\b)"
    rf"|百分之(?P<h>{NUMERAL})|(?P<tenths>{NUMERAL})成(?P<more>[一二三四五六七八九半](?![\u4e00-\u9fff]))?(?![交本品功为立分都])|(?P<off>{NUMERAL})折|(?P<half>half[\s-]price|半价))",
    re.IGNORECASE | re.ASCII,
)
_OF_PERCENTS = ("%", "cent", "pct", "point", "half", "点", "百分之", "成", "折", "半价")
"""Every percentage is written with one of these."""
_SIGN = {
    "£": "GBP",
    "gbp": "GBP",
    "英镑": "GBP",
    "pound": "GBP",
    "quid": "GBP",
    "p": "GBP",
    "pence": "GBP",
    "pennie": "GBP",
}
_SIGN |= {"¥": "CNY", "rmb": "CNY", "人民币": "CNY", "yuan": "CNY", "cny": "CNY"}
_SIGN |= {"$": "USD", "us$": "USD", "usd": "USD", "美元": "USD", "dollar": "USD"}
_SIGN |= {"€": "EUR", "eur": "EUR", "欧元": "EUR", "euro": "EUR"}
_NOT_MONEY = (
    r"(?![\d,]*\d|\.\d|\s*(?:%|percent|pcs?\b|pieces?|units?|of\b|dozen|boxes|[ap]m\b|:|k\b|p\b|pence\b"
    r"|[个件箱点天月号日只套打折成元块毛角]|分钱))"
)
_AT = re.compile(r"(?:\b(?:at|for)|@)\s*$", re.IGNORECASE | re.ASCII)
_COINS = {"tuppence": "0.02", "penny": "0.01", "quid": "1", "pound": "1", "fiver": "5", "tenner": "10"}
_TENS = (
    r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
    r"(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?"
)
_PRICE = re.compile(
    rf"(?={BEGIN_NUMERAL}|[£$€¥人单目卖报给价改调设定涨降每转打凑加减贵提升落让便]|us\$|\b[cilmpru])(?:"
    r"\b(?P<coin>an?\s(?:penny|quid|pound(?!\s(?:of|coin|shop))|fiver|tenner)|one\spenny|tuppence)\b|"
    rf"(?:[涨降加减贵提调升落让]|便宜)(?:价|上|低|高)?[了个它]?\s?(?P<fen>{NUMERAL})分(?![钟之店批钱数期])|"
    rf"(?P<sign>us\$|[£$€¥]|\b(?:rmb|cny|gbp|usd|eur)\b|人民币)\s*(?P<n1>{DIGITS})(?:万|k\b)?(?!\d)"
    rf"|(?P<n2>{NUMERAL})\s*(?P<unit>元|块钱?|圆|毛(?![都也])|角|分钱|英镑|美元|欧元"
    r"|(?:pounds?|quid|dollars?|euros?|yuan|gbp|usd|eur|rmb|cny|pence|pennies|p)\b)"
    rf"(?:(?:(?<=pound)|(?<=pounds)|(?<=quid)|(?<=euros)|(?<=dollars))\s(?:and\s)?(?P<cents>{_TENS}(?!\s*per)|\d\d(?=\s*(?:p\b|pence\b|[,.!?]|$)))\b(?:\s?(?:p|pence)\b)?)?"
    r"(?:(?P<tail>\d{1,2}|[零一二三四五六七八九]{1,2})(?![\d个件箱天张只套条盒片枚])[毛角]?)?(?:[/每一][个件只套张条盒箱片枚])?"
    rf"|(?P<n3>{PLAIN})\s*(?:each\b|apiece\b|(?:per|a|/)\s?(?:pc|piece|unit|item|ea)s?\b|[/每一][个件只套张条片枚])"
    r"|(?:单价|(?:一口|目标|卖|报|给)价|价格?[是为到成至]?|改[成为到]|调[到成至]|设[为成]|定[为在]|[涨降]到|卖到?"
    rf"|\bprice[d]?(?:\s+(?:of|is|at|to|be))?)\s*:?\s*(?P<n4>{PLAIN}){_NOT_MONEY}"
    r"|\b(?:price|raise|lower|set|drop|cut|reduce|increase|change|put|move|make)\b(?:(?!\bif\b)[^?!\n]){0,80}?\b(?:to|at)\s+"
    rf"(?P<n5>{PLAIN}){_NOT_MONEY}|(?P<n6>{PLAIN})(?<=\.\d\d){_NOT_MONEY}"
    rf"|每[个件只套张](?:只?[要卖是])?\s*(?P<n8>{PLAIN})(?!\s*(?:[cmk]?m\b|kg|g\b|[米斤寸厘公])){_NOT_MONEY}"
    rf"|(?:转账了?|转了|打款|凑成|凑个)\s*(?P<n9>{NUMERAL})(?![个件张只箱天])"
    rf"|(?P<n7>{PLAIN})(?<=\.\d)(?!\s*(?:[cmk]?m\b|kg|g\b|[米斤寸厘公倍分版w千万])){_NOT_MONEY})",
    re.IGNORECASE | re.ASCII,
)


def percents(text: str) -> list[Percent]:
    """Find percentages: ``8%``, 百分之八, 8个点, 两成, 一成二; 八折 and ``half price`` give what is taken off."""
    text = fold(text)
    low = text.lower()
    return _found(_PERCENT, text, _percent) if any(sign in low for sign in _OF_PERCENTS) else []


def prices(text: str) -> list[Price]:
    """Find amounts of money: £12.50, ¥13, 13块5, ``50p``, ``2.10 each``, 改成12.5, ``to 3`` after a verb of pricing."""
    return _found(_PRICE, fold(text), _price)


def _percent(match: re.Match[str]) -> Percent | None:
    value = number(next((match[name] for name in ("n", "h", "tenths", "off") if match[name]), "50"))
    if value is not None and match["tenths"]:
        value = value * 10 + (5 if match["more"] == "半" else (match["more"] and number(match["more"])) or 0)
    if value is not None and match["off"]:
        value = 100 - value * (10 if value < 10 else 1)
    return None if value is None else Percent(value.normalize() + 0, match.start(), match.end())


def _price(match: re.Match[str]) -> Price | None:
    if match["coin"]:
        return Price(Decimal(_COINS[match["coin"].lower().split()[-1]]), "GBP", match.start("coin"), match.end())
    names = ("n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "fen")
    name = next(name for name in names if match[name])
    amount = number(match[name])
    # 20 each is a count of each as well as a price
    if amount is None or (name == "n3" and amount == int(amount) and not _AT.search(match.string[: match.start()])):
        return None
    end = match.end()
    start = match.start("sign") if match["sign"] else match.start(name)
    unit = (match["sign"] or match["unit"] or "").lower()
    if name == "n1" and (scaled := re.search(r"万|k$", match[0].lower())):
        amount *= 10000 if scaled[0] == "万" else 1000
    if unit in ("p", "pence", "pennies") or name == "fen":
        amount /= 100
    elif unit in ("毛", "角", "分钱"):
        amount /= 100 if unit == "分钱" else 10
    if match["cents"]:
        amount += (number(match["cents"]) or Decimal(0)) / 100
    elif match["tail"] and unit in ("毛", "角") and len(match["tail"]) == 1:
        amount += (number(match["tail"]) or Decimal(0)) / 100
    elif match["tail"] and unit not in ("块", "元"):
        end = match.start("tail")
    elif match["tail"]:
        amount += (number(match["tail"]) or Decimal(0)) / 10 ** len(match["tail"])
    return Price(amount, _SIGN.get(unit) or _SIGN.get(unit.rstrip("s")), start, end)


def _found(pattern: re.Pattern[str], text: str, read: Callable[[re.Match[str]], Found | None]) -> list[Found]:
    return [found for match in pattern.finditer(text) if (found := read(match)) is not None]


def counted(number: int, noun: str) -> str:
    """Write a count with its noun.

    Example:
        >>> counted(1, "run"), counted(1200, "run")
        ('1 run', '1,200 runs')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
