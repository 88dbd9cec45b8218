"""Who asks what was done is told the work of each employee; who asks what there is to do, the plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from agents.store_manager.staff_work import asks_what_was_done
from authority.tasks import End
from tests.support.gift_shop import open_gift_shop

HEART = "85123A"


@pytest.mark.parametrize(
    "text", ["What did you do today?", "今天都做了什么", "你们今天干了啥", "what have you done so far"]
)
def test_the_work_of_the_last_day_is_told_by_employee(tmp_path: Path, text: str) -> None:
    shop = open_gift_shop(tmp_path)
    shop.place("17850", (HEART, 10))
    shop.job("ship_list")
    task = shop.owner(text)
    assert task.end == End.DONE
    said = "Customer: 1 shipments done." if text.isascii() else "客户:发货 1 项已执行。"
    assert said in task.answer and "计划" not in task.answer and "lan" not in task.answer
    shop.house.close()


def test_what_is_to_be_done_is_the_plan() -> None:
    asked = {
        "今天要做什么": False,
        "what is the plan for today": False,
        "今天的安排": False,
        "what's there to do": False,
    }
    assert {text: asks_what_was_done(text) for text in asked} == asked
