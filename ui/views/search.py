"""The search view: a question, its passages, what could be filtered by, and examples where nothing is asked yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import streamlit as st

from corpus.catalogue import DocumentSummary
from corpus.errors import QueryError
from corpus.instruments import values_of
from search import Query, Result, Searcher
from search.confidence import YES
from search.query import MAX_CHARS, MODES, clean
from ui.resultfiles import as_csv, as_html, as_json
from ui.texts.notices import translated_notice
from ui.texts.wording import Wording
from ui.views import loaders
from ui.views.address import MAX_K, ORDERS, Address
from ui.views.cite import citing, explaining, passage_link, source_of
from ui.views.examples import example_queries
from ui.views.facets import show_chosen, show_filters
from ui.views.hits import in_order, page_text, show_hit
from ui.views.loaders import list_documents
from ui.views.markup import html_text, label, lang_attribute, paragraphs, shortened, title_of, visible
from ui.views.notes import show_note
from ui.views.visit import Visit, follow, link, still_at, turn_to

STEPS_OF_K = (5, 10, 20, 50, MAX_K)
_REFUSED = "refused"
_HISTORY = "history"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What one remembers having asked.
MAX_HISTORY = 6

# Below `YES` the documents are said not to answer (see `search.confidence`); below half of that, that they hardly do.
LITTLE = YES / 2


def show_search(visit: Visit, searcher: Searcher) -> None:
    """The whole view. Raises what a search raises, once the question and its options are drawn."""
    address, wording = visit.address, visit.wording
    documents = list_documents(searcher)
    st.html(f"<h1>{html_text(wording.search_title)}</h1>")
    refused = st.session_state.pop(_REFUSED, 0)
    _ask(visit, keep=bool(refused))
    if refused or len(address.text) > MAX_CHARS:
        show_note([_too_long(wording, refused or len(address.text))], tone="error")
    elif address.similar is not None:
        _similar(visit, searcher, address.similar)
    elif not address.text:
        st.html(f'<p class="rp-lead">{html_text(wording.search_lead)}</p>')
        _examples(visit, documents)
        _history(visit)
    else:
        _search(visit, searcher)


def _search(visit: Visit, searcher: Searcher) -> None:
    address, wording = visit.address, visit.wording
    query = Query(address.text, filters=address.filters, k=address.k, mode=address.mode, by_document=address.grouped)
    filters, found = st.container(), st.container()
    with found:
        with st.spinner(wording.searching):
            result = loaders.search(visit.settings, searcher, query)
        _remember(address.text)
        _results(visit, searcher, result)
    with filters:  # drawn above and worked out after: the results don't wait for the counts
        counted = loaders.facets(visit.settings, searcher, query)
        show_chosen(visit, counted)
        with st.container(key="rp-controls-search", gap="small"):
            show_filters(visit, counted)
            _options(visit)


def _ask(visit: Visit, *, keep: bool) -> None:
    """The box and its button. `keep` leaves in the box what was typed there, though it is not in the address."""
    address, wording = visit.address, visit.wording
    if not keep:
        follow("q", address.text)
    with st.form("ask", border=False), st.container(horizontal=True, vertical_alignment="bottom", key="rp-ask"):
        st.text_input(
            wording.query_label, address.text, key="q", placeholder=wording.query_placeholder, autocomplete="off"
        )
        st.form_submit_button(wording.submit, key="submit", type="primary", on_click=_submit, args=(address,))


def _submit(address: Address) -> None:
    text = clean(st.session_state["q"])
    if len(text) > MAX_CHARS:
        st.session_state[_REFUSED] = len(text)  # an address of that length would not open again
    else:
        turn_to(replace(address, text=text, similar=None))


def _options(visit: Visit) -> None:
    address, wording = visit.address, visit.wording
    follow("k", address.k)
    follow("mode", address.mode)
    follow("order", address.order)
    follow("grouped", address.grouped)
    change = partial(_choose, address)
    with st.expander(wording.options, key="rp-options"), st.container(horizontal=True, gap="large"):
        with st.container(width=300):
            st.selectbox(
                wording.find.order,
                ORDERS,
                ORDERS.index(address.order),
                format_func=lambda order: wording.find.orders[order],
                key="order",
                on_change=change,
            )
            numbers = sorted({*STEPS_OF_K, address.k})
            st.selectbox(wording.option_k, numbers, numbers.index(address.k), key="k", on_change=change)
            st.checkbox(wording.find.group, address.grouped, key="grouped", on_change=change)
        with st.container(width=300):
            st.radio(
                wording.option_mode,
                MODES,
                MODES.index(address.mode),
                format_func=lambda mode: wording.modes[mode],
                captions=[wording.mode_captions[mode] for mode in MODES],
                key="mode",
                on_change=change,
            )


def _choose(address: Address) -> None:
    state = st.session_state
    if still_at(address):
        turn_to(replace(address, k=state["k"], mode=state["mode"], order=state["order"], grouped=state["grouped"]))


def _examples(visit: Visit, documents: Sequence[DocumentSummary]) -> None:
    wording = visit.wording
    queries = example_queries(documents, wording.language)
    if not queries:
        return
    st.html(f"<h2>{html_text(wording.examples)}</h2>")
    with st.container(horizontal=True, key="rp-examples"):
        for number, query in enumerate(queries):
            asked = replace(visit.address, text=clean(query))
            st.button(label(query), key=f"example-{number}", on_click=turn_to, args=(asked,), wrap=True)


def _remember(text: str) -> None:
    before = [each for each in st.session_state.get(_HISTORY, ()) if each != text]
    st.session_state[_HISTORY] = [text, *before][:MAX_HISTORY]


def _history(visit: Visit) -> None:
    """What was asked before in this session. It is kept nowhere else."""
    texts = st.session_state.get(_HISTORY, ())
    if not texts:
        return
    st.html(f"<h2>{html_text(visit.wording.find.history)}</h2>")
    with st.container(horizontal=True, key="rp-history"):
        for number, text in enumerate(texts):
            asked = replace(visit.address, text=text)
            shown = label(shortened(text, 80))
            st.button(shown, key=f"history-{number}", type="tertiary", on_click=turn_to, args=(asked,), wrap=True)


def _results(visit: Visit, searcher: Searcher, result: Result) -> None:
    address, wording = visit.address, visit.wording
    for notice in result.notices:
        show_note([translated_notice(notice, wording)])
    for short, full in result.expansions:
        told = wording.find.expanded.format(short=visible(short), full=visible(full))
        st.html(f'<p class="rp-read-as">{html_text(told)}</p>')
    if not result.hits:
        _nothing(address, wording)
        return
    noun = wording.best_passages if len(result) == address.k else wording.passages
    if address.grouped:
        noun = wording.find.best_documents if len(result) == address.k else wording.documents
    facts = [wording.found_in.format(time=wording.duration(result.took_ms))]
    facts += [wording.find.orders[address.order]] if address.order != "relevance" else []
    _heading(wording.count(noun, len(result)), " · ".join(facts))
    _doubt(result.confidence, wording)
    dialogs = {wording.find.cite: citing(visit, searcher), wording.find.why: explaining(visit, searcher, result)}
    for hit in in_order(result.hits, address.order):
        show_hit(visit, hit, dialogs)
    if len(result) == address.k < MAX_K:
        more = next(step for step in STEPS_OF_K if step > address.k)
        st.button(wording.more, key="more", on_click=turn_to, args=(replace(address, k=more),))
    _export(visit, searcher, result)


def _heading(count: str, fact: str = "") -> None:
    told = f"<p>{html_text(fact)}</p>" if fact else ""
    st.html(f'<div class="rp-count" role="status"><h2>{html_text(count)}</h2>{told}</div>')


def _doubt(confidence: float | None, wording: Wording) -> None:
    if confidence is not None and confidence < YES:
        show_note([wording.find.little if confidence < LITTLE else wording.find.unsure], tone="warning")


def _nothing(address: Address, wording: Wording) -> None:
    if address.filters:
        show_note([wording.find.nothing_filtered, wording.find.nothing_filtered_advice])
    else:
        show_note([wording.nothing_found, wording.nothing_found_advice])


def _export(visit: Visit, searcher: Searcher, result: Result) -> None:
    """Files of the results, made when they are asked for."""
    wording = visit.wording
    links = [passage_link(visit, hit.document.doc_id, hit.passage.passage_id) for hit in result]
    today = date.today().isoformat()  # noqa: DTZ011 # the reader's day is not known; ours will do

    def make_docx() -> bytes:
        from ui.wordfile import as_docx  # a quarter of a second that only this needs

        cited = [
            source_of(visit, hit.document, hit.passage, values_of(searcher.catalogue, hit.document.doc_id), link=link)
            for hit, link in zip(result, links, strict=True)
        ]
        return as_docx(result, cited, wording, today)

    files: dict[str, tuple[str, Callable[[], bytes]]] = {
        "docx": (DOCX, make_docx),
        "csv": ("text/csv", partial(as_csv, result)),
        "json": ("application/json", partial(as_json, result)),
        "html": ("text/html", partial(as_html, result, links, wording, today)),
    }
    st.html(f"<h2>{html_text(wording.find.export)}</h2>")
    with st.container(horizontal=True, key="rp-export"):
        for suffix, (media_type, make) in files.items():
            st.download_button(
                wording.find.export_names[suffix],
                make,
                f"{wording.find.file_name}.{suffix}",
                media_type,
                key=f"export-{suffix}",
                on_click="ignore",
                icon=":material/download:",
            )


def _similar(visit: Visit, searcher: Searcher, passage_id: int) -> None:
    """The passages of other documents that are most like one. Raises `NotInCatalogue`."""
    address, wording = visit.address, visit.wording
    try:
        found = loaders.similar(visit.settings, searcher, passage_id, address.k)
    except QueryError:  # it has no vector yet
        show_note([wording.find.alike_waits])
        return
    st.html(f"<h2>{html_text(wording.find.alike_title)}</h2>")
    place = page_text(found.passage, found.document, wording)
    told = wording.find.alike_to.format(title=", ".join(part for part in (title_of(found.document), place) if part))
    st.html(
        f'<div class="rp-like"><p>{html_text(told)}</p><blockquote dir="auto"{lang_attribute(found.passage.language)}>'
        f"{paragraphs(found.passage.text, ())}</blockquote></div>"
    )
    there = replace(visit.fresh, doc_id=found.document.doc_id, passage_id=passage_id)
    link(visit, visit.document_page, wording.find.open_text, there, key="open-like", icon=":material/description:")
    if not found.hits:
        show_note([wording.find.alike_none])
        return
    _heading(wording.count(wording.find.alike_in, len(found)))
    for hit in found:
        show_hit(visit, hit, {wording.find.cite: citing(visit, searcher)})


def _too_long(wording: Wording, chars: int) -> str:
    return wording.query_too_long.format(n=wording.number(chars), limit=wording.number(MAX_CHARS))
