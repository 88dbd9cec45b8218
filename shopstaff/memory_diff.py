"""What memory changed: decisions of the crew with it and without it on one seed, side by side, with what was read.

A decision differs if the other run did nothing of the same kind with the same content. Where its task had read
something of the memory, that is its cause; else it follows from what differed before: prices, stock, orders.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from authority.docket import Docket
from kit.ids import canonical

MOST_EXAMPLES = 5
"""Pairs of decisions shown of each cause."""
FOLLOWS = ""
"""The cause of what differs and read nothing: earlier differences."""
STANDS = ("done", "partial")


def decisions(
    effects: Iterable[Docket], remembered: Mapping[str, Sequence[Mapping[str, Any]]] | None
) -> list[dict[str, Any]]:
    """Give what was done, for comparison: moment, who, what in words, a digest of its content, and what was read.

    Args:
        effects: Of one run, in order.
        remembered: What each task has read of the memory, by task id; None for what is no crew, which has none.
    """
    if remembered is None:
        return []
    return [
        {
            "at": f"{row.submitted_at:%Y-%m-%d}",
            "employee": row.employee,
            "kind": row.kind,
            "object": row.object_id,
            "said": hashlib.sha256(canonical(row.payload).encode()).hexdigest()[:12],
            "summary": row.summary,
            "money_out": row.money_out,
            "read": [
                {name: note[name] for name in ("kind", "predicate", "text")} for note in remembered.get(row.task, ())
            ],
        }
        for row in effects
        if row.state in STANDS
    ]


def compare(
    cells: Sequence[tuple[str, int]], ours: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Compare runs with memory to runs without it, in pairs of one world and seed.

    Returns:
        ``by_kind``: by kind of effect ``same``, ``only_with``, ``only_without``, ``from_memory`` (of those with it, how
        many had read something); ``causes``: by what was read (``kind``, ``predicate``, an example ``text``) the
        decisions that rest on it, most first, each with ``examples``: ``world``, ``seed``, ``at``, ``employee``,
        ``with``, ``without`` (on the same object, None if nothing was done) and ``because``. ``money_out`` is what the
        decisions that differ spent or gave away, with memory and without it, minor units.
    """
    kinds: dict[str, Counter[str]] = {}
    causes: dict[tuple[str, str], dict[str, Any]] = {}
    money: Counter[str] = Counter({"with": 0, "without": 0})
    for cell, mine, other in zip(cells, ours, theirs, strict=True):
        same, only_with, only_without = _apart(mine["decisions"], other["decisions"])
        for name, found in (("same", same), ("only_with", only_with), ("only_without", only_without)):
            for one in found:
                kinds.setdefault(one["kind"], Counter())[name] += 1
        for one in only_with:
            kinds[one["kind"]]["from_memory"] += bool(one["read"])
        money["with"] += sum(one["money_out"] for one in only_with)
        money["without"] += sum(one["money_out"] for one in only_without)
        _count_causes(causes, cell, only_with, only_without)
    named = ("same", "only_with", "only_without", "from_memory")
    return {
        "by_kind": {kind: {name: kinds[kind][name] for name in named} for kind in sorted(kinds)},
        "causes": sorted(causes.values(), key=lambda one: (-one["decisions"], one["kind"], one["predicate"])),
        "money_out": dict(money),
    }


Decision = Mapping[str, Any]


def _apart(
    mine: Sequence[Decision], other: Sequence[Decision]
) -> tuple[list[Decision], list[Decision], list[Decision]]:
    """Give what both did, what one did alone, and what the other did alone; each decision is matched once."""
    left: dict[tuple[str, str], list[Decision]] = {}
    for one in other:
        left.setdefault((one["kind"], one["said"]), []).append(one)
    same: list[Decision] = []
    only: list[Decision] = []
    for one in mine:
        twins = left.get((one["kind"], one["said"]))
        if twins:
            same.append(twins.pop(0))
        else:
            only.append(one)
    return same, only, [one for twins in left.values() for one in twins]


def _count_causes(
    causes: dict[tuple[str, str], dict[str, Any]],
    cell: tuple[str, int],
    only_with: Sequence[Decision],
    only_without: Sequence[Decision],
) -> None:
    """Add the decisions of one pair of runs to what they rest on, the first of each with what was done instead."""
    instead: dict[tuple[str, str, str], list[Decision]] = {}
    for one in only_without:
        instead.setdefault((one["kind"], one["object"], one["at"]), []).append(one)
    for one in only_with:
        twins = instead.get((one["kind"], one["object"], one["at"]))
        twin = twins.pop(0) if twins else None
        for note in one["read"] or [{"kind": FOLLOWS, "predicate": None, "text": ""}]:
            key = (note["kind"], note["predicate"] or "")
            found = causes.setdefault(
                key, {"kind": key[0], "predicate": key[1], "decisions": 0, "by_kind": {}, "examples": []}
            )
            found["decisions"] += 1
            found["by_kind"][one["kind"]] = found["by_kind"].get(one["kind"], 0) + 1
            if len(found["examples"]) < MOST_EXAMPLES:
                found["examples"].append(
                    {
                        "world": cell[0],
                        "seed": cell[1],
                        "at": one["at"],
                        "employee": one["employee"],
                        "kind": one["kind"],
                        "with": one["summary"],
                        "without": twin["summary"] if twin else None,
                        "because": note["text"],
                    }
                )
