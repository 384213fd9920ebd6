"""How good a run is, by ir-measures: a query without results counts as 0, one without qrels does not count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import ir_measures

from corpus.errors import QueryError

Run = Mapping[str, Mapping[str, float]]
"""query_id → doc_id → score, higher is better."""

Qrels = Mapping[str, Mapping[str, int]]
"""query_id → doc_id → relevance, 0 is not relevant."""

DEFAULT_MEASURES = ("nDCG@10", "R@100", "RR@10")


def evaluate(run: Run, qrels: Qrels, measures: Sequence[str] = DEFAULT_MEASURES) -> dict[str, float]:
    """The mean of each measure over the queries that have qrels, by the measure's name.

    Raises `QueryError` for a name that ir-measures does not know, and where no query has qrels.
    """
    per_query = evaluate_queries(run, qrels, measures)
    require_judged(per_query)
    return {name: sum(values[name] for values in per_query.values()) / len(per_query) for name in measures}


def require_judged(per_query: Mapping[str, object]) -> None:
    """Raise `QueryError` where there is nothing to measure."""
    if not per_query:
        raise QueryError("No query has a relevant document in the qrels", advice="Check that their query ids agree")


def evaluate_queries(run: Run, qrels: Qrels, measures: Sequence[str] = DEFAULT_MEASURES) -> dict[str, dict[str, float]]:
    """query_id → measure → value, for every query that has a relevant document in the qrels."""
    judged = {query_id: dict(docs) for query_id, docs in qrels.items() if any(value > 0 for value in docs.values())}
    found: dict[str, dict[str, float]] = {query_id: dict.fromkeys(measures, 0.0) for query_id in sorted(judged)}
    named = {parse_measure(name): name for name in measures}
    ranked = {query_id: dict(run[query_id]) for query_id in judged if run.get(query_id)}
    for metric in ir_measures.iter_calc(list(named), judged, ranked) if ranked else ():
        found[metric.query_id][named[metric.measure]] = float(metric.value)
    return found


def parse_measure(name: str) -> ir_measures.measures.Measure:
    """The measure of this name, as ir-measures writes them: `nDCG@10`, `R@100`, `RR@10`, `AP`."""
    try:
        return ir_measures.parse_measure(name)
    except (NameError, ValueError, SyntaxError, KeyError, AttributeError, TypeError) as error:
        raise QueryError(f"No measure {name!r}", advice="Use names such as nDCG@10, R@100, RR@10, P@5, AP") from error


def documents_once(scored: Iterable[tuple[str, float]]) -> dict[str, float]:
    """A ranking of documents from one of passages, best first: each document at its best passage."""
    ranking: dict[str, float] = {}
    for doc_id, score in scored:
        ranking.setdefault(doc_id, score)
    return ranking
