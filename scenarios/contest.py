"""Policies in numbers as players of one contest: the same worlds, seeds, limits and luck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence

from decisions.board.board import EngineBoard
from scenarios.array_shop import Figures, run_oracle
from scenarios.levers import Composed
from scenarios.numbers import DeskPolicy, Hidden
from scenarios.numbers_rule import NumbersRule
from scenarios.oracle.board import OracleBoard, OracleKnobs
from scenarios.rules import PLAIN, RuleTerms
from scenarios.world import LoadedWorld

Kind = Literal["engines", "rule", "oracle"]
ENGINE_LUCK = 17
"""Key of the engines' own luck, apart from every stream of the market."""
STALL_DAYS = 14
"""Days that are looked at together to tell whether a shop still earns."""


@dataclass(frozen=True)
class Player:
    """One policy in numbers.

    Attributes:
        kind: Which one.
        terms: Of a rule.
        knobs: Of the oracle, and of levers taken from it.
        from_oracle: Levers of the engines that are the oracle's instead.
    """

    kind: Kind
    terms: RuleTerms = PLAIN
    knobs: OracleKnobs = OracleKnobs()
    from_oracle: tuple[str, ...] = ()


def play(world: LoadedWorld, seed: int, days: int, player: Player) -> Figures:
    """Let a player run a shop of arrays.

    Example:
        >>> from scenarios.world import load_world
        >>> play(load_world("sixteen-tune-01"), 1, 2, Player("rule")).days
        2
    """
    return run_oracle(world, seed, days, lambda _terms, hidden: policy_of(player, seed, lambda: hidden))


def policy_of(player: Player, seed: int, hidden: Callable[[], Hidden]) -> DeskPolicy:
    """Make a player's policy, for a shop of arrays or for the desk of a built one.

    Args:
        player: Who plays.
        seed: Of the run; the engines' own luck follows from it.
        hidden: Gives the laws of the market; asked only by who may know them.
    """
    if player.kind == "rule":
        return NumbersRule(player.terms)
    if player.kind == "oracle":
        engines = _engines(seed)
        return Composed(OracleBoard(hidden(), player.knobs), dict.fromkeys(player.knobs.from_engines, engines))
    if not player.from_oracle:
        return engines_alone(seed)
    oracle = OracleBoard(hidden(), player.knobs)
    taken = [name for name in player.from_oracle if name not in player.knobs.from_engines]
    return Composed(_engines(seed), dict.fromkeys(taken, oracle))


def engines_alone(seed: int) -> DeskPolicy:
    """Give the engines as a policy, with luck of their own."""
    return Composed(_engines(seed))


def _engines(seed: int) -> EngineBoard:
    return EngineBoard(Generator(PCG64(SeedSequence([seed, ENGINE_LUCK]))))


def days_to_stall(contribution: Sequence[int]) -> int:
    """Give the first day after which the shop earns no more: sums of 14 days stay at or below 0; else all its days.

    Example:
        >>> days_to_stall([5] * 20 + [-5] * 30)
        20
    """
    values = np.asarray(contribution, dtype=float)
    if not len(values):
        return 0
    ends = np.minimum(np.arange(len(values)) + STALL_DAYS, len(values))
    sums = np.concatenate([[0.0], np.cumsum(values)])
    earns = np.flatnonzero(sums[ends] - sums[:-1] > 0)
    if not len(earns):
        return 0
    if earns[-1] >= len(values) - STALL_DAYS:
        return len(values)
    good = np.flatnonzero(values > 0)
    return int(good[-1]) + 1 if len(good) else 0
