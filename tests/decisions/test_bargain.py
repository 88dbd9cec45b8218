"""Bargaining never crosses its reserve, never rises, gives only for conditions, and ends."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from decisions.bargain import KAPPA, MAX_ROUNDS, Condition, Standing, advise_bargain, conceded_price, reserve_price

RATE = Decimal("0.03")
SHARES = dict.fromkeys(Condition, Decimal("0.01"))
PRICES = st.integers(1, 200_000)
GIVEN = st.frozensets(st.sampled_from(Condition))


def standing(**values: object) -> Standing:
    return Standing.model_validate({"listed": 1000, "floor": 700, "rounds": 0} | values)


def test_each_round_asks_for_one_condition_more_and_lets_off_its_share() -> None:
    last, seen = None, []
    for rounds in range(MAX_ROUNDS):
        advice = advise_bargain(standing(rounds=rounds, last=last), RATE, SHARES)
        last = advice.unit_price
        seen.append((advice.verdict, advice.unit_price, [str(one) for one in advice.conditions]))
    assert seen == [
        ("offer", 990, ["pay_now"]),
        ("offer", 980, ["pay_now", "lead_time"]),
        ("offer", 970, ["pay_now", "lead_time", "repurchase"]),
    ]
    assert advise_bargain(standing(rounds=3, last=970), RATE, SHARES).verdict == "final"


def test_what_the_buyer_brings_up_is_taken_first() -> None:
    advice = advise_bargain(standing(given=frozenset({Condition.REPURCHASE})), RATE, SHARES)
    assert (advice.conditions, advice.unit_price) == ((Condition.REPURCHASE,), 990)


def test_a_price_that_is_met_already_is_not_lowered_further() -> None:
    advice = advise_bargain(standing(rounds=1, last=990, asked=995), RATE, SHARES)
    assert (advice.verdict, advice.unit_price) == ("met", 990)


def test_an_ask_beyond_the_schedule_is_the_owners_and_one_that_loses_money_nobodys() -> None:
    lowest = int(700 * (1 + KAPPA))
    assert advise_bargain(standing(rounds=3, last=970, asked=lowest), RATE, SHARES).verdict == "owner"
    assert advise_bargain(standing(rounds=3, last=970, asked=lowest - 1), RATE, SHARES).verdict == "final"


def test_no_room_above_the_floor_gives_nothing() -> None:
    assert advise_bargain(standing(floor=985), RATE, SHARES).verdict == "firm"


@given(listed=PRICES, floor=PRICES, asks=st.lists(st.none() | PRICES, min_size=8, max_size=8), brought=GIVEN)
def test_a_whole_bargaining_falls_step_by_step_above_its_reserve_and_stops(
    listed: int, floor: int, asks: list[int | None], brought: frozenset[Condition]
) -> None:
    rounds, last, offers = 0, None, []
    for asked in asks:
        now = standing(listed=listed, floor=floor, rounds=rounds, last=last, asked=asked, given=brought)
        advice = advise_bargain(now, RATE, SHARES)
        if advice.verdict == "offer":
            assert advice.conditions
            offers.append(advice.unit_price)
            rounds, last = rounds + 1, advice.unit_price
        elif advice.verdict != "owner":
            assert advice.unit_price == (listed if last is None else last)
        else:
            assert advice.unit_price >= floor * (1 + KAPPA)
    assert len(offers) <= MAX_ROUNDS
    assert offers == sorted(set(offers), reverse=True)
    assert all(reserve_price(listed, floor, RATE) <= price < listed for price in offers)
    assert all(price > floor and price >= listed * (1 - RATE) for price in offers)


@given(listed=PRICES, floor=PRICES, few=GIVEN, more=GIVEN)
def test_more_conditions_never_cost_more_and_the_share_depends_on_them_alone(
    listed: int, floor: int, few: frozenset[Condition], more: frozenset[Condition]
) -> None:
    reserve = reserve_price(listed, floor, RATE)
    assert conceded_price(listed, reserve, few | more, SHARES) <= conceded_price(listed, reserve, few, SHARES)


@given(rounds=st.integers(0, 5), brought=GIVEN, asks=st.tuples(st.integers(1, 900), st.integers(1, 900)))
def test_the_same_conditions_get_the_same_price_whatever_is_asked(
    rounds: int, brought: frozenset[Condition], asks: tuple[int, int]
) -> None:
    one, other = (advise_bargain(standing(rounds=rounds, given=brought, asked=asked), RATE, SHARES) for asked in asks)
    assert one.verdict != "offer" or other == one
