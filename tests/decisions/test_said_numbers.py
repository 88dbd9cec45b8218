"""A number in a report stands in a fact that its line cites."""

from __future__ import annotations

import pytest

from decisions.said_numbers import unfounded

FACTS = {"gmv": "GMV £1,250.00 on 2011-09-05", "late": "0 late"}


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("GMV £1,250.00 on 2011-09-05 [gmv]", []),
        ("GMV £1250.00 [gmv]", []),
        ("GMV £1,250.01 [gmv]", ["1250.01"]),
        ("GMV £1,250.00", ["1250.00"]),
        ("GMV £1,250.00 [gmv], 3 late [late]", ["3"]),
        ("85123A and O1109 are names, no numbers", []),
        ("点击 400,30 单[late]", ["400", "30"]),
        ("没有编号[nothing],30 单", ["30"]),
    ],
)
def test_only_what_a_cited_fact_holds_may_be_said(line: str, missing: list[str]) -> None:
    assert unfounded(line, FACTS) == missing
