"""What the owner asks is answered as asked: the days, the article, the buyer named, and no other fact in its place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agents.language import Slots
from agents.owner_goods import kind_asked
from authority.tasks import End
from decisions.said_numbers import unfounded
from tests.support.gift_shop import GiftShop

HEART, BUNTING, CAKESTAND = "85123A", "47566", "22423"


def answer(shop: GiftShop, text: str, job: str, *, to: str | None = None) -> str:
    """Ask, and hold the answer to the job that gives it, to facts for its numbers and to changing nothing."""
    before = len(shop.effects())
    task = shop.owner(text, to=to)
    assert (task.job, task.end) == (job, End.DONE), task.answer
    facts = {one["id"]: one["text"] for one in shop.house.tasks.turns(task.id)[0].body["facts"]}
    assert [line for line in task.answer.splitlines() if line[:2] == "- " and unfounded(line, facts)] == []
    assert len(shop.effects()) == before
    return task.answer


@pytest.mark.parametrize("text", ["昨天谁买得最多", "who bought the most yesterday?"])
def test_yesterday_leaves_today_out(shop: GiftShop, text: str) -> None:
    shop.place("17850", (HEART, 12))
    shop.pass_time(days=1)
    shop.place("14911", (HEART, 200))
    said = answer(shop, text, "customer_question")
    assert "2011-09-06:" in said and "(17850" in said and "14911" not in said


@pytest.mark.parametrize(
    "text", ["今天谁买了蛋糕架 22423", "who bought the cakestand today?", "which buyers ordered 22423 today"]
)
def test_of_an_article_its_buyers_are_named_or_that_there_is_none(shop: GiftShop, text: str) -> None:
    shop.place("17850", (HEART, 12))
    said = answer(shop, text, "customer_question")
    assert "17850" not in said and ("nobody bought" in said or "没有人买" in said)
    shop.place("14911", (CAKESTAND, 2))
    said = answer(shop, text, "customer_question")
    assert "14911" in said and "17850" not in said


@pytest.mark.parametrize("text", ["谁买了飞船模型", "who bought rocket ships yesterday?"])
def test_an_article_that_nobody_knows_is_said_to_be_unknown(shop: GiftShop, text: str) -> None:
    shop.place("17850", (HEART, 12))
    assert "17850" not in answer(shop, text, "customer_question")


@pytest.mark.parametrize(
    "text", ["what did 17850 buy today", "17850有哪些订单?", "what did Ann Marsh order today?", "orders of 17850"]
)
def test_of_one_buyer_the_orders_are_shown(shop: GiftShop, text: str) -> None:
    name = shop.house.connection.reads.shop.get_customer("17850").name
    order = shop.place("17850", (HEART, 12))
    shop.place("14911", (HEART, 12))
    said = answer(shop, text.replace("Ann Marsh", name), "customer_question")
    assert order in said and "14911" not in said


def test_a_buyer_whom_nobody_knows_is_no_reason_for_the_shops_figures(shop: GiftShop) -> None:
    assert "no buyer of that name" in answer(shop, "what did Zork Ltd buy today", "customer_question")


@pytest.mark.parametrize("text", ["which products aren't selling?", "哪些货卖不动", "what is not selling"])
def test_goods_that_do_not_sell_are_those_that_last_longest(shop: GiftShop, text: str) -> None:
    lines = answer(shop, text, "product_question").splitlines()
    assert "84879" in lines[1], "3000 pieces at 8 a day last longest"
    assert all(BUNTING not in line for line in lines[:4]), "20 pieces at 16 a day do sell"


@pytest.mark.parametrize(
    ("text", "number"), [("best three sellers last week", 3), ("卖得最好的前2名", 2), ("top 4 products", 4)]
)
def test_as_many_goods_are_named_as_are_asked_for(shop: GiftShop, text: str, number: int) -> None:
    said = answer(shop, text, "product_question")
    assert len(said.splitlines()) == number + 1
    assert "last week" not in text or "2011-08-29 – 2011-09-04" in said


@pytest.mark.parametrize("text", ["worst selling product", "哪个卖得最差"])
def test_what_sold_least_is_no_shop_report(shop: GiftShop, text: str) -> None:
    assert "22720" in answer(shop, text, "product_question").splitlines()[1]


@pytest.mark.parametrize("text", [f"{HEART} 成本多少", f"what does {HEART} cost us?", "white hanging heart margin"])
def test_cost_and_margin_of_an_article_are_told(shop: GiftShop, text: str) -> None:
    said = answer(shop, text, "product_question")
    assert "£1.28" in said and "£1.67" in said and "56.6%" in said


def test_an_article_of_unknown_cost_has_no_margin(shop: GiftShop) -> None:
    assert "does not say what it costs" in answer(shop, "what is the margin of 22720?", "product_question")


@pytest.mark.parametrize("text", ["how many orders are late", "有超时的订单吗", "哪些订单要发货"])
def test_orders_that_wait_are_counted(shop: GiftShop, text: str) -> None:
    shop.place("17850", (HEART, 12))
    said = answer(shop, text, "customer_question")
    assert "1 order waits" in said or "待发货 1 单" in said


@pytest.mark.parametrize("text", ["which orders must ship tomorrow", "明天要发哪些单"])
def test_orders_that_must_leave_by_a_day_are_named_with_their_promise(shop: GiftShop, text: str) -> None:
    order = shop.place("17850", (HEART, 12))
    by = shop.house.connection.reads.shop.get_order(order).ship_by
    assert by is not None
    shop.pass_time(days=(by.date() - shop.clock.now().date()).days - 1)
    said = answer(shop, text, "customer_question")
    assert order in said and str(by.date()) in said


@pytest.mark.parametrize(
    "text", ["谁没付款", "谁欠我钱", "who hasn't paid?", "any unpaid orders?", "who owes me money"]
)
def test_who_owes_money_is_said_or_that_nobody_does(shop: GiftShop, text: str) -> None:
    said = answer(shop, text, "customer_question")
    assert "nobody owes" in said or "没有人欠款" in said


@pytest.mark.parametrize("text", ["which keyword loses money", "哪个关键词亏钱"])
@pytest.mark.parametrize("to", [None, "promotion"])
def test_keywords_that_lose_money_are_named(shop: GiftShop, text: str, to: str | None) -> None:
    said = answer(shop, text, "promotion_question", to=to)
    assert "[loss]" in said and "ROAS" not in said and "投产比" not in said


@pytest.mark.parametrize(
    ("text", "days"),
    [("上周广告花了多少", "2011-08-29 – 2011-09-04"), ("what did we spend on ads yesterday", "2011-09-05")],
)
def test_ads_are_told_of_the_days_asked_about(shop: GiftShop, text: str, days: str) -> None:
    said = answer(shop, text, "promotion_question")
    assert all(days in line for line in said.splitlines())


@pytest.mark.parametrize(
    ("text", "days"),
    [("这个月卖了多少钱", "2011-09-01 – 2011-09-06"), ("how was last month", "2011-08-01 – 2011-08-31")],
)
def test_figures_are_of_the_span_asked_about(shop: GiftShop, text: str, days: str) -> None:
    assert answer(shop, text, "shop_report").startswith(f"- {days}:")


def test_a_day_that_has_not_come_has_no_figures(shop: GiftShop) -> None:
    assert "GMV" not in answer(shop, "what will the sales report be tomorrow?", "shop_report")


@pytest.mark.parametrize("text", ["让客户经理把折扣控制在5%以内", "keep discounts under 5%", "limit discounts to 5%"])
def test_a_share_of_a_price_is_the_limit_of_shares(shop: GiftShop, text: str) -> None:
    said = answer(shop, text, "limit_request")
    assert "concession.max_rate" in said and "per_30d" not in said and "VALUE" not in said


@pytest.mark.parametrize(
    ("text", "to", "job"),
    [
        ("哪些客户好久没来了", "customer", "customer_question"),
        ("which customers haven't ordered for a while", None, "customer_question"),
        ("what should we reorder", "product", "product_question"),
        ("who ordered most?", "product", "customer_question"),
        ("为什么 85123A 涨价了", "product", "explain_changes"),
    ],
)
def test_a_question_is_answered_by_whose_it_is_whoever_is_asked(
    shop: GiftShop, text: str, to: str | None, job: str
) -> None:
    said = answer(shop, text, job, to=to)
    assert "24 hours" not in said and "24 小时" not in said


@pytest.mark.parametrize("to", ["product", "customer", "promotion"])
def test_words_that_are_not_understood_are_said_to_be_and_work_is_told_in_words(shop: GiftShop, to: str) -> None:
    said = answer(shop, "zxqv blorp", f"{to}_question", to=to)
    assert said.startswith("I did not understand") and "_" not in said


def test_a_buyer_who_stays_away_is_named_after_sixty_days(shop: GiftShop) -> None:
    for _ in range(3):
        shop.place("17850", (HEART, 12))
        shop.pass_time(days=1)
    shop.pass_time(days=70)
    assert "(17850" in answer(shop, "哪些老客户好久没下单了", "customer_question")


def test_money_that_a_change_gave_back_is_in_the_answer_about_refunds(shop: GiftShop) -> None:
    order = shop.place("17850", (HEART, 24))
    shop.buyer("17850", f"please change order {order} to 12 pieces")
    shop.buyer("17850", "yes please")
    shop.pass_time(minutes=1)
    done = [row for row in shop.effects() if row.kind == "change_items" and row.state == "done"]
    assert done
    said = answer(shop, "any refunds today?", "customer_question")
    assert "1 changed to cost less" in said and order in said and "£35.40" in said


def test_a_change_of_price_is_explained_of_the_day_it_was_made(shop: GiftShop) -> None:
    shop.owner("raise the white hanging heart by 2%")
    day = shop.clock.now().date()
    shop.pass_time(days=2)
    said = answer(shop, "why did the price of the white hanging heart go up?", "explain_changes")
    assert said.startswith(str(day)) and str(day + timedelta(days=2)) not in said


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("how many buntings did we sell", None),
        ("sales of party buntings yesterday", 14),
        ("how many units did we sell", 0),
    ],
)
def test_of_goods_that_are_named_what_they_sold_is_told_and_of_no_goods_the_shops_figures(
    shop: GiftShop, text: str, pieces: int | None
) -> None:
    shop.place("17850", (BUNTING, 14))
    shop.pass_time(days=1)
    job = "shop_report" if pieces == 0 else "product_question"
    said = answer(shop, text, job)
    assert (BUNTING in said) == (job == "product_question") and (not pieces or f"{pieces} pieces sold" in said), said


def test_what_the_shop_does_not_have_is_said_and_not_answered_with_the_shops_figures(shop: GiftShop) -> None:
    assert "I know no goods “mugs”" in answer(shop, "how many mugs did we sell this month", "product_question")


@pytest.mark.parametrize("text", ["what sold best yesterday by pieces", "昨天按件数卖得最好的是什么"])
def test_what_sold_best_by_pieces_is_ranked_by_pieces(shop: GiftShop, text: str) -> None:
    shop.place("17850", (CAKESTAND, 20))
    shop.place("14911", (HEART, 40))
    shop.pass_time(days=1)
    lines = answer(shop, text, "product_question").splitlines()
    assert HEART in lines[1] and CAKESTAND in lines[2]
    assert CAKESTAND in answer(shop, "what sold best yesterday", "product_question").splitlines()[1]


@pytest.mark.parametrize(
    "text", ["how many products are on sale", "有多少商品在售", "哪些商品下架了", "which products are off sale"]
)
def test_how_many_goods_are_on_sale_is_told(shop: GiftShop, text: str) -> None:
    shop.owner(f"delist {HEART}")
    said = answer(shop, text, "product_question")
    assert ("5 are on sale and 1 are not" in said or "在售 5 个,不在售 1 个" in said) and "[shelf]" in said
    assert (HEART in said) == ("off sale" in text or "下架" in text)


@pytest.mark.parametrize("text", ["which products are out of stock", "哪些缺货"])
def test_what_is_sold_out_is_named_and_nothing_that_is_not(shop: GiftShop, text: str) -> None:
    shop.place("17850", (BUNTING, 20))
    said = answer(shop, text, "product_question")
    assert BUNTING in said and all(one not in said for one in (HEART, CAKESTAND, "84879", "22720"))


@pytest.mark.parametrize("text", ["今天退了几笔款", "how many refunds today", "今天退了多少钱"])
def test_money_that_went_back_is_not_answered_with_the_shops_figures(shop: GiftShop, text: str) -> None:
    order = shop.place("17850", (HEART, 12))
    shop.owner(f"refund order {order} £1.50")
    said = answer(shop, text, "customer_question")
    assert ("1 order had" in said or "1 单有退款" in said) and "£1.50" in said


@pytest.mark.parametrize("text", ["订单{order}退了多少", "how much was refunded on order {order}?"])
def test_of_an_order_the_sum_that_went_back_is_told(shop: GiftShop, text: str) -> None:
    order = shop.place("17850", (HEART, 12))
    assert "£1.50" not in answer(shop, text.format(order=order), "customer_question")
    shop.owner(f"refund order {order} £1.50")
    assert "£1.50" in answer(shop, text.format(order=order), "customer_question")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("今天涨价了几个商品", 1),
        ("今天改了哪些价格", 2),
        ("what prices changed today", 2),
        ("how many prices did you raise today", 1),
        ("which prices went down this week", 1),
        ("今天降价的商品有哪些", 1),
        ("how many prices did you raise yesterday", 0),
    ],
)
def test_prices_that_were_moved_are_counted_by_their_way_and_day(shop: GiftShop, text: str, number: int) -> None:
    shop.owner(f"raise {HEART} by 2%")
    shop.owner(f"lower {CAKESTAND} by 2%")
    said = answer(shop, text, "explain_changes")
    counted = f"{number} ({number} carried out)" in said or f"{number} 项(已执行 {number} 项)" in said
    assert counted if number else "no such price moves" in said, said


@pytest.mark.parametrize("text", ["which prices should we raise", "今天有什么要涨价的吗"])
def test_prices_that_are_to_be_moved_are_no_question_after_those_that_were(shop: GiftShop, text: str) -> None:
    assert shop.owner(text).job != "explain_changes"


@pytest.mark.parametrize("text", ["昨天发了几单", "how many orders did we ship yesterday", "昨天的发货量"])
def test_orders_that_left_are_counted(shop: GiftShop, text: str) -> None:
    shop.place("17850", (HEART, 12))
    shop.pass_time(minutes=5)
    shop.job("ship_list")
    shop.pass_time(days=1)
    said = answer(shop, text, "customer_question")
    assert "1 order left in 1 shipment" in said or "发出 1 单" in said


@pytest.mark.parametrize("text", ["今天有几个买家来问过", "how many customers wrote to us today"])
def test_buyers_who_wrote_are_counted(shop: GiftShop, text: str) -> None:
    for words in ("how much is the bunting?", "and the cakestand?"):
        shop.market.send_message("14911", words, at=shop.clock.now())
    said = answer(shop, text, "customer_question")
    assert "1 buyer wrote, 2 messages" in said or "1 个买家来咨询,共 2 条消息" in said


@pytest.mark.parametrize(
    "text",
    ["哪个关键词最费钱", "which keyword costs us most", "k1这周花了多少", "how much did the keyword bunting cost?"],
)
def test_keywords_are_named_with_what_they_cost(shop: GiftShop, text: str) -> None:
    said = answer(shop, text, "promotion_question")
    assert "[keywords]" in said and ("(k1)" in said or "(k2)" in said) and "ads_day" not in said
    assert ("(k2)" in said) == ("k1" not in text) and ("(k1)" in said) == ("bunting" not in text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("average order value yesterday vs the day before", "2011-09-05"),
        ("average order value on 5 September", "2011-09-05"),
        ("昨天客单价多少", "2011-09-05"),
    ],
)
def test_what_an_order_is_worth_is_told_of_the_day_asked_about(shop: GiftShop, text: str, day: str) -> None:
    assert answer(shop, text, "shop_report").startswith(f"- {day}:")


def test_ever_begins_with_the_first_order(shop: GiftShop) -> None:
    first = shop.house.connection.reads.shop.list_orders(limit=1).items[0].placed_at.date()
    assert answer(shop, "who is our biggest customer ever?", "customer_question").startswith(f"- {first} – 2011-09-06:")


@pytest.mark.parametrize(
    "text", ["how many orders haven't shipped", "how many orders have not left yet", "还有几单没发"]
)
def test_orders_that_have_not_left_are_not_those_that_have(shop: GiftShop, text: str) -> None:
    shop.place("17850", (HEART, 12))
    said = answer(shop, text, "customer_question")
    assert ("1 order waits" in said or "待发货 1 单" in said) and "[shipped]" not in said


@pytest.mark.parametrize(
    "text",
    ["昨天和今天哪天卖得多", "今天和昨天比呢", "today vs yesterday", "yesterday and today, which was better?"],
)
def test_days_that_are_compared_are_both_answered(shop: GiftShop, text: str) -> None:
    shop.place("17850", (HEART, 12))
    shop.pass_time(days=1)
    shop.place("14911", (HEART, 200))
    said = answer(shop, text, "shop_report")
    assert ("2011-09-06: GMV" in said or "2011-09-06:GMV" in said) and "2011-09-07" in said
    assert "most money: 2011-09-07" in said or "金额最高的是 2011-09-07" in said


@pytest.mark.parametrize("text", ["which day this week was best", "这周哪天卖得最好", "best day this week"])
def test_of_the_days_of_a_span_the_best_is_named(shop: GiftShop, text: str) -> None:
    shop.place("17850", (HEART, 12))
    shop.pass_time(days=1)
    shop.place("14911", (HEART, 200))
    assert any("2011-09-07" in line and "[top]" in line for line in answer(shop, text, "shop_report").splitlines())


@pytest.mark.parametrize("text", ["本月最贵的一单", "biggest order this month", "这个月最大的那一单是哪个"])
def test_the_biggest_order_is_named(shop: GiftShop, text: str) -> None:
    shop.place("17850", (HEART, 12))
    big = shop.place("14911", (HEART, 200))
    assert f"{big}" in answer(shop, text, "shop_report").splitlines()[1]


@pytest.mark.parametrize("text", ["orders last 3 days", "sales since the first", "月初到现在多少单", "最近3天订单数"])
def test_words_that_name_days_and_only_what_figures_are_called_ask_for_these(shop: GiftShop, text: str) -> None:
    assert "GMV" in answer(shop, text, "shop_report")


@pytest.mark.parametrize("text", ["去年9月卖了多少", "september last year"])
def test_of_days_before_the_first_order_that_is_said(shop: GiftShop, text: str) -> None:
    shop.place("17850", (HEART, 12))
    assert "[began]" in answer(shop, text, "shop_report")


@pytest.mark.parametrize(
    "text", ["which day this week had most orders", "这周哪天单最多", "day with most orders this week"]
)
def test_the_day_of_most_orders_is_not_that_of_most_money(shop: GiftShop, text: str) -> None:
    shop.place("17850", (HEART, 12))
    shop.place("14911", (HEART, 12))
    shop.pass_time(days=1)
    shop.place("14911", (HEART, 200))
    said = answer(shop, text, "shop_report")
    assert any("2011-09-06" in line and "[top]" in line and "2 " in line for line in said.splitlines()), said


@pytest.mark.parametrize(
    "text", ["lunch bag takings this month", "lunch bag stock", "how much money did lunch bags make"]
)
def test_a_kind_of_goods_is_added_up_whole_however_it_is_asked_for(shop: GiftShop, text: str) -> None:
    """The reader gives the five that fit best; there are seven."""
    one = shop.house.connection.reads.shop.get_variant(HEART)
    bags = [one.model_copy(update={"sku": f"bag-{place}", "title": f"Lunch Bag {place}"}) for place in range(7)]
    best = Slots(sku_candidates=tuple(bag.sku for bag in bags[:5]))
    assert kind_asked(text, best, [*bags, one]) == tuple(bag.sku for bag in bags)


@pytest.mark.parametrize("text", ["cakestands today vs yesterday", "22423 yesterday compared to today"])
def test_of_goods_in_two_spans_each_is_answered_for_these_goods(shop: GiftShop, text: str) -> None:
    shop.place("17850", (CAKESTAND, 10))
    shop.pass_time(days=1)
    shop.place("14911", (CAKESTAND, 20), (HEART, 200))
    said = shop.owner(text).answer
    assert "10 pieces sold" in said and "20 pieces sold" in said and "GMV" not in said


def test_a_word_of_the_question_names_no_goods(shop: GiftShop) -> None:
    assert "Scales" not in shop.owner("bunting sales in august").answer
