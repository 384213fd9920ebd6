"""The quality gate: what is measured, on which data, and the floors that no change may fall under.

    python tests/quality/gate.py            measure everything and print it beside its floors
    python tests/quality/gate.py --raise    and raise each floor to just under what was measured

Floors are never lowered by this program: that is done by hand, with the reason in the commit. Homes are kept
in `.cache/quality`, so that only what has changed is read and encoded again.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus import samples
from corpus.home import Home
from index.encoder import InPlace, JointEncoder, Vectors, WordEncoder, WordStates
from index.models import DEFAULT_MODEL, open_encoder
from ingest.pipeline import ingest
from search import Filters, Searcher
from search.batch import BatchOptions, answer_all, run_of
from search.evaluate import evaluate
from search.query import Mode
from search.tables import QueryLine

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data" / "retrieval"
CACHE = ROOT / ".cache" / "quality"
FLOORS = Path(__file__).with_name("floors.json")

MEASURES = ("nDCG@10", "R@100", "RR@10")
# A raised floor lies this much under what was measured: other processors round otherwise.
SLACK = 0.004


@dataclass(frozen=True, slots=True)
class Data:
    """A set of documents, queries with their languages, and qrels; documents by `external_id` or file name."""

    name: str
    sources: tuple[Path, ...]
    queries: tuple[tuple[str, str, str], ...]  # id, text, language
    qrels: Mapping[str, Mapping[str, int]]
    languages: Mapping[str, str]  # of the documents

    @property
    def digest(self) -> str:
        """Names the data: floors hold for these bytes only."""
        content = hashlib.sha256()
        for path in self.sources:
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                if file.is_file():
                    content.update(file.name.encode() + b"\0" + file.read_bytes())
        content.update(json.dumps([self.queries, self.qrels], sort_keys=True, default=dict).encode())
        return content.hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the gate: queries in some languages over passages in some languages; empty means all."""

    data: str
    queries: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    mode: Mode = "hybrid"

    @property
    def name(self) -> str:
        return f"{self.data} {'+'.join(self.queries) or 'all'}>{'+'.join(self.passages) or 'all'} {self.mode}"


MODES: tuple[Mode, ...] = ("hybrid", "dense", "lexical")
SLICES = {"piaf": 120, "xquad": 40}
"""How many paragraphs (of each language) `make test` encodes: seconds, where the whole takes minutes."""


def _cases(data: str, *pairs: tuple[str, str]) -> list[Case]:
    return [
        Case(data, tuple(queries.split()), tuple(passages.split()), mode)
        for queries, passages in pairs
        for mode in MODES
    ]


QUICK = [
    *_cases("samples", ("", "")),
    *_cases("piaf-slice", ("fr", "fr")),
    *_cases("xquad-slice", ("en", "en"), ("de", "en"), ("es", "en")),
]
WHOLE = [
    *_cases("piaf", ("fr", "fr")),
    *_cases("xquad", ("en", "en"), ("de", "en"), ("es", "en"), ("de", "de"), ("", "")),
    *_cases("guides_parallel", ("fr", "fr"), ("en", "fr"), ("de", "fr"), ("", "")),
    *_cases("sdg_indicator2target", ("fr", "fr"), ("en", "fr"), ("", "")),
    *_cases("tete_label", ("fr", "fr")),
]


def load(name: str) -> Data:
    """The data of this name; `-slice` for its beginning. Raises `FileNotFoundError` where it is not there."""
    if name == "samples":
        return _samples()
    name, _, part = name.partition("-")
    return _beir(SHARED / name, limit=SLICES[name] if part else None)


def _samples() -> Data:
    folder = samples.documents_folder()
    questions = [(each.question_id, each.text, each.language) for each in samples.questions() if each.answerable]
    return Data("samples", (folder,), tuple(questions), samples.qrels(), {})


def _beir(folder: Path, *, limit: int | None) -> Data:
    """A set in the BEIR layout; with a `limit`, the first so many documents of each language and their queries."""
    records = list(_json_lines(folder / "corpus.jsonl"))
    queries = [(line["_id"], line["text"], line["lang"]) for line in _json_lines(folder / "queries.jsonl")]
    source, name = folder / "corpus.jsonl", folder.name
    if limit is not None:
        counted: dict[str, int] = {}
        for record in records:
            counted[record["lang"]] = record["rank"] = counted.get(record["lang"], 0) + 1
        records = [record for record in records if record["rank"] <= limit]
        name = f"{name}-slice"
        source = CACHE / f"{name}.jsonl"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    languages = {record["_id"]: record["lang"] for record in records}
    qrels: dict[str, dict[str, int]] = {}
    for line in (folder / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        query_id, doc_id, relevance = line.split("\t")
        if doc_id in languages:
            qrels.setdefault(query_id, {})[doc_id] = int(relevance)
    return Data(name, (source,), tuple(query for query in queries if query[0] in qrels), qrels, languages)


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


class Remembering:
    """An encoder that encodes each query once: the rows of the gate ask the same ones of several legs."""

    def __init__(self, encoder: WordEncoder) -> None:
        self._encoder = encoder
        self._known: dict[str, tuple[Vectors, WordStates]] = {}
        self.model_id, self.dim, self.max_tokens = encoder.model_id, encoder.dim, encoder.max_tokens
        self.count_tokens, self.encode_passages = encoder.count_tokens, encoder.encode_passages
        self.encode_passages_by_word = encoder.encode_passages_by_word

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """The encoder's own vectors."""
        return self.encode_queries_by_word(texts)[0]

    def encode_queries_by_word(self, texts: Sequence[str]) -> tuple[Vectors, list[WordStates]]:
        """The encoder's own vectors and states."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        if unknown:
            vectors, words = self._encoder.encode_queries_by_word(unknown)
            self._known.update(zip(unknown, zip(vectors, words, strict=True), strict=True))
        rows = [self._known[text] for text in texts]
        empty = np.empty((0, self.dim), dtype=np.float32)
        return (np.stack([vector for vector, _ in rows]) if rows else empty), [words for _, words in rows]

    def answers(self, question: str, sentences: Sequence[InPlace]) -> npt.NDArray[np.float64] | None:
        """The encoder's own reading of a question with sentences, where it has one."""
        return self._encoder.answers(question, sentences) if isinstance(self._encoder, JointEncoder) else None


def bundled() -> Remembering:
    """The bundled model, for the gate and the measures beside it."""
    encoder = open_encoder()
    assert isinstance(encoder, WordEncoder)
    return Remembering(encoder)


def open_searcher(data: Data) -> Searcher:
    """A searcher over a home with this data, read and encoded as far as it is not yet."""
    home, encoder = Home(CACHE / f"home-{data.name}"), bundled()
    ingest(home, data.sources, encoder, model=DEFAULT_MODEL)
    return Searcher.open(home, encoder=encoder)


def measure(searcher: Searcher, data: Data, case: Case) -> dict[str, float]:
    """The measures of one row, with the filters applied as a user would apply them."""
    allowed = {doc for doc, language in data.languages.items() if not case.passages or language in case.passages}
    qrels = {
        query_id: {doc: value for doc, value in docs.items() if not data.languages or doc in allowed}
        for query_id, docs in data.qrels.items()
    }
    asked = [
        QueryLine(0, query_id, text)
        for query_id, text, language in data.queries
        if (not case.queries or language in case.queries) and qrels.get(query_id)
    ]
    options = BatchOptions(100, case.mode, Filters(languages=case.passages), by_document=True)
    run = run_of(answer_all(searcher, asked, options))
    if not data.languages:  # files are named by their names
        summaries = searcher.catalogue.summaries()
        names = {summary.doc_id: Path(summary.uri).name for summary in summaries}
        run = {query_id: {names[doc]: score for doc, score in docs.items()} for query_id, docs in run.items()}
    return evaluate(run, {line.query_id: qrels[line.query_id] for line in asked}, MEASURES)


def floors() -> dict[str, Any]:
    """The floors by data and row: `{"piaf": {"digest": …, "rows": {"piaf fr>fr hybrid": {"nDCG@10": …}}}}`."""
    content: dict[str, Any] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    return content


def main(arguments: Sequence[str]) -> None:
    """Measure every row of the data that is there."""
    kept = floors()
    for name in dict.fromkeys(case.data for case in [*QUICK, *WHOLE]):
        try:
            data = load(name)
        except FileNotFoundError:
            print(f"{name}: not there")
            continue
        entry = kept.setdefault(name, {"digest": data.digest, "rows": {}})
        if entry["digest"] != data.digest:
            print(f"{name}: not the data that the floors were measured on")
            continue
        with open_searcher(data) as searcher:
            for case in (case for case in [*QUICK, *WHOLE] if case.data == name):
                values = measure(searcher, data, case)
                row = entry["rows"].setdefault(case.name, {})
                told = "  ".join(f"{key} {value:.4f} (floor {row.get(key, 0):.3f})" for key, value in values.items())
                print(f"{case.name:45} {told}", flush=True)
                if "--raise" in arguments:
                    raised = {key: max(row.get(key, 0.0), round(value - SLACK, 3)) for key, value in values.items()}
                    entry["rows"][case.name] = raised
        if "--raise" in arguments:
            FLOORS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
