"""Give a buyer's matter that came in no conversation to a person."""

from __future__ import annotations

from collections.abc import Callable

from authority.effect import Effect, Exposure, Past, effect
from authority.effects.take_back import TakeBack
from kit.errors import Refused
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="care", undo="compensable", port="messages")
class OpenCase(Effect):
    """A conversation that a person has from the start; ``note`` is what they should know. The buyer is told nothing."""

    customer_id: str
    note: str
    order_id: str | None

    def exposure(self, reads: Reads) -> Exposure:
        """It only makes a person look."""
        return Exposure(object_id=f"case:{self.order_id or self.customer_id}", reduces=True)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Open it."""
        assert writes.messages is not None
        return writes.messages.open_case(self.customer_id, order_id=self.order_id, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """A person has the new conversation."""
        assert reads.messages is not None
        return reads.messages.get_thread(str(outcome.object_id)).with_person

    def reverse(self, reads: Reads, past: Past) -> Effect:
        """Give the conversation to the staff."""
        assert reads.messages is not None
        thread = str(past.outcome.object_id)
        if not reads.messages.get_thread(thread).with_person:
            raise Refused(f"the staff has {thread} already")
        return TakeBack(thread_id=thread)

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the buyer and the note."""
        return f"case of {self.customer_id} to a person: {self.note}"
