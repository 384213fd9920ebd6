"""How good answers are against known ones: exact match and token F1, as SQuAD measures them, in five languages.

Gold answers are short spans, answers quote sentences: the words of `Answer.short` are compared, and beside it whether a
quotation holds a gold span as it stands.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import QueryError, TableError
from corpus.filters import Filters
from index.analysis import fold
from search.answer import Answer
from search.answering import PASSAGES, Asked, ask
from search.tables import read_text

# What SQuAD's own measure takes off for English, and the same for the others, elided articles included.
_ARTICLE_TEXT = "a an the le la les l un une des du der die das den dem ein eine el los las uno una il lo gli i"
_ARTICLES = frozenset(_ARTICLE_TEXT.split())


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question with its right answers; none where the documents do not answer. `documents` hold one, where known."""

    question_id: str
    text: str
    answers: tuple[str, ...]
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marks:
    """The figures of one question. `exact`, `f1` and `held` are of the best gold answer, 0 to 1.

    Of a question that the documents do not answer, all three are 1 where it was not answered and else 0. `cited` is the
    share of the quotations that are of a document that answers, None where these are not known or nothing is quoted.
    """

    question_id: str
    answerable: bool
    answered: bool
    exact: float
    f1: float
    held: float
    cited: float | None


def read_gold(path: Path) -> list[GoldQuestion]:
    """The questions of a .jsonl file: `_id`, `text`, `answers` (a list of texts, may be empty), `documents`.

    Raises `TableError` with the line of a fault.
    """
    found = []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            found.append(_gold(line, path, number))
    if not found:
        raise TableError(f"{path} holds no questions", advice='Write {"_id": "1", "text": "…", "answers": ["…"]}')
    return found


def _gold(line: str, path: Path, number: int) -> GoldQuestion:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or not isinstance(content.get("text"), str):
        raise _fault(path, number)
    answers, documents = content.get("answers"), content.get("documents", [])
    if not isinstance(answers, list) or not isinstance(documents, list):
        raise _fault(path, number)
    query_id = str(content.get("_id", f"line-{number}"))
    return GoldQuestion(query_id, content["text"], tuple(map(str, answers)), tuple(map(str, documents)))


def _fault(path: Path, number: int) -> TableError:
    return TableError(
        f"{path}, line {number}: not a question with answers",
        advice='Write {"_id": "1", "text": "…", "answers": ["…"]}, with no answers where the documents have none',
    )


def answers_to(
    searcher: Asked, questions: Iterable[GoldQuestion], filters: Filters
) -> Iterator[tuple[GoldQuestion, Answer | None]]:
    """Each question with its answer; None for one that can't be asked."""
    for gold in questions:
        try:
            yield gold, ask(searcher, gold.text, k=PASSAGES, history=(), filters=filters)
        except QueryError:
            yield gold, None


def marks_of(gold: GoldQuestion, answer: Answer | None) -> Marks:
    """The figures of one answer; None is a question that could not be asked."""
    answered = answer is not None and answer.answered
    if not gold.answers:
        value = float(not answered)
        return Marks(gold.question_id, False, answered, value, value, value, None)
    if answer is None or not answered:
        return Marks(gold.question_id, True, False, 0.0, 0.0, 0.0, None)
    quoted = [normalised(quote.text) for quote in answer.quotes]
    return Marks(
        question_id=gold.question_id,
        answerable=True,
        answered=True,
        exact=max(float(normalised(each) == normalised(answer.short)) for each in gold.answers),
        f1=max(token_f1(answer.short, each) for each in gold.answers),
        held=max(float(any(_within(normalised(each), text) for text in quoted)) for each in gold.answers),
        cited=_cited(gold, answer),
    )


def _cited(gold: GoldQuestion, answer: Answer) -> float | None:
    if not gold.documents:
        return None
    right = [
        not {quote.document.external_id, quote.document.doc_id, Path(quote.document.uri).name}.isdisjoint(
            gold.documents
        )
        for quote in answer.quotes
    ]
    return sum(right) / len(right)


def normalised(text: str) -> tuple[str, ...]:
    """The words that are compared: folded, without punctuation and articles."""
    spaced = "".join(character if character.isalnum() else " " for character in text)
    return tuple(word for word in map(fold, spaced.split()) if word and word not in _ARTICLES)


def token_f1(answer: str, gold: str) -> float:
    """The harmonic mean of the shares of words that both have; 1 where both have none."""
    one, other = normalised(answer), normalised(gold)
    if not one or not other:
        return float(one == other)
    shared = sum((Counter(one) & Counter(other)).values())
    return 2 * shared / (len(one) + len(other))


def _within(words: Sequence[str], text: Sequence[str]) -> bool:
    size = len(words)
    return bool(size) and any(tuple(text[at : at + size]) == tuple(words) for at in range(len(text) - size + 1))


def summary(marks: Iterable[Marks]) -> dict[str, float | int | None]:
    """The means over all questions, and how many were answered and left, rightly and wrongly."""
    every = list(marks)
    known = [each.cited for each in every if each.cited is not None]
    return {
        "questions": len(every),
        "answerable": sum(each.answerable for each in every),
        "answered": sum(each.answerable and each.answered for each in every),
        "answered_wrongly": sum(not each.answerable and each.answered for each in every),
        "exact_match": _mean(each.exact for each in every),
        "f1": _mean(each.f1 for each in every),
        "answer_in_quotations": _mean(each.held for each in every),
        "citation_precision": _mean(known) if known else None,
    }


def _mean(values: Iterable[float]) -> float:
    every = list(values)
    return sum(every) / len(every) if every else 0.0
