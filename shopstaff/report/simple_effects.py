"""Effects that take one sentence: changes of an order, requests after the sale, the shelf, listings, conversations."""

from __future__ import annotations

from authority.effect import Effect
from authority.effects.agree_request import AgreeRequest
from authority.effects.cancel_order import CancelOrder
from authority.effects.change_address import ChangeAddress
from authority.effects.change_items import ChangeItems
from authority.effects.change_payment import ChangePayment
from authority.effects.confirm_back import ConfirmBack
from authority.effects.credit_sample import CreditSample
from authority.effects.edit_listing import EditListing
from authority.effects.end_promotion import EndPromotion
from authority.effects.open_case import OpenCase
from authority.effects.refuse_request import RefuseRequest
from authority.effects.send_replacement import SendReplacement
from authority.effects.set_listed import SetListed
from authority.effects.set_offered import SetOffered
from authority.effects.start_creative_test import StartCreativeTest
from authority.effects.stop_creative_test import StopCreativeTest
from authority.effects.stop_offers import StopOffers
from authority.effects.take_back import TakeBack
from authority.effects.withdraw_quote import WithdrawQuote
from authority.effects.write_first import WriteFirst
from shopstaff.report.data import Names
from shopstaff.report.told import Told
from shopstaff.report.wording import shorten


def tell_simple(effect: Effect, names: Names) -> Told | None:
    """Say what one of these effects does; None for any other."""
    return (
        _of_order(effect, names) or _of_request(effect, names) or _of_shelf(effect, names) or _of_contact(effect, names)
    )


def _of_contact(effect: Effect, names: Names) -> Told | None:
    match effect:
        case WriteFirst(customer_id=buyer, text=text):
            line = names.say("to {buyer}: {text}", buyer=buyer, text=shorten(text, 110))
            return Told(line, (text,) if len(text) > 110 else ())
        case OpenCase(customer_id=buyer):
            return Told(names.say("a case of {buyer} goes to a person", buyer=buyer), (effect.note,))
        case StopOffers(customer_id=buyer):
            return Told(names.say("{buyer} gets no more offers", buyer=buyer))
        case _:
            return None


def _of_order(effect: Effect, names: Names) -> Told | None:
    say = names.say
    match effect:
        case CancelOrder(order_id=order):
            line = say(
                "order {order} is cancelled, what was paid goes back: {reason}", order=order, reason=effect.reason
            )
        case ChangeAddress(order_id=order, address=address):
            line = say(
                "order {order} goes to {city}, {country}", order=order, city=address.city, country=address.country
            )
        case ChangeItems(order_id=order):
            line = _items(effect, names)
        case ChangePayment(order_id=order):
            line = say("order {order} is paid by {method}", order=order, method=effect.method)
        case CreditSample(order_id=order):
            line = say(
                "the fee of sample {sample} is given back for order {order}", sample=effect.sample_id, order=order
            )
        case _:
            return None
    return Told(line, about=(order,))


def _items(effect: ChangeItems, names: Names) -> str:
    order = effect.order_id
    goods = ", ".join(f"{item.quantity:,} × {names.sku(item.sku)}" for item in effect.items)
    money = names.money(abs(effect.difference))
    if effect.difference > 0:
        return names.say("order {order} becomes {goods}: {money} more to pay", order=order, goods=goods, money=money)
    return names.say("order {order} becomes {goods}: {money} goes back", order=order, goods=goods, money=money)


def _of_request(effect: Effect, names: Names) -> Told | None:
    say = names.say
    match effect:
        case AgreeRequest(request_id=request):
            line = say("request {request} is agreed to", request=request)
        case RefuseRequest(request_id=request):
            line = say("request {request} is refused: {reason}", request=request, reason=effect.reason)
        case ConfirmBack(request_id=request):
            line = say("the goods of request {request} are back", request=request)
        case SendReplacement(request_id=request):
            line = say(
                "what request {request} owes leaves with {carrier}, {tracking}",
                request=request,
                carrier=effect.carrier,
                tracking=effect.tracking,
            )
        case _:
            return None
    return Told(line, about=(request,))


def _of_shelf(effect: Effect, names: Names) -> Told | None:
    say = names.say
    match effect:
        case SetListed(product_id=about, listed=True):
            line = say("product {product} is back on the shelf", product=about)
        case SetListed(product_id=about):
            line = say("product {product} is off the shelf", product=about)
        case SetOffered(sku=about, pieces=None):
            line = say("{goods}: all that is available", goods=names.sku(about))
        case SetOffered(sku=about, pieces=pieces):
            line = say("{goods}: {pieces:,} pieces", goods=names.sku(about), pieces=pieces)
        case EditListing(product_id=about):
            changed = [effect.title] if effect.title else []
            changed += [f"{name} = {value}" for name, value in sorted(effect.attributes.items())]
            line = say("product {product}: {changed}", product=about, changed="; ".join(changed))
        case StartCreativeTest():
            about = effect.plan.product_id
            titles = " | ".join(one.title for one in effect.plan.variants)
            line = say("product {product} is tested with: {titles}", product=about, titles=titles)
        case StopCreativeTest(test_id=about):
            line = say("test {test} ends, variant {keep} is kept", test=about, keep=effect.keep)
        case EndPromotion(promotion_id=about):
            line = say("promotion {promotion} ends now", promotion=about)
        case TakeBack(thread_id=about):
            line = say("conversation with {buyer} goes back to the staff", buyer=names.buyers.get(about, about))
        case WithdrawQuote(quote_id=about):
            line = say("offer {quote} to {buyer} is withdrawn", quote=about, buyer=effect.customer_id)
        case _:
            return None
    return Told(line, about=(about,))
