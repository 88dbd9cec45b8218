"""Reading the cells of a row: money, counts, moments, words. A cell that cannot be read is a fault of its line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from kit.clock import as_utc
from kit.money import SYMBOLS, digits, parse_minor
from shopstaff.importing.report import Finding, Report

T = TypeVar("T")

MOST_MONEY = 10**9
"""Highest amount in minor units: with :data:`MOST_PIECES` a line's money still fits a database's integer."""
MOST_PIECES = 10**8
LONGEST_WORD = 100
LONGEST_TEXT = 4000

_WHOLE = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
_COUNT = re.compile(rf"[+-]?{_WHOLE}(?:\.0+)?")
_AMOUNT = re.compile(rf"-?{_WHOLE}(?:\.\d+)?")
_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_LANGUAGES = {"zh": "zh", "en": "en", "zhcn": "zh", "enus": "en", "engb": "en"}
_LANGUAGES |= {"chinese": "zh", "english": "en", "中文": "zh", "英文": "en", "英语": "en", "汉语": "zh"}


@dataclass(frozen=True)
class Row:
    """One row of a file: ``cells`` and ``headers`` by our name of the column, ``line`` counted from 1."""

    file: str
    line: int
    cells: dict[str, str]
    headers: dict[str, str]

    def finding(self, text: str) -> Finding:
        """Say something about this row."""
        return Finding(self.file, self.line, text)

    @property
    def place(self) -> str:
        """Give where the row stands: ``products.csv line 7``."""
        return f"{self.file} line {self.line}"


def take(row: Row, column: str, parse: Callable[[str], T], report: Report) -> T | None:
    """Read a cell that may be empty: None if it is, or if it cannot be read, which is reported."""
    text = row.cells.get(column, "")
    if not text:
        return None
    try:
        return parse(text)
    except ValueError as error:
        report.faults.append(row.finding(f"{row.headers[column]} {text[:60]} {error}"))
        return None


def need(row: Row, column: str, parse: Callable[[str], T], report: Report) -> T | None:
    """Read a cell that must not be empty; None after a fault."""
    if not row.cells.get(column):
        report.faults.append(row.finding(f"{row.headers.get(column, column)} is missing; fill it in"))
    return take(row, column, parse, report)


def word(text: str) -> str:
    """Read an id or a name of at most 100 characters."""
    return _short(text, LONGEST_WORD)


def prose(text: str) -> str:
    """Read a text of at most 4000 characters."""
    return _short(text, LONGEST_TEXT)


def money(currency: str, remedy: str = "give a price above 0") -> Callable[[str], int]:
    """Give the reader of amounts above 0: decimals with a point, thousands with commas, the own currency's sign.

    Args:
        currency: ISO 4217 code.
        remedy: What to do about an amount that is not above 0.

    Example:
        >>> money("CNY")("¥1,234.50")
        123450
    """
    places = digits(currency)

    def parse(text: str) -> int:
        bare = _plain_number(text, currency)
        if not _AMOUNT.fullmatch(bare):
            is_comma = re.fullmatch(r"-?\d+,\d+", bare)
            example = "decimals with a point" if is_comma else f"a number such as {12:.{places}f}"
            raise ValueError(f"is not an amount in {currency}, the shop's currency; write {example}")
        if len(bare.partition(".")[2].rstrip("0")) > places:
            raise ValueError(f"has more decimals than the {places} of {currency}; round it")
        amount = parse_minor(bare, currency)
        if amount <= 0:
            raise ValueError(f"is {'below' if amount < 0 else 'not above'} 0; {remedy}")
        if amount > MOST_MONEY:
            raise ValueError("is too large; check it")
        return amount

    return parse


def count(least: int) -> Callable[[str], int]:
    """Give the reader of whole numbers from ``least`` on."""

    def parse(text: str) -> int:
        bare = _fold(text)
        if not _COUNT.fullmatch(bare):
            raise ValueError(f"is not a whole number; give a whole number of at least {least}")
        value = int(bare.partition(".")[0].replace(",", ""))
        if value < least:
            raise ValueError(f"is below {least}; give a whole number of at least {least}")
        if value > MOST_PIECES:
            raise ValueError("is too large; check it")
        return value

    return parse


def moment(zone: ZoneInfo, now: datetime) -> Callable[[str], datetime]:
    """Give the reader of past days and times, ISO or ``2011-09-01 10:30`` in ``zone``; a day is its midnight."""

    def parse(text: str) -> datetime:
        match = _MOMENT.fullmatch(_fold(text))
        try:
            found = as_utc(_local(match, zone)) if match else None
        except (ValueError, OverflowError):
            found = None
        if found is None:
            raise ValueError("is not a date; write 2011-09-01 or 2011-09-01 10:30")
        if found > now:
            raise ValueError("is in the future; history has past days only")
        return found

    return parse


def language(text: str) -> str:
    """Read a language as ``zh`` or ``en``."""
    found = _LANGUAGES.get(re.sub(r"[\s_-]", "", _fold(text).lower()))
    if found is None:
        raise ValueError("is not a language of the staff; write zh or en")
    return found


def _local(match: re.Match[str], zone: ZoneInfo) -> datetime:
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    if not match[7]:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    shift = "+00:00" if match[7] == "Z" else match[7]
    return datetime.fromisoformat(f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{shift}")


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        raise ValueError(f"is longer than {longest} characters; shorten it")
    return text


def _plain_number(text: str, currency: str) -> str:
    bare = _fold(text)
    signs = [currency, SYMBOLS.get(currency, currency), *(["元"] if currency == "CNY" else [])]
    for sign in signs:
        bare = bare.replace(sign, "", 1)
    return bare.replace(" ", "")


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
