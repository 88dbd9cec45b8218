"""A simulated shop of two days, made once for all tests of the commands, and a way to call the command line."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer
from filelock import FileLock

from shopstaff.cli import app, main


class Said(NamedTuple):
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Give what was printed as JSON."""
        return json.loads(self.out)


Shopstaff = Callable[..., Said]


def _is_own(name: str) -> bool:
    return name.startswith(("SHOPSTAFF_", "OPENAI_"))


def call(home: Path, *args: str, **env: str) -> Said:
    """Run the command line in this process: importing the stack anew costs seconds."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        for name in filter(_is_own, list(os.environ)):
            patch.delenv(name)
        for name, value in ({"SHOPSTAFF_HOME": str(home)} | env).items():
            patch.setenv(name, value)
        patch.setattr(sys, "argv", ["shopstaff", *args])
        patch.setattr("shopstaff.cli.app", _commands())
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
    return Said(code, out.getvalue(), err.getvalue())


@cache
def _commands() -> Callable[[], Any]:
    """Make the commands once: Typer makes all of them anew each time it is called, which costs more than most do."""
    return typer.main.get_command(app)


def start(home: Path, *args: str, hash_seed: int) -> Said:
    """Run the command line in a process of its own, with a hash seed of its own."""
    clean = {name: value for name, value in os.environ.items() if not _is_own(name)}
    run = subprocess.run(
        [sys.executable, "-m", "shopstaff", *args],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=clean | {"SHOPSTAFF_HOME": str(home), "PYTHONHASHSEED": str(hash_seed)},
    )
    return Said(run.returncode, run.stdout, run.stderr)


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """Run a demo of two days, once for all processes of a test run; give its home, not to be changed, and its JSON."""
    place = tmp_path_factory.getbasetemp()
    place = (place.parent if "PYTEST_XDIST_WORKER" in os.environ else place) / "ran"
    home, told = place / "home", place / "demo.json"
    place.mkdir(exist_ok=True)
    with FileLock(place / "lock"):
        if not told.is_file():
            home.mkdir()
            said = start(home, "demo", "--days", "2", "--json", str(place / "half.json"), hash_seed=1)
            assert said.code == 0, said.err
            (place / "half.json").rename(told)
    return home, json.loads(told.read_text(encoding="utf-8"))


@pytest.fixture
def home(ran: tuple[Path, dict[str, Any]], tmp_path: Path) -> Path:
    """Give a copy of the simulated shop that a test may change."""
    copy = tmp_path / "home"
    shutil.copytree(ran[0], copy)
    return copy


@pytest.fixture
def shopstaff(home: Path) -> Shopstaff:
    """Give the command line on that copy."""
    return partial(call, home)
