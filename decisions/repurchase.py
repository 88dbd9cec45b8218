"""Whose next order is due: of plain personal frequency and the hazard (:mod:`decisions.order_hazard`) the better one.

The hazard is used only where it beat frequency on the shop's own last four weeks, which it was not fitted to: a lower
mean absolute error and no lower capture. Source of the rule: on wholesale orders the textbook model (BG/NBD, Fader,
Hardie and Lee 2005) did not beat plain frequency, so that is the baseline to beat.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from decisions.order_hazard import (
    LEAST_REPEATING,
    LEAST_WEEKS,
    Frequency,
    History,
    Ints,
    Model,
    Rhythms,
    fit_hazard,
    recency_of,
    rhythms_of,
)

AHEAD = 4
"""Weeks that are looked ahead, and held back to compare the models."""
FEWEST_WEEKS, FEWEST_REPEATING = 4, 5
"""Below these nothing is said at all."""
DROP = 0.1
"""Share of buyers that never come back after an order, to tell who is still there; an assumption."""
DUE, ALIVE = 0.5, 0.4
"""An order is due when it would have come by now with this chance and the buyer is still there with that one."""


class NotEnough(NamedTuple):
    """Nothing can be decided; ``missing`` says what it would take."""

    missing: tuple[str, ...]


class Score(NamedTuple):
    """How well a model foresaw held-back weeks.

    Attributes:
        error: Mean absolute error of its median, in weeks with an order: a mean errs more in absolute terms than
            nothing at all where most do not come, so the median is what this error asks for.
        capture: Share of the orders of the tenth who came most that the tenth ranked highest brought.
        brier: Mean squared error of the chance to come at all.
        total: Orders foreseen over orders that came.
    """

    error: float
    capture: float
    brier: float
    total: float


class Comparison(NamedTuple):
    """Both models on the same held-back weeks; ``hazard`` is None where there was too little to fit.

    ``none`` is the error of saying that nobody comes.
    """

    buyers: int
    ahead: int
    frequency: Score
    hazard: Score | None
    none: float

    @property
    def hazard_wins(self) -> bool:
        """Tell whether the hazard is the better: a lower error and no lower capture."""
        if self.hazard is None:
            return False
        return self.hazard.error < self.frequency.error and self.hazard.capture >= self.frequency.capture


class Due(NamedTuple):
    """One buyer: whole weeks since the week of the last order, chance that an order would have come by now, chance that
    the buyer is still there, orders expected in the next weeks, orders so far.
    """

    buyer: str
    weeks_since: int
    passed: float
    alive: float
    expected: float
    orders: int

    @property
    def is_due(self) -> bool:
        """Tell whether the next order is due: half would have ordered by now, and the buyer is likely still there."""
        return self.orders >= 2 and self.passed >= DUE and self.alive >= ALIVE


class Forecast(NamedTuple):
    """What is foreseen for each buyer, by which model, why that one, and how many have too short a history."""

    model: str
    why: str
    why_zh: str
    buyers: tuple[Due, ...]
    too_short: int


def forecast(histories: Sequence[History], begin: date, today: date) -> Forecast | NotEnough:
    """Say of each buyer whether the next order is due, by the model that did better on the shop's own last weeks."""
    rhythms = rhythms_of(histories, begin, today)
    repeating = int((rhythms.active.sum(axis=1) >= 2).sum())
    missing = []
    if rhythms.weeks < FEWEST_WEEKS:
        missing.append(f"{FEWEST_WEEKS} weeks of orders; there are {rhythms.weeks}")
    if repeating < FEWEST_REPEATING:
        missing.append(f"{FEWEST_REPEATING} buyers who ordered in two weeks; there are {repeating}")
    if missing:
        return NotEnough(tuple(missing))
    compared = compare(rhythms) if rhythms.weeks >= LEAST_WEEKS + AHEAD else None
    hazard = fit_hazard(rhythms) if compared is not None and compared.hazard_wins else None
    model: Model = hazard or Frequency()
    passed, expected = model.passed(rhythms), model.expected(rhythms, AHEAD)
    orders, recency = rhythms.active.sum(axis=1), recency_of(rhythms)
    found = tuple(
        Due(
            buyer=rhythms.ids[row],
            weeks_since=int(recency[row]) - 1,
            passed=float(passed[row]),
            alive=still_there(float(passed[row])),
            expected=float(expected[row]),
            orders=int(orders[row]),
        )
        for row in range(len(rhythms.ids))
    )
    why, why_zh = _why(compared)
    return Forecast(model.name, why, why_zh, found, int((orders < 2).sum()))


def compare(rhythms: Rhythms, ahead: int = AHEAD) -> Comparison:
    """Hold back the last weeks, foresee them with both models from what was known before, and score both."""
    past = rhythms.until(rhythms.weeks - ahead)
    place = {buyer: row for row, buyer in enumerate(rhythms.ids)}
    came = rhythms.active[[place[buyer] for buyer in past.ids], -ahead:].sum(axis=1)
    hazard = fit_hazard(past)
    return Comparison(
        buyers=len(past.ids),
        ahead=ahead,
        frequency=_score(Frequency(), past, came, ahead),
        hazard=_score(hazard, past, came, ahead) if hazard is not None else None,
        none=float(np.abs(came).mean()) if len(came) else 0.0,
    )


def still_there(passed: float) -> float:
    """Give the chance that a buyer has not left for good: Bayes on no order for so long, with :data:`DROP` before.

    Source: the form of BG/NBD's P(alive) with a known rate (Fader, Hardie and Lee 2005).

    Example:
        >>> round(still_there(0.5), 3), round(still_there(0.95), 3)
        (0.818, 0.31)
    """
    stays = (1 - DROP) * (1 - passed)
    return stays / (stays + DROP)


def _score(model: Model, past: Rhythms, came: Ints, ahead: int) -> Score:
    if not len(came):
        return Score(0.0, 0.0, 0.0, 0.0)
    expected, tenth = model.expected(past, ahead), max(1, len(came) // 10)
    ranked = came[np.argsort(-expected, kind="stable")[:tenth]].sum()
    best = np.sort(came)[::-1][:tenth].sum()
    return Score(
        error=float(np.abs(model.median(past, ahead) - came).mean()),
        capture=float(ranked / max(1, best)),
        brier=float(((model.comes(past, ahead) - (came > 0)) ** 2).mean()),
        total=float(expected.sum() / max(1, came.sum())),
    )


def _why(compared: Comparison | None) -> tuple[str, str]:
    if compared is None or compared.hazard is None:
        return (
            f"plain frequency: too little history to try more (it takes {LEAST_WEEKS + AHEAD} weeks and "
            f"{LEAST_REPEATING} buyers with a second order)",
            f"按个人下单频率估计:历史不足以检验更细的模型(需 {LEAST_WEEKS + AHEAD} 周、{LEAST_REPEATING} 位复购买家)",
        )
    hazard, frequency = compared.hazard, compared.frequency
    figures = (
        f"error {hazard.error:.3f} against {frequency.error:.3f} orders, capture {hazard.capture:.3f} against "
        f"{frequency.capture:.3f}, last {compared.ahead} weeks, {compared.buyers} buyers"
    )
    figures_zh = (
        f"最近 {compared.ahead} 周、{compared.buyers} 位买家:误差 {hazard.error:.3f} 对 {frequency.error:.3f} 单,"
        f"命中 {hazard.capture:.3f} 对 {frequency.capture:.3f}"
    )
    if compared.hazard_wins:
        return (
            f"hazard with recency and season beat plain frequency: {figures}",
            f"风险率模型优于个人频率。{figures_zh}",
        )
    return f"plain frequency: the hazard did not beat it: {figures}", f"采用个人频率:风险率模型没有更好。{figures_zh}"
