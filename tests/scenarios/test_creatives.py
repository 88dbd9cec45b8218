"""Tested listings in the market: visitors meet, open and order them by variant, and what is kept goes on working."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from scenarios.market.creatives import running_tests, standing_appeal
from scenarios.world import LoadedWorld
from shops.creatives import Creative, CreativePlan
from tests.scenarios.conftest import Run


def appealing(world: LoadedWorld) -> LoadedWorld:
    """Give a world in which wordings differ much."""
    creatives = world.spec.creatives.model_copy(update={"spread": 1.5})
    return replace(world, spec=world.spec.model_copy(update={"creatives": creatives}))


def test_the_appeal_of_a_wording_moves_clicks_and_orders_while_it_is_tested_and_after(
    start: Callable[..., Run], stocked: LoadedWorld
) -> None:
    run = start(2, appealing(stocked))
    state, writes, reads = run.market.hidden, run.shop.writes.creatives, run.shop.reads.creatives
    assert writes is not None and reads is not None
    best = int(np.argmax(state.goods.alpha))
    product = f"P-{state.goods.skus[best]}"
    plan = CreativePlan(
        product_id=product,
        variants=tuple(
            Creative(title=f"{state.goods.names[best]}, {word}") for word in ("pack of 6", "Party", "12 cm")
        ),
    )
    made = writes.start_test(plan, key="test").object_id
    assert made is not None
    (tested,) = running_tests(state)
    assert tested.appeal["A"] == 0.0 and len({*tested.appeal.values()}) == 4
    run.days(3)
    found = {one.variant: one for one in reads.test_figures(made)}
    assert all(one.shown >= one.clicks >= one.orders for one in found.values())
    assert sum(one.shown for one in found.values()) > 200 and sum(one.orders for one in found.values()) > 0
    ranked = sorted(found, key=lambda name: tested.appeal[name])
    rates = [found[name].clicks / found[name].shown for name in (ranked[0], ranked[-1])]
    assert rates[1] > 1.5 * rates[0]
    assert (standing_appeal(state) == 0).all()
    writes.stop_test(made, ranked[-1], key="stop")
    kept = standing_appeal(state)
    assert kept[best] == tested.appeal[ranked[-1]] and np.count_nonzero(kept) == 1
    assert running_tests(state) == []


def test_without_a_test_nobody_is_counted_and_nothing_moves(start: Callable[..., Run]) -> None:
    run = start(2)
    assert running_tests(run.market.hidden) == [] and (standing_appeal(run.market.hidden) == 0).all()
