"""What the rules read out of buyers' and owners' texts."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import NamedTuple

from agents.language import Lexicon, ProductName, Understanding, understand

TODAY = dt.date(2011, 9, 1)
NAMES = """85123A WHITE HANGING HEART T-LIGHT HOLDER|21733 RED HANGING HEART T-LIGHT HOLDER|22804 CANDLEHOLDER PINK HANGING HEART
84978 HANGING HEART JAR T-LIGHT HOLDER|84970S HANGING HEART ZINC T-LIGHT HOLDER|CR-01 CREAM HANGING HEART T-LIGHT HOLDER
85099B JUMBO BAG RED RETROSPOT|22386 JUMBO BAG PINK POLKADOT|20725 LUNCH BAG RED RETROSPOT|22383 LUNCH BAG SUKI DESIGN
22382 LUNCH BAG SPACEBOY DESIGN|20728 LUNCH BAG CARS BLUE|22423 REGENCY CAKESTAND 3 TIER|21843 RED RETROSPOT CAKE STAND
22776 SWEETHEART CAKESTAND 3 TIER|47566 PARTY BUNTING|23298 SPOTTY BUNTING|22720 SET OF 3 CAKE TINS PANTRY DESIGN
84991 60 TEATIME FAIRY CAKE CASES|21212 PACK OF 72 RETROSPOT CAKE CASES|22457 NATURAL SLATE HEART CHALKBOARD
22727 ALARM CLOCK BAKELIKE RED|22726 ALARM CLOCK BAKELIKE GREEN|22728 ALARM CLOCK BAKELIKE PINK|22961 JAM MAKING SET PRINTED
22960 JAM MAKING SET WITH JARS|22083 PAPER CHAIN KIT RETROSPOT|22084 PAPER CHAIN KIT EMPIRE|21181 PLEASE ONE PERSON METAL SIGN
85152 HAND OVER THE CHOCOLATE   SIGN|48138 DOORMAT UNION FLAG|20685 DOORMAT RED RETROSPOT|48194 DOORMAT HEARTS
48187 DOORMAT NEW ENGLAND|82580 BATHROOM METAL SIGN|82494L WOODEN FRAME ANTIQUE WHITE|22113 GREY HEART HOT WATER BOTTLE"""
PRODUCTS = [ProductName(*entry.split(" ", 1)) for line in NAMES.split("\n") for entry in line.split("|")]
LEXICON = Lexicon(PRODUCTS)
SLOTS = ("quantity", "boxes", "sku", "percent", "price_minor", "date", "order", "customise", "city", "country", "direction")


class Labelled(NamedTuple):
    """A message, its intents as a set, its slots as text."""

    text: str
    intents: frozenset[str]
    slots: frozenset[tuple[str, str]]


def read(text: str) -> Understanding:
    return understand(text, LEXICON, TODAY, "GBP")


def labelled() -> list[Labelled]:
    with (Path(__file__).parent / "messages.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Labelled(text, frozenset(intents.split()), frozenset(_pair(slot) for slot in slots.split()))
        for text, intents, slots in rows
    ]


def _pair(slot: str) -> tuple[str, str]:
    name, _, value = slot.partition("=")
    return name, value


def slots_of(read: Understanding) -> set[tuple[str, str]]:
    found = {(name, str(getattr(read.slots, name))) for name in SLOTS if getattr(read.slots, name) not in (None, False)}
    return found


def test_the_labelled_messages_are_read_as_a_person_reads_them() -> None:
    """Of intents: the whole set of a message is right. Of slots: F1 over all of them. Ratios are printed."""
    messages = labelled()
    assert len(messages) >= 20
    right = found = wanted = common = 0
    for message in messages:
        got = read(message.text)
        slots, want = slots_of(got), {slot for slot in message.slots if slot[0] != "candidates"}
        if set(got.intents) != message.intents or slots != want:
            print(message.text, "\n   ", [str(i) for i in got.intents], sorted(message.intents), slots ^ want)
        right += set(got.intents) == message.intents
        found, wanted, common = found + len(slots), wanted + len(want), common + len(slots & want)
    accuracy, f1 = right / len(messages), 2 * common / (found + wanted)
    print(f"intents {accuracy:.3f} of {len(messages)} messages, slots F1 {f1:.3f} of {wanted}")
    assert accuracy >= 0.92
    assert f1 >= 0.9
