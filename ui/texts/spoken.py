"""Which language the page speaks to its reader: the one of the address, else the browser's, else French."""

from __future__ import annotations

from collections.abc import Mapping

from ui.texts.catalogues import languages, read, translated
from ui.texts.english import ENGLISH
from ui.texts.wording import Wording

WORDINGS: Mapping[str, Wording] = {
    "en": ENGLISH,
    **{language: translated(ENGLISH, language, read(language)) for language in languages()},
}
"""Every language that the page speaks: English and those that have a catalogue."""

DEFAULT = WORDINGS["fr"]


def wording_for(chosen: str | None, browser_locale: str | None) -> Wording:
    """`chosen` is a language code or None; `browser_locale` as browsers give it: `en-GB`."""
    spoken = (browser_locale or "").partition("-")[0].lower()
    return WORDINGS.get(chosen or "") or WORDINGS.get(spoken) or DEFAULT


def others(wording: Wording) -> list[Wording]:
    """The languages to switch to, by their names."""
    return sorted((each for each in WORDINGS.values() if each is not wording), key=lambda each: each.name)
