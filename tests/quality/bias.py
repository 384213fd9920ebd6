"""Whether a language crowds out the others where every language stands in one pool.

    python tests/quality/bias.py

For each set whose documents stand in several languages: the share of the first ten hits in the query's own language
(`own`; without bias one in as many as there are languages), and the mean rank at which the last version of the relevant
document is found (`last`; 100 where it is not), for each mode and for the model's own cosines (`model`).
"""

from __future__ import annotations

from collections.abc import Iterator

import gate
import numpy as np

from index.encoder import Vectors
from search import Searcher
from search.batch import BatchOptions, answer_all
from search.query import Mode
from search.tables import QueryLine

SETS = ("xquad", "guides_parallel", "sdg_indicator2target")
ASKED = 300
DEEP = 100
MODES: tuple[Mode, ...] = ("hybrid", "dense", "lexical")


def ranked(searcher: Searcher, lines: list[QueryLine], mode: Mode) -> Iterator[list[str]]:
    """The external ids of the first documents, by query."""
    for answered in answer_all(searcher, lines, BatchOptions(DEEP, mode, by_document=True)):
        assert answered.result is not None
        yield [hit.document.external_id or "" for hit in answered.result]


def ranked_by_model(searcher: Searcher, lines: list[QueryLine]) -> Iterator[list[str]]:
    """The same by the cosines of the model's own vectors."""
    parts = list(searcher.vectors())
    ids = np.concatenate([numbers for numbers, _ in parts])
    vectors: Vectors = np.concatenate([rows for _, rows in parts])
    passages = searcher.catalogue.passages_by_id(ids.tolist())
    summaries = searcher.catalogue.summaries_by_id({passage.doc_id for passage in passages.values()})
    names = [summaries[passages[number].doc_id].external_id or "" for number in ids.tolist()]
    for line in lines:
        order = np.argsort(-(vectors @ gate.open_encoder().encode_queries([line.text])[0]), kind="stable")
        yield list(dict.fromkeys(names[place] for place in order))[:DEEP]


def main() -> None:
    """Measure every set that is there."""
    for name in SETS:
        data = gate.load(name)
        chance = np.random.default_rng(0)
        queries = [query for query in data.queries if len(data.qrels.get(query[0], {})) > 1]
        picked = [queries[place] for place in chance.permutation(len(queries))[:ASKED]]
        lines = [QueryLine(0, number, text) for number, text, _ in picked]
        count = len(set(data.languages.values()))
        with gate.open_searcher(data) as searcher:
            runs = {"model": list(ranked_by_model(searcher, lines))}
            runs |= {mode: list(ranked(searcher, lines, mode)) for mode in MODES}
        for label, run in runs.items():
            own = [
                np.mean([data.languages[found] == language for found in hits[:10]]) if hits else 0.0
                for (_, _, language), hits in zip(picked, run, strict=True)
            ]
            last = [
                max(hits.index(doc) + 1 if doc in hits else DEEP for doc in data.qrels[number])
                for (number, _, _), hits in zip(picked, run, strict=True)
            ]
            print(f"{name:22} {label:8} own {np.mean(own):.2f} (fair {1 / count:.2f})  last {np.mean(last):.1f}")


if __name__ == "__main__":
    main()
