"""Turning the pages of what is too long for one: buttons back and on, and where one is."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from ui.texts.wording import Wording
from ui.views.address import Address
from ui.views.markup import html_text
from ui.views.visit import turn_to


def pages_for(things: int, per_page: int) -> int:
    """How many pages that many things fill: one for none."""
    return max(1, -(-things // per_page))


def show_turning(key: str, number: int, pages: int, address_of: Callable[[int], Address], wording: Wording) -> None:
    """Nothing where there is one page. `address_of` gives the address of a page by its number, from 1."""
    if pages == 1:
        return
    with st.container(horizontal=True, vertical_alignment="center", key=f"rp-turning-{key}"):
        for name, text, there in (("back", wording.previous, number - 1), ("on", wording.following, number + 1)):
            disabled = not 1 <= there <= pages
            args = (address_of(there),)
            st.button(text, key=f"{key}-{name}", disabled=disabled, on_click=turn_to, args=args)
        where = wording.page_of.format(number=wording.number(number), all=wording.number(pages))
        st.html(f'<p class="rp-lead">{html_text(where)}</p>', width="content")
