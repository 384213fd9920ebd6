"""Correcting what is known of a document, and removing it: for editors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from corpus.edits import SLOTS, Operation, apply_edits, edit_of
from corpus.errors import HomeLocked, InvalidCorrection, NotInCatalogue, RepereError
from corpus.families import split
from corpus.instrument import KINDS
from corpus.instruments import Stated, stated_of
from corpus.types import Document
from corpus.writer import CatalogueWriter
from ingest.upkeep import remove
from search.query import clean
from ui.texts.forms import Problem
from ui.texts.refusals import refusal_of, written_value
from ui.texts.wording import Wording
from ui.views.markup import html_text
from ui.views.notes import problem_of, show_note, show_problem
from ui.views.visit import Visit, turn_to

_TOLD = "edit-told"
_SEEN = "edit-seen"
REMOVED = "removed-told"
"""What the list of documents tells once, in the state of the session."""

# Another correction, or the end of an ingest, holds the home for a moment.
WAIT_S = 5.0
OPERATIONS: tuple[Operation, ...] = ("set", "add", "remove", "unset")


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a correction: that it is done, or why not, with the reason as the catalogue says it."""

    text: str
    advice: str = ""
    reason: str = ""
    done: bool = False


def show_edit(visit: Visit, document: Document, values: Sequence[Stated], *, in_family: bool) -> None:
    """The forms. What was done is told once, above them."""
    wording, texts = visit.wording, visit.wording.edit
    told: Told | None = st.session_state.pop(_TOLD, None)
    with st.container(key="rp-edit-told"):  # always there: what follows keeps its place, and stays open
        if told and told.done:
            show_note([told.text])
        elif told:
            show_problem(Problem(told.text, told.advice), wording, reason=told.reason, retry=False)
    with st.expander(texts.title, key="rp-edit"):
        st.html(f"<p class='rp-lead'>{html_text(texts.lead)}</p>")
        # What this reader has before their eyes: a correction made meanwhile by another must not be lost unseen.
        st.session_state[_SEEN] = (document.doc_id, fingerprint(values))
        _correction(visit, document)
        if in_family:
            st.button(texts.split, key="edit-split", on_click=_split, args=(visit, document))
        _removal(visit, document, wording)


def fingerprint(values: Sequence[Stated]) -> int:
    """Tells whether two readers see the same values."""
    return hash(tuple((each.value.field, each.value.value, each.value.role, each.at) for each in values))


def _correction(visit: Visit, document: Document) -> None:
    texts, slots = visit.wording.edit, visit.wording.shelf.slots
    with st.form("edit", border=False, clear_on_submit=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox(texts.slot, SLOTS, key="edit-slot", format_func=lambda slot: slots[slot])
            st.selectbox(
                texts.operation, OPERATIONS, key="edit-operation", format_func=lambda each: texts.operations[each]
            )
        st.text_input(texts.value, key="edit-value", autocomplete="off")
        kinds = visit.wording.shelf.kinds
        told = texts.kind_value.format(kinds=", ".join(kinds[kind] for kind in KINDS))
        st.html(f"<p class='rp-lead'>{html_text(texts.value_help)}</p><p class='rp-lead'>{html_text(told)}</p>")
        st.form_submit_button(texts.save, key="edit-save", type="primary", on_click=_save, args=(visit, document))


def _save(visit: Visit, document: Document) -> None:
    state, texts = st.session_state, visit.wording.edit
    slot, operation = state["edit-slot"], state["edit-operation"]
    value = clean(state["edit-value"])
    written = slot if operation == "unset" else f"{slot}={written_value(slot, value, visit.wording)}"
    if not value and operation != "unset":  # on a command line it means that there is none
        state[_TOLD] = Told(texts.refused, texts.refusals["empty"])
        return
    try:
        edit = edit_of(operation, written)
    except InvalidCorrection as error:
        state[_TOLD] = Told(texts.refused, refusal_of(operation, slot, value, visit.wording), str(error))
        return

    def correct(writer: CatalogueWriter) -> None:
        if state.get(_SEEN) != (document.doc_id, fingerprint(stated_of(writer, document.doc_id))):
            raise _Changed(texts.changed_meanwhile)
        apply_edits(writer, document.doc_id, [edit], who=visit.account)

    # What can be wrong now: a value to remove that is not there, or an end before its beginning.
    refused = texts.refusals["absent" if operation == "remove" else "order"]
    if _write(visit, correct, texts.saved, refused=refused):
        state["edit-value"] = ""


class _Changed(InvalidCorrection):
    """Someone else was faster."""


def _write(visit: Visit, change: Callable[[CatalogueWriter], object], done: str, *, refused: str = "") -> bool:
    """Change the home, and remember what to tell of it. Nothing is changed for a reader who may not."""
    texts, home = visit.wording.edit, visit.settings.home
    if not visit.may_edit:
        st.session_state[_TOLD] = Told(texts.refused, visit.wording.shelf.read_only)
        return False
    try:
        home.require()
        with home.writing(timeout_s=WAIT_S), CatalogueWriter.create(home) as writer:
            change(writer)
    except HomeLocked:
        st.session_state[_TOLD] = Told(texts.refused, texts.locked)
    except _Changed as error:
        st.session_state[_TOLD] = Told(texts.refused, error.reason)
    except InvalidCorrection as error:
        st.session_state[_TOLD] = Told(texts.refused, refused, str(error))
    except RepereError as error:
        st.session_state[_TOLD] = _told_of(error, visit)
    else:
        st.session_state[_TOLD] = Told(done, done=True)
        return True
    return False


def _told_of(error: RepereError, visit: Visit) -> Told:
    problem = problem_of(error, visit.wording)
    return Told(problem.title, problem.advice, str(error))


def _removal(visit: Visit, document: Document, wording: Wording) -> None:
    texts = wording.edit
    st.html(f"<h3>{html_text(texts.remove)}</h3><p>{html_text(texts.remove_lead)}</p>")
    # Asked twice: a box to tick, then a button of its own that was not there before.
    if st.checkbox(texts.remove_sure, key=f"edit-sure-{document.doc_id}"):
        st.button(texts.remove_yes, key="edit-remove", type="primary", on_click=_remove, args=(visit, document))


def _split(visit: Visit, document: Document) -> None:
    _write(visit, lambda writer: split(writer, document.doc_id, who=visit.account), visit.wording.edit.split_done)


def _remove(visit: Visit, document: Document) -> None:
    texts = visit.wording.edit
    if not visit.may_edit or not st.session_state.get(f"edit-sure-{document.doc_id}"):
        return
    try:
        remove(visit.settings.home, [document.doc_id])
    except HomeLocked:
        st.session_state[_TOLD] = Told(texts.refused_removal, texts.locked)
    except NotInCatalogue:
        turn_to(visit.fresh)  # another editor was faster: the end is the same
    except RepereError as error:
        st.session_state[_TOLD] = _told_of(error, visit)
    else:
        st.session_state[REMOVED] = texts.removed
        turn_to(replace(visit.fresh, filter=visit.address.filter))
