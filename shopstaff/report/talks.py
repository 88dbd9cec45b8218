"""Conversations: what buyers wrote and what they were answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from authority.docket import Docket
from kit.text import Language, language
from shops.models import Message, Thread
from shopstaff.report.anchors import row_anchor, to_row
from shopstaff.report.data import Evidence
from shopstaff.report.words import mark

_SPEAKERS = {"buyer": mark("Buyer"), "shop": mark("Shop")}
_LANGUAGES = {"en": "English", "zh": "中文"}


@dataclass(frozen=True)
class Line:
    """One message; ``author`` is ``buyer`` or ``shop``, ``speaker`` the word for it."""

    author: str
    speaker: str
    when: str
    language: Language
    text: Markup


@dataclass(frozen=True)
class Talk:
    """One conversation; ``flags`` say what was suspicious, ``is_waiting`` that the last words are the buyer's."""

    id: str
    buyer: str
    country: str
    began: str
    languages: str
    flags: tuple[str, ...]
    with_person: bool
    is_waiting: bool
    lines: tuple[Line, ...]

    @property
    def needs_owner(self) -> bool:
        """Tell whether a person has to answer: it was given to one, or nobody did."""
        return self.with_person or self.is_waiting


def sent_of(effects: Sequence[Docket], shown: frozenset[str]) -> dict[tuple[str, str], str]:
    """Give the messages that the page shows as effects: id by conversation and words."""
    return {
        (str(row.payload.get("thread_id")), str(row.payload["text"])): row.id
        for row in effects
        if row.id in shown and row.kind in ("send_message", "write_first") and "text" in row.payload
    }


def talks_of(evidence: Evidence, sent: Mapping[tuple[str, str], str]) -> list[Talk]:
    """Give the conversations shown, the newest first; what the staff wrote leads to its effect."""
    return [_talk(thread, evidence, sent) for thread in reversed(evidence.threads)]


def _talk(thread: Thread, evidence: Evidence, sent: Mapping[tuple[str, str], str]) -> Talk:
    names, customer = evidence.names, evidence.customers[thread.customer_id]
    lines = tuple(
        Line(
            message.author,
            names.say(_SPEAKERS.get(message.author, message.author)),
            f"{names.day(message.at)} {names.clock(message.at)}",
            language(message.text),
            _words(message, thread.id, sent),
        )
        for message in thread.messages
    )
    written = dict.fromkeys(_LANGUAGES[line.language] for line in lines if line.author == "buyer")
    return Talk(
        id=thread.id,
        buyer=customer.name,
        country=customer.country,
        began=lines[0].when if lines else "",
        languages=", ".join(written),
        flags=tuple(names.say(flag) for flag in evidence.flags.get(thread.id, ())),
        with_person=thread.with_person,
        is_waiting=bool(lines) and lines[-1].author == "buyer",
        lines=lines,
    )


def _words(message: Message, thread: str, sent: Mapping[tuple[str, str], str]) -> Markup:
    """Link the numbers of a message of ours to its entry in the ledger; a buyer's words stay as they are."""
    effect = sent.get((thread, message.text)) if message.author == "shop" else None
    return to_row(message.text, row_anchor(effect)) if effect else escape(message.text)
