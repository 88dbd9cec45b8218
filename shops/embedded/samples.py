"""Samples of the built-in shop; the rules of each stand in :class:`shops.samples.SampleWrites`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from kit.clock import stamp
from kit.ids import stable_id
from kit.money import format_minor
from shops.embedded.catalogue import change_stock, find_stock, find_variants, get_product_row
from shops.embedded.kept import kept
from shops.embedded.orders import find_order
from shops.embedded.placing import check_customers
from shops.embedded.rows import Span, add_rows, change_rows, find_as, find_row, find_rows
from shops.embedded.sample_tables import SAMPLE
from shops.embedded.store import ShopStore, absent
from shops.embedded.tables import INFO
from shops.embedded.writes import WriteJournal, done, refused
from shops.models import FulfilmentStatus, Outcome
from shops.samples import Sample, SampleStatus, SampleTerms

HAS_LEFT = (FulfilmentStatus.SHIPPED, FulfilmentStatus.DELIVERED)


class EmbeddedSampleReader:
    """Reads samples and what they are."""

    def __init__(self, store: ShopStore) -> None:
        self._store = store

    @kept
    def sample_terms(self, sku: str) -> SampleTerms | None:
        """Give what a sample of a SKU is; None if its cost is not known."""
        with self._store.reading() as connection:
            return find_terms(connection, self._store.shop_id, sku)

    @kept
    def list_samples(self, *, customer_id: str | None = None, since: datetime | None = None) -> Sequence[Sample]:
        """List samples, oldest first; ``since`` keeps those offered at that moment or later."""
        shop_id, at = self._store.shop_id, Span(since=since)
        with self._store.reading() as connection:
            return find_as(Sample, connection, SAMPLE, shop_id, customer_id=customer_id, at=at)


class EmbeddedSampleWrites:
    """Offers samples."""

    def __init__(self, journal: WriteJournal) -> None:
        self._journal = journal
        self._store = journal.store
        self._shop_id = journal.store.shop_id

    def offer_sample(
        self, customer_id: str, sku: str, *, fee: int, pay_until: datetime, thread_id: str | None, key: str
    ) -> Outcome:
        """Send a sample, at once if it is free."""

        def act(connection: sa.Connection) -> Outcome:
            check_customers(connection, self._shop_id, [customer_id])
            terms, now = find_terms(connection, self._shop_id, sku), self._store.clock.now()
            if terms is None:
                return refused(f"no sample is made of {sku}: its cost is not known")
            if fee not in (0, terms.fee):
                return refused(f"a sample of {sku} costs {self._say(terms.fee)} or nothing, not {self._say(fee)}")
            if fee and pay_until <= now:
                return refused(f"the buyer could not pay in time: it is {stamp(now)} already")
            sample_id = stable_id("sample", self._shop_id, key)
            row: dict[str, Any] = {
                "id": sample_id,
                "customer_id": customer_id,
                "thread_id": thread_id,
                "sku": sku,
                "fee": fee,
            }
            row |= {"cost": terms.cost, "credit_from": terms.credit_from, "at": now, "pay_until": pay_until}
            row |= {"ready_at": now, "status": SampleStatus.DUE.value, "credited": 0, "credit_order": None}
            add_rows(connection, SAMPLE, [{"shop_id": self._shop_id, **row}])
            if not fee:
                send(connection, self._shop_id, row, at=now)
            return done(sample_id)

        asked = {"customer_id": customer_id, "sku": sku, "fee": fee, "thread_id": thread_id}
        return self._journal.once("offer_sample", key, asked | {"pay_until": stamp(pay_until)}, act)

    def credit_sample(self, sample_id: str, order_id: str, *, key: str) -> Outcome:
        """Give the fee back for a bulk order that has left."""

        def act(connection: sa.Connection) -> Outcome:
            sample = find_sample(connection, self._shop_id, sample_id)
            order = find_order(connection, self._shop_id, order_id)
            pieces = sum(line.quantity for line in order.lines if line.sku == sample.sku)
            faults = []
            if sample.status is not SampleStatus.SENT or not sample.fee:
                faults.append(f"no fee was paid for the sample {sample_id}")
            if sample.credit_order is not None:
                faults.append(f"the fee came back with the order {sample.credit_order}")
            if order.customer_id != sample.customer_id or order.fulfilment not in HAS_LEFT:
                faults.append(f"the order {order_id} is another buyer's, or has not left")
            if pieces < sample.credit_from or order.placed_at < sample.at:
                faults.append(f"it takes {sample.credit_from} pieces of {sample.sku} ordered after the sample")
            if faults:
                return refused("; ".join(faults))
            new = {"credited": sample.fee, "credit_order": order_id}
            change_rows(connection, SAMPLE, self._shop_id, {"id": sample_id}, **new)
            return done(sample_id)

        return self._journal.once("credit_sample", key, {"sample_id": sample_id, "order_id": order_id}, act)

    def _say(self, amount: int) -> str:
        return format_minor(amount, self._store.info().currency)


def pay_sample(store: ShopStore, sample_id: str, *, at: datetime) -> bool:
    """Pay the fee of a sample, which is then sent; see :meth:`shops.buyers.BuyerSide.pay_sample`.

    Raises:
        Retry: The sample is not there.
    """
    with store.writing() as connection:
        sample = find_sample(connection, store.shop_id, sample_id)
        if sample.status is not SampleStatus.DUE:
            return False
        if at > sample.pay_until:
            change_rows(connection, SAMPLE, store.shop_id, {"id": sample_id}, status=SampleStatus.LAPSED.value)
            return False
        send(connection, store.shop_id, {"id": sample_id, "sku": sample.sku}, at=at)
    return True


def send(connection: sa.Connection, shop_id: str, sample: dict[str, Any], *, at: datetime) -> None:
    """Let a sample go: from the shelf if a piece is free there, else it is made."""
    sku = str(sample["sku"])
    stock, terms = find_stock(connection, shop_id, [sku])[sku], find_terms(connection, shop_id, sku)
    days = terms.lead_days if terms else 0
    if stock.available > 0:
        change_stock(connection, shop_id, "on_hand", {sku: -1})
    values = {"status": SampleStatus.SENT.value, "ready_at": at + timedelta(days=days)}
    change_rows(connection, SAMPLE, shop_id, {"id": sample["id"]}, **values)


def find_terms(connection: sa.Connection, shop_id: str, sku: str) -> SampleTerms | None:
    """Read what a sample of a SKU is; a SKU that is not there is a :class:`kit.errors.Retry`."""
    variant = find_variants(connection, shop_id, [sku])[sku]
    if variant.cost is None:
        return None
    said = get_product_row(connection, shop_id, variant.product_id).attributes
    stock = find_stock(connection, shop_id, [sku])[sku]
    ((made,),) = find_rows(connection, INFO, shop_id, fields=("lead_time_days",), order=())
    set_up = _number(said, "sample_set_up", 0)
    steps = [tier.min_quantity for tier in variant.tiers[1:]]
    return SampleTerms(
        sku=sku,
        material=variant.tiers[0].unit_price,
        set_up=set_up,
        cost=variant.cost + set_up,
        lead_days=_number(said, "sample_lead_days", 0 if stock.available > 0 else made),
        credit_from=_number(said, "sample_credit_from", max(variant.moq, *steps[:1], 2)),
    )


def find_sample(connection: sa.Connection, shop_id: str, sample_id: str) -> Sample:
    """Give one sample, or raise :class:`kit.errors.Retry`."""
    row = find_row(connection, SAMPLE, shop_id, "id", sample_id)
    if row is None:
        raise absent("sample", sample_id, "list samples")
    return Sample.model_validate({name: getattr(row, name) for name in Sample.model_fields})


def _number(said: dict[str, str], name: str, otherwise: int) -> int:
    """Read a stated number; what is no number was not stated."""
    text = said.get(name, "")
    return int(text) if text.isdecimal() else otherwise
