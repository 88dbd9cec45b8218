"""The source of the world `giftware`: lines of UCI Online Retail read and cleaned, and how they are counted.

Terms:

* Exact duplicates: a line equal to an earlier line of the same invoice in every column is dropped. Whether
  such lines are double entries or two real lines is unknown; dropping them understates quantities slightly.
* Clean lines: ordinary invoices (not `C`/`A`), quantity > 0, price > 0, known customer, article code that
  starts with five digits, exact duplicates dropped.
* Quantiles and medians of integers are taken without interpolation (the lower median for even counts), so
  they are values that occur in the data.
* Money is in pence (GBP minor units).
"""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

RECENT_START = date(2011, 3, 1)
LATE_START = date(2011, 6, 1)
DATA_END = date(2011, 8, 31)
MONTHS = ["2010-12", *(f"2011-{m:02d}" for m in range(1, 9))]
EXTREME_QUANTITY = 10_000
QUANTILES = (10, 25, 50, 75, 90, 99)
REASONS = (
    "exact duplicate",
    "cancellation invoice (C)",
    "accounting invoice (A)",
    "quantity not positive",
    "price not positive",
    "no customer number",
    "code does not start with five digits",
)


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


def purchase_days(lines: Iterable[Line]) -> dict[str, list[date]]:
    """Return the sorted distinct purchase days of each buyer."""
    days: dict[str, set[date]] = defaultdict(set)
    for line in lines:
        days[line.buyer].add(line.day)
    return {buyer: sorted(found) for buyer, found in days.items()}


def months_open(days: Iterable[date]) -> Counter[str]:
    """Count the open days of each month."""
    return Counter(f"{day:%Y-%m}" for day in days)
