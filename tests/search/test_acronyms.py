"""Acronyms in queries, by the names that the documents give."""

from __future__ import annotations

from corpus.acronyms import Acronym
from search.acronyms import Acronyms, read
from search.query import Query

KNOWN = Acronyms(
    [
        Acronym("EPCI", "établissement public de coopération intercommunale", 3),
        Acronym("AS", "association sportive", 2),
        Acronym("AS", "aide sociale", 1),
        Acronym("AS", "autre sens", 1),
    ]
)


def test_an_acronym_is_read_with_what_it_stands_for() -> None:
    """This ensures that the other name is looked for too, in whatever case a long acronym is typed."""
    reading = read(Query("fiscalité des epci"), KNOWN)
    assert reading.expansions == (("epci", "établissement public de coopération intercommunale"),)
    assert reading.meant.text == "fiscalité des epci (établissement public de coopération intercommunale)"
    assert reading.query.text == "fiscalité des epci"


def test_a_name_is_read_with_its_acronym() -> None:
    """This ensures that the full name finds passages that only have the short one, whatever its accents."""
    reading = read(Query("Un Etablissement public de cooperation intercommunale peut-il emprunter ?"), KNOWN)
    assert reading.expansions == (("Etablissement public de cooperation intercommunale", "EPCI"),)


def test_a_short_one_counts_in_capitals_only() -> None:
    """This ensures that "as" is a word and AS an acronym, with its two commonest meanings."""
    assert read(Query("such as towns"), KNOWN).expansions == ()
    assert [long for _, long in read(Query("règlement de l'AS"), KNOWN).expansions] == [
        "association sportive",
        "aide sociale",
    ]


def test_exact_words_stay_exact() -> None:
    """This ensures that quotes and signs switch it off, and that nothing known changes nothing."""
    query = Query('"EPCI" fiscalité')
    assert read(query, KNOWN).meant is query
    plain = Query("fiscalité locale")
    assert read(plain, KNOWN).meant is plain
    assert read(plain, Acronyms([])).expansions == ()


def test_filters_and_signs_are_kept() -> None:
    """This ensures that what is meant is searched in the same documents, as many and in the same way."""
    meant = read(Query("EPCI kind:label", k=3, mode="lexical"), KNOWN).meant
    assert (meant.k, meant.mode, meant.filters.kinds) == (3, "lexical", ("label",))
