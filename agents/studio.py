"""The two graphs with a crew inside, for tools that know graphs and not crews, such as LangGraph's own.

The graphs of the house get their crew as context; such a tool gives a graph its input and nothing else. So the crew is
bound to the nodes here, and what goes in is words, or the name of a job: they become a task as they do everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypedDict, get_type_hints

from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime

from agents.crew import Crew
from agents.employee import Turn, build_employee
from agents.employee import start_of as start_of_turn
from agents.supervisor import Run, build_supervisor
from agents.supervisor import start_of as start_of_run

Ask = Callable[[Crew, str, str | None], str]


class Words(TypedDict, total=False):
    """What goes into the supervisor graph: the owner's words, and the employee who shall take them, if any."""

    text: str
    to: str | None


class Work(TypedDict, total=False):
    """What goes into the employee graph: a job, and the owner's words if it answers some."""

    job: str
    text: str


class Done(TypedDict, total=False):
    """What comes out of a turn: the answer, and how it ended."""

    answer: str
    end: str


class Told(Done, total=False):
    """What comes out of the supervisor graph: also by whom, on which model, and the task's id."""

    employee: str
    model: str
    task: str


class _Supervised(Run, Words, Told, total=False):
    pass


class _Employed(Turn, Work, total=False):
    job: str


def supervised(crew: Callable[[], Crew], ask: Ask) -> Any:
    """Give the supervisor graph for a tool that knows no crew.

    Args:
        crew: Gives the crew; asked at each run, so that loading the graph costs nothing.
        ask: Opens the task of the owner's words, for an employee if one is named, and gives its id.
    """

    def ask_staff(state: _Supervised) -> dict[str, Any]:
        return {**start_of_run(ask(crew(), state["text"], state.get("to")))}

    def tell(state: _Supervised) -> dict[str, Any]:
        task = crew().tasks.get(state["current"])
        told = {"answer": task.answer, "end": task.end or "", "employee": task.employee, "model": task.model}
        return told | {"task": task.id}

    inside = build_supervisor(StateGraph(Run), _bound(crew))
    graph = StateGraph(_Supervised, input_schema=Words, output_schema=Told)
    graph.add_node("ask", ask_staff)
    graph.add_node("supervisor", inside)
    graph.add_node("tell", tell)
    return _in_line(graph, "ask", "supervisor", "tell")


def employed(crew: Callable[[], Crew], ask: Ask) -> Any:
    """Give the graph of one employee's turn; ``ask`` opens a task of a job (crew, job, words) and gives its id."""

    def take_job(state: _Employed) -> dict[str, Any]:
        task = crew().tasks.get(ask(crew(), state["job"], state.get("text")))
        return {**start_of_turn(task)}

    inside = build_employee(StateGraph(Turn), _bound(crew))
    graph = StateGraph(_Employed, input_schema=Work, output_schema=Done)
    graph.add_node("take", take_job)
    graph.add_node("employee", inside)
    return _in_line(graph, "take", "employee")


def _in_line(graph: Any, *names: str) -> Any:
    for before, after in zip((START, *names), (*names, END), strict=True):
        graph.add_edge(before, after)
    return graph.compile()


def _bound(crew: Callable[[], Crew]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give what hands a crew to a node; where the node goes next is still read from its annotation."""

    def bind(node: Callable[..., Any]) -> Callable[..., Any]:
        def bound(state: Any) -> Any:
            return node(state, Runtime(context=crew()))

        bound.__name__ = getattr(node, "__name__", "work")
        if not isinstance(node, partial):
            bound.__annotations__ = {"return": get_type_hints(node)["return"]}
        return bound

    return bind
