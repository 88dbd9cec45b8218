"""Patterns of claims look where a word begins before the long part is tried: nothing is overlooked for that."""

from __future__ import annotations

import re
import sys
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from authority.claim_closed_world import _DENIES, _NO_DENIAL
from authority.claim_patterns import SPAN
from authority.claim_reading import _CLAUSE_END, _SENTENCE_END, clean
from kit.text import BEGIN_NUMERAL, fold

SNIPPETS = st.sampled_from(
    "3|12|1,200|3.5|three|two|a|half|三|两|十|〇|个|小时|天|工作日|周|days|hours|h|to|至|-| |.|_|,|x".split("|")
)


@settings(max_examples=200)
@given(st.lists(st.one_of(SNIPPETS, SNIPPETS.map(str.upper), st.text(max_size=2)), max_size=8))
def test_no_span_of_time_is_overlooked(texts: list[str]) -> None:
    text, look = "".join(texts), f"(?={BEGIN_NUMERAL})"
    assert SPAN.pattern.startswith(look)
    whole = re.compile(SPAN.pattern.removeprefix(look), SPAN.flags)
    assert [match.span() for match in SPAN.finditer(text)] == [match.span() for match in whole.finditer(text)]


DENIALS = st.sampled_from(
    "no|not|never|can't|need|nothing| |  |,|problem|longer|such|way|else|more|worry|不|没|无|法|问题|不错|没事|x".split(
        "|"
    )
)


@settings(max_examples=200)
@given(st.lists(st.one_of(DENIALS, st.from_regex(_NO_DENIAL), st.from_regex(_DENIES)), max_size=6))
def test_taking_out_what_denies_nothing_makes_no_denial(texts: list[str]) -> None:
    words = "".join(texts)
    assert _DENIES.search(words) or not _DENIES.search(_NO_DENIAL.sub(" ", words))


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["1", "2.50", ".", ",", ":", "，", "、", ";", "!", "?", "。", "\n", " ", "a", "好"])))
def test_sentences_and_clauses_end_where_a_mark_stands_that_is_no_part_of_a_number(texts: list[str]) -> None:
    text = "".join(texts)
    sentence = re.compile(r"(?<!\d)[.](?!\d)|(?<=\d)[.](?=\s|$)|[!?。\n]+|$")
    clause = re.compile(r"(?<!\d),|,(?!\d)|[，;、]|:(?!\d)|$")
    for plain, fast in ((sentence, _SENTENCE_END), (clause, _CLAUSE_END)):
        assert [match.span() for match in fast.finditer(text)] == [match.span() for match in plain.finditer(text)]


def test_a_clean_text_has_no_invisible_sign_and_plain_digits() -> None:
    def plain(sign: str) -> str:
        value = unicodedata.digit(sign, None)
        return "" if unicodedata.category(sign) in ("Cf", "Mn") else sign if value is None else str(value)

    signs = [chr(code) for code in range(sys.maxunicode + 1)]
    for first in range(0, len(signs), 4096):
        block = signs[first : first + 4096]
        assert clean("a".join(block)) == "a".join(fold(plain(sign)) for sign in block)
