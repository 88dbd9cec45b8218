"""Creative tests: showing part of the visitors another title or picture, and ending that."""

from __future__ import annotations

from authority.desk import Receipt
from authority.effects.start_creative_test import StartCreativeTest
from authority.effects.stop_creative_test import StopCreativeTest
from shops.creatives import Creative, CreativePlan
from tools.tool import ToolContext, tool


@tool("promotion")
def start_creative_test(ctx: ToolContext, product_id: str, variants: list[Creative], reason: str) -> Receipt:
    """Show part of the visitors another title or main picture of a product. Claims come from the listing's facts only.

    Args:
        product_id: The product.
        variants: One to three versions: title, and the url of one of its pictures (leave out to keep the first).
        reason: Why, with numbers.
    """
    plan = CreativePlan(product_id=product_id, variants=tuple(variants))
    return ctx.submit(StartCreativeTest(plan=plan), reason)


@tool("promotion", "store_manager")
def stop_creative_test(ctx: ToolContext, test_id: str, keep: str, reason: str) -> Receipt:
    """End a creative test; the listing shows the version that is kept.

    Args:
        test_id: The test.
        keep: Variant to keep: "A" is the listing as it stood.
        reason: Why, with visitors, clicks and orders of each.
    """
    return ctx.submit(StopCreativeTest(test_id=test_id, keep=keep), reason)
