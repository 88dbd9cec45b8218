"""What an engine answers when it cannot decide: what it would need, in both languages, and no number."""

from __future__ import annotations

import math
from collections.abc import Sequence

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


def faulty_day(values: Sequence[float | None]) -> NotEnough | None:
    """Give the answer for a history with a value that is no count: not a number, infinite or below zero."""
    for place, value in enumerate(values):
        if value is not None and not (math.isfinite(value) and value >= 0):
            return not_enough(
                (f"a count for day {place + 1} of the history, not {value}", f"第 {place + 1} 天的数量,现为 {value}")
            )
    return None
