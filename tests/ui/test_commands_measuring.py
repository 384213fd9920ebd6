"""batch, evaluate, compare, export, terms and topics as people call them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from corpus.home import Home
from corpus.types import Document, PassageDraft
from corpus.writer import CatalogueWriter
from index.bundled import BundledEncoder, unsupported
from index.caches import synchronise
from ui.cli import main

TEXTS = [
    "La charte engage les villes.",
    "Un port accueille des navires.",
    "Das Label gilt drei Jahre.",
    "A town twinning.",
]


pytestmark = pytest.mark.usefixtures("model_by_hand")


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A home with two records, made by the command line."""
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"_id": "d1", "text": "La charte des villes."}\n{"_id": "d2", "text": "Un port de mer."}\n')
    assert repere(tmp_path, "ingest", path).exit_code == 0
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td2\t1\nq2\td1\t1\n")
    (tmp_path / "q.csv").write_text("id;question\nq1;port\nq2;charte\n")
    return tmp_path


def repere(folder: Path, *arguments: object, **more: Any) -> Result:
    command, *rest = map(str, arguments)
    return CliRunner().invoke(main, [command, "--home", str(folder / "home"), *rest], **more)


def test_batch_evaluate_compare(corpus: Path) -> None:
    """This ensures the walk of a researcher: a table of two ways to search, their figures, and what they are worth."""
    for mode in ("hybrid", "lexical"):
        result = repere(corpus, "batch", corpus / "q.csv", "-o", corpus / f"{mode}.trec", "--mode", mode)
        assert (result.exit_code, result.stdout.split(":")[0]) == (
            0,
            f"2 queries searched, 0 not, {4 if mode == 'hybrid' else 2} rows",
        )
        assert "queries: question; ids: id" in result.stderr
    from_file = repere(corpus, "evaluate", "--run", corpus / "hybrid.trec", "--qrels", corpus / "qrels.tsv", "--json")
    searched = repere(corpus, "evaluate", "--queries", corpus / "q.csv", "--qrels", corpus / "qrels.tsv", "--json")
    assert json.loads(from_file.stdout) == json.loads(searched.stdout)
    assert json.loads(from_file.stdout)["measures"] == {"nDCG@10": 1.0, "R@100": 1.0, "RR@10": 1.0}
    table = repere(
        corpus,
        "evaluate",
        "--run",
        corpus / "hybrid.trec",
        "--qrels",
        corpus / "qrels.tsv",
        "--per-query",
        "--measure",
        "P@1",
    ).stdout
    assert table == "query_id\tP@1\nq1\t1.0000\nq2\t1.0000\nall\tP@1\t1.0000\n"
    runs = corpus / "hybrid.trec", corpus / "lexical.trec"
    result = CliRunner().invoke(main, ["compare", *map(str, runs), "--qrels", str(corpus / "qrels.tsv"), "--json"])
    assert [(each["difference"], each["permutation"]) for each in json.loads(result.stdout)] == [(0.0, 1.0)] * 3
    assert (
        "B − A" in CliRunner().invoke(main, ["compare", *map(str, runs), "--qrels", str(corpus / "qrels.tsv")]).stdout
    )


def test_batch_through_pipes(corpus: Path) -> None:
    """This ensures that queries come from standard input and rows go to standard output, and nothing else does."""
    result = repere(corpus, "batch", "-", "-o", "-", "-k", "1", "--format", "jsonl", input="port\ncharte\n")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(row["query_id"], row["external_id"]) for row in rows] == [("line-1", "d2"), ("line-2", "d1")]
    assert "2 queries searched" in result.stderr
    assert repere(corpus, "batch", "-", "-o", "-", input="port\n").stdout.startswith("query_id,query,rank,score,")


def test_batch_says_what_is_wrong(corpus: Path) -> None:
    """This ensures one clear line and the right exit code for what can't be done."""
    (corpus / "q.txt").write_text("port\n")
    out = corpus / "o.csv"
    for arguments, code, message in [
        (["q.txt"], 2, "Give QUERIES and -o OUTPUT"),
        (["q.txt", "-o", "o.pdf"], 1, "can't be written as '.pdf'"),
        (["q.csv", "-o", "o.csv", "--column", "none"], 1, "no column 'none'; its columns are: id, question"),
        (["q.txt", "-o", "no/o.csv"], 1, "can't be written: No such file"),
        (["--check", "q.txt"], 1, "is no record of a run"),
    ]:
        paths = [str(corpus / each) if "." in each and not each.startswith("-") else each for each in arguments]
        result = repere(corpus, "batch", *paths)
        assert (result.exit_code, message in result.stderr) == (code, True), result.stderr
        assert result.stdout == ""
    assert repere(corpus, "batch", corpus / "q.txt", "-o", out).exit_code == 0
    assert "is there already" in repere(corpus, "batch", corpus / "q.txt", "-o", out).stderr
    result = repere(corpus, "batch", corpus / "q.txt", "-o", out, "--force", "--json")
    assert json.loads(result.stdout) == {
        "output": str(out), "searched": 1, "faults": [], "rows": 2, "resumed_after": 0,
    }  # fmt: skip


def test_check_of_a_run(corpus: Path) -> None:
    """This ensures that a colleague learns whether this home gives the same table, by exit code too."""
    repere(corpus, "batch", corpus / "q.csv", "-o", corpus / "o.csv")
    record = corpus / "o.csv.run.json"
    result = repere(corpus, "batch", "--check", record)
    assert (result.exit_code, result.stdout) == (0, "Would give the same table.\n")
    repere(corpus, "remove", "d1", "--yes")
    result = repere(corpus, "batch", "--check", record, "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert (told["same"], told["differences"][0]["name"]) == (False, "home: revision") or not told["same"]
    assert "May give another table." in repere(corpus, "batch", "--check", record).stdout


def test_analyses_and_exports(corpus: Path) -> None:
    """This ensures that words, topics and exports can be had from the command line, as text and as JSON."""
    result = repere(corpus, "terms", "--doc", "d2", "--min-count", "1", "--json")
    assert {term["word"] for term in json.loads(result.stdout)} == {"port", "mer"}
    assert "port" in repere(corpus, "terms", "--doc", "d2", "--min-count", "1").stdout
    assert "leave all documents" in repere(corpus, "terms").stderr
    result = repere(corpus, "topics", "-n", "2", "--json")
    assert [topic["passages"] for topic in json.loads(result.stdout)] == [1, 1]
    assert "1 passages of 1 documents" in repere(corpus, "topics", "-n", "2").stdout
    for what, name in {
        "documents": "d.csv",
        "passages": "p.xlsx",
        "vectors": "v.parquet",
        "beir": "b",
        "archive": "h.zip",
    }.items():
        result = repere(corpus, "export", what, "-o", corpus / name, "--json")
        assert (result.exit_code, json.loads(result.stdout)["output"]) == (0, str(corpus / name))
    assert (corpus / "b" / "corpus.jsonl").read_text().count("\n") == 2
    assert "is there already" in repere(corpus, "export", "documents", "-o", corpus / "d.csv").stderr


@pytest.mark.skipif(bool(unsupported()), reason="the bundled model cannot run here")
def test_threads_change_no_byte(tmp_path: Path) -> None:
    """This ensures that one thread and two give the same table with the real model, whole processes compared."""
    home, model = Home(tmp_path / "home"), BundledEncoder()
    home.create()
    with CatalogueWriter.create(home) as catalogue:
        for name, value in {"model": "bundled", "model_id": model.model_id, "dim": "384"}.items():
            catalogue.set_fact(name, value)
        for number, text in enumerate(TEXTS):
            key = f"{number:064d}"
            document = Document(key[-16:], f"/x/{number}", key, "text/plain", f"d{number}", "fr", text)
            catalogue.put(document, [PassageDraft(0, len(text), "", "fr")], [text.encode()], recipe="1")
        catalogue.add_embeddings(model.model_id, [text.encode() for text in TEXTS], model.encode_queries(TEXTS))
        with home.writing():
            synchronise(home, catalogue)
    queries = tmp_path / "q.txt"
    queries.write_text("".join(f"{first} {second}\n" for first in TEXTS for second in TEXTS), encoding="utf-8")
    tables = []
    for threads in ("1", "2"):
        table = tmp_path / f"{threads}.jsonl"
        command = [sys.executable, "-m", "ui.cli", "batch", str(queries), "-o", str(table), "--home", str(home.root)]
        subprocess.run(command, check=True, capture_output=True, env=os.environ | {"OMP_NUM_THREADS": threads})
        tables.append(table.read_bytes())
    assert tables[0] == tables[1]
    assert tables[0].count(b"\n") == 16 * 4
