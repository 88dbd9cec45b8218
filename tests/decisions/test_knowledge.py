"""Gaps of knowledge: equal wishes are one gap, and where none was read, similar words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from decisions.knowledge import Question, find_gaps, shared_words


def asked(thread: str, words: str, *wishes: str, answer: str = "") -> Question:
    return Question(thread_id=thread, wishes=wishes, words=words, answer=answer)


def test_equal_wishes_are_one_gap_and_the_newest_answer_is_kept() -> None:
    rows = [
        asked("a", "能开专票吗", "invoice", answer="能"),
        asked("b", "开专票几个点", "invoice", answer="6 个点"),
        asked("c", "运费?", "freight"),
    ]
    first, second = find_gaps(rows)
    assert (first.threads, first.asks, first.answer) == (2, "开专票", "6 个点")
    assert second.wishes == ("freight",)


def test_without_a_wish_similar_words_are_one_gap() -> None:
    rows = [asked("a", "你们工厂在哪里"), asked("b", "工厂在哪里啊"), asked("c", "有没有视频教程")]
    assert [gap.threads for gap in find_gaps(rows)] == [2, 1]


def test_a_buyer_who_asks_twice_counts_once() -> None:
    (gap,) = find_gaps([asked("a", "invoice?", "invoice"), asked("a", "invoice please", "invoice")])
    assert gap.threads == 1


@given(
    st.lists(
        st.builds(asked, st.sampled_from("abc"), st.text(min_size=1, max_size=20), st.sampled_from(["x", "y"])),
        max_size=8,
    )
)
def test_every_question_is_in_one_gap(rows: list[Question]) -> None:
    gaps = find_gaps(rows)
    assert sorted((one.thread_id, one.words) for gap in gaps for one in gap.questions) == sorted(
        (one.thread_id, one.words) for one in rows
    )
    assert [gap.threads for gap in gaps] == sorted((gap.threads for gap in gaps), reverse=True)


@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=4))
def test_shared_words_stand_in_every_text_or_are_the_first(texts: list[str]) -> None:
    shared = shared_words(texts)
    assert shared == texts[0].strip() or all(shared.lower() in text.lower() for text in texts)
