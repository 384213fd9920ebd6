"""Which words are typical of some documents: more frequent there than in the rest, by more than chance.

The score is the log-odds ratio with an informative Dirichlet prior, as a z value (Monroe, Colaresi and Quinn, 2008,
"Fightin' Words"). Plain frequencies rank function words first, plain ratios words that stand once; log-likelihood
has no direction and grows with the corpus. The prior, which is the whole corpus, draws rare words towards even odds.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass

import numpy as np

from corpus.catalogue import Catalogue, PassageText
from corpus.errors import QueryError
from corpus.filters import Filters, documents_with
from corpus.types import UNKNOWN_LANGUAGE
from index.analysis import is_stop_word, stem, tokens
from index.stopwords import STOP_WORDS

# The prior weighs as much as so many words: a word says something once the slice has it a few times.
PRIOR_WORDS = 1_000
MIN_LETTERS = 2

Group = Hashable
Word = tuple[str, str]
"""A language and a stem in it."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word as it is most often written, in its language, with how often it stands in the slice and in the rest.

    `z` over 1.96 comes about by chance for one in forty words that are no different. `documents` of the slice hold it.
    """

    word: str
    language: str
    z: float
    count: int
    rest: int
    documents: int


@dataclass(frozen=True, slots=True)
class Counted:
    """The words of some groups of passages."""

    words: dict[Group, Counter[Word]]
    documents: dict[Group, Counter[Word]]
    written: dict[Word, Counter[str]]

    def terms(self, group: Group, *, limit: int, min_count: int = 2) -> list[Term]:
        """The words most typical of one group against all others, most typical first."""
        everywhere: Counter[Word] = sum(self.words.values(), Counter())
        here = self.words.get(group, Counter())
        words = [word for word, count in here.items() if count >= min_count]
        if not words:
            return []
        z = log_odds(
            np.array([here[word] for word in words], dtype=float),
            np.array([everywhere[word] for word in words], dtype=float),
            sum(here.values()),
            sum(everywhere.values()),
        )
        best = sorted(zip(-z, words, strict=True))[:limit]
        return [
            Term(
                word=_as_written(self.written[word]),
                language=word[0],
                z=round(-score, 3),
                count=here[word],
                rest=everywhere[word] - here[word],
                documents=self.documents[group][word],
            )
            for score, word in best
            if score < 0
        ]


def log_odds(
    here: np.typing.NDArray[np.float64], everywhere: np.typing.NDArray[np.float64], size: int, total: int
) -> np.typing.NDArray[np.float64]:
    """z of words (n,) that stand `here` times among `size` words and `everywhere` times among `total`."""
    prior = everywhere * (PRIOR_WORDS / total)
    inside, outside = here + prior, everywhere - here + prior
    odds = np.log(inside / (size + PRIOR_WORDS - inside)) - np.log(outside / (total - size + PRIOR_WORDS - outside))
    z: np.typing.NDArray[np.float64] = odds / np.sqrt(1 / inside + 1 / outside)
    return z


def distinctive_terms(catalogue: Catalogue, filters: Filters, *, limit: int = 30, min_count: int = 2) -> list[Term]:
    """The words most typical of the documents that the filters leave, against all others.

    Raises `QueryError` where the filters leave none or all: there is nothing to compare then.
    """
    chosen = documents_with(catalogue, filters)
    if not chosen or len(chosen) == len(catalogue.doc_ids()):
        which = "all" if chosen else "no"
        raise QueryError(
            f"These filters leave {which} documents", advice="Choose some of them, to compare with the rest"
        )
    counted = count_words(
        (part for texts in catalogue.passage_texts() for part in texts), lambda text: text.doc_id in chosen
    )
    return counted.terms(True, limit=limit, min_count=min_count)


def count_words(passages: Iterable[PassageText], group_of: Callable[[PassageText], Group]) -> Counted:
    """Count stems, without function words and numbers, by group; a passage's words are of its own language."""
    words: dict[Group, Counter[Word]] = defaultdict(Counter)
    holders: dict[Group, dict[Word, set[str]]] = defaultdict(lambda: defaultdict(set))
    written: dict[Word, Counter[str]] = defaultdict(Counter)
    for passage in passages:
        group = group_of(passage)
        for token in tokens(passage.text):
            if not _counts(token.folded, passage.language):
                continue
            word = passage.language, stem(token.folded, passage.language)
            words[group][word] += 1
            holders[group][word].add(passage.doc_id)
            written[word][passage.text[token.start : token.end].lower()] += 1
    documents = {group: Counter({word: len(found) for word, found in each.items()}) for group, each in holders.items()}
    return Counted(dict(words), documents, dict(written))


def _counts(folded: str, language: str) -> bool:
    letters = sum(map(str.isalpha, folded))
    # Where the language is not known, what is a function word of any language is left out.
    languages = STOP_WORDS if language == UNKNOWN_LANGUAGE else (language,)
    return letters >= MIN_LETTERS and not any(is_stop_word(folded, each) for each in languages)


def _as_written(forms: Counter[str]) -> str:
    return min(forms, key=lambda form: (-forms[form], form))
