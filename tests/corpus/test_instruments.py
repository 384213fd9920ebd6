"""Values read from documents, people's corrections of them, and what filters look up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from corpus.catalogue import Catalogue
from corpus.edits import apply_edits, edit_of
from corpus.errors import InvalidCorrection, NotInCatalogue
from corpus.filters import Filters, documents_with, facets, values_revision
from corpus.home import Home
from corpus.instrument import Evidence, Value
from corpus.instruments import (
    corrected_documents,
    forget_corrections,
    not_described,
    settle_filters,
    stated_of,
    store_values,
    values_of,
)
from corpus.types import Document, PassageDraft
from corpus.writer import CatalogueWriter

CHARTER, LABEL = "a" * 16, "b" * 16
TEXT = "Charte de Limoges, signée en 2023."
KIND = Value("kind", "charter", "charter", confidence=0.8, evidence=Evidence(0, 6, 1, "Charte"))
LIMOGES = Value("territory", "commune:87085", "Limoges", evidence=Evidence(10, 17, None, "Limoges"))
CITY = Value("organisation", "Ville de Limoges", "Ville de Limoges", "signs")
SIGNED = Value("date", "2023", "2023", "signed")


def put(writer: CatalogueWriter, doc_id: str, uri: str, **values: object) -> None:
    defaults: dict[str, object] = {"title": "Charte", "language": "fr", "text": TEXT}
    document = Document(doc_id, uri, doc_id * 4, "text/plain", **(defaults | values))  # type: ignore[arg-type]
    writer.put(document, [PassageDraft(0, 6, "", "fr")], [doc_id.encode()], recipe="1")


@pytest.fixture
def writer(home: Home) -> Iterator[CatalogueWriter]:
    home.create()
    with CatalogueWriter.create(home) as catalogue:
        put(catalogue, CHARTER, "/x/charte.pdf")
        store_values(catalogue, CHARTER, [KIND, LIMOGES, CITY, SIGNED], "1")
        put(catalogue, LABEL, "/x/label.pdf", language="en", published=date(2021, 5, 4))
        store_values(catalogue, LABEL, [Value("kind", "label", "label")], "1")
        yield catalogue


def edit(writer: CatalogueWriter, doc_id: str, *edits: tuple[str, str]) -> None:
    made = [edit_of(operation, text) for operation, text in edits]  # type: ignore[arg-type]
    apply_edits(writer, doc_id, made, who="Ana")


def said(writer: Catalogue, doc_id: str, field: str) -> list[str]:
    return [value.value for value in values_of(writer, doc_id) if field in {value.field, value.role}]


def test_values_come_back_as_they_were_stored(writer: CatalogueWriter) -> None:
    """This ensures that every part of a value, its evidence too, survives the catalogue, in the order of fields."""
    assert values_of(writer, CHARTER) == [KIND, LIMOGES, CITY, SIGNED]
    with pytest.raises(NotInCatalogue):
        store_values(writer, "c" * 16, [KIND], "1")


def test_documents_to_describe_again_are_known(writer: CatalogueWriter) -> None:
    """This ensures that another way of reading finds the documents that it has not read."""
    put(writer, "c" * 16, "/x/neu.pdf")
    assert not_described(writer, "1") == ["c" * 16]
    assert not_described(writer, "2") == [CHARTER, LABEL, "c" * 16]


def test_correction_wins_and_can_be_taken_back(writer: CatalogueWriter) -> None:
    """This ensures that people's values hide what was read, say whose they are, and go without a trace."""
    edit(writer, CHARTER, ("set", "kind=Label"), ("add", "organisation=UNESCO:awards"), ("set", "until=2026-12"))
    kind, *_ = stated_of(writer, CHARTER)
    assert (kind.value.value, kind.who, kind.corrected, kind.value.evidence) == ("label", "Ana", True, None)
    assert said(writer, CHARTER, "organisation") == ["UNESCO", "Ville de Limoges"]
    assert said(writer, CHARTER, "until") == ["2026-12"]
    edit(writer, CHARTER, ("unset", "kind"), ("remove", "organisation=ville DE limoges"), ("unset", "until"))
    assert values_of(writer, CHARTER)[0] == KIND
    assert said(writer, CHARTER, "organisation") == ["UNESCO"]
    assert said(writer, CHARTER, "until") == []


def test_field_can_be_set_to_nothing(writer: CatalogueWriter) -> None:
    """This ensures that what was read wrongly can go without another value in its place."""
    edit(writer, CHARTER, ("set", "territory="))
    assert said(writer, CHARTER, "territory") == []
    assert documents_with(writer, Filters(territories=("commune:87085",))) == set()


def test_correction_survives_new_content_new_reading_and_a_move(writer: CatalogueWriter) -> None:
    """This ensures that what a person said holds for the next version of the file, and where it goes."""
    edit(writer, CHARTER, ("set", "kind=label"))
    store_values(writer, CHARTER, [KIND], "2")
    assert said(writer, CHARTER, "kind") == ["label"]
    put(writer, "c" * 16, "/x/charte.pdf")
    store_values(writer, "c" * 16, [KIND], "2")
    assert said(writer, "c" * 16, "kind") == ["label"]
    writer.link("/y/moved.pdf", "c" * 16)
    writer.remove_source("/x/charte.pdf")
    put(writer, "d" * 16, "/y/moved.pdf")
    settle_filters(writer)
    assert said(writer, "d" * 16, "kind") == ["label"]
    assert documents_with(writer, Filters(kinds=("label",))) == {LABEL, "d" * 16}


def test_new_recipe_of_the_same_content_keeps_corrections(writer: CatalogueWriter) -> None:
    """This ensures that a document that is read and cut anew is still the one that was corrected."""
    edit(writer, CHARTER, ("set", "kind=label"))
    put(writer, CHARTER, "/x/charte.pdf")
    assert [stated.value.value for stated in stated_of(writer, CHARTER)] == ["label"]


def test_address_that_takes_a_known_content_takes_its_filters(writer: CatalogueWriter) -> None:
    """This ensures that filters are right after a link, which stores no values."""
    edit(writer, LABEL, ("set", "kind=manifesto"))
    writer.link("/x/label.pdf", CHARTER)
    settle_filters(writer)
    assert documents_with(writer, Filters(kinds=("manifesto",))) == {CHARTER}


def test_removal_for_good_forgets_corrections(writer: CatalogueWriter) -> None:
    """This ensures that a document that is removed leaves nothing that was said of it."""
    edit(writer, CHARTER, ("set", "kind=label"))
    assert corrected_documents(writer) == [CHARTER]
    uris = writer.sources_of(CHARTER)
    writer.remove_document(CHARTER)
    forget_corrections(writer, uris)
    tables = ("corrections", "extracted_values", "described", "filter_values", "filter_periods")
    for table in tables:
        rows = writer.rows(f"SELECT * FROM {table}")  # noqa: S608 # names from above
        assert not [row for row in rows if CHARTER in tuple(row) or "/x/charte.pdf" in tuple(row)]


@pytest.mark.parametrize(
    ("edits", "message"),
    [
        ([("set", "colour=blue")], "No field 'colour'. Use one of: kind, name"),
        ([("set", "kind=chart")], "No kind 'chart'. Use one of: charter"),
        ([("set", "territory=99999")], "no territory is known as '99999'"),
        ([("set", "territory=Saint-Denis")], "'Saint-Denis' is the name of"),
        ([("set", "signed=2023-02-30")], "signed=2023-02-30 is no date"),
        ([("add", "organisation=UNESCO")], "needs a name and a role"),
        ([("add", "organisation=:signs")], "needs a name and a role"),
        ([("add", "kind=label")], "A document has one kind"),
        ([("remove", "organisation=UNESCO")], "has no organisation 'UNESCO'. It has: 'Ville de Limoges'"),
        ([("set", "kind=label"), ("set", "kind=plan")], "told two things at once"),
        ([("set", "kind=label"), ("unset", "kind")], "told two things at once"),
        ([("unset", "kind=label")], "unset by its name alone"),
        ([("set", "kind")], "gives no value"),
        ([("set", "from=2024"), ("set", "until=2023-12")], "until=2023-12 comes before from=2024"),
        ([("set", "until=2022")], "until=2022 comes before signed=2023"),
    ],
)
def test_fault_changes_nothing(writer: CatalogueWriter, edits: list[tuple[str, str]], message: str) -> None:
    """This ensures one clear message, and that a good correction beside a bad one is not written either."""
    with pytest.raises(InvalidCorrection, match=message.replace("(", r"\(")):
        edit(writer, CHARTER, ("set", "name=Charte"), *edits)
    assert values_of(writer, CHARTER) == [KIND, LIMOGES, CITY, SIGNED]
    assert not writer.rows("SELECT * FROM corrections")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), {CHARTER, LABEL}),
        (Filters(kinds=("charter",)), {CHARTER}),
        (Filters(kinds=("charter", "label")), {CHARTER, LABEL}),
        (Filters(kinds=("charter",), languages=("en",)), set()),
        (Filters(territories=("region:75",)), {CHARTER}),
        (Filters(territories=("commune:19031",)), set()),
        (Filters(organisations=("LIMOGES",)), {CHARTER}),
        (Filters(organisations=("Limo",)), set()),
        (Filters(organisations=("?",)), set()),
        (Filters(years=(2023,)), {CHARTER}),
        (Filters(years=(2021, 2023)), {CHARTER, LABEL}),
        (Filters(since="2021-05-05"), {CHARTER}),
        (Filters(until="2021-05-04"), {LABEL}),
        (Filters(since="2021-06", until="2022-12"), set()),
        (Filters(documents=("label.pdf",), kinds=("label",)), {LABEL}),
    ],
)
def test_filters_are_any_within_a_field_and_all_across(
    writer: CatalogueWriter, filters: Filters, found: set[str]
) -> None:
    """This ensures that filters restrict as they say, that a region finds its communes, and nothing is nothing."""
    assert documents_with(writer, filters) == found


def test_time_in_force_covers_the_years_between(writer: CatalogueWriter) -> None:
    """This ensures that an instrument is found by a year within its force, and not by one after it."""
    edit(writer, LABEL, ("set", "from=2018-03"), ("set", "until=2022"))
    assert documents_with(writer, Filters(years=(2020,))) == {LABEL}
    assert documents_with(writer, Filters(years=(2023,))) == {CHARTER}
    edit(writer, LABEL, ("set", "from=1620"))
    assert documents_with(writer, Filters(years=(1800,))) == set()


def test_facets_count_documents_and_what_contains_them(writer: CatalogueWriter) -> None:
    """This ensures that every value has its number of documents, territories with all that lies within."""
    found = facets(writer)
    assert [(each.value, each.documents) for each in found["kind"]] == [("charter", 1), ("label", 1)]
    codes = {each.value: (each.label, each.documents) for each in found["territory"]}
    assert codes["region:75"] == ("Nouvelle-Aquitaine", 1)
    assert [each.value for each in facets(writer, [LABEL])["year"]] == ["2021"]
    assert facets(writer, [LABEL])["territory"] == []
    assert {each.value: each.documents for each in found["language"]} == {"fr": 1, "en": 1}


def test_caches_stay_and_filters_follow(writer: CatalogueWriter) -> None:
    """This ensures that a correction makes no cache anew, and that a reader can tell that filters have changed."""
    revision, values = writer.revision, values_revision(writer)
    edit(writer, CHARTER, ("set", "kind=label"))
    assert writer.revision == revision
    assert values_revision(writer) > values
    assert documents_with(writer, Filters(kinds=("label",))) == {CHARTER, LABEL}


def test_home_from_before_is_brought_up_to_date(home: Home) -> None:
    """This ensures that documents that were ingested before there were values are found by their date."""
    home.create()
    with CatalogueWriter.create(home) as writer:
        put(writer, LABEL, "/x/label.pdf", published=date(2021, 5, 4))
        settle_filters(writer)
        assert documents_with(writer, Filters(years=(2021,))) == {LABEL}
        assert settle_filters(writer) == 0
