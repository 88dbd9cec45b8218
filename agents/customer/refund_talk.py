"""What is said of a refund: whether money is wanted back at all, and words about the sum that was given."""

from __future__ import annotations

import re

from agents.job import JobContext
from agents.language import Understanding
from agents.language_patterns import Intent
from agents.short_answer import last_said
from agents.topics import Topic, cue_of
from agents.wish_mood import Mood, mood_of
from authority.docket import Docket
from kit.text import fold
from shops.models import OrderLine, Thread

REFUNDS = ("issue_refund",)
MONEY_BACK = (
    cue_of(Topic.REFUND),
    re.compile(r"退(?![货换回掉款钱])|赔(?!率)|要钱|货款|\bmoney\b|\bprice\sback\b", re.IGNORECASE),
)
"""What money back is called."""
_AGAIN = re.compile(
    r"要货|补[发寄货]?|[再重]新?[寄发]|\b(?:again|resend|re-?ship|replac\w*|new\sones?)\b", re.IGNORECASE
)
_SUM = re.compile(
    r"才(?:退|赔|给)?[这那]么?[一点些]|就(?:退|赔|给)?[这那]么?[一点些]|太少|少了|不够|多[退赔]|再[退赔]一?[点些]|全[额部]?[退赔]|[退赔]全|算错|不止|不对吧"
    r"|\bis\sthat\s(?:all|it)\b|\bthat'?s\s(?:all|it|nothing|too\slittle|not\senough)\b|\bonly\s[£$€¥]|\bnot\senough\b|\btoo\slittle\b"
    r"|\b(?:make\sit|more\slike|i\swant(?:ed)?|should\sbe|expected)\s[£$€¥]|\bmore\sthan\sthat\b|\bin\sfull\b|\b(?:full|whole|all)\s(?:of\s)?(?:my\s|the\s)?(?:refund|amount|money|price|it)\b",
    re.IGNORECASE,
)


def money_mood(text: str) -> Mood:
    """Tell how plainly money back is wished for; of several messages the newest that speaks of it counts."""
    for line in reversed(fold(text).split("\n")):
        # 赔不赔, 不赔我投诉 demands it
        demand = line.replace("赔不赔", "赔吗").replace("不赔", "没赔")
        if any(cue.search(demand) for cue in MONEY_BACK):
            return mood_of(demand, *MONEY_BACK)
    return "plain"


def wants_goods_again(text: str) -> bool:
    """Tell whether the newest of a buyer's messages asks for goods once more, and denies it not."""
    newest = fold(text).split("\n")[-1]
    return bool(_AGAIN.search(newest)) and mood_of(newest, _AGAIN) == "plain"


def speaks_of_sum(text: str) -> bool:
    """Tell whether words are about how much was given back: 才这点?, make it £20."""
    return bool(_SUM.search(fold(text)))


def as_refund_talk(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read as words about the refund just told of: about its sum, or only asking for it."""
    slots = understood.slots
    asks_again = Topic.REFUND in understood.topics and slots.reason is None and not slots.evidence
    if understood.suspicious or set(understood.topics) - {Topic.REFUND} or not (speaks_of_sum(text) or asks_again):
        return understood
    refund = _just_told(ctx, thread)
    if refund is None or slots.sku_candidates or slots.order not in (None, refund.payload["order_id"]):
        return understood
    order = ctx.reads.shop.get_order(refund.payload["order_id"])
    sku = next(line.sku for line in order.lines if line.id == refund.payload["line_id"])
    named = ctx.understand(text).slots.sku
    if named not in (None, sku):
        return understood
    meant = slots.model_copy(update={"order": order.id, "sku": sku, "quantity": None, "boxes": None})
    return understood.model_copy(update={"slots": meant, "intents": (Intent.AFTER_SALE,), "topics": (Topic.REFUND,)})


def _just_told(ctx: JobContext, thread: Thread) -> Docket | None:
    """Give the newest refund of this buyer's that the shop's last words tell of."""
    rows = ctx.log.list_effects(since=thread.messages[0].at, kinds=REFUNDS, states=("done",))
    told = last_said(thread)
    mine = (row for row in reversed(rows) if row.buyer == thread.customer_id)
    return next((row for row in mine if row.payload["order_id"] in told), None)


def pieces_refunded(line: OrderLine) -> int | None:
    """Give of how many pieces of a line the price was given back; None where it is the price of no whole number."""
    counts = range(1, line.quantity + 1)
    return next((count for count in counts if line.paid * count // line.quantity == line.refunded), None)
