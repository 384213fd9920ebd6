"""Marks that text dumped from web pages wears."""

from __future__ import annotations

import pytest

from ingest.extract.markup import without_markup


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le label **récompense l'excellence** ici.", "Le label récompense l'excellence ici."),
        ("le réseau « **Attractivité** »", "le réseau « Attractivité »"),
        ("**un gras\nsur deux lignes**", "un gras\nsur deux lignes"),
        ("***fort*** et *faible*", "fort et faible"),
        ("Limoges, ville créative **<https://unesco.org/limoges>**", "Limoges, ville créative"),
        ("<https://limoges.fr/>", "https://limoges.fr/"),
        ("voir [la charte](https://a.fr/c.pdf) et [1]", "voir la charte et [1]"),
        ("le 1^{er} juin, CO_{2}", "le 1er juin, CO2"),
        ("l&#39;&eacute;t&eacute;&nbsp;&amp; apr&egrave;s", "l'été\u00a0& après"),
        ("2 * 3 * 4 et 4 * puis 5*", "2 * 3 * 4 et 4 * puis 5*"),
        ("a ** b ** c, R&D; x < y > z", "a ** b ** c, R&D; x < y > z"),
        ("écrire à <prenom@mairie.fr>", "écrire à <prenom@mairie.fr>"),
    ],
)
def test_without_markup(text: str, expected: str) -> None:
    """This ensures that marks go and that what may be meant as text stays."""
    assert without_markup(text) == expected
