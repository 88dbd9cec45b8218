"""A shop-day with a model: how often it is asked, what that costs, and that every place says the same."""

from __future__ import annotations

from pathlib import Path

from config.settings import Settings
from scenarios.world import load_world
from shopstaff.scenario import run_crew
from shopstaff.summary import model_use, say_cost
from tests.support.endpoint import careful, endpoint

DAYS = 1


def test_a_model_that_follows_recommendations_is_asked_seldom(tmp_path: Path) -> None:
    """At most 1.2 calls for a buyer's message and 40 a day else, also where it makes one call after the other."""
    with endpoint() as server:
        server.says = careful
        own = {"model_urls": {"deepseek": server.url}, "model_keys": {"deepseek": "secret-1"}}
        settings = Settings(home=tmp_path, model="deepseek:deepseek-chat", **own)
        result = run_crew(settings, load_world("giftware"), seed=1, days=DAYS, shop="giftware")
    counted = model_use(result.figures["models"], DAYS)
    assert counted["calls"] == len(server.asked) > 0
    assert counted["buyer_messages"] >= 2
    assert 1 <= counted["calls_per_buyer_message"] <= 1.2
    assert counted["other_calls_per_day"] <= 40
    # ten tokens in, five out, counted by the endpoint: 0.56 and 1.68 dollars a million
    assert counted["cost_micro"] == {"USD": 14 * counted["calls"]}
    assert (counted["estimated"], counted["unpriced"], counted["failed"]) == (0, 0, 0)
    assert not result.violations


def test_a_cost_says_what_is_missing_in_it() -> None:
    assert say_cost({"USD": 12_345}, {"estimated": 0, "unpriced": 0}) == "$0.0123"
    assert say_cost({}, {"estimated": 2, "unpriced": 2}) == "price unknown (2 calls estimated, 2 calls unpriced)"
