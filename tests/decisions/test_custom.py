"""Light-custom quotes: what does not fit is a person's, what is not known is asked, no price below the floor."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authority.limits import load_limits
from decisions.custom import Artwork, advise_custom
from decisions.rights import rights_flag
from shops.custom import ATTRIBUTE, CustomProcess, read_processes
from shops.models import Product, Tier, Variant
from shops.terms import floor_price

TERMS = load_limits().floor
PRINT: dict[str, Any] = {
    "name": "logo print",
    "area_cm2": 20,
    "max_colours": 2,
    "materials": ["ceramic"],
    "min_line_mm": 0.3,
    "set_up_fee": 3000,
    "unit_fee": 20,
    "set_up_cost": 2000,
    "unit_cost": 12,
    "min_quantity": 100,
    "proof_days": 3,
}
LOGO = Artwork(has_file=True, area_cm2=Decimal(12), colours=2)
LADDER = (Tier(min_quantity=1, unit_price=300), Tier(min_quantity=12, unit_price=250))


def process(**changes: Any) -> CustomProcess:
    """Make a process."""
    return CustomProcess.model_validate(PRINT | changes)


def mug(**changes: Any) -> Variant:
    """Make a SKU."""
    fields: dict[str, Any] = {"sku": "mug", "product_id": "p", "title": "Mug", "tiers": LADDER, "base_price": 300}
    return Variant.model_validate(fields | {"cost": 100} | changes)


def test_a_piece_costs_the_ladder_the_fee_and_its_part_of_the_set_up() -> None:
    made = advise_custom(mug(), [process()], 100, LOGO, TERMS)
    assert (made.verdict, made.quantity, made.unit_price) == ("quote", 100, 250 + 20 + 30)
    fewer = advise_custom(mug(), [process()], 7, LOGO, TERMS)
    assert fewer.quantity == 100


@pytest.mark.parametrize(
    ("art", "why"),
    [
        ({"area_cm2": Decimal("20.1")}, "area"),
        ({"colours": 3}, "colours"),
        ({"material": "wood"}, "material"),
        ({"line_mm": Decimal("0.29")}, "line"),
    ],
)
def test_what_the_process_cannot_do_is_a_persons(art: dict[str, Any], why: str) -> None:
    assert advise_custom(mug(), [process()], 100, LOGO.model_copy(update=art), TERMS).why == why
    edge = {"area_cm2": Decimal(20), "colours": 2, "material": "ceramic", "line_mm": Decimal("0.3")}
    assert advise_custom(mug(), [process()], 100, LOGO.model_copy(update=edge), TERMS).verdict == "quote"


def test_what_is_not_known_is_asked_and_all_of_it_at_once() -> None:
    made = advise_custom(mug(), [process(), process(name="engraving")], None, Artwork(), TERMS)
    assert made.missing == ("artwork", "quantity", "process", "size", "colours")
    assert advise_custom(mug(), [process()], 100, LOGO.model_copy(update={"has_file": False}), TERMS).missing == (
        "artwork",
    )


def test_a_sku_that_nothing_can_be_done_to_is_a_persons() -> None:
    assert advise_custom(mug(), [], 100, LOGO, TERMS).verdict == "person"
    assert advise_custom(mug(cost=None), [process()], 100, LOGO, TERMS).verdict == "person"


@given(st.integers(0, 400), st.integers(0, 300), st.integers(0, 9000), st.integers(1, 3000))
def test_no_custom_price_is_below_the_floor_of_goods_and_work(cost: int, unit: int, set_up: int, pieces: int) -> None:
    done = process(unit_cost=unit, set_up_cost=set_up)
    made = advise_custom(mug(cost=cost), [done], pieces, LOGO, TERMS)
    if made.verdict == "quote":
        assert made.unit_price >= floor_price(cost + done.cost(made.quantity), made.quantity, TERMS)
        assert made.quantity * done.cost(made.quantity) >= made.quantity * unit + set_up
    else:
        assert made.why == "floor"


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("print Pikachu on it", "character"),
        ("印个皮卡丘", "character"),
        ("the Nike swoosh", "brand"),
        ("印上某明星的肖像", "portrait"),
        ("a photo of our mayor", "portrait"),
        ("our own logo, two colours", ""),
        ("我们自己的店名", ""),
        ("frozenness is no word of anybody's", ""),
    ],
)
def test_what_may_be_somebodys_right_is_flagged(text: str, flag: str) -> None:
    assert rights_flag(text).partition(":")[0] == flag


@pytest.mark.parametrize("text", ["", "{}", "[{}]", "not json", json.dumps([PRINT | {"unit_fee": -1}])])
def test_a_list_that_cannot_be_read_is_no_list(text: str) -> None:
    fields = {
        "id": "p",
        "title": "Mug",
        "variants": (),
        "currency": "GBP",
        "updated_at": datetime(2011, 9, 1, tzinfo=UTC),
    }
    assert read_processes(Product.model_validate(fields | {"attributes": {ATTRIBUTE: text}})) == ()
    good = Product.model_validate(fields | {"attributes": {ATTRIBUTE: json.dumps([PRINT])}})
    assert [one.name for one in read_processes(good)] == ["logo print"]
