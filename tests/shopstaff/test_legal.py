"""Nothing that the staff does of its own accord is denied, or held but for its level or a limit that is the owner's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from authority.limits import load_limits
from authority.rows import EffectRow
from config.settings import load_settings
from shopstaff.house import House, open_house
from shopstaff.redteam.legal import OWNERS, Legal, count, is_right

LIMITS = load_limits()


@pytest.fixture(scope="module")
def house(ran: tuple[Path, dict[str, Any]]) -> Iterator[House]:
    opened = open_house(load_settings(home=ran[0]), "giftware")
    yield opened
    opened.close()


def test_no_effect_of_a_rules_model_run_is_denied_or_held_where_its_level_allows_it(house: House) -> None:
    """`make soak` does this with 10,000 effects over many seeds."""
    legal = Legal()
    count(house, 1, legal)
    assert legal.judged > 50 and legal.verdicts["allow within_limits"] > 40
    assert legal.faults == []


def held(rule: str, **more: Any) -> dict[str, Any]:
    """Give a verdict that holds."""
    return {"ruling": "hold", "rule": rule, "why": "", **more}


def row(action: str = "price", money_out: int = 0) -> EffectRow:
    """Give an effect of an action class."""
    return EffectRow.model_construct(action=action, money_out=money_out)


@pytest.mark.parametrize(
    "verdict",
    [
        {"ruling": "deny", "rule": "floor", "why": ""},
        held("level.propose"),
        held("claims"),
        held("ads.step"),
        held("price.unequal"),
        held("message.quiet"),
        held("like_effect"),
        held("production.order"),
    ],
    ids=lambda verdict: verdict["rule"],
)
def test_a_denial_and_a_hold_without_reason_are_faults(verdict: dict[str, Any]) -> None:
    assert not is_right(verdict, row(), LIMITS)


def test_a_hold_by_the_level_or_by_an_owners_limit_is_none() -> None:
    assert is_right({"ruling": "allow", "rule": "within_limits"}, row(), LIMITS)
    assert is_right(held("level.propose"), row("production"), LIMITS)
    assert is_right(held("level.propose", why="price is at level 1 (lowered by measured error)"), row(), LIMITS)
    assert is_right(held("production.order"), row("production", 1), LIMITS)
    assert all(is_right(held(rule), row(), LIMITS) for rule in OWNERS)


@pytest.mark.parametrize(("price", "forced"), [(100, True), (300, False)])
def test_a_large_move_is_right_only_where_the_ladder_was_below_its_floor(price: int, forced: bool) -> None:
    snapshot = {"prices": {"mug": {"cost": 100, "now": [{"min_quantity": 1, "unit_price": price}]}}}
    verdict = held("price.move_24h", snapshot=snapshot, exposure={"ladders": [{"sku": "mug"}]})
    assert is_right(verdict, row(), LIMITS) is forced
