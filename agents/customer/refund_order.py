"""客户 · refund order 老板退款: the owner has money given back; the line is found or asked for, the desk decides."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from agents.customer.refund_said import LAST, says_refund_only
from agents.evidence import done_like, money, orders_of, waiting_like
from agents.job import ASKS, Brief, Call, JobContext, job
from agents.language import Slots
from agents.owner_goods import most_like
from agents.owner_orders import OwnerOrder
from agents.trigger import OnIntent
from kit.errors import Retry
from kit.facts import Fact
from kit.text import fold, prices
from shops.models import Order, OrderLine, PaymentStatus

MOST = 5
_NAME = re.compile(r"(?<![\w.-])(?=[\w-]*\d)[\w-]{4,}(?![\w.]*\d)", re.ASCII)
_WHOLE = re.compile(r"\b(?:in full|full(?:y)?|whole|all of it|everything)\b|全额|全部|全退|整单", re.IGNORECASE)
_MONEY = re.compile(r"\b(?:the|their|his|her|all)\smoney\b|\bmoney\sback\b|的货?[钱款]|货款|全退", re.IGNORECASE)
_SOME = re.compile(r"\b(?:some|part(?:ly|ial(?:ly)?)?|half|bit)\b|部分|一半|一些|一点|点钱|差价|多少", re.IGNORECASE)
"""The money of an order or of goods is all of it, but where only some is said."""
_PARTS = re.compile(r"[,，;；、。\n和及跟]|还有|\band\b", re.IGNORECASE)
"""Between goods that each get a sum back."""
_AGAIN = re.compile(r"\b(?:again|another|second|more)\b|再|又|还要", re.IGNORECASE)
_WORDS = {
    "whom": (
        "Whose money, of which order? Please say it with the order's number or the buyer's id, e.g. “refund AMOUNT of "
        "order NUMBER”. Nothing was done.",
        "要退哪个订单、哪位买家的钱?请带上订单号或买家编号再说一遍,例如“给订单 订单号 退款 金额”。目前什么都没有做。",
    ),
    "people": (
        "You name several orders or buyers; I refund one at a time, so nothing was done.",
        "一次只能退一位买家或一个订单,您说了几个,所以什么都没有做。",
    ),
    "amount": (
        "How much, in {currency}? Please give the sum, or say “in full”. Nothing was done.",
        "退多少({currency})?请给出金额,或说“全额”。目前什么都没有做。",
    ),
    "none": (
        "No paid line of {of} has {amount} left to give back; nothing was done. Most that one line has left: {most}.",
        "{of} 没有可退 {amount} 的已付款商品行,什么都没有做。单行最多可退:{most}。",
    ),
    "unpaid": (
        "{of} has no paid line with money left to give back; nothing was done.",
        "{of} 没有还能退款的已付款商品行,什么都没有做。",
    ),
    "line": (
        "Of which line shall {amount} go back? Please name the order and, of several goods, the SKU. "
        "Nothing was done.\n{lines}",
        "{amount} 要退在哪一行?请说明订单号,几种商品时也请带上 SKU。目前什么都没有做。\n{lines}",
    ),
    "several": (
        "No one order of {of} has exactly one paid line with so much left for each of {lines}; nothing was done. "
        "Please name the order's number.",
        "{of} 没有哪一个订单的商品行正好各能退:{lines}。什么都没有做,请说明订单号。",
    ),
    "sums": (
        "You name several sums, so nothing was done. Please say one, or each with its goods, e.g. “refund order "
        "NUMBER: AMOUNT for SKU, AMOUNT for SKU”.",
        "您说了几个金额,所以什么都没有做。请只说一个,或逐一说明商品,例如“给订单 订单号 退 SKU 金额,SKU 金额”。",
    ),
    "doubt": (
        "Back from order {order}: {lines}? Your words say more than that, so nothing was done. To have it done, write "
        "“{plainly}”.",
        "是要从订单 {order} 退:{lines} 吗?话里还有别的意思,所以什么都没有做。要做请直接写:“{plainly}”。",
    ),
    "waits": (
        "That refund waits for your decision already; nothing was asked for a second time. "
        "`shopstaff approvals list` shows it. [{id}]",
        "这笔退款已在等您决定,没有重复提交。请看 `shopstaff approvals list`。[{id}]",
    ),
    "again": (
        "That sum went back on that line today already, so nothing was done [{id}]. If a second one is meant, say "
        "“refund … again”.",
        "这一行今天已退过同样的金额,所以什么都没有做[{id}]。如果要再退一笔,请说“再退 …”。",
    ),
    "refund": (
        "{amount} back to {buyer}, order {order}: {title} ({sku}), {left} left to give back before.",
        "退给 {buyer} {amount},订单 {order}:{title}({sku}),此前可退 {left}。",
    ),
}


@dataclass(frozen=True)
class _Line:
    """A paid line and what of its money is still with the shop, in minor units."""

    order: Order
    line: OrderLine
    left: int


@job(
    "customer",
    "Refund order",
    "老板退款",
    OnIntent((OwnerOrder.REFUND,)),
    tools=("issue_refund",),
    action="refund",
    speaks=True,
    lane="conversation",
)
def refund_order(ctx: JobContext) -> Brief:
    """Give money back as the owner says, through the desk; ask for the order, the line or the sum that lacks.

    Several goods with a sum each are lines of one order, all or none.
    """
    text = ctx.task.input["text"]
    understood = ctx.understand(text, "owner")
    slots, zh = understood.slots, understood.language == "zh"

    def say(name: str, *facts: Fact, **values: object) -> Brief:
        figures = {} if name in ("refund", "waits", "several", "sums") else {ASKS: name}
        draft = _WORDS[name][zh].format(**values)
        return Brief(facts=facts, draft=draft, language=understood.language, figures=figures)

    meant = _meant(ctx, text, slots.order)
    if not meant:
        return say("whom")
    if len(meant) > 1:
        return say("people")
    ((of, orders),) = meant.items()
    if LAST.search(fold(text)):
        orders = orders[-1:]
    is_plain = says_refund_only(text, _names(ctx, meant))
    if several := _several(ctx, text):
        chosen = _of_one_order(orders, several)
        if not chosen:
            return say("several", of=of, lines=_listed(ctx, several))
        return _done(ctx, chosen, zh=zh, is_plain=is_plain)
    if len(prices(text)) > 1:
        return say("sums")
    amount, (lines, is_of_goods, is_apart) = slots.price_minor or 0, _lines_named(ctx, _lines(orders), slots)
    whole = _is_whole(text, slots, is_of_goods=is_of_goods)
    if amount <= 0 and (not whole or prices(text)):
        return say("amount", currency=ctx.info.currency)
    fits = [one for one in lines if one.left >= max(amount, 1)]
    shown = money(ctx, amount) if amount > 0 else ("全款" if zh else "all")
    by_left = sorted(lines, key=lambda one: one.left, reverse=True)
    facts = tuple(_fact(ctx, one) for one in (fits or by_left)[:MOST])
    if not by_left:
        return say("unpaid", of=of)
    if not fits:
        return say("none", *facts, of=of, amount=shown, most=money(ctx, by_left[0].left))
    one_order = len({one.order.id for one in fits}) == 1
    if whole and not amount and one_order and (not is_of_goods or is_apart):
        return _done(ctx, [(one, one.left) for one in fits], zh=zh, is_plain=is_plain)
    if len(fits) > 1:
        return say("line", *facts, amount=shown, lines="\n".join(f"- {fact.text} [{fact.id}]" for fact in facts))
    return _done(ctx, [(fits[0], amount or fits[0].left)], zh=zh, is_plain=is_plain)


def _is_whole(text: str, slots: Slots, *, is_of_goods: bool) -> bool:
    """Tell whether all the money is meant: that is said, or goods are named with no count of pieces beside them."""
    folded = fold(text)
    if _WHOLE.search(folded):
        return True
    return not _SOME.search(folded) and (bool(_MONEY.search(folded)) or (is_of_goods and slots.quantity is None))


def _done(ctx: JobContext, chosen: list[tuple[_Line, int]], *, zh: bool, is_plain: bool) -> Brief:
    """Give the sums back, each on its line; of words that say more than that, only say what would be and how."""
    if is_plain:
        return _together([_given_back(ctx, one, amount, zh=zh) for one, amount in chosen])
    order = chosen[0][0].order.id
    sums = [f"{one.line.title} ({one.line.sku}) {money(ctx, amount)}" for one, amount in chosen]
    said = [f"{one.line.sku} {money(ctx, amount)}" for one, amount in chosen]
    plainly = f"{order} 退 {','.join(said)}" if zh else f"refund order {order}: {', '.join(said)}"
    facts = tuple(_fact(ctx, one) for one, _ in chosen)
    facts += tuple(
        Fact(id=f"asked.{one.line.id}", text=money(ctx, amount), value=amount, source=f"task:{ctx.task.id}")
        for one, amount in chosen
    )
    draft = _WORDS["doubt"][zh].format(order=order, lines="; ".join(sums), plainly=plainly)
    return Brief(facts=facts, draft=draft, language="zh" if zh else "en")


def _names(ctx: JobContext, meant: dict[str, list[Order]]) -> list[str]:
    """Give what the words may name beside a refund: orders, buyers, and the goods on these orders."""
    found = dict.fromkeys(meant)
    for order in (one for orders in meant.values() for one in orders):
        buyer = ctx.reads.shop.get_customer(order.customer_id)
        found |= dict.fromkeys((order.id, buyer.id, buyer.name))
        found |= dict.fromkeys(name for line in order.lines for name in (line.title, line.sku))
    return list(found)


def _lines_named(ctx: JobContext, lines: list[_Line], slots: Slots) -> tuple[list[_Line], bool, bool]:
    """Give the lines of the goods that the words name, and whether they name any: 山竹 is the only one of an order.

    The last tells whether each of several goods is named by itself (the lunch box and the parasol), one line each.
    """
    titles = {one.line.sku: one.line.title for one in lines}
    parts = [most_like(titles, part) for part in _PARTS.split(fold(ctx.task.input["text"]))]
    several = {named[0] for named in parts if len(named) == 1} | ({slots.sku} if slots.sku else set())
    if len(several) > 1:
        found = [one for one in lines if one.line.sku in several]
        return found, True, len(found) == len(several)
    if slots.sku is not None:
        return [one for one in lines if one.line.sku == slots.sku], True, False
    named = most_like(titles, ctx.task.input["text"])
    # five are as many as are listed: there may be more that fit
    likely = [one for one in named if one in slots.sku_candidates] if len(slots.sku_candidates) < MOST else []
    found = [one for one in lines if one.line.sku in (likely if len(likely) == 1 else named)]
    return (found, True, False) if found else (lines, False, False)


def _several(ctx: JobContext, text: str) -> dict[str, int]:
    """Give the sums in minor units by SKU where the words name several goods, each with a sum of its own; else none."""
    parts = [part for part in _PARTS.split(fold(text)) if prices(part)]
    read = [ctx.understand(part, "owner").slots for part in parts]
    sums = {one.sku: one.price_minor or 0 for one in read if one.sku is not None}
    one_each = len(prices(text)) == len(parts) == len(sums) > 1 and all(amount > 0 for amount in sums.values())
    return sums if one_each else {}


def _of_one_order(orders: list[Order], sums: dict[str, int]) -> list[tuple[_Line, int]]:
    """Give a line for each sum, all of the only order that has one for each; none where that is not plain."""
    found = []
    for order in orders:
        fits = {sku: [one for one in _lines([order], sku) if one.left >= amount] for sku, amount in sums.items()}
        if all(len(lines) == 1 for lines in fits.values()):
            found.append([(fits[sku][0], amount) for sku, amount in sums.items()])
    return found[0] if len(found) == 1 else []


def _listed(ctx: JobContext, sums: dict[str, int]) -> str:
    return ", ".join(f"{sku} {money(ctx, amount)}" for sku, amount in sums.items())


def _together(briefs: list[Brief]) -> Brief:
    """Make one of the briefs of several lines."""
    facts = {fact.id: fact for one in briefs for fact in one.facts}
    return briefs[0].model_copy(
        update={
            "facts": tuple(facts.values()),
            "calls": tuple(call for one in briefs for call in one.calls),
            "draft": "\n".join(one.draft for one in briefs),
        }
    )


def _given_back(ctx: JobContext, one: _Line, amount: int, *, zh: bool) -> Brief:
    language: Literal["zh", "en"] = "zh" if zh else "en"
    args = {"order_id": one.order.id, "line_id": one.line.id, "amount": amount}
    if (row := waiting_like(ctx, "issue_refund", **args)) is not None:
        return Brief(facts=(_fact(ctx, one),), draft=_WORDS["waits"][zh].format(id=row.id), language=language)
    again = _AGAIN.search(fold(ctx.task.input["text"]))
    if not again and (row := done_like(ctx, "issue_refund", timedelta(hours=24), **args)) is not None:
        return Brief(facts=(_fact(ctx, one),), draft=_WORDS["again"][zh].format(id=row.id), language=language)
    draft = _WORDS["refund"][zh].format(
        amount=money(ctx, amount),
        buyer=one.order.customer_id,
        order=one.order.id,
        title=one.line.title,
        sku=one.line.sku,
        left=money(ctx, one.left),
    )
    reason = f"the owner asked for it: {ctx.task.input['text']}"
    asked = Fact(id="asked", text=ctx.task.input["text"], source=f"task:{ctx.task.id}")
    call = Call(tool="issue_refund", args=args | {"reason": reason})
    return Brief(facts=(asked, _fact(ctx, one)), calls=(call,), draft=draft, language=language)


def _meant(ctx: JobContext, text: str, order_id: str | None) -> dict[str, list[Order]]:
    """Give the orders that the words name, else those of the buyers that they name, by that name."""
    names = dict.fromkeys([*([order_id] if order_id else []), *_NAME.findall(fold(text))])
    orders: dict[str, list[Order]] = {}
    buyers: dict[str, list[Order]] = {}
    for name in names:
        try:
            orders[name] = [ctx.reads.shop.get_order(name)]
        except Retry:
            try:
                ctx.reads.shop.get_customer(name)
            except Retry:
                continue
            buyers[name] = orders_of(ctx, name)
    return orders or buyers


def _lines(orders: list[Order], sku: str | None = None) -> list[_Line]:
    """Give the paid lines with money left, newest first, of one article if it is named."""
    return [
        _Line(order, line, line.paid - line.refunded)
        for order in sorted(orders, key=lambda one: one.placed_at, reverse=True)
        if order.payment is PaymentStatus.PAID
        for line in order.lines
        if line.paid > line.refunded and sku in (None, line.sku)
    ]


def _fact(ctx: JobContext, one: _Line) -> Fact:
    day = one.order.placed_at.astimezone(ctx.zone).date()
    text = f"{one.order.id} {day}: {one.line.quantity} × {one.line.title} ({one.line.sku}), {money(ctx, one.left)}"
    return Fact(id=one.line.id, text=text, value=one.left, source=f"shop:order/{one.order.id}")
