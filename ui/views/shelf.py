"""The bar that leads from one picture of the library to another."""

from __future__ import annotations

import streamlit as st

from ui.views.roles import show_sign_in, show_standing
from ui.views.visit import Visit, link


def show_shelf(visit: Visit) -> None:
    """Links to the views of the library: its list, its overview, its themes; and the way to sign in."""
    texts = visit.wording.shelf
    with st.container(horizontal=True, vertical_alignment="center", key="rp-shelf", gap="medium"):
        for name, text, icon in (
            ("documents", texts.list_page, ":material/list:"),
            ("overview", texts.overview_page, ":material/bar_chart:"),
            ("themes", texts.themes_page, ":material/scatter_plot:"),
        ):
            link(visit, visit.pages[name], text, visit.fresh, key=f"rp-shelf-{name}", icon=icon)
        show_sign_in(visit)
    show_standing(visit)
