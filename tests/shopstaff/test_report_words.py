"""The report's words: all of them in both languages, none left out, and texts kept in one language as they are."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, nodes
from jinja2.ext import extract_from_ast

from agents.language_patterns import SUSPICIOUS
from agents.roster import employees
from authority.effect import effect_kinds
from config.settings import load_settings
from shopstaff.commands.demo import pages
from shopstaff.house import open_house
from shopstaff.report import page
from shopstaff.report.telling import KINDS
from shopstaff.report.wording import one_language, reason_words, state_words
from shopstaff.report.words import ENGLISH, words_of

FOLDER = Path(page.__file__).parent
CHINESE = words_of("zh").chinese
HAN = re.compile(r"[\u4e00-\u9fff]")


def _of_templates() -> set[str]:
    found: set[str] = set()
    for path in FOLDER.glob("*.j2"):
        parsed = Environment().parse(path.read_text(encoding="utf-8"))
        for _, _, texts in extract_from_ast(parsed, gettext_functions=("_",)):
            found |= {text for text in (texts if isinstance(texts, tuple) else (texts,)) if text}
    return found


def _of_modules() -> set[str]:
    found: set[str] = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="say" | "mark") | ast.Attribute(attr="say"),
                    args=[ast.Constant(value=str(text)), *_],
                ):
                    found.add(text)
    return found


def _fields(text: str) -> list[tuple[str, str]]:
    return sorted((name, spec or "") for _, name, spec, _ in string.Formatter().parse(text) if name)


def test_every_text_of_the_page_has_its_chinese_and_no_entry_is_idle() -> None:
    needed = _of_templates() | _of_modules() | set(SUSPICIOUS) | {one.handoff_line for one in employees().values()}
    assert len(needed) > 200
    assert sorted(needed - set(CHINESE)) == []
    assert sorted(set(CHINESE) - needed) == []


def test_both_languages_of_a_text_hold_the_same_values_and_chinese_is_chinese() -> None:
    assert [text for text, chinese in CHINESE.items() if _fields(text) != _fields(chinese)] == []
    assert [text for text, chinese in CHINESE.items() if not HAN.search(chinese)] == []
    assert [text for text in CHINESE if HAN.search(text)] == []


def test_templates_hold_no_bare_words() -> None:
    """What a template writes itself is markup, signs, ids, or a command; a sentence goes through the catalogue."""
    for path in FOLDER.glob("*.j2"):
        parsed = Environment().parse(path.read_text(encoding="utf-8"))
        data = "".join(node.data for node in parsed.find_all(nodes.TemplateData))
        bare = re.sub(r"<style>.*?</style>|<!DOCTYPE html>|<span class=\"mono\">[^<]*</span>", " ", data, flags=re.S)
        words = re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^>]*>", " ", bare))
        assert set(words) <= {"UTC"}, path.name


def test_every_kind_of_effect_has_a_title_in_both_languages() -> None:
    assert sorted(set(effect_kinds()) - set(KINDS)) == []
    assert all(HAN.search(words_of("zh")(title)) for title in KINDS.values())


def test_a_word_of_a_plug_in_stands_as_it_is() -> None:
    assert words_of("zh")("paint_mug") == "paint_mug"
    assert state_words("glazed", words_of("zh")) == "? glazed"


def test_markup_escapes_values_and_keeps_the_texts() -> None:
    said = ENGLISH.markup("{shop}: report of the digital staff", shop="<b>")
    assert said == "&lt;b&gt;: report of the digital staff"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("best price ¥4.60\n最优价 ¥4.60", "最优价 ¥4.60", "best price ¥4.60"),
        ("best price ¥4.60\n最优价 ¥4.70", "best price ¥4.60\n最优价 ¥4.70", "best price ¥4.60\n最优价 ¥4.70"),
        ("asked for by the buyer\n请退款", "asked for by the buyer\n请退款", "asked for by the buyer\n请退款"),
        ("a 1, b 2\n甲 1,乙 2\nmore 3", "甲 1,乙 2\nmore 3", "a 1, b 2\nmore 3"),
    ],
)
def test_of_twins_with_the_same_numbers_the_reader_gets_one_and_nothing_else_is_left_out(
    text: str, zh: str, en: str
) -> None:
    assert (one_language(text, "zh"), one_language(text, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("reason", "chinese"),
    [
        ("31 hours left of the promise; to China", "离承诺的发货时间还有 31 小时;寄往 China"),
        ("ladder price at 30 pieces, open for 7 days", "30 件的阶梯价,有效 7 天"),
        ("from no facts", "没有引用事实"),
        ("from ladder.SKU-18, ships.SKU-18", "依据事实 ladder.SKU-18, ships.SKU-18"),
        (
            "0 clicks, 0 orders, spend ¥0.00: conversion 3.00%, a click is worth ¥0.58, bid ¥1.20 to ¥0.96",
            "点击 0 次,订单 0 笔,花费 ¥0.00:转化率 3.00%,一次点击值 ¥0.58,出价从 ¥1.20 到 ¥0.96",
        ),
        ("from what I saw in the shop", "from what I saw in the shop"),
    ],
)
def test_a_common_reason_is_said_in_chinese_with_its_numbers_and_any_other_stays(reason: str, chinese: str) -> None:
    assert reason_words(reason, "zh") == chinese
    assert reason_words(reason, "en") == reason


def test_the_report_is_in_the_owners_language_unless_one_is_named() -> None:
    file = Path("r.html")
    assert pages(file, None, "zh") == [(file, "zh", "")]
    assert pages(file, None, "en") == [(file, "en", "")]
    assert pages(file, "en", "zh") == [(file, "en", "")]
    beside = Path("r.en.html")
    assert pages(file, "both", "zh") == [(file, "zh", "r.en.html"), (beside, "en", "r.html")]


@pytest.mark.parametrize(
    ("reason", "chinese"),
    [
        (
            "2 SKUs below their reorder point at 5 days lead time; 22470: 11.4 ± 20.1 pieces a day, lead time 5 days, "
            "service z 2.18: position 144, reorder at 155, order up to 289",
            "2 个 SKU 低于再订货点,交期 5 天;22470:日均 11.4 ± 20.1 件,交期 5 天,服务系数 z 2.18;"
            "库存 144,再订货点 155,补到 289",
        ),
        (
            "pays for itself; chance of a bulk order 20%, worth £4.29",
            "预期能收回成本;转为大货的概率 20%,预期收益 £4.29",
        ),
        (
            "broken, shipped, with a photo, 3 pieces, risk 0.05; costs: refund_only £6.00, resend £7.20",
            "破损,已发货,有照片,3 件,风险 0.05;各方案成本:仅退款 £6.00, 补发 £7.20",
        ),
        ("bargaining, round 2: £3.93 on the ladder; conditions: pay_now", "议价第 2 轮:阶梯价 £3.93;条件:立即付款"),
        ("the buyer asked: Please cancel it; thanks", "买家要求:Please cancel it; thanks"),
        (
            "stuck WB_1: 2 days with DHL, last report collected at 2011-09-01 13:00, promised by 2011-09-05; order O1",
            "停滞 WB_1:交给 DHL 已 2 天,最近一条「已揽收」2011-09-01 13:00,承诺 2011-09-05 前送达;订单 O1",
        ),
        ("4 hours left of the promise; nobody knows this part", "4 hours left of the promise; nobody knows this part"),
    ],
)
def test_a_reason_stored_in_english_is_said_in_chinese_whole_or_not_at_all(reason: str, chinese: str) -> None:
    """What is made of parts is said in Chinese where every part of it is known, with the same figures."""
    assert reason_words(reason, "zh") == chinese
    assert reason_words(reason, "en") == reason


def test_every_reason_of_a_run_is_chinese_to_a_chinese_reader(ran: tuple[Path, dict[str, Any]]) -> None:
    house = open_house(load_settings(home=ran[0]), "giftware")
    try:
        rows = house.log.list_effects()
    finally:
        house.close()
    assert {"ship_order", "set_price", "set_bid"} <= {row.kind for row in rows}
    assert [row.reason for row in rows if row.reason and not HAN.search(reason_words(row.reason, "zh"))] == []
