"""What words mean, roughly: one name for all words of a kind, so that 发货, 走货 and dispatch are read alike.

The words stand in ``language_concepts.txt``. The second reader (:mod:`agents.language_guess`) sees a sentence by its
words and by these names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

_KIND = re.compile("[\ue000-\ue007]+")
_WORD = re.compile("[a-z0-9']+")
_CHINESE = re.compile("[\u3000-\u9fff?？]")
_LEAST, _PHRASE, _SIGNS = 2, 5, 6
"""Signs that a word's beginning has at least; words of a Latin phrase and signs of a Chinese word at most."""


def _words() -> dict[str, list[str]]:
    """Give for each word, and each beginning of a word with its star, the names of its concepts."""
    names, name = defaultdict(list), ""
    for line in Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            name = line.strip("[]")
        elif line and not line.startswith("#"):
            for word in line.split() if _CHINESE.search(line) else line.strip(",").split(","):
                names[word.strip()].append(name)
    return dict(names)


WORDS = _words()


def concepts(text: str) -> list[str]:
    """Give the names of what a text speaks of, in order of appearance, and the kinds of things it names.

    Example:
        >>> concepts("when do you dispatch") == concepts("when will it ship")
        True
    """
    lower = text.lower()
    found = [(match.start(), match[0][0]) for match in _KIND.finditer(text)]
    found += [(start, name) for start, word in (*_latin(lower), *_chinese(lower)) for name in WORDS.get(word, ())]
    names = [name for _, name in sorted(found)]
    return [name for at, name in enumerate(names) if at == 0 or names[at - 1] != name]


def _latin(text: str) -> Iterator[tuple[int, str]]:
    words = [(match.start(), match[0]) for match in _WORD.finditer(text)]
    for at, (start, word) in enumerate(words):
        yield from (
            (start, " ".join(one for _, one in words[at : at + size]))
            for size in range(1, min(_PHRASE, len(words) - at) + 1)
        )
        yield from ((start, f"{word[:size]}*") for size in range(_LEAST, len(word) + 1))


def _chinese(text: str) -> Iterator[tuple[int, str]]:
    for at, sign in enumerate(text):
        if _CHINESE.match(sign):
            yield from ((at, text[at : at + size]) for size in range(1, min(_SIGNS, len(text) - at) + 1))
