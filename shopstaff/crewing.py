"""Putting the crew of a house together: model, budgets, and the reader of texts with the catalogue as it stands."""

from __future__ import annotations

from datetime import date
from functools import lru_cache, partial
from zoneinfo import ZoneInfo

from langchain_core.language_models import BaseChatModel

from agents.chat_models import Purse, connect
from agents.crew import Crew
from agents.language import Lexicon, ProductName, Understand, Understanding, Writer, understand
from authority.model_spend import SpendBook
from config.endpoints import price_of
from config.models import load_models
from shops.port import ShopReader
from shopstaff.house import House


def crew_of(house: House, model: BaseChatModel | None = None) -> Crew:
    """Put the crew together; the configured model unless one is given."""
    reads, settings = house.connection.reads, house.settings
    return Crew(
        shop=house.shop,
        info=reads.shop.info(),
        reads=reads,
        desk=house.desk,
        tasks=house.tasks,
        log=house.log,
        memory=house.memory,
        clock=house.clock,
        limits=house.limits,
        model=model or connect(settings),
        understand=reader_of(house),
        purse=_purse(house),
        max_model_calls=settings.max_model_calls,
        max_hops=settings.max_hops,
        language=settings.language,
        keep=house.connection.keep,
    )


def reader_of(house: House) -> Understand:
    """Give the function that understands texts, with the catalogue as it stands now."""
    info = house.connection.reads.shop.info()
    lexicon, zone = _lexicon(tuple(_product_names(house.connection.reads.shop))), ZoneInfo(info.time_zone)

    @lru_cache(maxsize=256)
    def read_on(day: date, text: str, writer: Writer) -> Understanding:
        # every job of a conversation reads its messages
        return understand(text, lexicon, day, info.currency, writer)

    def read(text: str, writer: Writer = "buyer") -> Understanding:
        return read_on(house.clock.now().astimezone(zone).date(), text, writer)

    return read


@lru_cache(maxsize=8)
def _lexicon(names: tuple[ProductName, ...]) -> Lexicon:
    """Prepare the names; a crew is put together anew for each message, the names seldom change."""
    return Lexicon(names)


def _purse(house: House) -> Purse:
    """Give the budgets of model calls, and what has been spent."""
    data, settings = load_models(house.settings.models_file), house.settings
    return Purse(SpendBook(house.database, house.shop), data, settings, partial(price_of, settings, data))


def _product_names(shop: ShopReader) -> list[ProductName]:
    """Give what each SKU is called: its title, and the nickname that its product may state (attribute ``nickname``)."""
    names, cursor = [], None
    while True:
        page = shop.list_products(cursor=cursor, limit=500)
        for product in page.items:
            names += [ProductName(variant.sku, variant.title) for variant in product.variants]
            if product.attributes.get("nickname") and len(product.variants) == 1:
                names.append(ProductName(product.variants[0].sku, product.attributes["nickname"]))
        cursor = page.next_cursor
        if cursor is None:
            return names
