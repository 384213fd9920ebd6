"""Wiring: settings to open objects. Imports what is slow only when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from corpus.catalogue import Catalogue
from ui.settings import Settings

if TYPE_CHECKING:
    from index.encoder import Encoder
    from search import Filters, Searcher


def open_catalogue(settings: Settings) -> Catalogue:
    """The catalogue of the settings' home, for reading."""
    return Catalogue.open(settings.home)


def open_searcher(settings: Settings) -> Searcher:
    """A searcher on the settings' home, with the home's own model unless another is named."""
    from search import Searcher

    return Searcher.open(settings.home, encoder=open_model(settings.model) if settings.model else None)


def model_of_home(settings: Settings) -> str:
    """The name of the model to write with: the one that is named, else the home's own, else the default."""
    from index.models import DEFAULT_MODEL

    if settings.model:
        return settings.model
    if not settings.home.catalogue.is_file():
        return DEFAULT_MODEL
    with open_catalogue(settings) as catalogue:
        return catalogue.fact("model") or DEFAULT_MODEL


def open_model(name: str) -> Encoder:
    """The encoder of this name. Raises `ModelMissing`."""
    from index.models import open_encoder

    return open_encoder(name)


def batch_filters(options: dict[str, Any]) -> Filters:
    """The filters of `--lang` and `--doc`."""
    from search import Filters

    return Filters(tuple(options["languages"]), tuple(options["documents"]))
