"""Prices that the board walks to are found once a day, so that a job's query and its brief see the same ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.random import PCG64, Generator

from decisions.board.board import EngineBoard
from decisions.day_view import DayActs, DayView
from scenarios.array_shop import run_numbers
from scenarios.levers import Composed
from scenarios.market.kernel import DayOutcome
from scenarios.world import load_world


def test_asked_again_later_in_the_day_the_board_walks_to_the_same_prices() -> None:
    board, days = EngineBoard(Generator(PCG64(1))), 0

    def look(view: DayView, acts: DayActs, _: DayOutcome) -> None:
        nonlocal days
        if acts.prices is None or board.target is None:
            return
        target, days = board.target.copy(), days + 1
        later = replace(
            view, stock=view.stock // 2, tier_prices=np.broadcast_to(acts.prices[:, None], view.tier_prices.shape)
        )
        assert (board.price(later).prices == acts.prices).all()
        assert (board.target == target).all()

    run_numbers(load_world("fridge-magnets"), 1, 10, lambda _: Composed(board), on_day=look)
    assert days
