"""What the owner alone does: limits, levels, the kill switch; and a chat that only says which command to run."""

from __future__ import annotations

import json
import sqlite3

import pytest

from authority.words import word_faults


def test_a_limit_is_changed_kept_and_listed(shopstaff) -> None:
    said = shopstaff("limits", "set", "refund.auto_per_effect", "5000", "--why", "busy season", "--json").json
    assert said["change"] == "refund.auto_per_effect = 5000" and said["version"] == 2
    shown = shopstaff("limits", "show", "--json").json
    assert shown["limits"]["refund"]["auto_per_effect"] == 5000 and shown["own"] == ["refund.auto_per_effect"]
    assert shown["digest"] == said["digest"]
    assert [row["why"] for row in shopstaff("limits", "history", "--json").json][0] == "busy season"
    assert shopstaff("audit", "verify").code == 0


def test_an_amount_is_shown_with_its_currency_and_its_key_takes_minor_units(shopstaff) -> None:
    shopstaff("limits", "set", "refund.auto_per_effect", "100000", "--why", "busy season")
    lines = {line.split()[0]: line.split()[1:] for line in shopstaff("limits", "show").out.splitlines()}
    assert lines["refund.auto_per_effect"][0] == "£1,000.00" and lines["refund.auto_per_effect"][2].startswith("£")
    assert lines["floor.pick_pack"][0].startswith("£") and lines["refund.per_buyer_30d"][0].isdigit()
    answer = shopstaff("chat", "raise the refund limit to £50", "--json").json["answer"]
    assert "refund.auto_per_effect is £1,000.00 now" in answer


def test_a_message_that_came_under_the_kill_switch_is_answered_after_it(shopstaff) -> None:
    shopstaff("stop", "--why", "audit")
    said = shopstaff("chat", "How much are 36 white hanging hearts?", "--as", "buyer").out
    assert "staff is stopped; the message waits" in said
    (task,) = shopstaff("resume", "--json").json["taken_up"]
    assert shopstaff("work", "--once").code == 0
    assert "now: done" in shopstaff("explain", task).out
    shopstaff("stop", "--why", "audit again")
    assert shopstaff("resume", "--json").json["taken_up"] == [], "it was answered"


def test_a_floor_above_prices_on_the_shelf_is_refused_and_with_anyway_a_warning(shopstaff) -> None:
    args = ("limits", "set", "floor.pick_pack", "5000", "--why", "new warehouse")
    said = shopstaff(*args)
    assert said.code == 2 and "below the floor" in said.err and "--anyway" in said.err
    assert shopstaff("limits", "show", "--json").json["own"] == []
    assert shopstaff(*args, "--anyway", "--json").json["warnings"]


@pytest.mark.parametrize(
    ("args", "remedy"),
    [
        (["limits", "set", "refund.per_dya", "1", "--why", "x"], "refund.per_day"),
        (["limits", "set", "refund.per_day", "£50", "--why", "x"], "5000"),
        (["autonomy", "set", "prices", "1", "--why", "x"], "price"),
        (["autonomy", "set", "price", "4", "--why", "x"], "propose"),
        (["stop", "--employee", "nobody", "--why", "x"], "store_manager"),
        (["stop", "--action", "refunds", "--why", "x"], "refund"),
        (["stop", "--action", "refund", "--employee", "product", "--why", "x"], "not both"),
    ],
)
def test_a_mistake_is_one_line_with_the_remedy_and_changes_nothing(args: list[str], remedy: str, shopstaff) -> None:
    said = shopstaff(*args)
    assert said.code == 2 and remedy in said.err and said.err.count("\n") == 1
    assert shopstaff("limits", "show", "--json").json["own"] == []
    assert shopstaff("resume", "--json").json["stopped"] == {}


def test_under_the_kill_switch_nothing_new_is_done_until_it_is_released(shopstaff) -> None:
    said = shopstaff("stop", "--action", "price", "--why", "audit", "--json").json
    assert said["stopped"] == {"action:price": "audit"} and isinstance(said["in_flight"], list)
    (effect,) = shopstaff("chat", "raise the white hanging heart by 2%", "--json").json["effects"]
    assert (effect["verdict"], effect["state"]) == ("deny", "denied") and "stopped" in effect["why"]
    jobs = {row["name"]: row for row in shopstaff("jobs", "--json").json}
    assert jobs["price_review"]["stopped"] == ["action:price"] and jobs["keyword_bids"]["stopped"] == []
    assert any(row["name"] == "stop" and "action:price" in row["text"] for row in shopstaff("doctor", "--json").json)
    assert shopstaff("resume", "--action", "price", "--json").json == {
        "scope": "action:price",
        "stopped": {},
        "in_flight": [],
        "held": said["held"],
        "was_stopped": True,
        "taken_up": [],
    }
    (effect,) = shopstaff("chat", "raise the white hanging heart by 2%", "--json").json["effects"]
    assert effect["verdict"] == "allow"
    assert shopstaff("audit", "verify").code == 0


def test_levels_are_listed_with_their_evidence_and_set_by_the_owner(shopstaff) -> None:
    rows = {row["action"]: row for row in shopstaff("autonomy", "--json").json}
    assert rows["fulfilment"]["n"] > 0 and rows["production"]["level"] == 1
    low, high = rows["fulfilment"]["interval"]
    assert 0 <= low <= high <= 1 and rows["price"]["next"]
    assert shopstaff("autonomy", "set", "price", "1", "--why", "careful", "--json").json["level"] == 1
    assert shopstaff("limits", "history", "--json").json[0]["change"] == "levels.price = 1"
    (effect,) = shopstaff("chat", "raise the white hanging heart by 2%", "--json").json["effects"]
    assert effect["verdict"] == "hold"


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("raise the refund limit to £50", "shopstaff limits set refund.auto_per_effect 5000"),
        ("把退款上限提高到50", "shopstaff limits set refund.auto_per_effect 5000"),
        ("把每日退款限额改成200", "shopstaff limits set refund.per_day 20000"),
        ("set the daily ad budget to £200", "shopstaff limits set ads.per_day 20000"),
        ("raise the limit of price moves to 8%", "shopstaff limits set price.move_24h 0.08"),
        ("raise the limit", "shopstaff limits show"),
    ],
)
def test_a_chat_can_ask_for_a_limit_and_never_changes_one(text: str, command: str, shopstaff) -> None:
    said = shopstaff("chat", text, "--json").json
    assert said["job"] == "limit_request" and command in said["answer"] and said["effects"] == []
    assert shopstaff("limits", "show", "--json").json["own"] == []


def test_nothing_that_the_rules_crew_says_or_offers_is_taken_for_a_fault(ran) -> None:
    home, _ = ran
    with sqlite3.connect(home / "giftware" / "staff.sqlite") as db:
        sent = db.execute("SELECT payload FROM staff_effect WHERE kind = 'send_message'")
        texts = [json.loads(row[0])["text"] for row in sent]
        rules = {row[0] for row in db.execute("SELECT DISTINCT rule FROM staff_effect")}
    db.close()
    with sqlite3.connect(home / "giftware" / "shop.sqlite") as db:
        orders = [row[0] for row in db.execute("SELECT id FROM shop_order")]  # a number of its own is no telephone's
    db.close()
    own = [[order for order in orders if order in text] for text in texts]
    assert len(texts) > 2 and [text for text, ids in zip(texts, own, strict=True) if word_faults(text, ids)] == []
    ours = ("words.leads_out", "words.banned", "message.quiet", "price.unequal", "concession.rate", "concession.30d")
    assert not rules & set(ours)


def test_what_the_owner_asked_for_in_chinese_replays_equal(shopstaff) -> None:
    shopstaff("chat", "把 85123A 涨价 30%")
    (held,) = [one for one in shopstaff("approvals", "list", "--json").json if "85123A" in one["summary"]]
    assert shopstaff("replay", held["id"]).out.splitlines()[-1].startswith("equal")
