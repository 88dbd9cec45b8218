"""A cue is tried only near its stems: proven, way by way through each pattern, that no match lacks them."""

from __future__ import annotations

import re
import string
import sys
from collections.abc import Iterable
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authority import claim_patterns as say
from authority.cues import Cue, lowered

CUES = {name: cue for name, cue in vars(say).items() if isinstance(cue, Cue)} | say.STATES | say.CARRIERS
STEMMED = {name: cue for name, cue in CUES.items() if cue.stems}
MOST = 200
"""Signs of a class that are written out one by one; a larger one stands for any sign."""


def ways(parsed: Iterable[Any], so_far: set[str], stems: tuple[str, ...]) -> set[str]:
    """Give what can have been written after a part of a pattern, of the ways on which no stem was written.

    ``so_far`` are the texts before it, since the last sign that may be any.
    """
    for code, value in parsed:
        if not so_far:
            break
        if code is op.LITERAL:
            so_far = {text + chr(value) for text in so_far}
        elif code is op.IN:
            signs = {chr(sign) for kind, sign in value if kind is op.LITERAL}
            plain = len(signs) == len(value) <= MOST
            so_far = {text + sign for text in so_far for sign in signs} if plain else {""}
        elif code is op.BRANCH:
            so_far = set().union(*(ways(branch, so_far, stems) for branch in value[1]))
        elif code is op.SUBPATTERN:
            so_far = ways(value[3], so_far, stems)
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT):
            least, most, inner = value
            once = ways(inner, so_far, stems)
            so_far = (so_far if least == 0 else set()) | (once if most == 1 else {""} if once else set())
        elif code not in (op.AT, op.ASSERT, op.ASSERT_NOT):
            so_far = {""}
        so_far = {text for text in so_far if not any(stem in lowered(text) for stem in stems)}
    return so_far


def test_the_proof_sees_a_stem_that_is_not_needed() -> None:
    assert ways(parser.parse(r"\b(?:sent|given) back\b|退款", re.I), {""}, ("back", "退")) == set()
    assert ways(parser.parse(r"\b(?:sent|given) (?:back)?\b|退款", re.I), {""}, ("back", "退")) == {"sent ", "given "}
    assert ways(parser.parse(r"ba\w*ck", re.I), {""}, ("back",)) == {"ck"}


@pytest.mark.parametrize("name", STEMMED)
def test_every_match_of_a_cue_holds_one_of_its_stems(name: str) -> None:
    cue = STEMMED[name]
    assert ways(parser.parse(cue.whole.pattern, re.IGNORECASE), {""}, cue.stems) == set()
    assert all(stem == lowered(stem) for stem in cue.stems)


def test_signs_that_a_pattern_takes_for_equal_are_lowered_to_one() -> None:
    letters = re.compile("[a-z]", re.IGNORECASE)
    equal = [sign for sign in map(chr, range(sys.maxunicode + 1)) if letters.fullmatch(sign)]
    assert len(equal) > 52
    for sign in equal:
        assert lowered(sign) in string.ascii_lowercase
        assert re.fullmatch(lowered(sign), sign, re.IGNORECASE)


def test_other_signs_of_stems_have_no_second_form() -> None:
    signs = {sign for cue in STEMMED.values() for stem in cue.stems for sign in stem} - set(string.ascii_lowercase)
    for sign in signs:
        assert sign.upper() == sign == sign.lower()
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert set(re.findall(f"[{re.escape(''.join(signs))}]", every, re.IGNORECASE)) == signs


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(sorted(STEMMED)).flatmap(lambda name: st.from_regex(STEMMED[name].whole)) | st.text(max_size=4),
        max_size=3,
    ),
    st.integers(0, 12),
    st.integers(0, 60),
)
def test_a_cue_finds_what_its_pattern_finds(texts: list[str], start: int, end: int) -> None:
    for text in ("".join(texts), "".join(texts).upper()):
        for cue in STEMMED.values():
            for bounds in ((), (start, end)):
                found = [match.span() for match in cue.finditer(text, *bounds)]
                assert found == [match.span() for match in cue.whole.finditer(text, *bounds)]
                first = cue.search(text, *bounds)
                assert (first.span() if first else None) == (found[0] if found else None)
