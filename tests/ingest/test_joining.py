"""Words and paragraphs broken at line ends."""

from __future__ import annotations

import pytest

from corpus.types import Block
from ingest.joining import rejoined


def joined(text: str, *others: str) -> str:
    """`text` with its lines joined, in a document that has the others too."""
    return rejoined([Block(text, joinable=True), *(Block(other) for other in others)])[0].text


@pytest.mark.parametrize(
    ("text", "others", "expected"),
    [
        ("le développe-\nment urbain", (), "le développement urbain"),
        ("l'accompa-\ngnement", ("un accompagnement",), "l'accompagnement"),
        ("à Saint-\nÉtienne", (), "à Saint-Étienne"),
        ("du Nord-\nPas-de-Calais", (), "du Nord-Pas-de-Calais"),
        ("la vice-\nprésidente", (), "la vice-présidente"),
        ("c’est-\nà-dire", (), "c’est-à-dire"),
        ("sont-\nils", (), "sont-ils"),
        ("une plate-\nforme", ("la plateforme nationale",), "une plateforme"),
        ("une plate-\nforme", ("la plate-forme nationale",), "une plate-forme"),
        ("une pré-\ninscription", ("la pré-autorisation",), "une pré-inscription"),
        ("technology-\nenabled", ("technology", "enabled"), "technology-enabled"),
        ("Kinder-\nund Jugendhilfe", (), "Kinder- und Jugendhilfe"),
        ("die Bundes-\nregierung", (), "die Bundesregierung"),
        ("l'article L230-\n5-1", (), "l'article L230-5-1"),
        ("de 2023-\n2033", (), "de 2023-2033"),
        ("Gitlab -\nforge", (), "Gitlab - forge"),
        ("climat-air-\nénergie", ("le plan climat-air-énergie",), "climat-air-énergie"),
    ],
)
def test_hyphens_at_line_ends(text: str, others: tuple[str, ...], expected: str) -> None:
    """This ensures that a hyphen goes where it broke a word and stays where it is the word's own."""
    assert joined(text, *others) == expected


@pytest.mark.parametrize(
    ("text", "others", "expected"),
    [
        ("voir https://a.fr/guide-\nde-la-charte", (), "voir https://a.fr/guide-de-la-charte"),
        ("voir https://\na.fr/x", (), "voir https://a.fr/x"),
        ("https://a.fr/docs/\ncharte.pdf", (), "https://a.fr/docs/charte.pdf"),
        ("sur https://a.fr/\npour tous", ("pour",), "sur https://a.fr/ pour tous"),
        ("sur https://a.fr/\nEnsuite", (), "sur https://a.fr/ Ensuite"),
    ],
)
def test_addresses_over_two_lines(text: str, others: tuple[str, ...], expected: str) -> None:
    """This ensures that an address broken at its end is whole, and that the next word stays a word."""
    assert joined(text, *others) == expected


@pytest.mark.parametrize(
    ("text", "others", "expected"),
    [
        ("du secteu\nr industriel", (), "du secteur industriel"),
        ("parmi le\ns 14 villes", ("les villes",), "parmi les 14 villes"),
        ("ils ont un program\nme commun", ("le programme",), "ils ont un programme commun"),
        ("la maire a\nmené", ("il fut amené",), "la maire a mené"),
        ("de\nmain en main", ("demain",), "de main en main"),
        ("l'annexe\nb suit", ("annexe",), "l'annexe b suit"),
        ("un plan\npluriannuel", (), "un plan pluriannuel"),
        ("une politique\nambitieuse", (), "une politique ambitieuse"),
    ],
)
def test_words_torn_without_a_hyphen(text: str, others: tuple[str, ...], expected: str) -> None:
    """This ensures that a torn word is mended only where the document proves it."""
    assert joined(text, *others) == expected


def test_lines_cut_at_any_letter() -> None:
    """This ensures that in a document whose lines tear words all over, unknown halves are words too."""
    text = "du secteu\nr industriel et du program\nme des élus communaut\naires, renforc\nement de l'offre"
    assert (
        joined(text, "le programme")
        == "du secteur industriel et du programme des élus communautaires, renforcement de l'offre"
    )


def test_japanese_lines_are_joined_without_a_space() -> None:
    """This ensures that languages without spaces get none."""
    assert joined("日本の\n文書") == "日本の文書"


def test_lines_of_what_is_not_laid_out_are_kept() -> None:
    """This ensures that a line break that is meant, in an address of a web page, stays."""
    assert rejoined([Block("1, place du Marché\n87000 Valmont")])[0].text == "1, place du Marché\n87000 Valmont"


OPEN = "Elle donne son avis pour le label, et elle est responsable de l'assurance qualité"


def texts(*blocks: Block) -> list[tuple[str, int | None, bool]]:
    return [(block.text, block.page, block.joinable) for block in rejoined(blocks)]


def test_paragraph_over_a_page_break() -> None:
    """This ensures that a sentence goes on on the next page, each half with its own page."""
    assert texts(Block(OPEN, page=2, joinable=True), Block("du label.", page=3, joinable=True)) == [
        (OPEN, 2, True),
        ("du label.", 3, False),
    ]


def test_word_over_a_page_break() -> None:
    """This ensures that a word on two pages is given to the first."""
    assert texts(
        Block(f"{OPEN} et du développe-", page=2, joinable=True), Block("ment durable.", page=3, joinable=True)
    ) == [
        (f"{OPEN} et du développement", 2, True),
        ("durable.", 3, False),
    ]


def test_footnote_between_the_halves() -> None:
    """This ensures that a footnote at the foot of the first page does not part the halves of a sentence."""
    found = rejoined(
        [
            Block(OPEN, page=2, joinable=True),
            Block("1 https://a.fr", page=2, joinable=True),
            Block("du label.", page=3, joinable=True),
        ]
    )
    assert [block.text for block in found] == ["1 https://a.fr", OPEN, "du label."]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Block("La phrase est finie.", page=2, joinable=True), Block("du texte", page=3, joinable=True)),
        (Block(OPEN, page=2, joinable=True), Block("Une autre phrase", page=3, joinable=True)),
        (Block(OPEN, page=2, joinable=True), Block("un point", "list_item", 3, joinable=True)),
        (Block(OPEN, "heading", 2, 1, joinable=True), Block("du texte", page=3, joinable=True)),
        (Block(OPEN), Block("du texte")),
        (Block("Court", joinable=True), Block("du texte", joinable=True)),
    ],
)
def test_what_does_not_go_on(before: Block, after: Block) -> None:
    """This ensures that paragraphs are joined only within an open sentence of a laid-out text."""
    assert texts(before, after) == [(before.text, before.page, False), (after.text, after.page, False)]


def test_gap_on_one_page() -> None:
    """This ensures that a sentence that a footer had cut in two is one paragraph again."""
    assert texts(Block(OPEN, joinable=True), Block("du label.", joinable=True)) == [(f"{OPEN} du label.", None, False)]
