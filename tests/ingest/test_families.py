"""What links documents into a family, and what does not. Vectors are given by their angles, so cosines are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import cos, radians, sin
from typing import Any

import numpy as np
import pytest

from corpus.families import families, found_links, split
from corpus.home import Home
from corpus.instrument import Value
from corpus.instruments import store_values
from corpus.types import Document, PassageDraft
from corpus.writer import CatalogueWriter
from index.vectors import VectorIndex
from ingest.families import (
    Profile,
    candidates,
    covered,
    link_of,
    nearest,
    numbers_of,
    update_families,
)


def at(*degrees: float) -> np.ndarray[Any, np.dtype[np.float32]]:
    """Unit vectors (n, 2) at these angles: the cosine of two is that of the angle between them."""
    return np.array([(cos(radians(each)), sin(radians(each))) for each in degrees], dtype=np.float32)


CHARTE = Profile("a" * 16, "fr", "Charte 2021", 1000, at(0)[0], at(0, 40), frozenset({"2021", "17", "45"}))
CHARTER = replace(CHARTE, doc_id="b" * 16, language="en", title="Charter 2021", passages=at(5, 45))
VERSION = replace(CHARTE, doc_id="c" * 16, title="CHARTE 2024", numbers=frozenset({"2024"}))


def test_coverage_is_the_lower_of_both_directions() -> None:
    """This ensures that a part of a document is not the document: both have to be found in the other."""
    assert covered(at(0, 40), at(40, 0)) == pytest.approx(1.0)
    assert covered(at(0), at(0, 60)) == pytest.approx((1 + 0.5) / 2)


def test_translation_is_linked_with_its_reasons() -> None:
    """This ensures a link, in a fixed order, that says why."""
    link = link_of(CHARTER, CHARTE, lead=0.05)
    assert link is not None
    assert (link.one, link.other, link.relation) == ("a" * 16, "b" * 16, "translation")
    assert link.score == pytest.approx(cos(radians(5)))
    assert link.reasons[1:] == ("3 numbers in common", "titles near each other (1.00)")


def test_version_is_linked_by_title_and_passages() -> None:
    """This ensures that another edition of one text is found whatever its year, and near others of its language."""
    link = link_of(CHARTE, VERSION, lead=-0.5)
    assert link is not None
    assert link.relation == "version"


@pytest.mark.parametrize(
    ("one", "other", "lead"),
    [
        (CHARTE, CHARTER, 0.01),
        (CHARTE, replace(CHARTER, passages=at(5, 100)), 0.05),
        (CHARTE, replace(CHARTER, characters=499), 0.05),
        (CHARTE, replace(CHARTER, language="unknown"), 0.05),
        (replace(CHARTE, numbers=frozenset("abcde")), replace(CHARTER, numbers=frozenset("efghi")), 0.05),
        (replace(CHARTE, territories=frozenset({"commune:87085"})),
         replace(CHARTER, territories=frozenset({"commune:19031"})), 0.05),
        (CHARTE, replace(VERSION, title="Autre charte 2024"), 0.05),
        (replace(CHARTE, title=""), replace(VERSION, title=""), 0.05),
        (replace(CHARTE, title="2021"), replace(VERSION, title="2024"), 0.05),
        (replace(CHARTE, passages=at(0)), replace(VERSION, passages=at(0)), 0.05),
        (CHARTE, replace(VERSION, passages=at(0, 80)), 0.05),
    ],
    ids=["another is as near", "half is missing", "half as long", "no language", "other numbers", "another place",
         "another title", "no title", "a number for a title", "one passage", "another half"],
)  # fmt: skip
def test_doubt_is_no_link(one: Profile, other: Profile, lead: float) -> None:
    """This ensures that each piece of evidence is needed."""
    assert link_of(one, other, lead=lead) is None


def test_places_within_each_other_agree() -> None:
    """This ensures that a town and its département don't speak against each other."""
    town = replace(CHARTE, territories=frozenset({"commune:87085", "departement:87"}))
    assert link_of(town, replace(CHARTER, territories=frozenset({"departement:87"})), lead=0.05)


def test_lead_is_before_the_next_of_the_language() -> None:
    """This ensures that the lead is the lower of both directions, and that siblings are no rivals."""
    ids, languages = ["fr1", "en1", "en2", "fr2"], ["fr", "en", "en", "fr"]
    means = at(0, 10, 40, 60)
    found = {(pair.one, pair.other): pair.lead for pair in candidates(ids, languages, means, ["en1"])}
    forth, back = cos(radians(10)) - cos(radians(40)), cos(radians(10)) - cos(radians(50))
    assert found["fr1", "en1"] == pytest.approx(min(forth, back), abs=1e-5)
    assert ("en1", "en2") not in found  # cos 30° = .87: too far for a version
    means = at(0, 10, 12, 60)
    found = {(pair.one, pair.other): pair.lead for pair in candidates(ids, languages, means, ["fr1"])}
    assert found["fr1", "en1"] > 0.02


def test_lone_document_of_a_language_has_rivals_too() -> None:
    """This ensures that the only German document is not linked to whatever is nearest."""
    pairs = candidates(["fr1", "fr2", "de1"], ["fr", "fr", "de"], at(0, 25, 28), ["de1"])
    leads = {pair.one: pair.lead for pair in pairs}
    assert leads["fr2"] == pytest.approx(cos(radians(3)) - cos(radians(25)), abs=1e-5)
    assert leads["fr1"] < 0
    assert list(candidates(["fr1"], ["fr"], at(0), ["fr1"])) == []
    assert list(candidates([], [], np.empty((0, 2), dtype=np.float32), ["gone"])) == []


def test_nearest_are_those_of_the_index() -> None:
    """This ensures that documents are found in the order that a search gives them, equals by their place."""
    rows = np.random.default_rng(5).normal(size=(200, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rows[150:] = rows[:50]
    index = VectorIndex(16)
    index.add(np.arange(200), rows)
    for k in (1, 7, 300):
        _, expected = index.search(rows, k, within=np.arange(200))
        assert [near.tolist() for near in nearest(rows, rows, k)] == expected.tolist()


def test_nearest_of_many_equals() -> None:
    """This ensures that more equals than candidates are taken in their order, and that a lone row is found."""
    same = np.tile(np.array([[0.6, 0.8]], dtype=np.float32), (60, 1))
    assert next(nearest(same, same[:1], 3)).tolist() == [0, 1, 2]
    assert next(nearest(same[:1], same[:1], 3)).tolist() == [0]


def test_numbers_say_the_same_in_every_language() -> None:
    """This ensures that dates and amounts are taken, and single digits are not."""
    assert numbers_of("Le 1er juin 2023, 45 membres, 3 axes") == {"2023", "45"}


class TitleEncoder:
    """Titles are encoded along the first axis, whatever they are."""

    model_id = "angles-1"
    dim = 2
    max_tokens = 512

    def __init__(self) -> None:
        self.titles: list[str] = []

    def count_tokens(self, texts: Any) -> list[int]:
        return [1 for _ in texts]

    def encode_passages(self, texts: Any, progress: Any = None) -> Any:
        self.titles += texts
        return at(*[0 for _ in texts])

    encode_queries = encode_passages


def put(writer: CatalogueWriter, name: str, language: str, *angles: float, encode: bool = True) -> str:
    doc_id = name[0] * 16
    text = "Signé le 17 juin 2021 par 45 membres."
    document = Document(doc_id, f"/x/{name}.txt", doc_id * 4, "text/plain", f"Titre {name}", language, text)
    hashes = [f"{name}{number}".encode() for number in range(len(angles))]
    drafts = [PassageDraft(number, number + 5, "", language) for number in range(len(angles))]
    writer.put(document, drafts, hashes, recipe="1")
    if encode:
        writer.add_embeddings("angles-1", hashes, at(*angles))
    return doc_id


@pytest.fixture
def writer(home: Home) -> Iterator[CatalogueWriter]:
    home.create()
    with CatalogueWriter.create(home) as catalogue:
        catalogue.set_fact("model_id", "angles-1")
        put(catalogue, "a", "fr", 0, 10)
        put(catalogue, "b", "fr", 60, 70)
        yield catalogue


def test_new_documents_are_compared_once(writer: CatalogueWriter) -> None:
    """This ensures that a run looks at what is new only, and at what was not encoded before when it is."""
    encoder = TitleEncoder()
    assert update_families(writer, encoder) == 0
    put(writer, "c", "en", 2, 12)
    put(writer, "d", "en", 61, 71, encode=False)
    assert update_families(writer, encoder) == 1
    assert encoder.titles == ["Titre a", "Titre b", "Titre c"]
    assert [family.members for family in families(writer)] == [("a" * 16, "c" * 16)]
    put(writer, "d", "en", 61, 71)
    assert update_families(writer, encoder) == 1
    assert update_families(writer, encoder) == 0


def test_split_outlives_new_content_and_comparing_anew(writer: CatalogueWriter) -> None:
    """This ensures that a wrong link that someone undid stays undone."""
    encoder = TitleEncoder()
    put(writer, "c", "en", 2, 12)
    update_families(writer, encoder)
    split(writer, "c" * 16, who="Ana")
    writer.set_fact("families_recipe", "0")
    assert update_families(writer, encoder) == 1
    assert families(writer) == []


def test_values_speak_against_a_link(writer: CatalogueWriter) -> None:
    """This ensures that two towns' charters of one wording are two instruments."""
    encoder = TitleEncoder()
    store_values(writer, "a" * 16, [Value("territory", "commune:87085", "Limoges")], "1")
    store_values(writer, put(writer, "c", "en", 2, 12), [Value("territory", "commune:13055", "Marseille")], "1")
    assert update_families(writer, encoder) == 0
    assert found_links(writer) == []
