from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from authority.docket import Docket
from scenarios.owner import Owner

NOW = datetime(2011, 9, 1, tzinfo=UTC)


def _held(number: int, *, action: str = "production", budget: str | None = "production", money: int = 0) -> Docket:
    return Docket(
        id=f"ef_{number}",
        shop="s",
        key=f"key_{number}",
        task="t",
        turn=1,
        ordinal=number,
        employee="product",
        kind="k",
        action=action,
        payload={},
        summary="",
        origin="schedule",
        state="held",
        budget=budget,
        money_out=money,
        submitted_at=NOW,
    )


def test_production_is_approved_up_to_the_weeks_money() -> None:
    owner = Owner(production_per_order=100, production_per_week=150)
    held = [_held(1, money=90), _held(2, money=90), _held(3, money=101), _held(4, money=60)]
    assert [answer.approve for answer in owner.decide(held, 0)] == [True, False, False, True]
    assert [answer.approve for answer in owner.decide(held, 100)] == [False, False, False, False]


def test_price_leaps_are_rejected_and_small_money_is_approved() -> None:
    answers = Owner(other_per_effect=500).decide(
        [
            _held(1, action="price", budget=None),
            _held(2, action="refund", budget="refund", money=500),
            _held(3, action="refund", budget="refund", money=501),
        ],
        0,
    )
    assert [answer.approve for answer in answers] == [False, True, False]
    assert all(answer.why for answer in answers)


def test_the_owner_does_not_read_the_inbox_on_sundays() -> None:
    zone, owner = ZoneInfo("Europe/London"), Owner(hours=(time(9),))
    assert owner.times(date(2011, 9, 4), zone) == []
    assert owner.times(date(2011, 9, 5), zone) == [datetime(2011, 9, 5, 9, tzinfo=zone)]


def test_what_costs_nothing_and_can_wait_is_put_off_until_it_is_about_to_run_out() -> None:
    """Money is never put off; a listing is decided within the last day before it expires."""
    owner, row = Owner(), _held(1, action="listing", budget=None, money=0)
    row.expires_at = NOW + timedelta(hours=72)
    assert owner.decide([row], 0, NOW) == []
    assert [one.approve for one in owner.decide([row], 0, NOW + timedelta(hours=48))] == [True]
    paid = _held(2, action="refund", budget="refund", money=10)
    paid.expires_at = NOW + timedelta(hours=72)
    assert [one.approve for one in owner.decide([paid], 0, NOW)] == [True]
