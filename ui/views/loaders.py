"""What is opened once and kept for every reader: the home's searcher, and its list of documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from corpus.catalogue import DocumentSummary
from search import Searcher
from ui import assembly
from ui.settings import Settings


@dataclass(frozen=True, slots=True)
class Opened:
    """A searcher and the model that its home had when it was opened."""

    searcher: Searcher
    model_id: str | None


def open_searcher(settings: Settings) -> Searcher:
    """The searcher of the settings' home. Raises `HomeError` and `ModelError`; what is kept is checked each time."""
    settings.home.require()
    file = settings.home.catalogue.stat()
    # A home that was taken away and made anew is another file under the same name.
    return _opened(str(settings.home.root), settings.model, (file.st_dev, file.st_ino), _settings=settings).searcher


def list_documents(searcher: Searcher) -> tuple[DocumentSummary, ...]:
    """All documents in the order of their titles."""
    catalogue = searcher.catalogue
    return _listed((catalogue.catalogue_id, catalogue.revision), _read=catalogue.summaries)


def _same_model(opened: Opened) -> bool:
    """False after `repere reindex --model`: queries must not be encoded with the model of before."""
    return opened.searcher.catalogue.fact("model_id") == opened.model_id


# Homes are few: the one that is served, and the ones that were replaced under its name.
@st.cache_resource(show_spinner=False, max_entries=4, validate=_same_model)
def _opened(root: str, model: str | None, file: tuple[int, int], *, _settings: Settings) -> Opened:  # noqa: ARG001 # the key
    searcher = assembly.open_searcher(_settings)
    return Opened(searcher, searcher.catalogue.fact("model_id"))


# Shared and not copied: the summaries are frozen.
@st.cache_resource(show_spinner=False, max_entries=4)
def _listed(state: tuple[str, int], *, _read: Callable[[], list[DocumentSummary]]) -> tuple[DocumentSummary, ...]:  # noqa: ARG001 # the key
    return tuple(_read())
