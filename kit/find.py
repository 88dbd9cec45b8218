"""Discovery: things are found by being there. A file in the right folder, or an entry point of any wheel.

Modules are searched for *objects* that a rule picks, not for import side effects. A module that does not
import, or two things of one name, is an error that names the file.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from types import ModuleType
from typing import TypeVar

from kit.errors import Misconfigured, ShopstaffError

T = TypeVar("T")


def find(package: str, pick: Callable[[object], T | None], name: Callable[[T], str], group: str) -> dict[str, T]:
    """Find every object that ``pick`` accepts in the modules of ``package`` and in the entry points of ``group``.

    Args:
        package: Dotted name of a package of ours, searched with its subpackages, e.g. ``"tools"``.
        pick: Gives the object itself if it is one of those looked for, else None; see :func:`instances_of`.
        name: Gives an object's unique name.
        group: Entry-point group of plug-ins, e.g. ``"shopstaff.tools"``; each entry names a module.

    Returns:
        Name to object, sorted by name.

    Raises:
        Misconfigured: A module does not import, or two different objects have one name.
    """
    found: dict[str, T] = {}
    home: dict[str, str] = {}
    for module in _modules(package, group):
        for thing in map(pick, list(vars(module).values())):
            if thing is None:
                continue
            key = name(thing)
            if found.setdefault(key, thing) is not thing:
                raise Misconfigured(f"two things are named {key!r}: in {home[key]} and in {_file(module)}; rename one")
            home.setdefault(key, _file(module))
    return dict(sorted(found.items()))


def instances_of(kind: type[T]) -> Callable[[object], T | None]:
    """Pick objects of a class."""
    return lambda thing: thing if isinstance(thing, kind) else None


def subclasses_of(kind: type[T]) -> Callable[[object], type[T] | None]:
    """Pick proper subclasses of a class."""
    return lambda thing: thing if isinstance(thing, type) and issubclass(thing, kind) and thing is not kind else None


def _modules(package: str, group: str) -> Iterator[ModuleType]:
    root = _load(package)
    for info in pkgutil.walk_packages(root.__path__, prefix=f"{package}."):
        leaf = info.name.rpartition(".")[2]
        if not leaf.startswith("_") and ".migrations" not in info.name:
            yield _load(info.name)
    for entry in sorted(entry_points(group=group), key=lambda entry: entry.name):
        yield _load(entry.value.partition(":")[0])


def _load(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ShopstaffError:
        raise
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
        raise Misconfigured(f"the module {name} does not import: {fault}; mend that file") from error


def _file(module: ModuleType) -> str:
    return module.__file__ or module.__name__
