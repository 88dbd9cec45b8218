"""A price ladder in one cell: ``1:2.95;12:2.55``."""

from __future__ import annotations

import re
import unicodedata

from shops.models import Tier
from shopstaff.importing.cells import count, money


def read_ladder(text: str, currency: str) -> tuple[Tier, ...]:
    """Read the steps ``quantity:price``, parted by a semicolon or ``|``.

    Example:
        >>> [tier.unit_price for tier in read_ladder("1:2.95;12:2.55", "CNY")]
        [295, 255]

    Raises:
        ValueError: A step is not one; the text continues "ladder … ".
    """
    steps = []
    for part in re.split(r"[;|]", unicodedata.normalize("NFKC", text)):
        if not part.strip():
            continue
        least, colon, price = (piece.strip() for piece in part.partition(":"))
        if not colon:
            raise ValueError("is not a ladder; write quantity:price, such as 1:2.95;12:2.55")
        try:
            steps.append(Tier(min_quantity=count(1)(least), unit_price=money(currency)(price)))
        except ValueError as error:
            raise ValueError(f"has a step {part.strip()} that {error}") from error
    return tuple(steps)
