"""`shopstaff doctor`: what is configured, missing, answering. It imports nothing heavy and changes nothing."""

from __future__ import annotations

import os
import sqlite3
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from authority.limits import load_limits
from config.settings import RULES_MODEL, Settings, load_settings
from kit.errors import Misconfigured
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
    checks = [_python(), *_packages(), *_shadowed(), _home(settings), *_shops(settings), _model(settings)]
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
        checks += _limits(path.parent / "limits.toml")
    return checks or [Check("shop", "note", "none yet; run `shopstaff demo` or `shopstaff import FILE`")]


def _limits(own: Path) -> list[Check]:
    try:
        load_limits(own)
    except Misconfigured as error:
        return [Check("limits", "fault", str(error))]
    return []


def _model(settings: Settings) -> Check:
    if settings.model == RULES_MODEL:
        return Check("model", "ok", "rules: no key, no network")
    if settings.base_url is None and settings.api_key is None:
        return Check("model", "fault", f"{settings.model} needs OPENAI_API_KEY or OPENAI_BASE_URL")
    key = "with a key" if settings.api_key else "without a key"
    return Check("model", "ok", f"{settings.model} at {settings.base_url or 'the default endpoint'} {key} (not called)")
