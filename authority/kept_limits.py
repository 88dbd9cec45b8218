"""Limits as they were when a verdict was made: kept once under their digest, and read by any later release.

A row says by number what it holds. What an older number lacks is added by a stated step when it is read; the row itself
is never changed, since its digest stands in the ledger.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError
from sqlmodel import Session, SQLModel

from authority.limits import Limits
from authority.rows import LimitsRow
from kit.errors import Refused
from kit.ids import canonical, stable_id
from kit.store import add_once

_LIMITS = SQLModel.metadata.tables[str(LimitsRow.__tablename__)]
VERSION = 2
"""What a row holds that is written now; one more for every field that is added and must be stated."""

Body = dict[str, Any]


def _with_currency(body: Body, currency: str) -> Body:
    """From 1 to 2: amounts had no currency of their own; they were the shop's, and every one of them was stated."""
    return body | {"currency": currency, "unstated": []}


UPGRADES: dict[int, Callable[[Body, str], Body]] = {1: _with_currency}
"""The step from each version to the next."""


def keep_limits(connection: sa.Connection, shop: str, by: Limits) -> bool:
    """Store limits once, under their digest; tell whether they stood there before."""
    row = {"shop": shop, "digest": by.digest, "body": by.model_dump(mode="json"), "version": VERSION}
    return not add_once(connection, _LIMITS, row)


def kept_limits(session: Session, shop: str, digest: str, *, currency: str) -> Limits:
    """Read limits that a verdict was made by.

    Args:
        session: Open transaction on the staff's database.
        shop: The shop.
        digest: Their id, as the verdict names it.
        currency: The shop's, for rows that were stored before limits named one.

    Raises:
        Refused: They are not stored, were changed after they were stored, or lack a field that no step adds.
    """
    row = session.get(LimitsRow, (shop, digest))
    if row is None:
        raise Refused(f"the limits {digest} are not stored")
    if stable_id("limits", canonical(row.body)) != digest:
        raise Refused(f"the stored limits are not {digest} any more")
    body = row.body
    for version in range(row.version, VERSION):
        body = UPGRADES[version](body, currency)
    try:
        return Limits.model_validate(body)
    except ValidationError as error:
        fault = error.errors()[0]
        name = ".".join(map(str, fault["loc"]))
        raise Refused(f"the stored limits {digest} cannot be read by this release: {name}: {fault['msg']}") from error
