"""A question and a sentence read as one text: how likely the sentence answers, by the bundled model's lower layers.

The encoder reads both apart. Read together, the attention of its layers relates their words; and what stands above and
before the sentence tells what it is about, which the sentence itself often leaves out. What was learned for that
is in `joint.npz`: small changes to some layers and a linear head, made by `tests/quality/joint_fit.py` for one model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.encoder import InPlace
from index.forward import LayerChange, TokenIds
from index.queries import QueryModel
from index.unigram import shortened
from index.weights import Floats

FILE = Path(__file__).with_name("joint.npz")

QUESTION_TOKENS, SENTENCE_TOKENS, TITLE_TOKENS, AROUND_TOKENS = 128, 64, 12, 48
"""Read of each: of the title and of the heading, and with these and the sentence before. What was learned was learned
from texts cut there, and time grows with their tokens."""

ATTENDED = "attended"
PARTS = ("query", "key", "value", ATTENDED)
"""Of a layer's attention, what is changed: three products before it and the one behind."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What was learned for `model_id`: changes to some of its first `layers`, and the head's weights (2 x hidden,)."""

    model_id: str
    layers: int
    changes: Mapping[int, LayerChange]
    weights: Floats
    constant: float

    @classmethod
    def open(cls, path: Path = FILE) -> Learned:
        """From a file of products of two thin matrices, each in bytes with their scales."""
        with np.load(path) as file:
            held = {name: file[name] for name in file.files}
        numbers = sorted({int(name.split(".")[0]) for name in held if name[0].isdecimal()})
        return cls(
            model_id=str(held["model_id"]),
            layers=int(held["layers"]),
            changes={number: _change(held, number) for number in numbers},
            weights=held["weights"].astype(np.float32),
            constant=float(held["constant"]),
        )


def _change(held: Mapping[str, npt.NDArray[np.generic]], number: int) -> LayerChange:
    query, key, value, attended = (_product(held, f"{number}.{part}") for part in PARTS)
    return LayerChange(np.concatenate([query, key, value]), attended)


def _product(held: Mapping[str, npt.NDArray[np.generic]], name: str) -> Floats:
    """Outputs x inputs, as weights lie."""
    into, out = (
        held[f"{name}.{part}"].astype(np.float32) * held[f"{name}.{part}.scale"].astype(np.float32)
        for part in ("into", "out")
    )
    change: Floats = np.ascontiguousarray((into @ out).T)
    return change


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a sentence as one text: its ids, and where in them the words of each are."""

    ids: TokenIds
    asked: slice
    said: slice


class JointTokens:
    """Texts as they are read together: the question with its prompt, what is around the sentence, the sentence."""

    def __init__(self, model: QueryModel) -> None:
        self._model = model

    def alone(self, question: str) -> tuple[TokenIds, slice]:
        """The ids of a question by itself, and where its words are: one at least, if only the end of the text."""
        ids = np.array(shortened(self._model.token_ids(question).tolist(), QUESTION_TOKENS), dtype=np.int64)
        return ids, slice(min(self._model.skip, len(ids) - 1), max(len(ids) - 1, self._model.skip + 1))

    def together(self, question: str, sentence: InPlace) -> Pair:
        """The ids of a question with a sentence in its place; one without any words has the end of the text."""
        ids, asked = self.alone(question)
        end, said = ids[-1:], self._model.inner_ids(sentence.text)[:SENTENCE_TOKENS]
        around = self._around(sentence)
        first = len(ids) + 1 + len(around) + 1
        return Pair(np.concatenate([ids, end, around, end, said, end]), asked, slice(first, first + max(1, len(said))))

    def _around(self, sentence: InPlace) -> TokenIds:
        """The title, the heading where it is another, and the end of the sentence before."""
        above = [
            self._model.inner_ids(text)[:TITLE_TOKENS]
            for text in dict.fromkeys((sentence.title, sentence.heading))
            if text
        ]
        left = AROUND_TOKENS - sum(map(len, above))
        before = [self._model.inner_ids(sentence.before)[-left:]] if sentence.before else []
        return np.concatenate([np.empty(0, np.int64), *above, *before])


class JointReader:
    """Reads questions with sentences. Any number of threads may share one."""

    def __init__(self, model: QueryModel, learned: Learned) -> None:
        self._tokens = JointTokens(model)
        self._alone = model.forward.first(learned.layers, {})
        self._together = model.forward.first(learned.layers, learned.changes)
        self._learned = learned

    def log_odds(self, question: str, sentences: Sequence[InPlace]) -> npt.NDArray[np.float64]:
        """How likely each sentence answers the question, as log-odds (n,), the same alone and among others.

        They were learned from the sentences that a search finds best, of which one in six or so answers.
        """
        if not sentences:
            return np.empty(0)
        ids, words = self._tokens.alone(question)
        alone = self._alone.states([ids])[0][words].mean(axis=0)
        pairs = [self._tokens.together(question, each) for each in sentences]
        read = self._together.states([pair.ids for pair in pairs])
        return np.array([self._odds(pair, states, alone) for pair, states in zip(pairs, read, strict=True)])

    def _odds(self, pair: Pair, states: Floats, alone: Floats) -> float:
        asked, said = states[pair.asked].mean(axis=0), states[pair.said].mean(axis=0)
        told = np.concatenate([asked - alone, asked * said])
        return float(self._learned.weights @ told) + self._learned.constant
