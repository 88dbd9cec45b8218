"""Patterns of claims look where a word begins before the long part is tried: nothing is overlooked for that."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from authority.claim_patterns import SPAN
from kit.text import BEGIN

SNIPPETS = st.sampled_from(
    "3|12|1,200|3.5|three|two|a|half|三|两|十|〇|个|小时|天|工作日|周|days|hours|h|to|至|-| |.|_|,|x".split("|")
)


@settings(max_examples=500)
@given(st.lists(st.one_of(SNIPPETS, SNIPPETS.map(str.upper), st.text(max_size=2)), max_size=8))
def test_no_span_of_time_is_overlooked(texts: list[str]) -> None:
    text, look = "".join(texts), f"(?={BEGIN})"
    assert SPAN.pattern.startswith(look)
    whole = re.compile(SPAN.pattern.removeprefix(look), SPAN.flags)
    assert [match.span() for match in SPAN.finditer(text)] == [match.span() for match in whole.finditer(text)]
