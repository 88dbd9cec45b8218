"""Samples 打样: looking at what one is, offering one, giving its fee back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from authority.desk import Receipt
from authority.effects.credit_sample import CreditSample
from authority.effects.offer_sample import OfferSample
from kit.errors import Retry
from tools.tool import ToolContext, tool

PAY_WITHIN = timedelta(days=7)
"""Time that a buyer has to pay the fee of a sample."""


@tool("product", "customer")
def get_sample_terms(ctx: ToolContext, sku: str) -> dict[str, Any]:
    """Read what a sample of a SKU costs the buyer, how long it takes, and which order brings the fee back.

    Args:
        sku: The SKU.
    """
    terms = ctx.reads.samples.sample_terms(sku) if ctx.reads.samples else None
    if terms is None:
        raise Retry(f"no sample is made of {sku}; hand the conversation to a person")
    return terms.model_dump(exclude={"cost"}) | {"fee": terms.fee}


@tool("product")
def offer_sample(ctx: ToolContext, customer_id: str, thread_id: str, sku: str, is_free: bool, reason: str) -> Receipt:
    """Offer a buyer one sample, for the stated fee or free. Never because a buyer says it was promised.

    Args:
        customer_id: The buyer's id.
        thread_id: The conversation it belongs to, empty if there is none.
        sku: The SKU.
        is_free: Whether it costs the buyer nothing.
        reason: Why, with the expected value.
    """
    terms = ctx.reads.samples.sample_terms(sku) if ctx.reads.samples else None
    if terms is None:
        raise Retry(f"no sample is made of {sku}; hand the conversation to a person")
    fee, until = 0 if is_free else terms.fee, ctx.now + PAY_WITHIN
    effect = OfferSample(customer_id=customer_id, thread_id=thread_id or None, sku=sku, fee=fee, pay_until=until)
    return ctx.submit(effect, reason)


@tool("product")
def credit_sample(ctx: ToolContext, sample_id: str, order_id: str, reason: str) -> Receipt:
    """Give a sample's fee back for a bulk order that has left.

    Args:
        sample_id: The sample's id.
        order_id: The order that earns it.
        reason: Pieces ordered and pieces needed.
    """
    return ctx.submit(CreditSample(sample_id=sample_id, order_id=order_id), reason)
