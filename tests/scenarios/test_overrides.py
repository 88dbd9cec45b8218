"""Rules of `--set`: every parameter can be changed for a run, and what does not fit is named with its remedy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kit.errors import BadInput
from scenarios.market.goods import make_goods
from scenarios.overrides import read_override, with_overrides
from scenarios.world import LoadedWorld, load_world


@pytest.fixture(scope="module")
def world() -> LoadedWorld:
    """Give a small world."""
    loaded = load_world("sixteen-tune-01")
    return replace(loaded, buyers=loaded.buyers[:20])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("traffic.serch_visits=9", "did you mean 'search_visits'"),
        ("traffic.search_visits=-1", "traffic.search_visits: Input should be greater"),
        ("traffic.search_visits=many", "traffic.search_visits: Input should be a valid number"),
        ("ads.keywords.kw-99.bid=1", "there is no 'kw-99'; did you mean 'kw-09'. known here: kw-01"),
        ("ads.keywords.kw-01.words=nothing", "no article has all the words"),
        ("nonsense", "KEY=VALUE"),
        ("artikles.M01.cost=1", "there is no 'artikles'; did you mean 'articles'"),
        ("articles=1", "name a row and a column: articles.M01.COLUMN=VALUE"),
        ("articles.m01.cost=1", "there is no 'm01'; did you mean 'M01'"),
        ("articles.M01.cots=1", "there is no 'cots'; did you mean 'cost'. known here: sku, name"),
        ("articles.M01.cost=-1", "--set articles.M01: cost: Input should be greater than 0"),
        ("articles.M01.qty_p25=9000", "--set articles.M01: qty_median: .* must be no less than qty_p25, 9000"),
        ("articles.M01.season_index=warm", "season_index: 'warm' is no number of 0 or more"),
        ("buyers.B9999.country=FR", "there is no 'B9999'; known here: B0001"),
        ("buyers.B0002.segment=kings", "--set buyers: buyer B0002: segment: there is no 'kings'; known: "),
        ("buyers.B0002.last_order=2030-01-01", "buyer B0002: last_order: 2030-01-01 is after .*shop.start"),
        ("buyers.B0002.first_order=2030-01-01", "last_order: .* must be no less than first_order, 2030-01-01"),
        ("shop.currency=GPB", "shop.currency: 'GPB' is no currency of ISO 4217; did you mean .*GBP"),
        ("calibration.hour_profile=5", "--set calibration: hour_profile: Input should be a valid dictionary"),
    ],
)
def test_a_parameter_that_does_not_fit_is_named_with_its_remedy(world: LoadedWorld, text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        with_overrides(world, [read_override(text)])


def test_every_parameter_can_be_changed(world: LoadedWorld) -> None:
    pairs = [
        ("shocks.war_chance", "1"),
        ("events.双11.size", "3"),
        ("ads.keywords.kw-02.searches", "7"),
        ("segments.0.price_slope", "5"),
        ("costs.platform_fee_rate", '"0.05"'),
        ("coupons.lift.团长", "4"),
        ("shop.name", "别的店"),
    ]
    spec = with_overrides(world, pairs).spec
    changed = (spec.shocks.war_chance, spec.events[1].size, spec.ads.keywords[1].searches, spec.segments[0].price_slope)
    assert changed == (1, 3, 7, 5)
    assert (str(spec.costs.platform_fee_rate), spec.coupons.lift["团长"], spec.shop.name) == ("0.05", 4, "别的店")
    assert world.spec.shocks.war_chance != 1


def test_cells_of_articles_and_buyers_can_be_changed(world: LoadedWorld) -> None:
    pairs = [
        ("articles.M01.cost", "77"),
        ("articles.M01.qty_p25", "50"),
        ("articles.M01.qty_median", "60"),
        ("articles.M01.qty_p75", "70"),
        ("articles.M01.qty_p90", "80"),
        ("buyers.B0003.country", "France"),
        ("buyers.1.quantity_factor", "2.5"),
    ]
    changed = with_overrides(world, pairs)
    first, *others = changed.articles
    assert (first.cost, first.qty_p25, first.qty_median, first.qty_p75, first.qty_p90) == (77, 50, 60, 70, 80)
    assert tuple(others) == world.articles[1:] and changed.spec == world.spec
    assert changed.buyers[2].country == "France" and changed.buyers[1].quantity_factor == 2.5
    assert changed.buyers[0] == world.buyers[0] and changed.buyers[3:] == world.buyers[3:]


def test_a_name_far_from_all_of_many_shows_some(giftware: LoadedWorld) -> None:
    with pytest.raises(BadInput, match="of the 180 here are: 47566, 85123A"):
        with_overrides(giftware, [("articles.jumbo.cost", "3")])
    with pytest.raises(BadInput, match="of the 180 here near are: .*85123A"):
        with_overrides(giftware, [("articles.85123b.cost", "3")])


def test_a_changed_cost_is_what_goods_cost_in_the_run(world: LoadedWorld) -> None:
    assert make_goods(with_overrides(world, [("articles.M02.cost", "123")]).articles, world.spec).cost[1] == 123
