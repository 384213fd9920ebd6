"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ui.cli import main

COMMANDS = (
    "ingest",
    "search",
    "ask",
    "similar",
    "documents",
    "show",
    "instruments",
    "families",
    "edit",
    "remove",
    "reindex",
    "status",
    "batch",
    "evaluate",
    "compare",
    "terms",
    "topics",
    "coverage",
    "export",
    "serve",
    "demo",
)


pytestmark = pytest.mark.usefixtures("model_by_hand")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "documents"
    found.mkdir()
    (found / "charte.md").write_text("# Charte de Limoges\n\nLa charte engage les signataires.\n", encoding="utf-8")
    (found / "port.txt").write_text("Un port accueille les navires et les voyageurs.", encoding="utf-8")
    return found


def repere(tmp_path: Path, *arguments: object) -> Result:
    command, *rest = map(str, arguments)
    return CliRunner().invoke(main, [command, "--home", str(tmp_path / "home"), *rest])


def test_every_command_has_help() -> None:
    """This ensures that what the README names is there and explains itself."""
    assert tuple(main.commands) == COMMANDS
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        result = CliRunner().invoke(main, [command, "--help"])
        assert result.exit_code == 0
        assert main.commands[command].help
        assert f"`{command}" in readme or f"repere {command}" in readme


def test_from_files_to_a_passage(tmp_path: Path, folder: Path) -> None:
    """This ensures the first walk: ingest, search, show, remove; results on stdout, talk on stderr."""
    result = repere(tmp_path, "ingest", folder)
    assert (result.exit_code, result.stdout.split(".")[0]) == (0, "2 added")
    assert "Reading" in result.stderr
    result = repere(tmp_path, "search", "charter", "-k", "1")
    assert result.exit_code == 0
    assert "Charte de Limoges" in result.stdout
    assert "La charte engage les signataires." in result.stdout
    assert "La charte engage les signataires." in repere(tmp_path, "show", "charte.md").stdout
    assert "Removed" in repere(tmp_path, "remove", "charte.md", "--yes").stdout
    assert "signataires" not in repere(tmp_path, "search", "charter").stdout


def test_json_is_what_the_design_says(tmp_path: Path, folder: Path) -> None:
    """This ensures that programs find the fields that they were promised."""
    repere(tmp_path, "ingest", folder)
    found = json.loads(repere(tmp_path, "search", "charte", "--json").stdout)
    assert found["query"] == {"text": "charte", "language": "unknown", "mode": "hybrid"}
    hit = found["hits"][0]
    assert hit["rank"] == 1
    assert next(hit["text"][start:end] for start, end in hit["highlights"]) in {"Charte", "charte"}
    promised = "score dense lexical passage_id doc_id external_id title uri kind language section first_page last_page"
    assert set(promised.split()) < set(hit)
    assert (hit["kind"], hit["territory"], hit["territory_name"]) == ("charter", "commune:87085", "Limoges")
    assert json.loads(repere(tmp_path, "documents", "--json").stdout)[0]["title"] == "Charte de Limoges"
    assert json.loads(repere(tmp_path, "status", "--json").stdout)["index"] == "current"
    assert json.loads(repere(tmp_path, "show", "charte.md", "--json").stdout)["passages"][0]["ordinal"] == 0
    assert json.loads(repere(tmp_path, "ingest", folder, "--json").stdout)["unchanged"] == 2


def test_sentences_are_left_out_until_they_are_asked_for(tmp_path: Path, folder: Path) -> None:
    """This ensures that a home's choice is kept, told with the way back, and taken back by one option alone."""
    text = "Le port accueille chaque jour des navires de commerce. La charte engage tous les signataires de la vallée."
    (folder / "long.txt").write_text(text, encoding="utf-8")
    repere(tmp_path, "ingest", folder / "long.txt", "--no-sentences")
    repere(tmp_path, "ingest", folder)
    status = repere(tmp_path, "status").stdout
    assert "0 of them encoded" in status
    assert "repere ingest --sentences" in status
    assert "with 2 sentences" in repere(tmp_path, "ingest", "--sentences").stdout
    assert "Sentences are left out" not in repere(tmp_path, "status").stdout


def test_failed_sources_are_named_and_counted(tmp_path: Path, folder: Path) -> None:
    """This ensures that the rest goes on, that each failure has its line, and that the exit code says so."""
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    result = repere(tmp_path, "ingest", folder, tmp_path / "none")
    assert result.exit_code == 1
    assert "2 added, 2 failed" in result.stdout
    assert "bad.pdf" in result.stderr
    assert "none does not exist. Check the path" in result.stderr
    assert "bad.pdf" in repere(tmp_path, "status", "--failures").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["search", "charte"], 1, "There is no catalogue in"),
        (["documents"], 1, "Run: repere ingest SOURCE"),
        (["remove", "x", "--yes"], 1, "There is no catalogue in"),
        (["reindex"], 1, "There is no catalogue in"),
        (["search", "charte", "-k", "0"], 2, "0 is not in the range"),
        (["search", "charte", "--mode", "magic"], 2, "magic"),
        (["ingest"], 2, "Name a file, a folder or an address"),
    ],
)
def test_wrong_use_before_anything_is_there(tmp_path: Path, arguments: list[str], code: int, message: str) -> None:
    """This ensures one clear line and the right exit code, and that nothing is made by looking."""
    result = repere(tmp_path, *arguments)
    assert (result.exit_code, message in result.stderr) == (code, True)
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["search", ""], "The query is empty"),
        (["search", "x" * 100_000], "The query has 100,000 characters; at most 10,000"),
        (["search", "x", "--doc", "none"], "No document 'none'"),
        (["show", "none"], "No document 'none'"),
        (["remove", "none", "--yes"], "No document 'none'"),
        (["batch", "none.jsonl", "-o", "out.trec"], "none.jsonl can't be read"),
    ],
)
def test_known_failures_are_one_line(tmp_path: Path, folder: Path, arguments: list[str], message: str) -> None:
    """This ensures that a known failure is one line on stderr, exit code 1, and nothing on stdout."""
    repere(tmp_path, "ingest", folder)
    result = repere(tmp_path, *arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_debug_shows_where_it_comes_from(tmp_path: Path) -> None:
    """This ensures that a traceback is there for who asks for it."""
    result = CliRunner().invoke(main, ["--debug", "search", "--home", str(tmp_path / "no"), "charte"])
    assert type(result.exception).__name__ == "HomeMissing"


def test_batch_and_evaluate(tmp_path: Path) -> None:
    """This ensures that a run and its measures can be made from files, faulty lines included."""
    corpus, queries, qrels = (tmp_path / name for name in ("corpus.jsonl", "queries.jsonl", "qrels.tsv"))
    corpus.write_text('{"_id": "d1", "text": "La charte des villes."}\n{"_id": "d2", "text": "Un port de mer."}\n')
    queries.write_text('{"_id": "q1", "text": "port"}\n{"_id": "q2", "text": "charte"}\n{"_id": "q3", "text": ""}\n')
    qrels.write_text("query-id\tcorpus-id\tscore\nq1\td2\t1\nq2\td1\t1\n")
    repere(tmp_path, "ingest", corpus)
    run = tmp_path / "out.trec"
    result = repere(tmp_path, "batch", queries, "-o", run)
    assert result.exit_code == 1
    assert "line 3: The query is empty" in result.stderr
    assert [line.split()[:4] for line in run.read_text().splitlines() if line.split()[3] == "1"] == [
        ["q1", "Q0", "d2", "1"],
        ["q2", "Q0", "d1", "1"],
    ]
    assert "is there already" in repere(tmp_path, "batch", queries, "-o", run).stderr
    table = tmp_path / "out.jsonl"
    repere(tmp_path, "batch", queries, "-o", table, "-k", "1")
    rows = [json.loads(line) for line in table.read_text().splitlines()]
    assert [(row["query_id"], row["rank"], row.get("external_id")) for row in rows] == [
        ("q1", 1, "d2"), ("q2", 1, "d1"), ("q3", None, None),
    ]  # fmt: skip
    assert "empty" in rows[2]["error"]
    result = repere(tmp_path, "evaluate", "--queries", queries, "--qrels", qrels, "--json")
    assert json.loads(result.stdout)["measures"] == {"nDCG@10": 1.0, "R@100": 1.0, "RR@10": 1.0}
    assert (
        "No measure 'magic'"
        in repere(tmp_path, "evaluate", "--queries", queries, "--qrels", qrels, "--measure", "magic").stderr
    )
    assert "can't be written as '.pdf'" in repere(tmp_path, "batch", queries, "-o", tmp_path / "x.pdf").stderr


def test_removal_asks_first(tmp_path: Path, folder: Path) -> None:
    """This ensures that nothing is removed by a slip of the hand."""
    repere(tmp_path, "ingest", folder)
    result = CliRunner().invoke(main, ["remove", "--home", str(tmp_path / "home"), "charte.md"], input="n\n")
    assert result.exit_code != 0
    assert "Remove Charte de Limoges?" in result.stderr
    assert len(json.loads(repere(tmp_path, "documents", "--json").stdout)) == 2
