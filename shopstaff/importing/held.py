"""The shop that files are imported into: its terms, and what it holds already."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from kit.errors import Retry
from shops.models import Customer, Product, ShopInfo, Stock
from shops.port import ShopReader

_PAGE = 1000


@dataclass(frozen=True)
class Target:
    """The shop's terms.

    Attributes:
        info: Its currency and time zone, in which files are read.
        max_tiers: Steps that a price ladder may have.
        now: Time of the import.
    """

    info: ShopInfo
    max_tiers: int
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """Give the time zone of days without one."""
        return ZoneInfo(self.info.time_zone)


def _nobody(_customer_id: str) -> Customer | None:
    return None


@dataclass(frozen=True)
class Held:
    """What a shop holds: products by id, the product of each SKU, stock by SKU, buyers on demand, ids of orders."""

    products: dict[str, Product] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    stock: dict[str, Stock] = field(default_factory=dict)
    customer: Callable[[str], Customer | None] = _nobody
    orders: frozenset[str] = frozenset()


def read_held(shop: ShopReader, *, with_orders: bool) -> Held:
    """Read what a shop holds; the ids of its orders only if orders are to be imported."""
    products: dict[str, Product] = {}
    cursor = None
    while True:
        page = shop.list_products(cursor=cursor, limit=_PAGE)
        products |= {product.id: product for product in page.items}
        cursor = page.next_cursor
        if cursor is None:
            break
    home = {variant.sku: variant.product_id for product in products.values() for variant in product.variants}
    orders = _order_ids(shop) if with_orders else frozenset()
    return Held(products, home, shop.get_stock(), lambda customer_id: _find_customer(shop, customer_id), orders)


def _order_ids(shop: ShopReader) -> frozenset[str]:
    found: set[str] = set()
    cursor = None
    while True:
        page = shop.list_orders(cursor=cursor, limit=_PAGE)
        found |= {order.id for order in page.items}
        cursor = page.next_cursor
        if cursor is None:
            return frozenset(found)


def _find_customer(shop: ShopReader, customer_id: str) -> Customer | None:
    try:
        return shop.get_customer(customer_id)
    except Retry:
        return None
