"""The settings and where they come from. The only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from corpus.home import Home

HOME_VARIABLE = "REPERE_HOME"
MODEL_VARIABLE = "REPERE_MODEL"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a command or the page works with. An option of the command line goes before the environment."""

    home: Home
    model: str | None = None

    @classmethod
    def read(
        cls, environment: Mapping[str, str] | None = None, *, home: str | None = None, model: str | None = None
    ) -> Settings:
        """From options, then the environment, then the user's data folder and the home's own model."""
        environment = os.environ if environment is None else environment
        folder = home or environment.get(HOME_VARIABLE) or platformdirs.user_data_dir("repere", appauthor=False)
        name = model or environment.get(MODEL_VARIABLE) or None
        return cls(Home(Path(folder).expanduser().absolute()), name and _lasting(name))

    @classmethod
    def demo(cls, home: str | None = None) -> Settings:
        """The demonstration's: a home of its own, so that samples and one's documents never mix."""
        folder = home or platformdirs.user_data_dir("repere-demo", appauthor=False)
        return cls(Home(Path(folder).expanduser().absolute()))


def _lasting(model: str) -> str:
    """The name of a model that is kept with a home: a folder's is absolute, so that it is found from anywhere."""
    path = Path(model).expanduser()
    return str(path.resolve()) if path.is_dir() else model
