"""Every figure of the report leads to what it comes from: the target is in the page and holds it, or what it sums."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from decisions.said_numbers import figures
from shopstaff.report.anchors import Linker
from shopstaff.report.page import write_report
from tests.shopstaff.test_report import Ran
from tests.shopstaff.test_report import ran as toy_shop  # noqa: F401  (the fixture)

SECTIONS = ("figures", "staff", "owner", "decisions")
RECORDS = {"rows", "fact", "entry", "mono"}
"""Where numbers stand as they were recorded, and ids; nothing there needs a further link."""
VOID = {"meta", "br", "line", "circle", "rect", "polyline"}


@dataclass
class Node:
    """One element with what is in it, in order."""

    tag: str
    attrs: dict[str, str]
    parent: Node | None = None
    inside: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(one if isinstance(one, str) else one.text for one in self.inside)

    @property
    def classes(self) -> set[str]:
        return set(self.attrs.get("class", "").split())

    def all(self) -> Iterator[Node]:
        yield self
        for one in self.inside:
            if isinstance(one, Node):
                yield from one.all()

    def above(self) -> Iterator[Node]:
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent


class Tree(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.root = self.at = Node("root", {})
        self.feed(page)
        self.by_id = {node.attrs["id"]: node for node in self.root.all() if "id" in node.attrs}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.inside.append(node)
        if tag not in VOID:
            self.at = node

    def handle_endtag(self, tag: str) -> None:
        while self.at.tag != tag and self.at.parent is not None:
            self.at = self.at.parent
        self.at = self.at.parent or self.root

    def handle_data(self, data: str) -> None:
        self.at.inside.append(data)


def shown(tree: Tree) -> Iterator[tuple[str, Node, str]]:
    """Give the figures that are shown and are no record: value, element, words around."""
    for name in SECTIONS:
        for node in tree.by_id[name].all():
            if node.tag in ("style", "script", "svg") or any(
                RECORDS & one.classes or one.tag == "svg" for one in node.above()
            ):
                continue
            for text in (one for one in node.inside if isinstance(one, str)):
                yield from ((one.value, node, text) for one in figures(text) if one.kind == "amount")


def holds(target: Node, value: str) -> bool:
    """Tell whether a place holds a figure, or as many rows, effects, tasks or items as it says."""
    if value in {one.value for one in figures(target.text)}:
        return True
    counted: dict[str, int] = {}
    for node in target.all():
        for name in ({node.tag} & {"tr"}) | (node.classes & {"ef", "task", "held"}):
            counted[name] = counted.get(name, 0) + 1
    counted["tr"] = counted.get("tr", 1) - 1
    return int(value) in {0, *counted.values()} if value.isdigit() else False


def pages(toy: Ran, home: Path, tmp_path: Path) -> Iterator[str]:
    yield toy.page
    place = tmp_path / "page.html"
    write_report(
        place, toy.summary, toy.crew, toy.crew, settings=toy.settings, shop="toy", currency="GBP", language="zh"
    )
    yield place.read_text(encoding="utf-8")
    yield (home / "giftware" / "report.html").read_text(encoding="utf-8")


def test_every_figure_has_a_link_whose_target_holds_it(toy_shop: Ran, home: Path, tmp_path: Path) -> None:  # noqa: F811
    seen = 0
    for page in pages(toy_shop, home, tmp_path):
        tree = Tree(page)
        for value, node, words in shown(tree):
            link = next((one for one in node.above() if one.tag == "a"), None)
            assert link is not None, (
                f"{value} leads nowhere: {words.strip()[:120]!r} in {node.parent and node.parent.text[:160]!r}"
            )
            target = tree.by_id.get(link.attrs["href"][1:])
            assert target is not None, link.attrs["href"]
            assert holds(target, value), f"{link.attrs['href']} does not hold {value}: {target.text[:300]!r}"
            seen += 1
    assert seen > 200


def test_sums_are_the_sums_of_what_they_name(home: Path) -> None:
    tree = Tree((home / "giftware" / "report.html").read_text(encoding="utf-8"))
    rows = [
        [one.text for one in row.all() if one.tag == "td"][1:] for row in tree.by_id["table"].all() if row.tag == "tr"
    ]
    *days, sums = [row for row in rows if row]
    for column, total in zip(zip(*days, strict=True), sums, strict=True):
        assert sum(map(_amount, column)) == pytest.approx(_amount(total))
    for key in ("tasks", "effects", "allow", "hold", "deny", "steps"):
        values = [float(one.value) for one in figures(tree.by_id[f"count-{key}"].text)]
        assert values[0] == sum(values[1:]), key
    for node in tree.by_id["counted"].all():
        if node.tag == "details" and node.attrs["id"].startswith("of-"):
            summary = next(one for one in node.all() if one.tag == "summary")
            items = [one for one in node.all() if one.tag == "a" or "mono" in one.classes]
            assert int(figures(summary.text)[-1].value) == len(items), summary.text


def _amount(text: str) -> float:
    return float(re.sub(r"[^\d.-]", "", text))


def test_a_number_that_nothing_holds_is_not_linked() -> None:
    linked = Linker(rows={"l-1": "12 pieces"}).of("12 pieces and 13 <b>")
    assert linked == '<a class="n" href="#l-1">12</a> pieces and 13 &lt;b&gt;'
