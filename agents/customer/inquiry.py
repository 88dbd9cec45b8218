"""Reading an inquiry: the buyer's last words, what they mean, and what is remembered of the buyer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from agents import evidence
from agents.asides import as_questions
from agents.customer.address_wished import as_address
from agents.customer.agreed_terms import as_plea
from agents.customer.asked_back import act_asked, as_confirmed, order_asked_about
from agents.customer.changed_pieces import answers_pieces, as_change
from agents.customer.last_order import as_repeat, last_order
from agents.customer.more_pieces import as_raise
from agents.customer.offer_answer import as_answer, offers_of, standing_offers, talk_order
from agents.customer.offer_change import OfferChange, offer_change, same_kind
from agents.customer.order_meant import with_order_of_talk
from agents.customer.order_wish import as_order_wish
from agents.customer.paid_said import as_paid
from agents.customer.refund_plain import only_counts
from agents.customer.refund_talk import as_refund_talk
from agents.customer.refund_words import COUNT_ASKED
from agents.customer.shown_complaint import as_shown
from agents.customer.wording import TEXTS, Language
from agents.goods_words import KINDS
from agents.job import JobContext
from agents.language import Understanding
from agents.language_patterns import Intent
from agents.sample_words import as_small_wish
from agents.shop_questions import shop_questions_of
from agents.short_answer import answer_of, last_said
from authority.tasks import Origin
from kit.errors import Retry
from kit.facts import Fact
from memory.notes import Note, Recollection
from shops.models import Order, Thread

WINDOW = 6
"""Messages of a conversation that are read at most for what was spoken of before."""
TALK = 16
"""Messages of a conversation in which the goods that are spoken of are looked for."""
MOST = 100
"""Messages without an answer that are read together at most."""
CARRIERS = {
    "dhl": "DHL",
    "ups": "UPS",
    "fedex": "FEDEX",
    "dpd": "DPD",
    "royal mail": "ROYALMAIL",
    "顺丰": "SF",
    "sf": "SF",
    "中通": "ZTO",
    "圆通": "YTO",
    "邮政": "EMS",
    "ems": "EMS",
}
_GREETING = re.compile(
    r"\W*(?:(?:hi|hiya|hey|hello|dear|there|friends?|sir|good|day|morning|afternoon|evening|any(?:one|body)|are you"
    r"|亲爱的|亲|老板|店家|掌柜的?|客服|你好|您好|哈喽|哈啰|嗨|早上好|上午好|下午好|晚上好|早安|有人|在|吗|么|嘛|不|啊|呀)\W*)+",
    re.IGNORECASE,
)
_ANSWERS = {Intent.UNKNOWN, Intent.AFTER_SALE}
"""What the answer to a question of the shop's is taken for by itself: 2, [照片] 碎了3个."""
ASKS_ORDER = re.compile(r"Which order do you mean|哪个订单")
"""The shop's question that an order's number answers."""
CUSTOM_ASKED = re.compile(r"报价还需要|印在哪个商品上|\bwe still need: |Which product shall carry it")
"""The shop's questions before custom work is priced."""
_CUSTOM_ANSWERS = {Intent.UNKNOWN, Intent.ORDER, Intent.PRICE, Intent.CUSTOM, Intent.PREFERENCE}
_ONES = re.compile(r"\bones?\b", re.IGNORECASE)
"""Stands for goods that were spoken of: the pink ones."""
_CHINESE = re.compile(r"中文|汉语|chinese|mandarin", re.IGNORECASE)
_ENGLISH = re.compile(r"英文|英语|\bin english\b|\benglish\b", re.IGNORECASE)


@dataclass(frozen=True)
class Inquiry:
    """What a buyer wants.

    Attributes:
        text: The buyer's words since the shop's last answer.
        language: Language to answer in: a remembered or stated preference, else the one they wrote in.
        order: The order the words are about, only if it is this buyer's.
        learnt: Preferences stated in these words.
        names_goods: These words themselves name goods.
        last_order: The buyer's last order, where the words ask for it or for the same again.
        is_first: The shop has not written in this conversation yet.
        last_answer: What the shop wrote last in it.
        answered_at: When it did; None where it has not.
        change: What the words make of the offers that stand, where they change them.
    """

    thread_id: str
    customer_id: str
    text: str
    language: Language
    understood: Understanding
    order: Order | None
    facts: list[Fact] = field(default_factory=list)
    learnt: tuple[Note, ...] = ()
    names_goods: bool = False
    last_order: Order | None = None
    is_first: bool = True
    last_answer: str = ""
    answered_at: datetime | None = None
    change: OfferChange | None = None

    @property
    def is_blank(self) -> bool:
        """Tell whether there is no letter and no digit in the words."""
        return not any(sign.isalnum() for sign in self.text)

    @property
    def is_greeting(self) -> bool:
        """Tell whether the words greet, or ask whether somebody is there, and say nothing else."""
        return bool(_GREETING.fullmatch(self.text)) and Intent.GREETING in self.understood.intents


def read_inquiry(ctx: JobContext) -> Inquiry | None:
    """Read the conversation of a task; None when there is none, a person has it or all is answered."""
    assert ctx.reads.messages is not None
    thread_id = next((one.removeprefix("thread:") for one in ctx.task.subject if one.startswith("thread:")), "")
    try:
        thread = ctx.reads.messages.get_thread(thread_id)
    except Retry:
        return None  # whoever handed it off named no conversation of this shop
    if thread.with_person or not thread.messages or thread.messages[-1].author != "buyer":
        return None
    words = _unanswered(thread, _handed_over(ctx, thread_id))
    if not words:
        return None
    understood = ctx.understand("\n".join(words))
    if complaint := _complaint_so_far(ctx, thread, len(words), understood):
        words = [*complaint, *words]
        understood = ctx.understand("\n".join(words))
    elif custom := _custom_so_far(ctx, thread, understood):
        words = [*custom, *words]
        understood = ctx.understand("\n".join(words))
        intents = tuple(one for one in understood.intents if one is not Intent.AFTER_SALE)
        understood = understood.model_copy(update={"intents": intents})
    elif len(words) > 1 and (last := ctx.understand(words[-1]).slots).quantity is not None:
        # who writes again before the answer means the newest count
        understood = understood.model_copy(
            update={"slots": understood.slots.model_copy(update={"quantity": last.quantity, "boxes": last.boxes})}
        )
    text = "\n".join(words)
    said = _by_itself(ctx, thread, understood, text)
    before = last_order(ctx, thread.customer_id, said, text)
    change = offer_change(ctx, thread, standing_offers(ctx, thread), ctx.understand(text), text)
    if change is not None:
        understood = change.reading(said)
    else:
        understood = _in_the_talk(ctx, thread, as_repeat(ctx, thread.customer_id, said, text), text)
    learnt = _preferences(ctx, thread.customer_id, text, understood)
    stated = next((note.value for note in learnt if note.predicate == "prefers.language"), None)
    known = ctx.memory.get(f"customer:{thread.customer_id}", "prefers.language")
    facts = _remembered(ctx, thread, known, text, understood)
    language = stated or (known.value if known else _written_in(ctx, thread, understood, text))
    answer = next((one for one in reversed(thread.messages) if one.author != "buyer"), None)
    return Inquiry(
        thread_id=thread_id,
        customer_id=thread.customer_id,
        text=text,
        language="zh" if language == "zh" else "en",
        understood=understood,
        order=_own_order(ctx, thread, understood) or _order_of_talk(ctx, thread, understood),
        facts=facts,
        learnt=learnt,
        names_goods=said.slots.sku is not None or bool(said.slots.sku_candidates),
        last_order=before,
        is_first=answer is None,
        last_answer=answer.text if answer else "",
        answered_at=answer.at if answer else None,
        change=change,
    )


def _remembered(
    ctx: JobContext, thread: Thread, known: Recollection | None, text: str, understood: Understanding
) -> list[Fact]:
    """Give what is remembered of a buyer that may matter to a text, and why it is distrusted."""
    facts: list[Fact] = []
    if known is not None:
        facts.append(
            Fact(
                id="prefers.language",
                text=known.text,
                value=known.value,
                source=f"memory:{known.id} event/{known.event}",
            )
        )
    for note in ctx.memory.recall(text, subject=f"customer:{thread.customer_id}", limit=3):
        facts.append(Fact(id=note.id, text=note.text, value=note.value, source=f"memory:{note.id} event/{note.event}"))
    if understood.suspicious:
        facts.append(Fact(id="flag", text="; ".join(understood.suspicious), source=f"shop:thread/{thread.id}"))
    return facts


def _by_itself(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read without the complaint or wish that a question, a plea or the answer to one is taken for."""
    understood = as_plea(ctx, thread, as_questions(understood, text, order=thread.order_id), text)
    if understood.slots.sku and _was_asked_which(thread) and not (understood.topics or understood.slots.reason):
        others = tuple(one for one in understood.intents if one is not Intent.AFTER_SALE)
        understood = understood.model_copy(update={"intents": others or (Intent.UNKNOWN,)})
    return understood


def _in_the_talk(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> Understanding:
    """Give what was read with what the conversation adds: goods and pieces, what was asked back, offers and orders."""
    understood = as_shown(as_small_wish(thread, in_context(ctx, thread, understood), text))
    understood = as_paid(ctx, thread, as_confirmed(thread, understood, text), text)
    understood = as_address(ctx, thread, understood, text)
    understood = as_order_wish(ctx, thread, understood, text)
    understood = as_raise(ctx, thread, as_change(ctx, thread, understood, text), text)
    understood = as_refund_talk(ctx, thread, as_answer(ctx, thread, understood, text), text)
    return with_order_of_talk(ctx, thread, understood, text)


def _written_in(ctx: JobContext, thread: Thread, understood: Understanding, text: str) -> str:
    """Give the language of a buyer's words; a number alone is of the language in which they wrote before."""
    if any(sign.isalpha() for sign in text):
        return understood.language
    earlier = (one.text for one in reversed(thread.messages) if one.author == "buyer")
    written = next((one for one in earlier if any(sign.isalpha() for sign in one)), text)
    return ctx.understand(written).language


def _handed_over(ctx: JobContext, thread_id: str) -> datetime | None:
    """Give when the staff last left the conversation to a person, who has all that was written until then."""
    rows = ctx.log.list_effects(kinds=("hand_over",), states=("done",), object_id=f"thread:{thread_id}")
    return max((row.submitted_at for row in rows if row.origin != Origin.OWNER), default=None)


def _unanswered(thread: Thread, since: datetime | None) -> list[str]:
    words: list[str] = []
    for message in reversed(thread.messages[-MOST:]):
        if message.author != "buyer" or (since is not None and message.at <= since):
            break
        words.append(message.text)
    return words[::-1]


def _complaint_so_far(ctx: JobContext, thread: Thread, unanswered: int, understood: Understanding) -> list[str]:
    """Give the buyer's words of a complaint that the shop has asked back about, where the new ones only answer that."""
    is_count = bool(COUNT_ASKED.search(last_said(thread))) and only_counts(thread.messages[-1].text)
    if not (is_count or set(understood.intents) <= _ANSWERS) or (
        understood.slots.order is not None and not ASKS_ORDER.search(last_said(thread))
    ):
        return []
    last = thread.messages[-1].text
    answers = answers_pieces(thread, last) or (act_asked(last_said(thread)) and answer_of(last))
    if order_asked_about(thread) is not None or (unanswered == 1 and answers):
        return []
    words: list[str] = []
    for message in reversed(thread.messages[-WINDOW - unanswered : -unanswered]):
        if message.author != "buyer":
            if "?" not in message.text and "？" not in message.text:
                return []
            continue
        words = [message.text, *words]
        intents = set(ctx.understand(message.text).intents)
        if Intent.AFTER_SALE in intents:
            return words
        if not intents <= _ANSWERS:
            return []
    return []


def _custom_so_far(ctx: JobContext, thread: Thread, understood: Understanding) -> list[str]:
    """Give the buyer's words of custom work that the shop has asked back about, if the new ones only answer that."""
    # a picture is taken for a complaint where nothing else is said
    shown = {Intent.AFTER_SALE} if understood.slots.evidence and not understood.slots.reason else set()
    is_answer = set(understood.intents) - shown <= _CUSTOM_ANSWERS and not understood.topics
    if not is_answer or not CUSTOM_ASKED.search(last_said(thread)):
        return []
    before = [one.text for one in thread.messages[-TALK:-1] if one.author == "buyer"]
    first = next((at for at, text in enumerate(before) if Intent.CUSTOM in ctx.understand(text).intents), None)
    return before[first:] if first is not None else []


def in_context(ctx: JobContext, thread: Thread, understood: Understanding) -> Understanding:
    """Fill in the product and the quantity that were spoken of earlier in the conversation."""
    said = understood.slots
    named = said.sku is not None or bool(said.sku_candidates)
    filled: dict[str, object] = {}
    for message in reversed(thread.messages[-TALK:-1]):
        if message.author != "buyer":
            continue
        earlier = ctx.understand(message.text).slots
        if not named and "sku" not in filled and earlier.sku is not None:
            filled["sku"] = earlier.sku
        # a quantity spoken of with another product is not meant
        meant = said.sku or filled.get("sku")
        same = earlier.sku in (None, meant) and (not earlier.sku_candidates or meant in earlier.sku_candidates)
        if said.quantity is None and said.boxes is None and "quantity" not in filled and same:
            filled |= {"quantity": earlier.quantity} if earlier.quantity is not None else {}
    if not named and "sku" not in filled and (offers := offers_of(ctx, thread)) and len(offers[-1].lines) == 1:
        # what was offered is still spoken of, however long the talk
        line = offers[-1].lines[0]
        counted = said.quantity is not None or said.boxes is not None
        filled |= {"sku": line.sku} if counted else {"sku": line.sku, "quantity": line.quantity}
    if not named and "sku" in filled and _ONES.search(thread.messages[-1].text):
        filled["sku"] = same_kind(ctx, str(filled["sku"]), thread.messages[-1].text) or filled["sku"]
    if len(understood.hints) == 1 and ctx.reads.shop.get_variant(understood.hints[0]).title in last_said(thread):
        filled["sku"] = understood.hints[0]  # the shop has just named it
    other = bool(understood.hints) and filled.get("sku") not in understood.hints
    if "sku" in filled and (other or _is_other_kind(ctx, str(filled["sku"]), thread.messages[-1].text)):
        filled = {}
    return understood.model_copy(update={"slots": said.model_copy(update=filled)}) if filled else understood


def _was_asked_which(thread: Thread) -> bool:
    """Tell whether the shop has just asked which product is meant."""
    last = last_said(thread)
    return any(words.partition("{")[0] in last for words in TEXTS["which"].values())


def _is_other_kind(ctx: JobContext, sku: str, text: str) -> bool:
    """Tell whether a text speaks of another kind of goods than a product is: of 杯垫, where it is a 冰箱贴."""
    title = ctx.reads.shop.get_variant(sku).title
    kinds = [word for word in KINDS if word in text]
    return bool(kinds) and not any(word in title for word in kinds)


def _own_order(ctx: JobContext, thread: Thread, understood: Understanding) -> Order | None:
    """Give the order that is named or the thread's; another buyer's order is nobody's business."""
    order_id = understood.slots.order or thread.order_id
    if order_id is None and Intent.ORDER_STATUS in understood.intents:
        return _newest_order(ctx, thread.customer_id, understood)
    if order_id is None:
        return None
    try:
        order = ctx.reads.shop.get_order(order_id)
    except Retry:
        return None
    return order if order.customer_id == thread.customer_id else None


def _order_of_talk(ctx: JobContext, thread: Thread, understood: Understanding) -> Order | None:
    """Give the order that came of this conversation's offer, where words without goods ask after it."""
    slots, asked = understood.slots, {Intent.DELIVERY, Intent.ORDER_STATUS}
    named = slots.order or slots.sku_candidates or understood.items
    if named or understood.suspicious or not (asked.intersection(understood.intents) or understood.topics):
        return None
    return talk_order(ctx, thread) if not standing_offers(ctx, thread) else None


def _newest_order(ctx: JobContext, customer: str, understood: Understanding) -> Order | None:
    """Give a buyer's newest order, of those that hold the goods that are named if some do."""
    orders, slots = evidence.orders_of(ctx, customer)[::-1], understood.slots
    named = {slots.sku, *slots.sku_candidates, *understood.hints, *(one.sku for one in understood.items)}
    return next((one for one in orders if named & {line.sku for line in one.lines}), next(iter(orders), None))


def _preferences(ctx: JobContext, customer: str, text: str, understood: Understanding) -> tuple[Note, ...]:
    """Note lasting wishes: language, carrier, or in the buyer's words."""
    if Intent.PREFERENCE not in understood.intents or understood.suspicious or "courier" in shop_questions_of(text):
        return ()
    found: list[tuple[str, object]] = []
    if _CHINESE.search(text):
        found.append(("prefers.language", "zh"))
    elif _ENGLISH.search(text):
        found.append(("prefers.language", "en"))
    lowered = text.lower()
    carriers = [code for name, code in CARRIERS.items() if re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", lowered)]
    if carriers:
        found.append(("prefers.carrier", carriers[0]))
    found = found or [("prefers.words", text[:500])]
    return tuple(
        Note(
            kind="preference",
            subject=f"customer:{customer}",
            predicate=predicate,
            value=value,
            source="buyer",
            text=f"{predicate} = {value}",
            event=ctx.task.id,
        )
        for predicate, value in found
    )
