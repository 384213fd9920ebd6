"""Remarks are sentences that keep what they were made from."""

from __future__ import annotations

import pickle
import re

import pytest

from ingest.extract.remarks import FORMS, Remark, on_pages
from ingest.report import Report


def test_a_remark_is_its_sentence() -> None:
    """This ensures that a remark reads as its sentence, the many's for many, and says its numbers as English does."""
    assert Remark("ocr_off", n=1, pages="3") == "Page 3: no text layer, and OCR is turned off."
    assert on_pages("ocr_off", [7, 2, 6, 5]) == "Pages 2, 5–7: no text layer, and OCR is turned off."
    cut = Remark("sheet_rows_cut", sheet="A", file="b.xlsx", rows=100_000)
    assert cut.startswith("Of the sheet A of b.xlsx only the first 100,000 rows were read. Split")
    assert cut.facts == {"sheet": "A", "file": "b.xlsx", "rows": 100_000}


def test_a_remark_comes_from_a_worker_whole() -> None:
    """This ensures that name and facts outlive the way from the process that reads, and stand in the report's JSON."""
    sent = pickle.loads(pickle.dumps(on_pages("ocr", {1: "", 2: ""}, languages="fra", confidence=93)))  # noqa: S301 # our own
    assert (sent, sent.name) == ("Pages 1, 2: read by OCR (fra), with 93 % confidence.", "ocr")
    (told,) = Report(warnings=[("/a.pdf", sent)]).as_json()["warnings"]
    facts = {"n": 2, "pages": "1, 2", "languages": "fra", "confidence": 93}
    assert told == {"uri": "/a.pdf", "warning": str(sent), "name": "ocr", "facts": facts}


@pytest.mark.parametrize("name", sorted(FORMS))
def test_both_forms_say_the_same(name: str) -> None:
    """This ensures that the sentences for one and for many have the same facts."""
    form = FORMS[name]
    one, many = (form, form) if isinstance(form, str) else form
    assert re.findall(r"\{\w+\}", one) == re.findall(r"\{\w+\}", many)


def test_braces_in_facts_are_text() -> None:
    """This ensures that a file's name with braces in it is a name."""
    assert Remark("ends_in_the_middle", file="{n}.rtf").startswith("{n}.rtf ends")
