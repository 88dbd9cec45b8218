"""What is out of the ordinary is found, what is ordinary is not: the false alarms that are stated are measured."""

from __future__ import annotations

import numpy as np
import pytest

from decisions.anomaly import LEAST_DAYS, LEVEL, OWN_DAYS, Anomaly, Series, discovered, find_anomalies

SEASON = np.array([1.2, 1.0, 1.1, 1.0, 0.9, 0.3, 0.6])
LOOKS = 400


def world(rng: np.random.Generator, days: int = 71) -> dict[str, np.ndarray]:
    """Draw a stationary shop: money with a week's season, counts, and rare refunds; the last day is a Monday."""
    weekdays = (np.arange(days) - days + 1) % 7
    visitors = rng.poisson(500 * SEASON[weekdays])
    orders = rng.poisson(0.06 * visitors)
    gmv = np.array([rng.lognormal(9.2, 0.7, count).sum() for count in orders])
    spend = rng.lognormal(8, 0.15, days) * SEASON[weekdays]
    return {"gmv": gmv, "visitors": visitors, "ad_spend": spend, "refunds": rng.poisson(0.4, days)}


def series_of(shop: dict[str, np.ndarray], **last: float) -> list[Series]:
    """Give the series of a shop, with other values for the last day."""
    found = []
    for name, values in shop.items():
        numbers = [*map(float, values[:-1]), last.get(name, float(values[-1]))]
        found.append(Series(name=name, values=tuple(numbers), weekday=0))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_false_alarms_over_all_measures_stay_near_the_stated_level(seed: int) -> None:
    """Measured over 400 looks a seed: jumps at most 1.5 %, drifts at most 1.5 % of looks at four series."""
    rng = np.random.default_rng(seed)
    jumps = drifts = 0
    for _ in range(LOOKS):
        kinds = {one.kind for one in find_anomalies(series_of(world(rng)), least_effect=1)}
        jumps += "jump" in kinds
        drifts += "drift" in kinds
    assert jumps <= (LEVEL + 0.01) * LOOKS, f"{jumps} of {LOOKS} looks"
    assert drifts <= 0.04 * LOOKS, f"{drifts} of {LOOKS} looks"


def test_a_day_at_a_fifth_of_its_sales_and_one_at_five_times_are_found() -> None:
    rng = np.random.default_rng(7)
    shops = [world(rng) for _ in range(40)]
    for factor, is_high in ((0.2, False), (5.0, True)):
        found = [
            find_anomalies(series_of(shop, gmv=float(shop["gmv"][-1] * factor)), least_effect=1, drift=False)
            for shop in shops
        ]
        hits = [[one for one in seen if one.name == "gmv"] for seen in found]
        assert sum(map(bool, hits)) >= 0.9 * len(shops)
        assert all((one.value > one.expected) is is_high for seen in hits for one in seen)


def test_visitors_that_creep_away_are_found_as_drift_and_not_as_a_jump() -> None:
    rng = np.random.default_rng(3)
    hits = 0
    for _ in range(20):
        shop = world(rng)
        shop["visitors"] = np.concatenate([shop["visitors"][:-14], shop["visitors"][-14:] * 0.88])
        found = [one for one in find_anomalies(series_of(shop), least_effect=1) if one.name == "visitors"]
        hits += [(one.kind, one.value < one.expected) for one in found] == [("drift", True)]
    assert hits >= 18


@pytest.mark.parametrize(("weekday", "found"), [(5, 0), (0, 1)])
def test_the_quiet_day_of_the_week_is_ordinary_and_the_same_number_on_a_busy_one_is_not(
    weekday: int, found: int
) -> None:
    days = range(weekday - 70, weekday)
    values = [100 * float(SEASON[day % 7]) * (1 + 0.03 * (day * 5 % 3 - 1)) for day in days]
    series = Series(name="gmv", values=(*values, 30.0), weekday=weekday, unit_value=100)
    assert len(find_anomalies([series], least_effect=1, drift=False)) == found


@pytest.mark.parametrize(("days", "said"), [(LEAST_DAYS - 1, 0), (LEAST_DAYS, 1)])
def test_nothing_is_said_of_a_young_series(days: int, said: int) -> None:
    values = [100.0 + day % 5 for day in range(days)]
    found = find_anomalies([Series(name="gmv", values=(*values, 900.0), weekday=0)], least_effect=1, drift=False)
    assert len(found) == said


def test_days_that_nobody_counted_are_no_days() -> None:
    values = [100.0 + day % 5 for day in range(LEAST_DAYS - 1)]
    young = Series(name="gmv", values=(*[None] * 40, *values, 900.0), weekday=0)
    assert find_anomalies([young], least_effect=1) == []


def test_what_is_worth_less_than_the_least_money_is_not_said() -> None:
    values = tuple([*[100.0 + day % 5 for day in range(60)], 400.0])
    series = [Series(name="gmv", values=values, weekday=0)]
    (one,) = find_anomalies(series, least_effect=290, drift=False)
    assert 290 <= one.effect <= 300
    assert find_anomalies(series, least_effect=310, drift=False) == []


def test_a_day_that_is_not_over_can_only_be_too_high() -> None:
    values = [100.0 + day % 5 for day in range(60)]
    for last, found in ((5.0, 0), (400.0, 1)):
        series = Series(name="gmv", values=(*values, last), weekday=0, is_partial=True)
        assert len(find_anomalies([series], least_effect=1)) == found


def test_the_step_up_procedure_keeps_what_benjamini_and_hochberg_keep() -> None:
    """The largest rank k with p(k) ≤ k/m · level, and all before it."""

    def kept(*chances: float) -> list[float]:
        found = [
            Anomaly(name=f"m{place}", kind="jump", value=1, expected=1, score=1, chance=chance, effect=1)
            for place, chance in enumerate(chances)
        ]
        return [one.chance for one in discovered(found, 0.05)]

    assert kept(0.01, 0.04, 0.03, 0.9) == [0.01]
    assert kept(0.01, 0.04, 0.03, 0.04) == [0.01, 0.03, 0.04, 0.04]
    assert kept(0.2, 0.9) == []


def broken(shop: dict[str, np.ndarray], began: int, factor: float) -> list[Series]:
    """Give the series of a shop whose sales before ``began`` were loaded, at another level than its own."""
    found = []
    for one in series_of(shop):
        values = tuple(
            None if value is None else value * factor if place < began and one.name == "gmv" else value
            for place, value in enumerate(one.values)
        )
        found.append(one.model_copy(update={"values": values, "began": began if one.name == "gmv" else 0}))
    return found


@pytest.mark.parametrize("own", [6, 8, 20])
@pytest.mark.parametrize("factor", [0.4, 2.5])
def test_the_break_between_loaded_and_own_days_alarms_no_more_often_than_chance(own: int, factor: float) -> None:
    """As long as it is there the level is the own days'; with too few of them nothing is said."""
    rng, looks, alarms = np.random.default_rng(own), 100, 0
    for _ in range(looks):
        found = find_anomalies(broken(world(rng), 70 - own, factor), least_effect=1)
        alarms += any(one.name == "gmv" for one in found)
    assert alarms <= 0.06 * looks
    assert own >= OWN_DAYS or alarms == 0


def test_without_the_break_being_known_the_same_days_alarm_nearly_always() -> None:
    rng = np.random.default_rng(1)
    shops = [[one.model_copy(update={"began": 0}) for one in broken(world(rng), 62, 2.5)] for _ in range(30)]
    assert sum(any(one.name == "gmv" for one in find_anomalies(shop, least_effect=1)) for shop in shops) >= 25


def test_a_day_far_from_the_own_level_is_found_though_the_loaded_days_stood_elsewhere() -> None:
    rng, hits = np.random.default_rng(4), 0
    for _ in range(30):
        shop = world(rng)
        shop["gmv"][-1] *= 6
        found = find_anomalies(broken(shop, 58, 0.4), least_effect=1, drift=False)
        hits += any(one.name == "gmv" and one.value > one.expected for one in found)
    assert hits >= 25


def test_a_weekday_that_was_always_closed_is_no_fall_while_weeks_are_few() -> None:
    values = tuple(0.0 if place % 7 == 6 else 700.0 + place % 5 * 9 for place in range(28))
    closed = Series(name="visitors", values=values, weekday=5)
    assert find_anomalies([closed], least_effect=1, drift=False) == []
    fell = Series(name="visitors", values=(*values[:-2], 0.0), weekday=4)
    (found,) = find_anomalies([fell], least_effect=1, drift=False)
    assert found.value == 0


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, -5.0])
def test_a_value_that_cannot_be_is_a_day_that_is_not_known(bad: float) -> None:
    days, rest = tuple(float(value) for value in np.random.default_rng(4).poisson(300, 60)), (None,) * 3
    for one, other in (((*days, bad), (*days, None)), ((*days[:30], bad, *days[31:], 3000.0), None)):
        other = other or (*days[:30], None, *days[31:], 3000.0)
        odd, known = (Series(name="a", values=(*rest, *values), weekday=0) for values in (one, other))
        assert find_anomalies([odd], least_effect=1) == find_anomalies([known], least_effect=1)


def test_a_series_without_days_says_nothing_and_a_worth_is_a_number() -> None:
    assert find_anomalies([Series(name="a", values=(), weekday=0)], least_effect=1) == []
    with pytest.raises(ValueError, match="unit_value"):
        Series(name="a", values=(1.0,), weekday=0, unit_value=np.nan)
