"""Instruments: one entry a family, and the data of the page's views."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.catalogue import DocumentSummary
from corpus.edits import apply_edits, edit_of
from corpus.families import FamilyLink, add_links, split
from corpus.filters import Filters
from corpus.home import Home
from corpus.instrument import Value
from corpus.instruments import Stated, store_values
from corpus.types import Document, PassageDraft
from corpus.writer import CatalogueWriter
from search.instruments import Instrument, counts, instrument_of, instruments, map_points, network, timeline

OLD, NEW, LABEL = "a" * 16, "b" * 16, "c" * 16
LIMOGES = Value("territory", "commune:87085", "Limoges")


def signs(name: str, role: str = "signs") -> Value:
    return Value("organisation", name, name, role)


def date(role: str, value: str) -> Value:
    return Value("date", value, value, role)


@pytest.fixture
def writer(home: Home) -> Iterator[CatalogueWriter]:
    home.create()
    with CatalogueWriter.create(home) as catalogue:
        for doc_id, title, language, values in (
            (OLD, "Charte 2021", "fr",
             [Value("kind", "charter", "charter"), LIMOGES, signs("Ville de Limoges"), date("signed", "2021-03")]),
            (NEW, "Charter 2024", "en",
             [Value("name", "Charte des bourgs", "Charte des bourgs"), signs("ville de limoges"), signs("UNESCO"),
              date("from", "2024"), date("until", "2027-06-30")]),
            (LABEL, "Label", "fr", [Value("kind", "label", "label"), LIMOGES, signs("UNESCO", "awards")]),
        ):  # fmt: skip
            document = Document(doc_id, f"/x/{doc_id[0]}.txt", doc_id * 4, "text/plain", title, language, "Charte.")
            catalogue.put(document, [PassageDraft(0, 7, "", language)], [doc_id.encode()], recipe="1")
            store_values(catalogue, doc_id, values, "1")
        add_links(catalogue, [FamilyLink(OLD, NEW, "version", 0.9)])
        yield catalogue


def test_family_is_one_entry(writer: CatalogueWriter) -> None:
    """This ensures that the latest version speaks first, the others fill in, and nothing is said twice."""
    charter, label = instruments(writer)
    assert [member.doc_id for member in charter.members] == [NEW, OLD]
    assert (charter.kind, charter.name) == ("charter", "Charte des bourgs")
    assert charter.dates == {"signed": "2021-03", "from": "2024", "until": "2027-06-30"}
    assert [each.label for each in charter.organisations] == ["ville de limoges", "UNESCO"]
    assert charter.languages == ["en", "fr"]
    assert (label.kind, label.name, label.dates) == ("label", "Label", {})


def test_split_family_is_two_entries(writer: CatalogueWriter) -> None:
    """This ensures that what people split is counted apart; a document without a kind comes last."""
    split(writer, OLD, who="Ana")
    assert [(each.kind, each.name) for each in instruments(writer)] == [
        ("charter", "Charte 2021"), ("label", "Label"), ("unknown", "Charte des bourgs"),
    ]  # fmt: skip


def test_filters_choose_instruments(writer: CatalogueWriter) -> None:
    """This ensures that an instrument is found by any of its documents, shown with all, and marked where corrected."""
    (charter,) = instruments(writer, Filters(kinds=("charter",)))
    assert len(charter.members) == 2
    assert instruments(writer, Filters(kinds=("plan",))) == []
    assert charter.as_json()["corrected"] is False
    apply_edits(writer, NEW, [edit_of("set", "kind=plan")], who="Ana")
    (plan,) = instruments(writer, Filters(kinds=("plan",)))
    assert plan.kind == "plan"
    assert plan.as_json()["corrected"] is True


def test_counts_of_each_field(writer: CatalogueWriter) -> None:
    """This ensures that a family counts once in each."""
    assert counts(instruments(writer)) == {
        "kind": {"charter": 1, "label": 1},
        "territory": {"Limoges": 2},
        "organisation": {"UNESCO": 2, "ville de limoges": 1},
        "language": {"fr": 2, "en": 1},
    }
    assert counts([]) == {"kind": {}, "territory": {}, "organisation": {}, "language": {}}


def test_timeline_has_what_has_a_date(writer: CatalogueWriter) -> None:
    """This ensures that force goes before signature, that months have their last day, and that open ends are told."""
    (span,) = timeline(instruments(writer))
    assert (span.first, span.last, span.open_end) == ("2024-01-01", "2027-06-30", False)
    summary = DocumentSummary(OLD, "/x/a", None, "A", "fr", "text/plain", 0, 1, 7, None, "")
    (span,) = timeline([Instrument((summary,), (Stated(date("signed", "2024-02")),))])
    assert (span.first, span.last, span.open_end) == ("2024-02-01", "2024-02-29", True)
    assert timeline([Instrument((summary,), (Stated(date("signed", "2024-02-31")),))]) == []


def test_map_has_what_has_a_place(writer: CatalogueWriter) -> None:
    """This ensures one point a territory, where it is, with all of its instruments."""
    (point,) = map_points(instruments(writer))
    assert (point.code, point.name, len(point.instruments)) == ("commune:87085", "Limoges", 2)
    assert (round(point.latitude), round(point.longitude)) == (46, 1)


def test_network_joins_organisations_and_instruments(writer: CatalogueWriter) -> None:
    """This ensures an edge a pair, with all of its roles."""
    edges = [(edge.organisation, edge.instrument.name, edge.roles) for edge in network(instruments(writer))]
    assert edges == [
        ("UNESCO", "Charte des bourgs", ("signs",)),
        ("UNESCO", "Label", ("awards",)),
        ("ville de limoges", "Charte des bourgs", ("signs",)),
    ]


def test_instrument_without_values() -> None:
    """This ensures that a document of which nothing is known is an instrument of its title."""
    summary = DocumentSummary(OLD, "/x/a", None, "Note", "fr", "text/plain", 0, 1, 7, None, "")
    found = instrument_of([(summary, [])])
    assert (found.kind, found.name, found.territories, found.themes) == ("unknown", "Note", [], [])
    assert map_points([found]) == []
    assert network([found]) == []
