"""The territories that a text is about: its mentions of places, weighed by where and how they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from corpus.gazetteer import chain, territory
from corpus.instrument import Value
from corpus.types import Document
from ingest.describe.evidence import OPENING, READ, Span, evidence, title_span
from ingest.describe.mentions import Mention, mentions_in

TITLE, OPENED, REST, CONTEXT = 5.0, 1.6, 0.5, 0.5
"""What a mention counts for in the title, in the opening and after it; `CONTEXT` is added for `Ville de`, `à`, …"""

MOST_OPENED, MOST_REST = 3, 8

LEAST = 5.0
"""A main territory stands in the title, or in the opening and again after it."""

LEAST_SHARE = 0.3
"""Of the scores of all places: without a title that names it, the first of a list of towns is no main territory."""

SEAT = 0.25
"""Part of its weight that a mention keeps where something was founded, held or has its office."""

MOST_OTHERS = 4

PART = 0.25
"""What `Louvre-Lens` counts for Lens, where the text also speaks of Lens by itself."""

_NATIONAL = re.compile(r"\bnational(?:e|es|aux)?\b", re.IGNORECASE)
_DEMONYM = re.compile(r"\b(?:French|français(?:e|es)?|französisch\w*|franceses?)\b")


def territories_of(document: Document) -> list[Value]:
    """The main territory first, then others of the title; [] where the text is about none that is known."""
    mentions = list(mentions_in(document.text[:READ]))
    title = title_span(document)
    scores = _scores(document, mentions, title)
    ranked = sorted(scores.items(), key=lambda each: (-each[1], each[0]))
    total = sum(scores.values())
    ranked = [
        (code, score)
        for code, score in ranked
        if score >= LEAST and (score >= LEAST_SHARE * total or _in_title(mentions, title, code))
    ]
    if not ranked:
        return _nation(document, mentions, title)
    best_code, best = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    values = [_value(document, mentions, title, best_code, min(0.95, 0.4 + 0.04 * best + 0.04 * (best - second)))]
    around = {best_code, *chain(best_code)}
    for code, score in ranked[1 : 1 + MOST_OTHERS]:
        if code not in around and _in_title(mentions, title, code):
            values.append(_value(document, mentions, title, code, min(0.8, 0.3 + 0.04 * score)))
    return values


def _scores(document: Document, mentions: Sequence[Mention], title: Span | None) -> dict[str, float]:
    opening = (title.end if title and title.end < OPENING else 0) + OPENING
    by_itself = {mention.place.code for mention in mentions if mention.in_context and not mention.is_part}
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    first_in_title = True
    for mention in mentions:
        code = mention.place.code
        extra = CONTEXT if mention.in_context else 0.0
        part = SEAT if mention.is_seat else 1.0
        if mention.is_part:
            counts[code]["rest"] += PART if code in by_itself and counts[code]["rest"] < MOST_REST * REST else 0.0
            continue
        if title and title.start <= mention.span.start < title.end:
            counts[code]["title"] = max(counts[code]["title"], TITLE + (1.0 if first_in_title else 0.0))
            first_in_title = False
        elif mention.span.start < opening:
            counts[code]["opened"] = min(counts[code]["opened"] + part * (OPENED + extra), MOST_OPENED * OPENED)
        else:
            counts[code]["rest"] = min(counts[code]["rest"] + part * (REST + extra / 2), MOST_REST * REST)
    if title is None:
        for mention in mentions_in(document.title):
            if mention.place.code in counts:  # what only the source's title says has no evidence in the text
                counts[mention.place.code]["title"] = TITLE
    scores = {code: sum(parts.values()) for code, parts in counts.items() if territory(code)}
    # A country stands in nearly every text: it is the territory only where no place within it is.
    return {code: score / 2 if code.startswith("country:") else score for code, score in scores.items()}


def _nation(document: Document, mentions: Sequence[Mention], title: Span | None) -> list[Value]:
    """France, for a text of no place within it that names it, or says `French` and `national`, and no country more."""
    text = document.text[:READ]
    countries = [mention for mention in mentions if mention.place.level == "country"]
    french = [mention for mention in countries if mention.place.code == "country:FR"]
    demonyms = list(_DEMONYM.finditer(text))
    in_title = bool(title and any(title.start <= match.start() < title.end for match in demonyms))
    said = len(french) + 0.5 * len(demonyms) + 0.25 * len(_NATIONAL.findall(text))
    named_enough = document.language == "fr" and bool(french or demonyms) and said >= 1
    foreign = len(countries) - len(french) > len(french)
    if foreign or not (named_enough or in_title) or not (french or demonyms):
        return []
    nation = territory("country:FR")
    if nation is None:
        return []
    spans = [mention.span for mention in french] or [Span(*demonyms[0].span())]
    shown = evidence(document, spans[0].start, spans[0].end)
    return [Value("territory", nation.code, nation.name, confidence=0.7 if in_title else 0.6, evidence=shown)]


def _in_title(mentions: Sequence[Mention], title: Span | None, code: str) -> bool:
    return bool(title) and any(
        mention.place.code == code
        and not mention.is_part
        and title is not None
        and title.start <= mention.span.start < title.end
        for mention in mentions
    )


def _value(document: Document, mentions: Sequence[Mention], title: Span | None, code: str, confidence: float) -> Value:
    own = [mention for mention in mentions if mention.place.code == code]
    own.sort(key=lambda mention: not (title and title.start <= mention.span.start < title.end))
    span = own[0].span
    shown = evidence(document, span.start, span.end)
    return Value("territory", code, own[0].place.name, confidence=round(confidence, 3), evidence=shown)
