"""Whether the documents answer a question: the search's confidence, less where what is asked for by name is not there.

The search tells that the documents are about what is asked, hardly that they say just this. « Quel est le budget du
conseil ? » of a charter that never says "budget", or "in 2022" of passages without 2022, is the commonest slip.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from index.analysis import stem, tokens
from search.answer import Quote
from search.asking import Question
from search.confidence import YES
from search.results import Result

# In units of log-odds. Of 128 answerable questions over the samples and the seeds, three miss their head noun, and of
# 36 unanswerable ones eight; both together turn a confidence of .97 into .5, and none of .99.
HEAD_MISSING = 3.4
NUMBER_MISSING = 3.4


def is_answered(probability: float | None, quotes: Sequence[Quote]) -> bool:
    """Whether to answer with the quotations; where no probability can be told, what was found is shown."""
    return bool(quotes) and (probability is None or probability >= YES)


def probability_of(asked: Question, result: Result, quotes: Sequence[Quote]) -> float | None:
    """How likely the passages quoted answer, 0 to 1; None where the search can't tell."""
    if result.confidence is None:
        return None
    confidence = min(max(result.confidence, 1e-6), 1 - 1e-6)
    odds = math.log(confidence / (1 - confidence))
    odds -= HEAD_MISSING * _misses_head(asked, quotes) + NUMBER_MISSING * _misses_number(asked, quotes)
    return 1 / (1 + math.exp(-odds))


def _misses_head(asked: Question, quotes: Sequence[Quote]) -> bool:
    """Whether passages in the question's language are quoted, and none says the noun that is asked for."""
    same = [quote for quote in quotes if quote.language == asked.language]
    if not asked.head or not same:
        return False
    wanted = stem(asked.head, asked.language)
    return all(stem(word, asked.language) != wanted for quote in same for word in _words(quote))


def _misses_number(asked: Question, quotes: Sequence[Quote]) -> bool:
    """Whether the question has a number, a year say, that no passage quoted has; these are alike in all languages."""
    numbers = {token.folded for token in tokens(asked.text) if token.folded.isdecimal()}
    return bool(numbers - {word for quote in quotes for word in _words(quote)})


def _words(quote: Quote) -> set[str]:
    """The folded words of a quotation's passage and of the titles above it."""
    texts = (quote.passage.text, quote.passage.section, quote.document.title)
    return {token.folded for text in texts for token in tokens(text)}
