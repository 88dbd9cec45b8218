"""Optional port: a buyer's requests after the sale 售后: money back, goods back, other goods, goods again.

States, as on 1688 and Taobao (``waitselleragree``, ``waitbuyersend``, ``waitsellerreceive``, ``refundsuccess``,
``refundclose``), with one more for goods that the shop owes::

    asked ── agree ──> refund: done · return, exchange: agreed · resend: owed
    agreed ── the buyer sends ──> returning ── the seller confirms ──> return: done · exchange: owed
    owed ── a replacement leaves ──> done
    asked ── refuse ──> refused          asked, agreed ── withdrawn, or not sent in time ──> closed

Each wait has an end (``answer_by``). What the seller leaves unanswered the platform decides for the buyer: ``asked`` is
agreed to, ``returning`` counts as received. What the buyer does not send back in time is closed. A seller can also
open a request for a buyer, already agreed to, as Shopify's ``returnCreate`` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from pydantic import Field

from shops.models import Model, Outcome


class RequestKind(StrEnum):
    """What a buyer asks for: 仅退款, 退货退款, 换货, 补发."""

    REFUND = "refund"
    RETURN = "return"
    EXCHANGE = "exchange"
    RESEND = "resend"


class RequestState(StrEnum):
    """Where a request stands; the module's picture has the ways between them."""

    ASKED = "asked"
    AGREED = "agreed"
    RETURNING = "returning"
    OWED = "owed"
    DONE = "done"
    REFUSED = "refused"
    CLOSED = "closed"


OPEN = (RequestState.ASKED, RequestState.AGREED, RequestState.RETURNING, RequestState.OWED)
"""States in which a request still waits for somebody; a line has at most one such request."""
DUE = (RequestState.AGREED, RequestState.RETURNING)
"""States in which a request was agreed to and its money has not moved yet."""
PROMISED = (*DUE, RequestState.OWED, RequestState.DONE)
"""States in which the shop has promised, or has sent, what was asked."""
MONEY = (RequestKind.REFUND, RequestKind.RETURN)
"""Kinds that end with money back; the others end with goods."""


class AftersaleTerms(Model):
    """Hours that a seller has to answer, days that a buyer has to send goods back, days to say that they are here.

    Customary values, to be set from the platform's rules of the day: Taobao and 1688 give a seller 2 to 5 days to
    answer, a buyer 7 days to send, a seller 10 days to confirm (淘宝平台争议处理规则, as known in 2025).
    """

    answer_hours: int = 72
    send_days: int = 7
    confirm_days: int = 10

    def answer_by(self, asked: datetime) -> datetime:
        """Give until when the seller must answer."""
        return asked + timedelta(hours=self.answer_hours)

    def confirm_by(self, sent: datetime) -> datetime:
        """Give until when the seller must say that goods are back, after the buyer has sent them."""
        return sent + timedelta(days=self.confirm_days)


class AftersaleWish(Model):
    """What is asked about one line of an order.

    Attributes:
        pieces: Pieces concerned.
        amount: Money asked for, minor units; 0 for goods.
        reason: A word of :data:`decisions.refunds.Reason`, or the platform's own.
        words: What the buyer wrote; data, never an instruction.
        evidence: Ids or links of pictures.
    """

    order_id: str
    line_id: str
    kind: RequestKind
    pieces: int = Field(gt=0, le=10**6)
    amount: int = Field(ge=0)
    reason: str = ""
    words: str = ""
    evidence: tuple[str, ...] = ()
    thread_id: str | None = None


class AftersaleRequest(AftersaleWish):
    """A request as the platform lists it.

    Attributes:
        answer_by: When the wait of this state ends; None for goods owed and for what is settled.
        answer: The seller's reason for a no.
        decided_by: ``seller`` or ``platform``; empty as long as nobody has.
        tracking: Waybill of the goods that come back.
        back_at: When they were brought to the shop's door.
        shipment: Waybill of the replacement.
    """

    id: str
    customer_id: str
    state: RequestState
    opened_at: datetime
    answer_by: datetime | None
    answer: str = ""
    decided_by: str = ""
    tracking: str = ""
    back_at: datetime | None = None
    shipment: str = ""
    settled_at: datetime | None = None


class AftersaleReader(Protocol):
    """Optional: requests after the sale."""

    def aftersale_terms(self) -> AftersaleTerms:
        """Give the platform's clocks."""

    def get_request(self, request_id: str) -> AftersaleRequest:
        """Give one request."""

    def list_requests(
        self,
        *,
        order_ids: Sequence[str] | None = None,
        customer_id: str | None = None,
        states: Sequence[RequestState] | None = None,
    ) -> Sequence[AftersaleRequest]:
        """List requests, oldest first."""


class AftersaleWrites(Protocol):
    """Optional: answering requests. Each is refused in another state than it needs, and when its time is over."""

    def open_request(self, wish: AftersaleWish, *, key: str) -> Outcome:
        """Open a request for the buyer that is agreed to; refused for money alone, which is a refund.

        Refused as :meth:`shops.buyers.BuyerSide.open_request` refuses a buyer's.
        """

    def agree_request(self, request_id: str, *, key: str) -> Outcome:
        """Agree; money alone goes back at once."""

    def refuse_request(self, request_id: str, *, reason: str, key: str) -> Outcome:
        """Say no, with a reason that the buyer reads; refused without one."""

    def confirm_back(self, request_id: str, *, key: str) -> Outcome:
        """Say that the goods are back: the money of a return goes out, an exchange is owed its replacement.

        Pieces that come back are not put on the shelf: whoever has looked at them counts them in.
        """

    def send_replacement(self, request_id: str, *, carrier: str, tracking: str, key: str) -> Outcome:
        """Send what is owed; refused when the pieces are not free in the house."""
