"""Every reason that a rule gives is said in the reader's language, with the same figures."""

from __future__ import annotations

import re

import pytest

from authority.claims import check
from authority.limits import load_limits
from authority.word_shapes import SHAPES
from shopstaff.verdict_words import label, rule_words, state_words
from tests.authority.claim_states import state
from tests.authority.test_claims import corpus
from tests.authority.test_kernel import CASES, Case

HAN = re.compile("[\u4e00-\u9fff]")
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
"""Two English words in a row; ids, SKUs, limits' names and commands stand alone."""
COMMAND = re.compile(r"`[^`]*`")
FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")


@pytest.mark.parametrize("case", CASES, ids=[f"{case.name}-{number}" for number, case in enumerate(CASES)])
def test_the_reason_of_every_verdict_is_chinese_to_a_chinese_reader_and_english_to_the_other(case: Case) -> None:
    """The cases of the kernel's own test have every rule and every verdict, so a new one without Chinese fails here."""
    verdict = case.rule(case.limits, case.snapshot, case.exposure)
    assert verdict is not None
    chinese, english = (rule_words(verdict.rule, verdict.why, one) for one in ("zh", "en"))
    assert HAN.search(chinese) and not HAN.search(english)
    quoted = verdict.why.rpartition(": ")[2] if verdict.rule.startswith("words.") else ""
    assert not SENTENCE.search(COMMAND.sub("", chinese.replace(quoted, ""))), chinese
    assert set(FIGURE.findall(chinese)) <= set(FIGURE.findall(f"{english} 24 30"))


def test_what_is_wrong_with_a_message_is_said_in_chinese_and_the_words_quoted_stay() -> None:
    """Every fault that the corpus of false claims brings up."""
    seen = {str(fault) for row in corpus("false") for fault in check(row["text"], state(row["state"]))}
    assert len(seen) > 200
    for fault in sorted(seen):
        quoted, _, why = fault.rpartition("”: ")
        said = rule_words("claims", fault, "zh").rpartition("”:")[2]
        assert HAN.search(said) and not SENTENCE.search(re.sub("「.*」", "", said)), (fault, said)
        assert rule_words("claims", fault, "en") == fault and quoted and why


def test_classes_of_actions_and_kinds_of_words_have_names_of_their_own_in_chinese() -> None:
    for action in load_limits().levels:
        assert HAN.search(rule_words("level.propose", f"{action} is at level 1: propose", "zh").partition("」")[0])
    for kind in {kind for kind, _pattern in SHAPES}:
        assert kind not in rule_words("words.leads_out", f"only what is configured may be sent: {kind}: x", "zh")


def test_a_reason_that_is_not_known_stays_beside_the_words_of_its_rule() -> None:
    """One of an older release, or of a plug-in: nothing that was stored is kept from the reader."""
    assert rule_words("floor", "as it was said once", "zh") == "价格不得低于底价(as it was said once)"
    assert rule_words("of.a.plug_in", "as it says", "zh") == "as it says"
    assert rule_words("within_limits", "inside every limit", "zh") == "在所有限度之内"


def test_the_digital_store_manager_and_a_manager_are_told_apart() -> None:
    assert (label("store_manager", "zh"), label("manager", "zh"), label("owner", "zh")) == ("店长", "经理", "老板")
    assert state_words("held", "zh") == "待审批"
