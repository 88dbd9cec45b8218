"""A policy in numbers behind the desk: it decides every morning and quotes at once, ships like the fixed rule."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import numpy as np

from authority.effects.create_quote import CreateQuote
from authority.effects.order_production import OrderProduction
from authority.effects.send_message import SendMessage
from authority.effects.set_ad_budgets import SetAdBudgets
from authority.effects.set_bid import SetBid
from authority.effects.set_price import SetPrice
from decisions.day_view import Asked, DayActs, DayView, Ints, ShopTerms
from decisions.ladder_move import ladder_at
from decisions.owner_grant import granted
from scenarios.at_desk.talks import Read, Talk, Talks, Wish
from scenarios.numbers import DeskPolicy
from scenarios.policy import Premises
from scenarios.refund_rule import is_complaint
from scenarios.rules import AFTERNOON, FixedRule
from scenarios.world import LoadedWorld
from shops.models import QuoteLine, Thread
from shops.production import ProductionLine
from shops.terms import floor_price, ladder_price
from tools.shop_look import ShopLook

MORNING = time(9, 15)
"""When it decides; a quarter of an hour before the owner reads the inbox."""
AT_ONCE, LESS, MORE = 5, 0.5, 1.2
"""One order of goods takes at most this part of the 30 days' limit; what the next may cost after a no, after a yes."""


class AtDesk(FixedRule):
    """A policy in numbers in a built shop.

    Prices, bids, budgets, goods and quotes are the policy's; parcels, complaints and requests are served by the fixed
    rule. Who asks for a price is quoted at once, and again when another price is named. What a shop's tables do
    not show is not known here: missed lines, rivals' prices, stars, the bank; coupons and ladders are not set. How much
    money the owner grants at once is learnt from the answers: for goods, of which the most urgent go into what is left,
    and for more ads.

    Args:
        premises: The shop and its desk.
        world: Its public terms: first day, dates of the calendar, what goods are worth at the end.
        days: Days of the run.
        make: Makes the policy.
        read: Reads the buyers' messages.
    """

    def __init__(
        self,
        premises: Premises,
        world: LoadedWorld,
        days: int,
        *,
        make: Callable[[ShopTerms], DeskPolicy],
        read: Read,
    ) -> None:
        super().__init__(premises)
        start = world.spec.shop.start
        self._look = ShopLook(
            premises.connection.reads,
            premises.limits(),
            start=start,
            horizon=days,
            salvage=world.spec.money.salvage,
            events=[((one.day - start).days, one.name) for one in world.spec.events],
        )
        self._start, self._talks = start, Talks(premises.connection.reads)
        self._policy, self._read = make(self._look.terms), read
        self._today: DayView | None = None
        self._most, self._answers = premises.limits().production.per_30d // AT_ONCE, list[tuple[int, bool]]()
        self._most_rise = premises.limits().ads.per_day
        self._let_off: list[tuple[datetime, int]] = []

    def times(self, day: date) -> list[datetime]:
        """Decide in the morning, ship in the afternoon."""
        return [datetime.combine(day, at, self._look.zone) for at in (MORNING, AFTERNOON)]

    def told(self, effect_id: str) -> None:
        """Learn from the owner's answer how much money for goods is granted at once, and how much more for ads."""
        row = self._premises.log.get(effect_id)
        if row.kind == OrderProduction.kind:
            self._answers.append((row.money_out, row.state != "rejected"))
        if row.kind == SetAdBudgets.kind and row.state == "rejected":
            self._most_rise = int(row.money_out * LESS)

    def wake(self, now: datetime) -> None:
        """Answer and quote who has written; decide and act in the morning; ship in the afternoon."""
        local = now.astimezone(self._look.zone)
        day = (local.date() - self._start).days
        self._answer(now)
        if local.time() == MORNING:
            self._talks.settle(day, now)
            waiting, self._today = self.view(day, now)
            acts = self._policy.decide(self._today)
            self._act(self._today, acts)
            self._quote_all(waiting, acts.quotes, now)
        elif self._today is not None:
            waiting, inquiries = self._talks.rows(self._look.buyer)
            if waiting:
                seen = replace(self._today, inquiries=inquiries)
                seen = replace(seen, tier_prices=self._look.ladders(), stock=self._look.stock())
                self._quote_all(waiting, self._policy.quote(seen), now)
        if local.time() == AFTERNOON:
            self._ship(now)
            self._answer_requests()

    def view(self, day: int, now: datetime) -> tuple[list[Talk], DayView]:
        """Give this morning's view, and the inquiries in the order of its rows."""
        waiting, inquiries = self._talks.rows(self._look.buyer)
        taken, lost = (np.array(ids, dtype=np.int64) for ids in (self._talks.taken, self._talks.lost))
        view = self._look.view(day, now, Asked(inquiries, taken, lost))
        return waiting, replace(view, credit=granted(self._answers, self._most))

    def _answer(self, now: datetime) -> None:
        """Take in inquiries and thank for them; other messages are the fixed rule's."""
        messages = self._premises.connection.reads.messages
        for thread in messages.list_threads(unanswered=True) if messages else ():
            if thread.with_person:
                continue
            text = thread.messages[-1].text
            if is_complaint(text):
                self._make_good(thread, now)
            else:
                self._take_in(thread, text, now)

    def _take_in(self, thread: Thread, text: str, now: datetime) -> None:
        wish: Wish = self._read(text)
        words = "Thank you for your message. Please order in our shop; prices and quantities stand there."
        row = self._look.place.get(wish.sku or "")
        if (row is not None and wish.pieces) or self._talks.is_open(thread.id):
            day = (now.astimezone(self._look.zone).date() - self._start).days
            self._talks.hear(thread, row or 0, wish.pieces or 0, wish.price, day)
            words = "Thank you for your message."
        effect = SendMessage(thread_id=thread.id, text=words)
        self._submit(effect, f"answer {thread.id} {now}", "at once", employee="customer")

    def _act(self, view: DayView, acts: DayActs) -> None:
        day = view.day
        if acts.prices is not None:
            self._set_prices(np.clip(acts.prices, view.price_low, view.price_high), day)
        if acts.bids is not None:
            for row in np.flatnonzero(acts.bids != view.bids).tolist():
                bid = int(np.clip(acts.bids[row], 1, max(1, int(view.bid_high[row]))))
                word = self._look.keywords[row].id
                self._submit(SetBid(keyword_id=word, bid=bid), f"bid {word} {day}", "a click's worth")
        if acts.budgets is not None and (acts.budgets != view.budgets).any():
            most = min(self._premises.limits().ads.per_day, int(view.budgets.sum()) + self._most_rise)
            wanted = np.maximum(1, acts.budgets * min(1.0, most / max(1, int(acts.budgets.sum())))).astype(np.int64)
            budgets = dict(zip((one.id for one in self._look.campaigns), wanted.tolist(), strict=True))
            self._submit(SetAdBudgets(budgets=budgets), f"budgets {day}", "what clicks at these bids can cost")
        if acts.order is not None:
            self._order_goods(acts.order, day)

    def _set_prices(self, prices: Ints, day: int) -> None:
        limits, bounds = self._premises.limits(), self._look.price_bounds(self._premises.clock.now())
        now = {one.sku: one for one in self._premises.connection.reads.shop.list_variants()}
        for row, one in enumerate(self._look.variants):
            tiers = now[one.sku].tiers
            if int(prices[row]) == tiers[0].unit_price:
                continue
            moved = ladder_at(tiers, int(prices[row]), one.cost or 0, limits.floor, bounds=bounds[one.sku])
            if moved is not None:
                self._submit(SetPrice(sku=one.sku, tiers=moved), f"price {one.sku} {day}", "the engines' price")

    def _order_goods(self, pieces: Ints, day: int) -> None:
        """Order within what the factory takes in one lead time, later articles cut first."""
        terms = self._look.terms
        reads = self._premises.connection.reads
        assert reads.factory is not None
        open_orders = reads.factory.list_production(open_only=True)
        room = terms.capacity * max(1, terms.lead_days) - sum(one.quantity for o in open_orders for one in o.lines)
        lines = []
        for row, wanted in enumerate(pieces.tolist()):
            taken = min(int(wanted), room)
            if taken >= max(1, terms.min_batch):
                room -= taken
                lines.append(ProductionLine(sku=terms.skus[row], quantity=taken, unit_cost=int(terms.cost[row])))
        if lines:
            self._submit(OrderProduction(lines=tuple(lines)), f"order {day}", "the engines' stock")

    def _quote_all(self, waiting: list[Talk], prices: Ints, now: datetime) -> None:
        for talk, price in zip(waiting, prices.tolist(), strict=True):
            if price > 0:
                self._quote(talk, int(price), now)

    def _quote(self, talk: Talk, price: int, now: datetime) -> None:
        """Offer a price: not above the ladder, nor below the floor and what may be let off without the owner."""
        variant = self._premises.connection.reads.shop.get_variant(self._look.terms.skus[talk.sku])
        limits, listed = self._premises.limits(), ladder_price(variant.tiers, talk.pieces)
        low = floor_price(variant.cost or 0, talk.pieces, limits.floor)
        low = max(low, math.ceil(listed * (1 - limits.concession.max_rate)))
        if low > listed:
            return
        unit = max(low, min(price, listed))
        since = now - timedelta(days=30)
        self._let_off = [(at, money) for at, money in self._let_off if at > since]
        less = (listed - unit) * talk.pieces
        if less + sum(money for _, money in self._let_off) > limits.concession.per_30d:
            unit, less = listed, 0
        line = QuoteLine(sku=variant.sku, quantity=talk.pieces, unit_price=unit)
        quote = CreateQuote(
            customer_id=talk.customer_id, thread_id=talk.thread_id, lines=(line,), valid_until=now + timedelta(days=7)
        )
        receipt = self._submit(quote, f"quote {talk.thread_id} {now}", "the engines' quote", employee="customer")
        self._let_off += [(now, less)] if less else []
        # what is held is the owner's: no other quote is asked for meanwhile
        talk.quote_id, talk.price = receipt.object_id or receipt.id, unit
