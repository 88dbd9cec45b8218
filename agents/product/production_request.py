"""商品 · production request 下单生产: the owner names goods and pieces; the order is put to the owner as one effect."""

from __future__ import annotations

import re
from collections.abc import Collection

from agents.evidence import lead_days, money, waiting_like
from agents.job import ASKS, Brief, Call, JobContext, job
from agents.language import Slots
from agents.owner_acts import PRODUCTION, act_of
from agents.owner_goods import goods_ordered
from agents.owner_topics import OwnerTopic
from agents.trigger import OnIntent
from kit.facts import Fact
from kit.numerals import NUMERAL, number
from kit.text import fold
from shops.models import Variant

_COUNT = re.compile(
    rf"(?:\b(?:order|make|produce|manufacture|reorder|restock|commission)(?:\s(?:another|some|us|me))?|生产|排产|投产|订|做|下单|加单|返单|补货|备货)"
    rf"\s?({NUMERAL})",
    re.IGNORECASE,
)
"""Pieces right behind the verb, where no unit stands: ``make 500 of SKU-58``."""
_BARE = re.compile(r"(?<![A-Za-z0-9.,-])\d[\d,]*(?![A-Za-z0-9.,%-]*[\dA-Wa-wY-Zy-z%])")
NO_FACTORY = ("this platform has no factory to order from", "这个平台没有可下单的工厂")
_WORDS = {
    "which": (
        "Order {pieces} pieces of which article? Please say it with its name or SKU, e.g. “order {pieces} pieces of "
        "{sku} from the factory”. Nothing has been ordered.",
        "要向工厂下单 {pieces} 件哪个商品?请带上名称或 SKU 再说一遍,例如“向工厂下单 {pieces} 件 {sku}”。目前没有下单。",
    ),
    "several": (
        "Several articles fit, please name one: {names}. Nothing has been ordered.",
        "有几个商品符合,请选一个:{names}。目前没有下单。",
    ),
    "pieces": (
        "How many pieces of {title} ({sku}) shall the factory make? It makes {batch} or more at a time.",
        "{title}({sku})要工厂做多少件?每次至少 {batch} 件。",
    ),
    "batch": (
        "The factory makes {batch} pieces or more of {title} ({sku}) at a time; {pieces} have not been ordered.",
        "{title}({sku})工厂每次至少做 {batch} 件;{pieces} 件没有下单。",
    ),
    "cost": (
        "The cost of {title} ({sku}) is not known here, so no order can be put together.",
        "{title}({sku})的成本未知,无法下单。",
    ),
    "waits": (
        "{pieces} pieces of {title} ({sku}) wait for your decision already; nothing was asked for a second time. "
        "`shopstaff approvals list` shows them. [{id}]",
        "{title}({sku}){pieces} 件已在等您决定,没有重复提交。请看 `shopstaff approvals list`。[{id}]",
    ),
    "doubt": (
        "{pieces} pieces of {title} ({sku}) would be ordered from the factory, but your words say more than that, so "
        "nothing was done. To have it done, write “order {pieces} pieces of {sku} from the factory”.",
        "听起来要向工厂下单 {pieces} 件 {title}({sku}),但话里还有别的意思,所以什么都没有做。要做请直接写:"
        "“向工厂下单 {pieces} 件 {sku}”。",
    ),
    "order": (
        "{pieces} pieces of {title} ({sku}) at {cost} each, {total} in all; they take about {days} days. "
        "{have} are in stock, {coming} on their way.",
        "{title}({sku}){pieces} 件,成本单价 {cost},合计 {total};约 {days} 天到货。现有 {have} 件,在途 {coming} 件。",
    ),
}


@job(
    "product",
    "Production request",
    "下单生产",
    OnIntent((OwnerTopic.PRODUCTION,)),
    tools=("order_production", "get_stock"),
    action="production",
    model_use="words",
    speaks=True,
    lane="conversation",
)
def production_request(ctx: JobContext) -> Brief:
    """Put the order that the owner names to the factory through the desk; ask for the goods or the pieces that lack."""
    text = ctx.task.input["text"]
    understood = ctx.understand(text, "owner")
    slots, zh = understood.slots, understood.language == "zh"
    asked = Fact(id="asked", text=text, source=f"task:{ctx.task.id}")

    def say(name: str, *facts: Fact, **values: object) -> Brief:
        figures = {ASKS: name} if name in ("which", "several", "pieces") else {}
        draft = _WORDS[name][zh].format(**values)
        return Brief(facts=(asked, *facts), draft=draft, language=understood.language, figures=figures)

    if ctx.reads.factory is None:
        return Brief(draft=NO_FACTORY[zh], language=understood.language)
    variants = {one.sku: one for one in ctx.reads.shop.list_variants()}
    pieces, terms = _pieces(text, slots, variants), ctx.reads.factory.terms()
    act = act_of(ctx, slots)
    skus, certain = goods_ordered(text, slots, tuple(variants.values()), act.words if act is not None else "")
    if len(skus) > 1 or (skus and not certain):
        return say("several", names="; ".join(f"{variants[sku].title} ({sku})" for sku in skus))
    if not skus:
        return say("which", pieces=pieces or ("…" if zh else "N"), sku=min(variants, default="SKU"))
    variant = variants[skus[0]]
    named = {"title": variant.title, "sku": variant.sku, "batch": terms.min_batch, "pieces": pieces}
    least = Fact(id="factory", text=f"the factory makes {terms.min_batch} pieces or more", source="shop:factory/terms")
    if pieces is None:
        return say("pieces", least, **named)
    if pieces < terms.min_batch:
        return say("batch", least, **named)
    if variant.cost is None:
        return say("cost", **named)
    if (row := waiting_like(ctx, "order_production", lines=[{"sku": variant.sku, "quantity": pieces}])) is not None:
        held = Fact(id=row.id, text=row.summary, value=row.money_out, source=f"ledger:{row.id}")
        return say("waits", held, **named, id=row.id)
    if act is None or act.order != PRODUCTION:
        return say("doubt", **named)
    fact, values = _figures(ctx, variant, variant.cost, pieces)
    reason = f"the owner asked for it: {text}"
    call = Call(tool="order_production", args={"lines": [{"sku": variant.sku, "quantity": pieces}], "reason": reason})
    return say("order", fact, **named, **values).model_copy(update={"calls": (call,)})


def _pieces(text: str, slots: Slots, skus: Collection[str]) -> int | None:
    """Give the pieces named; a bare number counts right behind the verb, or where it is the only one beside SKUs."""
    if slots.quantity is not None:
        return slots.quantity
    folded = fold(text)
    found = _COUNT.search(folded)
    others = [one for one in _BARE.findall(folded) if one not in skus]
    written = found[1] if found else others[0] if len(others) == 1 else ""
    value = number(written) if written else None
    return int(value) if value is not None and value > 0 and value == int(value) else None


def _figures(ctx: JobContext, variant: Variant, cost: int, pieces: int) -> tuple[Fact, dict[str, object]]:
    """Give what the order comes to and what there is, as a fact and as the words of the answer."""
    stock, days = ctx.reads.shop.get_stock([variant.sku])[variant.sku], lead_days(ctx)
    values: dict[str, object] = {
        "cost": money(ctx, cost),
        "total": money(ctx, cost * pieces),
        "days": days,
        "have": max(0, stock.available),
        "coming": stock.incoming,
    }
    text = (
        f"{variant.title}: {pieces} pieces at {values['cost']} are {values['total']}; {days} days; "
        f"available {values['have']}, incoming {values['coming']}"
    )
    source = f"shop:variant/{variant.sku}"
    return Fact(id=f"production.{variant.sku}", text=text, value=cost * pieces, source=source, secret=True), values
