"""Patterns that begin with a word: found as `re` finds them, only sooner."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.describe import dates, kinds, organisations, themes
from ingest.describe.finding import FIGURE, WordPattern, beginnings_of

PATTERNS: list[WordPattern] = [
    kinds._ALL,
    *themes._WORDS,
    *dates._DATES,
    *(pattern for _, pattern in (*organisations._LISTS, *organisations._SINGLE)),
]
TEXTS = [
    "La CHARTE d'attractivité et le réseau des villes, a paper written about twin towns, ÉCONOMIE et œuvres",
    "économie ECONOMY ınclusion İNCLUSION ſolidarité ſocial cohesion cohésion  sociale quartier prioritaire",
    "le 1er juin 2023, 3.5.2021, 2020-12-31, May 4, 2021, mai2020, x2020-01-02 _3/4/2020 12/2020 août 2019 juin. 2018",
    "espaces publics, open data, données ouvertes, cours d'eau, cours d’eau, medio ambiente, medioambiente",
    "Le réseau se compose de Nantes, est formé de membres fondateurs sont : members are : is made up of, made up of",
    "est conclue entre A et B, signed between, SIGNATAIRES : jumelée avec, est piloté par Ville de Nantes, led by Acme",
    "twin cities twin twinning (arts) arts, art_ _art films film2 l'habitat accords-cadre rapport à rapports",
    "",
]


def spans(matches: Iterable[re.Match[str]]) -> list[tuple[tuple[int, int], str | None]]:
    return [(match.span(), match.lastgroup) for match in matches]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.pattern.pattern[:30])
def test_found_as_by_re(pattern: WordPattern) -> None:
    """This ensures that nothing is found or missed that a search at every letter does not find or miss."""
    for text in TEXTS:
        assert spans(pattern.finditer(text)) == spans(pattern.pattern.finditer(text)), text


@given(st.lists(st.sampled_from(" ".join(TEXTS).split()), max_size=12), st.sampled_from([" ", "-", "_", "\n", ""]))
def test_found_as_by_re_in_any_order(words: list[str], between: str) -> None:
    """This ensures the same for words in any company."""
    text = between.join(words)
    for pattern in PATTERNS:
        assert spans(pattern.finditer(text)) == spans(pattern.pattern.finditer(text))


def test_beginnings() -> None:
    """This ensures that accents, bars in brackets, letters that may be left out and short first words are seen to."""
    assert beginnings_of(r"éco\w*|twin(?:ned|(?:a|b))?|Œuvres?|a paper|rates?") == {"eco", "twi", "oeu", "a", "rat"}
    begun = beginnings_of(r"(?:est |is )?(?:signé|conclu)e? par|(?:les )?membres")
    assert begun == {"est", "is", "sig", "con", "les", "mem"}


@pytest.mark.parametrize("alternatives", [r"\w+", "eau|d'eau", "art|las?", "plan|", "(?:un|une) plan"])
def test_beginnings_that_are_not_written_out(alternatives: str) -> None:
    """This ensures that a pattern that would silently not be found is refused."""
    with pytest.raises(ValueError, match="begins neither"):
        beginnings_of(alternatives)


def test_matches_do_not_overlap() -> None:
    """This ensures that a word within a match begins no other."""
    assert spans(WordPattern(r"\bab ab\b", {"ab"}).finditer("ab ab ab ab ab")) == [((0, 5), None), ((6, 11), None)]


def test_words_that_may_be_matches_are_counted() -> None:
    """This ensures that a pattern is not even tried where too few words begin as its do."""
    pattern = WordPattern(r"\b(?:art|musée)", beginnings_of("art|musée"))
    assert pattern.may_stand("L'art, un artiste et des MUSÉES", 3)
    assert not pattern.may_stand("L'art, un artiste et des MUSÉES", 4)
    assert WordPattern(r"\b\d+", {FIGURE}).may_stand("le 3 mai 2021", 2)
