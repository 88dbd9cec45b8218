"""`shopstaff quotes`: the binding offers, their signatures, and whether one that somebody shows is the shop's own."""

from __future__ import annotations

from typing import Any

from kit.clock import stamp
from kit.errors import Misconfigured, Refused
from kit.money import format_minor
from shops.models import Quote, QuoteStatus
from shops.port import QuoteReader
from shopstaff.commands.common import opened
from shopstaff.commands.plain import print_json
from shopstaff.house import House
from shopstaff.quote_seal import is_signed, sign


def show(buyer: str | None, shop: str | None, as_json: bool) -> None:
    """List the offers, newest first."""
    with opened(shop) as house:
        found = [card(house, one) for one in reversed(_reader(house).list_quotes(customer_id=buyer))]
    if as_json:
        print_json(found)
        return
    for one in found:
        print(line(one))
    print(f"{len(found)} offers")


def verify(quote_id: str, signature: str, shop: str | None, as_json: bool) -> None:
    """Say whether a signature is that of an offer of this shop.

    Raises:
        Refused: It is not.
    """
    with opened(shop) as house:
        quote = _reader(house).get_quote(quote_id)
        found = card(house, quote)
        if not is_signed(house.folder, house.shop, quote, signature):
            raise Refused(
                f"{signature!r} is not the signature of {quote_id}; what the shop offered is: `shopstaff quotes list`"
            )
    if as_json:
        print_json(found | {"is_signed": True})
        return
    print(f"signed by this shop: {line(found)}")


def card(house: House, quote: Quote) -> dict[str, Any]:
    """Give an offer as people and programs read it, with its signature."""
    past = quote.status is QuoteStatus.OPEN and quote.valid_until <= house.clock.now()
    total = sum(one.quantity * one.unit_price for one in quote.lines)
    return {
        "id": quote.id,
        "buyer": quote.customer_id,
        "thread": quote.thread_id,
        "lines": [one.model_dump(mode="json") for one in quote.lines],
        "currency": quote.currency,
        "total": total,
        "total_text": format_minor(total, quote.currency),
        "valid_until": stamp(quote.valid_until),
        "status": "out of date" if past else quote.status.value,
        "signature": sign(house.folder, house.shop, quote),
    }


def line(one: dict[str, Any]) -> str:
    """Write an offer in one line."""
    goods = ", ".join(
        f"{each['quantity']} x {each['sku']} at {format_minor(each['unit_price'], one['currency'])}"
        + (f" ({', '.join(each['conditions'])})" if each["conditions"] else "")
        for each in one["lines"]
    )
    return (
        f"[{one['id']}] {one['buyer']}: {goods} = {one['total_text']}, {one['status']}, "
        f"until {one['valid_until'][:16]}, signed {one['signature'][:16]}"
    )


def _reader(house: House) -> QuoteReader:
    quotes = house.connection.reads.quotes
    if quotes is None:
        raise Misconfigured("this platform has no offers of its own; nothing can be listed")
    return quotes
