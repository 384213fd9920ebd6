"""Correcting what is known of a document, and removing it: for editors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

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
from ui.texts.wording import Wording
from ui.views.markup import html_text
from ui.views.notes import show_note
from ui.views.visit import Visit, turn_to

_TOLD = "edit-told"
_SEEN = "edit-seen"
REMOVED = "removed-told"
"""What the list of documents tells once, in the state of the session."""

# Another correction, or the end of an ingest, holds the home for a moment.
WAIT_S = 5.0
OPERATIONS: tuple[Operation, ...] = ("set", "add", "remove", "unset")


def show_edit(visit: Visit, document: Document, values: Sequence[Stated]) -> None:
    """The forms. What was done is told once, above them."""
    wording, texts = visit.wording, visit.wording.edit
    told: tuple[str, bool] | None = st.session_state.pop(_TOLD, None)
    with st.container(key="rp-edit-told"):  # always there: what follows keeps its place, and stays open
        if told:
            show_note([told[0]], tone="note" if told[1] else "error")
    with st.expander(texts.title, key="rp-edit"):
        st.html(f"<p class='rp-lead'>{html_text(texts.lead)}</p>")
        # What this reader has before their eyes: a correction made meanwhile by another must not be lost unseen.
        st.session_state[_SEEN] = (document.doc_id, fingerprint(values))
        _correction(visit, document)
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
    if slot == "kind":
        spoken = {name.casefold(): kind for kind, name in visit.wording.shelf.kinds.items()}
        value = spoken.get(value.casefold(), value)
    written = slot if operation == "unset" else f"{slot}={value}"

    def correct(writer: CatalogueWriter) -> None:
        edit = edit_of(operation, written)
        if state.get(_SEEN) != (document.doc_id, fingerprint(stated_of(writer, document.doc_id))):
            raise _Changed(texts.changed_meanwhile)
        apply_edits(writer, document.doc_id, [edit], who=visit.account)

    if _write(visit, correct, texts.saved):
        state["edit-value"] = ""


class _Changed(InvalidCorrection):
    """Someone else was faster."""


def _write(visit: Visit, change: Callable[[CatalogueWriter], object], done: str) -> bool:
    """Change the home, and remember what to tell of it. Nothing is changed for a reader who may not."""
    texts, home = visit.wording.edit, visit.settings.home
    try:
        if not visit.may_edit:
            raise InvalidCorrection(visit.wording.shelf.read_only)
        home.require()
        with home.writing(timeout_s=WAIT_S), CatalogueWriter.create(home) as writer:
            change(writer)
    except HomeLocked:
        st.session_state[_TOLD] = (texts.locked, False)
    except _Changed as error:
        st.session_state[_TOLD] = (error.reason, False)
    except RepereError as error:
        st.session_state[_TOLD] = (f"{texts.refused}: {error}", False)
    else:
        st.session_state[_TOLD] = (done, True)
        return True
    return False


def _removal(visit: Visit, document: Document, wording: Wording) -> None:
    texts = wording.edit
    with st.container(horizontal=True):
        st.button(texts.split, key="edit-split", on_click=_split, args=(visit, document))
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
        st.session_state[_TOLD] = (texts.locked, False)
    except NotInCatalogue:
        turn_to(visit.fresh)  # another editor was faster: the end is the same
    except RepereError as error:
        st.session_state[_TOLD] = (str(error), False)
    else:
        st.session_state[REMOVED] = texts.removed
        turn_to(replace(visit.fresh, filter=visit.address.filter))
