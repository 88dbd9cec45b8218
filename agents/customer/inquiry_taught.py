"""The owner's own answers: what the shop's records do not answer, told word for word as the owner wrote it."""

from __future__ import annotations

from agents.asides import asides_about
from agents.customer.inquiry import Inquiry
from agents.customer.inquiry_offer import Reply
from agents.job import JobContext
from kit.facts import Fact
from kit.text import fold


def answer_as_taught(ctx: JobContext, reply: Reply, inquiry: Inquiry) -> set[str]:
    """Add the owner's answers to what is asked, in the buyer's language; give the wishes and asides they answer."""
    asked, answered = fold(inquiry.text).lower(), set[str]()
    for name, answer in sorted(ctx.limits.answers.items()):
        words = answer.zh if inquiry.language == "zh" else answer.en
        said = [one for one in answer.asks if fold(one).lower() in asked]
        if words.strip() and said:
            reply.sentences.append(words.strip())
            reply.without_offer.append(words.strip())
            source = f"limits:answers.{name}@{ctx.limits.version}"
            reply.facts.append(Fact(id=f"answer.{name}", text=words.strip(), value=name, source=source))
            answered |= ({answer.topic} if answer.topic else set()) | asides_about(inquiry.text, said)
    return answered
