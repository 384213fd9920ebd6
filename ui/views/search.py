"""The search view: a question, its passages, and examples where nothing is asked yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from corpus.catalogue import DocumentSummary
from search import Filters, Hit, Query, Result, Searcher
from search.query import MAX_CHARS, MODES, clean
from ui.texts.notices import translated_notice
from ui.texts.wording import Wording
from ui.views.address import MAX_K, Address
from ui.views.examples import example_queries
from ui.views.loaders import list_documents
from ui.views.markup import html_text, label, lang_attribute, paragraphs, section_within, title_of
from ui.views.notes import show_note
from ui.views.visit import Visit, follow, link, still_at, turn_to

STEPS_OF_K = (5, 10, 20, 50, MAX_K)
_REFUSED = "refused"


def show_search(visit: Visit, searcher: Searcher) -> None:
    """The whole view. Raises what a search raises, once the question and its options are drawn."""
    address, wording = visit.address, visit.wording
    documents = list_documents(searcher)
    st.html(f"<h1>{html_text(wording.search_title)}</h1>")
    refused = st.session_state.pop(_REFUSED, 0)
    _ask(visit, keep=bool(refused))
    _options(visit, _languages(documents, address))
    if refused or len(address.text) > MAX_CHARS:
        show_note([_too_long(wording, refused or len(address.text))], tone="error")
    elif not address.text:
        st.html(f'<p class="rp-lead">{html_text(wording.search_lead)}</p>')
        _examples(visit, documents)
    else:
        with st.spinner(wording.searching):
            filters = Filters(languages=address.languages)
            result = searcher.run(Query(address.text, filters=filters, k=address.k, mode=address.mode))
        _results(visit, result)


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
        turn_to(replace(address, text=text))


def _options(visit: Visit, languages: Sequence[str]) -> None:
    address, wording = visit.address, visit.wording
    follow("k", address.k)
    follow("languages", list(address.languages))
    follow("mode", address.mode)
    change = partial(_choose, address)
    with st.expander(wording.options), st.container(horizontal=True, gap="large"):
        with st.container(width=300):
            st.multiselect(
                wording.option_languages,
                languages,
                address.languages,
                format_func=wording.language_name,
                key="languages",
                placeholder=wording.option_languages_all,
                on_change=change,
            )
            numbers = sorted({*STEPS_OF_K, address.k})
            st.selectbox(wording.option_k, numbers, numbers.index(address.k), key="k", on_change=change)
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
        turn_to(replace(address, k=state["k"], languages=tuple(state["languages"]), mode=state["mode"]))


def _languages(documents: Sequence[DocumentSummary], address: Address) -> list[str]:
    """The languages to choose from: those of the documents, and those that the address names."""
    return sorted({document.language for document in documents} | set(address.languages))


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


def _results(visit: Visit, result: Result) -> None:
    address, wording = visit.address, visit.wording
    for notice in result.notices:
        show_note([translated_notice(notice, wording)])
    if not result.hits:
        _nothing(address, wording)
        return
    noun = wording.best_passages if len(result) == address.k else wording.passages
    facts = [wording.found_in.format(time=wording.duration(result.took_ms))]
    if address.languages:
        facts.append(wording.restricted_to.format(languages=_named(address.languages, wording)))
    st.html(
        f'<div class="rp-count" role="status"><h2>{html_text(wording.count(noun, len(result)))}</h2>'
        f"<p>{html_text(' · '.join(facts))}</p></div>"
    )
    for hit in result:
        _hit(visit, hit)
    if len(result) == address.k < MAX_K:
        more = next(step for step in STEPS_OF_K if step > address.k)
        st.button(wording.more, key="more", on_click=turn_to, args=(replace(address, k=more),))


def _nothing(address: Address, wording: Wording) -> None:
    if address.languages:
        advice = wording.nothing_in_languages_advice.format(languages=_named(address.languages, wording))
        show_note([wording.nothing_in_languages, advice])
    else:
        show_note([wording.nothing_found, wording.nothing_found_advice])


def _hit(visit: Visit, hit: Hit) -> None:
    wording = visit.wording
    with st.container(border=True, key=f"rp-hit-{hit.rank}"):
        st.html(hit_html(hit, wording))
        opened = replace(visit.address, doc_id=hit.document.doc_id, passage_id=hit.passage.passage_id)
        text = wording.open_passage.format(rank=wording.number(hit.rank))
        link(visit, visit.document_page, text, opened, key=f"open-{hit.rank}", icon=":material/description:")


def hit_html(hit: Hit, wording: Wording) -> str:
    """A hit as it is read: where it stands, then the passage with its words marked."""
    passage, section = hit.passage, section_within(hit.passage.section, hit.document.title)
    where = [
        f'<span class="rp-badge">{html_text(wording.language_name(passage.language))}</span>',
        html_text(wording.page_numbers(passage.first_page, passage.last_page)) if passage.first_page else "",
        f'<span class="rp-section">{html_text(section)}</span>' if section else "",
    ]
    text = paragraphs(passage.text, hit.highlights, hit.sentence)
    rank = f'<span class="rp-rank">{hit.rank}</span>'
    return (
        f'<article class="rp-hit"><h3>{rank} {html_text(title_of(hit.document))}</h3>'
        f'<p class="rp-where">{"".join(part for part in where if part)}</p>'
        f'<blockquote dir="auto"{lang_attribute(passage.language)}>{text}</blockquote>'
        "</article>"
    )


def _named(languages: Sequence[str], wording: Wording) -> str:
    return ", ".join(wording.language_name(code) for code in languages)


def _too_long(wording: Wording, chars: int) -> str:
    return wording.query_too_long.format(n=wording.number(chars), limit=wording.number(MAX_CHARS))
