"""The offline embedder."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory.embed import DIMENSIONS, VERSION, embed


@settings(max_examples=50, derandomize=True, deadline=None)
@given(st.text())
def test_every_text_has_a_direction_of_length_one(text: str) -> None:
    vector = embed(text)
    assert vector.shape == (DIMENSIONS,)
    assert vector.dtype == np.dtype(np.float32)
    assert float(np.linalg.norm(vector)) == pytest.approx(1.0, abs=1e-5)


def test_the_numbers_belong_to_the_version() -> None:
    """Rule: who changes a number of the embedder also changes its version, since stored vectors carry it."""
    digest = hashlib.sha256(embed("Broken 心形 hearts, twice: 退货!").tobytes()).hexdigest()
    assert (VERSION, digest[:16]) == ("hash1024-1", "569255bbcaf5b493")


def test_near_duplicates_are_near_and_others_are_not() -> None:
    text = embed("客户要求退货，因为颜色不对")
    assert float(text @ embed("客户要求退货因为颜色不对！")) > 0.9
    assert abs(float(text @ embed("Opening hours on Sunday"))) < 0.15


def test_traditional_characters_and_full_width_forms_are_read_as_plain_ones() -> None:
    assert np.array_equal(embed("報價１２３"), embed("报价123"))
