"""Buyers who ask on the platform's form: of what is wrong, once an order, and the fixed rule answers them too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scenarios.refund_rule import answer_to
from scenarios.world import LoadedWorld
from shops.aftersales import AftersaleRequest, RequestState

Start = Callable[..., Any]
FAULTS = ("broken_share", "defect_share", "missing_share", "false_share", "regret_share", "bad_batch_share")
PLAIN = dict.fromkeys(FAULTS, 0.0)
SOON = {"photo_share": 1.0, "delay_days": 0.0, "platform_share": 1.0}


def only(world: LoadedWorld, **more: float) -> LoadedWorld:
    """Let only what is named go wrong, and everybody say so on the form the day after."""
    terms = world.spec.aftersale.model_copy(update=PLAIN | SOON | more)
    return replace(world, spec=world.spec.model_copy(update={"aftersale": terms}))


def requests(start: Start, world: LoadedWorld, days: int = 5) -> tuple[Any, list[AftersaleRequest]]:
    """Run some days in which all orders leave at once; gives the run and what was asked for."""
    run = start(3, world).days(days, after_slot=lambda one: one.ship())
    return run, list(run.shop.reads.aftersales.list_requests())


@pytest.mark.parametrize(
    ("what", "reason", "kinds"),
    [
        ("broken_share", "broken", {"refund", "resend"}),
        ("missing_share", "missing", {"refund", "resend"}),
        ("regret_share", "changed_mind", {"return"}),
    ],
)
def test_what_is_wrong_is_asked_for_on_the_form(
    start: Start, stocked: LoadedWorld, what: str, reason: str, kinds: set[str]
) -> None:
    """One request an order, with a photo where something is to be seen, and nothing in words."""
    run, found = requests(start, only(stocked, **{what: 1.0}))
    assert len(found) > 10 and len({one.order_id for one in found}) == len(found)
    assert {one.reason for one in found} == {reason} and {one.kind.value for one in found} <= kinds
    assert all(bool(one.evidence) == (reason != "changed_mind") for one in found)
    assert not any(one.id.startswith("A-") for one in run.inquiries)
    effects = [answer_to(run.shop.reads, one) for one in found]
    assert {effect.kind for effect in effects if effect} == {"agree_request"}


def test_who_only_claims_it_shows_nothing_and_the_rule_asks_for_a_photo(start: Start, stocked: LoadedWorld) -> None:
    run, found = requests(start, only(stocked, false_share=1.0))
    assert found and not any(one.evidence for one in found)
    assert {effect.kind for one in found if (effect := answer_to(run.shop.reads, one))} == {"refuse_request"}


def test_who_waits_in_vain_for_a_parcel_asks_for_the_money(start: Start, stocked: LoadedWorld) -> None:
    world = only(stocked)
    terms = world.spec.transit.model_copy(update={"lost_share": 1.0, "lost_patience_days": 2})
    world = replace(world, spec=world.spec.model_copy(update={"transit": terms}))
    _, found = requests(start, world, days=4)
    assert found and {(one.reason, one.kind.value, one.state) for one in found} == {
        ("late", "refund", RequestState.ASKED)
    }
