"""Homes that are made once a process and copied for each test."""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import tempfile
from pathlib import Path

from shopstaff.house import CLOCK_FILE, House


def new_home() -> Path:
    """Give an empty folder that is gone when the process ends."""
    home = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    return home


def left_alone(house: House, home: Path) -> Path:
    """Close a house so that its folder can be copied: everything is in the databases' own files."""
    # each copy would write the first version of its limits
    house.limits_versions.sync()
    house.close()
    for file in house.folder.glob("*.sqlite"):
        with sqlite3.connect(file) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    # the clock is the test's
    (house.folder / CLOCK_FILE).unlink()
    return home
