"""ask, batch --ask and evaluate --answers as people call them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ui.cli import main

CHARTER = "La charte des villes a été signée le 4 mai 2019. Elle engage les villes."


pytestmark = pytest.mark.usefixtures("model_by_hand")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A home with two records, made by the command line."""
    records = [{"_id": "d1", "title": "Charte", "text": CHARTER}, {"_id": "d2", "text": "Un port de mer."}]
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    assert repere(tmp_path, "ingest", path).exit_code == 0
    return tmp_path


def repere(folder: Path, *arguments: object) -> Result:
    command, *rest = map(str, arguments)
    return CliRunner().invoke(main, [command, "--home", str(folder / "home"), *rest])


def test_an_answer_as_json(folder: Path) -> None:
    """This ensures that programs get the answer whole, and nothing else on stdout."""
    result = repere(
        folder, "ask", "Et quand ?", "--after", "Qui a signé la charte des villes ?", "--doc", "d1", "--json"
    )
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert answer["question_read"] == "Quand (a signé la charte des villes) ?"
    assert answer["quotes"] or answer["nearest"]
    for quote in (*answer["quotes"], *answer["nearest"]):
        assert quote["text"] in CHARTER


def test_an_answer_for_people(folder: Path) -> None:
    """This ensures that people see how a question was read, and a frame in its language."""
    result = repere(folder, "ask", "Et quand ?", "--after", "Qui a signé la charte des villes ?", "--doc", "d1")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Question comprise : Quand (a signé la charte des villes) ?")
    assert "Les documents disent :" in result.stdout or "Pas dans ces documents." in result.stdout


@pytest.mark.parametrize("question", ["", "   ", "x" * 20_000])
def test_what_is_no_question(folder: Path, question: str) -> None:
    """This ensures that one line says what is wrong."""
    result = repere(folder, "ask", question)
    assert result.exit_code == 1
    assert result.stderr.startswith("repere: ")
    assert len(result.stderr.strip().splitlines()) == 1


def test_generation_has_to_be_set(folder: Path) -> None:
    """This ensures that --generate without a server is refused in one line, and sends nothing."""
    result = repere(folder, "ask", "Quand ?", "--generate")
    assert result.exit_code == 1
    assert "REPERE_LLM_URL" in result.stderr


def test_a_server_that_is_missing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This ensures that the quotations stand where the language model can't be reached."""
    monkeypatch.setenv("REPERE_LLM_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("REPERE_LLM_MODEL", "small")
    result = repere(folder, "ask", "Quand la charte des villes a-t-elle été signée ?", "--generate")
    assert result.exit_code == 0, result.output


def test_batch_answers(folder: Path) -> None:
    """This ensures that a batch of questions is a table with a row a question, in order."""
    (folder / "q.csv").write_text("id;question\nq1;Quand la charte des villes a-t-elle été signée ?\nq2;\nq3;port\n")
    result = repere(folder, "batch", folder / "q.csv", "-o", folder / "out.csv", "--ask")
    assert result.exit_code == 1  # q2 is empty
    with (folder / "out.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["query_id"] for row in rows] == ["q1", "q2", "q3"]
    assert [row["answered"] in {"0", "1"} for row in rows] == [True, False, True]
    assert rows[1]["error"]
    record = json.loads((folder / "out.csv.run.json").read_text("utf-8"))
    assert record["options"]["ask"] is True


def test_answers_are_no_run(folder: Path) -> None:
    """This ensures that a run of answers is refused before anything is asked."""
    (folder / "q.txt").write_text("port\n")
    result = repere(folder, "batch", folder / "q.txt", "-o", folder / "out.trec", "--ask")
    assert result.exit_code == 1
    assert not (folder / "out.trec").exists()


def test_evaluating_answers(folder: Path) -> None:
    """This ensures that a researcher gets the figures of answers against known ones."""
    gold = [
        {"_id": "1", "text": "Quand la charte des villes a-t-elle été signée ?", "answers": ["4 mai 2019"]},
        {"_id": "2", "text": "Comment je m'appelle ?", "answers": []},
    ]
    (folder / "gold.jsonl").write_text("".join(json.dumps(line) + "\n" for line in gold))
    result = repere(folder, "evaluate", "--answers", folder / "gold.jsonl", "--json", "--per-query")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["measures"]["questions"], told["measures"]["answerable"]) == (2, 1)
    assert told["measures"]["answered_wrongly"] == 0
    plain = repere(folder, "evaluate", "--answers", folder / "gold.jsonl", "--per-query")
    assert "exact_match" in plain.stdout


@pytest.mark.parametrize("options", [[], ["--answers", "g.jsonl", "--qrels", "q.tsv"], ["--queries", "q.csv"]])
def test_evaluate_says_what_it_needs(folder: Path, options: list[str]) -> None:
    """This ensures that measures without what they are measured against are wrong usage."""
    assert repere(folder, "evaluate", *options).exit_code == 2
