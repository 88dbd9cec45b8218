"""客户 · segments 客户分层: who is new, growing, core, regular, asleep or lost; good buyers asleep are named."""

from __future__ import annotations

from datetime import timedelta

from agents.customer.buyer_days import begin_of, buyer_days, purchases
from agents.evidence import money, today
from agents.job import Brief, JobContext, job
from agents.trigger import OnHandoff, at
from decisions.repurchase import NotEnough
from decisions.segments import NAMES, Segment, Segments, segment
from kit.facts import Fact
from memory.notes import Note
from shops.buyer_days import BuyerDay

MONDAY = 0
WEEKS_BACK = timedelta(weeks=4)
"""Who has fallen asleep since so long ago is named."""
MOST = 10


@job(
    "customer",
    "Segments",
    "客户分层",
    at("09:15"),
    OnHandoff(),
    action="care",
    speaks=True,
    work=lambda ctx: ["segments"] if today(ctx).weekday() == MONDAY and buyer_days(ctx) else [],
)
def buyer_segments(ctx: JobContext) -> Brief:
    """Put buyers into groups by recency, frequency and money; name good ones who have fallen asleep."""
    rows, end, zh = buyer_days(ctx), today(ctx), ctx.language == "zh"
    found = segment(purchases(rows), begin_of(rows, end), end)
    if isinstance(found, NotEnough):
        return Brief(missing=found.missing, language=ctx.language)
    facts = [_group(ctx, found, name, zh=zh) for name in NAMES]
    sleepers = _fallen_asleep(found, rows, zh=zh)
    facts += [Fact(id=f"asleep.{who}", text=text, value=who, source="engine:segments") for who, text in sleepers]
    gap = f"{found.usual_gap:g}"
    head = f"客户分层(常见间隔 {gap} 天):" if zh else f"Buyers by segment (usual gap {gap} days):"
    counts = found.counts()
    note = Note(
        kind="fact",
        subject="shop",
        predicate="segments",
        text=", ".join(f"{name} {count}" for name, count in counts.items()),
        value={"counts": counts, "usual_gap": found.usual_gap},
        source="ledger",
        event=ctx.task.id,
    )
    return Brief(
        facts=tuple(facts),
        draft="\n".join([head, *(f"- {fact.text} [{fact.id}]" for fact in facts)]),
        figures={"usual_gap": found.usual_gap, "counts": counts, "asleep": [who for who, _ in sleepers]},
        learnt=(note,),
        language=ctx.language,
    )


def _group(ctx: JobContext, found: Segments, name: Segment, *, zh: bool) -> Fact:
    count, paid = found.counts()[name], found.paid[name]
    before = ctx.memory.get("shop", "segments", min_trust=3)
    was = before.value["counts"].get(name) if before is not None else None
    more = "" if was is None else (f"(上周 {was})" if zh else f" (last week {was})")
    words = f"{NAMES[name]} {count} 位{more},共付 {money(ctx, paid)}"
    text = words if zh else f"{name}: {count} buyers{more}, {money(ctx, paid)} paid"
    return Fact(id=f"segment.{name}", text=text, value={"buyers": count, "paid": paid}, source="engine:segments")


def _fallen_asleep(found: Segments, rows: list[BuyerDay], *, zh: bool) -> list[tuple[str, str]]:
    """Name those who were core or growing four weeks ago and are asleep now, who paid most first."""
    end = max(row.day for row in rows) + timedelta(days=1) - WEEKS_BACK
    past = [row for row in rows if row.day < end]
    then = segment(purchases(past), begin_of(past, end), end)
    if isinstance(then, NotEnough):
        return []
    paid: dict[str, int] = {}
    for row in rows:
        paid[row.customer_id] = paid.get(row.customer_id, 0) + row.paid
    gone = [
        who
        for who, group in found.of.items()
        if group in ("asleep", "lost") and then.of.get(who) in ("core", "growing")
    ]
    gone.sort(key=lambda who: (-paid[who], who))
    words = "{who}:四周前为{zh},已沉睡" if zh else "{who}: {en} four weeks ago, asleep now"
    return [(who, words.format(who=who, zh=NAMES[then.of[who]], en=then.of[who])) for who in gone[:MOST]]
