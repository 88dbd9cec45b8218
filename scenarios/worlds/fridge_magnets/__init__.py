"""A Chinese factory of fridge magnets and door mats with light customisation, made by rule (see SOURCE.md)."""

from pathlib import Path

from scenarios.world import World

FRIDGE_MAGNETS = World(
    name="fridge-magnets",
    folder=Path(__file__).parent,
    summary="Chinese factory of fridge magnets and door mats, autumn 2026: group leaders, dropshippers; CNY",
    summary_zh="冰箱贴与地垫工厂,2026 年秋:一人公司、团长、一件代发、礼品店;人民币",
)
