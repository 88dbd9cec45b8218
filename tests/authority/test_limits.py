"""The limits: defaults under a shop's own file, and no mistake in a file passes in silence."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from authority.limits import Limits, load_limits
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
