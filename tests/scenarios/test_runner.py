"""The runner with a policy that does nothing but look: time, order, the owner, and the fixed rule."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from authority.desk import Desk, Requester
from authority.effects.set_price import SetPrice
from authority.ledger import Ledger, verify
from authority.limits import load_limits
from authority.log import EffectLog
from authority.rows import open_staff_database
from kit.clock import SetClock
from scenarios.policy import Premises
from scenarios.rules import FixedRule
from scenarios.runner import Result, run
from scenarios.world import LoadedWorld, load_world
from shops.embedded.platform import open_embedded
from shops.terms import scale_ladder

ZONE = ZoneInfo("Europe/London")


@pytest.fixture(scope="module")
def giftware() -> LoadedWorld:
    return load_world("giftware")


def _premises(folder: Path, clock: SetClock) -> Premises:
    connection = open_embedded("shop", folder, clock)
    database = open_staff_database(f"sqlite:///{folder / 'staff.sqlite'}")
    limits, ledger = load_limits(), Ledger("shop", salt=lambda: "00")
    desk = Desk(database, connection.reads, connection.writes, limits=lambda: limits, ledger=ledger, clock=clock)
    return Premises(
        connection=connection,
        desk=desk,
        log=EffectLog(database, "shop"),
        limits=lambda: limits,
        clock=clock,
        verify=lambda: verify(database, "shop"),
    )


class Onlooker:
    """Writes down when it is woken; asks once for a price leap, to see the owner answer."""

    def __init__(self, premises: Premises) -> None:
        self.premises, self.woken, self.decided = premises, [], []

    def times(self, day: date) -> list[datetime]:
        return [datetime.combine(day, time(8, 15), ZONE)]

    def wake(self, now: datetime) -> None:
        if not self.woken:
            variant = self.premises.connection.reads.shop.list_variants()[0]
            leap = SetPrice(sku=variant.sku, tiers=scale_ladder(variant.tiers, Decimal(2)))
            self.premises.desk.submit(leap, Requester("task_leap", 1, 1, "product", "schedule"))
        self.woken.append(now)

    def told(self, effect_id: str) -> None:
        self.decided.append((effect_id, self.premises.clock.now()))

    def figures(self) -> dict[str, Any]:
        return {"woken": len(self.woken)}


@pytest.fixture(scope="module")
def watched(giftware: LoadedWorld, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Onlooker, Result]]:
    seen: list[Onlooker] = []

    def opening(premises: Premises) -> Onlooker:
        seen.append(Onlooker(premises))
        return seen[0]

    folder = tmp_path_factory.mktemp("watched")
    result = run(giftware, 3, 2, premises=lambda clock: _premises(folder, clock), opening=opening)
    yield seen[0], result


def test_time_only_goes_on_and_every_asked_moment_is_kept(watched: tuple[Onlooker, Result]) -> None:
    onlooker, _ = watched
    assert onlooker.woken == sorted(onlooker.woken)
    mornings = [now.astimezone(ZONE) for now in onlooker.woken if now.astimezone(ZONE).time() == time(8, 15)]
    assert [morning.date() for morning in mornings] == [date(2011, 9, 1), date(2011, 9, 2)]


def test_the_owner_answers_what_is_held_and_the_policy_is_told(watched: tuple[Onlooker, Result]) -> None:
    onlooker, result = watched
    (effect,) = result.effects
    assert (effect.state, effect.decided_by) == ("rejected", "owner")
    ((told, at),) = onlooker.decided
    assert told == effect.id and at.astimezone(ZONE).time() == time(9, 30)


def test_who_ships_nothing_is_never_on_time(watched: tuple[Onlooker, Result]) -> None:
    _, result = watched
    assert result.kpi.orders > 0 and result.kpi.first_reply_s is None
    assert result.violations == [] and result.audit.faults == ()


@pytest.fixture(scope="module")
def ruled(giftware: LoadedWorld, tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder = tmp_path_factory.mktemp("ruled")
    return run(giftware, 3, 5, premises=lambda clock: _premises(folder, clock), opening=FixedRule)


def test_the_fixed_rule_ships_answers_and_orders_goods_without_a_violation(ruled: Result) -> None:
    done = Counter(effect.kind for effect in ruled.effects if effect.state == "done")
    assert ruled.violations == []
    assert done["ship_order"] > 100 and done["send_message"] > 0 and done["order_production"] >= 1
    assert ruled.kpi.on_time_rate == 1.0
    assert (ruled.kpi.first_reply_s or 0) > 3600


def test_the_fixed_rule_leaves_prices_and_bids_alone(ruled: Result) -> None:
    assert {effect.kind for effect in ruled.effects} <= {
        "ship_order",
        "send_message",
        "create_quote",
        "order_production",
        "agree_request",
        "refuse_request",
    }


def test_two_policies_meet_the_same_first_inquiries(
    watched: tuple[Onlooker, Result], ruled: Result, tmp_path: Path
) -> None:
    threads = watched[0].premises.connection.reads.messages
    assert threads is not None
    first = [thread.messages[0].text for thread in threads.list_threads()][:3]
    again: list[Onlooker] = []

    def opening(premises: Premises) -> Onlooker:
        again.append(Onlooker(premises))
        return again[0]

    run(load_world("giftware"), 3, 1, premises=lambda clock: _premises(tmp_path, clock), opening=opening)
    others = again[0].premises.connection.reads.messages
    assert others is not None
    assert [thread.messages[0].text for thread in others.list_threads()][: len(first)] == first
