"""How likely it is that the documents answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus import samples
from corpus.catalogue import PassageText
from corpus.home import Home
from index.background import texts, unrelated
from index.manifest import Manifest
from index.words import QueryWord, WordIndex
from search.baselines import FORMULA, Baselines
from search.confidence import Signals, lost_share


def test_more_above_the_baseline_is_more_likely() -> None:
    """This ensures that the probability grows with the score, falls with lost words, and stays within 0 and 1."""
    assert Signals(0.05, 0.0).probability > Signals(0.0, 0.0).probability > Signals(0.0, 0.5).probability
    assert Signals(9.0, 0.0).probability < 1
    assert Signals(-9.0, 1.0).probability > 0


def test_the_lost_share_is_by_weight() -> None:
    """This ensures that words that stand nowhere count by their weight, and prefixes and phrases not at all."""
    index = WordIndex(None)
    index.add([PassageText(1, "d", "", "charte label", "fr", b""), PassageText(2, "d", "", "charte", "fr", b"")])
    index.commit()
    here, rare, nowhere = QueryWord(("chart",)), QueryWord(("label",)), QueryWord(("xyz",))
    weights = index.weights([here, rare, nowhere])
    assert lost_share(index, [here, rare, nowhere]) == pytest.approx(weights[2] / weights.sum())
    assert lost_share(index, [here]) == 0
    assert lost_share(index, []) == lost_share(index, [QueryWord(prefix="cha")]) == 0


def manifest(revision: int) -> Manifest:
    return Manifest("id", revision, "m", 3, "a", "w", "v", "s", "b")


def test_a_baseline_is_measured_once_a_state(home: Home) -> None:
    """This ensures that it is kept beside the home and forgotten when the home changes."""
    home.create()
    measured: list[str] = []

    def measure() -> float:
        measured.append("x")
        return 0.5

    assert Baselines.open(home, manifest(1)).get("fr", measure) == 0.5
    assert Baselines.open(home, manifest(1)).get("fr", measure) == 0.5
    assert len(measured) == 1
    Baselines.open(home, manifest(2)).get("fr", measure)
    assert len(measured) == 2


UNFIT = json.dumps({"key": f"id 1 b a {FORMULA}", "scores": {"fr": "x"}}).encode()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"key": 1}', b"\xff", UNFIT])
def test_a_damaged_file_is_measured_anew(home: Home, content: bytes) -> None:
    """This ensures that what can't be read is not believed."""
    home.create()
    (home.root / "baselines.json").write_bytes(content)
    assert Baselines.open(home, manifest(1)).get("fr", lambda: 0.25) == 0.25
    assert json.loads((home.root / "baselines.json").read_text("utf-8"))["scores"] == {"fr": 0.25}


def test_a_home_that_can_only_be_read(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that a baseline is told though it can't be kept."""
    home.create()

    def refuse(path: Path, data: bytes) -> None:
        raise PermissionError

    monkeypatch.setattr("search.baselines.write_atomically", refuse)
    assert Baselines.open(home, manifest(1)).get("", lambda: 1.0) == 1.0


def test_the_unrelated_questions_are_asked_alike() -> None:
    """This ensures that every language has as many, and none that is in the background or answered by the samples."""
    bank = unrelated()
    assert {"fr", "en", "de", "es", "it"} <= set(bank)
    assert len({len(questions) for questions in bank.values()}) == 1
    known = {text for versions in texts().values() for text in versions}
    known |= {question.text for question in samples.questions()}
    assert not known & {text for questions in bank.values() for text in questions}


def test_searches_tell_it(home: Home, tmp_path: Path, encoder: Any) -> None:
    """This ensures that a search by both legs has a confidence, one by one leg none, and no hits none at all."""
    from ingest.pipeline import RunOptions, ingest
    from search import Searcher

    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "charte.txt").write_text("La charte engage tous ses signataires.", "utf-8")
    ingest(home, [folder], encoder, model="subjects", options=RunOptions(workers=0))
    with Searcher.open(home, encoder=encoder) as searcher:
        sure = searcher.search("charte signataires").confidence
        unsure = searcher.search("Combien de lunes tournent autour de Neptune ?").confidence
        assert sure is not None
        assert unsure is not None
        assert sure > 0.5 > unsure
        assert searcher.search("charte", mode="dense").confidence is None
        assert searcher.search("charte", mode="lexical").confidence is None
        assert searcher.search('"rien de tel"').confidence == 0.0
        assert searcher.search("charte").as_json()["confidence"] == pytest.approx(
            searcher.search("charte").confidence, abs=1e-4
        )
        assert np.isfinite(sure)
