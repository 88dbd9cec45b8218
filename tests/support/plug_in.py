"""The source of a plug-in of three parts, each one file: an effect kind, the tool that submits it, and a job."""

from __future__ import annotations

EFFECT = '''
"""Put a product off the shelf."""

from shopstaff import Effect, Exposure, effect


@effect(action="care", undo="reversible")
class PutOffShelf(Effect):
    """A product that is not sold for a while."""

    product_id: str

    def exposure(self, reads):
        return Exposure(object_id=f"product:{self.product_id}", general=True)

    def apply(self, writes, key):
        return writes.shop.set_listed(self.product_id, False, key=key)

    def holds(self, reads, outcome):
        return not reads.shop.get_product(self.product_id).listed
'''

TOOL = '''
"""The shelf."""

from shopstaff import ToolContext, tool

from {effects} import PutOffShelf


@tool("product")
def put_off_shelf(ctx: ToolContext, product_id: str, reason: str):
    """Put a product off the shelf.

    Args:
        product_id: The product's id.
        reason: Why.
    """
    return ctx.submit(PutOffShelf(product_id=product_id), reason)
'''

JOB = '''
"""What is nearly gone and cannot be made leaves the shelf."""

from shopstaff import Brief, Call, Fact, JobContext, OnHandoff, job


@job("product", "Shelf round", "下架", OnHandoff(), tools=("put_off_shelf", "get_stock"), action="care")
def shelf_round(ctx: JobContext) -> Brief:
    """Put off the shelf what the factory cannot make and is nearly gone."""
    stock = ctx.reads.shop.get_stock()
    gone = [one for one in ctx.reads.shop.list_variants() if one.cost is None and stock[one.sku].available < 100]
    facts = tuple(Fact(id=f"gone.{one.sku}", text=one.title, source=f"shop:variant/{one.sku}") for one in gone)
    calls = [Call(tool="put_off_shelf", args={"product_id": one.product_id, "reason": "nearly gone"}) for one in gone]
    return Brief(facts=facts, calls=tuple(calls), draft=f"{len(gone)} products off the shelf.")
'''
