"""The sentences that a search finds best, each read once more together with the question: see `index.joint`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.encoder import InPlace, JointEncoder
from index.headers import PATH_MARK
from search.asking import Question
from search.ranking import Ranker
from search.sentences import Sentence, in_order

READ = 8
"""Sentences that are read: eight of 90 tokens with the question take a quarter of a second of a processor."""
BEFORE = 300
"""Characters before a sentence in which the one before it is looked for."""

_BETWEEN = re.compile(r"(?<=[.!?…])\s+")


def read_jointly(asked: Question, ranked: Sequence[Sentence], ranker: Ranker) -> list[Sentence]:
    """The sentences anew, best first; the same where the model was not taught to read a question with a sentence."""
    best, encoder = ranked[:READ], ranker.encoder
    odds = encoder.answers(asked.text, list(map(in_place, best))) if isinstance(encoder, JointEncoder) else None
    if odds is None:
        return list(ranked)
    read = [replace(each, joint=value) for each, value in zip(best, odds.tolist(), strict=True)]
    return in_order([*read, *ranked[READ:]])


def in_place(sentence: Sentence) -> InPlace:
    """The sentence with its document's title, its last heading, and what is left of the sentence before it."""
    passage = sentence.hit.passage
    before = passage.text[max(0, sentence.start - BEFORE) : sentence.start].strip().rsplit("\n", 1)[-1]
    heading = passage.section.rsplit(PATH_MARK, 1)[-1]
    return InPlace(sentence.text, sentence.hit.document.title, heading, _BETWEEN.split(before)[-1])
