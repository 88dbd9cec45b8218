"""Every reason that a rule gives is said in the reader's language, with the same figures."""

from __future__ import annotations

import re

import pytest

from authority.claims import check
from authority.effect import read_effect
from authority.limits import load_limits
from authority.verdict_words import effect_words, label, rule_words, state_words
from authority.word_shapes import SHAPES
from kit.money import format_minor
from shops.promotions import Coupon, ItemDiscount, Threshold
from tests.authority.claim_states import state
from tests.authority.conftest import Place
from tests.authority.test_claims import corpus
from tests.authority.test_effects import payloads
from tests.authority.test_kernel import CASES, Case
from tests.support.promotions import plan

HAN = re.compile("[\u4e00-\u9fff]")
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
"""Two English words in a row; ids, SKUs, limits' names and commands stand alone."""
COMMAND = re.compile(r"`[^`]*`")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")

WRITTEN = re.compile(r"['「].*?['」]|(?:转人工|标题改为|回复|主动联系[^:]*|拒绝售后[^:]*|的标题)[:: ].*")
"""Words of a person inside a summary."""
FORMS: list[tuple[str, dict[str, object]]] = [
    ("change_items", {"difference": 450}),
    ("create_quote", {"lines": [{"sku": "mug", "quantity": 20, "unit_price": 310, "custom": "print"}]}),
    ("edit_listing", {"title": None}),
    ("offer_sample", {"fee": 0}),
    ("open_request", {"wish": {"order_id": "o1", "line_id": "l1", "kind": "refund", "pieces": 2, "amount": 350}}),
    ("open_request", {"wish": {"order_id": "o1", "line_id": "l1", "kind": "return", "pieces": 2, "amount": 350}}),
    ("open_request", {"wish": {"order_id": "o1", "line_id": "l1", "kind": "exchange", "pieces": 2, "amount": 0}}),
    ("publish_promotion", {"plan": plan(Coupon(code="TEN", percent=10, most=500, min_spend=900))}),
    ("publish_promotion", {"plan": plan(ItemDiscount(skus=("mug", "tin"), percent=10))}),
    ("publish_promotion", {"plan": plan(ItemDiscount(skus=("mug", "tin"), new_price=250))}),
    ("publish_promotion", {"plan": plan(Threshold(spend=900, save=90))}),
    ("publish_promotion", {"plan": plan(Threshold(spend=900, save=90, pair=("mug", "tin")))}),
    ("set_keyword_paused", {"paused": False}),
    ("set_listed", {"listed": True}),
    ("set_offered", {"pieces": None}),
    *(("change_payment", {"method": method}) for method in ("alipay", "bank_transfer", "wechat_pay")),
]


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


def test_what_an_effect_does_is_said_in_chinese_with_the_same_ids_and_figures(place: Place) -> None:
    """Every kind, and every form of a summary that has several; what a person wrote stays as it is."""
    known = payloads(place)
    made = [*known.items(), *((kind, known[kind] | more) for kind, more in FORMS)]
    for kind, payload in made:
        effect = read_effect(kind, payload)
        english = effect.summary(lambda amount: format_minor(amount, "GBP"))
        chinese = effect_words(kind, english, "zh")
        assert HAN.search(chinese) and not SENTENCE.search(WRITTEN.sub("", chinese)), (english, chinese)
        assert sorted(NUMBER.findall(chinese)) == sorted(NUMBER.findall(english)), (english, chinese)
        assert effect_words(kind, english, "en") == english
    assert effect_words("of_a_plug_in", "paint it blue", "zh") == "paint it blue"


def test_a_reason_that_is_not_known_stays_beside_the_words_of_its_rule() -> None:
    """One of an older release, or of a plug-in: nothing that was stored is kept from the reader."""
    assert rule_words("floor", "as it was said once", "zh") == "价格不得低于底价(as it was said once)"
    assert rule_words("of.a.plug_in", "as it says", "zh") == "as it says"
    assert rule_words("within_limits", "inside every limit", "zh") == "在所有限度之内"


def test_the_digital_store_manager_and_a_manager_are_told_apart() -> None:
    assert (label("store_manager", "zh"), label("manager", "zh"), label("owner", "zh")) == ("店长", "经理", "老板")
    assert state_words("held", "zh") == "待审批"
