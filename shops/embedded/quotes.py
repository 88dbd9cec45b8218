"""Binding offers of the built-in shop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kit.clock import stamp
from kit.errors import Retry
from kit.ids import stable_id
from shops.custom import find_process
from shops.embedded.catalogue import find_stock, find_variants, get_product_row, read_products
from shops.embedded.events import event_row, raise_event
from shops.embedded.kept import kept
from shops.embedded.placing import NewOrder, check_customers, write_orders
from shops.embedded.rows import Span, add_rows, change_rows, find_as, find_row
from shops.embedded.store import ShopStore, absent
from shops.embedded.tables import QUOTE, THREAD
from shops.embedded.writes import WriteJournal, done, refused
from shops.models import Address, Outcome, Quote, QuoteLine, QuoteStatus, Variant


class EmbeddedQuoteReader:
    """Reads quotes."""

    def __init__(self, store: ShopStore) -> None:
        self._store = store

    @kept
    def get_quote(self, quote_id: str) -> Quote:
        """Give one quote."""
        with self._store.reading() as connection:
            return _find_quote(connection, self._store.shop_id, quote_id)

    @kept
    def list_quotes(self, *, customer_id: str | None = None, since: datetime | None = None) -> Sequence[Quote]:
        """List quotes, oldest first; ``since`` keeps those made at that moment or later."""
        shop_id, made = self._store.shop_id, Span(since=since)
        with self._store.reading() as connection:
            return find_as(Quote, connection, QUOTE, shop_id, customer_id=customer_id, created_at=made)


class EmbeddedQuoteWrites:
    """Makes quotes."""

    def __init__(self, journal: WriteJournal) -> None:
        self._journal = journal
        self._store = journal.store

    def create_quote(
        self,
        customer_id: str,
        lines: Sequence[QuoteLine],
        *,
        valid_until: datetime,
        thread_id: str | None,
        key: str,
    ) -> Outcome:
        """Make an offer; refused when it has no line, work that is not offered, or would be out of date at once."""
        shop_id = self._store.shop_id
        offered = [line.model_dump() for line in lines]

        def act(connection: sa.Connection) -> Outcome:
            _check_parties(connection, shop_id, customer_id, thread_id)
            variants = find_variants(connection, shop_id, [line.sku for line in lines])
            now = self._store.clock.now()
            if faults := _work_faults(connection, shop_id, variants, lines):
                return refused("; ".join(faults))
            if not lines:
                return refused("a quote needs at least one line")
            if valid_until <= now:
                return refused(f"the quote would be out of date: it is {stamp(now)} already")
            quote = {
                "shop_id": shop_id,
                "id": stable_id("quote", shop_id, key),
                "customer_id": customer_id,
                "thread_id": thread_id,
                "currency": self._store.info().currency,
                "lines": offered,
                "created_at": now,
                "valid_until": valid_until,
                "status": QuoteStatus.OPEN.value,
            }
            add_rows(connection, QUOTE, [quote])
            return done(str(quote["id"]))

        arguments = {
            "customer_id": customer_id,
            "lines": offered,
            "valid_until": stamp(valid_until),
            "thread_id": thread_id,
        }
        return self._journal.once("create_quote", key, arguments, act)

    def withdraw_quote(self, quote_id: str, *, key: str) -> Outcome:
        """Take an offer back; refused unless it is open."""
        shop_id = self._store.shop_id

        def act(connection: sa.Connection) -> Outcome:
            quote = _find_quote(connection, shop_id, quote_id)
            if quote.status is not QuoteStatus.OPEN:
                return refused(f"the quote {quote_id} is {quote.status.value}")
            change_rows(connection, QUOTE, shop_id, {"id": quote_id}, status=QuoteStatus.WITHDRAWN.value)
            return done(quote_id)

        return self._journal.once("withdraw_quote", key, {"quote_id": quote_id}, act)


def accept_quote(store: ShopStore, quote_id: str, address: Address, *, at: datetime) -> str | None:
    """Order what a quote offers, paid, at its prices; see :meth:`shops.buyers.BuyerSide.accept_quote`.

    Raises ``quote.accepted`` and ``order.paid``. None if the quote is not open, is out of date, or if any of its
    pieces is not available.

    Raises:
        Retry: The quote is not there.
    """
    shop_id = store.shop_id
    with store.writing() as connection:
        quote = _find_quote(connection, shop_id, quote_id)
        if quote.status is not QuoteStatus.OPEN or at > quote.valid_until:
            return None
        if not _in_stock(connection, shop_id, quote.lines):
            return None
        change_rows(connection, QUOTE, shop_id, {"id": quote_id}, status=QuoteStatus.ACCEPTED.value)
        variants = find_variants(connection, shop_id, [line.sku for line in quote.lines])
        order = NewOrder(
            stable_id("order", shop_id, quote_id),
            quote.customer_id,
            at,
            address.model_dump(),
            lines=[
                (line.sku, _title(variants[line.sku], line), line.quantity, line.unit_price) for line in quote.lines
            ],
            quote_id=quote_id,
        )
        raise_event(connection, event_row(shop_id, "quote.accepted", quote_id, at, payload={"order_id": order.id}))
        write_orders(connection, store, [order])
    return order.id


def _work_faults(
    connection: sa.Connection, shop_id: str, variants: dict[str, Variant], lines: Sequence[QuoteLine]
) -> list[str]:
    """List custom work that a line's product does not offer, or not at so few pieces."""
    faults = []
    for line in lines:
        if not line.custom:
            continue
        row = get_product_row(connection, shop_id, variants[line.sku].product_id)
        process = find_process(read_products(connection, shop_id, [row])[0], line.custom)
        if process is None:
            faults.append(f"{line.sku} has no {line.custom!r}")
        elif line.quantity < process.min_quantity:
            faults.append(f"{line.custom} of {line.sku} takes {process.min_quantity} pieces, not {line.quantity}")
    return faults


def _title(variant: Variant, line: QuoteLine) -> str:
    """Name what was offered, with the custom work that belongs to it."""
    return f"{variant.title} + {line.custom}" if line.custom else variant.title


def _in_stock(connection: sa.Connection, shop_id: str, lines: Sequence[QuoteLine]) -> bool:
    wanted = Counter[str]()
    for line in lines:
        wanted[line.sku] += line.quantity
    stock = find_stock(connection, shop_id, wanted)
    return all(pieces <= stock[sku].available for sku, pieces in wanted.items())


def _check_parties(connection: sa.Connection, shop_id: str, customer_id: str, thread_id: str | None) -> None:
    check_customers(connection, shop_id, [customer_id])
    if thread_id is None:
        return
    thread = find_row(connection, THREAD, shop_id, "id", thread_id)
    if thread is None:
        raise absent("thread", thread_id, "list threads")
    if thread.customer_id != customer_id:
        raise Retry(f"the thread {thread_id!r} is of the buyer {thread.customer_id!r}, not of {customer_id!r}")


def _find_quote(connection: sa.Connection, shop_id: str, quote_id: str) -> Quote:
    row = find_row(connection, QUOTE, shop_id, "id", quote_id)
    if row is None:
        raise absent("quote", quote_id, "list quotes")
    return _read_quote(row)


def _read_quote(row: Any) -> Quote:
    return Quote.model_validate(row, from_attributes=True)
