"""Settings of every test: the developer's own variables do not count, hypothesis is repeatable."""

from __future__ import annotations

import gc
import os

# before numpy is loaded: with a thread a core small matrices take many times as long on a busy machine
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
# the endpoints of tests speak no TLS, and each client would read all certificates of the machine, twice
os.environ.setdefault("SSL_CERT_DIR", os.path.dirname(__file__))  # noqa: PTH120

import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

# its asserts speak like those of a test; before anything imports it, as discovery does
pytest.register_assert_rewrite("shops.contract")

settings.register_profile("repeatable", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("repeatable")

# the stack keeps half a million objects alive; by Python's own thresholds they are looked through again and again
gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("SHOPSTAFF_", "OPENAI_")):
            monkeypatch.delenv(name)
