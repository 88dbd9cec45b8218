"""The composition root: the one place where a shop, its desk, its memory and its crew are put together."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from authority.desk import Desk
from authority.ledger import Audit, Ledger, Salt, changed_rows, verify
from authority.limits import Limits, SeasonPlan
from authority.limits_versions import LimitsBook
from authority.log import EffectLog
from authority.rows import open_staff_database
from authority.tasks import TaskBook
from config.settings import Settings
from kit.clock import Clock, SetClock, SystemClock, from_stamp, stamp
from kit.errors import Misconfigured
from kit.find import find, instances_of
from kit.store import Database
from memory.shop_memory import MemoryStore
from shops.port import Connection, Shop
from shops.terms import FloorTerms

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from agents.crew import Crew

CLOCK_FILE = "simulated_until"
"""In a simulated shop's folder: the moment its time stands at."""


@dataclass(frozen=True)
class House:
    """One shop with all that works for it.

    Attributes:
        folder: Where its state lives.
        is_simulated: Its time is that of a scenario, not the world's.
    """

    shop: str
    folder: Path
    settings: Settings
    connection: Connection
    database: Database
    desk: Desk
    log: EffectLog
    tasks: TaskBook
    memory: MemoryStore
    limits: Callable[[], Limits]
    limits_versions: LimitsBook
    ledger: Ledger
    clock: Clock
    is_simulated: bool

    def verify(self) -> Audit:
        """Verify the ledger's chain, and that the effects' rows are what it says."""
        chain = verify(self.database, self.shop)
        return replace(chain, faults=(*chain.faults, *changed_rows(self.database, self.shop)))

    def crew(self, model: BaseChatModel | None = None) -> Crew:
        """Put the crew together; the configured model unless one is given."""
        # its stack takes as long to import as all else: who looks at the inbox or the ledger needs no crew
        from shopstaff.crewing import crew_of

        return crew_of(self, model)

    def close(self) -> None:
        """Let go of all files; write down the time of a simulated shop."""
        if self.is_simulated:
            mark_simulated(self)
        self.memory.close()
        self.database.close()
        self.connection.close()


@cache
def platforms() -> dict[str, Shop]:
    """Find every platform by name."""
    return find("shops", instances_of(Shop), lambda shop: shop.platform, "shopstaff.platforms")


def shop_names(home: Path) -> list[str]:
    """List the shops that a home holds."""
    return sorted(path.parent.name for path in home.glob("*/staff.sqlite")) if home.is_dir() else []


def choose_shop(settings: Settings, *, default: str | None = None) -> str:
    """Give the shop to work on: the one named, else the only real one, else the only simulated one.

    Args:
        settings: The settings; ``shop`` is the one named.
        default: Name of a shop to begin, if there is no real one yet.

    Raises:
        Misconfigured: There is none, or several and none was named.
    """
    if settings.shop:
        return settings.shop
    every = shop_names(settings.home)
    names = [name for name in every if not (settings.home / name / CLOCK_FILE).exists()]
    if not names and default is not None:
        return default
    names = names or every
    if len(names) == 1:
        return names[0]
    if not names:
        raise Misconfigured(
            f"{settings.home.absolute()} holds no shop yet; run `shopstaff demo` or `shopstaff import FILE`"
        )
    raise Misconfigured(f"{settings.home} holds {', '.join(every)}; name one with --shop")


def open_house(
    settings: Settings,
    shop: str,
    *,
    clock: Clock | None = None,
    salt: Salt | None = None,
    floor: FloorTerms | None = None,
    season: SeasonPlan | None = None,
) -> House:
    """Open a shop's house, making what is not there yet.

    Args:
        settings: The settings.
        shop: Id of the shop, also the name of its folder.
        clock: The clock of a scenario; a shop that was simulated keeps the time it stands at, others the system's.
        salt: Salts of the ledger; the system's random source if None.
        floor, season: Cost terms and plan of a scenario's world instead of those of the limits file.

    Raises:
        Misconfigured: The home cannot be written to, or the platform is unknown.
    """
    folder = _folder(settings.home / shop)
    stood = folder / CLOCK_FILE
    simulated = isinstance(clock, SetClock) or stood.exists()
    time = clock or (SetClock(from_stamp(stood.read_text(encoding="utf-8"))) if simulated else SystemClock())
    if settings.platform not in platforms():
        raise Misconfigured(f"there is no platform {settings.platform!r}; known: {', '.join(platforms())}")
    connection = platforms()[settings.platform].open(shop, settings.home, time)
    database = open_staff_database(f"sqlite:///{folder / 'staff.sqlite'}")
    ledger = Ledger(shop, salt or partial(secrets.token_hex, 16))
    versions = LimitsBook(
        database,
        ledger,
        folder / "limits.toml",
        time,
        currency=partial(_currency, connection),
        shelf=connection.reads.shop.list_variants,
    )
    versions.sync()
    limits = _limits(versions, floor, season)
    desk = Desk(database, connection.reads, connection.writes, limits=limits, ledger=ledger, clock=time)
    return House(
        shop=shop,
        folder=folder,
        settings=settings,
        connection=connection,
        database=database,
        desk=desk,
        log=EffectLog(database, shop),
        tasks=TaskBook(database, shop),
        memory=MemoryStore(
            f"sqlite:///{folder / 'memory.sqlite'}", folder / "index", time, remembers=settings.remembers
        ),
        limits=limits,
        limits_versions=versions,
        ledger=ledger,
        clock=time,
        is_simulated=simulated,
    )


def _folder(path: Path) -> Path:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misconfigured(f"{path} cannot be written to: {error.strerror}; set SHOPSTAFF_HOME") from error
    return path


def clear_simulated(settings: Settings, shop: str) -> None:
    """Take a simulated shop away, to run it anew.

    Raises:
        Misconfigured: The shop there is a real one.
    """
    folder = settings.home / shop
    if (folder / "staff.sqlite").exists() and not (folder / CLOCK_FILE).exists():
        raise Misconfigured(
            f"{folder} holds a real shop, which a demo would overwrite; set SHOPSTAFF_SHOP or SHOPSTAFF_HOME"
        )
    with suppress(FileNotFoundError, NotADirectoryError):
        shutil.rmtree(folder)


def mark_simulated(house: House) -> None:
    """Say in the shop's folder that its time is a scenario's, and what it is; it never goes back.

    Another process that had the shop open may have written a later time.
    """
    file, now = house.folder / CLOCK_FILE, stamp(house.clock.now())
    stood = file.read_text(encoding="utf-8") if file.exists() else ""
    file.write_text(max(stood, now), encoding="utf-8")


def _currency(connection: Connection) -> str | None:
    try:
        return connection.reads.shop.info().currency
    except Misconfigured:
        return None  # not set up yet


def _limits(versions: LimitsBook, floor: FloorTerms | None, season: SeasonPlan | None) -> Callable[[], Limits]:
    """Give what tells the limits in force, a scenario's own floor and season in them; unchanged, the same object."""
    own = {name: one for name, one in (("floor", floor), ("season", season)) if one is not None}
    if not own:
        return versions.current
    last: tuple[Limits, Limits] | None = None

    def current() -> Limits:
        nonlocal last
        stated = versions.current()
        if last is None or last[0] is not stated:
            last = (stated, stated.model_copy(update=own))
        return last[1]

    return current
