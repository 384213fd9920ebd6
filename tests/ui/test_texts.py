"""The page says the same in both languages, whole sentences in good typography."""

from __future__ import annotations

import inspect
import re
import string
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog

from corpus import errors
from corpus.errors import RepereError, SourceError
from search.query import MODES
from ui.texts.catalogues import fits, languages, path_of, read, translated
from ui.texts.catalogues import texts as catalogue_texts
from ui.texts.english import ENGLISH
from ui.texts.notices import translated_notice
from ui.texts.reading import AskTexts, CiteTexts, FindTexts, PageTexts
from ui.texts.spoken import WORDINGS, others, wording_for
from ui.texts.typography import typeset
from ui.texts.update import updated, written
from ui.texts.wording import Plural, Wording
from ui.views.address import SORTS
from ui.views.notes import problem_of

FRENCH = WORDINGS["fr"]
BOTH = pytest.mark.parametrize("wording", [FRENCH, ENGLISH], ids=["fr", "en"])


def texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the path to it: `sorts.title`."""
    if isinstance(value, str):
        if path not in {".language", ".locale"}:
            yield path, value
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from texts(entry, f"{path}.{key}")
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name), f"{path}.{field.name}")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_texts() -> None:
    """This ensures that no text is missing in one language, and that both are filled in with the same facts."""
    french, english = dict(texts(FRENCH)), dict(texts(ENGLISH))
    assert french.keys() == english.keys()
    for path, text in french.items():
        if not path.endswith(".one"):  # “the best passage” needs no number
            assert placeholders(text) == placeholders(english[path]), path


@BOTH
def test_no_text_is_empty(wording: Wording) -> None:
    """This ensures that every place on the page says something, without spaces around it."""
    assert not [path for path, text in texts(wording) if not text.strip() or text != text.strip()]


def test_languages_differ() -> None:
    """This ensures that a text was translated and not left: only names and signs are alike."""
    english = dict(texts(ENGLISH))
    same = {path.lstrip(".") for path, text in texts(FRENCH) if text == english[path]}
    assert same <= {
        "add.source", "batch.found", "batch.page", "batch.score", "cite.points", "cite.styles.bibtex", "cite.total",
        "documents.many", "documents.one", "documents_page", "documents_title", "fact_type", "find.counted",
        "find.export_names.docx", "find.export_names.html", "media_types.application/pdf",
        "media_types.text/markdown", "page", "pages.many", "pages.one", "pages_range", "passages.many",
        "passages.one", "shelf.kinds.label", "shelf.kinds.plan", "shelf.kinds.programme", "sorts.type",
        "themes.document", "themes.passage",
    }  # fmt: skip


def test_french_typography() -> None:
    """This ensures that French has its unbreakable spaces, typographic apostrophes and quotation marks."""
    for path, text in texts(FRENCH):
        assert not re.search(r" [;?!:»]|« |[^\s\u202f\u00a0][;?!»]|\.\.\.|['\"]", text), (path, text)
        assert not re.search(r"[^\s\u00a0]:(?=\s|$)", text), (path, text)


def test_english_typography() -> None:
    """This ensures that English has typographic apostrophes and quotation marks, and no space before a sign."""
    for path, text in texts(ENGLISH):
        assert not re.search(r"\s[;?!:]|\.\.\.|['\"«»]", text), (path, text)


def test_typeset() -> None:
    """This ensures that the spaces are the ones that French uses, and nothing else is changed."""
    assert typeset("« Qui ? » : oui ; non !", "fr") == "«\u00a0Qui\u202f?\u00a0»\u00a0: oui\u202f; non\u202f!"
    assert typeset("oui ; non", "de") == "oui ; non"
    assert typeset("l’an 2024, à 10:30", "fr") == "l’an 2024, à 10:30"


@BOTH
def test_counts(wording: Wording) -> None:
    """This ensures that numbers agree with their noun and are written as the language does."""
    expected = {
        "fr": ["0 passage", "1 passage", "2 passages", "12\u202f345 passages"],
        "en": ["0 passages", "1 passage", "2 passages", "12,345 passages"],
    }
    assert [wording.count(wording.passages, n) for n in (0, 1, 2, 12345)] == expected[wording.language]


def test_forms_of_values() -> None:
    """This ensures that dates, times, pages and languages read naturally, and odd ones as they are."""
    assert (FRENCH.day("2026-03-01T09:00:00Z"), ENGLISH.day("2026-03-01")) == ("1 mars 2026", "1 March 2026")
    assert FRENCH.day("hier") == "hier"
    assert (FRENCH.duration(41.4), FRENCH.duration(1234)) == ("41\u202fms", "1,2\u202fs")
    assert (FRENCH.page_numbers(3, 4), ENGLISH.page_numbers(3, 3), ENGLISH.page_numbers(None, None)) == (
        "p. 3–4",
        "p. 3",
        "",
    )
    assert (FRENCH.language_name("de"), ENGLISH.language_name("unknown")) == ("allemand", "undetermined")
    assert FRENCH.language_name("x!") == "x!"
    assert (FRENCH.media_type("text/html"), FRENCH.media_type("image/x"), FRENCH.media_type("")) == (
        "page web", "image/x", "fichier",
    )  # fmt: skip


@BOTH
def test_every_error_has_a_sentence(wording: Wording) -> None:
    """This ensures that an error that is added to the tree is told here too, at least as its kind."""
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, RepereError)]
    assert len(kinds) > 15
    for kind in kinds:
        assert problem_of(kind("reason"), wording) is not wording.unexpected
    leaves = [kind for kind in kinds if not kind.__subclasses__() and not issubclass(kind, SourceError)]
    assert not [kind.__name__ for kind in leaves if kind.__name__ not in wording.problems]
    sources = [kind for kind in kinds if issubclass(kind, SourceError)]
    assert {kind.__name__ for kind in sources} == set(wording.failure_kinds)
    assert set(wording.failure_advice) == set(wording.failure_kinds)


@BOTH
def test_every_choice_has_a_name(wording: Wording) -> None:
    """This ensures that a mode or an order that is added has its words."""
    assert set(wording.modes) == set(wording.mode_captions) == set(MODES)
    assert set(wording.sorts) == set(SORTS)


@pytest.mark.parametrize(
    ("chosen", "browser", "language"),
    [
        ("en", "fr-FR", "en"),
        (None, "fr-CA", "fr"),
        (None, "EN", "en"),
        (None, "de-DE", "fr"),
        (None, None, "fr"),
        (None, "", "fr"),
        ("xx", "en-GB", "en"),
    ],
)
def test_language_of_the_page(chosen: str | None, browser: str | None, language: str) -> None:
    """This ensures that a choice goes before the browser, and French before nothing."""
    assert wording_for(chosen, browser).language == language


def test_each_language_leads_to_the_others() -> None:
    """This ensures that the switch leads to every language but one's own."""
    for wording in WORDINGS.values():
        assert {each.language for each in others(wording)} == set(WORDINGS) - {wording.language}


def test_the_french_catalogue_is_whole() -> None:
    """This ensures that a text that is added or changed in English is said in French before it is shown."""
    messages = {message.context: message for message in read("fr") if message.id}
    english = dict(catalogue_texts(ENGLISH))
    assert list(messages) == list(english), "run: python -m ui.texts.update"
    assert not [path for path, text in english.items() if messages[path].fuzzy or not fits(messages[path], text)]


@pytest.mark.parametrize("language", languages())
def test_catalogues_are_as_the_tool_writes_them(language: str) -> None:
    """This ensures that a catalogue that was edited by hand is the one that the tool would write."""
    again = written(updated(read(language), list(catalogue_texts(ENGLISH)), language))
    assert path_of(language).read_bytes() == again


def test_a_language_that_is_half_translated() -> None:
    """This ensures that what a catalogue lacks, or has of another English, is said in English."""
    begun = updated(Catalog(locale="de"), list(catalogue_texts(ENGLISH)), "de")
    begun.get("Search", context="search_page").string = "Suche"
    begun.get("Search", context="submit").string = "Suchen"
    begun.get(("{n} passage", "{n} passages"), context="passages").string = ("{n} Stelle", "{n} Stellen")
    german = translated(ENGLISH, "de", begun)
    assert (german.search_page, german.submit, german.retry) == ("Suche", "Suchen", ENGLISH.retry)
    assert (german.count(german.passages, 1), german.count(german.passages, 1234)) == ("1 Stelle", "1.234 Stellen")

    changed = replace(ENGLISH, submit="Look up", passages=Plural("{n} text", "{n} texts"))
    after = updated(begun, list(catalogue_texts(changed)), "de")
    german = translated(changed, "de", after)
    assert (german.search_page, german.submit) == ("Suche", "Look up")
    assert after.get("Look up", context="submit").fuzzy
    assert after.get("Look up", context="submit").string == "Suchen"  # kept for who translates
    assert german.count(german.passages, 2) == "2 texts"


def test_unknown_notice_is_shown_as_it_is() -> None:
    """This ensures that a notice is never lost, though it is not translated yet."""
    assert translated_notice("Something new.", FRENCH) == "Something new."
    assert translated_notice("1,234 of 2,000 passages are not encoded yet and found by words only.", FRENCH).startswith(
        "1\u202f234 passages sur 2\u202f000"
    )


def test_every_text_is_said() -> None:
    """This ensures that no text is kept, and translated, that no page shows."""
    folder = Path(inspect.getfile(Wording)).parents[1]
    files = [path for path in folder.rglob("*.py") if path.name not in {"english.py", "reading.py"}]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    used = set(re.findall(r"\.(\w+)", code))
    names = {field.name for part in (Wording, FindTexts, CiteTexts, PageTexts, AskTexts) for field in fields(part)}
    assert not names - used


def test_notices_are_told_in_french() -> None:
    """This ensures that what a search says of itself is said in the reader's language."""
    for notice, said in {
        "No document passes the filters: kind label; year 2023.": "Aucun document ne correspond aux filtres.",
        "No passage holds the words in quotes as they stand.": "Aucun passage ne contient tels quels",
        "No passage of the documents chosen holds the words in quotes as they stand.": "Aucun passage ne contient",
        "Every passage holds something that the query leaves out.": "Chaque passage contient",
        "No passage holds the words in quotes as they stand and nothing that the query leaves out.": "sans rien de ce",
    }.items():
        assert said in translated_notice(notice, FRENCH)
