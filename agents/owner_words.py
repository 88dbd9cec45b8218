"""A model's words to the owner, checked before they are said: every number from a fact, and the owner's language.

A number in words is checked as one in digits: three late, 三单未发.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal

from langchain_core.messages import BaseMessage, ToolMessage

from agents.job import Brief
from decisions.said_numbers import Figure, figures, worded
from kit.money import digits
from kit.text import is_in

AGAIN = (
    "Those words were not said: {why}. Answer once more in {language}, only with numbers that stand in the facts, in "
    "the recommended words or in what a tool has answered, written as they stand there."
)
NO_FACT, OTHER_LANGUAGE = "without facts", "in another language"
"""How a task's record calls a model whose words gave way to the rules' for that."""


def doubt(
    words: str, asked: str, brief: Brief, messages: Sequence[BaseMessage], currency: str
) -> tuple[str, str] | None:
    """Give why words cannot be said to the owner, as (name, reason); None of words that can.

    Args:
        words: What a model would say.
        asked: The owner's words.
        brief: The facts and the draft that the model was given; what a secret fact holds is not said.
        messages: The turn so far, with what tools have answered.
        currency: The shop's; tools give money in minor units, words do not.
    """
    if not is_in(words, brief.language):
        return OTHER_LANGUAGE, f"they are not in {brief.language}"
    given = [f"{fact.text} {fact.id} {fact.source}" for fact in brief.facts if not fact.secret]
    given += [brief.draft, asked]
    told = [one.text for one in messages if isinstance(one, ToolMessage)]
    known, minor = _values([*given, *told]), _values(told)
    unknown = [
        words[one.start : one.end]
        for one in _numbers(words)
        if one.value not in known and not (one.kind == "amount" and _minor(one.value, currency) in minor)
    ]
    if not unknown:
        return None
    return NO_FACT, f"no fact holds {', '.join(json.dumps(one, ensure_ascii=False) for one in dict.fromkeys(unknown))}"


def _numbers(text: str) -> list[Figure]:
    """Give the numbers of a text in digits, then those in words: a fact may hold either."""
    return [*figures(text), *worded(text)]


def _values(texts: Iterable[str]) -> set[str]:
    """Give the numbers of texts as they are compared; of a day also its parts, since words may leave the year out."""
    return {value for text in texts for one in _numbers(text) for value in (one.value, *_parts(one))}


def _parts(one: Figure) -> Iterable[str]:
    return [part.lstrip("0") for part in one.value.split("-")] if one.kind == "day" else ()


def _minor(value: str, currency: str) -> str:
    amount = Decimal(value).scaleb(digits(currency))
    return str(amount.quantize(Decimal(1))) if amount == amount.to_integral_value() else ""
