"""`shopstaff chat`: one turn through the supervisor."""

from __future__ import annotations

from datetime import timedelta
from shlex import quote
from typing import Any

from agents.crew import Crew
from agents.customer.offer_answer import answer_to_offer
from agents.roster import employees
from agents.supervisor import run_task
from agents.written_address import WrittenAddress
from authority.docket import Docket
from authority.task import Task
from authority.tasks import End
from kit.clock import SetClock, stamp
from kit.errors import Misconfigured, ShopstaffError
from shops.models import Address, Customer
from shopstaff.commands import quotes
from shopstaff.commands.common import opened
from shopstaff.commands.plain import print_json
from shopstaff.house import House
from shopstaff.intake import ask, take_events
from shopstaff.references import Reference, by_reference, references

WALK_IN = "walk-in"
"""Id of the buyer that `--as buyer` speaks as."""


def run(text: str, speaker: str, to: str | None, shop: str | None, as_json: bool) -> None:
    """Say one thing to the staff.

    Raises:
        Misconfigured: Nobody of that name speaks or works here, or the platform takes no buyer's message.
    """
    role, _, buyer = speaker.partition(":")
    if role not in ("owner", "buyer"):
        raise Misconfigured(f"--as {speaker!r} is nobody; use owner, buyer or buyer:ID")
    if to is not None and to not in employees():
        raise Misconfigured(f"there is no employee {to!r}; ask {', '.join(employees())}")
    if not text.strip():
        raise Misconfigured('there is nothing to say; give a text, such as "how was yesterday?"')
    with opened(shop) as house:
        if isinstance(house.clock, SetClock):
            # the time of a simulated shop stands still: each turn of a chat is a second
            house.clock.set(house.clock.now() + timedelta(seconds=1))
        crew = house.crew()
        pressed: dict[str, Any] = {}
        if role == "owner":
            task = _ask(house, crew, text, to)
        else:
            task_id = _write(house, crew, text, buyer)
            pressed = _press(house, crew, crew.tasks.get(task_id), text)
            task = run_task(crew, task_id)
        answer = _answer(house, task, as_buyer=role == "buyer")
        understood = crew.understand(text, "owner" if role == "owner" else "buyer")
        rows = _effects(house, task)
        effects, numbers = [_effect(row) for row in rows], references(house, task, rows, answer)
        deal = _deal(house, task, pressed) if role == "buyer" else {}
    result = {
        "answer": answer,
        "language": understood.language,
        "intents": list(understood.intents),
        "slots": understood.slots.model_dump(mode="json", exclude_defaults=True),
        "effects": effects,
        "numbers": [one._asdict() for one in numbers],
        "suspicious": list(understood.suspicious),
        "task": task.id,
        "end": task.end,
        "job": task.job,
        "employee": task.employee,
        "model": task.model,
    } | deal
    if as_json:
        print_json(result)
        return
    print(answer or _unsent(task))
    _print_references(numbers)
    for effect in effects:
        print(f"  [{effect['id']}] {effect['kind']}: {effect['outcome'] or effect['verdict']} — {effect['why']}")
    for offer in deal.get("offers", ()):
        print(f"  offer {quotes.line(offer)}")
    if "order" in deal:
        print(f"  ordered: {deal['order']}" if deal["order"] else "  not ordered: the goods are not in stock")
    if understood.suspicious and role == "buyer":
        print(f"  flagged: {'; '.join(understood.suspicious)}")
    until = f", simulated time {stamp(house.clock.now())[:16]}" if house.is_simulated else ""
    print(f"  {task.employee} · {task.job} · {task.end} · model {task.model}{until}")


def _unsent(task: Task) -> str:
    """Say why a buyer was sent nothing."""
    if task.end == End.STOPPED:
        return "(nothing was sent: the shop's staff is stopped; the message waits until `shopstaff resume`)"
    return "(nothing was sent: a person has this conversation, or the message is held)"


def _print_references(numbers: list[Reference]) -> None:
    """Say of the answer's numbers what each comes from, and by which command that is opened."""
    for ref, said in by_reference(numbers).items():
        print(f"  {', '.join(said)} ← {f'shopstaff explain {quote(ref)}' if ref else 'nothing that was read'}")


def _ask(house: House, crew: Crew, text: str, to: str | None) -> Task:
    """Run the owner's words; what failed is over, so that it is not carried out later unasked."""
    task_id = ask(crew, text, to=to, now=house.clock.now())
    try:
        return run_task(crew, task_id)
    except ShopstaffError as error:
        crew.tasks.finish(task_id, End.STOPPED, str(error), now=house.clock.now(), used={})
        raise


def _write(house: House, crew: Crew, text: str, buyer: str) -> str:
    """Let a buyer write to the shop and give the task that the message opens."""
    market = house.connection.market
    if market is None:
        raise Misconfigured("buyers write on the platform itself; --as buyer works in a built-in shop")
    take_events(crew, house.connection.events)
    now = house.clock.now()
    if not buyer:
        buyer = WALK_IN
        market.register([Customer(id=WALK_IN, name="Walk-in buyer", created_at=now)])
    before = {row.id for row in house.tasks.list_tasks(buyer=buyer)}
    thread = market.send_message(
        buyer, text, at=now, thread_id=_open_thread(house, buyer) if buyer != WALK_IN else None
    )
    take_events(crew, house.connection.events)
    # another process may have taken the event, by a clock that is behind, or this one another buyer's
    rows = (row for row in house.tasks.list_tasks(buyer=buyer) if row.parent is None and row.id not in before)
    mine = next((row.id for row in rows if f"thread:{thread}" in row.subject), None)
    if mine is None:
        raise Misconfigured("no job waits for a buyer's message; see `shopstaff jobs`")
    return mine


def _open_thread(house: House, buyer: str) -> str | None:
    """Give the conversation that a known buyer is in; a walk-in begins a new one each time."""
    messages = house.connection.reads.messages
    threads = messages.list_threads(customer_id=buyer) if messages else ()
    return threads[-1].id if threads else None


def _press(house: House, crew: Crew, task: Task, text: str) -> dict[str, Any]:
    """Press the order button for a buyer whose words order an offer: what is ordered is there when they are answered.

    Returns:
        ``quote`` and the ``order`` that came of it, None where stock lacks; nothing where nothing is ordered.
    """
    market, ctx = house.connection.market, crew.job_context(task)
    if market is None or task.buyer is None or ctx.reads.quotes is None or ctx.reads.messages is None:
        return {}
    thread, understood = ctx.reads.messages.get_thread(task.subject[0].removeprefix("thread:")), crew.understand(text)
    answer = answer_to_offer(ctx, thread, understood, text)
    if answer is None or answer.kind != "take" or answer.offer is None:
        return {}
    to = _address(house, task.buyer, understood.slots.address)
    return {"quote": answer.offer.id, "order": market.accept_quote(answer.offer.id, to, at=house.clock.now())}


def _deal(house: House, task: Task, pressed: dict[str, Any]) -> dict[str, Any]:
    """Give the offers that the answer made and the one that was ordered, signed, and the order."""
    reader = house.connection.reads.quotes
    if reader is None:
        return {}
    rows = [row for row in _effects(house, task) if row.kind == "create_quote" and row.state == "done"]
    made = [reader.get_quote(str(row.outcome["object_id"])) for row in rows]
    found: dict[str, Any] = {}
    if pressed:
        found["order"] = pressed["order"]
        made = [*made, reader.get_quote(pressed["quote"])]
    return found | ({"offers": [quotes.card(house, one) for one in made]} if made else {})


def _address(house: House, buyer: str, written: WrittenAddress | None) -> Address:
    """Give the address that was written, over where the buyer's newest order went; else one made up for the chat."""
    said = written.model_dump(exclude_none=True) if written is not None and written.street and written.city else {}
    if "street" in said:
        said = {"postcode": ""} | said
    return _known_address(house, buyer).model_copy(update=said)


def _known_address(house: House, buyer: str) -> Address:
    newest, cursor = None, None
    while True:
        page = house.connection.reads.shop.list_orders(customer_id=buyer, cursor=cursor, limit=200)
        newest, cursor = page.items[-1] if page.items else newest, page.next_cursor
        if cursor is None:
            break
    if newest is not None:
        return newest.address
    customer = house.connection.reads.shop.get_customer(buyer)
    return Address(
        name=customer.name or buyer, street="1 Chat Street", city="Chat", country=customer.country or "United Kingdom"
    )


def _answer(house: House, task: Task, *, as_buyer: bool) -> str:
    """Give what was said: to a buyer only what was really sent."""
    if not as_buyer:
        return task.answer
    sent = [row for row in house.log.of_task(task.id) if row.kind == "send_message" and row.state == "done"]
    return "\n".join(row.payload["text"] for row in sent)


def _effects(house: House, task: Task) -> list[Docket]:
    """Give the effects of a task and of all that it was handed on to, nearest first."""
    rows, family = house.tasks.list_tasks(), [task.id]
    for member in family:
        family += [row.id for row in reversed(rows) if row.parent == member]
    return [row for member in family for row in house.log.of_task(member)]


def _effect(row: Docket) -> dict[str, Any]:
    receipt = {"id": row.id, "kind": row.kind, "verdict": row.verdict, "outcome": row.outcome.get("status")}
    why = f"{row.rule}: {row.why}" if row.verdict != "allow" else row.reason or row.why
    return receipt | {"why": why, "state": row.state, "summary": row.summary}
