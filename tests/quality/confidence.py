"""What the confidence of a search is worth: questions asked of the documents that answer them, and of others.

    python tests/quality/confidence.py          AUROC, false answers, reliability, by set
    python tests/quality/confidence.py --fit    and the numbers of search/confidence.py, fit anew

Every set's questions are asked of every other set, which does not answer them. Each set is judged by a regression that
was fit on the others. Left out: the label's titles asked of the UN's goals and the other way round, since these answer
many of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import gate
import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from corpus import samples
from search import Filters, Query, Searcher
from search.acronyms import read
from search.confidence import YES, Signals, signals

POOLS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("piaf", ()),
    ("xquad", ("en",)),
    ("xquad", ("de",)),
    ("xquad", ()),
    ("guides_parallel", ("fr",)),
    ("guides_parallel", ()),
    ("sdg_indicator2target", ("fr",)),
    ("sdg_indicator2target", ()),
    ("tete_label", ()),
)
SETS = tuple(dict.fromkeys(name for name, _ in POOLS))
AKIN = {frozenset({"sdg_indicator2target", "tete_label"})}
OWN, OTHERS = 300, 80
"""How many of a set's questions are asked of its own documents, and of each other set's."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question asked of a pool: what tells the confidence, and whether the pool answers."""

    pool: str
    data: str
    signals: Signals
    answerable: bool


def ask_all() -> Iterator[Asked]:
    """Every pool of the sets with its own questions and the others'."""
    loaded = {name: gate.load(name) for name in SETS}
    chance = np.random.default_rng(0)
    for name in SETS:
        with gate.open_searcher(loaded[name]) as searcher:
            for languages in [languages for pool, languages in POOLS if pool == name]:
                for source, data in loaded.items():
                    if frozenset({name, source}) in AKIN:
                        continue
                    texts = [text for number, text, _ in data.queries if data.qrels.get(number)]
                    for place in chance.permutation(len(texts))[: OWN if source == name else OTHERS]:
                        seen = observe(searcher, texts[place], languages)
                        yield Asked(f"{name} {'+'.join(languages) or 'all'}", name, seen, source == name)


def observe(searcher: Searcher, text: str, languages: tuple[str, ...] = ()) -> Signals:
    """A question asked as `repere batch` does."""
    ranker = searcher.ranker()
    reading = read(Query(text, filters=Filters(languages=languages), operators=False), ranker.state.acronyms)
    (leg,) = ranker.legs([reading.meant])
    return signals(ranker, reading, ranker.rank(reading, leg))


def fit(asked: Sequence[Asked]) -> Floats:
    """The weights of `above` and `lost` and the constant (3,): logistic regression, both answers weighing the same."""
    data, answers = _matrix(asked), np.array([each.answerable for each in asked], dtype=np.float64)
    weights = np.where(answers == 1, 0.5 / answers.mean(), 0.5 / (1 - answers.mean()))
    scale = np.array([data[:, 0].std(), data[:, 1].std(), 1.0])
    scaled, found = data / scale, np.zeros(3)
    for _ in range(50):  # Newton's method: settled after some ten steps
        told = 1 / (1 + np.exp(-(scaled @ found)))
        slope = scaled.T @ (weights * (told - answers)) + 1e-3 * len(asked) * found * [1, 1, 0]
        bend = scaled.T @ (scaled * (weights * told * (1 - told) + 1e-9)[:, None]) + 1e-3 * len(asked) * np.diag(
            [1, 1, 0]
        )
        found -= np.linalg.solve(bend, slope)
    return found / scale


def told_by(weights: Floats, asked: Sequence[Asked]) -> Floats:
    """The probabilities (n,) by these weights."""
    return 1 / (1 + np.exp(-(_matrix(asked) @ weights)))


def _matrix(asked: Sequence[Asked]) -> Floats:
    return np.array([[each.signals.above, each.signals.lost, 1.0] for each in asked])


def auroc(values: Floats, answers: npt.NDArray[np.bool_]) -> float:
    """The chance that an answerable question has the higher value."""
    ranks = rankdata(values)
    own, others = int(answers.sum()), int((~answers).sum())
    return float((ranks[answers].sum() - own * (own + 1) / 2) / (own * others))


def false_at_90(values: Floats, answers: npt.NDArray[np.bool_]) -> float:
    """The share of unanswerable questions above the value that keeps 90 % of the answerable ones."""
    return float((values[~answers] >= np.quantile(values[answers], 0.1)).mean())


def report(label: str, values: Floats, answers: npt.NDArray[np.bool_]) -> None:
    """A line of figures. `yes` are the shares that are told an answer, of the answerable and of the others."""
    print(
        f"{label:28} AUROC {auroc(values, answers):.4f}  false at 90 % kept {false_at_90(values, answers):.3f}  "
        f"yes {(values[answers] >= YES).mean():.2f} / {(values[~answers] >= YES).mean():.2f}"
    )


def reliability(values: Floats, answers: npt.NDArray[np.bool_]) -> None:
    """The curve: what was told, and how often it was so, both answers weighing the same."""
    weights = np.where(answers, 0.5 / answers.mean(), 0.5 / (1 - answers.mean()))
    for low in np.arange(0, 1, 0.1):
        inside = (values >= low) & ((values < low + 0.1) | (low > 0.85))
        true = (weights * answers)[inside].sum() / weights[inside].sum() if inside.any() else float("nan")
        print(f"  told {low:.1f} to {low + 0.1:.1f}  true {true:.2f}  of {inside.sum():,}")


def of_samples() -> None:
    """The sample corpus, which nothing was fit on: its own questions without an answer are about its very documents."""
    told, answerable = [], []
    with gate.open_searcher(gate.load("samples")) as searcher:
        for question in samples.questions():
            told.append(observe(searcher, question.text).probability)
            answerable.append(question.answerable)
    report("samples, both about them", np.array(told), np.array(answerable))


def main(arguments: Sequence[str]) -> None:
    """Measure, and fit where it is asked for."""
    asked = list(ask_all())
    answers = np.array([each.answerable for each in asked])
    for name, values in (("score above baseline", _matrix(asked)[:, 0]), ("words found", -_matrix(asked)[:, 1])):
        told = f"AUROC {auroc(values, answers):.4f}  false at 90 % kept {false_at_90(values, answers):.3f}"
        print(f"{'alone: ' + name:28} {told}")
    left_out = np.zeros(len(asked))
    for name in SETS:
        inside = np.array([each.data == name for each in asked])
        weights = fit([each for each in asked if each.data != name])
        left_out[inside] = told_by(weights, [each for each in asked if each.data == name])
    for pool in dict.fromkeys(each.pool for each in asked):
        inside = np.array([each.pool == pool for each in asked])
        report(f"left out: {pool}", left_out[inside], answers[inside])
    report("left out: all", left_out, answers)
    reliability(left_out, answers)
    report("as it is: all", np.array([each.signals.probability for each in asked]), answers)
    of_samples()
    if "--fit" in arguments:
        print("PER_SCORE, PER_LOST, AT_BASELINE =", ", ".join(f"{value:.2f}" for value in fit(asked)))


if __name__ == "__main__":
    main(sys.argv[1:])
