"""Buyers after delivery: who complains has an order that arrived, and how it is settled decides who comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scenarios.market.aftersale import return_goods
from scenarios.market.hidden_goods import defect_rate
from scenarios.refund_rule import is_complaint, refund_for
from scenarios.world import LoadedWorld
from shops.aftersales import AftersaleWish
from shops.models import Message, Thread
from tests.scenarios.conftest import Run, go_on

Start = Callable[..., Any]


def clumsy(world: LoadedWorld, **more: Any) -> LoadedWorld:
    """Let every second order come broken, and every buyer say so the day after, with a photo."""
    plain = {"broken_share": 0.5, "defect_share": 0.0, "missing_share": 0.0, "false_share": 0.0, "bad_batch_share": 0.0}
    now = {"photo_share": 1.0, "delay_days": 0.0, "patience_days": 0.0, "platform_share": 0.0, "regret_share": 0.0}
    terms = world.spec.aftersale.model_copy(update=plain | now | more)
    return replace(world, spec=world.spec.model_copy(update={"aftersale": terms}))


def complained(run: Run, *, back: bool = False) -> tuple[Run, list[Any]]:
    """Let five days pass in which all orders leave at once; gives the run and the complaints written."""
    seen: list[Any] = []

    def after(run: Any) -> None:
        run.ship()
        seen.extend(one for one in run.inquiries if one.id.startswith("A-"))

    def evening(run: Any) -> None:
        for one in seen if back else ():
            order = run.shop.reads.shop.get_order(one.id.removeprefix("A-"))
            line = order.lines[0]
            run.shop.writes.shop.refund(order.id, line.id, 1, reason="broken", key=f"back {order.id}")

    return run.days(5, after_slot=after, before_evening=evening), seen


@pytest.fixture(scope="module")
def broken(
    opened: Callable[..., Run], stocked: LoadedWorld, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Run, list[Any]]:
    """Give five days in which every second order came broken, and the complaints; to go on from."""
    return complained(go_on(opened(3, clumsy(stocked)), tmp_path_factory.mktemp("broken") / "home"))


def test_who_complains_writes_once_about_an_own_order_that_has_arrived(
    broken: tuple[Run, list[Any]], tmp_path: Path
) -> None:
    run, seen = go_on(broken[0], tmp_path / "home"), broken[1]
    assert seen and len({one.id for one in seen}) == len(seen)
    for one in seen:
        order = run.shop.reads.shop.get_order(one.id.removeprefix("A-"))
        assert order.customer_id == one.customer_id and order.id in one.text
        assert any(mark in one.text for mark in ("[photo]", "[图片]"))
        (sent,) = run.shop.reads.shop.list_shipments(order.id)
        assert sent.delivered_at is not None and sent.delivered_at < one.at


def test_the_same_seed_complains_alike_and_without_faults_nobody_does(
    start: Start, stocked: LoadedWorld, broken: tuple[Run, list[Any]]
) -> None:
    assert complained(start(3, clumsy(stocked)))[1] == broken[1]
    assert complained(start(3, clumsy(stocked, broken_share=0.0)))[1] == []


def test_who_only_claims_it_has_no_photo(start: Start, stocked: LoadedWorld) -> None:
    _, seen = complained(start(3, clumsy(stocked, broken_share=0.0, false_share=0.5)))
    assert seen and not any("[photo]" in one.text or "[图片]" in one.text for one in seen)


def test_money_back_keeps_buyers_and_silence_loses_them(start: Start, stocked: LoadedWorld) -> None:
    felt = clumsy(stocked, settled_gain=9.0, unsettled_loss=9.0)
    alive = []
    for back in (True, False):
        run, seen = complained(start(3, felt), back=back)
        crowd = run.market.hidden.crowd
        settled = [one for one in run.market.hidden.complaints.values() if one.settled]
        assert settled
        alive.append(sum(bool(crowd.alive[crowd.place[one.customer]]) for one in settled) / len(settled))
    assert alive[0] > 0.7 and alive[1] < 0.3


def test_few_goods_are_much_worse_than_the_mean(start: Start, stocked: LoadedWorld) -> None:
    state = start(3, clumsy(stocked, defect_share=0.012)).market.hidden
    rates = sorted(defect_rate(state.world.spec, sku, state.seed) for sku in state.goods.skus)
    assert rates[-1] > 3 * 0.012 and rates[len(rates) // 2] < 0.012


def test_the_rule_pays_with_a_photo_within_its_limit_once_and_nobody_elses(start: Start, stocked: LoadedWorld) -> None:
    run = start(3, clumsy(stocked)).days(1)
    order = run.orders()[0]
    line = order.lines[0]

    def asked(text: str, customer: str = order.customer_id) -> Any:
        said = Message(id="m", thread_id="t", author="buyer", text=text, at=run.clock.now() + timedelta(hours=1))
        assert is_complaint(text)
        thread = Thread(id="t", customer_id=customer, messages=(said,))
        return refund_for(run.shop.reads, thread, 10**6)

    text = f"1 of {line.sku} in order {order.id} came broken, please refund. [photo]"
    paid = asked(text)
    assert (paid.line_id, paid.amount) == (line.id, line.paid // line.quantity)
    zh = asked(f"订单{order.id}的{line.sku}有1个碎了，请退款。[图片]")
    assert zh is not None and zh.amount == paid.amount, "signs around a count do not hide it"
    assert asked(text, "another") is None and asked(text.replace("[photo]", "")) is None
    run.shop.writes.shop.refund(order.id, line.id, 1, reason="broken", key="once")
    assert asked(text) is None


def test_buyers_send_back_what_was_agreed_to_and_it_arrives_days_later(
    broken: tuple[Run, list[Any]], tmp_path: Path
) -> None:
    """The evening after the yes it is under way, three days on it is at the door."""
    run, seen = go_on(broken[0], tmp_path / "home"), broken[1]
    order = run.shop.reads.shop.get_order(seen[0].id.removeprefix("A-"))
    line = order.lines[0]
    about = {"order_id": order.id, "line_id": line.id, "kind": "return", "pieces": 1, "amount": 1, "reason": "broken"}
    made = run.shop.writes.aftersales.open_request(AftersaleWish.model_validate(about), key="yes").object_id
    states = []
    for day in (0, 2, 3):
        return_goods(run.market.hidden, run.clock.now() + timedelta(days=day))
        request = run.shop.reads.aftersales.get_request(made)
        states.append((request.state.value, request.back_at is not None))
    assert states == [("returning", False), ("returning", False), ("returning", True)]
