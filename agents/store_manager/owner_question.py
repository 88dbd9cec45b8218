"""店长 · owner's question 老板提问: what no other job takes is answered with what can be asked, never guessed."""

from __future__ import annotations

from agents.job import Brief, JobContext, job
from agents.language_patterns import Intent
from agents.owner_refusals import not_mine
from agents.store_manager.owner_short import short_reply
from agents.trigger import OnQuestion
from kit.facts import Fact

_EN = (
    "I did not understand that for certain, so I have done nothing. You can ask for the plan of the day, yesterday's "
    "figures, stock, what sells, ads, offers, buyers, refunds, an order, why a price moved, or a price change "
    '("raise the white hanging heart by three percent"). Waiting for you: '
    "{held} (`shopstaff approvals list`)."
)
_ZH = (
    "这句话我没有完全理解,所以什么都没有做。您可以问今日计划、昨天的经营数据、库存、畅销滞销、广告、优惠、客户、退款、"
    '某个订单、为什么调价,或要求改价(例如"把 white hanging heart 涨价百分之三")。'
    "待您审批:{held} 项(`shopstaff approvals list`)。"
)


@job(
    "store_manager",
    "Owner's question",
    "老板提问",
    OnQuestion(),
    tools=("hand_off", "recall"),
    action="care",
    model_use="judgement",
    speaks=True,
    lane="conversation",
)
def owner_question(ctx: JobContext) -> Brief:
    """Answer what no other job takes; stopping, approving and limits are the owner's own commands, not yours."""
    if (answer := short_reply(ctx) or not_mine(ctx)) is not None:
        return answer
    understood = ctx.understand(ctx.task.input["text"], "owner")
    held = len(ctx.log.list_effects(states=("held",)))
    fact = Fact(id="held", text=f"{held} effects wait for the owner", value=held, source="ledger:held")
    zh = understood.language == "zh"
    draft = (_ZH if zh else _EN).format(held=held)
    if set(understood.intents) <= {Intent.GREETING, Intent.THANKS}:
        draft = f"您好!待您审批:{held} 项。" if zh else f"Hello! Waiting for your decision: {held}."
    return Brief(facts=(fact,), draft=draft, language=understood.language)
