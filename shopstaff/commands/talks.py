"""`shopstaff talks`: conversations with buyers, taken over by a person and given back to the staff."""

from __future__ import annotations

from typing import Any

from authority.desk import Receipt
from authority.docket import Docket
from authority.effect import Effect
from authority.effects.hand_over import HandOver
from authority.effects.take_back import TakeBack
from kit.clock import stamp
from kit.errors import Misconfigured, Refused
from shops.models import Thread
from shops.port import MessageReader
from shopstaff.commands.common import opened, owner_task
from shopstaff.commands.plain import print_json
from shopstaff.house import House


def show(everything: bool, shop: str | None, as_json: bool) -> None:
    """List the conversations that a person has, with what they should know; or all of them."""
    with opened(shop) as house:
        threads = [one for one in _reader(house).list_threads() if everything or one.with_person]
        found = [card(one, notes_of(house)) for one in threads]
    if as_json:
        print_json(found)
        return
    for one in found:
        print(
            f"[{one['id']}] buyer {one['buyer']}{one['about']}, {one['with']}, {one['messages']} messages"
            + (f", last {one['last_at'][:16]}" if one["last_at"] else "")
        )
        for text in str(one["note"] or one["last"]).splitlines():
            print(f"  {text}")
    print(f"{len(found)} conversations{'' if everything else ' with a person; --all lists every one'}")


def take(thread_id: str, why: str, shop: str | None, as_json: bool) -> None:
    """Take a conversation over: the staff is silent in it."""
    _move(thread_id, shop, as_json, HandOver(thread_id=thread_id, note=why), wants_person=True)


def give_back(thread_id: str, shop: str | None, as_json: bool) -> None:
    """Give a conversation back: the staff answers in it again, what was written meanwhile too."""
    _move(thread_id, shop, as_json, TakeBack(thread_id=thread_id), wants_person=False)


def say(thread_id: str, text: str, shop: str | None, as_json: bool) -> None:
    """Answer a buyer yourself, in a conversation that you have taken over; nobody checks your words."""
    with opened(shop) as house:
        if house.connection.market is None:
            raise Misconfigured("this shop's platform has a window of its own for your words; write there")
        house.connection.market.answer_as_person(thread_id, text, at=house.clock.now())
        written = card(_reader(house).get_thread(thread_id), {})
    if as_json:
        print_json(written)
        return
    print(f"[{thread_id}] sent; `shopstaff talks give-back {thread_id}` when the staff shall go on")


def _move(thread_id: str, shop: str | None, as_json: bool, effect: Effect, *, wants_person: bool) -> None:
    with opened(shop) as house:
        if _reader(house).get_thread(thread_id).with_person is wants_person:
            holder = "a person" if wants_person else "the staff"
            raise Refused(f"{thread_id} is with {holder} already; `shopstaff talks list --all` shows who has what")
        by = owner_task(house, "talk", f"{effect.kind} {thread_id} {stamp(house.clock.now())}")
        receipt = house.desk.submit(effect, by, reason="the owner asked for it")
        if not wants_person and receipt.state == "done":
            _answer(house, thread_id)
        again = not wants_person and _reader(house).get_thread(thread_id).with_person
    _tell(receipt, as_json)
    if again and not as_json:
        print("its last message is one for a person, who has it again; answer it with `shopstaff talks say` first")


def _answer(house: House, thread_id: str) -> None:
    """Let the staff answer what the buyer wrote last, if nobody has."""
    # to look at conversations needs no crew, and its imports take as long as all else
    from agents.supervisor import run_task
    from shopstaff.intake import answer_waiting

    crew = house.crew()
    for task_id in answer_waiting(crew, _reader(house).get_thread(thread_id)):
        run_task(crew, task_id)


def _tell(receipt: Receipt, as_json: bool) -> None:
    if receipt.state != "done":
        raise Refused(f"{receipt.summary}: {receipt.state} ({receipt.rule}: {receipt.why})")
    if as_json:
        print_json(vars(receipt))
        return
    print(f"{receipt.summary} [{receipt.id}]")


def card(thread: Thread, notes: dict[str, str]) -> dict[str, Any]:
    """Give what a person sees of a conversation; ``notes`` as :func:`notes_of` gives them."""
    last = thread.messages[-1] if thread.messages else None
    return {
        "id": thread.id,
        "buyer": thread.customer_id,
        "about": f", order {thread.order_id}" if thread.order_id else "",
        "with": "with a person" if thread.with_person else "with the staff",
        "with_person": thread.with_person,
        "messages": len(thread.messages),
        "last": f"{last.author}: {last.text[:120]}" if last else "",
        "last_at": stamp(last.at) if last else "",
        "note": notes.get(thread.id, "") if thread.with_person else "",
    }


def notes_of(house: House) -> dict[str, str]:
    """Give the newest note of each conversation that was handed over, or opened for a person."""
    rows = house.log.list_effects(kinds=("hand_over", "open_case"), states=("done",))
    newest = sorted(rows, key=lambda row: (row.submitted_at, row.id))
    return {_thread_of(row): str(row.payload["note"]) for row in newest}


def _thread_of(row: Docket) -> str:
    """Give the conversation that was handed over, or that a case opened."""
    return str(row.payload.get("thread_id") or (row.outcome or {}).get("object_id"))


def _reader(house: House) -> MessageReader:
    messages = house.connection.reads.messages
    if messages is None:
        raise Misconfigured("this platform has no messages; there is no conversation to take")
    return messages
