"""Lines of a report: words in the owner's language, with a fact behind every number in them."""

from __future__ import annotations

from typing import Any

from agents.evidence import money
from agents.job import JobContext
from decisions.said_numbers import unfounded
from kit.facts import Fact


class Lines:
    """Gathers the lines of one report and the facts that they cite.

    Figures that belong together are one fact, so that a line ends with few ids: ``fact("day.gmv", …)`` and
    ``fact("day.orders", …)`` are both in the fact ``day``, and the line says ``[day]``.

    Args:
        ctx: The job's context.
        language: Of the report; the context's if None.
    """

    def __init__(self, ctx: JobContext, *, language: str | None = None) -> None:
        self._ctx, self.zh = ctx, (language or ctx.language) == "zh"
        self._facts: dict[str, Fact] = {}
        self._lines: list[str] = []
        self.left_out: list[str] = []

    def fact(self, name: str, shown: object, source: str, value: Any = None) -> str:
        """Note a figure under ``group.item``, or a thing with an id of its own, and give it as a line shows it."""
        text = " ".join(str(shown).split())
        group, _, item = name.partition(".")
        old = self._facts.get(group)
        value = shown if value is None else value
        if not item:
            self._facts[group] = Fact(id=group, text=text, value=value, source=source)
            return text
        told = f"{item.replace('_', ' ')} {text}"
        values = {**(old.value if old else {}), item: value}
        self._facts[group] = Fact(
            id=group, text=f"{old.text}; {told}" if old else told, value=values, source=old.source if old else source
        )
        return text

    def money(self, name: str, amount: int, source: str, *, signed: bool = False) -> str:
        """Note an amount of minor units."""
        sign = "+" if signed and amount > 0 else ""
        return self.fact(name, sign + money(self._ctx, amount), source, amount)

    def share(self, name: str, part: float, whole: float, source: str) -> str:
        """Note a share in percent; without a whole there is none."""
        shown = f"{100 * part / whole:.1f}%" if whole else "–"
        return self.fact(name, shown, source, part / whole if whole else "–")

    def say(self, english: str, chinese: str, *cited: str) -> None:
        """Add a line in the owner's language, with the facts it cites.

        A line with a number that none of them holds is left out, and the report says that one is.
        """
        ids = "".join(f" [{name}]" for name in cited)
        line = (chinese if self.zh else english) + ids
        missing = unfounded(line, {name: fact.text for name, fact in self._facts.items()})
        if missing:
            self.left_out.append(f"{', '.join(missing)}: {line}")
            return
        self._lines.append(f"- {line}")

    def head(self, english: str, chinese: str) -> None:
        """Add a heading; it holds no number."""
        self._lines.append(chinese if self.zh else english)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Give the facts noted, in their order."""
        return tuple(self._facts.values())

    def text(self) -> str:
        """Give the report; that lines were left out is said."""
        if not self.left_out:
            return "\n".join(self._lines)
        note = (
            "有的行没有写出:其中的数字没有出处。" if self.zh else "Lines were left out: a number in them has no fact."
        )
        return "\n".join([*self._lines, note])


def counted(shown: str, one: str, several: str = "") -> str:
    """Write a count with its English word, in the singular for one; ``several`` is what plain -s does not give.

    Example:
        >>> counted("1", "order waits", "orders wait"), counted("3", "order")
        ('1 order waits', '3 orders')
    """
    return f"{shown} {one if shown == '1' else several or f'{one}s'}"
