"""Change what is paid at most for one click on a keyword."""

from __future__ import annotations

from collections.abc import Callable

from authority.effect import BidMove, Effect, Exposure, Past, effect
from kit.errors import Refused
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="ads", undo="reversible", port="ads")
class SetBid(Effect):
    """A new bid, minor units a click."""

    keyword_id: str
    bid: int

    def exposure(self, reads: Reads) -> Exposure | None:
        """Ad money flows faster or slower; the daily budget bounds it."""
        old = _bid(reads, self.keyword_id)
        if old is None:
            return None
        move = BidMove(keyword_id=self.keyword_id, old=old, new=self.bid)
        return Exposure(object_id=f"keyword:{self.keyword_id}", bids=(move,), general=True)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Set the bid."""
        assert writes.ads is not None
        return writes.ads.set_bid(self.keyword_id, self.bid, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The ad platform shows the bid."""
        return _bid(reads, self.keyword_id) == self.bid

    def reverse(self, reads: Reads, past: Past) -> Effect:
        """Set the bid that stood before, if nobody changed it since."""
        if not past.exposure.bids:
            raise Refused(f"the bid of {self.keyword_id} before this one was not recorded; set the bid that you want")
        if _bid(reads, self.keyword_id) != self.bid:
            raise Refused(f"the bid of {self.keyword_id} was changed since; set the bid that you want")
        return SetBid(keyword_id=self.keyword_id, bid=past.exposure.bids[0].old)

    def summary(self, money: Callable[[int], str]) -> str:
        """Name keyword and bid."""
        return f"bid of {self.keyword_id} to {money(self.bid)}"


def _bid(reads: Reads, keyword_id: str) -> int | None:
    keywords = reads.ads.list_keywords() if reads.ads else ()
    return next((keyword.bid for keyword in keywords if keyword.id == keyword_id), None)
