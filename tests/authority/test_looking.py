"""One verdict looks once: what the shop said is remembered for that verdict, and errors are asked again."""

from __future__ import annotations

import pytest

from authority.looking import once
from kit.errors import Retry
from tests.authority.conftest import Place


def test_what_was_looked_at_stays_as_it_was_for_one_verdict_and_a_new_look_sees_the_change(place: Place) -> None:
    look = once(place.shop.reads)
    assert look.shop.get_variant("mug").cost == place.shop.reads.shop.get_variant("mug").cost
    before = look.shop.get_variant("mug").cost
    place.set_cost("mug", 1)
    assert look.shop.get_variant("mug").cost == before
    assert once(place.shop.reads).shop.get_variant("mug").cost == 1


def test_questions_that_differ_in_any_argument_are_different_questions(place: Place) -> None:
    look = once(place.shop.reads)
    assert look.shop.get_variant("mug").sku == "mug" and look.shop.get_variant("jar").sku == "jar"
    assert look.shop.get_stock(["mug"]).keys() == {"mug"} and look.shop.get_stock(["jar"]).keys() == {"jar"}


def test_an_error_is_not_remembered_and_a_port_that_is_not_there_stays_away(place: Place) -> None:
    look = once(place.shop.reads)
    for _ in range(2):
        with pytest.raises(Retry):
            look.shop.get_order("o_unheard")
    order = place.bench.order(("mug", 1))
    assert look.shop.get_order(order.id) == order
