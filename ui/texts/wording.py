"""`Wording`: everything the page says in one language, and how that language writes numbers, dates and names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from corpus.types import UNKNOWN_LANGUAGE


@dataclass(frozen=True, slots=True)
class Plural:
    """A counted noun. `{n}` stands for the number, as the language writes it."""

    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that went wrong, as its reader is told: what, and what to do next."""

    title: str
    advice: str


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one language. Names in braces are filled in by `str.format`."""

    language: str
    locale: str
    name: str
    zero_is_one: bool  # French says « 0 passage », English “0 passages”

    # Around every view
    tagline: str
    search_page: str
    documents_page: str
    other_language: str
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
    option_languages: str
    option_languages_all: str
    option_mode: str
    modes: Mapping[str, str]
    mode_captions: Mapping[str, str]
    searching: str
    passages: Plural
    best_passages: Plural
    found_in: str
    restricted_to: str
    page: str
    pages_range: str
    open_passage: str
    more: str
    nothing_found: str
    nothing_found_advice: str
    nothing_in_languages: str
    nothing_in_languages_advice: str
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

    def number(self, value: float) -> str:
        """1234 → `1 234` or `1,234`."""
        return format_decimal(value, locale=self.locale)

    def count(self, noun: Plural, n: int) -> str:
        """`1 passage`, `12 passages`; French says `0 passage`."""
        singular = n == 1 or (n == 0 and self.zero_is_one)
        return (noun.one if singular else noun.many).format(n=self.number(n))

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

    def language_name(self, code: str) -> str:
        """`de` → `allemand`; the code where it has no name."""
        if code == UNKNOWN_LANGUAGE:
            return self.unknown_language
        return _names(self.locale).get(code.replace("-", "_"), code)

    def page_numbers(self, first: int | None, last: int | None) -> str:
        """`p. 3`, `p. 3–4`; empty without pages."""
        if first is None:
            return ""
        if last is None or last == first:
            return self.page.format(first=self.number(first))
        return self.pages_range.format(first=self.number(first), last=self.number(last))

    def media_type(self, name: str) -> str:
        """`application/pdf` → `PDF`."""
        return self.media_types.get(name, name or self.other_media_type)


def _names(locale: str) -> Mapping[str, str]:
    names: Mapping[str, str] = Locale.parse(locale).languages
    return names
