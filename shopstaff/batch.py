"""Many runs of a scenario: on several cores, and kept in the home: a batch that was stopped goes on where it was."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

from authority.docket import Docket
from config.settings import Settings, load_settings
from kit.clock import Stopwatch
from kit.errors import BadInput
from kit.ids import canonical, stable_id
from scenarios.contest import Kind, Player, play
from scenarios.foreign import foreign_market
from scenarios.foreign.players import DEFAULT_TIMEOUT
from scenarios.market import Market
from scenarios.oracle.board import OracleKnobs
from scenarios.overrides import Override, with_overrides
from scenarios.rules import PLAIN, RuleTerms
from scenarios.runner import MakeMarket, Result
from scenarios.world import LoadedWorld, load_world
from shopstaff.memory_diff import decisions
from shopstaff.scenario import run_crew, run_numbers, run_rule
from shopstaff.summary import count_effects

ROOMS = ("agents", "authority", "config", "decisions", "kit", "memory", "scenarios", "shops", "shopstaff", "tools")


@dataclass(frozen=True)
class Run:
    """One run.

    Attributes:
        world: A name or a path.
        policy: ``crew``, ``engines``, ``oracle``, or ``rule``, and then ``terms`` say which; in a shop of arrays all
            but the crew.
        in_arrays: Whether the shop is arrays alone, or a built one with desk, kernel and ledger.
        knobs, from_oracle: Of the oracle, and levers of the engines that are the oracle's instead.
        market, market_timeout: Who plays the buyers instead of the world's own, ``module:Class`` or a command, and
            the seconds it may take for a day (docs/market.md); such a run is never taken from an earlier one.
        overrides: Parameters of the world that are changed.
    """

    world: str
    policy: str
    seed: int
    days: int
    terms: RuleTerms = PLAIN
    has_memory: bool = True
    in_arrays: bool = False
    knobs: OracleKnobs = OracleKnobs()
    from_oracle: tuple[str, ...] = ()
    market: str | None = None
    market_timeout: float = DEFAULT_TIMEOUT
    overrides: tuple[Override, ...] = ()


def run_all(
    runs: Sequence[Run], settings: Settings, *, jobs: int = 1, on_done: Callable[[int], None] = lambda _: None
) -> list[dict[str, Any]]:
    """Run what has not been run by this very code, and give every outcome in the order of ``runs``.

    Args:
        runs: What to run.
        settings: Its home keeps the outcomes, under ``scenarios/``; the model is taken from it.
        jobs: Processes at once; 1 runs in this one.
        on_done: Called with the number of outcomes there are, each time there is one more.

    Returns:
        One JSON object a run: ``contribution``, ``profit`` (less what goods left at the end lose), ``gmv`` (minor
        units), ``daily`` (contribution by day), ``income`` (:class:`scenarios.income.Income`; None in a shop of
        arrays), ``kpi``, ``effects``, ``violations``, ``verified`` (the ledger's chain), ``tasks``, ``done`` (digests
        of what was done, by kind), ``decisions`` (of a crew: :func:`shopstaff.memory_diff.decisions`), ``wall_s``;
        ``stopped`` is why a market by others could not go on, with the days it did in ``daily``.
    """
    folder = settings.home / "scenarios"
    folder.mkdir(parents=True, exist_ok=True)
    places = {one: folder / f"{_key(one, settings)}.json" for one in dict.fromkeys(runs)}
    waiting = [one for one, place in places.items() if one.market is not None or not place.is_file()]
    done = len(places) - len(waiting)
    on_done(done)
    for one, outcome in _outcomes(waiting, settings.model, jobs):
        _keep(places[one], outcome)
        done += 1
        on_done(done)
    return [json.loads(places[one].read_text(encoding="utf-8")) for one in runs]


def _outcomes(runs: Sequence[Run], model: str, jobs: int) -> Iterator[tuple[Run, dict[str, Any]]]:
    if jobs == 1 or len(runs) < 2:
        for one in runs:
            yield one, run_one(one, model)
        return
    # a forked copy of a process with threads can hang; a fresh one cannot
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        with _no_interrupts():
            asked = {pool.submit(run_one, one, model): one for one in runs}
        try:
            for future in as_completed(asked):
                yield asked[future], future.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for child in multiprocessing.active_children():
                child.terminate()
            raise


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Let processes begin that Ctrl-C does not reach: this one ends them, and only its own words are shown."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def run_one(one: Run, model: str) -> dict[str, Any]:
    """Run one policy in a folder of its own that is thrown away, and give its outcome."""
    world = with_overrides(world_named(one.world), one.overrides)
    if one.in_arrays:
        return _in_arrays(one, world)
    with tempfile.TemporaryDirectory(prefix="shopstaff-") as home:
        settings = load_settings(home=Path(home), model=model, remembers=one.has_memory)
        market: MakeMarket = Market
        if one.market is not None:
            market = foreign_market(one.market, days=one.days, timeout=one.market_timeout)
        watch = Stopwatch()
        seed, days, name = one.seed, one.days, world.name
        if one.policy == "crew":
            result = run_crew(settings, world, seed=seed, days=days, shop=name, market=market)
        elif one.policy in ("engines", "oracle"):
            player = _player(one)
            result = run_numbers(settings, world, player, seed=seed, days=days, shop=name, market=market)
        else:
            result = run_rule(settings, world, seed=seed, days=days, shop=name, terms=one.terms, market=market)
        return _outcome(result, watch.seconds())


def _in_arrays(one: Run, world: LoadedWorld) -> dict[str, Any]:
    """Run a policy in numbers in a shop of arrays: no kernel, no ledger, no task stands in between."""
    if one.policy not in ("rule", "engines", "oracle"):
        raise BadInput(f"{one.policy!r} cannot run in a shop of arrays; possible: rule, engines, oracle")
    watch = Stopwatch()
    found = play(world, one.seed, one.days, _player(one))
    return {
        "contribution": int(found.contribution.sum()),
        "profit": found.profit,
        "gmv": int(found.gmv.sum()),
        "daily": [int(value) for value in found.contribution],
        "income": None,
        "kpi": found.summary(),
        "effects": dict.fromkeys(("allow", "hold", "deny", "done"), 0),
        "done": {},
        "violations": [],
        "verified": True,
        "tasks": {},
        "model_calls": 0,
        "wall_s": round(watch.seconds(), 3),
    }


def _player(one: Run) -> Player:
    return Player(cast(Kind, one.policy), one.terms, one.knobs, one.from_oracle)


def _outcome(result: Result, wall_s: float) -> dict[str, Any]:
    return {
        "contribution": result.kpi.contribution,
        "profit": result.profit,
        "daily": [day.contribution for day in result.daily],
        "gmv": result.kpi.gmv,
        "income": result.income.model_dump(mode="json"),
        "kpi": result.kpi.model_dump(mode="json", exclude={"since", "until"}),
        "effects": count_effects(result.effects),
        "done": _done(result.effects),
        "decisions": decisions(result.effects, result.figures.get("remembered")),
        "violations": [one.model_dump(mode="json") for one in result.violations],
        "verified": not result.audit.faults,
        "stopped": result.stopped,
        "tasks": result.figures.get("tasks", {}),
        "model_calls": result.figures.get("model_calls", 0),
        "wall_s": round(wall_s, 3),
    }


def _done(effects: Sequence[Docket]) -> dict[str, list[str]]:
    """Give by kind a short digest of what each effect that was done said, sorted, to tell runs from each other."""
    found: dict[str, list[str]] = {}
    for row in effects:
        if row.state in ("done", "partial"):
            said = hashlib.sha256(canonical(row.payload).encode()).hexdigest()[:12]
            found.setdefault(row.kind, []).append(said)
    return {kind: sorted(said) for kind, said in sorted(found.items())}


def _keep(place: Path, outcome: dict[str, Any]) -> None:
    """Write an outcome whole or not at all."""
    half = place.with_suffix(f".{os.getpid()}")
    half.write_text(json.dumps(outcome, sort_keys=True, ensure_ascii=False), encoding="utf-8")
    half.replace(place)


def _key(one: Run, settings: Settings) -> str:
    said = {name: str(value) for name, value in asdict(one).items()}
    return stable_id("run", canonical(said), settings.model, code_digest(), _world_digest(one.world))


@cache
def world_named(name: str) -> LoadedWorld:
    """Give a world, read once in a process."""
    return load_world(name)


@cache
def _world_digest(name: str) -> str:
    folder = world_named(name).folder
    return _digest(
        [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix in (".toml", ".csv", ".gz")]
    )


@cache
def code_digest() -> str:
    """Give the digest of the code and its data: another version of either runs again."""
    root = Path(__file__).resolve().parents[1]
    files = [path for room in ROOMS for path in sorted((root / room).rglob("*")) if path.suffix in (".py", ".toml")]
    return _digest(files)


def _digest(files: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
