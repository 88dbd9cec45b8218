"""What becomes a task: events of the shop, ticks of the clock, and words of the owner."""

from __future__ import annotations

from datetime import datetime

from agents.crew import Crew
from agents.decided import open_decided
from agents.job import Job
from agents.owner_answers import with_question
from agents.roster import jobs
from agents.supervisor import UNROUTED, run_task
from agents.trigger import GRACE, At, OnEvent
from authority.task import Task
from authority.tasks import End, NewTask, Origin
from kit.clock import stamp
from kit.errors import Misconfigured, ShopstaffError, Unavailable
from kit.ids import stable_id
from shops.models import ShopEvent, Thread
from shops.port import EventFeed


def take_events(crew: Crew, feed: EventFeed) -> list[str]:
    """Open a task for each event that a job waits for, then take the events off the list.

    An event is acknowledged after its task is written down, so a crash in between gives the same task again.
    """
    opened = []
    while events := feed.list_events(limit=500):
        for event in events:
            opened += [_open_for(crew, job, event) for job in _waiting_for(event.kind)]
        feed.acknowledge([event.id for event in events])
    return opened


def answer_waiting(crew: Crew, thread: Thread) -> list[str]:
    """Open the tasks that a buyer's message opens, for a conversation whose last word is the buyer's."""
    if not thread.messages or thread.messages[-1].author != "buyer":
        return []
    last = thread.messages[-1]
    payload = {"customer_id": thread.customer_id, "message_id": last.id}
    now = crew.clock.now()
    event = ShopEvent(
        id=f"given back {last.id} {stamp(now)}", kind="message.received", subject=thread.id, at=now, payload=payload
    )
    return [_open_for(crew, job, event) for job in _waiting_for(event.kind)]


def answer_stopped(crew: Crew) -> list[str]:
    """Open tasks anew for buyers who still wait because the kill switch ended theirs; give the ids.

    A conversation counts whose last word is the buyer's and whose newest task of a buyer's message ended ``stopped``.
    """
    reader = crew.reads.messages
    if reader is None:
        return []
    newest: dict[str, Task] = {}
    for task in crew.tasks.list_tasks():
        if task.origin == Origin.BUYER and task.parent is None and task.subject:
            newest.setdefault(task.subject[0], task)
    waiting = [
        one
        for one in reader.list_threads(unanswered=True)
        if (last := newest.get(f"thread:{one.id}")) is not None and last.end == End.STOPPED
    ]
    return [task_id for thread in waiting for task_id in answer_waiting(crew, reader.get_thread(thread.id))]


def tick(crew: Crew, now: datetime) -> list[str]:
    """Open a task for each job whose time has come and whose query finds something to do."""
    slots = [
        (job, slot)
        for job in jobs().values()
        for trigger in job.triggers
        if isinstance(trigger, At) and (slot := trigger.latest(now, crew.job_zone)) and now - slot <= GRACE
    ]
    fresh = {name: one for one in slots if (name := (one[0].name, _cause(one[1]))) not in crew.asked}
    known = crew.tasks.known(list(fresh)) if fresh else set()
    opened = []
    for name, (job, slot) in fresh.items():
        if name not in known:
            opened += _open_at(crew, job, slot)
        crew.asked.add(name)
    return opened


def _cause(slot: datetime) -> str:
    return f"tick {slot.isoformat()}"


def ask(crew: Crew, text: str, *, to: str | None, now: datetime) -> str:
    """Open a task of the owner's words and give its id; ``to`` names the employee who shall take it."""
    text = with_question(crew, text, now)
    number = len(crew.tasks.list_tasks())
    new = NewTask(
        job=UNROUTED,
        employee="store_manager",
        cause=f"words {number:09d} {stable_id('said', text, now.isoformat())}",
        origin=Origin.OWNER,
        due_at=now,
        input={"text": text} | ({"to": to} if to else {}),
        lane="conversation",
    )
    return crew.tasks.open(new, now=now)


def tell_decision(crew: Crew, effect_id: str) -> list[str]:
    """Open the task by which the staff learns what a person decided about a held effect."""
    return open_decided(crew.tasks, effect_id, origin=Origin.OWNER, now=crew.clock.now())


def work(crew: Crew, now: datetime) -> list[Task]:
    """Run what is due, in the order of (due, id), until nothing is.

    Raises:
        Unavailable: A model's endpoint does not answer; its tasks stay open, all others have been run.
        Misconfigured: An endpoint refuses the key or the request; the same.
    """
    done, faults = work_through(crew, now)
    if faults:
        raise faults[0]
    return done


def work_through(crew: Crew, now: datetime) -> tuple[list[Task], list[ShopstaffError]]:
    """Run what is due like :func:`work`, and give what stays open as errors: none waits behind one that fails."""
    done: list[Task] = []
    faults: dict[str, ShopstaffError] = {}
    while due := [task_id for task_id in crew.tasks.due(now) if task_id not in faults]:
        for task_id in due:
            try:
                done.append(run_task(crew, task_id))
            except (Unavailable, Misconfigured) as error:
                faults[task_id] = error
    return done, list(faults.values())


def _waiting_for(kind: str) -> list[Job]:
    return [job for job in jobs().values() if any(isinstance(t, OnEvent) and t.kind == kind for t in job.triggers)]


def _open_for(crew: Crew, job: Job, event: ShopEvent) -> str:
    now = crew.clock.now()
    from_buyer = event.kind == "message.received"
    noun = "thread" if from_buyer else event.kind.split(".")[0]
    new = NewTask(
        job=job.name,
        employee=job.employee,
        cause=stable_id("event", event.id),
        due_at=now,
        origin=Origin.BUYER if from_buyer else Origin.SHOP,
        subject=(f"{noun}:{event.subject}",),
        buyer=event.payload.get("customer_id") if from_buyer else None,
        lane=job.lane,
    )
    return crew.tasks.open(new, now=now)


def _open_at(crew: Crew, job: Job, slot: datetime) -> list[str]:
    """Ask the job's own query; nothing to do, no task."""
    now = crew.clock.now()
    new = NewTask(
        job=job.name,
        employee=job.employee,
        cause=_cause(slot),
        origin=Origin.SCHEDULE,
        due_at=slot,
        lane=job.lane,
    )
    subject: tuple[str, ...] = ()
    if job.work is not None:
        blank = Task(
            id="",
            shop=crew.shop,
            job=job.name,
            employee=job.employee,
            origin=Origin.SCHEDULE,
            cause=new.cause,
            lane=job.lane,
            created_at=now,
            due_at=slot,
        )
        subject = tuple(job.work(crew.job_context(blank)))
        if not subject:
            return []
    return [crew.tasks.open(NewTask(**{**vars(new), "subject": subject}), now=now)]
