"""Roles of passages: what is ranked down, and what must not be."""

from __future__ import annotations

import pytest

from corpus.types import BlockKind
from ingest.roles import roles_of
from ingest.sections import Unit


def role(*blocks: str, kind: BlockKind = "paragraph") -> str:
    """The role of one passage that has these blocks."""
    units: list[Unit] = []
    position = 0
    for block in blocks:
        units.append(Unit(position, position + len(block), kind))
        position += len(block) + 2
    text = "\n\n".join(blocks)
    return roles_of(text, units, [(0, len(text))])[0]


@pytest.mark.parametrize(
    "lines",
    [
        ("Sommaire", "1. Le label ........ 3", "2. Les critères ........ 5", "3. La demande . . . . . 12"),
        ("Contents", "Introduction 1", "Who may apply 4", "What it costs 9", "Annexes 20"),
        ("I. Objet … 2", "II. Durée … 4", "III. Signataires … 11"),
        ("Table des matières\nPréambule 2\nObjet 3\nDurée 5",),
    ],
)
def test_contents(lines: tuple[str, ...]) -> None:
    """This ensures that dots that lead to numbers, or numbers under the title of one, make a table of contents."""
    assert role(*lines) == "contents"


@pytest.mark.parametrize(
    "lines",
    [
        (
            "Durand, P. & Petit, L., 2013. Le label vert. Paris.",
            "Martin, J. (2019). Chartes et villes.",
            "Commission des labels, 2016. Rapport annuel.",
        ),
        ("Bibliographie", "Le label vert, 2013", "https://exemple.fr/rapport", "Chartes et villes, Lyon"),
    ],
)
def test_references(lines: tuple[str, ...]) -> None:
    """This ensures that works with who wrote them and when, or short lines under the title of one, are references."""
    assert role(*lines) == "references"


@pytest.mark.parametrize(
    "lines",
    [
        ("Le label compte 3 niveaux.", "Il y a 12 critères.", "La demande coûte 30 euros."),
        ("Nombre de communes 12", "Nombre de projets 30", "Total 42"),  # a list of figures, without the title of one
        ("Sommaire", "Le label distingue les communes qui s'engagent.", "Il est valable cinq ans."),
        ("Références", "Le label se réfère à la charte de 2019. Il vaut cinq ans et engage tous ses signataires, " * 3),
        ("Paris, Lyon et Lille ont signé en 2019.", "Nantes les a rejointes en 2020.", "Brest suivra en 2021."),
        ("Selon la loi du 12 mai 2009, article 3 … 12",),
        ("",),
    ],
)
def test_text_stays_text(lines: tuple[str, ...]) -> None:
    """This ensures that figures, years and a title that is followed by sentences don't have a passage ranked down."""
    assert role(*lines) == "text"


def test_headings_and_tables() -> None:
    """This ensures that headings alone and rows of a table are told by their blocks, mostly, and one line by none."""
    assert role("Charte", "Titre premier", kind="heading") == "heading"
    assert role("Ville | Label", "Nantes | 2019", kind="table") == "table"
    text = "Les lauréats\n\nNantes | 2019"
    units = [Unit(0, 12), Unit(14, 27, "table")]
    assert roles_of(text, units, [(0, len(text))]) == ["text"]  # 13 of 27 characters
    assert roles_of(text, units, [(0, 12), (14, 27)]) == ["text", "table"]
    assert roles_of(text, [], [(0, 5)]) == ["text"]
    assert roles_of("", [], []) == []
