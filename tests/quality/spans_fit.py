"""The numbers of search/marking.py, fit anew, and what they are worth on what they were not fit on.

    python tests/quality/spans_fit.py HOMES             HOMES as of spans.py; two minutes

For each kind, a logistic regression over all that may answer in the sentences that are quoted of answered questions, on
whether it does (`answer_spans.json`). Only the development half is fit on.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import answers
import numpy as np
import spans
from sklearn.linear_model import LogisticRegression

from index.analysis import tokens
from search.answer import Wanted
from search.answering import PASSAGES, ask
from search.asking import understood
from search.filtering import filters_of
from search.marking import WEIGHTS, Signs, Weights, signs_of
from search.quoting import chosen
from search.sentences import sentences_of

PENALTY = 0.3
"""The inverse of the penalty on the square of the weights, in units of the signs' spread."""
LEAST = (0.3, 0.35, 0.4, 0.5)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A quoted sentence: the signs of all that may answer there, and which of them do."""

    signs: tuple[Signs, ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """An answered question and its quoted sentences with something that may answer, best first."""

    wanted: Wanted
    development: bool
    sentences: tuple[Sentence, ...]


def asked_of(homes: Path, name: str, asked_in: str, quoted_in: Sequence[str]) -> Iterator[Asked]:
    """The questions of a set that are answered, and understood to ask for something in particular."""
    with answers.opened(homes, name) as searcher:
        for each in spans.labelled(searcher.catalogue, name, asked_in, quoted_in):
            text = each.question.text
            answer = ask(searcher, text, k=PASSAGES, history=(), filters=filters_of(languages=quoted_in))
            asked = understood(text)
            if not answer.answered or asked.wanted not in WEIGHTS:
                continue
            words = {token.folded for token in tokens(text)}
            found = []
            for quoted in chosen(sentences_of(asked, answer.result.hits, searcher.catalogue, searcher.ranker())):
                at = quoted.hit.passage.start + quoted.start
                right = tuple(
                    any(
                        spans.Place(
                            quoted.hit.document.external_id, at + start, at + end, quoted.text[start:end]
                        ).tells(gold)
                        for gold in each.gold
                    )
                    for start, end in quoted.spans
                )
                if right:
                    found.append(Sentence(tuple(signs_of(asked.wanted, quoted.text, quoted.spans, words)), right))
            yield Asked(asked.wanted, each.question.development, tuple(found))


def fit(every: Sequence[Asked]) -> Weights:
    """The weights that give most to what answers."""
    signs = np.array([astuple(each) for asked in every for found in asked.sentences for each in found.signs], float)
    right = np.array([each for asked in every for found in asked.sentences for each in found.right])
    spread = signs.std(axis=0) + 1e-9
    model = LogisticRegression(C=PENALTY, max_iter=2000).fit(signs / spread, right)
    return Weights(float(model.intercept_[0]), *(float(each) for each in model.coef_[0] / spread))


def marked(asked: Asked, weights: Weights, least: float) -> bool | None:
    """Whether what is marked is right, as `search.marking.likeliest` and the first sentence with a mark have it."""
    for sentence in asked.sentences:
        odds = np.array([weights.odds(each) for each in sentence.signs])
        if odds.max() >= np.log(least / (1 - least)):
            return sentence.right[int(odds.argmax())]
    return None


def report(label: str, every: Sequence[Asked], weights: Weights) -> None:
    """A line: right, wrong and no marks, with the least probability of a mark that is in use and with others."""
    told = []
    for least in LEAST:
        found = [marked(asked, weights, least) for asked in every]
        told.append(f"{least}: right {found.count(True)}, wrong {found.count(False)}, none {found.count(None)}")
    print(f"  {label:24} {'; '.join(told)}")


def main(arguments: Sequence[str]) -> None:
    """Measure and fit."""
    pools = [(name, *pool) for name in spans.GOLD for pool in answers.POOLS[name]]
    every = [
        asked
        for name, asked_in, quoted_in in pools
        for asked in asked_of(Path(arguments[0]), name, asked_in, quoted_in)
    ]
    for wanted, used in WEIGHTS.items():
        some = [asked for asked in every if asked.wanted == wanted]
        fit_on, held_out = ([each for each in some if each.development == half] for half in (True, False))
        weights = fit(fit_on)
        print(wanted, {each.name: round(getattr(weights, each.name), 2) for each in fields(Weights)})
        report("development, fit anew", fit_on, weights)
        report("development, as it is", fit_on, used)
        report("held out, as it is", held_out, used)


if __name__ == "__main__":
    main(sys.argv[1:])
