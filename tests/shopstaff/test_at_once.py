"""Several commands at once on one shop, each in a process of its own: they wait for each other, and nothing is lost."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kit.clock import stamp
from shopstaff.commands import chat
from shopstaff.house import CLOCK_FILE
from shopstaff.intake import take_events
from tests.shopstaff.conftest import call
from tests.support.gift_shop import SHOP, open_gift_shop


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


def test_a_message_taken_by_a_process_whose_clock_is_behind_is_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_gift_shop(tmp_path).house.close()
    behind = open_gift_shop(tmp_path)

    def taken_by_the_other(*asked: Any) -> list[str]:
        take_events(behind.crew(), behind.house.connection.events)
        return take_events(*asked)

    monkeypatch.setattr(chat, "take_events", taken_by_the_other)
    words = "How much are 48 white hanging hearts?"
    told = call(tmp_path, "chat", "--shop", SHOP, "--as", "buyer:14911", words)
    assert (told.code, told.err) == (0, "") and "48 pieces" in told.out


def test_the_time_of_a_simulated_shop_never_goes_back(tmp_path: Path) -> None:
    first, second = open_gift_shop(tmp_path), open_gift_shop(tmp_path)
    second.pass_time(hours=2)
    later = second.clock.now()
    second.house.close()
    first.house.close()
    assert (first.house.folder / CLOCK_FILE).read_text(encoding="utf-8") == stamp(later)
