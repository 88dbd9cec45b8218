"""What is looked at before a model's call is run: whether it was made already, and whether a buyer can read it."""

from __future__ import annotations

import re

from langchain_core.messages import ToolCall

from agents.job import Brief, Call
from authority.desk import Receipt
from kit.errors import Retry
from kit.ids import canonical
from tools.tool import Handoff

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-zÀ-ž]+")
_OTHER = re.compile(r"[^\W\d_A-Za-zÀ-ž\u3400-\u9fff]")
_ENGLISH = frozenset(
    "a an and are at be by for from have i in is it of on our that the this to we will with you your".split()
)
_FOREIGN = (
    frozenset(
        "au aux avec ce dans des du est et la le les nous pour que sur une vous votre "
        "con de del el en es esta este los las para por que su una usted y "
        "auf das dem den der die ein eine für ist mit nicht sie und von wir zu "
        "che di gli il non per sono un uma com da do não os para seu".split()
    )
    - _ENGLISH
)
"""Little words of French, Spanish, German, Italian and Portuguese; a text is theirs if it has more of them."""


class Made:
    """The calls of a turn and what became of each, so that none is made twice.

    Args:
        answers: Answer to every call made, by its fingerprint; ``effect`` or ``read`` stands before it. It is added to.
    """

    def __init__(self, answers: dict[str, tuple[str, str]]) -> None:
        self._answers = answers

    def before(self, call: ToolCall) -> Retry | None:
        """Give what to answer to a call that was made already: an effect once, a read until something is done."""
        known = self._answers.get(_fingerprint(call))
        return (
            Retry(f"the same call was made in this turn already and is not made twice: {known[1]}") if known else None
        )

    def note(self, call: ToolCall, result: object, answer: str) -> None:
        """Keep what became of a call; after an effect the shop may look otherwise, so it may be read again."""
        if isinstance(result, Retry | Handoff):
            return
        if isinstance(result, Receipt):
            for fingerprint in [one for one, (kind, _) in self._answers.items() if kind == "read"]:
                del self._answers[fingerprint]
        self._answers[_fingerprint(call)] = ("effect" if isinstance(result, Receipt) else "read", answer[:300])


def is_in(text: str, language: str) -> bool:
    """Tell whether a text can pass as Chinese (``zh``) or English (``en``); names of goods may be in the other one.

    Example:
        >>> is_in("36 件 White Hanging Heart,每件 £2.55", "zh"), is_in("Bonjour, le prix est de 2 € pour vous", "en")
        (True, False)
    """
    han, words = len(_HAN.findall(text)), [word.lower() for word in _LATIN.findall(text)]
    others = len(_OTHER.findall(text))
    if others > han + len("".join(words)) // 2:
        return False
    if language == "zh":
        return han >= 2 or len(words) < 3
    foreign, english = sum(word in _FOREIGN for word in words), sum(word in _ENGLISH for word in words)
    return han <= 2 * len(words) and (foreign < 2 or english >= foreign)


def readable(call: ToolCall, brief: Brief, done: set[str]) -> ToolCall:
    """Give a call whose text the buyer can read: words in another language are replaced by the draft's.

    Args:
        call: A call of the model's.
        brief: The recommendation, whose call of the same tool has the words in the buyer's language.
        done: Tools that have been carried out in this turn, which the draft's words may rest on.
    """
    text = call["args"].get("text")
    if not isinstance(text, str) or is_in(text, brief.language):
        return call
    advised = next((one for one in brief.calls if one.tool == call["name"] and "text" in one.args), None)
    if advised is None:
        return call
    words = _args(advised, done)
    reason = f"{words.get('reason', '')}; the model's words were not in {brief.language}, the draft stands instead"
    return ToolCall(name=call["name"], args=call["args"] | words | {"reason": reason.strip("; ")}, id=call["id"])


def _args(advised: Call, done: set[str]) -> dict[str, object]:
    rests_on_what_is_done = advised.needs is None or advised.needs in done or advised.otherwise is None
    return advised.args if rests_on_what_is_done else dict(advised.otherwise or {})


def _fingerprint(call: ToolCall) -> str:
    return canonical([call["name"], call["args"]])
