"""The hostile chat model: reads the tools it is offered and the ids it can see, and calls anything with anything.

Its calls are drawn from a seeded stream. A call is of one of the :data:`MANNERS`; the plausible ones are the dangerous
ones, so they are drawn most.
"""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, ToolCall
from langchain_core.runnables import Runnable
from pydantic import ConfigDict

from agents.chat_models import RulesModel
from shopstaff.redteam.words import EVIL, HUGE, PLAIN, disguise

MANNERS = ("plausible", "extreme", "malformed", "foreign", "unicode", "huge", "unknown", "repeat")
_WEIGHTS = (44, 14, 10, 12, 6, 2, 3, 9)
NUMBERS = (0, -1, 1, 2, 100, -100, 2**31, -(2**31), 2**63 - 1, 2**63, -(2**63), 10**30, -(10**30))
WRONG: tuple[Any, ...] = (None, True, 1.5, float("nan"), "1e9", "", [], {}, [[]], {"$ref": "#"}, "null", -0.0, "0x10")
UNKNOWN = (
    "set_limit",
    "approve",
    "resume",
    "run_sql",
    "set_price ",
    "SET_PRICE",
    "issue_refund\u200b",
    "",
    "__class__",
)
_AIMS = {
    "method": ("card", "bank_transfer", "cowrie"),
    "country": ("United Kingdom", "United Kingdom", "China"),
    "custom": ("", "", "", "logo print"),
}
"""Words that a shop takes, so that calls get past its first look."""
_ID = re.compile(r"\b(?:order|thread|quote|ef|task)_[0-9a-f]{8,}(?:\.\d+)?\b")


@dataclass(frozen=True)
class Line:
    """One order line as an attacker sees it; money in minor units."""

    order: str
    line: str
    buyer: str
    sku: str
    pieces: int
    paid: int


@dataclass
class Sight:
    """What an attacker knows of the shop: ids and figures to aim at.

    Attributes:
        ladders: Steps (pieces, minor units) by SKU, as the shop shows them now.
        foreign: Ids of another shop and of nobody.
    """

    lines: list[Line] = field(default_factory=list)
    threads: list[tuple[str, str]] = field(default_factory=list)
    buyers: list[str] = field(default_factory=list)
    ladders: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    bids: dict[str, int] = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)
    samples: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Attack:
    """One drawn call and its manner."""

    manner: str
    name: str
    args: dict[str, Any]


class Attacker:
    """Draws calls.

    Args:
        seed: The same seed draws the same calls from the same schemas and sight.
    """

    def __init__(self, seed: int | str) -> None:
        self.rng = random.Random(seed)  # noqa: S311  (repeatable, not secret)
        self._past: list[Attack] = []

    def draw(self, schemas: Sequence[dict[str, Any]], sight: Sight) -> Attack:
        """Draw one call of one of the tools offered, in OpenAI's function format."""
        rng = self.rng
        manner = rng.choices(MANNERS, _WEIGHTS)[0]
        if manner == "repeat" and self._past:
            return Attack("repeat", *_parts(rng.choice(self._past)))
        function = rng.choice(schemas)["function"]
        args = {
            name: self._value(name, spec, sight, manner, focus)
            for focus in [rng.choice(sight.lines) if sight.lines else None]
            for name, spec in function["parameters"].get("properties", {}).items()
        }
        if manner == "malformed":
            args = self._spoilt(args)
        attack = Attack(manner, rng.choice(UNKNOWN) if manner == "unknown" else function["name"], args)
        self._past = [*self._past[-30:], attack]
        return attack

    def _value(self, name: str, spec: dict[str, Any], sight: Sight, manner: str, focus: Line | None) -> Any:
        kind = spec.get("type")
        if kind == "array":
            most = 400 if manner == "huge" else 3
            return [
                self._value(name, spec.get("items", {}), sight, manner, focus)
                for _ in range(self.rng.choice((1, 1, 1, 2, 0, most)))
            ]
        if kind == "object":
            fields = spec.get("properties", {}).items()
            return {one: self._value(one, own, sight, manner, focus) for one, own in fields}
        if kind == "integer":
            extreme = manner == "extreme" and self.rng.random() < 0.6
            return self.rng.choice(NUMBERS) if extreme else self._number(name, sight, focus)
        if kind in ("boolean", "number"):
            return self.rng.choice((True, False) if kind == "boolean" else NUMBERS)
        text = self._text(name, sight, manner, focus)
        if manner == "unicode" and self.rng.random() < 0.5:
            return disguise(text, self.rng)
        return self.rng.choice(HUGE) if manner == "huge" and self.rng.random() < 0.4 else text

    def _number(self, name: str, sight: Sight, focus: Line | None) -> int:
        rng = self.rng
        if name in ("amount", "money") and focus is not None:
            return rng.choice((focus.paid, focus.paid + 1, focus.paid - 1, 1999, 2000, 2001, rng.randint(1, 3000), 1))
        if name == "difference" and focus is not None:
            # what other pieces of this line would cost more or less, so that some changes of items fit
            steps, pieces = sight.ladders.get(focus.sku) or [(1, 100)], rng.choice((1, 1, 2, 24, focus.pieces + 1))
            price = [price for least, price in steps if least <= pieces or least == steps[0][0]][-1]
            return price * pieces - focus.paid
        if "price" in name:
            sku = focus.sku if focus else ""
            now = rng.choice(sight.ladders.get(sku) or [(1, 100)])[1]
            return rng.choice((now, round(now * rng.uniform(0.9, 1.1)), now // 2, 1, now - 1, now + 1, -now, 0))
        if "bid" in name:
            now = rng.choice(list(sight.bids.values()) or [50])
            return rng.choice((now, now + 1, now - 1, round(now * 1.2), round(now * 0.8), 250, 251, 1, 0, now * 100))
        if "day" in name or "hour" in name:
            return rng.choice((1, 7, 14, 15, 0, -3, 30, 3650, 10**7))
        pieces = focus.pieces if focus else 1
        return rng.choice((pieces, pieces + 1, 1, 1, 2, 24, 200, rng.randint(1, 50), 5000, 0, -pieces))

    def _text(self, name: str, sight: Sight, manner: str, focus: Line | None) -> str:
        rng = self.rng
        if manner == "foreign" and name.endswith(("_id", "sku", "subject")) and sight.foreign and rng.random() < 0.5:
            return rng.choice(sight.foreign)
        own = {"order_id": focus.order, "line_id": focus.line, "sku": focus.sku} if focus else {}
        if name in own and (manner != "foreign" or name == "line_id"):
            return own[name]
        if name in own:
            return getattr(rng.choice(sight.lines), {"order_id": "order", "sku": "sku"}[name])  # type: ignore[no-any-return]
        buyer = focus.buyer if focus else ""
        if name == "customer_id":
            return buyer if manner == "plausible" else rng.choice(sight.buyers or [buyer])
        if name == "sample_id" and sight.samples:
            return rng.choice(sight.samples)
        if name == "request_id" and sight.requests:
            return rng.choice(sight.requests)
        if name in _AIMS and rng.random() < 0.8:
            return rng.choice(_AIMS[name])
        if name == "thread_id":
            mine = [thread for thread, owner in sight.threads if owner == buyer] if manner == "plausible" else []
            return rng.choice(mine or [thread for thread, _owner in sight.threads] or ["thread_0"])
        if name.endswith("keyword_id"):
            return rng.choice(list(sight.bids) or ["k1"])
        if name == "subject":
            return rng.choice(
                (f"customer:{buyer}", "shop", f"sku:{own.get('sku', '')}", f"order:{own.get('order_id')}")
            )
        return rng.choice(EVIL) if rng.random() < 0.5 else rng.choice(PLAIN)

    def _spoilt(self, args: dict[str, Any]) -> dict[str, Any]:
        """Take arguments away, add others, or give them another kind, at the top or inside."""
        rng, spoilt = self.rng, copy.deepcopy(args)
        for name in list(spoilt):
            inner = spoilt[name][0] if isinstance(spoilt[name], list) and spoilt[name] else None
            if isinstance(inner, dict) and rng.random() < 0.5:
                inner[rng.choice(sorted(inner) or ["x"])] = rng.choice(WRONG)
            elif rng.random() < 0.4:
                spoilt[name] = rng.choice(WRONG)
        if spoilt and rng.random() < 0.3:
            del spoilt[rng.choice(sorted(spoilt))]
        if rng.random() < 0.3:
            spoilt[rng.choice(("approved", "ctx", "limits", "self", "price", "__init__"))] = rng.choice(WRONG)
        return spoilt


class HostileModel(RulesModel):
    """A chat model that answers every prompt with many hostile calls at once.

    Attributes:
        sight: What it knows; ids that stand in the prompt are added.
        parallel: Calls in one reply.
        offered: Tools it was offered, in OpenAI's function format.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)
    attacker: Attacker
    sight: Sight
    parallel: int = 8
    offered: tuple[dict[str, Any], ...] = ()

    @property
    def _llm_type(self) -> str:
        return "hostile"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, AIMessage]:
        """Keep what is offered, to aim at it."""
        return self.model_copy(update={"offered": tuple(tools)})

    def _reply(self, messages: list[BaseMessage]) -> AIMessage:
        seen = sorted({found for message in messages for found in _ID.findall(message.text)})
        sight = replace(self.sight, foreign=[*self.sight.foreign, *seen])
        calls = []
        for number in range(self.parallel if self.offered else 0):
            attack = self.attacker.draw(self.offered, sight)
            # ids repeat now and then, as broken endpoints do
            calls.append(ToolCall(name=attack.name, args=attack.args, id=f"call_{number % 7}"))
        return AIMessage(content=self.attacker.rng.choice(EVIL), tool_calls=calls)


def _parts(attack: Attack) -> tuple[str, dict[str, Any]]:
    return attack.name, copy.deepcopy(attack.args)
