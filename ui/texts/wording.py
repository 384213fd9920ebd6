"""`Wording`: everything the page says in one language, and how that language writes numbers, dates and names.

A view with many texts has a class of its own in a module beside this one, and a field here: `wording.ask.title`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal, format_percent

from corpus.types import UNKNOWN_LANGUAGE
from corpus.vocabulary import theme_name
from ui.texts.forms import Plural, Problem
from ui.texts.reading import AskTexts, CiteTexts, FindTexts, PageTexts
from ui.texts.shelf import AddTexts, BatchTexts, EditTexts, OverviewTexts, RecordTexts, ShelfTexts, ThemesTexts

__all__ = ["NOT_TEXTS", "Plural", "Problem", "Wording"]

NOT_TEXTS = frozenset({"language", "locale"})
"""Fields of a `Wording` that say which language it is and are not said in it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one language. Names in braces are filled in by `str.format`."""

    language: str
    locale: str
    name: str

    # Around every view
    tagline: str
    search_page: str
    documents_page: str
    details: str
    retry: str
    opening: str

    # Search
    search_title: str
    search_lead: str
    query_label: str
    query_placeholder: str
    submit: str
    examples: str
    options: str
    option_k: str
    option_mode: str
    modes: Mapping[str, str]
    mode_captions: Mapping[str, str]
    searching: str
    passages: Plural
    best_passages: Plural
    found_in: str
    page: str
    pages_range: str
    more: str
    nothing_found: str
    nothing_found_advice: str
    query_too_long: str
    not_encoded: str
    no_words: str

    # The list of documents
    documents_title: str
    documents: Plural
    languages: Plural
    pages: Plural
    filter_label: str
    filter_placeholder: str
    sort_label: str
    sorts: Mapping[str, str]
    shown: str
    none_match: str
    previous: str
    following: str
    page_of: str
    failures: Plural
    failures_lead: str
    failure_kinds: Mapping[str, str]
    failure_advice: Mapping[str, str]
    media_types: Mapping[str, str]
    other_media_type: str

    # One document
    back_to_results: str
    back_to_documents: str
    fact_language: str
    fact_type: str
    fact_length: str
    fact_published: str
    fact_added: str
    fact_address: Plural
    passages_title: str
    asked_passage: str
    go_to_passage: str
    passage_gone: str

    # First steps
    first_title: str
    first_lead: str
    first_demo: str
    first_ingest: str
    first_folder: str
    first_then: str
    first_home: str

    # What is wrong
    ignored: str
    ignored_hints: Mapping[str, str]
    ignored_more: Plural
    problems: Mapping[str, Problem]
    unexpected: Problem
    unknown_language: str
    widgets: Mapping[str, str]

    # The library, see ui.texts.shelf
    shelf: ShelfTexts
    overview: OverviewTexts
    themes: ThemesTexts
    record: RecordTexts
    edit: EditTexts
    add: AddTexts
    batch: BatchTexts

    # Looking up and reading, see ui.texts.reading
    find: FindTexts = FindTexts()
    cite: CiteTexts = CiteTexts()
    page_view: PageTexts = PageTexts()
    ask: AskTexts = AskTexts()

    def number(self, value: float) -> str:
        """1234 → `1 234` or `1,234`."""
        return format_decimal(value, locale=self.locale)

    def percent(self, share: float) -> str:
        """.83 → `83 %` or `83%`."""
        return format_percent(share, format=None, locale=self.locale)

    def count(self, noun: Plural, n: int, **facts: str) -> str:
        """`1 passage`, `12 passages`; French says `0 passage`. `facts` are the noun's other names in braces."""
        singular = Locale.parse(self.locale).plural_form(n) == "one"
        return (noun.one if singular else noun.many).format(n=self.number(n), **facts)

    def duration(self, milliseconds: float) -> str:
        """`41 ms`, `1,2 s`."""
        if milliseconds < 1000:
            return f"{self.number(round(milliseconds))}\u202fms"
        return f"{self.number(round(milliseconds / 1000, 1))}\u202fs"

    def day(self, iso: str) -> str:
        """`2026-03-01…` → `1 mars 2026`; as it is where it is no date."""
        try:
            return format_date(date.fromisoformat(iso[:10]), format="long", locale=self.locale)
        except ValueError:
            return iso

    def date(self, iso: str) -> str:
        """`2023`, `2023-06` → `juin 2023`, `2023-06-01` → `1 juin 2023`; as it is where it is no date."""
        try:
            if len(iso) == len("2023-06"):
                return format_skeleton("yMMMM", date.fromisoformat(f"{iso}-01"), locale=self.locale)
        except ValueError:
            return iso
        return self.day(iso)

    def language_name(self, code: str) -> str:
        """`de` → `allemand`; the code where it has no name."""
        if code == UNKNOWN_LANGUAGE:
            return self.unknown_language
        return _names(self.locale).get(code.replace("-", "_"), code)

    def language_code(self, name: str) -> str:
        """`allemand` → `de`; the same where no language has this name."""
        folded = name.casefold()
        return next((code for code, known in _names(self.locale).items() if known.casefold() == folded), name)

    def page_numbers(self, first: int | None, last: int | None) -> str:
        """`p. 3`, `p. 3–4`; empty without pages."""
        if first is None:
            return ""
        if last is None or last == first:
            return self.page.format(first=self.number(first))
        return self.pages_range.format(first=self.number(first), last=self.number(last))

    def theme(self, value: str, label: str) -> str:
        """A theme by its value: as this language calls those that are read, else its label, as a person named it."""
        named = theme_name(value, french=self.language == "fr")
        return label if named == value else named

    def media_type(self, name: str) -> str:
        """`application/pdf` → `PDF`."""
        return self.media_types.get(name, name or self.other_media_type)


def _names(locale: str) -> Mapping[str, str]:
    names: Mapping[str, str] = Locale.parse(locale).languages
    return names
