"""What says the same, and what only looks like it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.catalogue import Catalogue
from corpus.duplicates import alike_documents, group_of, members_of
from corpus.home import Home
from corpus.writer import CatalogueWriter
from ingest.alike import _Words, compare_new, likeness_of, say_the_same
from ingest.pipeline import ingest
from ingest.upkeep import remove

WORDS = (
    "le label distingue les communes qui protègent leurs arbres et associent les habitants à chaque décision depuis "
    "la plantation jusqu'à l'entretien il est remis pour trois années par un jury de forestiers et de jardiniers puis "
    "renouvelé après une visite sur place dont le compte rendu est publié dans le journal de la commune où chacun peut "
    "aussi lire quelles espèces ont été choisies et ce que leur arrosage demande pendant les étés les plus secs"
)
SHEET = f"La ville de Nantes a reçu le label en 2019. {WORDS}."


def test_likeness_by_hand() -> None:
    """This ensures that likeness is the share of sequences of three words that are in both."""
    assert likeness_of("a b c d", "a b c d") == 1
    assert likeness_of("a b c d", "a b c e") == 1 / 3  # abc; abd… bcd, bce
    assert likeness_of("a b c", "d e f") == 0
    assert likeness_of("", "") == 1


@pytest.mark.parametrize(
    "other",
    [
        SHEET,
        SHEET.upper(),
        SHEET.replace("protègent", "protegent").replace(", ", " "),
        SHEET.replace("entretien", "entre tien"),
        SHEET.replace("forestiers", "forestier"),
        SHEET.replace("puis renouvelé", "et puis renouvelé"),
    ],
)
def test_spelling_makes_no_difference(other: str) -> None:
    """This ensures that case, accents, points, a torn word, a plural or a little word don't make a second passage."""
    assert say_the_same(SHEET, other)
    assert say_the_same(other, SHEET)


@pytest.mark.parametrize(
    "other",
    [
        SHEET.replace("Nantes", "Brest"),
        SHEET.replace("2019", "2020"),
        SHEET.replace("trois", "cinq"),
        SHEET.replace("est publié", "n'est pas publié"),
        SHEET.replace("est remis", "est refusé"),
        SHEET.replace("en 2019", ""),
        SHEET[:150],
    ],
)
def test_what_matters_makes_a_difference(other: str) -> None:
    """This ensures that a town, a year, a number in words, a negation or another word is not passed over."""
    assert not say_the_same(SHEET, other)
    assert not say_the_same(other, SHEET)


@pytest.mark.parametrize("text", ["", " ", "…", "東京都の憲章", "ميثاق المدينة", "🌳"])
def test_odd_texts(text: str) -> None:
    """This ensures that a text of any kind, or none, says what it says itself."""
    assert say_the_same(text, text)
    assert not say_the_same(text, SHEET)


@pytest.fixture
def filled(home: Home, encoder: Any, tmp_path: Path) -> Home:
    """A home with the sheets of a label: a copy that is written otherwise, another town, and something else."""
    texts = {"a": SHEET, "b": SHEET.upper(), "c": SHEET.replace("Nantes", "Brest"), "d": "Un port et une gare."}
    path = tmp_path / "records.jsonl"
    path.write_text("".join(json.dumps({"_id": key, "text": text}) + "\n" for key, text in texts.items()))
    encoder.max_tokens = 400
    assert ingest(home, [path], encoder, model="subjects").alike == 1
    return home


def ids(catalogue: Catalogue) -> dict[str, int]:
    return {key: catalogue.passages_of(catalogue.find_document(key))[0].passage_id for key in "abcd"}


def test_groups_and_pairs(filled: Home) -> None:
    """This ensures that a run groups what says the same under the first, and pairs documents that are much alike."""
    with Catalogue.open(filled) as catalogue:
        known = ids(catalogue)
        a, b, c, d = known.values()
        assert group_of(catalogue, known.values()) == {a: a, b: a, c: c, d: d}
        assert members_of(catalogue, a) == [a, b]
        assert group_of(catalogue, [999]) == {999: 999}
        pairs = {
            key: {pair.doc_id for pair in alike_documents(catalogue, catalogue.find_document(key))} for key in known
        }
        docs = {key: catalogue.find_document(key) for key in known}
        assert pairs == {
            "a": {docs["b"], docs["c"]},
            "b": {docs["a"], docs["c"]},
            "c": {docs["a"], docs["b"]},
            "d": set(),
        }


def test_group_outlives_its_first(filled: Home) -> None:
    """This ensures that when the passage that stands for others is removed, another of them does."""
    with Catalogue.open(filled) as catalogue:
        a, b, c, d = ids(catalogue).values()
    remove(filled, ["a"])
    with Catalogue.open(filled) as catalogue:
        assert group_of(catalogue, [b, c, d]) == {b: b, c: c, d: d}
        assert members_of(catalogue, a) == []
        assert members_of(catalogue, b) == [b]
    remove(filled, ["b", "c", "d"])
    with Catalogue.open(filled) as catalogue:
        (row,) = catalogue.rows(
            """SELECT (SELECT COUNT(*) FROM passage_groups) + (SELECT COUNT(*) FROM passage_bands)
            + (SELECT COUNT(*) FROM document_signatures) + (SELECT COUNT(*) FROM document_bands)
            + (SELECT COUNT(*) FROM alike_documents) AS n"""
        )
        assert row["n"] == 0


def test_nothing_new_costs_nothing(filled: Home) -> None:
    """This ensures that what has been compared is not compared again, and no revision is made."""
    with filled.writing(), CatalogueWriter.create(filled) as catalogue:
        revision = catalogue.revision
        assert compare_new(catalogue) == 0
        assert catalogue.revision == revision


def test_shingles() -> None:
    """This ensures that a text is known by its words in threes, folded, and a shorter one by all of it."""
    assert _Words.of("Été à Nîmes, été à Nîmes").shingles == {"ete a nimes", "a nimes ete", "nimes ete a"}
    assert _Words.of("Été à").shingles == {"ete a"}
    assert _Words.of("").shingles == {""}
