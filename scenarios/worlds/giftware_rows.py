"""What the world `giftware` takes of its source: rows of the articles, the buyers and the order lines chosen.

* Selected articles: 180 articles with at least 60 clean lines and a sale in 2011-08, those with most
  distinct orders in 2011-03..2011-08.
* Buyers: customers with a clean line of a selected article in 2011-03..2011-08; of these the 1,900 whose
  last clean order (any article) is most recent, ties by more purchase days, then by buyer number.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from scenarios.worlds.giftware_source import (
    DATA_END,
    LATE_START,
    MONTHS,
    REASONS,
    RECENT_START,
    Line,
    Source,
    between,
    group,
    most_frequent,
    purchase_days,
    quantile,
)

LONDON = ZoneInfo("Europe/London")
LAST_MONTH_START = date(2011, 8, 1)
SKU_COUNT = 180
MIN_LINES = 60
SEASON_MIN_LINES = 200
BUYER_LIMIT = 1_900
PACKS = (1, 2, 3, 4, 6, 8, 10, 12, 16, 18, 20, 24, 25, 30, 32, 36, 40, 48, 50, 60, 64, 72, 80, 96, 100)
BREAK_SIZES = (*PACKS[1:], 120, 128, 144, 150, 192, 200, 240, 288, 300, 400, 480, 500, 600)


def select_skus(clean: list[Line]) -> list[str]:
    """Return the selected article codes, most ordered first."""
    lines_of = group(clean, lambda line: line.sku)
    orders: dict[str, int] = {}
    for sku, lines in lines_of.items():
        if len(lines) >= MIN_LINES and lines[-1].day >= LAST_MONTH_START:
            orders[sku] = len({line.order for line in between(lines, RECENT_START)})
    return sorted(orders, key=lambda sku: (-orders[sku], sku))[:SKU_COUNT]


def small_lot_price(lines: list[Line]) -> int:
    """Return the most frequent price of small lines in the last three months.

    Small means a quantity up to the 30% quantile of these lines. The mode is used since list prices are
    discrete: a median would be the same for a pure list price and could fall between two for a mixed one.
    """
    late = between(lines, LATE_START)
    limit = quantile([line.quantity for line in late], 30)
    return int(most_frequent(line.price for line in late if line.quantity <= limit))


def break_quantity(lines: list[Line], price: int) -> int:
    """Return the customary size that best separates lines paying at most `price` from the others."""
    quantity = np.array([line.quantity for line in lines])
    low = np.array([line.price <= price for line in lines])
    errors = {size: int(((quantity >= size) != low).sum()) for size in BREAK_SIZES}
    # Of equally good sizes the largest: it is the first quantity really seen at the lower price.
    return min(errors, key=lambda size: (errors[size], -size))


def price_breaks(lines: list[Line], small: int) -> list[tuple[int, int]]:
    """Infer up to two quantity breaks (minimum quantity, price) from the last six months.

    A price level counts as a break if at least three buyers paid it, it is at least 3% below the level
    before, at least 70% of its lines reach the minimum quantity and at least 60% of the lines that reach
    it paid this price or less. Levels of one favoured buyer and old list prices fail these tests.
    """
    recent = between(lines, RECENT_START)
    levels = group(recent, lambda line: line.price)
    breaks: list[tuple[int, int]] = []
    size_before, price_before = 1, small
    for price in sorted((p for p in levels if p < small), reverse=True):
        at_level = levels[price]
        if len({line.buyer for line in at_level}) < 3 or price > 0.97 * price_before:
            continue
        size = break_quantity(recent, price)
        reached = [line for line in recent if line.quantity >= size]
        inside = sum(line.quantity >= size for line in at_level) / len(at_level)
        pure = sum(line.price <= price for line in reached) / len(reached) if reached else 0.0
        if size > size_before and inside >= 0.7 and pure >= 0.6:
            breaks.append((size, price))
            size_before, price_before = size, price
    return breaks[:2]


def season_index(lines: list[Line], open_days: Counter[str]) -> str:
    """Return units per open day of each month relative to their mean, `;`-joined, or an empty text."""
    if len(lines) < SEASON_MIN_LINES:
        return ""
    cap = quantile([line.quantity for line in lines], 99)
    units: Counter[str] = Counter()
    for line in lines:
        units[f"{line.when:%Y-%m}"] += min(line.quantity, cap)
    rates = [units[month] / open_days[month] for month in MONTHS]
    mean = sum(rates) / len(rates)
    return ";".join(f"{rate / mean:.2f}" for rate in rates)


def catalogue_row(sku: str, lines: list[Line], open_days: Counter[str]) -> dict[str, Any]:
    """Return one row of the catalogue."""
    recent = between(lines, RECENT_START)
    weeks = ((DATA_END - RECENT_START).days + 1) / 7
    quantity = [line.quantity for line in lines]
    cap = quantile(quantity, 99)
    small = small_lot_price(lines)
    breaks = [*price_breaks(lines, small), ("", ""), ("", "")]
    return {
        "sku": sku,
        "name": most_frequent(line.name for line in lines if line.name),
        "price_small": small,
        "tier2_min_qty": breaks[0][0],
        "tier2_price": breaks[0][1],
        "tier3_min_qty": breaks[1][0],
        "tier3_price": breaks[1][1],
        "pack": most_frequent([q for q in quantity if q in PACKS] or [1]),
        **{
            f"qty_{label}": quantile(quantity, p)
            for label, p in (("p25", 25), ("median", 50), ("p75", 75), ("p90", 90))
        },
        "orders_per_week": f"{len({line.order for line in recent}) / weeks:.2f}",
        "units_per_week": f"{sum(min(line.quantity, cap) for line in recent) / weeks:.1f}",
        "season_index": season_index(lines, open_days),
        "first_sold": lines[0].day.isoformat(),
    }


def choose_buyers(clean: list[Line], selected: list[Line]) -> tuple[list[str], int]:
    """Return the kept buyers sorted by number, and how many qualified before the limit."""
    days = purchase_days(clean)
    candidates = {line.buyer for line in between(selected, RECENT_START)}
    ranked = sorted(candidates, key=lambda b: (-days[b][-1].toordinal(), -len(days[b]), b))
    return sorted(ranked[:BUYER_LIMIT]), len(candidates)


def buyer_row(buyer: str, every: list[Line], ours: list[Line], median_of: dict[str, int]) -> dict[str, Any]:
    """Return one row of the buyer table; `every` are all clean lines, `ours` those of selected articles."""
    days = sorted({line.day for line in every})
    gap = (days[-1] - days[0]).days / (len(days) - 1) if len(days) > 1 else None
    values = [sum(line.value for line in order) for order in group(every, lambda x: x.order).values()]
    widths = [len({line.sku for line in order}) for order in group(ours, lambda x: x.order).values()]
    factor = float(np.median([line.quantity / median_of[line.sku] for line in ours]))
    return {
        "buyer": buyer,
        "country": most_frequent(line.country for line in every),
        "first_order": days[0].isoformat(),
        "orders": len(days),
        "mean_gap_days": "" if gap is None else f"{gap:.1f}",
        "median_order_value": quantile(values, 50),
        "median_lines": quantile(widths, 50),
        "quantity_factor": f"{factor:.2f}",
        "last_order": days[-1].isoformat(),
    }


def funnel(source: Source, selected: list[Line], names: set[str]) -> tuple[list[Line], dict[str, int], int]:
    """Return the order lines to keep, the count of rows dropped at each step and the quantity limit."""
    counts = {reason: source.counts.get(reason, 0) for reason in ("lines read", *REASONS)}
    counts["= clean lines"] = len(source.clean)
    counts["article not selected"] = len(source.clean) - len(selected)
    late = between(selected, LATE_START)
    counts["before 2011-06-01"] = len(selected) - len(late)
    kept = [line for line in late if line.buyer in names]
    counts["buyer not kept"] = len(late) - len(kept)
    cap = quantile([line.quantity for line in kept], 99.9)
    final = [line for line in kept if line.quantity <= cap]
    counts["quantity over the limit"] = len(kept) - len(final)
    counts["= lines in orders.csv.gz"] = len(final)
    return final, counts, cap


def order_rows(lines: list[Line]) -> list[dict[str, Any]]:
    """Return the order lines; all lines of an order carry the earliest time found on it."""
    first: dict[str, datetime] = {}
    for line in lines:
        first[line.order] = min(line.when, first.get(line.order, line.when))
    rows = []
    for line in sorted(lines, key=lambda x: (first[x.order], x.order)):
        placed = first[line.order].replace(tzinfo=LONDON).astimezone(UTC)
        rows.append(
            {
                "order": line.order,
                "placed_at": placed.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "buyer": line.buyer,
                "sku": line.sku,
                "quantity": line.quantity,
                "unit_price": line.price,
            }
        )
    return rows
