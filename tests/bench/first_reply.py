"""The first reply to a buyer without a model, from the message in the shop to the answer in it: ``make bench``.

CPU of this process, which reads the shop, thinks, judges, writes ledger and memory; the buyers' words are the labelled
messages that ask something.
"""

from __future__ import annotations

import csv
import platform
import statistics
import tempfile
import time
from pathlib import Path

from tests.support.magnet_shop import open_magnet_shop

MESSAGES = Path(__file__).parents[1] / "agents" / "messages_magnets.tsv"
ASKED = {"price", "stock", "delivery", "custom", "sample", "freight", "invoice", "bargain", "order_status", "order"}


def main() -> None:
    """Answer every message once, each of another buyer, and print the CPU milliseconds of a reply."""
    with MESSAGES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    texts = [text for text, intents, _ in rows if ASKED & set(intents.split())]
    started = 1000 * time.process_time()
    with tempfile.TemporaryDirectory() as home:
        shop = open_magnet_shop(Path(home))
        shop.at(9)
        opened = 1000 * time.process_time() - started
        spent = []
        for number, text in enumerate(texts, start=1):
            shop.pass_time(seconds=30)
            task_id = shop.open_message(f"B{number:04d}", text)
            began = time.process_time()
            shop.run(task_id)
            spent.append(1000 * (time.process_time() - began))
        shop.house.close()
    first, rest = spent[0], sorted(spent[1:])
    print(f"{len(texts)} first replies, fridge-magnets, rules model, Python {platform.python_version()}, one process")
    print(
        f"CPU ms before the first message: {started:.0f} for the interpreter and imports, {opened:.0f} to make a shop "
        "of the world, with its databases and crew"
    )
    print(
        f"CPU ms a reply: first {first:.0f} (with the lexicon and the index of words; Chroma is opened by the first "
        f"buyer of whom more is remembered than words find), median {statistics.median(rest):.0f}, "
        f"p95 {rest[int(0.95 * len(rest))]:.0f}, worst {rest[-1]:.0f}"
    )


if __name__ == "__main__":
    main()
