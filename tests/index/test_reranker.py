"""The second look, on real tiny cross-encoders written to a folder."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelMissing
from index.reranker import CrossEncoderReranker, open_reranker

TEXTS = ["charte charte charte", "ville", "charte ville", "", "la ville et la charte du label et la ville"]


@pytest.fixture(scope="module")
def folder(make_cross_encoder: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_cross_encoder(tmp_path_factory.mktemp("models") / "counting")


@pytest.fixture(scope="module")
def reranker(folder: Path) -> CrossEncoderReranker:
    return CrossEncoderReranker(str(folder))


def test_scores_order_by_query_and_text_together(reranker: CrossEncoderReranker) -> None:
    """This ensures that the model reads both: `charte` is 3 of 7 tokens, 0 of 5, 1 of 6, 0 of 4 and 1 of 14."""
    scores = reranker.scores("label", TEXTS)
    assert (scores.shape, scores.dtype) == ((5,), np.float64)
    assert np.argsort(-scores)[:3].tolist() == [0, 2, 4]
    assert (np.diff(scores[[0, 2, 4, 1]]) < 0).all()
    asked = reranker.scores("charte", TEXTS)
    assert (asked > scores).all()


def test_scores_are_the_same_each_time(
    make_cross_encoder: Callable[..., Path], tmp_path: Path, folder: Path, reranker: CrossEncoderReranker
) -> None:
    """This ensures that two openings of one model give one order, to the last bit, and other weights another id."""
    again = open_reranker(str(folder))
    assert again.model_id == reranker.model_id
    assert again.model_id.startswith("counting@")
    assert again.scores("label", TEXTS).tolist() == reranker.scores("label", TEXTS).tolist()
    other = open_reranker(str(make_cross_encoder(tmp_path / "counting", seed=1)))
    assert other.model_id != reranker.model_id
    assert other.scores("label", TEXTS).tolist() != reranker.scores("label", TEXTS).tolist()


def test_nothing_to_score(reranker: CrossEncoderReranker) -> None:
    """This ensures that no passages have no scores."""
    assert reranker.scores("label", []).shape == (0,)


@pytest.mark.parametrize("text", ["\x00", "\ud800 la ville", "🏛️", "\u202bمرحبا", "\n\n", "la ville " * 20_000])
def test_odd_text(reranker: CrossEncoderReranker, text: str) -> None:
    """This ensures that no text stops a search, whichever side it is on, and that what is too long is cut."""
    assert np.isfinite(reranker.scores(text, ["charte", text])).all()


def test_threads_take_turns(reranker: CrossEncoderReranker) -> None:
    """This ensures that searches at once don't disturb each other."""
    expected, found = reranker.scores("label", TEXTS).tolist(), []

    def score() -> None:
        found.extend(reranker.scores("label", TEXTS).tolist() == expected for _ in range(5))

    threads = [threading.Thread(target=score) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 20


def test_what_is_no_cross_encoder_is_refused(make_model: Callable[..., Path], tmp_path: Path) -> None:
    """This ensures that an encoder of single texts is not used with a last layer of random weights."""
    with pytest.raises(ModelMissing, match="is no cross-encoder") as caught:
        open_reranker(str(make_model(tmp_path / "encoder")))
    assert "search without a second look" in caught.value.advice


def test_a_model_of_several_scores_is_refused(make_cross_encoder: Callable[..., Path], tmp_path: Path) -> None:
    """This ensures that a classifier, of entailment say, is not taken for one that ranks."""
    with pytest.raises(ModelMissing, match="gives 3 scores to a pair of texts, and not one"):
        open_reranker(str(make_cross_encoder(tmp_path / "classes", seed=0, labels=3)))


def test_what_sentence_transformers_saved_is_accepted(folder: Path, tmp_path: Path) -> None:
    """This ensures that the library's own word counts for models whose architecture is not told by its name."""
    saved = tmp_path / "saved"
    shutil.copytree(folder, saved)
    config = json.loads((saved / "config.json").read_text())
    (saved / "config.json").write_text(json.dumps(config | {"architectures": ["Ours"]}))
    with pytest.raises(ModelMissing, match="is no cross-encoder"):
        open_reranker(str(saved))
    (saved / "config_sentence_transformers.json").write_text('{"model_type": "CrossEncoder"}')
    assert open_reranker(str(saved)).scores("label", TEXTS).argmax() == 0


@pytest.mark.parametrize(
    ("name", "reason"),
    [("", "no model folder"), ("./nowhere", "no model folder"), ("~nobody/model", "no model folder")],
)
def test_missing_models_are_named(name: str, reason: str) -> None:
    """This ensures a clear error, with advice that fits, before anything is loaded."""
    with pytest.raises(ModelMissing, match=reason) as caught:
        open_reranker(name)
    assert "cross-encoder" in caught.value.advice


def test_damaged_models_are_named(folder: Path, tmp_path: Path) -> None:
    """This ensures that an empty folder, a broken configuration and missing weights are our errors."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelMissing, match="is not the folder of a model"):
        open_reranker(str(tmp_path / "empty"))
    broken = tmp_path / "broken"
    shutil.copytree(folder, broken)
    (broken / "model.safetensors").unlink()
    with pytest.raises(ModelMissing, match="cannot be loaded"):
        open_reranker(str(broken))
    (broken / "config.json").write_text("{")
    with pytest.raises(ModelMissing, match="can't be read"):
        open_reranker(str(broken))


def test_code_of_a_model_is_not_run(folder: Path, tmp_path: Path) -> None:
    """This ensures that a model which comes with its own code is refused, and the code not even imported."""
    coded = tmp_path / "coded"
    shutil.copytree(folder, coded)
    (coded / "ours.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    config = json.loads((coded / "config.json").read_text())
    named = {"AutoConfig": "ours.Config", "AutoModelForSequenceClassification": "ours.Model"}
    (coded / "config.json").write_text(json.dumps(config | {"model_type": "ours", "auto_map": named}))
    with pytest.raises(ModelMissing, match="cannot be loaded"):
        open_reranker(str(coded))
    assert not (tmp_path / "ran").exists()
