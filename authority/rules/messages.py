"""Words that leave: how often, when, and what they say."""

from __future__ import annotations

from authority.effect import Exposure
from authority.limits import Limits
from authority.state import Snapshot
from authority.verdict import Verdict, deny, hold

LEADING_OUT = ("payment", "link", "contact")
"""Kinds of word faults that lead a buyer or money out of the shop."""


def message_rate(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """A buyer is not flooded."""
    if exposure.words is None:
        return None
    for thread in exposure.threads:
        if snapshot.thread_messages_hour.get(thread, 0) >= limits.message.per_thread_hour:
            return hold("message.rate", f"{limits.message.per_thread_hour} messages an hour in {thread}")
    return None


def overtaken(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """What waited for a person is not sent behind an answer that the buyer has had since."""
    for thread in exposure.threads if exposure.words is not None else ():
        if snapshot.thread_answered.get(thread):
            return deny("message.overtaken", f"the buyer in {thread} has had a newer answer since this one was written")
    return None


def quiet_hours(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """At night a buyer hears only answers to what they asked."""
    start, end = (at.hour * 60 + at.minute for at in (limits.message.quiet_from, limits.message.quiet_to))
    now = snapshot.local_minute
    is_quiet = start <= now < end if start <= end else now >= start or now < end
    answers = exposure.threads and all(snapshot.thread_waits.get(thread) for thread in exposure.threads)
    if exposure.words is None or not is_quiet or answers:
        return None
    span = f"{limits.message.quiet_from:%H:%M} and {limits.message.quiet_to:%H:%M}"
    return hold("message.quiet", f"nobody waits for an answer, and it is between {span} in the shop")


def words(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """Links, contacts, payment details and suppliers' names never leave; banned words and threats are a person's."""
    grave = [fault for fault in snapshot.word_faults if fault.partition(":")[0] in LEADING_OUT]
    if grave:
        return deny("words.leads_out", f"only what is configured may be sent: {grave[0]}")
    if secret := [fault for fault in snapshot.word_faults if fault.startswith("secret")]:
        return deny("words.secret", f"no buyer is told who supplies the shop: {secret[0]}")
    if snapshot.word_faults:
        return hold("words.banned", f"a person has to look at: {snapshot.word_faults[0]}")
    return None


def claims(limits: Limits, snapshot: Snapshot, exposure: Exposure) -> Verdict | None:
    """No message says what the shop's records do not hold."""
    return hold("claims", "; ".join(snapshot.false_claims[:3])) if snapshot.false_claims else None
