"""What `shopstaff scenario run` prints: what each policy earned, ratios, levers, searches, defects."""

from __future__ import annotations

from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from kit.text import counted
from shopstaff.report.contest_money import levers, whole
from shopstaff.report.words import ENGLISH

LEVER_WIDTH = 28


def tell(console: Console, summary: dict[str, Any], currency: str) -> None:
    """Print what each policy earned, the ratios, where money was made and lost, and how was searched.

    Tables can be read from 80 columns on.
    """
    seeds, places = summary["seeds"], summary["worlds"]
    named = f"seed {seeds[0]}" if len(seeds) == 1 else f"{len(seeds)} seeds from {seeds[0]}"
    where = places[0] if len(places) == 1 else f"{len(places)} worlds from {places[0]}"
    days = counted(summary["days"], "day")
    table = _plain_table(f"{where}, {days}, {named}, model {summary['model']}: profit")
    for head in ("policy", "mean", "95 % interval", "p10", "worst", "rules\nbroken", "days/s"):
        # names and intervals go on in a second line where a terminal is narrow; an amount is never cut
        table.add_column(head, no_wrap=head in ("mean", "p10", "worst", "days/s"), overflow="fold")
    for name, one in summary["policies"].items():
        earned = one["profit_spread"]
        low_high = " – ".join(whole(end, currency) for end in earned["interval"] or ()) or "one run"
        money = [whole(value, currency) for value in (earned["mean"], earned["p10"], earned["worst"])]
        done = min(one["days_done"])
        label = name if done == summary["days"] else f"{name} ({done} of {days})"
        shown = (label, money[0], low_high, *money[1:], str(one["violations"]), f"{one['days_per_s']:.2f}")
        table.add_row(*shown)
    console.print(table)
    _tell_levers(console, summary, currency)
    _tell_ratios(console, summary, currency)
    if summary["memory"]:
        _tell_memory(console, summary["memory"])
    _tell_search(console, summary)


def _plain_table(title: str) -> Table:
    """Make a table without a frame, which would take 22 of 80 columns."""
    return Table(title=title, box=SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True)


def _tell_levers(console: Console, summary: dict[str, Any], currency: str) -> None:
    """Print each policy's profit by lever, as many beside each other as there is room; nothing for shops of arrays."""
    rows = levers(summary["income"], currency=currency, say=ENGLISH) if summary["income"] else []
    names = list(summary["income"])
    wide = [max(len(name), *(len(row.money[place]) for row in rows)) + 3 for place, name in enumerate(names)]
    first = 0
    while first < len(names):
        room, last = console.width - LEVER_WIDTH - wide[first], first + 1
        while last < len(names) and room >= wide[last]:
            room, last = room - wide[last], last + 1
        table = _plain_table("where money was made and lost, mean of a run" + (", continued" if first else ""))
        table.add_column("lever", max_width=LEVER_WIDTH)
        for name in names[first:last]:
            table.add_column(name, no_wrap=True, justify="right")
        for row in rows:
            table.add_row(row.name, *row.money[first:last], style="bold" if row.is_sum else None)
        console.print(table)
        first = last


def _tell_ratios(console: Console, summary: dict[str, Any], currency: str) -> None:
    for name, one in summary["policies"].items():
        stall = min((day for day in one["stall"] if day is not None), default=summary["days"])
        if stall == 0:
            console.print(f"{name} never earned in {'their' if _are_many(name) else 'its'} worst run.")
        elif stall < summary["days"]:
            stalls = "stall: they earn" if _are_many(name) else "stalls: it earns"
            were = "their" if _are_many(name) else "its"
            console.print(f"{name} {stalls} no more after day {stall} of {were} worst run.")
    for one, others in summary["ratios"].items():
        for other, found in others.items():
            if found:
                ends = " to ".join(f"{end:.3f}" for end in found["interval"] or ()) or "one run"
                console.print(
                    f"{one} {_earn(one)} {found['mean']:.3f} of {other} (95 %: {ends}; p10 {found['p10']:.3f}, "
                    f"worst {found['worst']:.3f}; of the sums {found['ratio']:.3f})."
                )
    for one, others in summary["bridges"].items():
        for other, parts in others.items():
            more = parts["profit"]
            ends = " to ".join(whole(end, currency) for end in more["interval"] or ()) or "one run"
            side = "less" if more["mean"] < 0 else "more"
            console.print(
                f"{one} {_earn(one)} {whole(abs(more['mean']), currency)} {side} a run than {other} "
                f"(95 % of the difference: {ends})."
            )
    for lever, lost in summary["losses"].items():
        console.print(f"With the oracle's {lever} the engines earn {lost['share']:+.1%} of the oracle's profit more.")


def _are_many(policy: str) -> bool:
    return policy.endswith("engines")


def _earn(policy: str) -> str:
    return "earn" if _are_many(policy) else "earns"


def _tell_memory(console: Console, found: dict[str, Any]) -> None:
    """Print which decisions memory changed, and what of it they rest on."""
    for kind, by in found["by_kind"].items():
        if by["only_with"] or by["only_without"]:
            console.print(
                f"{kind}: {by['only_with']} only with memory ({by['from_memory']} had read it), "
                f"{by['only_without']} only without it, {by['same']} the same"
            )
    for cause in found["causes"]:
        name = " ".join(filter(None, (cause["kind"], cause["predicate"]))) or "follow from earlier differences"
        console.print(f"{counted(cause['decisions'], 'decision')}: {name}")
        for one in cause["examples"][:1]:
            because = f", because: {' '.join(one['because'].split())[:160]}" if one["because"] else ""
            console.print(f"  {one['at']} {one['with']} — without memory: {one['without'] or 'nothing'}{because}")


def _tell_search(console: Console, summary: dict[str, Any]) -> None:
    for name, search in summary["search"].items():
        seeds = ", ".join(str(seed) for seed in search["seeds"])
        console.print(
            f"Search: {name} is the best of {search['tried']} in {search['runs']} runs a world on seeds {seeds}, "
            "which are not measured here."
        )
        if axes := search.get("grid"):
            tried = {name: ", ".join(values) for name, values in axes.items()}
            console.print(
                f"Grid: prices × {tried['mark_up']}; cover {tried['cover_days']} days; bids × {tried['bid']}."
            )
    rules = summary["search"].get("best-rule", {"best": {}})["best"]
    for world, rule in sorted(rules.items())[:3]:
        console.print(
            f"Best rule of {world}: prices × {rule['mark_up']}, cover {rule['cover_days']} days, bids × {rule['bid']}."
        )
    for world, knobs in sorted(summary["search"].get("oracle", {"best": {}})["best"].items())[:3]:
        own = f"; the engines' {', '.join(knobs['from_engines'])}" if knobs["from_engines"] else ""
        console.print(
            f"Oracle of {world}: solved prices × {knobs['factor']:g}, stock fractile {knobs['service']:g}, "
            f"scarcity × {knobs['scarce']:g}{own}."
        )
    for defect in summary["oracle_defects"][:10]:
        console.print(
            f"Oracle defect: {defect['policy']} earned more than the oracle in {defect['world']}, "
            f"seed {defect['seed']}."
        )
    place = "shops of arrays" if summary["in_arrays"] else "built shops, through the desk"
    console.print(f"All ran in {place}, of the same worlds and seeds with the same luck.")
