"""Why a hit was found, in a few lines of plain English. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from search.explain import AskedWord, Explanation, Leg, PartName

LEGS: Mapping[Leg, str] = {
    "meaning": "by meaning",
    "words": "by words",
    "letters": "by the letters of a word that stands nowhere",
}
PARTS: Mapping[PartName, str] = {
    "passage": "nearness of the passage",
    "sentence": "of its best sentence",
    "farthest": "nearness of the farthest, for want of a vector",
    "words": "share of the words",
    "letters": "of their letters",
    "context": "nearness of the words where they stand, beyond the usual",
    "role": "for contents, references or a lone heading",
}


def explanation_lines(explanation: Explanation) -> list[str]:
    """By which leg, the score as a sum, the words with their weights, and the second look where there was one."""
    parts = " + ".join(f"{part.weight:.2f} × {part.value:.3f} {PARTS[part.name]}" for part in explanation.parts)
    lines = [
        f"Found {' and '.join(LEGS[leg] for leg in explanation.legs)}.",
        f"Score {explanation.score:.3f} = {parts}",
    ]
    if explanation.words:
        lines.append(f"Words by weight: {', '.join(map(_word, explanation.words))}")
    if explanation.rerank is not None:
        lines.append(f"Second look: {explanation.rerank:.3f}, which decides on the order")
    return lines


def _word(word: AskedWord) -> str:
    if word.forms:
        where = " ".join(f"“{form}”" for form in word.forms)
    else:
        where = "not here" if word.anywhere else "in no passage"
    return f"{word.text} {word.share:.0%} ({where})"
