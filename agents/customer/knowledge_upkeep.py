"""客户 · knowledge upkeep 知识维护: what nobody but a person could answer, drafted for the owner; what answers did."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta

from agents.job import Brief, JobContext, job
from agents.trigger import OnHandoff, at
from authority.docket import Docket
from decisions.knowledge import Gap, Question, find_gaps
from kit.facts import Fact
from memory.notes import Note

WEEK = timedelta(days=7)
MONDAY = 0
LEAST = 2
"""Conversations that ask the same before an answer is worth writing, where no person has given one yet."""
MOST = 5
NO_WISH = {"unknown", "greeting", "thanks", "person"}


@job(
    "customer",
    "Knowledge upkeep",
    "知识维护",
    at("09:45"),
    OnHandoff(),
    tools=("recall",),
    action="care",
    model_use="never",
    work=lambda ctx: [row.id for row in _handed_over(ctx)] if _is_monday(ctx) else [],
)
def knowledge_upkeep(ctx: JobContext) -> Brief:
    """Draft answers to what was handed over in the last week, and say what the owner's answers did."""
    zh = ctx.language == "zh"
    every = find_gaps(list(_questions(ctx)))
    gaps = [gap for gap in every if gap.threads >= LEAST or gap.answer][:MOST]
    facts = [
        Fact(id=f"gap.{number}", text=_gap_line(gap, number, zh=zh), value=gap.threads, source="engine:knowledge")
        for number, gap in enumerate(gaps, start=1)
    ]
    facts += [
        Fact(id=f"answer.{name}", text=_use_line(name, sent, after, zh=zh), value=sent, source="ledger:send_message")
        for name, sent, after in _uses(ctx)
    ]
    if zh:
        head = f"近 7 天转人工的问题 {len(every)} 类,可写成答案的 {len(gaps)} 类。"
    else:
        head = f"{len(every)} kinds of questions went to a person in 7 days, {len(gaps)} could be answered."
    learnt = tuple(
        Note(
            kind="lesson",
            subject="shop",
            predicate=f"gap.{'.'.join(gap.wishes) or gap.asks[:40]}",
            text=f"{gap.threads} buyers asked in a week and went to a person: {gap.asks}"[:4000],
            value=gap.threads,
            source="ledger",
            event=ctx.task.id,
        )
        for gap in gaps
    )
    return Brief(
        facts=tuple(facts),
        draft="\n".join([head, *(fact.text for fact in facts)]),
        figures={"days": 7, "kinds": len(every), "answerable": len(gaps)}
        | {"gaps": [{"asks": gap.asks, "threads": gap.threads} for gap in gaps]},
        learnt=learnt,
        language=ctx.language,
    )


def _is_monday(ctx: JobContext) -> bool:
    return ctx.now.astimezone(ctx.zone).weekday() == MONDAY


def _handed_over(ctx: JobContext) -> list[Docket]:
    return ctx.log.list_effects(since=ctx.now - WEEK, kinds=("hand_over",), states=("done",))


def _questions(ctx: JobContext) -> Iterator[Question]:
    """Read the notes of five lines back: wants without their slots, and the buyer's words."""
    ours = {str(row.payload["text"]) for row in _sent(ctx, "send_message")}
    for row in _handed_over(ctx):
        lines = [line.partition(": ")[2] or line.partition(":")[2] for line in str(row.payload["note"]).splitlines()]
        if len(lines) != 5 or not lines[4].strip():
            continue  # the owner's own note, not the staff's
        thread_id = str(row.payload["thread_id"])
        wishes = [one for one in lines[2].split(", ") if one and "=" not in one and one not in NO_WISH]
        yield Question(
            thread_id=thread_id,
            wishes=tuple(sorted(set(wishes))),
            words=lines[4].strip(),
            answer=_answer(ctx, thread_id, row, ours),
        )


def _answer(ctx: JobContext, thread_id: str, row: Docket, ours: set[str]) -> str:
    """Give what a person wrote in the conversation after it was handed over; empty if nothing yet."""
    assert ctx.reads.messages is not None
    since = row.settled_at or row.submitted_at
    for message in ctx.reads.messages.get_thread(thread_id).messages:
        if message.author == "shop" and message.at >= since and message.text not in ours:
            return message.text
    return ""


def _sent(ctx: JobContext, kind: str) -> Sequence[Docket]:
    return ctx.log.list_effects(since=ctx.now - 2 * WEEK, kinds=(kind,), states=("done",))


def _uses(ctx: JobContext) -> Iterator[tuple[str, int, int]]:
    """Give for each of the owner's answers: conversations it was sent in, and those that went to a person after all."""
    handed = [(str(row.payload["thread_id"]), row.submitted_at) for row in _handed_over(ctx)]
    for name, answer in sorted(ctx.limits.answers.items()):
        words = [text.strip() for text in (answer.zh, answer.en) if text.strip()]
        told = {
            str(row.payload["thread_id"]): row.submitted_at
            for row in _sent(ctx, "send_message")
            if row.submitted_at >= ctx.now - WEEK and any(text in str(row.payload["text"]) for text in words)
        }
        after = sum(any(thread == one and at >= since for one, at in handed) for thread, since in told.items())
        yield name, len(told), after


def _gap_line(gap: Gap, number: int, *, zh: bool) -> str:
    name = "_".join(gap.wishes) or f"question_{number}"
    topic = f"\ntopic = {json.dumps(gap.wishes[0])}" if len(gap.wishes) == 1 else ""
    answer = json.dumps(gap.answer, ensure_ascii=False) if gap.answer else ('"请填写"' if zh else '"to be written"')
    asks = json.dumps([gap.asks], ensure_ascii=False)
    draft = f"[answers.{name}]\nasks = {asks}{topic}\n{'zh' if zh else 'en'} = {answer}"
    if zh:
        return f"{gap.threads} 个会话问“{gap.asks}”,请确认后写入 limits.toml:\n{draft}"
    return f"asked in {gap.threads} conversations: “{gap.asks}”. If it is right, put into limits.toml:\n{draft}"


def _use_line(name: str, sent: int, after: int, *, zh: bool) -> str:
    if zh:
        return f"答案 {name}:7 天内用于 {sent} 个会话,其中 {after} 个仍转了人工。"
    return f"answer {name}: sent in {sent} conversations in 7 days, {after} of them went to a person after all."
