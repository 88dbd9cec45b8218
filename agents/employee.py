"""The one LangGraph graph that all employees run: brief → think → act → (think …) → close.

Briefs, replies and reads are stored before they are acted on; run again, a task reads them back, so it takes the same
way and its effects keep their keys.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Literal, TypedDict

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    HumanMessage,
    ToolCall,
    ToolMessage,
    message_to_dict,
    messages_from_dict,
)
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command

from agents.calls import neighbours, replaced, run_calls, say
from agents.chat_models import OverBudget, ask, broke_off, failed_before, models_used
from agents.crew import Crew
from agents.ends import end_of, no_answer, stands
from agents.job import Brief, Job, Settled, Used
from agents.owner_words import AGAIN, doubt
from agents.prompt import prompt, said_before
from agents.replies import Made, follows, runnable
from agents.roster import jobs, tools_of
from authority.desk import Receipt
from authority.task import Task
from authority.tasks import End, Origin, TurnKey
from config.settings import RULES_MODEL
from kit.errors import Retry
from kit.facts import Fact
from tools.tool import Handoff

MAX_STRIKES = 3
"""Replies in a row that lead nowhere before a task ends without progress."""

RULES_CALLS = 6
"""Replies that the rules may give behind a model whose calls are used up."""

USED_UP = "the task has used up its model calls; raise SHOPSTAFF_MAX_MODEL_CALLS"
NUDGE = "Your reply was empty. Answer in words, or call one of the tools."
CUT = "Your reply broke off before its end, so nothing was done with it. Answer again, shorter."
UNDONE = "Nothing was done: nobody reads the text of this job's replies. Make its calls with the tools."


class Turn(TypedDict, total=False):
    """State of one turn of one task."""

    task: Task
    turn: int
    spent: int
    settled: tuple[Settled, ...]
    brief: Brief
    said: list[tuple[str, str]]
    messages: list[BaseMessage]
    ordinal: int
    strikes: int
    model_calls: int
    prompt_bytes: int
    receipts: list[Receipt]
    made: dict[str, tuple[str, str]]
    handoffs: list[Handoff]
    by_rules: bool
    models: list[str]
    why: str
    fell: End | None
    unsaid: str
    end: End | None
    answer: str


def brief(state: Turn, runtime: Runtime[Crew]) -> Command[Literal["think", "close"]]:
    """Let the job gather its evidence, once; missing evidence ends the task."""
    crew, task = runtime.context, state["task"]
    key = TurnKey(task.id, state["turn"], 0, "brief")
    body = crew.tasks.recorded(key)
    if body is None:
        found = _found(crew, task, state["settled"])
        body = crew.tasks.record(key, found.model_dump(mode="json"))
    made = Brief.model_validate(body)
    if made.missing:
        answer = "; ".join(made.missing)
        return Command(update={"brief": made, "end": End.REFUSED, "answer": answer}, goto="close")
    said = said_before(crew, task)
    start = prompt(jobs()[task.job], task, made, said)
    return Command(update={"brief": made, "said": said, "messages": start}, goto="think")


def think(state: Turn, runtime: Runtime[Crew]) -> Command[Literal["act", "think", "close"]]:
    """Ask the model for the next step, unless its budget is used up."""
    crew, task = runtime.context, state["task"]
    job = jobs()[task.job]
    if state["strikes"] >= MAX_STRIKES:
        return _without_model(state, job, End.NO_PROGRESS)
    if state["spent"] + state["model_calls"] >= crew.max_model_calls + (RULES_CALLS if state["by_rules"] else 0):
        return _without_model(state, job, End.BUDGET_EXHAUSTED, USED_UP)
    try:
        body = _next_reply(state, crew, job)
    except OverBudget as error:
        return _without_model(state, job, End.BUDGET_EXHAUSTED, str(error))
    reply = messages_from_dict([body])[0]
    assert isinstance(reply, AIMessage)
    update: dict[str, Any] = {
        "messages": [*state["messages"], reply],
        "model_calls": state["model_calls"] + 1,
        "prompt_bytes": state["prompt_bytes"] + sum(len(message.text.encode()) for message in state["messages"]),
        "models": list(dict.fromkeys([*state["models"], *models_used([reply])])),
    }
    if reply.tool_calls or reply.invalid_tool_calls:
        return Command(update=update, goto="act")
    if _is_answer(reply, job, state):
        unsaid = _doubt(state, crew, job, reply)
        if unsaid is None:
            return Command(update=update | {"answer": reply.text.strip()}, goto="close")
        return _say_again({**state, **update}, job, *unsaid)  # type: ignore[typeddict-item]
    nudge = CUT if broke_off(reply) else NUDGE if job.speaks else UNDONE
    update["messages"] = [*update["messages"], HumanMessage(nudge)]
    return Command(update=update | {"strikes": state["strikes"] + 1}, goto="think")


def _next_reply(state: Turn, crew: Crew, job: Job) -> dict[str, Any]:
    """Ask the model, once; that a call was not made because of a budget is recorded as well."""
    task, ordinal = state["task"], state["model_calls"] + 1
    key, stop = (TurnKey(task.id, state["turn"], ordinal, kind) for kind in ("reply", "over_budget"))
    body = crew.tasks.recorded(key)
    if body is not None:
        return body
    stopped = None if state["by_rules"] else crew.tasks.recorded(stop)
    if stopped is not None:
        raise OverBudget(stopped["why"])
    schemas = [one.schema for one in tools_of(job).values()]
    model = crew.rules if state["by_rules"] or state["brief"].routine else crew.model_for(job)
    meter, failed = crew.meter(task, state["turn"]), failed_before(state["messages"])
    try:
        return crew.tasks.record(key, message_to_dict(ask(model, state["messages"], schemas, meter=meter, skip=failed)))
    except OverBudget as error:
        crew.tasks.record(stop, {"why": str(error)})
        raise


def _without_model(state: Turn, job: Job, end: End, why: str = "") -> Command[Literal["act", "think", "close"]]:
    """Go on by rules for a buyer, who is not left without an answer; else end the turn and say why."""
    answers = state["task"].origin == Origin.BUYER or state["unsaid"]
    if not state["by_rules"] and answers and job.model_use != "never":
        # what was done stands, and the rules go on behind it; where nothing was, they begin anew
        new = prompt(job, state["task"], state["brief"], state["said"])
        again = state["messages"] if stands(state["receipts"]) else new
        return Command(
            update={"by_rules": True, "messages": again, "strikes": 0, "why": why, "fell": end}, goto="think"
        )
    return Command(update={"end": end, "why": why}, goto="close")


def _doubt(state: Turn, crew: Crew, job: Job, reply: AIMessage) -> tuple[str, str] | None:
    """Give why a model's words to the owner cannot be said; the rules' words are made of facts."""
    if not job.speaks or state["by_rules"] or models_used([reply])[-1:] == [RULES_MODEL]:
        return None
    asked = str(state["task"].input.get("text", ""))
    found = doubt(reply.text, asked, state["brief"], state["messages"], crew.info.currency)
    if found is not None:
        key = TurnKey(state["task"].id, state["turn"], state["model_calls"] + 1, "unsaid")
        crew.tasks.record(key, {"text": reply.text, "why": found[1]})
    return found


def _say_again(state: Turn, job: Job, name: str, why: str) -> Command[Literal["act", "think", "close"]]:
    """Ask a model once for words that can be said; then the rules say theirs."""
    update: dict[str, Any] = {one: state[one] for one in ("messages", "model_calls", "prompt_bytes", "models")}
    if state["unsaid"]:
        by_rules = _without_model({**state, "unsaid": name}, job, End.REFUSED, why)
        return Command(update=update | {"unsaid": name} | by_rules.update, goto="think")  # type: ignore[operator]
    again = HumanMessage(AGAIN.format(why=why, language=state["brief"].language))
    return Command(update=update | {"unsaid": name, "messages": [*state["messages"], again]}, goto="think")


def act(state: Turn, runtime: Runtime[Crew]) -> Command[Literal["think", "close"]]:
    """Run the tool calls of the last reply in their order; every call is answered."""
    crew, task, job = runtime.context, state["task"], jobs()[state["task"].job]
    reply = state["messages"][-1]
    assert isinstance(reply, AIMessage)
    ordinal, answers = state["ordinal"], []
    receipts, handoffs = list(state["receipts"]), list(state["handoffs"])
    already, to_buyer = dict(state["made"]), task.origin == Origin.BUYER
    made = {call["name"] for call in reply.tool_calls}
    waiting = any(call.needs in made and call.tool not in made for call in state["brief"].calls)
    goes_on, failed = job.speaks or waiting, 0
    earlier = {one["name"] for one in _calls_of(state["messages"][:-1])}
    for group in neighbours(task, reply.tool_calls):
        ran = []
        for call in group:
            ordinal += 1
            key = TurnKey(task.id, state["turn"], ordinal, "replaced")
            better = runnable(call, state["brief"], Made(already), earlier, to_buyer=to_buyer, untrue=crew.untrue)
            ran.append((ordinal, replaced(crew, key, call, better)))
            earlier.add(call["name"])
        for call, result in run_calls(crew, task, state["turn"], ran, Made(already)):
            if isinstance(result, Receipt):
                receipts.append(result)
            elif isinstance(result, Handoff):
                handoffs.append(result)
            else:
                goes_on = True
                failed += isinstance(result, Retry)
            answers.append(ToolMessage(say(result, state["brief"].language), tool_call_id=call["id"] or ""))
            Made(already).note(call, result, str(answers[-1].content))
    for broken in reply.invalid_tool_calls:
        failed, goes_on = failed + 1, True
        text = f"the arguments of {broken['name']} are not JSON: {broken['error'] or 'unreadable'}; write them again"
        answers.append(ToolMessage(text, tool_call_id=broken["id"] or ""))
    update = {
        "messages": [*state["messages"], *answers],
        "ordinal": ordinal,
        "receipts": receipts,
        "made": already,
        "handoffs": handoffs,
        "strikes": state["strikes"] + 1 if failed == len(answers) else 0,
    }
    denied = bool(receipts) and not stands(receipts)
    half = waiting and not failed and job.model_use == "words" and follows(reply, state["brief"])
    by_model = not state["by_rules"] and set(state["models"]) != {RULES_MODEL}
    if (denied or half) and to_buyer and not handoffs and by_model:
        # all that the model wanted was denied and the buyer still waits; or it began as recommended, and the rest of
        # the recommendation needs no second question
        by_rules = _without_model({**state, **update}, job, End.REFUSED)  # type: ignore[typeddict-item]
        if by_rules.goto == "think":
            return Command(update=update | by_rules.update, goto="think")  # type: ignore[operator]
    return Command(update=update, goto="think" if goes_on and not handoffs else "close")


def close(state: Turn, runtime: Runtime[Crew]) -> Turn:
    """Keep what was learnt, and say how the turn ended."""
    crew, task = runtime.context, state["task"]
    if state["handoffs"] and state["end"] is None:
        return {"answer": ""}
    for note in state["brief"].learnt:
        crew.memory.handle(crew.shop, task.employee, buyer=task.buyer).remember(note)
    end = state["end"] or end_of(state["receipts"])
    answer = state["answer"] or (state["brief"].draft if end in (End.DONE, End.HELD, End.REFUSED) else "")
    return {"end": end, "answer": answer or no_answer(end, state["why"])}


@cache
def employee_graph() -> CompiledStateGraph[Turn, Crew, Turn, Turn]:
    """Build the graph of a turn."""
    return build_employee(StateGraph(Turn, context_schema=Crew))


def build_employee(
    graph: StateGraph[Any, Any, Any, Any], bind: Callable[[Callable[..., Any]], Callable[..., Any]] = lambda node: node
) -> CompiledStateGraph[Any, Any, Any, Any]:
    """Put the nodes of a turn into an empty graph of :class:`Turn`, each through ``bind``, and compile it."""
    graph.add_node("brief", bind(brief))
    graph.add_node("think", bind(think))
    graph.add_node("act", bind(act))
    graph.add_node("close", bind(close))
    graph.add_edge(START, "brief")
    graph.add_edge("close", END)
    return graph.compile(name="employee")


def run_turn(crew: Crew, task: Task, turn: int, settled: tuple[Settled, ...], *, spent: int = 0) -> Turn:
    """Run one turn of a task to its close; ``spent`` are the model calls that its earlier turns took."""
    start = start_of(task, turn, settled, spent=spent)
    # a model call is at most two steps of the graph, and the rules may go on after the last one
    steps = 2 * (crew.max_model_calls + RULES_CALLS) + 10
    return employee_graph().invoke(start, context=crew, config={"recursion_limit": steps})  # type: ignore[return-value]


def start_of(task: Task, turn: int = 1, settled: tuple[Settled, ...] = (), *, spent: int = 0) -> Turn:
    """Give the state in which a turn begins."""
    return {
        "task": task,
        "turn": turn,
        "spent": spent,
        "settled": settled,
        "messages": [],
        "ordinal": 0,
        "strikes": 0,
        "model_calls": 0,
        "prompt_bytes": 0,
        "receipts": [],
        "made": {},
        "handoffs": [],
        "by_rules": False,
        "models": [],
        "why": "",
        "fell": None,
        "unsaid": "",
        "end": None,
        "answer": "",
    }


def _is_answer(reply: AIMessage, job: Job, state: Turn) -> bool:
    """Tell whether a reply without calls ends the turn: words where the job is read, else what it was to do is done."""
    if broke_off(reply):
        return False
    if job.speaks:
        return bool(reply.text.strip())
    wanted = {call.tool for call in state["brief"].calls}
    made = {
        call["name"] for message in state["messages"] if isinstance(message, AIMessage) for call in message.tool_calls
    }
    return not wanted or bool(state["receipts"]) or (bool(wanted & made) and not state["strikes"])


def _found(crew: Crew, task: Task, settled: tuple[Settled, ...]) -> Brief:
    """Let the job look, and note what of the memory it was given."""
    context = crew.job_context(task, settled)
    made = _with_results(jobs()[task.job].brief(context), settled)
    read = tuple(Used.model_validate(one) for one in context.memory.given.values())
    return made.model_copy(update={"remembered": read}) if read else made


def _with_results(made: Brief, settled: tuple[Settled, ...]) -> Brief:
    """Add the results of hand-offs as facts, unless the job has brought them in itself."""
    known = {fact.source for fact in made.facts}
    results = tuple(
        Fact(
            id=f"handoff.{number}",
            text=f"{one.job} ended {one.end}: {one.answer}",
            value=one.figures,
            source=f"task:{one.task}" if one.task else f"handoff:{one.job}",
        )
        for number, one in enumerate(settled, 1)
    )
    return made.model_copy(update={"facts": (*made.facts, *(one for one in results if one.source not in known))})


def _calls_of(messages: list[BaseMessage]) -> list[ToolCall]:
    return [call for one in messages if isinstance(one, AIMessage) for call in one.tool_calls]
