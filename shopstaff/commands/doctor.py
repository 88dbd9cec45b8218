"""`shopstaff doctor`: what is configured, missing, answering. It imports nothing heavy and changes nothing."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from authority.limits import load_limits
from config.endpoints import chain_of, price_of, where
from config.models import ModelData, load_models
from config.settings import RULES_MODEL, Settings, load_settings
from kit.errors import Misconfigured
from kit.money import format_micro
from shopstaff.commands.plain import print_json

NEEDED = ("langgraph", "langchain-openai", "pydantic", "sqlmodel", "chromadb", "numpy", "rapidfuzz")
OURS = ("agents", "tools", "memory", "scenarios", "config", "shops", "decisions", "authority", "kit")


class Check(NamedTuple):
    """One thing looked at: ``state`` is ok, note or fault; a fault's text says the remedy."""

    name: str
    state: str
    text: str


def run(shop: str | None, as_json: bool) -> None:
    """Look at everything; exit 2 if something is at fault."""
    settings = load_settings(shop=shop)
    checks = [_python(), *_packages(), *_shadowed(), _home(settings), *_shops(settings), *_models(settings)]
    if as_json:
        print_json([check._asdict() for check in checks])
    else:
        for check in checks:
            print(f"{check.state:5}  {check.name:10} {check.text}")
    if any(check.state == "fault" for check in checks):
        sys.exit(2)


def _python() -> Check:
    return Check("python", "ok", f"{sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}")


def _packages() -> list[Check]:
    found, missing = [], []
    for name in NEEDED:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    checks = [Check("packages", "ok", ", ".join(found))]
    if missing:
        checks.append(Check("packages", "fault", f"missing: {', '.join(missing)}; run `make .venv`"))
    return checks


def _shadowed() -> list[Check]:
    """Find another distribution that owns a top-level name of ours, such as openai-agents does with `agents`."""
    root = Path(__file__).resolve().parents[2]
    checks = []
    for name in OURS:
        spec = find_spec(name)
        places = [Path(place).resolve() for place in spec.submodule_search_locations or ()] if spec else []
        if places != [root / name]:
            where = places[0] if places else "nowhere"
            text = f"`{name}` comes from {where}; install Shopstaff in an environment of its own"
            checks.append(Check("packages", "fault", text))
    return checks


def _home(settings: Settings) -> Check:
    home = settings.home
    parent = home if home.exists() else home.absolute().parent
    if not os.access(parent, os.W_OK):
        return Check("home", "fault", f"{home} cannot be written to; set SHOPSTAFF_HOME to a folder of yours")
    return Check("home", "ok", f"{home}{'' if home.exists() else ' (will be made)'}")


def _shops(settings: Settings) -> list[Check]:
    checks = []
    for path in sorted(settings.home.glob("*/staff.sqlite")):
        try:
            with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
                (tasks,) = db.execute("SELECT count(*) FROM staff_task WHERE end IS NULL").fetchone()
                (held,) = db.execute("SELECT count(*) FROM staff_effect WHERE state = 'held'").fetchone()
                (open_,) = db.execute(
                    "SELECT count(*) FROM staff_effect WHERE state IN ('unknown', 'applying')"
                ).fetchone()
                stops = [row[0] for row in db.execute("SELECT scope FROM staff_stop ORDER BY scope")]
        except sqlite3.Error as error:
            checks.append(Check("shop", "fault", f"{path}: {error}; restore it from a backup"))
            continue
        kind = "simulated" if (path.parent / "simulated_until").exists() else "real"
        text = f"{path.parent.name} ({kind}): {tasks} open tasks, {held} held, {open_} effects of unknown outcome"
        checks.append(Check("shop", "note" if held or open_ else "ok", text))
        if stops:
            text = f"{path.parent.name}: the kill switch is pulled for {', '.join(stops)}; `shopstaff resume`"
            checks.append(Check("stop", "note", text))
        checks += _limits(path.parent) + _spent(path, settings)
    return checks or [Check("shop", "note", "none yet; run `shopstaff demo` or `shopstaff import FILE`")]


def _limits(folder: Path) -> list[Check]:
    try:
        limits = load_limits(folder / "limits.toml", _currency(folder / "shop.sqlite"))
    except Misconfigured as error:
        return [Check("limits", "fault", str(error))]
    if limits.unstated:
        text = f"{folder.name}: no limits are stated in {limits.currency} for {', '.join(limits.unstated)}; until then "
        text += "whatever exposes money is held; `shopstaff limits set KEY VALUE --why TEXT`"
        return [Check("limits", "note", text)]
    return []


def _currency(path: Path) -> str | None:
    """Read the currency of a built-in shop; other platforms are not asked here."""
    if not path.exists():
        return None
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        row = db.execute("SELECT currency FROM shop_info WHERE shop_id = ?", (path.parent.name,)).fetchone()
    return row[0] if row else None


def _models(settings: Settings) -> list[Check]:
    """Look at every model of the chain: its address, its key, its price; none is called."""
    try:
        data = load_models(settings.models_file)
        return [_model(settings, data, item) for item in chain_of(settings)]
    except Misconfigured as error:
        return [Check("model", "fault", str(error))]


def _model(settings: Settings, data: ModelData, item: str) -> Check:
    if item == RULES_MODEL:
        return Check("model", "ok", "rules: no key, no network")
    name, preset, _, url, key = where(settings, data, item)
    if not url or (key is None and preset.needs_key):
        own = " or OPENAI_BASE_URL" if preset.key_env == "OPENAI_API_KEY" else ""
        return Check("model", "fault", f"{item} needs {preset.key_env}{own}")
    price = price_of(settings, data, name)
    if price is None:
        costs = f"price unknown, so no budget in money binds: add it to {settings.models_file}"
    else:
        costs = f"{price.input} in, {price.output} out {price.currency} a million tokens ({price.read})"
    with_key = "with a key" if key else "without a key"
    state = "note" if price is None else "ok"
    return Check("model", state, f"{name} at {url} ({preset.title}) {with_key}, not called; {costs}")


def _spent(path: Path, settings: Settings) -> list[Check]:
    """Say what the last day with model calls has cost, beside what a day may cost."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
        try:
            rows = db.execute(
                "SELECT day, currency, sum(cost_micro), count(*) FROM staff_model_call "
                "WHERE day = (SELECT max(day) FROM staff_model_call) GROUP BY day, currency ORDER BY currency"
            ).fetchall()
        except sqlite3.Error:
            return []  # a home of an earlier release
    if not rows:
        return []
    costs = " + ".join(format_micro(micro, currency) if currency else "price unknown" for _, currency, micro, _ in rows)
    most = f"{settings.max_day_cost} {settings.cost_currency}"
    calls = sum(row[3] for row in rows)
    return [
        Check(
            "cost", "ok", f"{path.parent.name}: {costs} for {calls} model calls on {rows[0][0]}; at most {most} a day"
        )
    ]
