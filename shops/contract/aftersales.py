"""The rules of the optional port of requests after the sale: one step at a time, each in its time, money once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from shops.aftersales import (
    AftersaleReader,
    AftersaleRequest,
    AftersaleWish,
    AftersaleWrites,
    RequestKind,
    RequestState,
)
from shops.contract.bench import DONE, REFUSED, START, Bench, ContractBase, needed, port, repeat, retried
from shops.models import Order, OutcomeStatus

REFUND, RETURN, EXCHANGE, RESEND = RequestKind


class Case:
    """A shop with one order of four mugs at 12.00 that has left, and its ports."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.reads: AftersaleReader = port(bench.shop.reads.aftersales, "requests after the sale")
        self.writes: AftersaleWrites = port(bench.shop.writes.aftersales, "requests after the sale")
        self.order = self.shipped(4)
        self.terms = self.reads.aftersale_terms()

    def shipped(self, pieces: int) -> Order:
        """Place an order and ship it."""
        order = self.bench.order(("mug", pieces))
        assert self.bench.ship(order, pieces, key=f"ship {order.id}") is DONE
        return order

    def wish(self, kind: RequestKind, **more: Any) -> AftersaleWish:
        """Ask for two pieces of the order."""
        amount = 600 if kind in (REFUND, RETURN) else 0
        plain = {"order_id": self.order.id, "line_id": self.order.lines[0].id, "kind": kind, "pieces": 2}
        return AftersaleWish.model_validate(plain | {"amount": amount, "reason": "broken", "words": "two broke"} | more)

    def ask(self, kind: RequestKind, **more: Any) -> str | None:
        """Let the buyer ask."""
        return self.bench.market.open_request(self.wish(kind, **more), at=self.bench.clock.now())

    def asked(self, kind: RequestKind) -> str:
        """Let the buyer ask and be heard."""
        return needed(self.ask(kind))

    def back(self, request_id: str) -> None:
        """Let the buyer send the goods, and a carrier bring them."""
        market, now = self.bench.market, self.bench.clock.now()
        assert market.send_back(request_id, "R1", at=now) and market.bring_back(request_id, at=now)

    def now(self, request_id: str) -> AftersaleRequest:
        """Read a request."""
        return self.reads.get_request(request_id)

    def refunded(self) -> int:
        """Give what of the order came back."""
        return sum(line.refunded for line in self.bench.again(self.order).lines)

    def later(self, **span: int) -> None:
        """Let time go by."""
        self.bench.clock.set(self.bench.clock.now() + timedelta(**span))


class AftersaleRules(ContractBase):
    """Asking, agreeing, refusing, sending back, replacing, and what the platform decides."""

    def test_a_request_is_listed_and_told_with_its_deadline(self, tmp_path: Path) -> None:
        """One about a line at a time."""
        case = self._case(tmp_path)
        made = case.asked(REFUND)
        request = case.now(made)
        assert (request.state, request.answer_by) == (RequestState.ASKED, case.terms.answer_by(START))
        assert case.bench.events("aftersale.opened") == [made] and case.ask(RESEND) is None
        assert [one.id for one in case.reads.list_requests(customer_id="b1")] == [made]
        assert not case.reads.list_requests(customer_id="b2") and not case.reads.list_requests(order_ids=[])
        assert not case.reads.list_requests(states=[RequestState.DONE])
        with retried():
            case.reads.get_request("nowhere")

    def test_what_cannot_be_asked_for_is_not_opened(self, tmp_path: Path) -> None:
        """More than was paid or bought, money with goods, or goods that have not left."""
        case = self._case(tmp_path)
        paid = case.order.lines[0].paid
        assert case.ask(REFUND, amount=paid + 1) is None and case.ask(REFUND, amount=0) is None
        assert case.ask(RESEND, amount=1) is None and case.ask(RESEND, pieces=5) is None
        waiting = case.bench.order(("mug", 2))
        there: dict[str, Any] = {"order_id": waiting.id, "line_id": waiting.lines[0].id}
        assert case.ask(RETURN, **there) is None and case.ask(REFUND, **there) is not None
        unpaid = case.bench.order(("mug", 2), paid=False)
        assert case.ask(REFUND, order_id=unpaid.id, line_id=unpaid.lines[0].id) is None

    def test_money_alone_goes_back_when_the_seller_agrees(self, tmp_path: Path) -> None:
        """Once."""
        case = self._case(tmp_path)
        made = case.asked(REFUND)
        assert case.refunded() == 0
        repeat(lambda: case.writes.agree_request(made, key="k1"))
        assert (case.refunded(), case.now(made).state, case.now(made).decided_by) == (600, RequestState.DONE, "seller")
        assert case.writes.agree_request(made, key="k2").status is REFUSED and case.refunded() == 600

    def test_the_money_of_a_return_goes_back_with_the_goods(self, tmp_path: Path) -> None:
        """Not before; until then it cannot be refunded in another way."""
        case = self._case(tmp_path)
        made = case.asked(RETURN)
        repeat(lambda: case.writes.agree_request(made, key="k1"))
        assert case.writes.confirm_back(made, key="k2").status is REFUSED and case.refunded() == 0
        refund, line = case.bench.shop.writes.shop.refund, case.order.lines[0]
        assert refund(case.order.id, line.id, line.paid - 599, reason="too much", key="k3").status is REFUSED
        assert case.bench.market.send_back(made, "R1", at=START)
        assert case.writes.confirm_back(made, key="k4").status is REFUSED
        assert case.bench.market.bring_back(made, at=START) and case.bench.events("aftersale.returned") == [made]
        before = case.bench.stock("mug")
        repeat(lambda: case.writes.confirm_back(made, key="k5"))
        assert (case.refunded(), case.now(made).state) == (600, RequestState.DONE)
        assert case.bench.stock("mug") == before
        assert case.writes.confirm_back(made, key="k6").status is REFUSED

    def test_an_exchange_sends_other_goods_for_those_that_came_back(self, tmp_path: Path) -> None:
        """And no money."""
        case = self._case(tmp_path)
        made = case.asked(EXCHANGE)
        assert case.writes.agree_request(made, key="k1").status is DONE
        assert case.writes.send_replacement(made, carrier="RM", tracking="T2", key="k2").status is REFUSED
        case.back(made)
        assert case.writes.confirm_back(made, key="k3").status is DONE
        on_hand = case.bench.stock("mug")[0]
        repeat(lambda: case.writes.send_replacement(made, carrier="RM", tracking="T2", key="k4"))
        assert (case.bench.stock("mug")[0], case.refunded()) == (on_hand - 2, 0)
        assert (case.now(made).state, case.now(made).shipment) == (RequestState.DONE, "RM T2")

    def test_goods_are_sent_again_from_the_pieces_that_no_order_has(self, tmp_path: Path) -> None:
        """A seller can offer it unasked; pieces that are reserved stay."""
        case = self._case(tmp_path)
        made = needed(repeat(lambda: case.writes.open_request(case.wish(RESEND), key="k1")).object_id)
        assert (case.now(made).state, case.now(made).decided_by) == (RequestState.OWED, "seller")
        assert not case.bench.events("aftersale.opened")
        free = case.bench.stock("mug")
        case.bench.order(("mug", free[0] - free[1] - 1))
        assert case.writes.send_replacement(made, carrier="RM", tracking="T2", key="k2").status is REFUSED
        case.bench.shop.writes.shop.set_stock("mug", free[0] + 1, key="k3")
        assert case.writes.send_replacement(made, carrier="RM", tracking="T2", key="k4").status is DONE
        assert case.writes.send_replacement(made, carrier="RM", tracking="T2", key="k5").status is REFUSED

    def test_a_seller_opens_no_refund_and_nothing_that_a_buyer_could_not_ask_for(self, tmp_path: Path) -> None:
        """Money alone has its own write."""
        case = self._case(tmp_path)
        for number, (kind, more) in enumerate(((REFUND, {}), (RETURN, {"amount": 10**6}), (RESEND, {"pieces": 5}))):
            assert case.writes.open_request(case.wish(kind, **more), key=f"k{number}").status is REFUSED
        with retried():
            case.writes.open_request(case.wish(RESEND, order_id="nowhere"), key="k8")
        with retried():
            case.writes.open_request(case.wish(RESEND, line_id="nowhere"), key="k9")
        assert not case.reads.list_requests()

    def test_a_no_has_a_reason_and_moves_nothing(self, tmp_path: Path) -> None:
        """After it the buyer may ask again."""
        case = self._case(tmp_path)
        made = case.asked(REFUND)
        assert case.writes.refuse_request(made, reason=" ", key="k1").status is REFUSED
        repeat(lambda: case.writes.refuse_request(made, reason="seven days are over", key="k2"))
        request = case.now(made)
        assert (request.state, request.answer, case.refunded()) == (RequestState.REFUSED, "seven days are over", 0)
        assert case.writes.agree_request(made, key="k3").status is REFUSED and case.ask(REFUND) is not None

    def test_what_is_not_answered_in_time_is_decided_for_the_buyer(self, tmp_path: Path) -> None:
        """An answer after it comes too late, even where nobody has looked at the clock."""
        case = self._case(tmp_path)
        made = case.asked(REFUND)
        case.later(hours=case.terms.answer_hours)
        assert not case.bench.market.pass_deadlines(at=case.bench.clock.now())
        case.later(seconds=1)
        assert case.writes.refuse_request(made, reason="no", key="k1").status is REFUSED
        assert (case.now(made).decided_by, case.refunded()) == ("platform", 600)
        assert case.bench.events("aftersale.decided") == [made]

    def test_goods_on_their_way_back_count_as_here_when_nobody_says_so(self, tmp_path: Path) -> None:
        """The platform lets the money go, and closes what the buyer does not send."""
        case = self._case(tmp_path)
        made = case.asked(RETURN)
        case.writes.agree_request(made, key="k1")
        case.later(days=case.terms.send_days)
        assert case.bench.market.send_back(made, "R1", at=case.bench.clock.now())
        case.later(days=case.terms.confirm_days, seconds=1)
        assert case.bench.market.pass_deadlines(at=case.bench.clock.now()) == [made]
        assert (case.refunded(), case.now(made).state) == (600, RequestState.DONE)
        again = case.asked(RETURN)
        case.writes.agree_request(again, key="k2")
        case.later(days=case.terms.send_days, seconds=1)
        assert not case.bench.market.send_back(again, "R2", at=case.bench.clock.now())
        assert (case.now(again).state, case.refunded()) == (RequestState.CLOSED, 600)

    def test_a_buyer_takes_a_request_back_until_the_goods_are_under_way(self, tmp_path: Path) -> None:
        """Then its money is free again."""
        case = self._case(tmp_path)
        made, market = case.asked(RETURN), case.bench.market
        assert market.withdraw_request(made, at=START) and not market.withdraw_request(made, at=START)
        assert case.writes.agree_request(made, key="k1").status is REFUSED
        again = case.asked(RETURN)
        case.writes.agree_request(again, key="k2")
        case.back(again)
        assert not market.withdraw_request(again, at=START) and not market.bring_back(again, at=START)

    def test_an_answer_that_was_lost_happened_once(self, tmp_path: Path) -> None:
        """It can be probed."""
        case = self._case(tmp_path)
        made = case.asked(REFUND)
        losing = port(self.connect_losing_answers(tmp_path, case.bench.clock), "way to lose answers")
        writes = port(losing.writes.aftersales, "requests after the sale")
        assert writes.agree_request(made, key="k1").status is OutcomeStatus.UNKNOWN
        assert needed(case.bench.shop.writes.shop.probe("k1")).status is DONE
        writes.agree_request(made, key="k1")
        assert case.refunded() == 600

    def _case(self, home: Path) -> Case:
        return Case(self.bench(home))
