"""The buyers as arrays: habits read from the real ones, whether they still come, and what they asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from scenarios.market.goods import Floats, code_share
from scenarios.world import BuyerRow
from scenarios.world_spec import SegmentPart, WorldSpec


@dataclass
class Crowd:
    """Arrays over the buyers known to the shop; the first ``real`` are those of the data, the others came later.

    Attributes:
        ids: Customer ids.
        country: Countries.
        chinese: Whether the buyer writes Chinese.
        segment: Row of the segment.
        rate: Orders a day at the starting prices while alive.
        lines, size: Usual lines an order; usual quantity over the article's median.
        alive: Whether the buyer still comes.
        wants_language, wants_carrier: Preferences that buyers stated, by customer id.
        last_carrier: Carrier of the newest parcel since the preference was stated, by customer id.
        reply: When the buyer last asked and the factor of the reply's speed, by customer id.
    """

    ids: list[str]
    country: list[str]
    chinese: list[bool]
    segment: NDArray[np.int64]
    rate: Floats
    lines: Floats
    size: Floats
    alive: NDArray[np.bool_]
    real: int
    place: dict[str, int]
    wants_language: dict[str, str] = field(default_factory=dict)
    wants_carrier: dict[str, str] = field(default_factory=dict)
    last_carrier: dict[str, str] = field(default_factory=dict)
    reply: dict[str, tuple[datetime, float]] = field(default_factory=dict)

    def add(self, customer_id: str, kind: int, *, rate: float) -> int:
        """Add a buyer with the habits of the buyer ``kind``; gives the row. A known id is left as it is."""
        if customer_id in self.place:
            return self.place[customer_id]
        row = self.place[customer_id] = len(self.ids)
        self.ids.append(customer_id)
        self.country.append(self.country[kind])
        self.chinese.append(self.chinese[kind])
        self.segment = np.append(self.segment, self.segment[kind])
        self.rate = np.append(self.rate, rate)
        self.lines = np.append(self.lines, self.lines[kind])
        self.size = np.append(self.size, self.size[kind])
        self.alive = np.append(self.alive, True)
        return row


def make_crowd(rows: Sequence[BuyerRow], spec: WorldSpec) -> Crowd:
    """Make the crowd of the buyers of the data as they stand on the first day."""
    ids = [row.buyer for row in rows]
    share = spec.inquiries.chinese_share
    return Crowd(
        ids=ids,
        country=[row.country for row in rows],
        chinese=[code_share(row.buyer, "language") < share for row in rows],
        segment=np.array([_segment(row, spec.segments) for row in rows], dtype=np.int64),
        rate=np.array([_rate(row, spec.shop.start, spec) for row in rows]),
        lines=np.array([row.median_lines for row in rows], dtype=float),
        size=np.array([row.quantity_factor for row in rows], dtype=float),
        alive=np.ones(len(rows), dtype=bool),
        real=len(rows),
        place={buyer: number for number, buyer in enumerate(ids)},
    )


def _segment(row: BuyerRow, segments: Sequence[SegmentPart]) -> int:
    named = [number for number, segment in enumerate(segments) if segment.name == row.segment]
    return named[0] if named else segment_of(row.quantity_factor, segments)


def segment_of(factor: float, segments: Sequence[SegmentPart]) -> int:
    """Give the row of the segment that a quantity factor falls into."""
    fitting = [row for row, segment in enumerate(segments) if factor <= segment.up_to_factor]
    return fitting[0] if fitting else len(segments) - 1


def segment_sizes(crowd: Crowd, segments: int) -> list[float]:
    """Give ``[S]`` the median quantity factor of each segment's buyers."""
    sizes = [crowd.size[crowd.segment == row] for row in range(segments)]
    return [float(np.median(one)) if len(one) else 1.0 for one in sizes]


def _rate(row: BuyerRow, start: date, spec: WorldSpec) -> float:
    """Posterior mean of a gamma-Poisson rate: (repeats + shape) / (days seen + prior days)."""
    terms = spec.loyalty
    days = (start - row.first_order).days
    return terms.known_rate_scale * (row.orders - 1 + terms.known_shape) / (days + terms.known_prior_days)
