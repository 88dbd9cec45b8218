import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.money import format_minor, parse_minor, share


@given(st.integers(-(10**12), 10**12), st.sampled_from(["GBP", "CNY", "JPY", "USD", "KWD"]))
def test_what_is_written_is_read_back(amount: int, currency: str) -> None:
    assert parse_minor(format_minor(abs(amount), currency), currency) == abs(amount)


def test_minor_units_are_written_as_people_read_them() -> None:
    assert format_minor(-123456, "CNY") == "-¥1,234.56"
    assert format_minor(1200, "JPY") == "JPY 1,200"
    assert format_minor(1200, "KWD") == "KWD 1.200"
    assert parse_minor("VND 250,000", "VND") == 250_000


@pytest.mark.parametrize("text", ["", "abc", "1.234", "nan", "inf", "1e400"])
def test_an_amount_that_is_not_whole_minor_units_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_minor(text, "GBP")


def test_shares_round_half_to_even() -> None:
    assert [share(amount, 1, 2) for amount in (1, 3, 5)] == [0, 2, 2]
