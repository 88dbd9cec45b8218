"""What is said to an order that is not an employee's work, or may be none: that nothing was done, never figures."""

from __future__ import annotations

from agents.job import Brief, JobContext
from agents.owner_orders import OwnerOrder
from agents.owner_topics import is_order, wanted_of_owner

_NOT_MINE = (
    "That order is not my work, so nothing was done. Say it without naming an employee, and whose work it is takes it "
    "up or says how to have it done.",
    "这项指令不归我管,所以什么都没有做。请不要指定员工再说一遍,由负责的店员执行,或告诉您怎么做。",
)
RESERVED = {
    OwnerOrder.DOUBTED: (
        "Do you want that done? Then write it without the question mark: “{order}”. Nothing was done so far. To be "
        "told how things stand, ask with a question word, e.g. “how are the ads?”",
        "您是要我照做吗?要做请不带问号再写一遍:“{order}”。目前什么都没有做。想了解情况请这样问:“广告怎么样?”",
    ),
    OwnerOrder.FORBIDDEN: (
        "Understood: you say what not to do, so nothing was done or changed. I keep no ban from a chat: to make the "
        'staff stop use `shopstaff stop --why "TEXT"`, with `--employee NAME` or `--action NAME` for a part of it. If '
        "you also want something done, say it by itself.",
        "明白:您说的是不要做,所以什么都没有做,也没有改动。聊天里的话不会变成长期禁令:要让店员停手请用 "
        '`shopstaff stop --why "原因"`,可加 `--employee NAME` 或 `--action NAME` 只停一部分。另有要做的事,请单独说。',
    ),
    OwnerOrder.WEIGHED: (
        "That is a question or an if, so nothing was done. To have it done, say it without “if” or “should we”. "
        "What has moved and why you learn by “why did the price change?”",
        "您是在问或在假设,所以什么都没有做。要做请直接下指令,不带“要不要”“如果”;想知道改过什么、为什么,请问“为什么调价?”",
    ),
    OwnerOrder.LATER: (
        "I carry an order out at once and keep none for later, so nothing was done. Say it again when it is time.",
        "我只当场执行,不保留以后的指令,所以什么都没有做。请到时候再说一遍。",
    ),
    OwnerOrder.FOR_SOME: (
        "What is on sale, and at which price, holds for all buyers: I cannot change it for some of them, so nothing "
        "was done. Say it without the buyers if it shall hold for all.",
        "在售商品和价格对所有买家一样,我不能只对部分买家改,所以什么都没有做。要对所有人生效,请不带买家再说一遍。",
    ),
}
"""What is said to words that are no order yet, in English and Chinese."""


def without_order(ctx: JobContext) -> Brief | None:
    """Answer words that deny or weigh an order, name another time or only some buyers; None where they do neither."""
    text = ctx.task.input["text"]
    understood = ctx.understand(text, "owner")
    first = wanted_of_owner(text, understood.intents)[0]
    if first not in RESERVED:
        return None
    order = text.strip().rstrip("?？").strip()
    draft = RESERVED[OwnerOrder(first)][understood.language == "zh"]
    return Brief(draft=draft.format(order=order), language=understood.language)


def not_mine(ctx: JobContext) -> Brief | None:
    """Give the refusal of an order that came to a job that only answers; None where the words are no order."""
    if (answer := without_order(ctx)) is not None:
        return answer
    text = ctx.task.input["text"]
    understood = ctx.understand(text, "owner")
    if not is_order(text, understood.intents):
        return None
    return Brief(draft=_NOT_MINE[understood.language == "zh"], language=understood.language)
