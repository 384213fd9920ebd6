"""The page as a reader meets it: every view, both languages, and everything that can be wrong with an address."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from corpus.errors import (
    HomeDamaged,
    HomeLocked,
    HomeTooNew,
    HomeUnwritable,
    ModelMismatch,
    ModelMissing,
    QueryError,
    RepereError,
)
from corpus.home import Home
from corpus.types import Failure
from corpus.writer import CatalogueWriter
from search import Searcher
from search.query import MAX_CHARS
from ui import assembly

MakeHome = Callable[..., Home]
OpenPage = Callable[..., AppTest]
Papers = tuple[Any, ...]

HOSTILE = (
    "[x](javascript:alert(1))",
    "<script>alert(1)</script>",
    "**b** $x$ :red[x] `c` ![i](http://example.org/i.png)",
    '"><img src=x onerror=alert(1)>',
)


def body(page: AppTest) -> str:
    """The HTML that the page drew, without its style and the words of Streamlit's own parts."""
    return "\n".join(part.value for part in page.html if not part.value.startswith(("<style>", "<script>/*")))


def told(page: AppTest) -> str:
    """What a reader reads of it: no tags, plain spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body(page))).split())


def links(page: AppTest) -> dict[str, dict[str, list[str]]]:
    """The text of each link → the parameters of its address."""
    return {link.value: parse_qs(link.proto.query_string) for link in page.page_link}


def titles(page: AppTest) -> list[str]:
    """The titles of the hits, best first."""
    return re.findall(r'<h3><span class="rp-rank".*?</span> <bdi dir="auto">(.*?)</bdi></h3>', body(page))


def keys(page: AppTest) -> set[str]:
    return {button.key or "" for button in page.button}


def unexpected(page: AppTest) -> bool:
    """Whether something went wrong that the page has no name for."""
    return bool(page.exception) or "de notre côté" in told(page) or "on our side" in told(page)


# A home without documents


@pytest.mark.parametrize(("locale", "said"), [("fr-FR", "Bienvenue"), ("en-US", "Welcome"), (None, "Bienvenue")])
def test_first_steps(open_page: OpenPage, locale: str | None, said: str) -> None:
    """This ensures that where nothing was ingested yet, the page says how to begin, in the browser's language."""
    page = open_page(locale=locale)
    assert said in told(page)
    assert page.code[0].value == "repere demo"
    assert page.code[1].value.startswith("repere ingest ")
    assert not unexpected(page)


def test_first_steps_in_an_empty_home(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that a home from which all was removed is no dead end."""
    make_home(())
    assert "Bienvenue" in told(open_page("documents"))


def test_home_that_appears_and_goes(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that the page sees a home that is made, taken away and made anew while it is served.

    Nobody is welcomed to one that is gone: what is added then would make another in its place.
    """
    assert "Bienvenue" in told(open_page(q="charte"))
    home = make_home()
    assert "3 passages" in told(open_page(q="charte"))
    shutil.rmtree(home.root)
    for view in ("", "add", "documents"):
        page = open_page(view, q="charte")
        assert "Les documents sont introuvables" in told(page)
        assert "Bienvenue" not in told(page)
        assert not page.get("file_uploader")
    make_home(papers[:1])
    assert "2 passages" in told(open_page(q="charte"))


def test_what_is_ingested_meanwhile_is_found(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that a page that is open shows new documents at its next search and in its list."""
    make_home(papers[:1])
    assert "2 passages" in told(open_page(q="charte"))
    make_home(papers)
    assert "3 passages" in told(open_page(q="charte"))
    assert "2 documents" in told(open_page("documents"))


# Searching


def test_nothing_asked(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that a first look shows the box and examples of what can be asked, and that one click asks."""
    make_home()
    page = open_page()
    assert page.text_input(key="q").value == ""
    assert titles(page) == []
    assert [page.button(key=f"example-{n}").label for n in range(2)] == ["Charte de Clairval", "Clairval and Lindau"]
    page.button(key="example-0").click().run()
    assert page.query_params["q"] == "Charte de Clairval"
    assert page.text_input(key="q").value == "Charte de Clairval"
    assert titles(page)[0] == "Charte de Clairval"


def test_asking(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that what is typed is searched and stands in the address, its control characters left out."""
    make_home()
    page = open_page()
    page.text_input(key="q").input("  Qui a signé\x00 la charte ? ")
    page.button(key="submit").click().run()
    assert page.query_params["q"] == "Qui a signé la charte ?"
    assert "3 passages en" in told(page)
    assert "1 Charte de Clairval français p. 3 Article 1 La charte est signée" in told(page)
    assert re.findall(r"<mark>(.*?)</mark>", body(page)) == ["charte", "signée"]
    assert '<blockquote dir="auto" lang="fr"><p>La <mark>charte</mark> est <mark>signée</mark>' in body(page)


def test_asking_in_another_language(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that hits keep the searcher's order: an English question, its French passage first."""
    make_home()
    assert titles(open_page(q="Who signed the charter?", mode="dense"))[0] == "Charte de Clairval"
    assert titles(open_page(q="jumelage", mode="dense"))[0] == "Clairval and Lindau"


def test_address_holds_the_state(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that an address opens what it was copied from: question, number, languages, mode, language."""
    make_home()
    page = open_page(q="charte", k="1", lang="fr,de", mode="lexical", ui="en")
    assert page.text_input(key="q").value == "charte"
    assert page.selectbox(key="k").value == 1
    assert page.multiselect(key="languages").value == ["fr", "de"]
    assert page.radio(key="mode").value == "lexical"
    assert "The best passage" in told(page)
    assert page.expander[0].label == "Filters (2 chosen)"
    assert [page.button(key=f"drop-{n}").label for n in range(2)] == ["French", "German"]
    assert links(page)["Open page 3"] == {
        "q": ["charte"], "k": ["1"], "lang": ["fr,de"], "mode": ["lexical"], "ui": ["en"],
        "doc": [papers[0].doc_id], "passage": ["1"],
    }  # fmt: skip


def test_options_change_the_address(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that a choice is searched with at once and can be shared."""
    make_home()
    page = open_page(q="charte")
    page.multiselect(key="languages").set_value(["en"]).run()
    assert page.query_params["lang"] == "en"
    assert titles(page) == ["Clairval and Lindau"]
    page.radio(key="mode").set_value("lexical").run()
    assert (page.query_params["lang"], page.query_params["mode"]) == ("en", "lexical")
    assert "Aucun passage trouvé dans les documents choisis" in told(page)


def test_going_back_is_no_choice(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that what a widget reports after “back”, for the page that was left, is not taken for a choice."""
    make_home()
    page = open_page(q="charte", mode="lexical")
    page.radio(key="mode").set_value("dense")
    page.query_params["q"] = "jumelage"  # the address before, by the browser's button
    page.run()
    assert page.query_params == {"q": "jumelage", "mode": "lexical"}
    assert page.radio(key="mode").value == "lexical"
    assert page.text_input(key="q").value == "jumelage"


def test_more_passages(make_home: MakeHome, open_page: OpenPage, paper: type[Any]) -> None:
    """This ensures that where there may be more, one click shows more, and that the last step ends."""
    make_home([paper("Charte", tuple(f"La charte, article {number}." for number in range(7)))])
    page = open_page(q="charte", k="5")
    assert "Les 5 meilleurs passages" in told(page)
    page.button(key="more").click().run()
    assert page.selectbox(key="k").value == 10
    assert page.selectbox(key="k").value == 10
    assert "7 passages" in told(page)
    assert "more" not in keys(page)


def test_no_results(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that nothing found is said in a sentence, with what to try."""
    make_home()
    page = open_page(q="quetzalcoatl", mode="lexical")
    assert "Aucun passage trouvé Essayez d’autres mots" in told(page)
    assert not unexpected(page)


def test_language_without_documents_filters_all_the_same(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that a filter that nothing passes is not dropped in silence."""
    make_home()
    page = open_page(q="charte", lang="pt")
    assert "Aucun passage trouvé dans les documents choisis" in told(page)
    assert titles(page) == []
    assert page.button(key="drop-0").label == "portugais"
    page.button(key="drop-0").click().run()
    assert "lang" not in page.query_params
    assert len(titles(page)) == 3


@pytest.mark.parametrize(("locale", "said"), [("fr", "3 passages sur 3 sont en cours"), ("en", "3 of 3 passages are")])
def test_notices_are_in_the_readers_language(make_home: MakeHome, open_page: OpenPage, locale: str, said: str) -> None:
    """This ensures that the notices that a search writes are known here: a new wording there fails this test."""
    make_home(encoded=False)
    assert said in told(open_page(q="charte", locale=locale))
    no_words = told(open_page(q="the", mode="lexical", locale=locale))
    assert ("mots-outils" if locale == "fr" else "function words or signs: there") in no_words


def test_query_that_cannot_be_searched(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that a reader is told what is wrong with a query, in their language."""
    make_home()
    assert "« banane » n’est pas une nature" in told(open_page(q="kind:banane charte"))
    assert "It only says what to leave out" in told(open_page(q="-charte", locale="en-GB"))


def test_query_that_is_too_long(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that a text of any length is answered with a sentence, stays in the box, and not in the address."""
    make_home()
    page = open_page(q="charte")
    page.text_input(key="q").input("a" * 100_000)
    page.button(key="submit").click().run()
    assert "Votre question compte 100 000 caractères ; la recherche en accepte 10 000 au plus." in told(page)
    assert len(page.text_input(key="q").value or "") == 100_000
    assert page.query_params["q"] == "charte"
    assert titles(page) == []
    assert "10 001 caractères" in told(open_page(q="a" * (MAX_CHARS + 1)))


# What an address may hold


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"k": "500"}, "« k=500 », qui n’a pas été compris et n’est pas pris en compte. Le nombre de passages va de 1"),
        ({"k": "-1"}, "« k=-1 »"),
        ({"k": "１０"}, "« k=１０ »"),
        ({"k": "9" * 5000}, "« k=9999"),
        ({"mode": "<script>"}, "« mode=<script> »"),
        ({"lang": "fr,klingon!"}, "« lang=klingon! »"),
        ({"ui": "xx"}, "« ui=xx »"),
        ({"passage": "first"}, "« passage=first »"),
        ({"sort": "size"}, "« sort=size »"),
        ({"utm_source": "letter"}, "« utm_source=letter »"),
        ({"\u202eevil": "<b>\u202e"}, "« evil=<b> »"),
    ],
)
def test_what_is_not_understood_is_said(
    make_home: MakeHome, open_page: OpenPage, params: dict[str, str], said: str
) -> None:
    """This ensures that a parameter is understood, or ignored with a word about it, and the rest is shown."""
    make_home()
    page = open_page(q="charte", **params)
    assert said in told(page)
    assert "3 passages" in told(page) or titles(page)
    assert "<script>" not in body(page).replace("<script>document.documentElement.lang", "")
    assert not unexpected(page)


def test_a_hundred_parameters(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that a page is not drowned by its address, and that the first of a repeated parameter counts."""
    make_home()
    page = open_page(q=["charte", "jumelage"], **{f"x{number}": "1" for number in range(100)})
    assert "Et 96 autres." in told(page)
    assert page.text_input(key="q").value == "charte"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_typed(make_home: MakeHome, open_page: OpenPage, paper: type[Any], text: str) -> None:
    """This ensures that titles, sections, passages, addresses and queries are text, whatever they hold."""
    make_home([paper(text, (f"La charte {text} fin.",), uri=f"/x/{text}", sections=(text + " › " + text,))])
    typed = html.escape(text)
    page = open_page(q=text + " charte")
    assert titles(page) == [typed]
    (passage,) = re.findall(r"<blockquote.*?>(.*?)</blockquote>", body(page))
    assert re.sub("</?mark>", "", passage) == f"<p>La charte {typed} fin.</p>"
    shown = open_page("documents")
    assert typed in body(shown)
    label = next(link.value for link in shown.page_link if link.proto.query_string)
    assert html.unescape(label).replace("\u2060", "") == text
    assert not re.search(r"[\[\]()*$:`<>]", re.sub(r"&#\d+;", "", label))
    document = open_page("document", doc=links(shown)[label]["doc"][0], passage="1", q=text)
    assert f'<h1><bdi dir="auto">{typed}</bdi></h1>' in body(document)
    for drawn in (page, shown, document):
        assert not re.search(
            r"<(?!/?(script|bdi|mark|p|h[123]|span|strong|article|section|blockquote|div|dl|dt|dd|a|hr)\b)\w",
            body(drawn),
        )
        assert "javascript:" not in "".join(re.findall(r'href="([^"]*)"', body(drawn)))
        assert not unexpected(drawn)


def test_marks_that_turn_text_around_are_left_out(make_home: MakeHome, open_page: OpenPage, paper: type[Any]) -> None:
    """This ensures that a title can't reorder the page, while text that is written from the right stays as it is."""
    make_home([paper("\u202efdp.etrahc\u2066", ("charte \u202egnp.exe",)), paper("ميثاق المدينة", ("charte",))])
    for page in (open_page(q="charte \u202e"), open_page("documents")):
        drawn = body(page) + "".join(links(page))
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", drawn)
        assert "ميثاق المدينة" in drawn


def test_titles_without_end_or_beginning(make_home: MakeHome, open_page: OpenPage, paper: type[Any]) -> None:
    """This ensures that a title of 10,000 characters is cut, and that a document without one has its address."""
    make_home([paper("T" * 10_000, ("charte",)), paper(" ", ("La charte",), uri="/x/sans-titre.txt")])
    page = open_page(q="charte")
    assert sorted(titles(page)) == ["/x/sans-titre.txt", "T" * 199 + "…"]
    assert not unexpected(open_page("documents"))


# The two languages


def test_switching_language(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that the other language is one click away, keeps the question, and stands in the address."""
    make_home()
    page = open_page(q="charte", k="5")
    assert "Que disent les documents" in told(page)
    page.button(key="language-en").click().run()
    assert "What do the documents say?" in told(page)
    assert 'documentElement.lang = "en"' in body(page)
    assert (page.query_params["ui"], page.query_params["q"], page.query_params["k"]) == ("en", "charte", "5")
    assert links(page)["Documents"] == {"ui": ["en"]}
    page.button(key="language-fr").click().run()
    assert "Que disent les documents" in told(page)


def test_address_goes_before_the_browser(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that a shared address speaks its own language; a third language's reader is met in French."""
    make_home()
    assert "What do the documents say?" in told(open_page(ui="en", locale="fr-FR"))
    assert "What do the documents say?" in told(open_page(locale="en-AU"))
    assert "Que disent les documents" in told(open_page(locale="de-DE"))


def test_menu(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that the menu leads to the other page, and on the page itself back to its beginning."""
    make_home()
    page = open_page(q="charte", k="5", ui="en")
    assert links(page)["Documents"] == {"ui": ["en"]}
    page.button(key="rp-menu-search").click().run()
    assert titles(page) == []
    assert page.query_params == {"ui": "en"}
    documents = open_page("documents", filter="charte", ui="en")
    assert links(documents)["Search"] == {"ui": ["en"]}
    documents.button(key="rp-menu-documents").click().run()
    assert documents.query_params == {"ui": "en"}


# The list of documents


def test_list_of_documents(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that the list gives each document with its language, type, pages, passages and address."""
    make_home()
    page = open_page("documents")
    assert "2 documents · 3 passages · 2 langues" in told(page)
    assert "français PDF · 2 pages · 2 passages /papers/charte.pdf" in told(page)
    assert "anglais page web · 1 passage https://example.org/twinning" in told(page)
    assert links(page)["Charte de Clairval"] == {"doc": [papers[0].doc_id]}


def test_list_is_filtered_and_sorted(make_home: MakeHome, open_page: OpenPage, paper: type[Any]) -> None:
    """This ensures that filter and order ignore accents and case, and stand in the address."""
    make_home([
        paper("Évreux, charte", ("a",)), paper("étude", ("a", "b", "c")), paper("Zones", ("a", "b"), uri="/CHARTÉ/z"),
    ])  # fmt: skip
    page = open_page("documents")

    def listed() -> list[str]:
        names = [html.unescape(name).replace("\u2060", "") for name, params in links(page).items() if params]
        return [name for name in names if name]

    assert listed() == ["étude", "Évreux, charte", "Zones"]
    page.selectbox(key="sort").set_value("passages").run()
    assert listed() == ["étude", "Zones", "Évreux, charte"]
    page.text_input(key="filter").input("Charte").run()
    assert listed() == ["Zones", "Évreux, charte"]
    assert "2 sur 3 documents" in told(page)
    assert (page.query_params["sort"], page.query_params["filter"]) == ("passages", "Charte")
    page.text_input(key="filter").input("quetzalcoatl").run()
    assert "Aucun document ne correspond" in told(page)


def test_long_list_is_turned(make_home: MakeHome, open_page: OpenPage, paper: type[Any]) -> None:
    """This ensures that a long list comes in pages of 25, and that a page past the end is the last."""
    make_home([paper(f"Fiche {number:02d}", (f"Texte {number}",)) for number in range(30)])
    page = open_page("documents")
    assert "Fiche 24" in links(page)
    assert "Fiche 25" not in links(page)
    page.button(key="list-on").click().run()
    assert page.query_params["list"] == "2"
    assert "page 2 sur 2" in told(page)
    assert {"Fiche 25", "Fiche 29"} <= set(links(page))
    assert "Fiche 29" in links(open_page("documents", list="99"))


def test_failures_are_listed(make_home: MakeHome, open_page: OpenPage) -> None:
    """This ensures that what could not be read is known to who looks for it, with the reason."""
    failure = Failure("/x/<b>scan</b>.pdf", "NoText", "scan.pdf has no text layer", "Make one by OCR", "2026-03-01")
    make_home(failures=[failure])
    page = open_page("documents")
    assert "1 fichier n’a pas pu être lu" in [expander.label for expander in page.expander]
    assert "/x/<b>scan</b>.pdf sans texte, peut-être numérisé S’il s’agit d’un scan" in told(page)
    assert "scan.pdf has no text layer. Make one by OCR" in told(page)


# One document


def test_document(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that a document shows what is known of it, and its passages in order with section and page."""
    make_home()
    page = open_page("document", doc=papers[0].doc_id)
    assert "Langue français Type PDF Longueur 2 pages · 2 passages Ajouté le 1 mars 2026 Adresse /papers/" in told(page)
    assert "Article 1 p. 3 La charte est signée par douze communes du pays. Article 2 p. 4 Le label" in told(page)
    assert "demandé" not in told(page)


def test_document_at_a_passage(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that the passage asked for is marked, with the words of the search that led there, and reached."""
    make_home()
    page = open_page("document", doc=papers[0].doc_id, passage="1", q="charte", k="5")
    assert '<section id="passage-1" class="rp-passage rp-asked"' in body(page)
    assert '<section id="passage-2" class="rp-passage"' in body(page)
    assert re.findall(r"<mark>(.*?)</mark>", body(page)) == ["charte"]
    assert 'getElementById("passage-1")' in body(page)
    assert links(page)["Retour aux résultats"] == {"q": ["charte"], "k": ["5"]}


def test_document_opens_at_any_page(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that `?doc=…` is an address of the document, whatever stands before it."""
    make_home()
    for path in ("", "documents", "document"):
        assert "1987" in told(open_page(path, doc=papers[1].doc_id))
    page = open_page("documents", doc=papers[1].doc_id, filter="lindau")
    page.button(key="back").click().run()
    assert page.query_params == {"filter": "lindau"}
    assert "1 sur 2 documents" in told(page)


def test_web_address_is_a_link(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that a document from the web leads back to it, and that a path is no link."""
    make_home()
    assert 'href="https://example.org/twinning" rel="noopener noreferrer"' in body(open_page(doc=papers[1].doc_id))
    assert "href=" not in body(open_page(doc=papers[0].doc_id))


def test_a_file_that_is_on_the_web_too(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that a document which was read from the disk first leads to its page on the web, if it has one."""
    at = "https://example.org/charte.pdf"
    make_home([papers[0], replace(papers[0], uri=at)])
    assert f'href="{at}" target="_blank"' in body(open_page("document", doc=papers[0].doc_id))


def test_passage_that_is_gone(make_home: MakeHome, open_page: OpenPage, papers: Papers) -> None:
    """This ensures that an address from before an update shows the document, and says that the passage is gone."""
    make_home()
    page = open_page("document", doc=papers[0].doc_id, passage="999")
    assert "n’est plus dans ce document" in told(page)
    assert "Article 2" in told(page)


@pytest.mark.parametrize("name", ["0123456789abcdef", "../../etc/passwd", "' OR 1=1 --", "<script>", "x" * 5000])
def test_document_that_is_not_there(make_home: MakeHome, open_page: OpenPage, name: str) -> None:
    """This ensures that a removed document, or none at all, is a sentence and a way on."""
    make_home()
    page = open_page("document", doc=name)
    assert "Ce document n’est pas ici, ou n’y est plus" in told(page)
    assert "Tous les documents" in links(page)
    assert not unexpected(page)


def test_long_document_is_turned(make_home: MakeHome, open_page: OpenPage, paper: type[Any]) -> None:
    """This ensures that a document of 151 passages comes in two parts, and opens at the part with the passage."""
    long = paper("Long", tuple(f"Article {number}." for number in range(151)))
    make_home([long])
    first = open_page("document", doc=long.doc_id)
    assert "Article 149." in told(first)
    assert "Article 150." not in told(first)
    second = open_page("document", doc=long.doc_id, passage="151")
    assert "Article 150." in told(second)
    assert "Article 149." not in told(second)
    second.button(key="parts-back").click().run()
    assert second.query_params["part"] == "1"
    assert "Article 149." in told(second)


# What can be wrong with a home


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (HomeLocked("x"), "Des documents sont en cours d’ajout"),
        (HomeTooNew("x"), "version plus récente de Repère"),
        (HomeDamaged("x"), "illisible"),
        (HomeUnwritable("x"), "Impossible d’écrire"),
        (ModelMissing("x"), "ne peut pas être chargé"),
        (ModelMismatch("x"), "avec un autre modèle de langue"),
        (QueryError("x"), "ne peut pas être cherchée telle quelle"),
    ],
)
def test_every_error_is_a_sentence(
    make_home: MakeHome, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, error: RepereError, said: str
) -> None:
    """This ensures that an error is told in the reader's language, with what to do and its facts at hand."""
    make_home()

    def fail(_: object) -> NoReturn:
        raise type(error)("/srv/<b>home</b> is\u202e so", advice="Do that")

    monkeypatch.setattr(assembly, "open_searcher", fail)
    page = open_page(q="charte")
    assert said in told(page)
    assert "/srv/<b>home</b> is so. Do that" in told(page)
    assert not unexpected(page)
    assert ("retry" in keys(page)) is not isinstance(error, QueryError)


def test_trying_again(make_home: MakeHome, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that an error is not kept: when its cause is gone, the button shows the results."""
    make_home()
    works = assembly.open_searcher

    def fail(_: object) -> NoReturn:
        raise HomeLocked("Another process is writing")

    with monkeypatch.context() as patch:
        patch.setattr(assembly, "open_searcher", fail)
        page = open_page(q="charte")
        assert titles(page) == []
    assert assembly.open_searcher is works
    page.button(key="retry").click().run()
    assert titles(page)


def test_mistake_of_ours_is_no_traceback(
    make_home: MakeHome, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """This ensures that what nobody thought of is a calm sentence on the page, and whole in the log."""
    make_home()

    def fail(*_: object) -> NoReturn:
        raise ZeroDivisionError("secret of the machine")

    monkeypatch.setattr(Searcher, "run", fail)
    page = open_page(q="charte", locale="en-GB")
    assert "Something went wrong on our side" in told(page)
    assert "secret" not in told(page)
    assert not page.exception
    assert "secret of the machine" in caplog.text


def test_model_that_changes_under_the_page(
    make_home: MakeHome, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """This ensures that after `repere reindex` with another model the home is opened anew, with that model."""
    home = make_home()
    assert titles(open_page(q="charte"))
    with home.writing(), CatalogueWriter.create(home) as writer:
        writer.set_fact("model_id", "another")
    assert "avec un autre modèle de langue" in told(open_page(q="charte"))
