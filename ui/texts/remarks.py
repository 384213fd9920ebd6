"""What a run says of the sources that it read, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from ui.texts.forms import Plural
from ui.texts.wording import Wording


def told_remark(name: str, facts: Mapping[str, str | int], wording: Wording) -> str:
    """A remark of `ingest.extract.remarks` from its name and facts; empty for one that is not known."""
    form = wording.add.remarks.get(name)
    if form is None:
        return ""
    written = {
        fact: wording.number(value) if isinstance(value, int) else wording.add.formats.get(value, value)
        for fact, value in facts.items()
    }
    if not isinstance(form, Plural):
        return form.format(**written)
    counted = {fact: value for fact, value in written.items() if fact != "n"}
    return wording.count(form, int(facts.get("n", 1)), **counted)
