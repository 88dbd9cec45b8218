"""Nothing that a tool or a job holds leads to the writing side of the shop; the desk alone holds it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, timedelta, tzinfo
from decimal import Decimal
from functools import reduce
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import BaseModel

import agents
import decisions
import tools
from agents.crew import Crew
from authority.desk import Receipt
from authority.effect import Exposure
from authority.effects.set_price import SetPrice
from authority.task import Task
from shops.aftersales import AftersaleWrites
from shops.changes import ChangeWrites
from shops.creatives import CreativeWrites
from shops.embedded.ads import EmbeddedAdWrites
from shops.embedded.aftersales import EmbeddedAftersaleWrites
from shops.embedded.changes import EmbeddedChangeWrites
from shops.embedded.creatives import EmbeddedCreativeWrites
from shops.embedded.factory import EmbeddedFactoryWrites
from shops.embedded.market import EmbeddedMarket
from shops.embedded.messages import EmbeddedMessageWrites
from shops.embedded.promotions import EmbeddedPromotionWrites
from shops.embedded.quotes import EmbeddedQuoteWrites
from shops.embedded.samples import EmbeddedSampleWrites
from shops.embedded.seller import EmbeddedSeller
from shops.embedded.store import ShopStore
from shops.embedded.writes import WriteJournal
from shops.models import Tier
from shops.port import Connection
from shops.promotions import PromotionWrites
from shops.samples import SampleWrites
from shops.writes import AdWrites, FactoryWrites, MessageWrites, QuoteWrites, SellerWrites, Writes
from tests.support.gift_shop import GiftShop, open_gift_shop
from tools.tool import Tool, ToolContext, tool

EMBEDDED = (
    Writes,
    Connection,
    EmbeddedSeller,
    EmbeddedMessageWrites,
    EmbeddedQuoteWrites,
    EmbeddedAdWrites,
    EmbeddedFactoryWrites,
    EmbeddedPromotionWrites,
    EmbeddedChangeWrites,
    EmbeddedSampleWrites,
    EmbeddedAftersaleWrites,
    EmbeddedCreativeWrites,
    EmbeddedMarket,
    WriteJournal,
    ShopStore,
)
PROTOCOLS = (
    SellerWrites,
    MessageWrites,
    QuoteWrites,
    AdWrites,
    FactoryWrites,
    PromotionWrites,
    ChangeWrites,
    SampleWrites,
    AftersaleWrites,
    CreativeWrites,
)
WRITING = sorted({name for one in PROTOCOLS for name in vars(one) if not name.startswith("_")} - {"probe"})
PLAIN = (str, bytes, int, float, Decimal, date, timedelta, tzinfo, Path, type(None), type, ModuleType)
"""What leads nowhere; a module is no object that was handed over, and imports are looked at in the source."""
ORDINALS = count(1)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GiftShop]:
    """Give the gift shop; nothing here succeeds in changing it."""
    opened = open_gift_shop(tmp_path_factory.mktemp("gifts"))
    yield opened
    opened.house.close()


@pytest.fixture(scope="module")
def task(shop: GiftShop) -> Task:
    """Give a task of the product employee."""
    return shop.house.tasks.get(shop.open_job("price_review"))


@pytest.fixture
def ctx(shop: GiftShop, task: Task) -> ToolContext:
    """Give what a tool of that task works with, each time at another place of the task."""
    return shop.crew().tool_context(task, 1, next(ORDINALS))


# the objects


def parts(thing: object) -> Iterator[tuple[str, object]]:
    """Give what can be reached from an object by a public name, a key or a place."""
    if isinstance(thing, Mapping):
        yield from ((f"[{key!r}]", value) for key, value in thing.items())
    elif isinstance(thing, list | tuple | set | frozenset):
        yield from ((f"[{number}]", value) for number, value in enumerate(thing))
    names = dir(thing)
    if isinstance(thing, BaseModel):
        names = list(type(thing).model_fields)
    elif is_dataclass(thing):
        names = sorted({*names, *(field.name for field in fields(thing))})
    for name in names:
        if not name.startswith("_"):
            try:
                yield f".{name}", getattr(thing, name)
            except Exception:
                continue  # a property that needs what a test lacks leads nowhere


def walk(root: object, *, most: int = 50_000) -> Iterator[tuple[str, object]]:
    """Give every object that public names reach, with the way to it; nearest first."""
    seen, waiting = {id(root)}, [("ctx", root)]
    kept = [root]  # so that no id is used twice
    while waiting:
        way, thing = waiting.pop(0)
        yield way, thing
        for name, part in parts(thing):
            if isinstance(part, PLAIN) or id(part) in seen:
                continue
            seen.add(id(part))
            kept.append(part)
            waiting.append((way + name, part))
        assert len(seen) < most, f"the walk does not end: {way}"


def writers(root: object) -> list[str]:
    """Give the ways that lead to something that writes to the shop."""
    return [
        way
        for way, thing in walk(root)
        if isinstance(thing, EMBEDDED) or any(hasattr(type(thing), name) for name in WRITING)
    ]


def test_the_walk_finds_what_writes_where_there_is_such_a_thing(shop: GiftShop) -> None:
    connection = shop.house.connection
    ways = writers(connection)
    assert {"ctx", "ctx.writes", "ctx.market"} <= set(ways)
    assert {f"ctx.writes.{port}" for port in vars(connection.writes)} <= set(ways)


def test_no_public_name_leads_a_tool_to_what_writes(ctx: ToolContext) -> None:
    assert writers(ctx) == []
    reached = {way for way, _ in walk(ctx)}
    assert {"ctx.reads.shop", "ctx.reads.ads", "ctx.submit", "ctx.memory"} <= reached


def test_no_public_name_leads_a_job_to_what_writes(shop: GiftShop, task: Task) -> None:
    assert writers(shop.crew().job_context(task)) == []


def test_no_public_name_leads_the_graphs_to_what_writes(shop: GiftShop) -> None:
    crew = shop.crew()
    assert isinstance(crew, Crew)
    assert writers(crew) == []


def test_a_tool_holds_neither_the_desk_nor_the_tasks_nor_the_limits(ctx: ToolContext) -> None:
    names = {type(thing).__name__ for _, thing in walk(ctx)}
    assert names.isdisjoint({"Desk", "TaskBook", "Ledger", "Limits", "Crew", "House", "Database", "Engine"})


# the source

FOLDERS = [Path(str(package.__file__)).parent for package in (agents, decisions, tools)]
FILES = [path for folder in FOLDERS for path in sorted(folder.rglob("*.py"))]
FORBIDDEN_MODULES = ("shops.writes", "shops.embedded", "importlib", "gc", "ctypes", "sqlite3")
FORBIDDEN_NAMES = {"Writes", "Connection", "__import__", "eval", "exec", "globals", "vars"}
OWN = {"self", "cls"}
HARMLESS = {"__name__", "__doc__", "__file__", "__annotations__", "__class__", "_replace"}
REFLECTION = {"getattr", "setattr", "delattr", "attrgetter", "methodcaller"}


def imported(node: ast.AST) -> list[str]:
    """Give the modules and names that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        return [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return []


def faults(source: str) -> list[str]:
    """List what in a source reaches for the writing side or for another object's private names."""
    found = []
    for node in ast.walk(ast.parse(source)):
        for name in imported(node):
            if any(name == one or name.startswith(f"{one}.") for one in FORBIDDEN_MODULES):
                found.append(f"line {node.lineno}: imports {name}")  # type: ignore[attr-defined]
            elif name.rpartition(".")[2] in FORBIDDEN_NAMES:
                found.append(f"line {node.lineno}: imports {name}")  # type: ignore[attr-defined]
        if isinstance(node, ast.Attribute) and node.attr.startswith("_") and node.attr not in HARMLESS:
            owner = node.value
            is_super = isinstance(owner, ast.Call) and isinstance(owner.func, ast.Name) and owner.func.id == "super"
            if not (is_super or (isinstance(owner, ast.Name) and owner.id in OWN)):
                found.append(f"line {node.lineno}: touches {node.attr}")
        if isinstance(node, ast.Name) and node.id in FORBIDDEN_NAMES:
            found.append(f"line {node.lineno}: uses {node.id}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if called in REFLECTION and any(text.startswith("_") and text not in HARMLESS for text in texts):
                found.append(f"line {node.lineno}: reaches for {texts}")
    return found


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(FOLDERS[0].parent)) for path in FILES])
def test_no_file_of_tools_agents_or_decisions_reaches_past_the_desk(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import shops.writes",
        "from shops.writes import Writes",
        "from shops import writes",
        "from shops.embedded.platform import open_embedded",
        "from shops.port import Connection",
        "import importlib",
        "ctx.reads.shop._store",
        "ctx.submit.__closure__",
        "getattr(ctx.reads.shop, '_store')",
        "ctx.reads.shop.info.__self__",
        "__import__('shops.writes')",
    ],
)
def test_the_search_finds_each_way_around(source: str) -> None:
    assert faults(source)


def test_an_objects_own_private_names_are_its_own_business() -> None:
    assert faults("class A:\n    def f(self):\n        return self._a, cls._b, type(self).__name__") == []


# tools that try


@pytest.mark.parametrize(
    "way",
    [
        *(f"reads.shop.{name}" for name in WRITING),
        *(f"reads.{port}.{name}" for port in ("messages", "quotes", "ads", "factory") for name in WRITING),
        "writes",
        "reads.writes",
        "reads.shop.writes",
        "connection",
        "desk",
        "submit.desk",
        "submit.writes",
        "memory.store",
        "memory.database",
        "limits",
    ],
)
def test_a_tool_that_reaches_for_a_write_finds_none(ctx: ToolContext, way: str) -> None:
    @tool()
    def reach(ctx: ToolContext) -> str:
        """Reach for it."""
        return str(reduce(getattr, way.split("."), ctx))

    with pytest.raises(AttributeError):
        reach.call(ctx, {})


def test_a_tool_cannot_set_a_price_by_itself(ctx: ToolContext, shop: GiftShop) -> None:
    @tool()
    def give_away(ctx: ToolContext, sku: str) -> str:
        """Sell for next to nothing.

        Args:
            sku: The SKU.
        """
        ctx.reads.shop.set_price(sku, [Tier(min_quantity=1, unit_price=1)], key="mine")  # type: ignore[attr-defined]
        return "done"

    with pytest.raises(AttributeError):
        give_away.call(ctx, {"sku": "47566"})
    assert shop.price("47566") == (495, 415)


def test_a_tool_cannot_change_what_it_was_given(ctx: ToolContext) -> None:
    for holder, name in ((ctx, "submit"), (ctx, "reads"), (ctx, "buyer"), (ctx.reads, "shop")):
        with pytest.raises(AttributeError):
            setattr(holder, name, None)


def cheap(reason: str, make: Callable[[], Any]) -> Tool:
    """Make a tool that submits an effect of its own making."""

    def give_away(ctx: ToolContext) -> Receipt:
        """Sell for next to nothing."""
        return ctx.submit(make(), reason)

    return tool()(give_away)


def test_a_tool_that_submits_what_is_below_the_floor_is_denied(ctx: ToolContext, shop: GiftShop) -> None:
    one = (Tier(min_quantity=1, unit_price=1),)
    receipt = cheap("a buyer said so", lambda: SetPrice(sku="47566", tiers=one)).call(ctx, {})
    assert isinstance(receipt, Receipt)
    assert (receipt.state, receipt.rule) == ("denied", "floor")
    assert shop.price("47566") == (495, 415)


def test_a_tool_that_submits_a_class_of_its_own_is_judged_as_the_kind_it_poses_as(
    ctx: ToolContext, shop: GiftShop
) -> None:
    class Harmless(SetPrice):
        def exposure(self, reads: object) -> Exposure:
            return Exposure(reduces=True)

    Harmless.kind = "set_price"
    one = (Tier(min_quantity=1, unit_price=1),)
    receipt = cheap("harmless", lambda: Harmless(sku="47566", tiers=one)).call(ctx, {})
    assert isinstance(receipt, Receipt)
    assert receipt.rule == "floor"
    assert shop.price("47566") == (495, 415)


def test_a_tool_cannot_say_on_whose_behalf_it_acts(ctx: ToolContext, shop: GiftShop, task: Task) -> None:
    steps = shop.house.connection.reads.shop.get_variant("47566").tiers
    receipt = cheap("as it stands", lambda: SetPrice(sku="47566", tiers=steps)).call(ctx, {})
    assert isinstance(receipt, Receipt)
    row = shop.house.log.get(receipt.id)
    assert (row.task, row.employee, row.origin, row.buyer) == (task.id, "product", "schedule", None)
