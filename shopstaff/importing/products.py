"""Rows of products and of stock: checking them, and putting them together with what the shop holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kit.money import format_minor
from shops.models import Product, Tier, Variant
from shops.terms import ladder_faults
from shopstaff.importing.cells import Row, count, money, need, prose, take, word
from shopstaff.importing.columns import tier_numbers
from shopstaff.importing.held import Held, Target
from shopstaff.importing.ladders import read_ladder
from shopstaff.importing.report import Report

_COST_REMEDY = "give a cost above 0, or nothing if it is not known"


@dataclass(frozen=True)
class Item:
    """One product row that was read; None stands for an empty cell, which leaves what the shop holds."""

    row: Row
    sku: str
    title: str
    tiers: tuple[Tier, ...]
    cost: int | None
    moq: int | None
    pack: int | None
    product: str | None
    category: str | None
    description: str | None


def read_items(rows: Sequence[Row], target: Target, report: Report) -> list[Item]:
    """Read product rows; those with a fault are left out, which the report says."""
    items = []
    for row in rows:
        sku, title = need(row, "sku", word, report), need(row, "title", prose, report)
        tiers = _tiers(row, target, report)
        cost = take(row, "cost", money(target.info.currency, _COST_REMEDY), report)
        moq, pack = take(row, "moq", count(1), report), take(row, "pack", count(1), report)
        product, category = take(row, "product", word, report), take(row, "category", word, report)
        description = take(row, "description", prose, report)
        if sku and title and tiers:
            items.append(Item(row, sku, title, tiers, cost, moq, pack, product, category, description))
    find_repeats(rows, "sku", report)
    return items


def find_repeats(rows: Sequence[Row], column: str, report: Report) -> None:
    """Report every row that names what an earlier row of these files has named already."""
    first: dict[str, Row] = {}
    for row in rows:
        name = row.cells.get(column, "")
        earlier = first.setdefault(name, row)
        if name and earlier is not row:
            text = f"{row.headers[column]} {name} is in {earlier.place} already; keep one of the two rows"
            report.faults.append(row.finding(text))


def merge_items(items: Sequence[Item], held: Held, target: Target, report: Report) -> dict[str, Product]:
    """Put items into the products they belong to, by product id; other SKUs of those products stay as they are.

    A product has the title of its first SKU. A SKU belongs to the product that the shop has it in, else to the one
    its row names, else to a product of its own with the SKU as its id.
    """
    products: dict[str, Product] = {}
    home = dict(held.home)
    for item in items:
        own = home.setdefault(item.sku, item.product or item.sku)
        if item.product and item.product != own:
            text = f"product {item.product}: the shop has SKU {item.sku} in product {own}; a SKU does not move"
            report.faults.append(item.row.finding(text))
        before = products.get(own) or held.products.get(own)
        products[own] = _with_item(before, item, own, target)
        _warn(item, next(one for one in products[own].variants if one.sku == item.sku), target, report)
    return products


def _tiers(row: Row, target: Target, report: Report) -> tuple[Tier, ...] | None:
    """Read a row's price with its tiers, or its ladder; None after a fault."""
    before = len(report.faults)
    amount = money(target.info.currency)
    price = take(row, "price", amount, report)
    ladder = take(row, "ladder", lambda text: read_ladder(text, target.info.currency), report) or ()
    steps = _numbered(row, target, report)
    fault = None
    if not price and not ladder and len(report.faults) == before:
        fault = f"{row.headers.get('price', 'price')} is missing; fill it in"
    elif ladder and steps:
        fault = "there are tier columns and a ladder; leave one of them empty"
    elif ladder and price and price != ladder[0].unit_price:
        fault = f"the price is not that of the ladder's first step, {ladder[0].unit_price} minor units; make them equal"
    tiers = ladder or ((Tier(min_quantity=1, unit_price=price), *steps) if price else ())
    if len(tiers) > target.max_tiers:
        fault = f"the ladder has {len(tiers)} steps; the shop takes at most {target.max_tiers}"
    if len(report.faults) == before:
        faults = [fault] if fault else ladder_faults(tiers)
        report.faults += [row.finding(one) for one in faults]
    return tiers if len(report.faults) == before else None


def _numbered(row: Row, target: Target, report: Report) -> list[Tier]:
    steps = []
    for number in tier_numbers(list(row.cells)):
        names = f"tier{number}_min", f"tier{number}_price"
        if not any(row.cells.get(name) for name in names):
            continue
        least = need(row, names[0], count(1), report)
        price = need(row, names[1], money(target.info.currency), report)
        if least and price:
            steps.append(Tier(min_quantity=least, unit_price=price))
    return steps


def _with_item(before: Product | None, item: Item, product_id: str, target: Target) -> Product:
    variants = before.variants if before else ()
    old = next((one for one in variants if one.sku == item.sku), None)
    new = Variant(
        sku=item.sku,
        product_id=product_id,
        title=item.title,
        tiers=item.tiers,
        base_price=item.tiers[0].unit_price,
        options=old.options if old else (),
        weight_g=old.weight_g if old else None,
        listed=old.listed if old else True,
        cost=item.cost or (old.cost if old else None),
        moq=item.moq or (old.moq if old else 1),
        pack=item.pack or (old.pack if old else 1),
    )
    placed = tuple(new if one.sku == item.sku else one for one in variants) if old else (*variants, new)
    blank = Product(id=product_id, title=item.title, variants=(), currency=target.info.currency, updated_at=target.now)
    product = before or blank
    return product.model_copy(
        update={
            "title": placed[0].title,
            "variants": placed,
            "category": item.category or product.category,
            "description": item.description or product.description,
            "updated_at": target.now,
        }
    )


def _warn(item: Item, variant: Variant, target: Target, report: Report) -> None:
    if variant.cost is None:
        text = f"SKU {item.sku} has no cost, so no floor: the staff will not sell or quote it until a cost is given"
        report.warnings.append(item.row.finding(text))
        return
    below = [tier for tier in variant.tiers if tier.unit_price < variant.cost]
    if below:
        cost, price = (format_minor(amount, target.info.currency) for amount in (variant.cost, below[0].unit_price))
        text = f"SKU {item.sku}: cost {cost} is above the price {price} from {below[0].min_quantity} pieces on"
        report.warnings.append(item.row.finding(text))
