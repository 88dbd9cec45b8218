"""What a tool is: a typed function with a docstring, and who may call it.

The docstring is the prompt: its first line and ``Args`` are the schema the model sees. The first parameter is the
:class:`ToolContext`, handed in and never shown to the model. A tool that reads returns text or JSON; one that writes
returns ``ctx.submit(effect, reason)``; one that hands work on returns a :class:`Handoff`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from typing import Annotated, Any, get_type_hints

from langchain_core.tools import InjectedToolArg, StructuredTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import DataError

from authority.desk import Receipt
from authority.effect import Effect
from kit.errors import Retry
from kit.find import find, instances_of
from memory.shop_memory import ShopMemory
from shops.port import Reads


@dataclass(frozen=True)
class Handoff:
    """Work for another employee: a job by name, the goal in words, and what it is about."""

    job: str
    goal: str
    subject: tuple[str, ...] = ()


@dataclass(frozen=True)
class ToolContext:
    """What a tool works with; it cannot reach the writing side of the shop.

    Attributes:
        reads: The shop, to read.
        submit: Gives an effect and its reason to the desk.
        approve: Lets 店长 approve a held effect, with its id; of the others nobody may.
        memory: The shop's memory, bound to the employee.
        now: The time of the task.
        buyer: The buyer the task is for, if it began with one.
        event: Id of the task, the source of what is remembered.
    """

    reads: Reads
    submit: Callable[[Effect, str], Receipt]
    approve: Callable[[str], Receipt]
    memory: ShopMemory
    now: datetime
    buyer: str | None
    event: str


@dataclass(frozen=True)
class Tool:
    """A function that employees may call.

    Attributes:
        run: The function; its first parameter is the context.
        employees: Names of those who may call it; empty means all.
        together: It only submits one effect about one object: many calls of it are judged and written down together.
    """

    run: Callable[..., object]
    employees: frozenset[str]
    together: bool = False

    @property
    def name(self) -> str:
        """Give the function's name."""
        return self.run.__name__

    @cached_property
    def schema(self) -> dict[str, Any]:
        """Give the tool in OpenAI's function format, as the model sees it."""
        plain: dict[str, Any] = _plain(convert_to_openai_tool(self._structured))
        return plain

    def call(self, ctx: ToolContext, args: Mapping[str, Any]) -> object:
        """Check the arguments and run the tool.

        Raises:
            Retry: An argument is unknown, missing or of a wrong kind; the message names it.
        """
        unknown = sorted(set(args) - set(self._model.model_fields))
        if unknown:
            raise Retry(f"{self.name} has no argument {unknown[0]!r}; it takes {', '.join(self._model.model_fields)}")
        try:
            checked = self._model.model_validate(dict(args))
        except ValidationError as error:
            fault = error.errors()[0]
            raise Retry(f"{self.name}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}") from error
        try:
            return self.run(ctx, **{name: getattr(checked, name) for name in self._model.model_fields})
        except ValidationError as error:
            fault = error.errors()[0]
            raise Retry(f"{self.name}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}") from error
        except (OverflowError, UnicodeEncodeError, DataError) as error:
            raise Retry(f"{self.name}: a number or a sign that no shop can store ({error}); correct it") from error

    @cached_property
    def _structured(self) -> StructuredTool:
        first = next(iter(inspect.signature(self.run).parameters))
        run = self.run
        hints = get_type_hints(run, include_extras=True)
        hints[first] = Annotated[Any, InjectedToolArg]
        run.__annotations__ = hints
        return StructuredTool.from_function(run, parse_docstring=True)

    @cached_property
    def _model(self) -> type[BaseModel]:
        model = self._structured.tool_call_schema
        assert isinstance(model, type) and issubclass(model, BaseModel)
        return model


def _plain(schema: Any) -> Any:
    """Write one of several shapes as ``anyOf``: some endpoints refuse ``oneOf`` with a discriminator."""
    if isinstance(schema, list):
        return [_plain(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {name: _plain(part) for name, part in schema.items() if name != "discriminator" or "oneOf" not in schema}
    return {"anyOf" if name == "oneOf" else name: part for name, part in plain.items()}


def tool(*employees: str, together: bool = False) -> Callable[[Callable[..., object]], Tool]:
    """Make a tool of a function.

    Args:
        employees: Who may call it, e.g. ``"product"``; none means every employee.
        together: Its calls that follow one another may be gathered, see :class:`Tool`.

    Example:
        >>> @tool("product")
        ... def count_listings(ctx: ToolContext) -> str:
        ...     '''Count the products on the shelf.'''
        ...     return str(len(ctx.reads.shop.list_variants()))
    """
    return lambda run: Tool(run=run, employees=frozenset(employees), together=together)


@cache
def tools() -> dict[str, Tool]:
    """Find every tool by name."""
    return find("tools", instances_of(Tool), lambda found: found.name, "shopstaff.tools")
