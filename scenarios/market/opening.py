"""Opening the shop: catalogue, stock, buyers, 13 weeks of real orders, campaigns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, time
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from scenarios.market.aftersale import batch_arrives
from scenarios.market.choice import shelf_prices
from scenarios.market.goods import Goods, code_share
from scenarios.market.places import business
from scenarios.market.state import State
from scenarios.world import Article, OrderRow, articles_with
from scenarios.world_people import NamesPart
from scenarios.world_spec import WorldSpec
from shops.buyers import DraftLine, PastOrder
from shops.custom import ATTRIBUTE as CUSTOM
from shops.models import Campaign, Customer, Keyword, Product, ShopInfo, Tier, Variant
from shops.production import FactoryTerms


def open_shop(state: State, at: datetime, *, shop_id: str) -> None:
    """Fill an empty shop with the world's goods, buyers, history and ads."""
    world, spec = state.world, state.world.spec
    info = ShopInfo(
        id=shop_id,
        name=spec.shop.name,
        platform="embedded",
        currency=spec.shop.currency,
        time_zone=spec.shop.time_zone,
        ship_promise_hours=spec.shop.ship_promise_hours,
        home_country=spec.carriers.home_country,
        home_carrier=spec.carriers.home,
        abroad_carrier=spec.carriers.abroad,
    )
    factory = spec.factory
    state.side.set_up(
        info,
        FactoryTerms(
            capacity_per_day=factory.capacity_per_day,
            lead_time_days=factory.lead_time_days,
            min_batch=factory.min_batch,
        ),
    )
    state.side.name_suppliers(factory.suppliers)
    products = [_product(state, row, article, at) for row, article in enumerate(world.articles)]
    state.side.load_products(products, start_stock(state), at=at)
    for sku in state.goods.skus:
        batch_arrives(state, sku, at)
    state.start_prices = shelf_prices([product.variants[0].tiers for product in products], state.usual)
    state.side.register(_customers(state))
    state.side.load_history(past_orders(world.history))
    state.side.load_ads(*_ads(state))


def start_stock(state: State) -> dict[str, int]:
    """Give the pieces on hand on the first day by SKU."""
    return dict(zip(state.goods.skus, start_pieces(state.world.spec, state.goods).tolist(), strict=True))


def start_pieces(spec: WorldSpec, goods: Goods) -> NDArray[np.int64]:
    """Give ``[J]`` the pieces on hand on the first day: days of demand that the article's code stands for."""
    terms, stock = spec.stock, []
    for row, sku in enumerate(goods.skus):
        short = code_share(sku, "short") < terms.short_share
        low, high = (
            (terms.short_days_low, terms.short_days_high) if short else (terms.cover_days_low, terms.cover_days_high)
        )
        days = low + code_share(sku, "cover") * (high - low)
        pack = int(goods.pack[row])
        stock.append(max(1, round(days * goods.daily_units[row] / pack)) * pack)
    return np.array(stock, dtype=np.int64)


def ladder(article: Article) -> tuple[Tier, ...]:
    """Give the starting price ladder of an article."""
    tiers = [Tier(min_quantity=article.moq or 1, unit_price=article.price_small)]
    for quantity, price in (
        (article.tier2_min_qty, article.tier2_price),
        (article.tier3_min_qty, article.tier3_price),
    ):
        if quantity and price:
            tiers.append(Tier(min_quantity=quantity, unit_price=price))
    return tuple(tiers)


def past_orders(history: Sequence[OrderRow]) -> list[PastOrder]:
    """Put the order lines of the data together into orders, oldest first."""
    orders = []
    for order_id, rows in groupby(sorted(history, key=lambda row: (row.placed_at, row.order)), lambda row: row.order):
        lines = list(rows)
        orders.append(
            PastOrder(
                id=order_id,
                customer_id=lines[0].buyer,
                placed_at=lines[0].placed_at,
                lines=tuple(
                    DraftLine(sku=line.sku, quantity=line.quantity, unit_price=line.unit_price) for line in lines
                ),
            )
        )
    return orders


def _product(state: State, row: int, article: Article, at: datetime) -> Product:
    name = state.goods.names[row]
    product_id = f"P-{article.sku}"
    variant = Variant(
        sku=article.sku,
        product_id=product_id,
        title=name,
        tiers=ladder(article),
        base_price=article.price_small,
        cost=int(state.goods.cost[row]),
        moq=article.moq or 1,
        pack=article.pack,
    )
    category = _category(article, state.world.spec.names)
    return Product(
        id=product_id,
        title=name,
        category=category,
        attributes=_attributes(article, category, state.world.spec),
        variants=(variant,),
        currency=state.world.spec.shop.currency,
        updated_at=at,
    )


def _category(article: Article, names: NamesPart) -> str:
    words = article.name.lower().split()
    found = (category for word, category in names.categories if word in words)
    return article.category or next(found, names.other_category)


def _attributes(article: Article, category: str, spec: WorldSpec) -> dict[str, str]:
    """Give what the product says of itself: its own attributes, its nickname, and what can be done to it."""
    said = article.said() | ({"nickname": article.nickname} if article.nickname else {})
    fitting = [
        process.terms.model_dump(mode="json")
        for process in spec.processes.values()
        if category in process.categories or article.sku in process.skus
    ]
    said |= {"batch_set_up": str(spec.factory.set_up_cost)} if spec.factory.set_up_cost else {}
    return said | ({CUSTOM: json.dumps(fitting, ensure_ascii=False)} if fitting else {})


def _customers(state: State) -> list[Customer]:
    return [
        Customer(
            id=row.buyer,
            name=business(state.world.spec.places, row.buyer),
            country=row.country,
            language="zh" if chinese else "en",
            created_at=datetime.combine(row.first_order, time(0), tzinfo=UTC),
        )
        for row, chinese in zip(state.world.buyers, state.crowd.chinese, strict=False)
    ]


def _ads(state: State) -> tuple[list[Campaign], list[Keyword]]:
    ads, currency = state.world.spec.ads, state.world.spec.shop.currency
    campaigns = [
        Campaign(id=row.id, name=row.name, daily_budget=row.daily_budget, currency=currency) for row in ads.campaigns
    ]
    keywords = [
        Keyword(
            id=row.id,
            campaign_id=row.campaign,
            text=row.text,
            bid=row.bid,
            skus=articles_with(state.world.articles, row.words),
        )
        for row in ads.keywords
    ]
    return campaigns, keywords
