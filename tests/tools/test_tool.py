"""What a model sees of a tool, and what it hears when it calls one wrongly."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from agents.roster import employees, jobs, tools_of
from authority.desk import Receipt
from kit.errors import Retry
from shops.models import Order
from shops.production import MOST_PIECES
from tests.support.gift_shop import GiftShop, open_gift_shop
from tools.tool import Handoff, Tool, ToolContext, tool, tools

HEART = "85123A"
NAMES = sorted(tools())


@pytest.fixture
def ctx(shop: GiftShop) -> ToolContext:
    """Give the context of a product employee's call."""
    task = shop.house.tasks.get(shop.open_job("price_review"))
    return shop.crew().tool_context(task, 1, 1)


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToolContext]:
    """Give such a context for calls that are refused before anything is done."""
    shop = open_gift_shop(tmp_path_factory.mktemp("refusing"))
    task = shop.house.tasks.get(shop.open_job("price_review"))
    yield shop.crew().tool_context(task, 1, 1)
    shop.house.close()


@pytest.fixture
def order(shop: GiftShop) -> Order:
    """Give a paid order of one line."""
    return shop.house.connection.reads.shop.get_order(shop.place("17850", (HEART, 12)))


def call(ctx: ToolContext, name: str, **args: Any) -> Any:
    return tools()[name].call(ctx, args)


def parameters(one: Tool) -> dict[str, Any]:
    return one.schema["function"]["parameters"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_says_what_the_tool_does_and_describes_every_argument(name: str) -> None:
    function = tools()[name].schema["function"]
    assert function["name"] == name
    assert len(function["description"]) > 20
    assert "Args:" not in function["description"]
    for argument, schema in function["parameters"]["properties"].items():
        assert schema.get("description"), f"{name}.{argument} is not described"


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_has_the_functions_arguments_without_the_context(name: str) -> None:
    one = tools()[name]
    wanted = dict(list(inspect.signature(one.run).parameters.items())[1:])
    needed = [name for name, parameter in wanted.items() if parameter.default is parameter.empty]
    assert list(parameters(one)["properties"]) == list(wanted)
    assert sorted(parameters(one).get("required", [])) == sorted(needed)
    assert "ToolContext" not in str(one.schema)


@pytest.mark.parametrize("name", NAMES)
def test_a_tool_is_only_in_jobs_of_employees_who_may_use_it(name: str) -> None:
    assert tools()[name].employees <= set(employees())
    for job in jobs().values():
        if name in tools_of(job):
            assert job.employee in (tools()[name].employees or {job.employee})


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_argument_is_named_and_so_are_the_known_ones(refusing: ToolContext, name: str) -> None:
    with pytest.raises(Retry, match=f"{name} has no argument 'colour'"):
        call(refusing, name, colour="red")


@pytest.mark.parametrize("name", [name for name in NAMES if parameters(tools()[name])["properties"]])
def test_a_missing_argument_is_named(refusing: ToolContext, name: str) -> None:
    first = next(iter(parameters(tools()[name])["properties"]))
    with pytest.raises(Retry, match=f"{name}: {first}: "):
        call(refusing, name)


@pytest.mark.parametrize(
    ("name", "args", "place"),
    [
        ("get_price", {"sku": 85123}, "sku"),
        ("set_price", {"sku": HEART, "ladder": 300, "reason": "x"}, "ladder"),
        ("set_price", {"sku": HEART, "ladder": [{"min_quantity": 1}], "reason": "x"}, "ladder.0.unit_price"),
        (
            "set_price",
            {"sku": HEART, "ladder": [{"min_quantity": 1, "unit_price": 2.5}], "reason": "x"},
            "ladder.0.unit_price",
        ),
        ("set_price", {"sku": HEART, "ladder": [{"min_quantity": 1, "unit_price": -3}], "reason": "x"}, "unit_price"),
        ("set_bid", {"keyword_id": "k1", "bid": "high", "reason": "x"}, "bid"),
        ("hand_off", {"job": "replenishment", "goal": "x", "subject": "all"}, "subject"),
    ],
)
def test_an_argument_of_a_wrong_kind_is_named(ctx: ToolContext, name: str, args: dict[str, Any], place: str) -> None:
    with pytest.raises(Retry, match=f"{name}: {place}"):
        call(ctx, name, **args)


def test_reading_a_price_gives_ladder_and_pack_and_no_cost(ctx: ToolContext) -> None:
    found = call(ctx, "get_price", sku=HEART)
    assert found["ladder"] == [{"min_quantity": 1, "unit_price": 295}, {"min_quantity": 32, "unit_price": 255}]
    assert found["pack"] == 6
    assert "cost" not in str(found)


def test_reading_stock_gives_what_can_still_be_sold(ctx: ToolContext, order: Order) -> None:
    assert call(ctx, "get_stock", sku=HEART) == {
        "sku": HEART,
        "on_hand": 600,
        "reserved": 12,
        "incoming": 0,
        "offered": None,
        "available": 588,
    }


def test_reading_an_order_leaves_the_address_out(ctx: ToolContext, order: Order) -> None:
    found = call(ctx, "get_order", order_id=order.id)
    assert found["lines"][0]["quantity"] == 12
    assert "High Street" not in str(found)


@pytest.mark.parametrize(
    ("name", "args"), [("get_price", {"sku": "x"}), ("get_stock", {"sku": "x"}), ("get_order", {"order_id": "x"})]
)
def test_reading_what_is_not_there_is_a_retry(ctx: ToolContext, name: str, args: dict[str, Any]) -> None:
    with pytest.raises(Retry, match="'?x'?"):
        call(ctx, name, **args)


def test_keywords_are_listed_with_their_bids(ctx: ToolContext) -> None:
    assert [(row["id"], row["bid"]) for row in call(ctx, "list_keywords")] == [("k1", 60), ("k2", 60)]


def test_a_write_goes_to_the_desk_and_comes_back_as_a_receipt(ctx: ToolContext, shop: GiftShop) -> None:
    ladder = [{"min_quantity": 1, "unit_price": 303}]
    receipt = call(ctx, "set_price", sku=HEART, ladder=ladder, reason="demand holds")
    assert isinstance(receipt, Receipt)
    row = shop.house.log.get(receipt.id)
    assert (row.kind, row.reason, row.employee, row.origin) == ("set_price", "demand holds", "product", "schedule")


def test_a_parcel_leaves_with_the_pieces_named(ctx: ToolContext, shop: GiftShop, order: Order) -> None:
    lines = [{"line_id": order.lines[0].id, "quantity": 5}]
    receipt = call(ctx, "ship_order", order_id=order.id, lines=lines, carrier="DHL", tracking="WB1", reason="due")
    assert receipt.state == "done"
    assert shop.house.connection.reads.shop.get_order(order.id).lines[0].shipped == 5


def test_a_refund_goes_back_on_its_line_and_the_next_one_is_the_owners(shop: GiftShop, order: Order) -> None:
    task = shop.house.tasks.get(shop.open_job("ship_list"))
    first, second, third = (shop.crew().tool_context(task, 1, number) for number in (1, 2, 3))
    args = {"order_id": order.id, "line_id": order.lines[0].id, "reason": "two broken, photo seen"}
    assert call(first, "issue_refund", amount=500, **args).state == "done"
    assert call(second, "issue_refund", amount=500, **args).state == "held"
    with pytest.raises(Retry, match="issue_refund: amount: "):
        call(third, "issue_refund", amount=0, **args)


def test_an_offer_has_an_end_within_the_limit(ctx: ToolContext, shop: GiftShop) -> None:
    thread = shop.market.send_message("17850", "Hello", at=shop.clock.now())
    lines = [{"sku": HEART, "quantity": 36, "unit_price": 255}]
    args = {"customer_id": "17850", "thread_id": thread, "lines": lines, "reason": "ladder"}
    with pytest.raises(Retry, match="at least one day"):
        call(ctx, "create_quote", valid_days=0, **args)
    assert call(ctx, "create_quote", valid_days=30, **args).rule == "quote.term"


def test_production_is_ordered_at_the_known_cost_only(ctx: ToolContext, shop: GiftShop) -> None:
    receipt = call(ctx, "order_production", lines=[{"sku": HEART, "quantity": 60}], reason="low")
    assert shop.house.log.get(receipt.id).money_out == 60 * 128
    with pytest.raises(Retry, match="cost of 22720 is unknown"):
        call(ctx, "order_production", lines=[{"sku": "22720", "quantity": 60}], reason="low")


@pytest.mark.parametrize("quantity", [-1, 0, MOST_PIECES + 1, 10**25])
def test_pieces_that_no_factory_makes_are_no_order(ctx: ToolContext, shop: GiftShop, quantity: int) -> None:
    """An order that waited with so many would count as goods on the way in every job's numbers."""
    with pytest.raises(Retry, match="quantity"):
        call(ctx, "order_production", lines=[{"sku": HEART, "quantity": quantity}], reason="low")
    assert shop.house.log.list_effects(kinds=("order_production",)) == []


def test_a_step_from_more_pieces_than_can_be_counted_is_no_ladder(ctx: ToolContext, shop: GiftShop) -> None:
    """Set, it would be in the numbers of every engine that looks at the shelf."""
    steps = [{"min_quantity": 1, "unit_price": 295}, {"min_quantity": 10**20, "unit_price": 294}]
    with pytest.raises(Retry, match="min_quantity"):
        call(ctx, "set_price", sku=HEART, ladder=steps, reason="a step")
    assert shop.house.log.list_effects(kinds=("set_price",)) == []


def test_a_hand_off_is_given_to_the_supervisor(ctx: ToolContext) -> None:
    handoff = call(ctx, "hand_off", job="replenishment", goal="Enough hearts for October", subject=[f"sku:{HEART}"])
    assert handoff == Handoff(job="replenishment", goal="Enough hearts for October", subject=(f"sku:{HEART}",))


def test_what_is_remembered_is_found_with_its_source(ctx: ToolContext) -> None:
    call(ctx, "remember", subject=f"sku:{HEART}", text="The heart's ribbon frays in damp weather")
    found = call(ctx, "recall", query="ribbon of the heart")
    assert [(row["subject"], row["source"], row["event"]) for row in found] == [(f"sku:{HEART}", "employee", ctx.event)]


def test_a_new_tool_is_a_typed_function_with_a_docstring(ctx: ToolContext) -> None:
    @tool("product")
    def count_weeks(ctx: ToolContext, since: datetime, names: list[str]) -> str:
        """Count the whole weeks since a moment.

        Args:
            since: The moment, ISO 8601.
            names: What is counted.
        """
        return f"{(ctx.now - since).days // 7} weeks of {', '.join(names)}"

    assert parameters(count_weeks)["properties"]["since"]["description"] == "The moment, ISO 8601."
    assert count_weeks.call(ctx, {"since": "2011-08-20T08:00:00Z", "names": ["hearts"]}) == "2 weeks of hearts"
    with pytest.raises(Retry, match="count_weeks: since: "):
        count_weeks.call(ctx, {"since": "soon", "names": []})
