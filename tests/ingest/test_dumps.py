"""Menus and footers in texts dumped from web pages."""

from __future__ import annotations

from corpus.types import Block
from ingest.dumps import without_menu, without_repeated_footers


def dump(*texts: str) -> list[Block]:
    return [Block(text, joinable=True) for text in texts]


def menu_cut(*texts: str) -> list[str]:
    return [block.text for block in without_menu(dump(*texts))]


def footers_cut(*texts: str) -> list[str]:
    return [block.text for block in without_repeated_footers(dump(*texts))]


FOOTER = ("Valmont.fr", "Ville d'art", "https://www.valmont.fr/label")


def test_breadcrumb_goes_and_the_figures_above_it_stay() -> None:
    """This ensures that the menu above a breadcrumb goes with it, and that what says something there stays."""
    figures = ("55 élus à votre service", "Un budget de 3 M€", "Un réseau international de villes")
    menu = ("Mairie", "Vie pratique", "Culture et sports")
    assert menu_cut(*menu, *figures, "Accueil Mairie Jumelages", "Jumelages", "Texte.") == [
        *figures,
        "Jumelages",
        "Texte.",
    ]
    assert menu_cut("Home > Council > Twinning", "Our partners", "Text.") == ["Our partners", "Text."]
    assert menu_cut("Menu", "3 guichets", "Accueil Jumelages", "Jumelages") == ["3 guichets", "Jumelages"]


def test_a_sentence_above_stops_the_breadcrumb() -> None:
    """This ensures that text above a line that looks like a breadcrumb is not lost."""
    texts = ("Une phrase entière.", "Accueil Mairie Jumelages", "Jumelages", "Texte.")
    assert menu_cut(*texts) == list(texts)


def test_welcome_is_no_breadcrumb() -> None:
    """This ensures that a heading about welcoming people stays."""
    texts = ("Accueil des nouveaux habitants", "La ville les reçoit.", "Suite.")
    assert menu_cut(*texts) == list(texts)


def test_menu_words() -> None:
    """This ensures that short words up to a known one of menus go, and links to the top anywhere."""
    assert menu_cut("Privatisez", "Remonter", "LE MANIFESTE", "Texte.", "Haut de page") == ["LE MANIFESTE", "Texte."]
    assert menu_cut("Menu") == ["Menu"]


def test_footer_with_an_address_goes() -> None:
    """This ensures that lines that come twice around an address go, wherever they stand."""
    assert footers_cut("Le label et des arts", *FOOTER, "populaires.", *FOOTER) == [
        "Le label et des arts",
        "populaires.",
    ]


def test_footer_that_cuts_a_sentence_goes() -> None:
    """This ensures that repeated lines without an address go if a sentence goes on below them."""
    assert footers_cut("au titre des arts", "VALMONT", "populaires.", "Fin.", "VALMONT") == [
        "au titre des arts",
        "populaires.",
        "Fin.",
    ]


def test_repeated_headings_stay() -> None:
    """This ensures that sections with the same names keep them."""
    texts = ("Objectifs", "Accueillir.", "Objectifs", "Former.")
    assert footers_cut(*texts) == list(texts)


def test_what_is_no_dump_is_left_alone() -> None:
    """This ensures that the blocks of a web page, already without its frame, stay as they are."""
    blocks = [Block("Remonter"), Block("Menu"), Block("Texte.")]
    assert without_menu(blocks) == blocks
