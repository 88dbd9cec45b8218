"""The labelled messages: what buyers and owners of two shops wrote, by whom and how a person reads it."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from agents.language import Lexicon, ProductName, Understanding, typed, understand
from scenarios.world import load_world

TODAY = dt.date(2011, 9, 1)
NAMES = """85123A WHITE HANGING HEART T-LIGHT HOLDER|21733 RED HANGING HEART T-LIGHT HOLDER
22804 CANDLEHOLDER PINK HANGING HEART|84978 HANGING HEART JAR T-LIGHT HOLDER
84970S HANGING HEART ZINC T-LIGHT HOLDER|CR-01 CREAM HANGING HEART T-LIGHT HOLDER
85099B JUMBO BAG RED RETROSPOT|22386 JUMBO BAG PINK POLKADOT|20725 LUNCH BAG RED RETROSPOT
22383 LUNCH BAG SUKI DESIGN|22382 LUNCH BAG SPACEBOY DESIGN|20728 LUNCH BAG CARS BLUE
22423 REGENCY CAKESTAND 3 TIER|21843 RED RETROSPOT CAKE STAND|22776 SWEETHEART CAKESTAND 3 TIER
47566 PARTY BUNTING|23298 SPOTTY BUNTING|22720 SET OF 3 CAKE TINS PANTRY DESIGN
84991 60 TEATIME FAIRY CAKE CASES|21212 PACK OF 72 RETROSPOT CAKE CASES
22457 NATURAL SLATE HEART CHALKBOARD|22727 ALARM CLOCK BAKELIKE RED|22726 ALARM CLOCK BAKELIKE GREEN
22728 ALARM CLOCK BAKELIKE PINK|22961 JAM MAKING SET PRINTED|22960 JAM MAKING SET WITH JARS
22083 PAPER CHAIN KIT RETROSPOT|22084 PAPER CHAIN KIT EMPIRE|21181 PLEASE ONE PERSON METAL SIGN
85152 HAND OVER THE CHOCOLATE   SIGN|48138 DOORMAT UNION FLAG|20685 DOORMAT RED RETROSPOT
48194 DOORMAT HEARTS|48187 DOORMAT NEW ENGLAND|82580 BATHROOM METAL SIGN
82494L WOODEN FRAME ANTIQUE WHITE|22113 GREY HEART HOT WATER BOTTLE"""
PRODUCTS = [ProductName(*entry.split(" ", 1)) for line in NAMES.split("\n") for entry in line.split("|")]
LEXICON = Lexicon(PRODUCTS)


class Labelled(NamedTuple):
    """A message, its intents as a set, its slots as text, and the shop it was written to."""

    text: str
    intents: frozenset[str]
    slots: frozenset[tuple[str, str]]
    shop: str


SHOPS: dict[str, Callable[[], tuple[Lexicon, dt.date, str]]] = {
    "u": lambda: (LEXICON, TODAY, "GBP"),
    "m": lambda: (names_of("fridge-magnets"), dt.date(2026, 9, 21), "CNY"),
    "g": lambda: (names_of("giftware"), TODAY, "GBP"),
}
"""A gift shop of 2011 in London by 37 names and by all of its world's, and the shop of magnets on its first day."""
SETS = ("messages", "messages_magnets", "fresh A", "fresh B", *(f"factory {part}" for part in "CDEFGHIJKLMNOPQRSV"))
"""What is learnt from; the first look at each set: docs/decisions/0010. Factory T is kept apart."""
NO_SLOTS = tuple(f"intents {part}" for part in "UWXYZ")
"""What is learnt from and has no slots."""


@cache
def names_of(world: str) -> Lexicon:
    """Give the names of a world's products."""
    articles = load_world(world).articles
    return Lexicon([ProductName(one.sku, name) for one in articles for name in (one.name, one.nickname) if name])


def read(message: Labelled) -> Understanding:
    """Read a message as its shop does."""
    return understand(message.text, *SHOPS[message.shop]())


def in_kinds(message: Labelled) -> str:
    """Give a message with the kinds of things in place of the things."""
    lexicon, today, _ = SHOPS[message.shop]()
    return typed(message.text, lexicon, today)


def labelled(name: str = "messages") -> list[Labelled]:
    """Give a set's messages."""
    if " " in name:
        file, wanted = name.split()
        if file == "intents":
            return [_message(*rest, slots="") for part, *rest in _rows("messages_intents") if part == wanted]
        return [_message(shop, *rest) for part, _, shop, *rest in _rows(f"messages_{file}") if part == wanted]
    return [_message("m" if name == "messages_magnets" else "u", *row) for row in _rows(name)]


def _rows(name: str) -> list[list[str]]:
    with (Path(__file__).parent / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _message(shop: str, text: str, intents: str, slots: str) -> Labelled:
    return Labelled(
        text, frozenset(intents.split() or ["unknown"]), frozenset(_pair(slot) for slot in slots.split()), shop
    )


def _pair(slot: str) -> tuple[str, str]:
    name, _, value = slot.partition("=")
    return name, value.replace("_", " ") if name in ("city", "country") else value
