"""Products, variants, stock and ladders of the built-in shop: reading them and loading them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kit.errors import BadInput
from kit.prepared import Prepared
from shops.embedded.rows import add_rows, find_as, find_row, put_rows
from shops.embedded.store import ShopStore, absent
from shops.embedded.tables import PRICE_CHANGE, PRODUCT, STOCK, VARIANT
from shops.models import Product, Stock, Tier, Variant
from shops.terms import ladder_faults

_PRODUCT_FIELDS = tuple(name for name in Product.model_fields if name != "variants")
_SHELVED = (
    sa.select(VARIANT.c.sku)
    .join(PRODUCT, (PRODUCT.c.shop_id == VARIANT.c.shop_id) & (PRODUCT.c.id == VARIANT.c.product_id))
    .where(VARIANT.c.shop_id == sa.bindparam("shop"), VARIANT.c.sku.in_(sa.bindparam("skus", expanding=True)))
    .where(VARIANT.c.listed, PRODUCT.c.listed)
)
_STOCK_CHANGES = {
    name: Prepared(
        sa.update(STOCK)
        .where(STOCK.c.shop_id == sa.bindparam("shop"), STOCK.c.sku == sa.bindparam("at_sku"))
        .values({name: STOCK.c[name] + sa.bindparam("pieces")})
    )
    for name in ("on_hand", "reserved", "incoming")
}
_OFFERS_SOLD = Prepared(
    sa.update(STOCK)
    .where(STOCK.c.shop_id == sa.bindparam("shop"), STOCK.c.sku == sa.bindparam("at_sku"))
    .where(STOCK.c.offered.is_not(None))
    .values(offered=sa.case((STOCK.c.offered > sa.bindparam("sold"), STOCK.c.offered - sa.bindparam("sold")), else_=0))
)


def read_products(connection: sa.Connection, shop_id: str, rows: Sequence[Any]) -> list[Product]:
    """Make products of their rows, with their variants in the order they were loaded."""
    ids, by = [row.id for row in rows], ("product_id", "position")
    variants: dict[str, list[Variant]] = {}
    for variant in find_as(Variant, connection, VARIANT, shop_id, product_id=ids, order=by):
        variants.setdefault(variant.product_id, []).append(variant)
    return [
        Product.model_validate(
            {**{name: getattr(row, name) for name in _PRODUCT_FIELDS}, "variants": tuple(variants.get(row.id, ()))}
        )
        for row in rows
    ]


def get_product_row(connection: sa.Connection, shop_id: str, product_id: str) -> Any:
    """Give the row of a product, or raise :class:`kit.errors.Retry`."""
    row = find_row(connection, PRODUCT, shop_id, "id", product_id)
    if row is None:
        raise absent("product", product_id, "list products")
    return row


def find_variants(connection: sa.Connection, shop_id: str, skus: Iterable[str]) -> dict[str, Variant]:
    """Give the variants of the SKUs named; one that is not there is a :class:`kit.errors.Retry`."""
    wanted = sorted(set(skus))
    found = {one.sku: one for one in find_as(Variant, connection, VARIANT, shop_id, sku=wanted, order=("sku",))}
    for sku in wanted:
        if sku not in found:
            raise absent("SKU", sku, "list variants")
    return found


def find_stock(connection: sa.Connection, shop_id: str, skus: Iterable[str] | None) -> dict[str, Stock]:
    """Give the stock of the SKUs named, or of all, by SKU."""
    wanted = None if skus is None else list(skus)
    return {one.sku: one for one in find_as(Stock, connection, STOCK, shop_id, sku=wanted, order=("sku",))}


def shelved_skus(connection: sa.Connection, shop_id: str, skus: Iterable[str]) -> set[str]:
    """Give those of the SKUs that are on the shelf: the variant and its product are listed."""
    return set(connection.execute(_SHELVED, {"shop": shop_id, "skus": list(skus)}).scalars())


def change_stock(connection: sa.Connection, shop_id: str, column: str, pieces: dict[str, int]) -> None:
    """Add pieces (may be negative) to one column of the stock, by SKU."""
    rows = [{"shop": shop_id, "at_sku": sku, "pieces": count} for sku, count in pieces.items()]
    _STOCK_CHANGES[column].run(connection, *rows)


def lower_offers(connection: sa.Connection, shop_id: str, sold: Mapping[str, int]) -> None:
    """Take what was sold off the listed quantities; never below zero, and a SKU without one stays without."""
    rows = [{"shop": shop_id, "at_sku": sku, "sold": count} for sku, count in sold.items()]
    _OFFERS_SOLD.run(connection, *rows)


def tier_rows(tiers: Sequence[Tier]) -> list[dict[str, Any]]:
    """Write a ladder as JSON."""
    return [tier.model_dump() for tier in tiers]


def price_change_row(
    shop_id: str, sku: str, at: datetime, *, old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> dict[str, Any]:
    """Make the row of a ladder's change."""
    return {"shop_id": shop_id, "sku": sku, "at": at, "old": old, "new": new}


def load_products(store: ShopStore, products: Sequence[Product], stock: dict[str, int], *, at: datetime) -> None:
    """Put products into the catalogue; see :meth:`shops.buyers.MarketSide.load_products`.

    A SKU that a replaced product no longer has stays, off the shelf, because orders may name it.

    Raises:
        BadInput: A SKU twice, a ladder that is none, another currency, or stock of a SKU that is not there.
    """
    _check_products(products, currency=store.info().currency)
    shop_id = store.shop_id
    with store.writing() as connection:
        old = {row.sku: row for row in connection.execute(sa.select(VARIANT).where(VARIANT.c.shop_id == shop_id))}
        _check_skus(products, stock, old)
        ids = [product.id for product in products]
        connection.execute(
            sa.update(VARIANT).where(VARIANT.c.shop_id == shop_id, VARIANT.c.product_id.in_(ids)).values(listed=False)
        )
        put_rows(connection, PRODUCT, [_product_row(shop_id, product) for product in products])
        variants = [variant for product in products for variant in product.variants]
        rows = [row for product in products for row in _variant_rows(shop_id, product)]
        put_rows(connection, VARIANT, rows)
        ladders = {sku: row.tiers for sku, row in old.items()}
        changes = [
            price_change_row(shop_id, row["sku"], at, old=ladders.get(row["sku"], []), new=row["tiers"])
            for row in rows
            if ladders.get(row["sku"]) != row["tiers"]
        ]
        add_rows(connection, PRICE_CHANGE, changes)
        _load_stock(connection, shop_id, [variant.sku for variant in variants], stock)


def _load_stock(connection: sa.Connection, shop_id: str, skus: Sequence[str], stock: dict[str, int]) -> None:
    held = find_stock(connection, shop_id, None)
    new = [sku for sku in skus if sku not in held and sku not in stock]
    put_rows(
        connection,
        STOCK,
        [
            {
                "shop_id": shop_id,
                "sku": sku,
                "on_hand": stock.get(sku, 0),
                "reserved": held[sku].reserved if sku in held else 0,
                "incoming": held[sku].incoming if sku in held else 0,
                "offered": held[sku].offered if sku in held else None,
            }
            for sku in [*stock, *new]
        ],
    )


def _check_products(products: Sequence[Product], *, currency: str) -> None:
    faults = []
    for product in products:
        if product.currency != currency:
            faults.append(f"product {product.id}: prices are in {product.currency}, the shop sells in {currency}")
        for variant in product.variants:
            faults += [f"SKU {variant.sku}: {fault}" for fault in ladder_faults(variant.tiers)]
            if variant.product_id != product.id:
                faults.append(f"SKU {variant.sku}: belongs to {variant.product_id}, but stands in {product.id}")
    if faults:
        raise BadInput("the products cannot be loaded; correct these: " + "; ".join(faults), faults)


def _check_skus(products: Sequence[Product], stock: dict[str, int], old: dict[str, Any]) -> None:
    faults = []
    home = {sku: row.product_id for sku, row in old.items()}
    seen: set[str] = set()
    for product in products:
        for variant in product.variants:
            if variant.sku in seen or home.setdefault(variant.sku, product.id) != product.id:
                faults.append(f"SKU {variant.sku}: stands in {product.id} and in {home[variant.sku]}")
            seen.add(variant.sku)
    for sku, pieces in stock.items():
        if sku not in home:
            faults.append(f"stock of {sku}: no product has this SKU")
        if pieces < 0:
            faults.append(f"stock of {sku}: {pieces} pieces is less than none")
    if faults:
        raise BadInput("the products cannot be loaded; correct these: " + "; ".join(faults), faults)


def _product_row(shop_id: str, product: Product) -> dict[str, Any]:
    row = product.model_dump(exclude={"variants", "images"})
    return {"shop_id": shop_id, **row, "images": [image.model_dump() for image in product.images]}


def _variant_rows(shop_id: str, product: Product) -> list[dict[str, Any]]:
    return [
        {
            **variant.model_dump(exclude={"tiers", "options"}),
            "shop_id": shop_id,
            "position": position,
            "tiers": tier_rows(variant.tiers),
            "options": [option.model_dump() for option in variant.options],
        }
        for position, variant in enumerate(product.variants)
    ]
