"""Sentences in five languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["M. Dupont a signé.", "Mme Durand et le Dr Li restent.", "Fin."],
        ["Voir art. 5 de la loi n° 2018-938 du 14 sept. 2018, p. 12.", "La suite vient.", "Voir p. ex. Limoges."],
        ["Les métiers d’art.", "La ville à 10 m.", "Le pont."],
        ["« Nous signons. »", "La maire sourit.", "« Pourquoi ? » demande-t-il.", "Oui !"],
        ["Limoges…", "La ville.", "Et puis… rien, etc.", "Le reste."],
        ["Das Fest ist am 3. Oktober in St. Pölten, z. B. im 2. Stock.", "Er kam 1990.", "Vgl. Abs. 2 und Nr. 5."],
        ["The U.S. Government signed.", "Dr. Smith (e.g. John A. Smith) agreed...", "It cost 3.5 million.", "OK!"],
        ["El Sr. García vive en la Avda. Mayor, pág. 3.", "¿Qué dice?", "¡Hola!", "Bien."],
        ["Il Sig. Rossi, ecc.", "Il resto segue.", "Cfr. art. 3, lett. 2.", "Fine."],
        ["1. Objet de la charte.", "Elle vise.", "Art. 5. Les membres sont élus."],
        ["(Il dit oui.)", "Elle dit non.", 'He said "Go."', "She went."],
    ],
)
def test_sentences(parts: list[str]) -> None:
    """This ensures that stops end sentences, and those of abbreviations, initials and ordinals do not."""
    text = " ".join(parts)
    assert [text[start:end] for start, end in sentences(text)] == parts


def test_lines_are_sentences() -> None:
    """This ensures that headings, list items and paragraphs are sentences of their own."""
    text = "La charte\n\n• un bilan\n• un budget. Voilà\n"
    assert [text[a:b] for a, b in sentences(text)] == ["La charte", "• un bilan", "• un budget.", "Voilà"]


def test_japanese() -> None:
    """This ensures that stops without a space after them end sentences too."""
    text = "日本語。これはテスト。はい！"
    assert [text[a:b] for a, b in sentences(text)] == ["日本語。", "これはテスト。", "はい！"]


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(".!? \n…»”aA1")), max_size=100))
def test_every_character_is_in_one_sentence(text: str) -> None:
    """This ensures that ranges are in order, don't overlap, have no outer white space and leave out nothing else."""
    last = 0
    for start, end in sentences(text):
        assert last <= start < end
        assert not text[last:start].strip()
        assert text[start:end] == text[start:end].strip()
        last = end
    assert not text[last:].strip()
