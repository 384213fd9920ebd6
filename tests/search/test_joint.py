"""The best sentences read together with the question, by an encoder whose odds are given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pytest

from corpus.catalogue import DocumentSummary
from corpus.types import Passage
from index.encoder import InPlace
from search.answer_weights import JOINT, JOINT_LEAST
from search.asking import understood
from search.joint import READ, in_place, read_jointly
from search.ranking import Ranker
from search.results import Hit
from search.sentences import Sentence, Signals

ASKED = understood("Who signed the charter?")


@dataclass
class Told:
    """An encoder that reads a text as it is told to, -1 where it isn't, and keeps what it was asked for."""

    odds: dict[str, float] | None
    asked: list[str] = field(default_factory=list)
    model_id: str = "told"
    dim: int = 3
    max_tokens: int = 8

    def answers(self, question: str, sentences: Sequence[InPlace]) -> npt.NDArray[np.float64] | None:
        self.asked += [question, *(each.text for each in sentences)]
        return None if self.odds is None else np.array([self.odds.get(each.text, -1.0) for each in sentences])

    def count_tokens(self, texts: Any) -> Any:
        raise NotImplementedError

    encode_passages = encode_queries = count_tokens


def ranker(encoder: object) -> Ranker:
    return cast("Ranker", SimpleNamespace(encoder=encoder))


def sentence(text: str, nearness: float) -> Sentence:
    passage = Passage(1, "a", 0, 0, len(text), text, "", None, None, "en")
    document = DocumentSummary("a", "", None, "", "en", "text/plain", 0, 1, len(text), None, "")
    signals = Signals(nearness, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, nothing_new=False, heading=False)
    return Sentence(Hit(1, 0.4, 0.4, 0.4, passage, document, ()), 0, len(text), (), signals)


def test_the_best_are_ordered_anew() -> None:
    """This ensures that a sentence that reads as an answer goes before a little nearer one, and has its odds.

    Its score is .50 + JOINT · (4 + 6), and .51 + JOINT · (-1 + 6) that of the other.
    """
    near, nearer = sentence("The mayor signed it.", 0.50), sentence("The charter was signed.", 0.51)
    encoder = Told({near.text: 4.0})
    found = read_jointly(ASKED, [nearer, near], ranker(encoder))
    assert encoder.asked == [ASKED.text, nearer.text, near.text]
    assert [(each.text, each.joint) for each in found] == [(near.text, 4.0), (nearer.text, -1.0)]
    assert found[0].score == pytest.approx(0.50 + JOINT * (4.0 - JOINT_LEAST))


def test_only_the_best_are_read() -> None:
    """This ensures that reading takes no longer for more sentences, and that those that are not read stay behind."""
    ranked = [sentence(f"{number}.", 0.5 - 0.01 * number) for number in range(READ + 2)]
    encoder = Told({})
    found = read_jointly(ASKED, ranked, ranker(encoder))
    assert len(encoder.asked) == 1 + READ
    assert [each.text for each in found] == [each.text for each in ranked]
    assert [each.joint for each in found[READ:]] == [None, None]


def test_a_model_that_does_not_read_together(encoder: object) -> None:
    """This ensures that sentences stay as they are with an encoder without it, or with other weights."""
    ranked = [sentence("The charter was signed.", 0.5), sentence("The mayor signed it.", 0.4)]
    assert read_jointly(ASKED, ranked, ranker(encoder)) == ranked
    assert read_jointly(ASKED, ranked, ranker(Told(None))) == ranked
    assert read_jointly(ASKED, [], ranker(Told({}))) == []


@pytest.mark.parametrize(
    ("text", "section", "expected"),
    [
        ("The mayor signed it.", "", InPlace("The mayor signed it.", "The charter")),
        (
            "It binds two towns. The charter was signed. The mayor signed it.",
            "Charter › Article 2",
            InPlace("The mayor signed it.", "The charter", "Article 2", "The charter was signed."),
        ),
        (
            "Signed by\nthe towns:\nThe mayor signed it.",
            "",
            InPlace("The mayor signed it.", "The charter", "", "the towns:"),
        ),
    ],
)
def test_a_sentence_is_read_in_its_place(text: str, section: str, expected: InPlace) -> None:
    """This ensures that the title, the last heading and the sentence before are read, too, of its own line."""
    said = expected.text
    passage = Passage(1, "a", 0, 0, len(text), text, section, None, None, "en")
    document = DocumentSummary("a", "", None, "The charter", "en", "text/plain", 0, 1, len(text), None, "")
    signals = Signals(0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, nothing_new=False, heading=False)
    hit = Hit(1, 0.4, 0.4, 0.4, passage, document, ())
    assert in_place(Sentence(hit, text.index(said), len(text), (), signals)) == expected
