"""Derive the small data set of the world `giftware` from the UCI Online Retail development part.

Usage: ``python -m scenarios.worlds.derive_giftware PATH_TO_uci-online-retail.csv.gz``

The output is a pure function of the input file: the same input gives the same bytes (the gzip member
carries no time and no name; another zlib version may pack the same text differently).

Terms used here and in the output:

* Exact duplicates: a line equal to an earlier line of the same invoice in every column is dropped. Whether
  such lines are double entries or two real lines is unknown; dropping them understates quantities slightly.
* Clean lines: ordinary invoices (not `C`/`A`), quantity > 0, price > 0, known customer, article code that
  starts with five digits, exact duplicates dropped.
* Selected articles: 180 articles with at least 60 clean lines and a sale in 2011-08, those with most
  distinct orders in 2011-03..2011-08.
* Buyers: customers with a clean line of a selected article in 2011-03..2011-08; of these the 1,900 whose
  last clean order (any article) is most recent, ties by more purchase days, then by buyer number.
* Quantiles and medians of integers are taken without interpolation (the lower median for even counts), so
  they are values that occur in the data.
* Money is in pence (GBP minor units).
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

OUT_DIR = Path(__file__).resolve().parent / "giftware"
LONDON = ZoneInfo("Europe/London")
DATA_START = date(2010, 12, 1)
RECENT_START = date(2011, 3, 1)
LATE_START = date(2011, 6, 1)
LAST_MONTH_START = date(2011, 8, 1)
DATA_END = date(2011, 8, 31)
# Buyers first seen before this day are mostly old buyers whose earlier orders lie before the data.
NEW_BUYER_START = date(2011, 1, 15)
MONTHS = ["2010-12", *(f"2011-{m:02d}" for m in range(1, 9))]
SKU_COUNT = 180
MIN_LINES = 60
SEASON_MIN_LINES = 200
BUYER_LIMIT = 1_900
EXTREME_QUANTITY = 10_000
QUANTILES = (10, 25, 50, 75, 90, 99)
PACKS = (1, 2, 3, 4, 6, 8, 10, 12, 16, 18, 20, 24, 25, 30, 32, 36, 40, 48, 50, 60, 64, 72, 80, 96, 100)
BREAK_SIZES = (*PACKS[1:], 120, 128, 144, 150, 192, 200, 240, 288, 300, 400, 480, 500, 600)
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

ASSUMPTIONS = [
    "Unit costs and margins are not in the data; every cost in this world is an assumption.",
    "Visits, conversion and enquiries are not in the data; any traffic figure is an assumption.",
    "Advertising, keywords, clicks and spend are not in the data; the advertising market is an assumption.",
    "Stock levels and stock-outs are not in the data; sold units are taken as demand, which is an assumption.",
    "Lead times and suppliers are not in the data; they are an assumption.",
    "Reasons of refunds and returns are not in the data; the split into genuine and malicious is an assumption.",
    "Delivery times and their promise are not in the data; they are an assumption.",
    "September to November are not in the data; the season of these months is an assumption.",
    "Quantity breaks were inferred from invoiced prices, the shop's price list is unknown; they are an assumption.",
    "Invoiced prices contain the quantity break, so price sensitivity cannot be read from them; it is an assumption.",
    "A customer number is taken as one buyer and its orders as that buyer's whole demand here; this is an assumption.",
    "Lines without a customer number are left out; that they behave like the others is an assumption.",
    "Exact duplicate lines are taken as double entries and dropped; this is an assumption.",
    "Early months of articles launched after 2010-12 read as low season; reading them as season is an assumption.",
]


@dataclass(frozen=True, slots=True)
class Line:
    """One invoice line; `when` is UK local time, `price` is in pence."""

    order: str
    sku: str
    name: str
    quantity: int
    when: datetime
    price: int
    buyer: str
    country: str

    @property
    def day(self) -> date:
        """Return the local calendar day."""
        return self.when.date()

    @property
    def value(self) -> int:
        """Return the line value in pence."""
        return self.quantity * self.price


@dataclass(frozen=True)
class Source:
    """Clean lines, cancellation lines and the count of rows dropped for each reason."""

    clean: list[Line]
    cancelled: list[Line]
    counts: dict[str, int]
    shop_totals: dict[str, int]


def quantile(values: Iterable[int], percent: float) -> int:
    """Return the smallest value that reaches the given percentage of the sample."""
    return int(np.quantile(list(values), percent / 100, method="inverted_cdf"))


def quantiles(values: Sequence[int]) -> dict[str, int]:
    """Return the standard quantiles of integers as `p10`, `p25` and so on."""
    return {f"p{p}": quantile(values, p) for p in QUANTILES}


def group(lines: Iterable[Line], key: Callable[[Line], Any]) -> dict[Any, list[Line]]:
    """Group lines by a key, keeping the order of the file."""
    found: dict[Any, list[Line]] = defaultdict(list)
    for line in lines:
        found[key(line)].append(line)
    return dict(found)


def between(lines: Iterable[Line], start: date, end: date = DATA_END) -> list[Line]:
    """Return the lines from start to end, both days included."""
    return [line for line in lines if start <= line.day <= end]


def most_frequent(values: Iterable[Any]) -> Any:
    """Return the most frequent value, the larger one of equals."""
    return max(Counter(values).items(), key=lambda item: (item[1], item[0]))[0]


REASONS = (
    "exact duplicate",
    "cancellation invoice (C)",
    "accounting invoice (A)",
    "quantity not positive",
    "price not positive",
    "no customer number",
    "code does not start with five digits",
)


# --- reading -------------------------------------------------------------------------------------------


def parse_line(row: dict[str, str]) -> Line:
    """Turn one row of the source file into a line."""
    pence = int((Decimal(row["UnitPrice"]) * 100).to_integral_value())
    return Line(
        order=row["InvoiceNo"],
        sku=row["StockCode"],
        name=" ".join(row["Description"].split()),
        quantity=int(row["Quantity"]),
        when=datetime.fromisoformat(row["InvoiceDate"]),
        price=pence,
        buyer=row["CustomerID"],
        country=row["Country"],
    )


def reject_reason(line: Line) -> str | None:
    """Return why a line is not clean, or None; the first reason that applies counts."""
    hits = (
        line.order.startswith("C"),
        line.order.startswith("A"),
        line.quantity <= 0,
        line.price <= 0,
        not line.buyer,
        not (len(line.sku) >= 5 and line.sku[:5].isdigit()),
    )
    return next((reason for reason, hit in zip(REASONS[1:], hits, strict=True) if hit), None)


def read_source(path: Path) -> Source:
    """Read the source file and keep the clean lines and the cancellation lines."""
    seen: set[tuple[str, ...]] = set()
    counts: Counter[str] = Counter()
    clean: list[Line] = []
    cancelled: list[Line] = []
    invoices: dict[str, set[str]] = {"C": set(), "A": set(), "": set()}
    totals: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            counts["lines read"] += 1
            line = parse_line(row)
            kind = line.order[0] if line.order[0] in "CA" else ""
            invoices[kind].add(line.order)
            totals[f"value{kind}"] += line.value
            if abs(line.quantity) > EXTREME_QUANTITY:
                totals[f"extreme{kind}"] += line.value
            key = tuple(row.values())
            if key in seen:
                counts[REASONS[0]] += 1
                continue
            seen.add(key)
            reason = reject_reason(line)
            if reason is None:
                clean.append(line)
            else:
                counts[reason] += 1
            if kind == "C" and line.quantity < 0:
                cancelled.append(line)
    shop = {f"invoices{kind}": len(found) for kind, found in invoices.items()}
    return Source(clean, cancelled, dict(counts), shop | dict(totals))


# --- catalogue -----------------------------------------------------------------------------------------


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


# --- buyers and orders ---------------------------------------------------------------------------------


def purchase_days(lines: Iterable[Line]) -> dict[str, list[date]]:
    """Return the sorted distinct purchase days of each buyer."""
    days: dict[str, set[date]] = defaultdict(set)
    for line in lines:
        days[line.buyer].add(line.day)
    return {buyer: sorted(found) for buyer, found in days.items()}


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


# --- calibration ---------------------------------------------------------------------------------------


def first_lines(lines: list[Line]) -> list[Line]:
    """Return the first line of each order."""
    return [order[0] for order in group(lines, lambda line: line.order).values()]


def fano(counts: np.ndarray) -> float:
    """Return variance over mean around a centred 21-open-day mean."""
    half = 10
    trend = np.array([counts[max(0, i - half) : i + half + 1].mean() for i in range(len(counts))])
    return float(((counts - trend) ** 2).mean() / counts.mean())


def daily_orders(lines: list[Line], days: list[date]) -> dict[str, Any]:
    """Return mean, spread and weekday profile of orders on open days."""
    per_day = Counter(line.day for line in first_lines(lines))
    counts = np.array([per_day[day] for day in days], dtype=float)
    weekday = np.array([day.weekday() for day in days])
    means = np.array([counts[weekday == w].mean() if (weekday == w).any() else 0.0 for w in range(7)])
    base = means[means > 0].mean()
    adjusted = counts / np.array([means[w] / base for w in weekday])
    return {
        "orders": int(counts.sum()),
        "open_days": len(days),
        "mean_per_open_day": round(float(counts.mean()), 2),
        "fano_detrended": round(fano(counts), 2),
        "fano_detrended_weekday_adjusted": round(fano(adjusted), 2),
        "weekday_profile": {name: round(float(m / base), 3) for name, m in zip(WEEKDAYS, means, strict=True)},
    }


def month_index(lines: list[Line], open_days: Counter[str]) -> dict[str, dict[str, float]]:
    """Return the orders of each month relative to the mean month, as sums, per open day and by value."""
    orders = Counter(f"{line.when:%Y-%m}" for line in first_lines(lines))
    mean = sum(orders.values()) / len(MONTHS)
    rates = {month: orders[month] / open_days[month] for month in MONTHS}
    rate_mean = sum(rates.values()) / len(MONTHS)
    value: Counter[str] = Counter()
    for line in lines:
        value[f"{line.when:%Y-%m}"] += line.value if line.quantity <= EXTREME_QUANTITY else 0
    value_mean = sum(value.values()) / len(MONTHS)
    return {
        "orders": {month: round(orders[month] / mean, 3) for month in MONTHS},
        "orders_per_open_day": {month: round(rates[month] / rate_mean, 3) for month in MONTHS},
        "value": {month: round(value[month] / value_mean, 3) for month in MONTHS},
    }


def repeat_rates(lines: list[Line]) -> dict[str, dict[str, float]]:
    """Return the share of new buyers with a later purchase day within 30, 60, 90 and 180 days."""
    days = purchase_days(lines)
    result: dict[str, dict[str, float]] = {}
    for horizon in (30, 60, 90, 180):
        last_start = DATA_END - timedelta(days=horizon)
        cohort = [d for d in days.values() if NEW_BUYER_START <= d[0] <= last_start]
        back = sum(len(d) > 1 and (d[1] - d[0]).days <= horizon for d in cohort)
        result[str(horizon)] = {"buyers": len(cohort), "share": round(back / len(cohort), 4)}
    return result


def repurchase(lines: list[Line]) -> dict[str, Any]:
    """Return repeat rates, gaps and the share of buyers with one purchase day."""
    days = purchase_days(lines)
    gaps = [(b - a).days for found in days.values() for a, b in pairwise(found)]
    single = sum(len(found) == 1 for found in days.values())
    return {
        "buyers": len(days),
        "one_purchase_day_share": round(single / len(days), 4),
        "repeat_within_days": repeat_rates(lines),
        "gap_days_quantiles": quantiles(gaps),
    }


def order_shape(lines: list[Line], every: list[Line]) -> dict[str, Any]:
    """Return quantiles of value, width and line quantity of orders with a selected article."""
    ours = group(lines, lambda line: line.order)
    whole = group((line for line in every if line.order in ours), lambda line: line.order)
    return {
        "value_selected_lines": quantiles([sum(x.value for x in o) for o in ours.values()]),
        "value_all_lines": quantiles([sum(x.value for x in o) for o in whole.values()]),
        "selected_articles_per_order": quantiles([len({x.sku for x in o}) for o in ours.values()]),
        "all_articles_per_order": quantiles([len({x.sku for x in o}) for o in whole.values()]),
        "line_quantity": quantiles([x.quantity for x in lines]),
    }


def cancellations(source: Source, selected: list[Line]) -> dict[str, Any]:
    """Return the cancelled share of invoices and of value, whole file and selected articles."""
    totals = source.shop_totals
    invoices = totals["invoicesC"] + totals["invoicesA"] + totals["invoices"]
    normal = totals["value"] - totals.get("extreme", 0)
    undone = totals["valueC"] - totals.get("extremeC", 0)
    skus = {line.sku for line in selected}
    ours = [line for line in source.cancelled if line.sku in skus and line.buyer]
    orders, undone_orders = len({x.order for x in selected}), len({x.order for x in ours})
    return {
        "whole_file_invoice_share": round(totals["invoicesC"] / invoices, 4),
        "whole_file_value_share": round(-totals["valueC"] / totals["value"], 4),
        "whole_file_value_share_without_extreme_lines": round(-undone / normal, 4),
        "selected_invoice_share": round(undone_orders / (orders + undone_orders), 4),
        "selected_value_share": round(-sum(x.value for x in ours) / sum(x.value for x in selected), 4),
    }


def shares(values: Iterable[Any], limit: int) -> dict[str, float]:
    """Return the shares of the most frequent values."""
    counts = Counter(values)
    total = sum(counts.values())
    top = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))[:limit]
    return {str(key): round(number / total, 4) for key, number in top}


DEFINITIONS = {
    "sets": (
        "shop = clean lines of all articles; selected = clean lines of the selected articles, all identified "
        "buyers (not only the kept ones, since keeping the recently active ones would bias early months and "
        "repeat rates); kept = selected lines of the buyers in buyers.csv. The kept set lacks orders of June "
        "2011 by buyers last seen before the cut-off in SOURCE.md (selected is complete): do not read its "
        "months as growth."
    ),
    "daily_orders": (
        "Orders are distinct ordinary invoice numbers with a line of the set, dated by their first line, UK "
        "local date. Open days are days with a clean order in the shop. Fano factor = mean squared deviation "
        "from a centred mean over 21 open days, divided by the mean; weekday adjusted = counts divided by the "
        "weekday profile first. Weekday profile = mean orders per open day of the weekday, relative to the "
        "mean of the open weekdays; 0 = closed."
    ),
    "month_index": (
        "Orders of the month over the mean month; orders_per_open_day = the same with each month divided by "
        f"its open days; value = line values of the month over the mean month, lines of more than {EXTREME_QUANTITY:,} "
        "units left out. The articles were chosen by orders in 2011-03..2011-08, so the months before read low for "
        "selected."
    ),
    "order_shape": (
        "Quantiles without interpolation over orders (value in pence, number of distinct articles) or over "
        "lines (quantity) from 2010-12 to 2011-08; all_lines counts every clean line of an order with a "
        "selected article."
    ),
    "repurchase": (
        "Per buyer distinct purchase days, 2010-12 to 2011-08. New buyer = first day from "
        f"{NEW_BUYER_START.isoformat()}, at least the "
        "horizon before 2011-08-31; repeat = second day within the horizon. Gaps = days between consecutive "
        "purchase days; gaps still open at the end are not counted, so long gaps are understated."
    ),
    "buyers_by_country": "Share of the kept buyers by their most frequent country, eight largest.",
    "hour_profile": "Share of selected orders by UK local hour of their first line.",
    "cancellations": (
        "Invoice share = C invoices over all invoices; value share = value of C lines over the value of all "
        "lines on ordinary invoices. Whole file counts all rows. Selected counts lines of selected articles "
        f"with a known buyer, duplicates dropped. Extreme lines = more than {EXTREME_QUANTITY:,} units."
    ),
    "catalogue": (
        "Spread over the selected articles; break_ratio = first large-lot price over small-lot price in "
        "percent, of the articles with a break."
    ),
}


def catalogue_facts(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the spread of the catalogue."""
    rates = [float(row["orders_per_week"]) for row in rows]
    ratio = [round(100 * row["tier2_price"] / row["price_small"]) for row in rows if row["tier2_price"]]
    return {
        "articles": len(rows),
        "with_one_break": sum(bool(row["tier2_price"]) for row in rows),
        "with_two_breaks": sum(bool(row["tier3_price"]) for row in rows),
        "with_season_index": sum(bool(row["season_index"]) for row in rows),
        "break_ratio_percent": quantiles(ratio),
        "price_small": quantiles([row["price_small"] for row in rows]),
        "mean_orders_per_week": round(sum(rates) / len(rates), 2),
        "median_orders_per_week": round(float(np.median(rates)), 2),
    }


def calibrate(
    source: Source, selected: list[Line], buyers: list[dict[str, Any]], rows: list[dict[str, Any]]
) -> dict[str, Any]:
    """Measure all calibration figures."""
    names = {row["buyer"] for row in buyers}
    kept = [line for line in selected if line.buyer in names]
    days = sorted({line.day for line in source.clean})
    late = [day for day in days if day >= LATE_START]
    open_days = months_open(days)
    return {
        "source": "UCI Online Retail, 2010-12-01 to 2011-08-31; money in pence (GBP); see SOURCE.md",
        "definitions": DEFINITIONS,
        "catalogue": catalogue_facts(rows),
        "open_days_per_month": {month: open_days[month] for month in MONTHS},
        "daily_orders": {
            "shop": daily_orders(source.clean, days),
            "selected": daily_orders(selected, days),
            "selected_last_13_weeks": daily_orders(between(selected, LATE_START), late),
            "kept_last_13_weeks": daily_orders(between(kept, LATE_START), late),
        },
        "month_index": {"shop": month_index(source.clean, open_days), "selected": month_index(selected, open_days)},
        "order_shape": {"selected": order_shape(selected, source.clean), "kept": order_shape(kept, source.clean)},
        "repurchase": {"shop": repurchase(source.clean), "selected": repurchase(selected)},
        "buyers_by_country": shares((row["country"] for row in buyers), 8),
        "hour_profile": dict(sorted(shares((f"{x.when.hour:02d}" for x in first_lines(selected)), 24).items())),
        "cancellations": cancellations(source, selected),
        "assumptions": [f"Assumption: {text}" for text in ASSUMPTIONS],
    }


def months_open(days: Iterable[date]) -> Counter[str]:
    """Count the open days of each month."""
    return Counter(f"{day:%Y-%m}" for day in days)


# --- writing -------------------------------------------------------------------------------------------


def to_csv(rows: list[dict[str, Any]]) -> bytes:
    """Return rows as CSV with LF line ends."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def to_gzip(data: bytes) -> bytes:
    """Pack data without a time stamp or a file name."""
    return gzip.compress(data, compresslevel=9, mtime=0)


def check_rows(catalogue: list[dict[str, Any]], buyers: list[dict[str, Any]], orders: list[dict[str, Any]]) -> None:
    """Raise if names, prices, price breaks or references are not sound."""
    for row in catalogue:
        if not row["name"]:
            raise ValueError(f"no name: {row['sku']}")
        prices = [row[key] for key in ("price_small", "tier2_price", "tier3_price") if row[key] != ""]
        sizes = [row[key] for key in ("tier2_min_qty", "tier3_min_qty") if row[key] != ""]
        if not all(20 <= price <= 5000 for price in prices):
            raise ValueError(f"price out of range: {row['sku']} {prices}")
        if sorted(set(prices), reverse=True) != prices or sorted(set(sizes)) != sizes or len(sizes) != len(prices) - 1:
            raise ValueError(f"price breaks not monotone: {row['sku']} {prices} {sizes}")
    skus, names = {row["sku"] for row in catalogue}, {row["buyer"] for row in buyers}
    for row in orders:
        if row["sku"] not in skus or row["buyer"] not in names:
            raise ValueError(f"unknown article or buyer in order {row['order']}")
        if row["quantity"] <= 0 or not 1 <= row["unit_price"] <= 5000:
            raise ValueError(f"quantity or price out of range in order {row['order']}")


SOURCE_TEXT = """# World `giftware`: where the data come from

Small data set about a UK-based online wholesaler of giftware (real, anonymous), made by
`python -m scenarios.worlds.derive_giftware PATH_TO_uci-online-retail.csv.gz`. Do not edit the files by hand.
The source covers 2010-12-01 to 2011-08-31 only; later months are held out and must not be fetched.

## Files

| file | rows | content |
|---|---|---|
| `catalogue.csv` | {catalogue} | articles: small-lot price, inferred quantity breaks, weekly demand, season |
| `buyers.csv` | {buyers} | identified buyers (anonymous numbers of the source) with their buying habits |
| `orders.csv.gz` | {orders} | order lines of these articles and buyers, 2011-06-01 to 2011-08-31, time in UTC |
| `calibration.json` | | measured figures, each group with its definition, and the assumptions |

Money is in pence (GBP). Empty fields mean "not known" or "none".

## Columns that need a word

* `price_small`: most frequent unit price of lines up to the 30% quantile of quantity, 2011-06 to 2011-08.
* `tier2_*`, `tier3_*`: inferred from lines of 2011-03 to 2011-08; a lower price paid by at least three buyers, at
  least 3% below the level before; 70% of its lines reach the minimum quantity and 60% of the lines reaching it paid
  it or less.
* `pack`: most frequent line quantity among customary pack sizes. `qty_*`: quantiles of line quantity, whole window.
* `orders_per_week`, `units_per_week`: 2011-03-01 to 2011-08-31 (26.3 weeks), identified buyers only; single lines
  capped at the article's 99% quantile. Articles first sold after 2011-03-01 (`first_sold`) have a higher current
  rate than shown.
* `season_index`: units (capped as above) per open day in {months}, mean 1; only with 200 or more lines.
* `orders`, `first_order`, `last_order`, `mean_gap_days`, `median_order_value`: all articles, whole window; `orders`
  counts purchase days. `median_lines`, `quantity_factor`: selected articles only; factor = line quantity / article
  median, median.
* `order` and `placed_at`: invoice number and the earliest time on the invoice. An article can occur twice in one
  order.

## Rules

* Articles: at least 60 clean lines, a sale in 2011-08, most distinct orders in 2011-03 to 2011-08; the first 180.
* Buyers: a clean line of these articles in 2011-03 to 2011-08 ({candidates} buyers); of these the {buyers} with the
  most recent order of any article, ties by more purchase days, then by number. The oldest last order kept is {cutoff}.
  Orders of buyers last seen before that day are missing from `orders.csv.gz`: it holds {kept_june} of the
  {all_june} orders of June 2011, so its rise from June to July is not growth. Use `month_index` for the season.

## Rows dropped, in this order

| reason | lines |
|---|---|
{dropped}

The quantity limit is the 99.9% quantile of the lines before that step: {cap} units.

## Licence and attribution

Creative Commons Attribution 4.0 International (CC BY 4.0), https://creativecommons.org/licenses/by/4.0/ .

> Online Retail, Daqing Chen (2015), UCI Machine Learning Repository, https://doi.org/10.24432/C5BW33 , \
licensed under CC BY 4.0.
> Changed by us: restricted to invoices dated up to 2011-08-31, re-sorted, one trailing `.0` removed from \
CustomerID, recompressed; further restricted to {catalogue} articles and {buyers} buyers, order lines to \
2011-06-01 to 2011-08-31, exact duplicates and lines over {cap} units dropped, blanks in names collapsed, prices \
turned into pence, times into UTC and one time per order, columns renamed, figures per article and buyer derived. \
No endorsement is implied.
"""


def source_text(counts: dict[str, int], figures: dict[str, Any]) -> bytes:
    """Return the text of SOURCE.md with all counts."""
    dropped = "\n".join(f"| {reason} | {number:,} |" for reason, number in counts.items())
    months = f"{MONTHS[0]} to {MONTHS[-1]}"
    return SOURCE_TEXT.format(dropped=dropped, months=months, **figures).encode("utf-8")


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


def june_orders(lines: list[Line]) -> int:
    """Count the orders of June 2011."""
    return len({line.order for line in between(lines, LATE_START, date(2011, 6, 30))})


def derive(path: Path) -> dict[str, bytes]:
    """Return the content of every output file by name."""
    source = read_source(path)
    open_days = months_open({line.day for line in source.clean})
    skus = select_skus(source.clean)
    chosen = set(skus)
    selected = [line for line in source.clean if line.sku in chosen]
    by_sku = group(selected, lambda line: line.sku)
    catalogue = [catalogue_row(sku, by_sku[sku], open_days) for sku in skus]
    names, candidates = choose_buyers(source.clean, selected)
    every, ours = group(source.clean, lambda x: x.buyer), group(selected, lambda x: x.buyer)
    medians = {row["sku"]: row["qty_median"] for row in catalogue}
    buyers = [buyer_row(name, every[name], ours[name], medians) for name in names]
    lines, counts, cap = funnel(source, selected, set(names))
    orders = order_rows(lines)
    check_rows(catalogue, buyers, orders)
    facts = calibrate(source, selected, buyers, catalogue)
    figures = {
        "catalogue": f"{len(catalogue):,}",
        "buyers": f"{len(buyers):,}",
        "orders": f"{len(orders):,}",
        "candidates": f"{candidates:,}",
        "cutoff": min(row["last_order"] for row in buyers),
        "cap": f"{cap:,}",
        "kept_june": f"{june_orders(lines):,}",
        "all_june": f"{june_orders(selected):,}",
    }
    return {
        "catalogue.csv": to_csv(catalogue),
        "buyers.csv": to_csv(buyers),
        "orders.csv.gz": to_gzip(to_csv(orders)),
        "calibration.json": (json.dumps(facts, indent=1, ensure_ascii=False) + "\n").encode("utf-8"),
        "SOURCE.md": source_text(counts, figures),
    }


def main() -> None:
    """Write the data set of the world next to this script."""
    parser = argparse.ArgumentParser(description="Derive the data set of the world giftware.")
    parser.add_argument("source", type=Path, help="path of uci-online-retail.csv.gz")
    OUT_DIR.mkdir(exist_ok=True)
    for name, data in derive(parser.parse_args().source).items():
        (OUT_DIR / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")


if __name__ == "__main__":
    main()
