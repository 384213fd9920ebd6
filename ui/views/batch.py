"""Many queries from a file: what was read, the first results, and the whole as a table to download."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from corpus.errors import QueryError, TableError
from search import Searcher
from search.batch import Answered, BatchOptions, answer_all
from search.queries import INPUT_FORMATS, QueryFile, read_query_file
from search.query import MODES
from search.record import record_of
from search.running import BatchJob, write_batch
from search.tables import QueryLine
from ui.adding import file_name
from ui.streamlit_options import MAX_QUERIES_MB
from ui.texts.faults import translated_fault
from ui.texts.forms import Problem
from ui.texts.wording import Wording
from ui.views.charts import said
from ui.views.markup import html_text, title_of, visible
from ui.views.notes import show_note, show_problem
from ui.views.tables import table_html
from ui.views.visit import Visit

PREVIEWED = 5
FAULTS_SHOWN = 20
MOST_RESULTS = 100
FORMATS = (".csv", ".xlsx", ".jsonl", ".parquet")
_READY = "batch-ready"
CELL_CHARS = 120


@dataclass(frozen=True, slots=True)
class Ready:
    """A table that can be downloaded, and what it was asked with."""

    key: tuple[object, ...]
    name: str
    table: bytes
    record: bytes
    rows: int


def show_batch(visit: Visit, searcher: Searcher) -> None:
    """The whole view."""
    wording, texts, limit = visit.wording, visit.wording.batch, visit.settings.access.most_queries
    st.html(
        f"<h1>{html_text(texts.title)}</h1><p class='rp-lead'>{html_text(texts.lead)}</p>"
        f"<p class='rp-lead'>{html_text(texts.limit.format(n=wording.number(limit)))}</p>"
    )
    given = st.file_uploader(
        texts.file,
        type=[suffix.removeprefix(".") for suffix in INPUT_FORMATS],
        key="batch-file",
        max_upload_size=1 if visit.settings.access.public else MAX_QUERIES_MB,
    )
    st.html(f"<p class='rp-lead'>{html_text(texts.file_help)}</p>")
    options, suffix = _options(wording)
    if given is None:
        return
    name = file_name(given.name)
    try:
        file = read_query_file(Path(name), data=given.getvalue())
    except TableError as error:
        advice = texts.unreadable_advice.format(name=said(name, CELL_CHARS), help=texts.file_help)
        show_problem(Problem(texts.unreadable, advice), wording, reason=str(error), retry=False)
        return
    faults = faults_of(file, options)
    _told(file, faults, wording)
    if len(file.lines) > limit:
        told = texts.too_many.format(n=wording.number(len(file.lines)), limit=wording.number(limit))
        show_note([told], tone="error")
        return
    wrong = {fault.line for fault in faults}
    right = [line for line in file.lines if line.line not in wrong]
    if not right:
        return
    _preview(searcher, right[:PREVIEWED], options, wording)
    _whole(visit, searcher, BatchJob(Path(name), file, Path(f"{Path(name).stem}-results{suffix}"), suffix, options))


def _options(wording: Wording) -> tuple[BatchOptions, str]:
    texts = wording.batch
    with st.container(horizontal=True, vertical_alignment="bottom", key="rp-batch-options"):
        k = st.number_input(texts.k, 1, MOST_RESULTS, 10, key="batch-k")
        mode = st.selectbox(wording.option_mode, MODES, key="batch-mode", format_func=lambda each: wording.modes[each])
        suffix = st.selectbox(texts.format, FORMATS, key="batch-format")
    with st.container(horizontal=True, key="rp-batch-choices"):
        by_document = st.checkbox(texts.by_document, key="batch-by-document")
        operators = st.checkbox(texts.operators, key="batch-operators")
    return BatchOptions(int(k), mode, by_document=by_document, operators=operators), suffix


def faults_of(file: QueryFile, options: BatchOptions) -> list[QueryLine]:
    """The lines that can't be searched, each with its reason."""
    found = []
    for line in file.lines:
        try:
            fault = line.error or (options.query(line.text, line.filters) and "")
        except QueryError as error:
            fault = str(error)
        if fault:
            found.append(replace(line, error=fault))
    return found


def _told(file: QueryFile, faults: Sequence[QueryLine], wording: Wording) -> None:
    """How the file was understood, and the lines of it that can't be searched."""
    texts = wording.batch
    lines = [wording.count(texts.queries, len(file.lines) - len(faults))]
    if file.used:
        lines.append(texts.read_as.format(told="; ".join(_columns(file, wording))))
    show_note(lines)
    if faults:
        _faults(faults, wording)


def _columns(file: QueryFile, wording: Wording) -> Iterator[str]:
    """Which columns were read as what, for a person to check."""
    texts = wording.batch
    for role, name in file.used.items():
        yield texts.columns[role].format(name=said(name, CELL_CHARS))
    if file.ignored:
        yield texts.unused.format(names=said(", ".join(file.ignored), CELL_CHARS))


def _faults(faults: Sequence[QueryLine], wording: Wording) -> None:
    texts = wording.batch
    rows = [
        (wording.number(fault.line), said(translated_fault(fault.error, wording), 300))
        for fault in faults[:FAULTS_SHOWN]
    ]
    title = wording.count(texts.faults, len(faults))
    st.html(f"<h2>{html_text(title)}</h2>{table_html((texts.line, texts.reason), rows, name=title)}")
    if len(faults) > FAULTS_SHOWN:
        st.html(f"<p>{html_text(wording.count(texts.faults_more, len(faults) - FAULTS_SHOWN))}</p>")


def _preview(searcher: Searcher, first: Sequence[QueryLine], options: BatchOptions, wording: Wording) -> None:
    texts = wording.batch
    rows = [_row(answered, wording) for answered in answer_all(searcher, first, options)]
    caption = wording.count(texts.first_of, len(first))
    columns = (texts.query, texts.found, texts.page, texts.score)
    st.html(f"<h2>{html_text(texts.first)}</h2>{table_html(columns, rows, caption=caption)}")


def _row(answered: Answered, wording: Wording) -> tuple[str, str, str, str]:
    text = said(visible(answered.line.text), CELL_CHARS)
    if answered.result is None or not answered.result.hits:
        return text, said(translated_fault(answered.error, wording), 300) or wording.batch.nothing_found, "", ""
    hit = answered.result.hits[0]
    page = wording.page_numbers(hit.passage.first_page, hit.passage.last_page)
    return text, said(title_of(hit.document), CELL_CHARS), page, wording.number(round(hit.score, 3))


def _whole(visit: Visit, searcher: Searcher, job: BatchJob) -> None:
    """The button that searches everything, and what it has made: kept for this file, these options, this home."""
    wording, texts = visit.wording, visit.wording.batch
    key = (job.file.digest, job.suffix, job.options, searcher.catalogue.revision, visit.settings.access)
    pressed = st.button(texts.search_all, key="batch-start", type="primary")
    ready: Ready | None = st.session_state.get(_READY)
    if pressed:
        ready = _search(searcher, job, key, wording)
        st.session_state[_READY] = ready
    if ready is None or ready.key != key:
        return
    show_note([texts.ready.format(rows=wording.number(ready.rows))])
    with st.container(horizontal=True):
        st.download_button(
            texts.download.format(name=ready.name), ready.table, ready.name, key="batch-download", on_click="ignore"
        )
        if not visit.settings.access.public:  # it says which machine and home the table came from
            st.download_button(
                texts.record, ready.record, f"{ready.name}.run.json", key="batch-record", on_click="ignore"
            )


def _search(searcher: Searcher, job: BatchJob, key: tuple[object, ...], wording: Wording) -> Ready:
    count, done = len(job.file.lines), 0
    bar = st.progress(0.0)

    def advance(more: int) -> None:
        nonlocal done
        done += more
        text = wording.batch.searching.format(done=wording.number(done), all=wording.number(count))
        bar.progress(min(1.0, done / count), text=text)

    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / f"results{job.suffix}"
        outcome = write_batch(
            searcher, BatchJob(job.queries, job.file, output, job.suffix, job.options), advance=advance
        )
        table, record = output.read_bytes(), record_of(output).read_bytes()
    bar.empty()
    return Ready(key, job.output.name, table, record, outcome.rows)
