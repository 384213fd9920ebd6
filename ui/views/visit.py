"""`Visit`: what every view is handed, and how one view leads to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import streamlit as st

from ui.settings import Settings
from ui.texts.wording import Wording
from ui.views.address import Address, Ignored, parse


@dataclass(frozen=True, slots=True)
class Visit:
    """One reader's look at one page: what its address says, the language to say it in, and what they may do.

    `pages` are all pages by their names; `here` is the name of this one. `account` is empty for a reader who has not
    signed in, and for one who has (`signed_in`) and whose provider confirms no e-mail address.
    """

    address: Address
    wording: Wording
    here: str
    pages: Mapping[str, st.Page]
    settings: Settings
    account: str = ""
    signed_in: bool = False

    @property
    def may_edit(self) -> bool:
        """Whether this reader may add, correct and remove."""
        return self.settings.access.may_edit(self.account)

    @property
    def search_page(self) -> st.Page:
        return self.pages["search"]

    @property
    def ask_page(self) -> st.Page:
        return self.pages["ask"]

    @property
    def documents_page(self) -> st.Page:
        return self.pages["documents"]

    @property
    def document_page(self) -> st.Page:
        return self.pages["document"]

    @property
    def fresh(self) -> Address:
        """An address that keeps nothing but the language that the reader has chosen."""
        return Address(ui=self.address.ui)

    @property
    def without_document(self) -> Address:
        """The same address, with the document that is open in it closed."""
        return replace(self.address, doc_id="", passage_id=None, part=None, page=None, zoom=100, form="page")


def link(visit: Visit, page: st.Page, text: str, address: Address, *, key: str, icon: str = "") -> None:
    """A link to another page. `text` is Markdown: give what others wrote to `label` first.

    To the page that one is on it is a button: a link would reach the server and not the browser's address bar.
    """
    if page is visit.pages[visit.here]:
        st.button(text, key=key, icon=icon or None, type="tertiary", on_click=turn_to, args=(address,))
    else:
        st.page_link(page, label=text, icon=icon, query_params=address.params())


def here_and_now() -> tuple[Address, tuple[Ignored, ...]]:
    """What the browser's address says at this moment, and what in it was not understood."""
    return parse({name: st.query_params.get_all(name) for name in st.query_params})


def turn_to(address: Address) -> None:
    """Show another state of this page. For the callbacks of widgets, which run before the page is drawn."""
    st.query_params.from_dict(address.params())


def still_at(address: Address) -> bool:
    """Whether the browser is where the widget was drawn whose callback asks.

    After “back”, a widget that has not been drawn anew yet reports what it showed before as if it were chosen.
    """
    return here_and_now()[0] == address


def follow(key: str, value: str | int | Sequence[str]) -> None:
    """Let the widget with this key show `value`, where it is drawn already; else it takes it as its default.

    (A widget that begins with a value from the session state shows another one for a moment, and may report it.)
    """
    if key in st.session_state and st.session_state[key] != value:
        st.session_state[key] = value
