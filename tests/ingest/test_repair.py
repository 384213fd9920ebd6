"""OCR damage: what is certain is repaired, what is whole stays, and the rest is measured."""

from __future__ import annotations

from collections import Counter

import pytest

from corpus.types import Block, PageReading, Repair
from ingest.extract.base import Extraction
from ingest.repair.damage import bad_share, damage, is_garbage, unreadable_share
from ingest.repair.mend import mended
from ingest.repair.rules import Mending

FRENCH = (
    "La commune réunit chaque année les habitants, les écoles et les entreprises pour décider ensemble des travaux"
    " qui seront faits au printemps dans les rues du centre et le long de la rivière."
)


def repaired(text: str, language: str = "fr", **words: int) -> str:
    return Mending(language, words).mended(text)


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("avec I'Etat", "avec l'Etat"),
        ("I'emploi", "L'emploi"),
        ("au sein de |’industrie", "au sein de l’industrie"),
        ("à I'in dustrie", "à l'industrie"),
        ("Linitiative", "L'initiative"),
        ("le bassin demplois", "le bassin d'emplois"),
        ("la maîtrise douvrage", "la maîtrise d'ouvrage"),
        ("d’'une aide", "d’une aide"),
        ("le secteu r rural", "le secteur rural"),
        ("le secteu\nr rural", "le secteur rural"),
        ("des élus communaut aires", "des élus communautaires"),
        ("le renforc ement", "le renforcement"),
        ("le pubIic et Ies élus", "le public et les élus"),
    ],
)
def test_certain_damage_is_repaired(damaged: str, whole: str) -> None:
    """This ensures that damage that has one reading only is put right."""
    assert repaired(damaged) == whole


@pytest.mark.parametrize(
    "text",
    [
        "la dune et le lot, la lune et dans",
        "Monsieur Lefort et Damien Lamarque",
        "I'm sure, and I've seen it",
        "l'article 1 et l'annexe I",
        "plan A et plan B, 3 m et 5 h",
        "vis à vis de la mairie",
        "le point d de la liste",
        "II. Objectifs, III. Moyens, Ier siècle",
        "IRCER, CITRA, ELAN",
        "le porte monnaie",
        "étre, trés, concrétement",
        "",
    ],
)
def test_what_is_whole_or_uncertain_stays(text: str) -> None:
    """This ensures that names, enumerations, quotations and what has two readings are left alone."""
    assert repaired(text) == text


def test_names_are_joined_by_the_document_alone() -> None:
    """This ensures that a torn name is joined where the document writes it whole, twice."""
    assert repaired("avec T exelis") == "avec T exelis"
    assert repaired("avec T exelis", texelis=2) == "avec Texelis"


def test_other_languages() -> None:
    """This ensures that words are joined in each language, and that an apostrophe is French or Italian."""
    assert repaired("the limitatio n of it", "en") == "the limitation of it"
    assert repaired("I'articolo", "it") == "L'articolo"
    assert repaired("I'emploi", "en") == "I'emploi"


def test_repairs_are_kept_with_their_page() -> None:
    """This ensures that what stood on a page can be read in its reading, and how it was read stays."""
    blocks = (Block(FRENCH, page=1), Block(f"Le secteu r et I'Etat. {FRENCH} Avec I'Etat.", page=2))
    readings = (PageReading(1), PageReading(2, "ocr", 83.0))
    found = mended(Extraction(blocks, readings=readings))
    assert found.blocks[0] == blocks[0]
    assert found.blocks[1].text == f"Le secteur et l'Etat. {FRENCH} Avec l'Etat."
    first, second = found.readings
    assert first == PageReading(1, damage=0.0)
    assert (second.read_by, second.confidence, second.damage) == ("ocr", 83.0, 0.0)
    assert Counter(second.repairs) == Counter([Repair("secteu r", "secteur"), Repair("I'Etat", "l'Etat", 2)])


def test_whole_text_without_pages_has_no_reading() -> None:
    """This ensures that a text file that nothing is wrong with carries no warning."""
    assert mended(Extraction((Block(FRENCH),))).readings == ()
    (reading,) = mended(Extraction((Block(f"{FRENCH[:-1]} avec I'Etat"),))).readings
    assert (reading.page, reading.repairs) == (None, (Repair("I'Etat", "l'Etat"),))
    assert mended(Extraction(())).readings == ()


def test_damage_is_the_share_of_broken_words() -> None:
    """This ensures that of 17 words in small letters, those 4 that are in no list are broken."""
    whole = "les élus votent chaque année une aide pour les écoles des villages voisins"  # 13 of 3 letters and more
    assert damage(f"{whole} zqvfk xwpgt bhzqj kdfpw", "fr") == pytest.approx(4 / 17)
    assert damage(f"{whole} zqvfk xwpgt bhzqj kdfpw", "fr", {"zqvfk", "xwpgt"}) == pytest.approx(2 / 17)
    assert damage(FRENCH, "fr") == 0.0
    assert damage("trop peu de mots", "fr") is None
    assert damage(FRENCH, "unknown") is None


def test_garbage_is_told_from_text() -> None:
    """This ensures that a layer of shifted or lost letters is garbage, and names, numbers and other scripts are not."""
    shifted = "".join(chr(ord(c) + 1) if c.isalpha() else c for c in FRENCH)
    assert is_garbage(shifted)
    assert is_garbage("\x01\x02\ue123\ufffd" * 10)
    assert not is_garbage(FRENCH)
    assert not is_garbage("Η κοινότητα και οι πολίτες " * 5)
    assert not is_garbage("12 300 450 € 2024 " * 10)
    assert not is_garbage("")
    assert unreadable_share("deux mots") == 0.0


def test_bullets_are_no_bad_characters() -> None:
    """This ensures that the bullets of symbol fonts, in private use, are writing."""
    assert bad_share("\uf0b7 un") == 0.0
    assert bad_share("\ufffd\ufffdab") == 0.5
    assert bad_share(" ") == 0.0
