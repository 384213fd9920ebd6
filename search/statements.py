"""Sentences with what they can't be understood without, and without what does not belong to them. Pure.

"This is due in March" says nothing without the sentence before it, an item nothing without the line that announces its
list, a question in a list of questions nothing without its reply. A heading at the end belongs to what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.analysis import fold, is_stop_word, stem, tokens
from search.answer import Span
from search.asking import Question
from search.attributes import SPANNED, tells_attribute
from search.sentences import Sentence
from search.spans import items_of

LONGEST_BEFORE = 320
"""Characters of a sentence that is quoted only for the one behind it: longer, it is a text of its own."""
LONGEST_LEAD = 400
"""Characters from the beginning of the line that announces a list to an item, for both to be quoted in one."""
LONGEST_HEADER = 250
"""Characters from the first row of a table to the row that answers, for both to be quoted in one."""
LONGEST_HEADING = 90
"""Characters of a line at the end of a sentence that is a heading where it has no stop."""
SHORT_REPLY = 15
"""Characters: « Oui. » alone says less than what follows it."""
LEAST = 25
"""Characters that must be left of a sentence without the headings behind it."""
CELL = " | "

ASKS = re.compile(r"[?？؟][\s\"»”’')]*(?:\([^()\n]{1,80}\)\s*)?$")
_BULLET = re.compile(r"[ \t]*(?:[-–—•·*▪◦‣]|\(?\d{1,2}[.)]|[a-z]\))[ \t]+\S")
_ANNOUNCES = re.compile(r"[:：][ \t]*(?:\n|$)")
_LAST_LINE = re.compile(r"\s*\n[ \t]*\n\s*(?P<line>[^\n]*[^\n.!?…:;»”\")\]|\s])\s*$")
_NO_STOP = re.compile(r"[^\n]{1,120}[^\n.!?…:;,»”\")\]|]")

# fmt: off
# What points to something said before, among the first words of a sentence: « Dans ce cas… », "This aid…", „Dabei…“.
_POINTING = (
    r"(?:celui ci|celle ci|ceux ci|celles ci|(?:ce|cette|ces) derni\w+|ceci|cela"
    r"|cet(?:te)?|ces|ce(?! (?:qui|que|qu|dont|soir|jour|n est pas))|this|these|those(?! who)|the (?:latter|former)"
    r"|dies(?:e[rsnm]?)?|letztere[rsnm]?|dabei|dazu|dafur|damit|davon|daraus|hierzu|hierbei|hiervon|hierfur"
    r"|estos|estas|este|esta|esto|es[oa]s?(?= \w)|dich[oa]s?|quest[oaie]|quest ultim[oaie]|tale|tali|cio)\b"
)
_POINTS, _POINTS_FIRST = re.compile(rf"(?:\w+ ){{0,2}}{_POINTING}"), re.compile(_POINTING)
# A pronoun for what was named before, as the first word.
_STANDS_FOR = re.compile(
    r"(?:ils?(?! (?:faut|existe|convient|y a|s agit"
    r"|est (?:possible|necessaire|important|interdit|prevu|obligatoire|recommande)))"
    r"|elles?|son|sa|ses|leurs?|it(?! is (?:possible|important|necessary|recommended|likely|clear))|he|she|they|its"
    r"|his|her|their|er|sie|sein\w*|ihre?[rsnm]?|su|sus|ella|ellos|ellas|egli|ess[oaie]|su[oaie]|suoi|loro|lui|lei)\b"
)
# fmt: on


@dataclass(frozen=True, slots=True)
class _Passage:
    """The sentences of one passage in their order, and one of them by its place."""

    sentences: Sequence[Sentence]
    at: int

    @property
    def this(self) -> Sentence:
        return self.sentences[self.at]

    @property
    def before(self) -> Sentence | None:
        """The sentence that this one follows with nothing between them."""
        if not self.at:
            return None
        before = self.sentences[self.at - 1]
        text = self.this.hit.passage.text
        return None if text[before.end : self.this.start].strip() else before

    @property
    def behind(self) -> Sentence | None:
        return self.sentences[self.at + 1] if self.at + 1 < len(self.sentences) else None


def statements_of(asked: Question, sentences: Sequence[Sentence], among: Sequence[Sentence]) -> list[Sentence]:
    """The sentences as ranges that can be understood; `among` has all sentences of their passages."""
    of_passage: dict[int, list[Sentence]] = {}
    for each in among:
        of_passage.setdefault(each.hit.passage.passage_id, []).append(each)
    found = []
    for sentence in sentences:
        there = sorted(of_passage.get(sentence.hit.passage.passage_id, [sentence]), key=lambda each: each.start)
        at = next((place for place, each in enumerate(there) if each.start == sentence.start), None)
        found.append(sentence if at is None else _statement(asked, _Passage(there, at)))
    return found


def _statement(asked: Question, passage: _Passage) -> Sentence:
    this = passage.this
    if ASKS.search(this.text):
        return _with_reply(asked, passage)
    headed = _under_its_heading(asked, passage)
    if headed is not None:
        return headed
    start, last = this.start, this
    follower = passage.behind
    if follower is not None and _answered_by(asked, passage, follower):
        last = follower
    elif _BULLET.match(this.text):
        start = _lead(passage)
    elif passage.before is not None and _leans_on(asked, this, passage.before):
        start = passage.before.start
    whole = _joined(this, start, last.end, [last] if last is not this else [])
    return _whole_rows(_without_headings(asked, whole))


def _answered_by(asked: Question, passage: _Passage, follower: Sentence) -> bool:
    """Whether the sentence behind holds what is asked for, which this one only introduces."""
    this, text = passage.this, passage.this.hit.passage.text
    if ASKS.search(follower.text) or this.spans:
        return False
    if _NO_STOP.fullmatch(this.text.strip()) and CELL not in this.text:
        return True
    if text[this.end : follower.start].strip():
        return False
    if not _leans(follower.text):
        return False
    if asked.several:
        return len(items_of(this.text)) < len(items_of(follower.text))
    return asked.wanted in SPANNED and bool(follower.spans)


def _leans(text: str) -> bool:
    words = _words(text)
    return _POINTS.match(words) is not None or _STANDS_FOR.match(words) is not None


def _leans_on(asked: Question, this: Sentence, before: Sentence) -> bool:
    """Whether a sentence refers to the one before it: with its first word, or where that one has words of the question.

    „Zu diesem Zweck…“ and a pronoun are often understood by the question itself.
    """
    if len(before.text) > LONGEST_BEFORE or ASKS.search(before.text) or _BULLET.match(before.text):
        return False
    words = _words(this.text)
    pointing = _POINTS.match(words)
    if pointing and _POINTS_FIRST.match(words):
        return True
    if not pointing and not _STANDS_FOR.match(words):
        return False
    question = _stems(asked.text, asked.language)
    return bool((_stems(before.text, asked.language) - _stems(this.text, asked.language)) & question)


def _words(text: str) -> str:
    return " ".join(fold(word) for word in re.findall(r"\w+", text[:80]))


def _stems(text: str, language: str) -> set[str]:
    return {stem(token.folded, language) for token in tokens(text) if not is_stop_word(token.folded, language)}


def _lead(passage: _Passage) -> int:
    """Where the line begins that announces the list of an item, where it is near; else where the item does."""
    this = passage.this
    for each in reversed(passage.sentences[: passage.at]):
        if announced := _ANNOUNCES.search(each.text):
            start = each.start + each.text.rfind("\n", 0, announced.start()) + 1
            return start if this.end - start <= LONGEST_LEAD else this.start
        if this.end - each.start > LONGEST_LEAD or not _BULLET.match(each.text):
            break
    return this.start


def _with_reply(asked: Question, passage: _Passage) -> Sentence:
    """A question with what is said to it: beyond a mere yes, and on to the kind of thing that is asked for."""
    this, text = passage.this, passage.this.hit.passage.text
    mark = max(this.text.rfind(each) for each in "?？؟")
    start = this.start + this.text.rfind("\n", 0, mark) + 1
    end, taken = this.end, list[Sentence]()
    for each in passage.sentences[passage.at + 1 :]:
        asks = ASKS.search(text[start:end]) is not None
        untold = asked.wanted in SPANNED and not any(other.spans for other in taken) and len(taken) < 2
        if not asks and (ASKS.search(each.text) or (len(text[this.end : end].strip()) >= SHORT_REPLY and not untold)):
            break
        if not asks and untold and taken and not each.spans:
            break
        end, taken = each.end, [*taken, each]
    return _without_headings(asked, _joined(this, start, end, taken))


def _under_its_heading(asked: Question, passage: _Passage) -> Sentence | None:
    """Where not a sentence but the heading behind it was found: that with what follows and holds what is asked for."""
    this, behind = passage.this, passage.behind
    line = _LAST_LINE.search(this.text)
    if line is None or behind is None or this.spans or asked.wanted not in SPANNED or not behind.spans:
        return None
    body, language = this.text[: line.start("line")], this.hit.passage.language
    if not (_stems(line["line"], language) - _stems(body, language)) & _stems(asked.text, language):
        return None
    return _joined(this, this.start + line.start("line"), behind.end, [behind])


def _joined(this: Sentence, start: int, end: int, others: Sequence[Sentence]) -> Sentence:
    """A sentence as a longer range; where it has nothing that is asked for, with what the others have."""
    shift = this.start - start
    spans = [(first + shift, last + shift) for first, last in this.spans if first + shift >= 0]
    signals = this.signals
    for other in others if not spans else ():
        spans += [(first + other.start - start, last + other.start - start) for first, last in other.spans]
        beside, counted = (
            max(getattr(each, name) for each in (signals, other.signals)) for name in ("beside", "counted")
        )
        signals = replace(signals, beside=beside, counted=counted)
    return replace(this, start=start, end=end, spans=tuple(spans), signals=signals)


def _without_headings(asked: Question, sentence: Sentence) -> Sentence:
    """Without the headings that it ends with, unless they hold what is asked for; names stand in many headings."""
    while line := _LAST_LINE.search(sentence.text):
        kept = tuple(span for span in sentence.spans if span[1] <= line.start())
        told = len(kept) < len(sentence.spans)
        if asked.wanted in {"name", "place"} and told and sentence.spans[0] in kept:
            told = tells_attribute(asked, line["line"])
        if line.start() < LEAST or len(line["line"]) > LONGEST_HEADING or told or _BULLET.match(line["line"]):
            break
        if CELL in line["line"] or _ANNOUNCES.search(sentence.text[: line.start()]):
            break
        sentence = replace(sentence, end=sentence.start + line.start(), spans=kept)
    return sentence


def _whole_rows(sentence: Sentence) -> Sentence:
    """With the whole of a table's row that it is cut from, and with the table's first row where that is near."""
    text, start, end = sentence.hit.passage.text, sentence.start, sentence.end
    first, last = _line(text, start), _line(text, max(start, end - 1))
    if CELL in text[slice(*last)]:
        end = last[1]
    if CELL in text[slice(*first)]:
        start = top = first[0]
        while top and CELL in text[slice(*(above := _line(text, top - 1)))]:
            top = above[0]
        start = top if start - top <= LONGEST_HEADER else start
    return sentence if (start, end) == (sentence.start, sentence.end) else _joined(sentence, start, end, [])


def _line(text: str, place: int) -> Span:
    """The range of the line that a place of a text is on."""
    end = text.find("\n", place)
    return text.rfind("\n", 0, place) + 1, len(text) if end < 0 else end
