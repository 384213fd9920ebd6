"""search --explain, search --rerank and similar, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from search.explain import AskedWord, Explanation, Part
from ui.cli import main
from ui.explaining import explanation_lines

pytestmark = pytest.mark.usefixtures("model_by_hand")


class LastFirst:
    """Each passage is better than the one before."""

    model_id = "last-first@1"

    def scores(self, query: str, texts: list[str]) -> np.ndarray:
        return np.arange(len(texts), dtype=float)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    records = [
        {"_id": "fr", "lang": "fr", "text": "La charte engage les signataires."},
        {"_id": "en", "lang": "en", "text": "The charter binds those who sign."},
        {"_id": "port", "lang": "fr", "text": "Un port accueille les navires."},
    ]
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    repere(tmp_path, "ingest", path)
    return path


def repere(tmp_path: Path, *arguments: object) -> Result:
    command, *rest = map(str, arguments)
    return CliRunner().invoke(main, [command, "--home", str(tmp_path / "home"), *rest])


def test_explanations_in_words_and_json(tmp_path: Path, corpus: Path) -> None:
    """This ensures that people and programs are told why, on request only."""
    shown = repere(tmp_path, "search", "charte", "--explain", "-k", "1").stdout
    assert "| Found by meaning and by words." in shown
    assert "| Score " in shown
    assert "| Words by weight: charte 100% (“charte”)" in shown
    told = json.loads(repere(tmp_path, "search", "charte", "--explain", "--json").stdout)["hits"]
    assert len(told) == 3
    for hit in told:
        assert sum(part["points"] for part in hit["explanation"]["parts"]) == pytest.approx(hit["score"], abs=5e-6)
    assert '"explanation"' not in repere(tmp_path, "search", "charte", "--json").stdout
    assert "No passage found." in repere(tmp_path, "search", "absent", "--mode", "lexical", "--explain").stdout


def test_explanation_worked_by_hand() -> None:
    """This ensures short lines that say all: .65 · .8 + .35 · .9 + .05 · .4 + .05 · .2 = .865."""
    parts = (
        Part("passage", 0.65, 0.8),
        Part("sentence", 0.35, 0.9),
        Part("words", 0.05, 0.4),
        Part("letters", 0.05, 0.2),
    )
    words = (AskedWord("Chartes", 0.7, ("charte", "chartes")), AskedWord("xyz", 0.2, (), anywhere=False),
             AskedWord("port", 0.1, ()))  # fmt: skip
    near = "0.65 × 0.800 nearness of the passage + 0.35 × 0.900 of its best sentence"
    assert explanation_lines(Explanation(1, "hybrid", ("meaning", "letters"), parts, words, rerank=0.25)) == [
        "Found by meaning and by the letters of a word that stands nowhere.",
        f"Score 0.865 = {near} + 0.05 × 0.400 share of the words + 0.05 × 0.200 of their letters",
        "Words by weight: Chartes 70% (“charte” “chartes”), xyz 20% (in no passage), port 10% (not here)",
        "Second look: 0.250, which decides on the order",
    ]


def test_similar_across_languages(tmp_path: Path, corpus: Path) -> None:
    """This ensures that the translation comes first, in words and in JSON, and that filters are taken."""
    numbers = {
        hit["external_id"]: hit["passage_id"]
        for hit in json.loads(repere(tmp_path, "search", "charte", "--json").stdout)["hits"]
    }
    shown = repere(tmp_path, "similar", numbers["fr"])
    assert (shown.exit_code, shown.stdout.index("The charter") < shown.stdout.index("Un port")) == (0, True)
    told = json.loads(repere(tmp_path, "similar", numbers["fr"], "--json", "-k", "1").stdout)
    assert [hit["external_id"] for hit in told["hits"]] == ["en"]
    assert told["passage"]["passage_id"] == numbers["fr"]
    only = json.loads(repere(tmp_path, "similar", numbers["fr"], "--lang", "fr", "--json").stdout)
    assert [hit["external_id"] for hit in only["hits"]] == ["port"]
    assert "No passage found." in repere(tmp_path, "similar", numbers["fr"], "--lang", "xx", "--same-document").stdout


def test_unknown_passage_is_one_line(tmp_path: Path, corpus: Path) -> None:
    """This ensures a known failure for an id that is not there, and wrong usage for what is no id."""
    result = repere(tmp_path, "similar", 999)
    assert (result.exit_code, result.stderr.splitlines()[-1].startswith("repere: No passage 999")) == (1, True)
    assert repere(tmp_path, "similar", "charte").exit_code == 2


def test_second_look(tmp_path: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that --rerank reaches search, batch and evaluate, and changes what they find."""
    named: list[str] = []
    monkeypatch.setattr("index.reranker.open_reranker", lambda name: named.append(name) or LastFirst())
    plain = json.loads(repere(tmp_path, "search", "charte", "--json").stdout)["hits"]
    again = json.loads(repere(tmp_path, "search", "charte", "--json", "--rerank", "m").stdout)["hits"]
    assert [hit["external_id"] for hit in again] == [hit["external_id"] for hit in plain][::-1]
    assert [hit["rerank"] for hit in again] == [2.0, 1.0, 0.0]
    assert {hit["rerank"] for hit in plain} == {None}
    assert "second look 2.000" in repere(tmp_path, "search", "charte", "--rerank", "m").stdout
    queries, qrels = tmp_path / "q.jsonl", tmp_path / "qrels.tsv"
    queries.write_text('{"_id": "q1", "text": "charte"}\n')
    qrels.write_text(f"query-id\tcorpus-id\tscore\nq1\t{plain[-1]['external_id']}\t1\n")
    run = tmp_path / "out.trec"
    assert repere(tmp_path, "batch", queries, "-o", run, "--rerank", "m").exit_code == 0
    assert run.read_text().split()[2] == plain[-1]["external_id"]
    evaluate = ("evaluate", "--qrels", qrels, "--json", "--measure", "RR@10")
    assert json.loads(repere(tmp_path, *evaluate, "--queries", queries, "--rerank", "m").stdout)["measures"] == {
        "RR@10": 1.0
    }
    assert json.loads(repere(tmp_path, *evaluate, "--run", run).stdout)["measures"] == {"RR@10": 1.0}
    before = json.loads(repere(tmp_path, *evaluate, "--queries", queries).stdout)["measures"]
    assert before["RR@10"] == pytest.approx(1 / 3)
    assert set(named) == {"m"}


def test_missing_cross_encoder_is_one_line(tmp_path: Path, corpus: Path) -> None:
    """This ensures a known failure, and that a home that is not there is told before a model is loaded."""
    result = repere(tmp_path, "search", "charte", "--rerank", "./nowhere")
    assert (result.exit_code, "no model folder './nowhere'" in result.stderr) == (1, True)
    result = CliRunner().invoke(main, ["search", "--home", str(tmp_path / "no"), "x", "--rerank", "./nowhere"])
    assert "nowhere" not in result.stderr
