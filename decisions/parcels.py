"""What is wrong with a parcel on its way: not collected, not moving, in trouble, late, lost, coming back.

By what the carrier reports (:mod:`shops.traces`); where nobody reports anything, by the days since it left. Source of
the hours: jobs.md of the design, "no pickup scan in 24 h, stuck > 48 h, returned"; the days until a parcel counts as
lost are ours, longer than carriers say.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from shops.traces import Trace, TraceKind

Trouble = Literal["uncollected", "stuck", "exception", "wrong_city", "late", "returned", "lost"]
RANK: dict[Trouble, int] = {
    "uncollected": 1,
    "stuck": 2,
    "exception": 2,
    "wrong_city": 2,
    "late": 2,
    "returned": 3,
    "lost": 3,
}
"""A buyer hears of a parcel again only when it has come to a higher rank; at the third it is a person's."""
UNCOLLECTED = timedelta(hours=24)
STUCK_HOME, STUCK_ABROAD = timedelta(hours=48), timedelta(hours=96)
LOST_HOME, LOST_ABROAD = timedelta(days=7), timedelta(days=14)
"""Without any report."""
DAYS_HOME, DAYS_ABROAD = timedelta(days=7), timedelta(days=21)
"""On the way, where no carrier reports or promises anything: late after them, lost after twice as long."""
GRACE = timedelta(hours=24)
"""After the carrier's own day; a parcel of that evening is brought on the next."""


def trouble_of(
    trace: Trace, now: datetime, *, is_home: bool, is_reported: bool = True, city: str = ""
) -> Trouble | None:
    """Say what is wrong with a parcel, the gravest first; None if nothing is.

    Args:
        trace: What is known of it.
        now: The moment.
        is_home: Whether it stays in the country.
        is_reported: Whether this platform reports traces at all.
        city: Where it goes; out for delivery in another one is wrong, where both are named.
    """
    since, last = now - trace.parcel.shipped_at, trace.last
    if trace.parcel.delivered_at is not None or (last is not None and last.kind is TraceKind.DELIVERED):
        return None
    if not is_reported:
        days = DAYS_HOME if is_home else DAYS_ABROAD
        return "lost" if since >= 2 * days else "late" if since >= days else None
    if last is None:
        quiet = since
        return "lost" if quiet >= _lost(is_home) else "uncollected" if quiet >= UNCOLLECTED else None
    quiet = now - last.at
    if last.kind is TraceKind.RETURNED:
        return "returned"
    if quiet >= _lost(is_home):
        return "lost"
    if last.kind is TraceKind.EXCEPTION:
        return "exception"
    if last.kind is TraceKind.OUT_FOR_DELIVERY and last.place and city and not _is_there(last.place, city):
        return "wrong_city"
    if quiet >= (STUCK_HOME if is_home else STUCK_ABROAD):
        return "stuck"
    return "late" if trace.expected_by is not None and now >= trace.expected_by + GRACE else None


def may_be_in_trouble(trace: Trace, now: datetime, *, is_reported: bool = True) -> bool:
    """Tell whether anything can be wrong with a parcel wherever it goes; the arguments as of :func:`trouble_of`.

    At home everything is late sooner than abroad, and only what is out for delivery can be in a wrong city.
    """
    is_out = trace.last is not None and trace.last.kind is TraceKind.OUT_FOR_DELIVERY
    return is_out or trouble_of(trace, now, is_home=True, is_reported=is_reported) is not None


def _is_there(place: str, city: str) -> bool:
    """Tell whether a place names a city, or the other way about: 杭州 and 杭州市余杭区."""
    one, other = (" ".join(name.casefold().removesuffix("市").split()) for name in (place, city))
    return one in other or other in one


def _lost(is_home: bool) -> timedelta:
    return LOST_HOME if is_home else LOST_ABROAD
