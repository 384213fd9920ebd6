"""What people read on the command line."""

from __future__ import annotations

import pytest

from corpus.types import Document, Failure, PageReading, PageSpan, Passage, Repair
from ui.printing import failure_line, page_range, reading_line


@pytest.mark.parametrize(
    ("uri", "reason", "line"),
    [
        ("/x/a.pdf", "a.pdf needs a password", "EncryptedSource: /x/a.pdf needs a password. Save a copy"),
        ("/x/e\u0301.pdf", "é.pdf needs a password", "EncryptedSource: /x/é.pdf needs a password. Save a copy"),
        ("/x/a.pdf", "/x/a.pdf is empty", "EncryptedSource: /x/a.pdf is empty. Save a copy"),
        ("/x/r.jsonl#line=2", "/x/r.jsonl, line 2: no id", "EncryptedSource: /x/r.jsonl, line 2: no id. Save a copy"),
        ("/x/a.pdf", "The disk is full", "EncryptedSource: /x/a.pdf: The disk is full. Save a copy"),
    ],
)
def test_failure_says_where_once(uri: str, reason: str, line: str) -> None:
    """This ensures that a failure names its file with its folder, and not twice."""
    assert failure_line(Failure(uri, "EncryptedSource", reason, "Save a copy")) == line


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (None, None, ""),
        (1, 1, "p. 1 (printed iii)"),
        (1, 2, "p. 1–2 (printed iii–iv)"),
        (2, 3, "p. 2–3 (printed iv–3)"),
        (3, 3, "p. 3"),
        (3, 4, "p. 3–4"),
    ],
)
def test_printed_page_numbers(first: int | None, last: int | None, expected: str) -> None:
    """This ensures that what is printed on a page is told where it is not the page's number."""
    spans = (PageSpan(1, 0, 5, "iii"), PageSpan(2, 5, 10, "iv"), PageSpan(3, 10, 15), PageSpan(4, 15, 20))
    document = Document("a", "/a.pdf", "a" * 64, "application/pdf", "A", "fr", "x" * 20, spans)
    assert page_range(Passage(1, "a", 0, 0, 5, "xxxxx", "", first, last, "fr"), document) == expected


def test_how_a_document_was_read() -> None:
    """This ensures that a scan is told with its confidence, and that what was read well is not spoken of."""
    scan = (PageReading(1, "ocr", 80.0, 0.05, (Repair("I'a", "l'a", 2),)), PageReading(2, "ocr", 86.0, 0.03))
    assert reading_line(scan) == "scan, 2 pages read with 83 % confidence, 4 % of words look broken, 2 repaired"
    assert (
        reading_line((PageReading(1, damage=0.01), PageReading(2, "second"))) == "1 page read by the second extractor"
    )
    assert reading_line((PageReading(1, damage=0.01),)) == ""
    assert reading_line(()) == ""
