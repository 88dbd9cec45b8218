import sys
from pathlib import Path

import pytest

from kit.errors import Misconfigured
from kit.find import find, instances_of


class Thing:
    def __init__(self, name: str) -> None:
        self.name = name


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Give a function that writes a package of modules and searches it."""
    folder = tmp_path / "things_for_test"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    sys.modules["thing_kind"] = sys.modules[__name__]

    def search(**modules: str) -> dict[str, Thing]:
        for name, text in modules.items():
            (folder / f"{name}.py").write_text(text)
        return find("things_for_test", instances_of(Thing), lambda thing: thing.name, "shopstaff.none")

    yield search
    for name in [name for name in sys.modules if name.startswith("things_for_test")] + ["thing_kind"]:
        del sys.modules[name]


def test_objects_are_found_by_being_there(package) -> None:
    found = package(b="from thing_kind import Thing\nB = Thing('b')", a="from thing_kind import Thing\nA = Thing('a')")
    assert list(found) == ["a", "b"]


def test_the_same_object_seen_twice_is_one(package) -> None:
    found = package(a="from thing_kind import Thing\nA = Thing('a')", b="from things_for_test.a import A")
    assert list(found) == ["a"]


def test_two_objects_of_one_name_are_an_error_that_names_both_files(package) -> None:
    text = "from thing_kind import Thing\nX = Thing('x')"
    with pytest.raises(Misconfigured, match=r"one\.py.*two\.py"):
        package(one=text, two=text)


def test_a_module_that_does_not_import_is_an_error_that_names_it(package) -> None:
    with pytest.raises(Misconfigured, match="things_for_test.broken does not import: NameError"):
        package(broken="nothing_of_that_name")
