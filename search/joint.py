"""The sentences that a search finds best, each read once more together with the question: see `index.joint`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.encoder import JointEncoder
from search.asking import Question
from search.ranking import Ranker
from search.sentences import Sentence, in_order

READ = 8
"""Sentences that are read: eight of 40 tokens with the question take a sixth of a second of a processor."""


def read_jointly(asked: Question, ranked: Sequence[Sentence], ranker: Ranker) -> list[Sentence]:
    """The sentences anew, best first; the same where the model was not taught to read a question with a sentence."""
    best, encoder = ranked[:READ], ranker.encoder
    odds = encoder.answers(asked.text, [each.text for each in best]) if isinstance(encoder, JointEncoder) else None
    if odds is None:
        return list(ranked)
    read = [replace(each, joint=value) for each, value in zip(best, odds.tolist(), strict=True)]
    return in_order([*read, *ranked[READ:]])
