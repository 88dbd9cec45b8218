"""Evenings: carriers and the factory deliver, buyers remember how it went, the shop's rank moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from scenarios.market.aftersale import arrive, batch_arrives
from scenarios.market.laws import next_rank
from scenarios.market.loyalty import judge
from scenarios.market.mood import review
from scenarios.market.platform_requests import give_up_parcel, regret
from scenarios.market.state import State
from scenarios.market.streams import stream
from scenarios.market.transit import mourn, report, transit_loss, way_of
from shops.models import FulfilmentStatus, Order, Shipment

_ON_THE_WAY = (FulfilmentStatus.PARTIAL, FulfilmentStatus.SHIPPED)
_WAITING = (FulfilmentStatus.UNSHIPPED, FulfilmentStatus.PARTIAL)


def deliver_parcels(state: State, now: datetime) -> None:
    """Bring the parcels that are due, and let buyers whose order is complete remember it."""
    arriving: list[str] = []
    complete: list[tuple[Order, Sequence[Shipment]]] = []
    travelling: list[tuple[Order, Shipment]] = []
    for order in _orders(state, _ON_THE_WAY):
        shipments = _shipments(state, order)
        due = [way_of(state, order, shipment).due for shipment in shipments]
        travelling += [(order, shipment) for shipment in shipments if shipment.id not in state.parcels.brought]
        if mourn(state, order, shipments, now):
            give_up_parcel(state, order, now)
        arriving += [
            shipment.id
            for shipment, moment in zip(shipments, due, strict=True)
            if moment <= now and shipment.id not in state.parcels.brought
        ]
        if order.fulfilment is FulfilmentStatus.SHIPPED and max(due) <= now:
            complete.append((order, shipments))
    report(state, travelling, now)
    if arriving:
        state.side.deliver(arriving, at=now)
        state.parcels.brought.update(arriving)
    for order, shipments in complete:
        _remember(state, order, shipments, now)
        wrong = arrive(state, order, now)
        review(state, order, is_faulty=wrong not in (None, "false"))
        regret(state, order, now)


def deliver_production(state: State, now: datetime) -> None:
    """Bring goods from the factory, up to ``late_days_max`` days after they were due."""
    if state.reads.factory is None:
        return
    late_max = state.world.spec.factory.late_days_max
    for production in state.reads.factory.list_production(open_only=True):
        late = int(stream(state.seed, "factory", production.id).integers(0, late_max + 1))
        late += int(state.shocks.delay[state.shocks.at(production.placed_at.astimezone(state.zone).date())])
        if production.due_at + timedelta(days=late) <= now:
            state.side.finish_production(production.id, at=now)
            for line in production.lines:
                batch_arrives(state, line.sku, now)


def give_up(state: State, now: datetime) -> None:
    """Let buyers give up on orders that are long past their promise and still not shipped whole."""
    patience = timedelta(days=state.world.spec.loyalty.abandon_days)
    promise = timedelta(hours=state.world.spec.shop.ship_promise_hours)
    until = now - promise - patience
    for order in _orders(state, _WAITING, since=until - timedelta(days=2), until=until):
        judge(state, order, late=patience, wrong_carrier=False, now=now)


def move_rank(state: State, now: datetime) -> None:
    """Move the shop's rank a little towards what the day's orders due and replies deserve."""
    terms = state.world.spec.loyalty
    promise = timedelta(hours=state.world.spec.shop.ship_promise_hours)
    orders = _orders(state, None, since=now - promise - timedelta(days=1), until=now - promise)
    due = [order for order in orders if order.fulfilment is not FulfilmentStatus.CANCELLED]
    shipped = [order.fulfilment in (FulfilmentStatus.SHIPPED, FulfilmentStatus.DELIVERED) for order in due]
    replies = state.today.replies
    state.rank = next_rank(
        terms,
        state.rank,
        on_time=sum(shipped) / len(shipped) if shipped else None,
        reply=sum(replies) / len(replies) if replies else None,
        wrong=0.0,
    )


def _orders(
    state: State,
    fulfilment: Sequence[FulfilmentStatus] | None,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[Order]:
    cursor = None
    while True:
        page = state.reads.shop.list_orders(since=since, until=until, fulfilment=fulfilment, cursor=cursor, limit=500)
        yield from page.items
        cursor = page.next_cursor
        if cursor is None:
            return


def _shipments(state: State, order: Order) -> Sequence[Shipment]:
    """The shipments of an order; once it is shipped whole they cannot change, so they are read once."""
    known = state.parcels.whole.get(order.id)
    if known is not None:
        return known
    shipments = tuple(state.reads.shop.list_shipments(order.id))
    if order.fulfilment is FulfilmentStatus.SHIPPED:
        state.parcels.whole[order.id] = shipments
    return shipments


def _remember(state: State, order: Order, shipments: Sequence[Shipment], now: datetime) -> None:
    last = max(shipment.shipped_at for shipment in shipments)
    late = last - order.ship_by if order.ship_by else timedelta(0)
    wanted = state.crowd.wants_carrier.get(order.customer_id)
    wrong = wanted is not None and any(wanted.lower() not in shipment.carrier.lower() for shipment in shipments)
    if wanted is not None:
        state.crowd.last_carrier[order.customer_id] = shipments[-1].carrier
    transit = transit_loss(state, order, shipments)
    judge(state, order, late=late, wrong_carrier=wrong, now=now, transit=transit)
