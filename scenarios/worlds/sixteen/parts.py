"""The parts of a drawn world's file that hold parameters; each draws its own, in the order in which they stand."""

from __future__ import annotations

import math
from datetime import date, timedelta

from numpy.random import Generator


def shop(start: date) -> str:
    """Give the shop, its rhythm, places and carriers: the same in every world."""
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
abroad_days = 4"""


def works(luck: Generator, daily: float) -> str:
    """Draw the factory, costs, stock and money; ``daily`` is a day's margin at a rough guess."""
    lead, late = int(luck.integers(5, 13)), int(luck.integers(1, 5))
    cash = round(daily * luck.uniform(30, 70), -4)
    return f"""[factory]
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


def traffic(luck: Generator, start: date, conversion: float) -> str:
    """Draw visits, season and the dates of the calendar."""
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


def people(luck: Generator) -> str:
    """Draw what buyers do after an order, how they ask, and what goes wrong."""
    faults, malicious = luck.uniform(0.03, 0.07), luck.uniform(0.25, 0.5)
    return "\n\n".join((_loyalty(luck), _inquiries(luck), _faults(luck, faults, malicious)))


def _loyalty(luck: Generator) -> str:
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
rank_reply = 0.15"""


def _inquiries(luck: Generator) -> str:
    return f"""[inquiries]
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
most_quotes = 2"""


def _faults(luck: Generator, faults: float, malicious: float) -> str:
    return f"""[aftersale]
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


def forces(luck: Generator) -> str:
    """Draw quality, rivals, shocks, reviews and disputes."""
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
