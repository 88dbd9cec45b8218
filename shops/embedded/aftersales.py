"""Requests after the sale in the built-in shop; the rules of each write stand in :mod:`shops.aftersales`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa

from kit.clock import stamp
from kit.ids import stable_id
from shops.aftersales import AftersaleRequest, AftersaleTerms, AftersaleWish, RequestKind, RequestState
from shops.embedded import requests
from shops.embedded.catalogue import change_stock, find_stock
from shops.embedded.kept import kept
from shops.embedded.orders import find_line, find_order
from shops.embedded.rows import Span
from shops.embedded.store import ShopStore
from shops.embedded.writes import WriteJournal, done, refused
from shops.models import Outcome

Step = Callable[[sa.Connection, AftersaleRequest], str]
"""Takes one step of a request; gives why it is not taken, empty if it was."""


class EmbeddedAftersaleReader:
    """Reads requests."""

    def __init__(self, store: ShopStore) -> None:
        self._store = store

    def aftersale_terms(self) -> AftersaleTerms:
        """Give the platform's clocks."""
        return requests.TERMS

    @kept
    def get_request(self, request_id: str) -> AftersaleRequest:
        """Give one request."""
        with self._store.reading() as connection:
            return requests.find_request(connection, self._store.shop_id, request_id)

    @kept
    def list_requests(
        self,
        *,
        order_ids: Sequence[str] | None = None,
        customer_id: str | None = None,
        states: Sequence[RequestState] | None = None,
    ) -> Sequence[AftersaleRequest]:
        """List requests, oldest first."""
        orders = None if order_ids is None else list(order_ids)
        state = None if states is None else requests.in_states(states)
        with self._store.reading() as connection:
            return requests.find_requests(
                connection, self._store.shop_id, order_id=orders, customer_id=customer_id, state=state
            )


class EmbeddedAftersaleWrites:
    """Answers requests. What is overdue is decided first, so that no answer comes after its time."""

    def __init__(self, journal: WriteJournal) -> None:
        self._journal = journal
        self._store = journal.store
        self._shop_id = journal.store.shop_id

    def open_request(self, wish: AftersaleWish, *, key: str) -> Outcome:
        """Open a request for the buyer that is agreed to."""

        def act(connection: sa.Connection) -> Outcome:
            now = self._store.clock.now()
            pass_deadlines(connection, self._store, now)
            order = find_order(connection, self._shop_id, wish.order_id)
            faults = requests.wish_faults(connection, self._shop_id, order, wish)
            if wish.kind is RequestKind.REFUND:
                faults.append("money alone is a refund, not a request of the seller's")
            if faults:
                return refused("; ".join(faults))
            request_id = stable_id("aftersale", self._shop_id, key)
            made = requests.put_request(connection, self._store, order, wish, request_id, now)
            requests.agree(connection, self._store, made, "seller", now)
            return done(request_id)

        return self._journal.once("open_request", key, wish.model_dump(mode="json"), act)

    def agree_request(self, request_id: str, *, key: str) -> Outcome:
        """Agree; money alone goes back at once."""

        def step(connection: sa.Connection, request: AftersaleRequest) -> str:
            order = find_order(connection, self._shop_id, request.order_id)
            line = find_line(order, request.line_id)
            left = line.paid - line.refunded - requests.promised(connection, self._shop_id, line.id)
            if request.amount > left:
                return f"not so much of the line {line.id} is left to give back"
            requests.agree(connection, self._store, request, "seller", self._store.clock.now())
            return ""

        return self._step("agree_request", request_id, RequestState.ASKED, step, key)

    def refuse_request(self, request_id: str, *, reason: str, key: str) -> Outcome:
        """Say no, with a reason that the buyer reads."""

        def step(connection: sa.Connection, request: AftersaleRequest) -> str:
            if not reason.strip():
                return "a no needs a reason"
            values = {"answer": reason, "decided_by": "seller", "settled_at": self._store.clock.now()}
            requests.move(connection, self._store, request, RequestState.REFUSED, **values)
            return ""

        return self._step("refuse_request", request_id, RequestState.ASKED, step, key, reason=reason)

    def confirm_back(self, request_id: str, *, key: str) -> Outcome:
        """Say that the goods are back; refused before a carrier has brought them."""

        def step(connection: sa.Connection, request: AftersaleRequest) -> str:
            if request.back_at is None:
                return f"the goods of {request_id} are still under way"
            requests.receive(connection, self._store, request, self._store.clock.now())
            return ""

        return self._step("confirm_back", request_id, RequestState.RETURNING, step, key)

    def send_replacement(self, request_id: str, *, carrier: str, tracking: str, key: str) -> Outcome:
        """Send what is owed, from the pieces that no order has."""

        def step(connection: sa.Connection, request: AftersaleRequest) -> str:
            sku = find_line(find_order(connection, self._shop_id, request.order_id), request.line_id).sku
            free = find_stock(connection, self._shop_id, [sku])[sku].available
            if request.pieces > free:
                return f"{free} pieces of {sku} are free, not {request.pieces}"
            change_stock(connection, self._shop_id, "on_hand", {sku: -request.pieces})
            values = {"shipment": f"{carrier} {tracking}", "settled_at": self._store.clock.now()}
            requests.move(connection, self._store, request, RequestState.DONE, **values)
            return ""

        more = {"carrier": carrier, "tracking": tracking}
        return self._step("send_replacement", request_id, RequestState.OWED, step, key, **more)

    def _step(self, operation: str, request_id: str, state: RequestState, step: Step, key: str, **more: str) -> Outcome:
        def act(connection: sa.Connection) -> Outcome:
            pass_deadlines(connection, self._store, self._store.clock.now())
            request = requests.find_request(connection, self._shop_id, request_id)
            if request.state is not state:
                return refused(f"the request {request_id} is {request.state.value}, not {state.value}")
            why = step(connection, request)
            return refused(why) if why else done(request_id)

        return self._journal.once(operation, key, {"request_id": request_id, **more}, act)


def pass_deadlines(connection: sa.Connection, store: ShopStore, now: datetime) -> list[str]:
    """Decide what is overdue: for the buyer where the seller was to act, else the request is closed; gives the ids."""
    late = requests.find_requests(connection, store.shop_id, answer_by=Span(until=now))
    for request in late:
        if request.state is RequestState.ASKED:
            requests.agree(connection, store, request, "platform", now)
        elif request.state is RequestState.RETURNING:
            requests.receive(connection, store, request, now)
        else:
            requests.move(connection, store, request, RequestState.CLOSED, settled_at=now)
            continue
        requests.tell(connection, store.shop_id, "decided", request, now)
    return [request.id for request in late]


def ask(store: ShopStore, wish: AftersaleWish, *, at: datetime) -> str | None:
    """Open a request of a buyer; see :meth:`shops.buyers.BuyerSide.open_request`."""
    with store.writing() as connection:
        pass_deadlines(connection, store, at)
        order = find_order(connection, store.shop_id, wish.order_id)
        if requests.wish_faults(connection, store.shop_id, order, wish):
            return None
        earlier = requests.find_requests(connection, store.shop_id, line_id=wish.line_id)
        request_id = stable_id("aftersale", store.shop_id, wish.line_id, stamp(at), len(earlier))
        made = requests.put_request(connection, store, order, wish, request_id, at)
        requests.tell(connection, store.shop_id, "opened", made, at)
    return request_id


def withdraw(store: ShopStore, request_id: str, *, at: datetime) -> bool:
    """Take a request back; see :meth:`shops.buyers.BuyerSide.withdraw_request`."""
    with store.writing() as connection:
        request = requests.find_request(connection, store.shop_id, request_id)
        if request.state not in (RequestState.ASKED, RequestState.AGREED):
            return False
        requests.move(connection, store, request, RequestState.CLOSED, settled_at=at)
    return True


def send_back(store: ShopStore, request_id: str, tracking: str, *, at: datetime) -> bool:
    """Send goods back; see :meth:`shops.buyers.BuyerSide.send_back`."""
    with store.writing() as connection:
        pass_deadlines(connection, store, at)
        request = requests.find_request(connection, store.shop_id, request_id)
        if request.state is not RequestState.AGREED:
            return False
        until = requests.TERMS.confirm_by(at)
        requests.move(connection, store, request, RequestState.RETURNING, tracking=tracking, answer_by=until)
    return True


def bring_back(store: ShopStore, request_id: str, *, at: datetime) -> bool:
    """Bring goods back; see :meth:`shops.buyers.MarketSide.bring_back`."""
    with store.writing() as connection:
        request = requests.find_request(connection, store.shop_id, request_id)
        if request.state is not RequestState.RETURNING or request.back_at is not None:
            return False
        requests.move(connection, store, request, RequestState.RETURNING, back_at=at, answer_by=request.answer_by)
        requests.tell(connection, store.shop_id, "returned", request, at)
    return True
