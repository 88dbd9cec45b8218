"""The crew of one shop: all that a run of a task works with, handed to the graphs as their context."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from langchain_core.language_models import BaseChatModel

from agents.chat_models import Purse, RulesModel
from agents.chat_models.asking import Meter
from agents.day_board import DayBoard
from agents.decided import open_decided
from agents.job import Job, JobContext, Settled
from agents.language import Understand
from authority.claims import check, gather
from authority.desk import Desk, Receipt, Requester
from authority.effect import Effect
from authority.limits import Limits
from authority.log import EffectLog
from authority.receipts import Asked, awaited, receipt_of
from authority.sums import COUNTED
from authority.task import Task
from authority.tasks import Origin, TaskBook
from kit.clock import Clock
from kit.errors import Refused
from memory.shop_memory import MemoryStore, ShopMemory
from shops.models import ShopInfo
from shops.port import Keep, Reads, make_anew
from tools.tool import ToolContext


@dataclass(frozen=True)
class Crew:
    """Everything the employees of one shop share.

    Attributes:
        model: The configured chat model; jobs that want none get the rules model.
        understand: Intents and slots of a buyer's or the owner's text, with this shop's products.
        purse: What model calls may cost, and have cost.
        max_model_calls: Calls that one task may make; the next one is not made.
        max_hops: How deep hand-offs may go.
        language: In which the owner reads.
        keep: Keeps what is made of reads of the shop alone.
        asked: Job and cause of the ticks that are dealt with: a task is open, or the query found nothing. This process
            asks once a tick.
    """

    shop: str
    info: ShopInfo
    reads: Reads
    desk: Desk
    tasks: TaskBook
    log: EffectLog
    memory: MemoryStore
    clock: Clock
    limits: Callable[[], Limits]
    model: BaseChatModel
    understand: Understand
    purse: Purse
    max_model_calls: int = 6
    max_hops: int = 4
    language: Literal["zh", "en"] = "en"
    rules: RulesModel = field(default_factory=RulesModel)
    keep: Keep = make_anew
    asked: set[tuple[str, str]] = field(default_factory=set)

    @cached_property
    def board(self) -> DayBoard:
        """Give what the engines have learnt of the shop, shared by the jobs."""
        return DayBoard(self.reads)

    @property
    def job_zone(self) -> ZoneInfo:
        """Give the time zone in which the jobs' times are meant: the shop's."""
        return ZoneInfo(self.info.time_zone)

    def model_for(self, job: Job) -> BaseChatModel:
        """Give the model for a job: a job that wants none costs none."""
        return self.rules if job.model_use == "never" else self.model

    def meter(self, task: Task, turn: int) -> Meter:
        """Give what counts the model calls of a turn of a task, on the shop's day."""
        day = self.clock.now().astimezone(self.job_zone).date().isoformat()
        return self.purse.meter(task.id, turn, day, self.clock.now)

    def job_context(self, task: Task, settled: tuple[Settled, ...] = ()) -> JobContext:
        """Give what a job's function looks at."""
        return JobContext(
            task=task,
            reads=self.reads,
            memory=self._handle(task),
            log=self.log,
            tasks=self.tasks.log,
            limits=self.limits(),
            info=self.info,
            now=self.clock.now(),
            understand=self.understand,
            settled=settled,
            owner_language=self.language,
            board=self.board,
            keep=self.keep,
        )

    def tool_context(self, task: Task, turn: int, ordinal: int, gathered: list[Asked] | None = None) -> ToolContext:
        """Give what one tool call works with; its effects carry the task's origin and the call's place.

        Args:
            task: The task.
            turn: The turn.
            ordinal: The call's place in the turn.
            gathered: Where its effects are gathered, to be submitted together; None submits each at once.
        """
        desk = self.desk
        by = Requester(task.id, turn, ordinal, task.employee, task.origin, task.buyer)

        def submit(effect: Effect, reason: str) -> Receipt:
            if gathered is not None:
                gathered.append(Asked(effect, by, reason))
                return awaited(effect)
            return self._said_before(by, effect) or desk.submit(effect, by, reason=reason)

        def approve(effect_id: str) -> Receipt:
            if task.employee != "store_manager":
                raise Refused("only the store manager may approve for others")
            receipt = desk.approve(effect_id, by=task.employee, role="store_manager")
            open_decided(self.tasks, effect_id, origin=Origin.SCHEDULE, now=self.clock.now())
            return receipt

        return ToolContext(
            reads=self.reads,
            submit=submit,
            approve=approve,
            memory=self._handle(task),
            now=self.clock.now(),
            buyer=task.buyer,
            event=task.id,
        )

    def _said_before(self, by: Requester, effect: Effect) -> Receipt | None:
        """Give what became of the same words to the same buyer in an earlier turn of the task: they go out once."""
        if by.turn <= 1 or effect.action != "message":
            return None
        payload = effect.model_dump(mode="json")
        same = (one for one in self.log.of_task(by.task) if one.turn < by.turn and one.state in COUNTED)
        found = next((one for one in same if one.kind == effect.kind and one.payload == payload), None)
        return receipt_of(found) if found else None

    def untrue(self, thread: str, words: str) -> tuple[str, ...]:
        """Give what words to a buyer say that the shop does not hold now; the desk will ask the same."""
        found = check(words, gather(self.reads, thread, words, self.clock.now(), allowed=self.limits().answer_words))
        return tuple(str(one) for one in found)

    def _handle(self, task: Task) -> ShopMemory:
        return self.memory.handle(self.shop, task.employee, buyer=task.buyer)
