"""Draws a world of sixteen articles from a name: ``sixteen-tune-01`` to tune on, ``sixteen-test-01`` to measure on.

``python -m scenarios.worlds.sixteen.draw sixteen-test-07`` prints the world's file; the same name gives the same bytes.
The laws are those of SOURCE.md. Nothing here is measured from a real shop.
"""

from __future__ import annotations

import math
import re
import sys
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.random import PCG64, Generator, SeedSequence

from scenarios.worlds.sixteen.parts import forces, people, shop, traffic, works

FAMILIES = ("tune", "test")
NAME = re.compile(rf"sixteen-({'|'.join(FAMILIES)})-(\d{{1,4}})")
MATERIALS, MOTIFS = ("软胶", "树脂", "亚克力", "陶瓷"), ("熊猫", "水果", "城市", "动物")
KEYWORDS = (*MATERIALS, *MOTIFS, "软胶 熊猫", "陶瓷 城市")
LINE = 12
"""Median pieces of a line of an article; a buyer's quantity factor is over this."""


@dataclass(frozen=True)
class Kind:
    """One segment's laws: mu and sd of log pieces a line, orders a day, lines an order, price slope."""

    name: str
    mu: float
    sd: float
    rate: float
    lines: tuple[int, int]
    slope: float
    dropship: bool = False


KINDS = (
    Kind("一人公司", 1.2, 0.7, 1 / 64, (1, 4), 3.1),
    Kind("团长", 2.6, 0.7, 1 / 40, (1, 5), 2.6),
    Kind("一件代发", 0.3, 0.4, 1 / 24, (1, 2), 3.4, dropship=True),
    Kind("礼品店", 3.6, 0.7, 1 / 80, (2, 7), 3.9),
)
MIX = (30.0, 12.0, 24.0, 6.0)


def world_text(name: str) -> str:
    """Draw the world of a name, as the text of its file.

    Raises:
        ValueError: Not a name of this family.
    """
    match = NAME.fullmatch(name)
    if match is None:
        raise ValueError(f"{name!r} is no world of this family; write sixteen-tune-01 or sixteen-test-01")
    luck = Generator(PCG64(SeedSequence([16, FAMILIES.index(match[1]), int(match[2])])))
    start = date(2026, 5, 18) + timedelta(days=7 * int(luck.integers(0, 3)))
    articles, margin = _articles(luck, start)
    buyers, pieces = _buyers(luck, start)
    conversion = float(np.clip(0.018 * luck.lognormal(0, 0.2), 0.008, 0.04))
    click = conversion * margin * pieces * luck.uniform(1.2, 1.8)
    daily = margin * pieces * 12
    parts = (
        f"# World `{name}`, drawn by `python -m scenarios.worlds.sixteen.draw {name}` by the laws of SOURCE.md.",
        shop(start),
        works(luck, daily),
        traffic(luck, start, conversion),
        _segments(luck),
        people(luck),
        forces(luck),
        _ads(luck, click),
        *articles,
        *buyers,
    )
    return "\n\n".join(parts) + "\n"


def _articles(luck: Generator, start: date) -> tuple[list[str], float]:
    """Draw the articles; gives their tables and the mean margin a piece at the starting prices, minor units."""
    rows, margins, weights = [], [], []
    middle, large = luck.uniform(0.92, 0.96), luck.uniform(0.84, 0.89)
    for number, (material, motif) in enumerate((one, two) for one in MATERIALS for two in MOTIFS):
        cost = max(150, round(100 * luck.lognormal(2.1, 0.5)))
        price = round(cost * luck.lognormal(math.log(1.85), 0.12))
        weekly = round(4.0 * math.exp(0.8 * luck.standard_normal()), 2)
        values = {
            "sku": f"M{number + 1:02d}",
            "name": f"{material}冰箱贴 {motif}",
            "category": "冰箱贴",
            "price_small": price,
            "tier2_min_qty": 20,
            "tier2_price": round(price * middle),
            "tier3_min_qty": 100,
            "tier3_price": round(price * large),
            "pack": 1,
            "qty_p25": 5,
            "qty_median": LINE,
            "qty_p75": 24,
            "qty_p90": 48,
            "orders_per_week": weekly,
            "units_per_week": round(weekly * 14, 1),
            "first_sold": start - timedelta(days=700),
            "cost": cost,
        }
        rows.append(_table("articles", values))
        margins.append(price - cost)
        weights.append(weekly)
    return rows, float(np.average(margins, weights=weights))


def _buyers(luck: Generator, start: date) -> tuple[list[str], float]:
    """Draw the buyers of the past year; gives their tables and the mean pieces of an order."""
    mix = luck.dirichlet(MIX)
    rows, pieces = [], []
    for number in range(int(luck.integers(110, 170))):
        kind = KINDS[int(luck.choice(len(KINDS), p=mix))]
        known = int(luck.integers(30, 360))
        rate = kind.rate * luck.gamma(2.0, 0.5)
        orders = 1 + int(luck.poisson(rate * known))
        factor = round(float(np.clip(luck.lognormal(kind.mu, kind.sd) / LINE, 0.05, 12.0)), 3)
        lines = int(luck.integers(kind.lines[0], kind.lines[1] + 1))
        first = start - timedelta(days=known)
        last = first + timedelta(days=int(luck.integers(0, known)) if orders > 1 else 0)
        values = {
            "buyer": f"B{number + 1:04d}",
            "country": "China",
            "first_order": first,
            "orders": orders,
            "median_lines": lines,
            "quantity_factor": factor,
            "last_order": last,
            "segment": kind.name,
        }
        rows.append(_table("buyers", values))
        pieces.append(lines * factor * LINE)
    return rows, float(np.median(pieces))


def _segments(luck: Generator) -> str:
    steep, nest = math.exp(0.15 * luck.standard_normal()), luck.uniform(0.85, 1.0)
    reach = (0.6, 4.0, 0.1, 1e9)
    tables = [
        {
            "name": kind.name,
            "up_to_factor": most,
            "price_slope": round(kind.slope * steep, 3),
            "nest": round(nest, 3),
            "dropship": kind.dropship,
        }
        for kind, most in zip(KINDS, reach, strict=True)
    ]
    orders = "[orders]\nlines_spread = 0.4\nlines_scale = 1.0\nquantity_within = 0.6\nquantity_scale = 1.0\n"
    return "\n\n".join([*(_table("segments", one) for one in tables), orders + "max_quantity = 1000"])


def _ads(luck: Generator, click: float) -> str:
    """Draw keywords whose rival prices are near what a click is worth: a good bid pays, any bid does not."""
    rows = []
    for number, words in enumerate(KEYWORDS):
        median = max(20.0, click * luck.lognormal(0, 0.4))
        rows.append(
            f'  {{ id = "kw-{number + 1:02d}", campaign = "{"materials" if number < 4 else "motifs"}", '
            f'text = "{words} 冰箱贴", words = "{words}", searches = {luck.lognormal(5.6, 0.7):.0f}, '
            f"click_rate = {luck.beta(4, 80):.4f}, rival_median = {median:.0f}, "
            f"rival_spread = {luck.uniform(0.35, 0.7):.2f}, bid = {round(median * 0.8)} }},"
        )
    budget = round(click * 40)
    return f"""[ads]
batches = 40
intent = {luck.uniform(1.0, 2.0):.2f}
campaigns = [
  {{ id = "materials", name = "材质", daily_budget = {budget} }},
  {{ id = "motifs", name = "题材", daily_budget = {budget} }},
]
keywords = [
{chr(10).join(rows)}
]"""


def _table(name: str, values: dict[str, object]) -> str:
    return "\n".join([f"[[{name}]]", *(f"{key} = {_toml(value)}" for key, value in values.items())])


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


if __name__ == "__main__":
    sys.stdout.write(world_text(sys.argv[1]))
