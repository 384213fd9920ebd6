"""What the metadata of a record state of its instrument: who wrote it knows, whatever the text says."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import replace

from corpus.edits import BETWEEN, value_of
from corpus.errors import InvalidCorrection
from corpus.instrument import Value
from corpus.instruments import SINGLE

SLOTS = ("kind", "territory", "organisation", "theme", "published", "signed", "from", "until")
"""The metadata that are read, by their names. `name` is none of them: in other people's records it names anything."""

CONFIDENCE = 0.99
"""Hardly ever wrong, and nobody has looked at the document for it."""


def stated_in(metadata: Mapping[str, str]) -> list[Value]:
    """The values that metadata state, several of a field with ` | ` between them; without evidence in the text.

    They are written as corrections are: `kind: label`, `territory: 87085`, `organisation: UNESCO:awards`. Metadata are
    free, so that what can't be meant (a `kind` that is no kind of instrument, a `from` that is no date) states nothing.
    """
    found = []
    for slot in SLOTS:
        written = [part for part in metadata.get(slot, "").split(BETWEEN) if part.strip()]
        if len(written) > 1 and slot in SINGLE:
            continue
        for part in written:
            with contextlib.suppress(InvalidCorrection):
                found.append(replace(value_of(slot, part), confidence=CONFIDENCE))
    return found
