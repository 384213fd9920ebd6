"""The library at a glance: how much there is, in time, on the map, and who has to do with what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from corpus.filters import values_revision
from search import Searcher
from search.instruments import Instrument, counts, instruments, map_points, network, timeline
from ui.texts.wording import Wording
from ui.views.charts import MOST_BARS, MOST_ORGANISATIONS, bars, map_chart, network_chart, picked, said, timeline_chart
from ui.views.hits import SAYS_LITTLE
from ui.views.loaders import list_documents
from ui.views.markup import html_text, label
from ui.views.notes import show_note
from ui.views.shelf import show_shelf
from ui.views.tables import show_table, table_html
from ui.views.visit import Visit, link

CELL_CHARS = 120


def show_overview(visit: Visit, searcher: Searcher) -> None:
    """The whole view."""
    wording, texts = visit.wording, visit.wording.overview
    found = instruments_of(searcher)
    documents = list_documents(searcher)
    show_shelf(visit)
    facts = " · ".join((
        wording.count(texts.instruments, len(found)),
        wording.count(wording.documents, len(documents)),
        wording.count(wording.passages, sum(document.passages for document in documents)),
    ))  # fmt: skip
    st.html(f"<h1>{html_text(texts.title)}</h1><p class='rp-lead'>{html_text(facts)}</p>")
    st.html(f"<p class='rp-lead'>{html_text(texts.lead)}</p>")
    if not any(each.values for each in found):
        show_note([wording.shelf.no_instruments])
    _counts(found, wording)
    _timeline(found, wording)
    _map(visit, found)
    _network(found, wording)


def instruments_of(searcher: Searcher) -> Sequence[Instrument]:
    """Every instrument of the home, kept until something of it changes."""
    catalogue = searcher.catalogue
    # Families and corrections change without a new revision of the catalogue.
    made = catalogue.rows(
        "SELECT (SELECT COUNT(*) FROM family_links) AS a, (SELECT COUNT(*) FROM family_decisions) AS b"
    )
    state = (catalogue.catalogue_id, catalogue.revision, values_revision(catalogue), made[0]["a"], made[0]["b"])
    return _kept((*state, type(catalogue).__name__), _read=lambda: instruments(catalogue))


# Shared and not copied: instruments are frozen.
@st.cache_resource(show_spinner=False, max_entries=4)
def _kept(state: tuple[str | int, ...], *, _read: Callable[[], list[Instrument]]) -> Sequence[Instrument]:  # noqa: ARG001 # the key
    return tuple(_read())


def _counts(found: Sequence[Instrument], wording: Wording) -> None:
    texts, tallies = wording.overview, counts(found)
    ordered = sorted(tallies["kind"].items(), key=lambda each: each[0] in SAYS_LITTLE)
    kinds = {wording.shelf.kinds.get(kind, kind): count for kind, count in ordered}
    languages = {wording.language_name(code): count for code, count in tallies["language"].items()}
    for title, column, tally in (
        (texts.by_kind, texts.kind, kinds),
        (texts.by_language, wording.shelf.slots["language"], languages),
        (texts.by_organisation, texts.organisation, tallies["organisation"]),
    ):
        if not tally:
            continue
        st.html(f"<h2>{html_text(title)}</h2>")
        if len(set(tally.values())) == 1:  # bars of one length tell nothing
            st.html(table_html((column, texts.count), _rows(tally, wording)))
            continue
        chart = bars(tally, label=column, count=texts.count)
        st.altair_chart(chart, alt=texts.alt_bars.format(title=title), key=f"bars-{column}")
        if len(tally) > MOST_BARS:
            _as_table(wording, title, (column, texts.count), _rows(tally, wording))


def _rows(tally: Mapping[str, int], wording: Wording) -> list[tuple[str, str]]:
    return [(said(name, CELL_CHARS), wording.number(count)) for name, count in tally.items()]


def _timeline(found: Sequence[Instrument], wording: Wording) -> None:
    texts, spans = wording.overview, timeline(found)
    _heading(texts.in_time, texts.in_time_lead)
    if not spans:
        show_note([texts.nothing])
        return
    st.altair_chart(timeline_chart(spans, wording.shelf.kinds, texts), alt=texts.alt_time, key="timeline")
    if missing := len(found) - len(spans):
        st.html(f"<p class='rp-lead'>{html_text(wording.count(texts.without_date, missing))}</p>")
    rows = [
        (
            said(span.instrument.name, CELL_CHARS),
            wording.shelf.kinds.get(span.instrument.kind, span.instrument.kind),
            wording.day(span.first),
            texts.open_end if span.open_end else wording.day(span.last),
        )
        for span in spans
    ]
    _as_table(wording, texts.in_time, (texts.instrument, texts.kind, texts.begins, texts.ends), rows)


def _map(visit: Visit, found: Sequence[Instrument]) -> None:
    wording, texts, points = visit.wording, visit.wording.overview, map_points(found)
    _heading(texts.on_map, texts.on_map_lead)
    if not points:
        show_note([texts.nothing])
        return
    chosen = st.altair_chart(
        map_chart(points, texts), alt=texts.alt_map, key="map", on_select="rerun", selection_mode="place"
    )
    codes = {entry.get("code") for entry in picked(chosen, "place")}
    for point in points:
        if point.code in codes:
            there = replace(visit.fresh, territories=(point.code,))
            text = texts.there.format(name=point.name, told=wording.count(texts.instruments, len(point.instruments)))
            link(
                visit, visit.pages["documents"], label(text), there, key=f"place-{point.code}", icon=":material/place:"
            )
    if missing := len(found) - sum(len(point.instruments) for point in points):
        st.html(f"<p class='rp-lead'>{html_text(wording.count(texts.not_on_map, missing))}</p>")
    rows = [
        (
            point.name,
            wording.number(len(point.instruments)),
            " · ".join(said(each.name, 60) for each in point.instruments),
        )
        for point in points
    ]
    _as_table(wording, texts.on_map, (texts.territory, texts.count, texts.instrument), rows)


def _network(found: Sequence[Instrument], wording: Wording) -> None:
    texts, edges = wording.overview, network(found)
    _heading(texts.links, texts.links_lead)
    if not edges:
        show_note([texts.nothing])
        return
    st.altair_chart(network_chart(edges, wording.shelf.roles, texts), alt=texts.alt_links, key="network")
    if len({edge.organisation for edge in edges}) > MOST_ORGANISATIONS:
        st.html(f"<p class='rp-lead'>{html_text(texts.links_cut.format(n=wording.number(MOST_ORGANISATIONS)))}</p>")
    rows = [
        (
            said(edge.organisation, CELL_CHARS),
            ", ".join(wording.shelf.roles.get(role, role) for role in edge.roles),
            said(edge.instrument.name, CELL_CHARS),
        )
        for edge in edges
    ]
    _as_table(wording, texts.links, (texts.organisation, texts.role, texts.instrument), rows)


def _heading(title: str, lead: str) -> None:
    st.html(f"<h2>{html_text(title)}</h2><p class='rp-lead'>{html_text(lead)}</p>")


def _as_table(wording: Wording, title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    show_table(columns, rows, title=wording.shelf.as_table.format(title=title), caption=title)
