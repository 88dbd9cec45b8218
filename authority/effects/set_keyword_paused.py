"""Stop a keyword, or let it run again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from authority.effect import BidMove, Effect, Exposure, Past, effect
from kit.errors import Refused
from shops.models import Keyword, Outcome
from shops.port import Reads
from shops.writes import Writes

Cause = Literal["loss", "pace", "goods", "other"]
"""Why a keyword rests or runs: it loses money, the day's budget must last, its goods are held, anything else."""


@effect(action="ads", undo="reversible", port="ads")
class SetKeywordPaused(Effect):
    """A keyword that shall spend nothing, or spend again at the bid that stands."""

    keyword_id: str
    paused: bool
    cause: Cause

    def exposure(self, reads: Reads) -> Exposure | None:
        """Stopped, it only spends less; running again, its bid is judged as if it were set now."""
        keyword = _keyword(reads, self.keyword_id)
        if keyword is None:
            return None
        if self.paused:
            return Exposure(object_id=f"keyword:{self.keyword_id}", general=True, reduces=True)
        bid = BidMove(keyword_id=self.keyword_id, old=keyword.bid, new=keyword.bid)
        return Exposure(object_id=f"keyword:{self.keyword_id}", bids=(bid,), general=True)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Stop or start it."""
        assert writes.ads is not None
        return writes.ads.set_keyword_paused(self.keyword_id, self.paused, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The ad platform shows it so."""
        keyword = _keyword(reads, self.keyword_id)
        return keyword is not None and keyword.paused == self.paused

    def reverse(self, reads: Reads, past: Past) -> Effect:
        """Let it run again, or stop it again, if nobody has since."""
        keyword = _keyword(reads, self.keyword_id)
        if keyword is None or keyword.paused != self.paused:
            raise Refused(f"keyword {self.keyword_id} was stopped or started since; set what you want")
        return SetKeywordPaused(keyword_id=self.keyword_id, paused=not self.paused, cause="other")

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the keyword."""
        return f"{'pause' if self.paused else 'resume'} keyword {self.keyword_id}"


def _keyword(reads: Reads, keyword_id: str) -> Keyword | None:
    keywords = reads.ads.list_keywords() if reads.ads else ()
    return next((one for one in keywords if one.id == keyword_id), None)
