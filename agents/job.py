"""What a job is: the function that gathers its evidence, and what it may do with it.

A job is one file in its employee's folder. Its function looks at the shop through a :class:`JobContext` and returns a
:class:`Brief`: facts with their sources, recommended tool calls with numbers from ``decisions/``, and a draft of the
words. The model may follow, adjust, ask or hand off; without a model the recommendation is taken as it stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from agents.day_board import DayBoard, Morning
from agents.language import Understand
from agents.trigger import Trigger
from authority.limits import Limits
from authority.log import EffectLog
from authority.task import Task
from authority.task_log import TaskLog
from decisions.not_enough import NotEnough
from kit.facts import Fact
from memory.notes import Note
from memory.shop_memory import ShopMemory
from shops.models import ShopInfo
from shops.port import Keep, Reads, make_anew

ModelUse = Literal["never", "words", "judgement"]


class Call(BaseModel):
    """A recommended tool call.

    Attributes:
        needs: Tool of an earlier call that must have been done before this one is made.
        otherwise: Arguments to use instead if it was not done; without them the call is left out then.
    """

    model_config = ConfigDict(frozen=True)
    tool: str
    args: dict[str, Any] = {}
    needs: str | None = None
    otherwise: dict[str, Any] | None = None


class Used(BaseModel):
    """A memory that a job has read: its id, kind, subject and predicate, and its words."""

    model_config = ConfigDict(frozen=True, from_attributes=True)
    id: str
    kind: str
    subject: str
    predicate: str | None
    text: str


ASKS = "asks"


class Brief(BaseModel):
    """What a job found out and recommends.

    Attributes:
        facts: What the decision rests on.
        calls: Recommended tool calls, in order.
        draft: The answer in words, as it stands without a model.
        figures: Computed numbers that an employee who asked for this job can use; :data:`ASKS` says that the draft asks
            the owner for what an order lacks.
        missing: Evidence that the job needs and does not have; then nothing is done.
        learnt: What to remember when the task closes.
        language: Language of the answer, ``zh`` or ``en``.
        remembered: What of the memory the job has read for this; set by the graph, not by the job.
        routine: This turn needs no words: the recommendation is taken as it stands, whatever model the job may use.
    """

    model_config = ConfigDict(frozen=True)

    facts: tuple[Fact, ...] = ()
    calls: tuple[Call, ...] = ()
    draft: str = ""
    figures: dict[str, Any] = {}
    missing: tuple[str, ...] = ()
    learnt: tuple[Note, ...] = ()
    language: Literal["zh", "en"] = "en"
    remembered: tuple[Used, ...] = ()
    routine: bool = False


class Settled(BaseModel):
    """The result of a hand-off: how it ended, its answer, its figures, and its effects counted by state."""

    model_config = ConfigDict(frozen=True)

    job: str
    employee: str
    task: str
    end: str
    answer: str
    figures: dict[str, Any] = {}
    effects: dict[str, int] = {}


@dataclass(frozen=True)
class JobContext:
    """What a job's function looks at. It reads; what is to be done goes into the brief.

    Attributes:
        task: The task's row: subject, input, origin, buyer.
        settled: Results of the hand-offs of this task, empty on its first turn.
        understand: Intents and slots of a buyer's or the owner's text, products of this shop's catalogue.
        tasks: What the staff did and has to do.
        board: What the engines have learnt of the shop.
        owner_language: In which the owner reads what nobody has asked for.
        keep: Keeps what is made of reads of the shop alone until these change, for all jobs.
    """

    task: Task
    reads: Reads
    memory: ShopMemory
    log: EffectLog
    tasks: TaskLog
    limits: Limits
    info: ShopInfo
    now: datetime
    understand: Understand
    board: DayBoard
    settled: tuple[Settled, ...] = ()
    owner_language: Literal["zh", "en"] = "en"
    keep: Keep = make_anew

    def morning(self) -> Morning | NotEnough:
        """Give the board of today with the shop as it stands; production that waits for the owner counts as ordered."""
        return self.board.morning(self.limits, self.now, self.held_production(), keep=self.keep)

    def held_production(self) -> Counter[str]:
        """Count the pieces by SKU of production orders that wait for the owner."""
        waiting = Counter[str]()
        for row in self.log.list_effects(kinds=("order_production",), states=("held",)):
            for line in row.payload["lines"]:
                waiting[line["sku"]] += line["quantity"]
        return waiting

    @property
    def zone(self) -> ZoneInfo:
        """Give the shop's time zone."""
        return ZoneInfo(self.info.time_zone)

    @property
    def language(self) -> Literal["zh", "en"]:
        """Give the language of the text that came with the task, else the owner's."""
        return self.task.input.get("language", self.owner_language)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Job:
    """One job of one employee.

    Attributes:
        name: Unique name, the function's.
        title, title_zh: What people call it.
        triggers: What makes it begin.
        tools: Names of the tools it may call.
        action: Class of its main effect, for its autonomy level.
        model_use: ``never`` (rules only), ``words`` (a model may word it) or ``judgement``.
        work: Asked at a tick: ids of what there is to do; None begins without asking.
        speaks: Its answer is read by the owner, so results go into the words.
        lane: ``conversation``, ``orders`` or ``batch``.
    """

    name: str
    employee: str
    title: str
    title_zh: str
    brief: Callable[[JobContext], Brief]
    triggers: tuple[Trigger, ...]
    tools: tuple[str, ...] = ()
    action: str = ""
    model_use: ModelUse = "never"
    work: Callable[[JobContext], Sequence[str]] | None = None
    speaks: bool = False
    lane: str = "batch"
    instructions: str = field(default="", compare=False)


def job(
    employee: str,
    title: str,
    title_zh: str,
    *triggers: Trigger,
    **options: Any,
) -> Callable[[Callable[[JobContext], Brief]], Job]:
    """Make a job of a function; its docstring is the instruction that the model sees.

    Args:
        employee: Whose job it is, the name of a folder in ``agents/``.
        title: Its English title.
        title_zh: Its Chinese title.
        *triggers: What makes it begin.
        **options: Further fields of :class:`Job`: tools, action, model_use, work, speaks, lane.

    Example:
        >>> @job("promotion", "Ad report", "推广日报", at("20:00"))
        ... def ad_report(ctx: JobContext) -> Brief:
        ...     '''Report what the ads brought.'''
        ...     return Brief(draft="no ads ran")
    """

    def mark(brief: Callable[[JobContext], Brief]) -> Job:
        instructions = " ".join((brief.__doc__ or "").split())
        return Job(brief.__name__, employee, title, title_zh, brief, triggers, instructions=instructions, **options)

    return mark
