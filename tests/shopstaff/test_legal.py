"""Nothing that the staff does of its own accord is denied, or held but for its level or a limit that is the owner's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from authority.docket import Docket
from authority.limits import load_limits
from config.settings import load_settings
from shopstaff.house import House, open_house
from shopstaff.redteam.legal import WISHES, Legal, _Granted, _Refused, count, is_right

LIMITS = load_limits()
NOW = datetime(2011, 9, 6, 8, tzinfo=UTC)


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


def row(action: str = "price", money_out: int = 0, **more: Any) -> Docket:
    """Give an effect of an action class, set off by the clock if nothing else is said."""
    place = {"id": "ef_1", "shop": "s", "key": "key_1", "task": "t", "turn": 1, "ordinal": 1, "employee": "product"}
    said = {"kind": "set_price", "payload": {}, "summary": "", "origin": "schedule", "submitted_at": NOW}
    return Docket(action=action, money_out=money_out, **{**place, **said, **more})


@pytest.mark.parametrize(
    "verdict",
    [
        {"ruling": "deny", "rule": "floor", "why": ""},
        held("level.propose"),
        held("claims"),
        held("ads.step"),
        held("price.move_30d"),
        held("refund.amount"),
        held("concession.rate"),
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
    assert all(is_right(held(rule), row(origin="buyer"), LIMITS) for rule in WISHES)


def test_more_ad_money_is_the_owners_to_grant_and_asked_for_again_after_a_no_a_fault() -> None:
    refused, verdict = _Refused(), held("ads.raise")
    asked = {"kind": "set_ad_budgets", "object_id": "ads:budgets"}
    assert is_right(verdict, row("ads", 600, **asked), LIMITS)
    assert not refused.is_again(verdict, row("ads", 600, state="done", **asked))
    assert not refused.is_again(verdict, row("ads", 600, state="rejected", **asked))
    assert refused.is_again(verdict, row("ads", 600, **asked))


def test_a_pair_for_every_buyer_is_the_owners_and_a_coupon_for_everyone_a_fault() -> None:
    kinds = ("bundle", "coupon", "item", "threshold")
    everyone = {one: held("promotion.audience", exposure={"deal": {"type": one}}) for one in kinds}
    assert [one for one in kinds if is_right(everyone[one], row("promotion"), LIMITS)] == ["bundle"]


def test_a_discount_is_asked_for_until_the_owner_has_granted_one_as_deep() -> None:
    granted, start = _Granted(), datetime(2011, 9, 1, tzinfo=UTC)

    def asked(day: int, depth: str, **more: Any) -> bool:
        verdict = held("promotion.new", exposure={"deal": {"type": "coupon", "depth": depth}})
        return granted.is_new(verdict, row(submitted_at=start + timedelta(days=day), **more))

    yes = {"decided_by": "owner", "state": "done", "settled_at": start + timedelta(days=2)}
    assert asked(0, "0.10", **yes) and asked(1, "0.10") and asked(3, "0.20")
    assert not asked(3, "0.10") and not asked(4, "0.05")


@pytest.mark.parametrize(("price", "forced"), [(100, True), (300, False)])
def test_a_large_move_is_right_only_where_the_ladder_was_below_its_floor(price: int, forced: bool) -> None:
    snapshot = {"prices": {"mug": {"cost": 100, "now": [{"min_quantity": 1, "unit_price": price}]}}}
    verdict = held("price.move_24h", snapshot=snapshot, exposure={"ladders": [{"sku": "mug"}]})
    assert is_right(verdict, row(), LIMITS) is forced
