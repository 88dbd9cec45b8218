"""Truth to the ledger: what the words of a message claim must stand in the shop's own records.

``check`` is pure and reads Chinese and English. It is built to hold rather than to pass: a state, an amount, a day or a
figure that the evidence does not support is a fault, and so is a number that no rule knows, or a statement in words
that are not known to be harmless (:mod:`authority.claim_closed_world`).
"""

from __future__ import annotations

from collections.abc import Iterator

from authority.claim_evidence import Evidence, gather
from authority.claim_figures import Figures
from authority.claim_reading import Fault

__all__ = ["Evidence", "Fault", "check", "gather"]


def check(text: str, evidence: Evidence) -> tuple[Fault, ...]:
    """Find the claims of a message that the evidence does not support, in the order of the text.

    Example:
        >>> check("Your order has been refunded.", evidence)
        (Fault(kind='refunded', words='refunded', why='no order of this buyer has been refunded'),)
    """
    reading = _Check(text, evidence)
    found = list(reading.faults())
    return tuple(fault for _, fault in sorted(found, key=lambda pair: pair[0]))


class _Check(Figures):
    """All finders, in the order in which one takes out what the next shall not see."""

    def faults(self) -> Iterator[tuple[int, Fault]]:
        """Give every fault with its place; each finder blanks out what it has dealt with."""
        for found in (
            self._foreign(),
            self._promotions(),
            self._states(),
            self._tracking(),
            self._amounts(),
            self._percents(),
            self._days(),
            self._spans(),
            self._loose(),
            self._stock(),
            self._alone(),
            self._counts(),
            self._codes(),
            self._rest(),
            self._unheard(),
        ):
            yield from found
