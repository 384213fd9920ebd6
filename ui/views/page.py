"""A page of a PDF as it is printed, with the passage marked, its neighbours a click away, and its text below."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from corpus.types import Document, Passage
from ui.marking import Box
from ui.picture import NoPicture, PagePicture
from ui.texts.wording import Wording
from ui.views import loaders
from ui.views.address import ZOOMS, Address
from ui.views.markup import html_text, lang_attribute, paragraphs, title_of
from ui.views.notes import show_note
from ui.views.visit import Visit, follow, still_at, turn_to

# A hair around the letters, in shares of the page, so that a mark doesn't touch them.
_MARGIN = 0.003


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that is looked at: its number, what is printed on it where that is another, its text, and the part of
    the passage asked for that stands on it (empty where none does).
    """

    number: int
    printed: str | None
    text: str
    asked: str


def sheet_of(document: Document, number: int, passage: Passage | None) -> Sheet:
    """A page of a document, by its number from 1; without text where nothing was read on it."""
    span = next((span for span in document.pages if span.number == number), None)
    if span is None:
        return Sheet(number, None, "", "")
    first, last = (max(passage.start, span.start), min(passage.end, span.end)) if passage else (0, 0)
    asked = document.text[first:last] if first < last else ""
    return Sheet(number, span.label, document.text[span.start : span.end], asked)


def show_page(visit: Visit, document: Document, original: Path, passage: Passage | None) -> bool:
    """The page of the address, else that of the passage, else the first. False where it can't be drawn."""
    address, wording = visit.address, visit.wording
    number = address.page or (passage.first_page if passage else None) or 1
    try:
        picture = _picture(original, number, address, wording)
    except NoPicture:
        show_note([wording.page_view.no_picture], tone="warning")
        return False
    number = min(number, picture.pages)
    sheet = sheet_of(document, number, passage)
    boxes = loaders.page_marks(original, number, sheet.asked) if sheet.asked else []
    _turning(visit, sheet, picture.pages)
    if sheet.asked and not boxes:
        show_note([wording.page_view.unmarked])
    elif passage is not None and passage.first_page and not sheet.asked:
        _back_to_passage(visit, passage.first_page)
    st.html(picture_html(document, sheet, picture, boxes, address.zoom, wording))
    st.html(text_html(document, sheet, wording))
    if boxes:
        _scroll_to_mark()
    return True


def _picture(original: Path, number: int, address: Address, wording: Wording) -> PagePicture:
    """The page; the last one, with a note, where there are not so many."""
    try:
        return loaders.page_picture(original, number, address.zoom)
    except NoPicture:
        last = loaders.page_count(original)
        if number <= last:
            raise
        told = wording.page_view.no_such_page.format(page=wording.number(number), last=wording.number(last))
        show_note([told], tone="warning")
        return loaders.page_picture(original, last, address.zoom)


def picture_html(
    document: Document, sheet: Sheet, picture: PagePicture, boxes: Sequence[Box], zoom: int, wording: Wording
) -> str:
    """The picture with a rectangle a line over it. The text for those who don't see it says what is marked."""
    texts = wording.page_view
    told = texts.picture.format(number=wording.number(sheet.number), title=title_of(document))
    if boxes:
        told = f"{told} {texts.picture_marked}"
    data = base64.b64encode(picture.data).decode("ascii")
    marks = "".join(f'<div class="rp-mark" style="{_place(box)}"></div>' for box in boxes)
    return (
        f'<div class="rp-sheet-frame" role="group" aria-label="{_attribute(told)}" tabindex="0">'
        f'<div class="rp-sheet" style="width:{zoom}%">'
        f'<img src="data:image/webp;base64,{data}" width="{picture.width}" height="{picture.height}" '
        f'alt="{_attribute(told)}">{marks}</div></div>'
    )


def text_html(document: Document, sheet: Sheet, wording: Wording) -> str:
    """The page's text, folded: what a screen reader reads and what can be copied; the passage in it is marked."""
    start = sheet.text.find(sheet.asked) if sheet.asked else -1
    spans = [(start, start + len(sheet.asked))] if start >= 0 else []
    text = paragraphs(sheet.text, spans) if sheet.text.strip() else f"<p>{html_text(wording.page_view.no_text)}</p>"
    return (
        f'<details class="rp-page-text"><summary>{html_text(wording.page_view.text_of_page)}</summary>'
        f'<div class="rp-words" dir="auto"{lang_attribute(document.language)}>{text}</div></details>'
    )


def _place(box: Box) -> str:
    left, top = max(box.left - _MARGIN, 0), max(box.top - _MARGIN, 0)
    width, height = min(box.right + _MARGIN, 1) - left, min(box.bottom + _MARGIN, 1) - top
    sides = (("left", left), ("top", top), ("width", width), ("height", height))
    return ";".join(f"{name}:{100 * share:.2f}%" for name, share in sides)


def _attribute(text: str) -> str:
    """Text within an attribute, where no element may stand."""
    return html_text(text).removeprefix('<bdi dir="auto">').removesuffix("</bdi>")


def _turning(visit: Visit, sheet: Sheet, pages: int) -> None:
    address, wording = visit.address, visit.wording
    texts = wording.page_view
    follow("sheet", sheet.number)
    follow("zoom", address.zoom)
    with st.container(horizontal=True, vertical_alignment="bottom", key="rp-turning-sheet"):
        for name, text, icon, there in (
            ("sheet-back", texts.previous, ":material/chevron_left:", sheet.number - 1),
            ("sheet-on", texts.following, ":material/chevron_right:", sheet.number + 1),
        ):
            turned = replace(address, page=there)
            st.button(text, key=name, icon=icon, disabled=not 1 <= there <= pages, on_click=turn_to, args=(turned,))
        st.number_input(texts.go_to, 1, pages, sheet.number, key="sheet", width=130, on_change=_turn, args=(address,))
        st.selectbox(
            texts.zoom,
            ZOOMS,
            ZOOMS.index(address.zoom),
            format_func=lambda zoom: wording.percent(zoom / 100),
            key="zoom",
            width=110,
            on_change=_turn,
            args=(address,),
        )
    where = texts.where.format(number=wording.number(sheet.number), all=wording.number(pages))
    if sheet.printed:
        where = wording.find.printed_page.format(page=where, label=sheet.printed)
    st.html(f'<p class="rp-lead" role="status">{html_text(where)}</p>')


def _turn(address: Address) -> None:
    state = st.session_state
    if still_at(address):
        turn_to(replace(address, page=int(state["sheet"]), zoom=int(state["zoom"])))


def _back_to_passage(visit: Visit, page: int) -> None:
    text = visit.wording.page_view.back_to_passage.format(page=visit.wording.page_numbers(page, page))
    there = replace(visit.address, page=None)
    st.button(text, key="to-passage", type="tertiary", icon=":material/undo:", on_click=turn_to, args=(there,))


def _scroll_to_mark() -> None:
    st.html(
        """<script>{
            const mark = document.querySelector(".rp-mark");
            mark?.scrollIntoView({block: "center", inline: "center"});
        }</script>""",
        unsafe_allow_javascript=True,
    )
