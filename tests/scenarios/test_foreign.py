"""Rules of markets by others: told what buyers see, answered by line, and no nonsense gets into the shop."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config.settings import load_settings
from kit.errors import BadInput, Misconfigured
from scenarios.foreign import foreign_market
from scenarios.foreign.documents import MarketFailed, checked, parsed, schema
from scenarios.runner import Result
from scenarios.world import LoadedWorld, load_world
from shopstaff.commands import demo, scenario
from shopstaff.scenario import run_rule

DOCS = Path(__file__).parents[2] / "docs"
Go = Callable[..., Result]

SPOILED = """
import json, sys, time
how = sys.argv[1]
sys.stdin.readline()
print("{}", flush=True)
for line in sys.stdin:
    day = json.loads(line)["day"]
    good = {"visits": {"search": 5}}
    if day < 2:
        print(json.dumps(good), flush=True)
    elif how == "dies":
        sys.exit("out of luck")
    elif how == "hangs":
        time.sleep(60)
    elif how == "chatters":
        print("day two it is", flush=True)
    elif how == "doubles":
        print(json.dumps(good) + "\\n" + json.dumps(good), flush=True)
    elif how.startswith("repeats"):
        for _ in range(2):
            print(json.dumps(good | ({"day": day} if how == "repeats its day" else {})), flush=True)
            time.sleep(0.05)
    else:
        print(how, flush=True)
"""


@pytest.fixture(scope="module")
def world() -> LoadedWorld:
    """Give a small world."""
    loaded = load_world("sixteen-tune-01")
    return replace(loaded, buyers=loaded.buyers[:20])


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """Give the example of docs/market.md as a file."""
    text = (DOCS / "market.md").read_text(encoding="utf-8")
    code = text.partition("<!-- example -->\n```python\n")[2].partition("```")[0]
    assert 40 < code.count("\n") <= 61
    file = tmp_path / "my_market.py"
    file.write_text(code, encoding="utf-8")
    return file


@pytest.fixture
def go(tmp_path: Path, world: LoadedWorld) -> Go:
    """Give a function that runs the plain rule in a market by others."""

    def run(spec: str, days: int = 4, *, timeout: float = 30.0, home: str = "home") -> Result:
        (tmp_path / home).mkdir(exist_ok=True)
        settings = load_settings(home=tmp_path / home)
        market = foreign_market(spec, days=days, timeout=timeout)
        return run_rule(settings, world, seed=3, days=days, shop="s", market=market)

    return run


def test_the_example_runs_as_a_command_and_as_an_object(
    go: Go, example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_command = go(f"{sys.executable} {example}")
    assert by_command.stopped is None and by_command.days == 4
    assert by_command.kpi.orders > 20 and by_command.kpi.gmv > 0
    assert by_command.kpi.visitors > 300
    assert any(row.kind == "create_quote" for row in by_command.effects)
    (tmp_path / "their_market.py").write_text(
        "from my_market import play\n"
        "class Market:\n"
        "    def open(self, opening): self.opening = opening\n"
        "    def day(self, seen): return play(self.opening, seen)\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    by_object = go("their_market:Market", home="again")
    assert by_object.daily == by_command.daily


def test_nothing_of_costs_or_limits_is_told(go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "listener.py").write_text(
        "told = []\n"
        "class Market:\n"
        "    def open(self, opening): told.append(opening)\n"
        "    def day(self, seen): told.append(seen); return {}\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    go("listener:Market", days=2)
    import listener  # type: ignore[import-not-found]

    text = json.dumps(listener.told).lower()
    assert len(listener.told) == 3
    for word in ("cost", "floor", "margin", "limit", "reservation", "quality", "memory"):
        assert f'"{word}' not in text


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("dies", "exit code 1.*out of luck"),
        ("hangs", "said nothing for 1 s.*--market-timeout"),
        ("chatters", "line 4 .day 2.*no JSON"),
        ('{"visits": {"search": -1}}', "line 4 .day 2.: visits.search.*greater than or equal to 0"),
        ('{"visits": {"search": NaN}}', "line 4 .day 2.*NaN"),
        ('{"orders": [{"customer": "B", "hour": 10, "lines": [{"sku": "M99", "quantity": 1}]}]}', "no article 'M99'"),
        ('{"ads": [{"keyword": "kw-01", "impressions": 9, "clicks": 1, "spend": 999999999}]}', "more than its budget"),
        ('{"ads": [{"keyword": "kw-01", "impressions": 9, "clicks": 0, "spend": 5}]}', "ads.0.spend: 5 for no click"),
        ('{"customers": [{"id": "N"}, {"id": "N", "country": "X"}]}', "day 2.: customers.1: 'N' is stated twice"),
        ('{"accept": [{"quote": "Q9", "hour": 10}]}', "day 2.: accept.0.quote: there is no quote 'Q9'"),
        (
            '{"orders": [{"customer": "B", "hour": 9, "coupon": "X", "lines": [{"sku": "M01", "quantity": 1}]}]}',
            "day 2.: orders.0.coupon: there is no coupon 'X'; use a .code. of .promotions., or null",
        ),
    ],
)
def test_a_market_that_fails_is_named_and_the_days_before_are_kept(go: Go, tmp_path: Path, how: str, said: str) -> None:
    file = tmp_path / "spoiled.py"
    file.write_text(SPOILED, encoding="utf-8")
    result = go(f"{sys.executable} {file} '{how}'", timeout=1.0 if how == "hangs" else 30.0)
    assert result.days == 2 == len(result.daily)
    assert result.kpi.visitors == 10
    assert result.stopped is not None
    with pytest.raises(MarketFailed, match=said):
        raise MarketFailed(result.stopped)


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"orders": [{"customer": "B", "hour": 10, "lines": []}]}, "orders.0.lines"),
        ({"orders": [{"customer": "B", "hour": 8, "lines": [{"sku": "M", "quantity": 1}]}]}, "orders.0.hour"),
        ({"orders": [{"customer": "B", "hour": 10, "lines": [{"sku": "M", "quantity": 1.5}]}]}, "0.quantity"),
        ({"orders": [{"customer": "B", "hour": 10, "lines": [{"sku": "M", "quantity": "2"}]}]}, "0.quantity"),
        ({"visits": {"tv": 3}}, "visits.tv"),
        ({"visit": {}}, "visit"),
        ([], "the answer"),
        (None, "the answer"),
    ],
)
def test_an_answer_that_does_not_fit_is_named_by_its_field(answer: Any, field: str) -> None:
    with pytest.raises(MarketFailed, match=f"line 7: .*{field}") as caught:
        checked(answer, "line 7")
    assert caught.value.faults


def test_infinity_is_no_number() -> None:
    with pytest.raises(MarketFailed, match="Infinity"):
        parsed('{"visits": {"search": Infinity}}', "line 2")


@pytest.mark.parametrize("spec", ["no_such_module:Market", "json:NoClass", "/no/such/command", "", "  "])
def test_a_market_that_is_not_there_says_so(spec: str, go: Go) -> None:
    with pytest.raises(Misconfigured, match="--market"):
        go(spec)


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), 1e12, 0.0, -1.0])
def test_a_time_that_nobody_can_wait_is_refused(go: Go, seconds: float) -> None:
    with pytest.raises(Misconfigured, match="--market-timeout .* give seconds, at most 86400"):
        go("cat", timeout=seconds)


@pytest.mark.parametrize("days", [3, 6])
@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("doubles", r"line 5 \(day 2\): the market's command wrote another line, .*one line for each"),
        ("repeats", r"line \d+ \(day [2-5]\): the market's command wrote another line, .*one line for each"),
        ("repeats its day", r"line 5 \(day [23]\): (the market's command wrote another line|day: .* of day 2)"),
    ],
)
def test_a_command_that_writes_two_lines_on_a_day_is_not_read_one_behind(
    go: Go, tmp_path: Path, how: str, said: str, days: int
) -> None:
    file = tmp_path / "spoiled.py"
    file.write_text(SPOILED, encoding="utf-8")
    result = go(f"{sys.executable} {file} '{how}'", days=days)
    assert result.days in {"doubles": (2,), "repeats": (3, 4, 5, 6), "repeats its day": (3,)}[how]
    with pytest.raises(MarketFailed, match=said):
        raise MarketFailed(result.stopped)


@pytest.mark.parametrize("told", [1, -1, 9])
def test_the_answer_of_another_day_is_refused(go: Go, told: int, example: Path) -> None:
    example.write_text(
        f'input(); print("{{}}", flush=True); input(); print(\'{{"day": {told}}}\', flush=True); input()\n',
        encoding="utf-8",
    )
    with pytest.raises(MarketFailed, match=rf"line 2 \(day 0\): day: this is the answer of day {told}; write one line"):
        go(f"{sys.executable} {example}")


@pytest.mark.parametrize("answer", ["[]", "null", '"ready"', "7"])
def test_the_answer_to_the_opening_is_an_object(go: Go, tmp_path: Path, answer: str) -> None:
    file = tmp_path / "opens.py"
    file.write_text(f"input()\nprint({answer!r}, flush=True)\ninput()\n", encoding="utf-8")
    with pytest.raises(MarketFailed, match=r"line 1 \(the opening\): the answer is no object.*answer \{\}"):
        go(f"{sys.executable} {file}")


@pytest.mark.parametrize("what", ["raise ValueError('no luck')", "raise SystemExit", "import sys; sys.exit('no luck')"])
@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("module", "--market {name}:Market: making it raised .*correct the module"),
        ("__init__(self)", "--market {name}:Market: making it raised .*__init__"),
        ("open(self, opening)", "the opening: the market raised"),
        ("day(self, seen)", "day 0: the market raised"),
    ],
)
def test_a_class_that_raises_is_named_wherever_it_does(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, where: str, said: str
) -> None:
    name = f"raiser_{abs(hash((what, where)))}"
    body = "" if where == "module" else f"    def {where}:\n        {what}\n"
    if not where.startswith("day"):
        body += "    def day(self, seen): return {}\n"
    lead = f"{what}\n" if where == "module" else ""
    (tmp_path / f"{name}.py").write_text(f"{lead}class Market:\n{body}", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises((Misconfigured, MarketFailed), match=said.format(name=name)):
        go(f"{name}:Market", days=1)


def test_a_class_that_raises_at_its_close_has_its_days_measured(
    go: Go, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ender.py").write_text(
        "class Market:\n    def day(self, seen): return {}\n    def close(self): raise SystemExit(3)\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    result = go("ender:Market", days=1)
    assert (result.days, result.stopped) == (1, "the close: the market raised SystemExit: 3; correct its class")


def test_the_schema_in_the_docs_is_that_of_the_code() -> None:
    assert json.loads((DOCS / "market.schema.json").read_text(encoding="utf-8")) == schema()


def test_the_command_line_keeps_what_was_run_and_says_what_to_correct(
    tmp_path: Path, example: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHOPSTAFF_HOME", str(tmp_path))
    file, out = tmp_path / "spoiled.py", tmp_path / "out.json"
    file.write_text(SPOILED, encoding="utf-8")
    plan: dict[str, Any] = {"policy": "rule", "days": 3, "seeds": "1", "jobs": 1, "json_file": out}
    with pytest.raises(MarketFailed, match="rule after 2 days.*exit code 1"):
        scenario.run("sixteen-tune-01", **plan, market=f"{sys.executable} {file} dies")
    written = json.loads(out.read_text(encoding="utf-8"))
    assert [one["days"] for one in written["stopped"]] == [2]
    assert "rule" in written["policies"]
    shown = tmp_path / "demo.json"
    with pytest.raises(MarketFailed, match="the crew ended early, after 2 days.*exit code 1"):
        demo.run("sixteen-tune-01", 3, 1, shown, None, market=f"{sys.executable} {file} dies")
    assert json.loads(shown.read_text(encoding="utf-8"))["kpi"]["visitors"] == 10, "the buyers were the command's"
    with pytest.raises(BadInput, match="oracle.*--market"):
        scenario.run("sixteen-tune-01", **(plan | {"policy": "rule,oracle"}), market="x:Y")
    with pytest.raises(Misconfigured, match="--market names nobody; give module:Class or a command"):
        scenario.run("sixteen-tune-01", **(plan | {"policy": "engines"}), market="")
