"""Messages: answering buyers, and giving a conversation to a person."""

from __future__ import annotations

from typing import Literal

from authority.desk import Receipt
from authority.effects.hand_over import HandOver
from authority.effects.open_case import OpenCase
from authority.effects.send_message import SendMessage
from authority.effects.stop_offers import StopOffers
from authority.effects.write_first import WriteFirst
from tools.tool import ToolContext, tool


@tool("customer")
def send_message(ctx: ToolContext, thread_id: str, text: str, reason: str) -> Receipt:
    """Send a message to the buyer of a conversation, in the buyer's language, from facts of the brief only.

    Args:
        thread_id: The conversation.
        text: What the buyer reads. No cost, floor or supplier; no payment details; no promise without a fact.
        reason: Which facts it rests on.
    """
    return ctx.submit(SendMessage(thread_id=thread_id, text=text), reason)


@tool("customer")
def write_first(
    ctx: ToolContext, customer_id: str, text: str, purpose: Literal["news", "offer"], reason: str, order_id: str = ""
) -> Receipt:
    """Write to a buyer who has not asked, in the buyer's language, from facts of the brief only.

    Args:
        customer_id: The buyer.
        text: What the buyer reads. No cost, floor or supplier; no payment details; no promise without a fact.
        purpose: "news" of an order that is under way, or "offer"; a buyer has an offer seldom, and none if unwanted.
        reason: Which facts it rests on.
        order_id: The order that the news are of; empty for an offer.
    """
    effect = WriteFirst(customer_id=customer_id, text=text, purpose=purpose, order_id=order_id or None)
    return ctx.submit(effect, reason)


@tool("customer")
def open_case(ctx: ToolContext, customer_id: str, note: str, order_id: str = "") -> Receipt:
    """Give a buyer's matter that came in no conversation to a person; the buyer is told nothing.

    Args:
        customer_id: The buyer.
        note: What the person should know, in a few lines.
        order_id: The order concerned, if it is one.
    """
    return ctx.submit(OpenCase(customer_id=customer_id, note=note, order_id=order_id or None), note)


@tool("customer")
def stop_offers(ctx: ToolContext, customer_id: str, reason: str) -> Receipt:
    """Note that a buyer wants no messages that they did not ask for.

    Args:
        customer_id: The buyer.
        reason: The buyer's words.
    """
    return ctx.submit(StopOffers(customer_id=customer_id), reason)


@tool("customer")
def hand_over(ctx: ToolContext, thread_id: str, note: str) -> Receipt:
    """Give a conversation to a person, when it asks for what the facts do not answer or a person is asked for.

    Args:
        thread_id: The conversation.
        note: What the person should know, in a few lines.
    """
    return ctx.submit(HandOver(thread_id=thread_id, note=note), note)
