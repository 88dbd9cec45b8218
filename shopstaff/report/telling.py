"""What an effect does, said in the reader's language with readable money and the names of goods."""

from __future__ import annotations

from functools import singledispatch

from authority.docket import Docket
from authority.effect import Effect, read_effect
from authority.effects.add_keyword import AddKeyword
from authority.effects.create_quote import CreateQuote
from authority.effects.hand_over import HandOver
from authority.effects.issue_refund import IssueRefund
from authority.effects.offer_sample import OfferSample
from authority.effects.open_request import OpenRequest
from authority.effects.order_production import OrderProduction
from authority.effects.publish_promotion import PublishPromotion
from authority.effects.send_message import SendMessage
from authority.effects.set_ad_budgets import SetAdBudgets
from authority.effects.set_bid import SetBid
from authority.effects.set_keyword_paused import SetKeywordPaused
from authority.effects.set_price import SetPrice
from authority.effects.ship_order import ShipOrder
from kit.errors import Retry
from shops.models import Tier
from shops.promotions import Coupon, CrossShop, Discount, ItemDiscount, Threshold
from shopstaff.report.data import Names
from shopstaff.report.simple_effects import tell_simple
from shopstaff.report.told import Told
from shopstaff.report.wording import shorten
from shopstaff.report.words import mark

KINDS = {
    "add_keyword": mark("New keyword"),
    "agree_request": mark("Request agreed"),
    "cancel_order": mark("Cancellation"),
    "change_address": mark("New address"),
    "change_items": mark("Changed items"),
    "change_payment": mark("Payment method"),
    "confirm_back": mark("Goods back"),
    "create_quote": mark("Quote"),
    "credit_sample": mark("Sample fee back"),
    "edit_listing": mark("Listing"),
    "end_promotion": mark("Promotion ended"),
    "hand_over": mark("Hand-over"),
    "issue_refund": mark("Refund"),
    "offer_sample": mark("Sample"),
    "open_request": mark("Request after the sale"),
    "open_case": mark("Case for a person"),
    "order_production": mark("Production"),
    "publish_promotion": mark("Promotion"),
    "refuse_request": mark("Request refused"),
    "send_message": mark("Message"),
    "send_replacement": mark("Replacement sent"),
    "set_ad_budgets": mark("Ad budgets"),
    "set_bid": mark("Bid"),
    "set_keyword_paused": mark("Keyword on or off"),
    "set_listed": mark("On or off the shelf"),
    "set_offered": mark("Pieces offered"),
    "set_price": mark("Price"),
    "ship_order": mark("Shipment"),
    "start_creative_test": mark("Creative test"),
    "stop_creative_test": mark("Creative test ended"),
    "stop_offers": mark("No more offers"),
    "take_back": mark("Back to the staff"),
    "withdraw_quote": mark("Quote withdrawn"),
    "write_first": mark("First message"),
}
"""Title by kind of effect; a plug-in's kind is shown by its name."""
REQUESTS = {
    "refund": mark("money back"),
    "return": mark("return for money"),
    "exchange": mark("exchange"),
    "resend": mark("goods again"),
}


def kind_words(kind: str, names: Names) -> str:
    """Give the title of a kind of effect."""
    return names.say(KINDS.get(kind, kind))


def tell(row: Docket, names: Names) -> Told:
    """Say what an effect does; a kind that is not known here is told by its own summary."""
    try:
        effect = read_effect(row.kind, row.payload)
    except (Retry, ValueError):
        return Told(row.summary)  # of a plug-in that is gone, or of an older release
    return _told(effect, row, names)


@singledispatch
def _told(effect: Effect, row: Docket, names: Names) -> Told:
    return tell_simple(effect, names) or Told(row.summary)


@_told.register
def _price(effect: SetPrice, row: Docket, names: Names) -> Told:
    new = _ladder(effect.tiers, names)
    change = names.old_ladders.get((effect.sku, row.settled_at)) if row.settled_at and row.state == "done" else None
    was = f"{_ladder(change.old, names)} → " if change and change.old else ""
    return Told(f"{names.sku(effect.sku)}: {was}{new}", about=(effect.sku,))


@_told.register
def _bid(effect: SetBid, row: Docket, names: Names) -> Told:
    moves = row.exposure.get("bids") or [{}]
    old = moves[0].get("old")
    was = f"{names.money(old)} → " if old is not None else ""
    line = names.say(
        "“{keyword}”: {was}{bid} a click",
        keyword=names.keywords.get(effect.keyword_id, effect.keyword_id),
        was=was,
        bid=names.money(effect.bid),
    )
    return Told(line, about=(effect.keyword_id,))


@_told.register
def _new_keyword(effect: AddKeyword, row: Docket, names: Names) -> Told:
    line = names.say("“{keyword}”: {was}{bid} a click", keyword=effect.text, was="", bid=names.money(effect.bid))
    return Told(line, tuple(map(names.sku, effect.skus)), (*effect.skus, effect.campaign_id))


@_told.register
def _keyword(effect: SetKeywordPaused, row: Docket, names: Names) -> Told:
    keyword = names.keywords.get(effect.keyword_id, effect.keyword_id)
    said = names.say("“{keyword}”: paused", keyword=keyword)
    if not effect.paused:
        said = names.say("“{keyword}”: runs again", keyword=keyword)
    return Told(said, about=(effect.keyword_id,))


@_told.register
def _budgets(effect: SetAdBudgets, row: Docket, names: Names) -> Told:
    parts = tuple(f"{one}: {names.money(amount)}" for one, amount in sorted(effect.budgets.items()))
    line = names.say("budget a day: {budgets}", budgets="; ".join(parts))
    return Told(line, about=tuple(sorted(effect.budgets)))


@_told.register
def _quote(effect: CreateQuote, row: Docket, names: Names) -> Told:
    line = names.say(
        "to {buyer}: {goods}; open until {until}",
        buyer=names.buyers.get(effect.thread_id or "", effect.customer_id),
        goods="; ".join(_goods(line.sku, line.quantity, line.unit_price, names) for line in effect.lines),
        until=f"{names.day(effect.valid_until)}",
    )
    return Told(line, about=tuple(line.sku for line in effect.lines))


@_told.register
def _message(effect: SendMessage, row: Docket, names: Names) -> Told:
    buyer = names.buyers.get(effect.thread_id, effect.thread_id)
    line = names.say("to {buyer}: {text}", buyer=buyer, text=shorten(effect.text, 110))
    return Told(line, (effect.text,) if len(effect.text) > 110 else ())


@_told.register
def _handing(effect: HandOver, row: Docket, names: Names) -> Told:
    buyer = names.buyers.get(effect.thread_id, effect.thread_id)
    return Told(names.say("conversation with {buyer} goes to a person", buyer=buyer), (effect.note,))


@_told.register
def _production(effect: OrderProduction, row: Docket, names: Names) -> Told:
    parts = tuple(_goods(line.sku, line.quantity, line.unit_cost, names) for line in effect.lines)
    about = tuple(line.sku for line in effect.lines)
    if len(parts) == 1:
        return Told(parts[0], (), about, has_costs=True)
    what = names.say(
        "{pieces:,} pieces of {skus} SKUs = {money}",
        pieces=sum(line.quantity for line in effect.lines),
        skus=len(parts),
        money=names.money(sum(line.quantity * line.unit_cost for line in effect.lines)),
    )
    return Told(what, parts, about, has_costs=True)


@_told.register
def _shipment(effect: ShipOrder, row: Docket, names: Names) -> Told:
    line = names.say(
        "order {order}: {pieces:,} pieces with {carrier}",
        order=effect.order_id,
        pieces=sum(parcel.quantity for parcel in effect.parcels),
        carrier=effect.carrier,
    )
    return Told(line, (names.say("tracking {tracking}", tracking=effect.tracking),), (effect.order_id,))


@_told.register
def _refund(effect: IssueRefund, row: Docket, names: Names) -> Told:
    line = names.say(
        "{amount} on line {line} of order {order}: {reason}",
        amount=names.money(effect.amount),
        line=effect.line_id,
        order=effect.order_id,
        reason=effect.reason,
    )
    return Told(line, about=(effect.order_id, effect.line_id))


@_told.register
def _request(effect: OpenRequest, row: Docket, names: Names) -> Told:
    wish = effect.wish
    line = names.say(
        "{kind}: {pieces:,} pieces of line {line} of order {order}",
        kind=names.say(REQUESTS.get(wish.kind.value, wish.kind.value)),
        pieces=wish.pieces,
        line=wish.line_id,
        order=wish.order_id,
    )
    worth = f" = {names.money(wish.amount)}" if wish.amount else ""
    return Told(line + worth, (wish.words,) if wish.words else (), (wish.order_id, wish.line_id))


@_told.register
def _sample(effect: OfferSample, row: Docket, names: Names) -> Told:
    line = names.say(
        "{goods} to {buyer} for {fee}",
        goods=names.sku(effect.sku),
        buyer=names.buyers.get(effect.thread_id or "", effect.customer_id),
        fee=names.money(effect.fee) if effect.fee else names.say("nothing"),
    )
    return Told(line, about=(effect.sku,))


@_told.register
def _promotion(effect: PublishPromotion, row: Docket, names: Names) -> Told:
    plan = effect.plan
    line = names.say(
        "“{title}”: {discount}; {since} to {until}, {uses:,} uses at most",
        title=plan.title,
        discount=_discount(plan.discount, names),
        since=names.day(plan.starts_at),
        until=names.day(plan.ends_at),
        uses=plan.max_uses,
    )
    about = plan.discount.skus if isinstance(plan.discount, ItemDiscount) else ()
    return Told(line, about=about)


def _discount(discount: Discount, names: Names) -> str:
    money, say = names.money, names.say
    match discount:
        case Coupon(percent=None):
            return say(
                "code {code}: {save} off from {spend}",
                code=discount.code,
                save=money(discount.largest),
                spend=money(discount.min_spend),
            )
        case Coupon():
            return say(
                "code {code}: {percent} % off, {most} at most, from {spend}",
                code=discount.code,
                percent=discount.percent,
                most=money(discount.largest),
                spend=money(discount.min_spend),
            )
        case Threshold(pair=(first, second)):
            return say(
                "{one} with {other}: {save} off from {spend}",
                one=names.sku(first),
                other=names.sku(second),
                save=money(discount.save),
                spend=money(discount.spend),
            )
        case Threshold() | CrossShop():
            return say("{save} off from {spend}", save=money(discount.save), spend=money(discount.spend))
    goods = ", ".join(map(names.sku, discount.skus))
    if discount.new_price is not None:
        return say("{goods} at {price}", goods=goods, price=money(discount.new_price))
    return say("{goods} {percent} % off", goods=goods, percent=discount.percent)


def _ladder(tiers: tuple[Tier, ...], names: Names) -> str:
    steps = [
        names.say("{price} from {quantity}", price=names.money(tier.unit_price), quantity=tier.min_quantity)
        if number
        else names.money(tier.unit_price)
        for number, tier in enumerate(tiers)
    ]
    return ", ".join(steps)


def _goods(sku: str, quantity: int, price: int, names: Names) -> str:
    return names.say(
        "{quantity:,} × {goods} at {price} = {total}",
        quantity=quantity,
        goods=names.sku(sku),
        price=names.money(price),
        total=names.money(quantity * price),
    )
