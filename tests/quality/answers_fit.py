"""The numbers of search/answer_weights.py, fit anew, and what they are worth on what they were not fit on.

    python tests/quality/answers_fit.py HOMES           HOMES as of answers.py; half an hour

Sentences: a softmax over all that were found for a question, on those that answer: by the samples' evidence, by the
sentences of 1,340 questions of piaf and xquad marked by hand (`answer_sentences.json`: places in the paragraphs), and
by the paragraphs that answer. The verdict: a logistic regression on questions whose quotations answer, to the sentence
where that is marked, and on the same ones without the paragraphs that do, those marked also without these sentences
alone, our own over web pages, guides and others (`answers_own.py`), the samples' questions without an answer, and
questions of other collections. What reading question and sentence together adds is measured beside it, on halves that
`joint_fit.py` did not learn from. The verdict's evidence depends on
the sentences' weights: change those first, and run it again.

Only development halves are fit on. Every set weighs the same, and each is judged by a fit on the others.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from random import Random

import answers
import numpy as np
import numpy.typing as npt
from answers_own import OWN_HOMES, own_questions, own_searcher
from confidence import auroc, reliability
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from corpus import samples
from search import Query
from search import answer_weights as w
from search.answering import PASSAGES, Asked
from search.asking import Question, understood
from search.confidence import YES
from search.filtering import filters_of
from search.joint import read_jointly
from search.quoting import chosen
from search.sentences import Sentence, Signals, in_order, sentences_of
from search.statements import statements_of
from search.verdict import Evidence, doubts_of, evidence_of

Floats = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]
PLACES: dict[str, dict[str, list[int]]] = json.loads(
    Path(__file__).with_name("answer_sentences.json").read_text("utf-8")
)
OWN, OTHERS, OWN_OF_HOME = 150, 60, 400
"""Questions of each half of a pool, of each other collection, and of our own over one home."""
PENALTY = 0.002
"""On the square of the sentences' weights, in units of their spread: enough for nine numbers not to drift."""
SENTENCE_WEIGHTS = np.array(
    [1.0, w.OWN_PASSAGE, w.PASSAGE, w.WORDS, w.CONTEXT, w.BESIDE, w.COUNTED, w.NOTHING_NEW, w.HEADING]
)
VERDICT_WEIGHTS = np.array(
    [
        w.GAP,
        w.BEYOND,
        w.BESIDE_BEST,
        w.COUNTED_BEST,
        w.REWORDED,
        w.UNTOLD,
        w.NUMBER_MISSING,
        w.FOREIGN + w.LENIENT_FOREIGN,
    ]
)
CONSTANT = w.CONSTANT + w.LENIENT


@dataclass(frozen=True, slots=True)
class Asking:
    """A question of a set, the languages of the passages it is asked of (none is all), and its half."""

    data: str
    text: str
    languages: tuple[str, ...]
    development: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What a home made of a question: its sentences' signals (n, 9), which of them answer (n,), and the evidence (8,).

    `read` is what reading them together with the question says of each (n,), and `joint` of the quotations; nan where
    they were not. `inside` are the sentences of paragraphs that answer, or with the evidence; `marked` those that
    answer by hand. `right` is whether one that is quoted answers: one that is marked, where any is. `doubts` lower the
    odds whatever the evidence.
    """

    data: str
    development: bool
    answerable: bool
    signals: Floats
    read: Floats
    joint: float
    inside: Truth
    marked: Truth
    evidence: Floats
    confidence: float
    doubts: float
    right: bool


def seen(home: Asked, asked_of: Asking, relevant: Collection[str] | str, places: Collection[int] = ()) -> list[Seen]:
    """A question that paragraphs, or a text as evidence, answer; and the same without the sentences known to answer.

    Nothing where nothing is found at all.
    """
    query = Query(asked_of.text, filters=filters_of(languages=asked_of.languages), k=PASSAGES, operators=False)
    result, asked = home.run(query), understood(query.text)
    ranked = read_jointly(asked, sentences_of(asked, result.hits, home.catalogue, home.ranker()), home.ranker())
    confidence = result.confidence or 0.0
    inside = [answers_it(each, relevant) for each in ranked]
    marked = [there and any(holds(each, place) for place in places) for each, there in zip(ranked, inside, strict=True)]
    found = [_seen(asked_of, asked, ranked, confidence, inside, marked, answerable=bool(relevant))] if ranked else []
    known = inside if isinstance(relevant, str) else marked
    rest = in_order([replace(each, joint=None) for each, gone in zip(ranked, known, strict=True) if not gone])
    rest = read_jointly(asked, rest, home.ranker())
    if any(known) and rest:
        nothing = [False] * len(rest)
        found.append(_seen(asked_of, asked, rest, confidence, nothing, nothing, answerable=False))
    return found


def _seen(
    asked_of: Asking,
    asked: Question,
    ranked: Sequence[Sentence],
    confidence: float,
    inside: Sequence[bool],
    marked: Sequence[bool],
    *,
    answerable: bool,
) -> Seen:
    best = chosen(ranked)
    quoted = statements_of(asked, best, ranked)
    evidence, truth = evidence_of(asked, ranked, quoted), marked if any(marked) else inside
    return Seen(
        data=asked_of.data,
        development=asked_of.development,
        answerable=answerable,
        signals=np.array([astuple(each.signals) for each in ranked], dtype=np.float64),
        read=np.array([np.nan if each.joint is None else each.joint for each in ranked]),
        joint=np.nan if evidence.joint is None else evidence.joint,
        inside=np.array(inside),
        marked=np.array(marked),
        evidence=np.array(astuple(evidence)[: len(VERDICT_WEIGHTS)], dtype=np.float64),
        confidence=confidence,
        doubts=doubts_of(asked, confidence, quoted),
        right=any(there for each, there in zip(ranked, truth, strict=True) if each in best),
    )


def answers_it(sentence: Sentence, relevant: Collection[str] | str) -> bool:
    """Whether it holds the evidence, or is of a document with such an external id or file name."""
    if isinstance(relevant, str):
        return bool(relevant) and answers.plain(relevant) in answers.plain(sentence.text)
    document = sentence.hit.document
    return (document.external_id or Path(document.uri).name) in relevant


def holds(sentence: Sentence, place: int) -> bool:
    """Whether a character of the document's text is in the sentence."""
    return sentence.start <= place - sentence.hit.passage.start < sentence.end


def of_samples(homes: Path) -> Iterator[Seen]:
    """The demonstration corpus: sentences that hold the evidence."""
    with answers.opened(homes, "samples") as searcher:
        for question in samples.questions():
            asking = Asking("samples", question.text, (), answers.in_development(question))
            yield from seen(searcher, asking, question.evidence or "")


def of_pool(homes: Path, data: str, asked_in: str, quoted_in: Sequence[str]) -> Iterator[Seen]:
    """A pool with the paragraphs that answer and without them, both halves, and those marked by hand."""
    with answers.opened(homes, data) as searcher:
        ids = {each.external_id: each.doc_id for each in searcher.catalogue.summaries()}
        questions = answers.retrieval_questions(data, asked_in, quoted_in)
        for half in (True, False):
            for each in [each for each in questions if each.development == half][:OWN]:
                asking, places = Asking(f"{data} {asked_in}", each.text, tuple(quoted_in), half), PLACES[data]
                yield from seen(searcher, asking, each.relevant, places.get(each.question_id.split(":")[-1], ()))
                yield from seen(answers.Without(searcher, [ids[name] for name in each.relevant]), asking, ())


def of_own(homes: Path, home: str) -> Iterator[Seen]:
    """Our own questions over a home, which were written over its documents: half of them have no answer there."""
    with own_searcher(homes, home) as searcher:
        every = list(own_questions(searcher, home))
        for each in Random(0).sample(every, min(OWN_OF_HOME, len(every))):
            asking = Asking(f"own {home}", each.text, each.languages, each.development)
            yield from seen(searcher, asking, each.names if each.places else (), each.places)


def of_others(homes: Path) -> Iterator[Seen]:
    """Questions of other collections, which a home knows nothing of."""
    pools = {"samples": (), "piaf": (), "xquad": ("en",)}
    texts = {
        data: [each.text for each in answers.retrieval_questions(data, "fr" if data == "piaf" else "en", ())][-OTHERS:]
        for data in answers.POOLS
    }
    texts["samples"] = [each.text for each in samples.questions() if each.answerable][:OTHERS]
    texts["xquad in others"] = [
        each.text for lang in ("de", "es") for each in answers.retrieval_questions("xquad", lang, ())[-OTHERS // 2 :]
    ]
    for data, languages in pools.items():
        with answers.opened(homes, data) as searcher:
            for name, others in texts.items():
                for place, text in enumerate(others if not name.startswith(data) else ()):
                    yield from seen(searcher, Asking("others", text, tuple(languages), place % 2 == 0), ())


def choices(every: Sequence[Seen]) -> list[tuple[str, Floats, Truth]]:
    """What sentences are fit on: by set, the signals of a question's sentences and which of them answer."""
    found = [(each.data, each.signals, each.inside) for each in every if each.inside.any()]
    return found + [(f"{each.data}, by hand", each.signals, each.marked) for each in every if each.marked.any()]


def fit_sentences(every: Sequence[tuple[str, Floats, Truth]]) -> Floats:
    """The weights (9,), the first of them 1, that give most to sentences that answer, every set weighing the same."""
    sizes = Counter(data for data, _, _ in every)
    spread = np.concatenate([signals for _, signals, _ in every]).std(axis=0) + 1e-9

    def loss(weights: Floats) -> tuple[float, Floats]:
        told, slope = PENALTY * float(weights @ weights), 2 * PENALTY * weights
        for data, signals, right in every:
            scaled = signals / spread
            values = scaled @ weights
            shares = np.exp(values - values.max())
            shares /= shares.sum()
            among = shares * right / (shares * right).sum()
            weight = 1 / sizes[data] / len(sizes)
            told -= weight * np.log((shares * right).sum())
            slope = slope - weight * ((among - shares) @ scaled)
        return told, slope

    found: Floats = minimize(loss, np.zeros(len(spread)), jac=True).x / spread
    return found / found[0]


def first_and_third(every: Sequence[tuple[str, Floats, Truth]], weights: Floats) -> str:
    """By set, how often a sentence that answers is first, and how often among the first three."""
    found: dict[str, list[tuple[bool, bool]]] = {}
    for data, signals, right in every:
        order = np.argsort(-(signals @ weights), kind="stable")[:3]
        found.setdefault(data, []).append((bool(right[order[0]]), bool(right[order].any())))
    means = {data: np.mean(pairs, axis=0) for data, pairs in found.items()}
    return "\n".join(f"  {data:20} first {one:.2f}  of three {three:.2f}" for data, (one, three) in means.items())


def fit_verdict(every: Sequence[Seen]) -> tuple[Floats, float]:
    """The weights (8,) and the constant, both answers weighing the same in every set; others are half of a set."""
    data, right = np.array([each.evidence for each in every]), np.array([each.right for each in every])
    sizes = Counter((each.data, each.right) for each in every)
    spread = data.std(axis=0) + 1e-9
    weights = np.array([1 / sizes[each.data, each.right] for each in every])
    model = LogisticRegression(C=1.0).fit(data / spread, right, sample_weight=weights * len(every) / weights.sum())
    found: Floats = model.coef_[0] / spread
    return found, float(model.intercept_[0])


def judged(every: Sequence[Seen]) -> list[Seen]:
    """What the verdict is fit and judged on: questions whose quotations answer, and those without an answer."""
    return [each for each in every if each.right or not each.answerable]


def report(label: str, every: Sequence[Seen], odds: Floats) -> None:
    """A line: AUROC, right answers kept and invented ones, each beside answering by the search's confidence alone."""
    right, about = np.array([each.right for each in every]), np.array([each.confidence for each in every])
    yes = odds >= np.array([each.doubts for each in every])
    print(
        f"  {label:9} {right.sum():4} right: kept {yes[right].mean():.2f} ({(about >= YES)[right].mean():.2f}), "
        f"{(~right).sum():4} others: invented {yes[~right].mean():.2f} ({(about >= YES)[~right].mean():.2f}), "
        f"AUROC {auroc(odds, right):.3f} ({auroc(about, right):.3f})"
    )


def main(arguments: Sequence[str]) -> None:
    """Measure and fit."""
    homes = Path(arguments[0])
    every = list(of_samples(homes))
    for data, pools in answers.POOLS.items():
        for asked_in, quoted_in in pools:
            every += of_pool(homes, data, asked_in, quoted_in)
    for home in OWN_HOMES:
        every += of_own(homes, home)
    print_sentences(every)
    print_verdict(judged(every), list(of_others(homes)))


def print_sentences(every: Sequence[Seen]) -> None:
    """The weights of sentences, and what they are worth beside those that are in use."""
    fit_on, held_out = (choices([each for each in every if each.development == half]) for half in (True, False))
    weights = fit_sentences(fit_on)
    print(
        "sentences", {each.name: round(float(value), 3) for each, value in zip(fields(Signals), weights, strict=True)}
    )
    for label, some, by in (
        ("development, fit anew", fit_on, weights),
        ("development, as it is", fit_on, SENTENCE_WEIGHTS),
        ("held out, as it is", held_out, SENTENCE_WEIGHTS),
    ):
        print(label, first_and_third(some, by), sep="\n")


def print_verdict(every: Sequence[Seen], others: Sequence[Seen]) -> None:
    """The weights of the verdict, and what they are worth: each set by a fit on the others, and as they are."""
    fit_on, held_out = ([each for each in (*every, *others) if each.development == half] for half in (True, False))
    weights, constant = fit_verdict(fit_on)
    told = {each.name: round(float(value), 3) for each, value in zip(fields(Evidence), weights, strict=True)}
    print("verdict", told, "constant", round(constant, 3), f"(in use: {w.CONSTANT})")
    print("development, each set by a fit on the others")
    for data in dict.fromkeys(each.data.split()[0] for each in every):
        left = fit_verdict([each for each in fit_on if each.data.split()[0] != data])
        for name in dict.fromkeys(each.data for each in fit_on if each.data.split()[0] == data):
            some = [each for each in fit_on if each.data == name]
            report(name, some, odds(some, *left))
    for label, some in (("development, as it is", fit_on), ("held out, as it is", held_out)):
        print(label)
        for name in dict.fromkeys(each.data for each in some if each.data != "others"):
            own = [each for each in some if each.data == name]
            report(name, own, in_use(own))
            report("   apart", own, odds(own, VERDICT_WEIGHTS, CONSTANT))
    print_joint([each for each in held_out if each.data != "others"])
    strangers = [each for each in held_out if each.data == "others"]
    yes = [told >= each.doubts for each, told in zip(strangers, in_use(strangers), strict=True)]
    print(f"held out, questions of other collections answered: {sum(yes)} of {len(yes)}")
    some = [each for each in held_out if each.data != "others"]
    reliability(1 / (1 + np.exp(-in_use(some))), np.array([each.right for each in some]))


def print_joint(every: Sequence[Seen]) -> None:
    """What reading them together is worth on halves that it was not learned from: AUROC, and who is first."""
    for weight in (0.0, 0.2, w.JOINT_BEST, 0.6):
        told = []
        for name in dict.fromkeys(each.data for each in every):
            own = [each for each in every if each.data == name]
            apart, right = odds(own, VERDICT_WEIGHTS, CONSTANT), np.array([each.right for each in own])
            chance = w.APART * apart + weight * np.array([each.joint for each in own])
            told.append(f"{name} {auroc(chance - np.array([each.doubts for each in own]), right):.3f}")
        print(f"held out, AUROC with joint times {weight}:", *told)
    for weight in (0.0, 0.01, w.JOINT, 0.02):
        firsts: dict[str, list[bool]] = {}
        for each in [each for each in every if each.marked.any()]:
            scores = each.signals @ SENTENCE_WEIGHTS + weight * np.nan_to_num(each.read - w.JOINT_LEAST)
            firsts.setdefault(each.data, []).append(bool(each.marked[np.argmax(scores)]))
        print(
            f"held out, first with joint times {weight}:",
            *(f"{name} {np.mean(yes):.3f}" for name, yes in firsts.items()),
        )


def in_use(every: Sequence[Seen]) -> Floats:
    """The log-odds of each as `search.verdict` works them out (n,)."""
    apart, joint = odds(every, VERDICT_WEIGHTS, w.CONSTANT), np.array([each.joint for each in every])
    together = w.APART * apart + w.JOINT_BEST * joint + w.CONSTANT_JOINT
    found: Floats = np.where(np.isnan(joint), apart + w.LENIENT, together)
    return found


def odds(every: Sequence[Seen], weights: Floats, constant: float) -> Floats:
    """The log-odds of each (n,)."""
    found: Floats = np.array([each.evidence for each in every]) @ weights + constant
    return found


if __name__ == "__main__":
    main(sys.argv[1:])
