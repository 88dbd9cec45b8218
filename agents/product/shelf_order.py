"""商品 · shelf order 上下架: the owner has a product taken off sale, or put back; putting back is approved by hand."""

from __future__ import annotations

from collections.abc import Sequence

from agents.evidence import waiting_like
from agents.job import ASKS, Brief, Call, JobContext, job
from agents.language import Slots
from agents.owner_acts import act_of, last_done, refused_since
from agents.owner_goods import goods_ordered
from agents.owner_orders import OwnerOrder, wants_more
from agents.trigger import OnIntent
from kit.facts import Fact

_WORDS = {
    "which": (
        "Which product? Please give its name or SKU. Nothing was done.",
        "请说明是哪个商品(名称或 SKU)。目前什么都没有做。",
    ),
    "several": (
        "Several products fit, please pick one: {names}. Nothing was done.",
        "有几个商品符合,请选一个:{names}。目前什么都没有做。",
    ),
    "one": (
        "That may be {names}. If you mean it, answer with its SKU. Nothing was done.",
        "您说的可能是 {names}。如果是,请回复它的 SKU。目前什么都没有做。",
    ),
    "it": (
        "That may mean what you ordered just now or {names} before it, so nothing was done. Please name which.",
        "可能是指您刚才说的,也可能是之前的 {names},所以什么都没有做。请说出是哪个。",
    ),
    "is_on": ("{title} ({sku}) is on sale already; nothing was done.", "{title}({sku})已在售,什么都没有做。"),
    "is_off": ("{title} ({sku}) is off sale already; nothing was done.", "{title}({sku})已下架,什么都没有做。"),
    "variant": (
        "{title} ({sku}) is off sale by itself, not with its product; I cannot put it back, so nothing was done. Do it "
        "in your shop's own back office.",
        "{title}({sku})是单独停售的规格,我无法恢复,所以什么都没有做。请在店铺后台操作。",
    ),
    "waits": (
        "{title} ({sku}) waits for your decision already; nothing was asked for a second time. "
        "`shopstaff approvals list` shows it. [{id}]",
        "{title}({sku})已在等您决定,没有重复提交。请看 `shopstaff approvals list`。[{id}]",
    ),
    "doubt_on": (
        "{title} ({sku}) would be put back on sale, but your words say more than that, so nothing was done. To have it "
        "done, write “relist {sku}”.",
        "听起来要把 {title}({sku})重新上架,但话里还有别的意思,所以什么都没有做。要做请直接写:“重新上架 {sku}”。",
    ),
    "doubt_off": (
        "{title} ({sku}) would be taken off sale, but your words say more than that, so nothing was done. To have it "
        "done, write “delist {sku}”.",
        "听起来要下架 {title}({sku}),但话里还有别的意思,所以什么都没有做。要做请直接写:“下架 {sku}”。",
    ),
    "on": (
        "To be put back on sale: {title} ({sku}). Only your approval puts goods back: `shopstaff approvals list`.",
        "待重新上架:{title}({sku})。上架须您批准才生效:`shopstaff approvals list`。",
    ),
    "off": ("To be taken off sale: {title} ({sku}).", "要下架:{title}({sku})。"),
}


@job(
    "product",
    "Shelf order",
    "上下架",
    OnIntent((OwnerOrder.SHELF,)),
    tools=("take_off_shelf", "put_on_shelf"),
    action="quality",
    speaks=True,
    lane="conversation",
)
def shelf_order(ctx: JobContext) -> Brief:
    """Take the product that the owner names off sale or put it back, through the desk."""
    text = ctx.task.input["text"]
    understood = ctx.understand(text, "owner")
    slots, zh, act = understood.slots, understood.language == "zh", act_of(ctx, understood.slots)
    is_plain = act is not None and act.order == OwnerOrder.SHELF
    on = act.more if act is not None and is_plain else bool(wants_more(OwnerOrder.SHELF, text))
    words = act.words if act is not None and is_plain else ""
    skus, certain = _meant(ctx, slots, words, on if act is not None and act.bare else None)

    def say(name: str, *facts: Fact, **values: object) -> Brief:
        figures = {ASKS: name} if name in ("which", "several", "one") else {}
        return Brief(
            facts=facts, draft=_WORDS[name][zh].format(**values), language=understood.language, figures=figures
        )

    if not skus:
        return say("which")
    if act is not None and act.bare and refused_since(ctx):
        return say("it", names=_names(ctx, skus))
    if len(skus) > 1 or not certain:
        return say("several" if len(skus) > 1 else "one", names=_names(ctx, skus))
    variant = ctx.reads.shop.get_variant(skus[0])
    product = ctx.reads.shop.get_product(variant.product_id)
    named = {"title": variant.title, "sku": variant.sku}
    state = (
        f"{product.title} is {'on' if product.listed else 'off'} sale: {', '.join(one.sku for one in product.variants)}"
    )
    fact = Fact(id="shelf", text=state, value=product.listed, source=f"shop:product/{product.id}")
    if product.listed == on:
        return say("variant" if on and not variant.listed else "is_on" if on else "is_off", fact, **named)
    if (row := waiting_like(ctx, "set_listed", product_id=product.id, listed=on)) is not None:
        return say("waits", fact, **named, id=row.id)
    if not is_plain:
        return say("doubt_on" if on else "doubt_off", fact, **named)
    args = {"product_id": product.id, "reason": f"the owner asked for it: {text}"}
    call = Call(tool="put_on_shelf" if on else "take_off_shelf", args=args)
    return say("on" if on else "off", fact, **named).model_copy(update={"calls": (call,)})


def _meant(ctx: JobContext, slots: Slots, words: str, on: bool | None) -> tuple[tuple[str, ...], bool]:
    """Give the SKUs that are named, and whether for certain.

    Of words that name none and shall undo it (relist it) those of the last order.
    """
    skus, certain = goods_ordered(ctx.task.input["text"], slots, ctx.reads.shop.list_variants(), words)
    if skus or on is None:
        return skus, certain
    rows = [row for row in last_done(ctx.log, ctx.now) if row.kind == "set_listed" and row.payload["listed"] != on]
    products = {row.payload["product_id"] for row in rows}
    return tuple(ctx.reads.shop.get_product(one).variants[0].sku for one in sorted(products)), True


def _names(ctx: JobContext, skus: Sequence[str]) -> str:
    return "; ".join(f"{ctx.reads.shop.get_variant(sku).title} ({sku})" for sku in skus)
