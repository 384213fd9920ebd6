"""How often the words that an answer marks are the answer: the date, number, name or place that was asked for.

    python tests/quality/spans.py HOMES [NAME…] [--wrong]       HOMES holds home-piaf, home-xquad, as of answers.py

`answer_spans.json` has 420 questions that the paragraphs answer, by what they are understood to ask for, with all
places of the answer (characters of the document), marked by hand before any mark was looked at. Some ask "who" or
"where" and have no name as their answer: there nothing should be marked. Those of xquad are asked in English, German
and Spanish of the English paragraphs.

An answer marks one range, and the same words elsewhere. It is right where it overlaps the answer, or has the same words
in another place. It is wrong where it is not, though a quotation holds the answer: the worst, since a reader trusts it.
It is astray where no quotation holds the answer, and something is marked all the same. `--wrong` prints both.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import answers

from corpus.catalogue import Catalogue
from search.answer import Answer
from search.answer_measures import normalised
from search.answering import PASSAGES, ask
from search.filtering import filters_of

GOLD: dict[str, dict[str, dict[str, list[list[int]]]]] = json.loads(
    Path(__file__).with_name("answer_spans.json").read_text("utf-8")
)
Outcome = Literal["right", "wrong", "astray", "unmarked", "unmarked though held", "unanswered"]


@dataclass(frozen=True, slots=True)
class Place:
    """A range of a document and its words."""

    document: str | None
    start: int
    end: int
    text: str

    def overlaps(self, other: Place) -> bool:
        """Whether they have a character in common."""
        return self.document == other.document and self.start < other.end and other.start < self.end

    def tells(self, other: Place) -> bool:
        """Whether it overlaps another, or the words of one are within the other's, wherever they stand."""
        one, many = sorted((normalised(self.text), normalised(other.text)), key=len)
        within = bool(one) and any(many[at : at + len(one)] == one for at in range(len(many) - len(one) + 1))
        return within or self.overlaps(other)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question, what its English or French original is understood to ask for, and the places of its answer."""

    question: answers.Retrieval
    kind: str
    gold: tuple[Place, ...]


def labelled(catalogue: Catalogue, name: str, asked_in: str, quoted_in: Sequence[str]) -> Iterator[Labelled]:
    """The labelled questions of a set in one language."""
    ids = {each.external_id: each.doc_id for each in catalogue.summaries()}
    kinds = {number: kind for kind, places in GOLD[name].items() for number in places}
    for question in answers.retrieval_questions(name, asked_in, quoted_in):
        number = question.question_id.split(":")[-1]
        if number in kinds:
            (document,) = question.relevant
            text = catalogue.document(ids[document]).text
            spans = GOLD[name][kinds[number]][number]
            gold = tuple(Place(document, start, end, text[start:end]) for start, end in spans)
            yield Labelled(question, kinds[number], gold)


def outcome(answer: Answer, gold: Sequence[Place]) -> Outcome:
    """What became of a question: see above."""
    if not answer.answered:
        return "unanswered"
    marks = [
        Place(quote.document.external_id, quote.start + start, quote.start + end, quote.text[start:end])
        for quote in answer.quotes
        for start, end in quote.marks
    ]
    quoted = [Place(quote.document.external_id, quote.start, quote.end, quote.text) for quote in answer.quotes]
    held = any(quote.overlaps(each) for quote in quoted for each in gold)
    if not marks:
        return "unmarked though held" if held else "unmarked"
    if any(marks[0].tells(each) for each in gold):
        return "right"
    return "wrong" if held else "astray"


def figures(outcomes: Sequence[Outcome]) -> str:
    """A line: of the questions answered, how many are marked rightly, not at all and wrongly."""
    told = Counter(outcomes)
    marked = told["right"] + told["wrong"] + told["astray"]
    return (
        f"{len(outcomes) - told['unanswered']:3} answered of {len(outcomes):3}: right {told['right']:3}, "
        f"wrong {told['wrong']:3}, astray {told['astray']:3}, unmarked {told['unmarked']:3}, "
        f"unmarked though held {told['unmarked though held']:3}; "
        f"right of those marked {told['right'] / max(1, marked):.2f}"
    )


def main(arguments: Sequence[str]) -> None:
    """Print every figure of the homes that are there, by language, half and kind."""
    names = [each for each in arguments[1:] if not each.startswith("-")]
    for name in names or list(GOLD):
        for asked_in, quoted_in in answers.POOLS[name]:
            _print(Path(arguments[0]), name, asked_in, quoted_in, wrong="--wrong" in arguments)


def _print(homes: Path, name: str, asked_in: str, quoted_in: Sequence[str], *, wrong: bool) -> None:
    told: dict[tuple[str, str], list[Outcome]] = {}
    with answers.opened(homes, name) as searcher:
        for each in labelled(searcher.catalogue, name, asked_in, quoted_in):
            asked = each.question
            answer = ask(searcher, asked.text, k=PASSAGES, history=(), filters=filters_of(languages=quoted_in))
            became = outcome(answer, each.gold)
            half = "development" if asked.development else "held out"
            for kind in (each.kind, "all"):
                told.setdefault((half, kind), []).append(became)
            if wrong and became in {"wrong", "astray"}:
                print(f"   {half}, {became}: {asked.text} → {answer.short!r}, not {each.gold[0].text!r}")
    for (half, kind), outcomes in sorted(told.items(), key=lambda item: (item[0][0], item[0][1] == "all", item[0][1])):
        print(f"{name} {asked_in}, {half:11} {kind:7}{figures(outcomes)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
