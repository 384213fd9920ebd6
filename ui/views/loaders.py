"""What is worked out once and kept for every reader: the home's searcher, its documents, results, pages, answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import streamlit as st

from corpus.catalogue import DocumentSummary
from corpus.filters import Facets, values_revision
from index.caches import stamp_of
from search import Query, Result, Searcher
from search.answer import Answer
from search.similar import Similar
from ui import assembly, picture
from ui.discretion import make_discreet
from ui.marking import Box
from ui.settings import Settings

Kept = TypeVar("Kept")
State = tuple[str, int, int, int, int]


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
    root = str(settings.home.root)
    searcher = _opened(root, settings.model, (file.st_dev, file.st_ino), _settings=settings).searcher
    _roots().add(root)
    return searcher


def has_gone(settings: Settings) -> bool:
    """Whether the settings' home was there, and is not any more: moved, on a disk that was taken away."""
    return str(settings.home.root) in _roots() and not settings.home.catalogue.is_file()


def list_documents(searcher: Searcher) -> tuple[DocumentSummary, ...]:
    """All documents in the order of their titles."""
    catalogue = searcher.catalogue
    return _listed((catalogue.catalogue_id, catalogue.revision), _read=catalogue.summaries)


def state_of(settings: Settings, searcher: Searcher) -> State:
    """Changes whenever a search may find something else: documents, their fields, or what is published of them."""
    catalogue = searcher.catalogue
    return (catalogue.catalogue_id, catalogue.revision, values_revision(catalogue), *stamp_of(settings.home))


def search(settings: Settings, searcher: Searcher, query: Query) -> Result:
    """The result of a query, kept while nothing changes: a click on a page draws it anew. Raises as `Searcher.run`."""
    asked = (query.text, query.filters, query.k, query.mode, query.by_document)
    return _found(state_of(settings, searcher), "search", repr(asked), _make=lambda: searcher.run(query))


def facets(settings: Settings, searcher: Searcher, query: Query) -> Facets:
    """What could be chosen among the documents that a query finds, with counts."""
    asked = (query.text, query.filters, query.mode)
    return _found(state_of(settings, searcher), "facets", repr(asked), _make=lambda: searcher.facets(query))


def similar(settings: Settings, searcher: Searcher, passage_id: int, k: int) -> Similar:
    """The passages of other documents most like one. Raises as `Searcher.similar`."""
    state = state_of(settings, searcher)
    return _found(state, "similar", repr((passage_id, k)), _make=lambda: searcher.similar(passage_id, k=k))


def answer(settings: Settings, searcher: Searcher, questions: Sequence[str]) -> Answer:
    """The answer to the last of a conversation's questions. Raises as `Searcher.ask`."""
    *history, question = questions
    state = state_of(settings, searcher)
    return _found(state, "ask", repr(tuple(questions)), _make=lambda: searcher.ask(question, history=history))


def page_picture(path: Path, number: int, zoom: int) -> picture.PagePicture:
    """A page of an original as a picture. Raises `NoPicture`."""
    return _drawn(str(path), number, zoom)


def page_count(path: Path) -> int:
    """How many pages an original has. Raises `NoPicture`."""
    return _counted(str(path))


def page_marks(path: Path, number: int, passage: str) -> list[Box]:
    """Where a passage stands on a page of an original; empty where that can't be told."""
    return _marked(str(path), number, passage)


def _same_model(opened: Opened) -> bool:
    """False after `repere reindex --model`: queries must not be encoded with the model of before."""
    return opened.searcher.catalogue.fact("model_id") == opened.model_id


@st.cache_resource(show_spinner=False)
def _roots() -> set[str]:
    """The homes that were opened since the page was started."""
    return set()


# Homes are few: the one that is served, and the ones that were replaced under its name.
@st.cache_resource(show_spinner=False, max_entries=4, validate=_same_model)
def _opened(root: str, model: str | None, file: tuple[int, int], *, _settings: Settings) -> Opened:  # noqa: ARG001 # the key
    searcher = assembly.open_searcher(_settings)
    if _settings.access.public:
        make_discreet(searcher, _settings.home)
    return Opened(searcher, searcher.catalogue.fact("model_id"))


# Shared and not copied: the summaries are frozen.
@st.cache_resource(show_spinner=False, max_entries=4)
def _listed(state: tuple[str, int], *, _read: Callable[[], list[DocumentSummary]]) -> tuple[DocumentSummary, ...]:  # noqa: ARG001 # the key
    return tuple(_read())


# Results hold their passages' text, some tens of kilobytes each. Frozen, shared and not copied.
@st.cache_resource(show_spinner=False, max_entries=500)
def _found(state: State, what: str, asked: str, *, _make: Callable[[], Kept]) -> Kept:  # noqa: ARG001 # the key
    return _make()


# Originals are named by their content: a page never changes. Some 150 KB each.
@st.cache_data(show_spinner=False, max_entries=100)
def _drawn(path: str, number: int, zoom: int) -> picture.PagePicture:
    return picture.draw(Path(path), number, zoom=zoom)


@st.cache_data(show_spinner=False, max_entries=500)
def _counted(path: str) -> int:
    return picture.count(Path(path))


@st.cache_data(show_spinner=False, max_entries=500)
def _marked(path: str, number: int, passage: str) -> list[Box]:
    return picture.marks(Path(path), number, passage)
