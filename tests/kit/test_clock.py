from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.clock import SetClock, as_utc, from_stamp, stamp

moments = st.integers(-(10**9), 10**10).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(moments)
def test_a_stamp_is_read_back(moment: datetime) -> None:
    assert from_stamp(stamp(moment)) == moment


@given(moments, moments)
def test_stamps_sort_like_their_moments(one: datetime, other: datetime) -> None:
    assert (stamp(one) < stamp(other)) == (one < other)


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        as_utc(datetime(2011, 9, 1))  # noqa: DTZ001


def test_a_set_clock_never_goes_back() -> None:
    clock = SetClock(datetime(2011, 9, 1, 8, tzinfo=timezone(timedelta(hours=8))))
    assert clock.now() == datetime(2011, 9, 1, tzinfo=UTC)
    clock.set(datetime(2011, 9, 1, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="cannot go back"):
        clock.set(datetime(2011, 9, 1, tzinfo=UTC))
