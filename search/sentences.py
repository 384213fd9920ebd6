"""The sentences of the passages that were found, with what tells which of them answers a question, best first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from corpus.catalogue import Catalogue
from index.analysis import is_stop_word, stem, tokens
from index.encoder import Vectors
from index.membership import among
from search.answer import Span
from search.answer_weights import (
    BESIDE,
    CONTEXT,
    COUNTED,
    HEADING,
    JOINT,
    JOINT_LEAST,
    NOTHING_NEW,
    OWN_PASSAGE,
    PASSAGE,
    TOLD,
    WORDS,
)
from search.asking import Question
from search.attributes import spans_told, tells_attribute
from search.fusion import Floats
from search.lines import SHORT, lines_apart
from search.ranking import Ranker
from search.results import Hit
from search.sentence_words import AskedWords, PassageWords, encoded, passage_words

NEW_WORDS = 3
"""Words that are neither the question's nor the titles': a sentence with fewer only names what is asked."""
BESIDE_UNKNOWN = 0.35
"""What is most often near to a date or number, where words in context are not kept."""

_HEADING_LINE = re.compile(r"[^\n]{1,150}[^\n.!?;:,|]\s*\n\s*\n\s*")
_ENDS_NOWHERE = re.compile(r"^(?![•\-*>–—]).*[^.!?;:,|»)\]\s]\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near the sentences of one passage are, in order, to the question and to the passage itself: (n,) both."""

    question: Floats
    passage: Floats


@dataclass(frozen=True, slots=True)
class Signals:
    """What a sentence's score is made of: see `search.answer_weights`. Nearness that isn't known is 0."""

    question: float
    own_passage: float
    passage: float
    words: float
    context: float
    beside: float
    counted: float
    nothing_new: bool
    heading: bool

    @property
    def score(self) -> float:
        """What orders sentences."""
        return (
            self.question
            + PASSAGE * self.passage
            + WORDS * self.words
            + OWN_PASSAGE * self.own_passage
            + CONTEXT * self.context
            + BESIDE * self.beside
            + COUNTED * self.counted
            + NOTHING_NEW * self.nothing_new
            + HEADING * self.heading
        )


@dataclass(frozen=True, slots=True)
class InContext:
    """How near each of the question's words is to a sentence's (m,), and to those of most sentences found (m,)."""

    asked: AskedWords
    near: Floats
    usual: Floats


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hit's passage: its range there, and what it may say of what is asked for, the likeliest first.

    `context` is None where the words of passages are not kept, `joint` where it was not read together with the
    question: it is the log-odds, read so, that it answers. `told` says that it has what the question asks for by name,
    a price, a director. `line_of` is where the range begins that has a vector, where it is one line of several there.
    """

    hit: Hit
    start: int
    end: int
    spans: tuple[Span, ...]
    signals: Signals
    context: InContext | None = field(default=None, compare=False)
    joint: float | None = field(default=None, compare=False)
    told: bool = False
    line_of: int | None = None

    @property
    def text(self) -> str:
        return self.hit.passage.text[self.start : self.end]

    @property
    def score(self) -> float:
        together = 0.0 if self.joint is None else JOINT * (self.joint - JOINT_LEAST)
        return self.signals.score + TOLD * self.told + together


def sentences_of(asked: Question, hits: Sequence[Hit], catalogue: Catalogue, ranker: Ranker) -> list[Sentence]:
    """Every sentence of the hits, best first."""
    known = catalogue.sentences_of(hit.passage.passage_id for hit in hits)
    vector, question_words = encoded(asked.text, ranker) if hits else (None, None)
    near = _nearness(vector, hits, ranker)
    words = passage_words(asked, question_words, hits, ranker)
    shares = _word_shares(hits, ranker)
    question = {token.folded for token in tokens(asked.text)}
    found: list[Sentence] = []
    for hit, share in zip(hits, shares, strict=True):
        ranges = known.get(hit.passage.passage_id) or [(0, len(hit.passage.text))]
        each = near.get(hit.passage.passage_id)
        if each is None or len(each.question) != len(ranges):
            each = _as_a_whole(hit, len(ranges))
        about = _About(asked, question, hit, share, words.get(hit.passage.passage_id))
        for span, to_question, to_passage in zip(ranges, each.question, each.passage, strict=True):
            parts = lines_apart(hit.passage.text, span)
            lines = [_sentence(about, part, float(to_question), float(to_passage)) for part in parts]
            found += lines if len(parts) < 2 else [replace(each, line_of=span[0]) for each in lines]
    return in_order(_beside_the_usual(found))


def in_order(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences, best first."""
    return sorted(sentences, key=lambda each: (-each.score, each.hit.rank, each.start))


@dataclass(frozen=True, slots=True)
class _About:
    """What all sentences of a hit have in common: the question with its folded words, and their share here."""

    asked: Question
    question: set[str]
    hit: Hit
    share: float
    words: PassageWords | None


def _sentence(about: _About, span: Span, to_question: float, to_passage: float) -> Sentence:
    hit, words = about.hit, about.words
    span, spans = _told(about, span)
    text = hit.passage.text[slice(*span)]
    near = None if words is None else words.within(span)
    beside, counted = [BESIDE_UNKNOWN] * len(spans), [0.0] * len(spans)
    if words is not None:
        there = [(span[0] + start, span[0] + end) for start, end in spans]
        beside = [words.beside(span, each) for each in there]
        counted = [words.counted(span, each) for each in there]
        fit = [
            (tells_attribute(about.asked, text[slice(*span)]), one + other)
            for span, one, other in zip(spans, beside, counted, strict=True)
        ]
        spans = [spans[number] for number in sorted(range(len(spans)), key=fit.__getitem__, reverse=True)]
    signals = Signals(
        question=to_question,
        own_passage=to_passage,
        passage=hit.score,
        words=about.share,
        context=0.0 if words is None or near is None else float(words.asked.weights @ near),
        beside=max(beside, default=0.0),
        counted=max(counted, default=0.0),
        nothing_new=_new_words(hit, text) < NEW_WORDS and not spans,
        heading=_ENDS_NOWHERE.search(text) is not None,
    )
    context = None if words is None or near is None else InContext(words.asked, near, near)
    return Sentence(hit, *span, tuple(spans), signals, context, told=tells_attribute(about.asked, text))


def _told(about: _About, whole: Span) -> tuple[Span, list[Span]]:
    """The range of a sentence, and what in it may be asked for; with its headings only where that stands in them."""
    bare = _without_headings(about.hit.passage.text, whole)
    for span in dict.fromkeys((bare, whole)):
        if spans := spans_told(about.asked, about.hit.passage.text[slice(*span)], about.question):
            return span, spans
    return bare, []


def _beside_the_usual(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The same, with what is usual among them."""
    known = [each.context.near for each in sentences if each.context is not None]
    usual = np.median(known, axis=0) if known else np.empty(0)
    return [
        each if each.context is None else replace(each, context=replace(each.context, usual=usual))
        for each in sentences
    ]


def _nearness(asked: Vectors | None, hits: Sequence[Hit], ranker: Ranker) -> Mapping[int, Nearness]:
    """By passage, of those whose sentences all have vectors, as the passage has; `asked` is the question's (dim,)."""
    caches = ranker.state.caches
    ids = np.array([hit.passage.passage_id for hit in hits], dtype=np.int64)
    ids = ids[among(ids, ranker.state.encoded)]
    question = {} if asked is None else caches.sentences.each(asked, ids.tolist())
    found = {}
    for number, vector in zip(ids.tolist(), caches.vectors.vectors(ids), strict=True):
        if number in question:
            found[number] = Nearness(question[number], caches.sentences.each(vector, [number])[number])
    return found


def _as_a_whole(hit: Hit, sentences: int) -> Nearness:
    """Where sentences have no vectors: each is as near as its passage, and the passage is itself."""
    return Nearness(np.full(sentences, hit.dense or 0.0), np.full(sentences, 0.0 if hit.dense is None else 1.0))


def _word_shares(hits: Sequence[Hit], ranker: Ranker) -> list[float]:
    """The share of the question's words, by weight, that each passage or the titles above it hold, 0 to 1."""
    words = [word for word in hits[0].words if word.stems] if hits else []
    weights = ranker.state.caches.words.weights(words)
    if not weights.sum():
        return [0.0] * len(hits)
    shares = []
    for hit in hits:
        there = _stems(f"{hit.document.title} {hit.passage.section} {hit.passage.text}", hit.passage.language)
        held = [not there.isdisjoint(word.stems) for word in words]
        shares.append(float(weights[held].sum() / weights.sum()))
    return shares


def _without_headings(text: str, span: Span) -> Span:
    """The range without the headings that it begins with: they were put with their sentence to be encoded.

    What is left is no short line: this may be the second line of a name.
    """
    start, end = span
    while (line := _HEADING_LINE.match(text, start, end)) and end - line.end() >= SHORT:
        start = line.end()
    return start, end


def _new_words(hit: Hit, text: str) -> int:
    """How many words of a text are neither the query's nor those of the titles above it."""
    language = hit.passage.language
    known = {each for word in hit.words for each in word.stems}
    titles = f"{hit.document.title} {hit.passage.section}"
    return len(_stems(text, language) - known - _stems(titles, language))


def _stems(text: str, language: str) -> set[str]:
    return {stem(token.folded, language) for token in tokens(text) if not is_stop_word(token.folded, language)}
