"""Rows of customers."""

from __future__ import annotations

from collections.abc import Sequence

from kit.text import language as language_of
from shops.models import Customer
from shopstaff.importing.cells import Row, language, moment, need, take, word
from shopstaff.importing.held import Held, Target
from shopstaff.importing.products import find_repeats
from shopstaff.importing.report import Report


def read_customers(rows: Sequence[Row], held: Held, target: Target, report: Report) -> list[Customer]:
    """Read customer rows; an empty cell leaves what the shop holds of that customer.

    A new customer without a language writes the language of the name; without a date, came with the import.
    """
    customers = []
    for row in rows:
        customer_id, name = need(row, "customer", word, report), need(row, "name", word, report)
        country, spoken = take(row, "country", word, report), take(row, "language", language, report)
        since = take(row, "created_at", moment(target.zone, target.now), report)
        if not customer_id or not name:
            continue
        old = held.customer(customer_id)
        customers.append(
            Customer(
                id=customer_id,
                name=name,
                country=country or (old.country if old else ""),
                language=spoken or (old.language if old else language_of(name)),
                created_at=since or (old.created_at if old else target.now),
            )
        )
    find_repeats(rows, "customer", report)
    return customers
