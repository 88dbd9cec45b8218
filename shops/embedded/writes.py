"""Writes that happen once: every key is stored with its outcome in the transaction of what it did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from kit.ids import canonical
from shops.embedded.rows import add_rows, find_row
from shops.embedded.store import ShopStore
from shops.embedded.tables import WRITE
from shops.models import Outcome, OutcomeStatus

Faults = Callable[[str, str], OutcomeStatus | None]
"""Called with (operation, key) before a write, e.g. ``("ship", "task_1/0")``. Gives None for no fault; ``unknown`` to
carry the write out and lose the answer; ``refused`` or ``needs_person`` to answer so and write nothing."""


class WriteJournal:
    """Carries writes out, each key once.

    Args:
        store: The shop's rows.
        faults: Faults to inject in tests and drills.
    """

    def __init__(self, store: ShopStore, faults: Faults | None = None) -> None:
        self.store = store
        self._faults = faults

    def once(
        self, operation: str, key: str, arguments: dict[str, Any], act: Callable[[sa.Connection], Outcome]
    ) -> Outcome:
        """Carry a write out, or give the first answer if the key was carried out before.

        Args:
            operation: Name of the method that was called, e.g. ``"set_price"``.
            key: Idempotency key.
            arguments: What was asked, as JSON; the same key with other arguments is refused.
            act: Does the write in the transaction given. It checks before it changes anything: an outcome
                ``refused`` is stored too. An exception leaves nothing behind, not even the key.
        """
        asked = canonical(arguments)
        with self.store.writing() as connection:
            earlier = find_row(connection, WRITE, self.store.shop_id, "key", key)
            if earlier is not None:
                if (earlier.operation, earlier.arguments) != (operation, asked):
                    return refused("key was used for another write")
                return Outcome.model_validate_json(earlier.outcome)
            fault = self._faults(operation, key) if self._faults else None
            if fault not in (None, OutcomeStatus.UNKNOWN):
                return Outcome(status=fault, message="injected fault: nothing was written")
            outcome = act(connection)
            row = {"key": key, "operation": operation, "arguments": asked, "outcome": outcome.model_dump_json()}
            add_rows(connection, WRITE, [{"shop_id": self.store.shop_id, "at": self.store.clock.now(), **row}])
        if fault is OutcomeStatus.UNKNOWN:
            return Outcome(status=OutcomeStatus.UNKNOWN, message="injected fault: the answer was lost; probe the key")
        return outcome

    def probe(self, key: str) -> Outcome | None:
        """Give the answer to an earlier write with this key, or None if it never arrived."""
        with self.store.reading() as connection:
            row = find_row(connection, WRITE, self.store.shop_id, "key", key)
        return None if row is None else Outcome.model_validate_json(row.outcome)


def done(object_id: str) -> Outcome:
    """Make the outcome of a write that was carried out."""
    return Outcome(status=OutcomeStatus.DONE, object_id=object_id)


def refused(why: str) -> Outcome:
    """Make the outcome of a write that the shop will not carry out."""
    return Outcome(status=OutcomeStatus.REFUSED, message=why)
