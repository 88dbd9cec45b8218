"""Nothing hidden reaches the crew: marked values are planted in a world, then all that the crew had is searched."""

from __future__ import annotations

import io
import json
import logging
import re
import sqlite3
from contextlib import closing, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from config.settings import Settings, load_settings
from decisions.day_view import DayActs
from scenarios.array_shop import ArrayShop
from scenarios.foreign.seen import opening
from scenarios.market import Market
from scenarios.world import LoadedWorld, load_world
from scenarios.world_people import Part
from shopstaff.commands import chat
from shopstaff.house import open_house
from shopstaff.scenario import run_crew
from tests.support.endpoint import endpoint

SEED = 987_654_321_123
MARK = "731357"
QUESTIONS = (
    "How was yesterday?",
    "What is the stock of M01?",
    "Raise M01 by 1%",
    "广告花了多少？",
    "Which buyers are due?",
)
HIDDEN = ("traffic", "loyalty", "ads", "inquiries", "aftersale", "samples", "changes", "rivals", "shocks", "events")
HIDDEN += ("quality", "reviews", "disputes", "haggling", "coupons")


def planted(part: Any, count: list[int]) -> Any:
    """Give a part of a world with a mark in the digits of every share and measure."""
    if isinstance(part, Part):
        named = {name: planted(getattr(part, name), count) for name in type(part).model_fields}
        return part.model_copy(update=named)
    if isinstance(part, tuple):
        return tuple(planted(one, count) for one in part)
    if isinstance(part, float):
        count[0] += 1
        return float(f"{part:.3f}{MARK}")
    return part


@dataclass
class Ran:
    """A run of the crew: where it lived, what its model was asked, what was logged, and the market's hidden state."""

    home: Path
    prompts: str
    log: str
    market: Market
    world: LoadedWorld
    plants: int


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """Run the crew with a model that is asked over HTTP, so that every prompt and tool answer is seen."""
    home, count = tmp_path_factory.mktemp("home"), [0]
    loaded = load_world("sixteen-tune-01")
    marked = {name: planted(getattr(loaded.spec, name), count) for name in HIDDEN}
    segments = [
        planted(one, count).model_copy(update={"name": f"{MARK}-{row}", "up_to_factor": one.up_to_factor})
        for row, one in enumerate(loaded.spec.segments)
    ]
    names = {one.name: new.name for one, new in zip(loaded.spec.segments, segments, strict=True)}
    spec = loaded.spec.model_copy(update=marked | {"segments": tuple(segments)})
    buyers = tuple(row.model_copy(update={"segment": names[row.segment or ""]}) for row in loaded.buyers)
    world = replace(loaded, spec=spec, buyers=buyers)
    markets: list[Market] = []

    def keep(*args: Any) -> Market:
        markets.append(Market(*args))
        return markets[-1]

    records: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: records.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    try:
        with endpoint() as server:
            settings = load_settings(home=home, model="local-test", base_url=server.url)
            run_crew(settings, world, seed=SEED, days=1, shop="kept", market=keep)
            with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as said:
                patch.setenv("SHOPSTAFF_HOME", str(home))
                patch.setenv("SHOPSTAFF_MODEL", "local-test")
                patch.setenv("SHOPSTAFF_BASE_URL", server.url)
                for text in QUESTIONS:
                    chat.run(text, "owner", None, "kept", as_json=False)
            prompts = json.dumps(server.asked, ensure_ascii=False) + said.getvalue()
    finally:
        logging.getLogger().removeHandler(handler)
    return Ran(home, prompts, "\n".join(records), markets[0], world, count[0])


def _secrets(ran: Ran) -> list[str]:
    """The seed, the marks, and what follows from them: buyers' own rates, reservations, luck, quality, faults."""
    state, params = ran.market.hidden, ArrayShop(ran.world, SEED, 2).params
    hidden = [*state.crowd.rate.tolist(), *params.quality.tolist(), *params.defect.tolist()]
    hidden += [value for ask in state.asks.values() for value in (ask.reservation, ask.luck)]
    hidden += [value for value in state.shocks.war.tolist() if value]
    digits = {f"{abs(value):.9f}".split(".")[1][:9] for value in hidden}
    return [str(SEED), MARK, *(one for one in sorted(digits) if one.strip("0"))]


def test_marked_values_reach_no_database_prompt_tool_answer_or_log(ran: Ran) -> None:
    secrets = _secrets(ran)
    assert ran.plants > 80 and len(secrets) > 100
    dumps = []
    for path in sorted(ran.home.rglob("*.sqlite*")):
        if path.suffix == ".sqlite":
            with sqlite3.connect(path) as db:
                dumps.append("\n".join(db.iterdump()))
    files = [path.read_bytes().decode("utf-8", "replace") for path in sorted(ran.home.rglob("*")) if path.is_file()]
    places = {"databases": "\n".join(dumps), "files": "\n".join(files), "prompts": ran.prompts, "log": ran.log}
    assert len(places["databases"]) > 50_000 and len(places["files"]) > 50_000 and len(ran.prompts) > 20_000
    assert '"role": "tool"' in ran.prompts
    for place, text in places.items():
        digits = "\n".join(sorted(set(re.findall(r"\d{6,}", text))))
        assert not [secret for secret in secrets if secret in digits], place


def test_the_search_finds_what_is_planted_in_the_open(ran: Ran) -> None:
    """A mark that the shop may know is found everywhere, so a search that finds nothing means something."""
    (database,) = ran.home.rglob("staff.sqlite")
    with sqlite3.connect(database) as db:
        assert "M01" in "\n".join(db.iterdump())
    assert "M01" in ran.prompts


def test_marked_values_reach_no_view_and_no_market_of_others(ran: Ran) -> None:
    shop = ArrayShop(ran.world, SEED, 8)
    told = []
    for _ in range(8):
        view = shop.view()
        told.append(repr(view) + "".join(repr(getattr(view, name)) for name in ("lines", "inquiries", "refunds")))
        shop.play(
            DayActs(
                quotes=np.ones(len(view.inquiries.id), dtype=np.int64), grants=np.ones(len(view.refunds.id), dtype=bool)
            )
        )
    text = "\n".join(told)
    assert MARK not in text and str(SEED) not in text
    assert not [one for ask in ran.market.hidden.asks.values() for one in [repr(ask.reservation)] if one in text]
    with closing(open_house(Settings(home=ran.home), "kept")) as house:
        languages = ["zh"] * len(ran.world.buyers)
        said = opening(house.connection.reads, ran.world, seed=0, days=2, languages=languages)
    assert MARK not in said.model_dump_json()
