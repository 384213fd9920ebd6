"""HTML: the main text with its structure, without the page's frame."""

from __future__ import annotations

import importlib
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import NoText, SourceEmpty, UnsupportedFormat
from corpus.types import Block
from ingest.extract import html
from ingest.extract.base import Content

PAGE = """<!doctype html><html lang="fr-FR"><head><meta charset="utf-8"><title>La charte — Ville de Valmont</title>
<meta property="article:published_time" content="2023-06-01"></head><body>
<header><nav><ul><li><a href="/">Accueil</a></li><li><a href="/m">Mairie</a></li></ul></nav></header>
<div id="cookie-banner"><p>Ce site utilise des cookies pour améliorer votre expérience.</p></div>
<main><h1>La charte d'attractivité</h1>
<p>Signée le 1<sup>er</sup> juin 2023, la charte engage ses membres fondateurs
à promouvoir le territoire &amp; ses atouts.</p>
<h2>Les engagements</h2><p>Chaque signataire s'engage&nbsp;:</p>
<ul><li>à accueillir les nouveaux arrivants ;</li><li>à parler du territoire :<ul><li>en France,</li></ul></li></ul>
<ol><li>signer</li><li><p>agir</p></li></ol>
<h3>Le calendrier</h3><table><tr><th>Étape</th><th>Date</th></tr><tr><td>Bilan</td><td>décembre 2025</td></tr></table>
<p>Adresse :<br>1, place du Marché<br>87000 Valmont</p></main>
<footer><p>Mentions légales - Plan du site - © Ville de Valmont</p></footer></body></html>"""


def test_structure() -> None:
    """This ensures that headings, lists, tables and line breaks are kept, and menus, banners and footers are not."""
    blocks = html.extract(Content("charte.html", PAGE.encode())).blocks
    assert [(block.kind, block.level, block.text) for block in blocks] == [
        ("heading", 1, "La charte d'attractivité"),
        (
            "paragraph",
            0,
            "Signée le 1er juin 2023, la charte engage ses membres fondateurs à promouvoir le territoire & ses atouts.",
        ),
        ("heading", 2, "Les engagements"),
        ("paragraph", 0, "Chaque signataire s'engage :"),
        ("list_item", 0, "à accueillir les nouveaux arrivants ;"),
        ("list_item", 0, "à parler du territoire :"),
        ("list_item", 0, "en France,"),
        ("list_item", 0, "1. signer"),
        ("list_item", 0, "2. agir"),
        ("heading", 3, "Le calendrier"),
        ("table", 0, "Étape | Date"),
        ("table", 0, "Bilan | décembre 2025"),
        ("paragraph", 0, "Adresse :\n1, place du Marché\n87000 Valmont"),
    ]


def test_what_the_page_says_of_itself() -> None:
    """This ensures that title, language and date are read."""
    extraction = html.extract(Content("charte.html", PAGE.encode()))
    assert (extraction.title, extraction.language, extraction.published) == (
        "La charte d'attractivité",
        "fr",
        date(2023, 6, 1),
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<html><body><nav>Menu</nav><h1>Titre</h1><p>Un paragraphe.</p></body></html>", ["Titre", "Un paragraphe."]),
        ("<p>Bonjour <b>le</b> monde<br>ici", ["Bonjour le monde\nici"]),
        ("<div>a<div>b</div>c</div>", ["a", "b", "c"]),
    ],
)
def test_short_pages_keep_their_structure(page: str, expected: list[str]) -> None:
    """This ensures that pages too short to tell text from menus are read whole, but for what is marked as a menu."""
    assert [block.text for block in html.extract(Content("a.html", page.encode())).blocks] == expected


def test_declared_charset() -> None:
    """This ensures that a page in Latin-1 that says so is read as such, without a warning."""
    page = '<html><head><meta charset="iso-8859-1"></head><body><p>L\x92été à Limoges</p></body></html>'
    extraction = html.extract(Content("a.html", page.encode("latin-1")))
    assert extraction.blocks[0].text == "L’été à Limoges"
    assert extraction.warnings == ()


@pytest.mark.parametrize(
    ("heading", "page_title", "expected"),
    [
        ("La charte de Valmont", "Ville de Valmont | Accueil", "La charte de Valmont"),
        ("Aktuelles", "Reparaturcafé am 31. Januar – Ahlen", "Reparaturcafé am 31. Januar"),
        ("Jumelages", "Jumelages - Ville de Valmont", "Jumelages"),
        ("Jumelages", "", "Jumelages"),
        ("", "", ""),
    ],
)
def test_title(heading: str, page_title: str, expected: str) -> None:
    """This ensures that the name of a rubric above the text does not become its title."""
    assert html._title(heading, page_title) == expected


@pytest.mark.parametrize(
    ("data", "accepted"),
    [
        (b"<!DOCTYPE html><title>x</title>", True),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- c -->\n<html lang='fr'>", True),
        (b"Du texte avec <b>une</b> balise", False),
        (b"<p>Un fragment</p>", True),
        (b"rien", False),
    ],
)
def test_accepts(data: bytes, accepted: bool) -> None:
    """This ensures that HTML is known by its content, a fragment of it with the help of its name."""
    assert html.accepts(Content("a.html", data)) is accepted


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", SourceEmpty),
        (b"<html></html>", NoText),
        (b"<html><body><nav>menu</nav><script>x()</script></body></html>", NoText),
        (b"<html>\x00<p>abc</p>", UnsupportedFormat),
    ],
)
def test_without_text(data: bytes, error: type[Exception]) -> None:
    """This ensures that a page without text is said to have none."""
    with pytest.raises(error):
        html.extract(Content("a.html", data))


def test_page_without_a_frame_is_read_whole() -> None:
    """This ensures that chapters and messages keep their headers and notes, and that XHTML is read as XML."""
    page = (
        '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>'
        "<header><h1>Titre</h1></header><p>Un&nbsp;texte<a role='doc-noteref' href='#n'><sup>1</sup></a>"
        "&#160;: a &lt; b</p><aside>Note.</aside>"
        "<nav>Menu</nav></body></html>"
    )
    expected = (Block("Titre", "heading", level=1), Block("Un\u00a0texte\u00a0: a < b"), Block("Note."))
    assert html.blocks_of_page(page.encode(), name="a.xhtml") == expected


def test_entities_of_xhtml_are_not_expanded() -> None:
    """This ensures that XHTML brings in no file and no bomb."""
    for declared in ('<!ENTITY x SYSTEM "file:///etc/hostname">', '<!ENTITY y "lol"><!ENTITY x "&y;&y;">'):
        page = f"<!DOCTYPE html [{declared}]><html><body><p>a&x;b</p></body></html>"
        (block,) = html.blocks_of_page(page.encode(), name="a.xhtml")[-1:]
        assert "lol" not in block.text
        assert block.text.startswith("a")
        assert len(block.text) < 10


def test_what_the_server_says_counts_before_what_the_page_says() -> None:
    """This ensures that the charset of an answer is used first, unless the bytes are plainly UTF-8."""
    page = '<html><head><meta charset="koi8-r"></head><body><p>{}</p></body></html>'
    content = Content("a.html", page.format("été").encode("cp1252"), charset="iso-8859-1")
    assert html.extract(content).blocks[-1].text == "été"
    content = Content("a.html", page.format("été").encode(), charset="iso-8859-1")
    assert html.extract(content).blocks[-1].text == "été"


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="author" content="Ville de  Vaubrune">', "Ville de Vaubrune"),
        ('<meta name="DC.creator" content="A. Roy"><meta name="author" content="A. Roy">', "A. Roy"),
        ('<meta property="article:author" content="https://exemple.fr/auteur/7">', None),
        ("", None),
    ],
)
def test_author_is_who_the_page_says(head: str, author: str | None) -> None:
    """This ensures that an author is taken from the page's head, and no name in its text is taken for one."""
    page = f"<html><head>{head}</head><body><p>Par Jeanne Petit, le 3 mai.</p><p>La charte engage.</p></body></html>"
    assert html.extract(Content("page.html", page.encode())).author == author


PARAGRAPH = "<p>" + "La charte engage ses membres à accueillir chaque nouvel habitant de la commune. " * 8 + "</p>"


def page_dated(line: str) -> Content:
    page = f"<html><head><title>Charte</title></head><body><main><h1>La charte de Valmont</h1>{line}{PARAGRAPH}</main>"
    return Content("a.html", f"{page}</body></html>".encode())


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ('<div class="date">Jueves 28 de Abril de 2022 5:03 PM</div>', date(2022, 4, 28)),
        ('<div class="date">Mercredi, le 4 mai 2022</div>', date(2022, 5, 4)),
        ('<div class="date">Verlag GmbH, Musterstraße 20b, 80335 Musterstadt, 12.</div>', None),
    ],
)
def test_date_in_words(line: str, published: date | None) -> None:
    """This ensures that a date that is written out beside the text is read, and that an address is none."""
    assert html.extract(page_dated(line)).published == published


def test_languages_of_dates() -> None:
    """This ensures that dates are read in every language that texts are told to be in, as the library names it."""
    order = importlib.import_module("dateparser.data.languages_info").language_order
    assert set(html.DATE_LANGUAGES) <= set(order)
    profiles = Path(importlib.import_module("langdetect.detector_factory").PROFILES_DIRECTORY)
    told = {path.name.partition("-")[0] for path in profiles.iterdir()} - {"no"}  # Norwegian: nb to the other
    assert told | {"nb"} == set(html.DATE_LANGUAGES)


def test_odd_head_costs_only_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a date that the library fails on does not cost the page its text."""

    def fails(*_: object, **__: object) -> str:
        raise ValueError("year 0 is out of range")

    monkeypatch.setattr("ingest.extract.html.htmldate.find_date", fails)
    extraction = html.extract(page_dated(""))
    assert extraction.published is None
    assert extraction.title == "Charte"
    assert extraction.blocks[0] == Block("La charte de Valmont", "heading", level=1)
