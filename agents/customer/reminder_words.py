"""The words of a reminder, of facts only: what was bought, that it is in stock, today's price at that quantity."""

from __future__ import annotations

from agents.customer.wording import Language
from agents.evidence import money
from agents.job import JobContext
from shops.models import Customer, Variant

TEXTS: dict[Language, str] = {
    "en": "Hello, you ordered {title} ({sku}) from us before. It is in stock; our published price at {pieces} pieces "
    "is {price} each today. If you would rather not hear from us, please answer STOP.",
    "zh": "您好,您之前订购过 {title}({sku})。目前有现货,今天 {pieces} 件的公开单价为 {price}。"
    "如果不想再收到这类消息,请回复“退订”。",
}


def reminder(ctx: JobContext, buyer: Customer, variant: Variant, pieces: int, price: int) -> str:
    """Write the reminder in the buyer's language."""
    language: Language = "zh" if buyer.language == "zh" else "en"
    return TEXTS[language].format(title=variant.title, sku=variant.sku, pieces=pieces, price=money(ctx, price))
