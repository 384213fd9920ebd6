"""Acronyms that a text itself defines."""

from __future__ import annotations

import pytest

from ingest.acronyms import defined_in, is_acronym


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "L'Établissement public de coopération intercommunale (EPCI) délibère.",
            [("EPCI", "Établissement public de coopération intercommunale")],
        ),
        ("un pôle d’équilibre territorial et rural (PETR)", [("PETR", "pôle d’équilibre territorial et rural")]),
        ("le PLUi (plan local d'urbanisme intercommunal) fixe", [("PLUi", "plan local d'urbanisme intercommunal")]),
        ("CRTE (contrat de relance et de transition écologique, signé en 2021)",
         [("CRTE", "contrat de relance et de transition écologique")]),
        ("l'Agence nationale de la cohésion des territoires (« ANCT »)",
         [("ANCT", "Agence nationale de la cohésion des territoires")]),
        ("the European Regional Development Fund (ERDF) pays", [("ERDF", "European Regional Development Fund")]),
        ("de la Direction de la sécurité (DS)", [("DS", "Direction de la sécurité")]),
        ("la société (SC) et la société civile (SC)", [("SC", "société civile")]),
    ],
)  # fmt: skip
def test_acronyms_and_what_they_stand_for(text: str, expected: list[tuple[str, str]]) -> None:
    """This ensures that both orders are found, function words passed over, and the words kept as written."""
    assert defined_in(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "()",
        "(EPCI)",
        "la région Nouvelle-Aquitaine (France) et l'UNESCO (2017)",
        "des communes rurales (EPCI)",  # other words
        "Établissement public de coopération intercommunale. (EPCI)",  # not side by side
        "Établissement public\nde coopération intercommunale (EPCI)"[:20] + "(EPCI)",
        "EPCI (Établissement public de coopération intercommunale à fiscalité propre)",  # goes on
        "de la protection (DP)",  # begins with a function word
        "un texte ((((",
    ],
)
def test_what_is_not_certain_is_not_found(text: str) -> None:
    """This ensures that a letter without a word, or a word left over, makes no acronym."""
    assert defined_in(text) == []


@pytest.mark.parametrize(
    ("word", "answer"),
    [("EPCI", True), ("PLUi", True), ("R&D", True), ("O.R.T", True), ("Limoges", False), ("2017", False), ("a", False),
     ("DRAC's", False), ("mEuros", False)],
)  # fmt: skip
def test_what_is_written_as_an_acronym(word: str, *, answer: bool) -> None:
    """This ensures that a name or a number in brackets is none."""
    assert is_acronym(word) is answer
