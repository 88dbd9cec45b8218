"""From files to what they change: everything is read and checked before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shops.buyers import PastOrder
from shops.models import Customer, Product
from shopstaff.importing.cells import Row
from shopstaff.importing.columns import Columns, Kind, recognise
from shopstaff.importing.customers import read_customers
from shopstaff.importing.held import Held, Target
from shopstaff.importing.history import find_unknown, read_orders
from shopstaff.importing.products import Item, find_repeats, merge_items, read_items
from shopstaff.importing.report import Finding, Report
from shopstaff.importing.stock import read_product_stock, read_stock, warn_bare, warn_promised
from shopstaff.importing.tables import Table, Unreadable, read_table

Rows = dict[Kind, list[Row]]


@dataclass
class Counts:
    """How many of a kind are new, changed, and as they were."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def add(self, *, is_new: bool, is_changed: bool) -> None:
        """Count one."""
        if is_new:
            self.new += 1
        elif is_changed:
            self.changed += 1
        else:
            self.unchanged += 1


@dataclass
class Plan:
    """What an import will write, only what is new or changed; ``counts`` by kind, products by SKU."""

    products: list[Product] = field(default_factory=list)
    stock: dict[str, int] = field(default_factory=dict)
    customers: list[Customer] = field(default_factory=list)
    orders: list[PastOrder] = field(default_factory=list)
    counts: dict[Kind, Counts] = field(default_factory=lambda: {kind: Counts() for kind in Kind})


def read_files(files: Sequence[Path], report: Report) -> Rows:
    """Read files and sort their rows by kind; faults of a file as a whole go to the report."""
    rows: Rows = {kind: [] for kind in Kind}
    for path, name in zip(files, file_names(files), strict=True):
        try:
            table = read_table(path)
        except Unreadable as error:
            report.faults.append(Finding(name, error.line, str(error)))
            continue
        columns = recognise(table.header.cells)
        report.faults += [Finding(name, table.header.number, fault) for fault in columns.faults]
        report.warnings += [Finding(name, table.header.number, f"column {cell} is not used") for cell in columns.unused]
        if columns.kind is not None and not columns.faults:
            rows[columns.kind] += _rows(name, table, columns, report)
    return rows


def file_names(files: Sequence[Path]) -> list[str]:
    """Give the names that files go by in reports: without the folder where that is clear."""
    names = [path.name for path in files]
    return [path.name if names.count(path.name) == 1 else str(path) for path in files]


def _rows(name: str, table: Table, columns: Columns, report: Report) -> list[Row]:
    header = table.header.cells
    headers = {column: header[place] for column, place in columns.at.items()}
    rows = []
    for number, cells in table.lines:
        if any(cells[len(header) :]):
            text = f"{len(cells)} cells under {len(header)} columns; put a text that has the separator in it in quotes"
            report.faults.append(Finding(name, number, text))
            continue
        named = {column: cells[place] if place < len(cells) else "" for column, place in columns.at.items()}
        rows.append(Row(name, number, named, headers))
    return rows


def make_plan(rows: Rows, held: Held, target: Target, report: Report) -> Plan:
    """Check rows against each other and the shop, and say what they change.

    After a fault in the report the plan is of no use. Names are not looked up when a whole file could not be read,
    because it may hold them.
    """
    whole = not report.faults
    plan = Plan()
    _check_currency([*rows[Kind.PRODUCTS], *rows[Kind.ORDERS]], target, report)
    items = read_items(rows[Kind.PRODUCTS], target, report)
    skus = set(held.home) | _named(rows[Kind.PRODUCTS], "sku")
    _plan_products(plan, items, held, target, report)
    _plan_stock(plan, rows, held, report, skus=skus if whole else None)
    for customer in read_customers(rows[Kind.CUSTOMERS], held, target, report):
        old = held.customer(customer.id)
        plan.counts[Kind.CUSTOMERS].add(is_new=old is None, is_changed=old != customer)
        plan.customers += [customer] if old != customer else []
    for order in read_orders(rows[Kind.ORDERS], target, report):
        plan.counts[Kind.ORDERS].add(is_new=order.id not in held.orders, is_changed=False)
        plan.orders += [order] if order.id not in held.orders else []
    if whole:
        named = _named(rows[Kind.ORDERS], "customer")
        buyers = _named(rows[Kind.CUSTOMERS], "customer") | {name for name in named if held.customer(name)}
        find_unknown(rows[Kind.ORDERS], "sku", skus, report)
        find_unknown(rows[Kind.ORDERS], "customer", buyers, report)
    return plan


def _plan_products(plan: Plan, items: Sequence[Item], held: Held, target: Target, report: Report) -> None:
    merged = merge_items(items, held, target, report)
    touched: dict[str, Product] = {}
    for item in items:
        old = held.products.get(held.home.get(item.sku, ""))
        product = next(merged[own] for own in (held.home.get(item.sku), item.product, item.sku) if own in merged)
        is_changed = _view(old, item.sku) != _view(product, item.sku)
        plan.counts[Kind.PRODUCTS].add(is_new=old is None, is_changed=is_changed)
        if is_changed:
            touched[product.id] = product
    plan.products = list(touched.values())


def _view(product: Product | None, sku: str) -> tuple[object, ...]:
    """Give what an import can change of a SKU; its product's title is that of the first SKU."""
    if product is None:
        return ()
    return next(one for one in product.variants if one.sku == sku), product.category, product.description


def _plan_stock(plan: Plan, rows: Rows, held: Held, report: Report, *, skus: set[str] | None) -> None:
    of_products: dict[str, Row] = {}
    for row in rows[Kind.PRODUCTS]:
        if row.cells.get("stock"):
            of_products.setdefault(row.cells.get("sku", ""), row)
    given = [*of_products.values(), *rows[Kind.STOCK]]
    find_repeats(given, "sku", report)
    pieces = read_product_stock(rows[Kind.PRODUCTS], report) | read_stock(rows[Kind.STOCK], report, skus=skus)
    warn_promised(given, pieces, held.stock, report)
    warn_bare(rows[Kind.PRODUCTS], pieces, held.stock, report)
    for sku, on_hand in pieces.items():
        is_changed = sku not in held.stock or held.stock[sku].on_hand != on_hand
        plan.counts[Kind.STOCK].add(is_new=sku not in held.stock, is_changed=is_changed)
        if is_changed:
            plan.stock[sku] = on_hand


def _check_currency(rows: Iterable[Row], target: Target, report: Report) -> None:
    own = target.info.currency
    for row in rows:
        named = row.cells.get("currency", "")
        if named and named.upper() != own:
            text = f"{row.headers['currency']} {named} is not the shop's, {own}; convert the amounts"
            report.faults.append(row.finding(text))


def _named(rows: Iterable[Row], column: str) -> set[str]:
    return {row.cells[column] for row in rows if row.cells.get(column)}
