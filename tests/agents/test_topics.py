"""What a buyer wants done is read from the words, Chinese and English; a question is no wish."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from agents.language import ProductName, understand
from agents.topics import find_evidence, find_reason, find_topics
from agents.written_address import find_address
from kit.text import fold

TABLE = (Path(__file__).parent / "topics.tsv").read_text(encoding="utf-8")
ROWS = list(csv.reader(TABLE.splitlines(), delimiter="\t"))


@pytest.mark.parametrize(("text", "topic", "reason"), ROWS)
def test_the_wish_and_its_reason_are_read(text: str, topic: str, reason: str) -> None:
    """A message may wish more than its label says first; the labelled wish is among them."""
    found = find_topics(fold(text))
    assert topic in found if topic else found == ()
    assert find_reason(fold(text)) == (reason or None) or not reason


@pytest.mark.parametrize(
    ("text", "name", "street", "city", "postcode"),
    [
        ("Please change the address to: 5 Mill Lane, York YO1 6AB", None, "5 Mill Lane", "York", "YO1 6AB"),
        (
            "new address is Ann Lee, 12b High Street, Leeds, LS1 4AP, United Kingdom",
            "Ann Lee",
            "12b High Street",
            "Leeds",
            "LS1 4AP",
        ),
        ("地址改成:浙江省杭州市西湖区文三路1号,收件人王芳", "王芳", "西湖区文三路1号", "杭州市", None),
        ("数量改成200\n地址改成杭州市西湖区文三路99号 李四 13800000000", "李四", "西湖区文三路99号", "杭州市", None),
        ("地址改成杭州市西湖区文三路99号 谢谢", None, "西湖区文三路99号", "杭州市", None),
        (
            "change the address to 12 Oak Road, Leeds LS2 9AB, attn Tom Smith",
            "Tom Smith",
            "12 Oak Road",
            "Leeds",
            "LS2 9AB",
        ),
        ("麻烦改寄到宁波市海曙区中山路8号", None, "海曙区中山路8号", "宁波市", None),
    ],
)
def test_an_address_is_read_as_far_as_it_is_written(
    text: str, name: str | None, street: str, city: str, postcode: str | None
) -> None:
    found = find_address(fold(text))
    assert found is not None
    assert (found.name, found.street, found.city, found.postcode) == (name, street, city, postcode)


@pytest.mark.parametrize("text", ["Please change the address", "地址写错了", "address: somewhere nice", "改到杭州市"])
def test_half_an_address_is_none(text: str) -> None:
    assert find_address(fold(text)) is None


@pytest.mark.parametrize("text", ["地址改成李四 13800000000", "电话 +86 13800000000", "call 13912345678"])
def test_a_mobile_number_is_no_order(text: str) -> None:
    assert understand(text, [], date(2011, 9, 2), "GBP").slots.order is None


def test_pictures_are_counted_as_they_came() -> None:
    assert find_evidence("碎了 [图片] [图片]") == ("[图片]", "[图片]")
    assert find_evidence("see https://x.example/a.jpg and [photo]") == ("https://x.example/a.jpg", "[photo]")
    assert find_evidence("no picture") == ()


@pytest.mark.parametrize("text", ["O1109011019 里的 22356 有2个碎了", "where is O1109011019?", "退款,单号O1109011019"])
def test_a_shops_own_order_number_is_read_in_any_place(text: str) -> None:
    names = [ProductName("22356", "Charlotte Bag Pink Polkadot")]
    assert understand(text, names, date(2011, 9, 2), "GBP").slots.order == "O1109011019"
