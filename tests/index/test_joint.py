"""Question and sentence read together, on a tiny model whose states are asked for apart, and on the real one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.bundled import BundledEncoder, unsupported
from index.encoder import InPlace, JointEncoder
from index.forward import LayerChange
from index.joint import FILE, JointReader, JointTokens, Learned
from index.queries import QueryModel
from index.weights import Floats, open_weights

HIDDEN = 32
NO_CHANGE = LayerChange(np.zeros((3 * HIDDEN, HIDDEN), np.float32), np.zeros((HIDDEN, HIDDEN), np.float32))

needs_bundled = pytest.mark.skipif(bool(unsupported()), reason=f"the bundled model cannot run here: {unsupported()}")


@pytest.fixture
def model(roomy_weights: bytes, tmp_path: Path) -> QueryModel:
    """One layer of 32 dimensions; its prompt is "la"."""
    path = tmp_path / "weights.bin"
    path.write_bytes(roomy_weights)
    return QueryModel(open_weights(path), "la ")


def learned(weights: Floats, change: LayerChange = NO_CHANGE, constant: float = 0.0) -> Learned:
    return Learned("tiny", 1, {0: change}, weights.astype(np.float32), constant)


@pytest.mark.parametrize(
    ("sentence", "around"),
    [
        (InPlace("la ville"), []),
        (InPlace("la ville", title="ville"), [5]),
        (InPlace("la ville", "ville", "la", "la ville"), [5, 4, 4, 5]),
        (InPlace("la ville", "ville", "ville", "la"), [5, 4]),
        (InPlace("la ville", "ville " * 20, "la " * 20, "la " * 30 + "ville " * 20), [5] * 12 + [4] * 16 + [5] * 20),
    ],
)
def test_the_texts_stand_behind_each_other(model: QueryModel, sentence: InPlace, around: Sequence[int]) -> None:
    """This ensures that ids are `<s> prompt question </s> </s> around </s> sentence </s>`, and where the words stand.

    Around are title and heading, once where they are the same and twelve tokens of each, and the end of what is before:
    48 tokens in all.
    """
    pair = JointTokens(model).together("ville", sentence)
    assert pair.ids.tolist() == [0, 4, 5, 2, 2, *around, 2, 4, 5, 2]
    assert pair.ids[pair.asked].tolist() == [5]
    assert pair.ids[pair.said].tolist() == [4, 5]


def test_odds_worked_from_the_states(model: QueryModel) -> None:
    """This ensures that the head reads how the question's mean moves by the sentence, and the product of both means.

    Its weights are 1 for the first dimension of the one and 2 for the last of the other, beside a constant of 3.
    """
    weights = np.zeros(2 * HIDDEN)
    weights[0], weights[-1] = 1, 2
    found = JointReader(model, learned(weights, constant=3.0)).log_odds("ville", [InPlace("la ville", before="la")])
    together, alone = model.forward.states([np.array([0, 4, 5, 2, 2, 4, 2, 4, 5, 2]), np.array([0, 4, 5, 2])])
    asked, said = together[2], (together[7] + together[8]) / 2
    assert found == pytest.approx([asked[0] - alone[2][0] + 2 * asked[-1] * said[-1] + 3], abs=1e-5)


def test_a_change_is_added_to_the_weights(model: QueryModel) -> None:
    """This ensures that states change with what is learned, and where: what cancels attention makes its rest idle.

    Without the product behind attention nothing of its queries, keys and values is left in the states.
    """
    attended = -model.forward._layers[0].attended.weights
    queries = np.random.default_rng(0).normal(size=(3 * HIDDEN, HIDDEN)).astype(np.float32)
    ids = [np.array([0, 4, 5, 2])]

    def states(change: LayerChange) -> Floats:
        return model.forward.first(1, {0: change}).states(ids)[0]

    assert np.array_equal(states(NO_CHANGE), model.forward.states(ids)[0])
    assert not np.allclose(states(LayerChange(queries, NO_CHANGE.attended)), states(NO_CHANGE), atol=1e-3)
    cancelled = states(LayerChange(NO_CHANGE.queries_keys_values, attended))
    assert np.allclose(states(LayerChange(queries, attended)), cancelled, atol=1e-6)
    assert not np.allclose(cancelled, states(NO_CHANGE), atol=1e-3)


def test_the_file_holds_products(tmp_path: Path) -> None:
    """This ensures that what is written in bytes is read as written: (2 · .5) · (3 · .25) = .75 at its place."""
    held = {"model_id": np.array("tiny"), "layers": np.array(3), "weights": np.ones(4, np.float32)}
    for part in ("query", "key", "value", "attended"):
        held[f"2.{part}.into"] = np.array([[2], [0]], np.int8)
        held[f"2.{part}.into.scale"] = np.array([[0.5]], np.float32)
        held[f"2.{part}.out"] = np.array([[0, 3 if part == "key" else 0]], np.int8)
        held[f"2.{part}.out.scale"] = np.array([[0.25]], np.float32)
    np.savez(tmp_path / "joint.npz", constant=np.array(-1.5), **held)
    found = Learned.open(tmp_path / "joint.npz")
    assert (found.model_id, found.layers, found.constant, list(found.changes)) == ("tiny", 3, -1.5, [2])
    # Outputs are rows: the second of the keys, which follow the two of the queries, takes from the first input.
    assert found.changes[2].queries_keys_values.tolist() == [[0, 0], [0, 0], [0, 0], [0.75, 0], [0, 0], [0, 0]]
    assert not found.changes[2].attended.any()


@pytest.mark.parametrize(
    ("question", "texts"), [("", ["ville"]), ("ville", [""]), ("", [""]), ("ville", ["\x00", " "])]
)
def test_texts_without_words(model: QueryModel, question: str, texts: Sequence[str]) -> None:
    """This ensures that there is a number for any text."""
    reader = JointReader(model, learned(np.ones(2 * HIDDEN)))
    assert np.isfinite(reader.log_odds(question, [InPlace(text, text, text, text) for text in texts])).all()


def test_no_texts(model: QueryModel) -> None:
    """This ensures that nothing is read where there is nothing."""
    assert JointReader(model, learned(np.ones(2 * HIDDEN))).log_odds("ville", []).shape == (0,)


@needs_bundled
def test_the_same_alone_and_among_others() -> None:
    """This ensures that a sentence's odds do not depend, to the last bit, on what else is read; long ones are cut."""
    encoder = BundledEncoder()
    assert isinstance(encoder, JointEncoder)
    said = ("La charte a été signée en 2021 par douze communes.", "La charte engage.", "mot " * 500, "1er juin 2023")
    texts = [
        InPlace(text, "Charte de Clairval", "Article 1", before)
        for text, before in zip(said, (*said[1:], ""), strict=True)
    ]
    question = "Quand la charte a-t-elle été signée ?"
    together = encoder.answers(question, texts)
    assert together is not None
    alone = [encoder.answers(question, [text]) for text in texts]
    assert together.tolist() == [float(each[0]) for each in alone if each is not None]


@needs_bundled
def test_what_was_learned_is_of_the_installed_weights() -> None:
    """This ensures that the file that is shipped is small, of this model, and tells what answers from what does not."""
    encoder = BundledEncoder()
    assert FILE.stat().st_size < 150_000
    assert Learned.open().model_id == encoder.model_id
    odds = encoder.answers(
        "When was the charter signed?",
        [
            InPlace("The charter was signed on 3 May 2021."),
            InPlace("The charter was signed by the mayor of Limoges and the rector."),
            InPlace("The charter names twelve tasks of the towns."),
        ],
    )
    assert odds is not None
    assert odds[0] > odds[1] > odds[2]


@needs_bundled
def test_other_weights_have_learned_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that what was learned for some weights is not used with others."""
    encoder = BundledEncoder()
    monkeypatch.setattr(encoder, "_model_id", "intfloat/multilingual-e5-small@other")
    assert encoder.answers("Who?", [InPlace("Nobody.")]) is None
