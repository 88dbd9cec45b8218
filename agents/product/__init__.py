"""商品, the product employee: prices and stock."""

from pathlib import Path

from agents.roster import Employee

EMPLOYEE = Employee(
    name="product",
    title="Product",
    title_zh="商品",
    handoff_line="price ladders, stock cover and production orders",
    folder=Path(__file__).parent,
)
