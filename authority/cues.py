"""A pattern with letters that each of its matches holds: where none of them stands, the long pattern is not tried."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator


def lowered(text: str) -> str:
    """Write a text in small letters, each sign for itself, as far as a pattern that ignores case takes them for equal.

    Example:
        >>> lowered("PAıD")
        'paid'
    """
    if not text.isascii():
        # the letters beyond ASCII that such a pattern takes for i and s
        text = text.replace("ı", "i").replace("İ", "i").replace("ſ", "s")
    return text.lower()


class Cue:
    """A pattern that ignores case, and its ``stems``: every match holds one of them; without stems it is always tried.

    Args:
        pattern: As for ``re.compile``.
        stems: In small letters, parted by ``|``; ``tests/authority/test_cues.py`` proves that no match lacks one.

    Example:
        >>> refunded = Cue(r"\\b(?:sent|given) back\\b|退款", "back|退")
        >>> refunded.search("Thank you for your message.") is None, refunded.search("It was given back.")[0]
        (True, 'given back')
    """

    def __init__(self, pattern: str, stems: str = "") -> None:
        self.whole = re.compile(pattern, re.IGNORECASE)
        self.stems = tuple(stems.split("|")) if stems else ()

    def is_near(self, low: str) -> bool:
        """Tell whether a text, as :func:`lowered` gives it, can hold a match at all."""
        if not self.stems:
            return True
        for stem in self.stems:
            if stem in low:
                return True
        return False

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Find the first match, as ``re.Pattern.search``."""
        return self.whole.search(text, start, end) if self.is_near(lowered(text[start:end])) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Find every match, as ``re.Pattern.finditer``."""
        return self.whole.finditer(text, start, end) if self.is_near(lowered(text[start:end])) else iter(())
