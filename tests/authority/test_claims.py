"""Truth to the ledger: what a message claims stands in the shop's records, or the message waits for a person."""

from __future__ import annotations

import csv
import sqlite3
import statistics
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.customer.wording import TEXTS
from authority.claims import check, gather
from authority.effects.create_quote import CreateQuote
from authority.effects.send_message import SendMessage
from shops.models import QuoteLine
from tests.authority.claim_states import STAGES, state
from tests.shopstaff.conftest import ran  # noqa: F401  (fixtures are found by name)

HERE = Path(__file__).parent


def corpus(name: str) -> list[dict[str, str]]:
    """Read a corpus: state, text, verdict, claim."""
    with (HERE / f"claims_{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def faults(row: dict[str, str]) -> list[str]:
    """Give the kinds of the faults found in a row."""
    return [fault.kind for fault in check(row["text"], state(row["state"]))]


def test_no_false_claim_of_the_corpus_passes() -> None:
    rows = corpus("false")
    passed = [(row["state"], row["text"]) for row in rows if not faults(row)]
    print(f"false claims passed: {len(passed)} of {len(rows)}")
    assert len(rows) >= 300 and {row["verdict"] for row in rows} == {"false"}
    assert passed == []


def test_fewer_than_one_true_claim_in_twenty_is_held() -> None:
    rows = corpus("true")
    held = [(row["state"], row["text"], found) for row in rows if (found := faults(row))]
    print(f"true claims held: {len(held)} of {len(rows)}")
    assert len(rows) >= 300 and {row["verdict"] for row in rows} == {"true"}
    assert len(held) < 0.05 * len(rows), held


@pytest.mark.parametrize("number", ["1", "2", "3", "4", "5", "6", "7"])
def test_what_a_chatty_model_would_say_is_held_if_false_and_passes_if_true(number: str) -> None:
    """Seven sets that were written before the checker saw them; their first look stands in docs/authority.md."""
    rows = [row for row in corpus("unseen") if row["set"] == number]
    passed = [row["text"] for row in rows if row["verdict"] == "false" and not faults(row)]
    held = [row["text"] for row in rows if row["verdict"] == "true" and faults(row)]
    true = sum(row["verdict"] == "true" for row in rows)
    print(f"set {number}: false passed {len(passed)} of {len(rows) - true}, true held {len(held)} of {true}")
    assert passed == []
    assert len(held) <= 0.05 * true, held


def test_a_statement_may_only_consist_of_harmless_words() -> None:
    """A word that no list holds is a fault in a statement, and none in a question, a request or a denial."""
    assert [fault.kind for fault in check("We flurbed your parcels.", state("uk-new"))] == ["unheard"]
    for words in ("Have we flurbed?", "Please flurb.", "We cannot flurb.", "我们不会瓩。", "请瓩一下。"):
        assert check(words, state("uk-new")) == (), words
    assert [fault.kind for fault in check("我们瓩好了。", state("cn-new"))] == ["unheard"]


def test_what_is_told_as_done_needs_a_record_however_harmless_its_words() -> None:
    """ "We made the change" is of harmless words; it may be said of nothing that the records do not hold."""
    for words in ("We got your payment.", "We have made the change to your order."):
        assert check(words, state("uk-new")) != (), words
    assert check("我们已经给您改了地址。", state("cn-new")) != ()
    for words in ("I have noted your question.", "I have read your message."):
        assert check(words, state("uk-new")) == (), words


def test_what_is_given_under_a_condition_is_read_without_it() -> None:
    assert check("If you order today, I will flurb.", state("uk-new")) != ()
    assert check("If you order today I will flurb a dozen in.", state("uk-new")) != ()
    assert check("买得多的话我给您瓩。", state("cn-new")) != ()


def test_a_change_of_an_order_is_told_only_when_the_shop_holds_it() -> None:
    before = state("uk-waiting")
    order = before.orders[0].id
    after = replace(before, changed=frozenset({order}), differences=frozenset({1180}))
    for words in (
        f"Order {order} now goes to the new address in Leeds.",
        f"订单 {order} 的收货地址已改为 Leeds 的新地址。",
    ):
        assert "changed" in [fault.kind for fault in check(words, before)], words
        assert check(words, after) == (), words


MIXED = {
    "uk-new": ("Party Bunting: 50 pieces at £4.15 each. ", "White Hanging Heart: 36 pieces at £2.55 each. "),
    "cn-new": ("竹制茶盘(A-205):20 件,单价 ¥62.00。", "陶瓷马克杯(A-101):100 件,单价 ¥11.80。"),
}
"""A list of what has to be made, and then of what is in stock."""


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("uk-new", "We do not have that many in stock now; made to order they leave our house by 15 September 2011."),
        ("cn-new", "目前库存不够,按订单生产最晚 2011年9月15日 发出。"),
    ],
)
def test_what_is_said_of_a_list_may_be_true_of_one_line_of_it(stage: str, words: str) -> None:
    """One of several lacks: together they leave when that one is made, wherever it stands in the list."""
    first, second = MIXED[stage]
    for listed in (first + second, second + first):
        assert check(listed + words, state(stage)) == (), listed


@pytest.mark.parametrize(
    ("stage", "words"),
    [
        ("uk-new", "It is in stock and leaves our house by 15 September 2011 if you order today."),
        ("uk-new", "It is in stock and leaves our house by 8 September 2011 if you order today."),
        ("uk-new", "We do not have that many in stock now; made to order they leave our house by 8 September 2011."),
        ("cn-new", "现货,今天下单最晚 2011年9月15日 发出。"),
        ("cn-new", "目前库存不够,按订单生产最晚 2011年9月8日 发出。"),
    ],
)
def test_what_is_said_of_a_list_is_held_where_it_is_true_of_some_of_it_alone(stage: str, words: str) -> None:
    """All is in stock only if each line is, and nothing leaves before the last; the last line alone says nothing."""
    assert check("".join(MIXED[stage]), state(stage)) == ()
    assert check("".join((*MIXED[stage], words)), state(stage)) != ()


def test_nothing_lacks_of_a_list_that_is_in_stock_altogether() -> None:
    listed = f"Party Bunting: 10 pieces at £4.95 each. {MIXED['uk-new'][1]}"
    assert check(f"{listed}In stock, they leave our house by 8 September 2011.", state("uk-new")) == ()
    for words in ("We do not have that many in stock now.", "They leave our house by 15 September 2011."):
        assert check(f"{listed}{words}", state("uk-new")) != (), words


def test_whole_packs_may_be_asked_after_and_not_stated() -> None:
    """A question after a count claims nothing, but one that the goods cannot be had in."""
    listed = "White Hanging Heart (85123A) is sold in packs of 6. "
    assert check(f"{listed}Shall it be 18 pieces or 24 pieces?", state("uk-new")) == ()
    for words in (
        "Shall it be 18 pieces or 25 pieces?",
        "We have put 18 pieces into it.",
        "There are 18 pieces in it.",
    ):
        assert check(f"{listed}{words}", state("uk-new")) != (), words


def test_what_names_its_goods_is_true_of_those_goods() -> None:
    listed = "".join(MIXED["uk-new"])
    assert check(f"{listed}White Hanging Heart is in stock.", state("uk-new")) == ()
    assert check(f"{listed}White Hanging Heart is out of stock.", state("uk-new")) != ()


def test_a_false_claim_is_found_for_what_it_is() -> None:
    named = [
        row for row in corpus("false") if row["claim"] in ("refunded", "shipped", "delivered", "discounted", "free")
    ]
    missed = [(row["text"], found) for row in named if row["claim"] not in (found := faults(row))]
    # "5% off" is found as a percentage, a day that is not so as a date
    assert len(missed) < 0.1 * len(named), missed


NUMBERS = (
    ("uk-quoted", "For 300 pieces of White Hanging Heart our price is £2.55 each.", "2.55"),
    ("uk-quoted", "300 pieces of White Hanging Heart come to £765.00 in total.", "765.00"),
    ("uk-waiting", "The total of order o_7f3a21 is £131.40.", "131.40"),
    ("uk-shipped", "Order o_7f3a21 was shipped, tracking WB90214477.", "90214477"),
    ("uk-part_refunded", "We have refunded £5.00 on order o_7f3a21.", "5.00"),
    ("uk-unpaid", "We have 600 pieces of White Hanging Heart in stock.", "600"),
    ("cn-quoted", "300件陶瓷马克杯单价¥11.80。", "11.80"),
    ("cn-shipped", "订单o_2c9d84已发货，单号SF1386620917。", "1386620917"),
    ("cn-refunded", "订单o_2c9d84已全额退款，共¥1,452.00。", "1,452.00"),
    ("cn-unpaid", "陶瓷马克杯现货500件。", "500"),
    ("cn-waiting", "订单o_2c9d84最晚9月7日发货。", "7"),
)


@pytest.mark.parametrize(("name", "text", "number"), NUMBERS, ids=[row[1] for row in NUMBERS])
@given(data=st.data())
def test_one_digit_changed_makes_a_supported_figure_a_fault(
    name: str, text: str, number: str, data: st.DataObject
) -> None:
    assert check(text, state(name)) == ()
    places = [place for place, char in enumerate(number) if char.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([char for char in "0123456789" if char != number[place]]))
    at = text.rindex(number)
    changed = text[: at + place] + digit + text[at + place + 1 :]
    assert check(changed, state(name)), changed


@given(
    text=st.text(max_size=120)
    | st.lists(st.sampled_from("已 未 退 款 发 货 £ 12.5 , 件 % 300 by 3 September free ? 。 not".split())).map(
        " ".join
    ),
    stage=st.sampled_from(STAGES),
    shop=st.sampled_from(("uk", "cn")),
)
def test_any_text_can_be_checked_twice_with_the_same_answer(text: str, stage: str, shop: str) -> None:
    evidence = state(f"{shop}-{stage}")
    assert check(text, evidence) == check(text, evidence)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("uk-waiting", "Your order has been ref\u200bunded."),
        ("uk-new", "We have ６５０ pieces of White Hanging Heart in stock."),
        ("cn-waiting", "已為您退款。"),
        ("uk-waiting", "Ваш заказ отправлен."),
        ("uk-waiting", "Do you know that it has been delivered?"),
        ("uk-waiting", "We have not only shipped it."),
        ("uk-waiting", "If you wonder, it has been shipped."),
        ("uk-new", "Party Bunting costs £2.95 each."),
        ("uk-new", "A single White Hanging Heart is $2.95."),
        ("cn-waiting", "没问题，已经发货。"),
    ],
)
def test_a_trick_of_writing_changes_nothing(name: str, text: str) -> None:
    assert check(text, state(name))


def test_every_template_of_the_staff_without_a_figure_passes() -> None:
    plain = [words for text in TEXTS.values() for words in text.values() if "{" not in words]
    states_of_an_order = {TEXTS["delivered"][language] for language in ("zh", "en")}
    for words in plain:
        if words in states_of_an_order or words in (*TEXTS["unpaid"].values(), *TEXTS["cancelled"].values()):
            continue
        assert check(words, state("uk-new")) == (), words


def test_of_the_messages_that_the_rules_write_in_a_market_none_is_held(ran: tuple[Path, Any]) -> None:  # noqa: F811
    with sqlite3.connect(ran[0] / "giftware" / "staff.sqlite") as database:
        rules = database.execute("SELECT rule FROM staff_effect WHERE kind = 'send_message'").fetchall()
    held = [rule for (rule,) in rules if rule == "claims"]
    print(f"messages of the rules held for a claim: {len(held)} of {len(rules)}")
    assert len(rules) >= 5 and held == []


def test_a_false_message_is_held_and_an_approval_lifts_it(place) -> None:
    thread = place.thread()
    receipt = place.submit(SendMessage(thread_id=thread, text="Your order has been refunded."))
    assert (receipt.verdict, receipt.rule) == ("hold", "claims")
    assert "refunded" in receipt.why and place.said(thread) == []
    assert place.desk.approve(receipt.id, by="owner").state == "done"
    assert place.said(thread) == ["Your order has been refunded."]


def test_what_becomes_true_may_be_said(place, refund) -> None:
    order = place.bench.order(("mug", 2))
    thread = place.thread()
    amount = order.lines[0].paid
    words = SendMessage(thread_id=thread, text=f"We have refunded £{amount / 100:.2f} on order {order.id}.")
    assert place.submit(words).rule == "claims"
    assert place.submit(refund(order, amount)).state == "done"
    assert place.submit(words).state == "done"


def test_an_offer_of_another_buyer_supports_nothing(place) -> None:
    mine, other = place.thread(buyer="b1"), place.thread(buyer="b2")
    now = place.clock.now()
    line = QuoteLine(sku="mug", quantity=7, unit_price=place.price("mug")[0])
    until = now + timedelta(days=3)
    assert place.submit(CreateQuote(customer_id="b1", thread_id=mine, lines=(line,), valid_until=until)).state == "done"
    reads = place.shop.reads
    words = f"Our offer is valid until {until:%-d %B %Y}."
    assert check(words, gather(reads, mine, words, now)) == ()
    assert check(words, gather(reads, other, words, now))


def test_a_check_takes_little_time() -> None:
    spans = []
    for row in corpus("true") + corpus("false"):
        evidence = state(row["state"])
        start = time.perf_counter()
        check(row["text"], evidence)
        spans.append(1000 * (time.perf_counter() - start))
    print(f"median {statistics.median(spans):.2f} ms a check")
