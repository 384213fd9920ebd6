"""Whether a sentence that a model wrote is held by the passages that it cites. Pure.

Every number, date and name of the sentence must stand in a passage cited, and so must its other words, but for one in
five that may be the model's own. A "not" must stand there too. It can be too strict, and that is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.types import UNKNOWN_LANGUAGE
from index.analysis import is_stop_word, stem, tokens

OWN_WORDS = 0.2
"""The share of a sentence's words that may be the model's own: « précise », "according"."""
MAX_SENTENCE = 600

_CITATION = re.compile(r"\[\s*(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\s*\]")
_END = re.compile(r"[.!?…](?:[\"”’»)]|\s»)*(?:\s*\[[\d\s,;]*\][.]?)*(?=\s+[^\s\[])|\n+")
_NUMBER = re.compile(r"\d(?:[\d., \u00a0\u202f'’]*\d)?")
_ADDRESS = re.compile(r"(?i)\b(?:https?://|www\.)\S+|\S+@\S+\.\w+|!\[|<\w+|\]\(")
_NEGATION_TEXT = """
    pas ne n jamais aucun aucune not no never none cannot nicht kein keine keinen nie niemals nunca ningun ninguna non
    mai nessun nessuna sans without ohne sin senza
"""
_NEGATIONS = frozenset(_NEGATION_TEXT.split())
_NEGATIVE_PAIRS = frozenset({"n", "ne"})  # French writes two: « ne … pas », « n’… aucun »

# What speaks to a machine and not to a reader. Such text is neither sent nor counts as a source.
_BEGUN = r"(?:^|[.!?:;,]\s+|\b(?:and|then|et|puis|und|y|e)\s+)"
_ORDER = re.compile(
    rf"""(?ix)
    \b(?:ignore[zr]?|ignoriere|disregard|forget|oublie[zr]?|vergiss|olvida|dimentica)\W+(?:\w+\W+){{0,4}}?
      (?:above|previous|prior|earlier|instructions?|prompts?|pr[ée]c[ée]d\w+|ci-dessus|consignes?|anweisungen?
      |obige\w*|vorherige\w*|anterior\w*|instrucciones|precedent\w*|istruzioni)
    | \b(?:system|developer)\s*(?:prompt|message) | ^\s*(?:system|assistant|user)\s*: | \bprompt\s+injection\b
    | \byou\s+are\s+(?:now|an?\s+(?:ai|assistant|language\s+model|chatbot))\b
    | {_BEGUN}(?:answer|reply|respond|say|output|print|write|repeat)\s+(?:only|exactly|instead|the\s+following|that\b)
    | {_BEGUN}(?:r[ée]pond(?:s|ez)|[ée]cri(?:s|vez)|dites|dis)\s+(?:seulement|uniquement|exactement|que|plutôt)\b
    | {_BEGUN}(?:antworte|schreibe|sage)\s+(?:nur|genau|stattdessen|dass)\b
    | {_BEGUN}(?:responde|escribe|di)\s+(?:solo|sólo|únicamente|exactamente|que)\b
    | {_BEGUN}(?:rispondi|scrivi)\s+(?:solo|soltanto|esattamente|che)\b
    | <\|?(?:im_start|im_end|system|user|assistant|endoftext)\|?> | \[/?INST\]
    """
)


@dataclass(frozen=True, slots=True)
class Source:
    """A passage as it is sent and checked against."""

    title: str
    text: str
    language: str


def without_orders(text: str) -> str:
    """The text without lines' ends that speak to a machine: from the sentence that does to the end of its line."""
    lines = []
    for line in text.split("\n"):
        order = _ORDER.search(line)
        if order:
            before = max((stop.end() for stop in re.finditer(r"[.!?]\s+", line[: order.start()])), default=0)
            line = line[:before]  # noqa: PLW2901 - what is left of it
        lines.append(line)
    return "\n".join(lines)


def sentences_with_citations(pieces: Iterable[str]) -> Iterator[str]:
    """The sentences of a text that comes in pieces, each as soon as the next has begun, with its citations."""
    text = ""
    for piece in pieces:
        text += piece
        while end := _END.search(text):
            yield from filter(None, [text[: end.end()].strip()])
            text = text[end.end() :]
    yield from filter(None, [text.strip()])


def citations(sentence: str) -> list[int]:
    """The numbers that a sentence cites, in order."""
    return [int(number) for match in _CITATION.finditer(sentence) for number in re.findall(r"\d+", match[1])]


def is_held(sentence: str, sources: Sequence[Source]) -> bool:
    """Whether the passages cited hold the sentence."""
    cited = citations(sentence)
    if not cited or not all(1 <= number <= len(sources) for number in cited) or len(sentence) > MAX_SENTENCE:
        return False
    held = [sources[number - 1] for number in dict.fromkeys(cited)]
    bare = _CITATION.sub(" ", sentence)
    text = "\n".join(f"{source.title}\n{source.text}" for source in held)
    if any(match[0] not in text for match in _ADDRESS.finditer(bare)):
        return False
    if not _numbers(bare) <= _numbers(text):
        return False
    return _words_are_held(bare, held)


def _words_are_held(bare: str, held: Sequence[Source]) -> bool:
    own = list(tokens(bare))
    there = {token.folded for source in held for token in tokens(f"{source.title}\n{source.text}")}
    languages = list(dict.fromkeys(source.language for source in held))
    stems = {stem(word, language) for word in there for language in languages}
    negative = {token.folded for token in own} & _NEGATIONS - _NEGATIVE_PAIRS
    if negative and not there & _NEGATIONS - _NEGATIVE_PAIRS:
        return False
    content = [token for token in own if not _is_function_word(token.folded, languages)]
    strange = [token for token in content if all(stem(token.folded, language) not in stems for language in languages)]
    if any(_is_name(bare, token.start, languages) for token in strange):
        return False
    return bool(content) and len(strange) <= OWN_WORDS * len(content)


def _is_function_word(folded: str, languages: Sequence[str]) -> bool:
    known = [language for language in languages if language != UNKNOWN_LANGUAGE] or ["en", "fr"]
    return folded.isdigit() or any(is_stop_word(folded, language) for language in known)


def _is_name(bare: str, start: int, languages: Sequence[str]) -> bool:
    """Whether a word is written as a name: a capital, but at the beginning, where any word has one.

    German writes every noun so; there the share of strange words has to do.
    """
    return bare[start].isupper() and bool(bare[:start].strip()) and languages != ["de"]


def _numbers(text: str) -> set[str]:
    """The numbers of a text without what parts their digits: `1 200`, `1,200` and `1.200` are one."""
    return {re.sub(r"\D", "", part) for match in _NUMBER.finditer(text) for part in _parts(match[0])}


def _parts(number: str) -> list[str]:
    """`2023, 2024` and `2012. 2` are two numbers; `1 200`, `2,5` one."""
    return re.split(r"[.,'’]?\s+(?!\d{3}(?!\d))|[.,]\s", number)
