"""Which lines of a range are candidates of their own."""

from __future__ import annotations

import pytest

from search.lines import lines_apart

LETTER = "Rejoignez cette grande famille de villes et de villages !"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Une phrase, sur une ligne.", ["Une phrase, sur une ligne."]),
        ("• Un réseau\n• Un budget de 301 millions", ["• Un réseau", "• Un budget de 301 millions"]),
        ("1) Un réseau\n2) Un budget\nde dix euros", ["1) Un réseau", "2) Un budget\nde dix euros"]),
        ("- Un port\n\nLa ville", ["- Un port", "La ville"]),
        (f"{LETTER}\nAnne Roy\nDirectrice", [LETTER, "Anne Roy\nDirectrice"]),
        (f"Titre\n\n{LETTER}", [f"Titre\n\n{LETTER}"]),
        ("Ont signé :\n• la ville ;\n• le port.", ["Ont signé :\n• la ville ;\n• le port."]),
        (f"{LETTER[:-2]}\nun vers", [f"{LETTER[:-2]}\nun vers"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_lines_that_stand_alone(text: str, parts: list[str]) -> None:
    """This ensures that items and what stands under a letter are apart; headings and announced lists are not.

    A line without a full stop goes on in the next.
    """
    assert [text[slice(*span)] for span in lines_apart(text, (0, len(text)))] == parts


def test_a_range_within_a_text() -> None:
    """This ensures that only the range is looked at, and that a list whose announcement lies before it stays one."""
    text = "Membres.\n• la ville\n• le port\nFin."
    span = (text.index("•"), text.index("\nFin"))
    assert [text[slice(*part)] for part in lines_apart(text, span)] == ["• la ville", "• le port"]
    announced = text.replace("Membres.", "Membres:")
    assert lines_apart(announced, span) == [span]
