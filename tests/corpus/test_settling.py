"""What is made from the values that count: the line beside a title, and a language that someone said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from corpus.edits import apply_edits, edit_of
from corpus.errors import InvalidCorrection
from corpus.filters import Filters, documents_with
from corpus.home import Home
from corpus.instrument import Value
from corpus.instruments import store_values, values_of
from corpus.settling import line_of, periods_of
from corpus.types import Document, PassageDraft
from corpus.writer import CatalogueWriter

DOC = "a" * 16
TEXT = "Les villes s'engagent.\n\nThe towns commit."
KIND = Value("kind", "charter", "charter")


def put(writer: CatalogueWriter) -> None:
    document = Document(DOC, "/x/a.txt", DOC * 4, "text/plain", "A", "de", TEXT, published=date(2021, 5, 4))
    drafts = [PassageDraft(0, 22, "", "de"), PassageDraft(24, len(TEXT), "", "en")]
    writer.put(document, drafts, [b"1", b"2"], recipe="1")
    store_values(writer, DOC, [KIND], "1")


@pytest.fixture
def writer(home: Home) -> Iterator[CatalogueWriter]:
    home.create()
    with CatalogueWriter.create(home) as catalogue:
        put(catalogue)
        yield catalogue


def edit(writer: CatalogueWriter, operation: str, text: str) -> None:
    apply_edits(writer, DOC, [edit_of(operation, text)], who="Ana")  # type: ignore[arg-type]


def languages(writer: CatalogueWriter) -> tuple[str, list[str]]:
    return writer.document(DOC).language, [passage.language for passage in writer.passages_of(DOC)]


def test_a_line_has_what_counts(writer: CatalogueWriter) -> None:
    """This ensures that a hit shows what is known, a correction first, and the day of publication for want of dates."""
    summary = writer.summaries_by_id([DOC])[DOC]
    assert (summary.kind, summary.territory, summary.place, summary.date) == ("charter", None, None, "2021-05-04")
    for text in ("kind=label", "territory=87085", "signed=2020"):
        edit(writer, "set", text)
    (summary,) = writer.summaries()
    assert (summary.kind, summary.territory, summary.place) == ("label", "commune:87085", "Limoges")
    assert summary.date == "2020"


def test_the_signature_stands_for_the_dates() -> None:
    """This ensures that one date is shown, and always by the same rule."""
    dates = [Value("date", "2024", "2024", "until"), Value("date", "2020-03", "2020-03", "signed")]
    assert line_of(dates) == (None, None, None, "2020-03")
    assert line_of(dates[:1], "2021-05-04")[3] == "2024"
    assert line_of([]) == (None, None, None, None)
    assert periods_of(dates) == [("2024-01-01", "2024-12-31"), ("2020-03-01", "2020-03-31")]


def test_a_language_that_someone_said_is_the_documents(writer: CatalogueWriter) -> None:
    """This ensures that filter and words follow a corrected language, and a passage in a third one keeps its own."""
    before = writer.revision
    edit(writer, "set", "language=FR")
    assert languages(writer) == ("fr", ["fr", "en"])
    assert documents_with(writer, Filters(languages=("fr",))) == {DOC}
    assert [value.value for value in values_of(writer, DOC)] == ["charter", "fr"]
    assert writer.revision > before
    changed = [each.passage_id for part in writer.passage_texts(since=before) for each in part]
    assert changed == [writer.passages_of(DOC)[0].passage_id]  # its words are looked up by other stems now


def test_a_language_stays_when_the_document_is_read_again(writer: CatalogueWriter) -> None:
    """This ensures that a correction outlives the next ingest, and that what was read comes back when it is unset."""
    edit(writer, "set", "language=fr")
    put(writer)
    assert languages(writer) == ("fr", ["fr", "en"])
    edit(writer, "set", "language=it")
    assert languages(writer) == ("it", ["it", "en"])
    edit(writer, "unset", "language")
    assert languages(writer) == ("de", ["de", "en"])
    revision = writer.revision
    edit(writer, "set", "kind=label")
    assert writer.revision == revision  # caches are made anew for nothing else


def test_a_language_is_a_code() -> None:
    """This ensures that a name or nothing is not taken for a language."""
    for text in ("language=français", "language=f", "language=fr-FR"):
        with pytest.raises(InvalidCorrection, match="no code of a language"):
            edit_of("set", text)
    with pytest.raises(InvalidCorrection, match="has one language"):
        edit_of("add", "language=fr")
