"""Search tokens of Chinese and English text."""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer  # type: ignore[import-not-found]

_RUN = re.compile(r"[a-z0-9]+|[\u3400-\u4dbf\u4e00-\u9fff]+")
_STOP = frozenset(
    "a about after all also am an and any are as at be been but by can could did do does each for from had has have he "
    "her him his how i if in into is it its just ll me more most my no not now of off on or our out over s same she "
    "should so some such t than that the their them then there these they this those to too up us ve very was we were "
    "what when where which while who why will with would you your".split()
)
_HAN_STOP = frozenset("的了吗呢吧啊呀是我你他她它在有和就都也这那个")
# a cache of the stemmer's own is not safe among threads
_stemmer = Stemmer.Stemmer("english", 0)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Give the Snowball stem of a lower-case English word: ``hearts`` to ``heart``."""
    return str(_stemmer.stemWord(word))


def tokens(text: str) -> list[str]:
    """Give the search tokens in order: English stems without stopwords; Chinese characters and their pairs.

    Example:
        >>> tokens("the red hearts 红色心形")
        ['red', 'heart', '红', '色', '心', '形', '红色', '色心', '心形']
    """
    found: list[str] = []
    for run in _RUN.findall(text.lower()):
        if run.isascii():
            found += [stem(run)] if run not in _STOP else []
        else:
            found += [char for char in run if char not in _HAN_STOP] if len(run) > 1 else [run]
            found += [run[start : start + 2] for start in range(len(run) - 1)]
    return found
