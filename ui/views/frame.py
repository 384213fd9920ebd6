"""What stands around every view: name, menu, language; and the page for a home without documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import streamlit as st

from ui.texts.spoken import others
from ui.views.markup import html_text, shortened, visible
from ui.views.roles import show_sign_in_notes
from ui.views.visit import Visit, link, turn_to
from ui.views.widgets import say_widgets

HERE = Path(__file__).parent
ICON = HERE / "icon.svg"
STYLE = HERE / "page.css"

# What a browser's tab can show of a question.
MAX_TITLE_CHARS = 60


def set_tab(text: str) -> None:
    """Let the browser's tab say what is shown: a question or a title, then the name."""
    st.set_page_config(page_title=tab_title(text), page_icon=ICON, layout="centered")


def tab_title(text: str) -> str:
    """The title of the browser's tab."""
    shown = shortened(" ".join(visible(text).split()), MAX_TITLE_CHARS)
    return f"{shown} – Repère" if shown else "Repère"


def show_frame(visit: Visit, menu: Sequence[tuple[str, str]]) -> None:
    """The style, the name, the menu (names of pages and what they are called) and the switch of language."""
    wording = visit.wording
    st.html(STYLE)
    with st.container(horizontal=True, vertical_alignment="center", key="rp-header"):
        st.html(
            f'<p class="rp-name"><strong>Repère</strong> <span>{html_text(wording.tagline)}</span></p>', width="stretch"
        )
        with st.container(horizontal=True, vertical_alignment="center", key="rp-menu", width="content", gap="medium"):
            for name, text in menu:
                link(visit, visit.pages[name], text, visit.fresh, key=f"rp-menu-{name}")
            for other in others(wording):
                there = replace(visit.address, ui=other.language)
                st.button(
                    other.name,
                    key=f"language-{other.language}",
                    type="tertiary",
                    icon=":material/language:",
                    on_click=turn_to,
                    args=(there,),
                )
    show_sign_in_notes(visit)
    say_widgets(wording)
    # The page's own language, for screen readers and hyphenation. The value is one of ours.
    st.html(f'<script>document.documentElement.lang = "{wording.language}"</script>', unsafe_allow_javascript=True)


def show_first_steps(visit: Visit) -> None:
    """How to begin, where nothing has been ingested yet; in a reading room, only that there is nothing."""
    wording = visit.wording
    if visit.settings.access.public:
        st.html(f"<h1>{html_text(wording.first_title)}</h1>")
        st.button(wording.retry, key="retry")
        return
    st.html(f"<h1>{html_text(wording.first_title)}</h1><p class='rp-lead'>{html_text(wording.first_lead)}</p>")
    st.html(f"<p>{html_text(wording.first_demo)}</p>")
    st.code("repere demo", language="bash")
    st.html(f"<p>{html_text(wording.first_ingest)}</p>")
    st.code(f"repere ingest {wording.first_folder}", language="bash")
    st.html(f"<p>{html_text(wording.first_then)}</p>")
    st.button(wording.retry, key="retry")
    st.html(f'<p class="rp-address">{html_text(wording.first_home)} {html_text(str(visit.settings.home.root))}</p>')
