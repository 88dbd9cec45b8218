"""Names and addresses of buyers: made from the buyer's id, the same in every run."""

from __future__ import annotations

from scenarios.market.goods import code_share
from shops.models import Address

_FIRST = ("Alice", "Ben", "Chloe", "Daniel", "Emma", "Frank", "Grace", "Harry", "Isla", "Jack", "Karen", "Liam", "Mia")
_LAST = ("Archer", "Baker", "Carter", "Dawson", "Ellis", "Foster", "Green", "Hughes", "Jackson", "Kelly", "Lowe")
_CHINESE = ("王芳", "李强", "张敏", "刘洋", "陈静", "杨帆", "赵磊", "黄丽", "周杰", "吴桐", "徐慧", "孙悦")
_SHOPS = ("Gifts", "Home", "Interiors", "Trading", "Emporium", "Party Supplies", "Corner Shop", "Cards and Gifts")
_STREETS = ("High Street", "Station Road", "Church Lane", "Mill Lane", "Market Place", "Park Road", "Green Lane")
_CITIES = {
    "United Kingdom": ("London", "Manchester", "Leeds", "Bristol", "Glasgow", "Birmingham", "York", "Norwich"),
    "Germany": ("Berlin", "Hamburg", "Cologne"),
    "France": ("Paris", "Lyon", "Lille"),
    "Belgium": ("Brussels", "Ghent"),
    "Spain": ("Madrid", "Valencia"),
    "Switzerland": ("Zurich", "Basel"),
    "EIRE": ("Dublin", "Cork"),
    "Netherlands": ("Utrecht", "Rotterdam"),
}
_CHINESE_CITIES = {
    "London": "伦敦",
    "Manchester": "曼彻斯特",
    "Leeds": "利兹",
    "Bristol": "布里斯托",
    "Glasgow": "格拉斯哥",
    "Birmingham": "伯明翰",
    "York": "约克",
    "Norwich": "诺里奇",
    "Berlin": "柏林",
    "Hamburg": "汉堡",
    "Cologne": "科隆",
    "Paris": "巴黎",
    "Lyon": "里昂",
    "Lille": "里尔",
    "Brussels": "布鲁塞尔",
    "Madrid": "马德里",
    "Zurich": "苏黎世",
    "Dublin": "都柏林",
}


def person(customer_id: str, *, chinese: bool) -> str:
    """Give the name of who writes for a buyer."""
    if chinese:
        return _pick(_CHINESE, customer_id, "person")
    return f"{_pick(_FIRST, customer_id, 'first')} {_pick(_LAST, customer_id, 'last')}"


def business(customer_id: str) -> str:
    """Give the name of a buyer's business."""
    return f"{_pick(_LAST, customer_id, 'business')} {_pick(_SHOPS, customer_id, 'trade')}"


def city(customer_id: str, country: str) -> str:
    """Give the city of a buyer."""
    return _pick(_CITIES.get(country, (country,)), customer_id, "city")


def city_in_chinese(name: str) -> str:
    """Give the Chinese name of a city, or the name itself."""
    return _CHINESE_CITIES.get(name, name)


def address(customer_id: str, country: str) -> Address:
    """Give a buyer's address."""
    number = 1 + int(code_share(customer_id, "number") * 140)
    return Address(
        name=business(customer_id),
        street=f"{number} {_pick(_STREETS, customer_id, 'street')}",
        city=city(customer_id, country),
        country=country,
    )


def _pick(options: tuple[str, ...], customer_id: str, purpose: str) -> str:
    return options[int(code_share(customer_id, purpose) * len(options))]
