"""What a listing states of its goods that buyers ask about: size, material, weight, magnet, how long a sample takes.

It is public as the listing is, so it may be told to a buyer in the words of :func:`phrase`.
"""

from __future__ import annotations

from typing import Literal

from shops.models import Product, Variant

LABELS: dict[str, tuple[str, str]] = {
    "size": ("size", "尺寸"),
    "material": ("material", "材质"),
    "weight": ("weight", "重量"),
    "magnet": ("magnet strength", "磁力"),
    "sample_time": ("sample time", "打样时间"),
}
_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "size": ("尺寸", "规格", "size", "dimensions"),
    "material": ("材质", "材料", "material"),
    "weight": ("重量", "净重", "weight"),
    "magnet": ("磁力", "吸力", "magnet", "magnet strength"),
}
"""Names of the attributes in which it stands."""
LONGEST = 60
"""Signs of a value; a longer one is a text, no fact to be told in passing."""


def stated(product: Product, variant: Variant) -> dict[str, tuple[str, str]]:
    """Give what is stated of a variant by kind, in English and in Chinese.

    Example:
        A product with ``{"尺寸": "5 cm", "sample_lead_days": "2"}`` gives
        ``{"size": ("5 cm", "5 cm"), "sample_time": ("2 days", "2 天")}``.
    """
    by_name = {name.strip().lower(): value.strip() for name, value in product.attributes.items()}
    found = {
        kind: (value, value)
        for kind, names in _ATTRIBUTES.items()
        if (value := next((by_name[name] for name in names if by_name.get(name)), "")) and len(value) <= LONGEST
    }
    if variant.weight_g:
        found["weight"] = (f"{variant.weight_g} g", f"{variant.weight_g} 克")
    if (days := by_name.get("sample_lead_days", "")).isdigit():
        found["sample_time"] = (f"{days} days", f"{days} 天")
    return found


def phrase(kind: str, value: tuple[str, str], language: Literal["zh", "en"]) -> str:
    """Name one thing that is stated, e.g. ``size 5 cm`` or ``尺寸 5 cm``."""
    at = 1 if language == "zh" else 0
    return f"{LABELS[kind][at]} {value[at]}"
