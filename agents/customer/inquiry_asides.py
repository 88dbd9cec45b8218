"""Answers to what is asked beside: what the listing states is told, what it does not is a person's."""

from __future__ import annotations

from collections.abc import Collection

from agents.asides import asides_of
from agents.customer.inquiry import Inquiry
from agents.customer.inquiry_offer import Reply
from agents.job import JobContext
from agents.language_patterns import Intent
from kit.facts import Fact
from shops.stated import phrase, stated


def answer_asides(ctx: JobContext, reply: Reply, inquiry: Inquiry, taught: Collection[str]) -> list[str]:
    """Tell what the listing states of what is asked beside; give the kinds that are left to a person.

    Args:
        ctx: What the job looks at.
        reply: The reply; it is added to.
        inquiry: What the buyer wrote.
        taught: Kinds that the owner's own answers have dealt with.
    """
    understood = inquiry.understood
    if understood.suspicious or Intent.AFTER_SALE in understood.intents or understood.topics:
        return []
    asked = [kind for kind in asides_of(inquiry.text) if kind not in taught]
    skus = [one.sku for one in understood.items] or [sku for sku in (understood.slots.sku,) if sku]
    left = [] if skus else asked
    for sku in skus if asked else ():
        variant = ctx.reads.shop.get_variant(sku)
        known = stated(ctx.reads.shop.get_product(variant.product_id), variant)
        left += [kind for kind in asked if kind not in known and kind not in left]
        if told := [phrase(kind, known[kind], inquiry.language) for kind in asked if kind in known]:
            comma = "," if inquiry.language == "zh" else ", "
            reply.add("told", title=variant.title, sku=sku, facts=comma.join(told))
            source = f"shop:variant/{sku}"
            reply.facts.append(Fact(id=f"stated.{sku}", text=f"{variant.title}: {', '.join(told)}", source=source))
    return left
