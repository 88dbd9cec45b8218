"""Versions of a shop's limits: every change is checked, written at once, kept with who and why, and in the ledger.

A file that somebody broke by hand leaves the last good version in force.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Sequence
from datetime import date, time
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from authority.ledger import Ledger
from authority.limits import Limits, load_limits, read_limits
from authority.limits_layers import line_of
from authority.rows import LimitsVersionRow
from kit.clock import Clock
from kit.errors import Misconfigured
from kit.prepared import Prepared
from kit.store import Database
from shops.models import Variant
from shops.terms import floor_price

_LAST = Prepared(
    sa.select(col(LimitsVersionRow.number), col(LimitsVersionRow.text))
    .where(col(LimitsVersionRow.shop) == sa.bindparam("shop"))
    .order_by(col(LimitsVersionRow.number).desc())
    .limit(1)
)


class LimitsBook:
    """The limits of one shop and their versions.

    Args:
        database: The staff's database.
        ledger: The shop's chain.
        own: The shop's own file; it need not exist.
        clock: The time.
        currency: Gives the shop's currency, None as long as the shop is not set up.
        shelf: Gives what is on sale; a floor above a price there is refused.
    """

    def __init__(
        self,
        database: Database,
        ledger: Ledger,
        own: Path,
        clock: Clock,
        *,
        currency: Callable[[], str | None],
        shelf: Callable[[], Sequence[Variant]],
    ) -> None:
        self._database, self._ledger, self._own, self._clock = database, ledger, own, clock
        self._currency, self._shelf = currency, shelf
        self._seen: tuple[tuple[bytes | None, str | None], Limits] | None = None

    def current(self) -> Limits:
        """Give the limits in force: those of the file, or the last good version if the file has a fault."""
        # asked at every effect: Path.exists costs four times as much
        state = (self._own.read_bytes() if os.path.exists(self._own) else None, self._currency())  # noqa: PTH110
        if self._seen is None or self._seen[0] != state:
            try:
                limits = self._checked()
            except Misconfigured:
                last = self._last()
                if last is None:
                    raise
                limits = read_limits(last.text, self._own, self._currency())
            self._seen = (state, limits)
        return self._seen[1]

    def fault(self) -> str | None:
        """Say what is wrong with the shop's file, None if nothing is."""
        try:
            self._checked()
        except Misconfigured as error:
            return f"{error}; until then the last good version holds"
        return None

    def sync(self) -> None:
        """Keep what the file says now as a version, if it is good and not the last one: it may be changed by hand.

        A shop that is not set up has no currency yet, so no limits that could be a version.
        """
        if self._currency() is None:
            return
        last = self._last()
        if self.fault() is None and (last is None or last.text != self._text()):
            with self._database.exclusive() as session:
                self._keep(session, self._text(), by="file", why="as the file stood", change="")

    def set(self, key: str, value: str, *, why: str, by: str = "owner") -> Limits:
        """Change one limit; after any fault the old limits stay.

        Args:
            key: Table and name as in the file, e.g. ``"refund.auto_per_effect"``, or a name without a table.
            value: As in the file: money in minor units, rates as shares of 1, times as ``22:00``.
            why: Reason, kept with the version.
            by: Who changes it.

        Raises:
            Misconfigured: There is no such limit, or it cannot have that value; the message has key and remedy.
        """
        literal, text, limits = self._edited(key, value)
        self.sync()
        with self._database.exclusive() as session:
            self._keep(session, text, by=by, why=why, change=f"{key} = {literal}")
            self._write(text)
        return limits

    def tried(self, key: str, value: str) -> Limits:
        """Give the limits as they would be with one changed; nothing is written. Errors as in :meth:`set`."""
        return self._edited(key, value)[2]

    def history(self) -> list[LimitsVersionRow]:
        """List the versions, newest first."""
        query = select(LimitsVersionRow).where(LimitsVersionRow.shop == self._ledger.shop)
        with self._database.session() as session:
            return list(session.exec(query.order_by(col(LimitsVersionRow.number).desc())))

    def _edited(self, key: str, value: str) -> tuple[str, str, Limits]:
        if fault := self.fault():
            raise Misconfigured(fault)
        literal = _literal(self.current(), key, value)
        text = _with_value(self._text(), key, literal)
        try:
            limits = read_limits(text, self._own, self._currency())
        except Misconfigured as error:
            raise Misconfigured(f"{error} (nothing was changed; {_hint(key, self.current())})") from error
        return literal, text, limits

    def _checked(self) -> Limits:
        """Read the file; what was changed by hand since the last version must not put a floor above a price."""
        limits, last = load_limits(self._own, self._currency()), self._last()
        text = self._text()
        if last is None or last.text == text:
            return limits
        before = read_limits(last.text, self._own, self._currency())
        if before.floor == limits.floor:
            return limits
        shelf = self._shelf()
        old = set(below_floor(before, shelf))
        if new := [line for line in below_floor(limits, shelf) if line not in old]:
            stood = dict(before.floor)
            name, value = next((name, value) for name, value in limits.floor if stood[name] != value)
            at = f", line {line}" if (line := line_of(text, f"floor.{name}")) else ""
            more = f" and {len(new) - 1} more" if new[1:] else ""
            raise Misconfigured(
                f"{self._own}{at}: floor.{name} = {value}: {new[0]}{more}; raise those prices first, or take the line "
                f"back and use `shopstaff limits set floor.{name} {value} --why TEXT --anyway`"
            )
        return limits

    def _last(self) -> Any:
        """Give number and text of the newest version; asked whenever a house is opened."""
        with self._database.reading() as connection:
            return next(iter(_LAST.rows(connection, {"shop": self._ledger.shop})), None)

    def _text(self) -> str:
        return self._own.read_text(encoding="utf-8") if self._own.exists() else ""

    def _keep(self, session: Session, text: str, *, by: str, why: str, change: str) -> None:
        now, last = self._clock.now(), self._last()
        limits = read_limits(text, self._own, self._currency())
        number = last.number + 1 if last else 1
        session.add(
            LimitsVersionRow(
                shop=self._ledger.shop,
                number=number,
                digest=limits.digest,
                at=now,
                by=by,
                why=why,
                change=change,
                text=text,
            )
        )
        if last is not None:  # the first version changes nothing
            body = {"version": number, "by": by, "why": why, "change": change, "text": text}
            self._ledger.append(session.connection(), "limits", limits.digest, body, at=now)

    def _write(self, text: str) -> None:
        """Replace the file in one step: a crash leaves the old one or the new one."""
        fresh = self._own.with_suffix(".toml.new")
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, self._own)


def below_floor(limits: Limits, variants: Sequence[Variant]) -> list[str]:
    """List steps of ladders that are below the floor, e.g. ``"85123A from 32: 255 is below the floor of 260"``."""
    found = []
    for variant in variants:
        for number, tier in enumerate(variant.tiers if variant.cost is not None and variant.listed else ()):
            pieces = tier.min_quantity if number else 1
            lowest = floor_price(variant.cost or 0, pieces, limits.floor)
            if tier.unit_price < lowest:
                found.append(f"{variant.sku} from {pieces}: {tier.unit_price} is below the floor of {lowest}")
    return found


def _literal(limits: Limits, key: str, value: str) -> str:
    """Write a value as TOML, of the kind that the limit has."""
    now = _value(limits, key)
    if isinstance(now, Decimal):
        try:
            return f'"{Decimal(value)}"'
        except InvalidOperation as error:
            raise Misconfigured(f"{key}: {value!r} is no number; {_hint(key, limits)}") from error
    if isinstance(now, time):
        if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", value):
            raise Misconfigured(f"{key}: {value!r} is no time; {_hint(key, limits)}")
        return f'"{value:0>5}"'
    if _is_day(now):
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError as error:
            raise Misconfigured(f"{key}: {value!r} is no day; {_hint(key, limits)}") from error
    if isinstance(now, tuple):
        words = [word.strip() for word in value.split(",") if word.strip()]
        if re.search(r"[\"\\\x00-\x1f]", value):
            raise Misconfigured(f"{key}: write the strings without quotes, separated by commas; nothing was changed")
        return "[" + ", ".join(f'"{word}"' for word in words) + "]"
    if not re.fullmatch(r"-?\d{1,15}", value):
        raise Misconfigured(f"{key}: {value!r} is not a whole number; {_hint(key, limits)}")
    return str(int(value))


def _value(limits: Limits, key: str) -> Any:
    """Give the value that a limit has now; 0 for an action or kind that the file does not name yet."""
    plain = limits.model_dump()
    table, _, name = key.rpartition(".")
    if table in ("levels", "like_effect_hours"):
        return 0
    values = plain.get(table) if table else {one: value for one, value in plain.items() if not isinstance(value, dict)}
    if key in ("version", "currency", "unstated") or not isinstance(values, dict) or name not in values:
        groups = [(one, value) for one, value in plain.items() if isinstance(value, dict)]
        every = [f"{one}.{name}" for one, value in groups for name in value] + ["level3_factor", "approval_hours"]
        near = get_close_matches(key, every, 3, 0.5) or every
        raise Misconfigured(f"there is no limit {key!r}; did you mean {', '.join(near)}? `shopstaff limits show`")
    return values[name]


def _is_day(now: Any) -> bool:
    """Tell whether a limit is a day; a limit that nobody has to state is one, and has no value until then."""
    return now is None or isinstance(now, date)


def _hint(key: str, limits: Limits) -> str:
    now = _value(limits, key)
    if _is_day(now):
        return "a day is written as 2026-12-31"
    if isinstance(now, Decimal):
        return "a share is written as a share of 1, 5 % as 0.05"
    if isinstance(now, time):
        return "a time is written as 22:00"
    return "money is written in minor units without a sign, 50.00 as 5000; levels are 0 to 3"


def _with_value(text: str, key: str, literal: str) -> str:
    """Put a value into the text of a file and leave everything else of it as it is.

    Raises:
        Misconfigured: The file writes the limit in a way that cannot be changed here.
    """
    table, _, name = key.rpartition(".")
    lines = text.splitlines()
    heads = [number for number, line in enumerate(lines) if re.match(r"\s*\[", line)]
    mine = [at for at in heads if re.match(rf"\s*\[\s*{re.escape(table)}\s*\]", lines[at])]
    first = (mine[0] if mine else None) if table else -1
    if first is None:
        lines += ["", f"[{table}]"] if lines else [f"[{table}]"]
        first = len(lines) - 1
    last = next((at for at in heads if at > first), len(lines))
    own = [at for at in range(first + 1, last) if re.match(rf"\s*{re.escape(name)}\s*=", lines[at])]
    if own:
        lines[own[0]] = f"{name} = {literal}"
    else:
        lines.insert(first + 1, f"{name} = {literal}")
    new = "\n".join(lines) + "\n"
    try:
        found: Any = tomllib.loads(new)
        for part in key.split("."):
            found = found[part]
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise Misconfigured(f"{key} is written in the shop's limits.toml in another way; change it there") from error
    return new
