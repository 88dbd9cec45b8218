"""A UK online wholesaler of giftware, from real order lines of 2011 (see SOURCE.md)."""

from pathlib import Path

from scenarios.world import World

GIFTWARE = World(
    name="giftware",
    folder=Path(__file__).parent,
    summary="UK giftware wholesaler, autumn 2011: 180 real articles, real buyers and their orders; GBP",
)
