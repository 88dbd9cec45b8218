"""The supervisor graph: a task comes in, the right employee takes it, hand-offs are settled, the task ends.

Routing is a table (the job's declared trigger), then rules over the text; there is no model in it. A hand-off whose
result is needed runs inside the graph as a task of its own, and the parent takes another turn with the results.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import Command

from agents.chat_models import name_of
from agents.crew import Crew
from agents.employee import USED_UP, Turn, run_turn
from agents.job import Settled
from agents.language import Slots, Understanding
from agents.language_patterns import Intent
from agents.named_buyers import buyers_by_id, buyers_named
from agents.owner_acts import act_said, campaigns_said, last_act, last_done, names_of
from agents.owner_goods import goods_named, kind_asked, stands_in, unknown_goods
from agents.owner_topics import NAMED, OwnerTopic, is_of_a_buyer, is_order, topics_of, wanted_of_owner
from agents.roster import employees, job_for_intents, job_for_questions, jobs, jobs_for_handoff
from agents.short_answer import answer_of
from authority.task import Task
from authority.tasks import End, NewTask, Origin
from config.settings import RULES_MODEL
from kit.text import fold
from tools.tool import Handoff

UNROUTED = "owner_message"
"""Job name of a task that is free text of the owner and not routed yet."""
MAX_TURNS = 4
Bind = Callable[[Callable[..., Any]], Callable[..., Any]]


class Run(TypedDict, total=False):
    """State of a run: the task in hand, the tasks waiting for it, and what has been settled so far."""

    current: str
    stack: list[str]
    waiting: dict[str, list[str]]
    turns: dict[str, int]
    settled: dict[str, list[Settled]]
    used: dict[str, dict[str, Any]]
    out: Turn | None


def receive(state: Run, runtime: Runtime[Crew]) -> str:
    """Take the task in: one that has ended is not run again, one whose job is known goes to its employee."""
    task = runtime.context.tasks.begin(state["current"])
    return END if task.end else "route" if task.job == UNROUTED else task.employee


def route(state: Run, runtime: Runtime[Crew]) -> Command[Any]:
    """Find the employee for the owner's words by what they ask for."""
    crew = runtime.context
    task = crew.tasks.get(state["current"])
    wanted = task.input.get("to")
    text = task.input["text"]
    read = crew.understand(text, "owner")
    act = act_said(text, names_of(crew.reads, text, read.slots), last_act(last_done(crew.log, crew.clock.now())))
    intents = wanted_of_owner(
        text, read.intents, names=_named(crew, text, read.slots), beside=_beside(crew, text, read)
    )
    told_else = {Intent.SET_PRICE, Intent.LIMIT, Intent.APPROVE} & {*read.intents}
    if act is not None and not (told_else and (act.rest or act.order == OwnerTopic.PRODUCTION)):
        intents = (act.order, *intents)
    # why something was done is one job's, whoever is asked, unless the words ask for figures too
    why = intents[0] == Intent.WHY and not topics_of(text)
    # a short word is answered by what was said before it, whoever is asked
    is_short = act is None and answer_of(text) is not None
    job = None if is_short else job_for_intents(intents, None if why else wanted)
    if job is None and not is_short and not is_order(text, read.intents):
        # a question that came to the wrong employee is answered by whose it is
        told = (*OwnerTopic, *(f"one_{what}" for what in NAMED))
        job = job_for_intents(tuple(one for one in intents if one in told))
    job = job or job_for_questions("store_manager" if is_short else wanted or "store_manager")
    task = crew.tasks.assign(task.id, job.name, job.employee)
    return Command(goto=task.employee)


def _beside(crew: Crew, text: str, read: Understanding) -> str:
    """Give the words without the goods they name; a whole title orders nothing (Hand Over The Chocolate Sign)."""
    title = fold(crew.reads.shop.get_variant(read.slots.sku).title).lower() if read.slots.sku else ""
    said = fold(text).lower()
    return said.replace(title, " ") if title and title in said else read.beside


def _named(crew: Crew, text: str, slots: Slots) -> str | None:
    """Tell what the owner's words name: a buyer, an order, a keyword, or goods."""
    day = crew.clock.now().astimezone(crew.job_zone).date()
    if buyers_by_id(crew.reads, text):
        return "buyer"
    if slots.order:
        return "order"
    if is_of_a_buyer(text) and buyers_named(crew.reads, text, day):
        return "buyer"
    known = crew.reads.ads.list_keywords() if crew.reads.ads else ()
    if any(stands_in(one.id, text) or ("词" in text and stands_in(one.text, text)) for one in known):
        return "keyword"
    if crew.reads.ads and campaigns_said(text, crew.reads.ads.list_campaigns()):
        return "keyword"
    variants = crew.reads.shop.list_variants()
    named = goods_named(slots, text, variants) or kind_asked(text, slots, variants) or unknown_goods(text, variants)
    return "product" if named else None


def work(name: str, state: Run, runtime: Runtime[Crew]) -> Command[Any]:
    """Let an employee run one turn of the task."""
    crew, task_id = runtime.context, state["current"]
    turn = state["turns"].get(task_id, 1)
    task = crew.tasks.get(task_id)
    used = dict(state["used"].get(task_id, {"model_calls": 0, "prompt_bytes": 0}))
    out = run_turn(crew, task, turn, tuple(state["settled"].get(task_id, ())), spent=used["model_calls"])
    used["models"] = _models(crew, task, [*used.get("models", ()), *out["models"]], out)
    used["model"] = ", then ".join(used["models"])
    used["model_calls"] += out["model_calls"]
    used["prompt_bytes"] += out["prompt_bytes"]
    return Command(update={"out": out, "used": state["used"] | {task_id: used}}, goto="settle")


def _models(crew: Crew, task: Task, asked: list[str], out: Turn) -> list[str]:
    """Say in order which models a task has had, those too that were not asked or did not answer."""
    wanted = name_of(crew.model_for(jobs()[task.job]))
    if not out["by_rules"]:
        return list(dict.fromkeys(asked or [wanted]))
    # the rules that answer behind a model come last, also where they took an earlier turn
    models = [one for one in dict.fromkeys(asked) if one != RULES_MODEL]
    models = models or [f"{wanted} over budget" if out["why"] else wanted]
    if out["unsaid"]:
        return [*models[:-1], f"{models[-1]} {out['unsaid']}", RULES_MODEL]
    led_nowhere = out["fell"] is End.NO_PROGRESS or out["why"] == USED_UP
    if led_nowhere and not models[-1].endswith((" failed", " over budget")):
        models[-1] += " failed"
    return [*dict.fromkeys(models), RULES_MODEL]


def settle(state: Run, runtime: Runtime[Crew]) -> Command[Any]:
    """Open the hand-offs of a turn, or end the task and go on with the one that waits for it."""
    crew, task_id, out = runtime.context, state["current"], state["out"]
    assert out is not None
    if out["handoffs"] and out["end"] is None:
        return _open_handoffs(crew, state, out["handoffs"])
    end = out["end"] or End.DONE
    crew.tasks.finish(task_id, end, out["answer"], now=crew.clock.now(), used=state["used"][task_id])
    if not state["stack"]:
        return Command(goto=END)
    parent = state["stack"][-1]
    return _next(crew, state, parent, _settled(crew, task_id))


@cache
def supervisor_graph() -> CompiledStateGraph[Run, Crew, Run, Run]:
    """Build the graph: one node for each employee that is found."""
    return build_supervisor(StateGraph(Run, context_schema=Crew))


def build_supervisor(
    graph: StateGraph[Any, Any, Any, Any], bind: Bind = lambda node: node
) -> CompiledStateGraph[Any, Any, Any, Any]:
    """Put the supervisor's nodes into a graph and compile it.

    Args:
        graph: An empty graph of :class:`Run`.
        bind: What is done to each node before, for a place that gives no context (``agents/studio.py``).
    """
    staff = tuple(employees())
    graph.add_conditional_edges(START, bind(receive), ["route", *staff, END])
    graph.add_node("route", bind(route), destinations=staff)
    for name in staff:
        graph.add_node(name, bind(partial(work, name)), destinations=("settle",))
    graph.add_node("settle", bind(settle), destinations=(*staff, END))
    return graph.compile(name="supervisor")


def run_task(crew: Crew, task_id: str) -> Task:
    """Run a task to its end, with the hand-offs its answer needs.

    Running it again is safe: what was recorded is read back and no effect is done twice.

    Args:
        crew: The crew of the task's shop.
        task_id: The task, e.g. ``"task_e35e10144969da14"``.

    Returns:
        The task's row with its end and answer.

    Raises:
        Unavailable: The model's endpoint does not answer; the task stays open.
        Misconfigured: The endpoint refuses the key or the request; the task stays open.
    """
    supervisor_graph().invoke(
        start_of(task_id), context=crew, config={"recursion_limit": 100 + 10 * crew.max_model_calls}
    )
    return crew.tasks.get(task_id)


def start_of(task_id: str) -> Run:
    """Give the state in which a run of a task begins."""
    return {
        "current": task_id,
        "stack": [],
        "waiting": {},
        "turns": {},
        "settled": {},
        "used": {},
        "out": None,
    }


def draw() -> str:
    """Draw the supervisor graph as Mermaid text, for the README."""
    return supervisor_graph().get_graph().draw_mermaid()


def _open_handoffs(crew: Crew, state: Run, handoffs: list[Handoff]) -> Command[Any]:
    task = crew.tasks.get(state["current"])
    turn = state["turns"].get(task.id, 1)
    assert state["out"] is not None
    language = state["out"]["brief"].language
    refused, children = [], []
    for number, handoff in enumerate(handoffs):
        job = jobs_for_handoff().get(handoff.job)
        if job is None or task.hops >= crew.max_hops or turn >= MAX_TURNS:
            why = f"no job {handoff.job!r} takes hand-offs; these do: {', '.join(jobs_for_handoff())}"
            why = why if job is None else "the limit of hand-offs is reached"
            refused.append(Settled(job=handoff.job, employee="", task="", end=End.REFUSED, answer=why))
            continue
        new = NewTask(
            job=job.name,
            employee=job.employee,
            cause=f"{task.id}/{turn}/{number}",
            origin=Origin(task.origin),
            due_at=task.due_at,
            subject=handoff.subject,
            input={"goal": handoff.goal, "language": language},
            buyer=task.buyer,
            lane=job.lane,
            parent=task.id,
            hops=task.hops + 1,
        )
        children.append(crew.tasks.open(new, now=crew.clock.now()))
    settled = state["settled"] | {task.id: [*state["settled"].get(task.id, []), *refused]}
    opened: Run = {**state, "settled": settled, "waiting": state["waiting"] | {task.id: children}}
    opened["stack"] = [*state["stack"], task.id]
    return _next(crew, opened, task.id, None)


def _next(crew: Crew, state: Run, parent: str, result: Settled | None) -> Command[Any]:
    """Go on with the next hand-off of ``parent``, or with ``parent`` itself on a new turn."""
    settled = dict(state["settled"])
    if result is not None:
        settled[parent] = [*settled.get(parent, []), result]
    left = state["waiting"][parent]
    update: dict[str, Any] = {"settled": settled, "out": None}
    if left:
        update |= {"current": left[0], "stack": state["stack"], "waiting": state["waiting"] | {parent: left[1:]}}
    else:
        turns = state["turns"] | {parent: state["turns"].get(parent, 1) + 1}
        update |= {"current": parent, "stack": state["stack"][:-1], "waiting": state["waiting"], "turns": turns}
    return Command(update=update, goto=crew.tasks.get(update["current"]).employee)


def _settled(crew: Crew, task_id: str) -> Settled:
    task = crew.tasks.get(task_id)
    states: dict[str, int] = {}
    for row in crew.log.of_task(task_id):
        states[row.state] = states.get(row.state, 0) + 1
    briefs = [turn.body for turn in crew.tasks.turns(task_id) if turn.kind == "brief"]
    return Settled(
        job=task.job,
        employee=task.employee,
        task=task_id,
        end=task.end or "",
        answer=task.answer,
        figures=briefs[-1]["figures"] if briefs else {},
        effects=dict(sorted(states.items())),
    )
