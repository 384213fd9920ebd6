"""A question that leaves something to the conversation, made whole by rule: « et depuis quand ? », "and in Limoges?".

What it leaves out is taken from the question before it. The result is for the search, and shown to the person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.asking import question_end, understood
from search.names import names
from search.query import clean

REMEMBERED = 6
"""Questions back that count. What was asked before them is seldom meant, and a chain of rules only drifts."""
MAX_CHARS = 400
"""Of what is put in: a topic, not a text that was pasted as a question."""

_STARTER = re.compile(
    r"^(?:et|and|und|y|ed?|ou|but|mais|what about|how about|qu['’]en est-il (?:de |du |des |d['’])?|was ist mit)"
    r"(?:\s+|(?<=['’]))",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"""(?<!\w)(?:
      -(?:t-)?(?:ils?|elles?)|ils?|elles?|y|cela|ça|celui-ci|celle-ci|ceux-ci|celles-ci|leurs?|son|sa|ses|ce\sdernier
    | it|its|they|them|their|he|she|him|his|her|this|that|these|those|there
    | er|es|sie|ihn|ihm|ihr|ihre|sein|seine|dessen|deren|dort|dies|diese
    | él|ella|ellos|ellas|su|sus|allí|esto|eso
    | esso|essa|lui|lei|loro|suo|sua|suoi|ciò|lì
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_PLACED = re.compile(
    r"(?:(?<!\w)(?:à|au|aux|en|dans|pour|de|in|at|for|of|nach|bei|für|a|para|per|ad)\s+)?$", re.IGNORECASE
)
_MARK = re.compile(r"\s*[?？؟.!]*\s*$")


def rewrite(question: str, history: Sequence[str]) -> str:
    """The question in full; the question itself where it needs nothing from `history`, the questions before it."""
    asked = clean(question)
    if not asked or not history:
        return asked
    *earlier, last = [clean(each) for each in history[-REMEMBERED:]] or [""]
    if not last:
        return rewrite(asked, earlier)
    unmarked = asked.lstrip("¿¡ ")
    starter = _STARTER.match(unmarked)
    bare = unmarked[starter.end() :] if starter else unmarked
    if not bare or not _leaves_out(bare, begun=starter is not None):
        return asked
    before = rewrite(last, earlier)[:MAX_CHARS]
    if question_end(bare) is None and starter:
        return _in_place(bare, before)
    topic = _topic(before)
    return f"{_first_capital(_MARK.sub('', bare))} ({topic}) ?" if topic else asked


def _leaves_out(bare: str, *, begun: bool) -> bool:
    """Whether a question says too little by itself."""
    content = understood(bare).content_words
    end = question_end(bare)
    named = bool(names(bare[end or 0 :])) and end is not None
    if begun and end is None:
        return len(content) <= 3
    return not named and len(content) <= (3 if _POINTS_BACK.search(bare) else 2 if begun else 1)


def _in_place(phrase: str, before: str) -> str:
    """The question before with another name in it, or with the phrase behind where it has none."""
    phrase = _MARK.sub("", phrase)
    end = question_end(before) or 0
    named = [(start + end, stop + end) for start, stop in names(before[end:])]
    if not named or not names(phrase):
        return f"{_MARK.sub('', before)}, {phrase} ?"
    start, stop = named[-1]
    led, own = _PLACED.search(before[:start]), _PLACED.search(phrase[: (own_start := names(phrase)[0][0])])
    if led and led[0]:  # « à Tulle », « et à Limoges »: the new phrase may have its own preposition
        start = led.start() if own and own[0] else start
    elif own and own[0]:  # "does Tulle support", "and in Limoges": it has no place there
        phrase = phrase[own_start:]
    return f"{before[:start]}{phrase}{before[stop:]}"


def _topic(before: str) -> str:
    """What a question is about: what stands behind its question word, and in brackets from a rewriting."""
    rest = _MARK.sub("", before[question_end(before) or 0 :])
    return rest.strip(" ,;:'’-()")


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
