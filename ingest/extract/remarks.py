"""What a report says of a source that was read, with less than all of it or in doubt: named, with its facts.

A `Remark` is its sentence in English, as the command line says it; the page says the same in its reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

Form = str | tuple[str, str]
"""A sentence with its facts in braces; two where it is another for a count, `n`, other than one."""

SPLIT = "Split the file, or write the rows that are texts as .csv with the columns id and text."

FORMS: Mapping[str, Form] = MappingProxyType({
    "named_otherwise": "{file} is named as {promised} but holds {found}; it was read as that.",
    "encoding_guessed": (
        "{file} is not valid UTF-8; it was read as {encoding}. "
        "If accents look wrong, save it as UTF-8."
    ),
    "encoding_broken": "Some bytes of {file} are not valid {encoding} and were replaced by �.",
    "bytes_replaced": "Bytes of {file} that are not valid UTF-8 were replaced by � ({n} in all).",
    "quote_open": "A quotation mark of {file} is never closed; the file was read without regard to quotes.",
    "rows_cut": "Of {file} only the first {rows} rows were read. " + SPLIT,
    "sheet_hidden": "The sheet {sheet} of {file} is hidden and was left out.",
    "sheet_columns_cut": "Of the sheet {sheet} of {file} only the first {columns} columns were read.",
    "sheet_rows_cut": "Of the sheet {sheet} of {file} only the first {rows} rows were read. " + SPLIT,
    "ends_in_the_middle": "{file} ends in the middle; what there is was read.",
    "embedded_left_out": "A file that is embedded as text is not read in {file}.",
    "chapter_left_out": "The chapter {chapter} of {file} was left out: {reason}.",
    "second_extractor": (
        "Page {pages}: read by the second extractor, PDFium (page {page}: {reason}).",
        "Pages {pages}: read by the second extractor, PDFium (page {page}: {reason}).",
    ),
    "ocr": (
        "Page {pages}: read by OCR ({languages}), with {confidence} % confidence.",
        "Pages {pages}: read by OCR ({languages}), with {confidence} % confidence.",
    ),
    "ocr_missing": (
        "Page {pages}: no readable text layer. {reason}. {advice}.",
        "Pages {pages}: no readable text layer. {reason}. {advice}.",
    ),
    "ocr_language_missing": "Tesseract has no data to read {languages}; {used} was used.",
    "ocr_found_nothing": (
        "Page {pages}: no text layer, and OCR found no text.",
        "Pages {pages}: no text layer, and OCR found no text.",
    ),
    "ocr_failed": (
        "Page {pages}: no text layer, and OCR failed (page {page}: {reason}).",
        "Pages {pages}: no text layer, and OCR failed (page {page}: {reason}).",
    ),
    "ocr_off": (
        "Page {pages}: no text layer, and OCR is turned off.",
        "Pages {pages}: no text layer, and OCR is turned off.",
    ),
    "pictured": (
        "Page {pages}: some lines are pictures and are missing from the text.",
        "Pages {pages}: some lines are pictures and are missing from the text.",
    ),
    "pages_damaged": (
        "Page {pages}: damaged and left out (page {page}: {reason}).",
        "Pages {pages}: damaged and left out (page {page}: {reason}).",
    ),
    "pages_unread": (
        "Page {pages}: left out, since the pages before took too long.",
        "Pages {pages}: left out, since the pages before took too long.",
    ),
})  # fmt: skip
"""Every remark there is: its name → how it is said in English."""


class Remark(str):
    """One of `FORMS`, said in English, with the `name` and the `facts` to say it in another language by.

    >>> Remark("ocr_off", n=2, pages="2, 4")
    'Pages 2, 4: no text layer, and OCR is turned off.'
    """

    __slots__ = ("facts", "name")
    name: str
    facts: Mapping[str, str | int]

    def __new__(cls, name: str, /, **facts: str | int) -> Remark:
        """Raises `KeyError` for a name that is not there, or a fact that its sentence wants."""
        form = FORMS[name]
        said = form if isinstance(form, str) else form[facts.get("n", 1) != 1]
        written = {fact: f"{value:,}" if isinstance(value, int) else value for fact, value in facts.items()}
        remark = super().__new__(cls, said.format(**written))
        remark.name, remark.facts = name, facts
        return remark

    def __reduce__(self) -> Any:
        """A worker sends it to the run as its name and facts."""
        return _remark, (self.name, dict(self.facts))


def _remark(name: str, facts: Mapping[str, str | int]) -> Remark:
    return Remark(name, **facts)


def on_pages(name: str, pages: Iterable[int], **facts: str | int) -> Remark:
    """A remark on some pages of a document."""
    numbers = sorted(pages)
    return Remark(name, n=len(numbers), pages=page_ranges(numbers), **facts)


def page_ranges(pages: Iterable[int]) -> str:
    """`3`, or `3, 5–9, 12`."""
    runs: list[list[int]] = []
    for number in sorted(pages):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        str(run[0]) if len(run) == 1 else f"{run[0]}{'–' if len(run) > 2 else ', '}{run[-1]}" for run in runs
    )
