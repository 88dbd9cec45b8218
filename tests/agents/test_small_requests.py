"""店长 approves small requests of the others: weighed, bounded by the desk, told, and never a second time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from authority.desk import Receipt, Requester
from authority.effects.issue_refund import IssueRefund
from authority.task import Task
from kit.errors import Refused
from shopstaff.intake import tick, work
from tests.support.gift_shop import GiftShop

STAND = "22423"


def asked(shop: GiftShop, buyer: str, pieces: int, amount: int, reason: str = "broken, photo seen") -> Receipt:
    """Let 客户 ask for a refund on an order of a buyer."""
    order = shop.house.connection.reads.shop.get_order(shop.place(buyer, (STAND, pieces)))
    effect = IssueRefund(order_id=order.id, line_id=order.lines[0].id, amount=amount, reason=reason)
    by = Requester(f"t {order.id}", 1, 1, "customer", "buyer", buyer)
    return shop.house.desk.submit(effect, by, reason=reason)


def decided(shop: GiftShop, **later: float) -> list[Task]:
    """Let the next look at small requests come; gives its tasks."""
    shop.pass_time(**later)
    opened = tick(shop.crew(), shop.clock.now())
    work(shop.crew(), shop.clock.now())
    return [task for one in opened if (task := shop.house.tasks.get(one)).job == "small_requests"]


def test_a_small_request_of_a_good_buyer_is_approved_told_and_remembered(shop: GiftShop) -> None:
    held = asked(shop, "17850", 40, 2500)
    (task,) = decided(shop, minutes=15)
    row = shop.house.log.get(held.id)
    assert (row.state, row.decided_by, row.decided_as) == ("done", "store_manager", "store_manager")
    assert task.subject == [f"effect:{held.id}"] and f"approve: {held.summary}" in task.answer
    assert [entry["body"]["role"] for entry in shop.house.log.history(held.id) if entry["kind"] == "approval"] == [
        "store_manager"
    ]
    news = [one for one in shop.house.tasks.list_tasks() if one.job == "approval_news"]
    assert [(one.subject, one.end, one.origin) for one in news] == [([f"effect:{held.id}"], "done", "schedule")]
    assert shop.house.verify().faults == ()


def test_a_request_that_is_large_beside_what_was_paid_waits_for_a_person_and_is_weighed_once(shop: GiftShop) -> None:
    held = asked(shop, "14911", 2, 2100)
    (task,) = decided(shop, minutes=15)
    assert shop.house.log.get(held.id).state == "held" and "left to you" in task.answer
    assert decided(shop, hours=3) == []


def test_what_is_above_the_amount_or_not_its_class_is_not_even_looked_at(shop: GiftShop) -> None:
    asked(shop, "17850", 40, 3500)
    shop.job("replenishment")
    assert decided(shop, minutes=15) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_number_of_the_answer_has_its_fact(open_shop: Callable[..., GiftShop], language: str) -> None:
    shop = open_shop(language=language)
    asked(shop, "17850", 40, 2500)
    asked(shop, "14911", 2, 2100)
    (task,) = decided(shop, minutes=15)
    assert shop.house.tasks.turns(task.id)[0].body["figures"] == {"approved": 1, "left": 1, "left_out": []}
    assert ("同意:" if language == "zh" else "approve: ") in task.answer


@pytest.mark.parametrize("employee", ["customer", "product", "promotion"])
def test_no_other_employee_can_approve(shop: GiftShop, employee: str) -> None:
    held = asked(shop, "17850", 40, 2500)
    jobs_of = {"customer": "ship_list", "product": "replenishment", "promotion": "keyword_bids"}
    crew = shop.crew()
    task = crew.tasks.get(shop.open_job(jobs_of[employee]))
    with pytest.raises(Refused, match="only the store manager"):
        crew.tool_context(task, 1, 1).approve(held.id)
    assert shop.house.log.get(held.id).state == "held"


def test_an_owner_who_sets_the_amount_to_nothing_decides_everything(shop: GiftShop) -> None:
    (shop.house.folder / "limits.toml").write_text("[approval]\nstore_manager_up_to = 0\n", encoding="utf-8")
    held = asked(shop, "17850", 40, 2500)
    assert shop.house.log.get(held.id).approver == "manager"
    assert decided(shop, minutes=15) == []
