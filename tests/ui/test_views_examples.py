"""Examples can be answered by what is searched, and half of them show that languages may differ."""

from __future__ import annotations

import hashlib

import pytest

from corpus import samples
from corpus.catalogue import DocumentSummary
from ui.views.examples import EXAMPLES, MAX_CHARS, example_queries


def summary(doc_id: str, title: str, language: str) -> DocumentSummary:
    return DocumentSummary(doc_id, f"/x/{doc_id}", None, title, language, "text/plain", 0, 1, 10, None, "")


def sample_summaries() -> list[DocumentSummary]:
    """The demonstration as it is ingested; the languages of its documents are in its README, these are enough."""
    english = {"galway-city-of-film.html", "european-city-networks.txt", "attractiveness-charter.pdf"}
    return [
        summary(hashlib.sha256(path.read_bytes()).hexdigest()[:16], path.stem, "en" if path.name in english else "fr")
        for path in sorted(samples.documents_folder().iterdir())
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_demonstration_has_its_questions(language: str) -> None:
    """This ensures that the demonstration begins with answerable questions in the reader's language."""
    asked = {question.text for question in samples.questions() if question.answerable and question.language == language}
    queries = example_queries(sample_summaries(), language)
    assert len(queries) == len(set(queries)) == EXAMPLES
    assert set(queries) <= asked


def test_every_other_question_crosses_languages() -> None:
    """This ensures that a newcomer sees at once that a question may be asked in another language."""
    languages = {document.doc_id: document.language for document in sample_summaries()}
    documents = {question.text: question.document for question in samples.questions()}
    ids = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in samples.documents_folder().iterdir()
    }
    crossing = [languages[ids[documents[text] or ""]] != "fr" for text in example_queries(sample_summaries(), "fr")]
    assert crossing == [True, False, True, False]


def test_other_corpora_begin_with_titles() -> None:
    """This ensures that a city sees its own documents: titles, its reader's language and others by turns."""
    documents = [
        summary("1", "Charte", "fr"), summary("2", "Label", "fr"), summary("3", "Charter", "en"),
        summary("4", "Charte", "fr"), summary("5", "x" * (MAX_CHARS + 1), "fr"), summary("6", " \u202e", "fr"),
        summary("7", "Réseau", "fr"), summary("8", "Programme", "fr"),
    ]  # fmt: skip
    assert example_queries(documents, "fr") == ["Charte", "Charter", "Label", "Réseau"]
    assert example_queries([], "fr") == []
