"""客户 · requests after the sale 售后申请: each is answered by the table before the platform decides it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, get_args

from agents.customer.aftersale_case import KIND_OF, costs_of, days_since, orders_of, risk_of, stage_of, why
from agents.customer.refund_words import ASK, OTHER_WAY, PERSON, REFUSED
from agents.evidence import money
from agents.job import Brief, Call, JobContext, job
from agents.topics import find_evidence
from agents.trigger import OnEvent, OnHandoff, hourly
from decisions.refunds import Case, Reason, Way, advise_refund
from kit.facts import Fact
from kit.ids import stable_id
from memory.notes import Note
from shops.aftersales import AftersaleRequest, RequestKind, RequestState
from shops.carriers import usual_carrier
from shops.models import Order, OrderLine

WAY_OF: dict[RequestKind, Way] = {RequestKind.REFUND: "refund_only", **{kind: way for way, kind in KIND_OF.items()}}
WISH_OF = {"refund": "refund", "return": "return_goods", "exchange": "exchange", "resend": "missing"}
WAITING = (RequestState.ASKED, RequestState.RETURNING, RequestState.OWED)
"""States in which the shop has something to do, or will have."""
ANSWERS = {
    "agree_request": RequestState.ASKED,
    "refuse_request": RequestState.ASKED,
    "confirm_back": RequestState.RETURNING,
    "send_replacement": RequestState.OWED,
}
"""Effects that answer a request, with the state that they answer."""
PENDING = ("held", "applying", "unknown", "needs_person")
LATE = timedelta(hours=24)
"""A request that a person has is told of once more so long before the platform decides."""


def waiting_requests(ctx: JobContext) -> list[AftersaleRequest]:
    """Give the requests that something can be done about now, the nearest deadline first.

    Left out are those with an answer that waits for a person or that one has rejected (what is answered instead is
    theirs), and those that a person has been told of.
    """
    if ctx.reads.aftersales is None:
        return []
    found = [one for one in ctx.reads.aftersales.list_requests(states=WAITING) if _is_ready(ctx, one)]
    if not found:
        return []
    made = ctx.log.list_effects(kinds=tuple(ANSWERS), states=(*PENDING, "rejected"))
    held = {row.object_id for row in made if row.state != "rejected"}
    noes = {(row.object_id, ANSWERS[row.kind]) for row in made if row.state == "rejected"}
    found = [one for one in found if f"request:{one.id}" not in held and (f"request:{one.id}", one.state) not in noes]
    ready = [one for one in found if not _is_told(ctx, one)]
    return sorted(ready, key=lambda one: (one.answer_by or ctx.now, one.opened_at, one.id))


@job(
    "customer",
    "Requests after the sale",
    "售后申请",
    OnEvent("aftersale.opened"),
    OnEvent("aftersale.returned"),
    hourly(8, 21),
    OnHandoff(),
    tools=(
        "agree_request",
        "refuse_request",
        "confirm_back",
        "send_replacement",
        "cancel_order",
        "hand_over",
        "open_case",
    ),
    action="refund",
    lane="orders",
    work=lambda ctx: [f"aftersale:{one.id}" for one in waiting_requests(ctx)],
)
def aftersale_requests(ctx: JobContext) -> Brief:
    """Answer buyers' requests by the table, confirm goods that are back, send what is owed; nearest deadline first."""
    facts: list[Fact] = []
    calls: list[Call] = []
    learnt: list[Note] = []
    waiting = waiting_requests(ctx)
    for request in waiting:
        text, made = _next_step(ctx, request)
        calls += made
        facts.append(Fact(id=f"request.{request.id}", text=text, source=f"engine:refunds request/{request.id}"))
        if not any(call.tool in ANSWERS or call.tool == "cancel_order" for call in made):
            learnt.append(_told(ctx, request, text))
    draft = f"{len(waiting)} requests after the sale looked at, {len(waiting) - len(learnt)} answered."
    if learnt:
        draft += " For a person: " + "; ".join(note.text for note in learnt) + "."
    figures = {"requests": len(waiting), "for_a_person": [note.subject for note in learnt]}
    return Brief(facts=tuple(facts), calls=tuple(calls), draft=draft, figures=figures, learnt=tuple(learnt))


def _is_ready(ctx: JobContext, request: AftersaleRequest) -> bool:
    if request.state is RequestState.RETURNING:
        return request.back_at is not None
    if request.state is RequestState.OWED:
        line = _line(ctx, request)[1]
        return ctx.reads.shop.get_stock([line.sku])[line.sku].available >= request.pieces
    return True


def _told_as(ctx: JobContext, request: AftersaleRequest) -> str:
    """Name what a person is told: once when it is found, once more when the platform will soon decide."""
    is_late = request.answer_by is not None and request.answer_by - ctx.now <= LATE
    return "soon decided by the platform" if is_late else "waits for a person"


def _is_told(ctx: JobContext, request: AftersaleRequest) -> bool:
    note = ctx.memory.get(f"aftersale:{request.id}", "told")
    return note is not None and note.value == _told_as(ctx, request)


def _told(ctx: JobContext, request: AftersaleRequest, text: str) -> Note:
    subject = f"aftersale:{request.id}"
    value = _told_as(ctx, request)
    words = f"request {request.id} {value}: {text}"
    return Note(
        kind="fact", subject=subject, predicate="told", value=value, text=words, source="employee", event=ctx.task.id
    )


def _next_step(ctx: JobContext, request: AftersaleRequest) -> tuple[str, list[Call]]:
    """Give what is done about a request and why."""
    order, line = _line(ctx, request)
    args: dict[str, Any] = {"request_id": request.id}
    if request.state is RequestState.RETURNING:
        reason = f"the goods came back on {request.back_at:%Y-%m-%d}; {request.pieces} pieces to look at and count in"
        return reason, [Call(tool="confirm_back", args=args | {"reason": reason})]
    if request.state is RequestState.OWED:
        reason = f"{request.pieces} pieces of {line.sku} are owed and free in the house"
        waybill = stable_id("WB", request.id).upper()
        parcel = {"carrier": usual_carrier(order.address.country, ctx.info), "tracking": waybill}
        return reason, [Call(tool="send_replacement", args=args | parcel | {"reason": reason})]
    mine = orders_of(ctx, order.customer_id)
    case = _case(ctx, request, order, mine)
    return _answer(ctx, request, order, line, case)


def _answer(
    ctx: JobContext, request: AftersaleRequest, order: Order, line: OrderLine, case: Case
) -> tuple[str, list[Call]]:
    way = WAY_OF[request.kind]
    ways: frozenset[Way] = frozenset({way})
    if case.stage == "unshipped" and len(order.lines) == 1 and ctx.reads.changes:
        ways |= {"cancel"}
    advice = advise_refund(line, case, costs_of(ctx, line), ways)
    reason = why(ctx, advice, case)
    if advice.verdict == "person" and advice.code == "not_here" and case.stage != "unshipped":
        return _refuse(request, OTHER_WAY[_language(ctx, request)].format(order=order.id), f"{reason}; not {way}")
    if advice.verdict == "person":
        note = f"{PERSON[advice.code]['en']}; {reason}"
        return note, _to_a_person(ctx, request, note)
    if advice.verdict == "ask":
        return _refuse(request, ASK[advice.code][_language(ctx, request)].format(order=order.id), reason)
    if advice.verdict == "refuse":
        values = {"order": order.id, "back": money(ctx, line.refunded), "paid": money(ctx, line.paid)}
        return _refuse(request, REFUSED[advice.code][_language(ctx, request)].format(**values), reason)
    if advice.way == "cancel":
        return reason, [Call(tool="cancel_order", args={"order_id": order.id, "reason": reason})]
    if request.amount > advice.amount:
        note = (
            f"{money(ctx, request.amount)} is asked, {money(ctx, advice.amount)} is the share of the pieces; {reason}"
        )
        return note, _to_a_person(ctx, request, note)
    return reason, [Call(tool="agree_request", args={"request_id": request.id, "reason": reason})]


def _refuse(request: AftersaleRequest, answer: str, reason: str) -> tuple[str, list[Call]]:
    """Say no with what is missing or what can be asked for instead; the buyer can ask again."""
    args = {"request_id": request.id, "answer": answer, "reason": reason}
    return reason, [Call(tool="refuse_request", args=args)]


def _to_a_person(ctx: JobContext, request: AftersaleRequest, note: str) -> list[Call]:
    """Put it into a person's inbox: the buyer's conversation, or a case of its own where there is none; once."""
    note = f"request {request.id}: {note}"
    if request.thread_id is not None:
        return [Call(tool="hand_over", args={"thread_id": request.thread_id, "note": note})]
    cases = ctx.log.list_effects(kinds=("open_case",), object_id=f"case:{request.order_id}")
    if ctx.reads.messages is None or any(request.id in str(row.payload.get("note")) for row in cases):
        return []
    about = {"customer_id": request.customer_id, "order_id": request.order_id}
    return [Call(tool="open_case", args=about | {"note": note})]


def _case(ctx: JobContext, request: AftersaleRequest, order: Order, mine: Sequence[Order]) -> Case:
    """Read the case from the request's own fields; the words are asked only where a field says nothing."""
    reasons: tuple[Reason, ...] = get_args(Reason)
    said = request.reason or str(ctx.understand(request.words).slots.reason)
    return Case(
        wish=WISH_OF[request.kind.value],
        reason=next((one for one in reasons if one == said), None),
        stage=stage_of(order),
        has_photo=bool(request.evidence) or bool(find_evidence(request.words)),
        pieces=request.pieces,
        asked=request.amount or None,
        days=days_since(ctx, order),
        risk=risk_of(list(mine)),
    )


def _line(ctx: JobContext, request: AftersaleRequest) -> tuple[Order, OrderLine]:
    order = ctx.reads.shop.get_order(request.order_id)
    return order, next(line for line in order.lines if line.id == request.line_id)


def _language(ctx: JobContext, request: AftersaleRequest) -> Any:
    """Give the language the buyer reads: of the words, else of the buyer's own entry."""
    if request.words:
        return ctx.understand(request.words).language
    return "zh" if ctx.reads.shop.get_customer(request.customer_id).language == "zh" else "en"
