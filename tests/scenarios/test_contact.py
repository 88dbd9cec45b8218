"""Offers that nobody asked for: a planted pull is found by the measure the shop has, too much of it loses buyers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from agents.language import understand
from agents.language_patterns import Intent
from decisions.reminders import Arms, is_held_out, lift
from scenarios.market.contact import is_ripe
from scenarios.world import LoadedWorld

Start = Callable[..., Any]
DAYS = 4


def with_pull(world: LoadedWorld, **more: float) -> LoadedWorld:
    """Give the world with other terms of contact."""
    terms = world.spec.contact.model_copy(update={"pull_days": DAYS, **more})
    return replace(world, spec=world.spec.model_copy(update={"contact": terms}))


def offer(run: Any, buyers: list[str], key: str) -> None:
    """Write to buyers who have not asked."""
    for who in buyers:
        run.shop.writes.messages.open_thread(who, "In stock.", is_offer=True, key=f"{key} {who}")


def outcome(start: Start, world: LoadedWorld) -> Arms:
    """Remind all ripe buyers but the holdout on the first evening; count who orders in the days after."""
    run = start(3, world)
    state = run.market.hidden
    ripe = [who for row, who in enumerate(state.crowd.ids) if is_ripe(state, row, run.clock.now())]
    held_out = {who for who in ripe if is_held_out(who, "planted")}
    sent = [who for who in ripe if who not in held_out]
    run.days(1, before_evening=lambda one: offer(one, sent, "first"))
    run.days(DAYS, start=1)
    rows = run.shop.reads.shop.list_buyer_days(
        since=run.first_day + timedelta(days=1), until=run.first_day + timedelta(days=DAYS + 1)
    )
    came = {row.customer_id for row in rows}
    return Arms(
        reminded=len(sent),
        reminded_came=len(came & set(sent)),
        held_out=len(held_out),
        held_out_came=len(came & held_out),
    )


@pytest.fixture(scope="module")
def rhythmic(giftware: LoadedWorld, stocked: LoadedWorld) -> LoadedWorld:
    """Give giftware with its first month of orders and stock that never ends."""
    return replace(stocked, history=giftware.history[:8000])


def test_a_planted_pull_is_found_beside_the_holdout_and_none_is_not(start: Start, rhythmic: LoadedWorld) -> None:
    """The same buyers, the same luck: only the pull differs."""
    strong, none = outcome(start, with_pull(rhythmic, pull=4.0)), outcome(start, with_pull(rhythmic, pull=1.0))
    assert strong.reminded == none.reminded and strong.reminded > 300 and strong.held_out > 60
    assert lift(strong).low > 0
    assert lift(none).low < 0 < lift(none).high
    assert strong.held_out_came == none.held_out_came


def test_who_hears_too_much_leaves_and_some_say_so(start: Start, stocked: LoadedWorld) -> None:
    """Three offers in three days: nobody is lost by the first of a good moment, by the later ones many are."""
    run = start(3, with_pull(stocked, pull=1.0, annoy_loss=3.0, object_share=1.0))
    crowd = run.market.hidden.crowd
    some = crowd.ids[:60]
    rows = [crowd.place[who] for who in some]
    before = int(crowd.alive[rows].sum())
    for number in range(3):
        run.days(1, start=number, before_evening=lambda one, n=number: offer(one, some, str(n)))
    assert int(crowd.alive[rows].sum()) < before - 10
    assert sum(run.shop.reads.shop.get_customer(who).no_offers for who in some) > 30


def test_who_wants_none_answers_in_the_same_conversation(start: Start, stocked: LoadedWorld) -> None:
    """Within a day, once."""
    run = start(3, with_pull(stocked, pull=1.0, stop_share=1.0))
    some = run.market.hidden.crowd.ids[:20]
    run.days(1, before_evening=lambda one: offer(one, some, "first"))
    run.days(2, start=1)
    for who in some:
        (thread,) = (
            one for one in run.shop.reads.messages.list_threads(customer_id=who) if one.messages[0].author == "shop"
        )
        assert [one.author for one in thread.messages] == ["shop", "buyer"]
        assert Intent.OPT_OUT in understand(thread.messages[1].text, (), run.first_day, "GBP").intents
