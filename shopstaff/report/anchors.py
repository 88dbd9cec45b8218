"""Links of the page: each figure leads to the fact, the ledger's entry or the row that it comes from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from decisions.said_numbers import Footing, Source, figures
from kit.facts import Fact

_NAMED = re.compile(r"\[([^\[\]\s]+)\]")
_EFFECT = re.compile(r"\bef_[0-9a-f]{16}\b")


def fact_anchor(task_id: str, place: int) -> str:
    """Name the place of a task's fact in the page, ``"f-12ab…-3"``."""
    return f"f-{task_id.removeprefix('task_')}-{place}"


def row_anchor(effect_id: str) -> str:
    """Name the place of an effect's entry of the ledger in the page."""
    return f"l-{effect_id}"


def link(target: str, shown: object) -> Markup:
    """Link a figure to a place of the page."""
    return Markup('<a class="n" href="#{}">{}</a>').format(target, shown)


def to_row(text: str, anchor: str) -> Markup:
    """Escape a text and link its numbers to the entry or the row that it was made of."""
    return _joined(text, [(figure.start, figure.end, anchor) for figure in figures(text)])


@dataclass
class Linker:
    """Links the numbers of the texts about one task, and notes which facts are used so that they are shown.

    Attributes:
        facts: The facts of the task, in their order, by anchor.
        rows: What the entries of its effects hold, in words, by anchor.
        effects: Effects whose ids are links.
        used: Anchors that something leads to.
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    effects: frozenset[str] = frozenset()
    used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._names = {fact.id: anchor for anchor, fact in self.facts.items()}
        known = [Source(anchor, f"{fact.text} {fact.source}", fact.id) for anchor, fact in self.facts.items()]
        self._facts = Footing(known)
        self._all = Footing([*known, *(Source(anchor, text) for anchor, text in self.rows.items())])

    def of(self, text: str, *, in_entry: bool = False) -> Markup:
        """Escape a text, and link its numbers, the facts that it cites and the effects that it names.

        Args:
            text: Words about the task.
            in_entry: It stands in an entry of the ledger itself, so only facts are further away.
        """
        found = (self._facts if in_entry else self._all).of(text)
        spans = [(figure.start, figure.end, ref or "") for figure, ref in found]
        spans += [(*name.span(1), self._names.get(name[1], "")) for name in _NAMED.finditer(text)]
        spans += [(*name.span(), name[0]) for name in _EFFECT.finditer(text) if name[0] in self.effects]
        self.used.update(target for _, _, target in spans)
        return _joined(text, sorted(spans))


def _joined(text: str, spans: Sequence[tuple[int, int, str]]) -> Markup:
    """Put a text together with links at spans; one without a target, or inside another, stays as it is."""
    pieces: list[Markup] = []
    at = 0
    for start, end, target in spans:
        if target and start >= at:
            pieces += [escape(text[at:start]), link(target, text[start:end])]
            at = end
    return Markup("").join([*pieces, escape(text[at:])])
