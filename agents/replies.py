"""What is looked at before a model's call is run: whether it was made already, and whether it can stand."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence

from langchain_core.messages import AIMessage, ToolCall

from agents.job import Brief
from authority.desk import Receipt
from kit.errors import Retry
from kit.ids import canonical
from kit.text import is_in
from tools.tool import Handoff


class Made:
    """The calls of a turn and what became of each, so that none is made twice.

    Args:
        answers: Answer to every call made, by its fingerprint; ``effect`` or ``read`` stands before it. It is added to.
    """

    def __init__(self, answers: dict[str, tuple[str, str]]) -> None:
        self._answers = answers

    def before(self, call: ToolCall) -> Retry | None:
        """Give what to answer to a call that was made already: an effect once, a read until something is done."""
        known = self._answers.get(fingerprint_of(call))
        return (
            Retry(f"the same call was made in this turn already and is not made twice: {known[1]}") if known else None
        )

    def done(self) -> set[str]:
        """Give the tools of which every effect was done."""
        effects = [(json.loads(one)[0], text) for one, (kind, text) in self._answers.items() if kind == "effect"]
        undone = {tool for tool, text in effects if not text.startswith("done")}
        return {tool for tool, _ in effects} - undone

    def note(self, call: ToolCall, result: object, answer: str) -> None:
        """Keep what became of a call; after an effect the shop may look otherwise, so it may be read again."""
        if isinstance(result, Retry | Handoff):
            return
        if isinstance(result, Receipt):
            for fingerprint in [one for one, (kind, _) in self._answers.items() if kind == "read"]:
                del self._answers[fingerprint]
        self._answers[fingerprint_of(call)] = ("effect" if isinstance(result, Receipt) else "read", answer[:300])


Untrue = Callable[[str, str], Sequence[str]]
"""Gives what a text to a conversation says that the shop does not hold: called with the thread's id and the text."""


def runnable(
    call: ToolCall, brief: Brief, made: Made, earlier: Collection[str], *, to_buyer: bool, untrue: Untrue
) -> ToolCall:
    """Give the call to run in the place of a model's: the same one, or the recommended one where it cannot stand.

    A model makes its calls together, before it knows what becomes of them: one that rests on another which was not done
    is replaced by what is recommended for that case. Words that a buyer cannot read are replaced by the draft's.

    Args:
        call: A call of the model's.
        brief: The recommendation.
        made: What became of the turn's calls so far.
        earlier: Tools called in this turn before this call.
        to_buyer: A buyer reads its text.
        untrue: Finds what a text says that is not so.
    """
    advised = next((one for one in brief.calls if one.tool == call["name"]), None)
    if advised is None:
        return call
    rests_on_nothing = advised.needs in earlier and advised.needs not in made.done()
    if rests_on_nothing and advised.otherwise is not None and call["args"] != advised.otherwise:
        return _instead(call, advised.otherwise, f"{advised.needs} was not done, so what rests on it is not said")
    text = call["args"].get("text")
    if not (to_buyer and isinstance(text, str) and "text" in advised.args):
        return call
    stands = advised.needs is None or advised.needs in made.done() or advised.otherwise is None
    draft = advised.args if stands else advised.otherwise or {}
    if not is_in(text, brief.language):
        return _instead(call, draft, f"the model's words were not in {brief.language}, the draft stands instead")
    thread = str(call["args"].get("thread_id", ""))
    false = untrue(thread, text) if text != draft.get("text") else ()
    if false and not untrue(thread, str(draft.get("text", ""))):
        return _instead(call, draft, f"the model's words were rewritten from facts: {false[0]}")
    return call


def follows(reply: AIMessage, brief: Brief) -> bool:
    """Tell whether a reply makes recommended calls as they stand and no others; reasons may be the model's own."""
    wanted = [(one.tool, _without_reason(one.args)) for one in brief.calls]
    return bool(reply.tool_calls) and all(
        (call["name"], _without_reason(call["args"])) in wanted for call in reply.tool_calls
    )


def _without_reason(args: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in args.items() if name != "reason"}


def _instead(call: ToolCall, args: dict[str, object], why: str) -> ToolCall:
    said = {"reason": f"{args['reason']}; {why}"} if "reason" in args else {}
    return ToolCall(name=call["name"], args=call["args"] | args | said, id=call["id"])


def fingerprint_of(call: ToolCall) -> str:
    """Give what two calls share that would do the same."""
    # another reason for the same act is the same call
    args = {name: value for name, value in call["args"].items() if name != "reason"}
    try:
        return canonical([call["name"], args])
    except ValueError:
        # a model may write NaN; the tool refuses it, and it is still the same call when it comes again
        return repr([call["name"], sorted(args.items())])
