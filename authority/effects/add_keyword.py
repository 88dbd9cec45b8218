"""Bid on another search word."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import Field

from authority.effect import BidMove, Effect, Exposure, Past, effect
from authority.effects.set_keyword_paused import SetKeywordPaused
from authority.words import word_faults
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="ads", undo="compensable", port="ads")
class AddKeyword(Effect):
    """A word that buyers type, with the most that a click may cost; it shares its campaign's budget."""

    campaign_id: str
    text: str = Field(min_length=1, max_length=80)
    bid: int = Field(ge=1)
    skus: tuple[str, ...]

    def exposure(self, reads: Reads) -> Exposure | None:
        """Its bid is judged as one that stands; the day's money stays that of the campaign."""
        campaigns = reads.ads.list_campaigns() if reads.ads else ()
        if all(one.id != self.campaign_id for one in campaigns) or word_faults(self.text):
            return None
        bid = BidMove(keyword_id="new", old=self.bid, new=self.bid)
        return Exposure(object_id=f"keyword:{self.text}", bids=(bid,), general=True)

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Add it."""
        assert writes.ads is not None
        return writes.ads.add_keyword(self.campaign_id, self.text, self.bid, self.skus, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The ad platform shows it."""
        keywords = reads.ads.list_keywords(campaign_id=self.campaign_id) if reads.ads else ()
        return any(one.id == outcome.object_id and one.text == self.text for one in keywords)

    def reverse(self, reads: Reads, past: Past) -> Effect:
        """Stop it; what it has spent stays spent."""
        assert past.outcome.object_id is not None
        return SetKeywordPaused(keyword_id=past.outcome.object_id, paused=True, cause="other")

    def summary(self, money: Callable[[int], str]) -> str:
        """Name the word and its bid."""
        return f"bid {money(self.bid)} on {self.text!r} in {self.campaign_id}"
