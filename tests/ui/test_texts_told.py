"""What others say in English, told in the reader's language: remarks, faults of queries, refused corrections."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.edits import Operation
from corpus.errors import QueryError
from ingest.extract.registry import NAMES
from ingest.extract.remarks import FORMS, Remark, on_pages
from search import Query
from search.queries import read_query_file
from search.query import MAX_CHARS
from ui.texts.english import ENGLISH
from ui.texts.faults import translated_fault
from ui.texts.refusals import refusal_of, written_value
from ui.texts.remarks import told_remark
from ui.texts.spoken import WORDINGS

FRENCH = WORDINGS["fr"]


def test_remarks() -> None:
    """This ensures that a remark is said in French with its facts, formats and numbers as French writes them."""
    named = Remark("named_otherwise", file="a.pdf", promised="PDF", found="plain text")
    assert told_remark(named.name, named.facts, FRENCH).replace("\u202f", " ") == (
        "a.pdf porte un nom de fichier PDF, mais contient du texte brut ; il a été lu comme tel."
    )
    read = on_pages("ocr", [2, 3, 4], languages="fra", confidence=93)
    told = told_remark(read.name, read.facts, FRENCH)
    assert told.startswith("Pages 2–4")
    assert "lues par reconnaissance de caractères (fra)" in told
    cut = Remark("rows_cut", file="{x}.csv", rows=100_000)
    assert "{x}.csv, seules les 100\u202f000 premières" in told_remark(cut.name, cut.facts, FRENCH)
    assert told_remark("of a later version", {}, FRENCH) == ""


def test_english_remarks_are_those_of_the_command_line() -> None:
    """This ensures that every remark is known to the page, and that its English is that of the command line."""
    assert set(ENGLISH.add.remarks) == set(FORMS)
    for made in (
        on_pages("ocr", [1], languages="fra", confidence=93),
        on_pages("ocr_failed", [1, 2], page=1, reason="x"),
    ):
        assert told_remark(made.name, made.facts, ENGLISH) == made
    assert {name for name in NAMES.values() if " " in name} == set(ENGLISH.add.formats)


BAD_LINES = """query;id;kind;territory;year
;1;;;
le label;1;;;
le label;3;banane;;
le label;4;;Atlantis sur Mer;
le label;5;;;hier
le label;6;;;;;;x
kind:label;7;;;
-label;8;;;
"""


def test_faults_of_a_file_of_queries() -> None:
    """This ensures that each thing that can be wrong with a line is known by what search says of it."""
    file = read_query_file(Path("q.csv"), data=f"{BAD_LINES}{'x' * (MAX_CHARS + 1)};9;;;\n".encode())
    told = []
    for line in file.lines:
        try:
            fault = line.error or (Query(line.text, filters=line.filters) and "")
        except QueryError as error:
            fault = str(error)
        said = translated_fault(fault, FRENCH)
        assert said != fault, fault
        told.append(said.replace("\u202f", " ").replace("\u00a0", " "))
    assert told == [
        "La question est vide.",
        "L’identifiant « 1 » figure déjà à la ligne 2.",
        "« banane » n’est pas une nature : écrivez charte, programme, label…",
        "Aucun territoire n’est connu sous le nom « Atlantis sur Mer ».",
        "« hier » n’est pas une année : écrivez 2023, ou 2021-2023.",
        "Elle compte 8 cellules sous 5 noms : une cellule est-elle sans ses guillemets ?",
        "Elle dit seulement dans quels documents chercher : dites aussi quoi y chercher.",
        "Elle dit seulement ce qu’il faut écarter : dites aussi ce qu’il faut chercher.",
        "Elle compte 10 001 caractères ; au plus 10 000 sont cherchés.",
    ]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("q.jsonl", '{"text": "a", "filters": {"moon": 1}}', "There is no filter “moon”."),
        ("q.jsonl", "not json", "It is not JSON."),
        ("q.jsonl", '{"text": 3}', "It has no “text”, or one that is no text."),
        ("q.csv", 'query\n"never closed', "A quote that opens here is never closed; what follows can’t be read."),
        ("q.csv", 'query\n"a"b', "A quote stands within a quoted cell; write it twice."),
        ("q.csv", "id;query\n1", "It has too few cells: the query’s is number 2."),
    ],
)
def test_faults_of_the_writing(name: str, data: str, said: str) -> None:
    """This ensures the same for lines that can't be read."""
    (line,) = read_query_file(Path(name), data=data.encode()).lines
    assert translated_fault(line.error, ENGLISH) == said


def test_what_is_not_known_stays() -> None:
    """This ensures that a fault that search comes to word otherwise is told as it is, without its line."""
    assert translated_fault("line 1,204: something new", FRENCH) == "something new"
    assert translated_fault("", FRENCH) == ""


@pytest.mark.parametrize(
    ("operation", "slot", "value", "said"),
    [
        ("add", "kind", "label", "A document has one value here: choose “this is its value”."),
        ("set", "kind", "banane", "“banane” is no kind."),
        ("set", "territory", "Atlantis", "No territory is known as “Atlantis”. Write its official name"),
        ("set", "territory", "Montreuil", "Several territories are called “Montreuil”. Write the code of the one"),
        ("set", "until", "hier", "“hier” is no date."),
        ("add", "organisation", "Clairval", "Write the organisation’s name, a colon, and what it does"),
        ("set", "language", "x", "“x” is no language."),
        ("set", "name", "a|b", ""),
    ],
)
def test_refused_corrections(operation: Operation, slot: str, value: str, said: str) -> None:
    """This ensures that an editor is told what to write, and which code each territory of a name has."""
    told = refusal_of(operation, slot, value, ENGLISH)
    assert told.startswith(said) if said else told == ""
    if value == "Montreuil":
        assert "commune:93048 (Montreuil)" in told


def test_values_as_the_page_says_them() -> None:
    """This ensures that kinds and languages can be written as the page calls them, and all else as it is."""
    assert written_value("kind", "Appel à projets", FRENCH) == "call"
    assert written_value("language", "Espagnol", FRENCH) == "es"
    assert (written_value("language", "es", FRENCH), written_value("name", "charte", FRENCH)) == ("es", "charte")
