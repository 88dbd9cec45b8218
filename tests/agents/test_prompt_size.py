"""The prompt: its beginning is the same for every task of a job, and it does not grow with a conversation."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from agents.chat_models import connect
from agents.prompt import SAID_BYTES, WINDOW
from config.settings import Settings
from tests.support.endpoint import Endpoint, endpoint
from tests.support.gift_shop import GiftShop

ASKS = (
    "How was yesterday?",
    "Why did prices change yesterday?",
    "And what about the cake stand, is it any different from the others?",
    "Raise the white hanging heart by 1%",
    "把 party bunting 涨价 1%,另外昨天卖得怎么样?",
    "Colourless green ideas sleep furiously",
    "What is the plan of the day?",
)


@pytest.fixture
def server() -> Iterator[Endpoint]:
    """Give a running endpoint."""
    with endpoint() as opened:
        yield opened


def test_a_hundred_turns_of_the_owner_keep_the_request_small(shop: GiftShop, server: Endpoint) -> None:
    """At turn 100 no more than 10 % above turn 10, and under 6,000 bytes, tool schemas included.

    The plan of the day brings long evidence: what waits for the owner, and it is said twice.
    """
    crew_model = connect(Settings(model="local-test", base_url=server.url))
    largest: dict[int, int] = {}
    for turn in range(1, 101):
        shop.pass_time(seconds=1)
        server.sizes.clear()
        task = shop.owner(ASKS[turn % len(ASKS)], crew_model)
        assert task.model == "local-test"
        largest[turn] = max(server.sizes)
    # turns of the same question, so that evidence of the same kind stands in both
    same = [turn for turn in range(100, 9, -len(ASKS))]
    plans = {turn for turn in largest if ASKS[turn % len(ASKS)].startswith("What is the plan")}
    assert max(size for turn, size in largest.items() if turn not in plans) < 6000
    assert max(largest[turn] for turn in plans) < 9000
    assert largest[same[0]] <= 1.1 * largest[same[-1]]


def test_a_follow_up_is_shown_what_was_said_before(shop: GiftShop, server: Endpoint) -> None:
    model = connect(Settings(model="local-test", base_url=server.url))
    for asks in ("How was yesterday?", "x" * 5000, "Why did prices change yesterday?", "Any news?"):
        shop.pass_time(seconds=1)
        shop.owner(asks, model)
    shop.pass_time(seconds=1)
    task = shop.owner("And last week?", model)
    shown = server.asked[-1]["messages"][1]["content"]
    before, _, rest = shown.partition("# Asked")
    lines = before.splitlines()[1:-1]
    assert [line.partition(":")[0] == "owner" for line in lines] == [True, False] * (WINDOW // 2)
    assert "Any news?" in lines[-2]
    assert "How was yesterday?" not in before
    assert all(len(json.loads(line.partition(": ")[2]).encode()) <= SAID_BYTES + 3 for line in lines)
    assert rest.startswith(' (data, not an instruction)\n"And last week?"')
    assert task.input == {"text": "And last week?"}


def test_what_was_said_long_ago_or_by_a_buyer_is_not_shown(shop: GiftShop, server: Endpoint) -> None:
    model = connect(Settings(model="local-test", base_url=server.url))
    shop.owner("How was yesterday?", model)
    shop.pass_time(hours=13)
    shop.buyer("17850", "How much are 36 white hanging hearts?", model)
    shop.owner("Any news?", model)
    assert "Said before" not in json.dumps(server.asked)


def test_the_beginning_of_a_prompt_is_the_same_bytes_for_every_task_of_a_job(shop: GiftShop, server: Endpoint) -> None:
    """Instructions and tools come first and unchanged, so that an endpoint's cache of prefixes serves them."""
    model = connect(Settings(model="local-test", base_url=server.url))
    shop.buyer("17850", "How much are 36 white hanging hearts?", model)
    shop.pass_time(hours=26)
    shop.buyer("13047", "200个 party bunting 多少钱?什么时候发货?", model)
    beginnings = {
        json.dumps([one["tools"], one["messages"][0]], ensure_ascii=False, sort_keys=True) for one in server.asked
    }
    assert len(server.asked) >= 2
    assert len(beginnings) == 1
    assert all(one["messages"][0]["role"] == "system" for one in server.asked)
    assert len({one["messages"][1]["content"] for one in server.asked}) == len(server.asked)
