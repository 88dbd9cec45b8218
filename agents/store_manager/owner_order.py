"""店长 · owner's order 老板指令: an order that no job carries out is refused, with the command that does it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Literal

from agents.job import Brief, JobContext, job
from agents.language_patterns import Intent
from agents.owner_orders import TAKE_BACK, OwnerOrder, orders_of
from agents.owner_refusals import RESERVED, without_order
from agents.store_manager.work_words import what_done
from agents.trigger import OnIntent
from authority.docket import Docket
from authority.tasks import Origin
from kit.facts import Fact
from kit.text import fold

MOST = 5
_SEVERAL = (
    "You order several things at once; I take one at a time, so nothing was done. Please say them one by one.",
    "您一次说了几件事,我一次只做一件,所以什么都没有做。请一件一件说。",
)
_REFUSED = (
    "I do not take this order in a chat, so nothing was done. {how} In a chat you can order: a price, production at "
    "the factory, ads stopped or resumed, goods off or back on sale, a refund. Waiting for you: {held} "
    "(`shopstaff approvals list`).",
    "这项指令我不在聊天里执行,所以什么都没有做。{how}聊天里可以下达的有:改价、向工厂下单、停投或恢复广告、商品下架或重新上架、退款。"
    "待您审批:{held} 项(`shopstaff approvals list`)。",
)
_UNDO = (
    "I take nothing back in a chat, so nothing was done. Last you had this done: {done}. To take it back: {how}. What "
    "you want instead, say after that as an order of its own.",
    "聊天里不能撤回,所以什么都没有做。您最近一次让店员做的是:{done}。撤回请运行:{how}。想改成别的,撤回后请单独下指令。",
)
_REVERSIBLE = ("set_price", "set_listed", "set_keyword_paused")
"""What owners order in a chat and can have undone."""
_OFFICE = (
    "Do it in your shop's own back office; the staff goes on from what it finds there.",
    "请在店铺后台操作,店员会按后台的最新状态继续。",
)
_HOW: tuple[tuple[str, tuple[str, str]], ...] = (
    (
        TAKE_BACK.pattern,
        (
            "`shopstaff undo ID` takes an effect back; `shopstaff audit` lists them.",
            "撤回请用 `shopstaff undo ID`,编号见 `shopstaff audit`。",
        ),
    ),
    (
        r"\blimits?\b|\bbudgets?\b|\bbids?\b|预算|出价|上限|限额|额度",
        (
            "The staff bids and spends within your limits: `shopstaff limits show`, "
            '`shopstaff limits set KEY VALUE --why "TEXT"`.',
            '出价和花费由店员在您的限额内安排:`shopstaff limits show`,`shopstaff limits set KEY VALUE --why "原因"`。',
        ),
    ),
    (
        r"\bmessag|\bmail|\btext\b|\bcontact\b|\bcall\b|\bnotify\b|\binform\b|\breply\b|\banswer\b|\bwrite\b|\btell\b"
        r"|消息|短信|邮件|通知|告诉|转告|回复|联系",
        (
            'To write to a buyer yourself: `shopstaff talks list --all`, `shopstaff talks take THREAD --why "TEXT"`, '
            'then `shopstaff talks say THREAD "TEXT"`.',
            '要亲自给买家写:`shopstaff talks list --all`,`shopstaff talks take THREAD --why "原因"`,'
            '再 `shopstaff talks say THREAD "内容"`。',
        ),
    ),
    (
        r"\bforget\b|忘记|遗忘",
        ("`shopstaff forget-buyer BUYER` blanks a buyer's data.", "清除买家资料请用 `shopstaff forget-buyer BUYER`。"),
    ),
    (
        r"\bads?\b|\badvert|\bcampaigns?\b|\bkeywords?\b|广告|推广|投放|直通车|关键词",
        (
            "Ads stop by “pause the ads” or “pause the ads KEYWORD”, and run again by “resume the ads”.",
            "停广告请说“停投广告”或“停投广告 关键词”,恢复请说“恢复广告”。",
        ),
    ),
    (
        r"\bde-?list|\boff (?:the )?(?:sale|shelf)|\bon sale\b|下架|上架|停售",
        (
            "Goods leave the shelf by “delist SKU”, and go back by “relist SKU”.",
            "下架请说“下架 SKU”,重新上架请说“重新上架 SKU”。",
        ),
    ),
    (
        r"清仓|甩卖|\bclearance\b",
        (
            "What is cheaper sells out: “lower SKU by AMOUNT”; what shall not be made again is your factory's limit.",
            "清仓就是降价,请说“SKU 降 金额”;不再生产由您的生产限额决定。",
        ),
    ),
    (
        r"\bcoupons?\b|\bpromo|\bvouchers?\b|\bdiscount|优惠|促销|满减|折扣|活动|券",
        (
            'That the staff makes no new offers: `shopstaff stop --action promotion --why "TEXT"`; one that runs you '
            "make or end in your shop's own back office.",
            '要店员不再发新优惠:`shopstaff stop --action promotion --why "原因"`;已在跑的请在店铺后台开启或结束。',
        ),
    ),
)
_BY_INTENT = {
    Intent.APPROVE: (
        "Words in a chat approve nothing: use `shopstaff approvals approve ID`.",
        "聊天里的话不会批准任何事项,审批请用 `shopstaff approvals approve ID`。",
    ),
    Intent.STOP: (
        'To stop the staff: `shopstaff stop --why "TEXT"`, or only an employee or a class of acts with '
        "`--employee NAME` or `--action NAME`; `shopstaff resume` releases it.",
        '要让店员停手:`shopstaff stop --why "原因"`,或用 `--employee NAME`、`--action NAME` 只停一部分;'
        "`shopstaff resume` 恢复。",
    ),
    Intent.RESUME: (
        "`shopstaff resume` releases what `shopstaff stop` has stopped; `shopstaff doctor` shows what is.",
        "被 `shopstaff stop` 停下的用 `shopstaff resume` 恢复;停了什么见 `shopstaff doctor`。",
    ),
}


@job(
    "store_manager",
    "Owner's order",
    "老板指令",
    OnIntent((OwnerOrder.OTHER, *RESERVED, Intent.STOP, Intent.RESUME, Intent.APPROVE)),
    action="care",
    speaks=True,
    lane="conversation",
)
def owner_order(ctx: JobContext) -> Brief:
    """Say plainly that nothing was done and which command does it, or ask whether it is an order; carry out nothing."""
    if (answer := without_order(ctx)) is not None:
        return answer
    text = ctx.task.input["text"]
    understood = ctx.understand(text, "owner")
    zh, ordered = understood.language == "zh", orders_of(text)
    if ordered and ordered != (OwnerOrder.OTHER,):
        return Brief(draft=_SEVERAL[zh], language=understood.language)
    if TAKE_BACK.search(fold(text)) and (rows := _last_done(ctx)):
        return _how_to_undo(rows, understood.language)
    held = len(ctx.log.list_effects(states=("held",)))
    fact = Fact(id="held", text=f"{held} effects wait for the owner", value=held, source="ledger:held")
    draft = _REFUSED[zh].format(how=_how(text, understood.intents)[zh], held=held)
    return Brief(facts=(fact,), draft=draft, language=understood.language)


def _last_done(ctx: JobContext) -> list[Docket]:
    """Give the effects of what the owner ordered last in the day before, done or waiting for the decision."""
    rows = ctx.log.list_effects(since=ctx.now - timedelta(days=1), kinds=_REVERSIBLE, states=("done", "held"))
    mine = [row for row in rows if row.origin == Origin.OWNER and row.undone_by is None and row.undoes is None]
    return [row for row in mine if row.task == mine[-1].task][:MOST] if mine else []


def _how_to_undo(rows: list[Docket], language: Literal["zh", "en"]) -> Brief:
    zh = language == "zh"
    ways = [
        f"`shopstaff undo {row.id}`"
        if row.state == "done"
        else f'`shopstaff approvals reject {row.id} --why "{"原因" if zh else "TEXT"}"`'
        for row in rows
    ]
    facts = tuple(Fact(id=row.id, text=what_done(row)[zh], source=f"ledger:{row.id}") for row in rows)
    done = "; ".join(f"{fact.text} [{fact.id}]" for fact in facts)
    return Brief(facts=facts, draft=_UNDO[zh].format(done=done, how=", ".join(ways)), language=language)


def _how(text: str, intents: tuple[Intent, ...]) -> tuple[str, str]:
    """Give the way to have it, English and Chinese: by what is named, else by what is wanted."""
    folded = fold(text)
    if Intent.APPROVE in intents:
        return _BY_INTENT[Intent.APPROVE]
    named = next((how for cue, how in _HOW if re.search(cue, folded, re.IGNORECASE | re.ASCII)), None)
    return named or next((how for intent, how in _BY_INTENT.items() if intent in intents), _OFFICE)
