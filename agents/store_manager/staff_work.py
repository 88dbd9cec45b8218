"""What the staff has done lately, by employee: the answer to "what did you do today?"."""

from __future__ import annotations

import re

from agents.evidence import WORK_HOURS, recent_work
from agents.job import Brief, JobContext
from agents.report_lines import Lines
from agents.roster import employees
from agents.store_manager.held_lines import say_held
from agents.store_manager.work_words import work_words

MOST = 3
_DONE = re.compile(
    r"(?:做|干|忙|完成)(?:了|完|过|成)|(?:都|在)(?:做|干|忙)(?:什么|啥|些|哪些)"
    r"|\bwhat\s(?:did|have|has)\s(?:you|u|the\s\w+|they|everyone|everybody|your\s\w+)\b[^.?!\n]*\b(?:do|done|doing|up\sto)\b"
    r"|\bwhat\s(?:was|were|got)\s(?:\w+\s)?done\b",
    re.IGNORECASE,
)
_TO_DO = re.compile(r"\bplan|\bto-?do\b|计划|安排|要做", re.IGNORECASE)


def asks_what_was_done(text: str) -> bool:
    """Tell whether the owner asks for work that is done, and not for the plan.

    Example:
        >>> asks_what_was_done("what did you do today?"), asks_what_was_done("今天要做什么")
        (True, False)
    """
    return bool(_DONE.search(text)) and not _TO_DO.search(text)


def staff_work(ctx: JobContext, *, zh: bool) -> Brief:
    """Count what each employee did in the last 24 hours, and say what waits for the owner."""
    lines = Lines(ctx, language="zh" if zh else "en")
    hours = lines.fact("work.hours", str(WORK_HOURS), "ledger:24h")
    lines.head(f"In the last {hours} hours:", f"最近 {hours} 小时:")
    facts = []
    for one in employees().values():
        mine = recent_work(ctx, one.name)
        counted = {(kind, state): int(fact.value) for fact in mine for kind, state in [fact.id.split(".", 1)]}
        facts += [fact.model_copy(update={"id": f"{one.name}.{fact.id}"}) for fact in mine]
        said = work_words(counted)
        lines.head(f"{one.title}: {said[False] or 'nothing'}.", f"{one.title_zh}:{said[True] or '没有操作'}。")
    lines.head("Waiting for your decision:", "待您审批:")
    say_held(ctx, lines, MOST)
    return Brief(facts=(*facts, *lines.facts), draft=lines.text(), language="zh" if zh else "en")
