"""What is said to an order that is not an employee's work, or may be none: that nothing was done, never figures."""

from __future__ import annotations

from agents.job import Brief, JobContext
from agents.owner_orders import is_doubted, is_forbidden
from agents.owner_topics import is_order

_NOT_MINE = (
    "That order is not my work, so nothing was done. Say it without naming an employee, and whose work it is takes it "
    "up or says how to have it done.",
    "这项指令不归我管,所以什么都没有做。请不要指定员工再说一遍,由负责的店员执行,或告诉您怎么做。",
)
_DOUBTED = (
    "Do you want that done? Then write it without the question mark: “{order}”. Nothing was done so far. To be told "
    "how things stand, ask with a question word, e.g. “how are the ads?”",
    "您是要我照做吗?要做请不带问号再写一遍:“{order}”。目前什么都没有做。想了解情况请这样问:“广告怎么样?”",
)


_FORBIDDEN = (
    "Understood: you say what not to do, so nothing was done or changed. I keep no ban from a chat: to make the staff "
    'stop use `shopstaff stop --why "TEXT"`, with `--employee NAME` or `--action NAME` for a part of it. If you also '
    "want something done, say it by itself.",
    "明白:您说的是不要做,所以什么都没有做,也没有改动。聊天里的话不会变成长期禁令:要让店员停手请用 "
    '`shopstaff stop --why "原因"`,可加 `--employee NAME` 或 `--action NAME` 只停一部分。另有要做的事,请单独说。',
)


def without_order(ctx: JobContext) -> Brief | None:
    """Answer words that deny an order, or leave open whether they are one; None where they do neither."""
    text = ctx.task.input["text"]
    if not is_forbidden(text):
        return _asked_back(ctx)
    language = ctx.understand(text, "owner").language
    return Brief(draft=_FORBIDDEN[language == "zh"], language=language)


def _asked_back(ctx: JobContext) -> Brief | None:
    """Ask whether words that stand as a question are an order (stop all ads?); None where they are not."""
    text = ctx.task.input["text"]
    if not is_doubted(text):
        return None
    language = ctx.understand(text, "owner").language
    order = text.strip().rstrip("?？").strip()
    return Brief(draft=_DOUBTED[language == "zh"].format(order=order), language=language)


def not_mine(ctx: JobContext) -> Brief | None:
    """Give the refusal of an order that came to a job that only answers; None where the words are no order."""
    if (answer := without_order(ctx)) is not None:
        return answer
    text = ctx.task.input["text"]
    understood = ctx.understand(text, "owner")
    if not is_order(text, understood.intents):
        return None
    return Brief(draft=_NOT_MINE[understood.language == "zh"], language=understood.language)
