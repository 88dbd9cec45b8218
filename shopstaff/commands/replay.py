"""`shopstaff replay`: think and judge again from what was stored, and compare."""

from __future__ import annotations

import sys

from authority.records import engine
from kit.ids import canonical
from shopstaff import replay
from shopstaff.commands.common import opened
from shopstaff.commands.plain import print_json


def run(subject: str, shop: str | None, as_json: bool) -> None:
    """Replay an effect or a task; exit 1 if anything differs."""
    with opened(shop) as house:
        found = replay.replay(house, subject)
    if as_json:
        print_json(
            {
                "subject": subject,
                "result": found.result,
                "compared": found.compared,
                "recorded": found.recorded,
                "differences": found.differences,
                "engine": engine(),
                "other_engines": sorted(found.engines),
                "erased": found.erased,
            }
        )
    else:
        for one in found.differences:
            print(f"differs at {one['at']}")
            print(f"  stored   {canonical(one['stored'])}\n  replayed {canonical(one['replayed'])}")
        for other in sorted(found.engines):
            print(f"another engine version: judged by {other}, this is {engine()}; its verdicts are not compared")
        counts = ", ".join(f"{number} {what}" for what, number in found.compared.items())
        taken = ", ".join(f"{number} {what}" for what, number in found.recorded.items() if number)
        print(f"{found.result}: {counts} compared" + (f"; {taken} taken as recorded" if taken else ""))
        if found.erased:
            print(f"{found.erased} ledger entries are erased and cannot be replayed")
    if found.differences:
        sys.exit(1)
