"""Conversations with buyers of the built-in shop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kit.clock import stamp
from kit.errors import Refused, Retry
from kit.ids import stable_id
from shops.embedded.events import event_row, raise_event
from shops.embedded.kept import kept
from shops.embedded.rows import add_rows, change_rows, find_row, find_rows
from shops.embedded.shelf import THREADS
from shops.embedded.store import ShopStore, absent
from shops.embedded.tables import CUSTOMER, MESSAGE, ORDER, THREAD
from shops.embedded.writes import WriteJournal, done, refused
from shops.models import Message, Outcome, Thread

BUYER = "buyer"
SHOP = "shop"


class EmbeddedMessageReader:
    """Reads threads."""

    def __init__(self, store: ShopStore) -> None:
        self._store = store

    @kept
    def get_thread(self, thread_id: str) -> Thread:
        """Give one thread with its messages, oldest first."""
        found = self._threads(lambda _: [thread_id])
        if not found:
            raise absent("thread", thread_id, "list threads")
        return found[0]

    @kept
    def list_threads(self, *, customer_id: str | None = None, unanswered: bool = False) -> Sequence[Thread]:
        """List threads in the order they were opened; ``unanswered`` keeps those whose last message is the buyer's."""
        shop_id, last = self._store.shop_id, BUYER if unanswered else None

        def listed(connection: sa.Connection) -> list[str]:
            rows = find_rows(connection, THREAD, shop_id, fields=("id",), customer_id=customer_id, last_author=last)
            return [row.id for row in rows]

        return self._threads(listed)

    def _threads(self, listed: Callable[[sa.Connection], list[str]]) -> list[Thread]:
        """Give threads by id in a snapshot of their own, and read again only those that have been touched."""
        shelf = self._store.shelf(THREADS)
        with self._store.reading() as connection:
            ids = listed(connection)

            def read(some: list[str]) -> dict[str, Thread]:
                return _read_threads(connection, self._store.shop_id, some)

            if shelf is not None:
                return shelf.take(ids, read)
            found = read(ids)
            return [found[one] for one in ids if one in found]


class EmbeddedMessageWrites:
    """Answers buyers."""

    def __init__(self, journal: WriteJournal) -> None:
        self._journal = journal
        self._shop_id = journal.store.shop_id
        self._clock = journal.store.clock

    def send_message(self, thread_id: str, text: str, *, key: str) -> Outcome:
        """Send a message to the buyer of a thread; refused when empty or when a person has taken the thread over."""

        def act(connection: sa.Connection) -> Outcome:
            thread = _find_thread(connection, self._shop_id, thread_id)
            if thread.with_person:
                return refused("a person has taken this thread over")
            if not text.strip():
                return refused("the message is empty")
            message_id = stable_id("message", self._shop_id, key)
            row = {"id": message_id, "thread_id": thread_id, "author": SHOP, "text": text, "at": self._clock.now()}
            _add_message(connection, self._shop_id, row)
            return done(message_id)

        return self._journal.once("send_message", key, {"thread_id": thread_id, "text": text}, act)

    def open_thread(
        self, customer_id: str, text: str, *, is_offer: bool, order_id: str | None = None, key: str
    ) -> Outcome:
        """Write to a buyer first, in a new conversation; an offer is refused to a buyer who wants none."""

        def act(connection: sa.Connection) -> Outcome:
            if not text.strip():
                return refused("the message is empty")
            if is_offer and _find_customer(connection, self._shop_id, customer_id).no_offers:
                return refused("the buyer wants no offers")
            opened = self._open(connection, key, customer_id, order_id, with_person=False)
            if opened.object_id is not None:
                message_id = stable_id("message", self._shop_id, key)
                row = {"id": message_id, "thread_id": opened.object_id, "author": SHOP, "text": text}
                _add_message(connection, self._shop_id, row | {"at": self._clock.now()})
            return opened

        asked = {"customer_id": customer_id, "text": text, "is_offer": is_offer, "order_id": order_id}
        return self._journal.once("open_thread", key, asked, act)

    def open_case(self, customer_id: str, *, order_id: str | None = None, key: str) -> Outcome:
        """Open a conversation that a person has, without a word to the buyer."""

        def act(connection: sa.Connection) -> Outcome:
            return self._open(connection, key, customer_id, order_id, with_person=True)

        return self._journal.once("open_case", key, {"customer_id": customer_id, "order_id": order_id}, act)

    def stop_offers(self, customer_id: str, *, key: str) -> Outcome:
        """Note that a buyer wants no offers."""

        def act(connection: sa.Connection) -> Outcome:
            note_offers(connection, self._shop_id, customer_id, wanted=False)
            return done(customer_id)

        return self._journal.once("stop_offers", key, {"customer_id": customer_id}, act)

    def _open(
        self, connection: sa.Connection, key: str, customer_id: str, order_id: str | None, *, with_person: bool
    ) -> Outcome:
        _find_customer(connection, self._shop_id, customer_id)
        order = find_row(connection, ORDER, self._shop_id, "id", order_id) if order_id else None
        if order_id and order is None:
            raise absent("order", order_id, "list orders")
        if order is not None and order.customer_id != customer_id:
            return refused("the order is another buyer's")
        thread = stable_id("thread", self._shop_id, key)
        row = {"id": thread, "customer_id": customer_id, "order_id": order_id, "with_person": with_person}
        add_rows(connection, THREAD, [{"shop_id": self._shop_id, "last_author": SHOP, **row}])
        return done(thread)

    def hand_over(self, thread_id: str, *, key: str) -> Outcome:
        """Give a thread to a person; the staff is silent in it from then on."""

        def act(connection: sa.Connection) -> Outcome:
            _find_thread(connection, self._shop_id, thread_id)
            _set_thread(connection, self._shop_id, thread_id, with_person=True)
            return done(thread_id)

        return self._journal.once("hand_over", key, {"thread_id": thread_id}, act)

    def take_back(self, thread_id: str, *, key: str) -> Outcome:
        """Give a thread back to the staff."""

        def act(connection: sa.Connection) -> Outcome:
            _find_thread(connection, self._shop_id, thread_id)
            _set_thread(connection, self._shop_id, thread_id, with_person=False)
            return done(thread_id)

        return self._journal.once("take_back", key, {"thread_id": thread_id}, act)


def answer_as_person(store: ShopStore, thread_id: str, text: str, *, at: datetime) -> None:
    """Take in what a person of the shop writes; see :meth:`shops.buyers.MarketSide.answer_as_person`."""
    with store.writing() as connection:
        if not _find_thread(connection, store.shop_id, thread_id).with_person:
            raise Refused(f"the staff has {thread_id}; take it over first, or the buyer reads two voices")
        if not text.strip():
            raise Refused("the message is empty; write what the buyer shall read")
        message_id = stable_id("message", store.shop_id, thread_id, SHOP, stamp(at), text)
        row = {"id": message_id, "thread_id": thread_id, "author": SHOP, "text": text, "at": at}
        _add_message(connection, store.shop_id, row)


def receive_message(
    store: ShopStore, customer_id: str, text: str, *, at: datetime, thread_id: str | None = None
) -> str:
    """Take in a buyer's message; see :meth:`shops.buyers.BuyerSide.send_message`.

    The same text of the same buyer at the same moment is one message, however often it arrives.

    Raises:
        Retry: The buyer or the thread is not there, or the thread is another buyer's.
    """
    shop_id = store.shop_id
    with store.writing() as connection:
        if find_row(connection, CUSTOMER, shop_id, "id", customer_id) is None:
            raise absent("buyer", customer_id, "register the buyer, or list orders")
        thread = thread_id or stable_id("thread", shop_id, customer_id, stamp(at), text)
        if thread_id is not None and _find_thread(connection, shop_id, thread_id).customer_id != customer_id:
            raise Retry(f"the thread {thread_id!r} is another buyer's; write in a new thread")
        message_id = stable_id("message", shop_id, thread, customer_id, stamp(at), text)
        if find_row(connection, MESSAGE, shop_id, "id", message_id) is not None:
            return thread
        if thread_id is None:
            opened = {"id": thread, "customer_id": customer_id, "order_id": None, "with_person": False}
            add_rows(connection, THREAD, [{"shop_id": shop_id, "last_author": BUYER, **opened}])
        row = {"id": message_id, "thread_id": thread, "author": BUYER, "text": text, "at": at}
        _add_message(connection, shop_id, row)
        _note_language(connection, shop_id, customer_id, text)
        payload = {"message_id": message_id, "customer_id": customer_id}
        raise_event(connection, event_row(shop_id, "message.received", thread, at, payload=payload))
    return thread


def note_offers(connection: sa.Connection, shop_id: str, customer_id: str, *, wanted: bool) -> None:
    """Write down whether a buyer wants messages that they did not ask for; an unknown buyer is a Retry."""
    _find_customer(connection, shop_id, customer_id)
    change_rows(connection, CUSTOMER, shop_id, {"id": customer_id}, no_offers=not wanted)


def written_language(text: str) -> str | None:
    """Tell Chinese from English by script: ``"zh"`` with any Han character, ``"en"`` with any word, else None."""
    if any("\u4e00" <= sign <= "\u9fff" for sign in text):
        return "zh"
    return "en" if any(word.isascii() and word.isalpha() and len(word) > 1 for word in text.split()) else None


def _note_language(connection: sa.Connection, shop_id: str, customer_id: str, text: str) -> None:
    language = written_language(text)
    if language is not None:
        change_rows(connection, CUSTOMER, shop_id, {"id": customer_id}, language=language)


def _find_customer(connection: sa.Connection, shop_id: str, customer_id: str) -> Any:
    row = find_row(connection, CUSTOMER, shop_id, "id", customer_id)
    if row is None:
        raise absent("buyer", customer_id, "list orders or threads")
    return row


def _find_thread(connection: sa.Connection, shop_id: str, thread_id: str) -> Any:
    row = find_row(connection, THREAD, shop_id, "id", thread_id)
    if row is None:
        raise absent("thread", thread_id, "list threads")
    return row


def _set_thread(connection: sa.Connection, shop_id: str, thread_id: str, **values: object) -> None:
    change_rows(connection, THREAD, shop_id, {"id": thread_id}, **values)


def _add_message(connection: sa.Connection, shop_id: str, row: dict[str, Any]) -> None:
    add_rows(connection, MESSAGE, [{"shop_id": shop_id, **row}])
    _set_thread(connection, shop_id, row["thread_id"], last_author=row["author"])


def _read_threads(connection: sa.Connection, shop_id: str, ids: list[str]) -> dict[str, Thread]:
    messages: dict[str, list[Message]] = {}
    for row in find_rows(connection, MESSAGE, shop_id, thread_id=ids):
        messages.setdefault(row.thread_id, []).append(Message.model_validate(row, from_attributes=True))
    return {
        row.id: Thread(
            id=row.id,
            customer_id=row.customer_id,
            order_id=row.order_id,
            with_person=row.with_person,
            messages=tuple(messages.get(row.id, ())),
        )
        for row in find_rows(connection, THREAD, shop_id, id=ids)
    }
