"""A UK online wholesaler of giftware, from real order lines of 2011 (see SOURCE.md)."""

from pathlib import Path

from scenarios.world import World

GIFTWARE = World(
    name="giftware",
    folder=Path(__file__).parent,
    summary="UK giftware wholesaler, autumn 2011: 180 real articles, real buyers and their orders; GBP",
    summary_zh="英国礼品批发商,2011 年秋:180 种真实商品、真实买家与订单;英镑",
)
