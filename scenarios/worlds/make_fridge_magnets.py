"""Make the tables of the world ``fridge-magnets`` by rule: ``python -m scenarios.worlds.make_fridge_magnets``.

Nothing here is data of a real shop. Goods, prices, buyers and their past are drawn from a fixed seed by the rules
below, each with its reason; ``fridge_magnets/SOURCE.md`` says where the figures come from. The same seed gives the same
bytes.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from numpy.random import Generator

FOLDER = Path(__file__).parent / "fridge_magnets"
SEED = 20260921
START = date(2026, 9, 21)
HISTORY_DAYS = 91
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Family:
    """Goods of one make, a row of ``families.csv``.

    ``cost`` is the range of unit costs in fen; ``prices`` are factors on the cost for one piece and from each of the
    quantities ``steps`` on; ``quantity`` is a usual line; ``wanted`` are orders relative to a soft magnet.
    """

    title: str
    short: str
    category: str
    designs: tuple[str, ...]
    cost: tuple[int, int]
    prices: tuple[float, float, float]
    steps: tuple[int, int]
    quantity: int
    pack: int
    wanted: float
    said: str


def read_families() -> list[Family]:
    """Read the makes of goods.

    One piece is dear because parcel and packing are in its price (一件代发价); from the second step on it is wholesale.
    """
    with (FOLDER / "families.csv").open(encoding="utf-8", newline="") as file:
        return [
            Family(
                title=row["title"],
                short=row["short"],
                category=row["category"],
                designs=tuple(row["designs"].split("|")),
                cost=(int(row["cost_low"]), int(row["cost_high"])),
                prices=(float(row["factor1"]), float(row["factor2"]), float(row["factor3"])),
                steps=(int(row["step2"]), int(row["step3"])),
                quantity=int(row["quantity"]),
                pack=int(row["pack"]),
                wanted=float(row["wanted"]),
                said=row["attributes"],
            )
            for row in csv.DictReader(file)
        ]


FIXED = (
    # from the design's day in one shop: ¥13.60, floor ¥11.60 (docs/authority.md) with the costs of world.toml
    {
        "sku": 17,
        "name": "手绘城市冰箱贴礼盒 6枚装",
        "nickname": "城市礼盒",
        "category": "冰箱贴",
        "cost": 1015,
        "moq": 2,
        "ladder": (1360, 40, 1320, 200, 1260),
        "quantity": 6,
        "pack": 2,
        "wanted": 0.8,
        "said": "材质=木质;每盒=6 枚",
    },
    # the lamp that one buyer gets broken and has ¥38 back for
    {
        "sku": 42,
        "name": "磁吸小夜灯冰箱贴 月球",
        "nickname": "月球小夜灯",
        "category": "小件",
        "cost": 1750,
        "moq": 1,
        "ladder": (3800, 10, 3300, 100, 2980),
        "quantity": 4,
        "pack": 1,
        "wanted": 0.5,
        "said": "材质=ABS;供电=USB-C",
    },
)


@dataclass(frozen=True)
class Kind:
    """Buyers of one segment: share, orders a day, spread of that among them, lines, pieces over the usual line."""

    name: str
    share: float
    rate: float
    shape: float
    lines: tuple[float, float]
    size: tuple[float, float]
    abroad: float = 0.0


KINDS = (
    # shares: the prototype's Dirichlet(30, 12, 24, 6); rates a day 1/32, 1/20, 1/12, 1/40 (market notes, section 1)
    Kind("一人公司", 0.42, 1 / 32, 0.73, (3.0, 0.5), (0.0, 0.5)),
    Kind("团长", 0.17, 1 / 20, 0.73, (1.6, 0.4), (1.5, 0.5)),  # a group buys one or two things, many of them
    Kind("一件代发", 0.33, 1 / 12, 4.0, (1.0, 0.0), (-3.5, 0.1)),  # a piece at a time, steadily
    Kind("礼品店", 0.08, 1 / 40, 0.73, (6.0, 0.4), (0.5, 0.4), 0.04),
)
BUYERS = 540
"""Enough for about 30 orders a day: what one shop's staff of four has its hands full with."""


@dataclass(frozen=True)
class Good:
    """An article while it is made."""

    row: dict[str, object]
    quantity: int
    wanted: float


def make_goods(luck: Generator) -> list[Good]:
    """Make the articles; a fixed one takes the number it must have."""
    fixed = {int(str(one["sku"])): one for one in FIXED}
    drawn = [(family, design) for family in read_families() for design in family.designs]
    order = luck.permutation(len(drawn))
    goods: list[Good] = []
    rest = [drawn[place] for place in order]
    while rest or len(goods) + 1 in fixed:
        number = len(goods) + 1
        goods.append(_fixed(number, fixed[number]) if number in fixed else _drawn(number, luck, *rest.pop(0)))
    return goods


def _drawn(number: int, luck: Generator, family: Family, design: str) -> Good:
    cost = int(luck.integers(*family.cost))
    one, many, most = (_price(cost * factor) for factor in family.prices)
    ladder = (one, family.steps[0], many, family.steps[1], most)
    row = _row(number, f"{family.title} {design}", f"{design}{family.short}", family.category, cost, 1, ladder)
    said = f"{family.said};sample_set_up={200 if family.category == '地垫' else 0};sample_lead_days=2"
    row |= {"pack": family.pack, "attributes": said}
    return Good(row, family.quantity, family.wanted * float(np.exp(0.7 * luck.standard_normal())))


def _fixed(number: int, one: dict[str, object]) -> Good:
    ladder, cost, moq = one["ladder"], int(str(one["cost"])), int(str(one["moq"]))
    assert isinstance(ladder, tuple)
    row = _row(number, str(one["name"]), str(one["nickname"]), str(one["category"]), cost, moq, ladder)
    row |= {"pack": one["pack"], "attributes": f"{one['said']};sample_lead_days=2"}
    return Good(row, int(str(one["quantity"])), float(str(one["wanted"])))


def _row(
    number: int, name: str, nickname: str, category: str, cost: int, moq: int, ladder: Sequence[int]
) -> dict[str, object]:
    small, second, second_price, third, third_price = ladder
    return {
        "sku": f"SKU-{number:02d}",
        "name": name,
        "nickname": nickname,
        "category": category,
        "price_small": small,
        "tier2_min_qty": second,
        "tier2_price": second_price,
        "tier3_min_qty": third,
        "tier3_price": third_price,
        "cost": cost,
        "moq": moq if moq > 1 else "",
    }


def _price(fen: float) -> int:
    """Round as shops do: to 10 fen below ¥10, to 50 fen above."""
    step = 10 if fen < 1000 else 50
    return max(step, round(fen / step) * step)


def make_buyers(luck: Generator) -> list[dict[str, object]]:
    """Make the buyers; each one's orders so far follow from a rate of its own."""
    kinds = [kind for kind in KINDS for _ in range(round(kind.share * BUYERS))]
    rows: list[dict[str, object]] = []
    for number, kind in enumerate(kinds, start=1):
        first = START - timedelta(days=int(luck.integers(20, 270)))
        rate = kind.rate * float(luck.gamma(kind.shape, 1 / kind.shape))
        gaps = luck.exponential(1 / max(rate, 1e-4), size=400).cumsum()
        days = sorted({first, *(first + timedelta(days=int(gap)) for gap in gaps if gap < (START - first).days)})
        lines = max(1, round(kind.lines[0] * float(np.exp(kind.lines[1] * luck.standard_normal()))))
        size = float(np.exp(kind.size[0] + kind.size[1] * luck.standard_normal()))
        rows.append(
            {
                "buyer": f"B{number:04d}",
                "country": "Malaysia" if luck.random() < kind.abroad else "China",
                "first_order": first,
                "orders": len(days),
                "mean_gap_days": round((days[-1] - days[0]).days / (len(days) - 1), 1) if len(days) > 1 else "",
                "median_lines": lines,
                "quantity_factor": round(size, 3),
                "last_order": days[-1],
                "segment": kind.name,
                "days": days,
            }
        )
    return rows


def make_orders(buyers: Sequence[dict[str, object]], goods: Sequence[Good], luck: Generator) -> list[dict[str, object]]:
    """Make the order lines of the last 13 weeks, by time."""
    weight = np.array([good.wanted for good in goods])
    placed = []
    for buyer in buyers:
        days = buyer["days"]
        assert isinstance(days, list)
        for day in days:
            if day < START - timedelta(days=HISTORY_DAYS):
                continue
            opening = datetime.combine(day, datetime.min.time(), ZONE)
            moment = opening + timedelta(hours=9, minutes=int(luck.integers(720)))
            lines = max(1, round(float(str(buyer["median_lines"])) * float(np.exp(0.4 * luck.standard_normal()))))
            chosen = luck.choice(len(goods), size=min(lines, 12), replace=False, p=weight / weight.sum())
            placed.append((moment, str(buyer["buyer"]), [_line(goods[row], buyer, luck) for row in chosen]))
    rows: list[dict[str, object]] = []
    for number, (moment, name, chosen_lines) in enumerate(sorted(placed, key=lambda one: one[:2]), start=1):
        at = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        rows += [{"order": f"26{number:06d}", "placed_at": at, "buyer": name} | line for line in chosen_lines]
    return rows


def _line(good: Good, buyer: dict[str, object], luck: Generator) -> dict[str, object]:
    pieces = good.quantity * float(str(buyer["quantity_factor"])) * float(np.exp(0.45 * luck.standard_normal()))
    pack = int(str(good.row["pack"]))
    whole = max(1, round(pieces / pack)) * pack if pieces >= 0.75 * pack else max(1, round(pieces))
    count = max(whole, int(str(good.row["moq"] or 1)))
    price = good.row["price_small"]
    for step in ("2", "3"):
        if count >= int(str(good.row[f"tier{step}_min_qty"])):
            price = good.row[f"tier{step}_price"]
    return {"sku": good.row["sku"], "quantity": count, "unit_price": price}


def count_demand(goods: Sequence[Good], orders: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """Add to each article what its past says: orders and pieces a week, quantiles of a line."""
    rows = []
    for good in goods:
        mine = sorted(int(str(one["quantity"])) for one in orders if one["sku"] == good.row["sku"])
        low, high = max(1, round(0.6 * good.quantity)), round(1.6 * good.quantity)
        rows.append(
            good.row
            | {
                "qty_p25": low,
                "qty_median": good.quantity,
                "qty_p75": high,
                "qty_p90": round(2.2 * good.quantity),
                "orders_per_week": round(max(len(mine), 1) / (HISTORY_DAYS / 7), 2),
                "units_per_week": round(max(sum(mine), 1) / (HISTORY_DAYS / 7), 1),
                "first_sold": date(2025, 3, 1),
            }
        )
    return rows


def make(folder: Path = FOLDER) -> None:
    """Write ``catalogue.csv``, ``buyers.csv`` and ``orders.csv.gz``."""
    luck = np.random.default_rng(SEED)
    goods, buyers = make_goods(luck), make_buyers(luck)
    orders = make_orders(buyers, goods, luck)
    for buyer in buyers:
        del buyer["days"]
    _write(folder / "catalogue.csv", count_demand(goods, orders))
    _write(folder / "buyers.csv", buyers)
    _write(folder / "orders.csv.gz", orders)


def _write(path: Path, rows: Sequence[dict[str, object]]) -> None:
    text = io.StringIO()
    table = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    data = text.getvalue().encode("utf-8")
    # no time and no name in the packed file: the same rows are the same bytes
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


if __name__ == "__main__":
    make()
