"""Figures of the giftware source that the world is calibrated by, each group with its definition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np

from scenarios.worlds.giftware_source import (
    DATA_END,
    EXTREME_QUANTITY,
    LATE_START,
    MONTHS,
    Line,
    Source,
    between,
    group,
    months_open,
    purchase_days,
    quantiles,
)

# Buyers first seen before this day are mostly old buyers whose earlier orders lie before the data.
NEW_BUYER_START = date(2011, 1, 15)


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


def fano(counts: np.ndarray) -> float:
    """Return variance over mean around a centred 21-open-day mean."""
    half = 10
    trend = np.array([counts[max(0, i - half) : i + half + 1].mean() for i in range(len(counts))])
    return float(((counts - trend) ** 2).mean() / counts.mean())


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


def first_lines(lines: list[Line]) -> list[Line]:
    """Return the first line of each order."""
    return [order[0] for order in group(lines, lambda line: line.order).values()]
