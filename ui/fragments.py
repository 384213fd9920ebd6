"""Links that lead to a passage in its source: text fragments for web pages, `#page=` for PDFs on the web. Pure."""

from __future__ import annotations

from urllib.parse import quote, urldefrag

from corpus.types import Document, Passage

# A browser looks for these words as they stand: the fewer, the less a change of the page or of our cleaning spoils it.
WORDS = 6


def source_link(document: Document, passage: Passage | None) -> str:
    """The document's address on the web, at the passage where browsers understand that."""
    if passage is None:
        return document.uri
    if document.media_type == "application/pdf":
        page = passage.first_page
        return f"{urldefrag(document.uri).url}#page={page}" if page else document.uri
    fragment = text_fragment(passage.text)
    if not fragment:
        return document.uri
    sign = "" if "#" in document.uri else "#"
    return f"{document.uri}{sign}:~:{fragment}"


def text_fragment(text: str) -> str:
    """`text=first%20words,last%20words` of the first line that has a few words; empty where none has.

    A fragment that spans several blocks of a page is found less surely: the first line alone is enough to go there.
    """
    for line in text.splitlines():
        words = line.split()
        if len(words) >= 3:
            if len(words) <= 2 * WORDS:
                return f"text={_encoded(words)}"
            return f"text={_encoded(words[:WORDS])},{_encoded(words[-WORDS:])}"
    return ""


def _encoded(words: list[str]) -> str:
    # “-” has a meaning of its own in a text fragment, and quote() leaves it as it is.
    return quote(" ".join(words).encode("utf-8", "replace"), safe="").replace("-", "%2D")
