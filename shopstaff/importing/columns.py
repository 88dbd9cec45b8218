"""The columns of each kind of file with the names they go by, and how a kind is recognised by its columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a file holds."""

    PRODUCTS = "products"
    STOCK = "stock"
    CUSTOMERS = "customers"
    ORDERS = "orders"


_SKU = (
    "sku",
    "sku code",
    "sku id",
    "item code",
    "item no",
    "item number",
    "article",
    "article number",
    "stock code",
    "product code",
    "货号",
    "商品货号",
    "商品编码",
    "商家编码",
    "规格编码",
    "产品编号",
    "编码",
)
_CUSTOMER = ("customer", "customer id", "buyer", "buyer id", "客户编号", "客户id", "买家id", "买家编号", "会员号")
_ORDER = (
    "order",
    "order id",
    "order no",
    "order number",
    "invoice",
    "invoice no",
    "订单号",
    "订单编号",
    "单号",
)
_DATE = (
    "date",
    "order date",
    "time",
    "placed at",
    "ordered at",
    "created at",
    "invoice date",
    "日期",
    "时间",
    "下单时间",
    "下单日期",
    "订单时间",
    "订单日期",
    "订单创建时间",
)
_CURRENCY = ("currency", "币种", "货币")

NAMES: dict[Kind, dict[str, tuple[str, ...]]] = {
    Kind.PRODUCTS: {
        "sku": _SKU,
        "title": ("title", "name", "product name", "商品名称", "产品名称", "商品标题", "名称", "品名", "标题"),
        "price": ("price", "unit price", "价格", "单价", "售价", "销售价"),
        "cost": ("cost", "unit cost", "landed cost", "成本", "成本价", "单位成本", "进价", "进货价", "采购价"),
        "stock": ("stock", "on hand", "inventory", "quantity", "qty", "库存", "库存数量", "现有库存", "数量"),
        "moq": ("moq", "minimum order quantity", "min order", "起批量", "起订量", "最小起订量", "最小起批量"),
        "pack": ("pack", "pack size", "pieces per pack", "装箱数", "包装数", "每包数量", "每箱数量"),
        "ladder": ("ladder", "price ladder", "tiers", "阶梯价", "阶梯价格", "价格阶梯"),
        "product": ("product", "product id", "parent", "parent sku", "spu", "款号", "所属商品", "商品id"),
        "category": ("category", "类目", "分类", "品类"),
        "description": ("description", "商品描述", "描述"),
        "currency": _CURRENCY,
    },
    Kind.CUSTOMERS: {
        "customer": (*_CUSTOMER, "id", "编号"),
        "name": ("name", "customer name", "company", "客户名称", "客户姓名", "姓名", "名称", "公司", "公司名称"),
        "country": ("country", "国家", "国家/地区", "地区"),
        "language": ("language", "语言"),
        "created_at": ("created at", "created", "registered", "customer since", "注册时间", "注册日期", "建档日期"),
    },
    Kind.ORDERS: {
        "order": _ORDER,
        "date": _DATE,
        "customer": (*_CUSTOMER, "客户", "买家"),
        "sku": _SKU,
        "quantity": ("quantity", "qty", "pieces", "units", "数量", "件数", "购买数量"),
        "unit_price": ("unit price", "price", "单价", "价格", "成交价", "成交单价"),
        "currency": _CURRENCY,
    },
}
NAMES[Kind.STOCK] = NAMES[Kind.PRODUCTS]

NEEDED: dict[Kind, tuple[str, ...]] = {
    Kind.PRODUCTS: ("sku", "title", "price"),
    Kind.STOCK: ("sku", "stock"),
    Kind.CUSTOMERS: ("customer", "name"),
    Kind.ORDERS: ("order", "date", "customer", "sku", "quantity", "unit_price"),
}
"""Columns a kind cannot do without; a ladder stands in for the price."""

_TIER = re.compile(r"(?:tier|阶梯)([1-9]\d?)(min|minqty|minquantity|起批量|起订量|数量|price|unitprice|价格|单价|价)")


class Columns(NamedTuple):
    """The columns of one file.

    Attributes:
        kind: What the file holds; None if that cannot be seen.
        at: Our name of a column to its place in the row, counted from 0.
        unused: Headers that mean nothing here.
        faults: What is wrong with the header, with remedies.
    """

    kind: Kind | None
    at: dict[str, int]
    unused: list[str]
    faults: list[str]


def recognise(header: Sequence[str]) -> Columns:
    """Say what a file holds and where its columns are.

    Example:
        >>> recognise(["货号", "商品名称", "价格(元)"]).at
        {'sku': 0, 'title': 1, 'price': 2}
    """
    kind = _kind({kind: {_name(kind, cell) for cell in header} for kind in Kind})
    if kind is None:
        kinds = "; ".join(f"{kind} ({', '.join(NEEDED[kind])})" for kind in Kind)
        return Columns(None, {}, [], [f"these columns are of no known kind: {_list(header)}; files hold {kinds}"])
    at: dict[str, int] = {}
    unused, faults = [], []
    for place, cell in enumerate(header):
        name = _name(kind, cell)
        if name is None:
            unused += [cell] if cell else []
        elif name in at:
            faults.append(f"the columns {header[at[name]]} and {cell} both mean {name}; keep one of them")
        else:
            at[name] = place
    for name in NEEDED[kind]:
        if name not in at and not (name == "price" and "ladder" in at):
            faults.append(f"a file of {kind} needs a column {name}{_also(kind, name)}; found {_list(header)}; add it")
    return Columns(kind, at, unused, faults)


def tier_numbers(at: Sequence[str]) -> list[int]:
    """List the numbers of the tier columns among our names: ``tier2_min`` and ``tier2_price`` give 2."""
    return sorted({int(match[1]) for name in at if (match := re.fullmatch(r"tier(\d+)_(?:min|price)", name))})


def _kind(found: dict[Kind, set[str | None]]) -> Kind | None:
    order, product, customer = found[Kind.ORDERS], found[Kind.PRODUCTS] - {None}, found[Kind.CUSTOMERS]
    if "order" in order or {"customer", "sku"} <= order or {"date", "quantity"} <= order:
        return Kind.ORDERS
    if product == {"sku", "stock"}:
        return Kind.STOCK
    if product & {"sku", "price", "cost", "stock", "ladder"}:
        return Kind.PRODUCTS
    return Kind.CUSTOMERS if customer & {"customer", "country", "language"} else None


def _name(kind: Kind, cell: str) -> str | None:
    key = _key(cell)
    if kind in (Kind.PRODUCTS, Kind.STOCK) and (match := _TIER.fullmatch(key)):
        return f"tier{match[1]}_{'price' if match[2].endswith(('price', '价', '价格', '单价')) else 'min'}"
    return _BY_KEY[kind].get(key)


def _key(text: str) -> str:
    """Fold a header: case, width, blanks, signs between words, and a unit in brackets at its end are nothing."""
    folded = unicodedata.normalize("NFKC", text).strip().lower()
    return re.sub(r"[\s_\-./]+", "", re.sub(r"\([^()]*\)$", "", folded))


def _also(kind: Kind, name: str) -> str:
    others = [other for other in NAMES[kind][name] if not other.isascii()]
    return f" ({' or '.join(others[:2])})" + (", or a column ladder" if name == "price" else "")


def _list(header: Sequence[str]) -> str:
    return ", ".join(cell or "(blank)" for cell in header)


_BY_KEY = {
    kind: {_key(synonym): name for name, synonyms in names.items() for synonym in (name, *synonyms)}
    for kind, names in NAMES.items()
}
