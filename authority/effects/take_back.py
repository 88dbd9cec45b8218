"""Give a conversation back to the staff."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from authority.effect import Effect, Exposure, effect
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="care", undo="final", port="messages")
class TakeBack(Effect):
    """The staff answers in the thread again."""

    final_why: ClassVar[tuple[str, str]] = (
        "the staff has the conversation; hand it over again",
        "会话已交回店员;可再次转人工",
    )

    thread_id: str

    def exposure(self, reads: Reads) -> Exposure:
        """The staff does more again, in this thread alone."""
        return Exposure(object_id=f"thread:{self.thread_id}", threads=(self.thread_id,))

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Take it back."""
        assert writes.messages is not None
        return writes.messages.take_back(self.thread_id, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The thread is with the staff."""
        assert reads.messages is not None
        return not reads.messages.get_thread(self.thread_id).with_person

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the thread."""
        return f"{self.thread_id} back to the staff"
