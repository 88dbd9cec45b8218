"""Small requests: reasoned, from a buyer whose orders seldom end so, small beside what was paid; else a person's."""

from __future__ import annotations

import pytest

from decisions.approvals import Request, is_rubber_stamp, weigh_request

FINE = Request(amount=2500, paid_90d=90000, risk=0.04, reason="broken, with a photo")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({}, "small"),
        ({"reason": "  "}, "no_reason"),
        ({"risk": 0.16}, "risk"),
        ({"risk": 0.15}, "small"),
        ({"paid_90d": 5000}, "small"),
        ({"paid_90d": 4999}, "large_share"),
        ({"paid_90d": 0}, "large_share"),
        ({"paid_90d": -1}, "large_share"),
    ],
)
def test_each_ground_alone_leaves_a_request_to_a_person(change: dict[str, object], code: str) -> None:
    opinion = weigh_request(FINE.model_copy(update=change))
    assert (opinion.approve, opinion.code) == (code == "small", code)
    assert opinion.why and opinion.why_zh


@pytest.mark.parametrize(
    ("approved", "decided", "alarm"), [(19, 20, True), (18, 20, False), (19, 19, False), (91, 100, True)]
)
def test_approving_more_than_nine_of_ten_is_no_judgement(approved: int, decided: int, alarm: bool) -> None:
    assert is_rubber_stamp(approved, decided) is alarm
