"""A second reader for what no cue fits: a linear model over the words and signs of a sentence.

Its weights (``language_weights.npz``) are made by ``python -m tests.agents.fit_language`` and read once. What it says
is used where the cues say nothing, and to doubt what they say (:mod:`agents.language`).
"""

from __future__ import annotations

import itertools
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from agents.language_concepts import concepts
from agents.language_patterns import Intent
from kit import text as writing

BUCKETS = 1 << 16
WEIGHTS = Path(__file__).with_name("language_weights.npz")
INTENTS = tuple(Intent)
"""The order of the model's columns."""
KINDS = {kind: chr(0xE000 + at) for at, kind in enumerate(("n", "u", "p", "m", "%", "d", "o", "c"))}
"""One sign for each kind of thing named: number, count with unit, product, money, percent, day, order, city."""
_TOKEN = re.compile("[a-z]+|[\u4e00-\u9fff\ue000-\ue007]|[?？]")


def tokens(text: str) -> list[str]:
    """Give English stems, single Chinese signs, kinds of things and question marks, in order."""
    found = _TOKEN.findall(re.sub("([\ue000-\ue007])[\ue000-\ue007 ]*", r"\1", text.lower().replace("'", "")))
    return [writing.stem(word) if word.isascii() else word.replace("？", "?") for word in found]


def features(text: str) -> tuple[list[int], list[float]]:
    """Give a text's features, as buckets and values: what it says and what it speaks of (:func:`concepts`).

    Of the tokens their runs of two to four and their pairs with one between, each once; of the concepts their runs and
    their pairs in order.

    Example:
        >>> features("where is it") == features("Where is  it")
        True
    """
    words, meant = ["^", *tokens(text)[:200], "$"], ["^", *concepts(text)[:60], "$"]
    # a word with a typing error still shares most of its signs
    signs = (
        f"#{word[at : at + 3]}" for one in words if len(one) > 4 for word in [f"^{one}$"] for at in range(len(word) - 2)
    )
    gaps = (f"{words[at]} _ {words[at + 2]}" for at in range(len(words) - 2))
    pairs = (
        f"{meant[at]}>{meant[later]}"
        for at in range(1, len(meant) - 1)
        for later in range(at + 2, min(at + 6, len(meant) - 1))
    )
    said = _buckets(itertools.chain(_runs(words, 4), gaps, signs))
    spoken_of = _buckets(f"C{gram}" for gram in itertools.chain(_runs(meant, 3), pairs))
    return said + spoken_of, [len(part) ** -0.5 for part in (said, spoken_of) for _ in part]


def _runs(words: Sequence[str], most: int) -> Iterator[str]:
    return (" ".join(words[at : at + size]) for size in range(1, most + 1) for at in range(len(words) - size + 1))


def _buckets(grams: Iterable[str]) -> list[int]:
    return sorted({zlib.crc32(gram.encode()) % BUCKETS for gram in grams})


@cache
def _weights() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    with np.load(WEIGHTS, allow_pickle=False) as file:
        return file["weights"].astype(np.float32) * file["scale"], file["bias"]


def logits(text: str) -> dict[Intent, float]:
    """Give for each intent how likely it is, as log odds, that a text asks for it; things are written as KINDS."""
    weights, bias = _weights()
    found, values = features(text)
    sums: list[float] = (np.array(values, dtype=np.float32) @ weights[found] + bias).tolist()
    return dict(zip(INTENTS, sums, strict=True))
