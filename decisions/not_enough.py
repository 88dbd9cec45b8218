"""What an engine answers when it cannot decide: what it would need, in both languages, and no number."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from pydantic import BaseModel, ConfigDict


class NotEnough(BaseModel):
    """Not enough to decide. ``needs`` says what is missing and how much of it there must be.

    Example:
        >>> not_enough(("14 days with stock (3 there)", "14 天有货的记录(现有 3 天)")).needs
        ('14 days with stock (3 there)',)
    """

    model_config = ConfigDict(frozen=True)

    needs: tuple[str, ...]
    needs_zh: tuple[str, ...]

    def __str__(self) -> str:
        return "not enough to decide: " + "; ".join(self.needs)


def not_enough(*needs: tuple[str, str]) -> NotEnough:
    """Make the answer from pairs of an English and a Chinese phrase."""
    return NotEnough(needs=tuple(en for en, _ in needs), needs_zh=tuple(zh for _, zh in needs))


def finite(*, least: float = -math.inf, **numbers: float) -> None:
    """Refuse numbers that are none, endless, or below ``least``.

    Raises:
        ValueError: With the name of the first such number and what it has to be.

    Example:
        >>> finite(cost=float("nan"), least=0)
        Traceback (most recent call last):
        ValueError: cost must be a finite number of at least 0, not nan
    """
    for name, value in numbers.items():
        if not (math.isfinite(value) and value >= least):
            bound = "" if least == -math.inf else f" of at least {least:g}"
            raise ValueError(f"{name} must be a finite number{bound}, not {value}")


def finite_arrays(*, least: float = -math.inf, most: float = math.inf, **arrays: ArrayLike) -> None:
    """Refuse arrays with a value that is no number, endless, or outside ``least`` to ``most``.

    Raises:
        ValueError: With the name of the first such array, what its values have to be, and the first that is not.

    Example:
        >>> finite_arrays(evidence=[0.5, float("nan")], least=0, most=1)
        Traceback (most recent call last):
        ValueError: evidence must be finite numbers of at least 0 and at most 1, not nan
    """
    for name, given in arrays.items():
        values = np.asarray(given, dtype=np.float64)
        fits = np.isfinite(values) & (values >= least) & (values <= most)
        if not fits.all():
            bounds = [f"at {word} {end:g}" for word, end in (("least", least), ("most", most)) if math.isfinite(end)]
            wanted = f" of {' and '.join(bounds)}" if bounds else ""
            what = "finite numbers" if values.ndim else "a finite number"
            raise ValueError(f"{name} must be {what}{wanted}, not {values[~fits][0]}")


def faulty_day(values: Sequence[float | None]) -> NotEnough | None:
    """Give the answer for a history with a value that is no count: not a number, infinite or below zero."""
    for place, value in enumerate(values):
        if value is not None and not (math.isfinite(value) and value >= 0):
            return not_enough(
                (f"a count for day {place + 1} of the history, not {value}", f"第 {place + 1} 天的数量,现为 {value}")
            )
    return None
