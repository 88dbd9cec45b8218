"""Splitting ad money: the sum stays, steps are small, the next unit brings the same everywhere."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.ad_budget import LEAST_DAYS, CampaignCase, Curve, SplitAdvice, advise_raise, advise_split, fit_curve

STEP = Decimal("0.20")


def campaign(name: str, *, budget: int = 3000, a: float, b: float, days: int = 28, used: float = 1.0) -> CampaignCase:
    """A campaign that spends its budget, a little less on some days, and brings what its curve says."""
    spends = [round(budget * used * (1 - 0.1 * (day % 3))) for day in range(days)]
    return CampaignCase(
        campaign_id=name,
        currency="GBP",
        budget=budget,
        days=tuple((spend, round(a * -math.expm1(-b * spend))) for spend in spends),
    )


GOOD = campaign("good", a=40_000, b=1 / 9000)
POOR = campaign("poor", a=4_000, b=1 / 800)


def split(*cases: CampaignCase, step: Decimal = STEP) -> SplitAdvice | None:
    return advise_split(cases, step=step)


def test_money_goes_where_the_next_unit_brings_more_and_the_sum_stays() -> None:
    advice = split(GOOD, POOR)
    assert advice is not None
    assert advice.budgets == {"good": 3600, "poor": 2400}
    assert advice.gain > 0
    assert "next unit" in advice.reason and "总额不变" in advice.reason_zh


def test_alike_campaigns_stay_as_they_are() -> None:
    assert split(GOOD, GOOD.model_copy(update={"campaign_id": "twin"})) is None


def test_a_campaign_that_leaves_money_over_is_given_no_more() -> None:
    """It spends half of its budget, however well each unit of it pays."""
    idle = campaign("idle", a=90_000, b=1 / 9000, used=0.5)
    advice = split(idle, POOR)
    assert advice is None or advice.budgets.get("idle", 3000) <= 3000


def test_more_money_is_asked_for_where_it_ran_out_on_each_of_the_last_days() -> None:
    out, left = (CampaignCase(campaign_id=name, currency="GBP", budget=3000, days=((3000, 9000), (2900, 0), (last, 0)))
                 for name, last in (("out", 2800), ("left", 2000)))  # fmt: skip
    wanted = {"out": 9000, "left": 9000}
    advice = advise_raise([out, left], wanted, step=STEP, most=10_000)
    assert advice is not None
    assert advice.budgets == {"out": 3600}
    assert "ran out" in advice.reason and "每天用完" in advice.reason_zh
    few = advise_raise([out, left], wanted | {"out": 3100}, step=STEP, most=10_000)
    assert few is not None and few.budgets == {"out": 3100}, "no more than clicks can spend"
    assert advise_raise([out, left], {"out": 2000}, step=STEP, most=10_000) is None
    assert advise_raise([out, left], wanted, step=STEP, most=6_599) is None, "above the owner's sum"
    lost = out.model_copy(update={"days": tuple((spend, 0) for spend, _ in out.days)})
    assert advise_raise([lost], wanted, step=STEP, most=10_000) is None, "it brings less than it costs"
    new = out.model_copy(update={"days": ((3000, 9000), (2900, 0))})
    assert advise_raise([new], wanted, step=STEP, most=10_000) is None, "two days"


def test_a_day_is_measured_by_its_own_budget_and_the_last_one_by_todays() -> None:
    grown = CampaignCase(
        campaign_id="grown",
        currency="GBP",
        budget=3600,
        days=((3000, 9000), (2900, 0), (3500, 0)),
        caps=(3000, 3000, 3600),
    )
    assert grown.used_up()
    assert not grown.model_copy(update={"caps": (3600, 3600, 3600)}).used_up()
    assert not grown.model_copy(update={"caps": (3000, 3000, 3000)}).used_up(), "no whole day at today's budget"


def test_raises_together_stay_within_what_the_owner_would_hear_of() -> None:
    cases = [CampaignCase(campaign_id=name, currency="GBP", budget=budget, days=((budget, 9000),) * 3)
             for name, budget in (("a", 3000), ("b", 1000))]  # fmt: skip
    advice = advise_raise(cases, {"a": 9000, "b": 9000}, step=STEP, most=10_000, rise_at_most=400)
    assert advice is not None and advice.budgets == {"a": 3300, "b": 1100}
    assert advise_raise(cases, {"a": 9000, "b": 9000}, step=STEP, most=10_000, rise_at_most=0) is None


def test_too_few_days_or_one_campaign_tell_nothing() -> None:
    assert split(GOOD) is None
    assert split(GOOD, campaign("new", a=9000, b=1 / 900, days=LEAST_DAYS - 1)) is None
    assert fit_curve(campaign("new", a=9000, b=1 / 900, days=LEAST_DAYS - 1)) is None


def test_with_room_enough_the_next_unit_brings_the_same_everywhere() -> None:
    """Against the condition of the optimum, on the engine's own curves."""
    advice = split(GOOD, POOR, step=Decimal("0.99"))
    assert advice is not None
    curves = [curve for case in (GOOD, POOR) if (curve := fit_curve(case)) is not None]
    first, second = (
        curve.next_unit(advice.budgets[name]) for curve, name in zip(curves, ("good", "poor"), strict=True)
    )
    assert math.isclose(first, second, rel_tol=0.01)


def test_a_known_curve_is_found_again_from_days_that_differ() -> None:
    spends = [500, 1000, 2000, 3000, 4000, 6000, 8000, 9000] * 4
    days = tuple((spend, round(30_000 * -math.expm1(-spend / 3000))) for spend in spends)
    found = fit_curve(CampaignCase(campaign_id="c", currency="GBP", budget=4000, days=days))
    assert isinstance(found, Curve)
    for spend in (1000, 4000, 8000):
        assert math.isclose(found.value(spend), 30_000 * -math.expm1(-spend / 3000), rel_tol=0.1)


cases = st.builds(
    lambda name, budget, a, b, used: campaign(name, budget=budget, a=a, b=1 / b, used=used),
    st.sampled_from("abcdef"),
    st.integers(50, 20_000),
    st.floats(0, 90_000),
    st.floats(50, 30_000),
    st.sampled_from([1.0, 0.95, 0.5]),
)


@given(st.lists(cases, min_size=2, max_size=5, unique_by=lambda case: case.campaign_id))
def test_whatever_the_figures_the_sum_stays_and_no_step_is_too_large(found: list[CampaignCase]) -> None:
    advice = advise_split(found, step=STEP)
    old = {case.campaign_id: case.budget for case in found}
    if advice is not None:
        assert sum((old | advice.budgets).values()) == sum(old.values())
        for name, amount in advice.budgets.items():
            assert 1 <= amount and abs(amount - old[name]) <= old[name] * 0.2 + 1


def test_without_money_there_is_nothing_to_split_and_a_step_is_a_share() -> None:
    assert split(*(one.model_copy(update={"budget": 0}) for one in (GOOD, POOR))) is None
    assert split(GOOD.model_copy(update={"budget": -1000}), POOR) is None
    for step in ("NaN", "5", "-0.1", "Infinity"):
        with pytest.raises(ValueError, match="step must lie"):
            split(GOOD, POOR, step=Decimal(step))
