"""The purse of a shop: what a model call can cost at most, what it has cost, and when the next one is not made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from langchain_core.messages import AIMessage

from agents.chat_models.asking import OverBudget
from authority.model_spend import SpendBook, Spent
from authority.rows import ModelCallRow
from config.models import ModelData, Price
from config.settings import Settings
from kit.money import format_micro

BYTES_PER_TOKEN = 2
"""Fewest bytes that a token of a prompt is taken to have before a call: English has about 4, Chinese 3 to 5."""
USUAL_BYTES = 3.5
"""Bytes per token in an estimate after a call, where the endpoint does not count."""


@dataclass(frozen=True)
class Purse:
    """A shop's budgets, prices and book of calls.

    Attributes:
        price: Gives the price of a model by its name in records, None if unknown.
    """

    book: SpendBook
    data: ModelData
    settings: Settings
    price: Callable[[str], Price | None]

    def meter(self, task: str, turn: int, day: str, now: Callable[[], datetime]) -> TaskMeter:
        """Give the meter of a turn of a task, on a day of the shop's."""
        return TaskMeter(self, task, turn, day, now)

    def spent(self, total: Spent) -> int:
        """Give an amount spent in the budget's currency, millionths of a major unit."""
        into = self.settings.cost_currency
        return sum(self.data.convert(micro, currency, into) for currency, micro in total.money.items())

    def say(self, total: Spent) -> str:
        """Say what was spent, e.g. ``"$0.0056 (12 calls, 3 estimated)"``."""
        amounts = (
            " + ".join(format_micro(micro, currency) for currency, micro in total.money.items()) or "no price known"
        )
        notes = [f"{total.calls} calls"]
        notes += [f"{total.failed} failed"] if total.failed else []
        notes += [f"{total.estimated} estimated"] if total.estimated else []
        notes += [f"{total.unpriced} without a known price"] if total.unpriced and total.money else []
        return f"{amounts} ({', '.join(notes)})"


@dataclass(frozen=True)
class TaskMeter:
    """Counts the calls of one turn of one task."""

    purse: Purse
    task: str
    turn: int
    day: str
    now: Callable[[], datetime]

    def reserve(self, model: str, prompt_bytes: int) -> int:
        """Count a call at the most it can cost.

        Raises:
            OverBudget: It would pass the task's tokens or money, or the day's money; it is not to be made.
        """
        inputs, outputs = -(-prompt_bytes // BYTES_PER_TOKEN), self.purse.settings.model_max_tokens
        price = self.purse.price(model)
        row = ModelCallRow(
            task=self.task,
            number=0,
            shop=self.purse.book.shop,
            turn=self.turn,
            day=self.day,
            at=self.now(),
            model=model,
            state="asked",
            input_tokens=inputs,
            output_tokens=outputs,
            cost_micro=price.micro(inputs, outputs) if price else None,
            currency=price.currency if price else "",
            prompt_bytes=prompt_bytes,
        )

        def check(of_task: Spent, of_day: Spent) -> None:
            self._check(row, of_task, of_day)

        return self.purse.book.reserve(row, check)

    def answered(self, number: int, reply: AIMessage) -> None:
        """Count what a call has cost, by the endpoint's own count if it gives one."""
        usage = reply.usage_metadata
        if usage is not None and usage["input_tokens"] + usage["output_tokens"] > 0:
            inputs, outputs = usage["input_tokens"], usage["output_tokens"]
            cached = min(inputs, usage.get("input_token_details", {}).get("cache_read") or 0)
        else:
            row = self._row(number)
            calls = sum(len(str(call["args"]).encode()) for call in reply.tool_calls)
            inputs, cached = round(row.prompt_bytes / USUAL_BYTES), 0
            outputs = round((len(reply.text.encode()) + calls) / USUAL_BYTES)
        self._settle(number, "answered", inputs, outputs, cached, estimated=usage is None)

    def failed(self, number: int, why: str, *, may_cost: bool) -> None:
        """Say that no reply came; what may have been charged all the same stays counted at its most."""
        if may_cost:
            self.purse.book.settle(self.task, number, state="failed", why=why[:300])
        else:
            self._settle(number, "failed", 0, 0, 0, estimated=False, why=why[:300])

    def _settle(
        self, number: int, state: str, inputs: int, outputs: int, cached: int, *, estimated: bool, why: str = ""
    ) -> None:
        price = self.purse.price(self._row(number).model)
        self.purse.book.settle(
            self.task,
            number,
            state=state,
            why=why,
            input_tokens=inputs,
            output_tokens=outputs,
            cached_tokens=cached,
            cost_micro=price.micro(inputs, outputs, cached) if price else None,
            estimated=estimated,
        )

    def _row(self, number: int) -> ModelCallRow:
        return self.purse.book.call(self.task, number)

    def _check(self, row: ModelCallRow, of_task: Spent, of_day: Spent) -> None:
        settings = self.purse.settings
        tokens = of_task.tokens + row.input_tokens + row.output_tokens
        if tokens > settings.max_task_tokens:
            raise OverBudget(
                f"the next call could bring the task to {tokens:,} tokens, above {settings.max_task_tokens:,}; "
                "it was not made; see SHOPSTAFF_MAX_TASK_TOKENS"
            )
        if row.cost_micro is None:
            return
        costs = self.purse.data.convert(row.cost_micro, row.currency, settings.cost_currency)
        for name, so_far, most in (
            ("task", of_task, settings.max_task_cost),
            ("day", of_day, settings.max_day_cost),
        ):
            total = self.purse.spent(so_far) + costs
            if total > _micro(most):
                said = format_micro(total, settings.cost_currency)
                limit = format_micro(_micro(most), settings.cost_currency)
                raise OverBudget(
                    f"the next call could bring the {name} to {said}, above {limit}; "
                    f"it was not made; see SHOPSTAFF_MAX_{name.upper()}_COST"
                )


def _micro(amount: Decimal) -> int:
    return int(amount * 1_000_000)
