"""Several commands at once on one shop, each in a process of its own: they wait for each other, and nothing is lost."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.shopstaff.conftest import call
from tests.support.gift_shop import SHOP, open_gift_shop

HEART = "85123A"


def test_chats_and_work_at_once_on_one_shop_all_get_their_answer(tmp_path: Path) -> None:
    """A buyer's message is answered with what memory holds of the buyer, so each of the three searches it."""
    shop = open_gift_shop(tmp_path)
    task = shop.open_message("13047", "36个 white hanging heart 多少钱?")
    shop.house.close()
    asked = [("14911", "How much are 48 white hanging hearts?"), ("17850", "How much are 60 white hanging hearts?")]
    commands = [("chat", "--shop", SHOP, "--as", f"buyer:{buyer}", words) for buyer, words in asked]
    # each is a copy of a process that has imported the stack and has done nothing else
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["shopstaff.crewing"])
    with ProcessPoolExecutor(3, processes) as pool:
        asked_of = [pool.submit(call, tmp_path, *one) for one in (*commands, ("work", "--once", "--shop", SHOP))]
        told = [one.result() for one in asked_of]
    assert [(one.code, one.err) for one in told] == [(0, "")] * 3
    assert "48 pieces" in told[0].out and "60 pieces" in told[1].out
    again = open_gift_shop(tmp_path)
    assert again.house.tasks.get(task).end == "done"
    assert [one.kind for one in again.effects()].count("send_message") == 3
    assert again.house.verify().faults == ()
    again.house.close()
