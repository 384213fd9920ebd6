"""Ligatures that fonts lose."""

from __future__ import annotations

from ingest.extract.ligatures import restored
from ingest.extract.lines import Fragment


def restore(*texts: tuple[str, str]) -> list[str]:
    """The texts put right; each is given with its font."""
    fragments = [Fragment(text, 0, 0, 10, font=font) for text, font in texts]
    return [fragment.text for fragment in restored([fragments])[0]]


def test_glyph_of_a_font_is_known_by_its_words() -> None:
    """This ensures that a glyph is read as the ligature that makes words known from a list or from the document."""
    assert restore(
        ("les collec\x1fvités et l'ac\x1fon na\x1fonale, iden\x1fque", "A"),
        ("collec\tvité, conven\ton", "B"),
        ("une convention", "C"),
    ) == ["les collectivités et l'action nationale, identique", "collectivité, convention", "une convention"]


def test_second_round_uses_the_words_of_the_first() -> None:
    """This ensures that a word with two lost glyphs is put right once one of them is known."""
    assert restore(("l'ac\x1fon, la na\x1fon, ar\x1fcle : a@ribu\x1fon, le@re, a@eindre", "A")) == [
        "l'action, la nation, article : attribution, lettre, atteindre"
    ]


def test_tabs_between_words_stay() -> None:
    """This ensures that a font whose space is a tab is left alone."""
    text = "trois\texemples\tpour\tmesurer\tla\tpolitique"
    assert restore((text, "A")) == [text]


def test_addresses_and_unknown_glyphs_stay() -> None:
    """This ensures that mail addresses keep their sign and that nothing is guessed."""
    text = "territoireengage@ademe.fr, xy\x1fzz, contact@mairie.fr"
    assert restore((text, "A")) == [text]
