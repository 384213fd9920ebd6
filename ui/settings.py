"""The settings and where they come from. The only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from corpus.errors import OptionRefused
from corpus.home import Home
from ui.access import Access

if TYPE_CHECKING:
    from search.chat import ChatServer

HOME_VARIABLE = "REPERE_HOME"
MODEL_VARIABLE = "REPERE_MODEL"
EDITORS_VARIABLE = "REPERE_EDITORS"
EDITORS_FILE_VARIABLE = "REPERE_EDITORS_FILE"
PUBLIC_VARIABLE = "REPERE_PUBLIC"
LLM_VARIABLES = ("REPERE_LLM_URL", "REPERE_LLM_MODEL", "REPERE_LLM_KEY")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a command or the page works with. An option of the command line goes before the environment."""

    home: Home
    model: str | None = None
    access: Access = field(default_factory=Access)

    @classmethod
    def read(
        cls, environment: Mapping[str, str] | None = None, *, home: str | None = None, model: str | None = None
    ) -> Settings:
        """From options, then the environment, then the user's data folder and the home's own model."""
        environment = os.environ if environment is None else environment
        folder = home or environment.get(HOME_VARIABLE) or platformdirs.user_data_dir("repere", appauthor=False)
        name = model or environment.get(MODEL_VARIABLE) or None
        return cls(Home(Path(folder).expanduser().absolute()), name and _lasting(name), _access(environment))

    @classmethod
    def demo(cls, home: str | None = None) -> Settings:
        """The demonstration's: a home of its own, so that samples and one's documents never mix."""
        folder = home or platformdirs.user_data_dir("repere-demo", appauthor=False)
        return cls(Home(Path(folder).expanduser().absolute()))


def language_model(environment: Mapping[str, str] | None = None) -> ChatServer:
    """The server that may write answers. Raises `OptionRefused` where none is set, or what is set can't be meant."""
    from search.chat import ChatServer

    environment = os.environ if environment is None else environment
    url, model, key = (environment.get(name, "") for name in LLM_VARIABLES)
    if not url:
        raise OptionRefused("No language model is set", advice=f"Set {LLM_VARIABLES[0]} and {LLM_VARIABLES[1]}")
    return ChatServer(url, model, key)


def access_variables(access: Access) -> dict[str, str]:
    """The variables that tell the page's process what `repere serve` was told; empty ones are off."""
    return {
        EDITORS_VARIABLE: "1" if access.editors else "",
        PUBLIC_VARIABLE: "1" if access.public else "",
        EDITORS_FILE_VARIABLE: str(access.editors_file or ""),
    }


def _access(environment: Mapping[str, str]) -> Access:
    file = environment.get(EDITORS_FILE_VARIABLE)
    return Access(
        editors=environment.get(EDITORS_VARIABLE) == "1",
        public=environment.get(PUBLIC_VARIABLE) == "1",
        editors_file=Path(file).expanduser().absolute() if file else None,
    )


def _lasting(model: str) -> str:
    """The name of a model that is kept with a home: a folder's is absolute, so that it is found from anywhere."""
    path = Path(model).expanduser()
    return str(path.resolve()) if path.is_dir() else model
