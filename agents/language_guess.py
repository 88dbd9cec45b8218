"""A second reader for what no cue fits: a linear model over the words and signs of a sentence.

Its weights (``language_weights.npz``) are made by ``python -m tests.agents.fit_language`` and read once. What it says
is used where the cues say nothing, and to doubt what they say (:mod:`agents.language`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from agents.language_patterns import Intent
from kit import text as writing

BUCKETS = 1 << 15
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


def features(text: str) -> list[int]:
    """Give the buckets of a text's tokens, their runs of two to four and their pairs with one between, each once.

    Example:
        >>> features("where is it") == features("Where is  it")
        True
    """
    words = ["^", *tokens(text)[:200], "$"]
    runs: Iterable[str] = (
        " ".join(words[at : at + size]) for size in (1, 2, 3, 4) for at in range(len(words) - size + 1)
    )
    # a word with a typing error still shares most of its signs
    signs = (
        f"#{word[at : at + 3]}" for one in words if len(one) > 4 for word in [f"^{one}$"] for at in range(len(word) - 2)
    )
    gaps = (f"{words[at]} _ {words[at + 2]}" for at in range(len(words) - 2))
    return sorted({zlib.crc32(gram.encode()) % BUCKETS for gram in (*runs, *gaps, *signs)})


@cache
def _weights() -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    with np.load(WEIGHTS, allow_pickle=False) as file:
        return file["weights"].astype(np.float32) * file["scale"], file["bias"]


def scores(text: str) -> dict[Intent, float]:
    """Give for each intent how likely it is, 0 to 1, that a sentence asks for it; things are written as KINDS."""
    weights, bias = _weights()
    found = features(text)
    logits: Sequence[float] = (weights[found].sum(axis=0) / max(1.0, len(found)) ** 0.5 + bias).tolist()
    return {intent: round(1 / (1 + np.exp(-logit)), 4) for intent, logit in zip(INTENTS, logits, strict=True)}
