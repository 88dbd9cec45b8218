"""Split the daily ad money over the campaigns."""

from __future__ import annotations

from collections.abc import Callable

from pydantic import Field

from authority.effect import Effect, Exposure, Past, effect
from kit.errors import Refused
from shops.models import Outcome
from shops.port import Reads
from shops.writes import Writes


@effect(action="ads", undo="reversible", port="ads")
class SetAdBudgets(Effect):
    """New daily budgets of some campaigns, minor units by campaign id; the others keep theirs."""

    budgets: dict[str, int] = Field(min_length=1)

    def exposure(self, reads: Reads) -> Exposure | None:
        """What is newly risked a day is the rise of the sum over all campaigns; moving money inside it risks none."""
        old = _budgets(reads)
        if not self.budgets.keys() <= old.keys():
            return None
        rise = sum(self.budgets.values()) - sum(old[one] for one in self.budgets)
        lower = all(new <= old[one] for one, new in self.budgets.items())
        return Exposure(
            object_id="ads:budgets", money_out=max(0, rise), budget="ads", general=True, reduces=lower and rise <= 0
        )

    def apply(self, writes: Writes, key: str) -> Outcome:
        """Set them, all or none."""
        assert writes.ads is not None
        return writes.ads.set_budgets(self.budgets, key=key)

    def holds(self, reads: Reads, outcome: Outcome) -> bool:
        """The ad platform shows each."""
        return self.budgets.items() <= _budgets(reads).items()

    def reverse(self, reads: Reads, past: Past) -> Effect:
        """Refuse: the report since then was bought with these budgets, and the split before is not on record."""
        raise Refused("the budgets before this one were not recorded; set the budgets that you want")

    def summary(self, money: Callable[[int], str]) -> str:
        """Name campaigns and budgets."""
        return "daily ad budgets: " + ", ".join(
            f"{one} {money(amount)}" for one, amount in sorted(self.budgets.items())
        )


def _budgets(reads: Reads) -> dict[str, int]:
    return {one.id: one.daily_budget for one in reads.ads.list_campaigns()} if reads.ads else {}
