"""How buyers choose: a nested logit (buy at all, then what), several lines by ranked utility, quantities in packs.

Utility of article j for segment s: ``u = alpha_j + autumn_j − beta_s (p_sj / ref_j − 1)``, where ``p_sj`` is the
ladder's price at the segment's usual quantity. The inclusive value ``I = ln Σ exp(u)`` over what is on the shelf and
in stock moves the decision to buy: ``logit P = logit P0 + nest_s (I − I0)``, with ``I0`` at the starting prices and
full shelves. Lines of one basket are the k best of ``u + Gumbel``, which is choice by shares without replacement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.market.goods import Floats, Goods
from scenarios.world_spec import WorldSpec
from shops.models import Tier
from shops.terms import ladder_price

Bools = NDArray[np.bool_]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Shelf:
    """What buyers meet: ``price[S, J]`` at each segment's usual quantity, what is listed, pieces available."""

    ladders: tuple[tuple[Tier, ...], ...]
    price: Floats
    listed: Bools
    available: NDArray[np.int64]


@dataclass(frozen=True)
class Taste:
    """Utilities and probabilities of one moment.

    Attributes:
        utility: ``[S, J]``.
        intent: ``[K + 1, J]`` extra utility by keyword; the last row is no keyword.
        buy: ``[3, S, K + 1]`` probability that a visit orders, by origin (known, search, ads).
        buy_full: The same with everything listed in stock, to tell what stock-outs lose.
    """

    utility: Floats
    intent: Floats
    buy: Floats
    buy_full: Floats


@dataclass(frozen=True)
class Pull:
    """What moves demand beside the shop: utility of ``articles`` ``[J]`` or ``[S, J]``, logits by origin ``[3]``."""

    articles: Floats
    origins: Floats


def usual_quantities(goods: Goods, sizes: Sequence[float]) -> NDArray[np.int64]:
    """Give ``[S, J]`` the pieces at which each segment looks up the ladder."""
    pieces: NDArray[np.int64] = np.maximum(1, np.rint(np.outer(sizes, goods.median))).astype(np.int64)
    return pieces


def shelf_prices(ladders: Sequence[Sequence[Tier]], quantities: NDArray[np.int64]) -> Floats:
    """Give ``[S, J]`` the ladders' prices at the segments' usual quantities."""
    return np.array(
        [
            [ladder_price(ladder, int(pieces)) for ladder, pieces in zip(ladders, row, strict=True)]
            for row in quantities
        ],
        dtype=float,
    )


def tastes(
    spec: WorldSpec,
    goods: Goods,
    shelf: Shelf,
    *,
    start: Floats,
    intent: Floats,
    autumn: float,
    pull: Pull | None = None,
) -> Taste:
    """Work out utilities and probabilities.

    Args:
        spec: The world.
        goods: Its articles.
        shelf: What buyers meet now.
        start: ``[S, J]`` prices at the start.
        intent: ``[K + 1, J]`` extra utility by keyword.
        autumn: Progress of the autumn, 0..1.
        pull: What shocks, rivals and reviews add; None for nothing.
    """
    slope = np.array([segment.price_slope for segment in spec.segments])[:, None]
    nest = np.array([segment.nest for segment in spec.segments])[:, None]
    wanted = goods.alpha + spec.traffic.article_season_weight * autumn * goods.autumn
    lift = np.exp(intent)
    at_start = utilities(wanted, slope, start, goods.ref)
    reference = inclusive(at_start, lift, np.ones(len(goods.skus), dtype=bool))
    utility = utilities(wanted if pull is None else wanted + pull.articles, slope, shelf.price, goods.ref)
    logit = first_logits(spec) + (0.0 if pull is None else pull.origins)

    def buy(allowed: Bools) -> Floats:
        return buy_chances(logit, nest, inclusive(utility, lift, allowed), reference)

    return Taste(
        utility=utility,
        intent=intent,
        buy=buy(shelf.listed & (shelf.available > 0)),
        buy_full=buy(shelf.listed),
    )


def first_logits(spec: WorldSpec) -> Floats:
    """Give ``[3]`` the logits of an order by origin (known, search, ads) at the starting prices."""
    base = np.array([spec.traffic.conversion_known, spec.traffic.conversion_search, spec.traffic.conversion_ads])
    logits: Floats = np.log(base / (1 - base))
    return logits


def utilities(wanted: Floats, slope: Floats, price: Floats, ref: Floats) -> Floats:
    """Give ``[S, J]`` utilities: what is wanted, less the slope ``[S, 1]`` times price over reference less one."""
    return np.clip(wanted - slope * (price / ref - 1), -30, 12)


def buy_chances(logit: Floats, nest: Floats, now: Floats, reference: Floats) -> Floats:
    """Give ``[3, S, K + 1]`` the chances that a visit orders: ``sigmoid(logit + nest (I − I0))``."""
    return _sigmoid(logit[:, None, None] + nest * (now - reference))


def ranked(utility: Floats, luck: Floats, lines: NDArray[np.int64], allowed: Bools) -> tuple[Rows, Rows]:
    """Choose the articles of baskets, all at once; see :func:`best`.

    Returns:
        ``basket`` and ``article`` of each line, basket by basket, best first.
    """
    value = np.where(allowed, utility + luck, -np.inf)
    order = np.argsort(-value, axis=1, kind="stable")
    taken = np.arange(order.shape[1]) < np.minimum(lines, int(allowed.sum()))[:, None]
    return np.nonzero(taken)[0], order[taken]


def best(utility: Floats, luck: Floats, lines: NDArray[np.int64], allowed: Bools) -> list[NDArray[np.int64]]:
    """Choose the articles of baskets.

    Args:
        utility: ``[n, J]`` utilities.
        luck: ``[n, J]`` Gumbel draws.
        lines: ``[n]`` lines wanted.
        allowed: ``[J]`` what can be chosen.

    Returns:
        For each basket its articles, best first; fewer than wanted if fewer are allowed.
    """
    basket, article = ranked(utility, luck, lines, allowed)
    return np.split(article, np.searchsorted(basket, np.arange(1, len(utility)))) if len(utility) else []


def inclusive(utility: Floats, lift: Floats, allowed: Bools) -> Floats:
    """Give ``[S, K + 1]`` logs of the summed exponentials over what is allowed; -30 when nothing is.

    Args:
        utility: ``[S, J]``.
        lift: ``[K + 1, J]`` exponentials of the extra utility by keyword.
        allowed: ``[J]``.
    """
    if not allowed.any():
        return np.full((len(utility), len(lift)), -30.0)
    if allowed.all():
        return np.log(np.exp(utility) @ lift.T)
    total: Floats = np.exp(utility[:, allowed]) @ lift[:, allowed].T
    return np.log(total)


def _sigmoid(value: Floats) -> Floats:
    result: Floats = 1 / (1 + np.exp(-np.clip(value, -40, 40)))
    return result
