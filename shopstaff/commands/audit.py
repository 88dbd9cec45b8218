"""`shopstaff audit verify`: the chain, link by link."""

from __future__ import annotations

import sys
from dataclasses import asdict

from shopstaff.commands.common import opened
from shopstaff.commands.plain import print_json


def run(shop: str | None, as_json: bool) -> None:
    """Verify the ledger; exit 1 and name every entry that does not fit."""
    with opened(shop) as house:
        result = house.verify()
    if as_json:
        print_json(asdict(result) | {"verified": not result.faults})
    else:
        for fault in result.faults:
            print(fault)
        state = "verified" if not result.faults else f"BROKEN in {len(result.faults)} places"
        print(f"{state}: {result.entries} entries, {result.erased} payloads erased, head {result.head[:16]}")
    if result.faults:
        sys.exit(1)
