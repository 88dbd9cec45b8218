"""Titles from facts: no word that neither the title nor the facts hold, and what buyers type comes first."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from decisions.listing_health import WIDEST_TITLE, width
from decisions.titles import Goods, draft_titles, facts_of

words = st.text("abcdefg ", min_size=1, max_size=12).filter(str.strip)


def clean(text: str) -> bool:
    return "best" not in text


@given(words, st.dictionaries(words, words, max_size=3), words, st.integers(1, 60))
def test_nothing_is_invented(title: str, attributes: dict[str, str], category: str, pack: int) -> None:
    goods = Goods(title=title, category=category, attributes=attributes, pack=pack)
    known = set(re.findall(r"\w+", " ".join([title, *facts_of(goods)])))
    for one in draft_titles(goods, {}, clean):
        assert set(re.findall(r"\w+", one)) <= known
        assert one.startswith(title) and one != title and width(one) <= WIDEST_TITLE


def test_a_fact_that_buyers_type_comes_first() -> None:
    goods = Goods(title="Mug", category="Kitchen", attributes={"colour": "blue", "material": "stoneware"})
    assert draft_titles(goods, {"stoneware mug": 40, "blue mug": 9}, clean)[0] == "Mug, blue, stoneware"
    assert "stoneware" in draft_titles(goods, {"stoneware mug": 40}, clean)[0]


def test_what_the_house_reads_for_itself_is_not_said() -> None:
    goods = Goods(title="冰箱贴", attributes={"sample_set_up": "200", "nickname": "小猫", "材质": "树脂"}, pack=12)
    assert draft_titles(goods, {}, clean) == ["冰箱贴 树脂 12 个装", "冰箱贴 12 个装"]


def test_a_title_that_may_not_be_published_or_says_all_already_is_none() -> None:
    assert draft_titles(Goods(title="Mug", attributes={"rank": "best"}), {}, clean) == []
    assert draft_titles(Goods(title="Blue mug", attributes={"colour": "blue"}), {}, clean) == []
