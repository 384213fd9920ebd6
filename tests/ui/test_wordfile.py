"""Results as a document for a word processor: opened again, it says what was found, and nothing in a text breaks it."""

from __future__ import annotations

import io
from typing import Any
from zipfile import ZipFile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.catalogue import DocumentSummary
from corpus.types import Passage
from search import Hit, Query, Result
from ui.citing import Source
from ui.texts.spoken import WORDINGS
from ui.wordfile import as_docx

FR, EN = WORDINGS["fr"], WORDINGS["en"]


def hit(
    rank: int = 1, text: str = "La charte est signée.", *, sentence: Any = None, section: str = "", **told: Any
) -> Hit:
    language = told.pop("language", "fr")
    facts = {"doc_id": "ab", "uri": "/x/charte.pdf", "external_id": None, "title": "Charte", "language": "fr"}
    facts |= {"media_type": "application/pdf", "pages": 3, "passages": 2, "ingested_at": "2026-03-01",
              "characters": 90, "published": None, **told}  # fmt: skip
    passage = Passage(rank, "ab", 0, 0, len(text), text, section, 3, 3, language)
    return Hit(rank, 0.5, 0.5, 0.5, passage, DocumentSummary(**facts), (), sentence)


def source(title: str = "Charte", **told: str) -> Source:
    facts = {"quote": "", "link": "https://r.example/document?doc=ab&passage=1", "page": "p. 3", **told}
    return Source(title=title, **facts)  # type: ignore[arg-type]


def opened(*hits: Hit, sources: list[Source] | None = None, query: str = "charte", wording: Any = FR) -> Any:
    made = as_docx(Result(Query(query), hits, 12.0), sources or [source()] * len(hits), wording, "2026-05-02")
    return docx.Document(io.BytesIO(made))


def texts(file: Any) -> list[str]:
    return [paragraph.text for paragraph in file.paragraphs]


def addresses(file: Any) -> list[str]:
    return [link.address for paragraph in file.paragraphs for link in paragraph.hyperlinks]


def test_what_stands_in_it() -> None:
    """This ensures that query, day, title, place, passage, citation and links stand there, in the reader's order."""
    text = "Le label est ancien.\n\nLa charte est signée par douze communes. Elle dure."
    begin = text.index("La charte")
    answer = (begin, text.index(" Elle"))
    found = hit(text=text, sentence=answer, section="Charte › Article 1", kind="charter", place="Limoges")
    cited = source(
        authors=("Ville de Limoges",), date="2022-03-14", shown_date="14 mars 2022", url="https://x.example/c"
    )  # type: ignore[arg-type]
    file = opened(found, sources=[cited])
    assert texts(file) == [
        "Passages trouvés pour\u00a0: charte",
        "Recherche du 2 mai 2026 avec Repère",
        "1. Charte",
        "charte · Limoges · 14 mars 2022 · p. 3 · Article 1",
        "Le label est ancien.",
        "La charte est signée par douze communes. Elle dure.",
        "Ville de Limoges. (2022). Charte (p. 3). https://x.example/c",
        "https://x.example/c",
        "https://r.example/document?doc=ab&passage=1",
    ]
    assert [run.text for paragraph in file.paragraphs for run in paragraph.runs if run.bold] == [text[slice(*answer)]]
    assert addresses(file) == ["https://x.example/c", "https://r.example/document?doc=ab&passage=1"]
    assert [paragraph.style.name for paragraph in file.paragraphs][:3] == ["Title", "Normal", "Heading 1"]


def test_properties() -> None:
    """This ensures that the file says what it is and that its pages are A4, whatever the length of the query."""
    file = opened(query="x" * 2000, wording=EN)
    properties = file.core_properties
    assert properties.title.startswith("Passages found for: xxx")
    assert len(properties.title) == 255  # more is refused
    assert (properties.author, properties.comments, properties.language) == ("Repère", "", "en")
    assert properties.created.isoformat()[:10] == "2026-05-02"
    assert round(file.sections[0].page_width.cm, 1) == 21.0
    assert texts(file)[0].endswith("x" * 2000)


def test_only_web_addresses_are_links() -> None:
    """This ensures that neither a path of the machine nor a script becomes a link."""
    file = opened(hit(), sources=[source(link="/document?doc=ab", url="javascript:alert(1)")])
    assert addresses(file) == []


def test_long_titles_and_signs_that_xml_refuses() -> None:
    """This ensures that a title of 10,000 characters is cut, and that what XML can't hold is left out and no more."""
    file = opened(hit(text="a\x00b\x0bc\ufffed\ud800e\uffff <w:p/> &amp; \u202ef", title="T" * 10_000))
    assert "abcde <w:p/> &amp; f" in texts(file)
    assert texts(file)[2] == "1. " + "T" * 199 + "…"


def test_language_of_a_passage() -> None:
    """This ensures that each passage is spelt in its own language, and Arabic set from the right."""
    made = as_docx(
        Result(Query("x"), (hit(language="de"), hit(2, "ميثاق", language="ar"), hit(3, language="unknown")), 1.0),
        [source()] * 3, EN, "2026-05-02",
    )  # fmt: skip
    with ZipFile(io.BytesIO(made)) as file:
        xml = file.read("word/document.xml").decode()
    assert '<w:lang w:val="de"/>' in xml
    assert '<w:lang w:bidi="ar"/>' in xml
    assert xml.count("<w:bidi/>") == 1
    assert "unknown" not in xml


def test_nothing_found() -> None:
    """This ensures that a search without results gives a document that says for what."""
    assert texts(opened()) == ["Passages trouvés pour\u00a0: charte", "Recherche du 2 mai 2026 avec Repère"]


@pytest.mark.filterwarnings("error")
@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_text_opens_again(text: str, start: int, end: int) -> None:
    """This ensures that no title, section or passage makes a file that can't be opened."""
    file = opened(hit(text=text, title=text, section=text, sentence=(start, end)), sources=[source(text)])
    assert len(texts(file)) >= 4
