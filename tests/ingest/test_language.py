"""Languages: certain or unknown, and always the same."""

from __future__ import annotations

import pytest

from ingest.language import detect, is_evident


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Les villes créatives de l'UNESCO travaillent ensemble au développement urbain durable.", "fr"),
        ("The town supports associations with international projects and solidarity actions.", "en"),
        ("Das Bergbaubecken wurde im Jahr 2012 in die Liste des Welterbes aufgenommen.", "de"),
        ("La ciudad apoya a las asociaciones que trabajan por el desarrollo de los barrios.", "es"),
        ("La città sostiene le associazioni che lavorano per lo sviluppo dei quartieri.", "it"),
        ("RÈGLEMENT DU LABEL DES VILLES ENGAGÉES POUR LE CLIMAT ET POUR LEURS HABITANTS", "fr"),
        ("中文文件，这是一个测试文件。城市政策与发展规划，文化创意产业，可持续发展。", "zh"),
        ("Bonjour", "unknown"),
        ("12 345 678 – 9 € – 10 % – 2023-2033 – 06 12 34 56 78 – 100 000 – 2 250 €", "unknown"),
        ("", "unknown"),
        ("���� ☐☐☐☐ →→→→", "unknown"),
    ],
)
def test_detect(text: str, language: str) -> None:
    """This ensures that sentences are recognised, and that what is too short to tell is unknown."""
    assert detect(text) == language


def test_detect_is_stable_and_samples_long_texts() -> None:
    """This ensures that a text has the same language each time, and that a long one is judged as a whole."""
    text = "x 1 2 3 " * 30 + "Les villes créatives travaillent ensemble au développement urbain. " * 500
    assert {detect(text) for _ in range(5)} == {"fr"}


def test_evident_language() -> None:
    """This ensures that function words tell a language that is expected, and only that one, and only where they can."""
    text = "La charte est signée par la ville et par les associations qui y sont établies."
    assert is_evident(text, "fr")  # la est par la et par les qui y sont: 10 of 15
    assert not is_evident(text, "en")
    assert not is_evident(text, "xx")
    assert not is_evident("Nantes, Brest, Lille", "fr")
    assert not is_evident("", "fr")
