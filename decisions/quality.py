"""Quality loop 品质闭环: which goods are complained about more than chance explains, and which reasons weigh most.

The chart is a p-chart of complained lines per SKU. Source: Montgomery, Introduction to Statistical Quality Control,
7.2: special cause above ``p̄ + 3·√(p̄(1−p̄)/n)``. Counts of a shop are small (n·p̄ < 5), where that normal limit rings
too often; the exact binomial tail of the same one-sided 3σ chance, 0.00135, stands in its place.

A special cause is worth a look, not yet a loss: goods of which every eighth line is faulty may still be the shop's
best. They are stopped when the plan does not bear it: a line leaves k before complaints and a complaint costs l, so
goods lose money above the share ``q* = k/l``; with q ~ Beta(p̄·w + x, (1 − p̄)·w + n − x) they stop when P(q > q*) is
at least :data:`SURE`. What is above chance and still pays is named for the owner to take up with the factory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp, lgamma, log, log1p

from pydantic import BaseModel, ConfigDict
from scipy.special import betaincc

CHANCE = 0.00135
"""Chance of an alarm about goods like all others: one side of three sigma."""
USUAL, WEIGHT = 0.01, 100
"""Prior of the share of lines that are complained about: mean, and lines that it counts for. Assumptions."""
LEAST_BUYERS = 2
"""Different buyers who must have complained before goods are stopped for their number."""


SURE, OWN_WEIGHT = 0.9, 10
"""Chance that goods lose money at which they stop; lines that the others' share counts for in it. Judgements."""
LOST_ORDERS = 1.0
"""Orders that a faulty line costs beside its money, of its buyer and of who reads the review; an assumption."""


class SkuQuality(BaseModel):
    """One SKU in the window: order lines sold, those complained about, by how many buyers, and the reasons of each.

    Attributes:
        is_unsafe: One of the complaints is about heat, fire, glass, cuts, electricity or a child.
        kept: What a line leaves before complaints, minor units; None where a cost is not known.
        lost: What a complaint costs, minor units: money given back and orders that do not come.
    """

    model_config = ConfigDict(frozen=True)

    sku: str
    lines: int
    complaints: int
    buyers: int
    reasons: tuple[str, ...] = ()
    is_unsafe: bool = False
    kept: float | None = None
    lost: float = 0.0


class QualityHold(BaseModel):
    """Goods to be stopped, and why; ``chance`` that goods like all others get so many complaints (1 for safety)."""

    model_config = ConfigDict(frozen=True)

    sku: str
    chance: float
    why: str
    why_zh: str


class QualityAdvice(BaseModel):
    """Goods to stop, and goods that are complained about beyond chance and still pay."""

    model_config = ConfigDict(frozen=True)

    holds: tuple[QualityHold, ...]
    watched: tuple[QualityHold, ...]


def advise_quality(rows: Sequence[SkuQuality]) -> QualityAdvice:
    """Find the goods to stop and those to look into, by SKU: any safety matter stops, else a special cause that loses.

    A single complaint stops nothing unless it is a safety matter: a special cause takes complaints of at least two
    buyers, and more of them than the other goods' share explains. Where costs are not known it stops by itself.

    Example:
        Others 2 of 400 lines, this SKU 4 of 20 by 4 buyers: share 0.006, chance 0.000006. A line leaves 3.00 and a
        complaint costs 40.00: it loses above 7.5 %, which a Beta(4.06, 25.9) is with 0.84: watched.
    """
    lines, complaints = sum(row.lines for row in rows), sum(row.complaints for row in rows)
    found, watched = list[QualityHold](), list[QualityHold]()
    for row in sorted(rows, key=lambda row: row.sku):
        if row.is_unsafe and row.complaints:
            why, why_zh = f"{row.sku}: a complaint about safety", f"{row.sku}:有安全类投诉"
            found.append(QualityHold(sku=row.sku, chance=1.0, why=why, why_zh=why_zh))
            continue
        share = (complaints - row.complaints + USUAL * WEIGHT) / (lines - row.lines + WEIGHT)
        chance = tail(row.complaints, row.lines, share)
        if row.buyers >= LEAST_BUYERS and chance < CHANCE:
            count = f"{row.complaints}/{row.lines}"
            why = f"{row.sku}: {count} lines complained about by {row.buyers} buyers; others {share:.1%}"
            why_zh = f"{row.sku}:{row.buyers} 位买家投诉 {count} 行;其他商品 {share:.1%}"
            loses, words, words_zh = _plan(row, share)
            one = QualityHold(sku=row.sku, chance=chance, why=why + words, why_zh=why_zh + words_zh)
            (found if loses else watched).append(one)
    return QualityAdvice(holds=tuple(found), watched=tuple(watched))


def chance_of_loss(row: SkuQuality, share: float) -> float:
    """Give P(the goods lose money by their complaints), 0 to 1; 1 where a line leaves nothing or its cost is unknown.

    Args:
        row: The goods.
        share: Complained lines of all other goods, 0 to 1.
    """
    if row.kept is None or row.kept <= 0:
        return 1.0
    if row.kept >= row.lost:
        return 0.0
    clean = row.lines - row.complaints
    return float(betaincc(share * OWN_WEIGHT + row.complaints, (1 - share) * OWN_WEIGHT + clean, row.kept / row.lost))


def _plan(row: SkuQuality, share: float) -> tuple[bool, str, str]:
    """Tell whether the goods stop for what they lose, with the numbers in both languages."""
    chance = chance_of_loss(row, share)
    if row.kept is None:
        return True, "", ""
    bears = f"{max(row.kept, 0.0) / max(row.lost, 1e-9):.0%}" if row.lost > row.kept else "100%"
    words = f"; a line bears {bears} of faults, P(more) = {chance:.2f}"
    return chance >= SURE, words, f";每行可承受 {bears} 的不良,超过的概率 {chance:.2f}"


def pareto(rows: Sequence[SkuQuality]) -> list[tuple[str, int, float]]:
    """Give the reasons by weight: reason, count, and the share of all that it and those before it make up.

    Example:
        3 broken, 1 quality: ``[("broken", 3, 0.75), ("quality", 1, 1.0)]``.
    """
    counts = Counter(reason for row in rows for reason in row.reasons)
    total, running, found = counts.total(), 0, []
    for reason, count in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        running += count
        found.append((reason, count, running / total))
    return found


def tail(least: int, trials: int, share: float) -> float:
    """Give the binomial chance of at least ``least`` of ``trials`` at a share in (0, 1).

    Example:
        ``tail(2, 2, 0.1)`` is 0.01.
    """
    if least <= 0:
        return 1.0
    odds = (log(share), log1p(-share))
    return min(
        1.0, sum(exp(_choose(trials, k) + k * odds[0] + (trials - k) * odds[1]) for k in range(least, trials + 1))
    )


def _choose(trials: int, k: int) -> float:
    """Give the log of the binomial coefficient."""
    return lgamma(trials + 1) - lgamma(k + 1) - lgamma(trials - k + 1)
