"""Paired tests of two runs, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.errors import QueryError
from search.significance import compare, permutation_test, t_test


def test_few_queries_are_permuted_one_and_all() -> None:
    """This ensures the exact test: of 2³ flips of +1, +1, +1 two give a mean as far from 0."""
    assert permutation_test(np.array([1.0, 1.0, 1.0])) == pytest.approx(2 / 8)
    # +2 and -1: the sums of the flips are 1, 3, -3, -1, all as far from 0 as 1.
    assert permutation_test(np.array([2.0, -1.0, 0.0])) == 1.0
    assert permutation_test(np.zeros(5)) == 1.0


def test_drawn_permutations_come_near_the_exact_ones() -> None:
    """This ensures that the test that draws agrees with the t-test of the same differences, the same each time."""
    differences = np.random.default_rng(1).normal(0.1, 1, 400)
    drawn = permutation_test(differences, seed=3)
    assert drawn == permutation_test(differences, seed=3)
    assert drawn == pytest.approx(t_test(differences), abs=0.01)
    assert permutation_test(np.full(400, 0.1), permutations=1000) == pytest.approx(1 / 1001)


def test_t_test_by_hand() -> None:
    """This ensures Student's p: differences 1, 2, 3 have t = 2/(1/√3) = 3.464 with 2 degrees of freedom, p = .0742."""
    assert t_test(np.array([1.0, 2.0, 3.0])) == pytest.approx(0.0742, abs=1e-4)
    assert (t_test(np.zeros(3)), t_test(np.full(3, 0.5)), t_test(np.array([1.0]))) == (1.0, 0.0, 1.0)


def test_runs_are_compared_over_all_judged_queries() -> None:
    """This ensures that a query which one run lacks counts as 0 there, and one without qrels not at all."""
    qrels = {"q1": {"a": 1}, "q2": {"b": 1}, "q3": {"c": 0}}
    run_a = {"q1": {"x": 2.0, "a": 1.0}, "q9": {"a": 1.0}}
    run_b = {"q1": {"a": 1.0}, "q2": {"b": 1.0}}
    (found,) = compare(run_a, run_b, qrels, ["RR@10"])
    assert (found.a, found.b, found.difference) == (0.25, 1.0, 0.75)
    assert (found.queries, found.better, found.worse, found.permutation) == (2, 2, 0, 0.5)
    with pytest.raises(QueryError, match="query ids agree"):
        compare(run_a, run_b, {"q3": {"c": 0}})
