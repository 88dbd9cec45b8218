"""Rules about the tree itself."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from agents.employee import employee_graph
from agents.supervisor import draw

ROOT = Path(__file__).parents[1]
OURS = ("agents", "authority", "config", "decisions", "kit", "memory", "scenarios", "shops", "shopstaff", "tools")
FILES = [path for name in OURS for path in sorted((ROOT / name).rglob("*.py"))]
CROWDED = {"migrations": "one statement for each table"}
LONGEST_FILE, LONGEST_FUNCTION = 400, 60


def _tracked() -> list[Path]:
    run = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    return [ROOT / name for name in run.stdout.split("\0") if name] or FILES


def test_no_tracked_file_names_a_package_index_or_a_path_of_a_machine() -> None:
    index = re.compile(r"py" r"pi\.org|python" r"hosted\.org|npm" r"js\.org|(?<![\w.])/(?:wor" r"k|ro" r"ot)/\w")
    for path in _tracked():
        if path.suffix in (".gz", ".png") or not path.is_file():
            continue
        found = index.search(path.read_text(encoding="utf-8", errors="replace"))
        assert found is None, f"{path.relative_to(ROOT)} names {found[0]}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_rooms_are_not_crowded(path: Path) -> None:
    if any(name in str(path.relative_to(ROOT)) for name in CROWDED):
        return
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST_FILE
    for node in _statements(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            size = (node.end_lineno or 0) - node.lineno + 1
            assert size <= LONGEST_FUNCTION, f"{node.name} has {size} lines"


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Give all statements in a statement: functions stand in no expression, and these are most of a tree."""
    yield node
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        for one in found if isinstance(found := getattr(node, part, ()), list) else ():
            yield from _statements(one)


@pytest.mark.parametrize("readme", ["README.md", "README.zh.md"])
def test_the_readme_draws_the_graphs_as_they_are(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for name, drawn in (("supervisor", draw()), ("employee", employee_graph().get_graph().draw_mermaid())):
        shown = text.partition(f"<!-- {name} -->")[2].partition(f"<!-- /{name} -->")[0]
        assert drawn.strip() in shown, f"run `python -m shopstaff.readme` to draw the {name} graph again"


def test_the_chinese_readme_has_the_commands_links_and_figures_of_the_english_one() -> None:
    english, chinese = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    assert "](README.zh.md)" in english and "](README.md)" in chinese
    for what, pattern in (
        ("commands", r"^(?:make|\.venv/bin/\S+) ?[^#\n]*|`(?:make|shopstaff|demo) ?[^`]*`"),
        ("places", r"\]\((?!README)([^)]+)\)"),
        ("sections", r"^#+ "),
        ("figures", r"(?<![A-Za-z0-9.])\d+(?:[.,]\d+)+(?![A-Za-z0-9])"),
    ):
        ours, theirs = (
            sorted(" ".join(one.split()) for one in re.findall(pattern, text, re.M)) for text in (english, chinese)
        )
        assert ours == theirs, f"{what} of README.md and README.zh.md differ; make them the same"


def test_the_public_names_are_there() -> None:
    import shopstaff

    for name in shopstaff.__all__:
        assert getattr(shopstaff, name).__module__
    with pytest.raises(AttributeError, match="has no name"):
        shopstaff.nothing  # noqa: B018
