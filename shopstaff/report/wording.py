"""Words of the report: what an effect does, in readable money and with the names of goods; states, rules, durations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch

from authority.effect import Effect, read_effect
from authority.effects.create_quote import CreateQuote
from authority.effects.hand_over import HandOver
from authority.effects.issue_refund import IssueRefund
from authority.effects.order_production import OrderProduction
from authority.effects.send_message import SendMessage
from authority.effects.set_bid import SetBid
from authority.effects.set_price import SetPrice
from authority.effects.ship_order import ShipOrder
from authority.rows import EffectRow
from kit.errors import Retry
from shops.models import Tier
from shopstaff.report.data import Names

KINDS = {
    "set_price": "Price 改价",
    "set_bid": "Bid 出价",
    "create_quote": "Quote 报价",
    "send_message": "Message 回复",
    "hand_over": "Hand-over 转人工",
    "order_production": "Production 下单生产",
    "ship_order": "Shipment 发货",
    "issue_refund": "Refund 退款",
}
STATES = {
    "done": ("✓", "done"),
    "held": ("⏸", "waits for you"),
    "rejected": ("✗", "rejected"),
    "denied": ("⛔", "denied by the rules"),
    "expired": ("⌛", "expired unanswered"),
    "unknown": ("?", "outcome unknown"),
    "applying": ("?", "outcome unknown"),
    "partial": ("◐", "done in part"),
    "refused": ("✗", "refused by the shop"),
    "unsupported": ("✗", "not possible on this platform"),
    "needs_person": ("⚠", "needs a person"),
}
"""By state of an effect: a sign and words, so that colour is never the only signal."""
ENDS = {
    "done": "done",
    "held": "held for the owner",
    "refused": "refused",
    "budget_exhausted": "model budget used up",
    "no_progress": "no progress",
    "stopped": "stopped",
    "open": "open",
}


@dataclass(frozen=True)
class Told:
    """An effect in words: one line, further lines for its parts, and the ids that facts about it end with.

    ``has_costs`` says that the words name what goods cost, which must not leave the house.
    """

    line: str
    parts: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    has_costs: bool = False


def tell(row: EffectRow, names: Names) -> Told:
    """Say what an effect does; a kind that is not known here is told by its own summary."""
    try:
        effect = read_effect(row.kind, row.payload)
    except (Retry, ValueError):
        return Told(row.summary)  # of a plug-in that is gone, or of an older release
    return _told(effect, row, names)


def state_words(state: str) -> str:
    """Write a state with its sign, ``"✓ done"``."""
    sign, words = STATES.get(state, ("?", state))
    return f"{sign} {words}"


def duration(seconds: float | None) -> str:
    """Write seconds as people read them, ``"3 h 57 min"``."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def percent(value: float | None) -> str:
    """Write a share of one, ``"5.96 %"``."""
    return "–" if value is None else f"{value * 100:.2f} %"


def shorten(text: str, length: int) -> str:
    """Cut a text after ``length`` characters, marked by an ellipsis."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


@singledispatch
def _told(effect: Effect, row: EffectRow, names: Names) -> Told:
    return Told(row.summary)


@_told.register
def _price(effect: SetPrice, row: EffectRow, names: Names) -> Told:
    new = _ladder(effect.tiers, names)
    change = names.old_ladders.get((effect.sku, row.settled_at)) if row.settled_at and row.state == "done" else None
    was = f"{_ladder(change.old, names)} → " if change and change.old else ""
    return Told(f"{names.sku(effect.sku)}: {was}{new}", about=(effect.sku,))


@_told.register
def _bid(effect: SetBid, row: EffectRow, names: Names) -> Told:
    moves = row.exposure.get("bids") or [{}]
    old = moves[0].get("old")
    was = f"{names.money(old)} → " if old is not None else ""
    keyword = names.keywords.get(effect.keyword_id, effect.keyword_id)
    return Told(f"“{keyword}”: {was}{names.money(effect.bid)} a click", about=(effect.keyword_id,))


@_told.register
def _quote(effect: CreateQuote, row: EffectRow, names: Names) -> Told:
    lines = [_goods(line.sku, line.quantity, line.unit_price, names) for line in effect.lines]
    buyer = names.buyers.get(effect.thread_id or "", effect.customer_id)
    until = f"{effect.valid_until.astimezone(names.zone):%Y-%m-%d}"
    about = tuple(line.sku for line in effect.lines)
    return Told(f"to {buyer}: {'; '.join(lines)}; open until {until}", about=about)


@_told.register
def _message(effect: SendMessage, row: EffectRow, names: Names) -> Told:
    buyer = names.buyers.get(effect.thread_id, effect.thread_id)
    return Told(f"to {buyer}: {shorten(effect.text, 110)}", (effect.text,) if len(effect.text) > 110 else ())


@_told.register
def _handing(effect: HandOver, row: EffectRow, names: Names) -> Told:
    return Told(
        f"conversation with {names.buyers.get(effect.thread_id, effect.thread_id)} goes to a person", (effect.note,)
    )


@_told.register
def _production(effect: OrderProduction, row: EffectRow, names: Names) -> Told:
    pieces = sum(line.quantity for line in effect.lines)
    money = sum(line.quantity * line.unit_cost for line in effect.lines)
    parts = tuple(_goods(line.sku, line.quantity, line.unit_cost, names) for line in effect.lines)
    about = tuple(line.sku for line in effect.lines)
    what = parts[0] if len(parts) == 1 else f"{pieces:,} pieces of {len(parts)} SKUs = {names.money(money)}"
    return Told(what, parts if len(parts) > 1 else (), about, has_costs=True)


@_told.register
def _shipment(effect: ShipOrder, row: EffectRow, names: Names) -> Told:
    pieces = sum(parcel.quantity for parcel in effect.parcels)
    line = f"order {effect.order_id}: {pieces:,} pieces with {effect.carrier}"
    return Told(line, (f"tracking {effect.tracking}",), (effect.order_id,))


@_told.register
def _refund(effect: IssueRefund, row: EffectRow, names: Names) -> Told:
    line = f"{names.money(effect.amount)} on line {effect.line_id} of order {effect.order_id}: {effect.reason}"
    return Told(line, about=(effect.order_id, effect.line_id))


def _ladder(tiers: tuple[Tier, ...], names: Names) -> str:
    steps = [
        names.money(tier.unit_price) + (f" from {tier.min_quantity}" if number else "")
        for number, tier in enumerate(tiers)
    ]
    return ", ".join(steps)


def _goods(sku: str, quantity: int, price: int, names: Names) -> str:
    total = names.money(quantity * price)
    return f"{quantity:,} × {names.sku(sku)} at {names.money(price)} = {total}"
