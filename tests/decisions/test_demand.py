"""The pace of a SKU from its days."""

from __future__ import annotations

import pytest

from decisions.demand import demand


def test_a_steady_seller_has_its_pace_and_no_spread() -> None:
    assert demand([10] * 28) == pytest.approx((10, 0))
    assert demand([0] * 28) == (0.0, 0.0)


def test_one_wholesalers_day_does_not_fill_the_house() -> None:
    mean, _ = demand([5] * 55 + [5000])
    assert mean < 5000 / 56


def test_a_rising_pace_counts_but_is_bounded() -> None:
    rising, _ = demand([1] * 28 + [100] * 28)
    assert rising == pytest.approx(50.5 * 1.6)
