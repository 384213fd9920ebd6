"""Whether one run is better than another, or only luckier: paired tests over the queries that both were asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from search.evaluate import DEFAULT_MEASURES, Qrels, Run, evaluate_queries, require_judged

# A p of .05 is then known to ±.0007 (standard error).
PERMUTATIONS = 100_000
# With so few queries every flip of signs can be gone through: 65,536 of them.
EXACT_UP_TO = 16
_PART = 2_000
# Means of equal differences, added in another order, may differ by this much.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measure of two runs over `queries` judged queries.

    `difference` is B less A. `t_test` and `permutation` are two-sided p values: how often as large a difference would
    come about if the two runs were equally good. Neither corrects for several measures that are looked at together.
    """

    measure: str
    a: float
    b: float
    difference: float
    better: int
    worse: int
    queries: int
    t_test: float
    permutation: float


def compare(
    run_a: Run, run_b: Run, qrels: Qrels, measures: Sequence[str] = DEFAULT_MEASURES, *, seed: int = 0
) -> list[Comparison]:
    """Compare two runs by each measure over every query that has a relevant document.

    A query that a run lacks counts as 0 there. `seed` is for the permutations that are drawn where they are many.
    Raises `QueryError` for a name that ir-measures does not know, and where no query has qrels.
    """
    of_a, of_b = (evaluate_queries(run, qrels, measures) for run in (run_a, run_b))
    require_judged(of_a)
    return [
        _comparison(
            name,
            np.array([values[name] for values in of_a.values()]),
            np.array([of_b[query_id][name] for query_id in of_a]),
            seed,
        )
        for name in measures
    ]


def _comparison(measure: str, a: npt.NDArray[np.float64], b: npt.NDArray[np.float64], seed: int) -> Comparison:
    differences = b - a
    return Comparison(
        measure=measure,
        a=float(a.mean()),
        b=float(b.mean()),
        difference=float(differences.mean()),
        better=int((differences > 0).sum()),
        worse=int((differences < 0).sum()),
        queries=len(differences),
        t_test=t_test(differences),
        permutation=permutation_test(differences, seed=seed),
    )


def t_test(differences: npt.NDArray[np.float64]) -> float:
    """Student's paired t-test, two-sided: 1 where all differences are 0, 0 where all are the same and not 0."""
    from scipy.stats import ttest_1samp  # noqa: PLC0415 - half a second, and only here

    if len(differences) < 2 or not differences.any():
        return 1.0
    if np.ptp(differences) < _ROUNDING:
        return 0.0
    return float(ttest_1samp(differences, 0.0).pvalue)


def permutation_test(differences: npt.NDArray[np.float64], *, seed: int = 0, permutations: int = PERMUTATIONS) -> float:
    """The share of flips of signs that give a mean as far from 0: all flips where they are few, else drawn ones.

    What was observed counts as one of those that are drawn, so that p is never 0.
    """
    moving = differences[differences != 0]  # a flip of 0 changes nothing
    if not len(moving):
        return 1.0
    observed = abs(moving.sum()) - _ROUNDING * len(moving)
    if len(moving) <= EXACT_UP_TO:
        bits = np.arange(2 ** len(moving))[:, None] >> np.arange(len(moving)) & 1
        return float((np.abs((1 - 2 * bits) @ moving) >= observed).mean())
    draw, as_far = np.random.default_rng(seed), 0
    for first in range(0, permutations, _PART):
        signs = draw.integers(0, 2, (min(_PART, permutations - first), len(moving)), dtype=np.int8) * 2 - 1
        as_far += int((np.abs(signs @ moving) >= observed).sum())
    return (as_far + 1) / (permutations + 1)
