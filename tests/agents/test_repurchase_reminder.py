"""客户 · repurchase reminder: due buyers hear of what they bought, holdout and objectors never; it is measured."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from agents.reminder_waves import OUTCOME_DAYS, campaign_of, measured, plan_of, wave_notes
from agents.store_manager.reminder_lines import LESSON
from decisions.reminders import Arms, is_held_out
from shops.aftersales import AftersaleWish, RequestKind
from shops.buyers import DraftLine, PastOrder
from shops.models import Customer
from shopstaff.intake import tick, work
from tests.support.gift_shop import GiftShop

BUYERS = [f"D{number}" for number in range(40)]
HEART = "85123A"


@pytest.fixture
def due(shop: GiftShop) -> GiftShop:
    """Give the shop on a Wednesday with 40 buyers who bought hearts every second week and are three weeks late."""
    now = shop.clock.now() + timedelta(days=1)
    opened = now - timedelta(days=71)
    shop.market.register(
        [
            Customer(id=one, name=one, language="zh" if number % 2 else "en", created_at=opened)
            for number, one in enumerate(BUYERS)
        ]
    )
    hearts = (DraftLine(sku=HEART, quantity=12, unit_price=295),)
    past = [
        PastOrder(id=f"{one}-{back}", customer_id=one, placed_at=now - timedelta(days=back), lines=hearts)
        for one in BUYERS
        for back in (65, 51, 37, 23)
    ]
    shop.market.load_history(past)
    shop.clock.set(now.replace(hour=9, minute=35))
    return shop


def wednesday(shop: GiftShop) -> list[tuple[str, str]]:
    """Let half past ten come; gives buyers and states of what was sent."""
    opened = [one for one in tick(shop.crew(), shop.clock.now()) if shop.house.tasks.get(one).job == JOB]
    work(shop.crew(), shop.clock.now())
    return [(str(row.payload["customer_id"]), row.state) for one in opened for row in shop.house.log.of_task(one)]


def by_hand(
    shop: GiftShop, day: date, reminded: Sequence[str], held_out: Sequence[str], *, known: Sequence[str] = ()
) -> None:
    """Write a wave down as the job does."""
    memory = shop.crew().memory.handle("gifts", "customer")
    for note in wave_notes(day, "c", reminded, held_out, known=known, event=f"task_{day}"):
        memory.remember(note)


JOB = "repurchase_reminder"


def test_due_buyers_are_reminded_the_holdout_is_not_and_both_are_written_down(due: GiftShop) -> None:
    """By the hash alone; a week later neither side is touched again."""
    sent = wednesday(due)
    day = due.clock.now().date()
    held_out = {one for one in BUYERS if is_held_out(one, campaign_of(day))}
    assert held_out and {state for _, state in sent} == {"done"}
    assert {who for who, _ in sent} == set(BUYERS) - held_out
    ctx = due.crew().job_context(due.house.tasks.get(due.open_job(JOB)))
    assert plan_of(ctx, day) == (set(BUYERS) - held_out, held_out)
    due.pass_time(days=7)
    assert wednesday(due) == []
    due.pass_time(days=2)
    assert due.effects(due.job(JOB, cause="asked for")) == []


def test_the_words_are_facts_in_the_buyers_language(due: GiftShop) -> None:
    """What was bought, that it is in stock, today's price at that many; they pass the check of claims."""
    wednesday(due)
    messages = due.house.connection.reads.messages
    assert messages is not None
    texts = {one.customer_id: one.messages[-1].text for one in messages.list_threads() if one.customer_id in BUYERS}
    for who, text in texts.items():
        assert "12" in text and "£2.95" in text and HEART in text
        assert ("现货" in text) == bool(int(who[1:]) % 2)


def test_who_objects_who_talks_and_who_has_a_request_open_hear_nothing(due: GiftShop) -> None:
    """An objection in words is noted by a job and binds for good."""
    sent_to = [one for one in BUYERS if not is_held_out(one, campaign_of(due.clock.now().date()))]
    task = due.buyer(sent_to[0], "Please stop sending me messages")
    assert "only about your own orders" in due.said(task)[-1].text
    assert due.house.connection.reads.shop.get_customer(sent_to[0]).no_offers
    due.buyer(sent_to[1], "Hello, how much are 20 white hanging hearts?")
    (line,) = due.house.connection.reads.shop.get_order(f"{sent_to[2]}-23").lines
    wish = AftersaleWish(
        order_id=f"{sent_to[2]}-23",
        line_id=line.id,
        kind=RequestKind.RETURN,
        pieces=1,
        amount=295,
        reason="quality",
        evidence=("photo",),
    )
    assert due.market.open_request(wish, at=due.clock.now())
    due.market.want_offers(sent_to[3], False)
    due.pass_time(minutes=20)
    heard = {who for who, _ in wednesday(due)}
    assert heard == set(sent_to[4:])


def test_goods_that_are_gone_are_offered_to_nobody(due: GiftShop) -> None:
    due.house.connection.writes.shop.set_stock(HEART, 11, key="gone")
    assert wednesday(due) == []


def test_a_shop_without_rhythms_reminds_nobody_and_says_what_is_missing(shop: GiftShop) -> None:
    """Three buyers are not enough to tell."""
    shop.pass_time(days=1)
    task = shop.job(JOB)
    assert shop.effects(task) == []
    assert "buyers who ordered in two weeks" in task.answer


def test_what_came_of_it_is_in_the_weekly_review_and_remembered_as_a_lesson(due: GiftShop) -> None:
    """Of 32 or so that were reminded half order, of the holdout nobody: a wave is counted when its two weeks are over.

    A second wave of others, written down by hand, makes enough for an interval.
    """
    sent = wednesday(due)
    day = due.clock.now().date()
    others = [f"X{number}" for number in range(60)]
    by_hand(due, day + timedelta(days=1), others[:40], others[40:], known=[day.isoformat()])
    due.market.register([Customer(id=one, name=one, created_at=due.clock.now()) for one in others])
    due.pass_time(days=2)
    hearts = (DraftLine(sku=HEART, quantity=12, unit_price=295),)
    came = [*[who for who, _ in sent[: len(sent) // 2]], *others[:30]]
    due.market.load_history(
        [PastOrder(id=f"{who}-again", customer_id=who, placed_at=due.clock.now(), lines=hearts) for who in came]
    )
    due.pass_time(days=OUTCOME_DAYS)
    ctx = due.crew().job_context(due.house.tasks.get(due.open_job(JOB)))
    held_out = 40 - len(sent)
    assert measured(ctx) == Arms(
        reminded=len(sent) + 40, reminded_came=len(came), held_out=held_out + 20, held_out_came=0
    )
    task = due.job("weekly_review")
    assert f"of {len(sent) + 40} reminded ordered within {OUTCOME_DAYS} days" in task.answer
    assert "beyond chance" in task.answer
    lesson = due.crew().memory.handle("gifts", "product").get("shop", LESSON, min_trust=3)
    assert lesson is not None and lesson.kind == "lesson" and lesson.value["low"] > 0
    assert lesson.value["reminded_came"] == len(came)


def test_reminders_that_cost_orders_are_sent_no_more(due: GiftShop) -> None:
    """Of 60 reminded none ordered, of 60 held out all did."""
    day = due.clock.now().date() - timedelta(days=20)
    others = [f"X{number}" for number in range(120)]
    by_hand(due, day, others[:60], others[60:])
    due.market.register([Customer(id=one, name=one, created_at=due.clock.now()) for one in others])
    hearts = (DraftLine(sku=HEART, quantity=12, unit_price=295),)
    at = due.clock.now() - timedelta(days=15)
    due.market.load_history(
        [PastOrder(id=f"{who}-again", customer_id=who, placed_at=at, lines=hearts) for who in others[60:]]
    )
    assert wednesday(due) == []
