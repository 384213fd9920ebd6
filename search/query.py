"""A query: what is asked, of which documents, and the words it is looked up by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Literal, get_args

from corpus.errors import QueryError
from corpus.filters import NO_FILTERS, Filters
from corpus.types import UNKNOWN_LANGUAGE
from index.analysis import alternatives, grams, is_stop_word, stop_word_shares, tokens
from index.words import QueryWord
from search.filtering import from_words
from search.syntax import Parsed, literal, parse

__all__ = ["MAX_CHARS", "MAX_K", "MODES", "NO_FILTERS", "Filters", "Mode", "Query", "clean", "guess_language"]

Mode = Literal["hybrid", "dense", "lexical"]
MODES: tuple[Mode, ...] = get_args(Mode)

# Three pages of text. What is longer is a document, and its beginning would stand for the whole unnoticed.
MAX_CHARS = 10_000
MAX_K = 10_000

# A language is told from a query's function words: at least this share of its words, and this much more than
# for any other language. Measured on the development queries (see CONTRIBUTING.md, Decisions).
MIN_SHARE = 0.2
MIN_LEAD = 0.1


@dataclass(frozen=True, slots=True)
class Query:
    """One search. Raises `QueryError` where it can't be answered as it stands.

    `text` has no control characters and no white space at its ends. `by_document` asks for documents, each at
    its best passage, in place of passages. `parsed` is what the text asks for by its signs (see `search.syntax`);
    with `operators` off, the signs are only writing: for questions that were not typed for a search. What the text
    filters by joins `filters`. `language` is the one that its function words tell, or `unknown`: a few keywords tell
    none.
    """

    text: str
    filters: Filters = NO_FILTERS
    k: int = 10
    mode: Mode = "hybrid"
    by_document: bool = False
    operators: bool = True
    parsed: Parsed = field(init=False, repr=False, compare=False)
    language: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))
        if len(self.text) > MAX_CHARS:
            raise QueryError(
                f"The query has {len(self.text):,} characters; at most {MAX_CHARS:,} are searched", advice="Shorten it"
            )
        object.__setattr__(self, "parsed", parse(self.text) if self.operators else literal(self.text))
        if not self.parsed.text:
            _refuse_empty(self.parsed)
        if self.parsed.filters:
            object.__setattr__(self, "filters", self.filters.joined(from_words(self.parsed.filters)))
        if self.mode not in MODES:
            raise QueryError(f"No mode {self.mode!r}", advice=f"Use one of: {', '.join(MODES)}")
        if not 1 <= self.k <= MAX_K:
            raise QueryError(f"k is {self.k}", advice=f"Ask for 1 to {MAX_K:,} passages")
        object.__setattr__(self, "language", guess_language([token.folded for token in tokens(self.parsed.text)]))

    def with_filters(self, filters: Filters) -> Query:
        """The same query of other documents: neither its own filters nor those in its text count."""
        return replace(self, text=self.parsed.unfiltered, filters=filters)

    def words(self, languages: Sequence[str]) -> list[QueryWord]:
        """What to look up in passages of these languages, each once.

        The words, without function words, then the prefixes and the phrases, where function words count.
        """
        stems = [alternatives(word, languages) for word in self.content_words]
        return [
            *(QueryWord(each) for each in dict.fromkeys(stems) if each),
            *(QueryWord(prefix=prefix) for prefix in self.parsed.prefixes),
            *(QueryWord(phrase=phrase) for phrase in self.parsed.phrases),
        ]

    def grams(self, words: Sequence[str] | None = None) -> list[QueryWord]:
        """The pieces of these words, each once; without any, of all its words but function words."""
        chosen = self.content_words if words is None else words
        pieces = dict.fromkeys(chain.from_iterable(map(grams, chosen)))
        return [QueryWord(gram=piece) for piece in pieces]

    @property
    def content_words(self) -> list[str]:
        """Its folded words without function words, each once, outside phrases too."""
        return list(dict.fromkeys(_content_words(self.parsed.words, self.language)))

    def without(self, languages: Sequence[str]) -> list[QueryWord]:
        """What no passage may hold: a word is left out by all that it would be found by, and as it stands."""
        stems = [alternatives(word, languages) for word in self.parsed.without]
        return [
            *(QueryWord(each) for each in stems if each),
            *(QueryWord(phrase=(word,)) for word in self.parsed.without),
            *(QueryWord(prefix=prefix) for prefix in self.parsed.without_prefixes),
            *(QueryWord(phrase=phrase) for phrase in self.parsed.without_phrases),
        ]


def clean(text: str) -> str:
    """The text with control characters and lone surrogates as spaces, and single spaces."""
    printable = (" " if ord(character) < 32 or "\ud800" <= character <= "\udfff" else character for character in text)
    return " ".join("".join(printable).split())


def guess_language(words: Sequence[str]) -> str:
    """The language of folded `words` by their function words; `unknown` where two are about as likely."""
    shares = sorted(((share, language) for language, share in stop_word_shares(words).items()), reverse=True)
    (best, language), (second, _) = shares[0], shares[1]
    return language if best >= MIN_SHARE and best - second >= MIN_LEAD else UNKNOWN_LANGUAGE


def _refuse_empty(parsed: Parsed) -> None:
    if parsed.filters:
        raise QueryError("The query only says which documents to search", advice="Say what to look for in them, too")
    if parsed.leaves_out:
        raise QueryError("The query only says what to leave out", advice="Say what to look for, too")
    raise QueryError("The query is empty", advice="Type some words or a question")


def _content_words(words: Sequence[str], language: str) -> list[str]:
    if language != UNKNOWN_LANGUAGE:
        return [word for word in words if not is_stop_word(word, language)]
    shares = stop_word_shares(words)
    most = max(shares.values(), default=0.0)
    likely = [name for name, share in shares.items() if share == most and share > 0]
    return [word for word in words if not any(is_stop_word(word, name) for name in likely)]
