"""Reading what a buyer says of an artwork: size, colours, line width, process, and whether one came along."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from decisions.custom import Artwork
from kit.text import fold
from shops.custom import CustomProcess

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(mm|cm)?\s*[x×*乘]\s*(\d+(?:\.\d+)?)\s*(mm|cm|毫米|厘米|公分)", re.IGNORECASE)
_COLOURS = re.compile(r"(\d{1,2})[\s-]*(?:colou?rs?\b|[个种]?颜?色)", re.IGNORECASE)
_WORDS = {
    1: re.compile(
        r"单色|一色|\b(?:one|single)[\s-]colou?r|\bblack only\b|\b(?:in|all) (?:black|white)\b", re.IGNORECASE
    ),
    2: re.compile(r"双色|两色|两[种个]颜?色|\btwo[\s-]colou?rs?\b|\bblack and white\b", re.IGNORECASE),
    3: re.compile(r"三[种个]?颜?色|\bthree[\s-]colou?rs?\b", re.IGNORECASE),
}
_LINE = re.compile(r"(?:lines?|线宽|线条|最细)\D{0,16}?(\d+(?:\.\d+)?)\s*(?:mm|毫米)", re.IGNORECASE)
_FILE = re.compile(
    r"\[(?:图片|photo|image|file|附件|picture)[^\]]*\]|\.(?:ai|eps|pdf|svg|png|jpe?g|psd)\b|\battached\b|附件|见图|如图",
    re.IGNORECASE,
)


def read_artwork(text: str, processes: Sequence[CustomProcess]) -> Artwork:
    """Read an artwork's description; what is not said stays unknown.

    Example:
        ``"logo 4 x 3 cm, two colours, file attached"``: 12 cm², 2 colours, a file.
    """
    plain = fold(text)
    size, line, count = _SIZE.search(plain), _LINE.search(plain), _COLOURS.search(plain)
    area = None
    if size:
        unit = Decimal("0.1") if size[4].lower() in ("mm", "毫米") else Decimal(1)
        first = Decimal("0.1") if (size[2] or size[4]).lower() in ("mm", "毫米") else Decimal(1)
        area = Decimal(size[1]) * first * Decimal(size[3]) * unit
    colours = int(count[1]) if count else next((n for n, word in _WORDS.items() if word.search(plain)), None)
    named = [one.name for one in processes if one.name.lower() in plain.lower()]
    return Artwork(
        has_file=bool(_FILE.search(plain)),
        process=named[0] if len(named) == 1 else None,
        area_cm2=area,
        colours=colours or None,
        line_mm=Decimal(line[1]) if line else None,
    )
