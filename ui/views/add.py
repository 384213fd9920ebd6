"""Adding documents: files or addresses in, how far each is, and a report at the end. For editors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from corpus.catalogue import Catalogue
from corpus.errors import HomeLocked, HomeMissing, RepereError
from corpus.types import Failure
from search import Searcher
from ui.adding import MAX_SOURCES, Run, Runs, Upload
from ui.streamlit_options import MAX_DOCUMENT_MB
from ui.texts.forms import Problem
from ui.texts.remarks import told_remark
from ui.texts.wording import Wording
from ui.views.charts import said
from ui.views.failures import failure_html, failures_html
from ui.views.loaders import has_gone
from ui.views.markup import html_text, is_web_address, shortened, visible
from ui.views.notes import problem_of, show_note, show_problem
from ui.views.roles import show_refusal
from ui.views.tables import table_html
from ui.views.visit import Visit

_TOLD = "add-told"
_ROUND = "add-round"
NAME_CHARS = 100
REASON_CHARS = 400
LOOK_EVERY_S = 1.0
_MB = 1024 * 1024


def show_add(visit: Visit, searcher: Searcher | None = None) -> None:  # noqa: ARG001 # every view is handed one
    """The whole view; it works in a home without documents, too."""
    wording, texts = visit.wording, visit.wording.add
    st.html(f"<h1>{html_text(texts.title)}</h1><p class='rp-lead'>{html_text(texts.lead)}</p>")
    if not visit.may_edit:
        show_refusal(visit)
        return
    told: Sequence[str] = st.session_state.pop(_TOLD, ())
    if told:
        show_note(told, tone="error")
    run = runs_of(str(visit.settings.home.root)).last
    if run is not None and not run.over:
        _going(visit, run)
        return
    if run is not None:
        show_report(visit, run)
    _form(visit, wording)


@st.cache_resource(show_spinner=False)
def runs_of(root: str) -> Runs:  # noqa: ARG001 # the key
    """The runs of a home that this page has started: shared by all its readers."""
    return Runs()


def _form(visit: Visit, wording: Wording) -> None:
    texts, number = wording.add, st.session_state.setdefault(_ROUND, 0)
    with st.form("add", border=False):
        st.file_uploader(
            texts.files,
            accept_multiple_files=True,
            key=f"add-files-{number}",  # a new key is an empty box: what was added is not added again
            max_upload_size=MAX_DOCUMENT_MB,
        )
        told = texts.files_help.format(mb=wording.number(MAX_DOCUMENT_MB), n=wording.number(MAX_SOURCES))
        st.html(f"<p class='rp-lead'>{html_text(told)}</p>")
        st.text_area(texts.addresses, key=f"add-addresses-{number}", height=100, placeholder="https://")
        st.html(f"<p class='rp-lead'>{html_text(texts.addresses_help)}</p>")
        st.form_submit_button(texts.start, key="add-start", type="primary", on_click=_start, args=(visit, number))


def _start(visit: Visit, number: int) -> None:
    state, texts = st.session_state, visit.wording.add
    if not visit.may_edit:
        return
    if has_gone(visit.settings):
        problem = visit.wording.problems[HomeMissing.__name__]
        state[_TOLD] = [problem.title, problem.advice]
        return
    files = state.get(f"add-files-{number}") or []
    addresses = addresses_in(state.get(f"add-addresses-{number}") or "")
    faults = [
        texts.bad_address.format(address=said(each, NAME_CHARS)) for each in addresses if not is_web_address(each)
    ]
    faults += [
        texts.too_large.format(name=said(file.name, NAME_CHARS), mb=file.size // _MB, limit=MAX_DOCUMENT_MB)
        for file in files
        if file.size > MAX_DOCUMENT_MB * _MB
    ]
    if not files and not addresses:
        faults.append(texts.nothing)
    if faults:
        state[_TOLD] = faults
        return
    uploads = [Upload(file.name, file.getvalue()) for file in files]
    try:
        runs_of(str(visit.settings.home.root)).start(visit.settings.home, uploads, addresses)
    except HomeLocked:
        state[_TOLD] = [texts.elsewhere]
    except RepereError as error:
        problem = problem_of(error, visit.wording)
        state[_TOLD] = [problem.title, problem.advice, str(error)]
    else:
        state[_ROUND] = number + 1


def addresses_in(written: str) -> list[str]:
    """The addresses that someone wrote, one a line, each once."""
    return list(dict.fromkeys(line.strip() for line in written.splitlines() if line.strip()))


def _going(visit: Visit, run: Run) -> None:
    """The run as it goes, looked at every second; the page is drawn anew when it is over."""

    @st.fragment(run_every=LOOK_EVERY_S)
    def look() -> None:
        if run.over:
            st.rerun(scope="app")
        show_progress(visit, run)

    look()


def show_progress(visit: Visit, run: Run) -> None:
    """What the run does at this moment, and the state of each source."""
    wording, texts, stage = visit.wording, visit.wording.add, run.stage()
    if stage is None:
        st.progress(0.0, text=texts.starting)
    else:
        words = texts.stage_of if stage.total else texts.stage_open
        name = texts.stages.get(stage.name, stage.name)
        text = words.format(stage=name, done=wording.number(stage.done), total=wording.number(stage.total))
        st.progress(min(1.0, stage.done / stage.total) if stage.total else 0.0, text=text)
    try:
        with Catalogue.open(visit.settings.home) as catalogue:
            states = run.states(catalogue)
    except HomeMissing:  # the first run of a home has not made it yet
        states = dict.fromkeys(run.sources, "waiting")
    rows = [(said(run.sources[uri], NAME_CHARS), texts.states[state]) for uri, state in states.items()]
    st.html(table_html((texts.source, texts.state), rows, caption=texts.going))


def show_report(visit: Visit, run: Run) -> None:
    """What came of a run: what is in, and what is not and why."""
    wording, texts, report = visit.wording, visit.wording.add, run.report()
    if report is None:
        reason = "" if visit.settings.access.public else run.complaint()
        show_problem(Problem(wording.unexpected.title, texts.broken), wording, reason=reason, retry=False)
        return
    failed = [Failure(**each) for each in (*report["failed"], *report["skipped"])]
    counted = texts.counted.format(
        added=wording.number(report["added"]),
        updated=wording.number(report["updated"]),
        unchanged=wording.number(report["unchanged"] + report["duplicates"]),
        failed=wording.number(len(failed)),
    )
    show_note([texts.done, counted])
    if failed:
        lines = [_failure_html(run, each, wording) for each in failed]
        st.html(f"<h2>{html_text(wording.count(texts.failed, len(failed)))}</h2>{failures_html(lines)}")
    if report["warnings"]:
        lines = [_remark_html(run, each, wording) for each in report["warnings"]]
        with st.expander(wording.count(texts.warnings, len(lines))):
            st.html(f"<ul class='rp-failures'>{''.join(lines)}</ul>")


def _remark_html(run: Run, remark: Mapping[str, Any], wording: Wording) -> str:
    told = _plain(run, told_remark(remark["name"], remark["facts"], wording) or remark["warning"])
    return f'<li><span class="rp-address">{html_text(_name(run, remark["uri"]))}</span> <p>{html_text(told)}</p></li>'


def _failure_html(run: Run, failure: Failure, wording: Wording) -> str:
    told = replace(failure, reason=_plain(run, failure.reason), advice=_plain(run, failure.advice))
    return failure_html(told, wording, name=_name(run, failure.uri))


def _name(run: Run, uri: str) -> str:
    """What a reader calls a source: the name of what they handed over, and what is within it."""
    for source, name in run.sources.items():
        if uri == source or uri.startswith(f"{source}#"):
            return said(name + uri.removeprefix(source), NAME_CHARS)
    return said(uri, NAME_CHARS)


def _plain(run: Run, text: str) -> str:
    """A reason without the folders of this machine, which mean nothing to who handed the file over."""
    for source, name in run.sources.items():
        text = text.replace(source, name)
    return shortened(visible(text), REASON_CHARS)
