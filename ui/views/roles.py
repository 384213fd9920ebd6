"""Signing in, and why a reader may not edit. Who may is said by `ui.access`, and by `Visit.may_edit`."""

from __future__ import annotations

import streamlit as st

from ui.limits import Bucket, overall_bucket, require, session_bucket
from ui.views.markup import shortened, visible
from ui.views.notes import show_note
from ui.views.visit import Visit

MAX_ACCOUNT_CHARS = 80


def can_sign_in(visit: Visit) -> bool:
    """Whether whoever runs the page has set up a sign-in (`[auth]` in Streamlit's secrets) and a list of editors."""
    if visit.settings.access.editors_file is None:
        return False
    try:
        return "auth" in st.secrets
    except FileNotFoundError:
        return False


def take_turn(visit: Visit) -> None:
    """Count one view of a public reading room. Raises `TooManyRequests` for a reader, or for all of them together."""
    if visit.settings.access.public:
        mine: Bucket = st.session_state.setdefault("turns", session_bucket())
        require(mine, _everyone())


@st.cache_resource(show_spinner=False)
def _everyone() -> Bucket:
    return overall_bucket()


def show_sign_in(visit: Visit) -> None:
    """A button to sign in, or out again; nothing where nobody can."""
    texts = visit.wording.shelf
    if visit.account:
        st.button(texts.sign_out, key="sign-out", type="tertiary", icon=":material/logout:", on_click=st.logout)
    elif can_sign_in(visit):
        st.button(texts.sign_in, key="sign-in", type="tertiary", icon=":material/login:", on_click=st.login)


def show_refusal(visit: Visit) -> None:
    """Why this reader may not edit, and what they could do."""
    texts = visit.wording.shelf
    if visit.account:
        show_note([texts.not_listed.format(account=shortened(visible(visit.account), MAX_ACCOUNT_CHARS))])
    else:
        show_note([texts.read_only_public if visit.settings.access.public else texts.read_only])
    show_sign_in(visit)
