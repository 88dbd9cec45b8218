"""推广 · creative test 主图标题测试: another wording or picture is shown to part of the visitors; what wins stays."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from agents.evidence import sales, today
from agents.job import Brief, Call, JobContext, job
from agents.promotion.ad_figures import WINDOW_DAYS
from agents.trigger import OnHandoff, at
from authority.words import word_faults
from decisions.creative_test import Arm, CreativeAdvice, advise_creative
from decisions.titles import Goods, draft_titles
from kit.facts import Fact
from memory.notes import Note
from shops.creatives import Creative, CreativeTest
from shops.models import Product

THURSDAY = 3
REST_DAYS = 60
"""A product that was tested is left alone for so long."""
TITLE_REST_DAYS = 7
CANDIDATES = 10
"""Only the products that sell most are tested: others have too few visitors to tell."""
NO_TESTS = "this platform has no creative tests"
LESSON = "creative.test"


def _work(ctx: JobContext) -> list[str]:
    """Ask daily for tests that should end, and on Thursdays, when none runs, for one to begin."""
    over = [f"creative:{test.id}" for test, _ in _over(ctx)]
    if over or today(ctx).weekday() != THURSDAY:
        return over
    found = _next(ctx)
    return [f"product:{found[0].id}"] if found else []


@job(
    "promotion",
    "Creative test",
    "主图标题测试",
    at("08:15"),
    OnHandoff(),
    tools=("start_creative_test", "stop_creative_test"),
    action="listing",
    work=_work,
)
def creative_test(ctx: JobContext) -> Brief:
    """End tests that can tell which version is opened more often, or could not in time; begin one if none runs."""
    if ctx.reads.creatives is None:
        return Brief(missing=(NO_TESTS,))
    over, zh = _over(ctx), ctx.language == "zh"
    calls = [
        Call(tool="stop_creative_test", args={"test_id": test.id, "keep": advice.keep, "reason": _reason(advice)})
        for test, advice in over
    ]
    facts = [
        Fact(
            id=f"test.{test.product_id}",
            text=_reason(advice),
            value=advice.state,
            source=f"engine:creative_test {test.id}",
        )
        for test, advice in over
    ]
    told = [f"{test.product_id}: {advice.reason_zh if zh else advice.reason}" for test, advice in over]
    new = None if over else _next(ctx)
    if new is not None:
        product, variants, reason = new
        args = {"product_id": product.id, "variants": [one.model_dump() for one in variants], "reason": reason}
        calls.append(Call(tool="start_creative_test", args=args))
        facts.append(Fact(id=f"test.{product.id}", text=reason, source=f"engine:titles product/{product.id}"))
        names = " | ".join(one.title for one in variants)
        told.append(f"开始测试 {product.id}:{names}" if zh else f"a test begins, {product.id}: {names}")
    if not told:
        told.append("没有测试可开始或结束。" if zh else "No test to begin or to end.")
    learnt = tuple(_lesson(ctx, test, advice) for test, advice in over)
    figures = {"ended": {test.product_id: advice.state for test, advice in over}, "begun": new[0].id if new else None}
    return Brief(
        facts=tuple(facts),
        calls=tuple(calls),
        draft="\n".join(told),
        figures=figures,
        learnt=learnt,
        language=ctx.language,
    )


def _over(ctx: JobContext) -> list[tuple[CreativeTest, CreativeAdvice]]:
    """Give the running tests that should end; an answer that waits, or that the owner refused, is not asked again."""
    if ctx.reads.creatives is None:
        return []
    tests = ctx.reads.creatives.list_tests(open_only=True)
    since = ctx.now - timedelta(days=30)
    asked = (
        ctx.log.list_effects(since=since, kinds=("stop_creative_test",), states=("held", "rejected")) if tests else []
    )
    answered = {(row.payload["test_id"], row.payload["keep"]) for row in asked}
    found = []
    for test in tests:
        figures = ctx.reads.creatives.test_figures(test.id)
        arms = {one.variant: Arm(shown=one.shown, clicks=one.clicks, orders=one.orders) for one in figures}
        advice = advise_creative(arms, (ctx.now - test.started_at) / timedelta(days=1))
        if advice.keep is not None and (test.id, advice.keep) not in answered:
            found.append((test, advice))
    return found


def _next(ctx: JobContext) -> tuple[Product, list[Creative], str] | None:
    """Give the best-selling product that rests from tests and edits and whose facts bear another version."""
    if ctx.reads.creatives is None or ctx.reads.creatives.list_tests(open_only=True):
        return None
    resting, typed = _resting(ctx), _typed(ctx)
    orders = Counter({sku: sum(row.orders for row in rows) for sku, rows in sales(ctx, WINDOW_DAYS).items()})
    products = {one.sku: each for each in ctx.reads.shop.list_products(limit=10_000).items for one in each.variants}
    best = sorted(orders, key=lambda sku: (-orders[sku], sku))
    for product in list(dict.fromkeys(products[sku].id for sku in best if sku in products))[:CANDIDATES]:
        one = next(each for each in products.values() if each.id == product)
        variants = _variants(one, typed) if one.listed and product not in resting else []
        if variants:
            sold = sum(orders[each.sku] for each in one.variants)
            return one, variants, _why(sold, len(variants))
    return None


def _variants(product: Product, typed: Counter[str]) -> list[Creative]:
    """Draft another title from the facts, and take the second picture as another main one."""
    goods = Goods(
        title=product.title,
        category=product.category,
        attributes=product.attributes,
        pack=product.variants[0].pack if len(product.variants) == 1 else 1,
    )
    titles = draft_titles(goods, typed, lambda text: not word_faults(text))
    pictures = [Creative(title=product.title, image=one.url) for one in product.images[1:2]]
    return [*(Creative(title=one) for one in titles[:1]), *pictures]


def _resting(ctx: JobContext) -> set[str]:
    """Give the products tested or edited lately, and those whose test waits for the owner or was refused."""
    assert ctx.reads.creatives is not None
    tested = {
        one.product_id
        for one in ctx.reads.creatives.list_tests()
        if one.started_at > ctx.now - timedelta(days=REST_DAYS)
    }
    since = ctx.now - timedelta(days=30)
    asked = ctx.log.list_effects(since=since, kinds=("start_creative_test",), states=("held", "rejected"))
    edits = ctx.log.list_effects(since=ctx.now - timedelta(days=TITLE_REST_DAYS), kinds=("edit_listing",))
    tested |= {row.payload["plan"]["product_id"] for row in asked}
    return tested | {row.payload["product_id"] for row in edits if row.payload["title"]}


def _typed(ctx: JobContext) -> Counter[str]:
    """Count the clicks of what buyers typed in the window."""
    found = Counter[str]()
    end = today(ctx)
    since = end - timedelta(days=WINDOW_DAYS)
    for row in ctx.reads.ads.search_terms(since=since, until=end) if ctx.reads.ads else ():
        found[row.term.strip().lower()] += row.clicks
    return found


def _why(orders: int, variants: int) -> str:
    return (
        f"{orders} order lines in {WINDOW_DAYS} days, and facts that its title does not say; {variants} more versions\n"
        f"近 {WINDOW_DAYS} 天 {orders} 条订单行,标题尚有事实未写;另有 {variants} 个版本参与测试"
    )


def _reason(advice: CreativeAdvice) -> str:
    return f"{advice.reason}\n{advice.reason_zh}"


def _lesson(ctx: JobContext, test: CreativeTest, advice: CreativeAdvice) -> Note:
    kept = test.variant(advice.keep or "A").title
    return Note(
        kind="lesson",
        subject=f"product:{test.product_id}",
        predicate=LESSON,
        text=f"{kept!r} is kept after {(ctx.now - test.started_at).days} days: {advice.reason}",
        value={"state": advice.state, "gains": {name: one.model_dump() for name, one in advice.gains.items()}},
        source="ledger",
        event=ctx.task.id,
    )
