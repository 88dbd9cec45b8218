"""What a batch of policies comes to: what each earned, ratios over worlds and seeds, where profit was lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import mean
from typing import Any

from scenarios.contest import days_to_stall
from scenarios.income import BRIDGE, Income, bridge
from scenarios.income import LEVERS as PARTS
from scenarios.oracle.board import OracleKnobs
from scenarios.oracle.search import BUDGET, ORACLES, RULES, SEARCH
from scenarios.ratios import bootstrap, ratio, ratio_over, spread
from scenarios.rule_grid import BUILT_SEARCH, GRID
from scenarios.rules import RuleTerms
from shopstaff.memory_diff import compare

Rows = Sequence[dict[str, Any]]
OURS = ("crew", "crew-no-memory", "engines", "desk-engines")
_TERMS = ("mark_up", "cover_days", "bid")
OTHERS = ("oracle", "best-rule", "rule", "engines", "desk-engines", "crew-no-memory")


@dataclass(frozen=True)
class Asked:
    """What a batch was asked for: worlds and seeds in pairs, in the order of all rows.

    Attributes:
        cells: ``(world, seed)`` of each row.
        in_arrays: Whether the shops were arrays alone.
        searched_in_arrays: Whether the best rule was looked for in such shops.
        rules, knobs: By world, the best rule and the oracle's weights that the search found.
    """

    worlds: tuple[str, ...]
    seeds: tuple[int, ...]
    days: int
    model: str
    in_arrays: bool = False
    searched_in_arrays: bool = False
    rules: Mapping[str, RuleTerms] = field(default_factory=dict)
    knobs: Mapping[str, OracleKnobs] = field(default_factory=dict)

    @property
    def cells(self) -> list[tuple[str, int]]:
        """Give worlds and seeds in the order of the rows."""
        return [(world, seed) for world in self.worlds for seed in self.seeds]


def summarise(asked: Asked, outcomes: Mapping[str, Rows], replaced: Mapping[str, Rows] | None = None) -> dict[str, Any]:
    """Give the result of a batch (docs/json.md).

    Args:
        asked: What was asked for.
        outcomes: Rows by policy, in the order of ``asked.cells``.
        replaced: Rows of the engines with one lever of the oracle, by lever.

    A policy of which a run ended early is shown with the days it did, and compared with no other.
    """
    policies = {name: _policy(rows) for name, rows in outcomes.items()}
    outcomes = {name: rows for name, rows in outcomes.items() if _all_whole(rows)}
    replaced = {name: rows for name, rows in (replaced or {}).items() if _all_whole(rows)}
    earned = {name: [row["contribution"] for row in rows] for name, rows in outcomes.items()}
    ours = earned.get("crew")

    def against(other: str) -> dict[str, Any] | None:
        return ratio(ours, earned[other]) if ours and other in earned and other != "crew" else None

    return {
        "world": ",".join(asked.worlds),
        "worlds": list(asked.worlds),
        "days": asked.days,
        "seeds": list(asked.seeds),
        "model": asked.model,
        "in_arrays": asked.in_arrays,
        "policies": policies,
        "ratio_to_rule": against("rule"),
        "ratio_to_best_rule": against("best-rule"),
        "ratio_to_no_memory": against("crew-no-memory"),
        "ratio_to_oracle": against("oracle"),
        "ratios": _ratios(asked, outcomes),
        "losses": _losses(asked, outcomes, replaced),
        **_money(outcomes),
        "oracle_defects": _defects(asked, outcomes),
        "search": _search(asked),
        "memory": _memory(asked, outcomes),
    }


def _all_whole(rows: Rows) -> bool:
    """Tell whether no run ended early."""
    return not any(row.get("stopped") for row in rows)


def _policy(rows: Rows) -> dict[str, Any]:
    contribution = [row["contribution"] for row in rows]
    profit = [row["profit"] for row in rows]
    return {
        "contribution": contribution,
        **spread(contribution),
        "profit": profit,
        "profit_spread": spread(profit),
        "days_done": [len(row["daily"]) for row in rows],
        "stall": [None if row.get("stopped") else days_to_stall(row["daily"]) for row in rows],
        "daily": [round(mean(day)) for day in zip(*(row["daily"] for row in rows), strict=False)],
        "violations": sum(len(row["violations"]) for row in rows),
        "verified": all(row["verified"] for row in rows),
        "days_per_s": round(sum(len(row["daily"]) for row in rows) / max(sum(row["wall_s"] for row in rows), 1e-3), 3),
        "effects": {kind: sum(row["effects"][kind] for row in rows) for kind in ("allow", "hold", "deny", "done")},
    }


def _ratios(asked: Asked, outcomes: Mapping[str, Rows]) -> dict[str, dict[str, Any]]:
    """Give the ratios of profits of ours to the others'."""
    worlds = [world for world, _ in asked.cells]
    profit = {name: [row["profit"] for row in rows] for name, rows in outcomes.items()}
    found = {
        one: {
            other: ratio_over(worlds, profit[one], profit[other])
            for other in OTHERS
            if other in profit and other != one
        }
        for one in OURS
        if one in profit
    }
    return {one: others for one, others in found.items() if others}


def _losses(asked: Asked, outcomes: Mapping[str, Rows], replaced: Mapping[str, Rows]) -> dict[str, dict[str, Any]]:
    """Give by lever what the engines earn more with the oracle's lever in place of theirs.

    ``share`` is of the oracle's profit, with its interval over worlds; levers work together, so the shares do not add
    up to the whole distance.
    """
    if not replaced or "engines" not in outcomes or "oracle" not in outcomes:
        return {}
    own, best = ([row["profit"] for row in outcomes[name]] for name in ("engines", "oracle"))
    found = {}
    for lever, rows in replaced.items():
        gains = [row["profit"] - one for row, one in zip(rows, own, strict=True)]
        shares = [gain / max(abs(most), 1) for gain, most in zip(gains, best, strict=True)]
        found[lever] = {
            "gain": round(mean(gains)),
            "share": round(mean(shares), 6),
            "interval": bootstrap(shares) if len(shares) > 1 else None,
        }
    return found


def _money(outcomes: Mapping[str, Rows]) -> dict[str, Any]:
    """Give where profits were made and lost, of policies in built shops.

    ``income`` holds by policy and lever the mean of a run, with ``lost_orders`` and ``lost_pieces``; ``bridges`` by
    policy of ours and by the other what ours earned more by each part, and in all (``profit``): mean and interval over
    runs in pairs.
    """
    read = {
        name: [Income.model_validate(row["income"]) for row in rows]
        for name, rows in outcomes.items()
        if all(row.get("income") for row in rows)
    }
    bridges = {
        one: {other: _bridge(read[one], read[other]) for other in OTHERS if other in read and other != one}
        for one in OURS
        if one in read
    }
    return {
        "income": {name: _mean_income(rows) for name, rows in read.items()},
        "bridges": {one: others for one, others in bridges.items() if others},
    }


def _mean_income(rows: Sequence[Income]) -> dict[str, Any]:
    lost = {
        name: round(mean(value for value in values if value is not None), 1) if None not in values else None
        for name, values in (
            ("lost_orders", [row.lost_orders for row in rows]),
            ("lost_pieces", [row.lost_pieces for row in rows]),
        )
    }
    return {name: round(mean(row.levers[name] for row in rows)) for name in PARTS} | lost


def _bridge(ours: Sequence[Income], theirs: Sequence[Income]) -> dict[str, dict[str, Any]]:
    parts = [bridge(one, other) for one, other in zip(ours, theirs, strict=True)]
    found = {name: spread([part[name] for part in parts]) for name in BRIDGE}
    found["profit"] = spread([sum(part.values()) for part in parts])
    return {name: {"mean": round(one["mean"]), "interval": one["interval"]} for name, one in found.items()}


def _defects(asked: Asked, outcomes: Mapping[str, Rows]) -> list[dict[str, Any]]:
    """List where a policy earned more than the oracle: there the oracle is not what it should be."""
    if "oracle" not in outcomes:
        return []
    return [
        {"world": world, "seed": seed, "policy": name, "profit": row["profit"], "oracle": most["profit"]}
        for name, rows in outcomes.items()
        if name != "oracle"
        for (world, seed), row, most in zip(asked.cells, rows, outcomes["oracle"], strict=True)
        if row["profit"] > most["profit"]
    ]


def _search(asked: Asked) -> dict[str, Any]:
    """Say by policy how it was searched for: candidates, runs a world, seeds, and what was found in each world."""
    found: dict[str, Any] = {}
    if asked.knobs:
        best = {world: asdict(one) for world, one in asked.knobs.items()}
        found["oracle"] = {"tried": len(ORACLES), "runs": BUDGET, "seeds": list(SEARCH.seeds), "best": best}
    if asked.rules:
        grid, search = (RULES, SEARCH) if asked.searched_in_arrays else (GRID, BUILT_SEARCH)
        rules = {
            world: {"mark_up": str(one.mark_up), "cover_days": one.cover_days, "bid": str(one.bid)}
            for world, one in asked.rules.items()
        }
        runs, seeds = search.runs(len(grid)), list(search.seeds)
        found["best-rule"] = {"tried": len(grid), "runs": runs, "seeds": seeds, "best": rules, "grid": _axes(grid)}
    return found


def _axes(grid: Sequence[RuleTerms]) -> dict[str, list[str]]:
    """Give the values of each term that a grid goes through."""
    return {name: [str(value) for value in sorted({getattr(one, name) for one in grid})] for name in _TERMS}


def _memory(asked: Asked, outcomes: Mapping[str, Rows]) -> dict[str, Any] | None:
    """Compare the decisions of the crew with and without memory, over all seeds; None if not both were run."""
    if not {"crew", "crew-no-memory"} <= outcomes.keys():
        return None
    return compare(asked.cells, outcomes["crew"], outcomes["crew-no-memory"])
