"""The supervisor: who takes a task, hand-offs with their results, and running a task again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

import pytest

from agents.crew import Crew
from agents.roster import employees, jobs_for_handoff
from agents.supervisor import draw, run_task
from authority.desk import Desk
from authority.task import Task
from authority.tasks import End
from shopstaff.intake import take_events, tell_decision, tick, work
from tests.support.crashes import Crash, CrashingDesk
from tests.support.gift_shop import GiftShop
from tests.support.scripts import calls, ladder, script, text

HEART = "85123A"
RAISE_3 = "Raise the white hanging heart by 3%"


def hand_off(job: str) -> tuple[str, dict[str, object]]:
    return "hand_off", {"job": job, "goal": "what is needed now", "subject": []}


def children(shop: GiftShop, task: Task) -> dict[str, Task]:
    return {row.job: row for row in shop.house.tasks.list_tasks() if row.parent == task.id}


def dying(shop: GiftShop, *, at: int, after: bool) -> Crew:
    crew = shop.crew()
    return replace(crew, desk=cast(Desk, CrashingDesk(crew.desk, at=at, after=after)))


def state_of(shop: GiftShop) -> object:
    """Give all that a second run could have changed."""
    effects = [(row.id, row.state, row.payload) for row in shop.effects()]
    tasks = sorted((row.id, row.end, row.answer) for row in shop.house.tasks.list_tasks())
    bids = [(one.id, one.bid) for one in shop.house.connection.reads.ads.list_keywords()]  # type: ignore[union-attr]
    return effects, tasks, bids, shop.price(HEART), shop.house.verify().entries


@pytest.mark.parametrize(
    ("words", "job", "employee"),
    [
        (RAISE_3, "price_request", "product"),
        ("为什么昨天涨价?", "explain_changes", "store_manager"),
        ("How were sales yesterday?", "shop_report", "store_manager"),
        ("今天有什么安排?", "morning_plan", "store_manager"),
        ("Colourless green ideas sleep furiously", "owner_question", "store_manager"),
    ],
)
def test_the_owners_words_go_to_the_employee_they_are_for(shop: GiftShop, words: str, job: str, employee: str) -> None:
    task = shop.owner(words)
    assert (task.job, task.employee) == (job, employee)
    assert task.answer


def test_words_addressed_to_an_employee_stay_with_them(shop: GiftShop) -> None:
    assert shop.owner(RAISE_3, to="product").job == "price_request"
    assert shop.owner(RAISE_3, to="promotion").job == "promotion_question"


def test_the_morning_plan_is_made_of_what_three_employees_settled(shop: GiftShop) -> None:
    shop.place("17850", (HEART, 12))
    task = shop.job("morning_plan")
    done = children(shop, task)
    assert {row.employee for row in done.values()} == {"product", "customer", "promotion"}
    assert done["replenishment"].end == End.HELD
    assert all(row.answer in task.answer for row in done.values())
    held = shop.effects(done["replenishment"])[0]
    assert f"[{held.id}]" in task.answer
    assert shop.effects(done["ship_list"])[0].state == "done"
    assert (task.end, task.model_calls) == (End.DONE, 2)


@pytest.mark.parametrize(
    ("text", "head"), [("今天有什么安排?", "今日计划"), ("What should we do today?", "Plan of the day")]
)
def test_the_plan_is_in_the_owners_language(shop: GiftShop, text: str, head: str) -> None:
    assert head in shop.owner(text).answer


def test_a_hand_offs_result_comes_back_as_a_fact(shop: GiftShop) -> None:
    model = script(calls(hand_off("keyword_bids")), text("Two bids were moved."))
    task = shop.owner("Colourless green ideas sleep furiously", model)
    child = children(shop, task)["keyword_bids"]
    assert (task.end, task.answer) == (End.DONE, "Two bids were moved.")
    assert f"{child.answer} (task:{child.id})" in model.asked[1][-1].text


@pytest.mark.parametrize("job", ["dance", "shop_report", "customer_question", "approval_news", "morning_plan"])
def test_a_hand_off_to_a_job_that_takes_none_is_refused_and_said(shop: GiftShop, job: str) -> None:
    """Jobs that begin with an event or with words have nothing to begin with here."""
    model = script(calls(hand_off(job)), text("I cannot hand that off."))
    task = shop.owner("Colourless green ideas sleep furiously", model)
    assert (task.end, task.answer) == (End.DONE, "I cannot hand that off.")
    assert children(shop, task) == {}
    assert f"no job '{job}' takes hand-offs; these do: {', '.join(jobs_for_handoff())}" in model.asked[1][-1].text


def test_a_reply_that_is_handed_off_without_a_conversation_sends_nothing(shop: GiftShop) -> None:
    model = script(calls(hand_off("inquiry_reply")), text("Nothing was sent."), text("There was nothing to answer."))
    task = shop.owner("Colourless green ideas sleep furiously", model)
    assert task.end == End.DONE
    assert shop.effects(children(shop, task)["inquiry_reply"]) == []


def test_hand_offs_do_not_go_deeper_than_the_limit(open_shop: Callable[..., GiftShop]) -> None:
    shop = open_shop(max_hops=0)
    task = shop.job("morning_plan")
    assert task.end == End.DONE
    assert children(shop, task) == {}
    assert "the limit of hand-offs is reached" in task.answer


def test_a_model_that_only_hands_off_ends_with_its_budget(open_shop: Callable[..., GiftShop]) -> None:
    shop = open_shop(max_model_calls=6)
    task = shop.owner("Colourless green ideas sleep furiously", script(*[calls(hand_off("keyword_bids"))] * 9))
    assert (task.end, task.model_calls) == (End.BUDGET_EXHAUSTED, 6)
    assert sum(row.parent == task.id for row in shop.house.tasks.list_tasks()) == 3


def test_a_hand_off_next_to_other_calls_leaves_none_of_them_out(shop: GiftShop) -> None:
    model = script(calls(hand_off("keyword_bids"), ("recall", {"query": "bunting"})), text("Good."))
    task = shop.owner("Colourless green ideas sleep furiously", model)
    assert list(children(shop, task)) == ["keyword_bids"]
    assert [turn.kind for turn in shop.house.tasks.turns(task.id) if turn.turn == 1] == ["brief", "reply", "read"]


@pytest.mark.parametrize("job", ["morning_plan", "replenishment", "keyword_bids"])
def test_a_task_that_has_ended_is_not_run_again(shop: GiftShop, job: str) -> None:
    first = shop.job(job)
    before = state_of(shop)
    again = run_task(shop.crew(), first.id)
    assert (again.end, again.answer, again.ended_at) == (first.end, first.answer, first.ended_at)
    assert state_of(shop) == before


@pytest.mark.parametrize("after", [False, True], ids=["before the desk", "after the shop"])
def test_a_crash_in_a_tool_and_a_second_run_write_exactly_once(shop: GiftShop, after: bool) -> None:
    task_id = shop.open_words(RAISE_3)
    with pytest.raises(Crash):
        run_task(dying(shop, at=1, after=after), task_id)
    assert shop.house.tasks.get(task_id).end is None
    task = run_task(shop.crew(), task_id)
    assert task.end == End.DONE
    assert shop.price(HEART) == (303, 262)
    changes = shop.house.connection.reads.shop.list_price_changes(since=shop.clock.now(), skus=[HEART])
    assert len(changes) == 1
    assert [row.state for row in shop.effects(task)] == ["done"]
    assert shop.house.verify().faults == ()


@pytest.mark.parametrize("at", [1, 2, 3, 4])
@pytest.mark.parametrize("after", [False, True], ids=["before the desk", "after the shop"])
def test_a_crash_anywhere_in_the_morning_plan_ends_like_no_crash(
    open_shop: Callable[..., GiftShop], at: int, after: bool
) -> None:
    """Its hand-offs make four effects: an order to the factory, a parcel and two bids."""
    shop = open_shop()
    shop.place("17850", (HEART, 12))
    task_id = shop.open_job("morning_plan")
    with pytest.raises(Crash):
        run_task(dying(shop, at=at, after=after), task_id)
    task = run_task(shop.crew(), task_id)
    assert task.end == End.DONE
    assert sorted((row.kind, row.state) for row in shop.effects()) == [
        ("order_production", "held"),
        ("set_bid", "done"),
        ("set_bid", "done"),
        ("ship_order", "done"),
    ]
    assert [keyword.bid for keyword in shop.house.connection.reads.ads.list_keywords()] == [72, 72]  # type: ignore[union-attr]


def test_after_a_crash_the_model_is_not_asked_again_what_it_has_answered(shop: GiftShop) -> None:
    task_id = shop.open_words(RAISE_3)
    crew = dying(shop, at=1, after=True)
    with pytest.raises(Crash):
        run_task(replace(crew, model=script(calls(ladder(HEART, (1, 299), (32, 259))))), task_id)
    rest = script(text("Raised to £2.99."))
    task = run_task(shop.crew(rest), task_id)
    assert (task.end, task.answer, task.model_calls) == (End.DONE, "Raised to £2.99.", 2)
    assert shop.price(HEART) == (299, 259)
    assert len(shop.effects(task)) == 1


def test_ticks_events_and_decisions_become_each_one_task(shop: GiftShop) -> None:
    crew = shop.crew()
    shop.market.send_message("17850", "Hello", at=shop.clock.now())
    assert len(take_events(crew, shop.house.connection.events)) == 1
    assert take_events(crew, shop.house.connection.events) == []
    assert [shop.house.tasks.get(one).job for one in tick(crew, shop.clock.now())] == ["morning_plan"]
    assert tick(crew, shop.clock.now()) == []
    done = work(crew, shop.clock.now())
    assert sorted(row.job for row in done) == ["inquiry_reply", "morning_plan"]
    assert work(crew, shop.clock.now()) == []


def test_what_the_owner_decides_is_remembered(shop: GiftShop) -> None:
    held = shop.effects(shop.job("replenishment"))[0]
    shop.house.desk.reject(held.id, by="owner", why="too much bunting")
    tell_decision(shop.crew(), held.id)
    tell_decision(shop.crew(), held.id)
    assert [row.job for row in work(shop.crew(), shop.clock.now())] == ["approval_news"]
    found = shop.house.memory.search(shop.house.shop, "too much bunting")
    assert [(note.subject, note.source) for note in found] == [(f"effect:{held.id}", "ledger")]


def test_the_graph_has_a_node_for_each_employee() -> None:
    drawn = draw()
    assert all(f"{name}({name})" in drawn for name in employees())
