"""Parcels in trouble: the gravest fault is named, at its hour and not before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.parcels import (
    GRACE,
    LOST_ABROAD,
    LOST_HOME,
    RANK,
    STUCK_ABROAD,
    STUCK_HOME,
    UNCOLLECTED,
    may_be_in_trouble,
    trouble_of,
)
from shops.models import Parcel, Shipment
from shops.traces import Trace, TraceEvent, TraceKind

SENT = datetime(2026, 9, 21, 8, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
MOVING = ("in_transit", HOUR)


def trace(*events: tuple[str, timedelta], place: str = "", promised: timedelta | None = None) -> Trace:
    """Make a parcel with what was reported so long after it left."""
    goods = (Parcel(line_id="l", quantity=1),)
    parcel = Shipment(id="s", order_id="o", carrier="ZTO", tracking="T", parcels=goods, shipped_at=SENT)
    told = tuple(TraceEvent(at=SENT + after, kind=TraceKind(kind), place=place) for kind, after in events)
    return Trace(parcel=parcel, events=told, expected_by=None if promised is None else SENT + promised)


@pytest.mark.parametrize(
    ("found", "after", "is_home", "trouble"),
    [
        (trace(), UNCOLLECTED, True, "uncollected"),
        (trace(), LOST_HOME, True, "lost"),
        (trace(MOVING), HOUR + STUCK_HOME, True, "stuck"),
        (trace(MOVING), HOUR + STUCK_ABROAD, False, "stuck"),
        (trace(MOVING), HOUR + LOST_HOME, True, "lost"),
        (trace(MOVING), HOUR + LOST_ABROAD, False, "lost"),
        (trace(MOVING, promised=2 * HOUR), 2 * HOUR + GRACE, True, "late"),
    ],
)
def test_a_fault_is_named_from_its_hour_on(found: Trace, after: timedelta, is_home: bool, trouble: str) -> None:
    """A second before, it is not, or it is a lesser one."""
    ranks = {name: rank for name, rank in RANK.items()} | {None: 0}
    assert trouble_of(found, SENT + after, is_home=is_home) == trouble
    assert ranks[trouble_of(found, SENT + after - SECOND, is_home=is_home)] < max(
        rank for name, rank in RANK.items() if name == trouble
    )


@pytest.mark.parametrize(
    ("kind", "place", "trouble"),
    [
        ("exception", "", "exception"),
        ("returned", "", "returned"),
        ("out_for_delivery", "杭州市余杭区", None),
        ("out_for_delivery", "宁波", "wrong_city"),
        ("out_for_delivery", "", None),
        ("delivered", "宁波", None),
    ],
)
def test_what_the_carrier_says_is_taken_as_said(kind: str, place: str, trouble: str | None) -> None:
    found = trace((kind, HOUR), place=place)
    assert trouble_of(found, SENT + 2 * HOUR, is_home=True, city="杭州") == trouble


def test_abroad_three_days_without_a_report_are_nothing_and_at_home_they_are() -> None:
    """And ten days at home are lost, not so abroad."""
    late, gone = SENT + timedelta(days=3), SENT + timedelta(days=10)
    assert [trouble_of(trace(MOVING), late, is_home=is_home) for is_home in (True, False)] == ["stuck", None]
    assert [trouble_of(trace(MOVING), gone, is_home=is_home) for is_home in (True, False)] == ["lost", "stuck"]


def test_a_parcel_that_moves_in_time_is_nobodys() -> None:
    assert trouble_of(trace(MOVING, promised=60 * HOUR), SENT + 40 * HOUR, is_home=True) is None


@given(
    kind=st.sampled_from([None, *(one.value for one in TraceKind)]),
    seen=st.integers(0, 20 * 24),
    after=st.integers(0, 40 * 24),
    promised=st.none() | st.integers(0, 40 * 24),
    is_home=st.booleans(),
    is_reported=st.booleans(),
)
def test_no_trouble_comes_unforeseen_wherever_a_parcel_goes(
    kind: str | None, seen: int, after: int, promised: int | None, is_home: bool, is_reported: bool
) -> None:
    """Who looks at the addresses of those parcels only that may be in trouble misses none."""
    events = () if kind is None else ((kind, min(seen, after) * HOUR),)
    found = trace(*events, place="宁波", promised=None if promised is None else promised * HOUR)
    now = SENT + after * HOUR
    trouble = trouble_of(found, now, is_home=is_home, is_reported=is_reported, city="杭州")
    assert trouble is None or may_be_in_trouble(found, now, is_reported=is_reported)


def test_a_parcel_that_moves_is_in_no_trouble_anywhere() -> None:
    assert not may_be_in_trouble(trace(MOVING), SENT + STUCK_HOME)
    assert may_be_in_trouble(trace(MOVING), SENT + HOUR + STUCK_HOME)
