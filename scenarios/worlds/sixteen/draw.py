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
        _shop(luck, start, daily),
        _traffic(luck, start, conversion),
        _segments(luck),
        _people(luck),
        _forces(luck),
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


def _shop(luck: Generator, start: date, daily: float) -> str:
    """Draw the shop, its factory, costs, stock and money; ``daily`` is a day's margin at a rough guess."""
    lead, late = int(luck.integers(5, 13)), int(luck.integers(1, 5))
    cash = round(daily * luck.uniform(30, 70), -4)
    return f"""[shop]
name = "十六件小铺"
currency = "CNY"
time_zone = "Asia/Shanghai"
start = {start}
ship_promise_hours = 48

[catalogue]
measured_from = {start - timedelta(days=182)}
measured_until = {start}

[rhythm]
hours = {{ "09" = 0.2, "11" = 0.2, "14" = 0.25, "16" = 0.2, "19" = 0.15 }}
weekdays = {{ Mon = 1.045, Tue = 1.097, Wed = 1.149, Thu = 1.149, Fri = 1.045, Sat = 0.784, Sun = 0.731 }}

[places]
streets = ["人民路", "解放路", "中山路"]
street = "{{street}}{{number}}号"
owners = ["小鹿", "阿木", "橙子", "云朵"]
trades = ["小铺", "礼品店", "优选", "百货"]
business = "{{owner}}{{trade}}"
[places.cities]
China = ["杭州", "上海", "成都", "广州"]

[carriers]
home_country = "China"
home = "ZTO"
abroad = "DHL"
asked = {{ "中通" = "ZTO", "顺丰" = "SF" }}
day_weights = [0.15, 0.45, 0.3, 0.1]
abroad_days = 4

[factory]
capacity_per_day = {int(luck.integers(500, 1200))}
lead_time_days = {lead}
min_batch = 20
late_days_max = {late}

[costs]
pick_pack = 30
freight_per_order = 400
platform_fee_rate = "0.03"
holding_rate_per_day = "0.0012"

[floor]
pick_pack = 30
freight_per_order = 1200
freight_min_pieces = 100
after_sale_rate = "0.01"
platform_fee_rate = "0.03"
tax_rate = "0"
commission_rate = "0"
min_margin_rate = "0.05"

[stock]
cost_rate_low = 0.4
cost_rate_high = 0.6
cover_days_low = 15.0
cover_days_high = 35.0
short_share = 0.2
short_days_low = 3.0
short_days_high = 8.0

[money]
cash = {int(cash)}
credit = {int(cash * luck.uniform(0.2, 0.6))}
payout_days = 7
salvage = 0.6

[moves]
price_day = 0.05
price_month = 0.15
bid_step = 0.2
bid_most = 800"""


def _traffic(luck: Generator, start: date, conversion: float) -> str:
    phase, swing = luck.uniform(0, 2 * math.pi), 0.18
    months = {}
    for number in range(-1, 26):
        year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
        months[f"{year}-{month + 1:02d}"] = round(1 + swing * math.sin(phase + 2 * math.pi * month / 12), 3)
    season = "\n".join(f'"{place}" = {factor}' for place, factor in months.items())
    return f"""[traffic]
search_visits = {luck.lognormal(math.log(420), 0.15):.1f}
day_shape = 14.6
known_day_power = 0.5
article_season_weight = 0.0
conversion_known = 0.15
conversion_search = {conversion * luck.uniform(0.7, 0.9):.5f}
conversion_ads = {conversion:.5f}
cold_lines = 0.8
[traffic.season]
{season}

[[events]]
name = "618"
day = 2026-06-18
before = 4
size = {luck.uniform(1.4, 2.2):.2f}
spread = 0.2
after = 0.85

[[events]]
name = "双11"
day = 2026-11-11
before = 5
size = {luck.uniform(1.6, 2.6):.2f}
spread = 0.2
after = 0.8"""


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


def _people(luck: Generator) -> str:
    faults, malicious = luck.uniform(0.03, 0.07), luck.uniform(0.25, 0.5)
    return f"""[loyalty]
known_rate_scale = 1.0
known_shape = 0.73
known_prior_days = 60.0
new_rate = {luck.uniform(0.0075, 0.0115):.5f}
new_shape = {luck.uniform(2.0, 6.0):.2f}
drop = {luck.uniform(0.05, 0.09):.4f}
on_time_gain = 0.3
late_loss = 1.2
late_day_loss = 0.15
late_days_max = 8.0
missing_loss = {luck.uniform(1.2, 2.0):.2f}
reply_gain = 1.0
wrong_carrier_loss = 0.7
abandon_days = 7.0
rank_speed = 0.03
rank_low = 0.7
rank_high = 1.25
rank_on_time = 1.0
rank_reply = 0.15

[inquiries]
per_day = {luck.uniform(1.0, 2.5):.2f}
known_share = 0.5
chinese_share = 0.97
delivery_share = 0.12
custom_share = 0.25
bargain_share = 0.4
preference_share = 0.08
hostile_share = 0.05
quantity_median = 100.0
quantity_spread = 0.6
reservation_median = {luck.uniform(0.9, 1.0):.3f}
reservation_spread = {luck.uniform(0.06, 0.12):.3f}
price_slope = {luck.uniform(9, 14):.2f}
deadline_days_low = 2.0
deadline_days_high = 10.0
counter_within = 0.12
order_without_quote = 0.4
wrong_preference = 0.5

[haggling]
custom_cost_low = 0.05
custom_cost_high = 0.2
custom_worth = {luck.uniform(1.2, 1.8):.2f}
most_quotes = 2

[aftersale]
defect_share = {faults:.4f}
defect_shape = 1.5
broken_share = 0.015
missing_share = 0.005
false_share = {malicious * (faults + 0.02):.4f}
photo_share = 0.8
most_pieces = 0.6
delay_days = 4.0
patience_days = 3.0
settled_gain = 0.3
unsettled_loss = {luck.uniform(1.5, 2.5):.2f}"""


def _forces(luck: Generator) -> str:
    return f"""[quality]
spread = {luck.uniform(0.3, 0.6):.2f}
defects = 0.4

[rivals]
weight = {luck.uniform(0.3, 0.6):.2f}
follow = {luck.uniform(0.2, 0.6):.2f}
speed = 0.08
noise = 0.01
look_error = 0.06

[shocks]
within_days = 150
war_chance = 0.8
war_days = 21
war_low = 0.2
war_high = 0.6
trends = 2
trend_days = 18
trend_low = 0.6
trend_high = 1.4
delay_chance = 0.8
delay_window = 10
delay_low = 5
delay_high = 9

[reviews]
weight = {luck.uniform(0.2, 0.5):.2f}
start = 4.6
count = 80
share = 0.3

[disputes]
days = 5
accuracy = 0.9
penalty = {int(luck.integers(1500, 4000))}
rank = 0.6

[coupons]
seen = 0.5
lift = {{ "一人公司" = 2.0, "团长" = 1.5, "一件代发" = 0.3, "礼品店" = 0.8 }}"""


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
