"""`shopstaff forget-buyer`: a buyer's personal data is blanked everywhere in the home; the chain still verifies."""

from __future__ import annotations

from authority.erasure import Erased, Person, erase, waiting
from kit.errors import Misconfigured
from memory.rows import Memory
from shops.models import Order
from shopstaff.commands.common import opened
from shopstaff.commands.plain import print_json
from shopstaff.house import House

TELLING = 8
"""Signs from which on a message is somebody's own; "thanks" is everybody's."""


def run(buyer: str, shop: str | None, as_json: bool) -> None:
    """Forget one buyer.

    Raises:
        Misconfigured: The shop's own data lives on a platform; it is to be erased there.
        Retry: There is no such buyer.
        Refused: The outcome of an effect that touches the buyer is not known yet.
    """
    with opened(shop) as house:
        market = house.connection.market
        if market is None:
            raise Misconfigured("this shop's buyers live on the platform; erase the buyer there first")
        person = _person(house, buyer)
        house.desk.settle()
        for effect_id in waiting(house.database, house.shop, person):
            house.desk.reject(effect_id, by="owner", why="the buyer was erased")
        erased = erase(house.database, house.ledger, person, at=house.clock.now())
        memories = _forget_memories(house, person, erased)
        market.forget_customer(buyer)
        reports = _remove_reports(house, person)
        house.database.scrub()
        audit = house.verify()
    counts = {
        "effects": len(erased.effects),
        "tasks": len(erased.tasks),
        "turns": erased.turns,
        "payloads": erased.payloads,
        "memories": memories,
        "reports": reports,
    }
    if as_json:
        print_json(counts | {"buyer": buyer, "verified": not audit.faults, "erased": audit.erased})
        return
    told = ", ".join(f"{number} {name}" for name, number in counts.items())
    print(f"forgot buyer {buyer}: {told} blanked; orders and amounts stay")
    state = "verified" if not audit.faults else f"BROKEN in {len(audit.faults)} places"
    print(f"ledger {state}: {audit.entries} entries, {audit.erased} payloads erased")
    print("backups and reports outside the home are yours to delete")


def _person(house: House, buyer: str) -> Person:
    """Gather what identifies a buyer, from the shop itself."""
    reads = house.connection.reads
    orders: list[Order] = []
    cursor = None
    while True:
        page = reads.shop.list_orders(customer_id=buyer, cursor=cursor, limit=200)
        orders += page.items
        cursor = page.next_cursor
        if cursor is None:
            break
    threads = reads.messages.list_threads(customer_id=buyer) if reads.messages else ()
    words = [reads.shop.get_customer(buyer).name]
    for order in orders:
        words += [order.address.name, order.address.street, order.note]
    said = [message.text for thread in threads for message in thread.messages if message.author == "buyer"]
    words += [text for text in said if len(text) >= TELLING]
    return Person(
        id=buyer,
        orders=frozenset(order.id for order in orders),
        threads=frozenset(thread.id for thread in threads),
        words=tuple(sorted({word.strip() for word in words if word.strip()})),
    )


def _forget_memories(house: House, person: Person, erased: Erased) -> int:
    """Erase what was remembered of the buyer, of what was done for them, and what came of their tasks."""
    subjects = {f"customer:{person.id}", *(f"effect:{one}" for one in erased.effects)}
    subjects |= {f"order:{one}" for one in person.orders} | {f"thread:{one}" for one in person.threads}
    events, pattern = erased.tasks | erased.effects, person.pattern

    def theirs(row: Memory) -> bool:
        return row.subject in subjects or row.event in events or bool(pattern.search(f"{row.text} {row.value}"))

    return house.memory.erase(house.shop, theirs)


def _remove_reports(house: House, person: Person) -> int:
    """Delete reports in the shop's folder that show the buyer; `shopstaff demo` writes one anew."""
    pattern, removed = person.pattern, 0
    for path in sorted(house.folder.glob("*.html")):
        if pattern.search(path.read_text(encoding="utf-8", errors="replace")):
            path.unlink()
            removed += 1
    return removed
