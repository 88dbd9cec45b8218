"""What is said to a short word of the owner's (好, great, thank you, no): it orders and approves nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.job import Brief, JobContext
from agents.language_patterns import Intent
from agents.owner_topics import is_order
from agents.prompt import CONVERSATION
from agents.short_answer import Answer, answer_of
from authority.docket import Docket
from authority.task import Task
from kit.facts import Fact

_WORDS = {
    "well": ("Very well.", "好的。"),
    "welcome": ("You are welcome.", "不客气。"),
    "left": ("Very well, nothing was done.", "好的,什么都没有做。"),
    "asked": (
        "Nothing was done so far: please answer what I asked, or write the whole order in one sentence.",
        "目前什么都没有做:请回答我刚才问的,或把指令完整写一遍。",
    ),
    "told": (
        "A short word orders nothing, so nothing was done. To have it done, write the order itself, as told above.",
        "简短的一句不算指令,所以什么都没有做。要做请按上面的写法写出指令。",
    ),
    "held": (
        "Words in a chat approve nothing: use {how}.",
        "聊天里的话不会批准任何事项,审批请用 {how}。",
    ),
    "nothing": ("Nothing waits for a yes, so nothing was done.", "没有等您决定的事项,所以什么都没有做。"),
    "stays": ("What was done stays. To take it back: {how}.", "做过的保持不变。要撤回请运行:{how}。"),
    "waiting": (
        "Waiting for you: {held} (`shopstaff approvals list`).",
        "待您审批:{held} 项(`shopstaff approvals list`)。",
    ),
}
_LETTERS = re.compile(r"(?!ok)[a-z]{3}|[\u3400-\u9fff]", re.IGNORECASE)
_NOT_DONE = re.compile(r"nothing was done|done nothing|什么都没有做", re.IGNORECASE)
"""How an answer that says how to have it done is known again."""


def short_reply(ctx: JobContext) -> Brief | None:
    """Give the answer to a short word of the owner's; None for any other text.

    It is true of what was said before it: an order that was not done is not done by a yes, what waits is not approved.
    """
    text = ctx.task.input["text"]
    answer = answer_of(text)
    if answer is None:
        return None
    earlier = [one for one in ctx.tasks.of_owner(since=ctx.now - CONVERSATION) if one.id != ctx.task.id]
    before = earlier[0] if earlier else None
    rows = ctx.log.of_task(before.id) if before else []
    written = text if before is None or _LETTERS.search(text) else before.input["text"]
    language = ctx.understand(written, "owner").language
    zh, held = language == "zh", len(ctx.log.list_effects(states=("held",)))
    approves = Intent.APPROVE in ctx.understand(text, "owner").intents
    if before is not None and not rows and _is_open(ctx, before):
        name = _to_open(answer, before)
    else:
        name = _to_done(answer, rows)
        if approves and not rows:
            name = "held" if held else "nothing"
    ids = [row.id for row in rows] or ["ID"]
    ways = [f"`shopstaff {'approvals approve' if name == 'held' else 'undo'} {one}`" for one in ids]
    said = [_WORDS[name][zh].format(how=", ".join(ways))]
    if held:
        said.append(_WORDS["waiting"][zh].format(held=held))
    fact = Fact(id="held", text=f"{held} effects wait for the owner", value=held, source="ledger:held")
    return Brief(facts=(fact,), draft=("" if zh else " ").join(said), language=language, routine=True)


def _is_open(ctx: JobContext, before: Task) -> bool:
    """Tell whether words that nothing came of were answered with a question, or with how to have it done."""
    text, answer = before.input["text"], before.answer
    asked = answer.rstrip().endswith(("?", "？")) or is_order(text, ctx.understand(text, "owner").intents)
    return asked or bool(_NOT_DONE.search(answer))


def _to_open(answer: Answer, before: Task) -> str:
    if answer == "thanks":
        return "welcome"
    if answer in ("no", "rests"):
        return "left"
    return "told" if _NOT_DONE.search(before.answer) else "asked"


def _to_done(answer: Answer, rows: Sequence[Docket]) -> str:
    states = {row.state for row in rows}
    if answer in ("no", "rests") and states == {"done"}:
        return "stays"
    if answer == "yes" and "held" in states:
        return "held"
    return "welcome" if answer == "thanks" else "well"
