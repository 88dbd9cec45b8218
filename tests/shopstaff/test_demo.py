import json
import sqlite3
from pathlib import Path
from typing import Any

from config.settings import Settings
from scenarios.world import load_world
from shopstaff.scenario import run_crew
from shopstaff.summary import summarise

WALL, RULE = ("wall_s", "shop_days_per_s"), ("rule", "rule_violations")


def _without(summary: dict[str, Any], *names: str) -> str:
    return json.dumps({name: value for name, value in summary.items() if name not in names}, sort_keys=True)


def test_the_crew_runs_the_shop_without_a_violation_and_the_chain_verifies(ran) -> None:
    _, summary = ran
    assert summary["violations"] == 0 and summary["violation_list"] == []
    assert summary["audit"]["verified"] and summary["audit"]["entries"] > 100
    assert summary["kpi"]["orders"] > 0 and summary["kpi"]["gmv"] > 0
    assert summary["model"] == "rules" and summary["model_calls"] == 0


def test_all_four_employees_have_worked_and_every_task_has_ended(ran) -> None:
    _, summary = ran
    assert sorted(summary["tasks"]["by_employee"]) == ["customer", "product", "promotion", "store_manager"]
    assert summary["tasks"]["total"] == sum(summary["tasks"]["by_end"].values())
    assert "open" not in summary["tasks"]["by_end"]


def test_the_daily_rows_add_up_to_the_kpis(ran) -> None:
    _, summary = ran
    for part in (summary["kpi"] | {"daily": summary["daily"]}, summary["rule"]):
        for name in ("gmv", "contribution", "orders", "visitors"):
            assert part[name] == sum(day[name] for day in part["daily"])


def test_every_effect_is_counted_once_by_its_first_verdict(ran) -> None:
    home, summary = ran
    with sqlite3.connect(home / "giftware" / "staff.sqlite") as db:
        (effects,) = db.execute("SELECT count(*) FROM staff_effect").fetchone()
    counted = summary["effects"]
    assert counted["allow"] + counted["hold"] + counted["deny"] == effects


def test_the_same_seed_gives_the_same_bytes_with_another_hash_seed(ran, tmp_path: Path) -> None:
    """The demo had hash seed 1, this process has another; the head of the ledger holds all that was done."""
    settings = Settings(home=tmp_path, language="en")
    crew = run_crew(settings, load_world("giftware"), seed=1, days=2, shop="giftware")
    again = summarise(crew, crew, model="rules", wall_s=1.0)
    assert again["audit"]["head"] == ran[1]["audit"]["head"]
    assert _without(again, *WALL, *RULE) == _without(ran[1], *WALL, *RULE)


def test_a_demo_does_not_overwrite_a_real_shop(shopstaff, home: Path) -> None:
    (home / "giftware" / "simulated_until").unlink()
    said = shopstaff("demo", "--days", "1")
    assert said.code == 2
    assert "real shop" in said.err and "SHOPSTAFF_HOME" in said.err
    assert (home / "giftware" / "staff.sqlite").exists()
