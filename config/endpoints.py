"""Which endpoints the settings name: their addresses, keys and prices. Nothing is called here."""

from __future__ import annotations

import os

from config.models import ModelData, Preset, Price
from config.settings import RULES_MODEL, Settings
from kit.errors import Misconfigured


def chain_of(settings: Settings) -> list[str]:
    """Give the models that the settings name, in order, e.g. ``["qwen:qwen-plus", "rules"]``."""
    items = [item.strip() for item in settings.model.split(",") if item.strip()]
    if not items or len(set(items)) < len(items):
        raise Misconfigured(
            f"SHOPSTAFF_MODEL={settings.model!r} names no model, or one twice; e.g. qwen:qwen-plus,rules"
        )
    if RULES_MODEL in items[:-1]:
        raise Misconfigured(f"SHOPSTAFF_MODEL={settings.model!r}: rules always answers, so nothing comes after it")
    return items


def split(settings: Settings, data: ModelData, item: str) -> tuple[str, str]:
    """Give the preset's name and the model's name at its endpoint of one of the chain.

    Example:
        >>> split(settings, data, "ollama:qwen3:8b")
        ('ollama', 'qwen3:8b')
    """
    kind, colon, model = item.partition(":")
    if colon and kind in data.presets:
        return kind, model
    url = (settings.base_url or "").rstrip("/")
    own = "custom" if url else "openai"
    return next((name for name, one in data.presets.items() if url and one.base_url == url), own), item


def where(settings: Settings, data: ModelData, item: str) -> tuple[str, Preset, str, str, str | None]:
    """Give how a model of the chain is reached: its name in records, preset, model name, address and key.

    A name without a known preset is a model at ``base_url``; if that address is a preset's own, its preset counts.
    """
    kind, model = split(settings, data, item)
    if model == item:
        preset = data.presets[kind].for_model(item)
        own = settings.api_key.get_secret_value() if settings.api_key else None
        return item, preset, item, settings.base_url or preset.base_url, own or _key(settings, kind, preset)
    preset = data.presets[kind].for_model(model)
    outside = os.environ.get(preset.url_env) if preset.url_env else None
    url = settings.model_urls.get(kind) or outside or preset.base_url
    if kind in ("openai", "custom"):
        url = settings.model_urls.get(kind) or settings.base_url or url
    return item, preset, model, url, _key(settings, kind, preset)


def _key(settings: Settings, kind: str, preset: Preset) -> str | None:
    own = settings.model_keys.get(kind)
    if own is None and preset.key_env == "OPENAI_API_KEY":
        own = settings.api_key
    return own.get_secret_value() if own else os.environ.get(preset.key_env) or None


def price_of(settings: Settings, data: ModelData, name: str) -> Price | None:
    """Give the price of a model by its name in records, None if it is not known."""
    kind, colon, _ = name.partition(":")
    if colon and kind in data.presets:
        return data.price(name)
    return data.price(f"{'custom' if settings.base_url else 'openai'}:{name}")
