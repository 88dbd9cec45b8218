"""Policies in numbers measured: ratios over worlds, where profit was lost, and the page an owner reads."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from kit.errors import BadInput
from scenarios.income import BRIDGE
from scenarios.income import LEVERS as PARTS
from scenarios.levers import LEVERS
from scenarios.oracle.search import BUDGET, ORACLES, RULES
from shopstaff.commands.ranges import read_worlds
from shopstaff.commands.scenario_told import tell
from shopstaff.contest import Asked, summarise
from shopstaff.report.contest import render
from shopstaff.report.contest_money import whole
from tests.shopstaff.conftest import call

DAYS = 2


def row(profit: int, daily: list[int] | None = None) -> dict[str, Any]:
    return {
        "contribution": profit + 10,
        "profit": profit,
        "daily": daily or [profit // 2, profit // 2],
        "violations": [],
        "verified": True,
        "effects": dict.fromkeys(("allow", "hold", "deny", "done"), 0),
        "done": {},
        "wall_s": 1.0,
    }


def measured(engines: list[int], oracle: list[int], replaced: dict[str, list[int]] | None = None) -> dict[str, Any]:
    asked = Asked(worlds=("a", "b"), seeds=(1, 2), days=DAYS, model="rules")
    outcomes = {"engines": [row(one) for one in engines], "oracle": [row(one) for one in oracle]}
    found = {lever: [row(one) for one in values] for lever, values in (replaced or {}).items()}
    return summarise(asked, outcomes, found)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], str, Path]:
    home = tmp_path_factory.mktemp("contest")
    args = ("--policy", "engines,rule,best-rule,oracle", "--days", str(DAYS), "--seeds", "1", "--json", str(home / "o"))
    said = call(home, "scenario", "run", "sixteen-tune-01", *args)
    assert said.code == 0, said.err
    return json.loads((home / "o").read_text(encoding="utf-8")), said.out, home


def test_engines_rules_and_oracle_are_measured_with_one_search_budget(
    run: tuple[dict[str, Any], str, Path],
) -> None:
    summary, out, _ = run
    assert set(summary["policies"]) == {"engines", "rule", "best-rule", "oracle"}
    assert summary["in_arrays"]
    assert len(ORACLES) == len(RULES)
    assert {name: one["runs"] for name, one in summary["search"].items()} == {"oracle": BUDGET, "best-rule": BUDGET}
    assert f"Search: oracle is the best of {len(ORACLES)} in {BUDGET} runs a world" in out
    assert summary["search"]["best-rule"]["grid"]["mark_up"] == ["1.00", "1.10", "1.20"]
    assert "Grid: prices × 1.00, 1.10, 1.20; cover 30, 50 days; bids × 0.3, 1.0." in out
    assert set(summary["losses"]) == set(LEVERS)


def test_the_page_is_written_in_both_languages_and_needs_nothing_else(run: tuple[dict[str, Any], str, Path]) -> None:
    _, out, home = run
    assert f"Report: {home / 'contest.html'}" in out
    for name in ("contest.html", "contest.zh.html"):
        text = (home / name).read_text(encoding="utf-8")
        HTMLParser().feed(text)
        assert not re.search(r"https?://|<script|<link", text)
        assert text.count("<svg") >= 3
    assert "先知策略" in text


def test_beside_the_crew_all_play_the_same_built_shop_with_the_same_luck(tmp_path: Path) -> None:
    """What the plain rule meets does not hang on who is measured beside it, and all acts are in the ledger."""
    alone, beside = tmp_path / "alone", tmp_path / "beside"
    kept: list[set[Path]] = []
    for file, policies in ((beside, "crew,rule,engines,oracle"), (alone, "crew,rule")):
        args = ("--policy", policies, "--days", "1", "--seeds", "1", "--json", str(file))
        said = call(tmp_path, "scenario", "run", "sixteen-tune-01", *args, "--report", f"{file}.html")
        assert said.code == 0, said.err
        kept.append(set((tmp_path / "scenarios").iterdir()))
    assert kept[0] == kept[1], "crew and rule alone are the very runs that they are beside the others"
    first, second = (json.loads(file.read_text(encoding="utf-8")) for file in (alone, beside))
    for name in ("crew", "rule"):
        assert first["policies"][name]["daily"] == second["policies"][name]["daily"]
    assert not second["in_arrays"]
    assert all(one["effects"]["done"] > 0 and one["verified"] for one in second["policies"].values())
    assert set(second["ratios"]["crew"]) == {"oracle", "rule", "engines"}
    assert set(second["losses"]) == set(LEVERS) - {"refunds"}
    for name, one in second["policies"].items():
        assert sum(second["income"][name][lever] for lever in PARTS) == pytest.approx(one["profit"][0], abs=3)
    for parts in second["bridges"]["crew"].values():
        assert sum(parts[name]["mean"] for name in BRIDGE) == pytest.approx(parts["profit"]["mean"], abs=3)
    page = (tmp_path / "beside.zh.html").read_text(encoding="utf-8")
    assert "钱赚在哪里" in page and "缺货流失的订单" in page
    assert "built shops, through the desk" in " ".join(said.out.split())


def test_a_ratio_is_over_worlds_and_its_interval_holds_the_mean() -> None:
    found = measured([80, 90, 40, 60], [100, 100, 100, 100])["ratios"]["engines"]["oracle"]
    assert found["mean"] == pytest.approx(0.675)
    assert found["worst"] == pytest.approx(0.5)
    assert found["interval"][0] <= found["mean"] <= found["interval"][1]
    assert found["ratio"] == pytest.approx(270 / 400)


def test_an_oracle_that_was_beaten_is_said_to_have_a_defect() -> None:
    assert measured([80, 90, 40, 60], [100] * 4)["oracle_defects"] == []
    (defect,) = measured([80, 190, 40, 60], [100] * 4)["oracle_defects"]
    assert (defect["world"], defect["seed"], defect["policy"], defect["profit"]) == ("a", 2, "engines", 190)
    page = render(measured([80, 190, 40, 60], [100] * 4), currency="CNY", language="en")
    assert "Runs in which a policy earned more than the oracle: 1" in page


def test_what_a_lever_lost_is_what_the_oracles_brings_more() -> None:
    losses = measured([80] * 4, [100] * 4, {"price": [90] * 4, "ads": [80] * 4})["losses"]
    assert (losses["price"]["share"], losses["ads"]["share"]) == (0.1, 0.0)
    assert losses["price"]["gain"] == 10


def test_a_policy_that_earns_no_more_has_its_day_of_stall() -> None:
    asked = Asked(worlds=("a",), seeds=(1,), days=60, model="rules")
    found = summarise(asked, {"rule": [row(100, [10] * 20 + [-1] * 40)]})
    assert found["policies"]["rule"]["stall"] == [20]


def test_worlds_are_read_as_ranges() -> None:
    assert read_worlds("sixteen-test-09..11, giftware") == [
        "sixteen-test-09", "sixteen-test-10", "sixteen-test-11", "giftware",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["a,,b", "a,a", "w-3..2", "w-1..9999"])
def test_worlds_that_cannot_be_meant_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="world"):
        read_worlds(text)


def test_a_run_that_ended_early_is_shown_with_its_days_and_compared_with_no_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = Asked(worlds=("a",), seeds=(1, 2), days=10, model="rules")
    whole, cut = [row(100, [10] * 10)] * 2, [row(100, [10] * 10), row(60, [10] * 6) | {"stopped": "no more"}]
    found = summarise(asked, {"rule": whole, "engines": cut, "oracle": whole})
    assert not found["ratios"]
    assert not found["bridges"]
    assert found["policies"]["engines"]["days_done"] == [10, 6]
    assert found["policies"]["engines"]["stall"] == [10, None]
    tell(Console(width=200), found, "CNY")
    said = capsys.readouterr().out
    assert "engines (6 of 10 days)" in said
    assert "stalls" not in said
    assert "earns" not in said
    page = render(found, currency="CNY", language="en")
    assert "(6 of 10 days)" in page


def test_a_policy_that_never_earned_is_said_to_have_never_earned(capsys: pytest.CaptureFixture[str]) -> None:
    asked = Asked(worlds=("a",), seeds=(1,), days=3, model="rules")
    found = summarise(asked, {"rule": [row(-3, [-1, -1, -1])]})
    tell(Console(width=200), found, "CNY")
    said = capsys.readouterr().out
    assert "rule never earned" in said
    assert "after day 0" not in said
    assert "never earned" in render(found, currency="CNY", language="en")


INCOME = {name: -123_456_789 for name in (*PARTS, "profit")} | {"lost_orders": 12.0, "lost_pieces": 99.0}


@pytest.mark.parametrize("days", [20, 21])
def test_at_80_columns_no_amount_is_cut(capsys: pytest.CaptureFixture[str], days: int) -> None:
    names = ("crew", "crew-no-memory", "engines", "rule", "best-rule", "oracle")
    asked = Asked(worlds=("fridge-magnets",), seeds=(1, 2), days=days, model="rules")
    rows = [row(-123_456_789, [5] * 20), row(234_567_890, [5] * 20)]
    found = summarise(asked, dict.fromkeys(set(names) - {"crew-no-memory"}, rows))
    found |= {"policies": dict.fromkeys(names, found["policies"]["rule"]), "income": dict.fromkeys(names, INCOME)}
    tell(Console(width=80), found, "CNY")
    said = capsys.readouterr().out
    shown = said.partition("where money")
    assert "…" not in said
    assert max(len(line) for line in said.splitlines()) <= 80
    mean, worst = "¥555,556", "-¥1,234,568"
    assert shown[0].count(mean) == shown[0].count(worst) == len(names)
    ends = [whole(end, "CNY") for end in found["policies"]["rule"]["profit_spread"]["interval"]]
    assert all(shown[0].count(end) == len(names) for end in ends)
    assert all(re.search(rf"\b{name}\b", shown[2]) for name in names)
    assert shown[2].count("lever ") == 2, "two tables, since one has no room for six policies"


def test_engines_are_many_and_one_run_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    tell(Console(width=200), measured([80] * 4, [100] * 4), "CNY")
    said = capsys.readouterr().out
    assert "engines earn 0.800 of oracle" in said
    assert "engines earns" not in said
    asked = Asked(worlds=("a",), seeds=(1,), days=60, model="rules")
    tell(Console(width=200), summarise(asked, {"engines": [row(100, [10] * 20 + [-1] * 40)]}), "CNY")
    assert "engines stall: they earn no more after day 20 of their worst run." in capsys.readouterr().out
