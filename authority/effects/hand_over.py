"""Give a conversation to a person; the staff is silent in it from then on."""

from __future__ import annotations

from collections.abc import Callable

from authority.effect import Effect, Exposure, Past, effect
from authority.effects.take_back import TakeBack
from kit.errors import Refused
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="care", undo="compensable", port="messages")
class HandOver(Effect):
    """A person takes the thread; ``note`` is what they should know."""

    thread_id: str
    note: str

    def exposure(self, reads: Reads) -> Exposure:
        """It only makes the staff do less."""
        return Exposure(object_id=f"thread:{self.thread_id}", threads=(self.thread_id,), reduces=True)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Hand it over."""
        assert writes.messages is not None
        return writes.messages.hand_over(self.thread_id, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The thread is with a person."""
        assert reads.messages is not None
        return reads.messages.get_thread(self.thread_id).with_person

    def reverse(self, reads: Reads, past: Past) -> Effect:
        """Give the conversation back to the staff."""
        assert reads.messages is not None
        if not reads.messages.get_thread(self.thread_id).with_person:
            raise Refused(f"the staff has {self.thread_id} already")
        return TakeBack(thread_id=self.thread_id)

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the thread and the note."""
        return f"{self.thread_id} to a person: {self.note}"
