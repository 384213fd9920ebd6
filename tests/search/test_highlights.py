"""Which words are marked."""

from __future__ import annotations

import pytest

from search.highlights import highlights
from search.query import Query


@pytest.mark.parametrize(
    ("query", "language", "text", "marked"),
    [
        ("charte", "fr", "La Charte d’attractivité, les chartes.", ["Charte", "chartes"]),
        ("l'État", "fr", "L’État et l'etat", ["État", "etat"]),
        ("oeuvre", "fr", "L’œuvre", ["œuvre"]),
        ("développement", "fr", "Le déve\u00adloppement", ["déve\u00adloppement"]),
        ("créateurs", "fr", "les créateur·trice·s", ["créateur·trice·s"]),
        ("the charter", "en", "the charter of the town", ["charter"]),
        ("la ville", "fr", "la ville et la région", ["ville"]),
        ("porcelaine", "fr", "porcelaines dures", ["porcelaines"]),
        ("absent", "fr", "rien de tel", []),
    ],
)
def test_marks_are_right_to_the_character(query: str, language: str, text: str, marked: list[str]) -> None:
    """This ensures that whole words are marked, in the form in which they stand, and articles never."""
    spans = highlights(text, language, Query(query).words([language]))
    assert [text[start:end] for start, end in spans] == marked
