"""Dates in words and figures, and the roles that their words give."""

from __future__ import annotations

import pytest

from corpus.instrument import Kind
from corpus.types import Document, PageSpan
from ingest.describe.dates import dates_in, dates_of


def document(text: str, title: str = "", pages: tuple[PageSpan, ...] = ()) -> Document:
    return Document("d", "/d.txt", "", "text/plain", title or text.partition("\n")[0], "fr", text, pages)


def roles(text: str, kind: Kind | None = None) -> set[tuple[str, str]]:
    return {(value.role, value.value) for value in dates_of(document(text), kind)}


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Le jeudi 1er juin 2023", "2023-06-01"),
        ("Le jeudi 1^{er} juin 2023", "2023-06-01"),
        ("le 3 AOÛT 2021", "2021-08-03"),
        ("on 14 March 2022", "2022-03-14"),
        ("on March 14, 2022", "2022-03-14"),
        ("the 2nd of May", None),
        ("am 30. November 2020", "2020-11-30"),
        ("el 21 de septiembre de 2023", "2023-09-21"),
        ("il 1º marzo 2019", "2019-03-01"),
        ("26/01/2023", "2023-01-26"),
        ("2024-02-29", "2024-02-29"),
        ("2023-02-29", None),
        ("31/02/2023", None),
        ("en mars 2021", "2021-03"),
        ("noviembre de 1990", "1990-11"),
        ("loi n° 2018-938", None),
        ("", None),
    ],
)
def test_dates_in_five_languages(written: str, iso: str | None) -> None:
    """This ensures that a date is read as precisely as it is written, and an impossible one not at all."""
    assert [found.iso for found in dates_in(written)] == ([iso] if iso else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Charte du Val\nSignée à Vaubrune le 14 mars 2022", {("signed", "2022-03-14")}),
        ("Signature de la charte\n\nLe jeudi 1er juin 2023\n\nFace à", {("signed", "2023-06-01")}),
        ("Un guide\n\n26 janvier 2023\n\nDes mots", {("published", "2023-01-26")}),
        ("Un guide\n\n1 26/01/2023\n\nDes mots", {("published", "2023-01-26")}),
        ("Une page\nPublié le 15 mars 2021\nDes mots", {("published", "2021-03-15")}),
        ("Statuts\nAdoptés par l'assemblée du 18 octobre 2013 et modifiés le 6 avril 2019", {("signed", "2013-10-18")}),
        ("Die Charta\nSie wurde am 3. Mai 2021 in Köln unterzeichnet.", {("signed", "2021-05-03")}),
        ("La carta\nFirmada el 3 de mayo de 2021 en Bilbao.", {("signed", "2021-05-03")}),
        ("La carta\nFirmata a Bra il 3 maggio 2021.", {("signed", "2021-05-03")}),
        ("Règlement\nCe règlement entre en vigueur le 4 décembre 2025.", {("from", "2025-12-04")}),
        ("Charte\nElle est conclue pour six ans, jusqu'au 31 mars 2028.", {("until", "2028-03-31")}),
        ("Bourgs en mouvement 2024-2027\nUn programme.", {("from", "2024"), ("until", "2027")}),
        ("Essay\nA paper – School of Economics APRIL 2017 |", {("published", "2017-04")}),
    ],
)
def test_the_words_before_a_date_give_its_role(text: str, expected: set[tuple[str, str]]) -> None:
    """This ensures that the dates of an instrument are told from each other in the languages of the corpus."""
    assert roles(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Rapport\nInstitués par la loi du 21 février 2014, les contrats durent.",
        "Contrat\nLe premier avenant, signé le 4 juillet 2023, a ajouté les dunes.",
        "Article\nAvailable online [Accessed 07 April 2017].",
        "Une page\nDepuis le 1er janvier 2008, l'agence porte le label.",
        "Une page\nEntre 2009 et 2019, elle a perdu des habitants.",
        "Eine Seite\nIm Januar 2020 begann die Arbeit.",
        "Une page\nL'essai mené du 1er mars au 31 août 2023 a convaincu.",
    ],
)
def test_dates_of_other_things_are_left_out(text: str) -> None:
    """This ensures that laws, amendments, visits and events give the instrument no date."""
    assert roles(text) == set()


def test_a_call_has_its_opening_and_its_deadline() -> None:
    """This ensures that the rows of a call's table are its dates, and only for a call."""
    text = "Appel à projets\nOuverture de l'appel | 3 février 2025\nDate limite de dépôt | 30 avril 2025 à 17 h"
    assert roles(text, "call") == {("from", "2025-02-03"), ("until", "2025-04-30")}
    assert roles(text, "programme") == set()


def test_contradictory_ends_are_dropped() -> None:
    """This ensures that an end before the beginning is not told."""
    text = "Charte\nValable jusqu'au 31 mars 2020. Elle entre en vigueur le 1er avril 2021."
    assert roles(text) == {("from", "2021-04-01")}


def test_evidence_is_the_words_with_their_page() -> None:
    """This ensures that a date is quoted as it stands, on its page."""
    text = "Charte\nSignée le 14 mars 2022"
    (value,) = dates_of(document(text, pages=(PageSpan(1, 0, 6), PageSpan(2, 7, len(text)))), "charter")
    assert value.evidence is not None
    assert (value.evidence.quote, value.evidence.page) == ("14 mars 2022", 2)
    assert text[value.evidence.start : value.evidence.end] == value.evidence.quote
