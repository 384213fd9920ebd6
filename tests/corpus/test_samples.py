"""The demonstration corpus keeps its promises: formats, languages, questions, evidence, and PDFs made from sources."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType

import lxml.html
import pytest
from pypdf import PdfReader

from corpus.samples import Question, documents_folder, qrels, questions

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "tests" / "samples_source"

DOCUMENTS = sorted(documents_folder().iterdir())
PDFS = [path for path in DOCUMENTS if path.suffix == ".pdf"]
QUESTIONS = questions()
QRELS = qrels()

# The language each document is written in; French where it is not named.
OTHER_LANGUAGES = {
    "attractiveness-charter.pdf": "en",
    "cittaslow-rete.pdf": "it",
    "ciudades-educadoras.html": "es",
    "european-city-networks.txt": "en",
    "freiburg-partnerstaedte.html": "de",
    "galway-city-of-film.html": "en",
    "neue-leipzig-charta.md": "de",
}

SITE_FURNITURE = (
    "//script | //style | //nav | //header[nav] | //footer | //form | //aside | //*[@id='menu' or @id='pied']"
)


def language_of(name: str) -> str:
    """The language that a document is written in."""
    return OTHER_LANGUAGES.get(name, "fr")


def squeezed(text: str) -> str:
    """Hyphenated lines joined, every run of white space (non-breaking too) one space."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=\w)-\n(?=\w)", "", text.replace("\u00ad", ""))).strip()


def page_texts(path: Path) -> list[str]:
    """The text of each page of a PDF without its running header and its footer, each on one line."""
    pages = [page.extract_text().strip().splitlines() for page in PdfReader(path).pages]
    return ["\n".join(lines[1:-1]) for lines in pages]


def html_text(path: Path) -> str:
    """The text of a page, its menus and footers left out, with a space between neighbouring cells."""
    tree = lxml.html.fromstring(path.read_bytes())
    for element in tree.xpath(SITE_FURNITURE):
        element.drop_tree()
    return " ".join(tree.xpath("//body")[0].itertext())


@cache
def text_of(name: str) -> str:
    """The squeezed text of a document."""
    path = documents_folder() / name
    match path.suffix:
        case ".pdf":
            return squeezed("\n".join(page_texts(path)))
        case ".html":
            return squeezed(html_text(path))
        case _:
            return squeezed(path.read_text(encoding="utf-8"))


def crosses_languages(question: Question) -> bool:
    """Whether no document that answers is in the question's language."""
    return question.language not in {language_of(name) for name in QRELS[question.question_id]}


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    """The script that makes the PDFs."""
    spec = importlib.util.spec_from_file_location("samples_build", SOURCES / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["samples_build"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_every_format_is_there() -> None:
    """This ensures that the corpus has enough documents of each format that people bring."""
    formats = Counter(path.suffix for path in DOCUMENTS)
    assert set(formats) == {".pdf", ".html", ".md", ".txt"}
    assert len(DOCUMENTS) >= 18
    assert formats[".pdf"] >= 6
    assert formats[".html"] >= 5
    assert formats[".md"] >= 3
    assert formats[".txt"] >= 2


def test_two_thirds_are_french() -> None:
    """This ensures that the corpus is mostly French, with English, German, Spanish and Italian beside it."""
    languages = Counter(language_of(path.name) for path in DOCUMENTS)
    assert 0.6 <= languages["fr"] / len(DOCUMENTS) <= 0.72
    assert set(languages) == {"fr", "en", "de", "es", "it"}
    assert languages["en"] >= 2


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_documents_are_short_and_say_what_they_are(path: Path) -> None:
    """This ensures that a document has 400 to 1,500 words and a note that it was written for demonstration."""
    text = text_of(path.name)
    assert 400 <= len(text.split()) <= 1500
    assert re.search("d[eé]monstration|dimostrazione|demostración", text[-400:].lower())


def test_the_corpus_stays_small() -> None:
    """This ensures that encoding the corpus stays a matter of seconds."""
    assert sum(len(text_of(path.name).split()) for path in DOCUMENTS) <= 14_000


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
def test_pdfs_have_running_headers_and_numbered_footers(path: Path) -> None:
    """This ensures that each page has the lines around the text that cleaning has to remove, and real metadata."""
    reader = PdfReader(path)
    lines = [page.extract_text().strip().splitlines() for page in reader.pages]
    assert 2 <= len(lines) <= 5
    assert len({page[0] for page in lines}) == 1
    assert all(re.search(rf"\b{number}\b", page[-1]) for number, page in enumerate(lines, start=1))
    assert reader.metadata is not None
    assert reader.metadata.title
    assert reader.metadata.author


def test_some_words_are_hyphenated_at_a_line_end() -> None:
    """This ensures that joining hyphenated lines has something to do."""
    broken = [match for path in PDFS for page in page_texts(path) for match in re.findall(r"[a-zé]-\n[a-zé]", page)]
    assert len(broken) >= 8


def test_every_pdf_has_its_source() -> None:
    """This ensures that no PDF is left whose source is gone, and no source that was not built."""
    assert [path.stem for path in PDFS] == sorted(path.stem for path in SOURCES.glob("*.txt"))


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
def test_pdfs_say_what_their_sources_say(path: Path, builder: ModuleType) -> None:
    """This ensures that the committed PDFs were built from the committed sources."""
    source = builder.parse((SOURCES / f"{path.stem}.txt").read_text(encoding="utf-8"))
    texts = [" ".join(builder.cells(part)) if part.kind == "row" else part.text for part in source.parts]
    # A hyphen at a line's end may be one of the word (Saint-Ouvain) or one of the line, so neither side keeps any.
    said = re.sub(r"[\s•\u00ad-]", "", "".join(page_texts(path)))
    assert said == re.sub(r"[\s•\u00ad-]", "", "".join(texts))


def test_building_twice_gives_the_same_bytes(builder: ModuleType) -> None:
    """This ensures that a rebuilt PDF differs only where its source does."""
    source = builder.parse((SOURCES / "label-atelier-vivant.txt").read_text(encoding="utf-8"))
    assert builder.render(source) == builder.render(source)


def test_there_are_enough_questions() -> None:
    """This ensures that the questions are many, some without an answer, many across languages."""
    answerable = [question for question in QUESTIONS if question.answerable]
    assert len(QUESTIONS) >= 70
    assert len(QUESTIONS) - len(answerable) >= 14
    assert sum(crosses_languages(question) for question in answerable) >= 30
    assert {question.language for question in QUESTIONS} == {"fr", "en", "de", "es", "it", "pt", "nl", "pl", "ar", "uk"}


def test_questions_are_distinct() -> None:
    """This ensures that no id and no text occurs twice."""
    assert len({question.question_id for question in QUESTIONS}) == len(QUESTIONS)
    assert len({question.text.casefold() for question in QUESTIONS}) == len(QUESTIONS)


def test_every_document_is_asked_about() -> None:
    """This ensures that each document answers at least three questions."""
    asked = Counter(name for judged in QRELS.values() for name in judged)
    assert all(asked[path.name] >= 3 for path in DOCUMENTS)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.question_id)
def test_evidence_stands_in_its_document(question: Question) -> None:
    """This ensures that an answer can be pointed at, and that what has no answer points at nothing."""
    if not question.answerable:
        assert question.document is None
        assert question.evidence is None
        return
    assert question.document is not None
    assert question.evidence is not None
    assert squeezed(question.evidence) in text_of(question.document)


def test_qrels_match_the_questions() -> None:
    """This ensures that just the answerable questions are judged, each at least for its own document."""
    names = {path.name for path in DOCUMENTS}
    assert set(QRELS) == {question.question_id for question in QUESTIONS if question.answerable}
    assert all(set(judged) <= names and set(judged.values()) == {1} for judged in QRELS.values())
    assert all(question.document in QRELS[question.question_id] for question in QUESTIONS if question.answerable)


def test_qrels_begin_with_the_header_of_beir() -> None:
    """This ensures that other tools read the judgements."""
    first = (documents_folder().parent / "qrels.tsv").read_text(encoding="utf-8").splitlines()[0]
    assert first == "query-id\tcorpus-id\tscore"


def test_both_languages_of_the_charter_are_relevant() -> None:
    """This ensures that finding the translation counts as finding the charter."""
    pair = {"charte-attractivite.pdf", "attractiveness-charter.pdf"}
    judged = [set(names) for names in QRELS.values() if set(names) & pair]
    assert judged
    assert all(names == pair for names in judged)
