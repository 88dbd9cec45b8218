"""Ads by the name of a campaign, a keyword or an article: all that is meant stops and runs again, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from authority.tasks import Origin
from tests.support.gift_shop import GiftShop
from tests.support.magnet_shop import MagnetShop, open_magnet_shop

HOME = {"kw-mat", "kw-diatom", "kw-cup-big", "kw-cup-hand", "kw-coaster"}


@pytest.fixture
def magnets(tmp_path: Path) -> Iterator[MagnetShop]:
    opened = open_magnet_shop(tmp_path / "magnets")
    yield opened
    opened.house.close()


def _paused(shop: GiftShop) -> set[str]:
    assert shop.house.connection.reads.ads is not None
    return {one.id for one in shop.house.connection.reads.ads.list_keywords() if one.paused}


def _say(shop: GiftShop, text: str) -> str:
    shop.clock.set(shop.clock.now().replace(second=0))
    shop.pass_time(minutes=1)
    return shop.owner(text).answer


STOPS = (
    "暂停家居车载|家居车载先停掉|pause the home & car campaign|stop the home and car campaign|"
    "把家居车载停了吧|家居车载不投了"
)
RUNS = (
    "家居车载恢复投放|恢复家居车载|resume the home & car campaign|bring the home and car campaign back|"
    "家居车载重新投起来|家居车载的投放恢复一下"
)


def test_a_campaign_stops_and_runs_again_whole_by_its_name(magnets: MagnetShop) -> None:
    for stop, run in zip(STOPS.split("|"), RUNS.split("|"), strict=True):
        _say(magnets, stop)
        assert _paused(magnets) == HOME, stop
        _say(magnets, run)
        assert _paused(magnets) == set(), run


@pytest.mark.parametrize(
    ("text", "stopped"),
    [
        ("家居车载里的杯垫停掉", {"kw-coaster"}),
        ("礼盒的停投", {"kw-gift"}),
        ("软胶冰箱贴的广告停了吧", {"kw-soft"}),
        ("冰箱贴计划停掉,杯垫的也停", {"kw-soft", "kw-resin", "kw-acrylic", "kw-fruit", "kw-gift", "kw-coaster"}),
        ("停掉kw-mat和杯垫 定制", {"kw-mat", "kw-coaster"}),
        ("停投入户地垫 批发,硅藻泥的也停", {"kw-mat", "kw-diatom"}),
    ],
)
def test_words_beside_a_campaign_narrow_it_or_add_to_it(magnets: MagnetShop, text: str, stopped: set[str]) -> None:
    _say(magnets, text)
    assert _paused(magnets) == stopped


def test_the_keywords_of_an_article_run_again(magnets: MagnetShop) -> None:
    _say(magnets, "停冰箱贴整个计划")
    _say(magnets, "礼盒的继续投")
    assert "kw-gift" not in _paused(magnets) and len(_paused(magnets)) == 4


NEAR = (
    "家居车载要不要恢复投放|shall I resume the home & car campaign?|别恢复家居车载|昨天让你们停的家居车载呢"
    "|家居车载恢复了吗"
    "|I was thinking of resuming the home & car campaign|家居车载下周再恢复投放"
    "|if sales pick up resume the home & car campaign"
    "|他们恢复了家居车载|should the home and car campaign run again|never pause the magnets campaign|家居车载可能要恢复"
)


def test_words_near_an_order_of_a_campaign_move_nothing(magnets: MagnetShop) -> None:
    _say(magnets, "暂停家居车载")
    done = len(magnets.effects())
    for text in NEAR.split("|"):
        answer = _say(magnets, text)
        assert len(magnets.effects()) == done, (text, answer)


@pytest.mark.parametrize(("text", "word"), [("resume the Gifts campaign", "staff"), ("Gifts计划恢复投放", "店员")])
def test_what_the_staff_stopped_runs_again_where_its_campaign_is_named(shop: GiftShop, text: str, word: str) -> None:
    shop.owner("pause the ads k2")
    shop.job("stop_loss")
    rows = shop.effects()
    assert _paused(shop) == {"k1", "k2"} and {row.origin for row in rows} == {Origin.OWNER, Origin.SCHEDULE}
    answer = _say(shop, text)
    assert _paused(shop) == set() and word in answer and "k1" in answer


def test_all_ads_are_those_that_the_owner_stopped_and_the_rest_is_told(shop: GiftShop) -> None:
    shop.owner("pause the ads k2")
    shop.job("stop_loss")
    answer = _say(shop, "resume the ads")
    assert _paused(shop) == {"k1"} and "k1" in answer and "loses money" in answer


def test_what_was_stopped_elsewhere_stays_and_is_told(shop: GiftShop) -> None:
    writes = shop.house.connection.writes.ads
    assert writes is not None
    writes.set_keyword_paused("k1", True, key="by hand")
    shop.owner("pause the ads k2")
    answer = _say(shop, "resume the Gifts campaign")
    assert _paused(shop) == {"k1"} and "not stopped by the staff" in answer


@pytest.mark.parametrize("text", ["pause the party campaign", "停投周年庆计划的广告", "pause the home & car campaign"])
def test_a_campaign_that_is_not_known_is_asked_about(shop: GiftShop, text: str) -> None:
    answer = _say(shop, text)
    assert _paused(shop) == set() and "Gifts" in answer and ("Nothing was done" in answer or "什么都没有做" in answer)


def test_of_several_campaigns_the_one_is_asked_for(magnets: MagnetShop) -> None:
    answer = _say(magnets, "pause the campaign")
    assert _paused(magnets) == set() and "家居车载" in answer and "冰箱贴" in answer


@pytest.mark.parametrize(
    "text", ["pause the bunting keyword and the cake stand sounds odd", "停掉bunting的广告,cake stand嘛也差不多"]
)
def test_an_order_of_which_a_part_is_not_read_is_not_done(shop: GiftShop, text: str) -> None:
    _say(shop, text)
    assert _paused(shop) == set() and shop.effects() == []


@pytest.mark.parametrize(
    "text",
    [
        "家居车载停了吗",
        "昨天让你们停的家居车载呢",
        "家居车载这周怎么样",
        "how is the home & car campaign doing",
        "家居车载恢复了吗",
    ],
)
def test_a_question_that_names_a_campaign_is_answered_with_its_figures_and_state(
    magnets: MagnetShop, text: str
) -> None:
    magnets.owner("暂停家居车载")
    magnets.pass_time(minutes=1)
    task = magnets.owner(text)
    assert (task.job, magnets.effects(task)) == ("promotion_question", [])
    assert "家居车载" in task.answer and "kw-coaster" in task.answer and "kw-gift" not in task.answer
