"""From the first question to an order in five messages, and a conversation that a person takes and gives back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

TALK = ("22423 60个多少钱?", "太贵了,能便宜点吗?", "再让一点吧", "我们长期合作,再便宜点行不行", "好的,成交,下单吧")
BUYER = "12347"


def test_a_chinese_buyer_bargains_over_five_messages_to_a_signed_offer_and_an_order(
    shopstaff: Callable[..., Any],
) -> None:
    said = [shopstaff("chat", "--as", f"buyer:{BUYER}", words, "--json").json for words in TALK]
    offers = [one["offers"][0] for one in said]
    prices = [offer["lines"][0]["unit_price"] for offer in offers]
    assert prices[:4] == sorted(set(prices[:4]), reverse=True)
    assert prices[4] == prices[3] >= prices[0] * 0.97
    assert len({offer["thread"] for offer in offers}) == 1
    assert said[4]["order"]
    assert offers[4]["status"] == "accepted"
    whole = shopstaff("quotes", "verify", offers[4]["id"], offers[4]["signature"], "--json").json
    assert whole["is_signed"]
    assert shopstaff("quotes", "verify", offers[0]["id"], offers[4]["signature"]).code == 1
    assert shopstaff("audit", "verify").code == 0


def test_the_signature_is_of_every_word_of_the_offer(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    from shops.models import Quote, QuoteLine, QuoteStatus
    from shopstaff.quote_seal import is_signed, sign

    until = datetime(2026, 9, 1, tzinfo=UTC)
    lines = (QuoteLine(sku="a", quantity=3, unit_price=100),)
    quote = Quote(id="q", customer_id="b", currency="CNY", lines=lines, created_at=until, valid_until=until)
    signature = sign(tmp_path, "s", quote)
    assert is_signed(tmp_path, "s", quote.model_copy(update={"status": QuoteStatus.ACCEPTED}), signature)
    dearer = quote.model_copy(update={"lines": (QuoteLine(sku="a", quantity=3, unit_price=99),)})
    other = quote.model_copy(update={"customer_id": "c"})
    assert not any(is_signed(tmp_path, "s", one, signature) for one in (dearer, other))
    assert not is_signed(tmp_path, "other", quote, signature)
    assert not is_signed(tmp_path, "s", quote, signature[:8])
    assert (tmp_path / "quote.key").stat().st_mode & 0o077 == 0


def test_a_person_takes_a_conversation_and_gives_it_back(shopstaff: Callable[..., Any]) -> None:
    asked = shopstaff("chat", "--as", f"buyer:{BUYER}", "转人工", "--json").json
    assert "转人工" in asked["answer"]
    (talk,) = [one for one in shopstaff("talks", "list", "--json").json if one["buyer"] == BUYER]
    assert len(talk["note"].splitlines()) == 5
    assert shopstaff("chat", "--as", f"buyer:{BUYER}", "22423 60个多少钱?", "--json").json["answer"] == ""
    assert shopstaff("talks", "take", talk["id"], "--why", "again").code == 1
    assert shopstaff("talks", "say", talk["id"], " ").code == 1
    assert shopstaff("talks", "say", talk["id"], "您好,我是店主。", "--json").json["last"] == "shop: 您好,我是店主。"
    assert shopstaff("talks", "give-back", talk["id"]).code == 0
    assert "take it over first" in shopstaff("talks", "say", talk["id"], "您好").err
    assert "60 件" in shopstaff("chat", "--as", f"buyer:{BUYER}", "22423 60个多少钱?", "--json").json["answer"]
    assert shopstaff("talks", "take", talk["id"], "--why", "an old customer").code == 0
    assert "an old customer" in shopstaff("talks", "list").out
