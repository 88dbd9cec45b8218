"""The chat model by configuration: the rules model, a script, any OpenAI-compatible endpoint, or a chain of them."""

from agents.chat_models.asking import OverBudget, ask, broke_off, failed_before, models_used, size_of
from agents.chat_models.connect import ModelChain, connect, name_of
from agents.chat_models.local import RECOMMENDED, LocalModel, RulesModel, ScriptedModel
from agents.chat_models.meter import Purse

__all__ = [
    "RECOMMENDED",
    "LocalModel",
    "ModelChain",
    "OverBudget",
    "Purse",
    "RulesModel",
    "ScriptedModel",
    "ask",
    "broke_off",
    "connect",
    "failed_before",
    "models_used",
    "name_of",
    "size_of",
]
