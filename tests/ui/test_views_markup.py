"""What others wrote, made fit for the page. Expected values are the HTML that a reader's browser gets."""

from __future__ import annotations

import html
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.views.markup import (
    html_text,
    is_web_address,
    label,
    lang_attribute,
    marked,
    paragraphs,
    section_within,
    shortened,
    visible,
)

TEXTS = st.text(st.characters(codec=None), max_size=80) | st.sampled_from(
    ["<b>&amp;</b>", "a\u202eb", "\ud800", "**x**"]
)


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("La charte", [(3, 9)], "La <mark>charte</mark>"),
        ("a<b", [(1, 2)], "a<mark>&lt;</mark>b"),
        ("abcd", [(2, 4), (0, 2)], "<mark>abcd</mark>"),  # where they touch, whatever their order
        ("憲章都市", [(0, 2), (1, 3)], "<mark>憲章都</mark>市"),  # pairs of characters overlap
        ("abc", [(1, 1), (2, 1), (-5, 0), (3, 9)], "abc"),  # empty, turned around, outside
        ("abc", [(-5, 1), (2, 99)], "<mark>a</mark>b<mark>c</mark>"),
        ("", [(0, 3)], ""),
        ("a\nb", [], "a\nb"),
        ("é👩‍👧x", [(1, 4)], "é<mark>👩‍👧</mark>x"),
    ],
)
def test_marked(text: str, spans: list[tuple[int, int]], expected: str) -> None:
    """This ensures that the characters of the spans are marked, and no others."""
    assert marked(text, spans) == expected


@given(TEXTS, st.lists(st.tuples(st.integers(-3, 90), st.integers(-3, 90)), max_size=6))
def test_marked_changes_no_text(text: str, spans: list[tuple[int, int]]) -> None:
    """This ensures that without its marks the text is what was visible of it, and that it holds no other tag."""
    drawn = marked(text, spans)
    bare = drawn.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert html.unescape(bare) == html.unescape(html.escape(visible(text)))
    assert drawn.count("<mark>") == drawn.count("</mark>") <= len(spans)
    drawn.encode("utf-8")


def test_paragraphs() -> None:
    """This ensures that an empty line ends a paragraph, a plain one does not, and marks stay on their characters."""
    text = "1. Objet\n\nLa charte\nest signée.\n \n\n  Fin <b>\n"
    assert paragraphs(text, [(13, 19), (41, 44)]) == (
        "<p>1. Objet</p><p>La <mark>charte</mark>\nest signée.</p><p>Fin <mark>&lt;b&gt;</mark></p>"
    )
    assert paragraphs("", []) == paragraphs(" \n ", [(0, 2)]) == ""


@given(TEXTS, st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=4))
def test_paragraphs_lose_nothing(text: str, spans: list[tuple[int, int]]) -> None:
    """This ensures that every character but white space is in some paragraph, in order."""
    bare = html.unescape(re.sub(r"</?(p|mark)>", "", paragraphs(text, spans)))
    assert "".join(bare.split()) == "".join(html.unescape(html.escape(visible(text))).split())


def test_html_text_is_isolated() -> None:
    """This ensures that a text has its own direction and can neither open a tag nor close the one around it."""
    assert html_text('"><script>') == '<bdi dir="auto">&quot;&gt;&lt;script&gt;</bdi>'
    assert html_text("</bdi>") == '<bdi dir="auto">&lt;/bdi&gt;</bdi>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x07", "ab"),
        ("\u202eabc\u202c\u2066\u2069", "abc"),
        ("a\r\nb\tc", "a\nb\tc"),
        ("\ud800x", "x"),
        ("مدينة", "مدينة"),
    ],
)
def test_visible(text: str, expected: str) -> None:
    """This ensures that controls and marks that turn the direction around are left out, and scripts are not."""
    assert visible(text) == expected


@given(TEXTS)
def test_label_is_the_text(text: str) -> None:
    """This ensures that a label reads as its text, and that no sign of Markdown is left in it as such."""
    written = label(text)
    assert html.unescape(written).replace("\u2060", "") == " ".join(visible(text).split()).replace("\u2060", "")
    assert not set(re.sub(r"&#\d+;\u2060", "", written)) & set(string.punctuation)


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        ("https://example.org/a?b=c#d", True),
        ("HTTP://example.org", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        (" https://example.org", False),
        ("https://example.org/<script>", False),
        ('https://example.org/"onclick=x', False),
        ("https://example.org/\u202egro.live", False),
        ("file:///etc/passwd", False),
        ("/papers/charte.pdf", False),
        ("https://", False),
        ("", False),
    ],
)
def test_is_web_address(uri: str, expected: bool) -> None:  # a table's column
    """This ensures that a link leads to the web or is none."""
    assert is_web_address(uri) is expected


def test_lang_attribute() -> None:
    """This ensures that a language code can't be more than a language code."""
    assert lang_attribute("fr") == ' lang="fr"'
    assert lang_attribute("unknown") == ""
    assert lang_attribute('x" onload="y') == ' lang="x&quot; onload=&quot;y"'


def test_section_within() -> None:
    """This ensures that a section does not say the title again, and keeps what is only like it."""
    assert section_within("La charte › Article 1", "La charte") == "Article 1"
    assert section_within("La charte", "La charte") == ""
    assert section_within("Préambule › Objet", "La charte") == "Préambule › Objet"
    assert section_within("", "") == ""


def test_shortened() -> None:
    """This ensures that what is cut is cut visibly and within the limit."""
    assert shortened("charte", 6) == "charte"
    assert shortened("chartes", 6) == "chart…"
    assert shortened("une charte", 5) == "une…"


def test_nearest_sentence_is_set_off() -> None:
    """This ensures that the sentence that answers stands out, with its marked words, in the paragraphs it is in."""
    text = "Un titre.\n\nLa charte vaut. Elle dure <cinq> ans."
    start = text.index("Elle")
    assert paragraphs(text, [(14, 20), (start, start + 4)], (start, len(text))) == (
        "<p>Un titre.</p><p>La <mark>charte</mark> vaut. "
        '<span class="rp-answer"><mark>Elle</mark> dure &lt;cinq&gt; ans.</span></p>'
    )
    assert paragraphs("a\n\nb", [], (0, 4)) == (
        '<p><span class="rp-answer">a</span></p><p><span class="rp-answer">b</span></p>'
    )
    assert paragraphs("a b", [], (7, 9)) == "<p>a b</p>"
