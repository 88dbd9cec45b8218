"""Every number of an answer leads to what it comes from, and what is opened holds that number."""

from __future__ import annotations

import shlex

import pytest

from decisions.said_numbers import figures

OWNER = [
    "昨天卖得怎么样?",
    "how was yesterday?",
    "库存还够吗?",
    "what sold worst?",
    "广告花了多少钱",
    "who are the best buyers?",
    "今天的计划是什么?",
    "why did prices move yesterday?",
    "为什么涨价?",
    "raise the white hanging heart by 3%",
    "每日退款限额改到500",
    "show the daily report",
    "有没有客户投诉",
    "refund 17850 £9999",
    "给14911退款50元",
    "stop all ads",
    "cancel order 26002062",
    "sing me a song",
]
BUYER = ["How much are 300 of the white hanging heart, and when do they leave?", "白色爱心挂件 300个多少钱?"]


@pytest.mark.parametrize(("speaker", "texts"), [("owner", OWNER), ("buyer", BUYER)])
def test_every_number_of_an_answer_has_a_reference_that_opens_on_it(shopstaff, speaker: str, texts: list[str]) -> None:
    opened: dict[str, set[str]] = {}
    seen = 0
    for text in texts:
        told = shopstaff("chat", "--json", "--as", speaker, text).json
        for one in told["numbers"]:
            assert one["ref"], f"{one['number']} in the answer to {text!r} has no reference: {told['answer']}"
            assert told["answer"][one["start"] :].startswith(one["number"])
            if one["ref"] not in opened:
                said = shopstaff("explain", one["ref"])
                assert said.code == 0, said.err
                opened[one["ref"]] = {figure.value for figure in figures(said.out)}
            (figure,) = figures(one["number"])
            assert figure.value in opened[one["ref"]], f"{one['ref']} does not hold {one['number']}: {text!r}"
            seen += 1
    assert seen > 10


def test_the_chat_prints_the_command_that_opens_a_number(shopstaff) -> None:
    said = shopstaff("chat", "how was yesterday?").out
    line = next(line for line in said.splitlines() if "← shopstaff explain" in line)
    numbers, command = line.split("←")
    opened = shopstaff(*shlex.split(command)[1:]).out
    assert numbers.split(",")[0].strip() in opened


def test_a_fact_that_a_task_does_not_have_is_a_clear_no(shopstaff) -> None:
    task = shopstaff("chat", "--json", "how was yesterday?").json["task"]
    said = shopstaff("explain", f"{task}#nothing")
    assert said.code and "lists what it has" in said.err
