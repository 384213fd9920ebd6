"""Signing in and out, and why a reader may not edit. Who may is said by `ui.access`, and by `Visit.may_edit`."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import streamlit as st
from streamlit.errors import Error as StreamlitError

from ui.access import account_of
from ui.limits import Bucket, overall_bucket, require, session_bucket
from ui.settings import Settings
from ui.signin import fault_of, is_set_up, origin_of, providers_in
from ui.views.markup import html_text, label, shortened, visible
from ui.views.notes import show_note
from ui.views.visit import Visit

log = logging.getLogger(__name__)

MAX_ACCOUNT_CHARS = 80
_FAULT = "sign-in-fault"


def provider_of(settings: Settings) -> Mapping[str, Any] | None:
    """What `[auth]` in Streamlit's secrets says; None without it, and where nobody would gain by signing in."""
    if settings.access.editors_file is None:
        return None
    try:
        section = st.secrets.get("auth")
    except FileNotFoundError:  # or it can't be read, which `repere serve` says
        return None
    return section if isinstance(section, Mapping) else None


def reader(settings: Settings) -> tuple[bool, str]:
    """Whether the reader has signed in, and the account: empty where there is none that can be trusted."""
    section = provider_of(settings)
    if section is None or not is_set_up(section) or not st.user.get("is_logged_in"):
        return False, ""
    return True, account_of(st.user)


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
    if visit.signed_in:
        st.button(
            texts.sign_out,
            key="sign-out",
            type="tertiary",
            icon=":material/logout:",
            help=label(_account(visit)) or None,
            on_click=st.logout,
        )
        return
    section = provider_of(visit.settings)
    names = [] if section is None else list(providers_in(section))
    for name in names:
        told = (
            texts.sign_in if len(names) == 1 else texts.sign_in_with.format(name=label(name or texts.sign_in_default))
        )
        st.button(
            told,
            key=f"sign-in-{name}" if name else "sign-in",
            type="tertiary",
            icon=":material/login:",
            on_click=_sign_in,
            args=(visit, name),
        )


def _sign_in(visit: Visit, name: str) -> None:
    """Send the reader to the provider, or say why that would lead nowhere."""
    providers = providers_in(provider_of(visit.settings) or {})
    fault = fault_of(providers.get(name, {}), st.context.url or "")
    if fault is None:
        try:
            st.login(name or None)
        except StreamlitError:
            log.exception("Nobody can sign in")
            fault = "setup"
    if fault is not None:
        log.warning("Nobody can sign in: %s", fault)
        st.session_state[_FAULT] = fault


def show_sign_in_notes(visit: Visit) -> None:
    """Why signing in did not work: what was found before, or that the reader came back from it as they went."""
    section = provider_of(visit.settings)
    if section is None:
        return
    texts, fault = visit.wording.shelf, st.session_state.pop(_FAULT, "")
    if fault:
        address = "" if fault != "elsewhere" else origin_of(section["redirect_uri"])
        show_note([texts.sign_in_faults[fault].format(address=address)], tone="error")
    _show_unfinished(texts.sign_in_unfinished, waiting=not fault and not visit.signed_in)


# Who comes back from the provider begins a new session, at the first page: only their browser knows where they were.
# A press on the button is kept there, with the page load that it was in, and read by the next one.
_REMEMBER = """<script>
{ const key = "repere-sign-in", now = String(performance.timeOrigin), before = sessionStorage.getItem(key);
  if (!window.repereSignIn) {
    window.repereSignIn = true;
    document.addEventListener("click", (event) => {
      if (event.target.closest("[class*='st-key-sign-in'] button")) sessionStorage.setItem(key, now);
    }, true);
  }
  const box = document.getElementById("rp-unfinished");
  if (box && before && before !== now) box.hidden = false;
  if (!box || before !== now) sessionStorage.removeItem(key); }
</script>"""


def _show_unfinished(text: str, *, waiting: bool) -> None:
    note = f'<div id="rp-unfinished" class="rp-note rp-warning" role="status" hidden><p>{html_text(text)}</p></div>'
    st.html(f"{note if waiting else ''}{_REMEMBER}", unsafe_allow_javascript=True)


def show_refusal(visit: Visit) -> None:
    """Why this reader may not edit, and what they could do."""
    show_note([_refusal(visit)])
    show_sign_in(visit)


def show_standing(visit: Visit) -> None:
    """That this reader has signed in and may not edit all the same; nothing for others."""
    if visit.signed_in and not visit.may_edit:
        show_note([_refusal(visit)])


def _refusal(visit: Visit) -> str:
    texts = visit.wording.shelf
    if visit.account:
        return texts.not_listed.format(account=_account(visit))
    if visit.signed_in:
        return texts.no_account
    if provider_of(visit.settings) is not None:
        return texts.read_only_sign_in
    return texts.read_only_public if visit.settings.access.public else texts.read_only


def _account(visit: Visit) -> str:
    return shortened(visible(visit.account), MAX_ACCOUNT_CHARS)
