"""What a document says of its instrument: kind, name, territories, organisations, dates and themes, with evidence."""

from __future__ import annotations

from functools import partial

from corpus.instrument import Kind, Value
from corpus.instruments import slot_of
from corpus.types import Document
from index.encoder import Encoder
from ingest.describe.dates import dates_of
from ingest.describe.kinds import kind_of
from ingest.describe.names import name_of
from ingest.describe.organisations import organisations_of
from ingest.describe.places import territories_of
from ingest.describe.prototypes import Opening
from ingest.describe.stated import stated_in
from ingest.describe.themes import themes_of

RECIPE = "1"
"""Raise it when what is read from a text changes: documents are then described anew."""


def describe(document: Document, encoder: Encoder) -> tuple[Value, ...]:
    """Every value that the text gives, each with its evidence; () for a text that names none.

    What the metadata of a record state of a field goes before its text. The main territory comes first among
    territories. Only the first 40,000 characters are read; one text is encoded, where words alone don't decide.
    """
    stated = stated_in(document.metadata)
    given = {slot_of(value) for value in stated}
    read = _read(document, encoder) if document.text.strip() else []
    return (*stated, *(value for value in read if slot_of(value) not in given))


def _read(document: Document, encoder: Encoder) -> list[Value]:
    opening = Opening(document, encoder)
    kind = kind_of(document, partial(opening.near, "kind"))
    named: Kind | None = kind.value if kind else None  # type: ignore[assignment]  # Value checked it
    single = [value for value in (kind, name_of(document, named)) if value]
    return [
        *single,
        *territories_of(document),
        *organisations_of(document, named),
        *dates_of(document, named),
        *themes_of(document, partial(opening.near, "theme")),
    ]
