"""The graphs that ``langgraph.json`` names: they open without a context and answer."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

import shopstaff
from agents.roster import employees
from agents.studio import employed, supervised
from shopstaff.intake import ask
from shopstaff.studio import _open
from tests.support.gift_shop import GiftShop

ROOT = Path(shopstaff.__file__).parents[1]


def test_the_file_names_both_graphs_by_module_and_they_show_their_nodes() -> None:
    named = json.loads((ROOT / "langgraph.json").read_text(encoding="utf-8"))["graphs"]
    drawn = {}
    for name, place in named.items():
        module, _, attribute = place.partition(":")
        drawn[name] = set(getattr(importlib.import_module(module), attribute).get_graph(xray=True).nodes)
    assert {f"supervisor:{one}" for one in (*employees(), "route", "settle")} <= drawn["supervisor"]
    assert {f"employee:{one}" for one in ("brief", "think", "act", "close")} <= drawn["employee"]


def test_the_supervisor_graph_answers_words_with_the_crew_it_holds(shop: GiftShop) -> None:
    graph = supervised(shop.crew, lambda crew, text, to: ask(crew, text, to=to, now=shop.clock.now()))
    told = graph.invoke({"text": "Raise the white hanging heart by 3%"})
    assert (told["end"], told["employee"], told["model"]) == ("done", "product", "rules")
    assert shop.price("85123A") == (303, 262)
    assert set(told) == {"answer", "end", "employee", "model", "task"}


@pytest.mark.parametrize("job", ["replenishment", "keyword_bids"])
def test_the_employee_graph_does_a_job(shop: GiftShop, job: str) -> None:
    told = employed(shop.crew, _open).invoke({"job": job})
    assert told["end"] in ("done", "held")
    assert set(told) == {"answer", "end"}
