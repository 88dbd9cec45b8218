"""Tools, effect kinds and jobs are found by being there: one file each, in the tree or in any wheel."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agents.roster import employees, jobs
from agents.supervisor import supervisor_graph
from authority.effect import effect_kinds
from authority.tasks import End
from kit.errors import Misconfigured
from tests.support import plug_in
from tests.support.gift_shop import GiftShop
from tests.support.scripts import calls, script, text
from tools.tool import tools

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "agents",
    "authority",
    "config",
    "decisions",
    "kit",
    "memory",
    "scenarios",
    "shops",
    "shopstaff",
    "tests/support",
    "tools",
)
CACHES = (tools, jobs, employees, effect_kinds, supervisor_graph)

Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Give a function that installs a wheel of one module: its source, and the group of its entry point."""
    site = tmp_path / "site"
    site.mkdir()
    monkeypatch.syspath_prepend(site)
    installed: list[str] = []

    def go(module: str, source: str, group: str) -> None:
        (site / f"{module}.py").write_text(source, encoding="utf-8")
        info = site / f"{module}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[{group}]\n{module} = {module}\n", encoding="utf-8")
        installed.append(module)
        _forget_what_was_found()

    yield go
    for module in installed:
        sys.modules.pop(module, None)
    _forget_what_was_found()


def _forget_what_was_found() -> None:
    for cache in CACHES:
        cache.cache_clear()


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Give a copy of the house's packages, to which files can be added."""
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / "tree" / name)
    return tmp_path / "tree"


def run(tree: Path, source: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a copy of the tree."""
    script_file = tree / "program.py"
    script_file.write_text(source, encoding="utf-8")
    return subprocess.run([sys.executable, str(script_file)], cwd=tree, capture_output=True, text=True, check=False)


PROGRAM = """
import json
from pathlib import Path

import tools
from agents.roster import jobs
from authority.effect import effect_kinds
from tests.support.gift_shop import open_gift_shop
from tools.tool import tools as find_tools

shop = open_gift_shop(Path("home"), model="rules")
told = {
    "from": str(Path(tools.__file__).parent.parent),
    "found": ["put_off_shelf" in find_tools(), "put_off_shelf" in effect_kinds(), "shelf_round" in jobs()],
}
for job in ("shelf_round", "stop_loss"):
    task = shop.job(job)
    told[job] = [task.end, task.answer, [[row.kind, row.state] for row in shop.effects(task)]]
reads = shop.house.connection.reads
told["listed"] = reads.shop.get_product("P-22720").listed
told["paused"] = [keyword.id for keyword in reads.ads.list_keywords() if keyword.paused]
print(json.dumps(told))
shop.house.close()
"""


def test_an_effect_kind_a_tool_and_a_job_in_the_tree_are_one_file_each_as_contributing_shows(
    tree: Path, stocked_home: Path
) -> None:
    shutil.copytree(stocked_home, tree / "home")
    (tree / "authority/effects/put_off_shelf.py").write_text(plug_in.EFFECT, encoding="utf-8")
    effects = "authority.effects.put_off_shelf"
    (tree / "tools/shelf.py").write_text(plug_in.TOOL.replace("{effects}", effects), encoding="utf-8")
    (tree / "agents/product/shelf_round.py").write_text(plug_in.JOB, encoding="utf-8")
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    examples = re.findall(r"```python\n# (\S+\.py)\n(.*?)```", text, flags=re.DOTALL)
    assert [name for name, _ in examples] == [
        "authority/effects/pause_keyword.py",
        "tools/pausing.py",
        "agents/promotion/stop_loss.py",
    ]
    for name, source in examples:
        # what sold nothing and cost more than the example's limit is stopped
        (tree / name).write_text(source.replace("MOST = 1000", "MOST = 100"), encoding="utf-8")
    done = run(tree, PROGRAM)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    end, _, effects_of_example = told.pop("stop_loss")
    assert end == "done" and {tuple(effect) for effect in effects_of_example} == {("pause_keyword", "done")}
    assert told.pop("paused")
    assert told == {
        "from": str(tree),
        "found": [True, True, True],
        "shelf_round": ["done", "1 products off the shelf.", [["put_off_shelf", "done"]]],
        "listed": False,
    }


FAULTY = [
    ("def broken(:\n", ["the module tools.shelf does not import", "SyntaxError", "mend that file"]),
    ("import no_such_package\n", ["the module tools.shelf does not import", "no_such_package"]),
    (
        "from tools.tool import tool\n\n\n@tool()\ndef get_price(ctx, sku: str):\n    '''Again.'''\n",
        ["two things are named 'get_price'", "tools/prices.py", "tools/shelf.py", "rename one"],
    ),
]
FINDING = f"""
import json
import sys
from pathlib import Path

from kit.errors import Misconfigured
from tools.tool import tools

sys.dont_write_bytecode = True
found = []
for source in {[source for source, _ in FAULTY]!r}:
    Path("tools/shelf.py").write_text(source)
    try:
        tools()
    except Misconfigured as error:
        found.append(str(error))
print(json.dumps(found))
"""


def test_a_broken_or_doubled_file_in_the_tree_is_an_error_that_names_it(tree: Path) -> None:
    done = run(tree, FINDING)
    assert done.returncode == 0, done.stderr
    for said, (source, words) in zip(json.loads(done.stdout), FAULTY, strict=True):
        assert all(word in said for word in words), (source, said)


def test_a_plug_in_of_wheels_is_found_and_used_by_the_crew(install: Install, shop: GiftShop) -> None:
    install("shelf_effects", plug_in.EFFECT, "shopstaff.effects")
    install("shelf_tools", plug_in.TOOL.replace("{effects}", "shelf_effects"), "shopstaff.tools")
    install("shelf_jobs", plug_in.JOB, "shopstaff.jobs")
    model = script(calls(("hand_off", {"job": "shelf_round", "goal": "Tidy up", "subject": []})), text("Tidied up."))
    task = shop.owner("Colourless green ideas sleep furiously", model)
    assert (task.end, task.answer) == (End.DONE, "Tidied up.")
    assert "1 products off the shelf." in model.asked[1][-1].text
    assert not shop.house.connection.reads.shop.get_product("P-22720").listed


def test_without_the_wheels_nothing_of_them_is_left(shop: GiftShop) -> None:
    assert "put_off_shelf" not in tools()
    assert "shelf_round" not in jobs()
    assert "put_off_shelf" not in effect_kinds()


def test_an_employee_of_a_wheel_gets_a_node_of_the_graph(install: Install, tmp_path: Path) -> None:
    (tmp_path / "site/role.md").write_text("You are the archivist.", encoding="utf-8")
    source = (
        "from pathlib import Path\n\nfrom shopstaff import Employee\n\n"
        "ONE = Employee('archivist', 'Archivist', '档案', 'old papers', Path(__file__).parent)\n"
    )
    install("archivist_staff", source, "shopstaff.employees")
    assert employees()["archivist"].role == "You are the archivist."
    assert "archivist" in supervisor_graph().get_graph().nodes


@pytest.mark.parametrize(
    ("group", "source", "find", "words"),
    [
        ("shopstaff.tools", "raise RuntimeError('no luck')", tools, "the module wheel_x .*RuntimeError: no luck"),
        (
            "shopstaff.tools",
            "from shopstaff import tool\n@tool()\ndef get_stock(ctx): '''Again.'''\n",
            tools,
            r"'get_stock': in .*stock\.py and in .*wheel_x\.py",
        ),
        ("shopstaff.jobs", plug_in.JOB.replace("shelf_round", "ship_list"), jobs, r"'ship_list': in .*wheel_x\.py"),
        ("shopstaff.jobs", plug_in.JOB, jobs, "job 'shelf_round' wants the tool 'put_off_shelf'"),
        (
            "shopstaff.jobs",
            plug_in.JOB.replace('"put_off_shelf", "get_stock"', '"send_message",'),
            jobs,
            "'send_message', which product may not use",
        ),
        ("shopstaff.jobs", plug_in.JOB.replace('"product"', '"dancer"'), jobs, "belongs to 'dancer'; employees: "),
        (
            "shopstaff.effects",
            plug_in.EFFECT.replace("PutOffShelf", "SetBid"),
            effect_kinds,
            r"'set_bid': in .*set_bid\.py and in .*wheel_x\.py",
        ),
    ],
)
def test_a_faulty_wheel_is_an_error_that_names_what_is_wrong(
    install: Install, group: str, source: str, find: Callable[[], object], words: str
) -> None:
    install("wheel_x", source, group)
    with pytest.raises(Misconfigured, match=words):
        find()
