"""Make the weights of the second reader (:mod:`agents.language_guess`): ``python -m tests.agents.fit_language``.

It learns from the word classes of ``phrases.txt`` and from the labelled messages. The same files give the same weights.
"""

from __future__ import annotations

import itertools
import math
import random
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy import optimize, sparse

from agents import language_guess as guess
from tests.agents.labelled import NO_SLOTS, SETS, in_kinds, labelled

HERE = Path(__file__).parent
PER_LINE = 28
"""Texts made of one line of the word classes."""
PENALTY = 1e-6
MESSAGE_WEIGHT, JOINED_WEIGHT = 4.0, 2.0
"""A labelled message, and two of them in one, count as so many made texts."""
Example = tuple[str, frozenset[str], float]


def made() -> Iterator[Example]:
    """Give texts made of the word classes, at most PER_LINE of each line, and pairs of them with both intents."""
    draw = random.Random(7)  # noqa: S311
    intents, texts = frozenset({"unknown"}), []
    for line in (HERE / "phrases.txt").read_text(encoding="utf-8").splitlines():
        if head := re.fullmatch(r"\[([\w ]+)\]", line):
            intents = frozenset(head[1].split())
        elif line and not line.startswith("#"):
            texts += [(text, intents) for text in _expanded(line, draw)]
    yield from ((text, names, 1.0) for text, names in texts)
    known = [one for one in texts if "unknown" not in one[1]]
    other = [text for text, names in texts if "unknown" in names]
    for _ in range(len(texts) // 6):
        (text, names), aside = draw.choice(known), draw.choice(other)
        both = [text, aside] if draw.random() < 0.5 else [aside, text]
        yield draw.choice((" ", ", ", "，", ". ")).join(both), names, 0.5
    for _ in range(len(texts) // 3):
        (a, first), (b, second) = draw.choice(known), draw.choice(known)
        yield a + draw.choice((" ", ", ", "，", "")) + b, first | second, 0.5


def _expanded(line: str, draw: random.Random) -> list[str]:
    parts = [part[1:-1].split("|") if part[0] == "{" else [part] for part in re.findall(r"\{[^}]*\}|[^{]+", line)]
    every = math.prod(len(part) for part in parts) <= PER_LINE
    chosen = itertools.product(*parts) if every else ([draw.choice(part) for part in parts] for _ in range(PER_LINE))
    return [re.sub(r"<(.)>", lambda match: guess.KINDS[match[1]], "".join(one)).strip() for one in chosen]


def learnt_from(names: tuple[str, ...]) -> Iterator[Example]:
    """Give sets of labelled messages, things written as kinds, and as many of two that are run together."""
    draw = random.Random(11)  # noqa: S311
    messages = [(in_kinds(message), message.intents) for name in names for message in labelled(name)]
    yield from ((text, intents, MESSAGE_WEIGHT) for text, intents in messages)
    known = [one for one in messages if "unknown" not in one[1]]
    for _ in messages:
        (a, first), (b, second) = draw.choice(known), draw.choice(known)
        between = draw.choice((" ", ",", "，", "，", "", "。", ", and "))
        yield a.rstrip("。.!！") + between + b, first | second, JOINED_WEIGHT


def fit(learnt: list[Example]) -> tuple[np.ndarray, np.ndarray]:
    """Fit one logistic regression for each intent, together, by L-BFGS."""
    read = [guess.features(text) for text, _, _ in learnt]
    rows, values = [row for row, _ in read], np.concatenate([values for _, values in read])
    ends = np.cumsum([0, *map(len, rows)])
    known = sparse.csr_matrix((values, np.concatenate(rows), ends), shape=(len(rows), guess.BUCKETS))
    known.sum_duplicates()
    used = np.unique(known.indices)
    known = known[:, used]
    turned = known.T.tocsr()
    wanted = np.array([[name in intents for name in guess.INTENTS] for _, intents, _ in learnt], dtype=float)
    share = np.array([weight for _, _, weight in learnt])[:, None]
    share = share / share.sum()
    size, columns = len(used), len(guess.INTENTS)

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        weights, bias = flat[: size * columns].reshape(size, columns), flat[size * columns :]
        logits = known @ weights + bias
        error = (1 / (1 + np.exp(-logits)) - wanted) * share
        value = (np.logaddexp(0, logits) - wanted * logits) * share
        slope = turned @ error + PENALTY * weights
        return value.sum() + PENALTY / 2 * (weights**2).sum(), np.concatenate([slope.ravel(), error.sum(axis=0)])

    start = np.zeros(size * columns + columns)
    best = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150})
    weights = np.zeros((guess.BUCKETS, columns))
    weights[used] = best.x[: size * columns].reshape(size, columns)
    return weights, best.x[size * columns :]


def main() -> None:
    """Fit and write the weights, in steps of 1/127 of the largest."""
    learnt = [*made(), *learnt_from(SETS + NO_SLOTS)]
    weights, bias = fit(learnt)
    scale = float(np.abs(weights).max() / 127)
    small = np.round(weights / scale).astype(np.int8)
    np.savez_compressed(guess.WEIGHTS, weights=small, scale=np.float32(scale), bias=bias.round(4).astype(np.float32))
    print(f"{len(learnt)} texts, {np.count_nonzero(small)} weights, {guess.WEIGHTS.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
