"""How good answers are, over questions with known answers and questions that the documents do not answer.

    python tests/quality/answers.py HOMES [NAME…]       HOMES holds home-seeds, home-samples, home-piaf, home-xquad

Homes are ingested before, each from its documents: `repere ingest --home HOMES/home-seeds ../shared/seeds`. Nothing is
written to them. The retrieval sets hold no answers, so that of them is said whether a paragraph that answers is quoted.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import samples
from search import Searcher
from search.answer import Answer

QUESTIONS = Path(__file__).with_name("answers.json")
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "retrieval"
LIMIT = 500
"""Questions of a set: some minutes."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with the words that a right answer holds; none where the documents do not answer."""

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


def seeds() -> list[Labelled]:
    """Forty questions over the five seeds, in five languages."""
    return [
        Labelled(each["id"], each["text"], each["lang"], tuple(each["answers"]))
        for each in json.loads(QUESTIONS.read_text("utf-8"))
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
    return any(_plain(words) in _plain(quote.text) for quote in answer.quotes)


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())


def _stands(searcher: Searcher, answer: Answer, number: int) -> bool:
    """Whether a quotation is what the document says there, and begins on the page that is cited."""
    quote = (*answer.quotes, *answer.nearest)[number]
    document = searcher.catalogue.document(quote.document.doc_id)
    span = next((page for page in document.pages if page.number == quote.page), None)
    on_page = quote.page is None if not document.pages else span is not None and span.start < quote.end > span.start
    begins = span is None or span.start <= quote.start < span.end or not document.text[quote.start : span.start].strip()
    return document.text[quote.start : quote.end] == quote.text and on_page and begins


def retrieval(searcher: Searcher, name: str, asked_in: str, quoted_in: Sequence[str]) -> str:
    """Of a set in the BEIR layout: is a relevant paragraph among the first three, and is it quoted?"""
    lines = list(_json_lines(SHARED / name / "queries.jsonl"))
    queries = [each for each in lines if each["lang"] == asked_in][:LIMIT]
    relevant: dict[str, set[str]] = {}
    for line in (SHARED / name / "qrels.tsv").read_text("utf-8").splitlines()[1:]:
        query_id, doc_id, _ = line.split("\t")
        relevant.setdefault(query_id, set()).add(doc_id)
    found = quoted = answered = first = 0
    for each in queries:
        answer = searcher.ask(each["text"], languages=quoted_in)
        right = relevant[each["_id"]]
        found += any(hit.document.external_id in right for hit in answer.result.hits[:3])
        answered += answer.answered
        quoted += any(quote.document.external_id in right for quote in answer.quotes)
        first += any(quote.document.external_id in right for quote in answer.quotes[:1])
    count = len(queries)
    return (
        f"{count} questions: found at rank 1-3 {found / count:.3f}, answered {answered / count:.3f}, "
        f"quoted {quoted / count:.3f}, quoted first {first / count:.3f}"
    )


def _json_lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def main(arguments: Sequence[str]) -> None:
    """Print every figure of the homes that are there."""
    homes, names = Path(arguments[0]), arguments[1:] or ["seeds", "samples", "piaf", "xquad"]
    for name in names:
        with Searcher.open(homes / f"home-{name}") as searcher:
            if name in {"seeds", "samples"}:
                judged = judge(searcher, seeds() if name == "seeds" else sample_questions())
                print(f"{name}: {judged}", *judged.wrong, sep="\n   ", flush=True)
                continue
            rows = [("fr", ())] if name == "piaf" else [("en", ("en",)), ("de", ("en",)), ("es", ("en",))]
            for asked_in, quoted_in in rows:
                told = retrieval(searcher, name, asked_in, quoted_in)
                print(f"{name} {asked_in}>{'+'.join(quoted_in) or 'all'}: {told}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
