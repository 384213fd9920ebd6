"""Where settings come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.settings import Settings


def test_option_then_environment_then_data_folder(tmp_path: Path) -> None:
    """This ensures the order: what is said on the command line wins, then the environment, then the user's folder."""
    environment = {"REPERE_HOME": str(tmp_path / "env"), "REPERE_MODEL": "owner/model"}
    assert Settings.read(environment, home=str(tmp_path / "opt"), model="m") == Settings(
        Settings.read({}, home=str(tmp_path / "opt")).home, "m"
    )
    assert Settings.read(environment).home.root == tmp_path / "env"
    assert Settings.read(environment).model == "owner/model"
    assert Settings.read({}).model is None
    assert Settings.read({}).home.root.name == "repere"
    assert Settings.demo().home.root.name == "repere-demo"


def test_folder_of_a_model_is_kept_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a home finds its model from any folder."""
    (tmp_path / "model").mkdir()
    monkeypatch.chdir(tmp_path)
    assert Settings.read({}, model="model").model == str(tmp_path / "model")
