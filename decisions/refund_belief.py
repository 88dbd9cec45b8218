"""Money back or a dispute: grant when it costs less than refusing, by what evidence has been worth so far.

``pi(e)``, the chance that a request with evidence e (0 to 1) is genuine, is a logistic regression on ``logit e`` with a
normal prior, moved by what the platform decided about refused requests (only those tell). Rule of the market notes::

    grant if amount < pi·(amount + penalty + goodwill)

Refusing everyone is never learnt: a request is granted whenever ``pi`` is at least :data:`SURE`, whatever it costs, and
law and platform rules (:mod:`decisions.refunds`) come before any of this.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from decisions.not_enough import finite, finite_arrays

Floats = NDArray[np.float64]
MEANS, SDS = np.array([0.8, 1.6]), np.array([0.6, 0.5])
"""Prior of intercept and slope on the evidence's logit: even evidence is genuine in seven of ten."""
SURE = 0.85


@dataclass(frozen=True)
class RefundBelief:
    """Mode ``[2]`` of intercept and slope, and how many decisions it rests on."""

    theta: Floats
    verdicts: int

    def genuine(self, evidence: Floats) -> Floats:
        """Give the chance that requests are genuine.

        Args:
            evidence: ``[n]``, 0 to 1.

        Raises:
            ValueError: Some evidence is no number of 0 to 1.
        """
        finite_arrays(evidence=evidence, least=0, most=1)
        z = self.theta[0] + self.theta[1] * _logit(evidence)
        return np.asarray(1 / (1 + np.exp(-np.clip(z, -30, 30))))


def learn_verdicts(evidence: Floats, was_right: Floats) -> RefundBelief:
    """Learn from decided disputes ``[n]``; without any the prior is given. The slope is kept at 0 or above.

    One whose evidence or verdict is no number of 0 to 1 teaches nothing and is not counted.
    """
    known = _is_share(evidence) & _is_share(was_right)
    evidence, was_right = evidence[known], was_right[known]
    features = np.column_stack([np.ones_like(evidence), _logit(evidence)])
    theta, precision = MEANS.copy(), np.diag(SDS**-2)
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(features @ theta, -30, 30)))
        curve = features.T @ ((chance * (1 - chance))[:, None] * features) + precision
        step = np.linalg.solve(curve, features.T @ (was_right - chance) - precision @ (theta - MEANS))
        theta = theta + step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-9))
        if np.abs(step).max() < 1e-8:
            break
    theta[1] = max(theta[1], 0.0)
    return RefundBelief(theta, len(was_right))


def grants(
    belief: RefundBelief, amount: Floats, evidence: Floats, *, penalty: float, goodwill: float
) -> NDArray[np.bool_]:
    """Say for requests ``[n]`` whether to give the money.

    Never where the amount is no number of at least 0 or the evidence none of 0 to 1: such a request says too little.

    Args:
        belief: What evidence has been worth.
        amount: Minor units asked for.
        evidence: 0 to 1.
        penalty: What a lost dispute costs beside the money.
        goodwill: What a refused genuine buyer is worth, and what it costs in rank and reviews.

    Raises:
        ValueError: Penalty or goodwill is no finite number.
    """
    finite(penalty=penalty, goodwill=goodwill)
    known = np.isfinite(amount) & (amount >= 0) & _is_share(evidence)
    chance = belief.genuine(np.where(known, evidence, 0.5))
    return np.asarray(known & ((chance >= SURE) | (amount < chance * (amount + penalty + goodwill))))


def _is_share(values: Floats) -> NDArray[np.bool_]:
    return np.asarray((values >= 0) & (values <= 1))


def _logit(evidence: Floats) -> Floats:
    held = np.clip(evidence, 0.02, 0.98)
    return np.asarray(np.log(held / (1 - held)))
