"""The passages on a plane, by theme; a click shows one, and each theme's typical passages are listed too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from corpus.catalogue import DocumentSummary
from corpus.types import Passage
from search import Searcher
from search.projection import PassageMap, passage_map
from ui.views.charts import picked, said, theme_colour, themes_chart
from ui.views.markup import html_text, label, lang_attribute, paragraphs, title_of
from ui.views.notes import show_note
from ui.views.shelf import show_shelf
from ui.views.visit import Visit, link

SNIPPET_CHARS = 160
KEYWORDS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one drawing holds: the map, its passages and their documents."""

    plan: PassageMap
    passages: dict[int, Passage]
    documents: dict[str, DocumentSummary]


def show_themes(visit: Visit, searcher: Searcher) -> None:
    """The whole view."""
    wording, texts = visit.wording, visit.wording.themes
    show_shelf(visit)
    st.html(f"<h1>{html_text(texts.title)}</h1><p class='rp-lead'>{html_text(texts.lead)}</p>")
    with st.spinner(texts.computing):
        drawn = drawn_map(searcher)
    if drawn is None:
        show_note([texts.too_few])
        return
    chart = themes_chart(points_of(drawn), theme_names(drawn), texts)
    chosen = st.altair_chart(chart, alt=texts.alt, key="themes", on_select="rerun", selection_mode="passage")
    shown, count = len(drawn.plan.passage_ids), drawn.plan.all_passages
    if shown < count:
        told = texts.sampled.format(shown=wording.number(shown), all=wording.number(count))
        st.html(f"<p class='rp-lead'>{html_text(told)}</p>")
    for entry in picked(chosen, "passage")[:1]:
        number = entry.get("passage")  # from the browser: it may be anything
        passage = drawn.passages.get(number) if isinstance(number, int) else None
        if passage and passage.doc_id in drawn.documents:
            _chosen(visit, passage, drawn.documents[passage.doc_id])
    _themes(visit, drawn)


def drawn_map(searcher: Searcher) -> Drawn | None:
    """The map of the home's passages, kept until they change; None where they are too few."""
    catalogue = searcher.catalogue
    state = (catalogue.catalogue_id, catalogue.revision, catalogue.counts(catalogue.fact("model_id")).encoded)
    return _kept((*state, type(catalogue).__name__), _draw=lambda: _draw(searcher))


# Drawing takes seconds, and what is drawn is frozen: it is shared by all readers.
@st.cache_resource(show_spinner=False, max_entries=2)
def _kept(state: tuple[str | int, ...], *, _draw: Callable[[], Drawn | None]) -> Drawn | None:  # noqa: ARG001 # the key
    return _draw()


def _draw(searcher: Searcher) -> Drawn | None:
    plan = passage_map(searcher.catalogue)
    if plan is None:
        return None
    passages = searcher.catalogue.passages_by_id(plan.passage_ids)
    central = (passage for topic in plan.topics for passage in topic.central)
    shown = {passage.doc_id for passage in (*passages.values(), *central)}
    documents = searcher.catalogue.summaries_by_id(shown)
    return Drawn(plan, passages, documents)


def points_of(drawn: Drawn) -> list[dict[str, Any]]:
    """The points of the chart: their places, and what is read when one is pointed at."""
    names = dict(zip((topic.number for topic in drawn.plan.topics), theme_names(drawn), strict=True))
    points = []
    for place, number, passage_id in zip(drawn.plan.places, drawn.plan.numbers, drawn.plan.passage_ids, strict=True):
        passage = drawn.passages.get(passage_id)
        if passage and passage.doc_id in drawn.documents:
            points.append(
                {
                    "x": float(place[0]),
                    "y": float(place[1]),
                    "theme": names[number],
                    "title": said(title_of(drawn.documents[passage.doc_id]), SNIPPET_CHARS),
                    "text": said(passage.text, SNIPPET_CHARS),
                    "passage": passage_id,
                }
            )
    return points


def theme_names(drawn: Drawn) -> list[str]:
    """What each theme is called where it is pointed at: its number and its words."""
    return [f"{topic.number} {theme_words([term.word for term in topic.keywords])}" for topic in drawn.plan.topics]


def theme_words(words: list[str]) -> str:
    """The words of a theme in one line."""
    return ", ".join(said(word) for word in words[:KEYWORDS_SHOWN])


def _chosen(visit: Visit, passage: Passage, document: DocumentSummary) -> None:
    wording, texts = visit.wording, visit.wording.themes
    with st.container(border=True, key="rp-hit-chosen"):
        page = wording.page_numbers(passage.first_page, passage.last_page)
        st.html(
            f"<h2>{html_text(texts.chosen)}</h2><article class='rp-hit'><h3>{html_text(title_of(document))}</h3>"
            f"<p class='rp-where'>{html_text(page)}</p>"
            f'<blockquote dir="auto"{lang_attribute(passage.language)}>{paragraphs(passage.text, ())}</blockquote>'
            "</article>"
        )
        _open(visit, passage, document, key="chosen")


def _themes(visit: Visit, drawn: Drawn) -> None:
    wording, texts = visit.wording, visit.wording.themes
    st.html(f"<h2>{html_text(texts.central)}</h2>")
    for place, topic in enumerate(drawn.plan.topics):
        name = texts.theme.format(n=wording.number(topic.number))
        words = theme_words([term.word for term in topic.keywords])
        facts = (
            f"{wording.count(wording.passages, topic.passages)} · {wording.count(wording.documents, topic.documents)}"
        )
        st.html(
            f"<h3><span class='rp-dot' style='background:{theme_colour(place)}'></span> {html_text(name)}</h3>"
            f"<p>{html_text(words)}</p><p class='rp-lead'>{html_text(facts)}</p>",
        )
        passage = topic.central[0]
        if document := drawn.documents.get(passage.doc_id):
            _open(visit, passage, document, key=f"theme-{topic.number}")


def _open(visit: Visit, passage: Passage, document: DocumentSummary, *, key: str) -> None:
    there = replace(visit.fresh, doc_id=document.doc_id, passage_id=passage.passage_id)
    text = visit.wording.themes.open.format(title=label(title_of(document)))
    link(visit, visit.pages["document"], text, there, key=f"open-{key}", icon=":material/description:")
