"""Rules of worlds: found by being there, checked before anything runs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kit.errors import BadInput
from scenarios.world import LoadedWorld, load_world, worlds


@pytest.fixture
def copy(giftware: LoadedWorld, tmp_path: Path) -> Path:
    """Give a copy of the world's folder that a test may spoil."""
    return Path(shutil.copytree(giftware.folder, tmp_path / "copy"))


def test_giftware_is_found_with_its_data(giftware: LoadedWorld) -> None:
    assert "giftware" in worlds()
    assert giftware.spec.shop.currency == "GBP"
    assert len(giftware.articles) == 180
    assert len(giftware.buyers) >= 1500


def test_a_world_loads_by_path(copy: Path, giftware: LoadedWorld) -> None:
    assert load_world(copy).spec == giftware.spec


def test_an_unknown_world_lists_the_known_ones() -> None:
    with pytest.raises(BadInput, match="nowhere.*giftware"):
        load_world("nowhere")


def test_a_wrong_parameter_names_file_and_key(copy: Path) -> None:
    toml = copy / "world.toml"
    toml.write_text(toml.read_text().replace("lead_time_days = 5", "lead_time_days = -5").replace("[costs]", "[cots]"))
    with pytest.raises(BadInput) as caught:
        load_world(copy)
    faults = "\n".join(caught.value.faults)
    assert "world.toml: factory.lead_time_days" in faults
    assert "world.toml: costs: Field required" in faults
    assert "world.toml: cots: there is no such key; did you mean 'costs'?" in faults


def test_a_wrong_cell_names_file_line_and_column(copy: Path) -> None:
    table = copy / "catalogue.csv"
    lines = table.read_text().splitlines()
    lines[3] = lines[3].replace(",1275,", ",-1,")
    table.write_text("\n".join(lines))
    with pytest.raises(BadInput, match="catalogue.csv line 4: price_small"):
        load_world(copy)


def test_a_keyword_without_articles_is_a_fault(copy: Path) -> None:
    toml = copy / "world.toml"
    toml.write_text(toml.read_text().replace('words = "jumbo bag"', 'words = "garden gnome"'))
    with pytest.raises(BadInput, match="garden gnome"):
        load_world(copy)


def test_a_world_needs_all_its_files(copy: Path) -> None:
    (copy / "buyers.csv").unlink()
    with pytest.raises(Exception, match=r"buyers\.csv"):
        load_world(copy)
