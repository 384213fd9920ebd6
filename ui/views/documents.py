"""The list of documents: counted, filtered by what is known of them, sorted, a page at a time; and what failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from corpus.catalogue import DocumentSummary
from corpus.filters import documents_with, facets
from corpus.types import Failure
from index.analysis import fold
from search import Searcher
from search.query import clean
from ui.adding import address_told
from ui.texts.wording import Wording
from ui.views.address import SORTS, Address, Sort
from ui.views.edit import REMOVED
from ui.views.facets import show_chosen, show_filters
from ui.views.failures import failure_html, failures_html
from ui.views.hits import MAX_FACT_CHARS, SAYS_LITTLE
from ui.views.loaders import list_documents
from ui.views.markup import html_text, label, shortened, title_of
from ui.views.notes import show_note
from ui.views.shelf import show_shelf
from ui.views.turning import pages_for, show_turning
from ui.views.visit import Visit, follow, link, still_at, turn_to

# A list that is read in one go; drawing 25 links takes Streamlit a tenth of a second.
PER_PAGE = 25
MAX_ADDRESS_CHARS = 300


def show_documents(visit: Visit, searcher: Searcher) -> None:
    """The whole view."""
    address, wording = visit.address, visit.wording
    documents, catalogue = list_documents(searcher), searcher.catalogue
    show_shelf(visit)
    if told := st.session_state.pop(REMOVED, ""):
        show_note([told])
    st.html(
        f"<h1>{html_text(wording.documents_title)}</h1><p class='rp-lead'>{html_text(_sum(documents, wording))}</p>"
    )
    _controls(visit)
    passing = documents_with(catalogue, address.filters) if address.filters else None
    counted = facets(catalogue, passing)
    show_filters(visit, counted)
    show_chosen(visit, counted)
    left = [each for each in documents if passing is None or each.doc_id in passing]
    found = sorted_documents(filtered(left, address.filter), address.sort, wording)
    if address.filter or address.filters:
        shown = wording.shown.format(
            shown=wording.number(len(found)), all=wording.count(wording.documents, len(documents))
        )
        show_note([shown if found else wording.none_match])
    pages = pages_for(len(found), PER_PAGE)
    number = min(address.list_page, pages)
    for document in found[(number - 1) * PER_PAGE : number * PER_PAGE]:
        _line(visit, document)
    show_turning("list", number, pages, lambda there: replace(address, list_page=there), wording)
    _failures(visit, catalogue.failures())


def filtered(documents: Sequence[DocumentSummary], text: str) -> list[DocumentSummary]:
    """The documents whose title and address hold every word of `text`, whatever its case and accents."""
    words = [fold(word) for word in text.split()]
    return [
        document for document in documents if all(word in fold(f"{document.title} {document.uri}") for word in words)
    ]


def sorted_documents(documents: Sequence[DocumentSummary], order: Sort, wording: Wording) -> list[DocumentSummary]:
    """In that order, and by title where it leaves several at one place."""
    keys: dict[Sort, Callable[[DocumentSummary], Any]] = {
        "language": lambda document: fold(wording.language_name(document.language)),
        "type": lambda document: wording.media_type(document.media_type),
        "pages": lambda document: -document.pages,
        "passages": lambda document: -document.passages,
    }
    by_title = sorted(documents, key=lambda document: (fold(document.title), document.doc_id))
    if order == "added":
        return sorted(by_title, key=lambda document: document.ingested_at, reverse=True)
    return sorted(by_title, key=keys[order]) if order in keys else by_title


def _sum(documents: Sequence[DocumentSummary], wording: Wording) -> str:
    languages = {document.language for document in documents}
    passages = sum(document.passages for document in documents)
    return " · ".join((
        wording.count(wording.documents, len(documents)),
        wording.count(wording.passages, passages),
        wording.count(wording.languages, len(languages)),
    ))  # fmt: skip


def _controls(visit: Visit) -> None:
    address, wording = visit.address, visit.wording
    follow("filter", address.filter)
    follow("sort", address.sort)
    with st.container(horizontal=True, vertical_alignment="bottom", key="rp-controls"):
        st.text_input(
            wording.filter_label,
            address.filter,
            key="filter",
            placeholder=wording.filter_placeholder,
            autocomplete="off",
            on_change=_choose,
            args=(address,),
        )
        st.selectbox(
            wording.sort_label,
            SORTS,
            SORTS.index(address.sort),
            format_func=lambda order: wording.sorts[order],
            key="sort",
            on_change=_choose,
            args=(address,),
        )


def _choose(address: Address) -> None:
    state = st.session_state
    if still_at(address):
        turn_to(replace(address, filter=clean(state["filter"]), sort=state["sort"], list_page=1))


def _line(visit: Visit, document: DocumentSummary) -> None:
    wording = visit.wording
    with st.container(key=f"rp-line-{document.doc_id}", gap=None):
        opened = replace(visit.address, doc_id=document.doc_id)
        link(visit, visit.document_page, label(title_of(document)), opened, key=f"open-{document.doc_id}")
        address = address_told(document.uri, visit.settings.home)
        facts = [
            "" if document.kind in SAYS_LITTLE else wording.shelf.kinds.get(document.kind or "", ""),
            shortened(document.place, MAX_FACT_CHARS) if document.place else "",
            wording.date(document.date) if document.date else "",
            wording.media_type(document.media_type),
            wording.count(wording.pages, document.pages) if document.pages else "",
            wording.count(wording.passages, document.passages),
        ]
        st.html(
            f'<p class="rp-where"><span class="rp-badge">{html_text(wording.language_name(document.language))}</span>'
            f"{html_text(' · '.join(dict.fromkeys(fact for fact in facts if fact)))}</p>"
            f'<p class="rp-address">{html_text(shortened(address, MAX_ADDRESS_CHARS))}</p>'
        )


def _failures(visit: Visit, failures: Sequence[Failure]) -> None:
    if not failures:
        return
    wording, home = visit.wording, visit.settings.home
    rows = failures_html([failure_html(each, wording, name=address_told(each.uri, home)) for each in failures])
    with st.expander(wording.count(wording.failures, len(failures))):
        st.html(f"<p>{html_text(wording.failures_lead)}</p>{rows}")
