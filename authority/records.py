"""What is stored of a verdict so that it can be replayed: snapshot, exposure, limits and the kernel's version."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import ModuleType, NoneType
from typing import Any

from pydantic import BaseModel, TypeAdapter, ValidationError

from authority import kernel
from authority.effect import Exposure
from authority.state import Snapshot
from authority.verdict import Verdict
from kit.errors import Refused
from kit.ids import canonical

_SNAPSHOT = TypeAdapter(Snapshot)
_PLAIN = (str, int, float, NoneType)
"""What is JSON as it stands; a tuple made once, since it is asked of each figure of a snapshot."""


@cache
def engine() -> str:
    """Give the version of what judges: the release, and a hash of the kernel's source and of all it is made of.

    Example:
        ``"0.1.0+3f0c9a51d2b7e846"``
    """
    sources = [Path(str(sys.modules[name].__file__)).read_bytes() for name in _parts(kernel.__name__)]
    try:
        release = version("shopstaff")
    except PackageNotFoundError:
        release = "0"  # run from a tree that is not installed
    return f"{release}+{hashlib.sha256(b''.join(sources)).hexdigest()[:16]}"


def _parts(name: str) -> list[str]:
    """List a module and those of this house that it takes names from, and so on, sorted."""
    found, waiting = {name}, [name]
    while waiting:
        for value in vars(sys.modules[waiting.pop()]).values():
            module = value.__name__ if isinstance(value, ModuleType) else getattr(value, "__module__", None)
            if (
                module in sys.modules
                and module not in found
                and str(module).startswith(("authority.", "shops.", "kit."))
            ):
                found.add(module)
                waiting.append(module)
    return sorted(found)


def effect_digest(shop: str, kind: str, payload: dict[str, Any]) -> str:
    """Give the hash of exactly this effect in this shop; an approval is bound to it."""
    return hashlib.sha256(canonical([shop, kind, payload]).encode()).hexdigest()


def verdict_body(verdict: Verdict, by: str, seen: Snapshot, exposure: Exposure | None, role: str) -> dict[str, Any]:
    """Give what the ledger holds of a verdict.

    ``by`` is the digest of the limits, ``role`` the class of who approved, empty before an approval.
    """
    return {
        "ruling": verdict.ruling,
        "rule": verdict.rule,
        "why": verdict.why,
        "approver": verdict.approver,
        "limits": by,
        "approved": role,
        "exposure": plain(exposure),
        "snapshot": plain(seen),
        "engine": engine(),
    }


def read_snapshot(body: dict[str, Any]) -> Snapshot:
    """Read what :func:`plain` wrote of a snapshot.

    Raises:
        Refused: It is not a snapshot of this release.
    """
    try:
        return _SNAPSHOT.validate_json(canonical(body))
    except ValidationError as error:
        fault = error.errors()[0]
        name = ".".join(map(str, fault["loc"]))
        raise Refused(
            f"the stored snapshot cannot be read: {name}: {fault['msg']}; `shopstaff audit verify`"
        ) from error


@cache
def _names(made: type[Any]) -> tuple[str, ...] | None:
    """Give the fields of a model or a dataclass; None for any other type."""
    if issubclass(made, BaseModel):
        return tuple(made.model_fields)
    return tuple(one.name for one in fields(made)) if is_dataclass(made) else None


def plain(value: Any) -> Any:
    """Write a snapshot or an exposure as JSON, the same in any process: sets in order, decimals as text."""
    if isinstance(value, _PLAIN):
        return value
    if (names := _names(type(value))) is not None:  # type: ignore[arg-type]
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(one) for one in value), key=canonical)
    return [plain(one) for one in value]
