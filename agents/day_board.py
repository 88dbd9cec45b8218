"""The learning board of a shop for its employees: one fit of the engines a morning, shared by all jobs.

What was seen is read from the shop's own records, day by day, so that a board begun anew (another process, another
list of goods) comes to the same beliefs as one that has watched all the time. Its luck follows from shop and day.
While a week of sales is not known, stock is planned by the cover that the owner states (``[production] cover_days``):
the reasons say so, and production is the owner's to approve.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import chain
from zlib import crc32
from zoneinfo import ZoneInfo

from numpy.random import PCG64, Generator, SeedSequence

from authority.limits import Limits
from decisions.board.board import EngineBoard
from decisions.day_view import DayView
from decisions.not_enough import NotEnough, not_enough
from shops.port import Keep, Reads, make_anew
from tools.shop_look import ShopLook

LOOK_BACK = 90
"""Days that a board begun anew looks back on, from the first one whose visits or clicks are known."""
ON_AND_ON = 120
"""Days that are planned for where the owner names no last one."""


@dataclass(frozen=True)
class Morning:
    """The board as it has learnt until this morning, and the shop as it stands now.

    Attributes:
        limits: The owner's limits at that moment.
    """

    board: EngineBoard
    view: DayView
    look: ShopLook
    limits: Limits


@dataclass
class DayBoard:
    """Keeps a shop's board; only the clock of whoever asks moves it on.

    Args:
        reads: The shop.
    """

    reads: Reads
    _look: ShopLook | None = None
    _board: EngineBoard = field(default_factory=lambda: EngineBoard(Generator(PCG64(0))))
    _name: int = 0
    _start: date = date.min
    _done: int = -1
    _goods: tuple[object, ...] = ()

    def morning(
        self, limits: Limits, now: datetime, ordered: Mapping[str, int] | None = None, *, keep: Keep = make_anew
    ) -> Morning | NotEnough:
        """Learn what is new until today, once, and look at the shop as it stands.

        Args:
            limits: The owner's.
            now: The moment.
            ordered: Pieces by SKU of production that waits for the owner; they count as on the way.
            keep: Keeps the look at the shop for who asks again at the same moment.
        """
        goods = self._listed()
        if not goods[0]:
            return not_enough(("an article of known cost", "至少一个已知成本的商品"))
        if self._look is None or goods != self._goods:
            self._begin(limits, now)
            self._goods = goods
        assert self._look is not None
        look, today = self._look, now.astimezone(self._look.zone).date()
        look.limits = limits
        number = (today - self._start).days
        look.terms = replace(look.terms, horizon=self._horizon(limits, number), salvage=float(limits.season.left_worth))
        # what a view takes of the limits is in its key; its terms are those of today
        key = ("view", look, now, limits.price, limits.floor, limits.ads)

        def fresh() -> DayView:
            brought = keep(("brought", look, number), lambda: look.brought(number - 1))
            return look.view(number, now, brought=brought)

        view = replace(keep(key, fresh), terms=look.terms)
        unseen = chain(look.past_views(self._done + 1, number), (view,)) if self._done < number else ()
        for day in unseen:
            self._done = day.day
            ordinal = (self._start + timedelta(days=self._done)).toordinal()
            self._board.luck = Generator(PCG64(SeedSequence([self._name, ordinal])))
            self._board.watch(day)
        seen = len(look.terms.past_orders) + number
        if not seen:
            return not_enough(("a day with visits or orders on record", "至少一天的访客或订单记录"))
        due = view.due.copy()
        for sku, pieces in (ordered or {}).items():
            if sku in look.place:
                due[look.place[sku], min(look.terms.lead_days, due.shape[1] - 1)] += pieces
        return Morning(self._board, replace(view, due=due), look, limits)

    def _listed(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Give the goods of known cost and the keywords: others than yesterday's are another board's."""
        skus = tuple(one.sku for one in self.reads.shop.list_variants() if one.cost is not None)
        return skus, tuple(one.id for one in self.reads.ads.list_keywords()) if self.reads.ads else ()

    def _begin(self, limits: Limits, now: datetime) -> None:
        """Begin on the first day whose visits or clicks are known, at most so many days ago."""
        info = self.reads.shop.info()
        self._name = crc32(info.id.encode())
        today = now.astimezone(ZoneInfo(info.time_zone)).date()
        since = today - timedelta(days=LOOK_BACK)
        visits = [row.day for row in self.reads.shop.list_traffic(since=since, until=today)]
        ads = self.reads.ads.keyword_report(since=since, until=today) if self.reads.ads else ()
        self._start = min([*visits, *(row.day for row in ads)], default=today)
        season, self._done = limits.season, -1
        dates = [((day - self._start).days, name) for name, day in season.dates.items()]
        self._look = ShopLook(
            self.reads,
            limits,
            start=self._start,
            horizon=ON_AND_ON,
            salvage=float(season.left_worth),
            events=dates,
        )
        self._board = EngineBoard(Generator(PCG64(0)))

    def _horizon(self, limits: Limits, number: int) -> int:
        ends = limits.season.ends
        return number + ON_AND_ON if ends is None else max(number + 1, (ends - self._start).days)
