"""Which words are marked."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        ('"membres fondateurs"', "fr", "Membres, membre fondateur, membres\nfondateurs.", ["membres", "fondateurs"]),
        ('"de l’État"', "fr", "de la ville, de l'État", ["de", "État"]),
        ('membre "membres fondateurs"', "fr", "les membres et le fondateur", ["membres"]),
        ('"ville"', "fr", "Ville et villes", ["Ville"]),
        ('"la la"', "fr", "la la la, la", ["la", "la", "la", "la"]),
        ('"déve\u00adloppement de l’œuvre"', "fr", "le developpement de l'oeuvre", ["developpement", "de", "oeuvre"]),
        ('"fin du texte"', "fr", "fin du", []),
        (
            "attractiv* pol*",
            "fr",
            "L’attractivité, une Politique attractive, attraction.",
            ["attractivité", "Politique", "attractive"],
        ),
        ("des*", "fr", "des dessins", ["des", "dessins"]),
        ("charte -ville", "fr", "la charte de la ville", ["charte"]),
        ("“文化遺產”", "zh", "關於文化遺產的政策", ["文化遺產"]),
        ("文化遺產", "zh", "遺產與文化", ["遺產", "文化"]),
        ('"الله عليه"', "ar", "قال \ufdfa ثم", ["\ufdfa"]),
    ],
)
def test_marks_are_right_to_the_character(query: str, language: str, text: str, marked: list[str]) -> None:
    """This ensures that whole words are marked, in the form in which they stand, and articles never."""
    spans = highlights(text, language, Query(query).words([language]))
    assert [text[start:end] for start, end in spans] == marked


@given(
    st.lists(st.sampled_from(["la", "ville", "œuvre", "l’État", "🙂", "文化遺", "-", "ﷺ", "été"]), max_size=20),
    st.lists(st.sampled_from(['"la ville"', '"文化"', "vil*", "œuvre", '"État la"', "遺"]), min_size=1, max_size=4),
)
def test_marks_are_in_order_and_apart(text: list[str], query: list[str]) -> None:
    """This ensures that marks can be drawn one after the other, whatever the text."""
    passage = " ".join(text)
    spans = highlights(passage, "fr", Query(" ".join(query)).words(["fr"]))
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(passage[start:end].strip() == passage[start:end] for start, end in spans)
