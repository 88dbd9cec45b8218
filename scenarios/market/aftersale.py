"""Buyers after delivery: some goods are faulty, broken or short, some buyers say so, and how it is settled is felt.

Hidden truth: each SKU's own defect rate, what was wrong with which order, and who only claims that something was.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from scenarios.market.hidden_goods import defect_rate
from scenarios.market.loyalty import drop_out
from scenarios.market.places import person
from scenarios.market.platform_requests import platform_wish
from scenarios.market.state import Complaint, Inquiry, State
from scenarios.market.streams import stream
from shops.aftersales import DUE, PROMISED, RequestState
from shops.models import Order, OrderLine

BACK_DAYS = 3
"""Days that goods sent back are under way; an assumption."""
PHOTO = {"en": " [photo]", "zh": "[图片]"}
TEXTS: dict[str, Mapping[str, tuple[str, ...]]] = {
    "broken": {
        "en": (
            "{pieces} of {sku} in order {order} came broken, please refund.",
            "Order {order}: {pieces} of {sku} arrived damaged. I want a refund.",
        ),
        "zh": ("订单{order}的{sku}有{pieces}个碎了，请退款。", "收到货了，订单{order}里{sku}破损{pieces}个，要退款。"),
    },
    "quality": {
        "en": ("{pieces} of {sku} in order {order} are faulty, please refund them.",),
        "zh": ("订单{order}的{sku}有{pieces}个质量有问题，请退款。",),
    },
    "missing": {
        "en": ("{pieces} of {sku} are missing from order {order}, please refund them.",),
        "zh": ("订单{order}的{sku}少了{pieces}个，请退款。",),
    },
}


def arrive(state: State, order: Order, now: datetime) -> str | None:
    """Let the buyer of an order that has arrived find what is wrong with it; about one line at most.

    Returns:
        What is wrong: ``quality``, ``broken``, ``missing``, ``false`` for who only claims it, None for nothing.
    """
    terms = state.world.spec.aftersale
    if not terms.broken_share + terms.defect_share + terms.missing_share + terms.false_share:
        return None
    luck = stream(state.seed, "aftersale", order.customer_id, order.placed_at)
    pick, share, moment, shows, words = luck.random(5)
    bad = _of_bad_batch(state, order)
    line = bad or order.lines[int(pick * len(order.lines))]
    kind = "quality" if bad else _wrong(state, line, float(luck.random()))
    if kind is None:
        return None
    is_false = kind == "false"
    pieces = line.quantity if bad else max(1, round(line.quantity * share * terms.most_pieces))
    language = _language(state, order.customer_id)
    choices = TEXTS["broken" if is_false else kind][language]
    text = choices[int(words * len(choices))].format(order=order.id, sku=line.sku, pieces=pieces)
    has_photo = not is_false and shows < terms.photo_share
    by_form, wished = luck.random(2)
    at = (now + timedelta(days=1 + terms.delay_days * moment)).replace(microsecond=0)
    one = Complaint(order.id, order.customer_id, line.id, text, at)
    if by_form < terms.platform_share:
        one.wish = platform_wish(order, line, kind, pieces, has_photo=has_photo, luck=float(wished), words=text)
    else:
        one.text += PHOTO[language] if has_photo else ""
        one.text += "" if language == "zh" else f" {person(order.customer_id, chinese=False)}"
    state.complaints[order.id] = one
    return kind


def batch_arrives(state: State, sku: str, now: datetime) -> None:
    """Let a batch come out faulty now and then: the same ones of a SKU whoever ordered them, the first is the stock."""
    terms = state.world.spec.aftersale
    number = state.batches[sku] = state.batches.get(sku, 0) + 1
    if stream(state.seed, "batch", sku, number).random() < terms.bad_batch_share:
        state.bad_until[sku] = (now, now + timedelta(days=terms.bad_batch_days))


def _of_bad_batch(state: State, order: Order) -> OrderLine | None:
    """Give the first line that is of a bad batch and faulty."""
    for line in order.lines:
        since, until = state.bad_until.get(line.sku, (order.placed_at, order.placed_at))
        if since <= order.placed_at < until:
            luck = stream(state.seed, "bad batch", order.customer_id, order.placed_at, line.sku)
            if luck.random() < state.world.spec.aftersale.bad_batch_defects:
                return line
    return None


def complaint_wishes(state: State, window: tuple[datetime, datetime]) -> list[Inquiry]:
    """Give the complaints that are written within a slot; one whose moment fell in the night comes with the first."""
    written = [one for one in state.complaints.values() if one.wish is None]
    due = [one for one in written if one.at < window[1] and one.order not in state.complained]
    state.complained.update(one.order for one in due)
    return [Inquiry(f"A-{one.order}", max(one.at, window[0]), one.customer, one.text) for one in due]


def return_goods(state: State, now: datetime) -> None:
    """Let buyers send back what the shop has agreed to, and carriers bring it; the platform decides what is overdue."""
    if state.reads.aftersales is None:
        return
    due = state.reads.aftersales.list_requests(states=DUE)
    for one in due:
        if one.state is RequestState.AGREED:
            state.side.send_back(one.id, f"R-{one.id}", at=now)
        elif one.back_at is None and one.answer_by is not None:
            sent = one.answer_by - timedelta(days=state.reads.aftersales.aftersale_terms().confirm_days)
            if now - sent >= timedelta(days=BACK_DAYS):
                state.side.bring_back(one.id, at=now)
    if due:
        state.side.pass_deadlines(at=now)


def feel(state: State, now: datetime) -> None:
    """Let who complained decide whether to come back: money back helps, silence or a no past their patience hurts."""
    terms = state.world.spec.aftersale
    for one in state.complaints.values():
        if one.settled or one.order not in state.complained:
            continue
        back = any(line.refunded for line in state.reads.shop.get_order(one.order).lines) or _is_promised(
            state, one.order
        )
        if not back and now - one.at < timedelta(days=terms.patience_days):
            continue
        one.settled = True
        z = terms.settled_gain if back else -terms.unsettled_loss
        drop_out(state, one.customer, z, key=f"aftersale {one.customer} {one.at.isoformat()}")


def _is_promised(state: State, order: str) -> bool:
    asked = state.reads.aftersales
    return asked is not None and any(one.state in PROMISED for one in asked.list_requests(order_ids=(order,)))


def _wrong(state: State, line: OrderLine, draw: float) -> str | None:
    terms = state.world.spec.aftersale
    chances = (
        ("quality", defect_rate(state.world.spec, line.sku, state.seed)),
        ("broken", terms.broken_share),
        ("missing", terms.missing_share),
        ("false", terms.false_share),
    )
    for kind, chance in chances:
        if draw < chance:
            return kind
        draw -= chance
    return None


def _language(state: State, customer: str) -> str:
    row = state.crowd.place.get(customer)
    return "zh" if row is not None and row < len(state.crowd.chinese) and bool(state.crowd.chinese[row]) else "en"
