"""The platform ``embedded``: how a built-in shop is opened."""

from __future__ import annotations

from pathlib import Path

from kit.clock import Clock
from shops.embedded.ads import EmbeddedAdReader, EmbeddedAdWrites
from shops.embedded.aftersales import EmbeddedAftersaleReader, EmbeddedAftersaleWrites
from shops.embedded.changes import EmbeddedChangeReader, EmbeddedChangeWrites
from shops.embedded.creatives import EmbeddedCreativeReader, EmbeddedCreativeWrites
from shops.embedded.events import EmbeddedEvents
from shops.embedded.factory import EmbeddedFactoryReader, EmbeddedFactoryWrites
from shops.embedded.market import EmbeddedMarket
from shops.embedded.messages import EmbeddedMessageReader, EmbeddedMessageWrites
from shops.embedded.promotions import EmbeddedPromotionReader, EmbeddedPromotionWrites
from shops.embedded.quotes import EmbeddedQuoteReader, EmbeddedQuoteWrites
from shops.embedded.reader import EmbeddedReader
from shops.embedded.samples import EmbeddedSampleReader, EmbeddedSampleWrites
from shops.embedded.seller import MAX_TIERS, EmbeddedSeller
from shops.embedded.store import ShopStore
from shops.embedded.traces import EmbeddedTraceReader
from shops.embedded.writes import Faults, WriteJournal
from shops.port import Connection, Reads, Shop
from shops.writes import Writes


def open_embedded(shop_id: str, home: Path, clock: Clock, faults: Faults | None = None) -> Connection:
    """Open a built-in shop, making its database at ``<home>/<shop_id>/shop.sqlite`` if it is not there.

    A connection is used by one thread at a time.

    Args:
        shop_id: Id of the shop, e.g. ``"giftware"``; also the name of its folder.
        home: Folder of all shops.
        clock: Tells when writes happen.
        faults: Faults to inject into writes, for tests and drills.

    Raises:
        Misconfigured: The folder or the database cannot be opened, or a newer release wrote it.
    """
    store = ShopStore(shop_id, home, clock)
    journal = WriteJournal(store, faults)
    return Connection(
        shop_id=shop_id,
        reads=Reads(
            shop=EmbeddedReader(store),
            messages=EmbeddedMessageReader(store),
            quotes=EmbeddedQuoteReader(store),
            ads=EmbeddedAdReader(store),
            factory=EmbeddedFactoryReader(store),
            promotions=EmbeddedPromotionReader(store),
            changes=EmbeddedChangeReader(store),
            samples=EmbeddedSampleReader(store),
            aftersales=EmbeddedAftersaleReader(store),
            traces=EmbeddedTraceReader(store),
            creatives=EmbeddedCreativeReader(store),
        ),
        writes=Writes(
            shop=EmbeddedSeller(journal),
            messages=EmbeddedMessageWrites(journal),
            quotes=EmbeddedQuoteWrites(journal),
            ads=EmbeddedAdWrites(journal),
            factory=EmbeddedFactoryWrites(journal),
            promotions=EmbeddedPromotionWrites(journal),
            changes=EmbeddedChangeWrites(journal),
            samples=EmbeddedSampleWrites(journal),
            aftersales=EmbeddedAftersaleWrites(journal),
            creatives=EmbeddedCreativeWrites(journal),
        ),
        events=EmbeddedEvents(store),
        market=EmbeddedMarket(store),
        keep=store.keep,
        close=store.close,
    )


SHOP = Shop(platform="embedded", open=open_embedded, max_tiers=MAX_TIERS)
