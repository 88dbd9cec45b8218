"""`shopstaff scenario`: worlds listed, policies measured, a stopped batch that goes on, bad input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

from config.settings import load_settings
from kit.errors import BadInput
from scenarios.worlds.giftware import GIFTWARE
from shopstaff.batch import Run, run_all
from shopstaff.commands.ranges import read_seeds
from tests.shopstaff.conftest import call

ONE = Run(world="fridge-magnets", policy="rule", seed=3, days=1)


def test_both_worlds_are_listed_with_their_size(tmp_path: Path) -> None:
    said = call(tmp_path, "scenario", "list", "--json")
    rows = {row["name"]: row for row in said.json}
    assert rows["giftware"]["summary"] == GIFTWARE.summary
    assert (rows["giftware"]["articles"], rows["giftware"]["currency"]) == (180, "GBP")
    assert rows["fridge-magnets"]["currency"] == "CNY"
    families = [row for row in rows.values() if row["numbers"]]
    assert [(row["name"], row["articles"]) for row in families] == [("sixteen-tune-N", 16), ("sixteen-test-N", 16)]
    shown = call(tmp_path, "scenario", "list").out
    assert "sixteen-tune-N: drawn shop" in shown and "sixteen-test-N: drawn shop" in shown
    assert shown.count("any N from 0 to 9999") == 2


def test_policies_are_measured_on_the_same_seeds(tmp_path: Path) -> None:
    file = tmp_path / "out.json"
    args = ("--policy", "crew,rule,crew-no-memory", "--days", "1", "--seeds", "2-3", "--json", str(file))
    said = call(tmp_path, "scenario", "run", "sixteen-tune-01", *args)
    assert said.code == 0, said.err
    found = json.loads(file.read_text(encoding="utf-8"))
    assert (found["world"], found["days"], found["seeds"]) == ("sixteen-tune-01", 1, [2, 3])
    crew, rule = found["policies"]["crew"], found["policies"]["rule"]
    assert len(crew["contribution"]) == len(rule["contribution"]) == 2
    assert crew["worst"] == min(crew["contribution"])
    assert all(one["violations"] == 0 and one["verified"] for one in found["policies"].values())
    assert found["ratio_to_rule"]["ratio"] == pytest.approx(sum(crew["contribution"]) / sum(rule["contribution"]))
    assert found["ratio_to_oracle"] is None
    assert f"Report: {tmp_path / 'contest.html'}" in said.out


def test_a_batch_goes_on_where_it_was(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path)
    (first,) = run_all([ONE], settings)
    (kept,) = (tmp_path / "scenarios").glob("*.json")
    kept.write_text(json.dumps(first | {"contribution": -1}), encoding="utf-8")
    again = run_all([ONE, Run(world=ONE.world, policy="rule", seed=4, days=1)], settings)
    assert again[0]["contribution"] == -1, "what is kept is not run again"
    assert again[1]["contribution"] != -1
    assert len(list((tmp_path / "scenarios").iterdir())) == 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_says_what_was_kept_and_how_to_go_on(tmp_path: Path, jobs: int) -> None:
    words = f"scenario run sixteen-tune-01 --policy rule --days 1 --seeds 1-40 --jobs {jobs}"
    running = subprocess.Popen(
        [sys.executable, "-m", "shopstaff", *words.split()],
        env=os.environ | {"SHOPSTAFF_HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # a suite that runs in the background of a shell ignores the signal, and what it starts would too
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    folder = tmp_path / "scenarios"
    while running.poll() is None and not list(folder.glob("*.json")):
        sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _, said = running.communicate(timeout=60)
    kept = len(list(folder.glob("*.json")))
    assert running.returncode == 130
    assert said.strip() == (
        f"stopped; {kept} of 40 runs are kept in {folder}: give the same command again, and only the others run"
    )


def test_the_same_run_gives_the_same_outcome(tmp_path: Path) -> None:
    outcomes = [run_all([ONE], load_settings(home=tmp_path / name))[0] | {"wall_s": 0} for name in ("a", "b")]
    assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize(("text", "seeds"), [("1-5", [1, 2, 3, 4, 5]), ("3", [3]), ("1, 4,7-9", [1, 4, 7, 8, 9])])
def test_seeds_are_read(text: str, seeds: list[int]) -> None:
    assert read_seeds(text) == seeds


@pytest.mark.parametrize("text", ["", "a", "5-1", "1-", "-3", "1,1", "1-3,2", "0-1000"])
def test_seeds_that_cannot_be_meant_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match="seeds"):
        read_seeds(text)


@pytest.mark.parametrize(
    ("args", "remedy"),
    [
        (("giftware", "--policy", "prophet"), "known: crew, crew-no-memory, engines, desk-engines, rule, best-rule"),
        (("giftware", "--policy", "rule,rule"), "name each policy once"),
        (("giftware", "--policy", "rule", "--days", "0"), "give 1 to 730"),
        (("giftware", "--policy", "rule", "--jobs", "0"), "give 1 to 64"),
        (("nowhere", "--policy", "rule"), "name one of"),
    ],
)
def test_bad_input_is_refused_with_its_remedy(tmp_path: Path, args: tuple[str, ...], remedy: str) -> None:
    said = call(tmp_path, "scenario", "run", *args)
    assert said.code != 0
    assert remedy in said.err
