"""Why a correction can't be taken, in the reader's language. The catalogue says it in English, for every caller."""

from __future__ import annotations

from corpus.edits import Operation
from corpus.gazetteer import named
from corpus.instrument import DATE_ROLES
from corpus.instruments import SINGLE
from ui.texts.wording import Wording

# What fits a line; a name of more territories than this is no name to choose by.
MOST_CODES = 6


def refusal_of(operation: Operation, slot: str, value: str, wording: Wording) -> str:
    """Why this correction was refused, by what was asked; empty where only the error itself can say it."""
    texts = wording.edit.refusals
    if operation == "add" and slot in SINGLE:
        return texts["single"]
    if slot == "territory" and len(several := named(value)) > 1:
        codes = ", ".join(f"{each.code} ({each.name})" for each in several[:MOST_CODES])
        return texts["territories"].format(value=value, codes=codes)
    kind = "date" if slot in DATE_ROLES else slot
    return texts[kind].format(value=value) if kind in texts else ""


def written_value(slot: str, value: str, wording: Wording) -> str:
    """A value as the catalogue takes it: kinds and languages by the names that the page gives them."""
    if slot == "kind":
        names = {name.casefold(): kind for kind, name in wording.shelf.kinds.items()}
        return names.get(value.casefold(), value)
    if slot == "language":
        return wording.language_code(value)
    return value
