"""Which language the page speaks to its reader: the one of the address, else the browser's, else French."""

from __future__ import annotations

from collections.abc import Mapping

from ui.texts.english import ENGLISH
from ui.texts.french import FRENCH
from ui.texts.wording import Wording

WORDINGS: Mapping[str, Wording] = {wording.language: wording for wording in (FRENCH, ENGLISH)}
DEFAULT = FRENCH


def wording_for(chosen: str | None, browser_locale: str | None) -> Wording:
    """`chosen` is a language code or None; `browser_locale` as browsers give it: `en-GB`."""
    spoken = (browser_locale or "").partition("-")[0].lower()
    return WORDINGS.get(chosen or "") or WORDINGS.get(spoken) or DEFAULT


def other(wording: Wording) -> Wording:
    """The language to switch to."""
    return ENGLISH if wording is FRENCH else FRENCH
