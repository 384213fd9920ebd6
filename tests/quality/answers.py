"""How good answers are, over questions with known answers and questions that the documents do not answer.

    python tests/quality/answers.py HOMES [NAME…]       HOMES holds home-seeds, home-samples, home-piaf, home-xquad

Homes are ingested before, each from its documents: `repere ingest --home HOMES/home-seeds ../shared/seeds`. Nothing is
written to them. The retrieval sets hold no answers, so that of them is said whether a paragraph that answers is quoted.
`piaf-without` and `xquad-without` ask the same questions without the paragraphs that answer them: what is then near
treats of the same subject, and any answer is an invention.

`seeds-blind` are eighty more questions over the seeds, written before any of them was asked, 24 without an answer.

What was fit (`answers_fit.py`) was fit on the development halves alone; the others are held out.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import gate
import numpy as np

from corpus import samples
from search import Query, Searcher
from search.acronyms import read
from search.answer import Answer
from search.answering import PASSAGES, ask
from search.confidence import confidence
from search.filtering import filters_of
from search.ranking import Ranker, Ranking
from search.results import Result

QUESTIONS = Path(__file__).with_name("answers.json")
BLIND = Path(__file__).with_name("answers_blind.json")
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "retrieval"
LIMIT = 500
"""Questions of a set: some minutes."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the words that a right answer holds, ` | ` between those of which one is enough.

    There are none where the documents do not answer.
    """

    question_id: str
    text: str
    language: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """Of a set: how many of the answerable are right, how many of the unanswerable are answered, and all quotations.

    `right` counts answers of which a quotation holds the words. `unsure` are answerable ones that were not answered.
    """

    answerable: int
    right: int
    unsure: int
    unanswerable: int
    invented: int
    quotes: int
    true_quotes: int
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"right {self.right}/{self.answerable} ({self.unsure} not answered), unanswerable answered "
            f"{self.invented}/{self.unanswerable}, quotations that stand on their page {self.true_quotes}/{self.quotes}"
        )


def seeds(questions: Path = QUESTIONS) -> list[Labelled]:
    """Forty questions over the five seeds, in five languages; twice as many that were written unseen in `BLIND`."""
    return [
        Labelled(each["id"], each["text"], each["lang"], tuple(each["answers"]))
        for each in json.loads(questions.read_text("utf-8"))
    ]


def sample_questions() -> list[Labelled]:
    """The demonstration corpus's questions with their evidence."""
    return [
        Labelled(each.question_id, each.text, each.language, (each.evidence,) if each.answerable else ())
        for each in samples.questions()
    ]


def judge(searcher: Searcher, questions: Sequence[Labelled]) -> Judged:
    """Ask every question."""
    right = unsure = invented = quotes = true_quotes = 0
    wrong = []
    for each in questions:
        answer = searcher.ask(each.text)
        holds = bool(each.answers) and all(_holds(answer, words) for words in each.answers)
        right += answer.answered and holds
        unsure += bool(each.answers) and not answer.answered
        invented += not each.answers and answer.answered
        if bool(each.answers) != answer.answered or (each.answers and not holds):
            wrong.append(f"{each.text} → {answer.short[:80]!r}")
        shown = (*answer.quotes, *answer.nearest)
        quotes += len(shown)
        true_quotes += sum(_stands(searcher, answer, number) for number in range(len(shown)))
    answerable = sum(bool(each.answers) for each in questions)
    return Judged(answerable, right, unsure, len(questions) - answerable, invented, quotes, true_quotes, tuple(wrong))


def _holds(answer: Answer, words: str) -> bool:
    """Whether a quotation holds the words, or one of several."""
    return any(plain(one) in plain(quote.text) for quote in answer.quotes for one in words.split(" | "))


def plain(text: str) -> str:
    """The text as it is compared: without case, kinds of apostrophe and of white space."""
    return " ".join(text.replace("’", "'").casefold().split())


def _stands(searcher: Searcher, answer: Answer, number: int) -> bool:
    """Whether a quotation is what the document says there, and begins on the page that is cited."""
    quote = (*answer.quotes, *answer.nearest)[number]
    document = searcher.catalogue.document(quote.document.doc_id)
    span = next((page for page in document.pages if page.number == quote.page), None)
    on_page = quote.page is None if not document.pages else span is not None and span.start < quote.end > span.start
    begins = span is None or span.start <= quote.start < span.end or not document.text[quote.start : span.start].strip()
    return document.text[quote.start : quote.end] == quote.text and on_page and begins


class Without:
    """A home as if it did not hold some documents, for the questions that these answer.

    Words that stand in them alone still count as known, so that it is a little harder to say no than it would be.
    """

    def __init__(self, searcher: Searcher, doc_ids: Collection[str]) -> None:
        self.catalogue = searcher.catalogue
        self._searcher = searcher
        self._gone = searcher.catalogue.passage_ids(doc_ids)

    def ranker(self) -> Ranker:
        """As of the whole home."""
        return self._searcher.ranker()

    def run(self, query: Query) -> Result:
        """The hits and the confidence of the ranking without the documents."""
        result = self._searcher.run(replace(query, k=query.k + len(self._gone)))
        hits = [hit for hit in result.hits if hit.passage.passage_id not in self._gone][: query.k]
        ranker = self.ranker()
        reading = read(query, ranker.state.acronyms)
        (leg,) = ranker.legs([reading.meant])
        every = ranker.rank(reading, leg)
        kept = ~np.isin(every.ids, self._gone)
        ranking = Ranking(
            every.ids[kept],
            every.scores[kept],
            every.dense[kept],
            every.lexical[kept],
            every.context[kept],
            every.sentences[kept],
            every.rerank[kept],
        )
        ranked = tuple(replace(hit, rank=rank) for rank, hit in enumerate(hits, start=1))
        return replace(result, query=query, hits=ranked, confidence=confidence(ranker, reading, ranking))


@dataclass(frozen=True, slots=True)
class Retrieval:
    """A question of a set in the BEIR layout, with the external ids of the paragraphs that answer it."""

    question_id: str
    text: str
    relevant: frozenset[str]

    @property
    def development(self) -> bool:
        """Whether it is of the half that weights are fit on: that of paragraphs with even numbers."""
        return int(min(self.relevant).lstrip("p").split(":")[-1]) % 2 == 0


def in_development(question: samples.Question) -> bool:
    """Whether a question of the samples is of that half: of every other document, and of those without every other."""
    if question.document is None:
        return int(question.question_id[1:]) % 2 == 1
    documents = sorted({each.document for each in samples.questions() if each.document})
    return documents.index(question.document) % 2 == 0


def retrieval_questions(name: str, asked_in: str, quoted_in: Sequence[str]) -> list[Retrieval]:
    """The questions of a set in one language, with the paragraphs in others that answer them; in their order."""
    of_language = {each["_id"]: each["lang"] for each in _json_lines(SHARED / name / "corpus.jsonl")}
    relevant: dict[str, set[str]] = {}
    for line in (SHARED / name / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        query_id, doc_id, _ = line.split("\t")
        if not quoted_in or of_language[doc_id] in quoted_in:
            relevant.setdefault(query_id, set()).add(doc_id)
    queries = [each for each in _json_lines(SHARED / name / "queries.jsonl") if each["lang"] == asked_in]
    return [Retrieval(each["_id"], each["text"], frozenset(relevant[each["_id"]])) for each in queries]


def retrieval(searcher: Searcher, questions: Sequence[Retrieval], quoted_in: Sequence[str], *, without: bool) -> str:
    """Is a paragraph that answers among the first three, and is it quoted? Without them: is there still an answer?"""
    ids = {each.external_id: each.doc_id for each in searcher.catalogue.summaries()}
    found = quoted = answered = first = 0
    for each in questions:
        asked = Without(searcher, [ids[name] for name in each.relevant]) if without else searcher
        answer = ask(asked, each.text, k=PASSAGES, history=(), filters=filters_of(languages=quoted_in))
        found += any(hit.document.external_id in each.relevant for hit in answer.result.hits[:3])
        answered += answer.answered
        quoted += any(quote.document.external_id in each.relevant for quote in answer.quotes)
        first += any(quote.document.external_id in each.relevant for quote in answer.quotes[:1])
    count = max(1, len(questions))
    if without:
        return f"{count} questions without their paragraph: answered {answered / count:.3f}"
    return (
        f"{count} questions: found at rank 1-3 {found / count:.3f}, answered {answered / count:.3f}, "
        f"quoted {quoted / count:.3f}, quoted first {first / count:.3f}"
    )


def _json_lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def opened(homes: Path, data: str) -> Searcher:
    """The home of a set, which encodes each question once: it is asked with its paragraphs and without them."""
    return Searcher.open(homes / f"home-{data}", encoder=gate.bundled())


POOLS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "piaf": (("fr", ()),),
    "xquad": (("en", ("en",)), ("de", ("en",)), ("es", ("en",))),
}
"""Of each set, the language that questions are asked in and those that are quoted; none is all."""


def main(arguments: Sequence[str]) -> None:
    """Print every figure of the homes that are there."""
    homes = Path(arguments[0])
    for name in arguments[1:] or ["seeds", "seeds-blind", "samples", "piaf", "piaf-without", "xquad", "xquad-without"]:
        data = name.removesuffix("-without").removesuffix("-blind")
        with opened(homes, data) as searcher:
            if data in POOLS:
                for asked_in, quoted_in in POOLS[data]:
                    _print_retrieval(searcher, name, asked_in, quoted_in)
            elif data == "seeds":
                judged = judge(searcher, seeds(QUESTIONS if name == data else BLIND))
                print(f"{name}: {judged}", *judged.wrong, sep="\n   ", flush=True)
            else:
                halves = {each.question_id: in_development(each) for each in samples.questions()}
                for half in (True, False):
                    judged = judge(searcher, [each for each in sample_questions() if halves[each.question_id] == half])
                    label = "development" if half else "held out"
                    print(f"samples, {label}: {judged}", *judged.wrong, sep="\n   ", flush=True)


def _print_retrieval(searcher: Searcher, name: str, asked_in: str, quoted_in: Sequence[str]) -> None:
    data = name.removesuffix("-without")
    questions = retrieval_questions(data, asked_in, quoted_in)[:LIMIT]
    for half in (True, False):
        told = retrieval(
            searcher,
            [each for each in questions if each.development == half],
            quoted_in,
            without=name != data,
        )
        label = "development" if half else "held out"
        print(f"{name} {asked_in}>{'+'.join(quoted_in) or 'all'}, {label}: {told}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
