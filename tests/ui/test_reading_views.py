"""The views that look up and read: filters, what is done with a hit, pages as printed, similar passages, questions."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import pytest
from fpdf import FPDF
from streamlit.testing.v1 import AppTest

from corpus.catalogue import DocumentSummary
from corpus.home import Home
from corpus.types import PageReading, Passage
from search import Hit, Query, Result, Searcher
from search.answer import Generated
from search.results import Copy
from ui.resultfiles import as_csv, as_html, as_json
from ui.texts.spoken import WORDINGS
from ui.views.address import Address
from ui.views.document import original_name, reading_lines
from ui.views.facets import choices, dropped, name_of, unfiltered
from ui.views.hits import hit_html, in_order

FR, EN = WORDINGS["fr"], WORDINGS["en"]
MakeHome = Callable[..., Home]
OpenPage = Callable[..., AppTest]
Papers = tuple[Any, ...]


def body(page: AppTest) -> str:
    return "\n".join(part.value for part in page.html if not part.value.startswith(("<style>", "<script>/*")))


def told(page: AppTest) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body(page))).split())


def links(page: AppTest) -> dict[str, dict[str, list[str]]]:
    return {link.value: parse_qs(link.proto.query_string) for link in page.page_link}


def unexpected(page: AppTest) -> bool:
    return bool(page.exception) or "de notre côté" in told(page) or "on our side" in told(page)


@pytest.fixture
def printed(make_home: MakeHome, papers: Papers, charter_pdf: bytes) -> Home:
    """The home of two documents, with the original of the charter."""
    home = make_home()
    home.keep_original(papers[0].sha256, charter_pdf)
    return home


# Search


def test_filters_are_counted_and_chosen(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that each list says how many documents it would leave, and that a choice is one in the address."""
    make_home()
    page = open_page(q="charte")
    languages = page.multiselect(key="languages")
    assert languages.options == ["anglais (1)", "français (1)"]
    assert "kinds" not in {each.key for each in page.multiselect}  # nothing is known of kinds here
    languages.set_value(["en", "fr"]).run()
    assert page.query_params["lang"] == "en,fr"
    page.button(key="drop-all").click().run()
    assert "lang" not in page.query_params


def test_grouped_and_ordered(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that documents can stand once each, and that the choice is shared with the address."""
    make_home()
    page = open_page(q="charte")
    page.checkbox(key="grouped").set_value(True).run()
    page.selectbox(key="order").set_value("newest").run()
    assert (page.query_params["by"], page.query_params["order"]) == ("document", "newest")
    assert "2 documents" in told(page)
    assert open_page(q="charte", by="document", order="newest").checkbox(key="grouped").value is True


def test_history_of_a_session(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that what was asked before is a click away, the latest first, and no more than once."""
    make_home()
    page = open_page(q="charte")
    for text in ("jumelage", "charte", ""):
        page.query_params["q"] = text
        page.run()
    assert "Déjà demandé pendant cette visite" in told(page)
    assert [page.button(key=f"history-{n}").label for n in range(2)] == ["charte", "jumelage"]
    page.button(key="history-1").click().run()
    assert page.query_params["q"] == "jumelage"


def test_citations_open(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that a passage can be cited in several styles, with a link that opens it."""
    make_home()
    page = open_page(q="charte")
    page.button(key="Citer-1").click().run()
    quoted = [code.value for code in page.code]
    assert quoted[0].startswith("«\u00a0La charte est signée par douze communes du pays.\u00a0» — Charte de Clairval")
    assert quoted[2].startswith("@misc{charte")
    assert quoted[-1].endswith(f"document?doc={papers[0].doc_id}&passage=1")
    assert not unexpected(page)


def test_why_opens(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that the reader can see what a score is made of."""
    make_home()
    page = open_page(q="charte")
    page.button(key="Pourquoi\u202f?-1").click().run()
    assert "Il est parmi les plus proches par le sens." in told(page)
    assert "Score" in told(page)
    assert not unexpected(page)


def test_similar_passages(make_home: MakeHome, open_page: OpenPage, paper: type[Any]) -> None:
    """This ensures that passages like one are a click and an address, and that other documents' come."""
    charters = [paper(f"Charte {n}", (f"La charte de la ville numéro {n} est signée.",)) for n in range(3)]
    make_home([*charters, paper("Fêtes", ("Le programme des fêtes.",))])
    page = open_page(q="charte")
    page.button(key="alike-1").click().run()
    assert set(page.query_params) == {"like"}
    assert "Passages semblables" in told(page)
    shown = open_page(like=page.query_params["like"])
    assert "3 passages semblables dans d’autres documents" in told(shown)
    assert "Ce document n’est pas ici" in told(open_page(like="999"))
    assert not unexpected(shown)


def test_similar_where_there_is_no_other(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that one document alone has nothing like it, and that a passage without a vector waits."""
    make_home(papers[:1])
    assert "Aucun autre document n’a de passage semblable" in told(open_page(like="1"))


def test_similar_before_vectors(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that a passage that is not encoded yet is no error."""
    make_home(encoded=False)
    assert "encore en préparation" in told(open_page(like="1"))


def summary(**changes: Any) -> DocumentSummary:
    known = {
        "doc_id": "ab", "uri": "https://example.org/a", "external_id": None, "title": "Charte", "language": "fr",
        "media_type": "text/html", "pages": 0, "passages": 1, "characters": 9, "published": None, "ingested_at": "",
    }  # fmt: skip
    return DocumentSummary(**{**known, **changes})


def hit(rank: int = 1, *, text: str = "La charte est signée.", page: int | None = None, **changes: Any) -> Hit:
    document = summary(**changes)
    passage = Passage(rank, document.doc_id, 0, 0, len(text), text, "", page, page, "fr")
    return Hit(rank, 0.5, 0.5, 0.5, passage, document, ())


def result(*hits: Hit) -> Result:
    return Result(Query("=charte"), hits, 12.0)


def test_what_a_hit_says_of_its_document() -> None:
    """This ensures that kind, place, date and printed page stand with a hit where they are known, in one's language."""
    found = hit(page=3, kind="charter", place="Limoges", date="2023-06", labels={3: "iii"})
    said = re.sub(r"<[^>]*>", " ", hit_html(found, EN))
    assert re.sub(r"\s+", " ", said).startswith(
        " 1 Charte charter French Limoges June 2023 p. 3 (printed iii) La charte"
    )
    assert "charte" in hit_html(found, FR)
    assert "juin 2023" in hit_html(found, FR)
    assert "Also in" not in hit_html(found, EN)


def test_kinds_that_say_nothing_are_no_badge() -> None:
    """This ensures that “other” does not stand where a reader looks for what kind of document it is."""
    assert "rp-kind" in hit_html(hit(kind="label"), FR)
    assert not [kind for kind in ("other", "unknown") if "rp-kind" in hit_html(hit(kind=kind), FR)]


def test_lists_of_words_stand_in_columns() -> None:
    """This ensures that eight names take less than eight lines, and that prose, also in many lines, is left alone."""
    assert "rp-short-lines" in hit_html(hit(text="Mangue\n\nPapaye\n" * 4), FR)
    assert "rp-short-lines" not in hit_html(hit(text="Mangue\n" * 7), FR)
    assert "rp-short-lines" not in hit_html(hit(text="La charte est signée par douze communes.\n" * 20), FR)


def test_themes_in_the_readers_language() -> None:
    """This ensures that a theme is called as the reader's language does, and one that a person made up as they did."""
    labels = {"international": "International relations", "jardins": "Jardins"}
    assert name_of("theme", "international", labels, FR) == "Relations internationales"
    assert name_of("theme", "international", labels, EN) == "International relations"
    assert name_of("theme", "jardins", labels, FR) == "Jardins"


def test_copies_are_named_once() -> None:
    """This ensures that other documents that say the same are named, each once, as text."""
    found = Hit(1, 0.5, None, None, hit().passage, summary(), (), copies=(
        Copy(2, "b", "<b>Autre</b>"), Copy(3, "b", "<b>Autre</b>"), Copy(4, "c", "Tierce"),
    ))  # fmt: skip
    assert html_of(hit_html(found, FR)).count("<b>Autre</b>") == 1
    assert "<b>" not in hit_html(found, FR)


def html_of(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", " ", text))


def test_orders() -> None:
    """This ensures that documents without a date come last, whichever way dates run."""
    hits = [hit(1, date="2020"), hit(2), hit(3, date="2023-06")]
    assert [each.rank for each in in_order(hits, "relevance")] == [1, 2, 3]
    assert [each.rank for each in in_order(hits, "newest")] == [3, 1, 2]
    assert [each.rank for each in in_order(hits, "oldest")] == [1, 3, 2]


@pytest.mark.parametrize(
    ("confidence", "said"), [(0.1, "ne répondent guère"), (0.4, "Il n’est pas sûr"), (0.9, None), (None, None)]
)
def test_doubt_is_said_in_words(
    make_home: MakeHome,
    open_page: OpenPage,
    monkeypatch: pytest.MonkeyPatch,
    confidence: float | None,
    said: str | None,
) -> None:
    """This ensures that a reader is warned where the documents hardly answer, and only there."""
    make_home()
    run = Searcher.run

    def sure(self: Searcher, query: Query) -> Result:
        found = run(self, query)
        return Result(query, found.hits, found.took_ms, confidence=confidence)

    monkeypatch.setattr(Searcher, "run", sure)
    text = told(open_page(q="charte"))
    assert [each in text for each in ("ne répondent guère", "Il n’est pas sûr")] == [
        said == "ne répondent guère", said == "Il n’est pas sûr",
    ]  # fmt: skip


def test_results_as_files() -> None:
    """This ensures that tables, data and documents hold the hits, and that nothing in them runs."""
    found = result(hit(1, title="=1+1", kind="label"), hit(2, text="<script>alert(1)</script>", title="<b>x</b>"))
    rows = list(csv.DictReader(io.StringIO(as_csv(found).decode("utf-8-sig"))))
    assert [row["title"] for row in rows] == ["'=1+1", "<b>x</b>"]
    assert rows[0]["kind"] == "label"
    assert [each["rank"] for each in json.loads(as_json(found))["hits"]] == [1, 2]
    page = as_html(found, ["https://r.example/d?doc=ab", "/d"], FR, "2026-05-02").decode()
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "Recherche du 2 mai 2026" in page
    assert 'href="https://r.example/d?doc=ab"' in page
    assert as_csv(result()).decode("utf-8-sig").count("\n") == 2


def test_choices_of_a_filter() -> None:
    """This ensures that what is chosen and counts nothing can still be taken away."""
    assert choices("kind", (), ("label",), EN) == {"label": "label"}
    assert choices("territory", (), ("commune:87085", "commune:xx"), EN) == {
        "commune:87085": "Limoges", "commune:xx": "commune:xx",
    }  # fmt: skip
    address = Address(kinds=("label", "charter"), years=("2023",), text="x")
    assert dropped(address, "kind", "label") == Address(kinds=("charter",), years=("2023",), text="x")
    assert unfiltered(address) == Address(text="x")


# A document as it is printed


def test_the_page_with_its_passage(printed: Home, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that a hit opens its own page of the PDF, with the passage marked on it."""
    page = open_page("document", doc=papers[0].doc_id, passage="1")
    assert 'src="data:image/webp;base64,' in body(page)
    assert body(page).count('class="rp-mark"') == 1
    assert "page 3 sur 4" in told(page)
    assert 'alt="Page 3 de Charte de Clairval, telle qu’elle est imprimée.' in body(page)
    assert "La charte est signée par douze communes du pays." in told(page)  # the text below the picture
    assert not unexpected(page)


def test_turning_the_pages(printed: Home, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that one leafs through the document, and that no mark stands where the passage does not."""
    page = open_page("document", doc=papers[0].doc_id, passage="1")
    page.button(key="sheet-on").click().run()
    assert page.query_params["page"] == "4"
    assert 'class="rp-mark"' not in body(page)
    assert page.button(key="sheet-on").disabled
    page.button(key="to-passage").click().run()
    assert "page" not in page.query_params
    page.number_input(key="sheet").set_value(1).run()
    assert "page 1 sur 4" in told(page)
    assert page.button(key="sheet-back").disabled
    page.selectbox(key="zoom").set_value(200).run()
    assert (page.query_params["page"], page.query_params["zoom"]) == ("1", "200")
    assert 'style="width:200%"' in body(page)


def test_a_page_past_the_end(printed: Home, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that a link to a page that is not there says so and shows the last one."""
    page = open_page("document", doc=papers[0].doc_id, page="99")
    assert "n’a pas de page 99" in told(page)
    assert "page 4 sur 4" in told(page)
    assert not unexpected(page)


def test_the_text_in_the_place_of_pages(printed: Home, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that the text is one click away, and that the address says which is shown."""
    page = open_page("document", doc=papers[0].doc_id, passage="1", view="text")
    assert "data:image" not in body(page)
    assert 'class="rp-passage rp-asked"' in body(page)


def test_originals_that_cannot_be_drawn(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that a damaged original or none at all costs the picture and not the text."""
    home = make_home()
    assert "L’original n’est plus conservé" in told(open_page("document", doc=papers[0].doc_id))
    home.keep_original(papers[0].sha256, b"%PDF-1.7 damaged")
    page = open_page("document", doc=papers[0].doc_id, passage="1")
    assert "ne peut pas être dessinée" in told(page)
    assert 'class="rp-passage rp-asked"' in body(page)
    assert not unexpected(page)


def test_a_passage_that_is_not_found_on_its_page(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that where the words can't be found on the page, as in a scan, nothing is marked, and it says so."""
    home = make_home()
    scan = FPDF()
    for _ in range(4):
        scan.add_page()
        scan.rect(20, 20, 100, 100)
    home.keep_original(papers[0].sha256, bytes(scan.output()))
    page = open_page("document", doc=papers[0].doc_id, passage="2")
    assert "page 4 sur 4" in told(page)
    assert 'class="rp-mark"' not in body(page)
    assert "Son emplacement exact n’est pas connu" in told(page)


def test_web_pages_lead_to_their_source(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that a web page opens at the passage, here and at its source."""
    make_home()
    page = open_page("document", doc=papers[1].doc_id, passage="3", q="twinning")
    assert 'href="https://example.org/twinning#:~:text=The%20twinning' in body(page)
    assert "<mark>twinning</mark>" in body(page)


def test_names_of_originals() -> None:
    """This ensures that a file is saved under its own name, whatever its address, and never somewhere else."""
    from corpus.types import Document

    def name(uri: str, media_type: str = "application/pdf") -> str:
        return original_name(Document("abcd", uri, "ab", media_type, "T", "fr", ""))

    assert name("/home/x/Charte 2023.pdf") == "Charte 2023.pdf"
    assert name("https://example.org/doc/charte%C3%A9?x=1") == "charteé.pdf"
    assert name("https://example.org/", "text/html") == "abcd.html"
    assert name("C:\\docs\\a.pdf") == "a.pdf"
    assert "/" not in name("https://example.org/..%2F..%2Fetc%2Fpasswd")
    assert name("/x/set.jsonl#12", "application/x-ndjson") == "set.jsonl"


def test_how_a_scan_was_read() -> None:
    """This ensures that a reader knows what was read by OCR and how surely, and nothing of what is well."""
    scan = PageReading(1, "ocr", 83.0, 0.1)
    assert reading_lines([scan], EN) == [
        "1 page is a scan, read with 83% confidence: check the words against the picture.",
        "About 10% of the words look broken: check them against the original.",
    ]
    assert "lues avec une confiance de 83" in reading_lines([scan, PageReading(2, "ocr", 83.0)], FR)[0]
    assert reading_lines([PageReading(1)], FR) == []
    assert reading_lines([], FR) == []


# Questions


def test_a_question_and_another(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that an answer is quoted with its source, and that the conversation stands in the address."""
    make_home()
    page = open_page("ask")
    assert "Interroger les documents" in told(page)
    page.chat_input(key="question").set_value("Qui a signé la charte ?").run()
    assert page.query_params["ask"] == "Qui a signé la charte ?"
    assert "Cité des documents, mot pour mot" in told(page)
    assert "La charte est signée par douze communes du pays." in told(page)
    opened = next(params for text, params in links(page).items() if "Clairval" in text and "doc" in params)
    assert opened["doc"] == [papers[0].doc_id]
    assert opened["ask"] == ["Qui a signé la charte ?"]
    page.chat_input(key="question").set_value("Et le jumelage ?").run()
    assert page.query_params["ask"] == ["Qui a signé la charte ?", "Et le jumelage ?"]
    assert told(page).count("Vous") == 2
    page.button(key="start-again").click().run()
    assert "ask" not in page.query_params
    assert not unexpected(page)


def test_a_shared_conversation(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that an address opens a conversation, and that from a source one comes back to it."""
    make_home()
    page = open_page("ask", ask=["Qui a signé la charte ?", "Et le jumelage ?"])
    assert told(page).count("Vous") == 2
    source = open_page("document", doc=papers[0].doc_id, passage="1", ask=["Qui a signé la charte ?"])
    assert links(source)["Retour à la conversation"] == {"ask": ["Qui a signé la charte ?"]}


def answered(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:
    """Let every answer be as it would be, with these changes."""
    ask = Searcher.ask
    monkeypatch.setattr(Searcher, "ask", lambda self, *texts, **more: replace(ask(self, *texts, **more), **changes))


def test_not_in_the_documents(make_home: MakeHome, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a question that the documents do not answer is told so, and nothing passes for an answer."""
    make_home()
    answered(monkeypatch, answered=False, quotes=(), nearest=(), frame="Not in these documents.")
    page = open_page("ask", locale="en-GB", ask="Who won the football match?")
    assert "Not in these documents." in told(page)
    assert "Quoted from the documents" not in told(page)
    assert not unexpected(page)


def test_what_a_model_wrote_is_set_apart(
    make_home: MakeHome, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This ensures that generated sentences stand as text in a frame that says who wrote them, beside quotations."""
    make_home()
    written = Generated(("Douze communes <b>l’ont</b> signée [1].",), (), ("Faux.",), "<i>modèle</i>", "local")
    answered(monkeypatch, generated=written)
    page = open_page("ask", ask="Qui a signé la charte ?")
    frame = next(part.value for part in page.html if "rp-generated" in part.value)
    assert "Rédigé par un modèle de langue" in frame
    assert "&lt;b&gt;l’ont&lt;/b&gt;" in frame
    assert "&lt;i&gt;modèle&lt;/i&gt;" in frame
    assert "Faux." not in told(page)
    assert "Cité des documents, mot pour mot" in told(page)


def test_a_full_conversation(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that a conversation ends before its address does."""
    make_home()
    page = open_page("ask", ask=[f"charte {n} ?" for n in range(12)])
    assert not page.chat_input
    assert "autant de questions" in told(page)


def test_hostile_questions(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that a question is text wherever it stands, whatever it is made of."""
    make_home()
    hostile = "<script>alert(1)</script> [x](javascript:alert(1)) \u202e"
    page = open_page("ask", ask=[hostile, "!!!", "-charte"])
    assert "<script>alert" not in body(page).replace("&lt;script&gt;", "")
    assert not page.exception
