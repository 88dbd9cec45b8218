"""Names and addresses of buyers: made from the buyer's id and the world's lists, the same in every run."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scenarios.market.goods import code_share
from scenarios.world_people import PlacesPart
from shops.models import Address

_HAN = re.compile(r"[\u4e00-\u9fff]")
_FIRST = ("Alice", "Ben", "Chloe", "Daniel", "Emma", "Frank", "Grace", "Harry", "Isla", "Jack", "Karen", "Liam", "Mia")
_LAST = ("Archer", "Baker", "Carter", "Dawson", "Ellis", "Foster", "Green", "Hughes", "Jackson", "Kelly", "Lowe")
_CHINESE = ("王芳", "李强", "张敏", "刘洋", "陈静", "杨帆", "赵磊", "黄丽", "周杰", "吴桐", "徐慧", "孙悦")


def person(customer_id: str, *, chinese: bool) -> str:
    """Give the name of who writes for a buyer."""
    if chinese:
        return _pick(_CHINESE, customer_id, "person")
    return f"{_pick(_FIRST, customer_id, 'first')} {_pick(_LAST, customer_id, 'last')}"


def business(places: PlacesPart, customer_id: str) -> str:
    """Give the name of a buyer's business."""
    owner, trade = _pick(places.owners, customer_id, "business"), _pick(places.trades, customer_id, "trade")
    return places.business.format(owner=owner, trade=trade)


def city(places: PlacesPart, customer_id: str, country: str) -> str:
    """Give the city of a buyer."""
    return _pick(places.cities.get(country, (country,)), customer_id, "city")


def named_in(language: str, name: str, others: Mapping[str, str]) -> str:
    """Give a name as it is in a language, ``zh`` or ``en``: itself, or what ``others`` has for it; else itself.

    Example:
        >>> named_in("zh", "Leeds", {"Leeds": "利兹"})
        '利兹'
    """
    return name if is_chinese(name) is (language == "zh") else others.get(name, name)


def is_chinese(name: str) -> bool:
    """Tell whether a name has Chinese characters."""
    return _HAN.search(name) is not None


def address(places: PlacesPart, customer_id: str, country: str) -> Address:
    """Give a buyer's address."""
    number = 1 + int(code_share(customer_id, "number") * 140)
    return Address(
        name=business(places, customer_id),
        street=places.street.format(number=number, street=_pick(places.streets, customer_id, "street")),
        city=city(places, customer_id, country),
        country=country,
    )


def _pick(options: tuple[str, ...], customer_id: str, purpose: str) -> str:
    return options[int(code_share(customer_id, purpose) * len(options))]
