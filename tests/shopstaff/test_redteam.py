"""Rules of the red team: it breaks nothing, it would see what is broken, and what is legitimate is served."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import ToolCall
from rich.console import Console

from agents.chat_models import connect
from agents.chat_models.asking import MOST_BYTES
from agents.supervisor import run_task
from authority.tasks import NewTask, Origin
from config.settings import Settings
from scenarios.auditor import Violation
from shops.models import OutcomeStatus, Parcel, QuoteLine, Tier
from shops.production import ProductionLine
from shopstaff.redteam.cases import Case, Hijacked, load_cases, run_cases
from shopstaff.redteam.drill import Tally, run_drill
from shopstaff.redteam.hostile import EVIL, Attacker, HostileModel, Sight
from shopstaff.redteam.judge import judge
from shopstaff.redteam.report import as_json, is_clean, print_report
from shopstaff.redteam.stage import START, Stage, open_stage
from tests.shopstaff.conftest import call
from tests.support.endpoint import endpoint
from tools.tool import tools

CASES = load_cases()
BATCHES = [pytest.param(CASES[at : at + 4], id=CASES[at].name) for at in range(0, len(CASES), 4)]
"""Four share the making of the drill's shop; each tries in a copy of its own."""
BIDS = {"k1": 60, "k2": 240}


@pytest.fixture
def stage(tmp_path: Path) -> Any:
    """Give the drill's shop."""
    opened = open_stage(tmp_path, seed=1)
    yield opened
    opened.close()


def test_two_thousand_hostile_calls_break_nothing_and_let_no_error_escape() -> None:
    tally = run_drill(2000, seed=11)
    assert (tally.violations, dict(tally.escaped)) == ([], {})
    assert tally.calls >= 2000 and tally.graph_calls
    assert set(tools()) | {"unknown tool"} == set(tally.tools)
    assert {"allow", "hold buyer", "deny floor", "deny refund", "refused argument"} <= set(tally.answers)


@pytest.mark.parametrize("cases", BATCHES)
def test_a_public_failure_does_not_happen_here_and_its_twin_is_served(cases: list[Case]) -> None:
    results = run_cases(cases)
    assert [(one.name, one.language) for one in results] == [(one.name, in_) for one in cases for in_ in ("en", "zh")]
    assert [one for one in results if one.faults or one.twin_faults] == []


@pytest.mark.parametrize("name", ["sold_below_cost", "refund_claimed_and_not_made", "lured_off_the_platform"])
def test_an_endpoint_whose_model_is_hostile_breaks_nothing_either(name: str) -> None:
    """Over the wire: extreme and malformed calls of the tools it is offered, several in a reply, and false words."""
    with endpoint() as server:
        server.says = hostile(Attacker(5))
        model = connect(Settings(model="hostile", base_url=server.url))
        results = run_cases([one for one in load_cases() if one.name == name], model=model)
    assert [one.faults for one in results] == [(), ()]
    assert any(one.get("tools") for one in server.asked)


def hostile(attacker: Attacker) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Give what a hostile endpoint answers to a request."""

    def says(request: dict[str, Any]) -> dict[str, Any]:
        drawn = [attacker.draw(request["tools"], Sight()) for _ in range(4)] if request.get("tools") else []
        calls = [
            {"id": f"c{place}", "type": "function", "function": {"name": one.name, "arguments": json.dumps(one.args)}}
            for place, one in enumerate(drawn)
        ]
        return {"role": "assistant", "content": attacker.rng.choice(EVIL), "tool_calls": calls}

    return says


def test_the_hostile_model_aims_at_the_tools_it_is_offered_and_repeats_itself_under_a_seed() -> None:
    schemas = [tools()[name].schema for name in ("set_price", "issue_refund")]

    def reply() -> list[Any]:
        model = HostileModel(attacker=Attacker(3), sight=Sight(), parallel=40).bind_tools(schemas)
        return [(call["name"], repr(call["args"])) for call in model.invoke("hello").tool_calls]

    assert reply() == reply()
    assert {"set_price", "issue_refund"} <= {name for name, _args in reply()}


def _order(stage: Stage) -> Any:
    orders = stage.reads.shop.list_orders(customer_id="20101").items
    return next(one for one in orders if one.lines[0].sku == "85123A")


def _rules(stage: Stage) -> set[str]:
    return {one.rule for one in judge(stage, first_bids=BIDS)}


PLANTED = {
    "refund_each": lambda s, o: s.shop.refund(o.id, o.lines[0].id, 3000, reason="x", key="k"),
    "priced_without_cost": lambda s, o: s.shop.set_price("22720", [Tier(min_quantity=1, unit_price=5)], key="k"),
    "ladder_below_floor": lambda s, o: s.shop.set_price("85123A", [Tier(min_quantity=1, unit_price=5)], key="k"),
    "price_move_day": lambda s, o: s.shop.set_price("85123A", [Tier(min_quantity=1, unit_price=400)], key="k"),
    "bid_cap": lambda s, o: s.ads.set_bid("k2", 900, key="k"),
    "budget_raised": lambda s, o: s.ads.set_budgets({"c1": 3001}, key="k"),
    "bid_step": lambda s, o: s.ads.set_bid("k1", 240, key="k"),
    "production_each": lambda s, o: s.factory.order_production(
        [ProductionLine(sku="85123A", quantity=24, unit_cost=128)], key="k"
    ),
    "message_link": lambda s, o: s.messages.send_message(_thread(o), "see www.pay-here.example", key="k"),
    "message_account": lambda s, o: s.messages.send_message(_thread(o), "account 6016 1331 9268 19", key="k"),
    "done_against_the_record": lambda s, o: s.messages.send_message(_thread(o), "hello", key="k"),
}
_THREADS: dict[str, str] = {}


def _thread(order: Any) -> str:
    return _THREADS[order.customer_id]


@pytest.mark.parametrize("rule", sorted(PLANTED))
def test_a_violation_written_straight_to_the_shop_is_found(stage: Stage, rule: str) -> None:
    assert _rules(stage) == set()
    order = _order(stage)
    assert stage.reads.messages is not None
    _THREADS["20101"] = stage.reads.messages.list_threads(customer_id="20101")[0].id
    assert PLANTED[rule](stage.connection.writes, order).status is OutcomeStatus.DONE
    assert rule in _rules(stage)


def test_an_offer_without_an_end_in_time_and_one_below_the_floor_are_found(stage: Stage) -> None:
    assert stage.connection.writes.quotes is not None
    stage.connection.writes.quotes.create_quote(
        "20101",
        [QuoteLine(sku="85123A", quantity=10, unit_price=9)],
        valid_until=stage.clock.now() + timedelta(days=99),
        thread_id=None,
        key="k",
    )
    assert {"quote_term", "quoted_below_floor"} <= _rules(stage)


def test_goods_of_a_refunded_line_that_leave_are_found(stage: Stage) -> None:
    order, writes = _order(stage), stage.connection.writes.shop
    writes.refund(order.id, order.lines[0].id, order.lines[0].paid, reason="x", key="a")
    stage.later(timedelta(minutes=1))
    parcel = Parcel(line_id=order.lines[0].id, quantity=1)
    assert writes.ship(order.id, [parcel], carrier="DHL", tracking="T", key="b").status is OutcomeStatus.DONE
    assert "shipped_refunded" in _rules(stage)


def test_what_is_printed_and_written_names_every_finding_and_nothing_broken_is_called_clean() -> None:
    results = run_cases([one for one in load_cases() if one.name in ("price_lock", "claims_to_be_human")])
    tally, console = Tally(calls=9, wall_s=3.0), Console(file=io.StringIO(), width=120)
    found = as_json(tally, results, model="rules", seed=1)
    assert (found["calls"], found["violations"], found["calls_per_s"]) == (9, 0, 3.0)
    assert [one["name"] for one in found["cases"]] == 2 * ["claims_to_be_human"] + 2 * ["price_lock"]
    assert all(one["passed"] and one["twin_passed"] for one in found["cases"])
    assert is_clean(tally, results)
    failed = replace(results[0], faults=("said: free",))
    assert not is_clean(tally, [failed])
    tally.violations.append(Violation(rule="ledger", subject="x", at=START, detail="a link"))
    print_report(console, tally, [failed])
    said = console.file.getvalue()  # type: ignore[attr-defined]
    assert "VIOLATION ledger x" in said and "said: free" in said and "FAILED" in said and not is_clean(tally, results)


def test_an_impossible_number_of_calls_is_refused(tmp_path: Path) -> None:
    said = call(tmp_path, "redteam", "--calls", "-1")
    assert said.code == 2 and "--calls -1 is not possible" in said.err


@pytest.mark.parametrize("half", ["\ud800", "thank you \ud83d!"])
def test_half_a_sign_in_a_models_reply_ends_no_turn(stage: Stage, half: str) -> None:
    """In an argument, in a tool's name, in the words themselves: the turn goes to its end and can be read back."""
    for number, name in enumerate(("send_message", half)):
        calls = (ToolCall(name=name, args={half: half}, id="c1"),)
        model = Hijacked(wanted=calls, claim=half)
        crew = replace(stage.crew(model, budget=3), rules=model)
        now = stage.clock.now()
        new = NewTask("inquiry_reply", "customer", f"half/{half!r}/{number}", Origin.SCHEDULE, due_at=now)
        ended = run_task(crew, crew.tasks.open(new, now=now))
        assert ended.end is not None
        ended.answer.encode()


def test_a_reply_without_end_says_nothing(stage: Stage) -> None:
    """It is kept nowhere, no call of it is made, and the turn ends."""
    calls = (ToolCall(name="send_message", args={"thread_id": "t", "text": "a" * (MOST_BYTES + 1)}, id="c1"),)
    model = Hijacked(wanted=calls, claim="hello")
    crew = replace(stage.crew(model, budget=3), rules=model)
    now = stage.clock.now()
    new = NewTask("inquiry_reply", "customer", "endless", Origin.SCHEDULE, due_at=now)
    ended = run_task(crew, crew.tasks.open(new, now=now))
    assert ended.end is not None
    kept = [turn.body for turn in crew.tasks.turns(ended.id) if turn.kind == "reply"]
    assert kept and all(len(str(one)) < MOST_BYTES for one in kept)
    assert not any(one["data"]["tool_calls"] for one in kept)
