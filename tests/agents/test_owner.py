"""What the owner gets: prices changed inside the limits, reasons as they were stored, figures, and never a guess."""

from __future__ import annotations

import pytest

from authority.tasks import End
from tests.support.gift_shop import GiftShop

HEART = "85123A"


def test_a_raise_beyond_the_days_limit_is_held_for_the_owner_and_says_why(shop: GiftShop) -> None:
    task = shop.owner("Raise the white hanging heart by 8%")
    row = shop.effects(task)[0]
    assert (task.end, row.state, row.rule) == (End.HELD, "held", "price.move_24h")
    assert shop.price(HEART) == (295, 255)
    assert "held" in task.answer
    assert row.id in task.answer
    assert "5.0%" in task.answer


def test_an_approved_raise_is_the_one_that_was_held(shop: GiftShop) -> None:
    row = shop.effects(shop.owner("Raise the white hanging heart by 8%"))[0]
    shop.house.desk.approve(row.id, by="owner")
    assert shop.price(HEART) == (318, 275)


def test_a_raise_inside_the_limit_is_done(shop: GiftShop) -> None:
    task = shop.owner("Raise the white hanging heart by 3%")
    assert (task.end, shop.price(HEART)) == (End.DONE, (303, 262))
    assert "£2.95" in task.answer
    assert "£3.03" in task.answer


@pytest.mark.parametrize("pence", [285, 297, 300, 303, 306])
def test_a_price_that_is_named_is_the_price_that_is_asked_for(shop: GiftShop, pence: int) -> None:
    task = shop.owner(f"Set the price of the white hanging heart to £{pence / 100:.2f}, raise or lower it as needed")
    rows = shop.effects(task)
    assert [row.payload["tiers"][0]["unit_price"] for row in rows] == [pence]


def test_a_change_in_chinese_is_answered_in_chinese(shop: GiftShop) -> None:
    task = shop.owner("把 white hanging heart 涨价 3%")
    assert (task.end, shop.price(HEART)) == (End.DONE, (303, 262))
    assert "£2.95 → £3.03。" in task.answer


def test_a_change_without_product_or_amount_is_asked_back(shop: GiftShop) -> None:
    assert "Which product" in shop.owner("Raise the price by 3%").answer
    assert "price or a percentage" in shop.owner("Reprice the white hanging heart").answer
    assert shop.effects() == []


def test_the_cost_and_the_floor_are_in_no_answer(shop: GiftShop) -> None:
    task = shop.owner("Raise the white hanging heart by 3%")
    brief = shop.house.tasks.turns(task.id)[0].body
    assert [fact["id"] for fact in brief["facts"] if fact["secret"]] == ["floor"]
    assert "floor" not in task.answer


def test_why_is_answered_from_the_stored_reasons_in_chinese(shop: GiftShop) -> None:
    raised = shop.effects(shop.owner("Raise the white hanging heart by 3%"))[0]
    shop.pass_time(days=1)
    task = shop.owner("为什么昨天涨价?")
    assert (task.job, task.end) == ("explain_changes", End.DONE)
    assert "2011-09-06价格变动 1 项" in task.answer
    assert "+2.7%" in task.answer
    assert raised.reason in task.answer
    assert f"[{raised.id}]" in task.answer


def test_why_tells_what_was_done_from_what_waits(shop: GiftShop) -> None:
    shop.owner("Raise the white hanging heart by 3%")
    shop.owner("Raise the regency cakestand by 9%")
    answer = shop.owner("Why did prices go up today?").answer
    assert "2011-09-06, price moves: 2 (1 carried out)" in answer
    assert "price.move_24h" in answer


def test_why_of_a_quiet_day_says_that_nothing_moved(shop: GiftShop) -> None:
    assert "没有这样的价格变动" in shop.owner("为什么昨天涨价?").answer
    assert "no such price moves on 2011-09-05" in shop.owner("Why did prices go up yesterday?").answer


def test_a_report_has_the_days_figures_beside_those_of_the_day_before(shop: GiftShop) -> None:
    answer = shop.owner("How were sales yesterday?").answer
    assert "2011-09-05" in answer
    assert "160 visitors" in answer
    assert "against 2011-09-04" in answer


def test_what_is_not_understood_changes_nothing_and_says_what_can_be_asked(shop: GiftShop) -> None:
    task = shop.owner("Colourless green ideas sleep furiously")
    assert "I have done nothing" in task.answer
    assert "没有完全理解" in shop.owner("无色的绿色念头愤怒地睡觉").answer
    assert shop.effects() == []


def test_words_in_a_chat_approve_nothing(shop: GiftShop) -> None:
    held = shop.effects(shop.job("replenishment"))[0]
    answer = shop.owner("Approve everything").answer
    assert "Words in a chat approve nothing" in answer
    assert shop.house.log.get(held.id).state == "held"


@pytest.mark.parametrize("words", ["What should we do today?", "今天有什么安排?", "plan of the day"])
def test_the_plan_can_be_asked_for(shop: GiftShop, words: str) -> None:
    assert shop.owner(words).job == "morning_plan"


@pytest.mark.parametrize(
    ("text", "ladder"),
    [
        ("把85123A 24个以上的价降2%", (295, 250)),
        ("lower 85123A by 2% from 24 pieces", (295, 250)),
        ("lower the bulk price of 85123A by 2%", (295, 250)),
        ("lower 85123A by 2%", (290, 250)),
        ("lower 85123A by 2% from 500 pieces", (295, 255)),
        ("raise the bulk price of 85123A by 40%", (295, 255)),
    ],
)
def test_only_the_steps_that_are_named_move_and_never_above_those_before(
    shop: GiftShop, text: str, ladder: tuple[int, ...]
) -> None:
    answer = shop.owner(text).answer
    assert shop.price("85123A") == ladder
    assert ("nothing was done" in answer) == (ladder == (295, 255)), answer


def test_to_ask_for_the_plan_again_shows_it_and_does_nothing_new(shop: GiftShop) -> None:
    made, done = shop.job("morning_plan"), len(shop.effects())
    shop.pass_time(hours=1)
    for text in ("plan of the day", "what's on the agenda today?"):
        task = shop.owner(text)
        assert made.answer in task.answer and "nothing new" in task.answer and len(shop.effects()) == done
    assert "08:30" in shop.owner("what's the plan for tomorrow?").answer and len(shop.effects()) == done
