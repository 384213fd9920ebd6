"""An instrument's proper name: quoted beside the word of its kind, or the title."""

from __future__ import annotations

import re

from corpus.instrument import Kind, Value
from corpus.types import Document
from ingest.describe.evidence import OPENING, Span, evidence, title_span

_KIND_WORD = (
    r"(?:chartes?|programmes?|labels?|réseau|contrat|initiative|appel à projets|plan|manifeste|charter|network"
    r"|programm)"
)
_QUOTED = re.compile(rf"\b{_KIND_WORD}\s*[«“\"„]\s*\**\s*(?P<name>[^»”\"“\n]{{3,80}}?)\s*\**\s*[»”\"“]", re.IGNORECASE)
_IN_TITLE = re.compile(r"[«“\"„]\s*(?P<name>[^»”\"“\n]{3,80}?)\s*[»”\"“]")
_TWINNING = re.compile(r"jumel|twin|partnerst|herman|gemell", re.IGNORECASE)
_STATED = frozenset({"charter", "programme", "label", "network", "contract", "manifesto", "plan", "call", "twinning"})


def name_of(document: Document, kind: Kind | None) -> Value | None:
    """The name with the words that give it; None where the document is no instrument's or its title is not in it."""
    if kind not in _STATED:
        return None
    title = title_span(document)
    quoted = _IN_TITLE.search(document.text, title.start, title.end) if title else None
    if quoted is None and kind in {"programme", "label", "network", "call"}:
        quoted = _QUOTED.search(document.text, 0, 2 * OPENING)
    if kind == "twinning" and title and not _TWINNING.search(document.title):
        return None
    span, confidence = (Span(*quoted.span("name")), 0.8) if quoted else (title, 0.6)
    if span is None:
        return None
    shown = evidence(document, span.start, span.end)
    name = " ".join(shown.quote.split())
    return Value("name", name, name, confidence=confidence, evidence=shown)
