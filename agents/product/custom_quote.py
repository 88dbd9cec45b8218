"""商品 · light-custom quote 轻定制: quoted where the rules fit, asked where something is missing, else a person's."""

from __future__ import annotations

from typing import Any

from agents.evidence import money
from agents.job import Brief, Call, JobContext, job
from agents.product.artwork import read_artwork
from agents.trigger import OnBuyerIntent, OnHandoff
from decisions.custom import CustomAdvice, advise_custom
from decisions.quotes import VALID_DAYS
from decisions.rights import rights_flag
from kit.facts import Fact
from shops.custom import read_processes
from shops.models import Variant

WHY: dict[str, tuple[str, str]] = {
    "unknown": ("no process or cost is known for it", "没有对应的工艺或成本"),
    "area": ("the artwork is too large", "图案面积超限"),
    "colours": ("too many colours", "颜色数超限"),
    "material": ("the material does not fit", "材质不合"),
    "line": ("the lines are too thin", "线条太细"),
    "floor": ("the price would be below the floor", "价格低于底价"),
}
"""Why custom work is a person's, English and Chinese."""
TEXTS: dict[str, dict[str, str]] = {
    "done": {
        "en": "{title} ({sku}) with {process}: {quantity} pieces at {price} each, {total} in all, set-up included. "
        "You see a proof before they are made.",
        "zh": "{title}({sku}){process}:{quantity} 件,单价 {price},合计 {total},含开版费。大货前先给您看打样图。",
    },
    "held": {
        "en": "A colleague looks at your artwork and will write to you about it.",
        "zh": "您的图稿需要同事审核,结果会告诉您。",
    },
    "rights": {
        "en": "custom work that may need somebody's consent ({flag}): {text}",
        "zh": "定制可能需要权利人同意({flag}):{text}",
    },
    "misfit": {"en": "custom work on {sku} ({why}): {text}", "zh": "{sku} 的定制({why}):{text}"},
    "which": {
        "en": "Which product shall carry it? Please send its name or item code.",
        "zh": "请问印在哪个商品上?请告知名称或货号。",
    },
    "ask": {"en": "For a price we still need: {missing}.", "zh": "报价还需要:{missing}。"},
}
MISSING: dict[str, dict[str, str]] = {
    "artwork": {"en": "the artwork as a file", "zh": "图稿文件"},
    "quantity": {"en": "how many pieces", "zh": "数量"},
    "process": {"en": "the kind of customisation ({names})", "zh": "工艺({names})"},
    "size": {"en": "the size of the print", "zh": "图案尺寸"},
    "colours": {"en": "the number of colours", "zh": "颜色数"},
}


@job(
    "product",
    "Light-custom quote",
    "轻定制",
    OnBuyerIntent(("custom",)),
    OnHandoff(),
    tools=("create_quote", "get_price", "get_stock"),
    action="quote",
    model_use="never",
    lane="conversation",
)
def custom_quote(ctx: JobContext) -> Brief:
    """Quote custom work by the product's own processes; somebody's rights, and what does not fit, are a person's."""
    language, text = ctx.language, str(ctx.task.input.get("goal", ""))
    if ctx.task.buyer is None:
        return Brief(missing=("who asks: the task has no buyer",), language=language)
    flag = rights_flag(text)
    if flag:
        return _person(ctx, TEXTS["rights"][language].format(flag=flag, text=text[:200]))
    slots = ctx.understand(text).slots
    named = [one.removeprefix("sku:") for one in ctx.task.subject if one.startswith("sku:")]
    sku = slots.sku or (named[0] if named else None)
    if sku is None:
        return _answer(ctx, {"ask": TEXTS["which"][language]})
    variant = ctx.reads.shop.get_variant(sku)
    processes = read_processes(ctx.reads.shop.get_product(variant.product_id)) if variant.listed else ()
    pieces = slots.quantity if slots.boxes is None else slots.quantity or slots.boxes * variant.pack
    advice = advise_custom(variant, processes, pieces, read_artwork(text, processes), ctx.limits.floor)
    if advice.verdict == "ask":
        names = ", ".join(one.name for one in processes)
        parts = [MISSING[name][language].format(names=names) for name in advice.missing]
        return _answer(ctx, {"ask": TEXTS["ask"][language].format(missing=_join(parts, language))})
    if advice.verdict == "person" or advice.process is None:
        why = WHY[advice.why][language == "zh"]
        return _person(ctx, TEXTS["misfit"][language].format(sku=sku, why=why, text=text[:200]))
    return _quote(ctx, variant, advice)


def _quote(ctx: JobContext, variant: Variant, advice: CustomAdvice) -> Brief:
    process, language = advice.process, ctx.language
    assert process is not None
    values = {
        "title": variant.title,
        "sku": variant.sku,
        "process": process.name,
        "quantity": advice.quantity,
        "price": money(ctx, advice.unit_price),
        "total": money(ctx, advice.unit_price * advice.quantity),
    }
    threads = [one.removeprefix("thread:") for one in ctx.task.subject if one.startswith("thread:")]
    line = {"sku": variant.sku, "quantity": advice.quantity, "unit_price": advice.unit_price, "custom": process.name}
    reason = (
        f"ladder's price at {advice.quantity} pieces, {process.name} {money(ctx, process.unit_fee)} a piece, set-up "
        f"{money(ctx, process.set_up_fee)} spread over them; proof in {process.proof_days} days"
    )
    args = {"customer_id": ctx.task.buyer, "thread_id": threads[0] if threads else "", "lines": [line]}
    call = Call(tool="create_quote", args=args | {"valid_days": VALID_DAYS, "reason": reason})
    source = f"engine:custom variant/{variant.sku}"
    fact = Fact(id=f"custom.{variant.sku}", text=reason, value=advice.unit_price, source=source)
    reply = {"done": TEXTS["done"][language].format(**values)}
    reply |= {name: TEXTS["held"][language] for name in ("held", "refused")}
    figures: dict[str, Any] = {"reply": reply, "proof_days": process.proof_days, "unit_price": advice.unit_price}
    return Brief(facts=(fact,), calls=(call,), draft=reply["done"], figures=figures, language=language)


def _person(ctx: JobContext, note: str) -> Brief:
    return _answer(ctx, {"held": TEXTS["held"][ctx.language]}, person=note)


def _answer(ctx: JobContext, reply: dict[str, str], *, person: str = "") -> Brief:
    figures: dict[str, Any] = {"reply": reply} | ({"person": person} if person else {})
    return Brief(draft=next(iter(reply.values())), figures=figures, language=ctx.language)


def _join(parts: list[str], language: str) -> str:
    return ("、" if language == "zh" else ", ").join(parts)
