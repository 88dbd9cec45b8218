"""Ads, goods and the factory are ordered by words that say it and nothing else; others are told how to say it."""

from __future__ import annotations

import pytest

from agents.owner_acts import PRODUCTION, Names, act_said
from agents.owner_orders import OwnerOrder
from authority.tasks import End
from tests.support.gift_shop import GiftShop

HEART = "85123A"
NAMES = Names(
    ids=("kw-mat", "kw-resin", "杯垫 定制", "cake stand 3 tier"),
    whole=("水果冰箱贴", "冰箱贴", "metal sign", "Kitchen and bags", "SKU-24", "22629"),
    part=(
        "软胶冰箱贴 批发",
        "家居车载",
        "cake cases bulk",
        "水果冰箱贴",
        "t-light holder",
        "丝圈地垫 福字",
        "开瓶器冰箱贴 啤酒",
        "亚克力冰箱贴 熊猫头 橘猫",
        "陶瓷杯垫 山水",
    )
    + ("Spaceboy Lunch Box", "6 Ribbons Rustic Charm", "Set Of 4 Pantry Jelly Moulds", "Jumbo Bag Alphabet"),
)
STOP = (
    "先把kw-mat停了吧|pause一下kw-resin|水果冰箱贴那个词别投了|广告全停掉吧,太费钱了|put all ads on hold|"
    "广告停了吧,没效果|can you pause ads on t-lights?|turn off the metal sign keyword|"
    "pause the Kitchen and bags campaign|能不能把广告停了吗?|ads 先 pause,全部 pause|停晒啲广告先|"
    "Turn off the ads for now|stop the ads, they are too expensive|停了杯垫定制|暂停杯垫 定制 这个词|"
    "那个软胶的词也停|"
    "水果冰箱贴的词可以停了|停冰箱贴整个计划|家居的计划先停了|杯垫定制 暂停|冰箱贴的广告不投了|"
    "switch off cake stand 3 tier|"
    "the cake cases keyword can go|cake cases keyword off please"
)
RUN = "kw-mat重新开起来|恢复停掉的广告|right, cooled off now. put the adverts back|ads back on please|可以继续投广告了"
OFF = (
    "啤酒开瓶器那款别卖了|福字地垫停售|sell no more jumbo bag alphabet|discontinue the ribbons rustic charm|"
    "山水杯垫先不卖了|remove the spaceboy lunch box from sale|take SKU-24 off sale|"
    "don't sell the spaceboy lunch box any more|山水杯垫撤下来|福字地垫先下掉|橘猫拿下来吧|把啤酒开瓶器撤了|"
    "pull the ribbons rustic charm|"
    "please pull 22629|pull the jumbo bag alphabet for now"
)
ON = (
    "福字先恢复销售|熊猫头重新卖吧|22629 back on sale please|啤酒开瓶器还是上架吧|"
    "lift the quality hold on SKU-24|put 22629 back on sale|橘猫上回去|福字地垫放回去|熊猫头再上吧|"
    "spaceboy lunch box back on please|"
    "22629 back on now"
)
MADE = (
    "补1000个橘猫|reorder the pantry jelly moulds|让工厂做500个橘猫|橘猫快没了,补500个|"
    "order 3,000 pieces of SKU-24 from the factory|need 150 spaceboy lunch box made|we want another 60 of 22629 made|"
    "get 100 of the jumbo bag alphabet made|factory: 120 22629|our factory 80 x spaceboy lunch box please|"
    "工厂:橘猫120|厂里:200个山水杯垫|"
    "have 50 of SKU-24 made asap|工厂加做80个山水杯垫|跟工厂说做200个橘猫|和厂里讲一声,橘猫做300个"
)
PLAIN = {(OwnerOrder.ADS, False): STOP, (OwnerOrder.ADS, True): RUN, (OwnerOrder.SHELF, False): OFF}
PLAIN |= {(OwnerOrder.SHELF, True): ON, (PRODUCTION, True): MADE}
DOUBTFUL = (
    "will the factory make 200 SKU-24|could our factory make 200 SKU-24|"
    "我不记得说过要下架山水杯垫|工厂说最多能做500个橘猫|stop the metal sign ads. no wait, don't|昨天广告停了|"
    "广告停了|SKU-24下架了|别下架SKU-24|不要停广告|my wife says stop the ads|the manual says: pause the ads|"
    "stop the ads if it rains|昨天停了杯垫定制|听说他们停了杯垫定制|软胶的词停了会怎么样|水果冰箱贴的词可以停了吗|"
    "平台建议暂停杯垫定制|停了软胶冰箱贴|今天的计划停了|生产计划停掉|广告怎么不投了|等我回来再停软胶的词|"
    "the cake cases keyword can't go yet|can the cake cases keyword go|I heard the cake cases keyword can go|"
    "metal sign ads can stop when I say so|the cake cases keyword is off|"
    "停广告到周五|the ads are off|22629 is back on sale|stop all ads?|stop the ads? no|"
    "停广告,算了|工厂做了500个橘猫|厂里说做500个橘猫要6天|朋友说停掉广告|平台通知下架SKU-24|谁让你下架SKU-24的|"
    "pause the ads for 3 days|I told you to stop the ads|打开广告报表|order 563999|"
    "all bunting down 5%, actually make it 7|做1000个几天|Stop selling 22629 to Germany|we stopped the ads|继续|"
    "山水杯垫撤下来了|别撤下来山水杯垫|never pull the spaceboy lunch box|I was thinking of pulling 22629|"
    "pull the report on 22629|"
    "橘猫放回去了|上回去广州的橘猫|客户让我把橘猫撤下来|橘猫要不要拿下来|if it snows pull 22629|"
    "22629 might be back on|"
    "we have 150 of 22629 made|they need 150 of 22629 made|need 150 of 22629 made?|factory: 120 22629 done|"
    "工厂:橘猫120做好了|"
    "how long to get 100 of 22629 made|get 100 of 22629 made if it sells|didn't need 150 of 22629 made|"
    "factory 120 22629 arrived|"
    "maybe get 100 of 22629 made|工厂:橘猫120个够吗|"
    "客户跟工厂说做200个橘猫|工厂加做80个山水杯垫要几天"
)


@pytest.mark.parametrize("wish", PLAIN)
def test_words_that_say_an_order_and_nothing_else_are_plain(wish: tuple[str, bool]) -> None:
    texts = PLAIN[wish].split("|")
    assert {text: act and act[:2] for text in texts for act in [act_said(text, NAMES)]} == dict.fromkeys(texts, wish)


def test_words_that_say_more_than_an_order_are_none() -> None:
    assert {text: act_said(text, NAMES) for text in DOUBTFUL.split("|") if act_said(text, NAMES)} == {}


@pytest.mark.parametrize(
    "text", ["stop the ads and delist SKU-24", "停广告,下架SKU-24", "stop the ads, raise 22629 by 2%"]
)
def test_several_orders_at_once_are_told_apart(text: str) -> None:
    act = act_said(text, NAMES)
    assert act is not None and act.order == OwnerOrder.OTHER


def _running(shop: GiftShop) -> list[str]:
    assert shop.house.connection.reads.ads is not None
    return [one.id for one in shop.house.connection.reads.ads.list_keywords() if not one.paused]


def _is_listed(shop: GiftShop) -> bool:
    return shop.house.connection.reads.shop.get_product(f"P-{HEART}").listed


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("stop the bunting ads. no wait, don't", "pause the ads k2"),
        (f"我不记得说过要下架{HEART}", f"下架 {HEART}"),
        (f"工厂说最多能做500个{HEART}", f"向工厂下单 500 件 {HEART}"),
        (f"order 500 pieces of {HEART} from the factory by Friday", f"order 500 pieces of {HEART} from the factory"),
        ("我不记得说过要停掉所有广告", "停投广告"),
        ("my wife says stop all the ads", "pause the ads"),
    ],
)
def test_the_plain_words_that_are_told_do_it(shop: GiftShop, text: str, how: str) -> None:
    assert f"“{how}”" in shop.owner(text).answer and shop.effects() == []
    shop.pass_time(minutes=1)
    shop.owner(how)
    assert len(shop.effects()) == (2 if how in ("停投广告", "pause the ads") else 1)


@pytest.mark.parametrize(
    ("stop", "run"),
    [
        ("turn off the bunting keyword", "turn it back on"),
        ("暂停bunting的广告", "恢复吧"),
        ("pause the ads k2", "resume it please"),
    ],
)
def test_ads_that_were_just_stopped_run_again_by_words_that_name_nothing(shop: GiftShop, stop: str, run: str) -> None:
    shop.owner(stop)
    assert _running(shop) == ["k1"]
    shop.owner(run)
    assert _running(shop) == ["k1", "k2"]
    assert shop.effects(shop.owner(run)) == [], "what runs is not stopped by it"


@pytest.mark.parametrize(
    ("off", "on"),
    [
        (f"stop selling {HEART}", "relist it"),
        (f"下架{HEART}", "还是上架吧"),
        (f"delist {HEART}", "恢复吧"),
        (f"{HEART}撤下来", "上回去"),
        (f"pull {HEART}", "back on please"),
        (f"{HEART}先下掉", "放回去吧"),
    ],
)
def test_goods_that_just_left_the_shelf_are_put_back_by_words_that_name_nothing(
    shop: GiftShop, off: str, on: str
) -> None:
    shop.owner(off)
    assert not _is_listed(shop)
    task = shop.owner(on)
    assert (task.job, task.end) == ("shelf_order", End.HELD) and HEART in task.answer


@pytest.mark.parametrize("text", ["turn it back on", "恢复吧", "relist it"])
def test_words_that_name_nothing_do_nothing_where_nothing_was_ordered(shop: GiftShop, text: str) -> None:
    shop.owner(f"raise {HEART} by 2%")
    done = len(shop.effects())
    answer = shop.owner(text).answer
    assert len(shop.effects()) == done and ("nothing was done" in answer.lower() or "什么都没有做" in answer)


@pytest.mark.parametrize(
    "text", [f"delist {HEART} and the party bunting", f"order 500 {HEART} and 47566 from the factory"]
)
def test_of_several_goods_none_is_picked_silently(shop: GiftShop, text: str) -> None:
    said = shop.owner(text).answer
    assert shop.effects() == [] and HEART in said and "47566" in said


def test_a_campaign_that_is_named_stops_whole(shop: GiftShop) -> None:
    shop.owner("pause the Gifts campaign")
    assert _running(shop) == []


@pytest.mark.parametrize("text", ["pause the gift campaign", "stop the Gifts campaign please"])
def test_a_campaign_is_known_by_a_word_of_its_name(shop: GiftShop, text: str) -> None:
    shop.owner(text)
    assert _running(shop) == []


@pytest.mark.parametrize(
    ("before", "text"), [("pause the ads k2", "停掉所有广告"), ("暂停k2", "pause the Gifts campaign")]
)
def test_what_stands_still_already_is_said(shop: GiftShop, before: str, text: str) -> None:
    shop.owner(before)
    answer = shop.owner(text).answer
    assert _running(shop) == [] and "k2" in answer and ("本来就没有在投放" in answer or "standing still" in answer)
    answer = shop.owner(text).answer
    assert "k1, k2" in answer and ("什么都没有做" in answer or "nothing was done" in answer)


@pytest.mark.parametrize(("refused", "it"), [("stop the ads k2", "resume it"), ("暂停k2", "恢复它")])
def test_it_is_asked_about_after_an_order_of_which_nothing_came(shop: GiftShop, refused: str, it: str) -> None:
    shop.owner("pause the ads k2")
    shop.pass_time(minutes=1)
    shop.owner(refused)
    shop.pass_time(minutes=1)
    task = shop.owner(it)
    assert (task.job, shop.effects(task)) == ("ads_order", []) and "k2" in task.answer and _running(shop) == ["k1"]


def test_what_runs_ads_again_puts_no_goods_back(shop: GiftShop) -> None:
    shop.owner(f"delist {HEART}")
    assert shop.effects(shop.owner("turn it back on")) == []


def test_a_price_is_no_count_of_pieces_to_make(shop: GiftShop) -> None:
    assert shop.owner(f"make {HEART} 3.05").job == "price_request"
    assert shop.owner(f"make 500 of {HEART}").job == "production_request"


def test_back_on_are_the_ads_where_these_were_stopped_last(shop: GiftShop) -> None:
    shop.owner("pull the bunting ads")
    assert _running(shop) == ["k1"] and _is_listed(shop)
    shop.owner("back on please")
    assert _running(shop) == ["k1", "k2"]


@pytest.mark.parametrize("text", [f"need 150 of {HEART} made", f"factory: 150 {HEART}", f"工厂:{HEART} 150"])
def test_the_pieces_that_are_needed_made_are_ordered(shop: GiftShop, text: str) -> None:
    (row,) = shop.effects(shop.owner(text))
    assert (row.kind, row.state) == ("order_production", "held")
    assert [(line["sku"], line["quantity"]) for line in row.payload["lines"]] == [(HEART, 150)]


def test_goods_that_only_one_title_names_are_certain(shop: GiftShop) -> None:
    shop.owner("pull the colour bird ornament")
    shop.pass_time(minutes=1)
    shop.owner("colour bird ornament back on please")
    assert [(row.kind, row.payload["listed"]) for row in shop.effects()] == [
        ("set_listed", False),
        ("set_listed", True),
    ]


def test_a_plain_order_answers_no_question_before_it(shop: GiftShop) -> None:
    assert "Which product" in shop.owner("raise it by 2%").answer
    shop.pass_time(minutes=1)
    shop.owner(f"pull {HEART}")
    assert [row.kind for row in shop.effects()] == ["set_listed"]
