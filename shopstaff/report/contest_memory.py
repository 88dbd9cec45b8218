"""What memory changed, for the page of `scenario run`: decisions by kind, by what they rest on, and in money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agents.roster import employees
from kit.money import format_minor
from shopstaff.report.contest_money import whole
from shopstaff.report.telling import KINDS
from shopstaff.report.wording import one_language, shorten
from shopstaff.report.words import Words, mark

NOTES = {
    "preference": mark("a buyer's preference"),
    "lesson": mark("a lesson measured from the ledger"),
    "episode": mark("an episode with a buyer"),
    "fact": mark("a fact noted earlier"),
    "policy": mark("the owner's rule"),
    "summary": mark("a summary of earlier notes"),
    "": mark("nothing: it follows from what differed before (prices, stock, orders)"),
}


@dataclass(frozen=True)
class Pair:
    """One decision as it was with memory and without it, and the words that it rests on."""

    when: str
    who: str
    kind: str
    ours: str
    theirs: str
    because: str


@dataclass(frozen=True)
class Cause:
    """What decisions rest on: in words, how many there are and of which kinds, and the first of them."""

    name: str
    decisions: int
    kinds: str
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Changed:
    """All that memory changed; ``kinds`` has rows of name, same, only with, only without, and of those with it read."""

    profit: str
    interval: str
    is_more: bool
    gave: str
    gave_without: str
    kinds: tuple[tuple[str, int, int, int, int], ...]
    causes: tuple[Cause, ...]


def changed_by_memory(summary: dict[str, Any], *, currency: str, say: Words) -> Changed | None:
    """Give what differs between the crew with memory and without it; None if not both were run."""
    found = summary["memory"]
    if found is None:
        return None
    profit = summary["bridges"]["crew"]["crew-no-memory"]["profit"]
    return Changed(
        profit=whole(abs(profit["mean"]), currency),
        interval=" – ".join(whole(end, currency) for end in profit["interval"] or ()) or say("one run"),
        is_more=profit["mean"] >= 0,
        gave=format_minor(found["money_out"]["with"], currency),
        gave_without=format_minor(found["money_out"]["without"], currency),
        kinds=tuple(
            (say(KINDS.get(kind, kind)), one["same"], one["only_with"], one["only_without"], one["from_memory"])
            for kind, one in found["by_kind"].items()
            if one["only_with"] or one["only_without"]
        ),
        causes=tuple(_cause(one, say) for one in found["causes"]),
    )


def _cause(one: dict[str, Any], say: Words) -> Cause:
    name = say(NOTES.get(one["kind"], one["kind"]))
    kinds = sorted(one["by_kind"].items(), key=lambda pair: (-pair[1], pair[0]))
    return Cause(
        name=f"{name} ({one['predicate']})" if one["predicate"] else name,
        decisions=one["decisions"],
        kinds=" · ".join(f"{say(KINDS.get(kind, kind))} {number}" for kind, number in kinds),
        pairs=tuple(_pair(pair, say) for pair in one["examples"]),
    )


def _pair(one: dict[str, Any], say: Words) -> Pair:
    who = employees().get(one["employee"])
    return Pair(
        when=say("{world}, seed {seed}, {day}", world=one["world"], seed=one["seed"], day=one["at"]),
        who=say.pick(who.title, who.title_zh) if who else one["employee"],
        kind=say(KINDS.get(one["kind"], one["kind"])),
        ours=one["with"],
        theirs=one["without"] or say("nothing of that kind on that day"),
        because=shorten(one_language(one["because"], say.language), 300),
    )
