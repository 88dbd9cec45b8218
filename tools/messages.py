"""Messages: answering buyers, and giving a conversation to a person."""

from __future__ import annotations

from authority.desk import Receipt
from authority.effects.hand_over import HandOver
from authority.effects.send_message import SendMessage
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
def hand_over(ctx: ToolContext, thread_id: str, note: str) -> Receipt:
    """Give a conversation to a person, when it asks for what the facts do not answer or a person is asked for.

    Args:
        thread_id: The conversation.
        note: What the person should know, in a few lines.
    """
    return ctx.submit(HandOver(thread_id=thread_id, note=note), note)
