"""Measures, worked by hand."""

from __future__ import annotations

import math

import pytest

from corpus.errors import QueryError
from search.evaluate import documents_once, evaluate, evaluate_queries

QRELS = {"q1": {"a": 1, "b": 1}, "q2": {"c": 1}, "q3": {"x": 0}}
RUN = {"q1": {"z": 3.0, "a": 2.0, "b": 1.0}, "q9": {"a": 1.0}}


def test_measures_are_means_over_judged_queries() -> None:
    """This ensures that a query without results counts as 0 and one without relevant documents does not count."""
    ideal = 1 + 1 / math.log2(3)
    gain = 1 / math.log2(3) + 1 / math.log2(4)
    assert evaluate(RUN, QRELS) == {
        "nDCG@10": pytest.approx(gain / ideal / 2),
        "R@100": pytest.approx(1 / 2),
        "RR@10": pytest.approx(0.5 / 2),
    }
    assert evaluate_queries(RUN, QRELS, ["P@2"]) == {"q1": {"P@2": 0.5}, "q2": {"P@2": 0.0}}


def test_run_without_results_is_zero() -> None:
    """This ensures that finding nothing at all is measured, not refused."""
    assert evaluate({}, QRELS, ["AP"]) == {"AP": 0.0}


def test_faults_are_named() -> None:
    """This ensures a clear line for an unknown measure, and for qrels of other queries."""
    for name in ("nDCG10!", "__import__", "", "nDCG@"):
        with pytest.raises(QueryError, match="No measure"):
            evaluate(RUN, QRELS, [name])
    with pytest.raises(QueryError, match="query ids agree"):
        evaluate(RUN, {"q3": {"x": 0}})


def test_document_counts_at_its_best_passage() -> None:
    """This ensures that a ranking of passages gives each document once, in the order of their best."""
    assert documents_once([("a", 3.0), ("b", 2.0), ("a", 1.0)]) == {"a": 3.0, "b": 2.0}
