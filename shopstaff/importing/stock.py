"""Pieces on hand, from files of stock and from the stock column of files of products."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from shops.models import Stock
from shopstaff.importing.cells import Row, count, need, take, word
from shopstaff.importing.report import Finding, Report


def read_product_stock(rows: Sequence[Row], report: Report) -> dict[str, int]:
    """Read the pieces on hand by SKU from the product rows that give any."""
    pieces = {}
    for row in rows:
        on_hand = take(row, "stock", count(0), report)
        if on_hand is not None:
            pieces[row.cells.get("sku", "")] = on_hand
    return pieces


def read_stock(rows: Sequence[Row], report: Report, *, skus: Collection[str] | None) -> dict[str, int]:
    """Read the pieces on hand by SKU; ``skus`` are those there are, None to let any pass."""
    pieces = {}
    for row in rows:
        sku, on_hand = need(row, "sku", word, report), need(row, "stock", count(0), report)
        if sku and skus is not None and sku not in skus:
            text = f"{row.headers['sku']} {sku} is unknown; add it to a file of products or correct it"
            report.faults.append(row.finding(text))
        if sku and on_hand is not None:
            pieces[sku] = on_hand
    return pieces


def warn_promised(rows: Sequence[Row], pieces: Mapping[str, int], held: Mapping[str, Stock], report: Report) -> None:
    """Warn of stock below what paid orders are waiting for."""
    for row in rows:
        sku = row.cells.get("sku", "")
        reserved = held[sku].reserved if sku in held else 0
        if row.cells.get("stock") and pieces.get(sku, reserved) < reserved:
            text = f"SKU {sku}: {pieces[sku]} pieces on hand are fewer than the {reserved} promised to paid orders"
            report.warnings.append(row.finding(text))


def warn_bare(rows: Sequence[Row], pieces: Mapping[str, int], held: Mapping[str, Stock], report: Report) -> None:
    """Warn once a file of new SKUs that come without stock."""
    given = pieces.keys() | held.keys()
    bare = Counter(row.file for row in rows if row.cells.get("sku", "") not in given)
    for file, count_of in bare.items():
        text = f"{count_of} new SKUs come without stock, so none is on hand; import a file of sku and stock"
        report.warnings.append(Finding(file, 0, text))
