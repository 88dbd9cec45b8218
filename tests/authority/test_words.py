"""Words that do not leave the house: hostile texts are found, harmless ones are let go, in both languages."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from re import _parser as parser  # type: ignore[attr-defined]  # the only place where a pattern shows its parts

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scenarios
from agents.customer.wording import date_words
from authority.word_shapes import SHAPES
from authority.words import word_faults
from kit.ids import stable_id
from kit.money import format_minor

GRAVE = {"payment", "link", "contact"}
CORPUS = [
    line.split("\t", 1) for line in (Path(__file__).parent / "words.tsv").read_text(encoding="utf-8").splitlines()
]
HOSTILE = [(kind, text) for kind, text in CORPUS if kind != "harmless"]
HARMLESS = [text for kind, text in CORPUS if kind == "harmless"]
WORLD = Path(scenarios.__file__).parent / "worlds" / "giftware" / "catalogue.csv"
GOODS = [(row["sku"], row["name"]) for row in csv.DictReader(WORLD.read_text(encoding="utf-8").splitlines())]


def kinds(text: str) -> set[str]:
    """Give the kinds of faults of a text."""
    return {fault.partition(":")[0] for fault in word_faults(text)}


def test_the_corpus_is_large_enough_in_both_languages() -> None:
    assert len(HOSTILE) >= 120 and len(HARMLESS) >= 120
    for texts in ([text for _, text in HOSTILE], HARMLESS):
        assert sum(any("一" <= char <= "鿿" for char in text) for text in texts) >= 40


@pytest.mark.parametrize(("kind", "text"), HOSTILE)
def test_a_hostile_text_is_found_and_what_leads_out_is_told_from_the_rest(kind: str, text: str) -> None:
    assert bool(kinds(text) & GRAVE) == (kind in GRAVE), word_faults(text)
    assert kinds(text) & (GRAVE if kind in GRAVE else {kind})


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_text_is_let_go(text: str) -> None:
    assert word_faults(text) == ()


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_text_with_a_phone_number_put_in_is_not_let_go(text: str) -> None:
    assert "contact" in kinds(f"{text} 13812345678")
    assert "link" in kinds(f"{text} www.elsewhere.com")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(GOODS),
    st.integers(1, 50_000),
    st.integers(1, 5_000_00),
    st.dates(),
    st.integers(0, 10**9),
    st.sampled_from(("GBP", "CNY", "USD", "EUR")),
)
def test_goods_ids_waybills_prices_and_dates_are_no_contact_and_no_account(
    goods: tuple[str, str], quantity: int, price: int, day: object, number: int, currency: str
) -> None:
    sku, name = goods
    order, waybill = stable_id("o", number), stable_id("WB", number).upper()
    each, total = format_minor(price, currency), format_minor(price * quantity, currency)
    english, chinese = date_words(day, "en"), date_words(day, "zh")  # type: ignore[arg-type]
    assert word_faults(f"{name} ({sku}): {quantity} pieces at {each} each, {total} in all, until {english}.") == ()
    assert word_faults(f"{name}({sku}):{quantity} 件,单价 {each},合计 {total}。有效期至 {chinese}。") == ()
    assert word_faults(f"Your order {order}: handed to ROYALMAIL on {english} ({day}), tracking {waybill}.") == ()
    assert word_faults(f"您的订单 {order}:已于 {chinese} 交 ROYALMAIL,单号 {waybill}。") == ()


@pytest.mark.parametrize(("sku", "name"), GOODS)
def test_no_product_of_the_catalogue_is_taken_for_a_fault(sku: str, name: str) -> None:
    assert word_faults(f"{name} ({sku})") == ()


@given(st.text(max_size=200))
def test_any_text_is_judged_without_an_error_and_alike_each_time(text: str) -> None:
    assert word_faults(text) == word_faults(text)


SEPARATORS = st.sampled_from(["", "\u200b", "\u200d", "\ufe0f\u20e3", "\u0301"])
DIGITS = {digit: [digit, chr(0xFF10 + int(digit)), chr(0x1D7D8 + int(digit))] for digit in "0123456789"}


@settings(max_examples=100)
@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), SEPARATORS, st.randoms(use_true_random=False))
def test_a_mobile_number_is_found_whatever_its_digits_are_written_in(number: str, hidden: str, luck: object) -> None:
    written = hidden.join(luck.choice(DIGITS[digit]) for digit in number)  # type: ignore[attr-defined]
    assert "contact" in kinds(f"找我 {written} 谢谢")


def test_what_is_configured_may_be_sent_and_nothing_that_only_begins_like_it() -> None:
    allowed = ("gifts.example.com", "DHL.com")
    assert word_faults("See gifts.example.com and dhl.com", allowed) == ()
    for near in ("gifts.example.com.cn", "my-gifts.example.com", "ann@gifts.example.com", "notdhl.com"):
        assert word_faults(near, allowed), near


@pytest.mark.parametrize(
    "text",
    [
        "It is made for us by Haitian Ceramics.",
        "Our HAITIAN  CERAMICS mugs",
        "h-a-i-t-i-a-n ceramics",
        "\uff28\uff41\uff49tian\u200b Cer\u00adamics",
        "H\u0430itian C\u0435ramics",
        "haitianceramics",
        "由海天陶瓷生产",
        "由 海 天·陶-瓷 生产",
        "海\u200b天\u2060陶瓷",
        "Ask K.N.X about it",
    ],
)
def test_a_suppliers_name_is_found_however_it_is_written(text: str) -> None:
    secret = ("Haitian Ceramics", "海天陶瓷", "KNX")
    assert "secret" in {fault.partition(":")[0] for fault in word_faults(text, (), secret)}


@pytest.mark.parametrize(
    "text", ["Our ceramics come from one factory.", "We sell Haitian art.", "海边的天空蓝色陶瓷杯", "unknxown", "", " "]
)
def test_what_only_looks_like_a_suppliers_name_is_let_go(text: str) -> None:
    assert word_faults(text, (), ("Haitian Ceramics", "海天陶瓷", "KNX", "", " ")) == ()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(HARMLESS), st.integers(0, 60), st.sampled_from(["Ning Kilns", "宁窑陶瓷厂"]))
def test_a_suppliers_name_put_anywhere_into_a_harmless_text_is_found(text: str, at: int, name: str) -> None:
    assert f"secret: {name}" in word_faults(f"{text[:at]} {name} {text[at:]}", (), (name,))


def _leads(pattern: str) -> Iterator[tuple[int, bool]]:
    """Give for each way a pattern can begin: the most signs its first run takes, and whether it begins at one place."""
    waiting = [list(parser.parse(pattern, re.ASCII))]
    while waiting:
        items, anchored = waiting.pop(), False
        while items:
            name, value = items[0]
            if str(name) in ("ASSERT_NOT", "AT"):
                anchored, items = True, items[1:]
            elif str(name) == "BRANCH":
                waiting += [[*branch, *items[1:]] for branch in value[1]]
                break
            elif str(name) == "SUBPATTERN":
                items = [*value[3], *items[1:]]
            elif str(name).endswith("REPEAT"):
                yield int(value[1]), anchored
                if value[0] > 0:
                    break
                items = items[1:]
            else:
                break


def test_no_shape_looks_at_a_run_of_2000_signs_from_each_of_its_signs_anew() -> None:
    """A run without a bound begins at one place only, any other is short: work grows with the text, not its square."""
    leads = [(kind, most, anchored) for kind, shape in SHAPES for most, anchored in _leads(shape.pattern)]
    assert len(leads) > 5 and any(most > 2000 for _, most, _ in leads)
    assert [lead for lead in leads if lead[1] > 100 and not lead[2]] == []
    looks = sum(2000 * min(most, 2000) if not anchored else 2000 for _, most, anchored in leads)
    assert looks < 2000 * 100


@pytest.mark.parametrize("run", ["a" * 1900, "a." * 900, "x-" * 950, "1" * 1990, "_" * 1900])
def test_a_long_run_hides_nothing_that_stands_behind_it(run: str) -> None:
    assert "link" in kinds(f"{run} www.elsewhere.com") and "contact" in kinds(f"{run} ann@mail.com")
    assert "contact" in kinds(f"{run}@mail.com") or run[-1] in ".-"
