"""What no one sees of an article before it has been used: its share of faults, and its quality."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenarios.market.goods import Floats
from scenarios.market.streams import stream
from scenarios.world_spec import WorldSpec


def defect_rate(spec: WorldSpec, sku: str, seed: int) -> float:
    """Give an article's hidden share of lines with faulty pieces: gamma around the mean, so that few are much worse.

    Better articles (:func:`quality`) are faulty less often, as far as the world says.
    """
    terms = spec.aftersale
    rate = float(stream(seed, "defect", sku).gamma(terms.defect_shape, 1 / terms.defect_shape)) * terms.defect_share
    if spec.quality.spread:
        rate *= float(np.exp(-spec.quality.defects * quality(spec, sku, seed) / spec.quality.spread))
    return min(0.5, rate)


def quality(spec: WorldSpec, sku: str, seed: int) -> float:
    """Give an article's hidden quality: logits that an order of it adds to the buyer's staying."""
    if not spec.quality.spread:
        return 0.0
    return spec.quality.spread * float(stream(seed, "quality", sku).standard_normal())


def defect_rates(spec: WorldSpec, skus: Sequence[str], seed: int) -> Floats:
    """Give ``[J]`` the shares of faulty lines."""
    return np.array([defect_rate(spec, sku, seed) for sku in skus])


def qualities(spec: WorldSpec, skus: Sequence[str], seed: int) -> Floats:
    """Give ``[J]`` the hidden qualities."""
    return np.array([quality(spec, sku, seed) for sku in skus])
