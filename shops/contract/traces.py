"""The rules of the optional port of traces: what carriers report of parcels, in order, until they have arrived."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from shops.contract.bench import START, Bench, ContractBase, port, retried
from shops.traces import TraceEvent, TraceKind, TracePost, TraceReader

HOUR = timedelta(hours=1)


class TraceRules(ContractBase):
    """Where parcels are."""

    def test_a_parcel_is_traced_from_the_house_to_its_buyer(self, tmp_path: Path) -> None:
        """Reports stand in the order of their times, each once; who has arrived is under way no more."""
        bench, reads, parcel = self._traced(tmp_path)
        (trace,) = reads.list_traces()
        assert (trace.parcel.id, trace.events, trace.expected_by, trace.last) == (parcel, (), None, None)
        late = TraceEvent(at=START + 9 * HOUR, kind=TraceKind.IN_TRANSIT, place="Leeds", note="sorted")
        soon = TraceEvent(at=START + HOUR, kind=TraceKind.COLLECTED)
        for _ in range(2):
            bench.market.track([TracePost(shipment_id=parcel, events=(late, soon), expected_by=START + 48 * HOUR)])
        bench.market.track([TracePost(shipment_id=parcel)])
        trace = reads.get_trace(parcel)
        assert (trace.events, trace.last, trace.expected_by) == ((soon, late), late, START + 48 * HOUR)
        bench.market.deliver([parcel], at=START + 30 * HOUR)
        trace = reads.get_trace(parcel)
        assert [one.kind.value for one in trace.events] == ["collected", "in_transit", "delivered"]
        assert trace.parcel.delivered_at == START + 30 * HOUR and not reads.list_traces()

    def test_a_parcel_that_is_not_there_cannot_be_traced(self, tmp_path: Path) -> None:
        """And nothing is kept of what came with it."""
        bench, reads, parcel = self._traced(tmp_path)
        event = TraceEvent(at=START, kind=TraceKind.COLLECTED)
        with retried():
            bench.market.track([TracePost(shipment_id=one, events=(event,)) for one in (parcel, "nowhere")])
        assert reads.get_trace(parcel).events == ()
        with retried():
            reads.get_trace("nowhere")

    def test_places_of_a_forgotten_buyers_parcels_are_blank(self, tmp_path: Path) -> None:
        """What happened to the parcel stays."""
        bench, reads, parcel = self._traced(tmp_path)
        event = TraceEvent(at=START, kind=TraceKind.EXCEPTION, place="Leeds", note="Ann was out")
        bench.market.track([TracePost(shipment_id=parcel, events=(event,))])
        bench.market.forget_customer("b1")
        (kept,) = reads.get_trace(parcel).events
        assert (kept.kind, kept.place, kept.note) == (TraceKind.EXCEPTION, "", "")

    def _traced(self, home: Path) -> tuple[Bench, TraceReader, str]:
        bench = self.bench(home)
        reads = port(bench.shop.reads.traces, "traces")
        order = bench.order(("mug", 2))
        bench.ship(order, 2, key="k1")
        return bench, reads, bench.shop.reads.shop.list_shipments(order.id)[0].id
