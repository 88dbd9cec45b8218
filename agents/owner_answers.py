"""The owner's answer to what an employee asked back: read together with the words that it completes."""

from __future__ import annotations

import re
from datetime import datetime

from rapidfuzz.process import extractOne

from agents.crew import Crew
from agents.job import ASKS
from agents.language import Slots
from agents.language_patterns import Intent
from agents.owner_acts import act_said, names_of
from agents.owner_goods import goods_like
from agents.owner_orders import orders_of
from agents.owner_topics import topics_of
from agents.product.prices_each import names_prices
from agents.prompt import CONVERSATION
from agents.short_answer import answer_of
from authority.task import Task
from kit.numerals import NUMERAL
from kit.text import fold, stem

ALIKE = 75
"""Likeness in percent of a word to one of a title, by which it is that word with a typing error."""
_FILLERS = re.compile(
    r"\b(?:the|a|an|of|for|it|its|is|one|ones|that|this|please|pls|thanks|i|mean|to|by|at|pieces|pcs|units|order|sku|yes|and)\b"
    r"|percent|百分之|订单|商品|编号|谢谢|[的就那这个款是要吧呢哦嗯色件只张套箱打盒元块毛角分到为按]",
    re.IGNORECASE,
)


_NOT_ALL = re.compile(
    r"^\W*(?:no\b\W*)?(?:(?:i\s(?:do\snot|don't)\smean|not)\s(?:all|both|every\s?(?:one|thing))(?:\sof\s(?:them|those|these))?\W*)?"
    r"(?:(?:just|only)\s)?(?:the\s)?|^\W*不?(?:是|要)?(?:全部|全都|全|都|所有)的?[,，\s]*(?:只要|只|就要?)?",
    re.IGNORECASE,
)
"""Before the one that is meant of several."""


def with_question(crew: Crew, text: str, now: datetime) -> str:
    """Put the owner's words behind those before them, if these were answered with a question and the words fill a gap.

    "Order 3000 pieces from the factory" … "which article?" … "SKU-58" is one order, and so with words of one title.
    Words that want something of their own stay as they are.
    """
    read = crew.understand(text, "owner")
    if set(read.intents) != {Intent.UNKNOWN} or topics_of(text) or orders_of(text) or names_prices(text, read.beside):
        return text
    before = _last_words(crew, now)
    if before is None or not _asked_back(crew, before) or act_said(text, names_of(crew.reads, text, read.slots)):
        return text
    slots = read.slots
    fills = (slots.sku, *slots.sku_candidates, slots.order, slots.quantity, slots.percent, slots.price_minor)
    told = _titled(crew, text) or _one_of_those(crew, before.input["text"], text)
    if told is None and any(one is not None for one in fills) and not _rest(crew, text, read.slots):
        told = text
    return f"{before.input['text']}\n{told}" if told else text


def _rest(crew: Crew, text: str, slots: Slots) -> str:
    """Give what words say beside the goods, numbers and orders that they name: a wish of their own fills no gap."""
    named = {slots.sku, *slots.sku_candidates}
    titles = " ".join(fold(one.title).lower() for one in crew.reads.shop.list_variants() if one.sku in named)
    words = re.findall(r"[a-z]+", titles)
    rest = _FILLERS.sub(" ", re.sub(r"[a-z\d_.-]*\d[a-z\d_.-]*", " ", fold(text).lower()))
    rest = re.sub(r"[a-z]+", lambda found: "" if extractOne(found[0], words, score_cutoff=ALIKE) else found[0], rest)
    return "".join(sign for sign in re.sub(NUMERAL, "", rest) if sign.isalpha() and sign not in titles)


def _titled(crew: Crew, text: str) -> str | None:
    """Give the SKU of the only article whose title holds all these words."""
    words = fold(text).lower().split()
    titles = {one.sku: fold(one.title).lower() for one in crew.reads.shop.list_variants()}
    found = [sku for sku, title in titles.items() if all(word in title for word in words)]
    return found[0] if words and len(found) == 1 else None


def _one_of_those(crew: Crew, before: str, text: str) -> str | None:
    """Give the SKU that words pick out of the goods named before: lunch bags … not all, just the red retrospot."""
    variants = crew.reads.shop.list_variants()
    like = goods_like(_NOT_ALL.sub("", fold(text).lower()).rstrip(" .。!！"), variants)
    said = {stem(word) for word in re.findall(r"[a-z]+", fold(before).lower())}
    shared = {
        one.sku: len(said.intersection(map(stem, re.findall(r"[a-z]+", fold(one.title).lower()))))
        + sum(part in before for part in one.title.split() if not part.isascii())
        for one in variants
        if one.sku in like
    }
    best = [sku for sku, number in shared.items() if number and number == max(shared.values())]
    return best[0] if len(best) == 1 else None


def _last_words(crew: Crew, now: datetime) -> Task | None:
    """Give the task of the owner's last words that were more than a short word which leaves all open: ok, thanks."""
    rows = crew.tasks.log.of_owner(since=now - CONVERSATION)
    return next((row for row in rows if answer_of(row.input["text"]) in (None, "no", "rests")), None)


def _asked_back(crew: Crew, task: Task) -> bool:
    briefs = [step.body for step in crew.tasks.turns(task.id) if step.kind == "brief"]
    return bool(briefs and briefs[-1].get("figures", {}).get(ASKS))
