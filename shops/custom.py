"""Light customisation 轻定制: what a shop can do to a SKU, as it stands in the product's attributes.

The attribute ``custom_processes`` is a JSON list of :class:`CustomProcess`, e.g.
``[{"name": "logo print", "area_cm2": 20, "max_colours": 2, "materials": ["ceramic"], "min_line_mm": 0.3,
"set_up_fee": 3000, "unit_fee": 20, "set_up_cost": 2000, "unit_cost": 12, "min_quantity": 100, "proof_days": 3}]``.
A product without it, or with one that cannot be read, is not customised by the staff.
"""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field, TypeAdapter, ValidationError

from shops.models import Model, Product

ATTRIBUTE = "custom_processes"


class CustomProcess(Model):
    """One process: what fits it, and what it costs the buyer (``_fee``) and the shop (``_cost``), minor units.

    ``area_cm2`` is the largest printed area, ``min_line_mm`` the thinnest line, ``proof_days`` until a proof 打样图.
    """

    name: str = Field(min_length=1)
    area_cm2: Decimal = Field(gt=0)
    max_colours: int = Field(ge=1)
    materials: tuple[str, ...] = ()
    min_line_mm: Decimal = Field(ge=0)
    set_up_fee: int = Field(ge=0)
    unit_fee: int = Field(ge=0)
    set_up_cost: int = Field(ge=0)
    unit_cost: int = Field(ge=0)
    min_quantity: int = Field(ge=1)
    proof_days: int = Field(ge=0)

    def fee(self, quantity: int) -> int:
        """Give what a piece costs more, the set-up spread over all pieces, rounded up."""
        return self.unit_fee - (-self.set_up_fee // quantity)

    def cost(self, quantity: int) -> int:
        """Give what a piece costs the shop more, the set-up spread over all pieces, rounded up."""
        return self.unit_cost - (-self.set_up_cost // quantity)


_PROCESSES = TypeAdapter(tuple[CustomProcess, ...])


def read_processes(product: Product) -> tuple[CustomProcess, ...]:
    """Give what can be done to a product; nothing if it says nothing, or what it says cannot be read."""
    text = product.attributes.get(ATTRIBUTE)
    if text is None:
        return ()
    try:
        return _PROCESSES.validate_json(text)
    except ValidationError:
        return ()  # half a price list is none: a person quotes


def find_process(product: Product, name: str) -> CustomProcess | None:
    """Give one process by its name."""
    return next((one for one in read_processes(product) if one.name == name), None)
