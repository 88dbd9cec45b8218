"""Numbers in a report: each must stand in a fact that its line cites; a number without one is a defect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kit.numerals import BEGIN_NUMERAL, WORDS, number

_CITED = re.compile(r"\[([^\[\]]+)\]")
_ORDINAL = re.compile(r"^[ \t]*\d+[.、)](?=\s)", re.MULTILINE)
_PLAIN = r"(?<![A-Za-z_\d])(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![A-Za-z_\d])"
_NUMBER = re.compile(_PLAIN)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FIGURE = re.compile(
    r"(?<!\d)(?P<y>\d{4})(?:-|年)(?P<m>\d{1,2})(?:-|月)(?P<d>\d{1,2})(?!\d)日?"
    rf"|(?<![\d.,])(?P<day>\d{{1,2}}) (?P<name>{'|'.join(_MONTHS)})[a-z]* (?P<year>\d{{4}})(?!\d)"
    r"|(?<![\d:])(?P<clock>\d{1,2}:\d{2})(?::\d{2})?(?!\d)"
    rf"|(?<![A-Za-z]-)(?P<amount>{_PLAIN})",
    re.IGNORECASE,
)

_HAN = "[零〇一二两三四五六七八九十百千万亿]{1,16}(?:点[零〇一二三四五六七八九]{1,9})?"
_COUNTED = (
    "[个件只支条套把张台包瓶本双对片枚盏箱盒打单款种位名家天日号月周年次元块角笔项倍类批页]|人(?!民|们)|英镑|美元|欧元"
    "|小时|分钟|星期"
)
"""What follows a Chinese numeral that counts: 三个, not 十分 or 统一."""
_WORDED = re.compile(
    rf"(?={BEGIN_NUMERAL})(?:(?<!\d\s)(?<![\d-])(?P<en>{WORDS})|百分之(?P<share>{_HAN})"
    rf"|(?<![\d第这那每几数期周拜双零〇一二两三四五六七八九十百千万亿])(?P<zh>{_HAN})(?=[多余来]?(?:{_COUNTED})))",
    re.IGNORECASE | re.ASCII,
)


class Figure(NamedTuple):
    """A number in a text as a reader sees it: an amount, a day or a time of day.

    Attributes:
        kind: ``amount``, ``day`` or ``clock``.
        value: What is compared: an amount without separators and closing zeros, an ISO date, ``HH:MM``.
        start, end: Its place in the text; signs and currencies stand outside.
    """

    kind: Literal["amount", "day", "clock"]
    value: str
    start: int
    end: int


def unfounded(line: str, facts: Mapping[str, str]) -> list[str]:
    """List the numbers of a line that no fact it cites holds, in their order.

    Args:
        line: Words with the ids of their facts in brackets, ``"GMV £12.50 [gmv]"``.
        facts: Text of every fact, by id.

    Example:
        >>> unfounded("GMV £12.50 [gmv], 3 orders", {"gmv": "GMV £12.50"})
        ['3']
    """
    held = {number for name in _CITED.findall(line) for number in numbers(facts.get(name, ""))}
    return [number for number in numbers(_CITED.sub(" ", line)) if number not in held]


def numbers(text: str) -> list[str]:
    """Give the numbers of a text as they are written, without signs and separators of thousands."""
    return [found.replace(",", "") for found in _NUMBER.findall(text)]


def figures(text: str) -> list[Figure]:
    """Give the numbers of a text in their order; a date is one, in whichever of our forms it is written.

    The number that a line of a list begins with is none, nor is one in a name, such as ``SKU-58``.

    Example:
        >>> [figure.value for figure in figures("300 件 ¥2.60,2026年10月1日 08:30")]
        ['300', '2.6', '2026-10-01', '08:30']
    """
    return [_figure(found) for found in _FIGURE.finditer(_blank(_ORDINAL, text))]


def worded(text: str) -> list[Figure]:
    """Give the amounts of a text that are written as words, English or Chinese, in their order.

    The word one (一) is none: it mostly counts nothing.

    Example:
        >>> [one.value for one in worded("Twenty-five orders, three late; 共十二单,统一发货")]
        ['25', '3', '12']
    """
    found = []
    for match in _WORDED.finditer(text):
        name = next(name for name in ("en", "zh", "share") if match[name])
        value = number(match[name])
        if value is not None and value != 1:
            found.append(Figure("amount", f"{value.normalize():f}", *match.span(name)))
    return found


def _blank(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: " " * len(found[0]), text)


def _figure(found: re.Match[str]) -> Figure:
    start, end = found.span()
    if found["clock"]:
        return Figure("clock", found["clock"].zfill(5), start, end)
    if found["amount"]:
        plain = found["amount"].replace(",", "")
        return Figure("amount", plain.rstrip("0").rstrip(".") if "." in plain else plain, start, end)
    year, month, day = found["y"], found["m"], found["d"]
    if year is None:
        year, month, day = found["year"], str(_MONTHS.index(found["name"].lower()) + 1), found["day"]
    return Figure("day", f"{year}-{month.zfill(2)}-{day.zfill(2)}", start, end)


@dataclass(frozen=True)
class Source:
    """What a number may come from: a fact, an entry of the ledger, somebody's words.

    Attributes:
        ref: How it is opened, unique among the sources given together.
        text: All that it holds, in words.
        name: By which a line cites it in brackets, if it does.
    """

    ref: str
    text: str
    name: str = ""


class Footing:
    """Finds for each number of a text the source that holds it: first of what its line cites, then in their order.

    Example:
        >>> footing = Footing([Source("task_1#now", "GMV £12.50; orders 3", "now")])
        >>> [(figure.value, ref) for figure, ref in footing.of("GMV £12.50 of 4 orders [now]")]
        [('12.5', 'task_1#now'), ('4', None)]
    """

    def __init__(self, sources: Iterable[Source]) -> None:
        self._held = [(source, frozenset(figure.value for figure in figures(source.text))) for source in sources]

    def of(self, text: str) -> list[tuple[Figure, str | None]]:
        """Give the numbers of a text with the source of each; None where no source holds it."""
        found: list[tuple[Figure, str | None]] = []
        at = 0
        for line in text.splitlines(keepends=True):
            cited = set(_CITED.findall(line))
            plain = _blank(_CITED, line)
            first = sorted(self._held, key=lambda one: one[0].name not in cited)
            found += [
                (figure._replace(start=figure.start + at, end=figure.end + at), _holder(figure, first))
                for figure in figures(plain)
            ]
            at += len(line)
        return found


def _holder(figure: Figure, held: Sequence[tuple[Source, frozenset[str]]]) -> str | None:
    return next((source.ref for source, values in held if figure.value in values), None)
