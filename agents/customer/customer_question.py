"""客户 · customer question 客户问答: orders that wait or are not paid, buyers, what was given back; else own work."""

from __future__ import annotations

from agents.customer.back_lines import say_complaints, say_given_back
from agents.customer.buyer_lines import say_buyers, say_lapsed, say_one_buyer
from agents.customer.count_lines import say_asked, say_shipped
from agents.customer.order_lines import say_order, say_unpaid, say_waiting
from agents.evidence import about_own_work, today
from agents.job import Brief, JobContext, job
from agents.named_buyers import buyers_by_id, buyers_named
from agents.owner_refusals import not_mine
from agents.owner_topics import OwnerTopic, is_of_a_buyer, topics_of
from agents.report_lines import Lines
from agents.trigger import OnIntent, OnQuestion
from kit.errors import Retry

_SAID = {
    OwnerTopic.WAITING: say_waiting,
    OwnerTopic.UNPAID: say_unpaid,
    OwnerTopic.BUYERS: say_buyers,
    OwnerTopic.LAPSED: say_lapsed,
    OwnerTopic.COMPLAINTS: say_complaints,
    OwnerTopic.GIVEN_BACK: say_given_back,
    OwnerTopic.SHIPPED: say_shipped,
    OwnerTopic.ASKED: say_asked,
}


@job(
    "customer",
    "Customer question",
    "客户问答",
    OnIntent((*_SAID, OwnerTopic.ONE_BUYER, "one_order")),
    OnQuestion(),
    tools=("recall",),
    action="care",
    model_use="judgement",
    speaks=True,
)
def customer_question(ctx: JobContext) -> Brief:
    """Answer the owner from orders, talks, requests and what this employee did in the last 24 hours; change nothing."""
    if (refusal := not_mine(ctx)) is not None:
        return refusal
    text = ctx.task.input["text"]
    understood, topics = ctx.understand(text, "owner"), topics_of(text)
    lines = Lines(ctx, language=understood.language)
    said = [topic for topic in _SAID if topic in topics]
    if buyers_by_id(ctx.reads, text) and set(said) <= {OwnerTopic.BUYERS}:
        say_one_buyer(ctx, lines)
    elif understood.slots.order:
        _say_order(ctx, lines, understood.slots.order)
    else:
        for topic in said:
            _SAID[topic](ctx, lines)
        of_buyer = is_of_a_buyer(text) and not said
        if of_buyer and (OwnerTopic.ONE_BUYER in topics or buyers_named(ctx.reads, text, today(ctx))):
            say_one_buyer(ctx, lines)
    if not lines.text():
        return about_own_work(ctx, "customer")
    return Brief(facts=lines.facts, draft=lines.text(), language=understood.language)


def _say_order(ctx: JobContext, lines: Lines, order_id: str) -> None:
    try:
        order = ctx.reads.shop.get_order(order_id)
    except Retry:
        lines.head("There is no such order in the shop.", "店里没有这个订单。")
        return
    say_order(lines, ctx, order)
