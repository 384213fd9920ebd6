"""What stands around every view: name, menu, language; and the page for a home without documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from corpus.home import Home
from ui.texts.spoken import other
from ui.texts.wording import Wording
from ui.views.markup import html_text, shortened, visible
from ui.views.visit import Visit, link, turn_to

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


def show_frame(visit: Visit) -> None:
    """The style, the name, the menu and the switch of language."""
    wording = visit.wording
    st.html(STYLE)
    with st.container(horizontal=True, vertical_alignment="center", key="rp-header"):
        st.html(
            f'<p class="rp-name"><strong>Repère</strong> <span>{html_text(wording.tagline)}</span></p>', width="stretch"
        )
        with st.container(horizontal=True, vertical_alignment="center", key="rp-menu", width="content"):
            link(visit, visit.search_page, wording.search_page, visit.fresh, key="rp-menu-search")
            link(visit, visit.documents_page, wording.documents_page, visit.fresh, key="rp-menu-documents")
            there = replace(visit.address, ui=other(wording).language)
            st.button(
                wording.other_language,
                key="language",
                type="tertiary",
                icon=":material/language:",
                on_click=turn_to,
                args=(there,),
            )
    # The page's own language, for screen readers and hyphenation. The value is one of ours.
    st.html(f'<script>document.documentElement.lang = "{wording.language}"</script>', unsafe_allow_javascript=True)


def show_first_steps(home: Home, wording: Wording) -> None:
    """How to begin, where nothing has been ingested yet."""
    st.html(f"<h1>{html_text(wording.first_title)}</h1><p class='rp-lead'>{html_text(wording.first_lead)}</p>")
    st.html(f"<p>{html_text(wording.first_demo)}</p>")
    st.code("repere demo", language="bash")
    st.html(f"<p>{html_text(wording.first_ingest)}</p>")
    st.code(f"repere ingest {wording.first_folder}", language="bash")
    st.html(f"<p>{html_text(wording.first_then)}</p>")
    st.button(wording.retry, key="retry")
    st.html(f'<p class="rp-address">{html_text(wording.first_home)} {html_text(str(home.root))}</p>')
