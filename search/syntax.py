"""What the signs in a query ask for: `"exact words"`, `-left -"left out"`, `beginn*`, `kind:label`. Pure.

Most signs in what people type are only writing. A sign is an operator where it can hardly be anything else, and what
is none stays in the text as it is: `Saint-Étienne`, `2014 -2020`, `5 * 3`, `Bürger*innen`, `l'État`, `https://…`, a
quote that nothing closes. Any text can be parsed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from index.analysis import tokens
from search.filtering import FIELD_NAMES

Phrase = tuple[str, ...]
"""Folded words that stand side by side."""

# Fewer letters are the beginning of too many words to mean anything.
MIN_PREFIX = 3

# A straight quote against a word may be an inch, and a guillemet one of the German kind (»so«). Curly quotes tell left
# from right, and stand against words in scripts without spaces. An apostrophe is never a quote.
_STRAIGHT, _CURLY = r'"[^"]*"(?!\w)|«[^«»]*»(?!\w)', r"“[^“”]*”|„[^„“”]*[“”]"
_FIELDS = {
    unicodedata.normalize(form, name): field
    for field, names in FIELD_NAMES.items()
    for name in names
    for form in ("NFC", "NFD")
}
_VALUE = r"[^\s\"«»“”„,;]+"
_OPERATOR = re.compile(
    rf"""(?<!\S)(?P<field>{"|".join(map(re.escape, _FIELDS))}):(?P<value>{_STRAIGHT}|{_CURLY}|{_VALUE}(?:,{_VALUE})*)
    | (?<!\S)-(?P<left_out>{_STRAIGHT}|{_CURLY}|[^\W\d_][^\s"«»“”„]*)
    | (?P<quoted>(?<!\w)(?:{_STRAIGHT})|{_CURLY})
    | (?<!\S)(?P<begun>[^\s*"«»“”„]+)\*(?![\w*])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGNS = re.compile(r'["«“„*:]|(?<!\S)-')
_QUOTES = '"«“„'

# In `Haushaltsausgaben oder -einkommen` the hyphen stands for a part of the word before; German, Dutch, Swedish,
# Danish and Norwegian write so, after these words or a comma.
_BEFORE_HALF_WORD = re.compile(
    r"(?:,|(?<!\w)(?:und|oder|bzw\.?|beziehungsweise|sowie|en|of|och|eller|samt|og))\s+\Z", re.IGNORECASE
)
_LOOK_BACK = 20  # longer than any of these

Kind = Literal["phrase", "prefix", "without", "without phrase", "without prefix", "filter"]


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator at `start` to `end` of the query. `kept` stands in its place in what is compared in meaning.

    A filter's `words` are its values as they are written, and `field` is the field of `Filters` that they are of.
    """

    kind: Kind
    words: Phrase
    start: int
    end: int
    kept: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a query asks for.

    `text` is what is compared in meaning: without the operators' signs and without what is left out. `words` are
    its folded words that belong to no operator, in order. A passage must hold every one of `phrases`, and none of
    the words `without` (in any inflection), of `without_phrases`, and of the words that begin as `without_prefixes`.
    `filters` are fields of `corpus.filters.Filters` with their values as they are written; `unfiltered` is the query
    without them, its other signs kept.
    """

    text: str
    words: Phrase
    phrases: tuple[Phrase, ...] = ()
    prefixes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    without_phrases: tuple[Phrase, ...] = ()
    without_prefixes: tuple[str, ...] = ()
    filters: tuple[tuple[str, Phrase], ...] = ()
    unfiltered: str = field(default="", compare=False)

    @property
    def leaves_out(self) -> bool:
        """Whether there is anything that a passage must not hold."""
        return bool(self.without or self.without_phrases or self.without_prefixes)

    @property
    def restricts(self) -> bool:
        """Whether there are passages that can't be found, however near they are."""
        return bool(self.phrases) or self.leaves_out


def literal(text: str) -> Parsed:
    """The text as it stands, where no sign is an operator."""
    return Parsed(text, tuple(token.folded for token in tokens(text)), unfiltered=text)


def parse(text: str) -> Parsed:
    """What a cleaned text asks for; each phrase, prefix and word left out once."""
    if not _SIGNS.search(text):
        return literal(text)
    operators = list(_operators(text))
    kept, covered = _without_signs(text, operators)
    return Parsed(
        text=" ".join(kept.split()),
        words=tuple(token.folded for token in tokens(kept) if token.start not in covered),
        phrases=_phrases(operators, "phrase"),
        prefixes=_words(operators, "prefix"),
        without=_words(operators, "without"),
        without_phrases=_phrases(operators, "without phrase"),
        without_prefixes=_words(operators, "without prefix"),
        filters=tuple(dict.fromkeys((each.field, each.words) for each in operators if each.kind == "filter")),
        unfiltered=_unfiltered(text, operators),
    )


def _operators(text: str) -> Iterator[Operator]:
    """The operators in order; empty quotes are a phrase of no words."""
    done = 0  # where the last thing left out ends, with its comma: `-Paris, -Lyon` leaves out both
    for match in _OPERATOR.finditer(text):
        start, end = match.span()
        if name := match["field"]:
            values = _values(match["value"])
            if values:
                field_name = _FIELDS[name.casefold()]
                yield Operator("filter", values, start, end, " ", field_name)
            continue
        if body := match["quoted"]:
            # Where words have no spaces between them, those around the quotes must not grow together with these.
            before = " " if text[max(0, start - 1) : start].isalnum() else ""
            after = " " if text[end : end + 1].isalnum() else ""
            yield Operator("phrase", _folded(body[1:-1]), start, end, before + body[1:-1].strip() + after)
        elif body := match["begun"]:
            if prefix := _prefix(body):
                last = list(tokens(body))[-1].start
                yield Operator("prefix", (prefix,), start + last, end, body[last:])
        elif match["left_out"][0] in _QUOTES:
            yield Operator("without phrase", _folded(match["left_out"][1:-1]), start, end, " ")
        elif not _BEFORE_HALF_WORD.search(text[max(done, start - _LOOK_BACK) : start]):
            done = end
            yield Operator(*_left_out(match["left_out"]), start, end, " ")


def _values(written: str) -> Phrase:
    """One value in quotes, or several with commas between them."""
    if written[0] in _QUOTES:
        return tuple(filter(None, [written[1:-1].strip()]))
    return tuple(dict.fromkeys(value.rstrip(".!?") for value in written.split(",") if value.rstrip(".!?")))


def _unfiltered(text: str, operators: Sequence[Operator]) -> str:
    filters = [operator for operator in operators if operator.kind == "filter"]
    return " ".join(_without_signs(text, filters)[0].split())


def _left_out(body: str) -> tuple[Kind, Phrase]:
    """`-word`, `-beginn*`; what has several parts, as `-Saint-Étienne`, is left out as a phrase."""
    begun = re.match(r"([^*]+)\*(?!\w)", body)
    if begun and (prefix := _prefix(begun[1])):
        return "without prefix", (prefix,)
    words = _folded(body)
    return ("without" if len(words) == 1 else "without phrase"), words


def _folded(text: str) -> Phrase:
    # A few signs fold to several words (U+FDFA, an Arabic blessing): the index holds them one by one too.
    return tuple(" ".join(token.folded for token in tokens(text)).split())


def _prefix(text: str) -> str:
    """The folded word that `text` ends with, where enough letters come before the star; else nothing."""
    *_, last = [None, *tokens(text)]
    if last is None or last.end != len(text) or len(last.folded) < MIN_PREFIX or not last.folded.isalpha():
        return ""
    return last.folded


def _without_signs(text: str, operators: Sequence[Operator]) -> tuple[str, set[int]]:
    """The text with what is kept of the operators, and the characters there that came from them."""
    kept, done, covered = "", 0, set[int]()
    for operator in operators:
        kept += text[done : operator.start]
        covered.update(range(len(kept), len(kept) + len(operator.kept)))
        kept += operator.kept
        done = operator.end
    return kept + text[done:], covered


def _phrases(operators: Sequence[Operator], kind: Kind) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(each.words for each in operators if each.kind == kind and each.words))


def _words(operators: Sequence[Operator], kind: Kind) -> Phrase:
    return tuple(word for (word,) in _phrases(operators, kind))
