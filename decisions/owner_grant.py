"""How much money for goods an owner grants at once, learnt from the answers to earlier proposals."""

from __future__ import annotations

from collections.abc import Iterable

LESS, MORE = 0.5, 1.2
"""What the next order may cost after a no, as a share of what was refused, and after a yes, of what was thought."""


def granted(answers: Iterable[tuple[int, bool]], most: int) -> int:
    """Give the money that the next order of goods may cost, minor units.

    Args:
        answers: Money and answer of the orders that were proposed, oldest first: True was made, False was refused.
        most: What one order may cost as long as nobody has refused anything.

    Example:
        >>> granted([(6000, False)], 10_000), granted([(6000, False), (2900, True)], 10_000), granted([], 10_000)
        (3000, 3600, 10000)
    """
    grant = most
    for money, made in answers:
        grant = min(most, int(grant * MORE)) if made else int(money * LESS)
    return grant
