"""Rules of the markets of other families: they are played by the protocol, and all their luck follows from the seed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scenarios.world import LoadedWorld, load_world
from tests.bench.families.parts import packed, price_at
from tests.bench.other_families import MARKETS, play

DAYS = 3


@pytest.fixture(scope="module")
def world() -> LoadedWorld:
    """Give a small world."""
    loaded = load_world("sixteen-tune-01")
    return replace(loaded, buyers=loaded.buyers[:40])


@pytest.mark.parametrize("market", MARKETS)
def test_a_market_of_another_family_plays_and_its_luck_follows_from_the_seed(market: str, world: LoadedWorld) -> None:
    result, watched = play(market, world, 5, DAYS, "rule")
    assert result.days == DAYS and not result.violations and not result.audit.faults
    assert result.kpi.orders > 0 and result.kpi.visitors > result.kpi.orders and watched.spend > 0
    assert all((one == 1).all() for one in watched.prices)
    assert play(market, world, 5, DAYS, "rule")[0].daily == result.daily
    assert play(market, world, 6, DAYS, "rule")[0].daily != result.daily


def test_what_a_buyer_pays_is_on_the_ladder_and_comes_in_whole_packs() -> None:
    article = {"ladder": [{"pieces": 1, "price": 90}, {"pieces": 20, "price": 80}], "moq": 6, "pack": 4}
    assert [price_at(article, pieces) for pieces in (1, 19, 20, 500)] == [90, 90, 80, 80]
    assert [packed(article, pieces) for pieces in (1, 8, 8.5)] == [8, 8, 12]
