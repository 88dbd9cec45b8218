"""What a market by others is told and what it answers: one JSON document each way a day (docs/market.md).

Money is minor units, pieces are whole, ``hour`` is local time of the shop between 9 and 21, e.g. ``13.5``. An answer is
checked before anything of it happens. ``python -m scenarios.foreign`` prints the schema of all three.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kit.errors import BadInput

VERSION = 1
Count = Annotated[int, Field(ge=0, le=10**9)]
Pieces = Annotated[int, Field(gt=0, le=10**6)]
Hour = Annotated[float, Field(ge=9, le=21)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Text = Annotated[str, Field(min_length=1, max_length=4000)]


class MarketFailed(BadInput):
    """The market by others cannot go on; correct it and run again, what was run is kept."""


class Document(BaseModel):
    """Part of a document: no unknown keys, no numbers in quotes, no NaN."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, frozen=True)


class Step(Document):
    """A step of a price ladder: the unit price from so many pieces on."""

    pieces: int
    price: int


class SeenArticle(Document):
    """An article as buyers see it; ``stock`` is what they can order now."""

    sku: str
    title: str
    category: str
    attributes: dict[str, str]
    ladder: list[Step]
    moq: int
    pack: int
    listed: bool
    stock: int


class KnownBuyer(Document):
    """A buyer of the shop's past: orders so far and the day of the last one."""

    id: str
    country: str
    language: str
    orders: int
    last_order: date


class SeenKeyword(Document):
    """A keyword that the shop bids on; only the ad platform knows ``bid`` (most a click) and the ``budget`` left."""

    id: str
    text: str
    skus: list[str]
    bid: int
    paused: bool
    campaign: str
    budget: int


class SeenMessage(Document):
    """What the shop has written since the last day."""

    thread: str
    customer: str
    text: str


class SeenQuote(Document):
    """A binding offer to one buyer that stands open: articles, pieces, final unit prices."""

    id: str
    customer: str
    thread: str | None
    lines: list[dict[str, str | int]]
    valid_until: str


class SeenParcel(Document):
    """An order that has left or arrived since the last day."""

    order: str
    customer: str
    carrier: str
    state: Literal["shipped", "delivered"]


class SeenRefund(Document):
    """Money that an order got back in all, for orders of this market with any; minor units."""

    order: str
    customer: str
    amount: int


class Opening(Document):
    """The first line to a command: the shop before its first day."""

    type: Literal["open"] = "open"
    version: int = VERSION
    world: str
    seed: int
    days: int
    start: date
    currency: str
    time_zone: str
    ship_promise_hours: int
    articles: list[SeenArticle]
    keywords: list[SeenKeyword]
    buyers: list[KnownBuyer]


class Seen(Document):
    """One day, in the morning: what buyers and the ad platform see. ``orders`` are the ids given to yesterday's orders
    in the order of the answer, null for one that found nothing in stock.
    """

    type: Literal["day"] = "day"
    day: int
    date: date
    articles: list[SeenArticle]
    promotions: list[dict[str, Any]]
    keywords: list[SeenKeyword]
    messages: list[SeenMessage]
    quotes: list[SeenQuote]
    orders: list[str | None]
    parcels: list[SeenParcel]
    refunds: list[SeenRefund]


class NewBuyer(Document):
    """A buyer that the shop does not know yet; one who is not stated lives at home and writes the shop's language."""

    id: Name
    country: Name | None = None
    language: Literal["zh", "en"] | None = None
    name: Name | None = None


class Wish(Document):
    """Pieces of an article that are wanted."""

    sku: Name
    quantity: Pieces


class NewOrder(Document):
    """An order that is paid at ``hour``; ``keyword`` is the ad that led here, ``coupon`` the ``code`` of one in
    ``promotions``; one that ended does nothing.
    """

    customer: Name
    hour: Hour
    lines: Annotated[list[Wish], Field(min_length=1, max_length=500)]
    channel: Literal["direct", "search", "ads"] = "direct"
    keyword: str | None = None
    coupon: str | None = None


class NewMessage(Document):
    """A message to the shop: in a new conversation, or in the ``thread`` named."""

    customer: Name
    hour: Hour
    text: Text
    thread: str | None = None


class Acceptance(Document):
    """A quote that its buyer takes."""

    quote: Name
    hour: Hour


class AdDay(Document):
    """The day's ad report of a keyword; ``spend`` is held to its campaign's budget and needs a click; clicks may be
    free.
    """

    keyword: Name
    impressions: Count
    clicks: Count
    spend: Count


class Did(Document):
    """The answer: what buyers did on the day. Everything may be left out; a ``day`` that stands there is that of the
    question, so that no answer is taken for another day's.
    """

    type: Literal["did"] = "did"
    day: int | None = None
    visits: dict[Literal["direct", "search", "ads"], Count] = {}
    customers: Annotated[list[NewBuyer], Field(max_length=20_000)] = []
    orders: Annotated[list[NewOrder], Field(max_length=20_000)] = []
    messages: Annotated[list[NewMessage], Field(max_length=2_000)] = []
    accept: Annotated[list[Acceptance], Field(max_length=2_000)] = []
    ads: Annotated[list[AdDay], Field(max_length=2_000)] = []


def checked(content: Any, where: str) -> Did:
    """Make an answer of what came.

    Args:
        content: The document.
        where: Names the line, e.g. ``"line 3 (day 2)"``.

    Raises:
        MarketFailed: It does not fit; each fault names line, field and what is wanted.
    """
    try:
        return Did.model_validate(content)
    except ValidationError as error:
        faults = [
            f"{where}: {'.'.join(map(str, one['loc'])) or 'the answer'}: {one['msg']}, not {short(one['input'])}"
            for one in error.errors()
        ]
        raise MarketFailed(
            f"the market's answer does not fit; correct it after docs/market.md: {'; '.join(faults[:5])}", faults
        ) from error


def parsed(line: str, where: str) -> Any:
    """Read one line of JSON.

    Raises:
        MarketFailed: It is no JSON, or holds NaN or Infinity.
    """

    def refuse(constant: str) -> float:
        raise ValueError(f"{constant} is no number in JSON")

    try:
        return json.loads(line, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise MarketFailed(
            f"{where}: the market wrote no JSON: {error}; write one object a line, nothing else: {short(line)}"
        ) from error


def short(value: Any) -> str:
    """Quote what came, at most 60 signs of it."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def schema() -> dict[str, Any]:
    """Give the JSON schema of the three documents, by the name of each."""
    return {one.__name__: one.model_json_schema() for one in (Opening, Seen, Did)}
