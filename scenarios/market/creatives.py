"""What tested listings do to visitors: who meets one, who opens it, and how its wording moves the choice.

Every wording and picture has a hidden appeal, normal with the world's spread, drawn for the text itself; a listing as
the world opens it has 0. A visitor meets article j with the chance ``views · w_j`` (w its share of all wishes), opens
it with ``click · exp(a)``, and chooses by a utility higher by ``a``. What is kept stays: the utility moves by it for
good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from scenarios.market.goods import Floats
from scenarios.market.state import State
from scenarios.market.streams import stream
from scenarios.market.visits import Visits
from shops.creatives import Creative, CreativeTest, CreativeView, variant_of

_MOST_SEEN = 0.9


@dataclass(frozen=True)
class Tested:
    """A running test: its product's article, and the appeal of each variant by name."""

    test: CreativeTest
    article: int
    appeal: dict[str, float]


def running_tests(state: State) -> list[Tested]:
    """Give the tests that run now, of articles of the world."""
    if state.reads.creatives is None:
        return []
    found = []
    for test in state.reads.creatives.list_tests(open_only=True):
        (variant, *_) = state.reads.shop.get_product(test.product_id).variants
        if variant.sku in state.place:
            appeal = {name: _appeal(state, test.product_id, test.variant(name)) for name in test.names}
            found.append(Tested(test, state.place[variant.sku], appeal))
    return found


def standing_appeal(state: State) -> Floats:
    """Give ``[J]`` how much more appealing each listing is than the world opened it."""
    found = np.zeros(len(state.goods.skus))
    for test in state.reads.creatives.list_tests() if state.reads.creatives else ():
        if test.kept is None:
            continue
        (variant, *_) = state.reads.shop.get_product(test.product_id).variants
        if variant.sku in state.place:
            found[state.place[variant.sku]] = _appeal(state, test.product_id, test.variant(test.kept))
    return found


def felt_by(tested: Sequence[Tested], visitors: Sequence[str]) -> list[tuple[int, Floats]]:
    """Give for each test its article, and ``[n]`` the appeal of the variant that each visitor sees.

    It is beside that of the listing as it stands, which the choice holds already.
    """
    return [
        (
            one.article,
            np.array([one.appeal[variant_of(one.test, who)] - one.appeal["A"] for who in visitors], dtype=float),
        )
        for one in tested
    ]


def meet(
    state: State,
    tested: Sequence[Tested],
    visits: Visits,
    visitors: Sequence[str],
    bought: dict[str, set[int]],
    key: tuple[date, int],
) -> list[CreativeView]:
    """Let visitors meet the tested listings.

    Args:
        state: The market.
        tested: The tests that run.
        visits: Visits of one origin.
        visitors: Who they are, in the same order.
        bought: Articles of the baskets by visitor.
        key: Day and slot.
    """
    terms, weight = state.world.spec.creatives, np.exp(state.goods.alpha)
    views = []
    for one in tested:
        luck = stream(state.seed, "views", one.test.product_id, visits.origin, *key)
        draws = luck.random((int(visits.number.max(initial=0)) + 1, 2))[visits.number]
        seen = min(_MOST_SEEN, terms.views * float(weight[one.article] / weight.sum()))
        for who, (meets, opens) in zip(visitors, draws, strict=True):
            ordered = one.article in bought.get(who, set())
            if ordered or meets < seen:
                chance = terms.click * np.exp(one.appeal[variant_of(one.test, who)])
                clicked = ordered or bool(opens < chance)
                views.append(CreativeView(test_id=one.test.id, visitor=who, clicked=clicked, ordered=ordered))
    return views


def _appeal(state: State, product_id: str, shown: Creative) -> float:
    """Give the hidden appeal of a wording with a picture."""
    row = state.place.get(product_id.removeprefix("P-"))
    if row is not None and shown.title == state.goods.names[row] and shown.image is None:
        return 0.0
    luck = stream(state.seed, "appeal", product_id, shown.title, shown.image)
    return float(state.world.spec.creatives.spread * luck.standard_normal())
