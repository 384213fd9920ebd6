"""Questions to begin with: those of the demonstration where it is what is searched, else titles of the corpus."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, islice, zip_longest

from corpus import samples
from corpus.catalogue import DocumentSummary
from ui.views.markup import visible

EXAMPLES = 4
# Longer ones do not stand on a button.
MAX_CHARS = 90


def example_queries(documents: Sequence[DocumentSummary], language: str) -> list[str]:
    """Up to four queries that these documents answer, for a reader of `language`."""
    return sample_questions(documents, language) or titles(documents, language)


def sample_questions(documents: Iterable[DocumentSummary], language: str) -> list[str]:
    """Questions asked of the demonstration: every other one of a document in another language than the reader's."""
    languages = {document.doc_id: document.language for document in documents}
    own, foreign = dict[str, str](), dict[str, str]()
    for question in samples.questions():
        doc_id = _sample_ids().get(question.document or "")
        asked = question.language == language and question.text.endswith("?") and len(question.text) <= MAX_CHARS
        if asked and doc_id in languages:
            (own if languages[doc_id] == language else foreign).setdefault(doc_id, question.text)
    return _alternately(foreign.values(), own.values())


def titles(documents: Iterable[DocumentSummary], language: str) -> list[str]:
    """Titles of documents: those in the reader's language and others by turns."""
    short = [document for document in documents if 0 < len(visible(document.title).strip()) <= MAX_CHARS]
    own = dict.fromkeys(document.title for document in short if document.language == language)
    foreign = dict.fromkeys(document.title for document in short if document.language != language)
    return _alternately(own, foreign)


def _alternately(*rows: Iterable[str]) -> list[str]:
    turns = chain.from_iterable(zip_longest(*rows))
    return list(islice(dict.fromkeys(text for text in turns if text is not None), EXAMPLES))


@cache
def _sample_ids() -> dict[str, str]:
    """File name → doc_id of the demonstration's documents: the same bytes are the same document."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in samples.documents_folder().iterdir()
    }
