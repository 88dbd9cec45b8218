from pathlib import Path

import pytest

from config.settings import load_settings
from kit.errors import Misconfigured


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder with none of our variables set."""
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "SHOP", "MODEL", "BASE_URL", "API_KEY"):
        monkeypatch.delenv(f"SHOPSTAFF_{name}", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


def test_nothing_set_means_rules_and_a_home_here() -> None:
    settings = load_settings()
    assert (settings.model, settings.home, settings.shop) == ("rules", Path(".shopstaff"), None)


def test_the_environment_goes_before_the_file_and_arguments_before_both(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("shop.toml").write_text('model = "from-file"\nshop = "file-shop"\n')
    assert load_settings().model == "from-file"
    monkeypatch.setenv("SHOPSTAFF_MODEL", "from-env")
    assert load_settings().model == "from-env"
    assert load_settings(model="argument").model == "argument"
    assert load_settings().shop == "file-shop"


def test_the_usual_variables_of_openai_are_read_and_the_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "a-secret-key")
    settings = load_settings()
    assert settings.base_url == "http://127.0.0.1:9/v1"
    assert "a-secret-key" not in repr(settings)


@pytest.mark.parametrize(
    ("text", "named"),
    [("modell = 'x'", "modell"), ("max_hops = -1", "max_hops"), ("model = ", "shop.toml")],
)
def test_a_wrong_setting_is_named(text: str, named: str) -> None:
    Path("shop.toml").write_text(text)
    with pytest.raises(Misconfigured, match=named):
        load_settings()
