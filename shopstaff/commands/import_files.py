"""`shopstaff import`: a shop's own products, stock, customers and past orders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from authority.limits_layers import currencies
from config.settings import Settings, load_settings
from kit.clock import Clock, SystemClock
from kit.errors import BadInput, Misconfigured
from shops.buyers import MarketSide
from shops.models import ShopInfo
from shops.port import Connection, Shop
from shopstaff.commands.plain import print_json
from shopstaff.house import CLOCK_FILE, choose_shop, open_house, platforms, shop_names
from shopstaff.importing.columns import Kind
from shopstaff.importing.held import Held, Target, read_held
from shopstaff.importing.loading import SHIP_PROMISE_HOURS, load_plan, undone_on_error
from shopstaff.importing.plan import Plan, file_names, make_plan, read_files
from shopstaff.importing.report import Report, at_most, in_order

NEW_SHOP = "my-shop"
"""Name of a shop that none was given for."""
_ZONES = {"CNY": "Asia/Shanghai"}
_SHOP_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")


class Done(NamedTuple):
    """What was imported into which shop."""

    info: ShopInfo
    plan: Plan
    warnings: list[str]
    is_new: bool


def run(files: list[Path], shop: str | None, currency: str, as_json: bool, time_zone: str | None = None) -> None:
    """Import files and say what they changed; after a fault nothing is imported.

    Args:
        files: CSV files in any order; docs/import.md has their columns.
        shop: The shop, an existing or a new one; None for the only one, or ``my-shop``.
        currency: ISO 4217 code of a new shop; an existing one keeps its own.
        as_json: Print JSON instead of a table.
        time_zone: IANA name for a new shop; None for Asia/Shanghai with CNY and UTC otherwise.

    Raises:
        BadInput: Faults in the files, one a line.
        Misconfigured: The shop is a simulated one, or the currency, the time zone or the platform is none.
    """
    settings = load_settings(shop=shop)
    done = import_files(files, settings, SystemClock(), currency=currency, time_zone=time_zone)
    counts = {kind.value: asdict(done.plan.counts[kind]) for kind in Kind}
    if as_json:
        print_json({"shop": done.info.id, **counts, "warnings": done.warnings})
        return
    state = "new shop" if done.is_new else "shop"
    print(f"{state} {done.info.id}: amounts in {done.info.currency}, days of {done.info.time_zone}")
    for kind, count in counts.items():
        if any(count.values()):
            print(f"  {kind:10} " + ", ".join(f"{number} {name}" for name, number in count.items()))
    for line in at_most(done.warnings):
        print(f"  warning: {line}")


def import_files(
    files: Sequence[Path], settings: Settings, clock: Clock, *, currency: str, time_zone: str | None = None
) -> Done:
    """Check files against each other and the shop, then write what they change; see :func:`run`."""
    name = choose_shop(settings, default=NEW_SHOP)
    folder = settings.home / name
    if (folder / CLOCK_FILE).exists():
        raise Misconfigured(f"{name} is a simulated shop; name one of your own, such as --shop {NEW_SHOP}")
    platform = platforms().get(settings.platform)
    if platform is None:
        raise Misconfigured(f"there is no platform {settings.platform!r}; known: {', '.join(platforms())}")
    if name in shop_names(settings.home):
        return _update(files, platform.open(name, settings.home, clock), clock, platform)
    info = _new_info(name, settings, currency.upper(), time_zone)
    report = Report()
    rows = read_files(files, report)
    plan = make_plan(rows, Held(), Target(info, platform.max_tiers, clock.now()), report)
    _check(plan, files, report, holds=False)
    with undone_on_error(folder):
        connection = platform.open(name, settings.home, clock)
        load_plan(plan, _market(connection), at=clock.now(), new=info)
        open_house(settings, name).close()
    return Done(info, plan, [*_limits_warning(info), *in_order(report.warnings, file_names(files))], True)


def _update(files: Sequence[Path], connection: Connection, clock: Clock, platform: Shop) -> Done:
    market, shop = _market(connection), connection.reads.shop
    report = Report()
    rows = read_files(files, report)
    held = read_held(shop, with_orders=bool(rows[Kind.ORDERS]))
    target = Target(shop.info(), platform.max_tiers, clock.now())
    plan = make_plan(rows, held, target, report)
    _check(plan, files, report, holds=bool(held.products))
    load_plan(plan, market, at=target.now, new=None)
    return Done(target.info, plan, in_order(report.warnings, file_names(files)), False)


def _check(plan: Plan, files: Sequence[Path], report: Report, *, holds: bool) -> None:
    report.raise_faults(file_names(files))
    if not holds and not plan.products:
        raise BadInput("nothing was imported: the shop has no products yet, nor have these files; import products too")


def _market(connection: Connection) -> MarketSide:
    if connection.market is None:
        raise Misconfigured(f"{connection.shop_id} keeps its catalogue on its platform; only a built-in shop imports")
    return connection.market


def _new_info(name: str, settings: Settings, currency: str, time_zone: str | None) -> ShopInfo:
    if not _SHOP_NAME.fullmatch(name):
        raise Misconfigured(f"{name!r} cannot name a shop's folder; use letters, digits, '.', '_' and '-'")
    if not re.fullmatch(r"[A-Z]{3}", currency):
        raise Misconfigured(f"--currency {currency} is no ISO 4217 code; write one such as CNY or GBP")
    zone = time_zone or _ZONES.get(currency, "UTC")
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Misconfigured(f"{zone!r} is not an IANA time zone; write one such as Europe/London") from error
    return ShopInfo(
        id=name,
        name=name,
        platform=settings.platform,
        currency=currency,
        time_zone=zone,
        ship_promise_hours=SHIP_PROMISE_HOURS,
    )


def _limits_warning(info: ShopInfo) -> list[str]:
    """Say what a new shop has not got yet: limits, where no amounts of its currency come with the house."""
    if info.currency in currencies():
        return []
    return [
        f"no limits are stated in {info.currency}, so whatever exposes money waits for you; state them: "
        "`shopstaff limits show`, `shopstaff limits set KEY VALUE --why TEXT`"
    ]
