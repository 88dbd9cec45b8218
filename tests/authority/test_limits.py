"""The limits: defaults under a shop's own file, and no mistake in a file passes in silence."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from authority.limits import Limits, amounts, load_limits
from authority.limits_layers import UNSTATED, currencies, parsed, preset
from kit.errors import Misconfigured


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Give the path of a shop's own file."""
    return tmp_path / "limits.toml"


def test_the_defaults_load_and_are_strict() -> None:
    limits = load_limits()
    assert limits.floor.min_margin_rate > 0
    assert limits.production.auto_per_order == 0
    assert set(limits.levels.values()) <= {1, 2}


def test_a_shop_without_a_file_has_the_defaults(own: Path) -> None:
    assert load_limits(own) == load_limits()


def test_a_shops_file_replaces_single_values(own: Path) -> None:
    own.write_text('[refund]\nper_day = 1\n[price]\nmove_24h = "0.01"\n[levels]\nprice = 0\n', encoding="utf-8")
    limits, default = load_limits(own), load_limits()
    assert (limits.refund.per_day, limits.price.move_24h, limits.levels["price"]) == (1, Decimal("0.01"), 0)
    assert limits.refund.auto_per_effect == default.refund.auto_per_effect
    assert limits.price.move_30d == default.price.move_30d
    assert {name for name, level in limits.levels.items() if level != default.levels[name]} == {"price"}


def test_other_limits_have_another_digest_and_the_same_have_the_same(own: Path) -> None:
    own.write_text("[refund]\nper_day = 1\n", encoding="utf-8")
    assert load_limits(own).digest != load_limits().digest
    assert load_limits().digest == load_limits().digest
    own.write_text("[refund]\nper_day = 10000\n", encoding="utf-8")
    assert load_limits(own).digest == load_limits().digest


@pytest.mark.parametrize("currency", sorted({*currencies()} - {"GBP"}))
def test_a_preset_states_every_amount_of_its_currency_and_nothing_else(currency: str) -> None:
    """A new amount in config/limits.toml belongs into every preset, or shops in that currency are held."""
    limits, default = load_limits(currency=currency), load_limits()
    assert limits.unstated == () and limits.currency == currency
    stated = {f"{table}.{name}" for table, names in parsed(preset(currency)).items() for name in names}
    assert stated == {f"{table}.{name}" for table, names in amounts().items() for name in names}
    same = {"currency": default.currency} | {table: getattr(default, table) for table in amounts()}
    assert limits.model_copy(update=same) == default


def test_a_shop_in_yuan_gives_back_up_to_200_yuan_twice_a_month() -> None:
    refund = load_limits(currency="CNY").refund
    assert (refund.auto_per_effect, refund.per_buyer_30d) == (20000, 2)


def test_in_a_currency_without_a_preset_no_amount_counts_as_stated_and_none_stops_by_itself(own: Path) -> None:
    own.write_text("[refund]\nper_day = 5\n", encoding="utf-8")
    limits = load_limits(own, "JPY")
    assert "refund.per_day" not in limits.unstated and "refund.auto_per_effect" in limits.unstated
    assert limits.production.per_30d == UNSTATED and limits.floor.pick_pack == limits.approval.manager_up_to == 0


@pytest.mark.parametrize(
    ("text", "line", "remedy"),
    [
        ("# ours\n\n[refund]\nper_dya = 1\n", 4, "refund.per_day"),
        ('[price]\nmove_24h = 0.05\n[refund]\nper_day = "£50"\n', 4, "50.00 as 5000"),
        ('[price]\nmove_24h = "5%"\n', 2, '5 % as "0.05"'),
        ("approval_hours = 72\n[refnud]\nper_day = 1\n", 2, "the tables are"),
        ("[refund]\nper_day = 5\n[levels]\nprice = 1\nprices = 0\n", 5, "price, production"),
        ("\n[like_effect_hours]\nisue_refund = 9\n", 3, "issue_refund"),
        ('\ncurrency = "USD"\n', 2, "the shop's currency is GBP"),
        ("[levels]\nprice = 9\n", 2, "less than or equal to 3"),
        ("[refund]\nper_day = 5\nper_day = 6\n", 3, "correct that line"),
    ],
)
def test_a_mistake_names_its_line_and_the_remedy(own: Path, text: str, line: int, remedy: str) -> None:
    own.write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured) as caught:
        load_limits(own)
    assert f"line {line}" in str(caught.value) and remedy in str(caught.value)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[refund]\nper_dya = 1\n", "refund.per_dya"),
        ("[refnud]\nper_day = 1\n", "refnud"),
        ("[levels]\nprices = 0\n", "levels.prices"),
        ("[like_effect_hours]\nisue_refund = 9\n", "like_effect_hours.isue_refund"),
        ('[refund]\nper_day = "much"\n', "refund.per_day"),
        ("[refund]\nper_day = 1.5\n", "refund.per_day"),
        ("[refund]\nper_day = [1]\n", "refund.per_day"),
        ("refund = 1\n", "refund"),
        ("levels = 2\n", "levels"),
        ("[refund]\nper_day = -1\n", "refund.per_day"),
        ('[price]\nmove_24h = "-0.01"\n', "price.move_24h"),
        ('[price]\nmove_24h = "1.01"\n', "price.move_24h"),
        ('[price]\nmove_24h = "nan"\n', "price.move_24h"),
        ("[ads]\nmax_bid = -1\n", "ads.max_bid"),
        ("[production]\nper_30d = -1\n", "production.per_30d"),
        ("[giveaway]\nper_day = -1\n", "giveaway.per_day"),
        ("[levels]\nprice = 4\n", "levels.price"),
        ("[levels]\nprice = -1\n", "levels.price"),
        ("[like_effect_hours]\nissue_refund = -1\n", "like_effect_hours.issue_refund"),
        ("[quote]\nmax_valid_days = 0\n", "quote.max_valid_days"),
        ("approval_hours = 0\n", "approval_hours"),
        ('level3_factor = "0.5"\n', "level3_factor"),
        ('[floor]\ntax_rate = "0.95"\n', "floor"),
        ('[floor]\nmin_margin_rate = "-0.05"\n', "floor.min_margin_rate"),
        ("[floor]\nfreight_min_pieces = 0\n", "floor.freight_min_pieces"),
        ("[refund\n", "line 1"),
    ],
)
def test_a_mistake_names_the_file_and_the_key(own: Path, text: str, key: str) -> None:
    own.write_text(text, encoding="utf-8")
    with pytest.raises(Misconfigured) as caught:
        load_limits(own)
    assert str(own) in str(caught.value)
    assert key in str(caught.value)


def test_a_file_that_is_no_text_names_the_file(own: Path) -> None:
    own.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Misconfigured, match="limits.toml"):
        load_limits(own)


def test_limits_in_force_cannot_be_changed() -> None:
    limits = load_limits()
    with pytest.raises(ValueError, match="frozen"):
        limits.version = "2"
    with pytest.raises(ValueError, match="frozen"):
        limits.refund.per_day = 10**9
    assert isinstance(limits, Limits)
