"""A short word of the owner's is answered by what was said before it; it orders, approves and takes back nothing."""

from __future__ import annotations

import pytest

from tests.support.gift_shop import GiftShop

HEART = "85123A"
YES = ("great", "yes", "ok thanks", "sounds good", "👍", "go ahead", "可以的", "嗯", "好", "收到", "要得", "就这么办")
THANKS = ("cheers", "thank you", "谢谢", "辛苦了")
NO = ("no", "leave it", "算了", "不用了")


def answer(shop: GiftShop, before: str, text: str) -> str:
    """Let the owner say two things; gives the answer to the second, which changes nothing."""
    shop.owner(before)
    done = len(shop.effects())
    task = shop.owner(text)
    assert task.job == "owner_question" and len(shop.effects()) == done
    assert shop.house.log.list_effects(states=("held",)) == [one for one in shop.effects() if one.state == "held"]
    return task.answer


@pytest.mark.parametrize("text", [*YES, *THANKS])
@pytest.mark.parametrize("before", [f"raise {HEART} by 2%", "how much did we sell yesterday?"])
def test_after_an_act_or_figures_it_is_taken_note_of(shop: GiftShop, before: str, text: str) -> None:
    said = answer(shop, before, text)
    noted = ("Very well.", "好的。", "You are welcome.", "不客气。")
    assert said in (*noted, "Nothing waits for a yes, so nothing was done.", "没有等您决定的事项,所以什么都没有做。")


@pytest.mark.parametrize("text", YES)
@pytest.mark.parametrize(
    "before", [f"raise {HEART} by 2% maybe lol", "raise it by 2%", f"should we raise {HEART} by 2%?"]
)
def test_a_yes_does_no_order_that_was_only_explained_or_asked_about(shop: GiftShop, before: str, text: str) -> None:
    said = answer(shop, before, text)
    assert "othing was done" in said or "什么都没有做" in said
    assert shop.price(HEART) == (295, 255)


@pytest.mark.parametrize("text", ["yes", "可以的", "go ahead", "同意", "👌"])
def test_a_yes_approves_nothing_that_waits(shop: GiftShop, text: str) -> None:
    said = answer(shop, f"raise {HEART} by 8%", text)
    (row,) = shop.effects()
    assert row.state == "held" and f"`shopstaff approvals approve {row.id}`" in said and "1" in said


@pytest.mark.parametrize("text", NO)
def test_a_no_after_an_act_is_told_how_to_take_it_back(shop: GiftShop, text: str) -> None:
    said = answer(shop, f"raise {HEART} by 2%", text)
    assert f"`shopstaff undo {shop.effects()[0].id}`" in said and shop.price(HEART) == (300, 260)


@pytest.mark.parametrize("text", [*NO, *THANKS])
def test_who_lets_a_question_rest_has_nothing_done(shop: GiftShop, text: str) -> None:
    said = answer(shop, "raise it by 2%", text)
    assert said in ("Very well, nothing was done.", "好的,什么都没有做。", "You are welcome.", "不客气。")


def test_a_short_word_leaves_a_question_open_that_goods_complete(shop: GiftShop) -> None:
    for text in ("raise it by 2%", "ok", HEART):
        shop.owner(text)
    assert shop.price(HEART) == (300, 260)
