"""Send a message to a buyer."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from pydantic import Field

from authority.effect import Effect, Exposure, effect
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="message", undo="final", port="messages")
class SendMessage(Effect):
    """Text to the buyer of one thread."""

    final_why: ClassVar[tuple[str, str]] = (
        "a message that was sent has been read; write another that corrects it",
        "消息已发出;请再发一条更正",
    )

    thread_id: str
    # reading a text for its words takes time that grows with the square of its length, under the desk's lock
    text: str = Field(max_length=2000)

    def exposure(self, reads: Reads) -> Exposure:
        """Words leave the house."""
        return Exposure(object_id=f"thread:{self.thread_id}", words=self.text, threads=(self.thread_id,))

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Send it."""
        assert writes.messages is not None  # the desk has looked
        return writes.messages.send_message(self.thread_id, self.text, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The thread shows the message."""
        assert reads.messages is not None
        return any(message.id == outcome.object_id for message in reads.messages.get_thread(self.thread_id).messages)

    def summary(self, money: Callable[[int], str]) -> str:
        """Give the first words."""
        words = self.text if len(self.text) <= 80 else self.text[:79] + "…"
        return f"message in {self.thread_id}: {words}"
