"""Derive the small data set of the world `giftware` from the UCI Online Retail development part.

Usage: ``python -m scenarios.worlds.derive_giftware PATH_TO_uci-online-retail.csv.gz``

The output is a pure function of the input file: the same input gives the same bytes (the gzip member
carries no time and no name; another zlib version may pack the same text differently). Lines are read in
`giftware_source.py`, chosen in `giftware_rows.py` and measured in `giftware_figures.py`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

from scenarios.worlds.giftware_figures import calibrate
from scenarios.worlds.giftware_rows import buyer_row, catalogue_row, choose_buyers, funnel, order_rows, select_skus
from scenarios.worlds.giftware_source import LATE_START, MONTHS, Line, between, group, months_open, read_source

OUT_DIR = Path(__file__).resolve().parent / "giftware"


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


def june_orders(lines: list[Line]) -> int:
    """Count the orders of June 2011."""
    return len({line.order for line in between(lines, LATE_START, date(2011, 6, 30))})


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


def source_text(counts: dict[str, int], figures: dict[str, Any]) -> bytes:
    """Return the text of SOURCE.md with all counts."""
    dropped = "\n".join(f"| {reason} | {number:,} |" for reason, number in counts.items())
    months = f"{MONTHS[0]} to {MONTHS[-1]}"
    return SOURCE_TEXT.format(dropped=dropped, months=months, **figures).encode("utf-8")


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
