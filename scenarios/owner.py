"""The owner of a simulated shop: looks into the inbox at set hours and answers by one rule, whoever asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from authority.docket import Docket


@dataclass(frozen=True)
class Decision:
    """The owner's answer to one held effect."""

    effect_id: str
    approve: bool
    why: str


@dataclass(frozen=True)
class Owner:
    """Working hours and spending limits of an owner; the same for every policy of a comparison.

    Attributes:
        hours: Local times at which the inbox is read.
        production_per_order: Largest production order, minor units.
        production_per_week: Largest sum of production orders approved in seven days, minor units.
        other_per_effect: Largest money of any other held effect, minor units.
        puts_off: Classes of actions that cost no money and are put off until they are about to run out.
        at_last: How long before that they are decided after all.
        giveaway_per_effect: Largest money that a promotion may give away in all, minor units.
    """

    hours: tuple[time, ...] = (time(9, 30), time(13, 30), time(17, 0))
    production_per_order: int = 4_000_000
    production_per_week: int = 8_000_000
    other_per_effect: int = 5_000
    puts_off: tuple[str, ...] = ("listing",)
    at_last: timedelta = timedelta(hours=24)
    giveaway_per_effect: int = 100_000

    def times(self, day: date, zone: ZoneInfo) -> list[datetime]:
        """Give the moments of a day at which the inbox is read."""
        return [datetime.combine(day, hour, zone) for hour in self.hours] if day.weekday() != 6 else []

    def decide(self, held: Iterable[Docket], approved_lately: int, now: datetime | None = None) -> list[Decision]:
        """Answer what is held; what can wait is left for later.

        Args:
            held: Held effects, oldest first.
            approved_lately: Money of production approved in the last seven days, minor units.
            now: When the inbox is read; None puts nothing off.
        """
        answers, spent = [], approved_lately
        for row in held:
            if now and row.action in self.puts_off and not row.money_out and not self._runs_out(row, now):
                continue
            if row.budget == "production":
                fits = row.money_out <= self.production_per_order
                fits = fits and spent + row.money_out <= self.production_per_week
                spent += row.money_out if fits else 0
                why = "within the week's money for goods" if fits else "too much money for goods this week"
            elif row.action == "price":
                fits, why = False, "prices move in small steps"
            else:
                gives = row.budget == "giveaway"
                fits = row.money_out <= (self.giveaway_per_effect if gives else self.other_per_effect)
                why = "a small amount" if fits else "too much at once"
            answers.append(Decision(row.id, fits, why))
        return answers

    def _runs_out(self, row: Docket, now: datetime) -> bool:
        return row.expires_at is not None and row.expires_at - now <= self.at_last
