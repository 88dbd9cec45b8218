"""The ledger: every intent, verdict, approval and outcome, one hash chain per shop.

A link holds the digest of its payload under a salt of its own, and the link before it. Payload and salt stand in
another table: taking them away erases what was said and leaves the chain whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from authority.rows import EffectRow, LedgerRow, PayloadRow
from kit.clock import stamp
from kit.ids import canonical
from kit.prepared import Prepared
from kit.store import Database

GENESIS = "0" * 64
_LINKS, _PAYLOADS, _EFFECTS = (
    SQLModel.metadata.tables[row.__tablename__] for row in (LedgerRow, PayloadRow, EffectRow)
)
_HEAD = Prepared(
    sa.select(_LINKS.c.seq, _LINKS.c.link)
    .where(_LINKS.c.shop == sa.bindparam("shop"))
    .order_by(_LINKS.c.seq.desc())
    .limit(1)
)
_ENTRIES = Prepared(
    sa.select(_LINKS, _PAYLOADS.c.salt, _PAYLOADS.c.body)
    .outerjoin(_PAYLOADS, (_PAYLOADS.c.shop == _LINKS.c.shop) & (_PAYLOADS.c.seq == _LINKS.c.seq))
    .where(_LINKS.c.shop == sa.bindparam("shop"), _LINKS.c.effect == sa.bindparam("effect"))
    .order_by(_LINKS.c.seq)
)
_ALL_LINKS = Prepared(sa.select(_LINKS).where(_LINKS.c.shop == sa.bindparam("shop")).order_by(_LINKS.c.seq))
_ALL_PAYLOADS = Prepared(sa.select(_PAYLOADS).where(_PAYLOADS.c.shop == sa.bindparam("shop")))
_SHOWN = Prepared(
    sa.select(_EFFECTS.c.id, _EFFECTS.c.kind, _EFFECTS.c.payload, _EFFECTS.c.outcome).where(
        _EFFECTS.c.shop == sa.bindparam("shop")
    )
)
_ADD_LINK, _ADD_PAYLOAD = Prepared(sa.insert(_LINKS)), Prepared(sa.insert(_PAYLOADS))
Salt = Callable[[], str]
Link = tuple[str, str, dict[str, Any]]
"""What a link is to hold: its kind, the id of the effect it is about, and its body."""


@dataclass(frozen=True)
class Audit:
    """Result of a verification: ``faults`` names every link that does not fit."""

    entries: int
    head: str
    erased: int
    faults: tuple[str, ...]


class Ledger:
    """The chain of one shop.

    Args:
        shop: The shop.
        salt: Gives a fresh random salt as hex; seeded in scenarios, the system's source otherwise.
    """

    def __init__(self, shop: str, salt: Salt) -> None:
        self.shop = shop
        self._salt = salt

    def append(self, connection: sa.Connection, kind: str, effect: str, body: dict[str, Any], *, at: datetime) -> None:
        """Add a link in the caller's transaction.

        Args:
            connection: The open transaction on the staff's database.
            kind: ``intent``, ``verdict``, ``approval`` or ``outcome``.
            effect: Id of the effect it is about.
            body: What happened, JSON.
            at: When.
        """
        self.append_all(connection, [(kind, effect, body)], at=at)

    def append_all(self, connection: sa.Connection, links: Iterable[Link], *, at: datetime) -> None:
        """Add the links that one moment adds, in this order, as :meth:`append` would."""
        when, last = stamp(at), _HEAD.rows(connection, {"shop": self.shop})
        seq, previous = (last[0].seq, last[0].link) if last else (0, GENESIS)
        rows, payloads = [], []
        for kind, effect, body in links:
            seq, salt, text = seq + 1, self._salt(), canonical(body)
            digest = _digest(salt, text)
            row = {"shop": self.shop, "seq": seq, "at": when, "kind": kind, "effect": effect, "digest": digest}
            link = _hash([self.shop, seq, when, kind, effect, digest, previous])
            rows.append({**row, "previous": previous, "link": link})
            payloads.append({"shop": self.shop, "seq": seq, "salt": salt, "body": text})
            previous = link
        if rows:
            _ADD_LINK.run(connection, *rows)
            _ADD_PAYLOAD.run(connection, *payloads)

    def intact_body(self, connection: sa.Connection, effect: str, kind: str) -> dict[str, Any]:
        """Give what the first link of a kind about an effect says; empty if it was erased or changed after."""
        asked = {"shop": self.shop, "effect": effect}
        for row in _ENTRIES.rows(connection, asked):
            if row.kind == kind:
                intact = row.body is not None and _digest(row.salt, row.body) == row.digest
                return dict(json.loads(row.body)) if intact else {}
        return {}

    def entries(self, connection: sa.Connection, effect: str) -> list[tuple[LedgerRow, str | None]]:
        """List the links about one effect with their payloads as JSON text (None when erased)."""
        rows = _ENTRIES.rows(connection, {"shop": self.shop, "effect": effect})
        return [(LedgerRow(**{name: getattr(row, name) for name in _LINKS.c.keys()}), row.body) for row in rows]


def verify(database: Database, shop: str) -> Audit:
    """Check every link and every payload that is still there; nothing is changed."""
    faults: list[str] = []
    previous, seq, erased = GENESIS, 0, 0
    seen: set[int] = set()
    with database.reading() as connection:
        payloads = {row.seq: row for row in _ALL_PAYLOADS.rows(connection, {"shop": shop})}
        for row in _ALL_LINKS.rows(connection, {"shop": shop}):
            name = f"entry {row.seq} ({row.kind} of {row.effect})"
            if row.seq != seq + 1:
                faults.append(f"{name}: entries {seq + 1} to {row.seq - 1} are missing")
            if row.previous != previous or row.link != _link(row):
                faults.append(f"{name}: the link does not fit; the row was changed after it was written")
            payload = payloads.get(row.seq)
            if payload is None:
                erased += 1
            elif _digest(payload.salt, payload.body) != row.digest:
                faults.append(f"{name}: its payload was changed after it was written")
            previous, seq = row.link, row.seq
            seen.add(seq)
    faults += [f"payload {late}: its entry is missing" for late in sorted(payloads.keys() - seen)]
    return Audit(entries=seq, head=previous, erased=erased, faults=tuple(faults))


def changed_rows(database: Database, shop: str) -> tuple[str, ...]:
    """Name the effects whose row is not what the ledger says was asked for and came out; erased ones apart."""
    said: dict[str, dict[str, dict[str, Any]]] = {}
    with database.reading() as connection:
        rows = {row.id: row for row in _SHOWN.rows(connection, {"shop": shop})}
        payloads = {row.seq: row for row in _ALL_PAYLOADS.rows(connection, {"shop": shop})}
        for link in _ALL_LINKS.rows(connection, {"shop": shop}):
            payload = payloads.get(link.seq) if link.kind in ("intent", "outcome") else None
            if payload is not None and _digest(payload.salt, payload.body) == link.digest:
                said.setdefault(link.effect, {})[link.kind] = json.loads(payload.body)
    faults = []
    for effect, bodies in sorted(said.items()):
        row, intent, outcome = rows.get(effect), bodies.get("intent"), bodies.get("outcome")
        if row is None:
            faults.append(f"effect {effect}: its row is missing")
        elif intent is not None and (row.kind, row.payload) != (intent.get("kind"), intent.get("payload")):
            faults.append(f"effect {effect}: its row was changed after it was asked for")
        elif outcome is not None and row.outcome.get("status") != outcome.get("status"):
            faults.append(f"effect {effect}: its row shows another outcome than the ledger")
    return tuple(faults)


def _digest(salt: str, body: str) -> str:
    return hashlib.sha256(f"{salt}{body}".encode()).hexdigest()


def _link(row: Any) -> str:
    return _hash([row.shop, row.seq, row.at, row.kind, row.effect, row.digest, row.previous])


def _hash(parts: list[str | int]) -> str:
    return hashlib.sha256(canonical(parts).encode()).hexdigest()
