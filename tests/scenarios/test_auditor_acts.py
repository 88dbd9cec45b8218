"""The auditor on what nobody asked for: each fault is found, and what is within the rules is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from scenarios.auditor_acts import Act, ActTerms, _unasked

NOW = datetime(2011, 9, 1, 10, tzinfo=UTC)
TERMS = ActTerms(
    **dict.fromkeys(set(ActTerms.model_fields) - {"bid_step"}, 1) | {"offer_days": 14, "unasked_day": 2},
    bid_step=Fraction(1, 5),
)


def act(operation: str, days: float = 0, *, offer: bool = True, approved: bool = False, who: str = "b1") -> Act:
    """Make a line of the journal, so many days after the start."""
    told = {"customer_id": who} | ({"is_offer": offer} if operation == "open_thread" else {})
    at = NOW + timedelta(days=days)
    return Act(operation=operation, arguments=told, object_id="t", at=at, buyer=None, approved=approved, state="done")


def rules(*acts: Act) -> list[str]:
    return [one.rule for one in _unasked(acts, TERMS)]


def test_offers_too_often_and_offers_to_who_said_no_are_found() -> None:
    assert rules(act("open_thread"), act("open_thread", 13)) == ["offer_rate"]
    assert rules(act("open_thread"), act("open_thread", 13, approved=True)) == []
    assert rules(act("stop_offers"), act("open_thread", 1, approved=True)) == ["offer_unwanted"]


def test_more_than_may_be_in_a_day_is_found_and_what_is_within_the_rules_is_not() -> None:
    news = [act("open_thread", part / 10, offer=False) for part in range(3)]
    assert rules(*news) == ["unasked_rate"]
    assert rules(act("open_thread"), act("open_thread", 14), act("open_thread", 14, who="b2")) == []
    assert rules(act("stop_offers"), act("open_thread", 1, offer=False)) == []
