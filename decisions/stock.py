"""Replenishment: how much to make of which SKU, by a base-stock rule with a newsvendor service level.

Order up to ``S = m·(L+R) + z·s·sqrt(L+R)`` pieces when the position (on hand − reserved + incoming) is below the
reorder point ``m·L + z·s·sqrt(L)``; m and s are mean and standard deviation of daily demand, L the lead time and R the
review time in days, ``z = Φ⁻¹(Cu/(Cu+Co))`` the critical fractile with Cu the contribution lost by a missing piece and
Co the cost of holding one. Days on which the SKU was sold out say nothing of demand and are left out of the mean.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

from pydantic import BaseModel, ConfigDict

MIN_DAYS = 14
"""Fewer days of history than this are not enough to decide."""
HOLDING_PER_DAY = 0.0012
"""Cost of holding a piece a day as a share of its unit cost; an assumption of the market notes."""
TREND_RANGE = (0.7, 1.6)


class StockCase(BaseModel):
    """What the engine is told about one SKU: pieces sold on each past day, newest last; money in minor units.

    Attributes:
        daily_units: Pieces a day; None for a day without stock.
        position: On hand − reserved + incoming.
        on_hand: Pieces that can be sold now.
        pack, min_batch: Production comes in multiples of the pack and not below the batch.
    """

    model_config = ConfigDict(frozen=True)

    sku: str
    daily_units: tuple[int | None, ...]
    position: int
    on_hand: int
    unit_cost: int
    unit_margin: int
    pack: int = 1
    min_batch: int = 1


class StockAdvice(BaseModel):
    """Pieces to make of one SKU (0: none), with what it rests on.

    ``at_risk`` is the contribution in minor units that is expected to be lost before new goods come if nothing is done.
    """

    model_config = ConfigDict(frozen=True)

    sku: str
    quantity: int
    daily_mean: float
    cover_days: float | None
    reorder_point: int
    order_up_to: int
    at_risk: int
    reason: str


def advise_stock(case: StockCase, *, lead_days: int, review_days: int) -> StockAdvice | None:
    """Recommend how much to make of one SKU; None when the history is too short to decide.

    Args:
        case: The SKU as it stands.
        lead_days: Days from order to arrival.
        review_days: Days until the question is asked again.
    """
    seen = [units for units in case.daily_units if units is not None]
    if len(seen) < MIN_DAYS:
        return None
    mean, sd = demand(seen)
    z = service_z(case.unit_margin, case.unit_cost, lead_days + review_days)
    span = lead_days + review_days
    reorder = math.ceil(mean * lead_days + z * sd * math.sqrt(lead_days))
    up_to = math.ceil(mean * span + z * sd * math.sqrt(span))
    quantity = _packs(max(up_to - case.position, case.min_batch), case.pack) if case.position <= reorder else 0
    cover = case.position / mean if mean > 0 else None
    short = max(0.0, mean * lead_days - case.position)
    return StockAdvice(
        sku=case.sku,
        quantity=quantity,
        daily_mean=round(mean, 3),
        cover_days=None if cover is None else round(cover, 1),
        reorder_point=reorder,
        order_up_to=up_to,
        at_risk=round(short * case.unit_margin),
        reason=(
            f"{mean:.1f} ± {sd:.1f} pieces a day, lead time {lead_days} days, service z {z:.2f}: "
            f"position {case.position}, reorder at {reorder}, order up to {up_to}"
        ),
    )


def demand(units: Sequence[int]) -> tuple[float, float]:
    """Give mean and standard deviation of daily demand: the long mean times a bounded trend of the last four weeks.

    Single days are capped at six times the mean, so that one wholesaler's order does not fill the house.
    """
    raw = sum(units) / len(units)
    capped = [min(value, max(6 * raw, 1.0)) for value in units]
    mean = sum(capped) / len(capped)
    if mean == 0:
        return 0.0, 0.0
    recent = capped[-28:]
    trend = min(max(sum(recent) / len(recent) / mean, TREND_RANGE[0]), TREND_RANGE[1])
    variance = sum((value - mean) ** 2 for value in capped) / max(1, len(capped) - 1)
    return mean * trend, math.sqrt(variance)


def service_z(unit_margin: int, unit_cost: int, days: int) -> float:
    """Give z of the critical fractile Cu/(Cu+Co), kept between 0 and 2.5.

    Source: newsvendor; check value Cu 0.70, Co 0.18 gives fractile 0.795.
    """
    under = max(unit_margin, 1)
    over = max(unit_cost * HOLDING_PER_DAY * days, 0.01)
    return min(max(NormalDist().inv_cdf(under / (under + over)), 0.0), 2.5)


def _packs(pieces: int, pack: int) -> int:
    return max(0, math.ceil(pieces / pack) * pack)
