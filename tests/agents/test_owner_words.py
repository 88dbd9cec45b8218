"""A model's words to the owner: numbers from facts, in the owner's language; else asked once more, then the rules'."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from agents.job import Brief
from agents.owner_words import NO_FACT, OTHER_LANGUAGE, doubt
from agents.supervisor import run_task
from authority.tasks import End
from kit.facts import Fact
from shopstaff.replay import replay
from tests.support.gift_shop import GiftShop
from tests.support.scripts import calls, ladder, script, text

HEART = "85123A"
STOCK, RAISE_3 = "What is running low?", "Raise the white hanging heart by 3%"
LIES = [
    (STOCK, "You have 123456 pieces of everything.", NO_FACT, "123456"),
    (STOCK, "Alles ist gut, wir haben genug und die Ware ist da.", OTHER_LANGUAGE, "not in en"),
    ("库存还够吗?", "Everything is fine and nothing has to be made.", OTHER_LANGUAGE, "not in zh"),
    ("库存还够吗?", "一共还有 9876 件。", NO_FACT, "9876"),
    (STOCK, "Forty-three goods run low.", NO_FACT, "Forty-three"),
    ("库存还够吗?", "一共还有四十三件。", NO_FACT, "四十三"),
]


@pytest.mark.parametrize(("asked", "lie", "name", "why"), LIES)
def test_words_without_facts_or_in_another_language_give_way_to_the_rules_after_a_second_try(
    shop: GiftShop, asked: str, lie: str, name: str, why: str
) -> None:
    draft = shop.owner(asked).answer
    shop.pass_time(minutes=1)
    model = script(text(lie), text(lie))
    task = shop.owner(asked, model)
    assert (task.end, task.answer, task.model) == (End.DONE, draft, f"scripted {name}, then rules")
    assert (len(model.asked), why in str(model.asked[1][-1].content)) == (2, True)
    kept = [one.body for one in shop.house.tasks.turns(task.id) if one.kind == "unsaid"]
    assert [one["text"] for one in kept] == [lie, lie] and why in kept[0]["why"]
    assert replay(shop.house, task.id).result == "equal"


def test_the_second_try_is_said_if_it_can_be(shop: GiftShop) -> None:
    model = script(text("There are 4321 left."), text("Six goods are fine; bunting runs low."))
    task = shop.owner(STOCK, model)
    assert (task.answer, task.model) == ("Six goods are fine; bunting runs low.", "scripted")
    assert task.model_calls == 2


def test_words_of_the_facts_are_said_as_they_are(shop: GiftShop) -> None:
    words = "The heart is £2.95 and 600 are in stock [85123A]."
    task = shop.owner("How is the white hanging heart doing?", script(text(words)))
    assert (task.answer, task.model, task.model_calls) == (words, "scripted", 1)


def test_what_was_done_stays_done_once_and_the_rules_tell_of_it(shop: GiftShop) -> None:
    raised = calls(ladder(HEART, (1, 303), (32, 262)))
    task = shop.owner(RAISE_3, script(raised, text("It is £9.99 now."), text("It is £8.88 now.")))
    assert task.model == f"scripted {NO_FACT}, then rules"
    assert [row.state for row in shop.effects(task)] == ["done"] and shop.price(HEART) == (303, 262)
    assert "£3.03" in task.answer and shop.effects(task)[0].id in task.answer and "9.99" not in task.answer


def test_the_number_of_a_secret_fact_is_not_said(shop: GiftShop) -> None:
    brief = shop.house.tasks.turns(shop.owner(RAISE_3).id)[0].body
    (floor,) = [one["text"] for one in brief["facts"] if one["secret"]]
    shop.pass_time(minutes=1)
    task = shop.owner("Raise the white hanging heart by 1%", script(text(floor), text(floor)))
    assert "floor" not in task.answer and task.model == f"scripted {NO_FACT}, then rules"


def test_calls_that_are_used_up_over_words_that_cannot_be_said_leave_the_rules_words(shop: GiftShop) -> None:
    crew = replace(shop.crew(script(text("There are 4321 left."))), max_model_calls=1)
    task = run_task(crew, shop.open_words(STOCK))
    assert "goods that sell" in task.answer and task.model == f"scripted {NO_FACT}, then rules"


def _doubted(words: str, *facts: str, told: str = "") -> bool:
    brief = Brief(facts=tuple(Fact(id="one", text=one, source="shop") for one in facts))
    said = [AIMessage(""), ToolMessage(told, tool_call_id="c"), HumanMessage("77")] if told else [HumanMessage("77")]
    return doubt(words, "What of the 40?", brief, said, "GBP") is not None


@pytest.mark.parametrize(
    ("words", "facts", "told", "doubted"),
    [
        ("It sold 12 pieces.", ("pieces 12",), "", False),
        ("It sold 1,200 pieces.", ("pieces 1200",), "", False),
        ("It sold 13 pieces.", ("pieces 12",), "", True),
        ("On 5 September it sold most.", ("best day 2011-09-05",), "", False),
        ("It costs £2.95.", (), '{"unit_price": 295}', False),
        ("It costs £29.5.", (), '{"unit_price": 295}', True),
        ("It is 77.", (), "", True),
        ("You asked about 40 of them.", (), "", False),
        ("Twelve pieces were sold, three of them late.", ("pieces 12",), "", True),
        ("Twelve pieces were sold.", ("pieces 12",), "", False),
        ("It looks back on 4 weeks.", ("over four weeks",), "", False),
        ("卖了十二件。No one is late.", ("pieces 12",), "", False),
        ("It costs three pounds.", (), '{"unit_price": 300}', False),
        ("1. bunting\n2. hearts", (), "", False),
        ("SKU-58 and O26002062 are fine.", (), "", False),
    ],
)
def test_a_number_is_known_from_facts_tools_and_the_question_alone(
    words: str, facts: tuple[str, ...], told: str, doubted: bool
) -> None:
    assert _doubted(words, *facts, told=told) is doubted


@given(st.integers(min_value=10, max_value=10**9))
def test_any_number_that_no_fact_holds_is_doubted(number: int) -> None:
    assert _doubted(f"It is {number}.", f"about {number + 1}") and not _doubted(f"It is {number}.", f"about {number}")
