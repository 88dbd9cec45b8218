"""Why the board recommends what it does, in words: one line of English and one of Chinese each."""

from __future__ import annotations

from decisions.board.board import EngineBoard
from decisions.board.stocking import StockLevels, StockPlan
from decisions.click_value import ClickValues
from decisions.day_view import DayView, Floats
from kit.money import format_minor


def price_reason(board: EngineBoard, view: DayView, row: int, scarce: Floats) -> tuple[str, str]:
    """Say where an article's price is walking to and what that rests on; ``scarce`` is the board's, of all articles."""
    assert board.belief is not None
    assert board.target is not None
    en, zh = board.belief.reasons()
    target = format_minor(round(float(board.target[row])), view.terms.currency)
    cost = format_minor(int(view.terms.cost[row]) + view.terms.pick_pack, view.terms.currency)
    short, days = float(scarce[row]), board.lead(view)
    dearer = f", {short:.0%} of it because stock will not last {days} days" if short >= 0.005 else ""
    dearer_zh = f",其中 {short:.0%} 因库存撑不到 {days} 天" if short >= 0.005 else ""
    other = format_minor(round(board.shadow), view.terms.currency)
    return (
        f"best price {target} at a cost of {cost}{dearer}; a piece is worth {other} to other sales; {en}",
        f"最优价 {target},成本 {cost}{dearer_zh};每件让给其他销售值 {other};{zh}",
    )


def stock_reason(plan: StockPlan, levels: StockLevels, view: DayView, row: int) -> tuple[str, str]:
    """Say why so many pieces of an article are to be made, and what doing nothing risks."""
    few = few_zh = ""
    if (lacking := plan.lacking) is not None:
        cover = view.terms.cover_days
        few = f" by your stated cover of {cover} days, for {lacking}"
        few_zh = f"(按您说明的备货 {cover} 天;尚不足以决定:{';'.join(lacking.needs_zh)})"
    pace, sd = levels.mean[row] / max(levels.days, 1), levels.sd[row]
    level, position = round(float(levels.level[row])), int(levels.position[row])
    risk = format_minor(round(float(levels.risk[row])), view.terms.currency)
    sure = f"{levels.fractile[row]:.0%}"
    if levels.shadow[row] >= 1:
        scarce = format_minor(round(float(levels.shadow[row])), view.terms.currency)
        few += f", where a piece has to bring {scarce} more than it costs since factory or money are short"
        few_zh += f"(产能或资金不足,每件须多赚 {scarce} 才安排)"
    return (
        f"{pace:.1f} ± {sd:.1f} pieces a day{few}, goods ordered now come in {levels.lead} days: up to {level} for "
        f"{levels.days} days at {sure} service, position {position}; without an order {risk} at risk",
        f"日均 {pace:.1f} ± {sd:.1f} 件{few_zh},现在下单 {levels.lead} 天到货:按 {sure} 服务水平备 {levels.days} 天的货"
        f"至 {level} 件,现有及在途 {position} 件;不补货则毛利 {risk} 有风险",
    )


def bid_reason(values: ClickValues, view: DayView, row: int, *, bid: int) -> tuple[str, str]:
    """Say what a click of a keyword is worth and where its bid goes."""
    worth, rate = format_minor(round(float(values.value[row])), view.terms.currency), f"{values.rate[row]:.2%}"
    old, new = (format_minor(one, view.terms.currency) for one in (int(view.bids[row]), bid))
    error = f"{values.error[row]:.0%}"
    return (
        f"conversion {rate}, a click is worth {worth} ± {error}, later orders in it; bid {old} to {new}",
        f"转化率 {rate},每次点击值 {worth} ± {error}(含后续复购);出价 {old} 调至 {new}",
    )
