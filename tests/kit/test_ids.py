import subprocess
import sys

import pytest

from kit.ids import canonical, stable_id


def test_the_same_parts_give_the_same_id_in_any_process() -> None:
    code = "from kit.ids import stable_id; print(stable_id('task', 'shop', {'a': 1}, 2))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    )
    assert run.stdout.strip() == stable_id("task", "shop", {"a": 1}, 2)


def test_parts_are_not_run_together() -> None:
    assert stable_id("x", "ab", "c") != stable_id("x", "a", "bc")


def test_canonical_json_sorts_keys_and_knows_no_nan() -> None:
    assert canonical({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'
    with pytest.raises(ValueError):
        canonical(float("nan"))
